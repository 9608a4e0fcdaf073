"""The forms of what concerns denials of partners: a verdict on a match, holding the case, and what the partner said."""

from __future__ import annotations

from typing import Any

from django import forms

from licet.cases.by_law import Procedure
from licet.cases.case import CaseState, Match
from licet.cases.denials_kept import kept_register, vouched
from licet.cases.faults import NotPossible
from licet.cases.matching import match
from licet.cases.matching_stored import sought, told
from licet.cases.who import Who
from licet.cases.words import IDENTICAL, MATCH_VERDICTS
from licet.errors import Fault
from licet.web.casework.act_forms import ActForm, words
from licet.web.casework.case_words import choices, names
from licet.web.casework.law_here import law


def told_of(match: Match) -> str:
    """Return a match in one line: whose denial, and what agrees."""
    return f"{match.denial}, of {match.partner}"


def to_consult_on(state: CaseState) -> list[Match]:
    """Return the denials on which a partner is to be consulted and did not answer."""
    return [one for one in state.matches if one.verdict == IDENTICAL and not one.consultation]


class LookUp(ActForm):
    """Holds a case against the register of denials as it is kept now."""

    act = "match"
    title = "Look up the register of denials"
    says = "The case as it is stated is held against the register as it is now. What is found is for you to judge; nothing found is no clearance."

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where there is a register, be it an empty one that somebody vouched for."""
        return bool(vouched())

    @classmethod
    def leading(cls, state: CaseState) -> bool:
        """As long as nobody looked."""
        return state.matched is None

    def told(self) -> dict[str, Any]:
        """Return what the register has that may be of the same transfer.

        Raises:
            NotPossible: where there is no register.
        """
        register = kept_register()
        if register is None:
            fault = Fault(
                "the register",
                "none",
                "one, or somebody who vouches that nothing is known",
                "register the denials first",
            )
            raise NotPossible(faults=[fault])
        return {"matches": [told(one) for one in match(sought(self.state), register, law().nations).found]}


class JudgeMatch(ActForm):
    """Says whether a denial is of essentially the same transfer."""

    act = "judge_match"
    beside = "casework/beside_matches.html"
    title = "Judge a denial match"
    says = "The register found what may be the same; whether it is essentially the same transfer is for a person to say, with reasons."

    match = forms.ChoiceField(label="Which denial", widget=forms.RadioSelect)
    verdict = forms.ChoiceField(label="Verdict", choices=choices(MATCH_VERDICTS, {}), widget=forms.RadioSelect)
    reasons = words("Reasons", hint="Why it is, or is not, essentially the same transfer.")

    def ask(self) -> None:
        """Offer all matches, those without a verdict first."""
        ordered = sorted(self.state.matches, key=lambda one: bool(one.verdict))
        self.fields["match"].choices = [
            (one.id, told_of(one) + (" (judged before)" if one.verdict else "")) for one in ordered
        ]
        self.fields["match"].initial = ordered[0].id if len(ordered) == 1 else None

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where there is a match."""
        return bool(state.matches)

    @classmethod
    def leading(cls, state: CaseState) -> bool:
        """As long as one has no verdict."""
        return any(not one.verdict for one in state.matches)


class Hold(ActForm):
    """Holds a case until the partner was consulted."""

    act = "hold"
    title = "Hold for consultation"
    says = "The case waits until the partner who denied has been consulted. Where the procedure says so, the clocks stand still."
    leads = True

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where there is something to consult on."""
        return bool(to_consult_on(state))


class RecordConsultation(ActForm):
    """Writes down what the partner said."""

    act = "record_consultation"
    beside = "casework/beside_matches.html"
    title = "Record a consultation"
    says = "After the last one the case goes back to where it was held."

    match = forms.ChoiceField(label="On which denial", widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label="Outcome", widget=forms.RadioSelect)
    told = words("What the partner said", required=False)

    def ask(self) -> None:
        """Offer the denials that are essentially identical, and the outcomes of the procedure."""
        left = to_consult_on(self.state) or [one for one in self.state.matches if one.verdict == IDENTICAL]
        self.fields["match"].choices = [(one.id, told_of(one)) for one in left]
        self.fields["match"].initial = left[0].id if len(left) == 1 else None
        outcomes = [one.code for one in self.procedure.consultation] if self.procedure else []
        self.fields["outcome"].choices = choices(outcomes, names(self.procedure))

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where a denial is essentially identical, and the procedure names outcomes."""
        return bool(procedure and procedure.consultation) and any(one.verdict == IDENTICAL for one in state.matches)

    @classmethod
    def leading(cls, state: CaseState) -> bool:
        """As long as a partner did not answer."""
        return bool(to_consult_on(state))
