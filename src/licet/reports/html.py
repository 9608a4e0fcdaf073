"""A determination as HTML: a fragment for a notebook, a page for a file.

Both hold their style and load nothing. The reasons are trees that open and close; a printed page shows them all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from licet.determination import Determination
from licet.left_open import Exact
from licet.reports.account import NO_ADVICE, Account, Given, Ground, Part, Term, Verdict
from licet.reports.again import again_html, asked_of
from licet.reports.limits_picture import limits_svg
from licet.reports.markup import Safe, document, joined, link, linked, style, tag, text
from licet.reports.parties import PartyTold
from licet.reports.sentences import capital, listed
from licet.reports.telling import account, rulebook_of
from licet.rulebook.rulebook import Rulebook

_MARK = {"true": ("✓", "holds: "), "false": ("✗", "does not hold: "), "unknown": ("?", "not known: ")}


def fragment(determination: Determination, rulebook: Rulebook | None = None) -> str:
    """Return a determination as a piece of HTML with its style, for a notebook or another page.

    Args:
        determination: the determination.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    told = account(determination, rulebook)
    article = _Article(told, level=2, picture=_picture(determination, rulebook)).html()
    return joined([style(), tag("article", article, class_="licet", lang="en-GB")])


def page(
    determinations: Sequence[Determination],
    rulebook: Rulebook | None = None,
    titles: Sequence[str] = (),
    exact: Exact = "default",
) -> str:
    """Return determinations as one HTML page that needs nothing else.

    Args:
        determinations: the determinations, in the order of the page.
        rulebook: declares what the codes mean; the law that came with Licet by default.
        titles: what each transfer is called, a file's name for example; nothing by default.
        exact: how far was gone to find out what is left open, for what gives the same again.
    """
    asked = [asked_of(one, **({} if exact == "default" else {"exact": exact})) for one in determinations]
    again = again_html("review", asked, rulebook or Rulebook.load())
    told = [account(determination, rulebook) for determination in determinations]
    names = [*titles, *[""] * (len(told) - len(titles))]
    pictures = [_picture(determination, rulebook) for determination in determinations]
    if len(told) == 1:
        body = tag("main", _Article(told[0], 1, names[0], pictures[0], again).html(), class_="licet")
        return document(f"{_short(told[0])} – {told[0].subject}", body)
    heading = tag("h1", f"{len(told)} transfers reviewed", class_="title")
    articles = [
        tag("article", _Article(one, 2, name, picture).html(), id=f"transfer-{number}")
        for number, (one, name, picture) in enumerate(zip(told, names, pictures, strict=True), 1)
    ]
    header = tag("header", heading, _contents(told, names) if told else Safe(""), class_="contents")
    return document(f"{len(told)} transfers reviewed", tag("main", joined([header, *articles, again]), class_="licet"))


def _picture(determination: Determination, rulebook: Rulebook | None) -> Safe:
    assumed = {assumption.fact: assumption.value for assumption in determination.assumed}
    return limits_figure(determination.transfer, rulebook or rulebook_of(determination), assumed)


def limits_figure(
    stated: Mapping[str, Any],
    rulebook: Rulebook,
    assumed: Mapping[str, Any] | None = None,
    unconfirmed: Collection[str] = (),
) -> Safe:
    """Return the picture of range and payload with its caption, or nothing where neither is known.

    Args:
        stated: the transfer as a determination or a classification shows it.
        rulebook: the law.
        assumed: fact → value, what was assumed.
        unconfirmed: facts that a document states and nobody has confirmed.
    """
    picture = limits_svg(stated, rulebook, assumed, unconfirmed)
    if not picture:
        return picture
    dashed = " A dashed line is estimated, assumed or not confirmed." if 'class="known doubt"' in picture else ""
    caption = f"The complete system against the limits that the law reads.{dashed}"
    return tag("figure", picture, tag("figcaption", caption, class_="note"))


