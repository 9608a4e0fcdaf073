"""Measures Licet beside the engines that people use, on one small policy and in one run, and holds all of them to the same answers.

An answer that differs from Licet's stops the run. ``README.md`` tells how to install the peers, and what each is given.
"""

from __future__ import annotations

import argparse
import gc
import importlib.metadata
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy
from generated import transfers
from licet_answers import LICET, licet_answers
from licet_tables import COMPILED, LOOK_UPS
from memory_floor import FLOOR
from openfisca_peer import OPENFISCA
from peer import Pair, Peer
from polars_peer import ONE_CASE, TWO_CASES
from rego_peer import REGO
from zen_peer import ZEN

PEERS = (FLOOR, LICET, LOOK_UPS, COMPILED, TWO_CASES, ONE_CASE, OPENFISCA, ZEN, REGO)
SIZES = {10_000: "10 thousand", 1_000_000: "1 million", 10_000_000: "10 million"}
UNKNOWN = 0.05
# Of the figures and days of the transfers that are held against Licet, the share that lies on a limit or just beside it.
NEAR = 0.6
# So many rows of every table that was measured are held against Licet as well.
SPOT = 500


class DifferentAnswers(Exception):
    """A peer and Licet answer one transfer differently, so the policies are not the same and the figures mean nothing."""


