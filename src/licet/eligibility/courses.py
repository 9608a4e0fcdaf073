"""One transfer through the years for every nation: on each day on which anything may change, each place that a nation is in is tried once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from licet.deciding.timeline import Stretch
from licet.eligibility.trying import Place, Trying
from licet.rulebook.rulebook import Rulebook
from licet.transfers.transfer import Transfer


@dataclass(frozen=True, slots=True)
class Course:
    """The answers to one question through the years, of nations that have the same on every day.

    Attributes:
        nations: the nations, in the order in which they were asked for.
        stretches: the days with the same answers, in order; each with the rules that made it, for any of these nations.
    """

    nations: tuple[str, ...]
    stretches: tuple[Stretch, ...]


@dataclass(slots=True)
class _Life:
    """One nation as far as it is followed."""

    stretches: list[Stretch] = field(default_factory=list)
    rules: frozenset[str] = frozenset()


def courses(
    rulebook: Rulebook,
    transfer: Transfer,
    nations: Iterable[str],
    first: datetime.date,
    last: datetime.date,
    question: str = "posture",
) -> list[Course]:
    """Return the courses of a transfer between two days, both included; nations that have the same share one.

    Args:
        rulebook: the law.
        transfer: the transfer; its recipient and its date are left aside.
        nations: the nations it is tried on.
        first: the first day.
        last: the last day.
        question: the question that is followed, one with one answer.
    """
    lives = {nation: _Life() for nation in nations}
    begin, end = first.toordinal(), last.toordinal()
    before: Trying | None = None
    for day in (begin, *(day for day in rulebook.boundaries if begin < day <= end)):
        on_day = {**transfer.stated, "date": (float(day), float(day))}
        dated = replace(transfer, date=datetime.date.fromordinal(day), stated=on_day)
        before = trying = Trying(rulebook, dated, (question,), before)
        places: dict[Place, list[str]] = {}
        for nation in lives:
            places.setdefault(trying.place(nation), []).append(nation)
        for place, alike in places.items():
            possible, _ = trying.answers(place)[question]
            rules = frozenset(trying.deciding(alike[0], question))
            for nation in alike:
                _follow(lives[nation], dated.date, question, possible, rules, day in rulebook.placeholders)
    return _shared(lives)


def _follow(
    life: _Life, day: datetime.date, question: str, possible: tuple[str, ...], rules: frozenset[str], rough: bool
) -> None:
    """Go on with a nation on a day: a new stretch where its answer is another."""
    if not life.stretches or life.stretches[-1].answers[question] != possible:
        if life.stretches:
            life.stretches[-1] = replace(life.stretches[-1], end=day)
        caused, ended = tuple(sorted(rules - life.rules)), tuple(sorted(life.rules - rules))
        life.stretches.append(Stretch(day, None, {question: possible}, caused, ended, rough))
    life.rules = rules


def _shared(lives: dict[str, _Life]) -> list[Course]:
    alike: dict[tuple[tuple[datetime.date, tuple[tuple[str, ...], ...]], ...], list[str]] = {}
    for nation, life in lives.items():
        course = tuple((stretch.start, tuple(stretch.answers.values())) for stretch in life.stretches)
        alike.setdefault(course, []).append(nation)
    return [Course(tuple(nations), _joined([lives[nation] for nation in nations])) for nations in alike.values()]


def _joined(lives: list[_Life]) -> tuple[Stretch, ...]:
    """Return the stretches of nations that share a course, each with the rules of all of them."""
    return tuple(
        replace(
            many[0],
            caused_by=tuple(sorted({rule for stretch in many for rule in stretch.caused_by})),
            ended=tuple(sorted({rule for stretch in many for rule in stretch.ended})),
        )
        for many in zip(*(life.stretches for life in lives), strict=True)
    )
