"""What holds of every transfer and every day: unknown is sound, intervals contain their points, and nothing changes but for a reason.

Transfers are drawn from the vocabulary of the law that came with Licet. Completions hold what is presumed and what follows; they state the
rest. Claims of the exporter are left aside: a claim decides on trust, and figures that come later may say otherwise.
"""

from __future__ import annotations

import datetime
import itertools
import json
import os
import random
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from law.meeting import met
from plain_reading import PlainReading, facts_of, what_follows
from strategies import completions, contradicts_itself, dates, nations, open_facts, statements

import licet
from licet.deciding.bound import Bound, Outcome, binder
from licet.deciding.exploring import Explorer
from licet.determination import Answer
from licet.language.nodes import Where, from_value
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Derived
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

TODAY = datetime.date(2026, 11, 22)
Stated = Mapping[str, Any]

# Different mixtures of what is known: from next to nothing to nearly all.
SKETCH = ("kind", "date")
SYSTEM = ("kind", "recipient", "date", "range", "payload")
PART = ("kind", "for_kind", "part", "recipient", "date")
ALWAYS = st.sampled_from([SKETCH, SYSTEM, PART])


@pytest.fixture(scope="module")
def stater(rulebook: Rulebook) -> Stater:
    return Stater(rulebook, TODAY)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reviews that spend less on finding out what is left open; what they then say is wider, and still has to be sound."""
    monkeypatch.setattr("licet.left_open._STATES", 800)


def on_trust(rulebook: Rulebook) -> list[str]:
    """The facts with which an exporter claims something, and the name, which the catalogue knows."""
    return [f.name for f in rulebook.facts.values() if f.type == "codes" or f.implies or f.unlisted] + ["name"]


@st.composite
def near_an_entry(draw: st.DrawFn, rulebook: Rulebook) -> dict[str, Any]:
    """What meets an entry of the Annex, without some of the facts by which it does."""
    samples = met(rulebook)
    sample = samples[draw(st.sampled_from(sorted(samples)))]
    left_out = draw(st.sets(st.sampled_from(sorted(sample["item"])), max_size=3))
    item = {key: value for key, value in sample["item"].items() if key not in left_out}
    return {**sample, "item": item, "recipient": draw(nations(rulebook)), "date": draw(dates())}


def drawn(data: st.DataObject, stater: Stater, most: int = 14) -> Transfer:
    """A transfer, with no claims, of which more or less is known: of anything at all, or of something that is close to an entry."""
    if data.draw(st.booleans()):
        always = data.draw(ALWAYS)
        statement = data.draw(statements(stater.rulebook, always=always, without=on_trust(stater.rulebook), most=most))
    else:
        statement = data.draw(near_an_entry(stater.rulebook))
    transfer = stater.read(from_value(statement, Where("transfer")))
    bound = bound_of(stater.rulebook, transfer)
    assume(not contradicts_itself(bound, transfer.stated))
    return transfer


def bound_of(rulebook: Rulebook, transfer: Transfer) -> Bound:
    return binder(rulebook).on(transfer.date.toordinal(), transfer.filled)


def decided(bound: Bound, stated: Stated) -> dict[str, Outcome]:
    return bound.decide(bound.state(stated))


def estimated_otherwise(bound: Bound, stated: Stated, more: Stated) -> bool:
    """Whether what was estimated from less turns out to be something else by what is stated now: an estimate is no fact."""
    (before, sources), after = bound.derived(stated), bound.state(more)
    for name, source in sources.items():
        if isinstance(source, Derived) and source.estimate:
            guess, value = before[bound.slots[name]], after[bound.slots[name]]
            if value is None or value[0] < guess[0] or value[1] > guess[1]:
                return True
    return False


def answers_of(outcome: Outcome) -> tuple[Any, ...]:
    """An outcome without the rules behind it, and without the order of its codes."""
    if outcome.value.__class__ is tuple:
        return tuple(sorted(outcome.value)), tuple(sorted(outcome.possible))
    return outcome.value, outcome.possible


def assert_within(complete: Mapping[str, Outcome], partial: Mapping[str, Answer]) -> None:
    """Every answer of a completion is one that the partial transfer left open."""
    for question, answer in partial.items():
        outcome = complete[question]
        if answer.certain is None:
            assert set(outcome.possible) <= set(answer.possible), question
        else:
            assert set(answer.certain) <= set(outcome.value), question
            assert {*outcome.value, *outcome.possible} <= set(answer.possible), question


# unknown is sound


@settings(max_examples=30)
@given(data=st.data())
@pytest.mark.usefixtures("quick")
def test_every_completion_of_a_partial_transfer_gives_one_of_its_possible_answers(
    rulebook: Rulebook, stater: Stater, data: st.DataObject
) -> None:
    transfer = drawn(data, stater)
    review = Review(rulebook, transfer)
    for _ in range(3):
        complete = data.draw(completions(review.bound, review.explorer, review.stated))
        if not contradicts_itself(review.bound, complete):
            assert_within(decided(review.bound, complete), review.answers)


@given(data=st.data())
@settings(max_examples=30)
def test_one_fact_more_never_opens_an_answer_again(rulebook: Rulebook, stater: Stater, data: st.DataObject) -> None:
    transfer = drawn(data, stater)
    bound = bound_of(rulebook, transfer)
    explorer = Explorer(bound)
    complete = data.draw(completions(bound, explorer, transfer.stated))
    assume(not contradicts_itself(bound, complete))
    stated, before = dict(transfer.stated), decided(bound, transfer.stated)
    for name in data.draw(st.permutations(sorted(complete.keys()))):
        known = dict(stated)
        stated[name] = complete[name]
        if contradicts_itself(bound, stated):
            continue
        after = decided(bound, stated)
        if estimated_otherwise(bound, known, stated):
            before = after
            continue
        for question, outcome in after.items():
            if rulebook.questions[question].type == "codes":
                assert set(before[question].value) <= set(outcome.value), (name, question)
                assert {*outcome.value, *outcome.possible} <= {*before[question].value, *before[question].possible}
            else:
                assert set(outcome.possible) <= set(before[question].possible), (name, question)
        before = after


@given(data=st.data())
@settings(max_examples=50)
def test_a_transfer_of_which_all_is_known_is_decided_but_for_memberships(
    rulebook: Rulebook, stater: Stater, data: st.DataObject
) -> None:
    transfer = drawn(data, stater)
    bound = bound_of(rulebook, transfer)
    complete = data.draw(completions(bound, Explorer(bound), transfer.stated))
    state = bound.state(complete)
    assert not open_facts(bound, state)
    nations = {state[bound.slots[fact.name]] for fact in rulebook.facts.values() if fact.type == "nation"}
    unclear = any(group.holds(nation, bound.day) == 1 for group in rulebook.groups.values() for nation in nations)
    for question, outcome in bound.decide(state).items():
        covered = bound.question(question).covered
        if not unclear and (covered is None or covered(state) == 2):
            assert not outcome.open, question


# intervals


def widened(data: st.DataObject, rulebook: Rulebook, transfer: Transfer) -> Transfer:
    """A transfer of which some figures are known less well."""
    stated = dict(transfer.stated)
    for name, value in transfer.stated.items():
        fact = rulebook.facts[name]
        if fact.measured and fact.bounds and data.draw(st.booleans()):
            low, high = sorted((value[0] * 0.5, value[1] * 1.5))
            stated[name] = (max(low, fact.bounds[0]), min(high, fact.bounds[1]))
    return replace(transfer, stated=stated)


@given(data=st.data())
@settings(max_examples=25)
@pytest.mark.usefixtures("quick")
def test_an_answer_to_an_interval_contains_the_answers_to_its_points(
    rulebook: Rulebook, stater: Stater, data: st.DataObject
) -> None:
    transfer = widened(data, rulebook, drawn(data, stater, most=6))
    review = Review(rulebook, transfer)
    wide = {name: v for name, v in transfer.stated.items() if rulebook.facts[name].measured and v[0] < v[1]}
    assume(wide and not contradicts_itself(review.bound, transfer.stated))
    for _ in range(2):
        points = {}
        for name, (low, high) in wide.items():
            cell = data.draw(st.sampled_from(review.explorer.cells.of(rulebook.facts[name], (low, high))))
            point = data.draw(st.sampled_from(cell.value) | st.floats(*cell.value, allow_nan=False))
            points[name] = (point, point)
        stated = {**transfer.stated, **points}
        if not contradicts_itself(review.bound, stated):
            found = decided(review.bound, stated)
            kleene = {q: o for q, o in found.items() if review.rulebook.questions[q].shown}
            before = review.outcomes
            for question, outcome in kleene.items():
                if rulebook.questions[question].type == "codes":
                    assert {*outcome.value, *outcome.possible} <= {*before[question].value, *before[question].possible}
                else:
                    assert set(outcome.possible) <= set(before[question].possible), question
            complete = data.draw(completions(review.bound, review.explorer, stated))
            if not contradicts_itself(review.bound, complete):
                assert_within(decided(review.bound, complete), review.answers)


def test_an_interval_across_a_limit_is_open_and_on_either_side_of_it_is_not() -> None:
    def category(payload: Any) -> Answer:
        item = {"kind": "uas", "range": "2000 km", "payload": payload, "basis": "annex", "aerosol_dispenser": "no"}
        return licet.review(recipient="IT", date="2025-01-01", item=item).category

    assert category(["400 kg", "600 kg"]).possible == ["I", "II"]
    assert category(["400 kg", "499.999 kg"]).value == "II"
    assert category(["500 kg", "600 kg"]).value == "I"
    assert category("500 kg").value == "I"


# days


def stretches(rulebook: Rulebook) -> Iterator[tuple[int, int]]:
    """The first and the last day of every stretch on which the law stays the same."""
    first = datetime.date(1980, 1, 1).toordinal()
    days = [first, *(day for day in rulebook.boundaries if day > first), datetime.date(2040, 1, 1).toordinal()]
    return ((start, end - 1) for start, end in itertools.pairwise(days))


def test_between_two_boundaries_the_same_rules_and_memberships_hold(rulebook: Rulebook) -> None:
    for first, last in stretches(rulebook):
        early, late = Bound(rulebook, first), Bound(rulebook, last)
        assert [rule.name for rule in early.rules] == [rule.name for rule in late.rules]
        assert early.blank == late.blank


@given(data=st.data())
@settings(max_examples=20)
@pytest.mark.usefixtures("quick")
def test_a_later_day_with_no_boundary_between_changes_nothing(
    rulebook: Rulebook, stater: Stater, data: st.DataObject
) -> None:
    transfer = drawn(data, stater)
    first, last = data.draw(st.sampled_from(list(stretches(rulebook))))

    def told(day: int) -> Any:
        stated = {**transfer.stated, "date": (float(day), float(day))}
        review = Review(rulebook, replace(transfer, date=datetime.date.fromordinal(day), stated=stated))
        answers = {
            question: (
                answer.value,
                answer.possible,
                [[r.rule for r in rs] for rs in (answer.by, answer.defeated, answer.might)],
            )
            for question, answer in review.answers.items()
        }
        return answers, review.missing, review.assumed, sorted(warning.code for warning in review.warnings)

    assert told(first) == told(last)


def editions(rulebook: Rulebook) -> list[int]:
    """The days on which the Annex itself changed: those of the rules that decide an entry, and of the rules that they rest on."""
    regime = {name for name, instrument in rulebook.instruments.items() if instrument.kind == "regime"}
    windows = [rule.window for rule in rulebook.rules.values() if rule.instrument in regime]
    return sorted({day for window in windows for day in (window.start, window.end)})


@given(data=st.data(), first=dates())
@settings(max_examples=50)
def test_no_policy_changes_a_category(rulebook: Rulebook, stater: Stater, data: st.DataObject, first: str) -> None:
    transfer = drawn(data, stater)
    day = datetime.date.fromisoformat(first).toordinal()
    changes = editions(rulebook)
    index = bisect_right(changes, day)
    same = [other for other in rulebook.boundaries if changes[index - 1] <= other < changes[index]]
    found = []
    for on in (day, data.draw(st.sampled_from([day, *same]))):
        outcomes = decided(Bound(rulebook, on), {**transfer.stated, "date": (float(on), float(on))})
        found.append([answers_of(outcomes[question]) for question in ("entries", "category")])
    assert found[0] == found[1]


@given(data=st.data())
@settings(max_examples=25)
def test_a_reform_changes_no_category_and_nothing_before_its_day(
    rulebook: Rulebook, stater: Stater, data: st.DataObject
) -> None:
    transfer = drawn(data, stater)
    names = sorted(instrument.short for instrument in rulebook.instruments.values() if instrument.proposal)
    name, day = data.draw(st.sampled_from(names)), transfer.date.toordinal()
    now = decided(Bound(rulebook, day), transfer.stated)
    always = decided(Bound(Rulebook.load(rulebook.folder, [name]), day), transfer.stated)
    assert answers_of(always["category"]) == answers_of(now["category"])
    later = Rulebook.load(rulebook.folder, [f"{name}@2030-01-02"])
    same = decided(Bound(later, day), transfer.stated)
    assert {q: answers_of(outcome) for q, outcome in same.items()} == {
        q: answers_of(outcome) for q, outcome in now.items()
    }


# the same input, the same bytes

SAMPLES: list[dict[str, Any]] = [
    {"recipient": "SA", "date": "2025-09-15", "item": {"kind": "uas", "range": "11100 km", "payload": "2155 kg", "max_airspeed": "389 km/h"}},
    {"recipient": "IT", "date": "2014-06-01", "item": {"name": "MQ-9A"}},
    {"recipient": "PL", "date": "2025-03-01", "item": {"kind": "uas"}},
    {"recipient": "IN", "date": "2019-01-01", "item": {"kind": "subsystem", "part": "solid_rocket_motor"}, "value": "20 MUSD"},
    {"exporter": "FR", "recipient": "Türkiye", "date": "1994-05-05", "item": {"kind": "rocket", "range": ["250 km", "400 km"]}},
    {"recipient": "RU", "item": {"eccn": "9A012", "entries": ["1.A.2"]}, "date": "2021-01-01"},
    {"date": "2026-01-01"},
]  # fmt: skip
PROGRAM = """
import json, sys
import licet
for sample in json.loads(sys.stdin.read()):
    print(licet.review(sample, assume={"nsm28_partner": {"PL", "IN", "AU", "JP"}}).to_json())
