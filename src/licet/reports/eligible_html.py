"""A table of nations as HTML: a fragment for a notebook, a page for a file that holds its style and loads nothing.

The groups come first, each with its nations; the table of every nation stands below, closed, group by group. The page says what gives
the same answer again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from licet.eligibility.answer import Eligibility, Source
from licet.reports.account import NO_ADVICE
from licet.reports.again import TITLE, texts_html
from licet.reports.eligible_telling import Band, Row, Said, Told, rulebook_of, told
from licet.reports.markup import Safe, document, joined, link, linked, style, tag, text
from licet.reports.pictured import figures
from licet.reports.sentences import capital, standing, window
from licet.reports.telling import first_link
from licet.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from licet.pictures.of_comparisons import Drawn


def fragment(found: Eligibility, rulebook: Rulebook | None = None) -> str:
    """Return a table of nations as a piece of HTML with its style, for a notebook or another page.

    Args:
        found: the table.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    book = rulebook or rulebook_of(found)
    body = _body(told(found, book), 2, _picture(found, book))
    return joined([style(), tag("article", body, class_="licet wide", lang="en-GB")])


def page(found: Eligibility, rulebook: Rulebook | None = None, drawn: Sequence[Drawn] | None = None) -> str:
    """Return a table of nations as one HTML page that needs nothing else.

    Args:
        found: the table.
        rulebook: declares what the codes mean; the law that came with Licet by default.
        drawn: the pictures, where they are drawn already.
    """
    book = rulebook or rulebook_of(found)
    account = told(found, book)
    return document(account.subject, tag("main", _body(account, 1, _picture(found, book, drawn)), class_="licet wide"))


def _picture(found: Eligibility, book: Rulebook, drawn: Sequence[Drawn] | None = None) -> Safe:
    made, without = figures((lambda: drawn) if drawn is not None else partial(_draw, found, book))
    return joined([*(one.html for one in made), *([tag("p", without, class_="note")] if without else [])])


def _draw(found: Eligibility, book: Rulebook) -> Sequence[Drawn]:
    from licet.pictures.of_comparisons import of_eligibility

    return of_eligibility(found, book)


def _body(account: Told, level: int, picture: Safe) -> Safe:
    parts = [
        tag(f"h{level}", account.subject, class_="title"),
        tag("p", account.summary),
    ]
    if account.reforms:
        parts.append(tag("p", tag("strong", "Reforms put in force: "), ", ".join(account.reforms)))
    parts += [
        _overview(account),
        _alike(account),
        picture,
        *(_band(band, n, level) for n, band in enumerate(account.bands, 1)),
        _unpublished(account, level),
        _section("Stated", tag("dl", joined(_pair(name, value) for name, value in account.stated)), level),
        _listing("Assumed", account.assumed, level),
        _listing("Taken from elsewhere", account.taken, level),
        _listing("Warnings", account.remarks, level),
        _again(account, level),
        tag(
            "footer",
            tag("p", f"Licet {account.version}, law ", tag("code", account.digest)),
            tag("p", NO_ADVICE),
            class_="foot",
        ),
    ]
    return joined(part for part in parts if part)


def _overview(account: Told) -> Safe:
    """The groups with their answers, each a link to its nations."""
    titles = list(dict.fromkeys(name for band in account.bands for name, _ in band.others))
    rows = []
    for number, band in enumerate(account.bands, 1):
        others = dict(band.others)
        cells = [
            tag("th", tag("a", band.count, href=f"#group-{number}"), scope="row"),
            tag("td", capital(band.answer), class_=f"value {_grade(band)}"),
            *(tag("td", others.get(name, "")) for name in titles),
        ]
        rows.append(tag("tr", *cells))
    head = tag("tr", *(tag("th", name, scope="col") for name in ("Nations", "Posture", *titles)))
    return tag("table", tag("thead", head), tag("tbody", joined(rows)))


def _alike(account: Told) -> Safe:
    if not account.alike:
        return Safe("")
    pairs = joined(_pair(name, answer) for name, answer in account.alike)
    return tag("section", tag("p", "For every nation:", class_="definition"), tag("dl", pairs))


def _pair(name: str, value: str) -> Safe:
    return text(tag("dt", name), tag("dd", value))


