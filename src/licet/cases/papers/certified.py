"""What a certification to the legislature must hold: rows of law, and what of it a case can fill.

A case fills what was stated and determined. What it does not hold, a justification above all, stays open, and says so where it would stand.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeAlias

from licet.cases.case import CaseState
from licet.errors import Fault, LawError, near

ADDRESS, CERTIFICATION, ON_REQUEST = PARTS = ("address", "certification", "on_request")
Fill: TypeAlias = Callable[[CaseState, Mapping[str, str]], tuple[tuple[str, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a certification holds.

    Attributes:
        rules: the rules of law that ask for the certification, by full name.
        part: ``address``, ``certification``, or ``on_request``: only in a statement that a committee asks for.
        element: its name.
        title: for people.
        holds: what it must tell.
        from_case: what of the case fills it, names of :data:`FILLS`; empty where the case holds nothing of it.
        cite, source, standing, note: where it was read.
    """

    rules: tuple[str, ...]
    part: str
    element: str
    title: str
    holds: str
    from_case: tuple[str, ...]
    cite: str
    source: str
    standing: str
    note: str


def read_elements(path: Path) -> tuple[Element, ...]:
    """Read the ``published/certifications.csv`` of a procedure.

    Raises:
        LawError: with a fault for a table that cannot be read, and for every row that cannot be used.
    """
    names = [one.name for one in fields(Element)]
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            rows, head = list(reader), reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LawError(faults=[Fault(str(path), str(error), "a table of what a certification holds")]) from None
    missing = [name for name in names if name not in head]
    if missing:
        raise LawError(faults=[Fault(f"{path.name}:1", f"no column {', '.join(missing)}", ", ".join(names))])
    faults: list[Fault] = []
    found: list[Element] = []
    for number, row in enumerate(rows, 2):
        where = f"{path.name}:{number}"
        fills = tuple(filter(None, (row["from_case"] or "").split("|")))
        unknown = [one for one in fills if one not in FILLS]
        faults += [Fault(where, f"'{one}' of a case", ", ".join(FILLS), near(one, FILLS)) for one in unknown]
        if row["part"] not in PARTS:
            faults.append(Fault(where, f"the part '{row['part']}'", ", ".join(PARTS), near(row["part"] or "", PARTS)))
        empty = [name for name in ("rules", "element", "title", "cite", "standing") if not row[name]]
        faults += [Fault(where, f"no {name}", "one") for name in empty]
        told = {name: row[name] or "" for name in names}
        rest = {name: text for name, text in told.items() if name not in ("rules", "from_case")}
        found.append(Element(rules=tuple(told["rules"].split("|")), from_case=fills, **rest))
    if faults:
        raise LawError(faults=faults)
    return tuple(found)


# What a case can fill: lines, and what is missing in them.


def _destinations(case: CaseState, nations: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    told = tuple(nations.get(one, one) for one in case.destinations)
    return told, () if told else ("no destination is stated",)


def _value(case: CaseState, _nations: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    silent = tuple(f"no value is stated of {item.name}" for item in case.items if item.value is None)
    sums: dict[str, list[str]] = {}
    for item in case.items:
        if item.value is not None:
            sums.setdefault(item.currency, []).append(item.id)
    told = []
    for currency, ids in sums.items():
        whole = sum(item.value for item in case.items if item.id in ids and item.value is not None)
        told.append(f"{currency or 'in no stated currency'} {whole:,f} for {len(ids)} of {len(case.items)} items")
    return tuple(told), silent if case.items else ("no item is stated",)


def _quantities(case: CaseState, _nations: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    told = tuple(f"{item.quantity:,f} {item.unit} of {item.name}" for item in case.items)
    return told, () if told else ("no item is stated",)


def _items(case: CaseState, _nations: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    told = []
    for item in case.items:
        stated = [
            f"{name.replace('_', ' ')} {value}" for name, value in item.stated.items() if isinstance(value, str | int)
        ]
        told.append(f"{item.name}: {'; '.join(stated)}" if stated else item.name)
    return tuple(told), () if told else ("no item is stated",)


def _entries(case: CaseState, _nations: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = {item.id: item.name for item in case.items}
    told: list[str] = []
    silent: list[str] = []
    for one in case.latest:
        answer = one.findings.get("answers", {}).get("entries", {})
        name = names.get(one.item, one.item)
        value = answer.get("value")
        if value:
            told.append(f"{name}: entries {', '.join(map(str, value if isinstance(value, list) else [value]))}")
        elif value is None:
            silent.append(f"which entries of the Annex {name} meets is open")
        else:
            told.append(f"{name}: no entry of the Annex")
    asked = {one.item for one in case.latest}
    silent += [f"{name} was not determined" for item, name in names.items() if item not in asked]
    return tuple(dict.fromkeys(told)), tuple(dict.fromkeys(silent))


FILLS: dict[str, Fill] = {
    "destinations": _destinations,
    "value": _value,
    "quantities": _quantities,
    "items": _items,
    "entries": _entries,
}
