"""The forms of deciding: the recommendation, the signatures under it, the intent to refuse, the decision, and what follows an appeal."""

from __future__ import annotations

from typing import Any

from django import forms

from licet.cases.approving import in_the_way
from licet.cases.by_law import Procedure
from licet.cases.case import CaseState
from licet.cases.signing import outstanding, pending, to_sign
from licet.cases.who import Who
from licet.cases.words import APPROVED, APPROVED_WITH_PROVISOS, OUTCOMES, REFUSED
from licet.errors import Fault
from licet.web.casework import law_here
from licet.web.casework.act_forms import ActForm, day, why, words
from licet.web.casework.case_words import called, choices, names, plain


class Recommend(ActForm):
    """Recommends an outcome."""

    act = "recommend"
    title = "Recommend an outcome"
    says = "It goes to those who countersign. What they sign is the case as it stands then."
    beside = "casework/beside_recommend.html"
    leads = True

    outcome = forms.ChoiceField(label="Outcome", choices=choices(OUTCOMES, {}), widget=forms.RadioSelect)
    reasons = words("Reasons in full", hint="Internal: the applicant never reads them.")
    grounds = forms.MultipleChoiceField(
        label="Grounds of a refusal", required=False, widget=forms.CheckboxSelectMultiple
    )
    shown = words(
        "Reasons that the applicant may read",
        required=False,
        hint="A refusal has some. They stand in the letter word for word.",
    )

    def ask(self) -> None:
        """Offer the grounds of the procedure, and the approval that fits the provisos."""
        self.fields["grounds"].choices = choices(
            [one.code for one in self.procedure.grounds] if self.procedure else (), names(self.procedure)
        )
        fits = APPROVED_WITH_PROVISOS if self.state.conditions else APPROVED
        self.fields["outcome"].choices = choices([fits, REFUSED], {})

    def clean(self) -> dict[str, Any]:
        """Refuse a refusal without a ground or without a word for the applicant, and grounds of what is none."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = told.get("outcome")
        if outcome == REFUSED and not told.get("grounds"):
            self.add_error("grounds", "A refusal names one ground or more.")
        if outcome == REFUSED and not told.get("shown"):
            self.add_error("shown", "A refusal tells the applicant something of its reasons.")
        if outcome not in (None, REFUSED) and told.get("grounds"):
            self.add_error("grounds", "These are the grounds of a refusal, and the outcome is another one.")
        return told

    @property
    def standing_in_the_way(self) -> list[Fault]:
        """What stands in the way of an approval as yet, without the signatures that come after."""
        return waiting(self.state, self.procedure)


def waiting(state: CaseState, procedure: Procedure | None) -> list[Fault]:
    """Return what stands in the way of an approval before anybody signs, in words."""
    if procedure is None:
        return []
    fits = APPROVED_WITH_PROVISOS if state.conditions else APPROVED
    found = [one for one in in_the_way(state, procedure, fits) if one.where != "signatures"]
    # Each factor stands on the worksheet; here it is enough how many are empty.
    empty = [one for one in found if one.where == "worksheet"]
    if len(empty) > 1:
        told = Fault(
            "worksheet",
            f"{len(empty)} of {len(procedure.factors)} factors of the worksheet are empty",
            "",
            "weigh them",
        )
        found = [*(one for one in found if one.where != "worksheet"), told]
    return plain(found, names(procedure))


class SendBack(ActForm):
    """Sends a recommendation back."""

    act = "send_back"
    title = "Send back to the review"
    says = "The recommendation and every signature under it fall."

    why = why()


class Sign(ActForm):
    """Countersigns what stands."""

    act = "sign"
    title = "Countersign"
    button = "Sign"
    says = "You sign what is told below. When any of it changes, your signature falls, and the case comes to you again."
    beside = "casework/beside_sign.html"
    leads = True

    step = forms.CharField(widget=forms.HiddenInput)
    signed = forms.CharField(widget=forms.HiddenInput)

    def ask(self) -> None:
        """Bind the signature to what is shown here."""
        left = self._left(self.state, self.procedure)
        self.fields["step"].initial = left[0].code if left else ""
        self.fields["signed"].initial = to_sign(self.state)
        if left:
            self.title = f"Countersign: {left[0].title or left[0].code}"

    @staticmethod
    def _left(state: CaseState, procedure: Procedure | None) -> tuple[Any, ...]:
        return outstanding(state, procedure, pending(state)) if procedure is not None and pending(state) else ()

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:
        """Where the next signature is one of the organisation."""
        left = cls._left(state, procedure)
        return (
            bool(left) and procedure is not None and (left[0].organisation or procedure.authority) == who.organisation
        )


class TellIntent(ActForm):
    """Tells the applicant that a refusal is intended."""

    act = "tell_intent"
    title = "Tell the applicant of the intended refusal"
    says = "The applicant reads it word for word and can answer before anything is decided."

    text = words("What the applicant reads", rows=8)

    def ask(self) -> None:
        """Begin with the reasons that may be shown."""
        self.fields["text"].initial = self.state.recommendation.shown if self.state.recommendation else ""

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where a refusal is recommended and the applicant does not know."""
        return state.intent is None and state.recommendation is not None and state.recommendation.outcome == REFUSED


class Decide(ActForm):
    """Decides as was recommended and signed."""

    act = "decide"
    title = "Decide the case"
    button = "Decide"
    leads = True
    weighty = True
    beside = "casework/beside_decide.html"
    says = "The law and the lists of today are asked once more; where they answer otherwise than was determined, nothing is decided."

    def ask(self) -> None:
        """Say what is decided."""
        if self.state.recommendation is not None:
            outcome = called(self.state.recommendation.outcome, {}).lower()
            self.title, self.button = f"Decide: {outcome}", f"Decide: {outcome}"

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where nothing is left that the page can see."""
        return (
            state.recommendation is not None
            and procedure is not None
            and not in_the_way(state, procedure, state.recommendation.outcome)
        )

    def told(self) -> dict[str, Any]:
        """Return what was recommended, and the engine of the site."""
        return {
            "outcome": self.state.recommendation.outcome if self.state.recommendation else "",
            "review": law_here.review,
        }


class RecordNotice(ActForm):
    """Writes down a notice to the legislature."""

    act = "record_notice"
    title = "Record a notice to the legislature"

    notice = forms.ChoiceField(label="Which notice", widget=forms.RadioSelect)
    on = day("On which day it was given")
    reference = forms.CharField(
        label="Reference", max_length=200, help_text="By which it is found, such as the number of the certification."
    )

    def ask(self) -> None:
        """Offer the notices that the determinations ask for, or may ask for."""
        notices = self.procedure.notices if self.procedure else ()
        self.fields["notice"].choices = [
            (one.code, f"{one.says} ({one.cite})" if one.cite else one.says) for one in notices
        ]

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where a determination asks for a notice or may."""
        return bool(procedure and procedure.notices)


class Uphold(ActForm):
    """Leaves a decision as it is after an appeal."""

    act = "uphold"
    title = "Uphold the decision"
    says = "The decision stays as it is."

    why = why()


class Reopen(ActForm):
    """Opens a decided case again."""

    act = "reopen"
    title = "Open the case again"
    says = "It goes back to the review. Its decision stays in the history."
    weighty = True

    why = why()
