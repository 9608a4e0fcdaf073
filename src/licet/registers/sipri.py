"""The trade register of the Stockholm International Peace Research Institute (SIPRI): one row a deal, as its website exports it.

A row names recipient, supplier, the year of the order, the weapon, how many were ordered and delivered, and when. A ``?`` in the column
without a name after a figure marks it as uncertain; it never marks the deal itself as uncertain. Every row of the file is accounted for,
as a row or as a reject with its reason. What the weapons are, and which law meets them, is not known here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from licet.errors import Fault, InputError, near
from licet.language.nodes import Unreadable, Where, decode
from licet.registers.published import PublishedFile

NAME = "sipri"
TITLE = "SIPRI Arms Transfers Database, trade register"
CREDIT = (
    "Information from the SIPRI Arms Transfers Database, Stockholm International Peace Research Institute, "
    "https://armstransfers.sipri.org"
)
TERMS = (
    "Terms of SIPRI (https://www.sipri.org/databases/terms): for purposes that are not commercial, with the source named, and with less "
    "than a tenth of a data set reproduced. What is worked out from it here is not SIPRI's."
)

COLUMNS = (
    "Recipient",
    "Supplier",
    "Year of order",
    "Number ordered",
    "Weapon designation",
    "Weapon description",
    "Number delivered",
    "Year(s) of delivery",
    "status",
    "Comments",
    "SIPRI TIV per unit",
    "SIPRI TIV for total order",
    "SIPRI TIV of delivered weapons",
)
_MARKED = ("Year of order", "Number ordered", "Number delivered")
_VALUES = COLUMNS[-3:]
_WHAT = "the trade register as SIPRI exports it to CSV"
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Deal:
    """One row of the register.

    Attributes:
        row: its number, from 1, the header not counted.
        where: its place in the file.
        year: the year of the order.
        year_uncertain: whether the register marks the year of the order as uncertain.
        ordered: how many were ordered; None where the register gives no number.
        ordered_uncertain: whether the register marks that number as uncertain.
        delivered: how many were delivered by the end of the register.
        delivered_uncertain: whether the register marks that number as uncertain.
        delivery_years: the years of delivery.
        columns: every column as it stands in the file, by its name; the mark after a column as ``NAME ?``.
    """

    row: int
    where: Where
    recipient: str
    supplier: str
    year: int
    year_uncertain: bool
    ordered: float | None
    ordered_uncertain: bool
    designation: str
    description: str
    delivered: float | None
    delivered_uncertain: bool
    delivery_years: tuple[int, ...]
    columns: dict[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that is no deal, and why."""

    row: int
    where: Where
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class TradeRegister:
    """A trade register: its deals and its rejects, which together are all its rows."""

    file: str
    rows: int
    deals: tuple[Deal, ...]
    rejects: tuple[Reject, ...]


def recognises(file: PublishedFile) -> bool:
    """Whether a file begins as the register does."""
    first = file.head.partition("\n")[0].casefold()
    return not first.startswith(("{", "[")) and all(
        name.casefold() in first for name in ("Recipient", "Supplier", "Year of order", "Weapon designation")
    )


def read(file: PublishedFile) -> TradeRegister:
    """Read the register.

    Raises:
        InputError: for a file that is not the register, lacks a column, is cut off in the middle or is not text in UTF-8.
    """
    try:
        text = decode(file.data, file.name)
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = _names(file, next(reader, []))
        lines = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        at = str(Where(file.name, reader.line_num + 1))
        raise InputError(faults=[Fault(at, f"text that is not CSV ({error})", _WHAT, "export it again")]) from None
    if not lines:
        raise InputError(faults=[Fault(str(Where(file.name, 2)), "a register without rows", _WHAT, "export it again")])
    last, row = lines[-1]
    if len(row) < len(names):
        found = f"a last row of {len(row)} values"
        mend = "the file ends in the middle: export it again whole"
        raise InputError(faults=[Fault(str(Where(file.name, last)), found, f"{len(names)} values", mend)])
    deals: list[Deal] = []
    rejects: list[Reject] = []
    for number, (line, values) in enumerate(lines, 1):
        where = Where(file.name, line)
        if deals and deals[-1].row == number - 1 and _continues(deals[-1], values):
            whole = deals[-1].columns | dict(zip(_VALUES, values[1:4], strict=True))
            deals[-1] = replace(deals[-1], columns=whole)
            reason = f"the end of row {number - 1}, which broke over two lines; its values were put back there"
            rejects.append(Reject(number, where, reason, ",".join(values).strip(",")))
            continue
        deal = _deal(number, where, names, values)
        if isinstance(deal, Deal):
            deals.append(deal)
        else:
            rejects.append(Reject(number, where, deal, ",".join(values)))
    return TradeRegister(file.name, len(lines), tuple(deals), tuple(rejects))


