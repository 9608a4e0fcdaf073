"""What was proven possible is shown by a transfer with few facts and plain numbers, and the review of it says what was proven."""

from __future__ import annotations

import datetime
import math
import random
from fractions import Fraction

import pytest

pytest.importorskip("z3", reason="the extra 'prove' is not installed")

from hypothesis import given
from hypothesis import strategies as st
from proving.faulty import reviewed, roles

from licet.proving.case import Case, found
from licet.proving.numbers import cell, plainest
from licet.rulebook.rulebook import Rulebook

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def case(rulebook: Rulebook) -> Case:
    return Case.of(rulebook, day=TODAY.toordinal())


@pytest.mark.parametrize(
    "question", ["category", "entries", "regime_posture", "posture", "licence", "authority", "factors", "obligations"]
)
def test_a_rule_that_can_govern_governs_in_the_review_of_its_witness(case: Case, question: str) -> None:
    rules = case.encoding.question(question).rules
    for rule in random.Random(question).sample(rules, min(len(rules), 5)):
        witness = case.witness(case.encoding.governs(question, rule.name))
        if witness is None:
            # It only lifts a refusal, and another rule always answers.
            assert rule.then[question] == ("not_reviewed",)
            continue
        answer = reviewed(case.rulebook, found("witness", (rule.name,), "", witness)).answers[question]
        assert roles(answer)[rule.name] == "by", witness
        assert answer.value is not None or answer.certain, witness


def test_a_witness_states_little_and_nothing_that_is_presumed(case: Case) -> None:
    witness = case.witness(case.encoding.governs("posture", "us.uas-2025/as-manned-aircraft"))
    assert witness is not None
    assert witness.transfer["date"] == TODAY.isoformat()
    item = witness.transfer["item"]
    assert item["kind"] == "uas"
    assert item.keys() <= {"kind", "range", "payload", "max_airspeed", "aerosol_dispenser"}
    assert "exporter" not in witness.transfer
    assert "end_use" not in witness.transfer


def test_who_is_in_a_group_that_is_not_public_is_assumed(case: Case) -> None:
    witness = case.witness(case.encoding.governs("posture", "us.nsm-28/partners-military"))
    assert witness is not None
    recipient = witness.transfer["recipient"]
    assert witness.assume == {"nsm28_partner": (recipient,)}
    text = found("witness", (), "", witness).text("shown.yaml")
    assert text.startswith(f"# licet review shown.yaml --assume nsm28_partner={recipient}\n")


def test_the_same_question_gets_the_same_witness(rulebook: Rulebook) -> None:
    def ask() -> object:
        case = Case.of(rulebook, day=TODAY.toordinal())
        return case.witness(case.encoding.governs("licence", "us.aeca-38/licence"))

    assert ask() == ask()


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_the_plainest_number_lies_between_its_ends(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert low <= plainest(low, high) <= high
    assert low <= plainest(low, math.inf)
    assert -high <= plainest(-high, -low) <= -low


@given(st.fractions(0, 1000), st.lists(st.floats(0, 1000), max_size=5))
def test_all_numbers_of_a_cell_are_held_against_the_limits_alike(number: Fraction, cuts: list[float]) -> None:
    low, high = cell(number, cuts)
    for end in (low, high):
        for cut in cuts:
            if not math.isinf(end) and low <= high:
                assert (end < cut, end == cut) == (number < cut, number == cut)
