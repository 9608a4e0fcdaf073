"""The pictures of an answer: of a comparison the matrix, the maps of the classes of items that change most, and the years; of a table of nations its map."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.comparing.answer import Class, Comparison, Flip
from licet.eligibility.answer import Eligibility
from licet.errors import Fault, InputError, number_of
from licet.pictures.chart import Picture
from licet.pictures.findings import law_of, subject
from licet.pictures.of_cells import matrix
from licet.pictures.of_nations import Side, side, tile_map
from licet.pictures.of_years import flips
from licet.reports.account import clean
from licet.rulebook.rulebook import Rulebook
from licet.whole import made_whole

# So many classes of items have maps of their own.
_MAPS = 3
_OPEN = "open: "


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture of an answer.

    Attributes:
        name: a name for files, with letters, digits and hyphens only, and only one in a list.
        heading: what is shown, in a few words.
        picture: the picture.
    """

    name: str
    heading: str
    picture: Picture


def of_comparison(found: Comparison, book: Rulebook) -> list[Drawn]:
    """Draw a comparison: what was asked for of the matrix and of data, and nothing where that is nothing.

    Args:
        found: the comparison.
        book: declares the answers and the nations.
    """
    return [*_of_matrix(found, book), *_of_years(found, book)]


def of_eligibility(found: Eligibility, book: Rulebook) -> list[Drawn]:
    """Draw a table of nations.

    Args:
        found: the table.
        book: declares the answers and the nations.
    """
    return [Drawn("map", "The world by answer", tile_map(side(found, book), book))]


def _of_matrix(found: Comparison, book: Rulebook) -> Iterator[Drawn]:
    if not found.matrix:
        return
    cells = [
        {
            "nation": cell.nation,
            "item_class": cell.item_class,
            "from": cell.from_possible,
            "to": cell.to_possible,
            "changed": cell.changed,
        }
        for cell in found.matrix
    ]
    titles = {one.item_class: clean(one.title) for one in found.item_classes}
    drawn = matrix(cells, titles, book, laws=_laws(found, book), digest=_digest(found))
    yield Drawn("matrix", "Nations and items", drawn)
    changing = sorted((one for one in found.item_classes if one.changed), key=lambda one: -len(one.changed))
    names: set[str] = set()
    for number, one in enumerate(changing[:_MAPS], 1):
        name = f"map-{re.sub('[^a-z0-9]+', '-', one.item_class.casefold())[:40].strip('-') or number}"
        name = f"{name}-{number}" if name in names else name
        names.add(name)
        yield Drawn(name, clean(one.title), tile_map(_sides(found, one, book), book))


def _sides(found: Comparison, item: Class, book: Rulebook) -> list[Side]:
    mine = [cell for cell in found.matrix or () if cell.item_class == item.item_class]
    answers: list[Mapping[str, Sequence[str]]] = [
        {cell.nation: cell.from_possible for cell in mine},
        {cell.nation: cell.to_possible for cell in mine},
    ]
    shown = f"{clean(item.title)}: {subject(item.transfer, book)}"
    digests = (found.base.digest, found.other.digest)
    return [Side(*one) for one in zip(_laws(found, book), answers, (shown, shown), digests, strict=True)]


def _of_years(found: Comparison, book: Rulebook) -> Iterator[Drawn]:
    if found.data is None:
        return
    rows = [_row(flip) for flip in found.data.years if flip.year is not None]
    if not rows:
        return
    undated = sum(flip.count for flip in found.data.years if flip.year is None)
    notes = [f"{number_of(undated, 'changed answer')} of transfers without a date left out"] if undated else []
    shown = f"{clean(found.data.table)}, {found.data.rows:,} transfers, each asked on its own date"
    # Each transfer is asked under the law of its own date, so that no day is named.
    laws = ("The law without the proposals", "The law with them")
    if found.base.reforms:
        laws = (f"The law with {_named(found.base.reforms)}", f"The law with {_named(found.other.reforms)}")
    drawn = flips(rows, book, shown=shown, laws=laws, notes=notes, digest=_digest(found))
    yield Drawn("flips", "Transfers that change, by year", drawn)


def _named(reforms: Sequence[str]) -> str:
    return ", ".join(map(clean, reforms)) or "no proposal"


def _row(flip: Flip) -> dict[str, Any]:
    before, after = (
        end.removeprefix(_OPEN).split(", ") if end.startswith(_OPEN) else [end] for end in (flip.from_, flip.to)
    )
    return {"year": flip.year, "question": flip.question, "from": before, "to": after, "count": flip.count}


def _laws(found: Comparison, book: Rulebook) -> tuple[str, str]:
    first, second = (law_of(book, side.date, side.reforms) for side in (found.base, found.other))
    return first, second


def _digest(found: Comparison) -> str:
    return " and ".join(dict.fromkeys((found.base.digest, found.other.digest)))


# Writing them into a folder.


def folder_for(path: str | Path, where: str = "--pictures") -> Path:
    """Return the folder for pictures, before anything is drawn: it is there, or can be made.

    Args:
        path: the folder.
        where: what named it, for messages.

    Raises:
        InputError: for a place where no folder can be, or in which nothing can be written.
    """
    folder = Path(path)
    try:
        there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), Path("/"))
        usable = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    except (OSError, ValueError) as error:
        raise InputError(
            faults=[Fault(where, f"{path}: {_why(error)}", "a folder, which is made if missing")]
        ) from None
    if not usable:
        why = "nothing can be written there" if there.is_dir() else f"{there} is no folder"
        raise InputError(faults=[Fault(where, f"{path}: {why}", "a folder, which is made if missing")])
    return folder


def save_all(drawn: Sequence[Drawn], path: str | Path, where: str = "--pictures") -> list[Path]:
    """Write pictures as SVG and PNG with their data as CSV into a folder; all of them whole, or none.

    Args:
        drawn: the pictures.
        path: the folder, which is made if missing.
        where: what named it, for messages.

    Returns:
        The files.

    Raises:
        InputError: for a folder that cannot be made or written.
    """
    folder = folder_for(path, where)
    files = {
        folder / f"{one.name}{suffix}": data
        for one in drawn
        for suffix, data in (
            (".svg", one.picture.svg().encode()),
            (".png", one.picture.png()),
            (".csv", one.picture.csv().encode()),
        )
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            for file, data in files.items():
                stack.enter_context(made_whole(file)).write_bytes(data)
    except OSError as error:
        raise InputError(faults=[Fault(where, f"{path}: {_why(error)}", "a folder that can be written")]) from None
    return list(files)


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
