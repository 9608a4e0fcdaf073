"""A classification as text for a person at a terminal: the entries met first, then what is open, what to ask, and what it rests on.

Layout only. Colour carries nothing that the words do not say, and there is none when the console has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from licet.reports.account import NO_ADVICE, Ask, Given, Verdict, first
from licet.reports.entries import NOT_ON_THE_ANNEX, UNCONFIRMED, Classified, EntryTold, Waiting, by_item, summary
from licet.reports.paragraphs import Paragraphs, Part
from licet.reports.sentences import capital, listed

if TYPE_CHECKING:
    from rich.console import Console

_STANDING = {"partial": "yellow", "unverified": "red", "verified": "green"}
_HEAVY = {True: "bold red", False: "bold yellow"}
_ASKED = 10
_DECIDED = 6
_NEAR = 5


def write(told: Classified, console: Console, everything: bool = False) -> None:
    """Print a classification.

    Args:
        told: the classification in order.
        console: where to; its width and colours are kept to.
        everything: whether the entries that are not met, and all that are open, are printed one by one.
    """
    _Page(console).report(told, everything)


class _Page(Paragraphs):
    def report(self, told: Classified, everything: bool) -> None:
        self.answer(told)
        self.met(told)
        self.opened(told, everything)
        self.ask(told, everything)
        self.rests(told)
        self.seen(told)
        self.warnings(told)
        self.not_met(told, everything)
        self.closing()
        self.paragraph((f"Licet {told.account.version}, law {told.account.digest}", "dim"), indent=0)
        self.paragraph((NO_ADVICE, "dim"), indent=0)
        self.show()

    # The answer.

    def answer(self, told: Classified) -> None:
        if told.category.open:
            self.paragraph((f"{told.headline}.", "bold yellow"), indent=0)
            for term in told.category.left:
                self.paragraph(
                    (capital(term.words), "bold"),
                    f": {term.meaning}" if term.meaning else "",
                    indent=4,
                    lead=self.bullet,
                )
            if not told.category.exact:
                self.paragraph("Some of these answers may be out of reach.")
        else:
            term = told.category.terms[0]
            code: Part = ("" if term.code in told.headline else f"  [{term.code}]", "dim")
            self.paragraph((f"{told.headline}.", "bold"), code, indent=0)
            if told.category.unruled and not told.open:
                self.paragraph(NOT_ON_THE_ANNEX, indent=0)
        if told.doubt:
            self.paragraph((told.doubt, "yellow" if told.unconfirmed else ""), indent=0)
        self.gap()
        rows: list[tuple[str, Iterable[Part]]] = [
            ("Item", [(told.account.name, "bold"), told.item.removeprefix(told.account.name)]),
            ("Entries", [told.counts]),
            ("Date", [told.account.date]),
        ]
        if told.account.reforms:
            rows.append(("Reforms", [("put in force: " + ", ".join(told.account.reforms), "magenta")]))
        if told.account.counts:
            rows.append(("Note", [told.account.counts]))
        self.rows(rows)

    def met(self, told: Classified) -> None:
        if told.met:
            self.heading("Entries met")
        for number, entry in enumerate(told.met):
            if number:
                self.gap()
            self.entry(entry)
            self.rows([(name, ["; ".join(place.shown for place in places)]) for name, places in entry.places], indent=4)
            self.cited(entry)
        if told.treatments is not None:
            self.treatments(told.treatments)

    def treatments(self, verdict: Verdict) -> None:
        if not verdict.terms and not verdict.left:
            return
        self.heading(verdict.title)
        self.paragraph((verdict.definition, "dim"))
        for grounds, may in ((verdict.by, ""), (verdict.might if verdict.left else (), "Perhaps, since it is open: ")):
            for ground in grounds:
                cite = (f"[{ground.cite}; {ground.standing_words}]", "dim")
                self.paragraph((may, "yellow"), f"{ground.says} ", cite, indent=4, lead=self.bullet)

    def entry(self, entry: EntryTold) -> None:
        """An entry with its sentence; colour repeats its category."""
        mark: list[Part] = (
            [f" {self.dot} ", (entry.category, _HEAVY[entry.heaviest])] if entry.category not in entry.subject else []
        )
        self.paragraph((f"{entry.code}  {entry.subject}", "bold"), *mark)
        if entry.why:
            self.paragraph(entry.why, indent=4)
        if entry.confirmed:
            self.paragraph((entry.confirmed, "yellow"), indent=4)
        if entry.settling:
            self.paragraph(entry.settling, indent=4)

    def cited(self, entry: EntryTold) -> None:
        ground = entry.ground
        window = f"{ground.window}; " if ground.window else ""
        standing = (ground.standing_words, _STANDING.get(ground.standing, ""))
        self.paragraph((f"{ground.cite}; {window}", "dim"), standing, (f" {self.dot} {ground.rule}", "dim"), indent=4)

    # What is open.

    def opened(self, told: Classified, everything: bool) -> None:
        if not told.open:
            return
        self.heading("What is open")
        if not told.grouped or everything:
            for number, entry in enumerate(told.open):
                if number:
                    self.gap()
                self.entry(entry)
                self.doubtful(entry)
            return
        for number, group in enumerate(told.waiting):
            if number:
                self.gap()
            self.group(group)

    def group(self, group: Waiting) -> None:
        if group.single:
            for number, entry in enumerate(group.entries):
                if number:
                    self.gap()
                self.entry(entry)
                self.doubtful(entry)
            return
        self.paragraph((group.heading, "bold"))
        self.paragraph(summary(group.entries), indent=4)

    def doubtful(self, entry: EntryTold) -> None:
        """The citation and, where the text was not read in full, that too."""
        ground = entry.ground
        doubt: list[Part] = (
            [("; ", "dim"), (ground.standing_words, _STANDING[ground.standing])]
            if ground.standing != "verified"
            else []
        )
        self.paragraph((f"[{ground.cite}", "dim"), *doubt, ("]", "dim"), indent=4)

    def ask(self, told: Classified, everything: bool) -> None:
        asks = told.account.asks
        if asks or told.confirming:
            self.heading("What to ask next")
        if told.confirming:
            self.paragraph((told.confirming, "yellow"), indent=5)
        shown = len(asks) if everything or len(asks) <= _ASKED + 2 else _ASKED
        for number, ask in enumerate(asks[:shown], 1):
            self.paragraph(ask.ask, indent=5, lead=f"{number}.")
            self.paragraph((f"{ask.fact}; decides {self.decides(ask, everything)}", "dim"), indent=5)
        if shown < len(asks):
            self.paragraph(f"Then: {listed(ask.name for ask in asks[shown:])}.", indent=5)

    def decides(self, ask: Ask, everything: bool) -> str:
        return listed(ask.decides if everything else first(ask.decides, _DECIDED))

    # What it rests on.

    def rests(self, told: Classified) -> None:
        for heading, found in (
            ("Worked out", told.worked_out),
            ("Estimated", told.estimated),
            ("Taken from elsewhere", told.taken),
            ("Assumed", told.account.assumed),
        ):
            if not found:
                continue
            self.heading(heading)
            alike: dict[str, list[Given]] = {}
            for given in found:
                alike.setdefault(given.note, []).append(given)
            for note, same in alike.items():
                between = ": " if len(same) == 1 else " "
                said = capital(listed(f"{given.name}{between}{given.value}" for given in same))
                self.paragraph((said, "bold"), (f". {capital(note)}", "dim"), indent=4, lead=self.bullet)

    def seen(self, told: Classified) -> None:
        if not told.unconfirmed:
            return
        self.heading("Read from a document, not confirmed")
        self.paragraph((UNCONFIRMED, "yellow"))
        for seen in told.unconfirmed:
            opens, closes = ("“", "”") if self.encoding == "utf-8" else ('"', '"')
            words = f": {opens}{seen.text}{closes}" if seen.text else ""
            self.paragraph(
                (f"{capital(seen.name)} {seen.value}", "bold"),
                (f". {capital(seen.places)}{words}", "dim"),
                indent=4,
                lead=self.bullet,
            )

    def warnings(self, told: Classified) -> None:
        if told.account.warnings:
            self.heading("Warnings")
        for code, message in told.account.warnings:
            self.paragraph(message, (f" [{code}]", "dim"), indent=4, lead="!", style="bold yellow")

    def not_met(self, told: Classified, everything: bool) -> None:
        if not told.not_met:
            return
        self.heading("Not met")
        count = len(told.not_met)
        self.paragraph(f"{count} {'entry is' if count == 1 else 'entries are'} not met.")
        if everything:
            for item, entries in by_item(told.not_met).items():
                self.gap()
                self.paragraph((f"{item}: {entries[0].ground.instrument}", "bold"))
                for entry in entries:
                    self.failed(entry)
        elif told.near:
            self.paragraph("Nearest, since only figures fail:")
            for entry in told.near[:_NEAR]:
                self.failed(entry)
            if len(told.near) > _NEAR:
                rest = listed(entry.code for entry in told.near[_NEAR:])
                self.paragraph(f"And with other figures: {rest}.", indent=4)

    def failed(self, entry: EntryTold) -> None:
        subject = entry.subject.rstrip(".")
        self.paragraph((entry.code, "bold"), f" {subject}. {entry.why}", indent=4, lead=self.bullet)
