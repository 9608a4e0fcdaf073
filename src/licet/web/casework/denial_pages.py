"""The register of denials: its list, one refusal with what happened to it, and what the denial officer does with them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from licet.cases import denials_kept as register
from licet.cases.faults import NotPossible
from licet.cases.models import Case, Event, KeptDenial
from licet.cases.rights import rights
from licet.errors import Fault
from licet.web.casework.act_forms import day, why
from licet.web.casework.place import Place
from licet.web.refusals import NotThere

_PAGE = 50
_LONGEST = 100
# Which of the refusals a list shows.
_WHICH = {"": "Those that stand", "due": "To be looked at again", "revoked": "Revoked", "all": "All"}


class RevokeForm(forms.Form):
    """That a government took back its refusal."""

    prefix = "revoke"
    template_name = "casework/act_fields.html"
    on = day("On which day it was revoked")
    why = why("How it was told, and why")


class ReviewForm(forms.Form):
    """That a refusal was looked at again."""

    prefix = "review"
    template_name = "casework/act_fields.html"
    again = day("When it is looked at next", "Leave it empty where no day is set.", required=False)
    why = why("What was found")


class NoneForm(forms.Form):
    """That no refusal is known."""

    template_name = "casework/act_fields.html"
    why = why(
        "On what that rests", "Such as: no partner has told of any refusal; asked of all of them on 3 November 2026."
    )


class Denials(Place):
    """The register as a list."""

    name = "cases.denials"
    act = "see_denials"

    def get(self, request: HttpRequest, form: NoneForm | None = None, status: int = HTTPStatus.OK) -> HttpResponse:
        """Show a page of the list."""
        text = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST]
        which = request.GET.get("which", "")
        which = which if which in _WHICH else ""
        today = self.visit.at.date()
        kept = KeptDenial.objects.order_by("-pk").prefetch_related("parties")
        if which == "due":
            kept = kept.filter(revoked=None, review__lte=today)
        elif which != "all":
            kept = kept.filter(revoked__isnull=which != "revoked")
        if text:
            words = ("key__icontains", "regime_reference__icontains", "government__icontains", "item__icontains", "entries__icontains")  # fmt: skip
            found = Q(**{words[0]: text})
            for word in words[1:]:
                found |= Q(**{word: text})
            kept = kept.filter(found | Q(pk__in=KeptDenial.objects.filter(parties__name__icontains=text).values("pk")))
        after = request.GET.get("after", "")
        if after.isdecimal() and len(after) < 19:
            kept = kept.filter(pk__lt=int(after))
        rows = list(kept[: _PAGE + 1])
        total = KeptDenial.objects.count()
        return self.show(
            "denials",
            status,
            title="Denials",
            rows=rows[:_PAGE],
            further=rows[_PAGE - 1].pk if len(rows) > _PAGE else "",
            text=text,
            which=which,
            choices=_WHICH,
            total=total,
            due=KeptDenial.objects.filter(revoked=None, review__lte=today).count(),
            today=today,
            keeps=keeps(self),
            vouched=bool(total) or bool(register.vouched()),
            form=form or NoneForm(),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write down that no refusal is known."""
        form = NoneForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        register.none_known(form.cleaned_data["why"], self.visit.who, self.visit.at)
        messages.success(request, "Done: cases are held against an empty register from now on.")
        return redirect("cases.denials")


def keeps(place: Place) -> bool:
    """Whether who is here writes into the register."""
    role = place.visit.who.role
    return any((row.act, row.role) == ("keep_denials", role) for row in rights().rows)


class OneDenial(Place):
    """One refusal."""

    name = "cases.denial"
    act = "see_denials"

    def kept(self, position: int) -> KeptDenial:
        """Return the refusal.

        Raises:
            NotThere: where there is none.
        """
        found: KeptDenial | None = KeptDenial.objects.filter(pk=position).first() if position < 2**63 else None
        if found is None:
            raise NotThere(faults=[Fault("the register", "no such refusal", "one of its list")])
        return found

    def get(self, request: HttpRequest, denial: int) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.page(self.kept(denial))

    def post(self, request: HttpRequest, denial: int) -> HttpResponse:
        """Revoke it, or write down that it was looked at."""
        kept = self.kept(denial)
        revokes = request.POST.get("does") == "revoke"
        form: Any = RevokeForm(request.POST) if revokes else ReviewForm(request.POST)
        shown: dict[str, Any] = {"revoke" if revokes else "review": form}
        if not form.is_valid():
            return self.page(kept, HTTPStatus.UNPROCESSABLE_ENTITY, **shown)
        told, who, at = form.cleaned_data, self.visit.who, self.visit.at
        try:
            if revokes:
                register.revoke(kept.key, told["on"], told["why"], who, at)
            else:
                register.review(kept.key, told["again"], told["why"], who, at)
        except NotPossible as error:
            if not keeps(self):
                raise
            return self.page(kept, HTTPStatus.UNPROCESSABLE_ENTITY, faults=error.faults, **shown)
        messages.success(request, "Done: it is revoked." if revokes else "Done: it was looked at.")
        return redirect("cases.denial", denial=denial)

    def page(self, kept: KeptDenial, status: int = HTTPStatus.OK, **shown: Any) -> HttpResponse:
        """Return the page of a refusal."""
        denial = register.one_kept(kept.pk)
        assert denial is not None
        days = {"on": self.visit.at.date()}
        return self.show(
            "denial",
            status,
            **{
                "title": f"Denial {kept.key}",
                "kept": kept,
                "denial": denial,
                "happened": list(register.history(kept.key)),
                "cases": self.cases(kept.key),
                "keeps": keeps(self) and denial.revoked is None,
                "revoke": RevokeForm(initial=days, label_suffix=""),
                "review": ReviewForm(label_suffix=""),
                "overdue": denial.revoked is None
                and denial.review is not None
                and denial.review <= self.visit.at.date(),
                **shown,
            },
        )

    def cases(self, key: str) -> list[Case]:
        """Return the cases that met it last, as far as who is here may see them."""
        from licet.cases.chain import canonical
        from licet.cases.seeing import listed

        told = canonical({"denial": key})[1:-1]
        met = Event.objects.filter(kind="matched", body__contains=told).order_by("-position").values_list("case", flat=True)  # fmt: skip
        return list(listed(self.visit.who).filter(pk__in=set(met[:200])).order_by("-submitted")[:_PAGE])
