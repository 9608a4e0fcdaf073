"""A comparison as Markdown: the same account as the text, the matrix and the counts in tables."""

from __future__ import annotations

from collections.abc import Iterator

from licet.comparing.answer import Comparison
from licet.reports.account import NO_ADVICE
from licet.reports.compare_account import Change, Changes, Source, Square, Told
from licet.reports.compare_telling import told
from licet.reports.marked import code, escape, fenced, table
from licet.reports.telling import first_link
from licet.rulebook.rulebook import Rulebook


def markdown(found: Comparison, rulebook: Rulebook | None = None) -> str:
    """Return a comparison as Markdown.

    Args:
        found: the comparison.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    return "\n".join(_lines(told(found, rulebook))).rstrip("\n") + "\n"


def _lines(account: Told) -> Iterator[str]:
    yield from (f"# {escape(account.subject)}", "")
    for line in account.summary:
        yield from (escape(line), "")
    for question in account.questions:
        yield from _question(question)
    if account.doubtful:
        yield from ("## Not certain", "")
    for doubt in account.doubtful:
        yield from (escape(doubt.said), "", *(f"- {escape(change)}" for change in doubt.changes), "")
    if account.unsettled:
        yield from ("## Not settled in time", "", *(f"- {escape(line)}" for line in account.unsettled), "")
    if account.unchanged:
        yield from ("## What does not change", "", escape(account.unchanged), "")
    yield from _matrix(account)
    yield from _data(account)
    yield from ("## What differs between the two", "")
    if not account.provisions:
        yield "Nothing: the law is the same on both sides."
    yield from (_source(source, note) for source, note in account.provisions)
    yield from ("", "## The two sides", "")
    for number, (name, stays) in enumerate(account.sides):
        law = account.digests[min(number, len(account.digests) - 1)]
        yield f"- **{escape(name)}**. {escape(stays)} Law {code(law)}."
    again = account.again
    yield from ("", "## The same again", "", *fenced(again.command, ""), "", *fenced(again.python, "python"), "")
    yield from ("---", "", f"Licet {escape(account.version)}. {NO_ADVICE}")


def _question(question: Changes) -> Iterator[str]:
    yield from (f"## {escape(question.title)}", "")
    for change in question.changes:
        between = ": " if question.codes else " → "
        yield from (f"### {escape(change.before)}{between}{escape(change.after)}", "")
        yield from _change(change)


def _change(change: Change) -> Iterator[str]:
    if change.who:
        yield from (f"For {escape(change.who)}.", "")
    if change.others:
        yield from (f"Only where they stand on a list that is not public: {escape(change.others)}.", "")
    if change.unnamed:
        yield from (f"The {len(change.unnamed)} nations by name: {escape(', '.join(change.unnamed))}.", "")
    yield from (*(_source(source) for source in change.causes), "")
    yield from (f"A transfer that shows it, as {code(change.file)}, on the one side and on the other:", "")
    yield from (*fenced(change.shown, "yaml"), "", *fenced("\n".join(change.commands), ""), "")


def _source(source: Source, note: str = "") -> str:
    address = first_link(source.source)
    cite = escape(source.cite) or ("source" if address else "")
    cite = "; ".join(filter(None, (f"[{cite}](<{address}>)" if address else cite, escape(source.more))))
    of = f" For {escape(source.of)}." if source.of else ""
    return f"- **{escape(source.how)}**: {escape(source.says)} ({cite}).{of}" + (f" {escape(note)}" if note else "")


def _matrix(account: Told) -> Iterator[str]:
    if not account.matrix:
        return
    yield from ("## Nations and items", "", escape(account.matrix), "")
    titles = tuple(escape(column.title) for column in account.columns)
    for changed, heading in ((True, "Nations for which something changes"), (False, "Nations for which nothing does")):
        rows = [
            (escape(", ".join(row.names)), *map(_cell, row.squares)) for row in account.rows if row.changed == changed
        ]
        if rows:
            yield from (*table((heading, *titles), rows), "")
    stated = [(escape(column.title), escape(column.stated)) for column in account.columns]
    yield from (*table(("Class of items", "What is stated of it"), stated), "")


def _cell(square: Square) -> str:
    after = escape(square.after)
    return f"**{escape(square.before)} → {after}**" if square.changed else after


def _data(account: Told) -> Iterator[str]:
    if not account.data:
        return
    yield from ("## On data", "")
    for line in account.data:
        yield from (escape(line), "")
    rows = [tuple(map(escape, flip)) for flip in account.flips]
    if rows:
        yield from (*table(("Question", "Change", "Transfers"), rows), "")
