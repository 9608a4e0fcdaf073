"""The systems of the catalogue as a picture needs them: range and payload as far as they are known, and the category that the rules answer."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from licet.deciding.bound import Bound, binder
from licet.deciding.exploring import left
from licet.deciding.walking import Purse
from licet.errors import Fault, InputError, near
from licet.language.nodes import Where, from_value
from licet.reports.limits import Axis, Maximum, Plane, survey
from licet.rulebook.rulebook import Rulebook
from licet.transfers.catalogue import System, read_catalogue
from licet.transfers.stating import Stater

# States that one system may cost.
_STATES = 1500


@dataclass(frozen=True, slots=True)
class Placed:
    """A system with what is known of it.

    Attributes:
        across, up: its greatest range and payload, where they are known.
        category: the answers left to the question.
        plane: the limits of the law, and where they put such systems; None where nothing is known of it.
    """

    system: System
    kind: str
    across: Maximum | None
    up: Maximum | None
    category: tuple[str, ...]
    plane: Plane | None


def placed(book: Rulebook, day: datetime.date, kinds: Collection[str], question: str) -> list[Placed]:
    """Return the systems of the catalogue as the law of a day sees them.

    Args:
        book: the law, and its catalogue.
        day: the day.
        kinds: only systems of these kinds; all where it is empty.
        question: the question that is answered for each.

    Raises:
        InputError: for a kind that is none.
        LawError: for a catalogue that cannot be read.
    """
    known = book.facts["kind"].values if "kind" in book.facts else {}
    faults = [
        Fault("the catalogue", f"the unknown kind '{kind}'", "a kind of item", near(kind, known))
        for kind in kinds
        if kind not in known
    ]
    if faults:
        raise InputError(faults=faults)
    bound = binder(book).on(day.toordinal())
    stater = Stater(book, day)
    found: list[Placed] = []
    for system in read_catalogue(book.folder).systems:
        if not kinds or system.figures.get("kind") in kinds:
            found.append(_placed(system, book, bound, stater, question))
    return found


def place(book: Rulebook, day: datetime.date, system: System, question: str) -> Placed:
    """Return one system as the law of a day sees it; otherwise as :func:`placed`."""
    return _placed(system, book, binder(book).on(day.toordinal()), Stater(book, day), question)


def _placed(system: System, book: Rulebook, bound: Bound, stater: Stater, question: str) -> Placed:
    # By its name the transfer has the figures of the catalogue, and whatever the law makes of them.
    transfer = stater.read(from_value({"item": {"name": system.name}}, Where("item")))
    day = float(transfer.date.toordinal())
    on_day = {**transfer.stated, "date": (day, day)}
    category = left(bound, on_day, (question,), Purse(_STATES))[question][0]
    plane = survey(dict(transfer.shown), book)
    across, up = (_known(plane.across), _known(plane.up)) if plane is not None else (None, None)
    return Placed(system, system.figures.get("kind", ""), across, up, category, plane)


def _known(axis: Axis) -> Maximum | None:
    maximum = axis.maximum
    return maximum if maximum is not None and maximum.low > 0 else None
