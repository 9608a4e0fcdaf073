"""The terms of a licence as a form asks for them, and as the acts are told them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from licet.web.casework.act_forms import day
from licet.web.casework.grouped_form import Group, GroupedForm

_DAY = datetime.timedelta(days=1)


def plain_amount(amount: Decimal | None) -> str:
    r"""Return an amount as a field shows it.

    >>> plain_amount(Decimal("12500.00")), plain_amount(None), plain_amount(Decimal("0.5"))
    ('12500', '', '0.5')
    """
    if amount is None:
        return ""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _amount(label: str, hint: str = "", *, required: bool = True) -> forms.CharField:
    # As text, since an amount is never a binary fraction.
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class TermsForm(GroupedForm):
    """A form that asks for the terms of a licence: its number, its days, and how much of each item."""

    needed = True

    def ask(self) -> None:
        """Ask for the terms, filled with those that hold or, before there are any, with what was applied for."""
        needed = self.needed
        self.fields["number"] = forms.CharField(label="Number of the licence", max_length=64, required=needed)
        self.fields["valid_from"] = day("First day on which it is valid", required=needed)
        self.fields["last"] = day("Last day on which it is valid", required=needed)
        held = self.state.licence
        self.fields["number"].initial = held.number if held else self.state.reference
        self.fields["valid_from"].initial = held.valid_from if held else None
        self.fields["last"].initial = held.valid_until - _DAY if held else None
        known = {one.item: one for one in held.items} if held else {}
        for number, item in enumerate(self.state.items):
            unit, worth = (
                f"In {item.unit}; {item.quantity:,f} applied for.",
                f"In {item.currency}; {item.value or 0:,f} applied for.",
            )
            terms = known.get(item.id)
            quantity = _amount("Quantity", unit, required=needed and held is None)
            quantity.initial = plain_amount(terms.quantity if terms else None if held else item.quantity)
            self.fields[f"q{number}"] = quantity
            if item.value is not None:
                value = _amount("Value", worth, required=needed and held is None)
                value.initial = plain_amount(terms.value if terms else None if held else item.value)
                self.fields[f"v{number}"] = value

    def groups(self) -> list[Group]:
        """Return a group for each item."""
        return [
            Group(item.name, [self[name] for name in (f"q{number}", f"v{number}") if name in self.fields])
            for number, item in enumerate(self.state.items)
        ]

    def terms(self) -> dict[str, Any]:
        """Return the terms as the acts are told them; an item without a quantity is none of the licence."""
        told: Mapping[str, Any] = self.cleaned_data
        items = [
            {"item": item.id, "quantity": _bare(told[f"q{number}"]), "value": _bare(told.get(f"v{number}", "")) or None}
            for number, item in enumerate(self.state.items)
            if told.get(f"q{number}")
        ]
        last = told.get("last")
        currency = (
            self.state.licence.currency
            if self.state.licence
            else next((one.currency for one in self.state.items if one.currency), "")
        )
        return {
            "number": told.get("number") or "",
            "valid_from": told.get("valid_from"),
            "valid_until": last + _DAY if last else None,
            "items": items,
            "currency": currency,
        }


def _bare(text: str) -> str:
    """Return an amount without the commas between its thousands."""
    return text.replace(",", "").strip()
