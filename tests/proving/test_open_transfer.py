"""What is left of an open transfer is exactly what its completions give: no answer that none gives, and none missing."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("z3", reason="the extra 'prove' is not installed")

from hypothesis import given, settings
from hypothesis import strategies as st
from small_law import write_law
from strategies import completions, contradicts_itself, statements

import licet
from licet.deciding.bound import binder
from licet.language.nodes import Where, from_value
from licet.proving.open_transfer import OpenTransfer, Spent
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

TODAY = datetime.date(2026, 11, 22)


def read(rulebook: Rulebook, statement: dict[str, Any]) -> Transfer:
    return Stater(rulebook, TODAY).read(from_value(statement, Where("transfer")))


def opened(rulebook: Rulebook, transfer: Transfer, work: int = 100_000) -> OpenTransfer:
    review = Review(rulebook, transfer)
    known = {name: review.state[review.bound.slots[name]] for name in rulebook.facts}
    return OpenTransfer(rulebook, transfer.date.toordinal(), known, transfer.stated.keys(), transfer.filled, work)


# Against every completion of a small law.

FIGURES = {"range": (299.0, 300.0, 50000.0), "payload": (0.0, 499.0, 500.0)}


def every_completion(rulebook: Rulebook, transfer: Transfer) -> Iterator[dict[str, Any]]:
    """Every transfer that the partial one may turn out to be, as far as the small law tells them apart."""
    review = Review(rulebook, transfer)
    axes: dict[str, list[Any]] = {"kind": ["uas", "rocket"], "recipient": list(rulebook.nations)}
    for name, figures in FIGURES.items():
        low, high = review.state[review.bound.slots[name]] or (0.0, 50000.0)
        axes[name] = [(x, x) for x in (low, *figures, high) if low <= x <= high]
    free = [name for name in axes if name not in transfer.stated or name in FIGURES]
    for values in itertools.product(*(axes[name] for name in free)):
        yield {**transfer.stated, **dict(zip(free, values, strict=True))}


PARTLY: list[dict[str, Any]] = [
    {},
    {"kind": "uas"},
    {"kind": "uas", "range": "280 km"},
    {"range": "250 km", "payload": "600 kg"},
    {"kind": "uas", "range": "400 km", "payload": ["450 kg", "550 kg"], "hypersonic": "no"},
    {"kind": "rocket", "payload": "600 kg"},
    {"hypersonic": "yes", "range": "400 km", "payload": "600 kg"},
    {"kind": "uas", "envelope": [{"payload": "510 kg", "range": "310 km"}]},
]


@pytest.mark.parametrize("item", PARTLY)
@pytest.mark.parametrize("more", [{}, {"recipient": "NO"}, {"recipient": "IT"}])
@pytest.mark.parametrize("date", ["1985-01-01", "1990-06-01", "2015-01-01", "2022-01-01", "2026-01-01"])
def test_under_a_small_law_it_is_what_all_completions_give(
    tmp_path: Path, item: dict[str, Any], more: dict[str, str], date: str
) -> None:
    rulebook = Rulebook.load(write_law(tmp_path))
    transfer = read(rulebook, {"date": date, "item": item, **more})
    bound = binder(rulebook).on(transfer.date.toordinal())
    found: dict[str, set[str]] = {"category": set(), "posture": set(), "entries": set()}
    for complete in every_completion(rulebook, transfer):
        outcomes = bound.decide(bound.state(complete))
        for question in ("category", "posture"):
            found[question] |= set(outcomes[question].possible)
        entries = outcomes["entries"]
        found["entries"].add("in" if "1.A.2" in entries.value else "out")
        found["entries"] |= {"in", "out"} if "1.A.2" in entries.possible else set()
    exactly = opened(rulebook, transfer)
    for question in ("category", "posture"):
        assert set(exactly.possible(question, list(rulebook.questions[question].values))) == found[question]
        assert exactly.exact(question)
    assert set(exactly.membership("entries", "1.A.2")) == found["entries"]


def test_a_fact_decides_only_where_another_value_of_it_changes_the_answer(tmp_path: Path) -> None:
    rulebook = Rulebook.load(write_law(tmp_path))
    exactly = opened(rulebook, read(rulebook, {"date": "2022-01-01", "item": {"kind": "uas", "range": "400 km"}}))
    assert exactly.decides("category", "payload")
    assert not exactly.decides("category", "recipient")
    # A slow drone is decided case by case, whatever it carries and wherever it goes.
    assert not any(exactly.decides("posture", name) for name in ("payload", "recipient", "value"))


# Under the law that came with Licet.


@settings(max_examples=12)
@given(data=st.data())
def test_it_lies_within_what_the_walk_leaves_and_holds_every_completion(
    rulebook: Rulebook, data: st.DataObject
) -> None:
    claimed = [f.name for f in rulebook.facts.values() if f.type == "codes" or f.implies or f.unlisted]
    always = data.draw(
        st.sampled_from([("kind", "date"), ("kind", "part", "date"), ("kind", "recipient", "date", "range")])
    )
    transfer = read(rulebook, data.draw(statements(rulebook, always=always, without=[*claimed, "name"], most=8)))
    review = Review(rulebook, transfer)
    if contradicts_itself(review.bound, transfer.stated):
        return
    exactly = opened(rulebook, transfer)
    found: dict[str, set[str]] = {}
    for question in ("category", "regime_posture", "posture", "licence", "authority"):
        walked = review.outcomes[question].possible
        found[question] = set(exactly.possible(question, list(rulebook.questions[question].values)))
        assert found[question] <= set(walked), question
        if question in review.remaining and review.remaining[question].exact:
            assert found[question] == set(review.remaining[question].possible), question
    for _ in range(3):
        complete = data.draw(completions(review.bound, review.explorer, review.stated))
        if contradicts_itself(review.bound, complete):
            continue
        outcomes = review.bound.decide(review.bound.state(complete))
        for question, possible in found.items():
            if not outcomes[question].open:
                assert outcomes[question].value in possible, question


def test_a_review_that_is_asked_for_exact_answers_says_that_they_are() -> None:
    stated = {"date": "2026-07-02", "item": {"kind": "production_equipment", "part": "rocket_stage"}}
    wide, exact = licet.review(stated, exact="quick"), licet.review(stated)
    assert not wide.posture.exact
    assert exact.posture.exact
    assert set(exact.posture.possible) < set(wide.posture.possible)
    assert {missing.fact for missing in exact.missing} <= {missing.fact for missing in wide.missing}
    assert licet.review(stated).to_json() == exact.to_json()


def test_of_figures_whose_product_is_open_it_is_said_that_more_may_be_told_than_is_possible(rulebook: Rulebook) -> None:
    """Energy in a volume is energy in a mass times density; where all three are open, they are taken one by one."""
    exactly = opened(rulebook, read(rulebook, {"date": "2025-09-15", "item": {"kind": "material"}}))
    assert {"II", "unlisted"} <= set(exactly.possible("category", ["I", "II", "unlisted"]))
    assert not exactly.exact("category")


def test_work_that_does_not_suffice_is_said(rulebook: Rulebook) -> None:
    exactly = opened(rulebook, read(rulebook, {"date": "2025-09-15", "item": {"kind": "other"}}), work=2)
    with pytest.raises(Spent):
        exactly.possible("posture", list(rulebook.questions["posture"].values))
