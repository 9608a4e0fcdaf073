"""How much is hidden: the authority's own numbers, read from the ``published/disclosure.csv`` of a procedure."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from pathlib import Path

from licet.errors import Fault, LawError, near
from licet.rulebook.rulebook import law_folder

_TABLE = "procedure/plain/published/disclosure.csv"


@dataclass(frozen=True, slots=True)
class Limits:
    """From which size on a number is shown.

    Attributes:
        cases: a cell with fewer cases, and with any, is hidden.
        applicants: so is one whose cases are of fewer applicants.
        spread_percent: a value that is hidden for its own sake may be another one by at least so much of itself.
        share_percent: a value of which one applicant has at least this share is hidden.
    """

    cases: int
    applicants: int
    spread_percent: int
    share_percent: int


def read_limits(path: Path | None = None) -> Limits:
    """Read the numbers of a table, that of the example procedure by default.

    Raises:
        LawError: for a table that cannot be read, a row that is missing or unknown, and a number that protects nothing.
    """
    file = path or law_folder() / _TABLE
    names = [one.name for one in fields(Limits)]
    faults: list[Fault] = []
    found: dict[str, int] = {}
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LawError(faults=[Fault(str(file), str(error), "a table of what is hidden")]) from None
    for number, row in enumerate(rows, 2):
        where, name, text = f"{file.name}:{number}", row.get("measure") or "", (row.get("limit") or "").strip()
        if name not in names:
            faults.append(Fault(where, f"the measure '{name}'", " or ".join(names), near(name, names)))
        elif name in found:
            faults.append(Fault(where, f"'{name}' a second time", "every measure once"))
        elif not text.isascii() or not text.isdigit() or not _fits(name, int(text)):
            faults.append(Fault(where, f"'{text}' for {name}", _expected(name)))
        else:
            found[name] = int(text)
    told = {fault.found for fault in faults}
    faults += [
        Fault(file.name, f"no row for {name}", _expected(name))
        for name in names
        if name not in found and not any(f"for {name}" in one for one in told)
    ]
    if faults:
        raise LawError(faults=faults)
    return Limits(**found)


def _fits(name: str, number: int) -> bool:
    if name.endswith("_percent"):
        return 1 <= number <= 100
    return number >= (2 if name == "cases" else 1)


def _expected(name: str) -> str:
    if name.endswith("_percent"):
        return "a whole number from 1 to 100"
    return f"a whole number of at least {2 if name == 'cases' else 1}"