def _short(told: Account) -> str:
    headline = told.headline
    if headline is None:
        return "Reviewed"
    return f"{headline.title} open" if headline.open else capital(headline.terms[0].words)


def _contents(told: Sequence[Account], names: Sequence[str]) -> Safe:
    """A table of the transfers, each with its answer, that leads to them."""
    rows = []
    for number, (one, name) in enumerate(zip(told, names, strict=True), 1):
        where = tag("a", one.name, href=f"#transfer-{number}")
        cells = [
            tag("td", where, f" ({name})" if name else ""),
            tag("td", f"{one.exporter} → {one.recipient}"),
            tag("td", one.date),
            tag("td", _short(one), class_=f"value {_grade(one.headline)}".strip()),
        ]
        rows.append(tag("tr", *cells))
    head = tag("tr", *(tag("th", title, scope="col") for title in ("Item", "Transfer", "Date", "Answer")))
    return tag("table", tag("thead", head), tag("tbody", joined(rows)))


# The colours of a screening are those of the answers, from strict to lenient.
_SCREENED = {"possible": "grade-2", "clear": "grade-3"}


def _grade(verdict: Verdict | None) -> str:
    if verdict is None or (verdict.codes and not verdict.open):
        return ""
    return "open" if verdict.open else _term_grade(verdict.terms[0])


def _term_grade(term: Term) -> str:
    return "" if term.grade is None else f"grade-{term.grade}"


