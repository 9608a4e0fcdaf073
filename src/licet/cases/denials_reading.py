"""A register of refusals from CSV, in the columns of the British licensing service: one row a party, one clear line for each fault, nothing lost.

Rows of one reference are one refusal with several parties. Where they say different things of the refusal itself, that is told; the first
row counts, and every party and entry is kept, so that no match is missed.
The columns ``refused_on``, ``revoked_on`` and ``review_on`` (ISO dates) may be there besides; others are refused, since nobody would read them.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from licet.cases.denials import Denial, DeniedParty, Register, SetAside
from licet.errors import Fault, InputError, near
from licet.language.nodes import Unreadable, decode
from licet.rulebook.windows import NotAWindow, read_date
from licet.transfers.nations import NationError, Nations

COLUMNS = (
    "reference", "regime_reg_ref", "name", "address", "notifying_government", "country", "denial_cle", "item_description", "end_use",
    "reason_for_refusal", "entity_type",
)  # fmt: skip
DATES = ("refused_on", "revoked_on", "review_on")
# What a register writes where the item was on no list.
CATCH_ALL = ("catch all", "catch-all")
# The columns in which the rows of one refusal must agree.
_SHARED = tuple(column for column in (*COLUMNS, *DATES) if column not in ("name", "address", "country", "entity_type"))


def read_denials(data: bytes, source: str, nations: Nations) -> Register:
    """Read a register.

    Args:
        data: the file.
        source: what it is called in messages.
        nations: the nations that are known.

    Raises:
        InputError: for a file that is no such table at all; what is wrong with single rows is told by the register.
    """
    try:
        text = decode(data, source)
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None
    found: dict[str, tuple[Mapping[str, str], Denial]] = {}
    aside: list[SetAside] = []
    doubts: list[Fault] = []
    for line, cells, odd in _rows(text, source):
        where = f"{source}:{line}"
        key = cells.get("reference") or cells.get("regime_reg_ref") or ""
        fault = odd or _unusable(where, cells, key)
        if fault is not None:
            aside.append(SetAside(line, cells, fault))
            continue
        party = _party(where, line, cells, nations, doubts)
        if key in found:
            first, denial = found[key]
            doubts += _disagreements(where, cells, first, denial)
            entries = tuple(dict.fromkeys((*denial.entries, *_entries(cells))))
            found[key] = first, replace(denial, parties=(*denial.parties, party), entries=entries)
        else:
            found[key] = cells, _denial(where, cells, party, doubts)
    denials = tuple(denial for _, denial in found.values())
    return Register(denials, tuple(aside), tuple(doubts), source, hashlib.sha256(data).hexdigest())


def _rows(text: str, source: str) -> Iterator[tuple[int, dict[str, str], Fault | None]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heads = [head.strip() for head in next(reader, [])]
        _check_heads(heads, source)
        before = reader.line_num
        for row in reader:
            line, before = before + 1, reader.line_num
            cells = {head: " ".join(cell.split()) for head, cell in zip(heads, row, strict=False)}
            if not any(cells.values()):
                continue
            odd = None
            if len(row) != len(heads):
                cells |= {f"column {number}": row[number - 1] for number in range(len(heads) + 1, len(row) + 1)}
                odd = Fault(f"{source}:{line}", f"{len(row)} values", f"{len(heads)}, one for each column")
            yield line, cells, odd
    except csv.Error as error:
        fault = Fault(
            f"{source}:{reader.line_num}",
            f"text that is not CSV ({error})",
            "CSV",
            "mend the file: nothing after this line can be told apart",
        )
        raise InputError(faults=[fault]) from None


def _check_heads(heads: list[str], source: str) -> None:
    known = (*COLUMNS, *DATES)
    faults = [
        Fault(f"{source}:1", f"no column '{column}'", ", ".join(COLUMNS)) for column in COLUMNS if column not in heads
    ]
    faults += [
        Fault(f"{source}:1", f"the column '{head}'", ", ".join(known), near(head, known))
        for head in heads
        if head not in known
    ]
    faults += [
        Fault(f"{source}:1", f"the column '{head}' twice", "each once")
        for head in dict.fromkeys(heads)
        if heads.count(head) > 1
    ]
    if faults:
        raise InputError(faults=faults)


def _unusable(where: str, cells: Mapping[str, str], key: str) -> Fault | None:
    if not key:
        return Fault(where, "a row without a reference", "one under reference or regime_reg_ref")
    if not cells["name"]:
        return Fault(where, f"no name of a party of {key}", "a name")
    for column in DATES:
        try:
            if cells.get(column):
                read_date(cells[column])
        except NotAWindow:
            return Fault(where, f"'{cells[column]}' under {column}", "a day that exists, as YYYY-MM-DD, or nothing")
    return None


def _disagreements(where: str, cells: Mapping[str, str], first: Mapping[str, str], denial: Denial) -> list[Fault]:
    """Return what a further row says otherwise of a refusal; its party, and its entry, count all the same, so that no match is missed."""
    line = denial.parties[0].line
    return [
        Fault(
            where,
            f"'{cells.get(column, '')}' under {column} of {denial.key}",
            f"'{first.get(column, '')}', as on line {line}",
            f"the party is kept, and line {line} counts for the rest",
        )
        for column in _SHARED
        if cells.get(column, "") != first.get(column, "")
    ]


def _entries(cells: Mapping[str, str]) -> tuple[str, ...]:
    entry = cells["denial_cle"]
    if entry.casefold() in CATCH_ALL:
        return ()
    return tuple(part.strip() for part in entry.split(";") if part.strip())


def _party(where: str, line: int, cells: Mapping[str, str], nations: Nations, doubts: list[Fault]) -> DeniedParty:
    country, nation = cells["country"], ""
    if not country:
        doubts.append(Fault(where, f"no country of {cells['name']}", "a nation", "the refusal is matched without it"))
    else:
        try:
            nation = nations.code(country)
        except NationError:
            doubts.append(
                Fault(where, f"the country '{country}'", "a nation that is known", "it is matched as it is written")
            )
    return DeniedParty(cells["name"], cells["entity_type"], cells["address"], country, nation, line)


def _denial(where: str, cells: Mapping[str, str], party: DeniedParty, doubts: list[Fault]) -> Denial:
    entry = cells["denial_cle"]
    if not entry:
        doubts.append(
            Fault(
                where,
                "no control entry",
                "an entry, or 'catch all'",
                "the refusal is matched by its parties and its item",
            )
        )
    if not cells["notifying_government"]:
        doubts.append(Fault(where, "no government that told of it", "who is to be consulted"))
    days: dict[str, Any] = {
        name: _day(cells.get(column, "")) for name, column in zip(("refused", "revoked", "review"), DATES, strict=True)
    }
    return Denial(
        cells["reference"],
        cells["regime_reg_ref"],
        cells["notifying_government"],
        (party,),
        _entries(cells),
        cells["item_description"],
        cells["end_use"],
        cells["reason_for_refusal"],
        **days,
    )


def _day(text: str) -> datetime.date | None:
    return read_date(text) if text else None


def written(register: Register) -> str:
    """Return a register as CSV that reads back to the same refusals; rows that were set aside are not in it."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow((*COLUMNS, *DATES))
    for denial in register.denials:
        days = [day.isoformat() if day else "" for day in (denial.refused, denial.revoked, denial.review)]
        for party in denial.parties:
            rows.writerow(
                (
                    denial.reference, denial.regime_reference, party.name, party.address, denial.government, party.country,
                    "; ".join(denial.entries) or CATCH_ALL[0], denial.item, denial.end_use, denial.reasons, party.role, *days,
                )
            )  # fmt: skip
    return out.getvalue()
