"""Going to a provider of OpenID Connect and coming back, where it may be that the provider does not answer."""

from __future__ import annotations

from collections.abc import Callable

import requests
from allauth.socialaccount.providers.openid_connect import views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from licet.web.casework.watched import told

_View = Callable[..., HttpResponse]


def _answering(view: _View) -> _View:
    def answered(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except (requests.RequestException, KeyError):
            # What it said, if anything, is nothing to repeat.
            told("sign_in_failed", reason="provider_silent")
            messages.error(request, "The provider does not answer as it should just now. Come again in a minute.")
            return redirect("account_login")

    return answered


login, callback = _answering(views.login), _answering(views.callback)
