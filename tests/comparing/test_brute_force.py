"""What is proven of two sides is what asking every transfer on both sides finds: the same changes, for the same nations, by the same provisions."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("z3", reason="the extra 'prove' is not installed")

from comparing.drawn_laws import DAYS, answered, lists, transfers, write_drawn
from proving.totals import bound_on

import licet
from licet.comparing.found import Found
from licet.comparing.sides import Side, sides
from licet.comparing.statuses import OPEN
from licet.comparing.transitions import Comparing
from licet.errors import LawError

QUESTIONS = ("category", "posture", "licence", "duties")
Pair = tuple[str, str | None, str | None]


def both(
    base: Side, other: Side, filled: dict[str, frozenset[str]]
) -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Return each transfer with its answers on both sides."""
    first, second = (bound_on(side.rulebook, side.day, filled) for side in (base, other))
    return [(t, answered(first, t), answered(second, t)) for t in transfers(base.rulebook)]


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[Pair]:
    """Return the changes between two answers."""
    pairs: list[Pair] = [
        (question, before[question], after[question])
        for question in QUESTIONS[:-1]
        if before[question] != after[question]
    ]
    for code in sorted(before["duties"].keys() | after["duties"].keys()):
        was, now = before["duties"].get(code), after["duties"].get(code)
        if was != now:
            named = {"given": code, "open": OPEN, None: None}
            pairs.append((f"duties {code}", named[was], named[now]))
    return pairs


def enumerated(base: Side, other: Side) -> dict[Pair, tuple[set[str], set[str]]]:
    """Return each change with the nations for which it happens with nobody on a hidden list, and however it is filled."""
    found: dict[Pair, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for number, filled in enumerate(lists(base.rulebook)):
        for transfer, before, after in both(base, other, filled):
            for pair in changed(before, after):
                found[pair][1].add(transfer["recipient"])
                if number == 0:
                    found[pair][0].add(transfer["recipient"])
    return dict(found)


def named(found: Found) -> Pair:
    if found.question != "duties":
        return found.question, found.before, found.after
    return f"duties {found.code}", found.before, found.after


def two_sides(law: Path, draw: random.Random) -> tuple[Side, Side]:
    base = draw.choice(DAYS)
    other = draw.choice(DAYS)
    reform = draw.choice(("", "+drawn", f"+drawn@{draw.choice(DAYS)}"))
    return sides(base, other + reform if reform or base != other else f"{other}+drawn", law)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_proven_is_what_every_transfer_shows(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    law = write_drawn(tmp_path, draw)
    try:
        base, other = two_sides(law, draw)
    except licet.InputError as error:
        # A reform that would change nothing from its day is refused.
        assert "change nothing" in str(error) or "nothing" in str(error)
        return
    shown = enumerated(base, other)
    comparing = Comparing(base, other)
    proven = {named(found): found for question in QUESTIONS for found in comparing.question(question)}
    assert proven.keys() == shown.keys()
    for pair, found in proven.items():
        assert set(found.nations) == shown[pair][0], pair
        assert set(found.nations) | set(found.listed) == shown[pair][1], pair
        assert found.unsure == ()


@pytest.mark.parametrize("seed", range(60, 100))
def test_each_witness_is_answered_so_by_a_review_of_either_side(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    law = write_drawn(tmp_path, draw)
    try:
        base, other = two_sides(law, draw)
    except licet.InputError:
        return
    for found in (f for question in QUESTIONS for f in Comparing(base, other).question(question)):
        for side, wanted in ((base, found.before), (other, found.after)):
            review = licet.review(
                dict(found.witness.transfer), rulebook=side.rulebook, as_of=side.date, assume=dict(found.witness.assume)
            )
            answer = review.answers[found.question]
            code = found.code
            if not code:
                assert (OPEN if answer.value is None else answer.value) == wanted
            elif wanted == OPEN:
                assert code in answer.possible
            else:
                assert (code in (answer.certain or ())) == (wanted == code)


def _without(law: Path, bill: str, rule: str) -> None:
    start = bill.index(f"```rule\nid: {rule}\n")
    end = bill.index("```\n", start + 3) + 4
    (law / "proposals/drawn.md").write_text(bill[:start] + bill[end:], encoding="utf-8")


@pytest.mark.parametrize("seed", range(100, 130))
def test_a_rule_of_a_bill_causes_what_does_not_happen_without_it(tmp_path: Path, seed: int) -> None:
    """Each rule of the bill is struck in turn, and every transfer asked again: what is then answered otherwise is what it causes."""
    draw = random.Random(seed)
    law = write_drawn(tmp_path, draw)
    bill = (law / "proposals/drawn.md").read_text(encoding="utf-8")
    rules = [line[4:] for line in bill.splitlines() if line.startswith("id: ")]
    base, other = sides("2010-01-01", "2010-01-01+drawn", law)
    proven = {named(found): found for question in QUESTIONS for found in Comparing(base, other).question(question)}
    caused: dict[Pair, set[str]] = {pair: set() for pair in proven}
    for rule in rules:
        _without(law, bill, rule)
        try:
            struck = sides("2010-01-01", "2010-01-01+drawn", law)[1]
        except (licet.InputError, LawError):
            continue
        for filled in lists(base.rulebook):
            for (_, before, after), (_, _, then) in zip(
                both(base, other, filled), both(base, struck, filled), strict=True
            ):
                for pair in set(changed(before, after)) - set(changed(before, then)):
                    caused[pair].add(f"proposals.drawn/{rule}")
    for pair, found in proven.items():
        of_the_bill = {cause.provision for cause in found.by if cause.provision.startswith("proposals.drawn/")}
        assert of_the_bill == caused[pair], pair
