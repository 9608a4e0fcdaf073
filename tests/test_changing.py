"""Deciding again after a change gives what deciding anew gives: for any facts, any presumption taken back, and any two days."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import dates, statements

from licet.deciding.bound import Bound, Outcome, binder
from licet.deciding.changing import (
    Decided,
    Other,
    decide_again,
    on_day,
    otherwise,
    same_there,
    state_with,
    state_without,
)
from licet.deciding.exploring import Explorer, left
from licet.deciding.trees import Plan
from licet.deciding.trials import Trial, Trials
from licet.deciding.walking import Purse
from licet.language.nodes import Where, from_value
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

TODAY = datetime.date(2026, 11, 22)
# From next to nothing to what a real transfer says.
ALWAYS = [("kind", "date"), ("kind", "recipient", "date", "range", "payload"), ("kind", "for_kind", "part", "date")]


@pytest.fixture(scope="module")
def stater(rulebook: Rulebook) -> Stater:
    return Stater(rulebook, TODAY)


def drawn(data: st.DataObject, stater: Stater, always: tuple[str, ...]) -> Transfer:
    statement = data.draw(statements(stater.rulebook, always=always, most=10))
    return stater.read(from_value(statement, Where("transfer")))


def bound_of(stater: Stater, transfer: Transfer) -> Bound:
    return binder(stater.rulebook).on(transfer.date.toordinal(), transfer.filled)


def outcomes_of(trials: Trials, trial: Trial, plan: Plan) -> dict[str, Outcome]:
    trials.decide(trial, plan)
    return {one.name: trial.known[one.key] for one in trials.changing.readers(plan)}


def decided(bound: Bound, stated: Any, withheld: tuple[str, ...] = (), plan: Plan | None = None) -> Decided:
    state = bound.state(stated, withheld)
    return Decided(bound, state, bound.decide(state, plan))


def same_again(before: Decided, bound: Bound, state: list[Any]) -> None:
    """Hold the shorter way against the whole one, outcome by outcome, and what then stands in the state."""
    anew, base = state.copy(), bound.engine.rule_base
    again = Other([*state[:base], *before.state[base:]], tuple(bound.rulebook.facts))
    told = bound is before.bound and not otherwise(again, before)
    outcomes, found = bound.decide(anew), decide_again(bound, again, before)
    assert {name: one for name, one in found.items() if one != outcomes[name]} == {}
    assert again.state == anew
    assert not told or outcomes == before.outcomes, "what is said to be the same is"


@settings(max_examples=6)
@given(st.data())
def test_whatever_changes_the_answers_are_those_of_deciding_anew(stater: Stater, data: st.DataObject) -> None:
    always = data.draw(st.sampled_from(ALWAYS))
    first, then = drawn(data, stater, always), drawn(data, stater, always)
    # Some of the one and some of the other: from one fact that changed to a transfer of which nothing is the same.
    mixed: dict[str, Any] = {}
    for name in sorted(({*first.stated} | {*then.stated}) - {"date", "entries"}):
        chosen = (first if data.draw(st.booleans()) else then).stated
        mixed |= {name: chosen[name]} if name in chosen else {}
    before = decided(bound_of(stater, first), first.stated)
    bound = bound_of(stater, data.draw(st.sampled_from([first, then])))
    day = (float(bound.day), float(bound.day))
    same_again(before, bound, bound.state({**mixed, "date": day}))


@settings(max_examples=6)
@given(st.data())
def test_one_fact_taken_back_or_a_presumption_withheld(stater: Stater, data: st.DataObject) -> None:
    transfer = drawn(data, stater, data.draw(st.sampled_from(ALWAYS)))
    bound = bound_of(stater, transfer)
    before = decided(bound, transfer.stated)
    left = dict(transfer.stated)
    del left[data.draw(st.sampled_from(sorted(left.keys() - {"date"})))]
    same_again(before, bound, bound.state(left))
    presumed = sorted(fact.name for fact in stater.rulebook.facts.values() if fact.presume)
    withheld = tuple(data.draw(st.sets(st.sampled_from(presumed), min_size=1, max_size=3)))
    same_again(before, bound, bound.state(transfer.stated, withheld))


@settings(max_examples=6)
@given(st.data())
def test_what_was_not_known_comes_to_be_known(stater: Stater, data: st.DataObject) -> None:
    transfer = drawn(data, stater, data.draw(st.sampled_from(ALWAYS)))
    bound = bound_of(stater, transfer)
    known = sorted(transfer.stated.keys() - {"date"})
    first = data.draw(st.sets(st.sampled_from(known), max_size=len(known) - 1))
    before = decided(bound, {name: value for name, value in transfer.stated.items() if name in first or name == "date"})
    same_again(before, bound, bound.state(transfer.stated))


@settings(max_examples=3)
@given(st.data())
def test_the_same_transfer_on_another_day(stater: Stater, data: st.DataObject) -> None:
    transfer = drawn(data, stater, data.draw(st.sampled_from(ALWAYS)))
    before = decided(bound_of(stater, transfer), transfer.stated)
    on = datetime.date.fromisoformat(str(data.draw(dates()))).toordinal()
    bound = binder(stater.rulebook).on(on, transfer.filled)
    day = (float(on), float(on))
    stated = {**transfer.stated, "date": day}
    moved = on_day(bound, before.state, "date", day, stated)
    # What stood in the state of the other day must not be seen in the answers.
    assert decide_again(bound, moved, before) == decided(bound, stated).outcomes


@settings(max_examples=8)
@given(st.data())
def test_one_fact_that_is_another_leaves_the_state_that_stating_all_of_it_gives(
    stater: Stater, data: st.DataObject
) -> None:
    first, then = (drawn(data, stater, data.draw(st.sampled_from(ALWAYS))) for _ in range(2))
    bound = bound_of(stater, first)
    plan = data.draw(st.sampled_from([None, *(bound.cone(name) for name in ("category", "posture", "licence"))]))
    state = bound.state(first.stated, plan=plan)
    before = Decided(bound, state, bound.decide(state, plan))
    facts = len(stater.rulebook.facts)
    for name in sorted(then.stated.keys() - {"date", "entries"}):
        stated = {**first.stated, name: then.stated[name]}
        assert (
            state_with(bound, before.state, stated, name, plan).state[:facts] == bound.state(stated, plan=plan)[:facts]
        ), name


@settings(max_examples=4)
@given(st.data())
def test_where_nothing_is_another_on_a_day_the_answers_are_those_of_the_other(
    stater: Stater, data: st.DataObject
) -> None:
    transfer = drawn(data, stater, data.draw(st.sampled_from(ALWAYS)))
    before = decided(bound_of(stater, transfer), transfer.stated)
    plan = before.bound.engine.plan_of(["category", "posture", "licence"])
    for day in stater.rulebook.boundaries[::3]:
        bound, value = binder(stater.rulebook).on(day), (float(day), float(day))
        if same_there(bound, before, "date", value, plan):
            there = decided(bound, {**transfer.stated, "date": value}).outcomes
            assert {name: there[name] for name in ("category", "posture", "licence")} == {
                name: before.outcomes[name] for name in ("category", "posture", "licence")
            }


@settings(max_examples=4)
@given(st.data())
def test_a_question_that_rests_on_nothing_that_is_another_leaves_open_what_it_left_the_day_before(
    stater: Stater, data: st.DataObject
) -> None:
    transfer = drawn(data, stater, data.draw(st.sampled_from(ALWAYS)))
    before = decided(bound_of(stater, transfer), transfer.stated)
    engine, asked = before.bound.engine, ("category", "posture", "licence")
    was = left(before.bound, transfer.stated, asked, Purse(4_000), before)
    for day in data.draw(st.lists(st.sampled_from(stater.rulebook.boundaries), min_size=8, max_size=8)):
        bound, value, moved = binder(stater.rulebook).on(day), (float(day), float(day)), set[int]()
        stated = {**transfer.stated, "date": value}
        other = on_day(bound, before.state, "date", value, stated)
        then = Decided(bound, other.state, decide_again(bound, other, before, None, moved))
        there = left(bound, stated, asked, Purse(4_000), then)
        for question in asked:
            if same_there(bound, before, "date", value, engine.cone(question), moved):
                # Where cells are other ones, as much may not be enough to tell them all.
                assert there[question] == was[question] or not (there[question][1] and was[question][1])


@settings(max_examples=4)
@given(st.data())
def test_between_the_days_on_which_something_may_change_the_answers_are_the_same(
    stater: Stater, data: st.DataObject
) -> None:
    transfer = drawn(data, stater, data.draw(st.sampled_from(ALWAYS)))
    before = decided(bound_of(stater, transfer), transfer.stated)
    plan = before.bound.engine.plan_of(["category", "posture", "licence"])
    days = before.bound.engine.changing.days(before.bound, plan, before.state)
    boundaries = stater.rulebook.boundaries
    if days is None:
        # A nation is not known.
        assert any(before.state[slot].__class__ is not str for slot in before.bound.engine.nation_slots)
        return
    assert set(boundaries) - days
    for boundary in [day for day in boundaries if day not in days][::5]:
        sides = []
        for on in (boundary - 1, boundary):
            there = binder(stater.rulebook).on(on)
            outcomes = decided(there, {**transfer.stated, "date": (float(on), float(on))}).outcomes
            sides.append([outcomes[name].possible for name in ("category", "posture", "licence")])
        assert sides[0] == sides[1], datetime.date.fromordinal(boundary)


@settings(max_examples=8)
@given(st.data())
def test_without_what_is_presumed_the_state_is_that_of_deriving_anew(stater: Stater, data: st.DataObject) -> None:
    transfer = drawn(data, stater, data.draw(st.sampled_from(ALWAYS)))
    bound = bound_of(stater, transfer)
    before = decided(bound, transfer.stated)
    facts = len(stater.rulebook.facts)
    for name in bound.presumed(transfer.stated, bound.derived(transfer.stated)[1]):
        without = state_without(before, transfer.stated, name)
        assert without.state[:facts] == bound.state(transfer.stated, (name,))[:facts], name


@settings(max_examples=20)
@given(st.data())
def test_whatever_is_tried_in_whatever_order_it_is_decided_as_if_it_were_stated(
    stater: Stater, data: st.DataObject
) -> None:
    first, then = (drawn(data, stater, data.draw(st.sampled_from(ALWAYS))) for _ in range(2))
    bound = bound_of(stater, first)
    trials = Trials(decided(bound, first.stated), first.stated)
    tried = sorted(then.stated.keys() - {"date", "entries"})
    codes = sorted({code for ranked in bound.question("factors").rules for code in ranked.answer})[:3]
    asked = [("category",), ("posture",), ("licence",), ("obligations",), *(("factors", code) for code in codes)]
    plans = [*(bound.cone(*one) for one in asked), bound.engine.plan]
    for _ in range(6):
        trial, stated = trials.first, dict(first.stated)
        for name in data.draw(st.lists(st.sampled_from(tried), unique=True, max_size=4)):
            if data.draw(st.booleans()):
                trials.decide(trial, data.draw(st.sampled_from(plans)))
            stated[name] = then.stated[name]
            trial = trials.on(trial, name, then.stated[name])
        plan = data.draw(st.sampled_from(plans))
        state = bound.state(stated)
        outcomes = bound.decide(state, plan)
        found = outcomes_of(trials, trial, plan)
        code = next((one[1] for one in asked if bound.cone(*one) is plan and one[1:]), "")
        if code:
            # Of one code it is only told whether it comes in; where nothing touches it, with all the others.
            assert _of(code, found.pop("factors")) == _of(code, outcomes.pop("factors"))
        assert found == outcomes
        slots = {ranked.slot for step in plan for ranked in step.question.rules}
        assert {slot: trial.state[slot] for slot in slots} == {slot: state[slot] for slot in slots}


def _of(code: str, outcome: Outcome) -> str:
    return "in" if code in outcome.value else "perhaps" if code in outcome.possible else "out"


@settings(max_examples=12)
@given(st.data())
def test_whoever_asks_for_the_answers_alone_is_told_those_of_the_whole_walk(
    stater: Stater, data: st.DataObject
) -> None:
    transfer = drawn(data, stater, data.draw(st.sampled_from(ALWAYS)))
    known = data.draw(st.sets(st.sampled_from(sorted(transfer.stated))))
    stated = {name: value for name, value in transfer.stated.items() if name in {*known, "date", "recipient"}}
    bound = bound_of(stater, transfer)
    before = decided(bound, stated)
    for question in ("category", "regime_posture", "posture", "licence"):
        if before.outcomes[question].open:
            alone, whole = (
                Explorer(bound).remaining(question, stated, trials=Trials(before, stated), answers_only=only)
                for only in (True, False)
            )
            assert alone.possible == whole.possible or not (alone.settled and whole.exact), question
            assert alone.settled or not whole.exact, "the shorter walk finds out what the longer one does"


def test_beside_a_claim_every_cell_is_decided_as_from_the_beginning(stater: Stater) -> None:
    item = {"name": "Babur (Hatf-VII)", "max_airspeed": "unknown"}
    statement = {"date": "2020-04-19", "recipient": "AE", "item": item, "entries": ["4.C.6.d.2"]}
    transfer = stater.read(from_value(statement, Where("transfer")))
    bound = bound_of(stater, transfer)
    before = decided(bound, transfer.stated)
    trials = Trials(before, transfer.stated)
    for name in ("payload", "launch_mass"):
        fact = stater.rulebook.facts[name]
        for cell in Explorer(bound).cells.of(fact, before.state[bound.slots[name]]):
            stated = {**transfer.stated, name: cell.value}
            anew = decided(bound, stated).outcomes
            assert decide_again(bound, state_with(bound, before.state, stated, name), before) == anew
            trial = trials.on(trials.first, name, cell.value)
            assert outcomes_of(trials, trial, bound.engine.plan) == anew


def test_where_all_that_follows_is_found_anew_the_answers_that_nothing_touched_still_stand(stater: Stater) -> None:
    # Who has jurisdiction may follow from what follows from it.
    item = {"kind": "software", "part": "adc_microcircuit", "range": "0 km"}
    statement = {"date": "2016-10-10", "recipient": "AG", "jurisdiction": "usml", "item": item}
    transfer = stater.read(from_value(statement, Where("transfer")))
    bound = bound_of(stater, transfer)
    trials = Trials(decided(bound, transfer.stated), transfer.stated)
    assert bound.engine.deriving.after("jurisdiction", transfer.stated.keys(), None)[1], "nothing follows in a circle"
    trial, stated = trials.on(trials.first, "jurisdiction", "ccl"), {**transfer.stated, "jurisdiction": "ccl"}
    plan = bound.cone("licence")
    anew = decided(bound, stated, plan=plan)
    assert outcomes_of(trials, trial, plan) == dict(anew.outcomes)
    slots = [one.question.slot for one in plan if one.question.slot >= 0]
    assert [trial.state[slot] for slot in slots] == [anew.state[slot] for slot in slots]


def test_beside_a_claim_the_truth_of_the_rules_is_that_of_the_questions_decided_last(stater: Stater) -> None:
    statement = {
        "date": "2020-04-19",
        "recipient": "AE",
        "item": {"name": "Babur (Hatf-VII)"},
        "entries": ["4.C.6.d.2"],
    }
    transfer = stater.read(from_value(statement, Where("transfer")))
    bound = bound_of(stater, transfer)
    trials = Trials(decided(bound, transfer.stated), transfer.stated)
    fact = stater.rulebook.facts["launch_mass"]
    cell = Explorer(bound).cells.of(fact)[0]
    trial, stated = trials.on(trials.first, fact.name, cell.value), {**transfer.stated, fact.name: cell.value}
    for question in ("licence", "posture", "category", "licence"):
        plan = bound.cone(question)
        trials.decide(trial, plan)
        truths = bound.engine.changing.truths(plan)
        assert truths(trial.state) == truths(decided(bound, stated, plan=plan).state), question
