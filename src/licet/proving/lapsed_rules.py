"""Rules that decide nothing for a time: on the days from one change of the question's rules to the next, a stricter answer always governs.

A rule that should displace another and does not name it dies so, from the day on which the other comes into force.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise

import z3

from licet.proving.case import Case
from licet.proving.exceptions import effects
from licet.proving.logic import Formula
from licet.proving.space import DATE
from licet.rulebook.finding import Finding
from licet.rulebook.instruments import Rule
from licet.rulebook.vocabulary import Question

Spell = tuple[int, int]


def lapsed_rules(case: Case, question: Question) -> Iterator[Finding]:
    """Yield the rules of a question that decide nothing of it for a time, though they stand for some transfers then."""
    decided = case.encoding.question(question.name)
    if question.combine != "strictest" or not any(decided.defeats.values()):
        return
    days = {day for rule in decided.rules for day in (rule.window.start, rule.window.end)}
    for rule in decided.rules:
        if not case.looks_at(rule) or case.rulebook.instruments[rule.instrument].proposal:
            # A proposal has no dates of its own; on many it has nothing to change.
            continue
        spells = _spells(case, rule, days)
        idle = _without(case, case.encoding.governs(question.name, rule.name), spells)
        if not idle:
            continue
        idle = _without(case, effects(case, question.name, rule), idle)
        if len(idle) == len(spells):
            # A rule that never decides anything is told as such.
            continue
        stands = decided.stands[rule.name]
        lapsed = [spell for spell in idle if case.possible(stands, *_during(case, spell))]
        for spell in _joined(lapsed):
            yield _told(case, question, rule, spell)


def _spells(case: Case, rule: Rule, days: set[int]) -> list[Spell]:
    """Return the stretches of a rule's window in which the same rules of the question are in force."""
    first, last = case.encoding.space.first, case.encoding.space.last + 1
    start, end = max(rule.window.start, first), min(rule.window.end, last)
    return list(pairwise(sorted({start, end, *(day for day in days if start < day < end)})))


def _during(case: Case, spell: Spell) -> list[Formula]:
    return [case.encoding.from_day(spell[0]), case.encoding.before_day(spell[1])]


def _without(case: Case, formula: Formula, spells: list[Spell]) -> list[Spell]:
    """Return the stretches in which nothing makes a formula true."""
    logic, date = case.encoding.logic, case.encoding.space.term(DATE)
    left, without = list(spells), list[Spell]()
    while left:
        spell = left.pop(0)
        model = case.prover.model(formula, *_during(case, spell))
        if model is None:
            without.append(spell)
            continue
        # The same transfer on other days shows it for most of them; with all else known, little of the formula is left.
        known = [(made(), model[made]) for made in model.decls() if made.name() != DATE]
        dated = z3.simplify(z3.substitute(formula, *known))
        for other in list(left):
            model.update_value(date, logic.whole(other[0]))
            if z3.is_true(model.eval(dated, model_completion=True)):
                left.remove(other)
    return without


def _joined(spells: list[Spell]) -> list[Spell]:
    found: list[Spell] = []
    for start, end in sorted(spells):
        if found and found[-1][1] == start:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _told(case: Case, question: Question, rule: Rule, spell: Spell) -> Finding:
    during = _during(case, spell)
    stands = case.encoding.question(question.name).stands[rule.name]
    rivals = case.governing(question.name, stands, *during)
    named = " and ".join(f"'{rival.name}' ({rival.where})" for rival in rivals)
    start = datetime.date.fromordinal(spell[0]) if spell[0] > case.encoding.space.first else ""
    end = datetime.date.fromordinal(spell[1]) if spell[1] <= case.encoding.space.last else ""
    answer = rule.then[question.name][0]
    return case.finding(
        "dead",
        (rule, *rivals),
        f"'{rule.name}' decides nothing of {question.name} on the days {start} .. {end}".rstrip()
        + f": wherever it would answer {answer}, a stricter answer governs, such as that of {named}",
        "name what is meant to give way under except_to, or end the rule",
        case.witness(stands, *during, *(case.encoding.governs(question.name, rival.name) for rival in rivals)),
    )
