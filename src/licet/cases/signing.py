"""What a countersignature signs: the digest of all on which a decision rests, so that a signature falls when any of it changes. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import Any

import msgspec

from licet.cases.by_law import Procedure, SigningStep
from licet.cases.case import CaseState, Frozen, Signature
from licet.cases.words import OUTCOMES

_FORM = "licet-to-sign-2"


def to_sign(state: CaseState) -> str:
    """Return the digest of what is signed: what is applied for, its determinations, the advice and provisos that hold, the weighing, and what is recommended."""
    recommended = state.recommendation
    whole = {
        "form": _FORM,
        "case": state.id,
        "transfer": state.transfer,
        "items": [_plain(one) for one in state.items],
        "destinations": state.destinations,
        "attachments": [one.digest for one in state.attachments],
        "determinations": sorted((one.item, one.destination, one.rulebook, answered(one)) for one in state.latest),
        "advice": sorted(one.id for one in state.advised),
        "provisos": sorted((one.id, one.owner, one.item, one.text) for one in state.conditions),
        "worksheet": sorted((one.factor, one.evidence, one.weight, one.standard, one.by) for one in state.worksheet),
        "matches": sorted((one.id, one.verdict, one.reasons, one.consultation) for one in state.matches),
        "steps": [(one.step, one.outcome, one.reasons) for one in state.steps],
        "recommended": None if recommended is None else _plain(recommended),
    }
    if state.intent is not None and state.intent.responded is not None:
        whole["response"] = state.intent.response
    if state.proposed is not None:
        # Shipments go on meanwhile; what a licence permits does not change by them.
        whole |= {
            "proposed": _plain(state.proposed),
            "licence": None if state.licence is None else _plain(state.licence),
        }
    return hashlib.sha256(msgspec.json.encode(whole, order="sorted")).hexdigest()


def answered(one: Frozen) -> str:
    """Return the digest of what the engine said, without the day on which it was asked: said again on another day it is the same."""
    findings = dict(one.findings)
    findings["transfer"] = {name: told for name, told in findings.get("transfer", {}).items() if name != "date"}
    return hashlib.sha256(msgspec.json.encode([findings, one.screening], order="sorted")).hexdigest()


def _plain(one: Any) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def outstanding(state: CaseState, procedure: Procedure, outcome: str) -> tuple[SigningStep, ...]:
    """Return the steps of signing that an outcome needs and that nobody has signed as the case stands, in order."""
    signed = {one.step for one in standing(state)}
    return tuple(step for step in procedure.signing if needed(step, outcome) and step.code not in signed)


def needed(step: SigningStep, outcome: str) -> bool:
    """Whether an outcome needs a step of signing. A step that names none is of decisions; a change of a licence is named."""
    return outcome in (step.outcomes or OUTCOMES)


def standing(state: CaseState) -> tuple[Signature, ...]:
    """Return the signatures under what is signed now; those under an earlier decision of the case are none of them."""
    digest = to_sign(state)
    return tuple(one for one in state.signed if one.digest == digest)


def pending(state: CaseState) -> str:
    """Return the outcome that waits for signatures: of a recommendation, or a change of a licence; empty for none."""
    if state.proposed is not None:
        return state.proposed.change
    return state.recommendation.outcome if state.recommendation is not None and state.decision is None else ""
