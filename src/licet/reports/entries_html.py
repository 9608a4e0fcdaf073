"""A classification as one HTML page that needs nothing else: the entries met, what is open, what to ask, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from licet.classification.verdicts import Classification
from licet.reports.account import NO_ADVICE, Ask, Given, first
from licet.reports.entries import NOT_ON_THE_ANNEX, UNCONFIRMED, Classified, EntryTold, Waiting, by_item, summary
from licet.reports.entries_telling import rulebook_for
from licet.reports.html import ground_tree, limits_figure, part_item
from licet.reports.markup import Safe, document, joined, link, linked, tag, text
from licet.reports.sentences import capital, listed
from licet.rulebook.rulebook import Rulebook

_DECIDED = 12
_NEAR = 8
_ASKED = 10


def entries_page(
    classifications: Sequence[tuple[Classification, Classified]],
    rulebook: Rulebook | None = None,
    everything: bool = False,
    again: Safe | None = None,
) -> str:
    """Return classifications as one page.

    Args:
        classifications: each with its account, in the order of the page.
        rulebook: the law, for the pictures; the law that came with Licet by default.
        everything: whether the entries that are not met are told as well.
        again: what gives the same again.
    """
    again = again or Safe("")
    found = [(told, _figure(one, rulebook or rulebook_for(one))) for one, told in classifications]
    if len(found) == 1:
        told, picture = found[0]
        body = tag("main", _Article(told, 1, picture, everything, again).html(), class_="licet")
        return document(f"{told.headline} – {told.account.name}", body)
    title = f"{len(found)} items classified"
    rows = []
    for number, (told, _) in enumerate(found, 1):
        cells = [
            tag("td", tag("a", told.account.name, href=f"#item-{number}")),
            tag("td", told.headline, class_="value open" if told.category.open else "value"),
            tag("td", told.counts),
        ]
        rows.append(tag("tr", *cells))
    head = tag("tr", *(tag("th", name, scope="col") for name in ("Item", "Category", "Entries")))
    contents = tag("table", tag("thead", head), tag("tbody", joined(rows)))
    header = tag("header", tag("h1", title, class_="title"), contents if rows else Safe(""), class_="contents")
    articles = [
        tag("article", _Article(told, 2, picture, everything).html(), id=f"item-{number}")
        for number, (told, picture) in enumerate(found, 1)
    ]
    return document(title, tag("main", joined([header, *articles, again]), class_="licet"))


def _figure(classification: Classification, book: Rulebook) -> Safe:
    assumed = {assumption.fact: assumption.value for assumption in classification.assumed}
    return limits_figure(classification.item, book, assumed, [seen.fact for seen in classification.unconfirmed])


class _Article:
    """One classification, its first heading at a level of the page."""

    def __init__(
        self, told: Classified, level: int, picture: Safe, everything: bool, again: Safe | None = None
    ) -> None:
        self.told = told
        self.level = level
        self.picture = picture
        self.everything = everything
        self.again = again or Safe("")

    def html(self) -> Safe:
        parts = [self.answer(), self.met(), self.section("Range and payload", self.picture), self.opened()]
        parts += [self.ask(), self.rests(), self.seen(), self.warnings(), self.not_met(), self.again, self.foot()]
        return joined(part for part in parts if part)

    def heading(self, below: int, *words: str, class_: str) -> Safe:
        return tag(f"h{min(self.level + below, 6)}", *words, class_=class_)

    def section(self, title: str, *parts: Safe, class_: str = "") -> Safe:
        """A section with its heading, or nothing where there is nothing to say."""
        if not any(parts):
            return Safe("")
        return tag("section", self.heading(1, title, class_="head"), joined(parts), class_=class_)

    # The answer.

    def answer(self) -> Safe:
        told = self.told
        parts = [tag("p", told.account.name, ", ", told.account.date, class_="subject")]
        parts.append(self.heading(0, told.headline, class_="term"))
        if told.category.open:
            left = [
                tag("li", tag("strong", capital(t.words)), f": {t.meaning}" if t.meaning else "")
                for t in told.category.left
            ]
            parts.append(tag("ul", joined(left)))
            if not told.category.exact:
                parts.append(tag("p", "Some of these answers may be out of reach."))
        elif told.category.unruled and not told.open:
            parts.append(tag("p", NOT_ON_THE_ANNEX))
        if told.doubt:
            parts.append(tag("p", told.doubt, class_="unconfirmed" if told.unconfirmed else ""))
        rows = [("Item", told.item), ("Entries", told.counts)]
        if told.account.reforms:
            rows.append(("Reforms", "put in force: " + ", ".join(told.account.reforms)))
        if told.account.counts:
            rows.append(("Note", told.account.counts))
        listing = tag("dl", joined(text(tag("dt", name), tag("dd", value)) for name, value in rows))
        grade = "answer open" if told.category.open else "answer"
        return text(tag("header", joined(parts), class_=grade), listing)

    def met(self) -> Safe:
        entries = self.section("Entries met", *(self.entry(entry) for entry in self.told.met))
        verdict = self.told.treatments
        if verdict is None or not (verdict.terms or verdict.left):
            return entries
        shown = [tag("p", verdict.definition, class_="definition"), *(ground_tree(ground) for ground in verdict.by)]
        if verdict.left:
            shown += [ground_tree(ground, "Perhaps, since it is open") for ground in verdict.might]
        return joined([entries, self.section(verdict.title, *shown)])

    def entry(self, entry: EntryTold, below: int = 2) -> Safe:
        parts = [self.heading(below, *self.named(entry), class_="question")]
        if entry.why:
            parts.append(tag("p", entry.why))
        if entry.confirmed:
            parts.append(tag("p", entry.confirmed, class_="unconfirmed"))
        if entry.settling:
            parts.append(tag("p", entry.settling))
        if entry.verdict == "met" and entry.places:
            rows = [
                tag("tr", tag("th", name, scope="row"), tag("td", "; ".join(place.shown for place in places)))
                for name, places in entry.places
            ]
            parts.append(tag("table", tag("tbody", joined(rows)), class_="places"))
        parts.append(self.rule(entry))
        return tag("div", joined(parts), class_="entry")

    def named(self, entry: EntryTold) -> list[str]:
        category = entry.category if entry.category not in entry.subject else ""
        mark = tag("span", category, class_=f"category {'grade-0' if entry.heaviest else 'grade-2'}")
        return [tag("span", entry.code, class_="code"), " ", entry.subject, *([Safe(" · "), mark] if category else [])]

    def rule(self, entry: EntryTold) -> Safe:
        """The rule with the parts of its condition and its source, to be opened."""
        ground = entry.ground
        doubt = text(" ", tag("span", f"({ground.standing_words})", class_=ground.standing))
        standing = tag("span", ground.standing_words, class_=ground.standing)
        window = f"; {ground.window}" if ground.window else ""
        body = [
            tag("ul", joined(part_item(part) for part in ground.parts), class_="parts") if ground.parts else Safe(""),
            tag(
                "p",
                tag("cite", link(ground.cite, ground.link)),
                f"{window}; ",
                standing,
                "; ",
                tag("code", ground.rule),
                class_="cite",
            ),
            tag("p", "Source: ", linked(ground.source), class_="note") if ground.source else Safe(""),
        ]
        summary = tag("summary", ground.says, doubt if ground.standing != "verified" else Safe(""))
        return tag("details", summary, tag("div", joined(body), class_="body"))

    # What is open.

    def opened(self) -> Safe:
        told = self.told
        if not told.grouped:
            return self.section("What is open", *(self.entry(entry) for entry in told.open))
        return self.section("What is open", *(self.group(group) for group in told.waiting))

    def group(self, group: Waiting) -> Safe:
        if group.single:
            return joined(self.entry(entry) for entry in group.entries)
        rows = [
            tag(
                "li",
                tag("span", entry.code, class_="code"),
                " ",
                entry.subject,
                tag("span", f" ({entry.ground.standing_words})", class_=entry.ground.standing)
                if entry.ground.standing != "verified"
                else "",
            )
            for entry in group.entries
        ]
        listing = tag(
            "details",
            tag("summary", summary(group.entries)),
            tag("div", tag("ul", joined(rows)), class_="body"),
            open=self.everything,
        )
        return text(self.heading(2, group.heading, class_="question"), listing)

    def ask(self) -> Safe:
        asks = self.told.account.asks
        check = self.told.confirming
        parts = [tag("p", check, class_="unconfirmed")] if check else []
        shown = [self.asked(ask) for ask in asks]
        cut = len(shown) if len(shown) <= _ASKED + 2 or self.everything else _ASKED
        if shown:
            parts.append(tag("ol", joined(shown[:cut])))
        if shown[cut:]:
            rest = tag("ol", joined(shown[cut:]), start=str(cut + 1))
            summary_ = tag("summary", f"Then {len(shown) - cut} questions more")
            parts.append(tag("details", summary_, tag("div", rest, class_="body")))
        return self.section("What to ask next", *parts)

    def asked(self, ask: Ask) -> Safe:
        decides = listed(ask.decides if self.everything else first(ask.decides, _DECIDED))
        note = tag("span", tag("code", ask.fact), f" decides {decides}", class_="note")
        return tag("li", tag("span", ask.ask), " ", note)

    # What it rests on.

    def rests(self) -> Safe:
        told = self.told
        return joined(
            part
            for part in (
                self.given("Worked out", told.worked_out),
                self.given("Estimated", told.estimated),
                self.given("Taken from elsewhere", told.taken),
                self.given("Assumed", told.account.assumed),
            )
            if part
        )

    def given(self, title: str, given: Iterable[Given]) -> Safe:
        rows = [
            text(
                tag("dt", capital(one.name)),
                tag(
                    "dd",
                    one.value,
                    tag("span", ". ", linked(capital(one.note)), class_="note") if one.note else Safe(""),
                ),
            )
            for one in given
        ]
        return self.section(title, tag("dl", joined(rows))) if rows else Safe("")

    def seen(self) -> Safe:
        rows = [
            tag(
                "tr",
                tag("th", capital(seen.name), scope="row"),
                tag("td", seen.value),
                tag("td", seen.places),
                tag("td", tag("q", seen.text) if seen.text else ""),
            )
            for seen in self.told.unconfirmed
        ]
        if not rows:
            return Safe("")
        head = tag("tr", *(tag("th", name, scope="col") for name in ("Fact", "Value", "Where", "Words")))
        table = tag("table", tag("thead", head), tag("tbody", joined(rows)))
        return self.section("Read from a document, not confirmed", tag("p", UNCONFIRMED, class_="unconfirmed"), table)

    def warnings(self) -> Safe:
        warnings = [
            tag("li", message, " ", tag("code", code, class_="note")) for code, message in self.told.account.warnings
        ]
        return self.section("Warnings", tag("ul", joined(warnings)), class_="warnings") if warnings else Safe("")

    def not_met(self) -> Safe:
        told = self.told
        if not told.not_met:
            return Safe("")
        count = len(told.not_met)
        parts = [tag("p", f"{count} {'entry is' if count == 1 else 'entries are'} not met.")]
        if self.everything:
            for item, entries in by_item(told.not_met).items():
                parts.append(self.heading(2, f"{item}: {entries[0].ground.instrument}", class_="question"))
                parts.append(tag("ul", joined(self.failed(entry) for entry in entries)))
        elif told.near:
            parts.append(tag("p", "Nearest, since only figures fail:"))
            parts.append(tag("ul", joined(self.failed(entry) for entry in told.near[:_NEAR])))
            if len(told.near) > _NEAR:
                parts.append(tag("p", f"And with other figures: {listed(entry.code for entry in told.near[_NEAR:])}."))
        return self.section("Not met", *parts)

    def failed(self, entry: EntryTold) -> Safe:
        return tag("li", tag("span", entry.code, class_="code"), " ", entry.subject.rstrip("."), ". ", entry.why)

    def foot(self) -> Safe:
        told = self.told.account
        law = tag("p", f"Licet {told.version}, law ", tag("code", told.digest))
        return tag("footer", law, tag("p", NO_ADVICE), class_="foot")
