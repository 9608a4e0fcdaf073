"""The form by which a shipment under a licence is written down."""

from __future__ import annotations

from typing import Any

from django import forms

from licet.cases.by_law import Procedure
from licet.cases.case import CaseState
from licet.cases.given import amount_of
from licet.cases.who import Who
from licet.web.casework.act_forms import ActForm, day
from licet.web.casework.licence_left import Left, left


class DrawDown(ActForm):
    """A shipment under a licence."""

    act = "draw_down"
    title = "Report a shipment"
    button = "Report it"
    says = "Quantities and values are drawn down from the licence; what is left stands with each item."

    @classmethod
    def offered(cls, state: CaseState, procedure: Procedure | None, who: Who) -> bool:  # noqa: ARG003 - as of every form
        """Whether anything is left."""
        return any(one.quantity for one in left(state))

    def ask(self) -> None:
        """Offer the items of which something is left."""
        items = left(self.state)
        licence = self.state.licence
        open_ = [(one.item, f"{one.name}: {told(one)}") for one in items]
        self.fields["item"] = forms.ChoiceField(
            label="What was shipped",
            choices=open_,
            widget=forms.RadioSelect,
            initial=open_[0][0] if len(open_) == 1 else None,
        )
        self.fields["quantity"] = forms.CharField(label="How much of it", max_length=40)
        valued = any(one.value is not None for one in items)
        currency = licence.currency if licence is not None else ""
        self.fields["value"] = forms.CharField(
            label=f"What it was worth, in {currency}" if currency else "What it was worth", required=all(one.value is not None for one in items), max_length=40,
            help_text="The licence limits values, so that it is needed where the item has one." if valued else "",
        )  # fmt: skip
        hint = (
            f"From {licence.valid_from:%-d %B %Y}, and before {licence.valid_until:%-d %B %Y}"
            if licence is not None
            else ""
        )
        self.fields["on"] = day("The day of the shipment", hint)
        self.fields["reference"] = forms.CharField(
            label="Its reference",
            max_length=200,
            help_text="By which it is found, such as the number of the declaration",
        )

    def clean_quantity(self) -> str:
        """Refuse what is no amount."""
        return self._amount("quantity", zero=False)

    def clean_value(self) -> str:
        """Refuse what is no amount."""
        return self._amount("value", zero=True) if self.cleaned_data["value"] else ""

    def _amount(self, name: str, *, zero: bool) -> str:
        text = str(self.cleaned_data[name]).replace(" ", "")
        for fault in amount_of(name, text, zero=zero)[1]:
            raise forms.ValidationError(
                f"{fault.found} is not {fault.expected}; write it without signs between thousands."
            )
        return text

    def told(self) -> dict[str, Any]:
        """Return the shipment; a value only where one is told."""
        return {**super().told(), "value": self.cleaned_data["value"] or None}


def told(one: Left) -> str:
    """Return what is left of an item in words."""
    worth = "" if one.value is None else f", worth {one.value:,f} {one.currency}"
    return f"{one.quantity:,f} {one.unit} left{worth}"
