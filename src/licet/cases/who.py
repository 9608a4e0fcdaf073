"""Who acts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts.

    Attributes:
        person: the id of the account; empty for the clock.
        role: one of :data:`licet.cases.words.ROLES`, or ``clock``.
        organisation: for which the person acts.
        kind: of the organisation; it is read from what is kept, whatever is said here.
    """

    person: str
    role: str
    organisation: str
    kind: str = ""


# Who acts where a period runs out.
THE_CLOCK = Who("", "clock", "")
# Who acts at the machine itself, by a command; nobody is signed in there.
OPERATOR = Who("", "operator", "")
