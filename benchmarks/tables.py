"""Measures tables under the whole rulebook: rows a second, the memory they take, and what a first run costs; beside the least that it could cost.

``make bench`` writes the figures into ``benchmarks/RESULTS.md``. Every measurement is a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from licet.columns.engines import made
from licet.columns.headings import read_headings
from licet.rulebook.rulebook import Rulebook, law_folder

HERE = Path(__file__).resolve().parent
QUESTIONS = ("category", "posture")
UNKNOWN = 0.05
SEED = 20261122
SIZES = {10_000: "10 thousand", 1_000_000: "1 million", 10_000_000: "10 million"}
# Rules that bear on nothing that the rows state, to see what a larger rulebook costs.
UNRELATED = 500
# The table that stands for one larger than the memory holds the largest of the others so many times, in one file.
TIMES = 10


def transfers(rulebook: Rulebook, rows: int) -> pl.DataFrame:
    """Draw a table of twelve columns, on the limits and beside them, of which one cell in twenty says nothing."""
    draw = np.random.default_rng(SEED)
    nations, kinds = list(rulebook.nations), list(rulebook.facts["kind"].values)

    def sparse(series: pl.Series) -> pl.Series:
        return series.set(pl.Series(draw.random(rows) < UNKNOWN), None)

    def among(names: list[str]) -> pl.Series:
        return sparse(pl.Series(names, dtype=pl.Enum(names)).gather(draw.integers(0, len(names), rows)))

    def figure(limits: list[float], most: float) -> pl.Series:
        anywhere = np.round(draw.random(rows) * most, 1)
        return sparse(pl.Series(np.where(draw.random(rows) < 0.3, draw.choice(np.array(limits), rows), anywhere)))

    def truth(share: float) -> pl.Series:
        return sparse(pl.Series(draw.random(rows) < share))

    first, last = (np.datetime64(day).astype(int) for day in ("1982-01-01", "2026-12-31"))
    return pl.DataFrame(
        {
            "date": sparse(pl.Series(draw.integers(first, last, rows).astype(np.int32)).cast(pl.Date)),
            "exporter": among(nations),
            "recipient": among(nations),
            "kind": among(kinds),
            "range_km": figure([300.0, 500.0, 150.0], 3000),
            "payload_kg": figure([500.0, 454.0, 300.0], 3000),
            "max_airspeed_kmh": figure([800.0, 650.0], 2000),
            "end_use_wmd_delivery": truth(0.03),
            "end_use_missile_programme": truth(0.03),
            "advanced_ucav": truth(0.1),
            "retransfer": truth(0.1),
            "hypersonic": truth(0.05),
        }
    )


def peak() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work: Callable[[], Any], times: int = 5) -> tuple[float, float]:
    """Return the seconds of the first run and the median of the others."""
    seconds = []
    for _ in range(times + 1):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return seconds[0], statistics.median(seconds[1:])


# What is measured, each in a process of its own.


def in_memory(engine: str, path: str) -> dict[str, float]:
    """Answer a table that is in memory, numbers of answers only."""
    rulebook = Rulebook.load()
    frame = pl.read_parquet(path)
    runner = made(engine)(rulebook, read_headings(rulebook, frame.columns), QUESTIONS, exact=False)
    before = peak()
    first, median = timed(lambda: runner.compact(frame))
    size = frame.estimated_size() / 2**20
    return {"rows": frame.height, "first": first, "seconds": median, "more": peak() - before, "size": size}


def with_texts(engine: str, path: str) -> dict[str, float]:
    """Answer a table with all columns of an answer, what is left of open rows as the rules leave it."""
    rulebook = Rulebook.load()
    frame = pl.read_parquet(path)
    runner = made(engine)(rulebook, read_headings(rulebook, frame.columns), QUESTIONS, exact=False)
    before = peak()
    first, median = timed(lambda: runner.answer(frame, 1), 3)
    return {
        "rows": frame.height,
        "first": first,
        "seconds": median,
        "more": peak() - before,
        "size": frame.estimated_size() / 2**20,
    }


def from_disk(engine: str, path: str) -> dict[str, float]:
    """Answer a table from Parquet, a part at a time."""
    rulebook = Rulebook.load()
    names = pl.read_parquet_schema(path)
    runner = made(engine)(rulebook, read_headings(rulebook, list(names)), QUESTIONS, exact=False)

    def work() -> None:
        for part in pl.scan_parquet(path).collect_batches(chunk_size=1_000_000, maintain_order=True):
            runner.compact(part)

    rows = pl.scan_parquet(path).select(pl.len()).collect().item()
    first, median = timed(work, 1 if rows > max(SIZES) else 3)
    return {"rows": rows, "first": first, "seconds": median, "peak": peak()}


def scan(_engine: str, path: str) -> dict[str, float]:
    """Read a table from Parquet and decide nothing."""
    rows = pl.scan_parquet(path).select(pl.len()).collect().item()

    def work() -> None:
        for part in pl.scan_parquet(path).collect_batches(chunk_size=1_000_000, maintain_order=True):
            part.height  # noqa: B018 - read and left

    _, median = timed(work, 3)
    return {"rows": rows, "seconds": median, "peak": peak()}


def floor(_engine: str, path: str) -> dict[str, float]:
    """Read twelve columns and write two, and decide nothing."""
    import numba

    def by_row(columns: Any, first: Any, second: Any) -> None:
        a, b, c, d, e, f, g, h, i, j, k, m = columns
        for row in numba.prange(len(first)):
            bits = (
                a[row]
                ^ b[row]
                ^ c[row]
                ^ d[row]
                ^ e[row]
                ^ f[row]
                ^ g[row]
                ^ h[row]
                ^ i[row]
                ^ j[row]
                ^ k[row]
                ^ m[row]
            )
            first[row] = bits & 255
            second[row] = (bits >> 8) & 255

    touch: Any = numba.njit(parallel=True)(by_row)
    frame = pl.read_parquet(path)
    arrays = []
    for series in frame.get_columns():
        filled = series.to_physical()
        filled = filled.cast(pl.UInt8) if filled.dtype == pl.Boolean else filled
        array = filled.fill_null(0).to_numpy()
        arrays.append(array.view(f"u{array.dtype.itemsize}"))
    written = np.empty(frame.height, dtype=np.uint8), np.empty(frame.height, dtype=np.uint8)
    _, median = timed(lambda: touch(tuple(arrays), *written))
    return {"rows": frame.height, "seconds": median}


def larger(engine: str, path: str) -> dict[str, float]:
    """Answer a table under a rulebook with many more rules that bear on nothing in it."""
    with tempfile.TemporaryDirectory() as folder:
        law = Path(folder) / "law"
        shutil.copytree(law_folder(), law)
        (law / "us" / "2001-01-01-unrelated.md").write_text(unrelated(), encoding="utf-8")
        rulebook = Rulebook.load(law)
        frame = pl.read_parquet(path)
        runner = made(engine)(rulebook, read_headings(rulebook, frame.columns), QUESTIONS, exact=False)
        first, median = timed(lambda: runner.compact(frame))
        return {"rows": frame.height, "first": first, "seconds": median}


def unrelated() -> str:
    """Return an instrument of many rules on materials."""
    head = """---
