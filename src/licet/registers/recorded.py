"""A transfer as a published register records it: the line of a file of transfers, with what the register says of it beside the facts.

Only the shapes stand here, and their way to JSON lines and back. How a row becomes such a line is known to
``licet.registers.recording``, the form of each register to its own reader.
"""

from __future__ import annotations

from typing import Any

import msgspec

from licet.errors import Fault, InputError
from licet.language.nodes import Where

KEY = "register"

# What a line states of a nation that is not known: nothing is then presumed of it.
UNKNOWN = "unknown"

# How the day of a line stands for what the register says.
EXACT, WHOLE, FIRST, CHANGE, LAST = "exact", "whole_period", "first_day", "day_of_a_change", "last_day"


class Party(msgspec.Struct, frozen=True, omit_defaults=True):
    """A supplier or recipient as the register writes it.

    Attributes:
        name: as written.
        code: the nation; empty where the name does not name one nation of today.
        may_be: for a name that more than one nation may bear, those nations.
        why: why it names none.
    """

    name: str
    code: str = ""
    may_be: list[str] = []
    why: str = ""

    @property
    def nations(self) -> tuple[str | None, ...]:
        """The nations that it may be; None alone where that is not known."""
        return (self.code,) if self.code else tuple(self.may_be) or (None,)


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a register says of a transfer, beside the facts that the law asks for.

    Attributes:
        name: the register.
        file: the file that it was read from.
        row: the number of the row, from 1.
        group: ``drone``, ``missile``, ``launcher`` or ``space_launch_vehicle``.
        designation: the weapon, as the register writes it.
        description: the weapon's description, likewise.
        system: the system of the catalogue that it is; empty for none.
        kinds: the kinds that it may be, where the register and the catalogue leave several.
        year: the year of the order; null for what is no transfer.
        year_uncertain: whether the register marks the year as uncertain.
        day: how the date of the line stands for it: ``exact``, or that of a period: ``whole_period`` (the law of all its days gives the
            same answers), ``first_day``, ``day_of_a_change``, ``last_day``.
        ordered: how many were ordered; null where it is not said.
        ordered_uncertain: whether the register marks that number as uncertain.
        delivered: how many were delivered.
        delivered_uncertain: whether the register marks that number as uncertain.
        delivery_years: the years of delivery.
        exporter: who supplied.
        recipient: who received.
        says: what a reader should know of the line.
        columns: the register's own columns.
    """

    name: str
    file: str
    row: int
    group: str
    designation: str
    description: str = ""
    system: str = ""
    kinds: list[str] = []
    year: int | None = None
    year_uncertain: bool = False
    day: str = EXACT
    ordered: float | None = None
    ordered_uncertain: bool = False
    delivered: float | None = None
    delivered_uncertain: bool = False
    delivery_years: list[int] = []
    exporter: Party | None = None
    recipient: Party | None = None
    says: list[str] = []
    columns: dict[str, Any] = {}


class Line(msgspec.Struct, frozen=True):
    """One line of a file of transfers: the transfer in the form of ``licet review``, and its record."""

    transfer: dict[str, Any]
    record: Record

    def plain(self) -> dict[str, Any]:
        """Return the line as it stands in JSON."""
        return {**self.transfer, KEY: msgspec.to_builtins(self.record)}


def read_lines(text: str, file: str) -> list[Line]:
    """Read lines that were written by ``licet import``.

    Raises:
        InputError: with a fault for each line that is none.
    """
    found: list[Line] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = str(Where(file, number))
        expected = "a line that 'licet import' has written"
        try:
            plain = msgspec.json.decode(line, type=dict[str, Any])
            record = msgspec.convert(plain.pop(KEY, None), Record)
        except msgspec.ValidationError as error:
            faults.append(Fault(where, f"a line of another form ({str(error).replace('`', chr(39))})", expected))
        except (msgspec.DecodeError, RecursionError):
            mend = "the file may be cut off: write it again" if line and not text.endswith("\n") else ""
            faults.append(Fault(where, "text that is not JSON", expected, mend))
        else:
            found.append(Line(plain, record))
    if not found and not faults:
        faults.append(Fault(file, "nothing", "lines that 'licet import' has written"))
    if faults:
        raise InputError(faults=faults)
    return found
