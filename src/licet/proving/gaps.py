"""Gaps: a transfer for which a question is due an answer, and no rule speaks; and an entry that no rule gives for a while."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from licet.language.conditions import write_condition
from licet.proving.case import Case, found
from licet.rulebook.finding import Finding
from licet.rulebook.instruments import Rule
from licet.rulebook.vocabulary import Question
from licet.rulebook.windows import OPEN_END


def gaps(case: Case, question: Question) -> Iterator[Finding]:
    """Yield where no rule speaks although the vocabulary says under ``due`` that one should."""
    if question.due is None or case.only is not None:
        return
    decided, logic = case.encoding.question(question.name), case.encoding.logic
    silent = logic.no(logic.any(decided.stands.values()))
    witness = case.witness(case.encoding.condition(question.due), silent)
    if witness is not None:
        said = (
            f"no rule answers {question.name} for a transfer for which one is due ('{write_condition(question.due)}')"
        )
        yield found("gap", (), f"{question.where}: {said}; write the rule, or narrow 'due'", witness)


def lapses(case: Case, question: Question) -> Iterator[Finding]:
    """Yield the codes that one rule gave and a later rule gives, with days between on which none does."""
    if question.type != "codes" or not question.claims:
        return
    by_code: dict[str, list[Rule]] = {}
    for rule in case.encoding.question(question.name).rules:
        for code in rule.then[question.name]:
            by_code.setdefault(code, []).append(rule)
    for code, rules in by_code.items():
        ordered = sorted(rules, key=lambda rule: rule.window.start)
        last = ordered[0]
        for rule in ordered[1:]:
            if rule.window.start > last.window.end and case.looks_at(rule, last):
                yield _lapse(case, code, last, rule)
            if rule.window.end > last.window.end:
                last = rule


def _lapse(case: Case, code: str, before: Rule, after: Rule) -> Finding:
    encoding = case.encoding
    first, last = before.window.end, min(after.window.start, OPEN_END)
    met = case.encoding.logic.true if after.condition is None else encoding.condition(after.condition)
    between = [encoding.from_day(first), encoding.before_day(last)]
    days = f"{datetime.date.fromordinal(first)} .. {datetime.date.fromordinal(last)}"
    return case.finding(
        "window",
        (before, after),
        f"'{before.name}' and '{after.name}' ({after.where}) both give {code}, and on the days between them ({days}) no rule does",
        "let the later begin where the earlier ends",
        case.witness(met, *between),
    )
