"""OFAC's list of Specially Designated Nationals as CSV: the entries, and beside them their addresses (``add``) and other names (``alt``).

The files have no headers; ``-0-`` is no value. As published each ends with the sign Ctrl-Z (0x1A), which shows that it is whole. The three
are of one vintage, which none of them states: an address or a name of an entry that is not there shows that they are not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from licet.errors import Fault, InputError
from licet.registers.published import PublishedFile
from licet.registers.screening_lists.numbers import numbers
from licet.registers.screening_lists.read_list import MEND, Faults, Given, ReadList, finished, once, text_of, unique
from licet.registers.screening_lists.rows import bare_rows
from licet.registers.screening_lists.sdn_remarks import read_remarks
from licet.screening.listed import AIRCRAFT, ORGANISATION, PERSON, VESSEL, Alias, Listed

SOURCE = "SDN"

_ENTRY = (
    "ent_num, SDN_Name, SDN_Type, Program, Title, Call_Sign, Vess_type, Tonnage, GRT, Vess_flag, Vess_owner, Remarks"
)
_ADDRESS = "ent_num, add_num, Address, City/State/Province/Postal Code, Country, Add_remarks"
_OTHER_NAME = "ent_num, alt_num, alt_type, alt_name, alt_remarks"
_NULL = "-0-"
_END = "\x1a"
_KINDS = {"individual": PERSON, "vessel": VESSEL, "aircraft": AIRCRAFT, "": ORGANISATION}
_FIRST_ROW = re.compile(r'\d+,"[^"\n]*",(?:-0- ?|"[a-z]+"),(?:-0- ?|"[^"\n]*"),')
# The end of a row: a value in quotation marks or none at all. Anything else is a row that was cut.
_LAST_VALUE = re.compile(r'(?:"|-0-) ?\s*$')


def recognises(file: PublishedFile) -> bool:
    """Whether a file begins as the entries do."""
    first = file.head.splitlines()[:1]
    return bool(first and _FIRST_ROW.match(first[0]) and first[0].count(",") >= 11)


def read(given: Given) -> ReadList:
    """Read the list with its addresses and other names.

    Raises:
        InputError: with a fault for every bad place of the three files.
    """
    faults: list[Fault] = []
    rows, ended = _file(given.file, 12, _ENTRY, faults)
    known = {row[0] for _, row in rows}
    addresses, addresses_ended = _beside(given.add, 6, _ADDRESS, known, given.file, faults)
    names, names_ended = _beside(given.alt, 5, _OTHER_NAME, known, given.file, faults)
    parties: list[Listed] = []
    places = Faults(given.file)
    seen: dict[str, int] = {}
    for line, row in rows:
        if not row[1]:
            places.add(line, f"the entry {row[0]} without a name", "a name")
        if row[2].lower() not in _KINDS:
            places.add(line, f"the type '{row[2]}'", "individual, vessel, aircraft or none")
            continue
        if seen.setdefault(row[0], line) != line:
            places.add(line, f"the entry {row[0]} a second time (first on line {seen[row[0]]})", "every entry once")
        parties.append(_entry(given, row, addresses[row[0]], names[row[0]]))
    try:
        places.raise_any()
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(faults=faults)
    whole = ended and addresses_ended is not False and names_ended is not False
    return finished(
        given,
        parties,
        vintage="",
        sources={SOURCE: given.known.title(SOURCE)},
        entries=len(parties),
        whole=whole and given.add is not None and given.alt is not None,
        checks=_checks(given, ended, addresses_ended, names_ended),
        lacks=_lacks(given),
        notes=(f"{sum(map(len, addresses.values())):,} addresses and {sum(map(len, names.values())):,} other names.",),
    )


def _checks(given: Given, *ended: bool | None) -> tuple[str, ...]:
    files = [file for file in (given.file, given.add, given.alt) if file is not None]
    marks = [one for one in ended if one is not None]
    have = [file.name for file, one in zip(files, marks, strict=True) if one]
    not_ = [file.name for file, one in zip(files, marks, strict=True) if not one]
    told = [f"The sign Ctrl-Z ends {' and '.join(have)}."] if have else []
    if not_:
        told.append(f"No sign Ctrl-Z ends {' and '.join(not_)}, so that nothing shows that rows are not missing.")
    if len(files) > 1:
        told.append("Every address and other name is of an entry.")
    return tuple(told)


def _lacks(given: Given) -> tuple[str, ...]:
    lacks = []
    if given.alt is None:
        lacks.append("the file of other names (--alt), without which a party is found by its first name only")
    if given.add is None:
        lacks.append("the file of addresses (--add)")
    return tuple(lacks)


def _file(file: PublishedFile, width: int, what: str, faults: list[Fault]) -> tuple[list[tuple[int, list[str]]], bool]:
    """Return the rows of one of the files, and whether its end mark is there."""
    try:
        text = text_of(file)
        body = text.rstrip()
        ended = body.endswith(_END)
        body = body.rstrip(_END).rstrip(" ")
        own = Faults(file)
        if body.strip() and not _LAST_VALUE.search(body):
            own.add(body.rstrip().count("\n") + 1, "a last row that ends in the middle", what)
            own.raise_any()
        rows = []
        for line, row in bare_rows(file, body, width, what):
            values = ["" if value.strip() == _NULL else " ".join(value.split()) for value in row]
            if not values[0].isdecimal():
                own.add(line, f"the number '{values[0]}' of an entry", "a number", MEND)
            rows.append((line, values))
        own.raise_any()
    except InputError as error:
        faults += error.faults
        return [], False
    return rows, ended


def _beside(
    file: PublishedFile | None, width: int, what: str, known: set[str], entries: PublishedFile, faults: list[Fault]
) -> tuple[Mapping[str, list[list[str]]], bool | None]:
    """Return the rows of a file beside the entries by entry, and whether its end mark is there; None where there is no such file."""
    by_entry: defaultdict[str, list[list[str]]] = defaultdict(list)
    if file is None:
        return by_entry, None
    rows, ended = _file(file, width, what, faults)
    own = Faults(file)
    try:
        for line, row in rows:
            if known and row[0] not in known:
                expected = f"an entry of {entries.name}"
                own.add(line, f"the entry {row[0]}, which is not there", expected, "use files of one vintage")
            by_entry[row[0]].append(row)
        own.raise_any()
    except InputError as error:
        faults += error.faults
    return by_entry, ended


def _entry(
    given: Given, row: Sequence[str], addresses: Sequence[Sequence[str]], names: Sequence[Sequence[str]]
) -> Listed:
    number, name, kind, programmes, title, call_sign, vessel, _, _, flag, owner, remarks = row
    told = read_remarks(remarks, given.nations)
    call_signs, _ = numbers([("Call Sign", call_sign, "")] if call_sign else [], given.nations)
    extra = [remarks, title if title not in remarks else ""]
    extra += [f"Vessel type: {vessel}"] if vessel else []
    extra += [f"Vessel owner: {owner}"] if owner else []
    aliases = [Alias(name=one[3]) for one in names if one[3]]
    aliases += [Alias(name=weak, weak=True) for weak in told.weak]
    return Listed(
        id=number,
        source=SOURCE,
        kind=_KINDS[kind.lower()],
        name=name,
        aliases=once(aliases, name),
        nations=unique([*given.nations.codes([flag, *(one[4] for one in addresses)]), *told.nations]),
        addresses=unique(", ".join(unique(one[2:5])) for one in addresses),
        born=unique(told.born),
        identifiers=tuple(dict.fromkeys([*call_signs, *told.numbers])),
        programmes=unique(re.split(r"\]\s*\[|;", programmes)),
        remarks="; ".join(unique(extra)),
    )
