"""The pages on which an administrator keeps organisations, people, their roles and their accounts."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from licet.cases import enrolling
from licet.cases.all_or_nothing import all_or_nothing
from licet.cases.faults import NotAllowed, NotPossible
from licet.cases.models import Membership, Organisation
from licet.errors import Fault
from licet.web.casework import kept_accounts
from licet.web.casework.people_forms import NewAccount, NewOrganisation, NewRole, roles_of
from licet.web.casework.place import Place
from licet.web.casework.watched import told
from licet.web.models import OneTimePassword
from licet.web.refusals import NotThere

# The authority comes first, and exporters, of which there are many, last.
_ORDER = ("authority", "agency", "exporter")


class People(Place):
    """Everybody who has a part in cases, by organisation."""

    name = "cases.people"
    act = "keep_people"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show them."""
        accounts = {one.username: one for one in User.objects.all()}
        roles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for one in Membership.objects.filter(active=True).order_by("person", "role"):
            roles[one.organisation_id][one.person].append(one.role)
        organisations = [
            {
                "organisation": one,
                "people": [
                    {"person": person, "roles": held, "account": accounts.get(person)}
                    for person, held in roles[one.pk].items()
                ],
            }
            for one in sorted(Organisation.objects.all(), key=lambda one: (_ORDER.index(one.kind), one.name))
        ]
        placed = {person for people in roles.values() for person in people}
        without = [one for name, one in sorted(accounts.items()) if name not in placed]
        return self.show("people", title="People", organisations=organisations, without=without)


