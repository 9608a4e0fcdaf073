"""Rules that disagree on a question which allows one answer: two that stand for one and the same transfer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from licet.proving.case import Case
from licet.rulebook.finding import Finding
from licet.rulebook.vocabulary import Question


def conflicts(case: Case, question: Question) -> Iterator[Finding]:
    """Yield the pairs of rules that disagree, each with a transfer for which both stand."""
    if question.combine != "single":
        return
    decided = case.encoding.question(question.name)
    for one, other in combinations(decided.rules, 2):
        answers = one.then[question.name][0], other.then[question.name][0]
        if answers[0] == answers[1] or not case.looks_at(one, other):
            continue
        witness = case.witness(decided.stands[one.name], decided.stands[other.name])
        if witness is not None:
            yield case.finding(
                "conflict",
                (one, other),
                f"'{one.name}' answers {question.name} with {answers[0]}, and '{other.name}' ({other.where}) answers it with "
                f"{answers[1]} for the same transfer",
                "let one of the two displace the other under except_to, or narrow a condition",
                witness,
            )
