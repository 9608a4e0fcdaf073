"""OFAC's list of Specially Designated Nationals as XML (``sdnList``), which states its day and how many records it has."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

from licet.registers.published import PublishedFile
from licet.registers.screening_lists.dates import born, iso_date
from licet.registers.screening_lists.numbers import numbers
from licet.registers.screening_lists.read_list import MEND, Faults, Given, ReadList, finished, once, unique
from licet.registers.screening_lists.sdn_remarks import read_remarks
from licet.registers.screening_lists.xml_files import children, local, read_xml, text, texts
from licet.screening.listed import AIRCRAFT, ORGANISATION, PERSON, UNKNOWN, VESSEL, Alias, Listed

WHAT = "OFAC's list as XML: sdnList with publshInformation and sdnEntry"
SOURCE = "SDN"

_KINDS = {"individual": PERSON, "entity": ORGANISATION, "vessel": VESSEL, "aircraft": AIRCRAFT}


def recognises(file: PublishedFile) -> bool:
    """Whether a file begins as the list does."""
    return "<sdnList" in file.head


def read(given: Given) -> ReadList:
    """Read the list.

    Raises:
        InputError: with a fault for every bad place, and for a count of records that does not agree.
    """
    root = read_xml(given.file, WHAT)
    faults = Faults(given.file)
    if local(root) != "sdnList":
        faults.add(0, f"the root <{local(root)}>", WHAT)
        faults.raise_any()
    entries = children(root, "sdnEntry")
    # The name of this element is misspelt as published.
    told_day = text(root, "publshInformation", "Publish_Date")
    told_count = text(root, "publshInformation", "Record_Count").replace(",", "")
    vintage = iso_date(told_day)
    if not vintage:
        faults.add(0, f"the Publish_Date '{told_day}'", "a day, as 07/31/2026")
    if not told_count.isdecimal():
        faults.add(0, f"the Record_Count '{told_count}'", "a number", MEND)
    elif int(told_count) != len(entries):
        faults.add(0, f"{len(entries):,} records where Record_Count says {int(told_count):,}", "as many as it says")
    parties = [_entry(given, number, entry, faults) for number, entry in enumerate(entries, 1)]
    faults.raise_any()
    return finished(
        given,
        parties,
        vintage=vintage,
        sources={SOURCE: given.known.title(SOURCE)},
        entries=len(entries),
        stated_count=int(told_count),
        whole=True,
        checks=("The root of the document is closed.", f"It states {int(told_count):,} records, and has as many."),
    )


def _entry(given: Given, number: int, entry: Tree.Element, faults: Faults) -> Listed:
    place = f"sdnEntry {number}"
    name, uid = _name(entry), text(entry, "uid")
    if not name or not uid:
        faults.add(0, f"an entry without {'a name' if uid else 'its uid'}", "uid and lastName", place=place)
    kind = text(entry, "sdnType")
    remarks = text(entry, "remarks")
    told = read_remarks(remarks, given.nations)
    ids = [
        (text(one, "idType"), text(one, "idNumber"), text(one, "idCountry")) for one in children(entry, "idList", "id")
    ]
    call_sign = text(entry, "vesselInfo", "callSign")
    identifiers, rest = numbers([*ids, *([("Call Sign", call_sign, "")] if call_sign else [])], given.nations)
    births = texts(entry, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth")
    aliases = [
        Alias(name=_name(one), weak=text(one, "category").lower() == "weak")
        for one in children(entry, "akaList", "aka")
    ]
    aliases += [Alias(name=weak, weak=True) for weak in told.weak]
    extra = [text(entry, "title"), remarks, *([] if kind.lower() in _KINDS else [f"Type: {kind}"] if kind else [])]
    extra += [f"POB {one}" for one in texts(entry, "placeOfBirthList", "placeOfBirthItem", "placeOfBirth")]
    extra += [f"DOB {one}" for one in births if not born(one)]
    for label, element in (("type", "vesselType"), ("owner", "vesselOwner")):
        value = text(entry, "vesselInfo", element)
        extra += [f"Vessel {label}: {value}"] if value else []
    addresses = children(entry, "addressList", "address")
    parts = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
    countries = [
        *(text(one, "country") for one in addresses),
        text(entry, "vesselInfo", "vesselFlag"),
        *texts(entry, "nationalityList", "nationality", "country"),
        *texts(entry, "citizenshipList", "citizenship", "country"),
    ]
    return Listed(
        id=uid,
        source=SOURCE,
        kind=_KINDS.get(kind.lower(), UNKNOWN),
        name=name,
        aliases=once(aliases, name),
        nations=unique([*given.nations.codes(countries), *told.nations]),
        addresses=unique(", ".join(unique(text(one, part) for part in parts)) for one in addresses),
        born=unique([*(born(one) for one in births), *told.born]),
        identifiers=tuple(dict.fromkeys([*identifiers, *told.numbers])),
        programmes=unique(texts(entry, "programList", "program")),
        remarks="; ".join(unique([*extra, *rest])),
    )


def _name(element: Tree.Element) -> str:
    """Return a name as the CSV has it: the family name, then the given names after a comma."""
    return ", ".join(unique([text(element, "lastName"), text(element, "firstName")]))