def _grade(band: Band) -> str:
    if len(band.terms) != 1:
        return "open"
    return "" if band.terms[0].grade is None else f"grade-{band.terms[0].grade}"


def _band(band: Band, number: int, level: int) -> Safe:
    meaning = band.terms[0].label if len(band.terms) == 1 else band.answer
    parts = [
        tag(
            f"h{level + 1}",
            f"{band.count}: ",
            tag("span", band.answer, class_=f"value {_grade(band)}"),
            class_="head",
        ),
        tag("p", capital(meaning), class_="definition"),
    ]
    if band.others:
        parts.append(tag("dl", joined(_pair(name, answer) for name, answer in band.others)))
    parts += [
        tag("p", ", ".join(band.nations)),
        _said("What tells them apart", band.grounds, level),
        _said("What would change it", band.changes, level),
        _said("What is missing", band.asks, level),
        *(tag("p", f"Not known of some whether they belonged to “{doubt}” on that day.") for doubt in band.doubts),
        _sources(band.sources, level),
        tag("details", tag("summary", "Nation by nation"), tag("div", _rows(band.rows), class_="body")),
    ]
    return tag("section", joined(part for part in parts if part), id=f"group-{number}")


def _said(heading: str, lines: Iterable[Said], level: int) -> Safe:
    items = [tag("li", line.what, tag("span", f" ({line.of})", class_="note") if line.of else "") for line in lines]
    if not items:
        return Safe("")
    return joined([tag(f"h{level + 2}", heading, class_="question"), tag("ul", joined(items))])


def _sources(sources: Iterable[Source], level: int) -> Safe:
    items = []
    for source in sources:
        doubt = tag("span", standing(source.standing), class_=source.standing)
        cite = tag("cite", link(source.cite, first_link(source.source)))
        where = tag(
            "span", " ", cite, f"; {window(source.in_force)}; ", doubt, "; ", tag("code", source.rule), class_="cite"
        )
        items.append(
            tag("li", source.says, where, tag("br"), tag("span", "Source: ", linked(source.source), class_="note"))
        )
    if not items:
        return Safe("")
    return joined([tag(f"h{level + 2}", "Decided by", class_="question"), tag("ul", joined(items))])


def _rows(rows: Iterable[Row]) -> Safe:
    made = []
    for row in rows:
        belongs = [tag("li", tag("strong", one)) for one in row.decides] + [tag("li", one) for one in row.belongs]
        changes = [tag("li", one) for one in row.changes]
        missing = [text(joined(tag("code", one) for one in row.missing))] if row.missing else []
        cells = [
            tag("th", row.name, tag("span", f" {row.code}", class_="note"), scope="row"),
            tag("td", tag("ul", joined(belongs), class_="changes") if belongs else "none"),
            tag("td", tag("ul", joined(changes), class_="changes") if changes else "nothing that was tried", *missing),
            tag("td", row.ends or "the same on and off"),
        ]
        made.append(tag("tr", *cells))
    titles = (
        "Nation",
        "Belongs to (in bold: what the answer rests on)",
        "What would change it",
        "Lists that are not public",
    )
    head = tag("tr", *(tag("th", name, scope="col") for name in titles))
    return tag("table", tag("thead", head), tag("tbody", joined(made)))


def _unpublished(account: Told, level: int) -> Safe:
    if not account.lists:
        return Safe("")
    parts = []
    for one in account.lists:
        parts.append(tag("p", tag("strong", one.title), " (", tag("code", one.group), f"). {one.state} {one.note}"))
        parts.append(tag("p", one.matters))
    parts.append(_said("With nobody on it", account.nobody, level))
    parts.append(_said("With every nation on it that could be", account.everyone, level))
    return _section("Lists that are not public", joined(parts), level)


def _section(heading: str, body: Safe, level: int) -> Safe:
    return tag("section", tag(f"h{level + 1}", heading, class_="head"), body)


def _listing(heading: str, lines: Iterable[Said], level: int) -> Safe:
    items = [
        tag("li", linked(line.what), tag("span", f" ({line.of})", class_="note") if line.of else "") for line in lines
    ]
    return _section(heading, tag("ul", joined(items)), level) if items else Safe("")


def _again(account: Told, level: int) -> Safe:
    return _section(TITLE, texts_html(account.again), level)
