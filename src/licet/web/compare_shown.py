"""What the page *Compare* shows: its form, what can be asked at once, and a comparison in words with links to the law and to the review."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import mark_safe

from licet.comparing.answer import Comparison
from licet.comparing.sides import Side
from licet.errors import InputError
from licet.language.nodes import Where, from_value
from licet.programs.comparing import BASE, OTHER
from licet.programs.drafting import LONGEST, NAME, examples
from licet.reports.compare_account import Change, Row, Source, Told
from licet.reports.compare_matrix_html import table_of_nations
from licet.reports.compare_telling import told
from licet.reports.pictured import alone
from licet.reports.sentences import dated, listed
from licet.reports.telling import first_link
from licet.rulebook.names import reform_called
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.windows import OPEN_START
from licet.transfers.stating import Stater
from licet.web.comparisons import WHOLE, Made
from licet.web.reforms_in_addresses import REFORM, Reforms
from licet.web.sides_in_addresses import ITEMS, NATION, ROWS, VIEW, Parted, Sides, query_of, unpublished
from licet.web.stating_in_addresses import Said, texts_of

# So many changes of the law are offered to be looked at.
_OFFERED = 4
_LABELS = {BASE: "On the one side", OTHER: "On the other side"}


# The form.


def form_shown(book: Rulebook, asked: Sides) -> dict[str, Any]:
    """Return what the form holds."""
    filled = dict(text.partition("=")[::2] for text in asked.reforms.assume)
    return {
        "sides": [_side(book, name, asked.parted.get(name, Parted())) for name in (BASE, OTHER)],
        "text": asked.reforms.text,
        "lines": asked.reforms.lines,
        "longest": LONGEST,
        "examples": examples(book),
        "lists": [(name, group, filled.get(name, "")) for name, group in unpublished(book).items()],
        "written_name": NAME,
        "writing": bool(asked.reforms.text or asked.reforms.lines),
    }


def _side(book: Rulebook, name: str, parted: Parted) -> dict[str, Any]:
    proposals = {one.short: one.title for one in book.instruments.values() if one.proposal}
    # One that counts from a day keeps that day.
    ticked = {reform_called(reform)[0]: reform for reform in parted.reforms}
    choices = [
        (ticked.get(short, short), title, reform_called(ticked.get(short, ""))[1], short in ticked)
        for short, title in proposals.items()
    ]
    return {
        "name": name,
        "label": _LABELS[name],
        "day": parted.day,
        "choices": choices,
        "written": (ticked.get(NAME, NAME), NAME in ticked),
    }


def suggested(book: Rulebook, day: datetime.date) -> dict[str, list[tuple[str, str]]]:
    """Return what is often asked: the latest changes of policy, and the proposals against the law of today; words and address."""
    policies = sorted(
        (i for i in book.instruments.values() if i.kind == "policy" and OPEN_START < i.window.start <= day.toordinal()),
        key=lambda i: -i.window.start,
    )
    changes = []
    for one in policies[:_OFFERED]:
        start = datetime.date.fromordinal(one.window.start)
        query = query_of((start - datetime.timedelta(days=1)).isoformat(), start.isoformat(), Reforms(), {})
        changes.append((f"{dated(start.isoformat())}: {one.title}", f"{reverse('compare')}?{query}"))
    proposals = [
        (one.title, f"{reverse('compare')}?{query_of('now', f'now+{one.short}', Reforms(), {})}")
        for one in book.instruments.values()
        if one.proposal
    ]
    return {"changes": changes, "proposals": proposals}


# The answer.


@dataclass(frozen=True)
class Cause:
    """A provision with what leads to it on the site, and to its source."""

    source: Source
    link: str
    elsewhere: str
    more: str


@dataclass(frozen=True)
class ShownChange:
    """A change with its provisions, and with the addresses that review what shows it on either side."""

    change: Change
    causes: tuple[Cause, ...]
    reviews: tuple[tuple[str, str], ...]


def answer_shown(book: Rulebook, asked: Sides, made: Made) -> dict[str, Any]:
    """Return what is shown of a comparison, as far as it has come."""
    assert asked.first is not None and asked.second is not None
    account = told(made.found, asked.second.rulebook)
    pictures = [_picture(asked, made, one, number) for number, one in enumerate(made.pictures, 1)]
    return {
        "title": f"What changes from {_named(book, asked.first)} to {_named(book, asked.second)}",
        "told": account,
        "questions": [(one, [_change(book, asked, change) for change in one.changes]) for one in account.questions],
        "provisions": [(_cause(book, asked, source), effect) for source, effect in account.provisions],
        "matrix": mark_safe(table_of_nations(_chosen(asked, account, made.found))),  # noqa: S308 - its maker escapes every text
        "chosen": {name: asked.asked.texts.get(name, "") for name in VIEW},
        "hidden": [pair for pair in _pairs(asked) if pair[0] not in VIEW],
        "classes": [(one.item_class, one.title) for one in made.found.item_classes],
        "nations": sorted(book.nations.values()),
        "pictures": pictures,
        "whole": made.stage == WHOLE,
    }


def _named(book: Rulebook, side: Side) -> str:
    """Return a side in words, with its proposals as they are titled."""
    titles = {one.short: one.title for one in book.instruments.values() if one.proposal} | {
        NAME: "the reform as written"
    }
    reforms = [name.partition("@")[0] for name in side.reforms]
    day = dated(side.date.isoformat())
    return f"{day} with {listed([titles.get(name, name) for name in reforms])}" if reforms else day


def _pairs(asked: Sides) -> list[tuple[str, str]]:
    assert asked.first is not None and asked.second is not None
    mine = [(name, text) for name, text in asked.reforms.pairs if name != REFORM]
    return [(BASE, str(asked.first)), (OTHER, str(asked.second)), *mine]


def _change(book: Rulebook, asked: Sides, change: Change) -> ShownChange:
    causes = tuple(_cause(book, asked, source) for source in change.causes)
    return ShownChange(change, causes, tuple(_reviews(asked, change)))


def _cause(book: Rulebook, asked: Sides, source: Source) -> Cause:
    assert asked.second is not None
    instrument, _, rule = source.name.partition("/")
    link = ""
    if instrument in book.instruments:
        link = f"{reverse('instrument', args=[instrument])}#{rule}"
    elif source.name in book.groups:
        link = f"{reverse('nations')}?{urlencode({'group': source.name, 'on': asked.second.date.isoformat()})}"
    return Cause(source, link, first_link(source.source), source.more.removesuffix(source.name).rstrip("; "))


def _reviews(asked: Sides, change: Change) -> Iterator[tuple[str, str]]:
    """Yield for each side its name and the address of the review of what shows a change."""
    assert asked.first is not None and asked.second is not None
    for side in (asked.first, asked.second):
        address = _review(side, asked, change)
        if address:
            yield f"{dated(side.date.isoformat())}{''.join(f' + {name}' for name in side.reforms)}", address


def _review(side: Side, asked: Sides, change: Change) -> str:
    day = side.date
    filled = tuple(f"{group}={','.join(nations)}" for group, nations in change.assumed.items())
    try:
        node = from_value({**change.witness, "date": day.isoformat()}, Where("the transfer"))
        texts = texts_of(side.rulebook, Stater(side.rulebook, day).read(node))
    except InputError:
        return ""
    if texts is None:
        return ""
    packed = asked.reforms.packed if any(reform_called(name)[0] == NAME for name in side.reforms) else ""
    reforms = Reforms(named=tuple(side.reforms), packed=packed, assume=filled)
    return f"{reverse('review')}?{Said(texts, reforms=reforms).query()}"


# The matrix.


def _chosen(asked: Sides, account: Told, found: Comparison) -> Told:
    """Return the account with those rows and columns of the matrix that are asked for."""
    values = asked.asked.values
    columns = [n for n, one in enumerate(found.item_classes) if values.get(ITEMS) in (None, one.item_class)]
    assert asked.second is not None
    name = asked.second.rulebook.nations.get(values.get(NATION, ""), "")
    rows: Sequence[Row] = account.rows
    if name:
        rows = [replace(row, names=(name,), count=name) for row in rows if name in row.names]
    rows = [replace(row, squares=tuple(row.squares[n] for n in columns)) for row in rows]
    if values.get(ROWS) == "changed":
        rows = [row for row in rows if row.changed]
    return replace(account, rows=tuple(rows), columns=tuple(account.columns[n] for n in columns))


def _picture(asked: Sides, made: Made, one: Mapping[str, str], number: int) -> dict[str, Any]:
    data = made.read(f"{one['name']}.svg") or b""
    query = asked.query(view=False)
    links = {end: f"{reverse(f'compare.of.{end}', args=[one['name']])}?{query}" for end in ("svg", "csv")}
    # The first map stands in the page; the others are fetched when somebody opens them.
    inside = number <= 2
    drawn = mark_safe(alone(data.decode(), number)) if inside else ""  # noqa: S308 - drawn by the site itself
    return {**one, "drawn": drawn, "links": links}
