"""``licet timeline``: the answers to a transfer on every date on which they change, and what each proposal alone would make of it."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import click

from licet.cli.options import FactCommand, assume_option, format_option, law_option, output_option, reform_option
from licet.errors import Fault, InputError
from licet.reports.first_day import FIRST_DAY

if TYPE_CHECKING:
    from licet.through_years import Timeline


@click.command("timeline", cls=FactCommand)
@click.argument("files", nargs=-1, metavar="[FILE…|-]", type=click.Path(allow_dash=True))
@click.option(
    "--from", "first", metavar="DATE", default=FIRST_DAY.isoformat(), show_default=True, help="The first day."
)
@click.option("--to", "last", metavar="DATE", help="The last day; today by default.")
@reform_option
@assume_option
@format_option("text", "json", "markdown", "html")
@output_option
@law_option
def command(
    files: tuple[str, ...],
    first: str,
    last: str | None,
    reforms: tuple[str, ...],
    assume: tuple[str, ...],
    format_: str | None,
    output: str | None,
    law: str | None,
    stated: dict[str, tuple[str, ...]],
) -> None:
    """Show the answers to a transfer through the years.

    Each line is a stretch of days with the same answers, and the rules that made the difference. At the end stands what each proposal,
    alone and in force, would make of the posture on the last day. The date that a transfer states is left aside.

    \b
    Examples:
      licet timeline transfer.yaml
      licet timeline --kind uas --range '1850 km' --payload '1701 kg' --max-airspeed '482 km/h' --recipient IT
      licet timeline transfer.yaml --from 2015-01-01 --format json
    """  # noqa: D301
    from licet.cli.gathering import gather
    from licet.cli.loading import load, reform_files
    from licet.cli.output import chosen_format, opened
    from licet.through_years import days_between, through

    faults: list[Fault] = []
    days = days_between(("--from", first), ("--to", last), faults)
    rulebook = load(law, reforms, faults)
    gathered = gather(rulebook, files, stated, faults, assume=assume)
    if days is None:  # a fault that gather has raised
        raise InputError(faults=faults)
    with opened(output, (*files, *reform_files(reforms))) as stream:
        lives = [(given.title, through(rulebook, given.transfer, *days)) for given in gathered.given]
        _print(lives, gathered.listed, chosen_format(format_, output), stream)


def _print(lives: list[tuple[str, Timeline]], listed: bool, form: str, stream: IO[str]) -> None:
    from licet.reports import timeline as report

    rulebook = lives[0][1].rulebook if lives else None
    if form == "json":
        from licet.cli.output import print_json

        print_json([life.to_dict() for _, life in lives] if listed else lives[0][1].to_dict(), stream)
    elif form == "html":
        print(report.page([report.course_of(life) for _, life in lives], rulebook), file=stream)
    elif form == "markdown":
        shown = (report.markdown(report.course_of(life), rulebook) for _, life in lives)
        print("\n---\n\n".join(shown), end="", file=stream)
    else:
        from licet.cli.output import between_text, console

        screen = console(stream)
        for life in between_text(lives, listed, screen):
            report.render(report.course_of(life), console=screen, rulebook=rulebook)
