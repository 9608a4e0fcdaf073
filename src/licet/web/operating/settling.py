"""What operating the site adds to its settings, in one call at their end.

========================== ===============================================================================================
``LICET_PLAIN``            ``on`` where other machines may reach the site without HTTPS; ``licet site --allow-remote`` says so
``LICET_PROCEDURE``        the procedure of the authority, a folder of ``law/procedure``; ``plain`` by default
``LICET_LOG``              ``json`` for a line of JSON for each request and event; ``text``; by default ``json`` where others reach the site
``LICET_METRICS_FROM``     addresses and networks that may read ``/metrics`` beside this machine, with ``,`` between them
``LICET_READY_SECONDS``    how long the database may take to answer before the site is not ready; 2 by default
``LICET_ROOM_BYTES``       how much room must be left on the disk for the site to be ready; 500000000 by default
========================== ===============================================================================================
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from licet.errors import Fault, InputError
from licet.web.operating.logs import FORMS, logging_of
from licet.web.operating.unsafe import faults, for_others, on

_NUMBERS = {"LICET_READY_SECONDS": 2, "LICET_ROOM_BYTES": 500_000_000}
_APP = "licet.web.operating"
_MIDDLEWARE = "licet.web.operating.watching.WatchingMiddleware"
_CONNECTING = 10


def settle(settings: dict[str, Any], environ: Mapping[str, str]) -> None:
    """Add what operating the site needs to its settings.

    Args:
        settings: the settings of Django as they are so far, by name; they are added to.
        environ: the environment they came from.

    Raises:
        InputError: with a fault for everything that cannot be read, or is not safe where others reach the site.
    """
    found: list[Fault] = []
    for name, default in _NUMBERS.items():
        told = environ.get(name, "").strip()
        if told and not (told.isascii() and told.isdecimal() and int(told)):
            found.append(Fault(name, told, "a whole number above 0", f"leave it out for {default}"))
            told = ""
        settings[name] = int(told or default)
    settings["LICET_PROCEDURE"] = environ.get("LICET_PROCEDURE", "").strip() or "plain"
    settings["LICET_FOR_OTHERS"] = for_others(settings, environ)
    settings["LICET_METRICS_FROM"] = _networks(environ.get("LICET_METRICS_FROM", ""), found)
    form = environ.get("LICET_LOG", "").strip().casefold() or ("json" if settings["LICET_FOR_OTHERS"] else "text")
    if form not in FORMS:
        found.append(Fault("LICET_LOG", form, " or ".join(FORMS)))
        form = "json"
    settings["LOGGING"] = logging_of(form, every_request=settings["LICET_FOR_OTHERS"] or form == "json")
    if _APP not in settings["INSTALLED_APPS"]:
        settings["INSTALLED_APPS"] = [*settings["INSTALLED_APPS"], _APP]
    if _MIDDLEWARE not in settings["MIDDLEWARE"]:
        settings["MIDDLEWARE"] = [_MIDDLEWARE, *settings["MIDDLEWARE"]]
    # Who sends a forged form is written down before it is refused as before.
    settings["LICET_FORGED"] = settings["CSRF_FAILURE_VIEW"]
    settings["CSRF_FAILURE_VIEW"] = "licet.web.operating.watching.forged"
    _secure(settings, on(environ, "LICET_HTTPS"))
    _patient(settings["DATABASES"]["default"])
    found += faults(settings, environ)
    if found:
        raise InputError(faults=found)


def _secure(settings: dict[str, Any], https: bool) -> None:
    """Have browsers and cookies keep to HTTPS, and take the word of a proxy on it only where there is one."""
    settings["SECURE_SSL_REDIRECT"] = https
    # Whether all other sites below the same name have HTTPS as well is not known here, so that nothing is promised for them.
    settings["SILENCED_SYSTEM_CHECKS"] = ["security.W005", "security.W021"]
    settings["SESSION_COOKIE_SECURE"] = settings["CSRF_COOKIE_SECURE"] = https
    if https and settings.get("NINJA_NUM_PROXIES"):
        settings["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")


def _patient(database: dict[str, Any]) -> None:
    """Have nobody wait for minutes for a PostgreSQL server that does not answer at all."""
    if database["ENGINE"].endswith("postgresql"):
        database.setdefault("OPTIONS", {}).setdefault("connect_timeout", _CONNECTING)


def _networks(told: str, found: list[Fault]) -> tuple[str, ...]:
    read: list[str] = []
    for one in filter(None, (part.strip() for part in told.split(","))):
        try:
            read.append(str(ipaddress.ip_network(one, strict=False)))
        except ValueError:
            expected = "addresses or networks such as 192.0.2.7 or 192.0.2.0/24"
            found.append(Fault("LICET_METRICS_FROM", f"'{one}'", expected))
    return tuple(read)
