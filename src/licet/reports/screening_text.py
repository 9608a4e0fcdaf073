"""Screenings as text: one party with every hit and its reasons, many as a table with the hits below. What a hit tells is put in order elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from licet.reports.account import clean
from licet.reports.paragraphs import Paragraphs
from licet.reports.parties import STATUS, hit_told, lists_told, sentence
from licet.screening.answer import CLEAR, NOT_SCREENED, STATUSES, Screening

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {"clear": "green", "possible": "yellow", "match": "red", "not_screened": "red"}
# So many names of parties that are clear are told.
_FEW = 40


def render(screenings: Sequence[Screening], *, console: Console) -> None:
    """Print screenings: those with something to say of them, then how many there are of each kind and what was asked.

    Args:
        screenings: at least one.
        console: where to.
    """
    page = _Page(console)
    if len(screenings) == 1:
        page.one(screenings[0])
    else:
        page.many(screenings)
    page.asked(screenings)
    page.show()


class _Page(Paragraphs):
    """A page of screenings."""

    def one(self, screening: Screening) -> None:
        self.paragraph((clean(screening.name), "bold"), ": ", (_status(screening), STYLES[screening.status]), indent=0)
        for change in screening.changes:
            self.paragraph(clean(change.said), indent=4, lead=self.bullet)
        self.hits(screening)

    def hits(self, screening: Screening) -> None:
        for hit in screening.hits:
            told = hit_told(hit)
            self.gap()
            self.paragraph((told.title, "bold"), indent=4, lead=self.bullet)
            for heading, text in told.rows:
                self.paragraph((f"{heading}: ", "dim"), text, indent=4)
        for text in screening.shared_addresses:
            self.gap()
            self.paragraph(f"Shared address: {clean(text)}", indent=4, lead=self.bullet)

    def many(self, screenings: Sequence[Screening]) -> None:
        told = [one for one in screenings if one.hits or one.shared_addresses or one.changes]
        for number, screening in enumerate(told):
            if number:
                self.gap()
            self.one(screening)
        rest = [one for one in screenings if not (one.hits or one.shared_addresses or one.changes)]
        if told and rest:
            self.gap()
        for status in STATUSES:
            names = [clean(one.name) for one in rest if one.status == status]
            if names:
                more = f" and {len(names) - _FEW:,} more" if len(names) > _FEW else ""
                without = "" if status == CLEAR else ", without a hit"
                said = (f"{capital(status)}{without}: ", STYLES[status])
                self.paragraph(said, f"{'; '.join(names[:_FEW])}{more}.", indent=0)
        counts = Counter(one.status for one in screenings)
        summary = ", ".join(f"{counts[status]:,} {status.replace('_', ' ')}" for status in STATUSES if counts[status])
        self.gap()
        self.paragraph((f"{len(screenings):,} parties: {summary}.", "bold"), indent=0)

    def asked(self, screenings: Sequence[Screening]) -> None:
        why = list(dict.fromkeys(text for one in screenings for text in one.why))
        if why:
            some = any(one.status != NOT_SCREENED for one in screenings)
            self.heading("Why not all are screened" if some else "Why nobody is clear")
            for text in why:
                self.paragraph(sentence(text), indent=4, lead=self.bullet)
        # All were asked at one moment, unless a list was changed meanwhile.
        asked = lists_told(dict.fromkeys(state for one in screenings for state in one.lists))
        if asked:
            self.heading("Lists asked")
        for text in asked:
            self.paragraph(text, indent=4, lead=self.bullet)
        self.gap()
        for text in dict.fromkeys(text for one in screenings for text in one.not_checked):
            self.paragraph(sentence(text), indent=0, style="dim")


def _status(screening: Screening) -> str:
    """Return the status in words; whoever is clear by what people decided is not clear for want of a hit."""
    if screening.status == CLEAR and screening.hits:
        return "clear: every entry that agrees was decided to be somebody else"
    return STATUS[screening.status]


def capital(status: str) -> str:
    """Return a status as the beginning of a line."""
    return status.replace("_", " ").capitalize()
