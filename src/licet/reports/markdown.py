"""A determination as Markdown, for a file, a ticket or a page of documentation.

Everything that is not this module's own is escaped: a name cannot start a heading, close a table cell or carry HTML.
"""

from __future__ import annotations

from collections.abc import Iterable

from licet.determination import Determination
from licet.left_open import Exact
from licet.reports.account import NO_ADVICE, Account, Given, Ground, Verdict
from licet.reports.again import again_markdown, asked_of
from licet.reports.marked import code, escape, table
from licet.reports.sentences import capital, listed
from licet.reports.telling import account
from licet.rulebook.rulebook import Rulebook

__all__ = ["code", "escape", "markdown", "table"]

_MARK = {"true": "✓", "false": "✗", "unknown": "?"}


def markdown(
    determination: Determination, rulebook: Rulebook | None = None, level: int = 1, exact: Exact = "default"
) -> str:
    """Return a determination as Markdown.

    Args:
        determination: the determination.
        rulebook: declares what the codes mean; the law that came with Licet by default.
        level: the level of its first heading.
        exact: how far was gone to find out what is left open, for what gives the same again.
    """
    asked = asked_of(determination, **({} if exact == "default" else {"exact": exact}))
    again = again_markdown("review", asked, rulebook or Rulebook.load(), level=level + 1)
    return "\n".join(_Page(account(determination, rulebook), level, again).lines) + "\n"


