"""Holds the matching of names against labelled pairs, and prints how often it is right, how well its scores are ordered, and what others give.

``--record`` writes what was measured into the page beside this file.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from licet.screening.alignment import similarity
from licet.screening.evidence import POSSIBLE

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared" / "data" / "name-matching" / "name_pairs.csv"
START, END = "<!-- measured -->", "<!-- /measured -->"
STRENGTHS = ("STRONG", "MEDIUM", "WEAK")
THRESHOLDS = tuple(step / 100 for step in range(50, 100, 5))
# What nomenklatura calls a kind of party.
KINDS = {"Person": "person", "Vessel": "vessel", "Airplane": "aircraft"}
# The pairs of nomenklatura are said to be the same party or not; ours to be worth a flag or not.
FILES = {"name_pairs": SHARED, "cases": HERE / "cases.csv", "held_out": HERE / "held_out.csv"}


@dataclass(frozen=True)
class Pair:
    """Two names, and whether they are to be taken for one."""

    group: str
    kind: str
    one: str
    other: str
    same: bool
    strength: str


@dataclass(frozen=True)
class Right:
    """How often a threshold is right."""

    precision: float
    recall: float
    f1: float


Matcher = Callable[[Sequence[Pair]], list[float]]


def read(path: Path) -> list[Pair]:
    """Read labelled pairs, ours or those of nomenklatura."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    if rows and "schema" in rows[0]:
        return [
            Pair(row["case_group"], KINDS.get(row["schema"], "organisation"), row["name1"], row["name2"], row["is_match"] == "true", row["quality"])
            for row in rows
        ]  # fmt: skip
    return [
        Pair(row["group"], row["kind"], row["name1"], row["name2"], row["same"] == "yes", row["strength"])
        for row in rows
    ]


def right(pairs: Sequence[Pair], scores: Sequence[float], least: float) -> Right:
    """Return how often a score of at least so much is right."""
    flagged = [pair.same for pair, score in zip(pairs, scores, strict=True) if score >= least]
    true, same = sum(flagged), sum(pair.same for pair in pairs)
    precision = true / len(flagged) if flagged else 1.0
    recall = true / same if same else 1.0
    return Right(precision, recall, 2 * true / (len(flagged) + same) if flagged or same else 1.0)


def ours(pairs: Sequence[Pair]) -> list[float]:
    """The similarity of Licet."""
    return [similarity(pair.one, pair.other, pair.kind) for pair in pairs]


def ratio(pairs: Sequence[Pair]) -> list[float]:
    """WRatio of rapidfuzz on both names in plain Latin letters: the least that a matcher has to beat."""
    from anyascii import anyascii
    from rapidfuzz import fuzz, utils

    return [
        fuzz.WRatio(anyascii(pair.one), anyascii(pair.other), processor=utils.default_process) / 100 for pair in pairs
    ]


def logic(pairs: Sequence[Pair]) -> list[float]:
    """logic-v2 of nomenklatura, on names alone."""
    from licet.screening.second_opinion import names_alone

    return [names_alone(pair.one, pair.other, pair.kind) for pair in pairs]


