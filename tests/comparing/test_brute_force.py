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
from licet.proving.prover import Prover

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
    since = draw.choice([day for day in DAYS if day <= other])
    reform = draw.choice(("", "+drawn", f"+drawn@{since}"))
    return sides(base, other + reform if reform or base != other else f"{other}+drawn", law)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_proven_is_what_every_transfer_shows(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    law = write_drawn(tmp_path, draw)
    try:
        base, other = two_sides(law, draw)
    except licet.InputError as error:
        # A reform that would change nothing from its day is refused.
        assert "nothing" in str(error)
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


# Memberships of which the day is not known, and more than one fact that is a nation.

_SPAN = "NO,friends,1990-01-01,2008-01-01/2012-01-01,a list,verified,\n"


@pytest.mark.parametrize("seed", range(200, 230))
def test_what_is_certain_is_so_however_a_day_lies_that_nobody_knows(tmp_path: Path, seed: int) -> None:
    """The law is written once with the span, and once for each way in which the day can lie."""
    draw = random.Random(seed)
    law = write_drawn(tmp_path, draw)
    file = law / "nations/memberships.csv"
    text = file.read_text(encoding="utf-8").replace("NO,friends,1990-01-01,2010-01-01,a list,verified,\n", _SPAN)
    days = draw.choice((("2001-01-01", "2010-01-01"), ("2010-01-01", "2010-06-01"), ("2007-01-01", "2020-01-01")))
    maybe: dict[Pair, set[str]] = defaultdict(set)
    always: dict[tuple[str, int], set[Pair]] = {}
    for number, end in enumerate(("2008-01-01", "2010-01-01", "2010-03-01", "2011-01-01", "2012-01-01")):
        file.write_text(text.replace("2008-01-01/2012-01-01", end), encoding="utf-8")
        for place, (transfer, before, after) in enumerate(both(*sides(days[0], f"{days[1]}+drawn", law), {})):
            pairs = set(changed(before, after))
            key = transfer["recipient"], place
            always[key] = pairs if number == 0 else always[key] & pairs
            for pair in pairs:
                maybe[pair].add(transfer["recipient"])
    file.write_text(text, encoding="utf-8")
    base, other = sides(days[0], f"{days[1]}+drawn", law)
    certain: dict[Pair, set[str]] = defaultdict(set)
    for (nation, _), pairs in always.items():
        for pair in pairs:
            certain[pair].add(nation)
    proven = {named(found): found for question in QUESTIONS for found in Comparing(base, other).question(question)}
    for pair, found in proven.items():
        # With nobody on a hidden list it is what the ways in which the day can lie say; with somebody there may be more.
        assert set(found.nations) == certain[pair], pair
        assert maybe[pair] <= {*found.nations, *found.listed, *found.unsure}, pair
    assert {pair for pair, nations in maybe.items() if nations} <= proven.keys()


def _bare(law: Path, path: str) -> str:
    """Return the front matter of a file of law, without what it ends and whom it moves."""
    head = (law / path).read_text(encoding="utf-8").split("```rule")[0]
    return "".join(line + "\n" for line in head.splitlines() if not line.startswith(("ends:", "groups:")))


def test_an_exporter_that_is_named_is_told_apart_as_a_recipient_too(tmp_path: Path) -> None:
    law = write_drawn(tmp_path, random.Random(0))
    facts = law / "vocabulary/facts.md"
    text = facts.read_text(encoding="utf-8")
    fact = text[text.index("```fact\nfact: recipient") :]
    fact = fact[: fact.index("```\n", 3) + 4].replace("recipient", "exporter")
    facts.write_text(text.replace("```fact\nfact: recipient", fact + "\n```fact\nfact: recipient", 1), encoding="utf-8")
    rule = "```rule\nid: r0\ncite: 1\ndecides: duties\nwhen: exporter is IT\nthen: papers\nsays: Italy writes.\n```\n"
    (law / "proposals/drawn.md").write_text(_bare(law, "proposals/drawn.md") + rule, encoding="utf-8")
    (found,) = Comparing(*sides("2005-01-01", "2005-01-01+drawn", law)).question("duties")
    assert (found.before, found.after, set(found.nations)) == (None, "papers", {"NO", "XK"})


def test_a_fact_of_which_something_else_follows_on_either_side_is_not_held_against_itself(tmp_path: Path) -> None:
    law = write_drawn(tmp_path, random.Random(0))
    facts = law / "vocabulary/facts.md"
    text = facts.read_text(encoding="utf-8")
    dated = text.replace("when: kind is rocket,", "when: kind is rocket and date >= 2005-01-01,", 1)
    assert dated != text
    facts.write_text(dated, encoding="utf-8")
    proven = Comparing(*sides("2004-01-01", "2006-01-01", law)).run(QUESTIONS)
    assert proven.unsettled.keys() == set(QUESTIONS)
    assert "hypersonic" in proven.unsettled["posture"]
    assert proven.unchanged == []


def test_what_is_open_on_both_sides_with_something_else_left_is_a_change(tmp_path: Path) -> None:
    law = write_drawn(tmp_path, random.Random(0))
    for path, then in (("us/policy.md", "denial"), ("proposals/drawn.md", "prohibited")):
        rule = (
            f"```rule\nid: {then}\ncite: 1\ndecides: posture\nwhen: licence is required and kind is rocket\n"
            f"then: {then}\nsays: So.\n```\n"
        )
        (law / path).write_text(_bare(law, path) + rule, encoding="utf-8")
    (found,) = Comparing(*sides("2005-01-01", "2005-01-01+drawn", law)).question("posture")
    assert (found.before, found.after) == (OPEN, OPEN)
    assert [cause.provision for cause in found.by] == ["proposals.drawn/prohibited"]


def test_with_all_switches_one_way_it_is_the_law_of_that_side(tmp_path: Path) -> None:
    """The law in which each provision can be switched is that of the other side with all on, and that of the base with all off."""
    for seed in range(300, 312):
        folder = tmp_path / str(seed)
        folder.mkdir()
        draw = random.Random(seed)
        law = write_drawn(folder, draw)
        try:
            comparing = Comparing(*two_sides(law, draw))
        except licet.InputError:
            continue
        logic = comparing.logic
        prover = Prover(comparing.first, comparing.second, comparing.mixed)
        for side, on in ((comparing.first, False), (comparing.second, True)):
            flags = [flag if on else logic.no(flag) for flag in comparing.mixed.switches.values()]
            for question in ("category", "posture", "licence"):
                mine, mixed = side.question(question).holds, comparing.mixed.question(question).holds
                differ = [logic.differ(mine.get(answer, logic.false), mixed[answer]) for answer in mixed]
                assert not prover.possible(*flags, logic.any(differ)), (seed, question, on)
