"""Passwords that are made for somebody: told once, good for some hours, and changed before anything else."""

from __future__ import annotations

import datetime
import secrets
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from licet.web.models import OneTimePassword

# Without signs that are taken for each other.
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _EACH = 4, 5


def password() -> str:
    """Return a password that nobody guesses: twenty signs by chance, which are 99 bits.

    >>> [len(group) for group in password().split("-")]
    [5, 5, 5, 5]
    """
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_EACH)) for _ in range(_GROUPS))


def give(user: AbstractBaseUser, at: datetime.datetime) -> str:
    """Give an account a password that is to be changed, and return it; whoever is signed in with the one before is so no longer."""
    made = password()
    user.set_password(made)
    user.save(update_fields=["password"])
    OneTimePassword.objects.update_or_create(user=user, defaults={"made": at})
    return made


def too_late(user: AbstractBaseUser) -> bool:
    """Whether the password of an account was made for somebody who did not come in time."""
    made = OneTimePassword.objects.filter(user=user).values_list("made", flat=True).first()
    return made is not None and not _in_time(made)


def _in_time(made: datetime.datetime) -> bool:
    return datetime.datetime.now(datetime.UTC) - made <= datetime.timedelta(hours=settings.LICET_FIRST_HOURS)


def changed(user: AbstractBaseUser) -> None:
    """Take note that somebody chose a password of their own."""
    OneTimePassword.objects.filter(user=user).delete()
