"""Facts whose values make no sense: without bounds, with a value that no transfer can have, or held against a limit beyond their bounds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from licet.language.conditions import Between, Compare, Name, Operand, atoms, write_condition
from licet.language.quantities import plain
from licet.proving.case import Case, found
from licet.proving.logic import Formula
from licet.proving.witness import Witness
from licet.rulebook.finding import Finding
from licet.rulebook.instruments import Rule
from licet.rulebook.operands import constant
from licet.rulebook.vocabulary import Fact

# More than anything has of anything.
_ABSURD = 1e15


def domains(case: Case) -> Iterator[Finding]:
    """Yield what is wrong with the values that facts may have."""
    if case.only is not None:
        return
    for fact in case.rulebook.facts.values():
        if fact.measured and fact.type != "date" and fact.bounds is None:
            said = f"'{fact.name}' has no bounds; give the least and greatest value that make sense"
            absurd = plain(_ABSURD) + (f" {fact.unit.name}" if fact.unit and fact.unit.name != "1" else "")
            yield found("domain", (), f"{fact.where}: {said}", _stating(case, fact, absurd))
    for fact, value in _never_had(case):
        said = f"'{fact.name}' can never be {value}, by what is implied"
        stated = _stating(case, fact, value == "yes" if fact.type == "truth" else value)
        yield found("domain", (), f"{fact.where}: {said}; mend the conditions under 'implied'", stated)


def _stating(case: Case, fact: Fact, value: Any) -> Witness:
    """Return a transfer that states one thing alone, and is read without a word."""
    day = case.encoding.space.last if case.day is None else case.day
    stated = {fact.at: {fact.key: value}} if fact.at else {fact.key: value}
    return Witness({"date": datetime.date.fromordinal(day).isoformat(), **stated})


def _never_had(case: Case) -> list[tuple[Fact, str]]:
    """Return the values that no transfer has which does not contradict itself."""
    space, logic, following = case.encoding.space, case.encoding.logic, case.prover.following
    facts, left = case.rulebook.facts, dict[tuple[str, str], Formula]()
    for name in following.concerned():
        fact = facts[name]
        values = ("yes", "no") if fact.type == "truth" else tuple(fact.values) if fact.type == "one_of" else ()
        left.update({(name, value): space.equals(name, value) for value in values})
    # One transfer has a value of every fact, so that few are needed.
    while (model := case.prover.model(logic.any(left.values()))) is not None:
        has = {name: str(model.eval(space.term(name), model_completion=True)) for name in {name for name, _ in left}}
        for name, value in list(left):
            if has[name] == {"yes": "True", "no": "False"}.get(value, value):
                del left[name, value]
    return [(facts[name], value) for name, value in left]


def limits(case: Case, rule: Rule) -> Iterator[Finding]:
    """Yield the comparisons of a rule with a limit beyond the bounds of the fact, so that they hold always or never."""
    if not case.looks_at(rule):
        return
    for atom in atoms(rule.condition) if rule.condition is not None else ():
        pairs: list[tuple[Operand, Operand]] = []
        match atom:
            case Compare(left, _, right):
                pairs = [(left, right), (right, left)]
            case Between(operand, low, high):
                pairs = [(operand, low), (operand, high)]
        for measure, limit in pairs:
            fact = case.rulebook.facts.get(measure.name) if isinstance(measure, Name) else None
            number = None if fact is None else constant(case.rulebook.units, limit, fact.unit)
            if fact is None or number is None or fact.bounds is None or fact.bounds[0] <= number <= fact.bounds[1]:
                continue
            unit = fact.unit.name if fact.unit else ""
            bounds = f"{plain(fact.bounds[0])} to {plain(fact.bounds[1])} {unit}".rstrip()
            yield case.finding(
                "domain",
                (rule,),
                f"'{rule.name}' asks '{write_condition(atom)}', a limit beyond the bounds of {fact.name} ({bounds}; {fact.where})",
                "mend the limit or the bounds",
                case.witness(case.encoding.applies(rule)),
            )
