"""Proposals in the query of an address: ``reform`` names each, ``written`` holds the text of one that was written in a page.

The name of a written one is always the same and is never taken for a file. Its text is checked in a process of its own before anything
else is done with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from licet.errors import Fault, InputError, LicetError, number_of
from licet.programs.asking import check_reforms
from licet.programs.drafting import NAME, LineFault, NotLaw, check, unpack
from licet.rulebook.names import reform_called
from licet.rulebook.rulebook import Rulebook
from licet.web.dress import rulebook

REFORM, WRITTEN, ASSUME = "reform", "written", "assume"
UNDER = (REFORM, WRITTEN, ASSUME)
_MOST = 10
_LONGEST = 200


@dataclass(frozen=True)
class Reforms:
    """The proposals that an address puts in force.

    Attributes:
        named: their names.
        packed: the written one, as the address holds it.
        text: its text.
        assume: lists of nations that are not public, filled: ``group=IT,JP``.
        faults: what is wrong with them.
        lines: what is wrong with the written one, with the lines on which it stands.
    """

    named: tuple[str, ...] = ()
    packed: str = ""
    text: str = ""
    assume: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    lines: tuple[LineFault, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What an address says of them."""
        written = [(WRITTEN, self.packed)] if self.packed else []
        return [*((REFORM, name) for name in self.named), *written, *((ASSUME, text) for text in self.assume)]

    @property
    def written(self) -> Mapping[str, str]:
        """The written one by its name."""
        return {NAME: self.text} if self.text else {}

    def rulebook(self) -> Rulebook:
        """Return the law with them in force.

        Raises:
            InputError: where they cannot be put in force together.
        """
        if not self.named:
            return rulebook()
        try:
            return Rulebook.load(settings.LICET_LAW, self.named, self.written)
        except LicetError as error:
            raise InputError(faults=[Fault(REFORM, f.found, f.expected, f.mend) for f in error.faults]) from None


NONE = Reforms()


def read_reforms(query: QueryDict, names: Sequence[str] | None = None) -> Reforms:
    """Read the proposals of an address.

    Args:
        query: the query.
        names: the proposals where they are named elsewhere; those under ``reform`` by default.
    """
    faults: list[Fault] = []
    named = tuple(_texts(query, REFORM, faults)) if names is None else tuple(names)
    assume = tuple(_texts(query, ASSUME, faults))
    packed, text, lines = (_texts(query, WRITTEN, faults, 10_000) or [""])[-1], "", tuple[LineFault, ...]()
    if packed:
        try:
            text = unpack(packed)
            check(text, settings.LICET_LAW)
        except NotLaw as error:
            lines = error.lines
            faults += error.faults
        except InputError as error:
            faults += error.faults
    others = [name for name in named if reform_called(name)[0] != NAME]
    if names is None:
        try:
            check_reforms(rulebook(), others, REFORM)
        except InputError as error:
            faults += error.faults
    if len(others) < len(named) and not packed:
        found = f"'{NAME}', of which no text stands in the address"
        faults.append(Fault(REFORM, found, f"its text under '{WRITTEN}'", "copy the whole address"))
    elif packed and len(others) == len(named):
        faults.append(Fault(WRITTEN, "a text that nothing names", f"'{NAME}' among the proposals"))
    return Reforms(named, packed, text, assume, tuple(faults), lines)


def _texts(query: QueryDict, name: str, faults: list[Fault], longest: int = _LONGEST) -> list[str]:
    found = [text.strip() for text in query.getlist(name) if text.strip()]
    if len(found) > _MOST:
        faults.append(Fault(name, number_of(len(found), "value"), f"at most {_MOST}"))
    for text in found:
        if len(text) > longest:
            faults.append(Fault(name, f"{len(text):,} letters", f"at most {longest:,}"))
        elif not text.isprintable():
            faults.append(Fault(name, "signs that cannot be shown", "letters, digits and signs on one line"))
    return [text[:longest] for text in found[:_MOST]]
