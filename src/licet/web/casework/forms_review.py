"""The forms of the licensing officer on the way to a recommendation: taking on, referring, asking, clocks, and determining anew."""

from __future__ import annotations

from typing import Any

from django import forms

from licet.cases import acts
from licet.cases.acts import Acting
from licet.cases.all_or_nothing import all_or_nothing
from licet.cases.by_law import Procedure, Referred
from licet.cases.case import CaseState
from licet.cases.models import Membership
from licet.cases.who import Who
from licet.cases.words import OFFICER
from licet.web.casework import law_here
from licet.web.casework.act_forms import ActForm, why, words
from licet.web.casework.case_words import called, choices, names


class TakeOn(ActForm):
    """Takes on a submitted case."""

    act = "take_on"
    title = "Take on the case"
    says = "You become its licensing officer, and the review begins."


class HandOver(ActForm):
    """Gives a case to another officer, or takes it."""

    act = "hand_over"
    title = "Hand over the case"
    says = "From then on the other licensing officer acts on it."

    officer = forms.ChoiceField(label="To whom", widget=forms.RadioSelect)

    def ask(self) -> None:
        """Offer the other licensing officers of the organisation."""
        self.fields["officer"].choices = [
            (one, "Myself" if one == self.who.person else one) for one in _others(self.state, self.who)
        ]

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where there is another officer."""
        return bool(_others(state, who))


def _others(state: CaseState, who: Who) -> list[str]:
    found = Membership.objects.filter(organisation=who.organisation, role=OFFICER, active=True).exclude(
        person=state.officer
    )
    return sorted(found.values_list("person", flat=True))


class Refer(ActForm):
    """Puts a case before the agencies that must see it."""

    act = "refer"
    title = "Refer to agencies"
    says = "The agencies that a rule asks for see the whole case from then on, and their clocks begin."
    leads = True

    agencies = forms.MultipleChoiceField(
        label="Agencies", widget=forms.CheckboxSelectMultiple, help_text="Beside each stands the rule that asks for it."
    )

    def ask(self) -> None:
        """Offer those that are not asked yet, all of them chosen."""
        known, left = names(self.procedure), unasked(self.state, self.procedure)
        self.fields["agencies"].choices = [
            (one.agency, f"{called(one.agency, known)} ({one.rule}{_until(one)})") for one in left
        ]
        self.fields["agencies"].initial = [one.agency for one in left]

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """As long as one is not asked."""
        return bool(unasked(state, procedure))

    def do(self, acting: Acting) -> CaseState:
        """Refer to each that was chosen, or to none."""
        chosen = [one for one in unasked(self.state, self.procedure) if one.agency in self.cleaned_data["agencies"]]
        done = self.state
        with all_or_nothing():
            for one in chosen:
                done = acts.refer(acting, referral=one)
                acting = after(acting, done)
        return done


def after(acting: Acting, done: CaseState) -> Acting:
    """Return who acts on a case once more, having seen what they just did."""
    return Acting(acting.case, done.position, acting.who, acting.at, acting.procedure)


def _until(one: Referred) -> str:
    return f", answer due {one.due:%-d %B %Y}" if one.due else ""


def unasked(state: CaseState, procedure: Procedure | None) -> list[Referred]:
    """Return the referrals that the procedure asks for and that were not made."""
    have = {one.agency for one in state.referrals}
    return [one for one in (procedure.referrals if procedure else ()) if one.agency not in have]


class AskApplicant(ActForm):
    """Asks the applicant."""

    act = "ask_applicant"
    title = "Ask the applicant"
    says = "The applicant reads the question as you write it, and can state the application anew. Where the procedure says so, the clocks stand still."

    question = words("Question", hint="The applicant reads it word for word.")


class DropQuestion(ActForm):
    """Goes on without an answer."""

    act = "drop_question"
    title = "Go on without an answer"
    says = "What is then not known stays unknown."

    question = forms.ChoiceField(label="Which question", widget=forms.RadioSelect)
    why = why()

    def ask(self) -> None:
        """Offer the open questions."""
        self.fields["question"].choices = [(one.id, one.question) for one in self.state.asked if one.answered is None]

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where a question is open."""
        return any(one.answered is None for one in state.asked)


class Pause(ActForm):
    """Has the clocks stand still."""

    act = "pause"
    title = "Stop the clocks"
    says = "No clock of the case runs until you start them again."

    ground = forms.ChoiceField(label="On which ground", widget=forms.RadioSelect)
    why = why()

    def ask(self) -> None:
        """Offer the grounds of the procedure on which they do not stand still already."""
        self.fields["ground"].choices = choices(_grounds(self.state, self.procedure), names(self.procedure))

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where the procedure names a ground."""
        return bool(_grounds(state, procedure))


def _grounds(state: CaseState, procedure: Procedure | None) -> list[str]:
    lasting = {one.ground for one in state.pauses if one.until is None}
    return [one for one in (procedure.pauses if procedure else ()) if one not in lasting]


class Resume(ActForm):
    """Has the clocks run on."""

    act = "resume"
    title = "Start the clocks again"

    ground = forms.ChoiceField(label="Which pause ends", widget=forms.RadioSelect)

    def ask(self) -> None:
        """Offer the pauses that last."""
        lasting = [one.ground for one in self.state.pauses if one.until is None]
        self.fields["ground"].choices = choices(lasting, names(self.procedure))
        self.fields["ground"].initial = lasting[0] if len(lasting) == 1 else None

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where they stand still."""
        return any(one.until is None for one in state.pauses)


class Redetermine(ActForm):
    """Asks the engine once more."""

    act = "redetermine"
    title = "Determine anew"
    says = (
        "The engine is asked by the law and the lists of now, and what it says is frozen beside what it said before. "
        "Signatures fall where it says something else."
    )

    def told(self) -> dict[str, Any]:
        """Return the engine of the site."""
        return {"review": law_here.review}
