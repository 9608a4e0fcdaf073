"""One person at one page: who they are, for whom they act, and whether they may be here at all."""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from licet.cases.models import Membership
from licet.cases.who import Who
from licet.web.models import OneTimePassword

_ACTING_AS = "acting_as"
_SEEN = "seen"
_BEGUN = "begun"
# Coarser than seconds, so that not every page writes the session.
_WRITTEN_AGAIN = 60


@dataclass(frozen=True)
class Visit:
    """Somebody is here.

    Attributes:
        who: the person, in the role and for the organisation that they act for.
        roles: every role that they have.
        at: the moment.
    """

    who: Who
    roles: tuple[Membership, ...]
    at: datetime.datetime

    @property
    def role(self) -> Membership:
        """The role in which they act."""
        return next(
            one for one in self.roles if (one.role, one.organisation_id) == (self.who.role, self.who.organisation)
        )


def over(request: HttpRequest) -> bool:
    """Whether the session of somebody who is signed in has come to its end: nobody asked for a page for too long, or it began too long ago."""
    now, session = time.time(), request.session
    seen, begun = session.get(_SEEN, now), session.get(_BEGUN, now)
    idle, longest = settings.LICET_IDLE_MINUTES * 60, settings.LICET_SESSION_HOURS * 3600
    # A moment that lies ahead was written by a clock that was wrong; nobody gains time by it.
    if not -_WRITTEN_AGAIN <= now - seen <= idle or not -_WRITTEN_AGAIN <= now - begun <= longest:
        return True
    if _BEGUN not in session:
        session[_BEGUN] = now
    if now - seen >= _WRITTEN_AGAIN or _SEEN not in session:
        session[_SEEN] = now
    return False


def turned_away(request: HttpRequest) -> HttpResponse | None:
    """Return where somebody is sent who is not signed in as they must be; None for who may come in."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL)
    if OneTimePassword.objects.filter(user=request.user).exists():
        return redirect("account_change_password")
    # Who comes from a provider of OpenID Connect has the factors that it asks for.
    if settings.LICET_SECOND_FACTOR and request.user.has_usable_password() and not is_mfa_enabled(request.user):
        return redirect("mfa_activate_totp")
    return None


def visit(request: HttpRequest) -> Visit | None:
    """Return who is here; None for somebody who has no role."""
    person = request.user.get_username()
    roles = tuple(
        Membership.objects.filter(person=person, active=True)
        .select_related("organisation")
        .order_by("organisation", "role")
    )
    if not roles:
        return None
    wanted = request.session.get(_ACTING_AS)
    role = next((one for one in roles if one.pk == wanted), roles[0])
    who = Who(person, role.role, role.organisation_id, role.organisation.kind)
    return Visit(who, roles, datetime.datetime.now(datetime.UTC))


def act_as(request: HttpRequest, roles: tuple[Membership, ...], wanted: str) -> bool:
    """Act in another role from here on; whether it is one that they have."""
    for one in roles:
        if str(one.pk) == wanted:
            request.session[_ACTING_AS] = one.pk
            return True
    return False
