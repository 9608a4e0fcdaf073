"""Exceptions that make no sense: to a rule that never applies beside them, or in vain, since another rule holds the answer where it was."""

from __future__ import annotations

from collections.abc import Iterator

from licet.proving.case import Case
from licet.proving.encoding import Decided
from licet.proving.logic import Formula
from licet.rulebook.finding import Finding
from licet.rulebook.instruments import Rule
from licet.rulebook.vocabulary import Question


def edges(decided: Decided) -> Iterator[tuple[Rule, Rule]]:
    """Yield the exceptions of a question: a rule and one that it displaces."""
    rules = {rule.name: rule for rule in decided.rules}
    for name, others in decided.defeats.items():
        for other in others:
            yield rules[other], rules[name]


def effect(case: Case, question: str, rule: Rule, other: Rule) -> Formula:
    """Return that an answer would be another if a rule did not displace another."""
    decided, without = case.encoding.question(question), case.encoding.without(question, rule.name, other.name)
    logic = case.encoding.logic
    return logic.any(
        logic.differ(decided.holds[answer], without.holds[answer])
        for answer in decided.holds
        if decided.holds[answer].get_id() != without.holds[answer].get_id()
    )


def effects(case: Case, question: str, rule: Rule) -> Formula:
    """Return that an answer would be another if a rule did not displace one of those that it names."""
    decided = case.encoding.question(question)
    named = [other for other in decided.rules if rule.name in decided.defeats[other.name]]
    return case.encoding.logic.any(effect(case, question, rule, other) for other in named)


def exceptions(case: Case, question: Question) -> Iterator[Finding]:
    """Yield the exceptions of a question that make no sense."""
    decided = case.encoding.question(question.name)
    for rule, other in edges(decided):
        if not case.looks_at(rule, other):
            continue
        if not case.possible(case.encoding.applies(rule), case.encoding.applies(other)):
            yield from _never_together(case, question, rule, other)
        elif _loosens(question, rule, other) and not case.possible(effect(case, question.name, rule, other)):
            yield from _in_vain(case, decided, rule, other)


def _never_together(case: Case, question: Question, rule: Rule, other: Rule) -> Iterator[Finding]:
    if question.name != next(name for name in rule.decides if name in other.then):
        # Told once, where the rules decide several questions.
        return
    encoding = case.encoding
    apart = max(rule.window.start, other.window.start) >= min(rule.window.end, other.window.end)
    why = (
        f"they are in force together on no day ({rule.window}; {other.window})"
        if apart
        else "no transfer falls under both"
    )
    witness = case.witness(encoding.applies(rule)) or case.witness(encoding.applies(other))
    yield case.finding(
        "window" if apart else "exception",
        (rule, other),
        f"'{rule.name}' is an exception to '{other.name}' ({other.where}), and {why}",
        "mend the dates" if apart else "take the name from except_to, or mend a condition",
        witness,
    )


def _loosens(question: Question, rule: Rule, other: Rule) -> bool:
    """Whether an exception is there to change the answer: an exclusion that bars an exemption is told as such and changes nothing."""
    if question.type == "codes" or question.combine == "single":
        return rule.then[question.name] != other.then[question.name]
    ranks = list(question.values)
    return ranks.index(rule.then[question.name][0]) > ranks.index(other.then[question.name][0])


def _in_vain(case: Case, decided: Decided, rule: Rule, other: Rule) -> Iterator[Finding]:
    """An exception without effect, where it is not only one of several that displace the same rule for the same transfers."""
    encoding, logic, name = case.encoding, case.encoding.logic, decided.question.name
    further = [logic.no(decided.stands[third]) for third in decided.defeats[other.name] if third != rule.name]
    alone = [decided.stands[rule.name], encoding.applies(other), *further]
    if not case.possible(*alone):
        return
    rivals = [third for third in case.governing(name, *alone) if third not in (rule, other)]
    told = " and ".join(f"'{third.name}' ({third.where})" for third in rivals)
    keeps = f"{told} still {'answers' if len(rivals) == 1 else 'answer'}" if rivals else "it is still answered"
    answers = ", ".join(dict.fromkeys(answer for third in rivals for answer in third.then[name]))
    yield case.finding(
        "exception",
        (rule, other, *rivals),
        f"'{rule.name}' displaces '{other.name}' ({other.where}) in vain: {keeps} {name} with {answers or 'the same'}",
        f"name what is meant to give way under except_to as well, or take '{other.name}' from it",
        case.witness(*alone, *(encoding.governs(name, third.name) for third in rivals)),
    )
