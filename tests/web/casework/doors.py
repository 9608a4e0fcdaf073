"""What tests of signing in share: an account with a password, a second factor, and a clock that goes on when it is told to."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.contrib.auth.models import User
from django.test import Client

PASSWORD = "a heron stands in the reeds"
LOGIN, CODE, CHANGE = "/cases/account/login/", "/cases/account/second-factor/authenticate/", "/cases/account/password/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self._now = time.time

    def __call__(self) -> float:
        return self._now() + self.ahead

    def on(self, minutes: float) -> None:
        """Go on by so many minutes."""
        self.ahead += minutes * 60


def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that everything asks from here on."""
    made = Clock()
    monkeypatch.setattr(time, "time", made)
    return made


def visitor(**told: object) -> Client:
    """Return a browser of somebody who is not signed in."""
    return Client(SERVER_NAME="localhost", **told)


def with_password(name: str, password: str = PASSWORD) -> User:
    """Give an account a password."""
    user = User.objects.get(username=name)
    user.set_password(password)
    user.save()
    return user


def with_factor(name: str) -> list[str]:
    """Give an account a password and a second factor, and return its recovery codes."""
    user = with_password(name)
    auth.TOTP.activate(user, SECRET)
    return list(RecoveryCodes.activate(user).get_unused_codes())


def code(steps: int = 0, secret: str = SECRET) -> str:
    """Return what the authenticator app shows, or shows so many half minutes later."""
    return str(auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + steps)))


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> str:
    """Send the form, and return where it leads; empty for nowhere."""
    answer = client.post(LOGIN, {"login": name, "password": password, **more})
    return str(answer.headers.get("Location", ""))


def is_in(client: Client) -> bool:
    """Whether somebody sees the cases."""
    return bool(client.get("/cases/").status_code == 200)


def without_tokens(page: bytes) -> str:
    """Return a page without what differs from one form to the next."""
    return _TOKEN.sub("", page.decode())
