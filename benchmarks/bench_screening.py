"""Parties against the whole Consolidated Screening List: building its index, reading it, and screening a thousand names with it.

Half of the names stand on the list, with one slip each; the other half are invented. The floor holds every asked name against every listed
one with rapidfuzz, in C and without a reason. The list is not part of Licet; without ``../shared/data`` beside the checkout nothing is measured.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import random
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from rapidfuzz import fuzz, process, utils

from licet.screening.answer import Party
from licet.screening.index import Index, build
from licet.screening.listed import Alias, Listed
from licet.screening.matching import Found, find
from licet.screening.prepared import prepare

LIST = Path(__file__).resolve().parents[2] / "shared" / "data" / "ear-2026-07-23" / "screening-list.json"
pytestmark = pytest.mark.skipif(not LIST.is_file(), reason="no screening list in ../shared/data beside the checkout")
KINDS = {"Individual": "person", "Entity": "organisation", "Vessel": "vessel", "Aircraft": "aircraft"}
SEED, NAMES = 20261122, 1_000
# The floor takes so long that it asks fewer names.
FEWER = 20
_FIRST = (
    "Maria",
    "Peter",
    "Anna",
    "Juan",
    "Yusuf",
    "Chen",
    "Olga",
    "Pavel",
    "Fatima",
    "John",
    "Kenji",
    "Lars",
    "Ines",
    "Omar",
)
_WHAT = ("Trading", "Aviation", "Electronics", "Logistics", "Systems", "Marine Services", "Import Export")
_FORM = ("LLC", "GmbH", "Ltd", "Co., Ltd.", "S.A.", "Inc.")


def listed() -> list[Listed]:
    """Read the parties of the list."""
    return [
        Listed(
            id=str(number),
            source="CSL",
            kind=KINDS.get(one.get("t"), "unknown"),
            name=one["n"],
            aliases=tuple(Alias(name=name) for name in one.get("a", ())),
            nations=tuple(one.get("c", ())),
        )
        for number, one in enumerate(json.loads(LIST.read_text(encoding="utf-8"))["entries"])
    ]


def names_of(parties: Sequence[Listed]) -> list[tuple[int, str, str]]:
    """Return every name of every party as the index takes it."""
    return [(number, name, one.kind) for number, one in enumerate(parties) for name in one.names]


def asked(names: Sequence[tuple[int, str, str]]) -> list[Party]:
    """Draw parties: half listed with a slip, half invented; of one in three the kind is not known."""
    draw = random.Random(SEED)
    some = [Party(name=_slip(name, draw), kind=kind) for _, name, kind in draw.sample(names, NAMES // 2)]
    for _ in range(NAMES - len(some)):
        word = "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.choice((2, 3, 3, 4))))
        person = draw.random() < 0.5
        name = [draw.choice(_FIRST), word] if person else [word, draw.choice(_WHAT), draw.choice(_FORM)]
        some.append(Party(name=" ".join(name).title(), kind="person" if person else "organisation"))
    draw.shuffle(some)
    return [Party(name=one.name) if number % 3 == 0 else one for number, one in enumerate(some)]


def _slip(name: str, draw: random.Random) -> str:
    """Drop, double or swap a letter."""
    place = draw.choice([place for place, sign in enumerate(name) if sign.isalnum()])
    before, sign, after = name[:place], name[place], name[place + 1 :]
    return draw.choice((before + after, before + sign + sign + after, before + after[:1] + sign + after[1:]))


class Asking:
    """What a process that screens holds: the index and the parties."""

    def __init__(self, data: bytes, parties: Sequence[Listed]) -> None:
        self._index, self._parties = Index(data), parties

    def screen(self, party: Party) -> list[Found]:
        """Return the entries that may be a party."""
        return find(party, self._index, lambda numbers: [self._parties[number] for number in numbers], {})


_HERE: list[Asking] = []


def _begin(data: bytes, ready: Barrier) -> None:
    _HERE[:] = [Asking(data, listed())]
    # The first name reads the tables of words, which belongs to the beginning.
    _HERE[0].screen(Party(name="Maria Rocket Works"))
    # As processes that screen many parties do.
    gc.freeze()
    gc.set_threshold(100_000)
    ready.wait()


def _screened(parties: Sequence[Party]) -> int:
    return sum(bool(_HERE[0].screen(party)) for party in parties)


def _memory() -> int:
    """The most memory that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _forget() -> None:
    """Forget the names that were read, and what is known of their words, as a process does that has just begun."""
    prepare.cache_clear()


