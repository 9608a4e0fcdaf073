"""The entries that a text may speak of, as a small table; a search proposes and clears nothing, and this says so each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from licet.reports.account import clean
from licet.reports.paragraphs import PLAIN_WIDTH, Paragraphs

if TYPE_CHECKING:
    from licet.classification.search import Candidate

PROPOSES = "A search proposes entries by their words. It decides nothing, and what it does not propose is not cleared."
NOTHING = "No entry is proposed. That is no clearance: other words may find one, and only what is known of an item rules an entry out."

_BAR = 10
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEADS = ("Code", "Subject", "Category", "Score", "Matched")


def render_candidates(text: str, candidates: Sequence[Candidate], stream: IO[str]) -> None:
    """Print the candidates of a text: code, subject, category, score and the words that matched, and what to do next.

    Args:
        text: the text that was searched for.
        candidates: what was found, best first; may be empty.
        stream: where to; in colour and as wide as the window on a terminal, else plain and 100 columns wide.
    """
    from rich.console import Console

    console = Console(
        file=stream, width=None if stream.isatty() else PLAIN_WIDTH, highlight=False, emoji=False, legacy_windows=False
    )
    _Page(console).report(text, candidates)


class _Page(Paragraphs):
    def report(self, text: str, candidates: Sequence[Candidate]) -> None:
        self.paragraph((_short(text), "bold"), indent=0)
        self.gap()
        if candidates:
            self.table(candidates)
            self.gap()
        self.paragraph(PROPOSES if candidates else NOTHING, indent=0)
        if candidates:
            best = candidates[0].code
            self.paragraph(
                f"Next: 'licet entry {best}' shows what an entry asks for, and 'licet classify' with figures decides.",
                indent=0,
            )
        else:
            self.paragraph("Next: other words, or 'licet classify --ask' for the questions in order.", indent=0)
        self.gap()
        self.show()

    def table(self, candidates: Sequence[Candidate]) -> None:
        codes = max(len(_HEADS[0]), *(len(candidate.code) for candidate in candidates))
        # Five columns, with two blanks after each and two before the first.
        left = max(self.width - codes - len(_HEADS[2]) - _BAR - 5 - 12, 24)
        subject = left * 6 // 10
        widths = (codes, subject, len(_HEADS[2]), _BAR + 5, left - subject)
        self.columns(widths, [(head, "dim") for head in _HEADS])
        for candidate in candidates:
            cells = (
                (candidate.code, "bold"),
                clean(candidate.subject),
                candidate.category,
                f"{self.bar(candidate.score)} {candidate.score:.2f}",
                (", ".join(candidate.matched), "dim"),
            )
            self.columns(widths, cells)

    def bar(self, score: float) -> str:
        """A bar of a score from 0 to 1, in eighths of a sign where the console has them."""
        share = min(max(score, 0.0), 1.0)
        if self.encoding != "utf-8":
            return ("#" * round(share * _BAR)).ljust(_BAR)
        whole, eighth = divmod(round(share * _BAR * 8), 8)
        return (_EIGHTHS[8] * whole + (_EIGHTHS[eighth] if eighth else "")).ljust(_BAR)


def _short(text: str) -> str:
    shown = clean(text)
    return shown if len(shown) <= 2 * PLAIN_WIDTH else f"{shown[: 2 * PLAIN_WIDTH]}…"
