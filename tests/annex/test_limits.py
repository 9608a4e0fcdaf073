"""Every numeric limit of the Annex turns its entry, exactly where the law says and on the side that it says."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import pytest
from annex.asking import MET, NOT_MET, TODAY, Item, classifying, rulebook, verdict, without
from annex.limits import Limit, Samples, limits_of, numeric, told

from licet.deciding.bound import Bound, binder
from licet.deciding.cells import Cells
from licet.errors import InputError
from licet.rulebook.instruments import Rule
from licet.rulebook.vocabulary import Implied

_DAY = datetime.date.fromisoformat(TODAY).toordinal()
_TRUTH = {0: NOT_MET, 1: "open", 2: MET}
# What decides the entries, and what they rest on.
QUESTIONS = ("entries", "article", "machine", "usable", "designed", "special", "system_category", "part_category")
SERVED = ("article", "machine")


def day_of(rule: Rule) -> int:
    """Today, or the last day on which a rule was in force."""
    return _DAY if rule.window.holds(_DAY) else rule.window.end - 1


@lru_cache(maxsize=8)
def bound_on(day: int) -> Bound:
    """The law on a day."""
    return binder(rulebook()).on(day)


@lru_cache(maxsize=8)
def samples_on(day: int) -> Samples:
    """A search for samples under the law of a day."""
    return Samples(bound_on(day), Cells(bound_on(day)))


def rules() -> list[tuple[str, Rule]]:
    """The rules that decide the questions, each with its question."""
    return [
        (question, rule)
        for question in QUESTIONS
        for rule in rulebook().rules.values()
        if question in rule.then and rule.condition is not None and rule.name.startswith("mtcr.")
    ]


def found_limits() -> list[Any]:
    """Every limit of those rules."""
    cases = []
    for question, rule in rules():
        assert rule.condition is not None
        for number, limit in enumerate(limits_of(rule.condition, bound_on(day_of(rule)))):
            cases.append(pytest.param(question, rule, limit, id=f"{question}-{rule.id}-{number}-{limit}"))
    return cases


def ask(question: str, rule: Rule, item: Item, day: int) -> str:
    """The verdict on an entry, or the truth of another rule, for an item."""
    on = datetime.date.fromordinal(day).isoformat()
    stated = {"basis": "annex", **item}
    if question == "entries":
        return verdict(rule.then["entries"][0], stated, on=on)
    bound = bound_on(day)
    state = bound.state(classifying(stated, on=on).transfer.stated)
    bound.decide(state)
    [ranked] = [ranked for ranked in bound.question(question).rules if ranked.rule.name == rule.name]
    return _TRUTH[state[ranked.slot]]


def kinds(question: str) -> list[Item]:
    """The kinds of thing by which a question can be asked, where the rule itself asks for none."""
    served: Item = {"kind": "technology", "for_kind": "component"}
    own: list[Item] = [{"kind": "component"}, {"kind": "subsystem"}]
    return [served, {**served, "for_kind": "production_equipment"}] if question in SERVED else own


def turned_by(question: str, rule: Rule, limit: Limit) -> tuple[Item, str, str] | None:
    """A sample in which a limit turns the answer, with the answers on the side where it holds and on the other."""
    day = day_of(rule)
    holds, fails = limit.sides
    for sample in samples_on(day).of(limit):
        for kind in kinds(question):
            item = {**kind, **sample}
            try:
                first = ask(question, rule, {**item, limit.fact: limit.at(holds)}, day)
                second = ask(question, rule, {**item, limit.fact: limit.at(fails)}, day)
            except InputError:
                continue
            if {first, second} == {MET, NOT_MET}:
                return item, first, second
    return None


@pytest.mark.parametrize(("question", "rule", "limit"), found_limits())
def test_every_limit_turns_its_rule_exactly_where_the_law_says(question: str, rule: Rule, limit: Limit) -> None:
    turned = turned_by(question, rule, limit)
    assert turned is not None, f"nothing turns on {limit} in: {told(rule.condition)}"  # type: ignore[arg-type]
    item, holds, fails = turned
    for side in (-1, 0, 1):
        try:
            got = ask(question, rule, {**item, limit.fact: limit.at(side)}, day_of(rule))
        except InputError:  # beyond what the fact can be
            continue
        assert got == (holds if limit.holds(side) else fails), (limit.at(side), item)


def test_no_limit_is_written_in_a_way_that_is_not_tested() -> None:
    for _, rule in rules():
        assert rule.condition is not None
        tested = {id(limit.atom) for limit in limits_of(rule.condition, bound_on(day_of(rule)))}
        assert [told(atom) for atom in numeric(rule.condition) if id(atom) not in tested] == []


# What follows from figures, so that an entry can ask for it by one name.


def following() -> list[Any]:
    """Every limit in what follows from other facts, of the facts of the Annex."""
    cases = []
    for fact in rulebook().facts.values():
        if fact.where.file.split("/")[-1] in ("end-use.md", "transfer.md", "us-law.md", "statement.md"):
            continue
        for index, implied in enumerate(fact.implied):
            for number, limit in enumerate(limits_of(implied.when, bound_on(_DAY))):
                cases.append(
                    pytest.param(fact.name, implied, limit, id=f"{fact.name}-{index}-{implied.value}-{number}-{limit}")
                )
    return cases


def lessened(samples: Iterable[Item]) -> Iterator[Item]:
    """Samples, then those in which one or two of their facts are not stated: what follows may follow from less."""
    for sample in samples:
        for left in range(3):
            for names in itertools.combinations(sample, left):
                yield without(sample, *names)


@pytest.mark.parametrize(("name", "implied", "limit"), following())
def test_every_limit_turns_what_follows_from_it(name: str, implied: Implied, limit: Limit) -> None:
    bound = bound_on(_DAY)

    def follows(item: Item) -> bool:
        state, found = bound.derived(classifying({"basis": "annex", **item}).transfer.stated)
        return found.get(name) is implied and bool(bound.function(implied.when)(state) == 2)

    def turned() -> Item | None:
        for sample in lessened(samples_on(_DAY).of(limit)):
            holds, fails = ({**sample, limit.fact: limit.at(side)} for side in limit.sides)
            try:
                if follows(holds) and not follows(fails):
                    return sample
            except InputError:
                continue
        return None

    sample = turned()
    assert sample is not None, f"nothing turns on {limit} in: {told(implied.when)}"
    for side in (-1, 0, 1):
        try:
            got = follows({**sample, limit.fact: limit.at(side)})
        except InputError:  # below nothing
            continue
        assert got == limit.holds(side), limit.at(side)