@pytest.fixture(scope="module")
def parties() -> list[Listed]:
    """The parties of the list."""
    return listed()


@pytest.fixture(scope="module")
def data(parties: list[Listed]) -> bytes:
    """The index of the list, as it is kept."""
    return build(names_of(parties))


def _told(benchmark: BenchmarkFixture, title: str, **more: Any) -> None:
    benchmark.extra_info.update({"title": f"{title} (load {os.getloadavg()[0]:.1f})", **more})


def _measure(benchmark: BenchmarkFixture, run: Callable[[], object], rounds: int = 3, **more: Any) -> None:
    benchmark.pedantic(run, rounds=rounds, iterations=1, **more)


def bench_building_the_index(benchmark: BenchmarkFixture, parties: list[Listed]) -> None:
    """From names to bytes, in a process that has read none of them."""
    names = names_of(parties)
    _measure(benchmark, lambda: build(names), setup=_forget)
    _told(benchmark, f"building the index of {len(parties):,} parties, {len(names):,} names", target=5.0)


def bench_reading_the_index(benchmark: BenchmarkFixture, data: bytes) -> None:
    """From bytes to an index that can be asked."""
    _measure(benchmark, lambda: Index(data), rounds=5)
    _told(benchmark, f"reading the index, {len(data) / 1e6:.0f} MB")


def bench_a_name_by_one_process(benchmark: BenchmarkFixture, parties: list[Listed], data: bytes) -> None:
    """A thousand names, one after the other; the slowest twentieth is told as well."""
    asking, some = Asking(data, parties), asked(names_of(parties))
    times: list[float] = []

    def run() -> None:
        for party in some:
            begun = time.perf_counter()
            asking.screen(party)
            times.append(time.perf_counter() - begun)

    _measure(benchmark, run, setup=_forget)
    slow = statistics.quantiles(times, n=20)[-1]
    title = f"screening a name, one process; median {statistics.median(times) * 1e3:.2f} ms, p95 {slow * 1e3:.2f} ms"
    _told(benchmark, title, divide=len(some), memory=_memory(), name="screening a name")


def bench_a_slow_name(benchmark: BenchmarkFixture, parties: list[Listed], data: bytes) -> None:
    """The name that is the slowest but one in twenty, held against the target for it."""
    asking, some = Asking(data, parties), asked(names_of(parties))

    def taken(party: Party) -> float:
        begun = time.perf_counter()
        asking.screen(party)
        return time.perf_counter() - begun

    _forget()
    slow = sorted(some, key=taken)[int(len(some) * 0.95)]
    _measure(benchmark, lambda: asking.screen(slow), rounds=9, setup=_forget)
    _told(benchmark, "screening the name that is slower than 95 in 100", target=10e-3)


def bench_names_by_two_processes(benchmark: BenchmarkFixture, data: bytes, parties: list[Listed]) -> None:
    """A thousand names by two processes that hold the index already; a thousand a second is the target."""
    some = asked(names_of(parties))
    chunks = [some[first : first + 50] for first in range(0, len(some), 50)]
    pools: list[ProcessPoolExecutor] = []

    def fresh() -> None:
        for pool in pools:
            pool.shutdown()
        context = multiprocessing.get_context("spawn")
        ready = context.Barrier(3)
        pools[:] = [ProcessPoolExecutor(2, context, _begin, (data, ready))]
        for _ in range(2):
            pools[0].submit(len, ())
        ready.wait()

    _measure(benchmark, lambda: sum(pools[0].map(_screened, chunks)), setup=fresh)
    for pool in pools:
        pool.shutdown()
    _told(benchmark, "screening a name, two processes", divide=len(some), target=1e-3)


def bench_floor(benchmark: BenchmarkFixture, parties: list[Listed]) -> None:
    """The same names held against every listed name by rapidfuzz, in one process."""
    names = [utils.default_process(name) for _, name, _ in names_of(parties)]
    some = [utils.default_process(party.name) for party in asked(names_of(parties))[:FEWER]]
    _measure(benchmark, lambda: [process.extract(name, names, scorer=fuzz.WRatio, limit=20) for name in some])
    _told(benchmark, "floor: WRatio of a name with every listed one", divide=len(some), beside="screening a name")