def _names(file: PublishedFile, header: list[str]) -> list[str]:
    """Return the names of the columns; one without a name is the mark of the column before it."""
    known = {name.casefold(): name for name in COLUMNS}
    names: list[str] = []
    for text in header:
        plain = text.strip()
        before = names[-1] if names else ""
        names.append(known.get(plain.casefold(), plain) if plain else f"{before} ?")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        found = f"the column '{twice.removesuffix(' ?')}' a second time"
        raise InputError(faults=[Fault(str(Where(file.name, 1)), found, "every column once", "export it again")])
    wanted = [*COLUMNS, *(f"{name} ?" for name in _MARKED)]
    missing = [name for name in wanted if name not in names]
    if missing:
        found = f"no column {_listed(missing)}" if names else "an empty file"
        mend = near(missing[0], names) if names else "export it again"
        raise InputError(faults=[Fault(str(Where(file.name, 1)), found, _WHAT, mend)])
    return names


def _listed(names: list[str]) -> str:
    return ", ".join(
        f"without a name after '{name.removesuffix(' ?')}'" if name.endswith(" ?") else f"'{name}'" for name in names
    )


def _continues(deal: Deal, values: list[str]) -> bool:
    """Whether a row is the end of the one before: a comment with a line break in it, exported without quotation marks."""
    return (
        not any(deal.columns[name].strip() for name in _VALUES)
        and not values[0].strip()
        and not any(text.strip() for text in values[4:])
        and all(_NUMBER.fullmatch(text.strip()) for text in values[1:4])
    )


def _deal(number: int, where: Where, names: list[str], values: list[str]) -> Deal | str:
    """Return the deal of a row, or why it is none."""
    if len(values) != len(names):
        return f"{len(values)} values under {len(names)} columns"
    columns = dict(zip(names, values, strict=True))
    reason = next(_wrong(columns), None)
    if reason is not None:
        return reason
    years = tuple(int(year) for year in _years(columns["Year(s) of delivery"]))
    return Deal(
        row=number,
        where=where,
        recipient=columns["Recipient"].strip(),
        supplier=columns["Supplier"].strip(),
        year=int(columns["Year of order"]),
        year_uncertain=bool(columns["Year of order ?"].strip()),
        ordered=_count(columns["Number ordered"]),
        ordered_uncertain=bool(columns["Number ordered ?"].strip()),
        designation=columns["Weapon designation"].strip(),
        description=columns["Weapon description"].strip(),
        delivered=_count(columns["Number delivered"]),
        delivered_uncertain=bool(columns["Number delivered ?"].strip()),
        delivery_years=years,
        columns=columns,
    )


def _wrong(columns: dict[str, str]) -> Iterator[str]:
    for name in ("Recipient", "Supplier", "Weapon designation", "Weapon description"):
        if not columns[name].strip():
            yield f"no {name.lower()}"
    if not _YEAR.fullmatch(columns["Year of order"].strip()):
        yield f"the year of order '{columns['Year of order'].strip()}', which is no year"
    for year in _years(columns["Year(s) of delivery"]):
        if not _YEAR.fullmatch(year):
            yield f"the year of delivery '{year}', which is no year"
    for name in ("Number ordered", "Number delivered"):
        text = columns[name].strip()
        if text and not _NUMBER.fullmatch(text):
            yield f"the {name.lower()} '{text}', which is no number"
    for name in _MARKED:
        if columns[f"{name} ?"].strip() not in ("", "?"):
            yield f"the mark '{columns[f'{name} ?'].strip()}' after the {name.lower()}, which is no ?"


def _years(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _count(text: str) -> float | None:
    """Return a number of weapons; a whole one as such."""
    if not text.strip():
        return None
    value = float(text)
    return int(value) if value.is_integer() else value
