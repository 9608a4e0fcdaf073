"""The worksheet: every factor that is in force for the case on one page, each weighed with evidence and, where it asks for one, by a standard of proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from licet.cases import acts
from licet.cases.acts import Acting
from licet.cases.all_or_nothing import all_or_nothing
from licet.cases.by_law import Factor, Procedure
from licet.cases.case import CaseState, Weighed
from licet.cases.who import Who
from licet.cases.words import WEIGHTS
from licet.web.casework.act_forms import words
from licet.web.casework.case_words import choices, factors, names
from licet.web.casework.forms_review import after
from licet.web.casework.grouped_form import Group, GroupedForm

_PARTS = ("weight", "evidence", "standard")


class Weigh(GroupedForm):
    """Weighs the factors; what is changed is written, an act for each factor."""

    act = "weigh"
    title = "Weigh the factors"
    button = "Save the worksheet"
    says = "Every factor is weighed before a case can be approved. What you leave as it is stays as it is; what you leave empty stays empty."
    leads = True

    def ask(self) -> None:
        """Ask of each factor, filled as it was weighed last."""
        known = names(self.procedure)
        if not self.offered(self.state, self.procedure, self.who):
            self.nothing = "No factor that is in force is asked of this case, so there is nothing to weigh."
        for number, factor, held in self._factors():
            fields: dict[str, forms.Field] = {
                "weight": forms.ChoiceField(
                    label="What it speaks for",
                    choices=[("", "Not weighed"), *choices(WEIGHTS, {})],
                    required=False,
                    initial=held and held.weight,
                ),
                "evidence": words("Evidence", rows=3, required=False, hint="On what that rests."),
            }
            fields["evidence"].initial = held and held.evidence
            if factor.standards:
                fields["standard"] = forms.ChoiceField(
                    label="Standard of proof",
                    choices=choices(factor.standards, known),
                    required=False,
                    initial=held and held.standard,
                    widget=forms.RadioSelect,
                )
            self.fields.update({f"f{number}_{name}": field for name, field in fields.items()})

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003
        """Where the procedure has a factor for the case."""
        return bool(procedure and procedure.factors)

    def _factors(self) -> Iterator[tuple[int, Factor, Weighed | None]]:
        held = {one.factor: one for one in self.state.worksheet}
        for number, one in enumerate(self.procedure.factors if self.procedure else ()):
            yield number, one, held.get(one.code)

    def groups(self) -> Iterator[Group]:
        """Return a group for each factor."""
        known = factors(self.procedure.factors if self.procedure else ())
        for number, factor, held in self._factors():
            fields = [self[f"f{number}_{name}"] for name in _PARTS if f"f{number}_{name}" in self.fields]
            notes = [] if known[factor.code] == factor.says else [factor.says]
            notes += [f"Weighed by {held.by} on {held.at:%-d %B %Y}."] if held else []
            yield Group(known[factor.code], fields, notes, factor.cite, factor.standing, state="" if held else "Empty")

    def _said(self, number: int) -> dict[str, str]:
        return {name: self.cleaned_data.get(f"f{number}_{name}") or "" for name in _PARTS}

    def clean(self) -> dict[str, Any]:
        """Refuse a factor of which a part is missing, and a page on which nothing was changed."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        changed = 0
        for number, factor, held in self._factors():
            said = self._said(number)
            before = {name: getattr(held, name) if held else "" for name in _PARTS}
            if said == before:
                continue
            changed += 1
            for name in _PARTS:
                if (
                    not said[name]
                    and (name != "standard" or factor.standards)
                    and f"f{number}_{name}" not in self.errors
                ):
                    missing = {
                        "weight": "Say what it speaks for.",
                        "evidence": "Say on what that rests.",
                        "standard": "Choose the standard that was applied.",
                    }
                    self.add_error(f"f{number}_{name}", missing[name])
        if not changed and not self.errors:
            self.add_error(None, "Nothing was changed, so there is nothing to save.")
        return told

    def do(self, acting: Acting) -> CaseState:
        """Weigh each factor that was changed, or none."""
        done = self.state
        with all_or_nothing():
            for number, factor, held in self._factors():
                said = self._said(number)
                if held is None and not any(said.values()):
                    continue
                if held is None or said != {name: getattr(held, name) for name in _PARTS}:
                    done = acts.weigh(acting, factor=factor.code, **said)
                    acting = after(acting, done)
        return done