def of_another(python: str) -> Matcher:
    """Return logic-v2 as another Python gives it, in which the extra is installed."""

    def asked(pairs: Sequence[Pair]) -> list[float]:
        path = next(path for path in FILES.values() if path.is_file() and read(path) == list(pairs))
        environment = os.environ | {"PYTHONPATH": str(HERE.parents[1] / "src"), "PYTHONUTF8": "1"}
        command = [python, str(Path(__file__).resolve()), "--scores", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        return [float(line) for line in done.stdout.split()]

    return asked


def by_threshold(pairs: Sequence[Pair], scores: Sequence[float]) -> Iterator[str]:
    """Yield a line for each threshold, the best and the one in force."""
    best = max(THRESHOLDS, key=lambda least: right(pairs, scores, least).f1)
    for least in sorted({*THRESHOLDS, POSSIBLE}):
        found = right(pairs, scores, least)
        mark = " ".join(word for word, true in (("in force", least == POSSIBLE), ("best", least == best)) if true)
        yield f"| {least:.2f} | {found.precision:.3f} | {found.recall:.3f} | {found.f1:.3f} | {mark} |"


def by_group(pairs: Sequence[Pair], scores: Sequence[float]) -> Iterator[str]:
    """Yield a line for each group of pairs, at the threshold in force."""
    for group in dict.fromkeys(pair.group for pair in pairs):
        mine = [(pair, score) for pair, score in zip(pairs, scores, strict=True) if pair.group == group]
        some = [pair for pair, _ in mine]
        found = right(some, [score for _, score in mine], POSSIBLE)
        wrong = sum((score >= POSSIBLE) != pair.same for pair, score in mine)
        yield f"| {group} | {len(mine)} | {found.precision:.2f} | {found.recall:.2f} | {found.f1:.2f} | {wrong} |"


def calibration(pairs: Sequence[Pair], scores: Sequence[float]) -> Iterator[str]:
    """Yield a line for each tenth of the score: how many pairs, and the share of them that is the same; it should never fall."""
    highest = 0.0
    for tenth in range(10):
        some = [pair.same for pair, score in zip(pairs, scores, strict=True) if min(int(score * 10 + 1e-9), 9) == tenth]
        if not some:
            yield f"| {tenth / 10:.1f} to {(tenth + 1) / 10:.1f} | 0 | | |"
            continue
        share = mean(some)
        yield f"| {tenth / 10:.1f} to {(tenth + 1) / 10:.1f} | {len(some)} | {share:.2f} | {'falls' if share < highest else ''} |"
        highest = max(highest, share)


def order(pairs: Sequence[Pair], scores: Sequence[float]) -> Iterator[str]:
    """Yield a line for *yes* and one for *no*: the mean score by strength, and whether it is in order."""
    for same, word in ((True, "yes"), (False, "no")):
        means = []
        for strength in STRENGTHS:
            some = [s for p, s in zip(pairs, scores, strict=True) if p.same == same and p.strength == strength]
            means.append(mean(some) if some else None)
        known = [one for one in means if one is not None]
        fine = known == sorted(known, reverse=same)
        cells = " | ".join("" if one is None else f"{one:.3f}" for one in means)
        yield f"| {word} | {cells} | {'in order' if fine else 'out of order'} |"


def strong_failures(pairs: Sequence[Pair], scores: Sequence[float]) -> Iterator[str]:
    """Yield a line for every clear pair on the wrong side."""
    for pair, score in zip(pairs, scores, strict=True):
        if pair.strength == "STRONG" and (score >= POSSIBLE) != pair.same:
            said = "the same" if pair.same else "not the same"
            yield f"- {pair.group}: `{pair.one}` and `{pair.other}` are {said}, {score:.3f}"


def report(name: str, pairs: Sequence[Pair], peers: dict[str, Matcher]) -> Iterator[str]:
    """Yield what is measured on a file of pairs."""
    scores = ours(pairs)
    yield from (f"## {name}, {len(pairs)} pairs", "", "| threshold | precision | recall | F1 | |", "| ---: | ---: | ---: | ---: | --- |")  # fmt: skip
    yield from by_threshold(pairs, scores)
    yield from ("", "| others, each at its best threshold | precision | recall | F1 | threshold |", "| --- | ---: | ---: | ---: | ---: |")  # fmt: skip
    for peer, matcher in peers.items():
        theirs = matcher(pairs)
        least = max(THRESHOLDS, key=lambda one: right(pairs, theirs, one).f1)
        found = right(pairs, theirs, least)
        yield f"| {peer} | {found.precision:.3f} | {found.recall:.3f} | {found.f1:.3f} | {least:.2f} |"
    yield from ("", "| group | pairs | precision | recall | F1 | wrong |", "| --- | ---: | ---: | ---: | ---: | ---: |")
    yield from by_group(pairs, scores)
    yield from ("", "| score | pairs | the same | |", "| --- | ---: | ---: | --- |")
    yield from calibration(pairs, scores)
    yield from ("", "| mean score | STRONG | MEDIUM | WEAK | |", "| --- | ---: | ---: | ---: | --- |")
    yield from order(pairs, scores)
    failures = list(strong_failures(pairs, scores))
    yield from ("", f"STRONG pairs on the wrong side at {POSSIBLE}: {len(failures) or 'none'}.", *failures, "")


def peers_at_hand(python: str | None) -> dict[str, Matcher]:
    """Return the other matchers that can be asked here."""
    from licet.screening.second_opinion import available

    found: dict[str, Matcher] = {"rapidfuzz WRatio on anyascii": ratio}
    if python or available():
        found["nomenklatura logic-v2, names alone"] = of_another(python) if python else logic
    return found


def main(given: Iterable[str] | None = None) -> int:
    """Measure, print, and record when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", metavar="PYTHON", help="a Python in which licet[ftm] is installed")
    parser.add_argument("--only", choices=[*FILES], action="append", help="only these pairs")
    parser.add_argument("--record", action="store_true", help="write what was measured into README.md")
    parser.add_argument("--scores", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(None if given is None else list(given))
    if chosen.scores:
        print(*logic(read(chosen.scores)), sep="\n")
        return 0
    lines: list[str] = []
    for name in chosen.only or FILES:
        if FILES[name].is_file():
            lines += report(name, read(FILES[name]), peers_at_hand(chosen.peer))
        else:
            lines += [f"## {name}", "", "Not measured: no ../shared/data beside the checkout.", ""]
    print(*lines, sep="\n")
    if chosen.record:
        page = HERE / "README.md"
        before, _, rest = page.read_text(encoding="utf-8").partition(START)
        after = rest.partition(END)[2]
        page.write_text("\n".join([f"{before}{START}", "", *lines, f"{END}{after}"]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
