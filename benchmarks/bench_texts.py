"""How well a text finds its entry: labelled product texts, in four languages and three levels, and the time of one search.

The texts (``product_texts.csv``) were written before the search and its words, by somebody who had seen neither. A text is found at rank n when
one of its accepted codes, or a row below it, is among the first n candidates. Texts of uncontrolled things have no code; for them the score of
their best candidate is shown beside those of the others, since a search clears nothing.
"""

from __future__ import annotations

import csv
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from licet.classification.search import search
from licet.rulebook.checking import covers
from licet.rulebook.rulebook import Rulebook

TARGETS = {1: 0.70, 3: 0.88, 5: 0.95, 10: 0.98}
TEXTS = Path(__file__).parent / "product_texts.csv"


def main() -> None:
    """Measure and print."""
    book = Rulebook.load()
    rows = list(csv.DictReader(TEXTS.open(encoding="utf-8")))
    controlled = [row for row in rows if row["codes"]]
    ranks: dict[str, int | None] = {}
    seconds: list[float] = []
    confusion: Counter[tuple[str, str]] = Counter()
    best: dict[str, float] = {}
    for row in rows:
        start = time.perf_counter()
        found = search(row["text"], book)
        seconds.append(time.perf_counter() - start)
        best[row["id"]] = found[0].score if found else 0.0
        if not row["codes"]:
            continue
        wanted = row["codes"].split()
        ranks[row["id"]] = next(
            (n for n, c in enumerate(found, 1) if any(covers(code, c.code) or covers(c.code, code) for code in wanted)), None
        )
        if ranks[row["id"]] != 1 and found:
            confusion[wanted[0].partition(".")[0], found[0].code.partition(".")[0]] += 1
    print(f"{len(controlled)} labelled texts, {len(rows) - len(controlled)} uncontrolled")
    groups = {"all": controlled}
    for key in ("level", "strength", "language"):
        for value in sorted({row[key] for row in controlled}):
            groups[value] = [row for row in controlled if row[key] == value]
    for name, members in groups.items():
        shares = {n: sum(1 for r in members if (ranks[r["id"]] or 99) <= n) / len(members) for n in TARGETS}
        print(f"{name:10} {len(members):4}  " + "  ".join(f"top-{n} {share:.3f}" for n, share in shares.items()))
    print("targets         " + "  ".join(f"top-{n} {share:.3f}" for n, share in TARGETS.items()))
    print("most confused (item of the label, item of the first candidate):", confusion.most_common(12))
    print(f"search: median {statistics.median(seconds[5:]) * 1000:.2f} ms, first {seconds[0] * 1000:.0f} ms with the index")
    if "--missed" in sys.argv:
        print("missed:", *(i for i, rank in ranks.items() if rank is None))


if __name__ == "__main__":
    main()
