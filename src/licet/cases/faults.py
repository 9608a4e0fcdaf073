"""What can go wrong with an act of a case.

LicetError
├── InputError
│   └── NotPossible     the case does not permit it as it stands, or what is stated cannot be used
│       ├── NotAllowed  whoever asks has no right to it
│       └── Overtaken   somebody else acted since the case was read
├── TablesWrong         the tables of moves and rights cannot be used as they are written
├── NotStored           the database went away or has no room
└── ClockSetBack        the clock reads a time before the last event
"""

from __future__ import annotations

from licet.errors import InputError, LicetError


class NotPossible(InputError):
    """The case does not permit the act as it stands, or what is stated with it cannot be used."""


class NotAllowed(NotPossible):
    """Whoever asks has no right to the act. It tells nothing of the case."""


class Overtaken(NotPossible):
    """Somebody else acted since the case was read."""


class TablesWrong(LicetError):
    """The tables of moves and rights cannot be used as they are written."""


class NotStored(LicetError):
    """The database went away or could not keep what was to be written. Nothing is half done."""


class ClockSetBack(LicetError):
    """The clock reads a time well before the last event."""
