"""A classification as Markdown, for a file, a ticket or a page of documentation.

Everything that is not this module's own is escaped, as in :mod:`licet.reports.markdown`.
"""

from __future__ import annotations

from collections.abc import Iterable

from licet.reports.account import NO_ADVICE, Given, Ground, first
from licet.reports.entries import NOT_ON_THE_ANNEX, UNCONFIRMED, Classified, EntryTold, by_item, summary
from licet.reports.markdown import code, escape, table
from licet.reports.sentences import capital, listed

_MARK = {"true": "✓", "false": "✗", "unknown": "?"}
_DECIDED = 12
_NEAR = 8


def markdown(told: Classified, everything: bool = False, level: int = 1, again: Iterable[str] = ()) -> str:
    """Return a classification as Markdown.

    Args:
        told: the classification in order.
        everything: whether the entries that are not met, and all that are open, are told one by one.
        level: the level of its first heading.
        again: the lines on what gives the same again.
    """
    return "\n".join(_Page(told, everything, level, again).lines) + "\n"


class _Page:
    def __init__(self, told: Classified, everything: bool, level: int, again: Iterable[str]) -> None:
        self.lines: list[str] = []
        self.everything = everything
        self.level = level
        self.answer(told)
        self.met(told)
        self.opened(told)
        self.ask(told)
        self.rest(told)
        self.not_met(told)
        self.lines += again
        self.block("---")
        self.block(f"Licet {escape(told.account.version)}, law {code(told.account.digest)}. {NO_ADVICE}")

    def heading(self, words: str, below: int = 1) -> None:
        self.block("#" * min(self.level + below, 6) + " " + words)

    def block(self, *lines: str) -> None:
        if lines:
            self.lines += [*([""] if self.lines else []), *lines]

    def answer(self, told: Classified) -> None:
        self.heading(escape(told.headline), 0)
        if told.category.open:
            self.block(
                *(f"- **{escape(capital(t.words))}**: {escape(t.meaning)} ({code(t.code)})" for t in told.category.left)
            )
            if not told.category.exact:
                self.block("Some of these answers may be out of reach.")
        elif told.category.unruled and not told.open:
            self.block(NOT_ON_THE_ANNEX)
        if told.doubt:
            self.block(escape(told.doubt))
        rows = [("Item", escape(told.item)), ("Entries", escape(told.counts)), ("Date", escape(told.account.date))]
        if told.account.reforms:
            rows.append(("Reforms put in force", escape(", ".join(told.account.reforms))))
        if told.account.counts:
            rows.append(("Note", escape(told.account.counts)))
        self.block(*table(("Question", "Answer"), rows))

    def met(self, told: Classified) -> None:
        if told.met:
            self.heading("Entries met")
        for entry in told.met:
            self.entry(entry)
            rows = [(escape(name), "; ".join(escape(place.shown) for place in places)) for name, places in entry.places]
            if rows:
                self.block(*table(("List", "Places"), rows))
        verdict = told.treatments
        if verdict is not None and (verdict.terms or verdict.left):
            self.heading(escape(verdict.title))
            self.block(escape(verdict.definition))
            self.block(*(f"- {escape(ground.says)} {self.cited(ground)}" for ground in verdict.by))
            if verdict.left:
                self.block(
                    *(
                        f"- Perhaps, since it is open: {escape(ground.says)} {self.cited(ground)}"
                        for ground in verdict.might
                    )
                )

    def entry(self, entry: EntryTold) -> None:
        category = f" · {escape(entry.category)}" if entry.category not in entry.subject else ""
        self.heading(f"{escape(entry.code)} {escape(entry.subject)}{category}", 2)
        said = " ".join(filter(None, (entry.why, entry.confirmed, entry.settling)))
        self.block(f"{escape(said)} {self.cited(entry.ground)}".strip())

    def cited(self, ground: Ground) -> str:
        cite = f"[{escape(ground.cite)}](<{ground.link}>)" if ground.link else escape(ground.cite)
        window = f"{escape(ground.window)}; " if ground.window else ""
        return f"({cite}; {window}{escape(ground.standing_words)}; {code(ground.rule)})"

    def opened(self, told: Classified) -> None:
        if not told.open:
            return
        self.heading("What is open")
        if not told.grouped or self.everything:
            for entry in told.open:
                self.entry(entry)
            return
        for group in told.waiting:
            if group.single:
                for entry in group.entries:
                    self.entry(entry)
            else:
                self.heading(escape(group.heading), 2)
                self.block(escape(summary(group.entries)))

    def ask(self, told: Classified) -> None:
        asks = told.account.asks
        if asks or told.confirming:
            self.heading("What to ask next")
        if told.confirming:
            self.block(escape(told.confirming))
        self.block(
            *(
                f"{number}. {escape(ask.ask)} {code(ask.fact)} decides "
                f"{escape(listed(ask.decides if self.everything else first(ask.decides, _DECIDED)))}."
                for number, ask in enumerate(asks, 1)
            )
        )

    def rest(self, told: Classified) -> None:
        for heading, found in (
            ("Worked out", told.worked_out),
            ("Estimated", told.estimated),
            ("Taken from elsewhere", told.taken),
            ("Assumed", told.account.assumed),
        ):
            self.given(heading, found)
        if told.unconfirmed:
            self.heading("Read from a document, not confirmed")
            self.block(UNCONFIRMED)
            rows = (
                (escape(capital(seen.name)), escape(seen.value), escape(seen.places), escape(seen.text))
                for seen in told.unconfirmed
            )
            self.block(*table(("Fact", "Value", "Where", "Words"), rows))
        if told.account.warnings:
            self.heading("Warnings")
            self.block(*(f"- {escape(message)} ({code(name)})" for name, message in told.account.warnings))

    def given(self, heading: str, given: Iterable[Given]) -> None:
        lines = [
            f"- {escape(capital(one.name))}: **{escape(one.value)}**{f'. {escape(capital(one.note))}' if one.note else ''}"
            for one in given
        ]
        if lines:
            self.heading(heading)
            self.block(*lines)

    def not_met(self, told: Classified) -> None:
        if not told.not_met:
            return
        self.heading("Not met")
        count = len(told.not_met)
        self.block(f"{count} {'entry is' if count == 1 else 'entries are'} not met.")
        if self.everything:
            for item, entries in by_item(told.not_met).items():
                self.heading(f"{escape(item)}: {escape(entries[0].ground.instrument)}", 2)
                self.block(*(self.failed(entry) for entry in entries))
        elif told.near:
            self.block("Nearest, since only figures fail:")
            self.block(*(self.failed(entry) for entry in told.near[:_NEAR]))
            if len(told.near) > _NEAR:
                self.block(f"And with other figures: {escape(listed(entry.code for entry in told.near[_NEAR:]))}.")

    def failed(self, entry: EntryTold) -> str:
        return f"- **{escape(entry.code)}** {escape(entry.subject.rstrip('.'))}. {escape(entry.why)}"
