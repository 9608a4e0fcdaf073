"""``licet eligible``: every nation as the recipient of one transfer, in the form that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

import click

from licet.cli.beside import pictures_option
from licet.cli.options import (
    FactCommand,
    assume_option,
    format_option,
    json_option,
    law_option,
    output_option,
    reform_option,
)
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.eligibility.answer import Eligibility
    from licet.pictures.of_comparisons import Drawn
    from licet.rulebook.rulebook import Rulebook


@click.command("eligible", cls=FactCommand)
@click.argument("files", nargs=-1, metavar="[FILE|-]", type=click.Path(allow_dash=True))
@click.option("--as-of", metavar="DATE", help="Ask as of this date, whatever the transfer says.")
@reform_option
@assume_option
@format_option("text", "json", "markdown", "html")
@json_option
@output_option
@pictures_option
@law_option
def command(
    files: tuple[str, ...],
    as_of: str | None,
    reforms: tuple[str, ...],
    assume: tuple[str, ...],
    format_: str | None,
    output: str | None,
    pictures: str | None,
    law: str | None,
    stated: dict[str, tuple[str, ...]],
) -> None:
    """Tell for every nation what the answer to a transfer would be.

    FILE holds one transfer; a recipient in it is left aside. The nations stand in groups of like answers, each with the memberships that tell
    them from the others and those that would change the answer. Both are found by trying: a membership is taken away, added, or taken
    as not known, and the rules are asked again.

    A list of nations that is not public is shown at both its ends, with nobody on it and with every nation that could be; --assume
    GROUP=NATION,NATION fills it. What is not known stays open, with what is missing.

    The page in HTML holds a map of the world by answer where the packages of licet[pictures] are installed.

    \b
    Examples:
      licet eligible transfer.yaml
      licet eligible transfer.yaml --as-of 2025-01-02
      licet eligible transfer.yaml --assume nsm28_partner=IT,SA,TR -o who.html
      licet eligible --kind cruise_missile --range '2500 km' --payload '600 kg' --exporter US --reform hr-3068-119
    """  # noqa: D301
    from licet.cli.beside import check_pictures, save_pictures
    from licet.cli.gathering import gather
    from licet.cli.loading import load, reform_files
    from licet.cli.output import chosen_format, opened
    from licet.eligibility.asking import eligible_node
    from licet.rulebook.names import RECIPIENT

    check_pictures(pictures)
    faults: list[Fault] = []
    if RECIPIENT in stated:
        found = f"the recipient {', '.join(stated[RECIPIENT])}"
        faults.append(Fault(f"--{RECIPIENT}", found, "none: every nation is asked", "'licet review' asks one"))
    if len(files) > 1:
        faults.append(Fault("licet eligible", f"{len(files)} files", "one, with one transfer"))
    rulebook = load(law, reforms, faults)
    gathered = gather(rulebook, files[:1], stated, faults, as_of, assume)
    if len(gathered.given) != 1:
        title = gathered.given[0].title.partition(", transfer ")[0] if gathered.given else files[0]
        raise InputError(faults=[Fault(title, f"{len(gathered.given)} transfers", "one transfer")])
    answer = eligible_node(gathered.given[0].node, gathered.stater)
    drawn = None if pictures is None else _drawn(answer, rulebook)
    with opened(output, (*files, *reform_files(reforms))) as stream:
        _print(rulebook, answer, chosen_format(format_, output), stream, drawn)
        save_pictures(drawn, pictures)


def _drawn(answer: Eligibility, rulebook: Rulebook) -> Sequence[Drawn]:
    from licet.pictures.of_comparisons import of_eligibility

    return of_eligibility(answer, rulebook)


def _print(
    rulebook: Rulebook, answer: Eligibility, form: str, stream: IO[str], drawn: Sequence[Drawn] | None = None
) -> None:
    match form:
        case "json":
            print(answer.to_json(), file=stream)
        case "html":
            from licet.reports.eligible_html import page

            print(page(answer, rulebook, drawn), end="", file=stream)
        case "markdown":
            from licet.reports.eligible_markdown import markdown

            print(markdown(answer, rulebook), end="", file=stream)
        case _:
            from licet.cli.output import console
            from licet.reports.eligible_text import render

            render(answer, console=console(stream), rulebook=rulebook)
