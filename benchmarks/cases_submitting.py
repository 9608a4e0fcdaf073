"""Submissions by several at once: real drafts, the engine's determination of each, one chain. Every one is there once afterwards."""

from __future__ import annotations

import datetime
import multiprocessing
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TARGET = 20
# The first ones bring what a process reads once.
_BEFORE = 10
# A submission that is due waits for the one before it in its process; so many processes are the workers of a site on two cores.
WORKERS = 2


@dataclass(frozen=True)
class Submitted:
    """What a load came to.

    Attributes:
        rate: submissions a second.
        seconds: of each, from when it was due.
        engine: the seconds of each in which the engine was asked.
        cases: their ids.
    """

    rate: float
    seconds: list[float]
    engine: list[float]
    cases: list[str]


def submitted(url: str, count: int, rate: float | None = None, workers: int = WORKERS) -> Submitted:
    """Submit so many drafts, made before, by several processes at once.

    Args:
        url: of the database.
        count: how many by each process.
        rate: of all together, in a second, whether answers come or not; as fast as they go by default.
        workers: how many processes.
    """
    fresh = multiprocessing.get_context("spawn")
    results, ready = fresh.Queue(), fresh.Barrier(workers)
    interval = workers / rate if rate else 0.0
    processes = [
        fresh.Process(target=_work, args=(url, number, count, interval, ready, results)) for number in range(workers)
    ]
    for one in processes:
        one.start()
    found = [results.get(timeout=1800) for _ in processes]
    for one in processes:
        one.join()
    took = max(end for _, end, *_ in found) - min(begin for begin, *_ in found)
    return Submitted(
        count * workers / took,
        sorted(second for *_, seconds, _, _ in found for second in seconds),
        [second for *_, engine, _ in found for second in engine],
        [case for *_, cases in found for case in cases],
    )


def _work(url: str, number: int, count: int, interval: float, ready: Any, results: Any) -> None:
    sys.path.append(str(HERE.parent / "tests"))
    import postgres

    postgres.use(url)
    from cases_domain import Engine

    from licet.cases import acts
    from licet.cases.who import Who

    engine, asked = Engine(), list[float]()

    def review(transfer: Any) -> Any:
        begin = time.perf_counter()
        found = engine.review(transfer)
        asked.append(time.perf_counter() - begin)
        return found

    def submit(case: str, seen: int, who: Who) -> None:
        acts.submit(acts.Acting(case, seen, who, datetime.datetime.now(datetime.UTC)), review=review)

    drafts = [_draft(engine, random.Random(f"{number} {one} {time.time()}")) for one in range(count + _BEFORE)]
    for one in drafts[count:]:
        submit(*one)
    asked.clear()
    ready.wait()
    begin, seconds = time.time(), list[float]()
    for place, one in enumerate(drafts[:count]):
        due = begin + place * interval if interval else time.time()
        time.sleep(max(0.0, due - time.time()))
        submit(*one)
        seconds.append(time.time() - due)
    results.put((begin, time.time(), seconds, asked, [case for case, *_ in drafts[:count]]))


def _draft(engine: Any, draw: random.Random) -> tuple[str, int, Any]:
    """Make a draft of which no other is the same."""
    from cases_population import EXPORTERS

    from licet.cases import acts
    from licet.cases.demonstration import table
    from licet.cases.who import Who

    exporter = f"exporter-{draw.randrange(EXPORTERS):04d}"
    cells = draw.choice(table()).cells
    stated: dict[str, Any] = dict(pair.strip().split("=", 1) for pair in cells["stated"].split(";"))
    stated["payload"] = f"{draw.randrange(5, 900)} kg"
    item = {"id": "1", "name": cells["item"], "stated": stated, "quantity": str(draw.randrange(1, 50))}
    item |= {"unit": "pieces", "value": str(draw.randrange(1_000, 9_000_000)), "currency": "EUR"}
    who = Who(exporter, "applicant", exporter)
    case = acts.new_case()
    parties = [{"name": f"{cells['end_user']} {draw.randrange(10_000)}", "role": "end_user"}]
    state = acts.create_draft(
        acts.Acting(case, 0, who, datetime.datetime.now(datetime.UTC)),
        transfer={"exporter": cells["exporter"], "parties": parties},
        items=[item],
        destinations=[draw.choice(sorted(engine.book.nations))],
    )
    return case, state.position, who


def lost_or_doubled(cases: list[str]) -> int:
    """Return how many of some cases were not submitted exactly once, by the chain and by the lists."""
    from licet.cases.models import Case, Event

    wrong = 0
    for begin in range(0, len(cases), 500):
        part = cases[begin : begin + 500]
        events = Counter(
            Event.objects.filter(case__in=part, kind__in=("submitted", "determined")).values_list("case", "kind")
        )
        listed = set(Case.objects.filter(pk__in=part, state="submitted").values_list("pk", flat=True))
        wrong += sum(
            events[case, "submitted"] != 1 or events[case, "determined"] != 1 or case not in listed for case in part
        )
    return wrong


def submissions(url: str, seconds: int) -> list[tuple[str, ...]]:
    """Return the rows of the loads: at the rate that is asked for, and as fast as they go.

    Args:
        url: of the database.
        seconds: how long the first is kept up.
    """
    rows: list[tuple[str, ...]] = []
    for name, rate in ((f"{TARGET} submissions a second", float(TARGET)), ("submissions, as fast as they go", None)):
        found = submitted(url, TARGET * seconds // WORKERS, rate)
        wrong = lost_or_doubled(found.cases)
        p95 = found.seconds[int(0.95 * (len(found.seconds) - 1))]
        met = "met" if not wrong and found.rate >= 0.97 * TARGET and p95 < 1 else "missed"
        more = (
            f"{found.rate:.1f} a second by {WORKERS} processes, of which the engine {1000 * statistics.median(found.engine):.0f} ms; "
            f"{wrong} of {len(found.cases):,} lost or there twice; {met}"
        )
        rows.append((name, f"{1000 * statistics.median(found.seconds):.1f} ms", f"{1000 * p95:.1f} ms", more))
    return rows
