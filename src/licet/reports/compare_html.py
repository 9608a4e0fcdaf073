"""A comparison as HTML: a fragment for a notebook, a page for a file that holds its style and its pictures and loads nothing.

The finding comes first, then each change with its reasons and a transfer that shows it, then the nations and items, the data, and what
differs between both sides. The page says what gives the same comparison again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from licet.comparing.answer import Comparison
from licet.reports.account import NO_ADVICE
from licet.reports.compare_account import Change, Changes, Source, Told
from licet.reports.compare_matrix_html import table_of_nations
from licet.reports.compare_telling import rulebook_of, told
from licet.reports.markup import Safe, document, joined, link, linked, style, tag, text
from licet.reports.pictured import Figure, figures, file_link
from licet.reports.telling import first_link
from licet.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from licet.pictures.of_comparisons import Drawn


def fragment(found: Comparison, rulebook: Rulebook | None = None) -> str:
    """Return a comparison as a piece of HTML with its style, for a notebook or another page.

    Args:
        found: the comparison.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    body = _Page(found, rulebook, 2).body()
    return joined([style(), tag("article", body, class_="licet wide", lang="en-GB")])


def page(
    found: Comparison,
    rulebook: Rulebook | None = None,
    files: Mapping[str, str] | None = None,
    drawn: Sequence[Drawn] | None = None,
) -> str:
    """Return a comparison as one HTML page that needs nothing else.

    Args:
        found: the comparison.
        rulebook: declares what the codes mean; the law that came with Licet by default.
        files: the tables that lie beside the page, by name (``changes``, ``matrix``, ``flips``), to link to.
        drawn: the pictures, where they are drawn already.
    """
    made = _Page(found, rulebook, 1, files, drawn)
    return document(made.account.subject, tag("main", made.body(), class_="licet wide"))


