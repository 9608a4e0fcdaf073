"""Where the regulation has not followed the policy, as text for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from licet.errors import number_of
from licet.gaps.answer import Gaps, ListBehind, NotCarriedOut, Provision, StillSays
from licet.reports.account import NO_ADVICE
from licet.reports.paragraphs import Paragraphs
from licet.reports.sentences import dated, listed, standing, words
from licet.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from rich.console import Console

Kind = TypeVar("Kind", NotCarriedOut, StillSays, ListBehind)


def render(found: Gaps, *, console: Console, rulebook: Rulebook) -> None:
    """Print where the regulation has not followed the policy.

    Args:
        found: the findings.
        console: where to.
        rulebook: declares what the codes mean.
    """
    _Page(console, rulebook).report(found)


def _of(found: Gaps, kind: type[Kind]) -> list[Kind]:
    return [gap for gap in found.gaps if isinstance(gap, kind)]


class _Page(Paragraphs):
    def __init__(self, console: Console, rulebook: Rulebook) -> None:
        super().__init__(console)
        self.book = rulebook

    def report(self, found: Gaps) -> None:
        self.paragraph((f"Where the regulation has not followed the policy, {dated(found.date)}", "bold"), indent=0)
        if found.rulebook.reforms:
            self.paragraph(("Reforms put in force: " + ", ".join(found.rulebook.reforms), "bold"), indent=0)
        policies, texts, lists = _of(found, NotCarriedOut), _of(found, StillSays), _of(found, ListBehind)
        self.heading("Policies that no text carries out" + ("" if policies else ": none found"))
        for number, policy in enumerate(policies):
            self.policy(policy, first=not number)
        self.heading("Regulations that say what a later text has changed" + ("" if texts else ": none found"))
        for number, text in enumerate(texts):
            self.text_behind(text, first=not number)
        self.heading("Lists that are behind" + ("" if lists else ": none found"))
        for behind in lists:
            self.list_behind(behind)
        self.closing()
        said = "What is not in the rulebook was not asked: that no text was found does not prove that there is none."
        self.paragraph(said, indent=0)
        self.paragraph(f"Licet {found.licet}, law {found.rulebook.digest}", indent=0)
        self.paragraph((NO_ADVICE, "dim"), indent=0)
        self.show()

    def policy(self, gap: NotCarriedOut, first: bool) -> None:
        if not first:
            self.gap()
        since = f", since {dated(gap.since)}" if gap.since else ""
        self.paragraph((gap.title, "bold"), f" ({gap.instrument}){since}; {standing(gap.standing)}")
        sought = gap.sought or "Nobody has recorded a search for one."
        self.paragraph(("Looked for: " if gap.sought else "") + sought, indent=4)
        for one in gap.provisions:
            self.paragraph(one.says, (f" [{one.cite}; {standing(one.standing)}]", "dim"), indent=6, lead=self.bullet)
        for carried in gap.carried_out:
            self.paragraph(
                (
                    f"{carried.rule} is carried out by {listed(f'{one.name} [{one.cite}; {standing(one.standing)}]' for one in carried.by)}.",
                    "dim",
                ),
                indent=6,
                lead=self.yes,
            )
        self.paragraph((f"Source: {gap.source}", "dim"), indent=4)

    def text_behind(self, gap: StillSays, first: bool) -> None:
        if not first:
            self.gap()
        self.provision(gap.provision)
        since = f", since {dated(gap.by_since)}, {number_of(gap.days, 'day')}" if gap.by_since else ""
        self.paragraph("The later text: ", (gap.by_title, "bold"), f" ({gap.by}){since}.", indent=4)
        self.paragraph(gap.how, indent=4)
        for later in gap.later:
            self.provision(later, indent=6)
        if gap.later and gap.only_here:
            self.paragraph(f"Only the regulation asks: {'; '.join(gap.only_here)}", indent=4)
        if gap.later and gap.only_there:
            self.paragraph(f"Only the later text asks: {'; '.join(gap.only_there)}", indent=4)
        read = f"last read in the edition of {dated(gap.read)}" if gap.read else "the edition read is not recorded"
        doubt = "" if gap.verified else "; that it still says so was not verified"
        self.paragraph(
            (f"Standing: {standing(gap.standing)}; {read}{doubt}.", "" if gap.verified else "yellow"), indent=4
        )
        self.paragraph((f"Sources: {gap.provision.source} ; {gap.by_source}", "dim"), indent=4)

    def provision(self, one: Provision, indent: int = 2) -> None:
        answer = "; ".join(
            f"{words(question, self.book)} {listed(words(code, self.book) for code in answers)}"
            for question, answers in one.answer.items()
        )
        since = f"since {dated(one.since)}; " if one.since else ""
        cite = f" [{one.cite}; {since}{standing(one.standing)}; {one.rule}]"
        self.paragraph(one.says, f" ({answer})", (cite, "dim"), indent=indent + 2, lead=self.bullet)

    def list_behind(self, gap: ListBehind) -> None:
        days = f" That is {number_of(gap.days, 'day')} at least." if gap.days is not None else ""
        self.paragraph(f"{dated(gap.message)}{days}", indent=4, lead=self.bullet)
        if gap.note:
            self.paragraph(gap.note, indent=4)
        read = f"; the list was read as of {dated(gap.read)}" if gap.read else ""
        where = f"{gap.instrument}: {gap.printed_source}{read}. The other: {gap.source} ({standing(gap.standing)})."
        self.paragraph((where, "dim"), indent=4)
