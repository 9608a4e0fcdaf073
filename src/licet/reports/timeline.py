"""The answers to one transfer through the years, as text, as Markdown, and as a page with a picture.

The stretches come from :mod:`licet.deciding.timeline`; here they are only laid out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from licet.deciding.timeline import Stretch
from licet.reports.account import HEADLINE, NO_ADVICE, Term, clean
from licet.reports.again import Asked, again_html, again_markdown, cited_html, cited_markdown
from licet.reports.markdown import code, escape, table
from licet.reports.markup import Safe, document, joined, link, tag, text
from licet.reports.paragraphs import Paragraphs, plainly, strict_style
from licet.reports.picture import timeline_svg
from licet.reports.sentences import capital, dated, listed, standing, title, words
from licet.reports.telling import first_link, term
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.version import __version__

if TYPE_CHECKING:
    from rich.console import Console

    from licet.through_years import Timeline

__all__ = ["Course", "as_text", "course_of", "fragment", "markdown", "page", "render", "timeline_svg"]


@dataclass(frozen=True, slots=True)
class Course:
    """One transfer through the years.

    Attributes:
        stretches: the stretches, in order.
        last: the last day looked at.
        subject: what the transfer is called.
        proposals: proposal → the postures left on the last day with it alone in force.
        asked: what was asked, where a page is to say how to have the same again.
    """

    stretches: Sequence[Stretch]
    last: datetime.date
    subject: str = ""
    proposals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked: Asked | None = None


def course_of(timeline: Timeline) -> Course:
    """Return what was found of a transfer through the years as it is laid out."""
    book, transfer = timeline.rulebook, timeline.transfer
    asked = Asked(
        transfer=transfer.shown,
        version=__version__,
        digest=book.digest,
        reforms=tuple(book.named_reforms()),
        assumed=tuple(transfer.assumed.items()),
        options=(("first", timeline.first.isoformat()), ("last", timeline.last.isoformat())),
    )
    return Course(timeline.stretches, timeline.last, _subject(transfer.shown, book), timeline.proposals, asked)


def _subject(shown: Mapping[str, Any], book: Rulebook) -> str:
    """Return what a transfer is called: what goes from whom to whom, as far as it was stated."""
    item = shown.get("item", {})
    named = str(item.get("name") or words(str(item.get("kind", "transfer")), book))
    for fact, before in (("exporter", "from"), ("recipient", "to")):
        if fact in shown:
            named += f" {before} {book.nations.get(shown[fact], shown[fact])}"
    return capital(named)


@dataclass(frozen=True, slots=True)
class _Change:
    """A rule that begins or ceases to decide."""

    begins: bool
    rule: str
    says: str
    cite: str
    link: str
    standing: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One stretch as it is shown: its days, its answers, and what made the difference."""

    days: str
    answers: tuple[tuple[tuple[Term, ...], bool], ...]
    changes: tuple[_Change, ...]


class _Table:
    def __init__(self, course: Course, rulebook: Rulebook | None) -> None:
        self.book = rulebook or Rulebook.load()
        self.course = course
        asked = list(course.stretches[0].answers) if course.stretches else []
        self.questions = sorted(asked, key=lambda question: question != HEADLINE)
        self.heads = [title(question, self.book) for question in self.questions]
        self.rows: list[_Row] = []
        before: Stretch | None = None
        for stretch in course.stretches:
            answers = tuple(
                (
                    tuple(term(question, answer, self.book) for answer in stretch.answers[question]),
                    before is not None and before.answers[question] != stretch.answers[question],
                )
                for question in self.questions
            )
            changes = [self.change(name, True) for name in stretch.caused_by]
            changes += [self.change(name, False) for name in stretch.ended]
            self.rows.append(_Row(self.days(stretch), answers, tuple(changes)))
            before = stretch
        self.proposals = [
            (self.proposal(name), tuple(term(HEADLINE, answer, self.book) for answer in answers))
            for name, answers in course.proposals.items()
        ]

    def days(self, stretch: Stretch) -> str:
        # A placeholder says when the rulebook begins to count a rule, not when the rule began.
        first = dated(stretch.start.isoformat()) + (" (day not verified)" if stretch.rough else "")
        if stretch.end is None:
            return f"from {first}"
        return f"{first} to {dated((stretch.end - datetime.timedelta(days=1)).isoformat())}"

    def change(self, name: str, begins: bool) -> _Change:
        rule: Rule | None = self.book.rule(name)
        if rule is None:
            return _Change(begins, name, name, "", "", "verified")
        return _Change(begins, name, clean(rule.says), clean(rule.cite), first_link(rule.source), rule.standing)

    def proposal(self, name: str) -> str:
        found = next((i for i in self.book.instruments.values() if i.proposal and name in (i.id, i.short)), None)
        return found.title if found else name


