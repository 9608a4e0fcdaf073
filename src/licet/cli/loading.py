"""The rulebook that a command asks: from ``--law`` and ``--reform``, loaded once, its faults kept beside those of the input."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from licet.errors import Fault, InputError
from licet.rulebook.names import reform_called

if TYPE_CHECKING:
    from licet.rulebook.rulebook import Rulebook


def load(law: str | None, reforms: Iterable[str] = (), faults: list[Fault] | None = None) -> Rulebook:
    """Load the law.

    Args:
        law: a folder of law; the one that came with Licet when none is given.
        reforms: proposals to put in force.
        faults: takes what is wrong with the reforms; the law then comes without them, so that the input can be read for its faults.

    Raises:
        LawError: for law that cannot be used.
        InputError: for a reform that does not exist, when nobody takes the fault.
    """
    from licet.rulebook.rulebook import Rulebook

    named = tuple(reforms)
    try:
        return Rulebook.load(law, named)
    except InputError as error:
        if faults is None:
            raise
        faults += error.faults
        return Rulebook.load(law)


def reform_files(reforms: Iterable[str]) -> list[str]:
    """Return the files that reforms name, none of which may be overwritten."""
    return [name for reform in reforms if Path(name := reform_called(reform)[0]).is_file()]
