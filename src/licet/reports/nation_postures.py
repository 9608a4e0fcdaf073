"""The posture of every class of items for a nation on a day: a row of the matrix of comparisons, for one law."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

from licet.comparing.items import item_classes
from licet.comparing.matrix import postures
from licet.comparing.sides import Side
from licet.determination import Answer
from licet.reports.telling import term
from licet.rulebook.rulebook import Rulebook

QUESTION = "posture"


def nation_postures(rulebook: Rulebook, code: str, day: datetime.date) -> list[dict[str, Any]]:
    """Return a row for every class of items: what may become of a transfer to a nation, and by which rules.

    Args:
        rulebook: the law.
        code: the nation.
        day: the day whose law is asked.

    Returns:
        The rows; none for the nation that exports, since nobody exports to himself.

    Raises:
        LawError: for a table of classes that cannot be read.
    """
    return [
        _row(rulebook, name, title, note, answers[code])
        for name, title, note, answers in _of_every_nation(rulebook, day)
        if code in answers
    ]


def _row(rulebook: Rulebook, name: str, title: str, note: str, answer: Answer) -> dict[str, Any]:
    terms = [term(QUESTION, possible, rulebook) for possible in answer.possible]
    return {
        "class": name,
        "title": title,
        "posture": answer.possible[0] if len(answer.possible) == 1 else None,
        "possible": list(answer.possible),
        "words": [term.words for term in terms],
        "grade": terms[0].grade if len(terms) == 1 else None,
        "by": [reason.rule for reason in answer.by or answer.might],
        "note": note,
    }


@lru_cache(maxsize=16)
def _of_every_nation(rulebook: Rulebook, day: datetime.date) -> tuple[tuple[str, str, str, dict[str, Answer]], ...]:
    """Return the classes with their answers for every nation, which cost little more than those for one."""
    side = Side(day.isoformat(), rulebook, day, True)
    return tuple(
        (item.name, item.title, item.note, postures(side, item.on(side))) for item in item_classes(rulebook.folder)
    )