def _answer(terms: tuple[Term, ...]) -> str:
    shown = [one.words for one in terms]
    return shown[0] if len(shown) == 1 else f"open: {listed(shown, 'or')}"


def _doubt(change: _Change) -> str:
    return "" if change.standing == "verified" else f"; {standing(change.standing)}"


# Text.


def render(course: Course, *, console: Console, rulebook: Rulebook | None = None) -> None:
    """Print the course of a transfer: each stretch with its answers, and the rules that made the difference.

    Args:
        course: the stretches.
        console: where to.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    told, page = _Table(course, rulebook), Paragraphs(console)
    if course.subject:
        page.paragraph((clean(course.subject), "bold"), indent=0)
        page.gap()
    wide = max((page.width - 2) // max(len(told.heads), 1) - 2, 12)
    for number, row in enumerate(told.rows):
        if number:
            page.gap()
        page.paragraph((capital(row.days), "bold"), indent=0)
        page.columns([wide] * len(told.heads), [(head, "dim") for head in told.heads])
        cells = [
            (_answer(terms), strict_style(terms[0]).removeprefix("" if changed else "bold").strip())
            for terms, changed in row.answers
        ]
        page.columns([wide] * len(told.heads), cells)
        for change in row.changes:
            if change.begins:
                cite = (f" [{change.cite}{_doubt(change)}]", "dim")
                page.paragraph(change.says, cite, indent=4, lead="+" if number else page.bullet)
            else:
                page.paragraph((f"no longer {change.rule} [{change.cite}]", "dim"), indent=4, lead="-")
    if told.proposals:
        page.heading("Proposals, each alone in force")
        page.paragraph((f"Posture on {dated(course.last.isoformat())}.", "dim"))
        for name, terms in told.proposals:
            page.paragraph(f"{name}: ", (_answer(terms), strict_style(terms[0])), indent=4, lead=page.bullet)
    page.gap()
    page.paragraph((NO_ADVICE, "dim"), indent=0)
    page.show()


def as_text(timeline: Timeline) -> str:
    """Return a transfer through the years as text without colour, a hundred columns wide."""
    return plainly(lambda console: render(course_of(timeline), console=console, rulebook=timeline.rulebook))


# Markdown.


def markdown(course: Course, rulebook: Rulebook | None = None) -> str:
    """Return the course of a transfer as Markdown."""
    told = _Table(course, rulebook)
    lines = [f"# {escape(clean(course.subject) or 'Through the years')}", ""]
    rows = []
    for row in told.rows:
        changes = [
            f"{escape(c.says)} ({_cited(c)}{escape(_doubt(c))})" if c.begins else f"No longer {code(c.rule)}"
            for c in row.changes
        ]
        answers = [
            f"**{escape(_answer(terms))}**" if changed else escape(_answer(terms)) for terms, changed in row.answers
        ]
        rows.append((escape(capital(row.days)), *answers, "<br>".join(changes)))
    lines += table(("Days", *map(escape, told.heads), "What changed"), rows)
    if told.proposals:
        lines += ["", "## Proposals, each alone in force", "", f"Posture on {dated(course.last.isoformat())}.", ""]
        lines += [f"- {escape(name)}: **{escape(_answer(terms))}**" for name, terms in told.proposals]
    if course.asked is not None:
        lines += again_markdown(
            "timeline", course.asked, told.book, cited_markdown(_named(told.book, course), told.book)
        )
    return "\n".join([*lines, "", "---", "", f"Licet {__version__}, law {code(told.book.digest)}. {NO_ADVICE}", ""])


def _named(book: Rulebook, *courses: Course) -> Iterable[str]:
    """The rules that made a difference, and those of the proposals."""
    tried = {name for course in courses for name in course.proposals}
    for stretch in (stretch for course in courses for stretch in course.stretches):
        yield from (*stretch.caused_by, *stretch.ended)
    for instrument in book.instruments.values():
        if instrument.proposal and instrument.short in tried:
            yield from (rule.name for rule in instrument.rules)


def _cited(change: _Change) -> str:
    return f"[{escape(change.cite)}](<{change.link}>)" if change.link else escape(change.cite)


# HTML.


def fragment(course: Course, rulebook: Rulebook | None = None, level: int = 1) -> Safe:
    """Return the course of a transfer as a piece of HTML, its picture first."""
    told = _Table(course, rulebook)
    subject = clean(course.subject) or "Through the years"
    picture = tag("figure", Safe(timeline_svg(course.stretches, last=course.last, rulebook=told.book)))
    head = tag("tr", *(tag("th", name, scope="col") for name in ("Days", *told.heads, "What changed")))
    rows = []
    for row in told.rows:
        cells = [tag("th", capital(row.days), scope="row")]
        for terms, changed in row.answers:
            grade = "open" if len(terms) > 1 else f"grade-{terms[0].grade}" if terms[0].grade is not None else ""
            shown = tag("strong" if changed else "span", _answer(terms), class_=f"value {grade}".strip())
            cells.append(tag("td", shown))
        cells.append(
            tag("td", tag("ul", joined(tag("li", _changed(change)) for change in row.changes), class_="changes"))
        )
        rows.append(tag("tr", *cells))
    parts = [
        tag(f"h{level}", subject, class_="title"),
        picture,
        tag("table", tag("thead", head), tag("tbody", joined(rows)), class_="timeline"),
    ]
    if told.proposals:
        heading = tag(f"h{level + 1}", "Proposals, each alone in force", class_="head")
        day = tag("p", f"Posture on {dated(course.last.isoformat())}.", class_="definition")
        items = [tag("li", f"{name}: ", tag("strong", _answer(terms))) for name, terms in told.proposals]
        parts.append(tag("section", heading, day, tag("ul", joined(items))))
    return joined(parts)


def _changed(change: _Change) -> Safe:
    if not change.begins:
        return tag("span", "No longer ", tag("code", change.rule), class_="note")
    cite = tag("cite", link(change.cite, change.link))
    return text(change.says, " ", tag("span", "(", cite, _doubt(change), ")", class_="cite"))


def page(courses: Sequence[Course], rulebook: Rulebook | None = None) -> str:
    """Return the courses of transfers as one HTML page that needs nothing else."""
    book = rulebook or Rulebook.load()
    pieces = [tag("article", fragment(course, book)) for course in courses]
    subjects = [clean(course.subject) for course in courses if course.subject]
    asked = [course.asked for course in courses if course.asked is not None]
    again = again_html("timeline", asked, book, cited_html(_named(book, *courses), book))
    law = tag("p", f"Licet {__version__}, law ", tag("code", book.digest))
    foot = tag("footer", law, tag("p", NO_ADVICE), class_="foot")
    name = subjects[0] if len(subjects) == 1 else "Transfers through the years"
    return document(name, tag("main", joined([*pieces, again, foot]), class_="licet wide"))