class _Page:
    def __init__(
        self,
        found: Comparison,
        rulebook: Rulebook | None,
        level: int,
        files: Mapping[str, str] | None = None,
        drawn: Sequence[Drawn] | None = None,
    ) -> None:
        book = rulebook or rulebook_of(found)
        self.account: Told = told(found, book)
        self.level = level
        self.files = files or {}
        self.pictures: list[Figure] = []
        self.without = ""
        if found.matrix or (found.data and found.data.years):
            self.pictures, self.without = figures((lambda: drawn) if drawn is not None else partial(_draw, found, book))

    def body(self) -> Safe:
        account = self.account
        parts = [
            tag(f"h{self.level}", account.subject, class_="title"),
            *(tag("p", line, class_="finding") for line in account.summary),
            *([tag("p", self.without, class_="note")] if self.without else []),
            self.changes(),
            self.doubtful(),
            self.listing("Not settled in time", account.unsettled),
            self.listing("What does not change", [account.unchanged] if account.unchanged else []),
            self.matrix(),
            self.data(),
            self.section("What differs between the two", _provisions(account)),
            self.section("The two sides", tag("dl", joined(self.sides()))),
            self.section("The same again", self.again()),
            tag(
                "footer",
                tag("p", f"Licet {account.version}, law ", Safe(" and ".join(tag("code", d) for d in account.digests))),
                tag("p", NO_ADVICE),
                class_="foot",
            ),
        ]
        return joined(part for part in parts if part)

    def section(self, heading: str, *parts: Safe) -> Safe:
        if not any(parts):
            return Safe("")
        return tag("section", self.heading(1, heading, class_="head"), joined(part for part in parts if part))

    def heading(self, below: int, words: str, class_: str) -> Safe:
        return tag(f"h{min(self.level + below, 6)}", words, class_=class_)

    def listing(self, heading: str, lines: Iterable[str]) -> Safe:
        return self.section(heading, joined(tag("p", line) for line in lines))

    def beside(self, name: str) -> Safe:
        """A link to the table that lies beside the page, where one does."""
        if name not in self.files:
            return Safe("")
        return tag("p", "The same as a table: ", file_link(self.files[name]), class_="note")

    # What changes.

    def changes(self) -> Safe:
        made = [part for question in self.account.questions for part in self.question(question)]
        return self.section("What changes", *made, self.beside("changes"))

    def question(self, question: Changes) -> Iterable[Safe]:
        yield self.heading(2, question.title, class_="question")
        for change in question.changes:
            yield self.change(change, question.codes)

    def change(self, change: Change, codes: bool) -> Safe:
        before, after = (
            tag(
                "span",
                said,
                class_=f"value {'' if term is None or term.grade is None else f'grade-{term.grade}'}".strip(),
            )
            for said, term in zip((change.before, change.after), change.terms, strict=True)
        )
        parts = [tag("p", before, ": " if codes else " → ", after, class_="ends")]
        if change.who:
            parts.append(tag("p", f"For {change.who}."))
        if change.others:
            parts.append(tag("p", f"Only where they stand on a list that is not public: {change.others}."))
        if change.unnamed:
            parts.append(_folded(f"The {len(change.unnamed)} nations by name", tag("p", ", ".join(change.unnamed))))
        parts.append(tag("ul", joined(_source(source) for source in change.causes)))
        shown = [
            tag("p", "As ", tag("code", change.file), ":"),
            tag("pre", tag("code", change.shown)),
            tag("p", "On the one side and on the other:"),
            tag("pre", tag("code", "\n".join(change.commands))),
        ]
        parts.append(_folded("A transfer that shows it", *shown))
        return tag("div", joined(parts), class_="change", id=change.file.removesuffix(".yaml"))

    def picture(self, name: str) -> Safe:
        return next((one.html for one in self.pictures if one.name == name), Safe(""))

    def doubtful(self) -> Safe:
        parts = []
        for doubt in self.account.doubtful:
            each = tag("ul", joined(tag("li", change) for change in doubt.changes))
            parts += [tag("p", doubt.said), _folded("Each change", each)]
        return self.section("Not certain", *parts)

    # Nations, items and data.

    def matrix(self) -> Safe:
        account = self.account
        if not account.matrix:
            return Safe("")
        maps = [one for one in self.pictures if one.name.startswith("map-")]
        classes = [text(tag("dt", column.title), tag("dd", column.stated)) for column in account.columns]
        return self.section(
            "Nations and items",
            tag("p", account.matrix),
            self.picture("matrix"),
            table_of_nations(account),
            _folded("What is stated of each class of items", tag("dl", joined(classes))),
            self.beside("matrix"),
            *(_folded(f"Map: {one.heading}", one.html, opened=one is maps[0]) for one in maps),
        )

    def data(self) -> Safe:
        account = self.account
        if not account.data:
            return Safe("")
        parts = [tag("p", line) for line in account.data]
        parts.append(self.picture("flips"))
        rows = [
            tag("tr", tag("th", question, scope="row"), tag("td", flip), tag("td", number, class_="number"))
            for question, flip, number in account.flips
        ]
        if rows:
            titles = (("Question", ""), ("Change", ""), ("Transfers", "number"))
            head = tag("tr", *(tag("th", name, scope="col", class_=kind) for name, kind in titles))
            parts.append(tag("table", tag("thead", head), tag("tbody", joined(rows))))
        return self.section("On data", *parts, self.beside("flips"))

    # Both sides.

    def sides(self) -> Iterable[Safe]:
        digests = self.account.digests
        for number, (name, stays) in enumerate(self.account.sides):
            law = tag("code", digests[min(number, len(digests) - 1)])
            yield text(tag("dt", name), tag("dd", stays, " ", tag("span", "Law ", law, ".", class_="note")))

    def again(self) -> Safe:
        again = self.account.again
        parts = [
            tag("p", "The command:"),
            tag("pre", tag("code", again.command)),
            tag("p", "Or in Python:"),
            tag("pre", tag("code", again.python)),
        ]
        return joined(parts)


def _draw(found: Comparison, book: Rulebook) -> Sequence[Drawn]:
    from licet.pictures.of_comparisons import of_comparison

    return of_comparison(found, book)


def _folded(summary: str, *parts: Safe, opened: bool = False) -> Safe:
    return tag("details", tag("summary", summary), tag("div", joined(parts), class_="body"), open=opened)


def _source(source: Source, note: str = "", full: bool = False) -> Safe:
    address = first_link(source.source)
    cite = tag("cite", link(source.cite or ("source" if address else ""), address))
    where = tag("span", " ", cite, "; " if cite else "", source.more, ".", class_="cite")
    of = f" For {source.of}." if source.of else ""
    parts = [tag("strong", source.how), ": ", source.says, where, of, f" {note}" if note else ""]
    if full:
        parts += [tag("br"), tag("span", "Source: ", linked(source.source), class_="note")]
    return tag("li", *parts)


def _provisions(account: Told) -> Safe:
    if not account.provisions:
        return tag("p", "Nothing: the law is the same on both sides.")
    return tag("ul", joined(_source(source, note, full=True) for source, note in account.provisions))
