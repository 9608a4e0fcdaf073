"""What of the settings is not safe where others reach the site, each as one fault; nothing here changes a setting.

The site is *meant for others* where ``LICET_HTTPS`` is on, or where ``ALLOWED_HOSTS`` has a name by which other machines reach it. The one way out
is ``LICET_PLAIN=on``, which ``licet site --allow-remote`` says for whoever asked for it: then nobody's data should be in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from licet.errors import Fault, near
from licet.rulebook.rulebook import law_folder

# Names by which only this machine reaches itself.
OWN = ("localhost", ".localhost", "127.0.0.1", "[::1]")
_ON = ("on", "1", "yes", "true")
# As Django's own check of a deployment asks (security.W009).
_KEY_LENGTH, _KEY_SIGNS, _KEY_MADE_UP = 50, 5, "django-insecure-"


def on(environ: Mapping[str, str], name: str) -> bool:
    """Return whether a setting of the environment is on."""
    return environ.get(name, "").strip().casefold() in _ON


def for_others(settings: Mapping[str, Any], environ: Mapping[str, str]) -> bool:
    """Return whether the site is meant for others than whoever sits at this machine."""
    if on(environ, "LICET_HTTPS"):
        return True
    return not on(environ, "LICET_PLAIN") and any(host not in OWN for host in settings["ALLOWED_HOSTS"])


def faults(settings: Mapping[str, Any], environ: Mapping[str, str]) -> list[Fault]:
    """Return a fault for everything that keeps the site from starting.

    Args:
        settings: the settings of Django, by name.
        environ: the environment they came from.
    """
    found = [*_law(settings), *_proxies(settings)]
    if for_others(settings, environ):
        found += [*_secrets(settings), *_hosts(settings, environ), *_https(settings, environ)]
    return found


def _secrets(settings: Mapping[str, Any]) -> Iterator[Fault]:
    if settings["DEBUG"]:
        yield Fault("DEBUG", "on, and others reach the site", "off", "leave it out")
    key = str(settings["SECRET_KEY"])
    # What the key is, is told to nobody.
    if len(key) < _KEY_LENGTH or len(set(key)) < _KEY_SIGNS or key.startswith(_KEY_MADE_UP):
        mend = "leave it out and one is made and kept in LICET_SITE_FOLDER"
        yield Fault("SECRET_KEY", f"{len(key)} characters", f"at least {_KEY_LENGTH}, by chance", mend)


def _hosts(settings: Mapping[str, Any], environ: Mapping[str, str]) -> Iterator[Fault]:
    expected = "the names under which others reach the site, such as cases.example.org"
    if "*" in settings["ALLOWED_HOSTS"]:
        yield Fault("ALLOWED_HOSTS", "'*', which is every name", expected)
    if not settings["ALLOWED_HOSTS"] or not environ.get("ALLOWED_HOSTS", "").strip():
        yield Fault("ALLOWED_HOSTS", "nothing", expected)


def _https(settings: Mapping[str, Any], environ: Mapping[str, str]) -> Iterator[Fault]:
    if not on(environ, "LICET_HTTPS"):
        names = ", ".join(host for host in settings["ALLOWED_HOSTS"] if host not in OWN)
        mend = "serve it behind a proxy with a certificate, see docs/deployment.md"
        yield Fault("LICET_HTTPS", f"off, and others reach the site as {names}", "on", mend)
    elif on(environ, "LICET_PLAIN"):
        yield Fault("LICET_PLAIN", "on, and LICET_HTTPS as well", "one of them", "leave LICET_PLAIN out")


def _proxies(settings: Mapping[str, Any]) -> Iterator[Fault]:
    if settings.get("SECURE_PROXY_SSL_HEADER") and not settings.get("NINJA_NUM_PROXIES"):
        found = "it is believed of everybody, since no proxy stands before the site"
        yield Fault("SECURE_PROXY_SSL_HEADER", found, "LICET_PROXIES=1 or more, or no such header")


def _law(settings: Mapping[str, Any]) -> Iterator[Fault]:
    named, name = settings.get("LICET_LAW"), str(settings.get("LICET_PROCEDURE") or "")
    folder = Path(named) if named else law_folder()
    expected = "a folder of law that can be read"
    try:
        first = next(folder.rglob("*.md"), None) if folder.is_dir() else None
        if first is None:
            yield Fault("LICET_LAW", f"{folder}: no file of law", expected)
            return
        if not os.access(folder, os.R_OK | os.X_OK):
            raise PermissionError(None, "it may not be read")
        with first.open("rb") as file:
            file.read(1)
    except OSError as error:
        yield Fault("LICET_LAW", f"{folder}: {error.strerror}", expected)
        return
    known = sorted(path.parent.name for path in (folder / "procedure").glob("*/procedure.csv"))
    if name and name not in known:
        expected = " | ".join(known) or "a folder of procedure/ in the folder of law"
        yield Fault("LICET_PROCEDURE", f"no procedure '{name}'", expected, near(name, known))