class _Page:
    def __init__(self, told: Account, level: int, again: Iterable[str]) -> None:
        self.lines: list[str] = []
        self.level = level
        self.answer(told)
        self.why(told)
        self.parties(told)
        self.missing(told)
        self.to_do(told)
        self.rest(told)
        self.lines += again
        self.block("---")
        self.block(f"Licet {escape(told.version)}, law {code(told.digest)}. {NO_ADVICE}")

    def heading(self, words: str, below: int = 1) -> None:
        self.block("#" * min(self.level + below, 6) + " " + words)

    def block(self, *lines: str) -> None:
        if lines:
            self.lines += [*([""] if self.lines else []), *lines]

    def answer(self, told: Account) -> None:
        headline = told.headline
        if headline is not None and headline.open:
            self.heading(f"{escape(headline.title)} is open", 0)
            self.block(
                *(f"- **{escape(capital(t.words))}**: {escape(t.meaning)} ({code(t.code)})" for t in headline.left)
            )
            self.block(escape(headline.unsettled))
        elif headline is not None:
            term = headline.terms[0]
            self.heading(escape(capital(term.words)), 0)
            self.block(f"{escape(capital(term.meaning or term.words))} ({code(term.code)}).")
            if headline.unruled:
                self.block(f"No rule decides the {escape(headline.title.lower())}; this is the answer where none does.")
        rows = [
            ("Item", f"{escape(told.name)}{f': {escape(told.item)}' if told.item else ''}"),
            ("From", escape(told.exporter)),
            ("To", escape(told.recipient)),
            ("Date", escape(told.date)),
            *((escape(v.title), escape(v.answer) + (" (no rule decides it)" if v.unruled else "")) for v in told.main),
        ]
        if told.parties is not None:
            rows.append(("Parties", escape(told.parties.line)))
        if told.reforms:
            rows.append(("Reforms put in force", escape(", ".join(told.reforms))))
        if told.counts:
            rows.append(("Note", escape(told.counts)))
        self.block(*table(("Question", "Answer"), rows))

    def why(self, told: Account) -> None:
        self.heading("Why")
        for verdict in (told.headline, *told.main):
            if verdict is None or verdict.codes:
                continue
            self.heading(f"{escape(verdict.title)}: {escape('open' if verdict.open else verdict.terms[0].words)}", 2)
            if verdict.unruled:
                self.block(f"No rule in force decides it, so it is {escape(verdict.terms[0].label)}.")
            elif not verdict.by and not verdict.open:
                self.block("Whatever is still unknown, this answer stays.")
            for ground in verdict.by:
                self.block(f"**{escape(ground.says)}** {self.cited(ground)}")
                self.block(*self.parts(ground))
            if verdict.open:
                self.block(escape(verdict.unsettled))
            others: list[str] = []
            for how, grounds in (
                ("May apply", verdict.might if verdict.open else ()),
                ("Displaced", verdict.defeated),
                ("Outweighed by the stricter answer", verdict.outweighed),
            ):
                for ground in grounds:
                    by = f" by {listed(code(name) for name in ground.defeated_by)}" if ground.defeated_by else ""
                    answers = escape(listed(term.words for term in ground.answer))
                    others.append(f"- {how}{by} ({answers}): {escape(ground.says)} {self.cited(ground)}")
                    if how == "May apply":
                        others += [f"  {line}" for line in self.parts(ground)]
            if others and verdict.by:
                self.block("Other rules that bear on it:")
            self.block(*others)

    def parts(self, ground: Ground) -> list[str]:
        return [f"- {_MARK[part.truth]} {escape(part.shown)}" for part in ground.parts]

    def cited(self, ground: Ground) -> str:
        cite = f"[{escape(ground.cite)}](<{ground.link}>)" if ground.link else escape(ground.cite)
        return f"({cite}; {escape(ground.window)}; {escape(ground.standing_words)}; {code(ground.rule)})"

    def parties(self, told: Account) -> None:
        if told.parties is None or not told.parties.each:
            return
        self.heading("Parties")
        for party in told.parties.each:
            self.heading(f"{escape(party.name)}: {escape(party.status)}", 2)
            self.block(escape(capital(party.about)) + ".")
            self.block(*(f"- {escape(text)}" for text in party.why))
            for hit in party.hits:
                rows = [f"  - {heading}: {escape(text)}" for heading, text in hit.rows]
                self.block(f"- **{escape(hit.title)}**", *rows)
            self.block(*(f"- Shared address: {escape(text)}" for text in party.addresses))
            self.block(*(f"- List: {escape(text)}" for text in party.lists))
            self.block(f"**{escape(party.flagged)}**")
            self.block(*(self.task(ground) for ground in party.flags.by))
            self.block(*(f"- Missing: {escape(ask.ask)} {code(ask.fact)}" for ask in party.asks))
        self.block(*(escape(text) for text in told.parties.not_checked))

    def missing(self, told: Account) -> None:
        if told.asks:
            self.heading("What is missing")
            lines = [
                f"{number}. {escape(ask.ask)} {code(ask.fact)} decides {escape(listed(ask.decides))}."
                for number, ask in enumerate(told.asks, 1)
            ]
            self.block(*lines)

    def to_do(self, told: Account) -> None:
        shown = [verdict for verdict in told.tasks if verdict.terms or verdict.left]
        if shown:
            self.heading("What to do")
        for verdict in shown:
            self.heading(escape(verdict.title), 2)
            self.block(escape(verdict.definition))
            self.block(*(self.task(ground) for ground in verdict.by))
            self.perhaps(verdict)

    def task(self, ground: Ground) -> str:
        return f"- {escape(ground.says)} {', '.join(code(t.code) for t in ground.answer)} {self.cited(ground)}"

    def perhaps(self, verdict: Verdict) -> None:
        if verdict.left:
            self.block(f"Perhaps also, since it is open. {escape(verdict.unsettled)}")
            self.block(*(self.task(ground) for ground in verdict.might))

    def rest(self, told: Account) -> None:
        if told.turnings:
            self.heading("Turning points")
            rows = [
                (
                    escape(capital(turn.name)),
                    escape(turn.at),
                    escape("; ".join(f"{question} {to}" for question, to in turn.changes)),
                )
                for turn in told.turnings
            ]
            self.block(*table(("Fact", "At", "Then"), rows))
        self.given("Stated", told.stated)
        self.given("Assumed", told.assumed)
        self.given("Taken from elsewhere", told.taken)
        if told.warnings:
            self.heading("Warnings")
            self.block(*(f"- {escape(message)} ({code(name)})" for name, message in told.warnings))

    def given(self, heading: str, given: tuple[Given, ...]) -> None:
        if given:
            self.heading(heading)
            lines = [
                f"- {escape(capital(one.name))}: **{escape(one.value)}**{f'. {escape(one.note)}' if one.note else ''}"
                for one in given
            ]
            self.block(*lines)
