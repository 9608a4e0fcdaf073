"""A determination as text for a person at a terminal: the answer first, then why, what is missing, and what to do.

Layout only. Colour carries nothing that the words do not say, and there is none when the console has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from licet.determination import Determination
from licet.reports.account import NO_ADVICE, TASKS, Account, Given, Ground, Term, Verdict
from licet.reports.paragraphs import Paragraphs, Part, plainly, strict_style
from licet.reports.parties import PartyTold
from licet.reports.sentences import capital, listed
from licet.reports.telling import account
from licet.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from rich.console import Console

_STANDING = {"partial": "yellow", "unverified": "red"}
_SCREENED = {"clear": "green", "possible": "yellow"}
_MANY = 5
_SHOWN = 8


def plain_text(determination: Determination, rulebook: Rulebook | None = None) -> str:
    """Return a determination as text without colour, a hundred columns wide, whatever the terminal is.

    Args:
        determination: the determination.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    return plainly(lambda console: render(determination, console=console, rulebook=rulebook))


def render(determination: Determination, *, console: Console, rulebook: Rulebook | None = None) -> None:
    """Print a determination.

    Args:
        determination: the determination.
        console: where to; its width and colours are kept to.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    _Page(console).report(account(determination, rulebook))


class _Page(Paragraphs):
    """One report."""

    def report(self, told: Account) -> None:
        self.answer(told)
        self.why(told)
        self.parties(told)
        self.missing(told)
        self.to_do(told)
        self.turnings(told)
        self.given(told)
        self.warnings(told)
        self.end(told)
        self.show()

    def answer(self, told: Account) -> None:
        headline = told.headline
        if headline is not None and headline.open:
            self.paragraph((f"{headline.title} is open.", "bold yellow"), indent=0)
            for term in headline.left:
                self.paragraph(
                    (capital(term.words), strict_style(term)), *self.meaning(term), indent=4, lead=self.bullet
                )
            self.paragraph(headline.unsettled, indent=2)
        elif headline is not None:
            term = headline.terms[0]
            self.paragraph((capital(term.words), strict_style(term)), *self.meaning(term), indent=0)
            if headline.unruled:
                self.paragraph(
                    f"No rule decides the {headline.title.lower()}; this is the answer where none does.", indent=0
                )
        self.gap()
        rows: list[tuple[str, Iterable[Part]]] = [
            ("Item", [(told.name, "bold"), f": {told.item}" if told.item else ""]),
            ("Transfer", [f"{told.exporter} {self.arrow} {told.recipient}, {told.date}"]),
        ]
        rows += [(verdict.title, self.row(verdict)) for verdict in told.main]
        if told.parties is not None:
            rows.append(("Parties", [told.parties.line]))
        if told.reforms:
            rows.append(("Reforms", [("put in force: " + ", ".join(told.reforms), "magenta")]))
        if told.counts:
            rows.append(("Note", [told.counts]))
        self.rows(rows)

    def meaning(self, term: Term) -> list[Part]:
        code = [] if term.code == term.words else [(f"  [{term.code}]", "dim")]
        return [f": {term.meaning}" if term.meaning else "", *code]

    def row(self, verdict: Verdict) -> list[Part]:
        if verdict.open:
            return [(verdict.answer, "yellow")]
        if verdict.codes:
            return [verdict.answer]
        return [
            (verdict.answer, strict_style(verdict.terms[0]).removeprefix("bold").strip()),
            (" (no rule decides it)" if verdict.unruled else "", "dim"),
        ]

    def why(self, told: Account) -> None:
        self.heading("Why")
        shown = [verdict for verdict in (told.headline, *told.main) if verdict is not None and not verdict.codes]
        for number, verdict in enumerate(shown):
            if number:
                self.gap()
            answer = "open" if verdict.open else verdict.terms[0].words if verdict.terms else "none"
            self.paragraph((verdict.title, "bold"), f": {answer}")
            self.reasons(verdict)

    def reasons(self, verdict: Verdict) -> None:
        if verdict.unruled:
            self.paragraph(f"No rule in force decides it, so it is {verdict.terms[0].label}.", indent=4)
        elif not verdict.by and not verdict.open:
            self.paragraph("Whatever is still unknown, this answer stays.", indent=4)
        for number, ground in enumerate(verdict.by):
            if number:
                self.gap()
            self.ground(ground)
        if verdict.open:
            self.paragraph(verdict.unsettled, indent=4)
            for ground in verdict.might[:_SHOWN]:
                unknown = [part.shown for part in ground.parts if part.truth == "unknown"]
                turns = f"It turns on whether {_since(unknown)}. " if unknown else ""
                may = (f"May apply ({_answers(ground)})", "yellow")
                self.paragraph(may, f": {ground.says} {turns}", *self.cited(ground), indent=6, lead=self.bullet)
        for grounds, how in (
            (verdict.defeated, "Displaced"),
            (verdict.outweighed, "Outweighed by the stricter answer"),
        ):
            for ground in grounds:
                by = f" by {listed(ground.defeated_by)}" if ground.defeated_by and len(verdict.by) != 1 else ""
                self.paragraph(
                    f"{how}{by} ({_answers(ground)}): {ground.says} ", *self.cited(ground), indent=6, lead=self.bullet
                )

    def ground(self, ground: Ground) -> None:
        self.paragraph(ground.says, indent=4)
        held = [part.shown for part in ground.parts if part.truth == "true"]
        unknown = [part.shown for part in ground.parts if part.truth == "unknown"]
        if unknown:
            self.paragraph(
                f"It may apply, and the answer is the same if not; open is whether {_since(unknown)}.", indent=4
            )
        elif held:
            self.paragraph(f"It applies since {_since(held)}.", indent=4)
        mark = (ground.standing_words, _STANDING.get(ground.standing, "green"))
        self.paragraph(
            (f"{ground.cite}; {ground.window}; ", "dim"), mark, (f" {self.dot} {ground.rule}", "dim"), indent=4
        )

    def cited(self, ground: Ground) -> list[Part]:
        doubt = (
            [("; ", "dim"), (ground.standing_words, _STANDING[ground.standing])] if ground.standing in _STANDING else []
        )
        return [(f"[{ground.cite}", "dim"), *doubt, ("]", "dim")]

    def parties(self, told: Account) -> None:
        if told.parties is None or not told.parties.each:
            return
        self.heading("Parties")
        for number, party in enumerate(told.parties.each):
            if number:
                self.gap()
            self.party(party)
        self.gap()
        for text in told.parties.not_checked:
            self.paragraph(text)

    def party(self, party: PartyTold) -> None:
        self.paragraph((party.name, "bold"), f" ({party.about}): ", (party.status, _SCREENED.get(party.code, "red")))
        for text in party.why:
            self.paragraph(text, indent=4)
        for hit in party.hits:
            self.paragraph((hit.title, "bold"), indent=6, lead=self.bullet)
            for heading, text in hit.rows:
                self.paragraph(f"{heading}: {text}", indent=6)
        for text in party.addresses:
            self.paragraph(f"Shared address: {text}", indent=6, lead=self.bullet)
        if party.lists:
            self.paragraph((f"Lists: {'; '.join(party.lists)}.", "dim"), indent=4)
        self.paragraph((party.flagged, "yellow" if party.flags.terms or party.flags.left else ""), indent=4)
        for ground in party.flags.by:
            self.paragraph(f"{ground.says} ", *self.cited(ground), indent=6, lead=self.bullet)
        for ask in party.asks:
            self.paragraph(f"Missing: {ask.ask} ", (ask.fact, "dim"), indent=6, lead=self.bullet)

    def missing(self, told: Account) -> None:
        if not told.asks:
            return
        self.heading("What is missing")
        for number, ask in enumerate(told.asks, 1):
            self.paragraph(ask.ask, indent=5, lead=f"{number}.")
            self.paragraph((f"{ask.fact}; decides {listed(ask.decides)}", "dim"), indent=5)

    def to_do(self, told: Account) -> None:
        shown = [verdict for verdict in told.tasks if verdict.terms or verdict.left]
        lists = [verdict for verdict in shown if verdict.question in TASKS]
        if shown:
            self.heading("What to do")
        for number, verdict in enumerate(lists):
            if number:
                self.gap()
            self.paragraph((verdict.title, "bold"), (f"  {verdict.definition}", "dim"))
            self.grounds(verdict.by, compact=number > 0)
            if verdict.left:
                self.paragraph(("Perhaps also, since it is open. ", "yellow"), verdict.unsettled, indent=4)
                self.grounds(verdict.might, compact=True)
        rest = [verdict for verdict in shown if verdict not in lists]
        if rest and lists:
            self.gap()
        self.rows(((verdict.title, [verdict.answer]) for verdict in rest), style="bold")

    def grounds(self, grounds: tuple[Ground, ...], compact: bool) -> None:
        """Rules one by one, or a long list as one paragraph for each instrument."""
        together: dict[str, list[Ground]] = {}
        for ground in grounds:
            together.setdefault(ground.instrument if compact and len(grounds) > _MANY else ground.rule, []).append(
                ground
            )
        for name, found in together.items():
            lead = (f"{name}. " if name == found[0].instrument else "", "italic")
            doubts = list(dict.fromkeys(ground.standing_words for ground in found if ground.standing in _STANDING))
            doubt = f"; {'some ' if len(found) > 1 else ''}{listed(doubts, 'or')}" if doubts else ""
            said = " ".join(ground.says for ground in found)
            cites = _merged(ground.cite for ground in found)
            self.paragraph(
                lead, f"{said} ", (f"[{cites}", "dim"), (doubt, "yellow"), ("]", "dim"), indent=4, lead=self.bullet
            )

    def turnings(self, told: Account) -> None:
        if not told.turnings:
            return
        self.heading("Turning points")
        for point in told.turnings:
            changes = "; ".join(f"{question} {to}" for question, to in point.changes)
            self.paragraph(f"{capital(point.name)} ", (point.at, "bold"), f": {changes}", indent=4, lead=self.bullet)

    def given(self, told: Account) -> None:
        self.heading("Stated")
        self.paragraph(capital("; ".join(f"{given.name} {given.value}" for given in told.stated)) + ".")
        for heading, found in (("Assumed", told.assumed), ("Taken from elsewhere", told.taken)):
            if found:
                self.heading(heading)
            alike: dict[str, list[Given]] = {}
            for given in found:
                alike.setdefault(given.note, []).append(given)
            for note, same in alike.items():
                between = ": " if len(same) == 1 else " "
                said = capital(listed(f"{given.name}{between}{given.value}" for given in same))
                self.paragraph((said, "bold"), (f". {note}", "dim"), indent=4, lead=self.bullet)

    def warnings(self, told: Account) -> None:
        if not told.warnings:
            return
        self.heading("Warnings")
        for code, message in told.warnings:
            self.paragraph(message, (f" [{code}]", "dim"), indent=4, lead="!", style="bold yellow")

    def end(self, told: Account) -> None:
        self.closing()
        self.paragraph((f"Licet {told.version}, law {told.digest}", "dim"), indent=0)
        self.paragraph((NO_ADVICE, "dim"), indent=0)


def _answers(ground: Ground) -> str:
    return listed(term.words for term in ground.answer)


def _since(parts: list[str]) -> str:
    if any(re.search(r", | or | and ", part) for part in parts) and len(parts) > 1:
        return f"{'; '.join(parts[:-1])}; and {parts[-1]}"
    return listed(parts)


def _merged(cites: Iterable[str]) -> str:
    """Citations of one instrument, the words with which all of them begin said once."""
    found = [cite.split(" ") for cite in dict.fromkeys(cites)]
    shared = 0
    while len(found) > 1 and all(shared < len(cite) - 1 and cite[shared] == found[0][shared] for cite in found):
        shared += 1
    begin = " ".join(found[0][:shared])
    return f"{begin} {'; '.join(' '.join(cite[shared:]) for cite in found)}".strip()
