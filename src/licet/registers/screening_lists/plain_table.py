"""A list of one's own, or of any other publisher, as a plain table: which column holds what is told by the user or by its header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from licet.errors import near
from licet.registers.published import PublishedFile
from licet.registers.screening_lists.consolidated import KINDS
from licet.registers.screening_lists.dates import born, iso_date
from licet.registers.screening_lists.numbers import numbers
from licet.registers.screening_lists.read_list import Faults, Given, ReadList, finished, once, refused, text_of, unique
from licet.registers.screening_lists.rows import ends_its_last_row, headed_rows
from licet.screening.listed import ORGANISATION, UNKNOWN, Alias, Listed

WHAT = "a table with a header and a column of names"

# What a column may hold, and the headers by which it is taken for that; the first word is what --map calls it.
COLUMNS = {
    "name": ("name", "full name", "entity name", "company", "company name", "party", "party name", "organisation", "organization"),
    "id": ("id", "uid", "entity number", "number", "reference", "reference number", "entry id"),
    "alias": ("alias", "aliases", "aka", "also known as", "other names", "alt names", "alternative names"),
    "kind": ("kind", "type", "entity type", "party type"),
    "nation": ("nation", "nations", "country", "countries", "nationality", "citizenship", "jurisdiction"),
    "address": ("address", "addresses", "street address", "full address"),
    "born": ("born", "date of birth", "dates of birth", "dob", "birth date", "birthdate"),
    "identifier": ("identifier", "identifiers", "passport", "passport number", "registration number", "tax id", "imo", "imo number"),
    "programme": ("programme", "programmes", "program", "programs", "sanctions program", "regime"),
    "requirement": ("licence requirement", "license requirement"),
    "policy": ("licence policy", "license policy", "license review policy", "licence review policy"),
    "notice": ("notice", "federal register notice", "fr citation", "citation"),
    "url": ("url", "link", "web page"),
    "since": ("since", "start date", "effective date", "listed on", "date listed"),
    "until": ("until", "end date", "expiration date", "expiry date"),
    "remarks": ("remarks", "note", "notes", "comment", "comments", "reason"),
}  # fmt: skip

_SEVERAL = re.compile(r"\s*[;|]\s*")


def recognises(file: PublishedFile) -> bool:
    """Whether a file is a table with a column of names, by its header."""
    first = file.head.splitlines()[:1]
    if not first or file.head.lstrip()[:1] in "<{[":
        return False
    headers = [header.strip().strip('"') for header in first[0].split(_delimiter(first[0]))]
    return len(headers) > 1 and "name" in understood(headers, {})


def understood(headers: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return what columns hold → their headers: as the user said, else as their headers say.

    >>> understood(["Company", "Country", "Size"], {})
    {'name': 'Company', 'nation': 'Country'}
    """
    plain = {re.sub(r"[\s_-]+", " ", header).strip().casefold(): header for header in headers}
    found: dict[str, str] = {}
    for what, known in COLUMNS.items():
        header = mapping.get(what) or next((plain[name] for name in known if name in plain), "")
        if header and header not in found.values():
            found[what] = header
    return found


def read(given: Given) -> ReadList:
    """Read the list; nothing in this form shows that it is whole.

    Raises:
        InputError: for a column that is not there, and with a fault for every bad place.
    """
    first = text_of(given.file).lstrip().splitlines()[0]
    headers, rows = headed_rows(given.file, (), WHAT, _delimiter(first))
    columns = _columns(given, headers)
    faults = Faults(given.file)
    parties: list[Listed] = []
    for line, row in rows:
        told = {what: row[header].strip() for what, header in columns.items()}
        if not told["name"]:
            faults.add(
                line, "an entry without a name", f"a name in the column {columns['name']}", "name it, or drop it"
            )
        parties.append(_entry(given, told, columns))
    faults.raise_any()
    unused = [header for header in headers if header and header not in columns.values()]
    notes = ["Understood: " + ", ".join(f"{what} from '{header}'" for what, header in columns.items()) + "."]
    notes += [f"Not used: {', '.join(unused)}."] if unused else []
    return finished(
        given,
        parties,
        vintage="",
        sources={given.source: given.title or given.known.title(given.source)},
        entries=len(parties),
        whole=False,
        checks=("Every row has every column; a table like this does not show how many rows it should have.",),
        lacks=() if ends_its_last_row(given.file) else ("the end of its last row",),
        notes=tuple(notes),
    )


def _columns(given: Given, headers: Sequence[str]) -> dict[str, str]:
    for what, header in given.mapping.items():
        if what not in COLUMNS:
            raise refused(given.file, 1, f"--map {what}=…", " | ".join(COLUMNS), near(what, COLUMNS))
        if header not in headers:
            raise refused(given.file, 1, f"no column '{header}'", ", ".join(headers)[:200], near(header, headers))
    columns = understood(headers, given.mapping)
    if "name" not in columns:
        found = f"no column of names among {', '.join(headers)[:200]}"
        raise refused(given.file, 1, found, WHAT, "say which it is with --map name=HEADER")
    return columns


def _entry(given: Given, told: Mapping[str, str], columns: Mapping[str, str]) -> Listed:
    def several(what: str) -> list[str]:
        return [part for part in _SEVERAL.split(told.get(what, "")) if part]

    kind = told.get("kind", "").casefold()
    known = {
        **KINDS,
        "person": "person",
        "company": ORGANISATION,
        "organisation": ORGANISATION,
        "organization": ORGANISATION,
    }
    births = several("born")
    ids = [(columns.get("identifier", ""), one, "") for one in several("identifier")]
    identifiers, rest = numbers(ids, given.nations)
    remarks = [told.get("remarks", ""), *rest, *(f"DOB {one}" for one in births if not born(one))]
    remarks += [f"Type: {told['kind']}"] if kind and kind not in known else []
    remarks += [f"{what}: {told[what]}" for what in ("since", "until") if told.get(what) and not iso_date(told[what])]
    name = " ".join(told["name"].split())
    return Listed(
        id=told.get("id", ""),
        source=given.source,
        kind=known.get(kind, UNKNOWN),
        name=name,
        aliases=once([Alias(name=alias) for alias in unique(several("alias"))], name),
        nations=given.nations.codes(several("nation")),
        addresses=unique(several("address")),
        born=unique(born(one) for one in births),
        identifiers=identifiers,
        programmes=unique(several("programme")),
        licence_requirement=told.get("requirement", ""),
        licence_policy=told.get("policy", ""),
        notice=told.get("notice", ""),
        url=told.get("url", ""),
        since=iso_date(told.get("since", "")),
        until=iso_date(told.get("until", "")),
        remarks="; ".join(unique(remarks)),
    )


def _delimiter(first: str) -> str:
    return max(",;\t", key=first.count)