"""


def test_equal_input_gives_equal_bytes_in_every_process() -> None:
    def run(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input=json.dumps(SAMPLES).encode(),
            env=environment,
            capture_output=True,
            check=True,
        )
        return done.stdout

    first = run("1")
    assert len(first) > 10_000
    assert run("2") == first


def test_equal_input_gives_equal_bytes_whatever_was_asked_before(rulebook: Rulebook) -> None:
    before = [licet.review(sample, rulebook=rulebook).to_json() for sample in SAMPLES[:5]]
    # The engine keeps what it has found; what it found first must not show.
    again = [licet.review(sample, rulebook=rulebook).to_json() for sample in reversed(SAMPLES[:5])]
    assert again[::-1] == before


@given(data=st.data())
@settings(max_examples=15)
@pytest.mark.usefixtures("quick")
def test_the_order_in_which_facts_are_stated_does_not_count(
    rulebook: Rulebook, stater: Stater, data: st.DataObject
) -> None:
    statement = data.draw(statements(rulebook, always=data.draw(ALWAYS), without=["name"]))
    turned = {
        key: dict(reversed(value.items())) if isinstance(value, dict) else value
        for key, value in reversed(statement.items())
    }
    first, second = (
        Review(rulebook, stater.read(from_value(stated, Where("transfer")))).determination
        for stated in (statement, turned)
    )
    assert first.answers == second.answers
    assert first.missing == second.missing
    assert first.assumed == second.assumed
    assert first.transfer == second.transfer


# what is missing


@given(data=st.data())
@settings(max_examples=15)
@pytest.mark.usefixtures("quick")
def test_when_nothing_is_missing_all_completions_agree(rulebook: Rulebook, stater: Stater, data: st.DataObject) -> None:
    transfer = drawn(data, stater, most=20)
    review = Review(rulebook, transfer)
    # Facts of which an answer says that they do not matter may be given in any way.
    decides = {question for missing in review.missing for question in missing.decides}
    settled = [q for q, answer in review.answers.items() if q not in decides and answer.exact]
    for _ in range(3):
        complete = data.draw(completions(review.bound, review.explorer, review.stated))
        if contradicts_itself(review.bound, complete):
            continue
        outcomes = decided(review.bound, complete)
        for question in settled:
            answer, outcome = review.answers[question], outcomes[question]
            if answer.certain is None:
                assert list(outcome.possible) == answer.possible, question
            else:
                assert set(outcome.value) == set(answer.certain), question
                assert {*outcome.value, *outcome.possible} == set(answer.possible), question


def outcome_of(bound: Bound, stated: Stated, question: str, code: str) -> Any:
    outcome = decided(bound, stated)[question]
    if code:
        return code in outcome.value, code in outcome.possible
    return outcome.possible


class Search:
    """A search through the cells for a completion, led by what the engine says is left; what it finds is judged without it."""

    def __init__(self, explorer: Explorer, question: str, code: str, steps: int = 150) -> None:
        self.explorer, self.bound = explorer, explorer.bound
        self.question, self.code, self.steps = question, code, steps

    def left(self, stated: Stated) -> Any:
        self.steps -= 1
        if self.steps < 0:
            reject()
        return self.explorer.remaining(self.question, stated, self.code)

    def cells(self, name: str, stated: Stated) -> list[Any]:
        fact = self.bound.rulebook.facts[name]
        value = self.bound.state(stated)[self.bound.slots[name]]
        return [cell.value for cell in self.explorer.cells.of(fact, value if fact.measured else None)]

    def after(self, name: str) -> set[str]:
        """The facts that may follow from a fact, through others or not."""
        found = {name}
        while more := {other for other in self.bound.rulebook.facts if self.explorer.before(other) & found} - found:
            found |= more
        return found - {name}

    def turning_on(self, name: str, stated: Stated) -> Iterator[Stated]:
        """Statements under which one fact, with what may follow from it, is all that is left to decide the question."""
        facts = self.left(stated).facts
        if name not in facts:
            return
        others = [fact for fact in facts if fact not in {name, *self.after(name)}]
        if not others:
            yield stated
            return
        for value in self.cells(others[0], stated):
            yield from self.turning_on(name, {**stated, others[0]: value})

    def ends(self, stated: Stated) -> Iterator[Stated]:
        """Statements under which nothing is left to decide the question."""
        facts = self.left(stated).facts
        if not facts:
            yield stated
            return
        for value in self.cells(facts[0], stated):
            yield from self.ends({**stated, facts[0]: value})

    def reaching(self, answer: str, stated: Stated) -> Iterator[Stated]:
        """Statements under which only one answer is left."""
        left = self.left(stated)
        if answer not in left.possible:
            return
        if not left.facts:
            yield stated
            return
        for value in self.cells(left.facts[0], stated):
            yield from self.reaching(answer, {**stated, left.facts[0]: value})


def completed(data: st.DataObject, review: Review, stated: Stated) -> Stated | None:
    """A completion that does not contradict itself, if a few attempts find one."""
    for _ in range(4):
        complete = data.draw(completions(review.bound, review.explorer, stated))
        if not contradicts_itself(review.bound, complete):
            return complete
    return None


def exact_and_open(review: Review) -> list[tuple[str, str]]:
    """The questions that are open, each with a code where it collects them, of which the engine knows exactly what is left."""
    return [
        (question, code)
        for name, left in review.remaining.items()
        if left.exact and len(left.possible) > 1
        for question, _, code in [name.partition(":")]
    ]


@given(data=st.data())
@settings(max_examples=6)
@pytest.mark.usefixtures("quick")
def test_a_fact_that_is_missing_can_change_an_answer(rulebook: Rulebook, stater: Stater, data: st.DataObject) -> None:
    transfer = drawn(data, stater)
    review = Review(rulebook, transfer)
    questions = exact_and_open(review)
    assume(questions)
    question, code = data.draw(st.sampled_from(questions))
    facts = review.remaining[f"{question}:{code}" if code else question].facts
    assume(facts)
    name = data.draw(st.sampled_from(facts))
    assert any(missing.fact == rulebook.facts[name].path and question in missing.decides for missing in review.missing)
    search = Search(review.explorer, question, code)
    every = True
    for stated in search.turning_on(name, review.stated):
        found = []
        for value in search.cells(name, stated):
            ends = [completed(data, review, end) for end in search.ends({**stated, name: value})]
            every &= None not in ends
            whole = [end for end in ends if end is not None]
            if whole:
                found.append({outcome_of(review.bound, end, question, code) for end in whole})
        if any(outcomes != found[0] for outcomes in found):
            return
    # Where some of what was tried contradicted itself, nothing is shown.
    assume(every)
    raise AssertionError(f"no two values of {name} change {question} {code}")


@given(data=st.data())
@settings(max_examples=6)
@pytest.mark.usefixtures("quick")
def test_every_possible_answer_of_an_exact_question_is_reached(
    rulebook: Rulebook, stater: Stater, data: st.DataObject
) -> None:
    transfer = drawn(data, stater)
    review = Review(rulebook, transfer)
    questions = exact_and_open(review)
    assume(questions)
    question, code = data.draw(st.sampled_from(questions))
    answer = data.draw(st.sampled_from(review.remaining[f"{question}:{code}" if code else question].possible))
    every = True
    for stated in Search(review.explorer, question, code).reaching(answer, review.stated):
        complete = completed(data, review, stated)
        if complete is None:
            every = False
            continue
        outcome = decided(review.bound, complete)[question]
        if code:
            assert (code in outcome.value) if answer == "in" else (code not in outcome.value)
        else:
            assert answer in outcome.possible
        return
    assume(every)
    raise AssertionError(f"no completion answers {question} {code} with {answer}")


# the engine and the plain reading of the law


@given(data=st.data())
@settings(max_examples=50)
def test_the_engine_answers_as_the_plain_reading_of_the_law_does(
    rulebook: Rulebook, stater: Stater, data: st.DataObject
) -> None:
    transfer = drawn(data, stater, most=20)
    for bound in (bound_of(rulebook, transfer), Bound(rulebook, transfer.date.toordinal())):
        state = bound.state(transfer.stated)
        facts = facts_of(bound, state)
        assert_same_facts(rulebook, facts, what_follows(bound, transfer.stated))
        reading = PlainReading(bound, facts).possible()
        outcomes = bound.decide(state)
        assert set(reading) == set(outcomes)
        for question, outcome in outcomes.items():
            first, second = reading[question]
            if rulebook.questions[question].type == "codes":
                assert set(outcome.value) == set(first), question
                assert set(outcome.possible) == set(second), question
            else:
                assert set(outcome.possible) == first, question
        for compiled in bound.questions:
            name = compiled.question.name
            alone = bound.decide(bound.state(transfer.stated), bound.cone(name))[name]
            assert answers_of(alone) == answers_of(outcomes[name])


def assert_same_facts(rulebook: Rulebook, found: Stated, plain: Stated) -> None:
    """The same facts follow; a figure that is worked out may differ in its last place."""
    for name, fact in rulebook.facts.items():
        if fact.derived and found[name] is not None:
            assert plain[name] == pytest.approx(found[name], rel=1e-9, abs=0), name
        else:
            assert plain[name] == found[name], name


def any_state(bound: Bound, explorer: Explorer, chance: random.Random) -> list[Any]:
    """A state of which every part is drawn by itself: not known, one value, or an interval that ends in or across cells."""
    state = bound.blank.copy()
    for fact in bound.rulebook.facts.values():
        if not fact.decidable or (fact.presume and chance.random() < 0.5):
            continue
        slot, known = bound.slots[fact.name], chance.random() < 0.75
        cells = explorer.cells.of(fact)
        if fact.measured:
            ends = sorted(chance.choice(chance.choice(cells).value) for _ in range(2))
            state[slot] = (ends[0], chance.choice(ends)) if known else None
        elif fact.type == "truth":
            state[slot] = chance.choice((0, 2)) if known else 1
        else:
            state[slot] = chance.choice(chance.choice(cells).values) if known else None
    state[bound.slots["date"]] = (float(bound.day), float(bound.day))
    return state


@pytest.mark.parametrize("seed", range(12))
def test_in_any_state_every_condition_is_as_true_as_the_plain_reading_has_it(rulebook: Rulebook, seed: int) -> None:
    chance = random.Random(seed)
    first, last = chance.choice(list(stretches(rulebook)))
    bound = Bound(rulebook, chance.randint(first, last))
    explorer = Explorer(bound)
    for _ in range(20):
        state = any_state(bound, explorer, chance)
        reading = PlainReading(bound, facts_of(bound, state))
        answers = reading.possible()
        for question, outcome in bound.decide(state).items():
            certain, maybe = answers[question]
            if rulebook.questions[question].type == "codes":
                assert (frozenset(outcome.value), frozenset(outcome.possible)) == (certain, maybe), question
            else:
                assert frozenset(outcome.possible) == certain, question
        for rule in bound.rules:
            if rule.condition is not None:
                assert bound.function(rule.condition)(state) == reading.applies(rule), rule.name


# what was asked before changes nothing


@settings(max_examples=40)
@given(data=st.data())
@pytest.mark.usefixtures("quick")
def test_what_is_left_open_is_the_same_whatever_was_asked_before(data: st.DataObject, stater: Stater) -> None:
    transfer = drawn(data, stater, most=30)
    remembering = binder(stater.rulebook).on(TODAY.toordinal(), ()).engine.remembering
    # Others have been asked by now, and this again with its figures moved, on a neighbouring day, to somebody else, or with less said of it.
    near = {name: _moved(value) for name, value in transfer.stated.items()}
    far = {name: _moved(value, 2.0) for name, value in transfer.stated.items()}
    elsewhere = {**transfer.stated, "recipient": data.draw(st.sampled_from(sorted(stater.rulebook.nations)))}
    left_out = data.draw(st.sampled_from(sorted({*transfer.stated} - {"date"}) or [""]))
    less = {name: value for name, value in transfer.stated.items() if name != left_out}
    for other in (
        *(replace(transfer, stated=stated) for stated in (near, far, elsewhere, less)),
        replace(transfer, date=transfer.date + datetime.timedelta(30)),
    ):
        Review(stater.rulebook, other, exact="quick").remaining  # noqa: B018 - it is remembered
    warm = Review(stater.rulebook, transfer, exact="quick").remaining
    again = Review(stater.rulebook, transfer, exact="quick").remaining
    remembering.forget()
    cold = Review(stater.rulebook, transfer, exact="quick").remaining
    assert warm == again == cold


def _moved(value: Any, by: float = 1.01) -> Any:
    """A measure above what it was; everything else as it is."""
    if value.__class__ is tuple and len(value) == 2 and all(isinstance(end, float) for end in value):
        return tuple(end * by for end in value)
    return value
