"""Why a rule applies, does not, or may: each part of its condition with its truth and the facts that it read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from licet.deciding.bound import Bound, Outcome
from licet.deciding.compiling import TRUE, UNKNOWN, State
from licet.deciding.trees import CompiledQuestion
from licet.language.conditions import And, Condition, Group, Not, Or, write_condition
from licet.rulebook.instruments import Rule

TRUTHS = ("false", "unknown", "true")


def applying(question: CompiledQuestion, outcome: Outcome) -> tuple[list[int], list[int]]:
    """Return the indices of the rules that surely apply: those that give the strictest answer of them, and the others.

    Where answers are codes, none is stricter than another, and there are no others.
    """
    sure = [index for index, act in outcome.acts.items() if act == TRUE]
    if question.question.type == "codes":
        return sure, []
    best = min((question.rules[index].answer for index in sure), default=None)
    others = [index for index in sure if question.rules[index].answer != best]
    return [index for index in sure if index not in others], others


def ruling(
    question: CompiledQuestion, outcome: Outcome, settled: Collection[str], left: Collection[str] = ()
) -> list[int]:
    """Return the indices of the rules that decide a question: those that a review gives as its ``by``.

    Args:
        question: the question.
        outcome: its outcome.
        settled: its answer, or the codes that are certain; none while an answer is open.
        left: the codes that are still open.
    """
    sure, _ = applying(question, outcome)
    may = [index for index, act in outcome.acts.items() if act == UNKNOWN]
    if question.question.type == "codes":
        given = {index: set(question.rules[index].answer) for index in may}
        return sure + [index for index in may if given[index] & set(settled) and not given[index] & set(left)]
    gives = {index: question.answers[question.rules[index].answer] for index in (*sure, *may)}
    if not settled or any(gives[index] in settled for index in sure):
        return sure
    # Where it was settled by trying all that is unknown: whichever of these holds, the answer is the same.
    return [index for index in may if gives[index] in settled]


def because(
    bound: Bound, rule: Rule, state: State, show: Callable[[str], object]
) -> list[tuple[str, str, dict[str, object]]]:
    """Return each part of a rule's condition: its text, its truth, and the facts it read with their values.

    Args:
        bound: the rulebook on the day.
        rule: the rule.
        state: a state that has been decided.
        show: gives the value of a fact or question as people write it, or None where it is not known.
    """
    optional = bound.engine.optional
    return [
        (
            part.text,
            TRUTHS[part.test(state)],
            {name: value for name in part.reads if (value := show(name)) is not None or name not in optional},
        )
        for part in bound.engine.parts(rule)
    ]


def tree(bound: Bound, condition: Condition, state: State) -> Iterable[tuple[int, str, str]]:
    """Yield the whole tree of a condition: depth, text and truth of every part."""
    yield from _tree(bound, condition, state, 0)


def _tree(bound: Bound, condition: Condition, state: State, depth: int) -> Iterable[tuple[int, str, str]]:
    truth = TRUTHS[bound.function(condition)(state)]
    match condition:
        case And(parts):
            yield depth, "all of", truth
            for part in parts:
                yield from _tree(bound, part, state, depth + 1)
        case Or(parts):
            yield depth, "any of", truth
            for part in parts:
                yield from _tree(bound, part, state, depth + 1)
        case Not(Group(inner) | inner) if isinstance(inner, And | Or):
            yield depth, "not", truth
            yield from _tree(bound, inner, state, depth + 1)
        case Group(inner):
            yield from _tree(bound, inner, state, depth)
        case _:
            yield depth, write_condition(condition), truth