class _Asking(Place):
    """A page of one form.

    Attributes:
        asks: the form.
        title: of the page.
        lead: a sentence below it.
        button: the word on the button.
    """

    act = "keep_people"
    asks: type[NewAccount | NewOrganisation]
    title: str
    lead: str
    button: str

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(self.asks())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it; what was told is kept where it cannot be done."""
        form = self.asks(request.POST)
        if not form.is_valid():
            return self.page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            return self.done(request, form.cleaned_data)
        except NotAllowed:
            raise
        except NotPossible as error:
            return self.page(form, HTTPStatus.UNPROCESSABLE_ENTITY, error)

    @abstractmethod
    def done(self, request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
        """Do what was asked."""

    def page(self, form: Any, status: int = HTTPStatus.OK, error: NotPossible | None = None) -> HttpResponse:
        """Return the page."""
        return self.show(
            "people_new",
            status,
            title=self.title,
            lead=self.lead,
            button=self.button,
            form=form,
            faults=error.faults if error else (),
        )


class MakeOrganisation(_Asking):
    """Makes an organisation."""

    name = "cases.people.organisation"
    asks = NewOrganisation
    title = "Add an organisation"
    lead = "It is never taken away again, since what its people do names it."
    button = "Add it"

    def done(self, request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
        """Make it, and go back to the list."""
        made = enrolling.make_organisation(
            self.visit.who, asked["organisation"], asked["name"], asked["kind"], self.visit.at
        )
        messages.success(request, f"{made.name} was added.")
        return redirect("cases.people")


class MakeAccount(_Asking):
    """Makes an account."""

    name = "cases.people.new"
    asks = NewAccount
    title = "Make an account"
    lead = "For one person, who alone signs in with it."
    button = "Make the account"

    def done(self, request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
        """Make it with its role, or neither; a password is shown here and nowhere again."""
        who, at, name = self.visit.who, self.visit.at, asked["name"]
        with all_or_nothing():
            secret = kept_accounts.make(who, name, asked["signs_in"], at)
            enrolling.give(who, name, asked["organisation"], asked["role"], at)
        told("account_changed", reason="made")
        told("role_changed", role=asked["role"], reason="given")
        if not secret:
            messages.success(request, f"The account {name} was made. Its owner signs in at the provider, by that name.")
            return redirect("cases.person", person=name)
        return self.show("people_password", title=f"The account {name} was made", person=name, secret=secret)


class OnePerson(Place):
    """One person: their account and their roles, and what can be done to them."""

    name = "cases.person"
    act = "keep_people"

    def get(self, request: HttpRequest, person: str) -> HttpResponse:  # noqa: ARG002
        """Show the person."""
        return self.page(person, NewRole())

    def post(self, request: HttpRequest, person: str) -> HttpResponse:
        """Do what was asked, and show the person as they are then."""
        self.known(person)
        doing: dict[str, Callable[[HttpRequest, str], HttpResponse]] = {
            "give": self.give,
            "end": self.end,
            "close": self.close,
            "open": self.open_again,
            "password": self.password,
            "second_factor": self.second_factor,
        }
        wanted = request.POST.get("do", "")
        if wanted not in doing:
            raise NotPossible(faults=[Fault("do", f"'{wanted[:40]}'", " | ".join(doing))])
        try:
            return doing[wanted](request, person)
        except NotAllowed:
            raise
        except NotPossible as error:
            return self.page(person, NewRole(), HTTPStatus.UNPROCESSABLE_ENTITY, error)

    def give(self, request: HttpRequest, person: str) -> HttpResponse:
        """Give a role."""
        form = NewRole(request.POST)
        if not form.is_valid():
            return self.page(person, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        asked = form.cleaned_data
        try:
            enrolling.give(self.visit.who, person, asked["organisation"], asked["role"], self.visit.at)
        except NotAllowed:
            raise
        except NotPossible as error:
            return self.page(person, form, HTTPStatus.UNPROCESSABLE_ENTITY, error)
        told("role_changed", role=asked["role"], reason="given")
        return self.back(request, person, "The role was given.")

    def end(self, request: HttpRequest, person: str) -> HttpResponse:
        """End a role."""
        organisation, role = request.POST.get("organisation", ""), request.POST.get("role", "")
        enrolling.end(self.visit.who, person, organisation, role, self.visit.at)
        told("role_changed", role=role, reason="ended")
        return self.back(request, person, "The role has ended.")

    def close(self, request: HttpRequest, person: str) -> HttpResponse:
        """Close the account."""
        kept_accounts.close(self.visit.who, person, self.visit.at)
        told("account_changed", reason="closed")
        return self.back(request, person, "The account is closed, and whoever was signed in with it is so no longer.")

    def open_again(self, request: HttpRequest, person: str) -> HttpResponse:
        """Open the account again."""
        kept_accounts.open_again(self.visit.who, person, self.visit.at)
        told("account_changed", reason="opened")
        return self.back(request, person, "The account is open again.")

    def password(self, request: HttpRequest, person: str) -> HttpResponse:  # noqa: ARG002
        """Make a new password, which is shown here and nowhere again."""
        secret = kept_accounts.reset_password(self.visit.who, person, self.visit.at)
        told("account_changed", reason="password_reset")
        return self.show("people_password", title=f"{person} has a new password", person=person, secret=secret)

    def second_factor(self, request: HttpRequest, person: str) -> HttpResponse:
        """Take the second factor away."""
        kept_accounts.reset_second_factor(self.visit.who, person, self.visit.at)
        told("second_factor_changed", reason="reset")
        return self.back(request, person, "The second factor was removed; another is set up at the next sign-in.")

    def back(self, request: HttpRequest, person: str, words: str) -> HttpResponse:
        """Return to the page of the person."""
        messages.success(request, words)
        return redirect("cases.person", person=person)

    def known(self, person: str) -> tuple[User | None, list[Membership]]:
        """Return the account and the roles of a person.

        Raises:
            NotThere: where there is neither.
        """
        account, roles = User.objects.filter(username=person).first(), roles_of(person)
        if account is None and not roles:
            raise NotThere(faults=[Fault("the person", "nobody of that name", "one of the list")])
        return account, roles

    def page(
        self, person: str, form: NewRole, status: int = HTTPStatus.OK, error: NotPossible | None = None
    ) -> HttpResponse:
        """Return the page."""
        account, roles = self.known(person)
        about = {
            "own": person == self.visit.who.person,
            "factor": account is not None
            and Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists(),
            "first": OneTimePassword.objects.filter(user=account).first() if account else None,
        }
        return self.show(
            "person",
            status,
            title=person,
            person=person,
            account=account,
            roles=roles,
            form=form,
            faults=error.faults if error else (),
            **about,
        )
