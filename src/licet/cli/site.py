"""``licet site``: the site on this machine, started by one command."""

from __future__ import annotations

import os

import click

from licet.cli.options import law_option
from licet.errors import Fault, InputError

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
# What the extra ``site`` brings, by the names under which it is imported.
_PACKAGES = (
    "allauth",
    "altair",
    "dj_database_url",
    "django",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "fastexcel",
    "markdown_it",
    "ninja",
    "polars",
    "prometheus_client",
    "typst",
    "vl_convert",
    "whitenoise",
    "xlsxwriter",
    "z3",
)
_ALL = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


def lacking(command: str) -> list[Fault]:
    """Return a fault where a command needs the packages of the site and one of them is not installed."""
    from importlib.util import find_spec

    if all(find_spec(package) is not None for package in _PACKAGES):
        return []
    return [Fault(command, "a package that is not installed", "the packages of the site", "pip install 'licet[site]'")]


def names_of(host: str) -> str:
    """Return the names under which a site is reached that listens on an address, as ``ALLOWED_HOSTS`` has them.

    Who listens on all addresses is reached by names that nobody here knows, so that every name is taken.

    >>> names_of("192.0.2.1"), names_of("2001:db8::1"), names_of("0.0.0.0")
    ('localhost,127.0.0.1,[::1],192.0.2.1', 'localhost,127.0.0.1,[::1],[2001:db8::1]', '*')
    """
    if host in _ALL:
        return "*"
    return f"localhost,127.0.0.1,[::1],{f'[{host}]' if ':' in host else host}"


@click.command("site")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 for a free one.",
)
@click.option("--allow-remote", is_flag=True, help="Let other machines reach it; --host then names the address.")
@law_option
def command(host: str, port: int, allow_remote: bool, law: str | None) -> None:
    """Start the site: the rulebook, the Annex, nations and systems in a browser.

    Nothing has to be set up: what the site keeps lies in a SQLite file in your data folder, and DATABASE_URL names another database.
    Only this machine reaches it unless --allow-remote is given; with --host 0.0.0.0 by any name, or by those that ALLOWED_HOSTS has. A server for others runs 'licet.web.wsgi' behind HTTPS.

    \b
    Examples:
      licet site
      licet site --port 8080
      licet site --law law
    """  # noqa: D301
    from licet.cli.loading import load

    faults = lacking("licet site")
    if host not in _LOOPBACK and not allow_remote:
        faults.append(
            Fault(
                "--host",
                f"{host}, which other machines reach",
                f"one of {', '.join(_LOOPBACK)}",
                "add --allow-remote to let them",
            )
        )
    if faults:
        raise InputError(faults=faults)
    load(law)  # A law that cannot be used is told here, and not on every page.
    os.environ["DJANGO_SETTINGS_MODULE"] = "licet.web.settings"
    if law is not None:
        os.environ["LICET_LAW"] = law
    if allow_remote:
        os.environ.setdefault("ALLOWED_HOSTS", names_of(host))
        # Whoever asks for that wants it without a certificate; a server for others is started otherwise, and refuses that.
        os.environ.setdefault("LICET_PLAIN", "off" if os.environ.get("LICET_HTTPS") else "on")
    from licet.web.serving import serve

    serve(host, port, told=lambda address: click.echo(f"The site is at {address} – stop it with Ctrl+C."))
