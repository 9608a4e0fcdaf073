"""What happens at the door is told to whoever watches over the site: who came in is not, since a log is copied to many places.

The lines have the form of the log of the site: the name of an event, and words of the program. Names stand in the register alone.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from allauth.account import signals as account
from allauth.mfa import signals as factors
from django.contrib.auth import signals as auth
from django.dispatch import receiver

from licet.web.casework import one_time

_LOG: Final = logging.getLogger("licet.security")
CONNECTED: Final = True


def told(name: str, level: int = logging.WARNING, **fields: Any) -> None:
    """Write down an event; fields are words of the program and never what somebody stated."""
    _LOG.log(level, name, extra={"licet_event": name, "licet_fields": fields})


@receiver(account.user_logged_in, dispatch_uid="licet.signed_in")
def _signed_in(**_named: Any) -> None:
    told("signed_in", logging.INFO)


@receiver(auth.user_login_failed, dispatch_uid="licet.sign_in_failed")
def _failed(**_named: Any) -> None:
    told("sign_in_failed", reason="wrong_name_or_password")


@receiver(auth.user_logged_out, dispatch_uid="licet.signed_out")
def _out(user: Any = None, **_named: Any) -> None:
    if user is not None:
        told("signed_out", logging.INFO)


@receiver(account.password_changed, dispatch_uid="licet.password_changed")
def _password(user: Any, **_named: Any) -> None:
    one_time.changed(user)
    told("password_changed")


@receiver(factors.authenticator_added, dispatch_uid="licet.factor_added")
@receiver(factors.authenticator_removed, dispatch_uid="licet.factor_removed")
@receiver(factors.authenticator_reset, dispatch_uid="licet.factor_reset")
def _factor(**_named: Any) -> None:
    told("second_factor_changed")
