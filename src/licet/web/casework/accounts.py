"""Who is signed in: sessions under ``/cases/`` alone, accounts that only an administrator makes, and people who come from elsewhere.

The id of a person in events is the name of the account, which never changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from licet.errors import Fault
from licet.web.casework import one_time, watched
from licet.web.casework.visit import over
from licet.web.rates import address_of
from licet.web.refusals import refuse
from licet.web.safety import PAGES
from licet.web.sent import length_sent

ROOT: Final = "/cases/"
ACCOUNT: Final = f"{ROOT}account/"
# In seconds: for so long somebody who signed in has just done so.
_FRESH = 300
# In bytes: what a form may bring beside a document.
_FORM = 1_000_000
assert watched.CONNECTED
_Answering = Callable[[HttpRequest], HttpResponse]


class SignedInMiddleware:
    """Gives requests below ``/cases/`` a session, a user and messages; no other request has any of them, nor a cookie."""

    def __init__(self, get_response: _Answering) -> None:
        self._plain = get_response
        self._signed_in: _Answering = SessionMiddleware(AuthenticationMiddleware(MessageMiddleware(self._in_time)))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if not request.path.startswith(ROOT):
            return self._plain(request)
        # Before anything of it is read, as the token of its form is.
        if (sent := length_sent(request)) > (most := settings.LICET_ATTACHMENT_BYTES) + _FORM:
            fault = Fault("the form", f"{sent / 1e6:,.4g} MB", f"a document of at most {most / 1e6:,.4g} MB")
            return refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, [fault])
        response = self._signed_in(request)
        # What one person saw is shown to nobody who sits down after them.
        response.headers.setdefault("Cache-Control", "no-store")
        if request.path.startswith(ACCOUNT) and (server := _provider()):
            # A browser lets a form lead only where the page says, and this one leads to the provider.
            response.headers["Content-Security-Policy"] = PAGES.replace(
                "form-action 'self'", f"form-action 'self' {server}"
            )
        return response

    def _in_time(self, request: HttpRequest) -> HttpResponse:
        """End a session that is over before any page is asked, those of accounts among them."""
        if request.user.is_authenticated and over(request):
            logout(request)
        return self._plain(request)


def _provider() -> str:
    for app in getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}).get("openid_connect", {}).get("APPS", ()):
        parts = urlsplit(app["settings"]["server_url"])
        return f"{parts.scheme}://{parts.netloc}"
    return ""


class Accounts(DefaultAccountAdapter):
    """Accounts that nobody makes for themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - as it is asked
        """Nobody signs up: an administrator makes accounts."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address by which attempts are counted, as far as the proxies before the site are believed."""
        return address_of(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whether the password is asked for once more; not of somebody who has just told it and sets up the second factor."""
        user = self.request.user
        fresh = any(time.time() - one["at"] < _FRESH for one in get_authentication_records(self.request, user))
        return not (fresh and not is_mfa_enabled(user)) and bool(super().is_reauthentication_required(app=app))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return whose name and password these are; a password that was made for somebody lets nobody in when its hours are over."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is None or not one_time.too_late(user):
            return user
        self.authentication_failed(request, **credentials)
        return None

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Return a password that may be taken.

        Raises:
            ValidationError: for one that everybody tries, is too short, or is the one that there is.
        """
        if user is not None and user.has_usable_password() and user.check_password(password):
            raise ValidationError("This is the password that you have; choose another one.")
        return str(super().clean_password(password, user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - as it is asked
        """Lead on to the cases."""
        return ROOT

    def add_message(self, *args: Any, **named: Any) -> None:
        """Say nothing: the pages say what happened."""

    def send_mail(self, *args: Any, **named: Any) -> None:
        """Send nothing: the site has no way to, and sends no secret by one."""


class Elsewhere(DefaultSocialAccountAdapter):
    """People who sign in at a provider of OpenID Connect."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - as it is asked
        """Nobody signs up there either."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect who comes for the first time with the account that was made for them; one with a password is never taken over.

        Raises:
            ImmediateHttpResponse: for somebody who has no account.
        """
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        name = str(
            {**claims.get("userinfo", {}), **claims.get("id_token", {}), **claims}.get(settings.LICET_OIDC_CLAIM, "")
        )
        user = get_user_model().objects.filter(username=name, is_active=True).first() if name else None
        if user is None or user.has_usable_password():
            messages.error(
                request, "You have no account here that is signed in to from there. An administrator makes accounts."
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)
