"""What a report is made of: one row for each item of a case that goes to a destination, and the dimensions by which rows are counted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

Day = datetime.date

# What has no answer is told as such: it is no answer of its own, and never left out.
NONE_STATED, UNDECIDED = "none stated", "undecided"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item of a case for one destination.

    Attributes:
        destination: code of the nation.
        entry: of the control list; empty where none is met.
        category: of the entry; empty where there is none.
        outcome: code of what was decided, or of the state in which the case lies.
        submitted: the day on which it was submitted.
        decided: the day of the decision; None where there is none yet.
        value: in the one currency of the report; None where none is stated, which is not nothing.
        stages: each stage that was left, with the days it took.
        applicant: a key that tells applicants apart, never printed; empty where each row counts as an applicant of its own.
    """

    destination: str
    entry: str
    category: str
    outcome: str
    submitted: Day
    decided: Day | None = None
    value: Decimal | None = None
    stages: tuple[tuple[str, int], ...] = ()
    applicant: str = ""


# What two rows can exchange and both stay rows that can be: an entry goes with its category, a month with its year.
ATTRIBUTES: tuple[tuple[str, ...], ...] = (
    ("destination",),
    ("entry", "category"),
    ("outcome",),
    ("submitted",),
    ("decided",),
)
DIMENSIONS = {
    "destination": "destination",
    "entry": "entry",
    "category": "category",
    "outcome": "outcome",
    "submitted_month": "submitted",
    "submitted_quarter": "submitted",
    "submitted_year": "submitted",
    "decided_month": "decided",
    "decided_quarter": "decided",
    "decided_year": "decided",
}


def place(row: Outcome, dimension: str) -> str:
    """Return where a row stands in a dimension.

    >>> row = Outcome("IT", "", "II", "refused", datetime.date(2026, 5, 4))
    >>> place(row, "submitted_quarter"), place(row, "decided_year"), place(row, "entry")
    ('2026-Q2', 'undecided', 'none stated')
    """
    held = getattr(row, DIMENSIONS[dimension])
    if not isinstance(held, Day):
        return held or (UNDECIDED if DIMENSIONS[dimension] == "decided" else NONE_STATED)
    if dimension.endswith("_year"):
        return f"{held.year:04d}"
    return f"{held:%Y-%m}" if dimension.endswith("_month") else f"{held.year:04d}-Q{(held.month + 2) // 3}"


def possible(row: Outcome) -> bool:
    """Whether a row can be: nothing is decided before it was submitted."""
    return row.decided is None or row.submitted <= row.decided
