"""``licet lists update``: replace a list by a later vintage of it."""

from __future__ import annotations

from typing import Any

import click

from licet.cli.lists_reading import lists_option, reading_options
from licet.cli.options import law_option


@click.command("update")
@click.argument("name")
@click.argument("file", type=click.Path())
@reading_options
@click.option(
    "--accept-shrinking",
    metavar="TEXT",
    default="",
    help="Who accepts that the list lost more than a tenth or a source, and why; it is kept and shown.",
)
@lists_option
@law_option
def command(name: str, file: str, lists: str | None, law: str | None, **options: Any) -> None:
    """Replace the list NAME by a later vintage of it from FILE.

    The form, the columns and the age limit stay what they were unless said otherwise. A file that cannot be read to its end, that lost more
    than a tenth of its entries or a source, or that is older than the list held, is refused: the list held stays, and every screening says
    that its update was refused, until a good file is taken in, the same one again too, or 'licet lists settle' settles it.

    \b
    Examples:
      licet lists update csl consolidated.json
      licet lists update dpl dpl.txt --vintage 2026-07-30 --entries 579
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.lists_reading import given, place, statements, tell_taken
    from licet.cli.progress import bar
    from licet.screening.store import Store
    from licet.screening.updating import update_list

    path = place(lists)
    said = statements(options)
    with Store.open(path) as store:
        held = store.held(name)
    files, form = given(name, file, options, law, held)
    with bar(name) as tell:
        taken = update_list(path, name, files, form, said, clock.now(), tell=tell)
    tell_taken(taken)
