"""The times of a case: those in one state, and those in which its clocks stood still. Both are rows of entry and exit; nothing counts up."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

Moment = datetime.datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which no clock of the case runs.

    Attributes:
        ground: why, a code of the procedure.
        until: when it ended; None while it lasts.
    """

    ground: str
    begun: Moment
    until: Moment | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A time in one state.

    Attributes:
        state: which.
        entered: when it began.
        left: when it ended; None while it lasts.
        by: the kind of event that began it.
    """

    state: str
    entered: Moment
    left: Moment | None = None
    by: str = ""
