"""Making, closing and resetting accounts, each with its event in the register and in one transaction with it.

The name of an account is the id of a person in events: it never changes, and no account is ever taken away.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone

from licet.cases import enrolling
from licet.cases.faults import NotPossible
from licet.cases.who import Who
from licet.errors import Fault
from licet.web.casework import one_time
from licet.web.casework.watched import told

PASSWORD, ELSEWHERE = SIGNS_IN = ("password", "elsewhere")
# Plain signs alone, so that no name looks like another one.
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,62}[A-Za-z0-9]")
_FORM: Final = "2 to 64 letters, digits, and . _ @ + - between them"


def account(name: str) -> User:
    """Return an account.

    Raises:
        NotPossible: where there is none of that name.
    """
    found = User.objects.filter(username=name).first()
    if found is None:
        raise NotPossible(faults=[Fault("account", "none of that name", "one that was made")])
    return found


def make(by: Who, name: str, signs_in: str, at: datetime.datetime) -> str:
    """Make an account, and return the password that is to be told to its owner once; empty for one that signs in elsewhere.

    Raises:
        NotPossible: for a name that cannot be one, or that is taken however it is written; names are never given again.
        NotAllowed: as of :func:`licet.cases.enrolling.keeping`.
    """
    with enrolling.keeping(by, name):
        if not _NAME.fullmatch(name):
            raise NotPossible(faults=[Fault("name", f"'{name[:80]}'", _FORM)])
        if signs_in not in SIGNS_IN:
            raise NotPossible(faults=[Fault("signs in", f"'{signs_in}'", " | ".join(SIGNS_IN))])
        if User.objects.filter(username__iexact=name).exists():
            raise NotPossible(
                faults=[Fault("name", f"'{name}', which is taken", "another name", "a name is one person's for good")]
            )
        # Without a password yet: hashing none takes no time.
        made = User.objects.create_user(name)
        secret = one_time.give(made, at) if signs_in == PASSWORD else ""
        enrolling.of_account(by, "account_made", name, at, signs_in=signs_in)
    told("account_changed", reason="made")
    return secret


def close(by: Who, name: str, at: datetime.datetime) -> None:
    """Close an account: nobody signs in to it, and whoever is signed in is so no longer. Its roles stay as they are.

    Raises:
        NotPossible: where there is none, or it is closed.
        NotAllowed: as of :func:`licet.cases.enrolling.keeping`.
    """
    _set(by, name, at, active=False)


def open_again(by: Who, name: str, at: datetime.datetime) -> None:
    """Open an account that was closed.

    Raises:
        NotPossible: where there is none, or it is open.
        NotAllowed: as of :func:`licet.cases.enrolling.keeping`.
    """
    _set(by, name, at, active=True)


def _set(by: Who, name: str, at: datetime.datetime, *, active: bool) -> None:
    with enrolling.keeping(by, name):
        one = account(name)
        if one.is_active is active:
            raise NotPossible(
                faults=[Fault("account", "open already" if active else "closed already", "the other way round")]
            )
        one.is_active = active
        one.save(update_fields=["is_active"])
        end_sessions(one)
        enrolling.of_account(by, "account_opened" if active else "account_closed", name, at)
    told("account_changed", reason="opened" if active else "closed")


def reset_password(by: Who, name: str, at: datetime.datetime) -> str:
    """Give an account a password that is to be changed, and return it; whoever is signed in is so no longer.

    Raises:
        NotPossible: where there is none, or it signs in elsewhere.
        NotAllowed: as of :func:`licet.cases.enrolling.keeping`.
    """
    with enrolling.keeping(by, name):
        one = account(name)
        if not one.has_usable_password():
            raise NotPossible(
                faults=[Fault("account", "one that signs in elsewhere", "one with a password", "have it reset there")]
            )
        secret = one_time.give(one, at)
        end_sessions(one)
        enrolling.of_account(by, "password_reset", name, at)
    told("account_changed", reason="password_reset")
    return secret


def reset_second_factor(by: Who, name: str, at: datetime.datetime) -> None:
    """Take the second factor and its recovery codes from an account; another is set up before its owner sees cases again.

    Raises:
        NotPossible: where there is no such account, or it has none.
        NotAllowed: as of :func:`licet.cases.enrolling.keeping`.
    """
    with enrolling.keeping(by, name):
        one = account(name)
        factors = Authenticator.objects.filter(user=one)
        if not factors.exists():
            raise NotPossible(faults=[Fault("second factor", "none", "one that was set up")])
        factors.delete()
        end_sessions(one)
        enrolling.of_account(by, "second_factor_reset", name, at)
    told("second_factor_changed", reason="reset")


def end_sessions(one: User) -> None:
    """End every session of an account, so that none comes back when it is opened again."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(one.pk):
            session.delete()
