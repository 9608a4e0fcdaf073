"""Runs the benchmarks and prints their medians beside targets and floors. A missed target is shown; only an error fails.

``make bench`` runs all of them, ``make bench BENCH=--record`` writes the table into ``benchmarks/README.md`` as well.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from text_quality import find_all, quality

from licet.rulebook.rulebook import Rulebook

HERE = Path(__file__).resolve().parent
START, END = "<!-- measured -->", "<!-- /measured -->"
FOUND, FOUND_END = "<!-- found -->", "<!-- /found -->"


def main() -> int:
    """Run, print, and record when asked; return the exit status of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the table into benchmarks/README.md")
    parser.add_argument("-k", dest="chosen", default="", help="only benchmarks whose name matches")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pytest", "-c", str(HERE / "pytest.ini"), "--rootdir", str(HERE), "-q"]
        command += ["-p", "no:cacheprovider", f"--benchmark-json={report}"]
        command += ["-k", chosen.chosen] if chosen.chosen else []
        ran = subprocess.run([*command, str(HERE)], capture_output=True, text=True, check=False)
        if ran.returncode:
            print(ran.stdout, ran.stderr, sep="\n", file=sys.stderr)
            return ran.returncode
        measured = json.loads(report.read_text(encoding="utf-8"))["benchmarks"]
    rows = list(table(measured))
    print(text(rows))
    found = [] if chosen.chosen else quality(find_all(Rulebook.load()))
    print("", *found, sep="\n")
    if chosen.record:
        record(rows, found)
    return 0


def table(measured: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Yield the header, then a row for each benchmark."""
    yield "", "median", "target", "", "ratio", "memory"
    floors = {info["name"]: median(one) for one in measured if "name" in (info := one["extra_info"])}
    for one in measured:
        info, seconds = one["extra_info"], median(one)
        target, floor = info.get("target"), floors.get(info.get("beside", ""))
        yield (
            info["title"],
            duration(seconds),
            duration(target) if target else "",
            "" if not target else "met" if seconds <= target else "missed",
            f"{seconds / floor:.1f} × {info['beside']}" if floor else "",
            f"{info['memory'] / 1e6:.0f} MB" if "memory" in info else "",
        )


def median(one: dict[str, Any]) -> float:
    """Return the median time of one operation, in seconds."""
    return float(one["stats"]["median"]) / float(one["extra_info"].get("divide", 1))


def duration(seconds: float) -> str:
    """Return a time in the unit that reads best."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size or unit == "µs":
            return f"{seconds / size:.3g} {unit}"
    return ""


def text(rows: list[tuple[str, ...]]) -> str:
    """Return the table for a terminal."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if not n else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def record(rows: list[tuple[str, ...]], found: list[str]) -> None:
    """Write the tables into the page, each between its two marks."""
    page = HERE / "README.md"
    whole = page.read_text(encoding="utf-8")
    if found:
        begin, _, rest = whole.partition(FOUND)
        whole = "\n".join([f"{begin}{FOUND}", "", *found, "", f"{FOUND_END}{rest.partition(FOUND_END)[2]}"])
    before, _, rest = whole.partition(START)
    after = rest.partition(END)[2]
    header, *body = rows
    lines = [f"| {' | '.join(header)} |", f"|{' --- |' + ' ---: |' * (len(header) - 1)}"]
    lines += [f"| {' | '.join(row)} |" for row in body]
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, {platform.python_implementation()} {platform.python_version()}"
    page.write_text(
        f"{before}{START}\n\nMeasured on {machine}.\n\n" + "\n".join(lines) + f"\n\n{END}{after}", encoding="utf-8"
    )
    print(f"\n{page.name}: written")


if __name__ == "__main__":
    sys.exit(main())
