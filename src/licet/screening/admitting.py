"""Whether a list that was read may be kept: that it is whole, of a day that can be, and does not lack what the list held before has.

What the form of a file does not show, somebody has to state: the count or the digest as published, or that he vouches for it, who and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from licet.errors import Fault, InputError, number_of
from licet.registers.screening_lists.read_list import ReadList
from licet.screening.held import HeldList

# A list that loses more than this share of its entries at once has rather been cut than been shortened.
_MOST_LOST = 0.1
MAX_AGE = 7


class Refused(InputError):
    """A list that may not be kept; the one held before stays, and the refusal is written down against it."""


@dataclass(frozen=True, kw_only=True)
class Statements:
    """What is stated of a file beside it.

    Attributes:
        entries: how many entries it has, as published.
        sha256: the digests of the files, as published.
        whole: who vouches that nothing is missing, and why.
        vintage: the day of its publication, where the file does not say.
        accept_shrinking: why it may have lost more than a tenth, or a source.
        max_age: the days after its vintage for which it may be relied on.
    """

    entries: int | None = None
    sha256: tuple[str, ...] = ()
    whole: str = ""
    vintage: date | None = None
    accept_shrinking: str = ""
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """Under which vintage a list is kept, and how it was shown to be whole."""

    vintage: date
    shown: tuple[str, ...]


def admit(
    read: ReadList, name: str, held: HeldList | None, said: Statements, digests: Sequence[str], now: datetime
) -> Admitted:
    """Return the vintage of a list and how it was shown to be whole.

    Args:
        read: the list.
        name: its file, for messages.
        held: the list of the same name that is kept, if there is one.
        said: what is stated of the file.
        digests: SHA-256 of each of its files.
        now: the moment.

    Raises:
        InputError: where the user still has to state something.
        Refused: with a fault for everything that speaks against keeping it.
    """
    vintage = _vintage(read, name, said)
    faults: list[Fault] = []
    shown = [*read.checks, *_shown(read, name, said, digests, faults)]
    today = now.astimezone(UTC).date()
    if vintage > today:
        faults.append(Fault(name, f"published on {vintage}, which is after today, {today}", "a day that has been"))
    if held is not None:
        faults += _against(read, name, held, vintage, said)
        if said.accept_shrinking:
            shown.append(f"That it has lost entries was accepted: {said.accept_shrinking}")
    if faults:
        raise Refused(faults=faults)
    return Admitted(vintage, tuple(shown))


def _vintage(read: ReadList, name: str, said: Statements) -> date:
    if not read.vintage:
        if said.vintage is None:
            mend = "say it with --vintage YYYY-MM-DD"
            raise InputError(faults=[Fault(name, "a list that does not say of which day it is", "its day", mend)])
        return said.vintage
    vintage = date.fromisoformat((read.vintage + "-01-01")[:10])
    if said.vintage not in (None, vintage):
        raise InputError(faults=[Fault("--vintage", str(said.vintage), f"{vintage}, as {name} says", "leave it out")])
    return vintage


def _shown(read: ReadList, name: str, said: Statements, digests: Sequence[str], faults: list[Fault]) -> list[str]:
    """Return what was stated and found true; what is not true, or not enough, is a fault."""
    shown: list[str] = []
    by_digest = bool(said.sha256)
    if said.sha256:
        wrong = [digest for digest in digests if digest not in {one.lower() for one in said.sha256}]
        if wrong:
            faults.append(Fault(name, f"SHA-256 {wrong[0]}", f"--sha256 {' or '.join(said.sha256)}", "fetch it again"))
            by_digest = False
        else:
            shown.append("Its SHA-256 is the one that was stated.")
    by_count = said.entries is not None
    if said.entries is not None:
        if read.entries != said.entries:
            found, expected = f"{number_of(read.entries, 'entry', 'entries')}", f"--entries {said.entries}"
            faults.append(Fault(name, found, expected, "fetch it again"))
        else:
            shown.append(f"It has {number_of(said.entries, 'entry', 'entries')}, as was stated.")
    if said.whole:
        shown.append(f"Vouched for: {said.whole}")
    missing = read.lacks
    if by_digest:
        # Whoever published the digest had the end of the last row; a file that was not given he did not have.
        missing = tuple(what for what in missing if what.startswith("the file"))
    if not said.whole:
        for what in missing:
            mend = "give it, or vouch for the list without it with --whole 'WHO AND WHY'"
            faults.append(Fault(name, f"{what} is missing", "the list whole", mend))
        if not read.whole and not by_digest and not by_count and not missing:
            mend = "state --entries N or --sha256 D as published, or vouch with --whole 'WHO AND WHY'"
            faults.append(Fault(name, "nothing that shows that the list is whole", "a count, a digest or a mark", mend))
    return shown


def _against(read: ReadList, name: str, held: HeldList, vintage: date, said: Statements) -> list[Fault]:
    """Return what speaks against a list beside the one it would replace."""
    faults: list[Fault] = []
    if vintage < date.fromisoformat(held.vintage):
        found = f"published on {vintage}, while the list held is of {held.vintage}"
        faults.append(Fault(name, found, "the same day or a later one", "fetch the present list"))
    if said.accept_shrinking:
        return faults
    mend = "fetch it again whole; if it is right, --accept-shrinking 'WHY'"
    now = Counter(party.source for party in read.parties)
    for source in held.sources:
        if not now[source.code]:
            faults.append(Fault(name, f"no entry of {source.code} ({source.title})", "every source held", mend))
        elif _lost(source.count, now[source.code]):
            found = (
                f"{number_of(now[source.code], 'entry', 'entries')} of {source.code}, where {source.count:,} are held"
            )
            faults.append(Fault(name, found, "at most a tenth fewer", mend))
    if _lost(held.count, len(read.parties)):
        found = f"{number_of(len(read.parties), 'entry', 'entries')}, where {held.count:,} are held"
        faults.append(Fault(name, found, "at most a tenth fewer", mend))
    return faults


def _lost(before: int, after: int) -> bool:
    return before - after > before * _MOST_LOST
