"""A table of nations as Markdown: the same account as the text, the nations of each group in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licet.eligibility.answer import Eligibility
from licet.reports.account import NO_ADVICE
from licet.reports.again import TITLE, texts_markdown
from licet.reports.eligible_telling import Band, Said, Told, told
from licet.reports.markdown import code, escape, table
from licet.reports.sentences import capital, standing, window
from licet.reports.telling import first_link
from licet.rulebook.rulebook import Rulebook


def markdown(found: Eligibility, rulebook: Rulebook | None = None) -> str:
    """Return a table of nations as Markdown.

    Args:
        found: the table.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    return "\n".join(_lines(told(found, rulebook))).rstrip("\n") + "\n"


def _lines(account: Told) -> Iterator[str]:
    yield from (f"# {escape(account.subject)}", "", escape(account.summary), "")
    if account.reforms:
        yield from (f"Reforms put in force: {', '.join(map(code, account.reforms))}.", "")
    if account.alike:
        alike = [(escape(name), escape(answer)) for name, answer in account.alike]
        yield from (*table(("For every nation", "Answer"), alike), "")
    rows = [(escape(band.count), escape(band.answer), escape(_others(band))) for band in account.bands]
    yield from (*table(("Nations", "Posture", "And"), rows), "")
    for band in account.bands:
        yield from _band(band)
    if account.lists:
        yield from ("## Lists that are not public", "")
    for one in account.lists:
        yield from (f"**{escape(one.title)}** ({code(one.group)}). {escape(one.state)} {escape(one.note)}", "")
        yield from (escape(one.matters), "")
    if account.lists:
        yield from _said("### With nobody on it", account.nobody)
        yield from _said("### With every nation on it that could be", account.everyone)
    yield from _said("## Assumed", account.assumed)
    yield from _said("## Taken from elsewhere", account.taken)
    yield from _said("## Warnings", account.remarks)
    yield from (f"## {TITLE}", "", *texts_markdown(account.again), "")
    yield from ("---", "", f"Licet {escape(account.version)}, law {code(account.digest)}. {NO_ADVICE}")


def _others(band: Band) -> str:
    return "; ".join(f"{name.lower()} {answer}" for name, answer in band.others)


def _band(band: Band) -> Iterator[str]:
    yield from (f"## {escape(capital(band.answer))}: {escape(band.count)}", "")
    yield from (escape(", ".join(band.nations)), "")
    yield from _said("### What tells them apart", band.grounds)
    yield from _said("### What would change it", band.changes)
    yield from _said("### What is missing", band.asks)
    for doubt in band.doubts:
        yield from (f"Not known of some whether they belonged to “{escape(doubt)}” on that day.", "")
    if band.sources:
        yield from ("### Decided by", "")
    for source in band.sources:
        address = first_link(source.source)
        cite = f"[{escape(source.cite)}](<{address}>)" if address else escape(source.cite)
        doubt = f"{escape(window(source.in_force))}; {escape(standing(source.standing))}; {code(source.rule)}"
        yield f"- {escape(source.says)} ({cite}; {doubt})"
    yield ""
    rows = [
        (escape(row.name), escape("; ".join(row.decides)), escape("; ".join(row.belongs)), escape(row.ends))
        for row in band.rows
    ]
    yield from (*table(("Nation", "Rests on", "Belongs to as well", "With nobody on a list, and on it"), rows), "")


def _said(heading: str, lines: Iterable[Said]) -> Iterator[str]:
    shown = [f"- {escape(line.what)}" + (f" ({escape(line.of)})" if line.of else "") for line in lines]
    if shown:
        yield from (heading, "", *shown, "")
