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
    Items,
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
_CATEGORY, _CATEGORY_I = "category", "I"
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
    cases, registers = cases_of(lines), list(sources)
    found = _Found(judge, [case for case in cases if case.record.group in _SYSTEMS and case.record.year is not None])
    policy_dates = list(found.policy_dates())
    certain, open_ = found.certain, found.open
    return Proliferation(
        licet=__version__,
        digest=rulebook.digest,
        as_of=as_of.isoformat(),
        sources=registers,
        transfers=len(found.cases),
        category_i=len(certain),
        category_open=len(open_),
        other=len(found.cases) - len(certain) - len(open_),
        launchers=sum(case.record.group == _LAUNCHERS for case in cases),
        uncertain_years=sum(case.record.year_uncertain for case in certain),
        years=list(found.years()),
        flows=list(found.flows()),
        policy_dates=policy_dates,
        outside=_outside(certain, found.regime, rulebook),
        open_systems=found.open_systems(),
        presumed=_presumed(judge, certain, policy_dates),
        items=list(_items(judge, [case for case in cases if case.record.year is None], registers)),
    )


def _items(judge: Judge, cases: list[Case], sources: list[Source]) -> Iterator[Items]:
    """Yield the registers that tell of no transfers, each by itself."""
    titles = {source.name: source.title for source in sources}
    for register in dict.fromkeys(case.record.name for case in cases):
        found = _Found(judge, [case for case in cases if case.record.name == register])
        yield Items(
            register=register,
            title=titles.get(register, register),
            dated=any(case.first is not None for case in found.cases),
            rows=len(found.cases),
            category_i=len(found.certain),
            category_open=len(found.open),
            other=len(found.cases) - len(found.certain) - len(found.open),
            years=list(found.years()),
            flows=list(found.flows()),
            policy_dates=list(found.policy_dates()),
            open_systems=found.open_systems(),
        )


class _Found:
    """The systems of Category I among some rows, and those that may be.

    Attributes:
        cases: the rows.
        certain: those of a system that is of Category I.
        open: those of a system that may be.
        regime: for each of both, where the supplier stood to the regime.
        met: for each of both, the posture of the law of its days.
    """

    def __init__(self, judge: Judge, cases: list[Case]) -> None:
        self.judge = judge
        self.cases = cases
        self.categories = {case: judge.exactly(_CATEGORY, case, judge.today) for case in cases}
        self.certain = [case for case in cases if self.categories[case] == {_CATEGORY_I}]
        self.open = [case for case in cases if len(self.categories[case]) > 1 and _CATEGORY_I in self.categories[case]]
        self.regime = {case: _standing(judge, case) for case in [*self.certain, *self.open]}
        self.met = {case: _one(judge.over_days(QUESTION, case)) for case in [*self.certain, *self.open]}

    def years(self) -> Iterator[YearCount]:
        """Yield year by year, those without any included."""
        years = [case.year for case in [*self.certain, *self.open] if case.year is not None]
        for year in range(min(years), max(years) + 1) if years else ():
            mine = [case for case in self.certain if case.year == year]
            yield YearCount(
                year=year,
                category_i=len(mine),
                category_open=sum(case.year == year for case in self.open),
                ordered=_sum(case.record.ordered for case in mine),
                delivered=_sum(case.record.delivered for case in mine),
                suppliers=dict(Counter(self.regime[case] for case in mine).most_common()),
                postures=dict(Counter(self.met[case] for case in mine).most_common()),
            )

    def flows(self) -> Iterator[Flow]:
        """Yield who supplied what to whom, in the order of the years; rows that differ in nothing but their numbers are one."""
        known = frozenset(self.certain)

        def key(case: Case) -> tuple[Any, ...]:
            record = case.record
            exporter, recipient = record.exporter, record.recipient
            return (
                case.year or 0,
                exporter.name if exporter else "",
                recipient.name if recipient else "",
                record.designation,
                record.description,
                record.system,
                _CATEGORY_I if case in known else OPEN,
                self.regime[case],
                self.met[case],
                exporter.code if exporter else "",
                recipient.code if recipient else "",
                record.name,
            )

        for found, group in groupby(sorted([*self.certain, *self.open], key=key), key=key):
            rows = list(group)
            year, supplier, recipient, designation, description, system, category, stood, posture, from_, to, name = (
                found
            )
            yield Flow(
                year=year or None,
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
                register=name,
                delivered_uncertain=sum(case.record.delivered_uncertain for case in rows),
                delivery_years=sorted({year for case in rows for year in case.record.delivery_years}),
            )

    def policy_dates(self) -> Iterator[PolicyDate]:
        """Yield the days on which the posture for any of the Category I systems changed, with what each row would have met."""
        changed: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for case in self.judge.unlike(self.certain):
            for day, caused, ended in self.judge.changes(QUESTION, case, self.judge.today):
                changed[day][0].update(caused)
                changed[day][1].update(ended)
        for day in sorted(changed):
            caused, ended = changed[day]
            yield PolicyDate(
                date=datetime.date.fromordinal(day).isoformat(),
                verified=day not in self.judge.rulebook.placeholders,
                begins=[_rule(self.judge.rulebook, name) for name in sorted(caused - ended)],
                ends=[_rule(self.judge.rulebook, name) for name in sorted(ended - caused)],
                would_meet=list(self._would_meet(day)),
            )

    def _would_meet(self, day: int) -> Iterator[WouldMeet]:
        for category, cases in ((_CATEGORY_I, self.certain), (OPEN, self.open)):
            times: dict[str, list[Case]] = {"before": [], "in_that_year": [], "after": [], "undated": []}
            for case in cases:
                times[_when(case, day)].append(case)
            for when, mine in times.items():
                if mine:
                    possible = [
                        (self.judge.possible(QUESTION, case, day - 1), self.judge.possible(QUESTION, case, day))
                        for case in mine
                    ]
                    eve, then = (Counter(_one(answers[n]) for answers in possible) for n in (0, 1))
                    moved = sum(before != now for before, now in possible)
                    yield WouldMeet(category, when, len(mine), moved, dict(eve.most_common()), dict(then.most_common()))

    def open_systems(self) -> list[OpenSystem]:
        """Return the systems that may be of Category I, most frequent first."""
        found: Counter[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]] = Counter()
        for case in self.open:
            record = case.record
            key = (record.designation, record.description, record.system)
            found[*key, tuple(sorted(self.categories[case])), self.judge.lacking(case)] += 1
        return [
            OpenSystem(designation, description, system, list(possible), list(lacking), deals)
            for (designation, description, system, possible, lacking), deals in sorted(
                found.items(), key=lambda pair: (-pair[1], pair[0])
            )
        ]