class _Article:
    """One determination, its first heading at a level of the page."""

    def __init__(
        self, told: Account, level: int, name: str = "", picture: Safe | None = None, again: Safe | None = None
    ) -> None:
        self.told = told
        self.level = level
        self.name = name
        self.picture = picture or Safe("")
        self.again = again or Safe("")

    def html(self) -> Safe:
        picture = self.section("Range and payload", self.picture)
        return joined(
            [
                self.answer(),
                self.why(),
                self.parties(),
                picture,
                self.missing(),
                self.to_do(),
                self.turnings(),
                self.rests(),
                self.again,
                self.foot(),
            ]
        )

    def heading(self, below: int, *words: str, class_: str) -> Safe:
        return tag(f"h{min(self.level + below, 6)}", *words, class_=class_)

    def section(self, title: str, *parts: Safe, class_: str = "") -> Safe:
        """A section with its heading, or nothing where there is nothing to say."""
        if not any(parts):
            return Safe("")
        return tag("section", self.heading(1, title, class_="head"), joined(parts), class_=class_)

    # The answer.

    def answer(self) -> Safe:
        told, headline = self.told, self.told.headline
        parts = [tag("p", self.name, " – " if self.name else "", told.subject, class_="subject")]
        if headline is not None and headline.open:
            parts.append(self.heading(0, f"{headline.title} is open", class_="term"))
            possible = [tag("li", tag("strong", capital(term.words)), self.meaning(term)) for term in headline.left]
            parts += [tag("ul", joined(possible)), tag("p", headline.unsettled)]
        elif headline is not None:
            term = headline.terms[0]
            parts.append(self.heading(0, capital(term.words), class_="term"))
            parts.append(
                tag("p", capital(term.meaning), " " if term.meaning else "", tag("code", term.code), class_="meaning")
            )
            if headline.unruled:
                parts.append(
                    tag("p", f"No rule decides the {headline.title.lower()}; this is the answer where none does.")
                )
        rows = [("Item", text(told.name, f": {told.item}" if told.item else ""))]
        rows += [(verdict.title, self.row(verdict)) for verdict in told.main]
        if told.parties is not None:
            rows.append(("Parties", text(told.parties.line)))
        if told.reforms:
            rows.append(("Reforms", text("put in force: ", ", ".join(told.reforms))))
        if told.counts:
            rows.append(("Note", text(told.counts)))
        listing = tag("dl", joined(text(tag("dt", name), tag("dd", value)) for name, value in rows))
        return text(tag("header", joined(parts), class_=f"answer {_grade(headline)}".strip()), listing)

    def meaning(self, term: Term) -> Safe:
        return text(f": {term.meaning} " if term.meaning else " ", tag("code", term.code))

    def row(self, verdict: Verdict) -> Safe:
        value = tag("span", verdict.answer, class_=f"value {_grade(verdict)}".strip())
        return text(value, " (no rule decides it)" if verdict.unruled else "")

    # Why.

    def why(self) -> Safe:
        shown = [
            verdict for verdict in (self.told.headline, *self.told.main) if verdict is not None and not verdict.codes
        ]
        return self.section("Why", *(self.reasons(verdict) for verdict in shown))

    def reasons(self, verdict: Verdict) -> Safe:
        answer = "open" if verdict.open else verdict.terms[0].words if verdict.terms else "none"
        is_ = tag("span", answer, class_=f"is {_grade(verdict)}".strip())
        parts = [self.heading(2, f"{verdict.title}: ", is_, class_="question")]
        if verdict.unruled:
            parts.append(tag("p", f"No rule in force decides it, so it is {verdict.terms[0].label}."))
        elif not verdict.by and not verdict.open:
            parts.append(tag("p", "Whatever is still unknown, this answer stays."))
        if verdict.open:
            parts.append(tag("p", verdict.unsettled))
        parts += [ground_tree(ground, opened=True) for ground in verdict.by]
        others: tuple[tuple[str, tuple[Ground, ...]], ...] = (
            ("May apply", verdict.might if verdict.open else ()),
            ("Displaced", verdict.defeated),
            ("Outweighed by the stricter answer", verdict.outweighed),
        )
        for how, grounds in others:
            parts += [ground_tree(ground, how) for ground in grounds]
        return joined(parts)

    # The parties.

    def parties(self) -> Safe:
        told = self.told.parties
        if told is None or not told.each:
            return Safe("")
        notes = [tag("p", text_, class_="note") for text_ in told.not_checked]
        return self.section("Parties", *(self.party(party) for party in told.each), *notes)

    def party(self, party: PartyTold) -> Safe:
        is_ = tag("span", party.status, class_=f"is {_SCREENED.get(party.code, 'grade-0')}")
        parts = [self.heading(2, f"{party.name}: ", is_, class_="question"), tag("p", capital(party.about), ".")]
        parts += [tag("p", why) for why in party.why]
        for hit in party.hits:
            rows = joined(text(tag("dt", heading), tag("dd", linked(value))) for heading, value in hit.rows)
            parts.append(
                tag("details", tag("summary", hit.title), tag("div", tag("dl", rows), class_="body"), open=True)
            )
        parts += [tag("p", "Shared address: ", address) for address in party.addresses]
        if party.lists:
            parts.append(tag("ul", joined(tag("li", one) for one in party.lists), class_="note"))
        parts.append(tag("p", tag("strong", party.flagged)))
        parts += [ground_tree(ground, codes=True) for ground in party.flags.by]
        asks = [tag("li", ask.ask, " ", tag("code", ask.fact, class_="note")) for ask in party.asks]
        return joined([*parts, tag("ul", joined(asks)) if asks else Safe("")])

    # The rest.

    def missing(self) -> Safe:
        asks = [
            tag(
                "li",
                tag("span", ask.ask),
                " ",
                tag("span", tag("code", ask.fact), f" decides {listed(ask.decides)}", class_="note"),
            )
            for ask in self.told.asks
        ]
        return self.section("What is missing", tag("ol", joined(asks))) if asks else Safe("")

    def to_do(self) -> Safe:
        parts: list[Safe] = []
        for verdict in self.told.tasks:
            if not verdict.terms and not verdict.left:
                continue
            parts.append(self.heading(2, verdict.title, class_="question"))
            parts.append(tag("p", verdict.definition, class_="definition"))
            parts += [ground_tree(ground, codes=True) for ground in verdict.by]
            if verdict.left:
                parts.append(tag("p", tag("em", "Perhaps also, since it is open. "), verdict.unsettled))
                parts += [ground_tree(ground, codes=True) for ground in verdict.might]
        return self.section("What to do", *parts)

    def turnings(self) -> Safe:
        rows = []
        for turn in self.told.turnings:
            then = "; ".join(f"{question} {to}" for question, to in turn.changes)
            rows.append(tag("tr", tag("th", capital(turn.name), scope="row"), tag("td", turn.at), tag("td", then)))
        if not rows:
            return Safe("")
        head = tag("tr", *(tag("th", name, scope="col") for name in ("Fact", "At", "Then")))
        caption = tag("caption", "Where one fact, changed alone, would change an answer.")
        return self.section("Turning points", tag("table", caption, tag("thead", head), tag("tbody", joined(rows))))

    def rests(self) -> Safe:
        warnings = [tag("li", message, " ", tag("code", code, class_="note")) for code, message in self.told.warnings]
        return joined(
            [
                self.given("Stated", self.told.stated),
                self.given("Assumed", self.told.assumed),
                self.given("Taken from elsewhere", self.told.taken),
                self.section("Warnings", tag("ul", joined(warnings)), class_="warnings") if warnings else Safe(""),
            ]
        )

    def given(self, title: str, given: Iterable[Given]) -> Safe:
        rows = [
            text(
                tag("dt", capital(one.name)),
                tag("dd", one.value, tag("span", ". ", linked(one.note), class_="note") if one.note else Safe("")),
            )
            for one in given
        ]
        return self.section(title, tag("dl", joined(rows))) if rows else Safe("")

    def foot(self) -> Safe:
        law = tag("p", f"Licet {self.told.version}, law ", tag("code", self.told.digest))
        return tag("footer", law, tag("p", NO_ADVICE), class_="foot")


