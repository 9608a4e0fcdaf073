"""Whether the places on other lists that the entries refer to exist there, and whether those that only point to the ITAR are marked as such.

A paragraph that a file does not print is not always absent from the list. Where the file prints no paragraphs, does not divide the one above,
or is known to lose what stands there, the reference is left unsettled and noted; it is a fault where the file prints what stands beside it and
not the paragraph itself.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from licet.errors import Fault, near
from licet.registers import commerce_control_list, dual_use_list, munitions_list
from licet.registers.annex import Annex, PlacedReference
from licet.registers.commerce_control_list import Eccn, split_eccn
from licet.registers.findings import Check
from licet.registers.folder import PublishedLists
from licet.rulebook.windows import OPEN_END

_POINTER = "pointer"
# The military list of the European Union, to which entries may refer too and which no file here holds.
_MILITARY_LIST = re.compile(r"ML\d{1,2}(\.[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class _Known:
    """How a file prints paragraphs.

    Attributes:
        stops_early: whether a paragraph may be divided further than the file shows.
        loses_first: whether the file is known to lose the first paragraph of a level.
    """

    stops_early: bool = False
    loses_first: bool = False


class ReferenceChecks:
    """The checks of the references of an Annex against the published lists."""

    def __init__(self, annex: Annex, lists: PublishedLists) -> None:
        self.annex = annex
        self.lists = lists

    def _of(self, name: str, check: Check) -> Iterator[PlacedReference]:
        """Yield the references to a list, without those of rules that had ended when the list was published."""
        edition = _ordinal(self.lists.edition(check.register))
        for placed in self.annex.references:
            if placed.list != name:
                continue
            ended = placed.rule.window.end != OPEN_END if edition is None else placed.rule.window.end <= edition
            if ended:
                check.look("of a rule that has ended")
            else:
                yield placed

    def eccn(self) -> Check:
        """Check that each ECCN exists, and its paragraph where the file prints paragraphs."""
        check = Check("eccn_references", "every ECCN referred to exists", commerce_control_list.TITLE)
        ccl = self.lists.ccl
        if ccl is None:
            check.ran = False
            return check
        for placed in self._of("eccn", check):
            code, paragraph = split_eccn(placed.reference.code)
            if not code:
                _fail(check, placed, "one such as 9A012 or 9A610.v")
                continue
            eccn = ccl.entries.get(code)
            if eccn is None:
                _fail(check, placed, "an ECCN of the list", near(code, ccl.entries))
            elif not paragraph:
                check.look("there")
            elif not eccn.paragraphs:
                check.look("by its ECCN, whose paragraphs the file does not print")
            else:
                self._paragraph(check, placed, paragraph, eccn.paragraphs.keys(), _Known(True, True))
        return check

    def pointer(self) -> Check:
        """Check that references are pointers exactly where the heading of the ECCN only says that the item is under the ITAR."""
        title = "a reference is a pointer where the ECCN only points to the ITAR, and nowhere else"
        check = Check("eccn_pointers", title, commerce_control_list.TITLE)
        ccl = self.lists.ccl
        if ccl is None:
            check.ran = False
            return check
        for placed in self._of("eccn", check):
            code, paragraph = split_eccn(placed.reference.code)
            eccn = ccl.entries.get(code)
            if eccn is not None:
                _pointer(check, placed, eccn, bool(paragraph))
        return check

    def usml(self) -> Check:
        """Check that each paragraph of the Munitions List exists."""
        check = Check(
            "usml_references", "every paragraph of the Munitions List referred to exists", munitions_list.TITLE
        )
        if self.lists.usml is None:
            check.ran = False
            return check
        there = {".".join(place) for place in self.lists.usml.paragraphs}
        for placed in self._of("usml", check):
            place = munitions_list.place(placed.reference.code)
            if place:
                self._paragraph(check, placed, ".".join(place), there, _Known(stops_early=True))
            else:
                _fail(check, placed, "one such as IV(a)(1)")
        return check

    def dual_use(self) -> Check:
        """Check that each entry of the dual-use list exists, with its paragraph."""
        check = Check("eu_references", "every dual-use entry referred to exists", dual_use_list.TITLE)
        listed = self.lists.dual_use
        if listed is None:
            check.ran = False
            return check
        for placed in self._of("eu", check):
            code, paragraph = split_eccn(placed.reference.code)
            if not code and _MILITARY_LIST.fullmatch(placed.reference.code):
                check.look("on the military list, which no file here holds")
            elif not code:
                _fail(check, placed, "one such as 9A112.a or ML4")
            elif code not in listed.entries:
                _fail(check, placed, "an entry of the list", near(code, listed.entries))
            elif not paragraph:
                check.look("there")
            else:
                self._paragraph(check, placed, paragraph, listed.entries[code].paragraphs.keys(), _Known())
        return check

    def _paragraph(
        self, check: Check, placed: PlacedReference, paragraph: str, printed: Collection[str], known: _Known
    ) -> None:
        """Look for a paragraph among those that a file prints."""
        outcome, found = _found(paragraph, printed, known)
        if outcome == _ABSENT:
            _fail(check, placed, found)
            return
        check.look(outcome)
        if outcome != _THERE:
            text = f"{placed.reference.code}, {found}"
            check.note(placed.reference.code, placed.entry, Fault(str(placed.where), text))


_THERE, _ABSENT = "there", "absent"
_BY_CHILD, _BY_PARENT, _GAP = "by a paragraph below it", "by its parent", "not settled, since the file has a gap there"
_FIRST = ("a", "1")


def _found(paragraph: str, printed: Collection[str], known: _Known) -> tuple[str, str]:
    """Return how a paragraph stands among those printed, and what to say of it.

    Args:
        paragraph: the paragraph, its parts joined by dots.
        printed: all that are printed.
        known: how the file prints paragraphs.
    """
    if paragraph in printed:
        return _THERE, ""
    if any(other.startswith(f"{paragraph}.") for other in printed):
        return _BY_CHILD, "which stands there by the paragraphs below it alone"
    parent, _, last = paragraph.rpartition(".")
    names = {other.rpartition(".")[2] for other in printed if other.rpartition(".")[0] == parent}
    beside = sorted(names, key=lambda name: (not name.isdigit(), int(name) if name.isdigit() else 0, len(name), name))
    if beside and known.loses_first and last in _FIRST and any(n.isdigit() == last.isdigit() for n in beside):
        return _GAP, f"the first of its level, which the file leaves out before {beside[0]}"
    if beside:
        return _ABSENT, f"a paragraph that is there: {', '.join(beside[:12])}{' …' if len(beside) > 12 else ''}"
    if known.stops_early and parent and _found(parent, printed, known)[0] != _ABSENT:
        return _BY_PARENT, "which the file does not print; what stands above it is there"
    return _ABSENT, "a paragraph that is there"


def _pointer(check: Check, placed: PlacedReference, eccn: Eccn, paragraph: bool) -> None:
    code, relation = placed.reference.code, placed.reference.relation
    if eccn.points_to_itar and relation != _POINTER:
        fault = Fault(
            str(placed.where),
            f"{code} as {relation}, though its heading only says that the item is under the ITAR",
            _POINTER,
        )
        check.fail(code, placed.entry, fault)
    elif relation != _POINTER or eccn.points_to_itar:
        check.look("as its heading has it")
    elif paragraph and eccn.related_to_itar:
        check.look("a pointer by its related controls")
        text = f"{code}, a pointer by the related controls of {eccn.code} alone: {' '.join(eccn.related.split())}"
        check.note(code, placed.entry, Fault(str(placed.where), text))
    else:
        fault = Fault(
            str(placed.where),
            f"{code} as a pointer, though it is controlled itself",
            "equal | wider | narrower | overlapping",
        )
        check.fail(code, placed.entry, fault)


def _fail(check: Check, placed: PlacedReference, expected: str, mend: str = "") -> None:
    code = placed.reference.code
    check.fail(
        code, placed.entry, Fault(str(placed.where), f"'{code}', which is not on the {check.register}", expected, mend)
    )


def _ordinal(edition: str) -> int | None:
    try:
        return datetime.date.fromisoformat(edition).toordinal()
    except ValueError:
        return None