instrument: bench.unrelated
title: Rules that bear on nothing in the table
issuer: the bench
kind: policy
in_force: 2001-01-01 ..
source: https://example.org/
standing: unverified
---

# Rules that bear on nothing in the table
"""
    rule = """
```rule
id: unrelated-{n}
cite: row {n}
decides: posture
says: Nothing.
when: density > {n} kg/m3 and specially_designed
then: case_by_case
```
"""
    return head + "".join(rule.format(n=n + 1) for n in range(UNRELATED))


def on_spark(which: str, path: str) -> dict[str, float]:
    """Answer a table on Spark, or only carry it to the workers and back."""
    from licet.columns.spark import Spark

    rulebook = Rulebook.load()
    frame = pl.read_parquet(path).with_columns(pl.col(pl.Enum).cast(pl.String))
    runner = Spark(rulebook, read_headings(rulebook, frame.columns), QUESTIONS, exact=False)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.parquet"
        frame.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64)).write_parquet(plain)

        def work() -> int:
            table = runner.session.read.parquet(str(plain))
            found = (
                runner.answers(table, "row")
                if which == "spark"
                else table.mapInArrow(lambda parts: parts, table.schema)
            )
            found.write.mode("overwrite").format("noop").save()
            return 0

        first, median = timed(work, 3)
    return {"rows": frame.height, "first": first, "seconds": median}


def repeated(path: Path, into: Path) -> None:
    """Write one file that holds the rows of another some times over, without holding it in memory."""
    import pyarrow.parquet as pq

    read = pq.ParquetFile(path)
    with pq.ParquetWriter(into, read.schema_arrow) as writer:
        for _ in range(TIMES):
            for part in read.iter_batches(1_000_000):
                writer.write_batch(part)


MEASURES: dict[str, Callable[..., dict[str, float]]] = {
    one.__name__: one for one in (in_memory, with_texts, from_disk, scan, floor, larger, on_spark)
}


def apart(name: str, *given: str) -> dict[str, float]:
    """Measure in a process of its own."""
    ran = subprocess.run(
        [sys.executable, __file__, "--measure", name, *given], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise RuntimeError(f"{name} {' '.join(given)}: {ran.stderr[-2000:]}")
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    print(name, *given[:1], {key: round(value, 3) for key, value in found.items()}, file=sys.stderr)
    return found


def lines(largest: int, folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the lines of the table."""
    rulebook = Rulebook.load()
    paths = {}
    for rows in (size for size in SIZES if size <= largest):
        paths[rows] = str(folder / f"{rows}.parquet")
        transfers(rulebook, rows).write_parquet(paths[rows])
    yield "", "rows", "rows a second", "first run", "memory beside the table", "target"
    engines = ["memory", *(["fused"] if importlib.util.find_spec("numba") else [])]
    rates: dict[tuple[str, int], float] = {}
    # What answers where nobody names an executor, as the first of these that is installed.
    default = engines[-1]
    targets = {(default, 10_000_000): 20e6, ("fused", 10_000_000): 60e6}
    for rows, path in paths.items():
        if "fused" in engines:
            found = apart("floor", "", path)
            yield "memory floor: 12 columns read, 2 written", SIZES[rows], rate(found), "", "", ""
        for engine in engines:
            found = apart("in_memory", engine, path)
            rates[engine, rows] = found["rows"] / found["seconds"]
            target = targets.get((engine, rows))
            met = (
                ""
                if target is None
                else f"{target / 1e6:.0f} million: {'met' if rates[engine, rows] >= target else 'missed'}"
            )
            share = found["more"] / found["size"] + 1
            more = f"{found['more']:.0f} MB, {share:.2f} × the table with it"
            if rows == max(SIZES):
                met += f"{', ' if met else ''}1.5 ×: {'met' if share <= 1.5 else 'missed'}"
            yield (
                f"{engine}{' (what answers by default)' if engine == default else ''}, in memory, answers as numbers",
                SIZES[rows],
                rate(found),
                f"{found['first']:.1f} s",
                more,
                met,
            )
    middle = paths.get(1_000_000) or paths[max(paths)]
    found = apart("with_texts", "memory", middle)
    yield (
        "memory, all columns of the answers as text",
        SIZES[int(found["rows"])],
        rate(found),
        f"{found['first']:.1f} s",
        f"{found['more']:.0f} MB",
        "",
    )
    if importlib.util.find_spec("duckdb"):
        found = apart("in_memory", "duckdb", middle)
        yield (
            "duckdb, in memory, answers as numbers",
            SIZES[int(found["rows"])],
            rate(found),
            f"{found['first']:.1f} s",
            f"{found['more']:.0f} MB",
            "",
        )
    found = apart("larger", "memory", middle)
    base = rates["memory", int(found["rows"])]
    ratio = base / (found["rows"] / found["seconds"])
    met = f"{ratio:.2f} × the time; 2 ×: {'met' if ratio <= 2 else 'missed'}"
    yield (
        f"memory, with {UNRELATED} unrelated rules",
        SIZES[int(found["rows"])],
        rate(found),
        f"{found['first']:.1f} s",
        "",
        met,
    )
    big = paths[max(paths)]
    found = apart("scan", "", big)
    yield (
        "reading Parquet, deciding nothing",
        SIZES[int(found["rows"])],
        rate(found),
        "",
        f"{found['peak']:.0f} MB in all",
        "",
    )
    for engine in engines:
        found = apart("from_disk", engine, big)
        yield (
            f"{engine}, from Parquet in parts",
            SIZES[int(found["rows"])],
            rate(found),
            f"{found['first']:.1f} s",
            f"{found['peak']:.0f} MB in all",
            "",
        )
    huge = folder / "huge.parquet"
    repeated(Path(big), huge)
    found = apart("from_disk", engines[-1], str(huge))
    yield (
        f"{engines[-1]}, from one file of Parquet",
        f"{found['rows'] / 1e6:.0f} million",
        rate(found),
        f"{found['first']:.1f} s",
        f"{found['peak']:.0f} MB in all",
        "",
    )
    huge.unlink()
    if importlib.util.find_spec("pyspark"):
        bare, found = apart("on_spark", "scan", middle), apart("on_spark", "spark", middle)
        ratio = found["seconds"] / bare["seconds"]
        yield (
            "Spark local[*], carried to the workers and back",
            SIZES[int(bare["rows"])],
            rate(bare),
            f"{bare['first']:.1f} s",
            "",
            "",
        )
        why = "missed; most of it is Spark taking back rows that are twice as wide"
        met = f"{ratio:.2f} × that; 3 ×: {'met' if ratio <= 3 else why}"
        yield "Spark local[*], answered", SIZES[int(found["rows"])], rate(found), f"{found['first']:.1f} s", "", met


