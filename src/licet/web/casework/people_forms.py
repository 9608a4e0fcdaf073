"""What is asked where people and organisations are kept."""

from __future__ import annotations

from typing import Any

from django import forms

from licet.cases.models import Membership, Organisation
from licet.cases.people import KINDS
from licet.cases.words import ROLES
from licet.reports import sentences
from licet.web.casework.kept_accounts import ELSEWHERE, PASSWORD

_FIELDS = "casework/act_fields.html"
_AS_PROCEDURE = (
    "Lower-case letters, digits and _. For an agency, the code that the procedure has for it. It never changes."
)


class _Form(forms.Form):
    template_name = _FIELDS
    use_required_attribute = True

    def __init__(self, *told: Any, **named: Any) -> None:
        super().__init__(*told, label_suffix="", **named)


def _role() -> forms.ChoiceField:
    of = {
        role: " or ".join(
            {"exporter": "an exporter", "authority": "the authority", "agency": "an agency"}[kind]
            for kind in KINDS[role]
        )
        for role in ROLES
    }
    return forms.ChoiceField(
        label="Role", choices=[("", ""), *((role, f"{sentences.title(role)}, of {of[role]}") for role in ROLES)]
    )


class NewOrganisation(_Form):
    """An organisation."""

    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(
        label="What it is",
        widget=forms.RadioSelect,
        choices=[
            ("exporter", "An exporter, which applies"),
            ("agency", "An agency, which advises"),
            ("authority", "The authority, which decides"),
        ],
    )
    organisation = forms.RegexField(
        r"^[a-z0-9][a-z0-9_-]*$", label="Short name", max_length=64, help_text=_AS_PROCEDURE
    )


class _InOrganisation(_Form):
    def __init__(self, *told: Any, **named: Any) -> None:
        super().__init__(*told, **named)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        known = Organisation.objects.order_by("name").values_list("pk", "name", "kind")
        field.choices = [("", ""), *((key, f"{name} ({kind})") for key, name, kind in known)]


class NewRole(_InOrganisation):
    """A role of somebody."""

    role = _role()
    organisation = forms.ChoiceField(label="Organisation")


class NewAccount(_InOrganisation):
    """An account with a first role."""

    name = forms.CharField(
        label="Name of the account",
        max_length=64,
        help_text="2 to 64 letters, digits, and . _ @ + - between them. It stands in everything that this person does, and never changes.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    role = _role()
    organisation = forms.ChoiceField(label="Organisation")
    signs_in = forms.ChoiceField(
        label="How this person signs in",
        widget=forms.RadioSelect,
        initial=PASSWORD,
        choices=[
            (PASSWORD, "With a password: one is made, shown to you once, and changed by them at their first sign-in"),
            (
                ELSEWHERE,
                "At the provider of their organisation (OpenID Connect), by the same name; without a password here",
            ),
        ],
    )


def roles_of(person: str) -> list[Membership]:
    """Return the roles of a person, those that ended last."""
    return list(
        Membership.objects.filter(person=person)
        .select_related("organisation")
        .order_by("-active", "organisation__name", "role")
    )
