"""An item against every entry of the Annex, and a text against their words."""

from __future__ import annotations

import csv
import itertools
from typing import Any

import pytest
from bench_review import read
from pytest_benchmark.fixture import BenchmarkFixture
from text_quality import TEXTS

from licet.classification.classifying import Classifying
from licet.classification.search import search
from licet.rulebook.rulebook import Rulebook

ENGINE: dict[str, Any] = {
    "kind": "component",
    "part": "jet_engine",
    "thrust_max": "1.1 kN",
    "civil_certified": "no",
    "sfc": "0.12 kg/N/h",
    "dry_mass": "21 kg",
    "first_stage_rotor_diameter": "0.2 m",
    "system_kind": "other",
    "usable_elsewhere": "neither",
}
"""A turbojet of which every figure is stated."""

UNCERTAIN = {name: ENGINE[name] for name in ("kind", "part", "thrust_max", "civil_certified")}
"""The same engine with its thrust alone."""


@pytest.fixture(scope="module")
def book() -> Rulebook:
    """The law that ships with Licet."""
    return Rulebook.load()


def bench_verdicts(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """The verdict on every entry for one specification."""
    transfer = read(book, {"item": ENGINE})
    benchmark.extra_info.update(title="every entry of the Annex for one specification", target=2e-3)
    verdicts = benchmark(lambda: Classifying(book, transfer).verdicts)
    assert verdicts["3.A.1.a"] == 2


def bench_entries(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """The same with the failing part of every entry that is not met."""
    transfer = read(book, {"item": ENGINE})
    benchmark.extra_info.update(title="the same with the reasons for each entry", target=2e-3)
    benchmark(lambda: Classifying(book, transfer).entries)


def bench_settling(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """What could and what must settle the entries that are open."""
    transfer = read(book, {"item": UNCERTAIN})
    benchmark.extra_info.update(title="the same with what settles two open entries")
    benchmark(lambda: Classifying(book, transfer).entries)


def bench_search(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """One text after the other; the median over all of them."""
    with TEXTS.open(encoding="utf-8", newline="") as file:
        texts = itertools.cycle([row["text"] for row in csv.DictReader(file)])
    search(next(texts), book)
    benchmark.extra_info.update(title="text search, median of the labelled texts", target=2e-3)
    benchmark.pedantic(lambda: search(next(texts), book), rounds=900, iterations=1)
