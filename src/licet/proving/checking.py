"""All that can be proven of a rulebook, question by question: no conflict, no dead rule, no gap, and dates, exceptions and bounds that make sense."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from licet.proving.case import Case, settled
from licet.proving.conflicts import conflicts
from licet.proving.dead_rules import dead_rules
from licet.proving.domains import domains, limits
from licet.proving.exceptions import exceptions
from licet.proving.gaps import gaps, lapses
from licet.proving.lapsed_rules import lapsed_rules
from licet.proving.prover import SECONDS
from licet.rulebook.finding import Finding
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import PARTY

Progress = Callable[[int, int, str], None]

OF_A_QUESTION = (conflicts, dead_rules, lapsed_rules, gaps, lapses, exceptions)


def check(
    rulebook: Rulebook,
    *,
    questions: Collection[str] = (),
    only: Collection[str] | None = None,
    reform: str = "",
    day: int | None = None,
    progress: Progress | None = None,
    seconds: float = SECONDS,
) -> list[Finding]:
    """Prove a rulebook sound, or find what is wrong with it.

    Args:
        rulebook: the rulebook, with the reforms in force.
        questions: the questions to look at; all by default, and the facts with them.
        only: the rules to look at, such as those of a reform; all by default, and the vocabulary with them.
        reform: the reform in force without which a witness shows nothing.
        day: the day that a witness has where that can be, such as today, as an ordinal.
        progress: told how many steps are done, of how many, and what comes next.
        seconds: how long one question to z3 may take; what is not settled by then is a finding of its own.

    Returns:
        What was found, in the order of the questions; each finding with a transfer that shows it, where one can.
    """
    case = Case.of(rulebook, only, day, seconds)
    told: dict[tuple[str, tuple[str, ...], str], Finding] = {}
    steps = list(_steps(case, questions))
    for number, (what, step) in enumerate(steps):
        if progress is not None:
            progress(number, len(steps), what)
        for finding in step():
            told.setdefault((finding.kind, finding.rules, finding.message), replace(finding, reform=reform))
    if progress is not None:
        progress(len(steps), len(steps), "")
    found = list(told.values())
    if rulebook.of_party is not None:
        # What is asked of each party is proven of one party with its transfer; the questions of the transfer were proven above.
        asked = {question.name for question in rulebook.of_party.questions.values() if question.each == PARTY}
        if asked := asked & set(questions) if questions else asked:
            more = check(rulebook.of_party, questions=asked, only=only, reform=reform, day=day, seconds=seconds)
            if not questions:
                limits = Case.of(rulebook.of_party, only, day, seconds)
                rules = {rule.name for rule in rulebook.of_party.rules.values()} - rulebook.rules.keys()
                more += [replace(finding, reform=reform) for finding in _limits(limits, rules)]
            found += more
    if rulebook.of_case is not None:
        # What an authority asks beside reviews; what every review asks was proven above.
        asked = rulebook.of_case.questions.keys() - rulebook.questions.keys()
        if asked := asked & set(questions) if questions else asked:
            found += check(rulebook.of_case, questions=asked, only=only, reform=reform, day=day, seconds=seconds)
            if not questions:
                limits = Case.of(rulebook.of_case, only, day, seconds)
                rules = rulebook.of_case.rules.keys() - rulebook.rules.keys()
                found += [replace(finding, reform=reform) for finding in _limits(limits, rules)]
    return found


def _steps(case: Case, questions: Collection[str]) -> Iterator[tuple[str, Callable[[], Iterator[Finding]]]]:
    for name in case.rulebook.question_order:
        if not questions or name in questions:
            yield name, lambda name=name: _question(case.anew(), name)  # type: ignore[misc]
    if questions:
        return
    yield "limits", lambda: _limits(case.anew())
    yield "facts", lambda: settled("vocabulary", (), lambda: domains(case.anew()))


def _question(case: Case, name: str) -> Iterator[Finding]:
    question = case.rulebook.questions[name]
    for step in OF_A_QUESTION:
        yield from settled(f"{question.where}: {name}", (), lambda step=step: step(case, question))  # type: ignore[misc]


def _limits(case: Case, rules: Collection[str] = ()) -> Iterator[Finding]:
    for rule in case.rulebook.rules.values():
        if rules and rule.name not in rules:
            continue
        yield from settled(str(rule.where), (rule.name,), lambda rule=rule: limits(case, rule))  # type: ignore[misc]
