"""The Consolidated List of the United Nations Security Council as XML (``CONSOLIDATED_LIST``), which states the day on which it was made."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

from licet.registers.published import PublishedFile
from licet.registers.screening_lists.dates import born, iso_date
from licet.registers.screening_lists.numbers import numbers
from licet.registers.screening_lists.read_list import Faults, Given, ReadList, finished, once, unique
from licet.registers.screening_lists.xml_files import children, local, read_xml, text, texts
from licet.screening.listed import ORGANISATION, PERSON, Alias, Listed

SOURCE = "UN"
WHAT = "the list of the Security Council as XML: CONSOLIDATED_LIST with INDIVIDUALS and ENTITIES"

_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")


def recognises(file: PublishedFile) -> bool:
    """Whether a file begins as the list does."""
    return "<CONSOLIDATED_LIST" in file.head


def read(given: Given) -> ReadList:
    """Read the list.

    Raises:
        InputError: with a fault for every bad place.
    """
    root = read_xml(given.file, WHAT)
    faults = Faults(given.file)
    if local(root) != "CONSOLIDATED_LIST":
        faults.add(0, f"the root <{local(root)}>", WHAT)
        faults.raise_any()
    vintage = iso_date(root.get("dateGenerated", ""))
    if not vintage:
        faults.add(0, f"dateGenerated '{root.get('dateGenerated', '')}'", "a day, as 2026-02-27T00:00:09Z")
    parties = []
    for group, member, kind in (("INDIVIDUALS", "INDIVIDUAL", PERSON), ("ENTITIES", "ENTITY", ORGANISATION)):
        if not children(root, group):
            faults.add(0, f"no element {group}", WHAT)
        entries = children(root, group, member)
        parties += [_entry(given, member, kind, number, entry, faults) for number, entry in enumerate(entries, 1)]
    faults.raise_any()
    return finished(
        given,
        parties,
        vintage=vintage,
        sources={SOURCE: given.known.title(SOURCE)},
        entries=len(parties),
        whole=True,
        checks=("The root of the document is closed, after both of its parts.",),
    )


def _entry(given: Given, member: str, kind: str, number: int, entry: Tree.Element, faults: Faults) -> Listed:
    name = " ".join(told for part in _NAMES if (told := text(entry, part)))
    reference = text(entry, "REFERENCE_NUMBER") or text(entry, "DATAID")
    if not name or not reference:
        missing = "its reference number" if name else "a name"
        faults.add(0, f"an entry without {missing}", "FIRST_NAME and REFERENCE_NUMBER", place=f"{member} {number}")
    documents = [
        (
            text(one, "TYPE_OF_DOCUMENT") or text(one, "TYPE_OF_DOCUMENT2") or "Document",
            text(one, "NUMBER"),
            text(one, "ISSUING_COUNTRY") or text(one, "COUNTRY_OF_ISSUE"),
        )
        for one in children(entry, f"{member}_DOCUMENT")
        if text(one, "NUMBER")
    ]
    identifiers, rest = numbers(documents, given.nations)
    births, strange = _births(entry, member)
    aliases = [
        Alias(name=alias, weak=text(one, "QUALITY").lower() == "low")
        for one in children(entry, f"{member}_ALIAS")
        for alias in [text(one, "ALIAS_NAME")]
    ]
    aliases += [Alias(name=script) for script in texts(entry, "NAME_ORIGINAL_SCRIPT")]
    addresses = children(entry, f"{member}_ADDRESS")
    countries = [*(text(one, "COUNTRY") for one in addresses), *texts(entry, "NATIONALITY", "VALUE")]
    remarks = [
        *texts(entry, "TITLE", "VALUE"),
        *texts(entry, "DESIGNATION", "VALUE"),
        *(
            ", ".join(unique(text(one, part) for part in _ADDRESS))
            for one in children(entry, f"{member}_PLACE_OF_BIRTH")
        ),
        *(text(one, "NOTE") for one in children(entry, f"{member}_DOCUMENT")),
        *strange,
        *rest,
        text(entry, "COMMENTS1"),
    ]
    return Listed(
        id=reference,
        source=SOURCE,
        kind=kind,
        name=name,
        aliases=once(aliases, name),
        nations=given.nations.codes(countries),
        addresses=unique(", ".join(unique(text(one, part) for part in _ADDRESS)) for one in addresses),
        born=unique(births),
        identifiers=identifiers,
        programmes=unique([text(entry, "UN_LIST_TYPE")]),
        since=iso_date(text(entry, "LISTED_ON")),
        remarks="; ".join(unique(remarks)),
    )


def _births(entry: Tree.Element, member: str) -> tuple[list[str], list[str]]:
    """Return the births that can be read as dates, and as remarks those that cannot, with the notes on any."""
    found: list[str] = []
    strange: list[str] = []
    told = [(text(one, "DATE_OF_BIRTH"), "") for one in children(entry, f"{member}_ALIAS")]
    for one in children(entry, f"{member}_DATE_OF_BIRTH"):
        first, last = text(one, "FROM_YEAR"), text(one, "TO_YEAR")
        day = text(one, "DATE") or text(one, "YEAR")
        if first and last:
            day = f"{first} to {last}"
        elif day and text(one, "TYPE_OF_DATE").upper() == "APPROXIMATELY":
            day = f"circa {day}"
        told.append((day, text(one, "NOTE")))
    for day, note in told:
        if day and born(day):
            found.append(born(day))
        elif day:
            strange.append(f"DOB {day}")
        if note:
            strange.append(f"DOB: {note}")
    return found, strange
