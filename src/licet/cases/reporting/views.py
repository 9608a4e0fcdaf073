"""The views that are published together: which dimensions each crosses, and the cells in which a row is counted.

A cell is named by the places that it fixes, so that the margin of one view and the same margin of another are one cell.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

from licet.cases.reporting.outcome import DIMENSIONS, Outcome, place
from licet.errors import Fault, InputError, near

# The places that a cell fixes, in the order of the dimensions' names; nothing for the sum of all.
Cell: TypeAlias = tuple[tuple[str, str], ...]

_TABLE = Path(__file__).with_name("views.csv")
_MOST = 3


@dataclass(frozen=True, slots=True)
class View:
    """A table: every crossing of its dimensions, with all margins.

    Attributes:
        name: of its file.
        dimensions: those that it crosses, three at most.
        title: for people.
    """

    name: str
    dimensions: tuple[str, ...]
    title: str = ""


def read_views(path: Path = _TABLE) -> tuple[View, ...]:
    """Read the views of a table.

    Raises:
        InputError: with a fault for every row that cannot be used.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    views = tuple(View(row["view"], tuple(row["dimensions"].split("|")), row["title"]) for row in rows)
    check_views(views, path.name)
    return views


def check_views(views: Sequence[View], where: str = "views") -> None:
    """Refuse views that cannot be counted.

    Raises:
        InputError: for no view, one twice, an unknown dimension, and a view of none or of too many.
    """
    faults: list[Fault] = [] if views else [Fault(where, "no view", "at least one")]
    seen: set[str] = set()
    for view in views:
        at = f"{where}: {view.name}"
        if view.name in seen or not view.name.replace("_", "").replace("-", "").isalnum():
            faults.append(
                Fault(at, "a name that is no file's, or is there twice", "letters, digits, - and _; each once")
            )
        seen.add(view.name)
        unknown = [one for one in view.dimensions if one not in DIMENSIONS]
        faults += [Fault(at, f"the dimension '{one}'", ", ".join(DIMENSIONS), near(one, DIMENSIONS)) for one in unknown]
        if not 1 <= len(set(view.dimensions)) == len(view.dimensions) <= _MOST:
            faults.append(Fault(at, f"{len(view.dimensions)} dimensions", f"one to {_MOST}, each once"))
    if faults:
        raise InputError(faults=faults)


def margins(views: Iterable[View]) -> tuple[tuple[str, ...], ...]:
    """Return every set of dimensions that is published, once, the smallest first; that of the sum of all is empty."""
    every = {
        tuple(sorted(some))
        for view in views
        for number in range(len(view.dimensions) + 1)
        for some in combinations(view.dimensions, number)
    }
    return tuple(sorted(every, key=lambda some: (len(some), some)))


def cells_of(row: Outcome, crossed: Iterable[tuple[str, ...]]) -> Iterator[Cell]:
    """Yield every published cell in which a row is counted."""
    for dimensions in crossed:
        yield tuple((one, place(row, one)) for one in dimensions)
