"""One transfer under the real rulebook: deciding it without reasons and with them, beside the least that Python can do."""

from __future__ import annotations

import datetime
import gc
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from licet.deciding.bound import Bound, binder
from licet.language.nodes import Where, from_value
from licet.reviewing import Review
from licet.rulebook import rulebook as rulebooks
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

STATED: dict[str, Any] = {
    "date": "2025-09-15",
    "exporter": "US",
    "recipient": "SA",
    "channel": "fms",
    "jurisdiction": "usml",
    "value": "1960 MUSD",
    "sale_class": "major_defense_equipment",
    "item": {
        "kind": "uas",
        "range": "11100 km",
        "payload": "2155 kg",
        "max_airspeed": "389 km/h",
    },
}
"""A transfer of which enough is stated that every question is decided."""

PARTLY: dict[str, Any] = {
    "date": "2025-09-15",
    "recipient": "SA",
    "item": {"kind": "uas", "range": "280 km", "payload": "480 kg"},
}
"""A transfer of which so little is stated that most questions stay open."""


@pytest.fixture(scope="module")
def book() -> Rulebook:
    """The law that ships with Licet."""
    return Rulebook.load()


def read(book: Rulebook, stated: Mapping[str, Any]) -> Transfer:
    """Return a transfer as it is understood."""
    return Stater(book, datetime.date(2026, 1, 1)).read(from_value(stated, Where("benchmark")))


def on_its_day(book: Rulebook, transfer: Transfer) -> Bound:
    """Return the rulebook on the day of a transfer."""
    return binder(book).on(transfer.date.toordinal(), transfer.filled)


def bench_without_reasons(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """All questions for a transfer that is fully stated."""
    transfer = read(book, STATED)
    bound, stated = on_its_day(book, transfer), dict(transfer.stated)
    benchmark.extra_info.update(title="all questions, without reasons", target=100e-6, beside="floor")
    outcomes = benchmark(lambda: bound.decide(bound.state(stated)))
    assert not [name for name, outcome in outcomes.items() if outcome.open and book.questions[name].shown]


def bench_with_reasons(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """The same with every rule that decided, was defeated or gave way, and why."""
    transfer = read(book, STATED)
    benchmark.extra_info.update(title="all questions, with reasons", target=500e-6, beside="floor")
    answers = benchmark(lambda: Review(book, transfer).answers)
    assert not [name for name, answer in answers.items() if answer.open]


def bench_floor(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """As many plain Python functions as there are rules in force, each testing three facts by hand, every one called once."""
    rules = sum(rule.window.holds(datetime.date(2025, 9, 15).toordinal()) for rule in book.rules.values())
    facts = {"kind": "uas", "recipient": "SA", "max_airspeed": 389.0}
    nations = frozenset({"SA", "IT"})

    def rule(limit: float) -> Callable[[Mapping[str, Any]], bool]:
        return lambda given: given["kind"] == "uas" and given["recipient"] in nations and given["max_airspeed"] < limit

    closures = [rule(800.0 + number) for number in range(rules)]
    benchmark.extra_info.update(title=f"floor: {rules} plain Python functions", name="floor")
    assert all(benchmark(lambda: [closure(facts) for closure in closures]))


def bench_all_dates(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """Every day on which the law changes, one answer each: whether some dates are slower than others."""
    transfer = read(book, STATED)
    days = [day for day in book.boundaries if day >= datetime.date(1982, 1, 1).toordinal()]
    bounds = [binder(book).on(day) for day in days]
    stated = [{**transfer.stated, "date": (float(day), float(day))} for day in days]
    benchmark.extra_info.update(title=f"all questions on {len(days)} dates, each", divide=len(days), beside="floor")
    benchmark(lambda: [bound.decide(bound.state(facts)) for bound, facts in zip(bounds, stated, strict=True)])


def bench_determination(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """Everything that a review gives back, turning points and warnings included, as JSON."""
    transfer = read(book, STATED)
    benchmark.extra_info.update(title="the whole determination, as JSON")
    text = benchmark(lambda: Review(book, transfer).determination.to_json())
    assert json.loads(text)["answers"]["category"]["value"] == "I"


def bench_open(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """The same for a transfer that leaves most questions open, with what is missing."""
    transfer = read(book, PARTLY)
    benchmark.extra_info.update(title="the same, for a transfer that is mostly open")
    text = benchmark(lambda: Review(book, transfer).determination.to_json())
    assert json.loads(text)["missing"]


def bench_reading(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """A transfer from its statement: units, nations, catalogue."""
    benchmark.extra_info.update(title="reading a transfer")
    assert benchmark(lambda: read(book, STATED)).stated


def bench_loading(benchmark: BenchmarkFixture) -> None:
    """The rulebook from its files, read and checked."""
    benchmark.extra_info.update(title="loading the rulebook")

    def load() -> Rulebook:
        return rulebooks.Rulebook.load()

    benchmark.pedantic(load, setup=_forget, rounds=7, warmup_rounds=1)


def bench_first(benchmark: BenchmarkFixture) -> None:
    """The first answer of a process: the rulebook loaded and compiled, one transfer read and decided."""
    benchmark.extra_info.update(title="loading, compiling and one answer")

    def first() -> Review:
        book = rulebooks.Rulebook.load()
        review = Review(book, read(book, STATED))
        assert review.answers
        return review

    benchmark.pedantic(first, setup=_forget, rounds=7, warmup_rounds=1)


def _forget() -> None:
    """Empty the caches of rulebooks."""
    rulebooks._load.cache_clear()
    binder.cache_clear()
    gc.collect()
