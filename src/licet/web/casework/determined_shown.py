"""The frozen determinations of a case as its page shows them: the verdict of each item and destination, and every answer with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from licet.cases.case import CaseState, Frozen, Item
from licet.reports.account import HEADLINE, MAIN, TASKS
from licet.reports.sentences import capital, listed, words
from licet.reports.telling import term
from licet.rulebook.rulebook import Rulebook
from licet.web.casework.law_here import law


@dataclass(frozen=True)
class AnswerTold:
    """An answer.

    Attributes:
        title: the question.
        says: the answer in words.
        is_open: whether it is open.
        rules: that decide it, as the determination holds them.
        might: that may decide it as long as it is open.
    """

    question: str
    title: str
    says: str
    is_open: bool
    rules: tuple[Mapping[str, Any], ...]
    might: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Pair:
    """An item and a destination with what was determined of them.

    Attributes:
        frozen: the last determination; None for none.
        earlier: those before.
        grade: how strict the verdict is, from 0; None where it is open or none of a scale.
        of_this_law: whether it was determined by the law as the site has it.
    """

    item: Item
    destination: str
    frozen: Frozen | None
    earlier: tuple[Frozen, ...]
    verdict: str
    grade: int | None
    answers: tuple[AnswerTold, ...]
    missing: tuple[str, ...]
    assumed: tuple[str, ...]
    of_this_law: bool


def pairs(state: CaseState, nations: Mapping[str, str]) -> list[Pair]:
    """Return each item and destination of a case in their order."""
    book = law()
    return [_pair(state, item, place, nations, book) for item in state.items for place in state.destinations]


def _pair(state: CaseState, item: Item, place: str, nations: Mapping[str, str], book: Rulebook) -> Pair:
    every = [one for one in state.determinations if (one.item, one.destination) == (item.id, place)]
    frozen = every[-1] if every else None
    findings = frozen.findings if frozen else {}
    answers: Mapping[str, Mapping[str, Any]] = findings.get("answers", {})
    headline = answers.get(HEADLINE, {})
    value = headline.get("value")
    return Pair(
        item,
        nations.get(place, place),
        frozen,
        tuple(every[:-1]),
        _said(headline, book) if headline else "Not determined",
        term(HEADLINE, value, book).grade if isinstance(value, str) else None,
        tuple(_answer(name, answers[name], book) for name in _ordered(answers) if _told(answers[name])),
        tuple(str(one.get("ask", "")) for one in findings.get("missing", ())),
        tuple(
            f"{capital(words(str(one.get('fact', '')), book))}: {_value(one.get('value'))} ({one.get('why', '')})"
            for one in findings.get("assumed", ())
        ),
        frozen is not None and frozen.rulebook == book.digest,
    )


def _ordered(answers: Iterable[str]) -> list[str]:
    first = [name for name in (*MAIN, *TASKS) if name in answers]
    return [*first, *(name for name in answers if name not in first)]


def _told(answer: Mapping[str, Any]) -> bool:
    """Whether an answer says anything: a list of codes of which none is in, and none may be, does not."""
    return answer.get("value") != [] or bool(answer.get("by"))


def _answer(name: str, answer: Mapping[str, Any], book: Rulebook) -> AnswerTold:
    title = capital(words(name, book))
    is_open = answer.get("value") is None
    might = tuple(answer.get("might", ())) if is_open else ()
    return AnswerTold(name, title, _said(answer, book), is_open, tuple(answer.get("by", ())), might)


def _said(answer: Mapping[str, Any], book: Rulebook) -> str:
    value, possible = answer.get("value"), answer.get("possible", ())
    if isinstance(value, list):
        return capital(listed(words(str(one), book) for one in value)) or "None"
    if value is not None:
        return capital(words(str(value), book))
    sure = answer.get("certain") or ()
    may = listed([words(str(one), book) for one in possible if one not in sure], "or")
    return capital(f"{listed(words(str(one), book) for one in sure)}; perhaps {may}") if sure else f"Open: {may}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
