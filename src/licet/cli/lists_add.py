"""``licet lists add``: take in a list that is not there yet."""

from __future__ import annotations

from typing import Any

import click

from licet.cli.lists_reading import lists_option, reading_options
from licet.cli.options import law_option


@click.command("add")
@click.argument("name")
@click.argument("file", type=click.Path())
@reading_options
@lists_option
@law_option
def command(name: str, file: str, lists: str | None, law: str | None, **options: Any) -> None:
    """Add a list under NAME from the FILE in which it is published.

    The form of the file is known by its content. A list is taken whole or refused, with a line for every fault. Where the form itself does
    not show that nothing is missing (tables, lines of JSON), the count or the digest as published is needed, or somebody who vouches for it.

    \b
    Where lists are published, to be fetched by you:
      csl-json, csl-csv   Consolidated Screening List: trade.gov/consolidated-screening-list
      ofac-csv, ofac-xml  SDN list: sanctionslist.ofac.treas.gov (sdn.csv with add.csv and alt.csv, or sdn.xml)
      dpl-text            Denied Persons List: bis.gov, Denied Persons List
      un-xml              Security Council: main.un.org/securitycouncil, Consolidated List
      ftm                 entities as JSON lines or an array: opensanctions.org
      table               any table with a column of names

    \b
    Examples:
      licet lists add csl consolidated.json
      licet lists add ofac sdn.csv --vintage 2026-07-30
      licet lists add dpl dpl.txt --vintage 2026-07-30 --entries 581
      licet lists add house own.csv --map name=Company --map nation=Country --vintage 2026-07-01 --whole 'A. Smith: our own list'
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.lists_reading import given, place, statements, tell_taken
    from licet.cli.progress import bar
    from licet.screening.updating import add_list

    path = place(lists)
    said = statements(options)
    files, form = given(name, file, options, law, None)
    with bar(name) as tell:
        taken = add_list(path, name, files, form, said, clock.now(), tell=tell)
    tell_taken(taken)
