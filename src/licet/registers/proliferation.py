"""Who supplied Category I unmanned aircraft and missiles to whom, and which posture each transfer would have met, from lines of registers.

The category of a system is that of the Annex on one day; the postures are those of the law on every day. A row whose nation, kind or day is
not known is decided for every one that it may be, and is open where the answers differ. No row is dropped. No date, limit or nation stands
here: the days come from the boundaries of the rulebook.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from licet.registers.judging import OPEN, Case, Judge, cases_of
from licet.registers.proliferation_account import (
    Flow,
    OpenSystem,
    Outside,
    PolicyDate,
    PolicyRule,
    Presumed,
    Proliferation,
    Share,
    Source,
    WouldMeet,
    YearCount,
)
from licet.registers.recorded import Line
from licet.rulebook.rulebook import Rulebook
from licet.version import __version__

QUESTION = "posture"
REGIME = "mtcr_partner"

# The groups of a register that are complete systems in flight; their launchers are counted apart.
_SYSTEMS = ("drone", "missile")
_LAUNCHERS = "launcher"
_CATEGORY_I = "I"
_PARTNER, _OUTSIDE, _BEFORE = "partner", "outside", "before_the_regime"


def proliferation(
    lines: Iterable[Line], rulebook: Rulebook, as_of: datetime.date, sources: Iterable[Source] = ()
) -> Proliferation:
    """Return the account of the Category I systems among the transfers of registers.

    Args:
        lines: the lines of one or several registers, as ``licet import`` writes them.
        rulebook: the law.
        as_of: the day whose Annex tells which systems are of Category I; later changes of policy are left aside.
        sources: the registers, for the citation.
    """
    judge = Judge(rulebook, as_of)
    cases = cases_of(lines)
    systems = [case for case in cases if case.record.group in _SYSTEMS and case.record.year is not None]
    categories = {case: judge.exactly("category", case, as_of.toordinal()) for case in systems}
    certain = [case for case in systems if categories[case] == {_CATEGORY_I}]
    open_ = [case for case in systems if len(categories[case]) > 1 and _CATEGORY_I in categories[case]]
    regime = {case: _standing(judge, case) for case in [*certain, *open_]}
    met = {case: _one(judge.over_year(QUESTION, case)) for case in [*certain, *open_]}
    policy_dates = list(_policy_dates(judge, certain, open_, as_of))
    return Proliferation(
        licet=__version__,
        digest=rulebook.digest,
        as_of=as_of.isoformat(),
        sources=list(sources),
        transfers=len(systems),
        category_i=len(certain),
        category_open=len(open_),
        other=len(systems) - len(certain) - len(open_),
        launchers=sum(case.record.group == _LAUNCHERS for case in cases),
        undated=sum(case.record.year is None for case in cases),
        uncertain_years=sum(case.record.year_uncertain for case in certain),
        years=list(_years(certain, open_, regime, met)),
        flows=list(_flows(certain, open_, regime, met)),
        policy_dates=policy_dates,
        outside=_outside(certain, regime, rulebook),
        open_systems=_open_systems(open_, categories, judge),
        presumed=_presumed(judge, certain, policy_dates),
    )


def _one(answers: frozenset[str]) -> str:
    return next(iter(answers)) if len(answers) == 1 else OPEN


def _standing(judge: Judge, case: Case) -> str:
    """Return where the supplier stood to the regime throughout the year of the order, or that it is open."""
    group = judge.rulebook.groups[REGIME]
    days = judge.days_of(case)
    if not any(group.on(day) for day in days):
        return _BEFORE
    found = {
        OPEN if nation is None else {2: _PARTNER, 1: OPEN, 0: _OUTSIDE}[group.holds(nation, day)]
        for nation in case.exporters
        for day in days
    }
    return _one(frozenset(found))


def _years(
    certain: list[Case], open_: list[Case], regime: Mapping[Case, str], met: Mapping[Case, str]
) -> Iterator[YearCount]:
    years = [case.year for case in [*certain, *open_]]
    for year in range(min(years), max(years) + 1) if years else ():
        mine = [case for case in certain if case.year == year]
        yield YearCount(
            year=year,
            category_i=len(mine),
            category_open=sum(case.year == year for case in open_),
            ordered=_sum(case.record.ordered for case in mine),
            delivered=_sum(case.record.delivered for case in mine),
            suppliers=dict(Counter(regime[case] for case in mine).most_common()),
            postures=dict(Counter(met[case] for case in mine).most_common()),
        )


def _sum(numbers: Iterable[float | None]) -> float:
    total = sum(number for number in numbers if number is not None)
    return int(total) if float(total).is_integer() else total


def _flows(
    certain: list[Case], open_: list[Case], regime: Mapping[Case, str], met: Mapping[Case, str]
) -> Iterator[Flow]:
    """Yield who supplied what to whom, in the order of the years; rows that differ in nothing but their numbers are one."""
    known = frozenset(certain)

    def key(case: Case) -> tuple[Any, ...]:
        record = case.record
        exporter, recipient = record.exporter, record.recipient
        return (
            case.year,
            exporter.name if exporter else "",
            recipient.name if recipient else "",
            record.designation,
            record.description,
            record.system,
            _CATEGORY_I if case in known else OPEN,
            regime[case],
            met[case],
            exporter.code if exporter else "",
            recipient.code if recipient else "",
        )

    for found, group in groupby(sorted([*certain, *open_], key=key), key=key):
        rows = list(group)
        year, supplier, recipient, designation, description, system, category, stood, posture, from_, to = found
        yield Flow(
            year=year,
            supplier=supplier,
            supplier_code=from_,
            recipient=recipient,
            recipient_code=to,
            designation=designation,
            description=description,
            system=system,
            category=category,
            deals=len(rows),
            ordered=_sum(case.record.ordered for case in rows),
            delivered=_sum(case.record.delivered for case in rows),
            year_uncertain=sum(case.record.year_uncertain for case in rows),
            supplier_stood=stood,
            posture=posture,
        )


def _policy_dates(judge: Judge, certain: list[Case], open_: list[Case], as_of: datetime.date) -> Iterator[PolicyDate]:
    """Yield the days on which the posture for any of the Category I transfers changed, with what each transfer would have met."""
    changed: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for case in judge.unlike(certain):
        for day, caused, ended in judge.changes(QUESTION, case, as_of.toordinal()):
            changed[day][0].update(caused)
            changed[day][1].update(ended)
    for day in sorted(changed):
        caused, ended = changed[day]
        yield PolicyDate(
            date=datetime.date.fromordinal(day).isoformat(),
            verified=day not in judge.rulebook.placeholders,
            begins=[_rule(judge.rulebook, name) for name in sorted(caused - ended)],
            ends=[_rule(judge.rulebook, name) for name in sorted(ended - caused)],
            would_meet=list(_would_meet(judge, certain, open_, day)),
        )


def _rule(rulebook: Rulebook, name: str) -> PolicyRule:
    rule = rulebook.rule(name)
    if rule is None:
        return PolicyRule(name, "", "", "")
    return PolicyRule(name, rule.says, rule.cite, rule.standing)


def _would_meet(judge: Judge, certain: list[Case], open_: list[Case], day: int) -> Iterator[WouldMeet]:
    for category, cases in ((_CATEGORY_I, certain), (OPEN, open_)):
        times: dict[str, list[Case]] = {"before": [], "in_that_year": [], "after": []}
        for case in cases:
            times[_when(case.year, day)].append(case)
        for when, mine in times.items():
            if mine:
                eve = Counter(_one(judge.possible(QUESTION, case, day - 1)) for case in mine)
                then = Counter(_one(judge.possible(QUESTION, case, day)) for case in mine)
                moved = sum(
                    judge.possible(QUESTION, case, day - 1) != judge.possible(QUESTION, case, day) for case in mine
                )
                yield WouldMeet(category, when, len(mine), moved, dict(eve.most_common()), dict(then.most_common()))


def _when(year: int, day: int) -> str:
    first, last = datetime.date(year, 1, 1).toordinal(), datetime.date(year, 12, 31).toordinal()
    return "before" if last < day else "after" if day <= first else "in_that_year"


def _outside(certain: list[Case], regime: Mapping[Case, str], rulebook: Rulebook) -> Outside:
    """Return the shares of the suppliers inside and outside the regime, on the day of each transfer."""
    deals: Counter[str] = Counter(regime[case] for case in certain)
    delivered: Counter[str] = Counter()
    suppliers: dict[str, set[str]] = defaultdict(set)
    for case in certain:
        delivered[regime[case]] += int(case.record.delivered or 0)
        suppliers[regime[case]].add(case.record.exporter.name if case.record.exporter else "")
    group = rulebook.groups[REGIME]
    return Outside(
        group=REGIME,
        title=group.title,
        shares=[
            Share(standing, deals[standing], delivered[standing], sorted(suppliers[standing]))
            for standing in (_PARTNER, _OUTSIDE, OPEN, _BEFORE)
            if deals[standing]
        ],
        outside_share=_share(deals),
    )


def _share(deals: Counter[str]) -> list[float]:
    """Return the least and the greatest share of deals by suppliers outside, the open ones counted in or out; empty without a deal."""
    all_ = deals[_PARTNER] + deals[_OUTSIDE] + deals[OPEN]
    if not all_:
        return []
    return [round(deals[_OUTSIDE] / all_, 4), round((deals[_OUTSIDE] + deals[OPEN]) / all_, 4)]


def _open_systems(open_: list[Case], categories: Mapping[Case, frozenset[str]], judge: Judge) -> list[OpenSystem]:
    found: Counter[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]] = Counter()
    for case in open_:
        record = case.record
        key = (record.designation, record.description, record.system)
        found[*key, tuple(sorted(categories[case])), judge.lacking(case)] += 1
    return [
        OpenSystem(designation, description, system, list(possible), list(lacking), deals)
        for (designation, description, system, possible, lacking), deals in sorted(
            found.items(), key=lambda pair: (-pair[1], pair[0])
        )
    ]


def _presumed(judge: Judge, certain: list[Case], days: list[PolicyDate]) -> list[Presumed]:
    """Return what was presumed where a posture of a Category I transfer rests on it, in its own year or on a policy date."""
    found: Counter[str] = Counter()
    ordinals = [datetime.date.fromisoformat(day.date).toordinal() for day in days]
    for case in certain:
        looked_at = [*judge.days_of(case), *ordinals]
        found.update({name for day in looked_at for name in judge.presumed(QUESTION, case, day)})
    facts = judge.rulebook.facts
    return [
        Presumed(facts[name].path, facts[name].presume, facts[name].because, deals)
        for name, deals in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