def rate(found: dict[str, float]) -> str:
    """Return rows a second in the unit that reads best."""
    rows = found["rows"] / found["seconds"]
    return f"{rows / 1e6:.3g} million" if rows >= 1e6 else f"{rows / 1e3:.3g} thousand"


def page(table: list[tuple[str, ...]], load: tuple[float, ...]) -> str:
    """Return the page."""
    head, *rows = table
    names = [name for name in ("polars", "numpy", "numba", "pyarrow", "pyspark") if importlib.util.find_spec(name)]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, CPython {platform.python_version()}, {versions}; "
    machine += f"load {load[0]:.1f} before and {os.getloadavg()[0]:.1f} after."
    return "\n".join(
        [
            "# Tables, measured",
            "",
            "Category and posture of tables of twelve columns under the whole rulebook, one cell in twenty unknown, dates from 1982 to 2026, all nations.",
            "Medians; `make bench` measures anew. *First run* is with nothing kept: the rulebook is compiled for the table's columns, and every",
            "combination that no rule tells apart is decided by the walk of a single transfer; the other runs look up what that found.",
            "",
            machine,
            "",
            "| " + " | ".join(head) + " |",
            "| --- | " + " | ".join("---:" for _ in head[1:]) + " |",
            *("| " + " | ".join(row) + " |" for row in rows),
            "",
        ]
    )


