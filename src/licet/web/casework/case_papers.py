"""The papers of a case: which there are, who reads them, and how each is made. What they say, and what they must not, is for :mod:`licet.cases.papers`."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from licet.cases.case import CaseState
from licet.cases.clocks import day_of
from licet.cases.ledger import head
from licet.cases.models import Organisation
from licet.cases.of_case import determined
from licet.cases.papers import making, notification, partners
from licet.cases.papers.certified import Element, read_elements
from licet.cases.papers.outgoing import Addressee, Authority, Head, Paper
from licet.cases.papers.printing import print_paper
from licet.cases.procedure_for import track_of
from licet.cases.rights import rights
from licet.cases.who import Who
from licet.cases.words import REFUSED
from licet.errors import InputError
from licet.web.casework.case_words import organisations
from licet.web.casework.law_here import configuration, law, tellable

Moment = datetime.datetime
_NOTIFICATION, PARTNERS = "notification", "partner_notice"


@dataclass(frozen=True)
class Kind:
    """A kind of paper that goes to the applicant.

    Attributes:
        slug: by which its address names it.
        title: what people call it.
        there: when the case has one: the moment from which it is dated, None for none.
        told: when its applicant was given it; before, it is a draft that only the authority sees.
        make: it, from the case and what stands on every paper.
    """

    slug: str
    title: str
    there: Callable[[CaseState], Moment | None]
    told: Callable[[CaseState], bool]
    make: Callable[[CaseState, Head, Mapping[str, str]], Paper]


@dataclass(frozen=True)
class Offer:
    """A paper that somebody may read.

    Attributes:
        draft: whether the applicant was not given it.
        internal: whether it never goes to the applicant.
    """

    slug: str
    title: str
    draft: bool = False
    internal: bool = False


def _always(_state: CaseState) -> bool:
    return True


def _licence(state: CaseState) -> Moment | None:
    return state.licence.at if state.licence is not None else None


def _refusal(state: CaseState) -> Moment | None:
    return state.decision.at if state.decision is not None and state.decision.outcome == REFUSED else None


def _request(state: CaseState) -> Moment | None:
    return max((one.at for one in state.asked if one.answered is None), default=None)


def _intent(state: CaseState) -> Moment | None:
    if state.recommendation is None or state.recommendation.outcome != REFUSED:
        return None
    if state.intent is not None:
        return state.intent.at
    # Once it is decided, nothing is intended any more.
    return state.recommendation.at if state.decision is None else None


def _revocation(state: CaseState) -> Moment | None:
    return state.since if state.state == "revoked" and state.licence is not None else None


def _intent_paper(state: CaseState, head_: Head, nations: Mapping[str, str]) -> Paper:
    paper = making.intent_paper(state, head_, nations)
    # Once it was told, the paper says what was told.
    return paper if state.intent is None else replace(paper, reasons=making.paragraphs(state.intent.told))


def _revocation_paper(state: CaseState, head_: Head, _nations: Mapping[str, str]) -> Paper:
    return making.revocation_paper(state, head_, head_.day, state.closed_shown)


KINDS = (
    Kind(
        "licence",
        "Licence",
        _licence,
        _always,
        making.licence_paper,
    ),
    Kind(
        "refusal",
        "Letter of refusal",
        _refusal,
        _always,
        making.refusal_paper,
    ),
    Kind(
        "request",
        "Request for information",
        _request,
        _always,
        lambda state, head_, _nations: making.request_paper(state, head_),
    ),
    Kind("intent", "Notice of the intended refusal", _intent, lambda state: state.intent is not None, _intent_paper),
    Kind("revocation", "Letter of revocation", _revocation, _always, _revocation_paper),
)


def papers(state: CaseState, who: Who) -> list[Offer]:
    """Return the papers of a case that somebody may read.

    Args:
        state: the case, whole.
        who: who asks; it was seen to that they see the case.
    """
    internal = rights().allows("see_internal", who, state)
    found = [
        Offer(one.slug, one.title, draft=not one.told(state))
        for one in KINDS
        if one.there(state) is not None and (internal or one.told(state))
    ]
    if internal and notification.reasons_for(state, _elements(), _notices()):
        found.append(Offer(_NOTIFICATION, "Notification of the legislature", draft=True, internal=True))
    if internal and state.prepared:
        found.append(Offer(PARTNERS, "Notification of partners", draft=True, internal=True))
    return found


def printed(state: CaseState, slug: str, at: Moment) -> bytes:
    """Return a paper as PDF; whether somebody may read it was asked of :func:`papers`.

    Raises:
        InputError: where the case has no such paper, and where PDFs cannot be made here.
    """
    nations = law().nations
    if slug == _NOTIFICATION:
        package = notification.notification(state, _head(state, at), _elements(), nations, _notices())
        assert package is not None, "it is offered only where a rule asks for it"
        return notification.as_pdf(package)
    if slug == PARTNERS:
        to = replace(_head(state, at), addressee=Addressee("The partners"))
        return partners.as_pdf(partners.partner_paper(state, to, nations))
    kind = next(one for one in KINDS if one.slug == slug)
    return print_paper(kind.make(state, _head(state, kind.there(state) or at), nations))


def _head(state: CaseState, at: Moment) -> Head:
    """Return what stands on every paper, with the head of the chain as it is when it is printed."""
    known = organisations()
    authority = _deciding(state, known)
    day = day_of(at, configuration().calendar)
    return making.head_of(
        state, Authority(authority), Addressee(known.get(state.applicant, state.applicant)), day, head()
    )


def _deciding(state: CaseState, known: Mapping[str, str]) -> str:
    """Return what the authority is called that decides a case; where that is open, the first that is kept writes."""
    if tellable(state):
        with suppress(InputError):
            agency = track_of(configuration(), determined(state)).agency
            titles = {one.agency: one.title for one in configuration().agencies}
            return known.get(agency) or titles.get(agency, agency)
    found = Organisation.objects.filter(kind="authority").order_by("pk").values_list("pk", flat=True).first()
    return known.get(str(found), configuration().title)


def _elements() -> tuple[Element, ...]:
    path = Path(law().folder) / "procedure" / configuration().name / "published" / "certifications.csv"
    return read_elements(path) if path.is_file() else ()


def _notices() -> list[str]:
    return [one.obligation for one in configuration().notices if one.obligation]
