"""``licet law gaps``: where the regulation has not followed the policy, on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from licet.cli.options import format_option, json_option, law_option, output_option, reform_option
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    import datetime


@click.command("gaps")
@click.option("--date", metavar="DATE", help="The day whose law is asked; today by default.")
@reform_option
@format_option("text", "json")
@json_option
@output_option
@law_option
def command(
    date: str | None,
    reforms: tuple[str, ...],
    format_: str | None,
    output: str | None,
    law: str | None,
) -> None:
    """Tell where the regulation does not follow the policy.

    Three things are looked for: policies in force, or provisions of one, that no text of the rulebook carries out; regulations that still say
    what a later text has changed; and printed lists of nations that differ from the list they are to follow. All are found from what
    the texts of the law declare of each other, from their dates, and from which rule displaces which.

    Each finding has its sources and their standing. Where a regulation was last read in an edition older than the change, it says that
    this was not verified. Nothing found is no proof: what is not in the rulebook was not asked.

    \b
    Examples:
      licet law gaps
      licet law gaps --date 2020-10-01
      licet law gaps --reform hr-3068-119@2026-01-01 --format json
    """  # noqa: D301
    from licet.cli.loading import load
    from licet.cli.output import chosen_format, console, opened
    from licet.gaps.finding import gaps

    faults: list[Fault] = []
    day = _day(date, faults)
    rulebook = load(law, reforms, faults)
    if faults or day is None:
        raise InputError(faults=faults)
    found = gaps(rulebook, day)
    with opened(output) as stream:
        if chosen_format(format_, output) == "json":
            print(found.to_json(), file=stream)
        else:
            from licet.reports.gaps import render

            render(found, console=console(stream), rulebook=rulebook)


def _day(text: str | None, faults: list[Fault]) -> datetime.date | None:
    from licet.rulebook.rulebook import today
    from licet.rulebook.windows import NotAWindow, read_date

    if text is None:
        return today()
    try:
        return read_date(text)
    except NotAWindow as error:
        faults.append(Fault("--date", str(error), "a day that exists, as YYYY-MM-DD"))
        return None
