"""A list of launch vehicles with what they carry to low orbit, one vehicle a row (``Sr,Name,Cmp,Wiki,Status,…,Payload to LEO,…``).

What a vehicle brings to orbit is less than the payload of the Annex, which is the greatest mass over any distance. So the figure, in tonnes,
is only a lower bound: a point that the vehicle is known to reach; where the list has more to transfer orbit, that figure counts. Nought stands
for a figure that the list does not have. A vehicle that is only planned has reached nothing yet. The list tells of vehicles and of no transfer.
"""

from __future__ import annotations

import re
from typing import Any

from licet.registers.given import given
from licet.registers.imported import Imported, Refused, account
from licet.registers.published import PublishedFile, fault, read_table
from licet.registers.recorded import Line, Record
from licet.rulebook.rulebook import Rulebook
from licet.transfers.catalogue import read_catalogue

NAME = "slv"
TITLE = "List of launch vehicles since 1957"
CREDIT = "A public list of launch vehicles, each row with its own link"
TERMS = "The list states no terms; the figures are its own and were not checked"

_COLUMNS = ("Sr", "Name", "Cmp", "Wiki", "Status", "Payload to LEO")
_WHAT = "a list of launch vehicles"
_KIND = "space_launch_vehicle"
_ORBIT = "envelope.range"
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_PLANNED = "planned"


def recognises(file: PublishedFile) -> bool:
    """Whether a file begins as such a list does."""
    first = file.head.partition("\n")[0].casefold()
    return not first.startswith(("{", "[")) and all(name.casefold() in first for name in _COLUMNS)


def read(file: PublishedFile, rulebook: Rulebook) -> Imported:
    """Make an item of every launch vehicle.

    Args:
        file: the list.
        rulebook: the law, whose catalogue knows some of the vehicles.

    Raises:
        InputError: for a file that is no such list, lacks a column or is cut off.
    """
    rows = read_table(file, _COLUMNS, _WHAT)
    catalogue = read_catalogue(rulebook.folder)
    anywhere = given(rulebook.folder, NAME, _ORBIT)
    lines: list[Line] = []
    rejected: list[Refused] = []
    seen: dict[str, int] = {}
    for number, (where, row) in enumerate(rows, 1):
        reason = _wrong(row, seen)
        if reason:
            rejected.append(Refused(number, str(where), reason))
            continue
        seen[row["Name"].strip()] = number
        system = catalogue.find(row["Name"])
        lines.append(_line(file.name, number, row, system.id if system else "", anywhere))
    if not lines:
        raise fault(file, 1, "no launch vehicle", _WHAT)
    return Imported(
        name=NAME,
        title=TITLE,
        credit=CREDIT,
        terms=TERMS,
        file=file.name,
        digest=rulebook.digest,
        lines=tuple(lines),
        account=account(len(rows), lines, 0, rejected),
    )


def _wrong(row: dict[str, str], seen: dict[str, int]) -> str:
    name, payload = row["Name"].strip(), row["Payload to LEO"].strip()
    if not name:
        return "no name"
    if name in seen:
        return f"'{name}' a second time (first on row {seen[name]})"
    for orbit, text in (("low", payload), ("transfer", row.get("Payload to GTO", "").strip())):
        if text and not _NUMBER.fullmatch(text):
            return f"the payload to {orbit} orbit '{text}', which is no number of tonnes"
    return ""


def _tonnes(text: str) -> float:
    return float(text.strip().replace(",", "") or "0")


def _line(file: str, number: int, row: dict[str, str], system: str, anywhere: str) -> Line:
    name = row["Name"].strip()
    low, transfer = _tonnes(row["Payload to LEO"]), _tonnes(row.get("Payload to GTO", ""))
    # What it carries farther it carries to low orbit as well.
    tonnes, orbit = (low, "low orbit") if low >= transfer else (transfer, "transfer orbit")
    planned = row["Status"].strip().casefold() == _PLANNED
    item: dict[str, Any] = {"name": name, "kind": _KIND}
    says = []
    if not tonnes:
        says.append("The list has no payload to orbit.")
    elif planned:
        says.append(f"{tonnes:g} t to {orbit} are planned; it has not flown, so nothing is known to be reached.")
    else:
        item["envelope"] = [{"payload": f"{1000 * tonnes:g} kg", "range": anywhere}]
        says.append(f"It carries {tonnes:g} t to {orbit}, which is less than its payload on the Annex terms.")
    record = Record(
        name=NAME,
        file=file,
        row=number,
        group=_KIND,
        designation=name,
        system=system,
        says=says,
        columns=dict(row),
    )
    return Line({"item": item}, record)
