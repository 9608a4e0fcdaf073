"""Transfers of Category I unmanned aircraft and missiles: as text, as a page with a picture, and as a table for other programs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

import msgspec

from licet.errors import number_of
from licet.registers.proliferation_account import Flow, PolicyDate, Proliferation
from licet.reports.account import NO_ADVICE
from licet.reports.again import cited_html, run_html
from licet.reports.markup import Safe, document, joined, linked, tag
from licet.reports.paragraphs import Paragraphs
from licet.reports.proliferation_picture import years_svg
from licet.reports.proliferation_postures import postures_svg
from licet.reports.proliferation_telling import Grid, Section, counts, preface, sections, sources, subject
from licet.rulebook.rulebook import Rulebook
from licet.transfers.again import again_on_files, arguments

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["chart", "page", "render", "table"]

# No column is made narrower than this.
_NARROW = 8
# So many letters of the credit fit under a picture.
_CREDIT = 160
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


# Text.


def render(found: Proliferation, *, console: Console, rulebook: Rulebook) -> None:
    """Print the report.

    Args:
        found: what was found.
        console: where to.
        rulebook: declares what the codes mean.
    """
    page = Paragraphs(console)
    page.paragraph((subject(), "bold"), indent=0)
    page.gap()
    for said in preface(found):
        page.paragraph(said, indent=0)
    page.gap()
    listing = counts(found)
    wide = max(len(name) for name, _ in listing)
    for name, number in listing:
        page.paragraph(f"{name:<{wide}}  ", (f"{number:>7}", "bold"))
    for section in sections(found, rulebook):
        _print_section(page, section)
    page.heading("Sources")
    for said in sources(found):
        page.paragraph(said)
    page.gap()
    page.paragraph((f"Law: {found.digest}. {NO_ADVICE}", "dim"), indent=0)
    page.show()


def _print_section(page: Paragraphs, section: Section) -> None:
    page.heading(section.heading)
    for said in section.says:
        page.paragraph(said)
    if section.grid is None or not section.grid.rows:
        page.paragraph(("None.", "dim"))
        return
    if section.says:
        page.gap()
    rows = section.grid.rows[: section.shown] if section.long else section.grid.rows
    widths = _widths(section.grid, page.width - 2)
    page.columns(widths, [(name, "dim") for name in section.grid.head])
    for row in rows:
        page.columns(widths, [(cell, "") for cell in row])
    left = len(section.grid.rows) - len(rows)
    if left:
        page.paragraph((f"And {left:,} more rows; --format html or csv has them all.", "dim"))


def _widths(grid: Grid, width: int) -> list[int]:
    """Return the widths of columns that together fit: narrow columns keep theirs, the others share what is left."""
    cells = [grid.head, *grid.rows]
    natural = [min(max(len(row[column]) for row in cells), width) for column in range(len(grid.head))]
    room = width - 2 * len(natural)
    while sum(natural) > room and max(natural) > _NARROW:
        widest = natural.index(max(natural))
        natural[widest] -= 1
    return natural


# HTML.


def page(found: Proliferation, rulebook: Rulebook, files: Sequence[str] = ()) -> str:
    """Return the report as one HTML page that needs nothing else.

    Args:
        found: what was found.
        rulebook: declares what the codes mean.
        files: the files that were read, as they were named; those that the sources name by default.
    """
    listing = [part for name, number in counts(found) for part in (tag("dt", name), tag("dd", number))]
    parts = [
        tag("h1", subject(), class_="title"),
        *(tag("p", said) for said in preface(found)),
        tag("section", tag("dl", joined(listing))),
        *(tag("figure", picture) for picture in _pictures(found, rulebook)),
        _closed("The data of the pictures as CSV", tag("pre", tag("code", table(found)))),
        *(_section(section) for section in sections(found, rulebook)),
        _headed("Sources", joined(tag("p", linked(said)) for said in sources(found))),
        _again(found, rulebook, files or list(dict.fromkeys(source.file for source in found.sources))),
        tag(
            "footer",
            tag("p", f"Licet {found.licet}, law ", tag("code", found.digest)),
            tag("p", NO_ADVICE),
            class_="foot",
        ),
    ]
    return document(subject(), tag("main", joined(parts), class_="licet wide"))


def _again(found: Proliferation, rulebook: Rulebook, files: Sequence[str]) -> Safe:
    rules = (rule.rule for day in _policy_dates(found) for rule in (*day.begins, *day.ends))
    given = arguments(rulebook.folder, rulebook.named_reforms())
    return run_html(
        again_on_files("licet.registers.opening", "report_proliferation", files, {"as_of": found.as_of, **given}),
        found.licet,
        found.digest,
        cited_html(rules, rulebook),
    )


def _policy_dates(found: Proliferation) -> Iterable[PolicyDate]:
    return [*found.policy_dates, *(day for each in found.items for day in each.policy_dates)]


def _section(section: Section) -> Safe:
    said = joined(tag("p", words) for words in section.says)
    if section.grid is None or not section.grid.rows:
        return _headed(section.heading, joined([said, tag("p", "None.", class_="definition")]))
    grid = _grid(section.grid)
    if section.long:
        grid = _closed(number_of(len(section.grid.rows), "row"), grid)
    return _headed(section.heading, joined([said, grid]))


def _headed(heading: str, body: Safe) -> Safe:
    return tag("section", tag("h2", heading, class_="head"), body)


def _closed(summary: str, body: Safe) -> Safe:
    return tag("details", tag("summary", summary), tag("div", body, class_="body"))


def _grid(grid: Grid) -> Safe:
    head = tag("tr", *(tag("th", name, scope="col") for name in grid.head))
    rows = [tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in grid.rows]
    return tag("table", tag("thead", head), tag("tbody", joined(rows)))


# The pictures.


def chart(found: Proliferation, rulebook: Rulebook) -> str:
    """Return the pictures of the report, one below the other, as an SVG file of its own."""
    high = 0.0
    parts: list[Safe] = []
    for picture in _pictures(found, rulebook):
        wide, tall = (float(number) for number in _SIZE.search(picture).groups())  # type: ignore[union-attr]
        parts.append(
            Safe(picture.replace("<svg ", f'<svg x="20" y="{high + 20:g}" width="{wide:g}" height="{tall:g}" ', 1))
        )
        high += tall + 20
    ground = Safe(
        "<style>.licet-ground { fill: #fffefb; } .licet-said { fill: #5c5a55; font: 12px Charter, Georgia, serif; } "
        "@media (prefers-color-scheme: dark) { .licet-ground { fill: #191917; } .licet-said { fill: #a8a49a; } }</style>"
    )
    said = [said for source in found.sources for said in (f"{source.credit}.", source.terms)] or [subject()]
    lines = [line for text in said for line in wrap(text, _CREDIT)]
    credit = [
        tag("text", line, x="20", y=f"{high + 36 + 16 * n:g}", class_="licet-said") for n, line in enumerate(lines)
    ]
    high += 36 + 16 * len(lines)
    return tag(
        "svg",
        tag("title", subject()),
        ground,
        tag("rect", x="0", y="0", width="1000", height=f"{high:g}", class_="licet-ground"),
        joined([*parts, *credit]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 1000 {high:g}",
    )


def _pictures(found: Proliferation, rulebook: Rulebook) -> list[Safe]:
    pictures = [years_svg(found.years, found.policy_dates), postures_svg(found.policy_dates, rulebook)]
    for each in found.items:
        what = f"{each.title}: {'tests' if each.dated else 'systems'}"
        pictures += [years_svg(each.years, each.policy_dates, what), postures_svg(each.policy_dates, rulebook, what)]
    return [picture for picture in pictures if picture]


# A table for other programs.


def table(found: Proliferation) -> str:
    """Return who supplied what to whom, year by year, as CSV: a row for each supplier, recipient, system and year.

    Tests and vehicles follow, with ``deals`` for their number and without a recipient.
    """
    stream = io.StringIO()
    names = list(Flow.__struct_fields__)
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    for flow in [*found.flows, *(flow for each in found.items for flow in each.flows)]:
        row = msgspec.to_builtins(flow)
        writer.writerow({name: _cell(row[name]) for name in names})
    return stream.getvalue()


def _cell(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula; a list is one cell."""
    if isinstance(value, list):
        return " | ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
