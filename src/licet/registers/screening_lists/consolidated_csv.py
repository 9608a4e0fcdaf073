"""The Consolidated Screening List as CSV. Several values of one cell have ``; `` between them; editions differ in their columns."""

from __future__ import annotations

import re

from licet.registers.published import PublishedFile
from licet.registers.screening_lists.consolidated import entry
from licet.registers.screening_lists.read_list import Faults, Given, ReadList, finished
from licet.registers.screening_lists.rows import ends_its_last_row, headed_rows
from licet.screening.listed import Listed

WHAT = "the Consolidated Screening List as CSV, with the columns source, name, type, programs, addresses, alt_names and so on"

_NEEDED = ("source", "name", "entity_number", "type", "programs", "addresses", "alt_names")
# The last part of an address is the code of its nation, or its name where it has no code.
_NATION = re.compile(r"(?:^|,)\s*([^,]+)$")
_CODED = re.compile(r"[A-Z]{2}")


def recognises(file: PublishedFile) -> bool:
    """Whether a file has the first line of the list."""
    first = file.head.splitlines()[:1]
    headers = {header.strip().strip('"') for header in first[0].split(",")} if first else set()
    return headers.issuperset(_NEEDED)


def read(given: Given) -> ReadList:
    """Read the list; nothing in this form shows that it is whole.

    Raises:
        InputError: with a fault for every bad place.
    """
    _, rows = headed_rows(given.file, _NEEDED, WHAT)
    faults = Faults(given.file)
    parties: list[Listed] = []
    titles: dict[str, None] = {}
    for line, row in rows:
        for column in ("source", "name"):
            if not row[column].strip():
                faults.add(line, f"an entry without a {column}", f"a {column}")
        titles[row["source"]] = None
        parties.append(_entry(given, row))
    faults.raise_any()
    return finished(
        given,
        parties,
        vintage="",
        sources={given.known.code(title): title for title in titles},
        entries=len(parties),
        whole=False,
        checks=("Every row has every column; a table like this does not show how many rows it should have.",),
        lacks=() if ends_its_last_row(given.file) else ("the end of its last row",),
    )


def _entry(given: Given, row: dict[str, str]) -> Listed:
    def cell(name: str) -> str:
        return row.get(name, "")

    def cells(name: str) -> list[str]:
        return [part for part in row.get(name, "").split("; ") if part.strip()]

    addresses = _addresses(cell("addresses"))
    countries = [found[1] for address in addresses if (found := _NATION.search(address)) and _is_code(found[1])]
    return entry(
        given,
        name=cell("name"),
        source=cell("source"),
        number=cell("entity_number"),
        kind=cell("type"),
        aliases=cells("alt_names"),
        countries=[*countries, cell("vessel_flag"), *cells("nationalities"), *cells("citizenships")],
        addresses=addresses,
        births=cells("dates_of_birth"),
        places=cells("places_of_birth"),
        ids=[_number(one) for one in cells("ids")]
        + ([("Call Sign", cell("call_sign"), "")] if cell("call_sign") else []),
        programmes=cells("programs"),
        requirement=cell("license_requirement"),
        policy=cell("license_policy"),
        notice=cell("federal_register_notice"),
        url=cell("source_information_url") or cell("source_list_url"),
        since=cell("start_date"),
        until=cell("end_date"),
        remarks=[
            cell("title"),
            cell("remarks"),
            *([f"Vessel type: {cell('vessel_type')}"] if cell("vessel_type") else []),
            *([f"Vessel owner: {cell('vessel_owner')}"] if cell("vessel_owner") else []),
        ],
    )


def _is_code(text: str) -> bool:
    return bool(_CODED.fullmatch(text.strip()))


def _addresses(text: str) -> list[str]:
    """Return the addresses of a cell; a part without a nation at its end is the beginning of the next one, which held a semicolon."""
    found: list[str] = []
    begun = ""
    for part in text.split("; "):
        begun = f"{begun}; {part}" if begun else part
        end = _NATION.search(begun)
        if end and _is_code(end[1]):
            found.append(begun)
            begun = ""
    return [*found, begun] if begun.strip() else found


def _number(text: str) -> tuple[str, str, str]:
    """Return kind, value and nation of a number as the table writes it: ``US, 80-0890696, Tax ID No.`` or ``21795618, Passport``."""
    parts = [part.strip() for part in text.split(",")]
    nation = parts.pop(0) if len(parts) > 2 and _is_code(parts[0]) else ""
    if len(parts) < 2:
        return text, "", nation
    value, kind = ", ".join(parts[:-1]), parts[-1]
    return kind, value, nation
