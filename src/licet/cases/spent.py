"""Where time goes: how long cases stayed in each stage and with each agency, with and without the time in which their clocks stood still.

All is worked out from rows of entry and exit. What is still open is counted and not measured: its length is not known, and is never guessed.
"""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from licet.cases.timed import Pause

Moment = datetime.datetime
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """A time that a case spent somewhere.

    Attributes:
        case: which.
        stage: in what: a state, or a step of the procedure.
        agency: with whom; empty for nobody named.
        entered: when it began.
        left: when it ended; None while it lasts.
    """

    case: str
    stage: str
    agency: str
    entered: Moment
    left: Moment | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """How long cases stayed in a stage, or with an agency; in days, as fractions.

    Attributes:
        stage, agency: where; an empty text stands for all.
        cases: how many cases left it for good, of which the figures are.
        open: how many are still there, which are in no figure.
        set_back: how many times were left out because they end before they begin, as after a clock that was set back.
        median, p90: of the days that a case spent there in all; None where none left.
        running_median, running_p90: of the same without the time in which its clock stood still.
        total: of the days of all of them.
    """

    stage: str
    agency: str
    cases: int
    open: int
    set_back: int
    median: float | None
    p90: float | None
    running_median: float | None
    running_p90: float | None
    total: float


def union(spans: Iterable[tuple[Moment, Moment]]) -> tuple[tuple[Moment, Moment], ...]:
    """Return spans of time without overlaps, in order: what lies in several of them lies in one."""
    found: list[tuple[Moment, Moment]] = []
    for begun, ended in sorted(span for span in spans if span[0] < span[1]):
        if found and begun <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ended))
        else:
            found.append((begun, ended))
    return tuple(found)


def length(spans: Iterable[tuple[Moment, Moment]]) -> datetime.timedelta:
    """Return how long spans are together; what lies in several counts once."""
    return sum((ended - begun for begun, ended in union(spans)), datetime.timedelta())


def without(spans: Iterable[tuple[Moment, Moment]], pauses: Iterable[Pause]) -> tuple[tuple[Moment, Moment], ...]:
    """Return what of spans lies in no pause; a pause that lasts has no end."""
    never = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    found = list(union(spans))
    for begun, ended in union((pause.begun, pause.until or never) for pause in pauses):
        cut = (
            (first, last)
            for span in found
            for first, last in ((span[0], min(span[1], begun)), (max(span[0], ended), span[1]))
        )
        found = [span for span in cut if span[0] < span[1]]
    return tuple(found)


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the least of some values that so great a share of them does not exceed; None of no value.

    >>> percentile([14, 2, 9, 30], 0.5), percentile([14, 2, 9, 30], 0.9), percentile([], 0.5)
    (9, 30, None)
    """
    if not values:
        return None
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]


def spent(
    stays: Iterable[Stay], pauses: Mapping[str, Sequence[Pause]], by: tuple[str, ...] = ("stage", "agency")
) -> tuple[Spent, ...]:
    """Return where time went, by stage, by agency or by both, in order of their names.

    Args:
        stays: the rows of entry and exit of the cases, in any order.
        pauses: of each case, in which its clock stood still.
        by: ``stage``, ``agency`` or both; what is not named is taken together.
    """
    told: dict[tuple[str, str], dict[str, list[Stay]]] = defaultdict(lambda: defaultdict(list))
    for stay in stays:
        key = (stay.stage if "stage" in by else "", stay.agency if "agency" in by else "")
        told[key][stay.case].append(stay)
    return tuple(_spent(*key, cases, pauses) for key, cases in sorted(told.items()))


def _spent(
    stage: str, agency: str, cases: Mapping[str, Sequence[Stay]], pauses: Mapping[str, Sequence[Pause]]
) -> Spent:
    days, running, still, set_back = [], [], 0, 0
    for case, stays in cases.items():
        backwards = sum(stay.left is not None and stay.left < stay.entered for stay in stays)
        set_back += backwards
        if any(stay.left is None for stay in stays):
            still += 1
            continue
        if backwards == len(stays):
            continue
        spans = [(stay.entered, stay.left) for stay in stays if stay.left is not None and stay.entered <= stay.left]
        days.append(length(spans) / _DAY)
        running.append(length(without(spans, pauses.get(case, ()))) / _DAY)
    return Spent(
        stage,
        agency,
        cases=len(days),
        open=still,
        set_back=set_back,
        median=percentile(days, 0.5),
        p90=percentile(days, 0.9),
        running_median=percentile(running, 0.5),
        running_p90=percentile(running, 0.9),
        total=math.fsum(days),
    )
