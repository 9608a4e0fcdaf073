"""The forms of a disagreement: putting it before the next step, and what that step decided."""

from __future__ import annotations

from django import forms

from licet.cases.by_law import EscalationStep, Procedure
from licet.cases.case import CaseState
from licet.cases.who import Who
from licet.cases.words import OUTCOMES
from licet.web.casework.act_forms import ActForm, why, words
from licet.web.casework.case_words import called, choices, names


def next_step(state: CaseState, procedure: Procedure | None) -> EscalationStep | None:
    """Return the step before which a disagreement comes next; None where none is left or one is open."""
    if state.steps and state.steps[-1].decided is None:
        return None
    taken = {one.step for one in state.steps}
    return next((one for one in (procedure.escalation if procedure else ()) if one.code not in taken), None)


class Escalate(ActForm):
    """Puts a disagreement before the next step."""

    act = "escalate"
    title = "Escalate"

    why = why("On what you disagree")

    def ask(self) -> None:
        """Say before whom it comes."""
        step = next_step(self.state, self.procedure)
        if step is not None:
            self.says = f"It comes before: {step.title}{f' ({step.cite})' if step.cite else ''}."

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """As long as a step is left."""
        return next_step(state, procedure) is not None


class DecideStep(ActForm):
    """Writes down what a step decided."""

    act = "decide_step"
    title = "Record what the step decided"
    leads = True

    outcome = forms.ChoiceField(label="Outcome", choices=choices(OUTCOMES, {}), widget=forms.RadioSelect)
    reasons = words("Reasons")

    def ask(self) -> None:
        """Say which step it is."""
        if self.state.steps:
            self.says = f"Decided by: {called(self.state.steps[-1].step, names(self.procedure))}."
