"""Cases under load on PostgreSQL: a hundred thousand cases of two million events, thirty officers, twenty submissions a second.

The register is written first (``cases_population.py``), by a server that is started from the machine's own binaries and waits for the disk. Then
each act, list and proof is measured in it (``cases_domain.py``), submissions by several processes at once (``cases_submitting.py``), and the pages
as they are deployed (``cases_pages.py``). At last the whole chain is verified. ``make bench`` writes the figures into ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
START, END = "<!-- cases -->", "<!-- /cases -->"
CASES = 100_000
HEADER = ("", "median", "p95", "")
PARTS = ("domain", "submissions", "pages")


def measure(cases: int, url: str, parts: Sequence[str], seconds: int) -> tuple[list[tuple[str, ...]], list[str]]:
    """Run all measurements; return their rows, and what is to be said below them.

    Args:
        cases: how many are written.
        url: of a database that was made so before; empty to make one.
        parts: which of :data:`PARTS` are measured.
        seconds: how long submissions and officers go on.
    """
    from cases_database import register

    begin, before, rows = time.monotonic(), os.getloadavg()[0], list[tuple[str, ...]]()

    def told(found: Sequence[str]) -> None:
        rows.append(tuple(found))
        print(*found, sep=" | ", flush=True)

    with register(cases, url) as (where, made):
        from cases_domain import Engine, each_act, over_all, reading, whole
        from cases_pages import pages
        from cases_submitting import submissions

        for name, took in made.items():
            told((name, took, "", ""))
        engine = Engine()
        if "domain" in parts:
            for part in (reading(), over_all(engine, 500), each_act(engine)):
                for one in part:
                    told(one)
        if "submissions" in parts:
            for one in submissions(where, seconds):
                told(one)
        if "pages" in parts:
            for pause in (5.0, 2.5):
                for one in pages(where, seconds, pause):
                    told(one)
        for one in whole():
            told(one)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    minutes = (time.monotonic() - begin) / 60
    return rows, [
        f"{minutes:.0f} minutes in all; what measured held {own:.0f} MB; load {before:.1f} before and {os.getloadavg()[0]:.1f} after, of which this is a part.",
    ]


def record(rows: Sequence[tuple[str, ...]], notes: Sequence[str]) -> None:
    """Write the figures into RESULTS.md, between their two marks."""
    page = HERE / "RESULTS.md"
    begin, _, rest = page.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, {platform.python_implementation()} {platform.python_version()}"
    lines = [f"| {' | '.join(HEADER)} |", "| --- | ---: | ---: | --- |", *(f"| {' | '.join(row)} |" for row in rows)]
    about = (
        "PostgreSQL on the same two cores as all that asks it. Targets: any page within 300 ms for 95 of 100 with 30 officers at work, each of whom looks at a\n"
        "page for some seconds before the next one; 20 submissions a second, each with the engine's determination, none lost and none there twice. What a\n"
        "submission took is counted from when it was due."
    )
    text = "\n\n".join(["## Cases, under load", about, f"{machine}.", "\n".join(lines), "\n".join(notes)])
    page.write_text(f"{begin.rstrip()}\n\n{START}\n\n{text}\n\n{END}{after}".rstrip() + "\n", encoding="utf-8")


def main() -> int:
    """Measure, print, and record when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the figures into benchmarks/RESULTS.md")
    parser.add_argument("--cases", type=int, default=CASES, help="how many are written")
    parser.add_argument(
        "--database",
        default="",
        help="the address of a register that was made so before; it is used as it is, and written to",
    )
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="measure this alone; it may be given several times"
    )
    parser.add_argument("--seconds", type=int, default=60, help="how long submissions and officers go on")
    chosen = parser.parse_args()
    rows, notes = measure(chosen.cases, chosen.database, chosen.only or PARTS, chosen.seconds)
    print(*notes, sep="\n")
    if chosen.record:
        record(rows, notes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