def main() -> int:
    """Check, measure and write down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, required=True, help="the file for the figures")
    parser.add_argument("--table", type=Path, required=True, help="the file for the table, in Markdown")
    parser.add_argument("--seed", type=int, default=20_260, help="of the transfers that are drawn")
    parser.add_argument("--sample", type=int, default=30_000, help="how many distinct rows are held against Licet")
    parser.add_argument(
        "--repetitions", type=int, default=5, help="of every measurement, after one that is not counted"
    )
    parser.add_argument("--largest", type=int, default=max(SIZES), help="leave out tables of more rows")
    chosen = parser.parse_args()

    before = os.getloadavg()
    try:
        checked = dict(check(chosen.sample, chosen.seed))
        measured = list(measure(chosen.largest, chosen.seed, chosen.repetitions))
    except DifferentAnswers as different:
        print(different, file=sys.stderr)
        return 1
    found = {
        "machine": machine(),
        "versions": versions(),
        "load": {"before": before, "after": os.getloadavg()},
        "seed": chosen.seed,
        "unknown": UNKNOWN,
        "repetitions": chosen.repetitions,
        "identical": checked,
        "measured": measured,
    }
    chosen.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    chosen.table.write_text(table(found), encoding="utf-8")
    print(table(found), end="")
    return 0


# The answers


def check(rows: int, seed: int) -> Iterator[tuple[str, int]]:
    """Hold every peer against Licet on distinct rows, and yield how many it was held against.

    A peer that has no unknown gets the rows in which everything is known.

    Raises:
        DifferentAnswers: for the first answer that differs.
    """
    frame = transfers(rows + rows // 10, seed, UNKNOWN, NEAR).unique(maintain_order=True).head(rows)
    answers = licet_answers(frame)
    whole = [place for place, row in enumerate(frame.iter_rows()) if None not in row]
    if all(None not in pair for pair in answers):
        raise DifferentAnswers("no row of the sample is open; nothing is shown of unknowns")
    for peer in PEERS:
        if peer in (FLOOR, LICET):
            continue
        places = range(len(answers)) if peer.open_rows else whole
        given = frame[places] if peer.open_rows else frame[whole]
        compare(peer, given, peer.run(peer.prepare(given)), range(given.height), [answers[n] for n in places])
        yield peer.name, given.height


def compare(peer: Peer, frame: Any, result: Any, places: Sequence[int], expected: Sequence[Pair]) -> None:
    """Hold the answers of a peer to some rows of a table against those that are expected.

    Raises:
        DifferentAnswers: for the first that differs.
    """
    for place, told, right in zip(places, peer.pairs(result, places), expected, strict=True):
        if told != right:
            raise DifferentAnswers(f"{peer.name} says {told}, Licet {right}, of {frame.row(place, named=True)}")


# The times


def measure(largest: int, seed: int, repetitions: int) -> Iterator[dict[str, Any]]:
    """Measure every peer at every size that it can bear.

    Raises:
        DifferentAnswers: where a table that was measured holds an answer that differs from Licet's.
    """
    for rows in SIZES:
        for open_rows in (False, True):
            peers = [peer for peer in PEERS if peer.open_rows == open_rows and rows <= min(peer.largest, largest)]
            if not peers:
                continue
            frame = transfers(rows, seed, UNKNOWN if open_rows else 0.0)
            places = numpy.linspace(0, rows - 1, min(rows, SPOT)).astype(int).tolist()
            expected = licet_answers(frame[places])
            for peer in peers:
                seconds, result = times(peer, frame, repetitions)
                if peer not in (FLOOR, LICET):
                    compare(peer, frame, result, places, expected)
                del result
                median = statistics.median(seconds)
                yield {
                    "name": peer.name,
                    "rows": rows,
                    "unknown": UNKNOWN if open_rows else 0.0,
                    "seconds": seconds,
                    "median": median,
                    "rows_per_second": rows / median,
                    "bytes_per_row": frame.estimated_size() / rows,
                }


def times(peer: Peer, frame: Any, repetitions: int) -> tuple[list[float], Any]:
    """Return the times of several runs in seconds, and what the last one returned. The first run of all is not counted."""
    prepared = peer.prepare(frame)
    result = peer.run(prepared)
    seconds: list[float] = []
    for _ in range(repetitions):
        del result
        gc.collect()
        begin = time.perf_counter()
        result = peer.run(prepared)
        seconds.append(time.perf_counter() - begin)
    return seconds, result


# What is written down


def machine() -> dict[str, Any]:
    """Return what is worth knowing of the machine, and nothing that would name it."""
    processor = platform.processor() or platform.machine()
    listed = Path("/proc/cpuinfo")
    if listed.is_file():
        lines = listed.read_text(encoding="utf-8").splitlines()
        processor = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), processor)
    return {
        "cores": os.cpu_count(),
        "processor": processor,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def versions() -> dict[str, str]:
    """Return the version of everything that was measured."""
    return {name: importlib.metadata.version(name) for peer in PEERS for name in peer.packages}


def table(found: dict[str, Any]) -> str:
    """Return the figures as a table in Markdown."""
    machine = found["machine"]
    lines = [
        f"Measured on {machine['cores']} cores ({machine['processor']}), {machine['memory_gb']} GB, {machine['system']}, {machine['python']};"
        f" load {found['load']['before'][0]:.1f} before and {found['load']['after'][0]:.1f} after."
        f" Medians of {found['repetitions']} runs, seed {found['seed']}. Versions: "
        + ", ".join(f"{name} {version}" for name, version in sorted(found["versions"].items()))
        + ".",
        "",
        "| rows a second | unknown | " + " | ".join(SIZES.values()) + " | same answers as Licet | |",
        "| --- | ---: |" + " ---: |" * len(SIZES) + " ---: | --- |",
    ]
    rates = {(one["name"], one["rows"]): one["rows_per_second"] for one in found["measured"]}
    for peer in PEERS:
        cells = [rate(rates[peer.name, rows]) if (peer.name, rows) in rates else "" for rows in SIZES]
        same = f"{found['identical'][peer.name]:,} rows" if peer.name in found["identical"] else ""
        unknown = f"{found['unknown']:.0%}" if peer.open_rows else "none"
        lines.append(f"| {peer.name} | {unknown} | {' | '.join(cells)} | {same} | {peer.note} |")
    return "\n".join(lines) + "\n"


def rate(rows: float) -> str:
    """Return rows a second in the unit that reads best."""
    return f"{rows / 1e6:.3g} million" if rows >= 1e6 else f"{rows / 1e3:.3g} thousand"


if __name__ == "__main__":
    sys.exit(main())
