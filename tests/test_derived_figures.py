"""Figures that follow from others, in laws of a few rules: what is left open of them is what a search through all their values finds.

A product of two figures stands for every figure that is worked out. The judge knows no cells: it states both factors, at many values, and
lets the engine decide each transfer of which all is known.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_law import write_law

from licet.deciding.compiling import State
from licet.language.nodes import Where, from_value
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater

TODAY = datetime.date(2026, 1, 1)

FIGURE = """
```fact
fact: {name}
at: item
type: {kind}
bounds: [0{unit}, {most}{unit}]
definition: A figure.
source: a data sheet
ask: How much is it?
{more}```
"""
RULES = """\
---
instrument: us.figures
title: Rules on figures
issuer: A state
kind: policy
in_force: 1993-01-07 ..
source: the rules
standing: verified
---
"""
RULE = """
```rule
id: {id}
cite: paragraph {id}
decides: {question}
when: "{when}"
then: {then}
says: A rule.
```
"""


def figure(name: str, unit: str = "", most: int = 100, more: str = "") -> str:
    kind = f"quantity\nunit: {unit}" if unit else "number"
    return FIGURE.format(name=name, kind=kind, unit=f" {unit}" if unit else "", most=most, more=more)


def law(folder: Path, rules: list[tuple[str, str]], product: str = "total", more: str = "") -> Rulebook:
    """The small law, with two factors, their product, and rules that refuse: name → condition."""
    write_law(folder)
    derived = f"derived:\n  - {{as: first * second, why: the product of both}}\n{more}"
    facts = figure("first") + figure("second", "km") + figure(product, "km", 10_000, derived)
    (folder / "vocabulary/product.md").write_text(f"# Figures\n{facts}")
    text = "".join(RULE.format(id=name, question="posture", when=when, then="denial") for name, when in rules)
    (folder / "us/figures.md").write_text(RULES + text)
    return Rulebook.load(folder)


def reviewed(book: Rulebook, to: str = "IT", **item: Any) -> Review:
    stated = {"date": TODAY.isoformat(), "recipient": to, "item": {"kind": "uas", **item}}
    return Review(book, Stater(book, TODAY).read(from_value(stated, Where("transfer"))))


FIRSTS = (0, 3, 4.9, 5, 7, 7.9, 8, 9, 50, 100)
SECONDS = (0, 3, 6, 9, 9.9, 10, 12, 50, 100)


def found_by_search(book: Rulebook, **item: Any) -> set[str]:
    """The postures of transfers of which both factors are known, at many values."""
    found: set[str] = set()
    for first, second in itertools.product(
        [item["first"]] if "first" in item else FIRSTS, [item["second"]] if "second" in item else SECONDS
    ):
        review = reviewed(book, **{**item, "first": first, "second": second if "second" in item else f"{second} km"})
        posture = review.answers["posture"].value
        assert isinstance(posture, str)
        found.add(posture)
    return found


# what two factors leave open


def test_no_answer_is_lost_between_two_factors(tmp_path: Path) -> None:
    book = law(
        tmp_path,
        [
            # No drone is reached by the first rule, and yet it says that 5 is a value to look at.
            ("cut", "kind is rocket and first >= 5"),
            ("refused", "total >= 60 km and second < 10 km and first < 8"),
        ],
    )
    assert reviewed(book, first="7", second="9 km").answers["posture"].value == "denial"
    answer = reviewed(book).answers["posture"]
    assert set(answer.possible) == {"denial", "case_by_case"}
    assert answer.value is None


def test_what_no_two_factors_can_give_is_not_said_to_be_exactly_what_is_left(tmp_path: Path) -> None:
    for name in ("across", "total"):
        book = law(tmp_path / name, [("refused", f"{name} >= 60 km and second < 10 km and first < 5")], name)
        answer = reviewed(book).answers["posture"]
        assert found_by_search(book) == {"case_by_case"}
        assert answer.possible == ["case_by_case"] or not answer.exact


def test_a_factor_that_settles_the_product_settles_the_answer(tmp_path: Path) -> None:
    book = law(tmp_path, [("refused", "total >= 300 km")])
    assert set(reviewed(book, first=4).answers["posture"].possible) == {"denial", "case_by_case"}
    assert reviewed(book, first=4, second="74.9 km").answers["posture"].value == "case_by_case"
    assert reviewed(book, first=4, second="75 km").answers["posture"].value == "denial"
    assert reviewed(book, first=4, second=["75 km", "80 km"]).answers["posture"].value == "denial"


def test_what_is_stated_counts_before_what_is_worked_out(tmp_path: Path) -> None:
    book = law(tmp_path, [("refused", "total >= 300 km")])
    review = reviewed(book, first=4, second="75 km", total="10 km")
    assert review.answers["posture"].value == "case_by_case"


ATOMS = st.sampled_from(
    [
        "first >= 5",
        "first < 8",
        "first >= 50",
        "second < 10 km",
        "second >= 12 km",
        "total >= 60 km",
        "total < 30 km",
        "total >= 600 km",
        "total between 40 km and 90 km",
        "kind is uas",
        "kind is rocket",
        "not hypersonic",
    ]
)
CONDITIONS = st.lists(ATOMS, min_size=1, max_size=4, unique=True).map(" and ".join)


@settings(max_examples=60)
@given(
    rules=st.lists(CONDITIONS | st.tuples(CONDITIONS, CONDITIONS).map(" or ".join), min_size=1, max_size=3),
    known=st.sampled_from(
        [{}, {"first": 7}, {"second": "9 km"}, {"hypersonic": True}, {"first": 4.9, "hypersonic": True}]
    ),
)
def test_whatever_a_search_finds_is_left_open(
    tmp_path_factory: pytest.TempPathFactory, rules: list[str], known: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    cut = ("cut", "kind is rocket and (first >= 5 or first >= 8 or second >= 9.5 km)")
    book = law(folder, [cut, *((f"rule-{n}", when) for n, when in enumerate(rules))])
    answer = reviewed(book, **known).answers["posture"]
    assert found_by_search(book, **known) <= set(answer.possible)


# several ways to one figure


def totals(book: Rulebook, **item: Any) -> list[tuple[str, str, str]]:
    """What is said of the product that nobody stated."""
    taken = reviewed(book, **item).determination.taken
    return [(figure.fact, figure.value, figure.from_) for figure in taken if figure.fact == "item.total"]


def test_the_surest_way_to_a_figure_that_can_be_gone_is_taken(tmp_path: Path) -> None:
    estimate = "estimated:\n  - {as: range * 2, why: there and back}\n"
    book = law(tmp_path, [("refused", "total >= 300 km")], more=estimate)

    def taken(**item: Any) -> dict[str, str]:
        return {fact: source for fact, _, source in totals(book, **item)}

    annex = {"value": "100 km", "basis": "annex"}
    assert taken(range=annex) == {"item.total": "estimated as range * 2 (there and back)"}
    assert taken(range=annex, first=4, second="75 km") == {
        "item.total": "worked out as first * second (the product of both)"
    }
    assert taken(range=annex, first=4)["item.total"].startswith("estimated as range * 2")


def test_an_answer_that_rests_on_an_estimate_says_so_and_one_that_does_not_is_silent(tmp_path: Path) -> None:
    estimate = "estimated:\n  - {as: range * 2, why: there and back}\n"
    book = law(tmp_path, [("refused", "total >= 300 km")], more=estimate)

    def codes(**item: Any) -> list[str]:
        return [caution.code for caution in reviewed(book, **item).warnings]

    assert "estimate" in codes(range={"value": "100 km", "basis": "annex"})
    assert "estimate" in codes(range={"value": "200 km", "basis": "annex"})
    assert "estimate" not in codes(range={"value": "100 km", "basis": "annex"}, first=4, second="75 km")
    assert "estimate" not in codes(range={"value": "100 km", "basis": "annex"}, total="10 km")


def test_a_figure_follows_only_where_it_is_said_to(tmp_path: Path) -> None:
    estimate = "estimated:\n  - {as: range * 2, when: kind is rocket, why: there and back}\n"
    book = law(tmp_path, [("refused", "total >= 300 km")], more=estimate)
    annex = {"value": "100 km", "basis": "annex"}
    assert totals(book, range=annex) == []
    assert totals(book, range=annex, kind="rocket") != []
    assert totals(book, range=annex, kind=None) == []


def test_a_figure_that_may_be_anything_within_its_bounds_is_not_taken(tmp_path: Path) -> None:
    bounds = "  - {as: at_least(second), why: no less than one factor}\n"
    book = law(tmp_path, [("refused", "total >= 300 km")], more=bounds)
    assert totals(book, second="0 km") == []
    assert totals(book, second="50 km")[0][1] == "50 km or more"


def test_a_figure_out_of_its_bounds_is_no_figure(tmp_path: Path) -> None:
    bounds = "  - {as: second * 1000, why: far out}\n"
    book = law(tmp_path, [("refused", "total >= 300 km")], more=bounds)
    assert totals(book, second="50 km") == []


# the thing itself and the thing concerned

QUESTION = """
```question
question: concerned
type: codes
combine: all
shown: no
itself: kind is uas
definition: What the thing concerned is.
```

