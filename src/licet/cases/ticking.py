"""What the clock does, for all cases whose time has come: agencies fall silent, licences expire, cases are held against the register of denials.

Each of these is an act of its own, all of it or nothing, so that it runs beside the site and beside itself; what somebody acted on at the same
moment waits for the next time. Done twice, nothing is done the second time.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from licet.cases.acts_advising import fall_silent
from licet.cases.acts_after import expire
from licet.cases.acts_submitting import redetermine
from licet.cases.case import CaseState
from licet.cases.determining import Review
from licet.cases.doing import Acting, read
from licet.cases.faults import NotPossible, Overtaken
from licet.cases.matching_stored import match_case, to_match
from licet.cases.models import Case, CaseReferral
from licet.cases.moves import moves
from licet.cases.of_case import procedure_of
from licet.cases.procedure import Configuration
from licet.cases.who import THE_CLOCK
from licet.errors import Fault, InputError
from licet.rulebook.rulebook import Rulebook

SILENT, EXPIRED, MATCHED, REDETERMINED = DEEDS = ("silent", "expired", "matched", "redetermined")
# Takes what is done, and how much of it.
Telling = Callable[[str, int], object]


@dataclass(frozen=True)
class Clockwork:
    """By what the clock goes.

    Attributes:
        configuration: the procedure.
        rulebook: the law, with what only an authority asks.
        hour: tells the moment; each act has its own.
        review: asks the engine, where open cases are determined anew once the law has changed; None where an officer does that.
    """

    configuration: Configuration
    rulebook: Rulebook
    hour: Callable[[], datetime.datetime]
    review: Review | None = None


@dataclass
class Ticked:
    """What was done.

    Attributes:
        done: how often, by the words of :data:`DEEDS`.
        left: what could not be done, with the reference of the case; it is tried again the next time.
    """

    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DEEDS, 0))
    left: list[tuple[str, Fault]] = field(default_factory=list)


def tick(by: Clockwork, tell: Telling | None = None) -> Ticked:
    """Do what is due.

    Args:
        by: the procedure, the law and the hour.
        tell: is told each deed.

    Raises:
        NotStored: where the database went away.
        ClockSetBack: where the clock reads a time well before the last event.
    """
    ticked = Ticked()
    for deed, cases, do in (
        (EXPIRED, _to_expire(by), _expire),
        (SILENT, _to_fall_silent(by), _fall_silent),
        (MATCHED, to_match(), _match),
        (REDETERMINED, _to_redetermine(by), _redetermine),
    ):
        # What is found is read whole first: the acts change what is looked for.
        _each(deed, list(cases), do, by, ticked, tell)
    return ticked


def _each(
    deed: str,
    cases: Iterable[str],
    do: Callable[[str, Clockwork], int],
    by: Clockwork,
    ticked: Ticked,
    tell: Telling | None,
) -> None:
    for case in cases:
        try:
            ticked.done[deed] += do(case, by)
        except Overtaken:
            continue
        except InputError as error:
            name = Case.objects.filter(pk=case).values_list("reference", flat=True).first() or case
            ticked.left += [(name, fault) for fault in error.faults]
        if tell is not None:
            tell(deed, ticked.done[deed])


def _states(act: str) -> list[str]:
    return [one for row in moves().rows if row.act == act for one in row.start]


def _acting(state: CaseState, by: Clockwork) -> Acting:
    return Acting(state.id, state.position, THE_CLOCK, by.hour())


def _to_expire(by: Clockwork) -> Iterator[str]:
    # The end of a licence is never before what is due next in its case.
    yield from Case.objects.filter(state__in=_states("expire"), due__lte=by.hour()).values_list("pk", flat=True)


def _expire(case: str, by: Clockwork) -> int:
    state, now = read(case), by.hour()
    if state.licence is None or now.date() < state.licence.valid_until:
        return 0
    expire(_acting(state, by))
    return 1


def _to_fall_silent(by: Clockwork) -> Iterator[str]:
    late = CaseReferral.objects.filter(answered=None, due__lte=by.hour(), case__state__in=_states("fall_silent"))
    yield from late.order_by("due", "pk").values_list("case", flat=True)


def _fall_silent(case: str, by: Clockwork) -> int:
    """Have each agency fall silent whose silence counts by now; one whose clock stood still has time yet."""
    state, many = read(case), 0
    procedure = procedure_of(state, by.configuration, by.rulebook, by.hour())
    counts = {one.agency for one in procedure.silences}
    for agency in dict.fromkeys(one.agency for one in state.referrals if one.answered is None):
        if agency not in counts:
            continue
        acting = Acting(state.id, state.position, THE_CLOCK, by.hour(), procedure)
        try:
            state = fall_silent(acting, agency=agency)
        except Overtaken:
            raise
        except NotPossible:
            continue
        many += 1
    return many


def _match(case: str, by: Clockwork) -> int:
    return int(match_case(case, by.hour(), by.rulebook.nations) is not None)


def _to_redetermine(by: Clockwork) -> Iterator[str]:
    if by.review is None:
        return
    cases = Case.objects.filter(state__in=_states("redetermine")).exclude(rulebook=by.rulebook.digest)
    yield from cases.order_by("submitted", "pk").values_list("pk", flat=True)


def _redetermine(case: str, by: Clockwork) -> int:
    assert by.review is not None
    redetermine(_acting(read(case), by), review=by.review)
    return 1
