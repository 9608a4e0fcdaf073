"""What the people of a review said, and what came after the decision, as sections of the page of an exported case."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from licet.cases.case import CaseState
from licet.cases.exporting.pieces import said, section
from licet.reports.markup import Safe

Named = Callable[[str], str]


def review(case: CaseState, who: Named) -> Iterator[Safe]:
    """Yield referrals, advice, provisos, factors, denials, signatures and escalation.

    Args:
        case: the case.
        who: what an id is called.
    """
    yield section(
        "Referrals",
        ["Agency", "Rule", "Asked", "Due", "Answered"],
        ([who(one.agency), one.rule, one.asked, one.due, one.answered] for one in case.referrals),
    )
    yield section(
        "Advice",
        ["Agency", "Item", "Destination", "Verdict", "Grounds", "Text", "By", "At"],
        (
            [
                who(one.agency),
                one.item,
                one.destination,
                said(one.verdict) + (" (superseded)" if one.superseded else ""),
                ", ".join(one.grounds),
                one.text,
                who(one.by),
                one.at,
            ]
            for one in case.advice
        ),
    )
    yield section(
        "Provisos",
        ["", "Proviso", "Item", "Owner", "State"],
        ([one.id, one.text, one.item, who(one.owner), said(one.state)] for one in case.provisos),
    )
    yield section(
        "Factors",
        ["Factor", "Weight", "Evidence", "Standard", "By"],
        ([one.factor, one.weight, one.evidence, one.standard, who(one.by)] for one in case.worksheet),
    )
    yield section(
        "Denials met",
        ["Denial", "Partner", "Verdict", "Reasons", "Consultation"],
        ([one.denial, one.partner, said(one.verdict) or "open", one.reasons, one.consultation] for one in case.matches),
    )
    yield section(
        "Signatures",
        ["Step", "By", "Organisation", "At", "Undone"],
        ([one.step, who(one.by), who(one.organisation), one.at, one.undone] for one in case.signatures),
    )
    yield section(
        "Escalation",
        ["Step", "Why", "Begun", "Decided", "Outcome", "Reasons"],
        ([one.step, one.why, one.begun, one.decided, one.outcome, one.reasons] for one in case.steps),
    )


def afterwards(case: CaseState) -> Iterator[Safe]:
    """Yield what was shipped, the checks of end use, and the stages of the case."""
    yield section(
        "Drawn",
        ["Item", "Quantity", "Value", "On", "Reference"],
        ([one.item, one.quantity, one.value, one.on, one.reference] for one in case.drawn),
    )
    yield section(
        "Checks",
        ["", "Kind", "Due", "Done", "Outcome", "Found"],
        ([one.id, one.kind, one.due, one.done, one.outcome, one.found] for one in case.monitoring),
    )
    yield section(
        "Stages", ["State", "From", "Until"], ([said(one.state), one.entered, one.left] for one in case.stages)
    )
