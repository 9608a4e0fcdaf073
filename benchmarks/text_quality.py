"""How well a text finds its entry: labelled product texts, in four languages and three levels.

The texts (``product_texts.csv``) were written before the search and its words, by somebody who had seen neither. A text is found at rank n when
one of its accepted codes, a row below it or the heading above it, is among the first n candidates. STRONG, MEDIUM and WEAK say how sure an
expert would be that the code belongs among the candidates; a STRONG text that is not found is a defect. Things that are not controlled have no
code; what they score is told beside the rest, since a search clears nothing.
"""

from __future__ import annotations

import csv
import statistics
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from licet.classification.search import search
from licet.rulebook.checking import covers
from licet.rulebook.rulebook import Rulebook

TARGETS = {1: 0.70, 3: 0.88, 5: 0.95, 10: 0.98}
TEXTS = Path(__file__).parent / "product_texts.csv"


@dataclass(frozen=True, slots=True)
class Found:
    """One labelled text with what the search made of it."""

    row: dict[str, str]
    rank: int | None
    score: float
    first: str


def find_all(book: Rulebook) -> list[Found]:
    """Search for every text."""
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return [_found(row, book) for row in csv.DictReader(file)]


def _found(row: dict[str, str], book: Rulebook) -> Found:
    candidates = search(row["text"], book)
    wanted = row["codes"].split()
    rank = next(
        (n for n, c in enumerate(candidates, 1) if any(covers(w, c.code) or covers(c.code, w) for w in wanted)), None
    )
    return Found(row, rank, candidates[0].score if candidates else 0.0, candidates[0].code if candidates else "")


def share(found: Iterable[Found], rank: int) -> float:
    """Return the share of texts that are found at a rank or better."""
    ranks = [one.rank for one in found]
    return sum(1 for one in ranks if one is not None and one <= rank) / len(ranks)


def quality(found: list[Found]) -> list[str]:
    """Return the figures as the lines of a Markdown section."""
    labelled = [one for one in found if one.row["codes"]]
    groups = {"all": labelled}
    for key in ("level", "strength", "language"):
        for value in dict.fromkeys(one.row[key] for one in labelled):
            groups[value] = [one for one in labelled if one.row[key] == value]
    lines = [
        "|  | texts | " + " | ".join(f"top {rank}" for rank in TARGETS) + " |",
        "| --- |" + " ---: |" * (len(TARGETS) + 1),
        "| target | | " + " | ".join(f"{target:.2f}" for target in TARGETS.values()) + " |",
    ]
    for name, members in groups.items():
        shares = " | ".join(f"{share(members, rank):.3f}" for rank in TARGETS)
        lines.append(f"| {name} | {len(members)} | {shares} |")
    wrong = Counter(
        (one.row["codes"].split()[0].partition(".")[0], one.first.partition(".")[0])
        for one in labelled
        if one.rank != 1
    )
    said = ", ".join(f"{wanted} → {first} ({count})" for (wanted, first), count in wrong.most_common(10))
    missed = [one.row["id"] for one in labelled if one.rank is None and one.row["strength"] == "STRONG"]
    others = [one.score for one in found if not one.row["codes"]]
    usual = statistics.median(one.score for one in labelled)
    medians = (
        f"Median score of the best candidate: {usual:.2f} for labelled texts, and {statistics.median(others):.2f} "
    )
    medians += f"for the {len(others)} of things that are not controlled."
    lines += [
        "",
        f"Item of the label → Item of the first candidate, where the first is not right: {said}.",
        f"STRONG texts not found among the first ten: {', '.join(missed) or 'none'}.",
        medians,
    ]
    return lines


if __name__ == "__main__":
    print("\n".join(quality(find_all(Rulebook.load()))))
    sys.exit(0)
