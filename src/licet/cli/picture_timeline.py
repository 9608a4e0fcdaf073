"""``licet picture timeline``: the posture for one transfer through the years, nation by nation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from licet.cli.drawing import picture_option
from licet.cli.options import FactCommand, assume_option, law_option, reform_option
from licet.errors import Fault, InputError
from licet.reports.first_day import FIRST_DAY

if TYPE_CHECKING:
    from licet.rulebook.rulebook import Rulebook


@click.command("timeline", cls=FactCommand)
@click.argument("files", nargs=-1, metavar="[FILE|-]", type=click.Path(allow_dash=True))
@click.option("--nations", metavar="NATION,…", help="Only these nations, by code or name; all by default.")
@click.option(
    "--from", "first", metavar="DATE", default=FIRST_DAY.isoformat(), show_default=True, help="The first day."
)
@click.option("--to", "last", metavar="DATE", help="The last day; today by default.")
@reform_option
@assume_option
@picture_option
@law_option
def command(
    files: tuple[str, ...],
    nations: str | None,
    first: str,
    last: str | None,
    reforms: tuple[str, ...],
    assume: tuple[str, ...],
    output: str | None,
    law: str | None,
    stated: dict[str, tuple[str, ...]],
) -> None:
    """Draw the posture for a transfer through the years, with the instruments that changed it.

    FILE holds one transfer; its date and a recipient in it are left aside. A few nations have a row each; of many, those with the same
    answers on every day share one.

    \b
    Examples:
      licet picture timeline transfer.yaml -o years.svg
      licet picture timeline transfer.yaml --nations IT,IN,SA --from 2015-01-01 -o years.png
    """  # noqa: D301
    from licet.cli.drawing import checked, day_of, one_transfer, written
    from licet.cli.loading import load
    from licet.eligibility.asking import check, without_recipient
    from licet.eligibility.courses import courses
    from licet.rulebook.rulebook import today

    faults: list[Fault] = []
    checked(output, files, faults)
    start, end = day_of("--from", first, faults), day_of("--to", last or today().isoformat(), faults)
    if start is not None and end is not None and start >= end:
        faults.append(Fault("--from", f"{start}, not before --to {end}", "the earlier day first"))
    rulebook = load(law, reforms, faults)
    asked = _nations(rulebook, nations, faults)
    given, gathered = one_transfer(rulebook, files, stated, faults, assume=assume)
    check(rulebook, given.transfer)
    if start is None or end is None or output is None:  # a fault that has been raised
        raise InputError(faults=faults)
    from licet.pictures.findings import subject
    from licet.pictures.of_courses import timeline

    transfer = gathered.stater.read(without_recipient(given.node, rulebook))
    exporter = transfer.stated.get("exporter")
    if nations is None:
        asked = [nation for nation in rulebook.nations if nation != exporter]
    elif exporter in asked:
        raise InputError(faults=[Fault("--nations", f"{exporter}, the exporter itself", "recipients")])
    found = courses(rulebook, transfer, asked, start, end)
    written(timeline(found, rulebook, end, shown=subject(transfer.shown, rulebook)), output)


def _nations(rulebook: Rulebook, text: str | None, faults: list[Fault]) -> list[str]:
    """Return the codes of nations, each once."""
    from licet.transfers.nations import NationError
    from licet.transfers.stating import nations_of

    found: list[str] = []
    names = [name.strip() for name in text.split(",")] if text is not None else []
    for name in filter(None, names):
        try:
            found.append(nations_of(rulebook).code(name))
        except NationError as error:
            faults += [Fault("--nations", fault.found, fault.expected, fault.mend) for fault in error.faults]
    if text is not None and not any(names):
        faults.append(Fault("--nations", "no nation", "codes or names with , between them"))
    return list(dict.fromkeys(found))
