"""The forms by which an exporter states a case: a new draft, one that is changed, and a submitted case that is stated anew while the applicant is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from licet.cases import acts
from licet.cases.acts import Acting
from licet.cases.case import CaseState
from licet.cases.faults import NotPossible
from licet.errors import InputError
from licet.rulebook.rulebook import today
from licet.web.casework import law_here
from licet.web.casework.act_forms import ActForm
from licet.web.casework.application_shown import shown
from licet.web.casework.held_against import held_against_denials
from licet.web.casework.stated_form import Stated, read_stated
from licet.web.casework.stated_rows import rows_of, with_one_more, without
from licet.web.casework.stated_whole import stated_whole
from licet.web.dress import rulebook

# The buttons that change the form and do nothing else.
_ADD, _REMOVE, _ASK = "add", "remove", "ask"


class ApplicationForm(ActForm):
    """Items, destinations and parties, as they were written.

    Attributes:
        redrawn: whether only its rows are changed.
        stated: what was written, read.
    """

    redrawn: bool
    rows: QueryDict
    # What a new application begins with.
    begins_with: QueryDict | None = None

    def ask(self) -> None:
        """Read what was written, or what the case states."""
        self.book, self.day = rulebook(), today()
        self.redrawn = self.is_bound and bool({_ADD, _REMOVE, _ASK} & set(self.data))
        if not self.is_bound:
            self.rows = rows_of(self.state, self.book, self.day)
        elif _ADD in self.data:
            self.rows = with_one_more(self.data, self.data[_ADD])
        elif _REMOVE in self.data:
            self.rows = without(self.data, self.data[_REMOVE])
        else:
            self.rows = self.data

    @cached_property
    def stated(self) -> Stated:
        """What is stated; what is missing is missed only of who is done."""
        found = read_stated(self.begins_with or self.rows, self.book, self.day)
        return stated_whole(found, self.book, self.day) if self.is_bound and not self.redrawn else found

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be read; the page tells it at each field."""
        for _, fault in self.stated.wrong:
            self.add_error(None, f"{fault.where}: {fault.found}")
        cleaned: dict[str, Any] = self.cleaned_data
        return cleaned

    def told(self) -> dict[str, Any]:
        """Return what is stated as the acts take it."""
        found = self.stated
        return {"transfer": found.transfer, "items": found.goods, "destinations": found.destinations}

    def do(self, acting: Acting) -> CaseState:
        """Do the act; what the engine cannot read is refused as what the case does not permit is.

        Raises:
            NotPossible: with a fault for everything that is not as it must be.
        """
        try:
            return super().do(acting)
        except NotPossible:
            raise
        except InputError as error:
            raise NotPossible(faults=error.faults) from None

    @property
    def shown(self) -> dict[str, Any]:
        """What the template reads."""
        return shown(self.stated, self.book, self.day)


class ChangeDraft(ApplicationForm):
    """A draft, stated anew."""

    act = "change_draft"
    title = "Change the application"
    button = "Save the draft"
    says = "Nobody but your organisation sees a draft. Save it as often as you like."


class Restate(ApplicationForm):
    """A submitted case, stated anew while the applicant is asked."""

    act = "restate"
    title = "State the application anew"
    button = "State it anew"
    says = "What was advised on the application as it stood is asked for anew, so that this takes time. Change it where what you stated is wrong."

    def told(self) -> dict[str, Any]:
        """Return what is stated, and who asks the engine."""
        return {**super().told(), "review": law_here.review}

    def do(self, acting: Acting) -> CaseState:
        """State it, and hold what it is now against the register of denials.

        Raises:
            NotPossible: as of the act.
        """
        done = super().do(acting)
        held_against_denials(acting)
        return done


class NewDraft(ApplicationForm):
    """A new application. It is no act of a case that is there, so that it stands in no register."""

    title = "New application"
    button = "Save the draft"
    says = (
        "Say what you know; the draft can be changed until you submit it. Nobody but your organisation sees it before."
    )

    # Told once, so that a form that is sent twice makes one case.
    case = forms.UUIDField(widget=forms.HiddenInput)

    def do(self, acting: Acting) -> CaseState:
        """Begin the case."""
        return acts.create_draft(acting, **self.told())
