"""The notification of partners on paper, and as the lines of a register that a partner keeps: what was prepared when a case was refused, and nothing more."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace

from licet.cases.case import CaseState
from licet.cases.denials import DeniedParty
from licet.cases.denials_reading import CATCH_ALL, COLUMNS, DATES
from licet.cases.notification import DenialNotification, NotifiedGround, NotifiedItem
from licet.cases.papers.outgoing import Day, Head
from licet.cases.papers.printing import plain, print_as
from licet.cases.preparing import prepared
from licet.harmless import harmless

_TEMPLATE = "partner_notice.typ"


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """A refusal of one destination as its partners are told it.

    Attributes:
        destination: what the nation is called.
        missing: what a partner would want to know and the case does not hold.
    """

    reference: str
    refused: Day
    destination: str
    items: tuple[NotifiedItem, ...]
    parties: tuple[DeniedParty, ...]
    end_use: str
    grounds: tuple[NotifiedGround, ...]
    rulebook: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnerPaper:
    """What partners are told of a case that was refused: a notice for each destination."""

    head: Head
    notices: tuple[NoticeTold, ...]


def partner_paper(case: CaseState, head: Head, nations: Mapping[str, str]) -> PartnerPaper:
    """Return the notification of partners that was prepared in a case.

    Args:
        case: the case, whole.
        head: what stands on every paper; its addressee are the partners.
        nations: code → name.
    """
    return PartnerPaper(head, tuple(_told(one, nations) for one in prepared(case)))


def as_pdf(paper: PartnerPaper) -> bytes:
    """Return it as PDF; raises as :func:`licet.cases.papers.printing.print_as`."""
    return print_as(_TEMPLATE, plain(paper))


def as_register(case: CaseState, nations: Mapping[str, str]) -> str:
    """Return what was prepared as CSV, in the columns in which a register of refusals is handed in: a row for each item and party.

    An entry that is open is left empty, since ``catch all`` says that there is none. A refusal in which nobody is named has a row without a name,
    so that it is not left out. Cells that a spreadsheet would run are made harmless.
    """
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow((*COLUMNS, *DATES))
    for notice in prepared(case):
        for item, denial in zip(notice.items, notice.denials(), strict=True):
            entries = "; ".join(denial.entries) or (CATCH_ALL[0] if item.settled else "")
            days = [day.isoformat() if day else "" for day in (denial.refused, denial.revoked, denial.review)]
            for party in denial.parties or (DeniedParty(""),):
                cells = (
                    denial.reference, "", party.name, party.address, nations.get(denial.government, denial.government),
                    nations.get(party.country, party.country), entries, denial.item, denial.end_use, denial.reasons, party.role, *days,
                )  # fmt: skip
                rows.writerow(map(harmless, cells))
    return out.getvalue()


def _told(one: DenialNotification, nations: Mapping[str, str]) -> NoticeTold:
    parties = tuple(replace(party, country=nations.get(party.country, party.country)) for party in one.parties)
    where = nations.get(one.destination, one.destination)
    return NoticeTold(
        one.reference, one.refused, where, one.items, parties, one.end_use, one.grounds, one.rulebook, one.missing
    )