def _one(answers: frozenset[str]) -> str:
    return next(iter(answers)) if len(answers) == 1 else OPEN


def _standing(judge: Judge, case: Case) -> str:
    """Return where the supplier stood to the regime on all the days of a case, or that it is open."""
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


def _sum(numbers: Iterable[float | None]) -> float:
    total = sum(number for number in numbers if number is not None)
    return int(total) if float(total).is_integer() else total


def _rule(rulebook: Rulebook, name: str) -> PolicyRule:
    rule = rulebook.rule(name)
    if rule is None:
        return PolicyRule(name, "", "", "")
    return PolicyRule(name, rule.says, rule.cite, rule.standing)


def _when(case: Case, day: int) -> str:
    if case.first is None or case.last is None:
        return "undated"
    return "before" if case.last < day else "after" if day <= case.first else "in_that_year"


def _outside(certain: list[Case], regime: Mapping[Case, str], rulebook: Rulebook) -> Outside:
    """Return the shares of the suppliers inside and outside the regime, on the day of each transfer."""
    deals: Counter[str] = Counter(regime[case] for case in certain)
    delivered: Counter[str] = Counter()
    suppliers: dict[str, set[str]] = defaultdict(set)
    for case in certain:
        delivered[regime[case]] += int(case.record.delivered or 0)
        suppliers[regime[case]].add(case.record.exporter.name if case.record.exporter else "")
    group = rulebook.groups[REGIME]
    among = set().union(*(names for stood, names in suppliers.items() if stood != _BEFORE))
    sure, may = suppliers[_OUTSIDE], suppliers[_OUTSIDE] | suppliers[OPEN]
    return Outside(
        group=REGIME,
        title=group.title,
        shares=[
            Share(standing, deals[standing], delivered[standing], sorted(suppliers[standing]))
            for standing in (_PARTNER, _OUTSIDE, OPEN, _BEFORE)
            if deals[standing]
        ],
        outside_share=_share(deals),
        suppliers=len(among),
        suppliers_outside_share=[round(len(some) / len(among), 4) for some in (sure, may)] if among else [],
    )


def _share(deals: Counter[str]) -> list[float]:
    """Return the least and the greatest share of deals by suppliers outside, the open ones counted in or out; empty without a deal."""
    all_ = deals[_PARTNER] + deals[_OUTSIDE] + deals[OPEN]
    if not all_:
        return []
    return [round(deals[_OUTSIDE] / all_, 4), round((deals[_OUTSIDE] + deals[OPEN]) / all_, 4)]


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
