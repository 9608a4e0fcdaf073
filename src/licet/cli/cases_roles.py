"""``licet cases roles``: the rights of the owner and of the site on a register in PostgreSQL, as SQL."""

from __future__ import annotations

from importlib.resources import files

import click


@click.command("roles")
def command() -> None:
    """Print the SQL that gives the site only the rights it needs on PostgreSQL: to read what happened and add to it, never to change it.

    It is run by the owner of the database, who makes the tables, after each migration and each restore. Nothing is asked of a database here.

    \b
    Examples:
      licet cases roles | psql --set owner=licet_owner --set site=licet_site --dbname=cases
    """  # noqa: D301
    click.echo(files("licet.cases").joinpath("roles.sql").read_text(encoding="utf-8"), nl=False)
