"""Rules that never decide anything: that can never apply, are always displaced, or always give way to a stricter answer."""

from __future__ import annotations

from collections.abc import Iterator

from licet.language.conditions import Condition, conjuncts, write_condition
from licet.proving.case import Case
from licet.proving.exceptions import effects
from licet.proving.logic import Formula
from licet.proving.witness import Witness
from licet.rulebook.finding import Finding
from licet.rulebook.instruments import Rule
from licet.rulebook.vocabulary import Question


def dead_rules(case: Case, question: Question) -> Iterator[Finding]:
    """Yield the rules of a question that decide nothing of it, on no day, for no transfer.

    A rule that gives an answer which nobody ever gets is alive all the same where it displaces another: such a rule only lifts a refusal.
    """
    decided = case.encoding.question(question.name)
    for rule in decided.rules:
        if not case.looks_at(rule) or case.possible(case.encoding.governs(question.name, rule.name)):
            continue
        if not case.possible(effects(case, question.name, rule)):
            yield from _explained(case, question, rule)


def _explained(case: Case, question: Question, rule: Rule) -> Iterator[Finding]:
    decided, encoding, logic = case.encoding.question(question.name), case.encoding, case.encoding.logic
    applies = encoding.applies(rule)
    if not case.possible(applies):
        if question.name == rule.decides[0]:
            yield _never(case, rule)
        return
    if not case.possible(decided.stands[rule.name]):
        witness = case.witness(applies)
        others = [
            other
            for other in decided.rules
            if other.name in decided.defeats[rule.name] and case.possible(applies, decided.stands[other.name])
        ]
        yield case.finding(
            "dead",
            (rule, *others),
            f"'{rule.name}' decides nothing of {question.name}: wherever it applies, {_named(others)} displaces it",
            "mend the conditions, or the exceptions to it",
            witness,
        )
        return
    answer = rule.then[question.name][0]
    stands, rivals = decided.stands[rule.name], list[Rule]()
    left: list[Formula] = [stands]
    while rival := next(iter(case.governing(question.name, *left)), None):
        rivals.append(rival)
        left.append(logic.no(encoding.governs(question.name, rival.name)))
    yield case.finding(
        "dead",
        (rule, *rivals),
        f"'{rule.name}' decides nothing of {question.name}: wherever it would answer {answer}, {_named(rivals)} answers more strictly",
        f"name {'it' if len(rivals) == 1 else 'those that it is meant to displace'} under except_to, or take the rule out",
        case.witness(stands, encoding.governs(question.name, rivals[0].name)),
    )


def _named(rules: list[Rule]) -> str:
    return " or ".join(f"'{rule.name}' ({rule.where})" for rule in rules)


def _never(case: Case, rule: Rule) -> Finding:
    """Return that a rule can never apply, with a transfer that meets all that it asks save what rules it out."""
    encoding = case.encoding
    parts: list[tuple[str, Formula]] = [(f"in force {rule.window}", encoding.in_force(rule.window))]
    parts += [(write_condition(part), encoding.condition(part)) for part in _parts(rule.condition)]
    needed = list(parts)
    for part in parts:
        rest = [other for other in needed if other is not part]
        if not case.possible(*(formula for _, formula in rest)):
            needed = rest
    window = parts[0]
    witness: Witness | None = None
    # All that is asked save the dates, or save what was written last.
    ordered = needed[::-1]
    for part in sorted(ordered, key=lambda part: part is not window):
        witness = case.witness(*(formula for text, formula in parts if text != part[0]))
        if witness is not None:
            break
    told = "; ".join(f"'{text}'" for text, _ in needed)
    empty = rule.window.start >= rule.window.end
    dated = any(part is window for part in needed)
    return case.finding(
        "window" if dated else "dead",
        (rule,),
        f"'{rule.name}' is in force on no day ({rule.window})"
        if empty
        else f"'{rule.name}' can never apply: {told} {'do not go together' if len(needed) > 1 else 'never holds'}",
        "mend the dates" if dated else "mend the condition",
        witness,
    )


def _parts(condition: Condition | None) -> list[Condition]:
    return [] if condition is None else conjuncts(condition)