def ground_tree(ground: Ground, how: str = "", opened: bool = False, codes: bool = False) -> Safe:
    """Return a rule as a tree: what it says; below, its parts, what displaced it, and where it stands.

    Args:
        ground: the rule.
        how: how it bears on the answer, said before it.
        opened: whether the tree stands open.
        codes: whether its answers are shown as codes.
    """
    answers = listed(term.words for term in ground.answer)
    lead = tag("span", f"{how} ({answers}): ", class_="how") if how else Safe("")
    doubt = text(" ", tag("span", f"({ground.standing_words})", class_=ground.standing))
    body = [tag("ul", joined(part_item(part) for part in ground.parts), class_="parts")] if ground.parts else []
    if ground.defeated_by:
        body.append(tag("p", "Displaced by ", joined_codes(ground.defeated_by), ".", class_="note"))
    if codes:
        body.append(tag("p", joined_codes(term.code for term in ground.answer), class_="note"))
    standing = tag("span", ground.standing_words, class_=ground.standing)
    cite = tag("cite", link(ground.cite, ground.link))
    body.append(tag("p", cite, f"; {ground.window}; ", standing, "; ", tag("code", ground.rule), class_="cite"))
    body.append(tag("p", "Source: ", linked(ground.source), class_="note"))
    summary = tag("summary", lead, ground.says, doubt if ground.standing != "verified" else Safe(""))
    return tag("details", summary, tag("div", joined(body), class_="body"), open=opened)


def part_item(part: Part) -> Safe:
    """Return one part of a rule with its truth, as an item of a list."""
    mark, spoken = _MARK[part.truth]
    shown = [
        tag("span", mark, class_="mark", aria_hidden="true"),
        tag("span", spoken, class_="hidden"),
        part.text,
        tag("span", f" ({'; '.join(part.values)})", class_="values") if part.values else Safe(""),
    ]
    return tag("li", *shown, class_=part.truth)


def joined_codes(codes: Iterable[str]) -> Safe:
    """Return codes one after the other, each as code."""
    return Safe(", ".join(tag("code", code) for code in codes))
