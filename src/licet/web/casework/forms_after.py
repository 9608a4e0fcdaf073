"""The forms of what comes after the decision: the licence and its changes, checks of end use, and its end."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms

from licet.cases.by_law import Procedure
from licet.cases.case import CaseState
from licet.cases.signing import outstanding
from licet.cases.who import Who
from licet.cases.words import AMENDED, APPROVED, APPROVED_WITH_PROVISOS, REVOKED
from licet.web.casework.act_forms import ActForm, day, why, words
from licet.web.casework.case_words import choices, names
from licet.web.casework.licence_fields import TermsForm

_TO_BE_READ = "Reasons of a revocation that the licensee may read"
_IN_ITS_LETTER = "They stand in its letter word for word; without them the letter gives none."


def signed_change(procedure: Procedure | None, change: str) -> bool:
    """Whether a change of a licence needs signatures."""
    return any(change in one.outcomes for one in (procedure.signing if procedure else ()))


def may_be_made(state: CaseState, procedure: Procedure | None, change: str) -> bool:
    """Whether a change of a licence can be made: it needs no signature, or is the one that was proposed and signed."""
    if not signed_change(procedure, change):
        return True
    proposed = state.proposed
    return (
        proposed is not None
        and procedure is not None
        and proposed.change == change
        and not outstanding(state, procedure, change)
    )


def _terms(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Return terms as they were proposed, as the acts are told them."""
    days = {name: datetime.date.fromisoformat(terms[name]) for name in ("valid_from", "valid_until")}
    return {**terms, **days}


class Issue(TermsForm):
    """Issues the licence."""

    act = "issue"
    title = "Issue the licence"
    says = "A licence permits no more than was applied for. The provisos that stand are its conditions."
    leads = True

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where the case was approved."""
        return state.decision is not None and state.decision.outcome in (APPROVED, APPROVED_WITH_PROVISOS)

    def told(self) -> dict[str, Any]:
        """Return the terms."""
        return self.terms()


class Amend(TermsForm):
    """Changes the terms of a licence."""

    act = "amend"
    beside = "casework/beside_decide.html"
    title = "Amend the licence"
    says = "Within what was applied for, and never below what was shipped already."
    leads = True

    why = why()

    def ask(self) -> None:
        """Ask for the terms, or show those that were proposed and signed: these are made as they are, or not at all."""
        if signed_change(self.procedure, AMENDED):
            self.says = "The licence is amended as it was proposed and signed."
            del self.fields["why"]
        else:
            super().ask()

    def groups(self) -> list[Any]:
        """Return a group for each item where terms are asked for."""
        return [] if signed_change(self.procedure, AMENDED) else super().groups()

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where it can be made."""
        return may_be_made(state, procedure, AMENDED)

    def told(self) -> dict[str, Any]:
        """Return the terms and why."""
        if signed_change(self.procedure, AMENDED) and self.state.proposed is not None:
            return {**_terms(self.state.proposed.terms), "why": self.state.proposed.why}
        return {**self.terms(), "why": self.cleaned_data.get("why", "")}


class ProposeChange(TermsForm):
    """Puts a change of a licence before those who sign it."""

    act = "propose_change"
    title = "Propose a change of the licence"
    says = "It is made as it was proposed and signed, or not at all. A revocation has no terms: leave them as they are."
    needed = False

    change = forms.ChoiceField(label="Which change", widget=forms.RadioSelect)
    why = why()
    shown = words(_TO_BE_READ, required=False, hint=_IN_ITS_LETTER)

    def ask(self) -> None:
        """Offer the changes that need signatures."""
        called = {AMENDED: "Amend its terms", REVOKED: "Revoke it"}
        self.fields["change"].choices = [
            (one, called[one]) for one in (AMENDED, REVOKED) if signed_change(self.procedure, one)
        ]
        if not signed_change(self.procedure, REVOKED):
            del self.fields["shown"]
        super().ask()

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where a change needs signatures."""
        return any(signed_change(procedure, one) for one in (AMENDED, REVOKED))

    def told(self) -> dict[str, Any]:
        """Return the change, with terms where it has some."""
        change = {"change": self.cleaned_data["change"], "why": self.cleaned_data["why"]}
        if change["change"] == AMENDED:
            return {**change, **self.terms()}
        return {**change, "shown": self.cleaned_data.get("shown", "")}


class PlanCheck(ActForm):
    """Plans a check of end use."""

    act = "plan_check"
    title = "Plan a check of end use"

    check = forms.ChoiceField(label="Which check", widget=forms.RadioSelect)
    due = day("By which day")

    def ask(self) -> None:
        """Offer the checks of the procedure."""
        found = choices(self.procedure.checks if self.procedure else (), names(self.procedure))
        self.fields["check"].choices = found
        self.fields["check"].initial = found[0][0] if len(found) == 1 else None

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where the procedure names a check."""
        return bool(procedure and procedure.checks)


class RecordCheck(ActForm):
    """Writes down what a check found."""

    act = "record_check"
    title = "Record a check of end use"

    check = forms.ChoiceField(label="Which check", widget=forms.RadioSelect)
    on = day("On which day it was done")
    outcome = forms.CharField(label="Outcome", max_length=200, help_text="In a few words, such as: as stated.")
    found = words("What was found", required=False)

    def ask(self) -> None:
        """Offer the checks that are planned and not done."""
        known = names(self.procedure)
        left = [one for one in self.state.monitoring if one.done is None]
        if not left:
            self.nothing = "No check is planned that was not done."
        self.fields["check"].choices = [
            (one.id, f"{known.get(one.kind, one.kind)}, due {one.due:%-d %B %Y}") for one in left
        ]
        self.fields["check"].initial = left[0].id if len(left) == 1 else None

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where a check is planned."""
        return any(one.done is None for one in state.monitoring)


class Revoke(ActForm):
    """Revokes a licence."""

    act = "revoke"
    beside = "casework/beside_decide.html"
    title = "Revoke the licence"
    says = "Nothing may be shipped under it any more."
    weighty = True

    why = words("Reasons in full", hint="Internal: the licensee never reads them.")
    shown = words(_TO_BE_READ, required=False, hint=_IN_ITS_LETTER)

    def ask(self) -> None:
        """Take the reasons from the proposal where it was signed."""
        if signed_change(self.procedure, REVOKED):
            del self.fields["why"], self.fields["shown"]

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where it can be done."""
        return may_be_made(state, procedure, REVOKED)

    def told(self) -> dict[str, Any]:
        """Return why, and what may be read of it."""
        if signed_change(self.procedure, REVOKED) and self.state.proposed is not None:
            return {"why": self.state.proposed.why, "shown": self.state.proposed.shown}
        return {name: self.cleaned_data.get(name, "") for name in ("why", "shown")}
