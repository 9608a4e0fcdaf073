"""Which cases would be answered differently now: the law or a list changed since their determination was frozen.

Open cases and decided ones are told alike. What was frozen stays as it is; to freeze it anew is an act of its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from licet.cases.case import CaseState, Frozen
from licet.cases.determining import Review, vintages
from licet.cases.doing import read
from licet.cases.models import Case
from licet.cases.words import OVER
from licet.errors import InputError

# Nobody asks of these what the law of now says.
LEFT_OUT = ("draft", *OVER)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is answered differently.

    Attributes:
        question: such as ``posture``; ``screening`` for the parties, ``the engine`` where it cannot use what was stated any more.
        was: the answers then.
        now: the answers now.
    """

    question: str
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """A case of which something would be answered differently.

    Attributes:
        case, reference, state: which.
        decided: whether it is decided.
        item, destination: of what.
        rulebook: the law then and now.
        lists: the lists whose vintage is another one: title, then, now.
        differences: what differs.
    """

    case: str
    reference: str
    state: str
    decided: bool
    item: str
    destination: str
    rulebook: tuple[str, str]
    lists: tuple[tuple[str, str, str], ...]
    differences: tuple[Difference, ...]


def stale(review: Review, day: datetime.date, cases: Iterable[str] | None = None) -> Iterator[Stale]:
    """Return each case, item and destination that would be answered differently.

    Args:
        review: asks the engine, under the law and with the lists of now.
        day: on which the law is read.
        cases: their ids; by default all that were submitted and are not over.
    """
    if cases is None:
        cases = (
            Case.objects.exclude(state__in=LEFT_OUT)
            .order_by("made", "pk")
            .values_list("pk", flat=True)
            .iterator(chunk_size=200)
        )
    for case in cases:
        yield from of_state(read(case), review, day)


def of_state(state: CaseState, review: Review, day: datetime.date) -> Iterator[Stale]:
    """Return each item and destination of a case that would be answered differently; arguments as of :func:`stale`."""
    current = {(item.id, place) for item in state.items for place in state.destinations}
    for one in state.latest:
        if (one.item, one.destination) not in current:
            continue
        found = _asked(one, review, day)
        book, lists, differences = "", tuple[tuple[str, str, str], ...](), tuple[Difference, ...]()
        if isinstance(found, Difference):
            differences = (found,)
        else:
            book, findings, now = found
            lists = _lists(one.screening, now)
            differences = tuple(_differences(one.findings, findings))
        if differences:
            yield Stale(
                state.id, state.reference, state.state, state.decision is not None, one.item, one.destination, (one.rulebook, book), lists,
                differences,
            )  # fmt: skip


def _asked(
    one: Frozen, review: Review, day: datetime.date
) -> Difference | tuple[str, Mapping[str, Any], list[dict[str, Any]]]:
    try:
        found = review({**one.transfer, "date": day.isoformat()})
    except InputError as error:
        return Difference("the engine", ("an answer",), tuple(map(str, error.faults)))
    plain: Mapping[str, Any] = msgspec.json.decode(found.to_json(indent=0))
    return found.rulebook.digest, plain, vintages(found)


def _differences(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    before, after = was.get("answers", {}), now.get("answers", {})
    for question in dict.fromkeys([*before, *after]):
        pair = _said(before.get(question)), _said(after.get(question))
        if pair[0] != pair[1]:
            yield Difference(question, *pair)
    pair = _screened(was), _screened(now)
    if pair[0] != pair[1]:
        yield Difference("screening", *pair)


def _said(answer: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return what an answer says; an open one says what is possible, which is not the same as being answered so."""
    if answer is None:
        return ("not asked",)
    value = answer.get("value")
    if value is None:
        return ("open", *map(str, answer.get("possible", ())))
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _screened(findings: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        " ".join(
            [
                party["screening"]["name"],
                party["screening"]["status"],
                *sorted(f"{hit['list']} {hit['id']}" for hit in party["screening"]["hits"]),
            ]
        )
        for party in findings.get("parties", ())
    )


def _lists(was: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str, str], ...]:
    before, after = ({(one["source"], one["title"]): one["vintage"] for one in lists} for lists in (was, now))
    return tuple(
        (title, before.get((source, title), ""), after.get((source, title), ""))
        for source, title in dict.fromkeys([*before, *after])
        if before.get((source, title)) != after.get((source, title))
    )
