"""A comparison as text for a person at a terminal: what changes with proof, what does not, the matrix, the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.comparing.answer import Comparison
from licet.reports.account import NO_ADVICE
from licet.reports.compare_account import Change, Changes, Source, Told
from licet.reports.compare_telling import told
from licet.reports.paragraphs import Paragraphs, plainly, strict_style
from licet.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from rich.console import Console

# So many counts of a table are told here; the other forms tell all.
_FLIPS = 20


def plain_text(found: Comparison, rulebook: Rulebook | None = None) -> str:
    """Return a comparison as text without colour, a hundred columns wide, whatever the terminal is."""
    return plainly(lambda console: render(found, console=console, rulebook=rulebook))


def render(found: Comparison, *, console: Console, rulebook: Rulebook | None = None) -> None:
    """Print a comparison.

    Args:
        found: the comparison.
        console: where to; its width and colours are kept to.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    _Page(console).report(told(found, rulebook))


class _Page(Paragraphs):
    def report(self, account: Told) -> None:
        self.paragraph((account.subject, "bold"), indent=0)
        self.paragraph(account.finding, indent=0)
        for question in account.questions:
            self.question(question)
        if account.doubtful:
            self.lines_under("Not certain", [doubt.said for doubt in account.doubtful])
        if account.unchanged or account.unsettled:
            self.lines_under("What does not change", [account.unchanged] if account.unchanged else [])
        if account.unsettled:
            self.lines_under("Not settled in time", account.unsettled)
        if account.matrix:
            self.matrix(account)
        if account.data:
            self.lines_under("On data", account.data)
            self.gap()
            self.rows([(count, [f"{question}: {flip}"]) for question, flip, count in account.flips[:_FLIPS]])
            if len(account.flips) > _FLIPS:
                self.paragraph((f"and {len(account.flips) - _FLIPS} more, which --format json tells", "dim"))
        self.provisions(account)
        self.heading("The two sides")
        for name, stays in account.sides:
            self.paragraph((f"{name}. ", "bold"), stays)
        self.heading("The same again")
        self.paragraph(account.again.command)
        self.closing()
        self.paragraph(f"Licet {account.version}, law {' and '.join(account.digests)}", indent=0)
        self.paragraph((NO_ADVICE, "dim"), indent=0)
        self.show()

    def question(self, question: Changes) -> None:
        self.heading(question.title)
        for number, change in enumerate(question.changes):
            if number:
                self.gap()
            before, after = (strict_style(term) if term else "bold" for term in change.terms)
            between = ": " if question.codes else f" {self.arrow} "
            self.paragraph((change.before, before), between, (change.after, after))
            self.change(change)

    def change(self, change: Change) -> None:
        if change.who:
            self.paragraph(f"for {change.who}", indent=4)
        if change.others:
            listed = f"only where they stand on a list that is not public: {change.others}"
            self.paragraph(f"{'and ' if change.who else ''}{listed}", indent=4)
        for source in change.causes:
            self.cause(source)
        assume = f", assuming {change.assume}" if change.assume else ""
        self.paragraph(("shown by ", "dim"), (_one_line(change.shown) + assume, "dim"), indent=4)

    def cause(self, source: Source) -> None:
        of = f" For {source.of}." if source.of else ""
        self.paragraph(
            (f"{source.how}: ", "bold"), source.says, (f" [{source.name}]", "dim"), of, indent=6, lead=self.bullet
        )

    def source(self, source: Source, note: str) -> None:
        cite = f" [{'; '.join(filter(None, (source.cite, source.more)))}]"
        self.paragraph((f"{source.how}: ", "bold"), source.says, (cite, "dim"), indent=4, lead=self.bullet)
        if note:
            self.paragraph(note.replace("→", self.arrow), indent=6)

    def provisions(self, account: Told) -> None:
        self.heading("What differs between the two")
        if not account.provisions:
            self.paragraph("Nothing: the law is the same on both sides.")
        for source, note in account.provisions:
            self.source(source, note)

    def matrix(self, account: Told) -> None:
        self.heading("Nations and items")
        self.paragraph(account.matrix)
        for column in account.columns:
            self.gap()
            self.paragraph((column.title, "bold"), (f" ({column.stated})", "dim"))
            if not column.changes:
                self.paragraph(column.count, indent=4)
            for change, who in column.changes:
                self.paragraph(f"{change.replace('→', self.arrow)}: {who}", indent=4)

    def lines_under(self, name: str, lines: tuple[str, ...] | list[str]) -> None:
        self.heading(name)
        for line in lines:
            self.paragraph(line)


def _one_line(yaml: str) -> str:
    """Return the text of a file as one line, as YAML writes it between braces."""
    parts: list[str] = []
    inner: list[str] | None = None
    for line in [*yaml.splitlines(), ""]:
        if line.startswith("  ") and inner is not None:
            inner.append(line.strip())
            continue
        if inner is not None:
            parts[-1] += " {" + ", ".join(inner) + "}"
        inner = [] if line.endswith(":") else None
        if line:
            parts.append(line)
    return "{" + ", ".join(parts) + "}"
