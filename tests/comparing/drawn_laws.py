"""Small laws drawn at random, with a bill that adds, ends, replaces and moves nations, and all transfers that they can tell apart."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from small_law import FILES, write_law

from licet.deciding.bound import Bound
from licet.rulebook.rulebook import Rulebook

QUESTIONS = """\
```question
question: posture
type: one_of
values:
  prohibited: never
  denial: refused
  presumption: presumed against
  case_by_case: decided case by case
combine: strictest
default: case_by_case
definition: The posture.
```

```question
question: licence
type: one_of
values:
  required: it needs one
  free: it needs none
combine: strictest
default: free
covered: kind is uas or recipient in friends
definition: Whether it needs a licence.
```

```question
question: duties
type: codes
combine: all
definition: What has to be done.
```
"""

POSTURES = ("prohibited", "denial", "presumption", "case_by_case")
DAYS = ("2001-01-01", "2010-01-01", "2020-01-01")
GROUPS = """\
group,name,definition,source,standing,complete_as_of,assumed,note
friends,Friends,The friends.,a list,verified,,,
hidden,Hidden,A list that is not public.,a list,verified,,empty,Nobody knows.
"""
MEMBERS = """\
nation,group,from,until,source,standing,note
IT,friends,1987-04-16,,a list,verified,
NO,friends,1990-01-01,2010-01-01,a list,verified,
"""
_HEAD = """\
---
instrument: {id}
title: A text
issuer: A state
kind: {kind}
{dates}source: a source
standing: verified
{front}---

"""


def _facts() -> str:
    text = FILES["vocabulary/facts.md"]
    # The entries and the category are asked as in the small law, the rest anew.
    start = text.index("```question\nquestion: posture")
    end = text.index("```test")
    return text[:start] + QUESTIONS + "\n" + text[end:]


def _condition(draw: random.Random, depth: int = 2) -> str:
    if depth and draw.random() < 0.5:
        word = draw.choice((" and ", " or "))
        parts = [_condition(draw, depth - 1) for _ in range(2)]
        return "(" + word.join(parts) + ")"
    return draw.choice(
        (
            "kind is uas",
            "kind is not uas",
            "range >= 300 km",
            "range < 300 km",
            "hypersonic",
            "not hypersonic",
            "recipient in friends",
            "recipient not in friends",
            "recipient is XK",
            "recipient in hidden",
            "category is I",
            "recipient in friends on 2005-01-01",
        )
    )


def _rule(
    draw: random.Random, text: str, number: int, earlier: Mapping[str, list[str]], more: str = ""
) -> tuple[str, str]:
    """Return a rule, and the question that it decides."""
    question = draw.choice(("posture", "posture", "posture", "licence", "duties"))
    answer = {
        "posture": draw.choice(POSTURES),
        "licence": draw.choice(("required", "free")),
        "duties": f"duty_{draw.randrange(3)}",
    }[question]
    when = _condition(draw)
    known = earlier[question]
    if question == "duties" and draw.random() < 0.5:
        when = f"licence is required and {when}"
        # What displaces another only perhaps, and gives the same code, leaves open to the walk what is sure to a proof.
        known = []
    displaced = draw.sample(known, min(len(known), draw.randrange(3)))
    lines = [f"id: r{number}", f"cite: paragraph {number}", f"decides: {question}", f"when: {when}", f"then: {answer}"]
    if displaced:
        lines.append(f"except_to: [{', '.join(displaced)}]")
    if more:
        lines.append(more)
    lines.append(f"says: Rule {number} of {text}.")
    return "```rule\n" + "\n".join(lines) + "\n```\n", question


def write_drawn(folder: Path, draw: random.Random) -> Path:
    """Write a law drawn at random into a folder, with a bill called ``drawn``."""
    rules: dict[str, list[str]] = {"posture": [], "licence": [], "duties": []}
    policy = _HEAD.format(id="us.policy", kind="policy", dates="in_force: 1987-04-16 ..\n", front="")
    for number in range(draw.randrange(4, 8)):
        start = draw.choice(("1987-04-16", *DAYS))
        end = draw.choice(("", *(day for day in DAYS if day > start)))
        text, question = _rule(draw, "the policy", number, rules, f"in_force: {start} .. {end}".rstrip())
        policy += text + "\n"
        rules[question].append(f"us.policy/r{number}")
    named = [name for names in rules.values() for name in names]
    front = ""
    if draw.random() < 0.4:
        front += f"ends: [{draw.choice(named)}]\n"
    if draw.random() < 0.4:
        front += f"groups: {{friends: {{{draw.choice(('join', 'leave'))}: [{draw.choice(('IT', 'NO', 'XK'))}]}}}}\n"
    bill = _HEAD.format(id="proposals.drawn", kind="proposal", dates="", front=front)
    for number in range(draw.randrange(1, 4)):
        bill += _rule(draw, "the bill", number, rules)[0] + "\n"
    write_law(folder)
    for path, text in {
        "vocabulary/facts.md": _facts(),
        "us/policy.md": policy,
        "proposals/drawn.md": bill,
        "nations/groups.csv": GROUPS,
        "nations/memberships.csv": MEMBERS,
    }.items():
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "proposals/bill.md").unlink()
    return folder


def transfers(rulebook: Rulebook) -> Iterator[dict[str, Any]]:
    """Yield every transfer that these laws can tell apart, as the walk states them, without a date."""
    figures = (299.0, 300.0), (499.0, 500.0)
    for kind, nation, length, mass, fast in itertools.product(("uas", "rocket"), rulebook.nations, *figures, (0, 2)):
        if kind == "rocket" and fast:
            # What follows from the vocabulary is left as it is: rockets do not count as very fast.
            continue
        yield {
            "kind": kind,
            "recipient": nation,
            "range": (length, length),
            "payload": (mass, mass),
            "hypersonic": fast,
            "value": (0.0, 0.0),
        }


def lists(rulebook: Rulebook) -> Iterator[dict[str, frozenset[str]]]:
    """Yield every way in which the list that is not public may be filled, with nobody on it first."""
    nations = list(rulebook.nations)
    for number in range(len(nations) + 1):
        yield from ({"hidden": frozenset(some)} for some in itertools.combinations(nations, number))


def answered(bound: Bound, stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the walk answers: one answer, ``open``, or for codes those that are given and those that may be."""
    outcomes = bound.decide(bound.state({**stated, "date": (float(bound.day), float(bound.day))}))
    found: dict[str, Any] = {}
    for question in ("posture", "licence", "category"):
        found[question] = "open" if outcomes[question].open else outcomes[question].value
    duties = outcomes["duties"]
    found["duties"] = dict.fromkeys(duties.value, "given") | {
        code: "open" for code in duties.possible if duties.open and code not in duties.value
    }
    return found