```test
test: concerns
arguments: [entry]
question: concerned
definition: Whether the thing concerned meets an entry.
```
"""
TWINS = """
```rule
id: long
cite: Item 1.A.9
decides: [concerned, category]
when: range >= 300 km
then: {concerned: 1.A.9, category: I}
says: A long one is of the first category.
```

```rule
id: plant
cite: Item 1.B.9
decides: posture
when: kind is rocket and concerns(1.A.9)
then: denial
says: A rocket for a long one is refused.
```
"""


@pytest.fixture
def twins(tmp_path: Path) -> Rulebook:
    write_law(tmp_path)
    (tmp_path / "vocabulary/concerned.md").write_text(f"# Questions\n{QUESTION}")
    (tmp_path / "us/figures.md").write_text(RULES + TWINS)
    return Rulebook.load(tmp_path)


def truths(book: Rulebook, review: Review) -> Iterator[tuple[str, int]]:
    state: State = review.state
    for name in ("us.figures/long", "us.figures/long/concerned", "us.figures/plant"):
        yield name.rpartition("figures/")[2], state[review.bound.engine.rule_slots[name]]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"kind": "uas", "range": "400 km"}, {"long": 2, "long/concerned": 2, "plant": 0}),
        ({"kind": "rocket", "range": "400 km"}, {"long": 0, "long/concerned": 2, "plant": 2}),
        ({"kind": "rocket", "range": "100 km"}, {"long": 0, "long/concerned": 0, "plant": 0}),
        ({"kind": "rocket"}, {"long": 0, "long/concerned": 1, "plant": 1}),
        ({"kind": None, "range": "400 km"}, {"long": 1, "long/concerned": 2, "plant": 1}),
    ],
    ids=["the thing itself", "for the thing", "for another", "for one not known", "either"],
)
def test_a_rule_speaks_of_the_thing_concerned_and_of_the_thing_itself_only_where_it_is_one(
    twins: Rulebook, item: dict[str, Any], expected: dict[str, int]
) -> None:
    assert dict(truths(twins, reviewed(twins, **item))) == expected


def test_the_twin_of_a_rule_is_named_after_it_and_stands_where_it_stands(twins: Rulebook) -> None:
    rule, twin = twins.rules["us.figures/long"], twins.rules["us.figures/long/concerned"]
    assert (twin.of, rule.of) == (rule.name, "")
    assert (twin.then, rule.then) == ({"concerned": ("1.A.9",)}, {"category": ("I",)})
    assert twin.where == rule.where


# synonyms and several entries


def test_a_synonym_counts_as_the_value_that_it_is_another_word_for(tmp_path: Path) -> None:
    change = ("vocabulary/facts.md", "definition: What it is.", "same: {drone: uas}\ndefinition: What it is.")
    book = Rulebook.load(write_law(tmp_path, change))
    item = {"range": "400 km", "payload": "600 kg"}
    assert reviewed(book, kind="Drone", **item).answers["category"].value == "I"
    assert reviewed(book, kind="drone", **item).transfer.shown == reviewed(book, kind="uas", **item).transfer.shown


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ("1.A.2", "denial"),
        ("1.A", "denial"),
        ("1.A.9, 1.A.2", "denial"),
        ("1.A.2, 1.A.9", "denial"),
        ("1.A.9", "case_by_case"),
    ],
)
def test_one_of_several_entries_is_enough(tmp_path: Path, entries: str, expected: str) -> None:
    write_law(
        tmp_path, ("us/policy.md", "meets(1.A)", f"meets({entries})"), ("us/policy.md", ".. 2025-01-01\n", "..\n")
    )
    other = RULE.format(id="other", question="entries", when="kind is rocket", then="1.A.9")
    (tmp_path / "us/figures.md").write_text(RULES + other)
    review = reviewed(Rulebook.load(tmp_path), to="XK", range="400 km", payload="600 kg")
    assert review.answers["entries"].value == ["1.A.2"]
    assert review.answers["posture"].value == expected
