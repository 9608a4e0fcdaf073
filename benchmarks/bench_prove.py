"""Proofs over all transfers under the real rulebook: its formulas, all checks as ``licet law check`` makes them, and one witness."""

from __future__ import annotations

import datetime

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from licet.cli.findings import proven
from licet.comparing.comparison import compare
from licet.deciding.walking import Remaining
from licet.exactly import narrowed
from licet.language.nodes import Where, from_value
from licet.proving import open_transfer
from licet.proving.case import Case
from licet.proving.checking import check
from licet.reports.sentences import dated
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater

DAY = datetime.date(2026, 1, 1)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    """The law that ships with Licet."""
    return Rulebook.load()


def bench_law_check(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """Everything that is proven of the rulebook, and of each proposal as if it were in force."""
    benchmark.extra_info.update(title=f"proving {len(book.rules)} rules and every proposal", target=60.0)
    assert benchmark.pedantic(lambda: proven(book, DAY), rounds=3) == []


def bench_posture(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """The question with most exceptions."""
    benchmark.extra_info.update(title="proving the posture alone")
    assert benchmark.pedantic(lambda: check(book, questions=("posture",)), rounds=3) == []


@pytest.mark.parametrize(
    ("base", "other"),
    [("2020-07-23", "2020-07-24"), ("2025-01-02", "2025-01-03"), ("2025-09-14", "2025-09-15")],
    ids=["july-2020", "january-2025", "september-2025"],
)
def bench_compare(benchmark: BenchmarkFixture, base: str, other: str) -> None:
    """Everything that changes from one day to the next, for every question: the changes, their nations, causes and transfers."""
    benchmark.extra_info.update(title=f"what {dated(other)} changed, proven")
    assert benchmark.pedantic(lambda: compare(base, other), rounds=3).complete


def bench_matrix(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """Every nation and every class of items on both sides of a bill."""
    benchmark.extra_info.update(title=f"{len(book.nations)} nations by classes of items, both sides of a bill")
    bill = "2026-09-01+hr-3068-119"
    found = benchmark.pedantic(lambda: compare("2026-09-01", bill, proof=False, matrix=True), rounds=5)
    assert len(found.reached) == 53


def bench_formulas(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """The whole rulebook as formulas."""
    benchmark.extra_info.update(title="the rulebook as formulas")

    def encode() -> Case:
        case = Case.of(book)
        for name in book.question_order:
            case.encoding.question(name)
        return case

    assert benchmark.pedantic(encode, rounds=5, warmup_rounds=1).encoding


def bench_witness(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """One transfer that shows that a rule can govern, few facts and plain numbers."""
    case = Case.of(book, day=DAY.toordinal())
    governs = case.encoding.governs("posture", "mtcr.guidelines/category-i")
    benchmark.extra_info.update(title="one witness")
    assert benchmark.pedantic(lambda: case.witness(governs), rounds=7, warmup_rounds=1)


def bench_open_exactly(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """What is left of a transfer of which hardly anything is known, every answer and every entry, beside the walk that finds it too wide."""
    transfer = Stater(book, DAY).read(from_value({"date": "2025-09-15", "item": {"kind": "other"}}, Where("benchmark")))
    benchmark.extra_info.update(title="what is left of an open transfer, exactly", target=1.0, beside="walk")

    def narrow() -> dict[str, Remaining]:
        return narrowed(review, wide)

    review = Review(book, transfer)
    wide = {key: remaining for key, remaining in review.remaining.items() if not remaining.exact}
    assert benchmark.pedantic(narrow, setup=open_transfer._encoding.cache_clear, rounds=5)


def bench_open_walk(benchmark: BenchmarkFixture, book: Rulebook) -> None:
    """The same by the walk over cells, until it has spent what it may."""
    transfer = Stater(book, DAY).read(from_value({"date": "2025-09-15", "item": {"kind": "other"}}, Where("benchmark")))
    benchmark.extra_info.update(title="what is left of it by the walk, wider", name="walk")
    assert benchmark.pedantic(lambda: Review(book, transfer).remaining, rounds=5)
