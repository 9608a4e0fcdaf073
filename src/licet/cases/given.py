"""What an act is given: who asks, when, what is stated with it, and the procedure that holds. Guards read it, and a case."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from licet.cases.by_law import Procedure
from licet.cases.case import CaseState
from licet.cases.faults import NotPossible
from licet.cases.who import Who
from licet.errors import Fault


@dataclass(frozen=True, slots=True)
class Given:
    """What an act is given.

    Attributes:
        who: who asks.
        at: the moment, in UTC.
        about: what is stated, by name.
        procedure: what law says of the review; None for an act that needs none.
    """

    who: Who
    at: datetime.datetime
    about: Mapping[str, Any] = field(default_factory=dict)
    procedure: Procedure | None = None

    @property
    def law(self) -> Procedure:
        """The procedure.

        Raises:
            NotPossible: where none was given.
        """
        if self.procedure is None:
            raise NotPossible(faults=[Fault("procedure", "none", "the procedure that holds for the case on the day")])
        return self.procedure


# What must hold before an act: a fault for each thing that does not.
Guard = Callable[[CaseState, Given], list[Fault]]


def empty(given: Given, *names: str) -> list[Fault]:
    """Return a fault for each of these that is not told."""
    return [Fault(name, "nothing", "a few words") for name in names if not str(given.about.get(name) or "").strip()]


def among(where: str, value: str, known: tuple[str, ...]) -> list[Fault]:
    """Return a fault for a word that is none of the known ones."""
    return (
        [] if value in known else [Fault(where, f"'{value}'", " | ".join(known) or "nothing: the procedure names none")]
    )


def amount_of(where: str, value: Any, *, zero: bool = False) -> tuple[Decimal | None, list[Fault]]:
    """Return an amount that is stated, or a fault for what is none.

    Args:
        where: for the fault.
        value: a text or a Decimal; a binary fraction is none, since it has several spellings.
        zero: whether it may be nothing.
    """
    wrong = [Fault(where, f"'{value}'", "an amount of nothing or more" if zero else "an amount of more than nothing")]
    if isinstance(value, float | bool) or value is None:
        return None, wrong
    try:
        read = Decimal(str(value))
    except InvalidOperation:
        return None, wrong
    if not read.is_finite() or read < 0 or (read == 0 and not zero):
        return None, wrong
    return read, []


def longer(given: Given, name: str, most: int) -> list[Fault]:
    """Return a fault for a text that is longer than there is room for."""
    told = str(given.about.get(name) or "")
    return [] if len(told) <= most else [Fault(name, f"{len(told)} characters", f"{most} at most")]