def peers(python: str, largest: int, table: Path) -> None:
    """Measure other engines beside Licet, and write the table of it."""
    bench = HERE / "peers" / "bench_peers.py"
    given = ["--json", str(table.with_suffix(".json")), "--table", str(table), "--largest", str(largest)]
    subprocess.run([python, str(bench), *given], check=True, stdout=sys.stderr)


def against_openfisca(measured: Path) -> str:
    """Return how many times as fast as OpenFisca Licet was at the most rows, what was to be reached, and why it was not."""
    rates = {}
    for one in json.loads(measured.read_text(encoding="utf-8"))["measured"]:
        if one["rows"] == max(SIZES):
            rates[one["name"]] = one["rows_per_second"]
    if "OpenFisca" not in rates:
        return ""
    told, missed = [], False
    # The compiled loop is what answers by default where it is installed.
    for name, least in (("Licet, look-ups", 10), ("Licet, compiled loop", 10), ("Licet, compiled loop", 30)):
        times = rates[name] / rates["OpenFisca"]
        missed |= times < least
        told.append(f"{name}: {times:.1f} × OpenFisca ({least} ×: {'met' if times >= least else 'missed'}).")
    if missed:
        told.append(
            "OpenFisca adds whole columns and knows no unknown; it is given none. At such a rate either reads the table about as fast as the machine "
            "hands it out with two cores: thirty times OpenFisca would be a third of the memory floor, which leaves each row a nanosecond for a column. "
            "What is left to gain is in the tables of the last stage, which are larger than the nearest cache."
        )
    return "\n" + "\n".join(told) + "\n"


def main() -> int:
    """Measure, and write the page when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--largest", type=int, default=max(SIZES), help="leave out tables of more rows")
    parser.add_argument("--peers", type=Path, help="the table of benchmarks/peers/bench_peers.py, to stand on the page")
    parser.add_argument("--peers-with", help="the Python that has the other engines: they are measured in this run")
    parser.add_argument("--record", action="store_true", help="write benchmarks/RESULTS.md")
    chosen = parser.parse_args()
    if chosen.measure:
        name, *given = chosen.measure
        print(json.dumps(MEASURES[name](*given)))
        return 0
    load, beside = os.getloadavg(), ""
    with tempfile.TemporaryDirectory() as folder:
        found = page(list(lines(chosen.largest, Path(folder))), load)
        if chosen.peers_with:
            chosen.peers = Path(folder) / "peers.md"
            peers(chosen.peers_with, chosen.largest, chosen.peers)
            beside = chosen.peers.read_text(encoding="utf-8") + against_openfisca(chosen.peers.with_suffix(".json"))
    if chosen.peers:
        head = "## Beside other engines\n\nOne small policy of 24 rules, written for each of them, with the same answers asserted (see [peers](peers/README.md)).\n\n"
        found += f"\n{head}{beside or chosen.peers.read_text(encoding='utf-8')}"
    print(found)
    if chosen.record:
        # What bench_site.py wrote there stays.
        _, mark, site = (HERE / "RESULTS.md").read_text(encoding="utf-8").partition("<!-- site -->")
        (HERE / "RESULTS.md").write_text(f"{found.rstrip()}\n\n{mark}{site}" if mark else found, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
