"""Reading back what an event holds as plain data: amounts, days and moments are text there, so that every row has one spelling."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from licet.cases.applied import Happened
from licet.cases.case import CaseState

# What one kind of event makes of a case.
Fold = Callable[[CaseState, Happened], CaseState]


def amount(text: Any) -> Decimal | None:
    """Return an amount, or None where none is stated."""
    return None if text in (None, "") else Decimal(str(text))


def moment(text: str | None) -> datetime.datetime | None:
    """Return a moment, or None where none is stated."""
    return datetime.datetime.fromisoformat(text) if text else None


def day(text: str) -> datetime.date:
    """Return a day."""
    return datetime.date.fromisoformat(text)
