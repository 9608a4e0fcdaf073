"""A table of nations as text for a person at a terminal: the answers with their nations, then the lists that are not public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.eligibility.answer import Eligibility
from licet.reports.account import NO_ADVICE
from licet.reports.eligible_telling import Band, Said, Told, told
from licet.reports.paragraphs import Paragraphs, plainly, strict_style
from licet.reports.sentences import capital, standing, window
from licet.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from rich.console import Console

# So many changes of a group are told here; the other forms tell all.
_CHANGES = 8


def plain_text(found: Eligibility, rulebook: Rulebook | None = None) -> str:
    """Return a table of nations as text without colour, a hundred columns wide, whatever the terminal is."""
    return plainly(lambda console: render(found, console=console, rulebook=rulebook))


def render(found: Eligibility, *, console: Console, rulebook: Rulebook | None = None) -> None:
    """Print a table of nations.

    Args:
        found: the table.
        console: where to; its width and colours are kept to.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    _Page(console).report(told(found, rulebook))


class _Page(Paragraphs):
    def report(self, account: Told) -> None:
        self.paragraph((account.subject, "bold"), indent=0)
        self.paragraph(account.summary, indent=0)
        if account.reforms:
            self.paragraph(("Reforms put in force: " + ", ".join(account.reforms), "bold"), indent=0)
        if account.alike:
            self.gap()
            self.rows([(name, [answer]) for name, answer in account.alike])
        for band in account.bands:
            self.band(band)
        if account.lists:
            self.unpublished(account)
        self.said("Assumed", account.assumed)
        self.said("Taken from elsewhere", account.taken)
        self.said("Warnings", account.remarks)
        self.heading("The same again")
        self.paragraph(account.again.command)
        self.closing()
        self.paragraph(f"Licet {account.version}, law {account.digest}", indent=0)
        self.paragraph((NO_ADVICE, "dim"), indent=0)
        self.show()

    def band(self, band: Band) -> None:
        self.heading(f"{band.count}: {band.answer}")
        style = strict_style(band.terms[0]) if band.terms else "bold"
        if len(band.terms) == 1:
            self.paragraph((capital(band.terms[0].label), style))
        for name, answer in band.others:
            self.paragraph(f"{name}: {answer}")
        self.gap()
        self.paragraph(", ".join(band.nations))
        self.told("What tells them apart", band.grounds)
        self.told("What would change it", band.changes[:_CHANGES])
        left = len(band.changes) - _CHANGES
        if left > 0:
            self.paragraph((f"and {left} more, which --format html or json tells", "dim"), indent=4)
        self.told("What is missing", band.asks)
        for doubt in band.doubts:
            self.paragraph(f"Not known of some whether they belonged to “{doubt}” on that day.", indent=4, lead="?")
        if band.sources:
            self.gap()
            self.paragraph(("Decided by", "bold"))
        for source in band.sources:
            cite = f" [{source.cite}; {window(source.in_force)}; {standing(source.standing)}; {source.rule}]"
            self.paragraph(source.says, (cite, "dim"), indent=4, lead=self.bullet)

    def told(self, name: str, lines: tuple[Said, ...]) -> None:
        if lines:
            self.gap()
            self.paragraph((name, "bold"))
        for line in lines:
            self.paragraph(line.what, (f" ({line.of})" if line.of else "", "dim"), indent=4, lead=self.bullet)

    def said(self, name: str, lines: tuple[Said, ...]) -> None:
        if lines:
            self.heading(name)
        for line in lines:
            self.paragraph(line.what, (f" ({line.of})" if line.of else "", "dim"), indent=4, lead=self.bullet)

    def unpublished(self, account: Told) -> None:
        self.heading("Lists that are not public")
        for one in account.lists:
            self.paragraph((one.title, "bold"), f" ({one.group}). {one.state} {one.note}")
            self.paragraph(one.matters)
        self.told("With nobody on it", account.nobody)
        self.told("With every nation on it that could be", account.everyone)
