"""``licet cases tick``: what the clock does, for a timer that runs it every few minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from licet.cli.cases_options import procedure_option
from licet.cli.options import law_option

if TYPE_CHECKING:
    from licet.determination import Determination

_SAYS = {
    "expired": "licences expired",
    "silent": "agencies fell silent",
    "matched": "cases held against the register of denials",
    "redetermined": "cases determined anew",
}


@click.command("tick")
@procedure_option
@click.option(
    "--redetermine",
    is_flag=True,
    help="Determine open cases anew that were determined under another law; signatures fall where it says something else.",
)
@law_option
@click.pass_context
def command(ctx: click.Context, procedure: str, redetermine: bool, law: str | None) -> None:
    """Do what the clock does: licences expire, the silence of agencies counts where a rule says so, cases are held against the register of denials.

    It is for a timer, such as every ten minutes. It runs beside the site and beside itself: each deed is whole or not done, and what was done is not
    done again. The exit status is 0 where nothing was left, and 1 where something could not be done, which a line each tells.

    \b
    Examples:
      licet cases tick
      licet cases tick --procedure us --redetermine
    """  # noqa: D301
    import licet
    from licet.cli import clock
    from licet.cli.cases_opening import register
    from licet.cli.cases_options import configuration
    from licet.cli.faults import tame
    from licet.cli.loading import load

    book = load(law)
    tables = configuration(book.folder, procedure)
    with register():
        from licet.cases.ticking import Clockwork, tick
        from licet.screening.in_reviews import Lists

        def review(transfer: Mapping[str, Any]) -> Determination:
            return licet.review(transfer, rulebook=book.for_cases, screener=Lists(places=False))

        ticked = tick(Clockwork(tables, book.for_cases, clock.now, review if redetermine else None))
        for deed, many in ticked.done.items():
            if many:
                click.echo(f"{many:,} {_SAYS[deed]}.")
        if not any(ticked.done.values()):
            click.echo("Nothing was due.")
        for reference, fault in ticked.left:
            click.echo(tame(f"{reference}: {fault}"))
        if ticked.left:
            ctx.exit(1)
