"""``licet screen``: names, or the parties of a file, against the lists that were added."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from licet.cli.lists_reading import lists_option
from licet.cli.options import format_option, law_option, output_option
from licet.cli.party_options import party_options
from licet.errors import Fault, InputError, number_of

if TYPE_CHECKING:
    from datetime import date

    from licet.screening.answer import Party, Screening
    from licet.transfers.stating import Stater


@click.command("screen")
@click.argument("names", nargs=-1, metavar="NAME…|FILE…|-")
@party_options
@click.option(
    "--exporter",
    metavar="NATION",
    help="Nobody is clear unless the lists that the law of this exporter asks for are there.",
)
@click.option(
    "--least",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="SCORE",
    help="The score from which an entry is a hit; 0.8 by default.",
)
@click.option(
    "--second-opinion", is_flag=True, help="Tell the score of logic-v2 beside every hit; needs the extra licet[ftm]."
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="So many processes for many parties; as many as processors by default.",
)
@click.option(
    "--affected-by",
    metavar="LIST",
    help="Tell only of the parties whom the last update of this list concerns, and how; the name is that of 'licet lists show'.",
)
@click.option("--since", metavar="DATE", help="With --affected-by: all updates since the list was of this day.")
@format_option("text", "json", "jsonl", "csv")
@output_option
@lists_option
@law_option
def command(
    names: tuple[str, ...],
    exporter: str | None,
    least: float | None,
    second_opinion: bool,
    jobs: int | None,
    affected_by: str | None,
    since: str | None,
    format_: str | None,
    output: str | None,
    lists: str | None,
    law: str | None,
    **stated: Any,
) -> None:
    """Screen parties: whether each is, or may be, on a list that was added, what matched what, and what follows from being on it.

    A NAME is screened as it is, in any script. A FILE holds a name on each line (.txt), a table with a column 'name' (.csv, .tsv), or parties
    or transfers with their parties (.json, .jsonl, .yaml, .toml). '-' reads a name, or a JSON object, a line from standard input.

    The status is 'clear', 'possible', 'match' or 'not_screened'. The last is the answer whenever a list is too old, missing, damaged or was
    refused: what was not checked is never clear. What else is known of a party, its nation, birth and numbers, makes an answer sharper.

    \b
    Examples:
      licet screen "Aero Engine Corporation of China"
      licet screen "Ивановский завод" --kind organisation --nation RU
      licet screen customers.csv -o screened.csv
      licet screen transfer.yaml --format json --exporter US
      licet screen customers.csv --affected-by csl  # after an update: the parties whom it concerns
      licet lists add csl consolidated.json        # first: a list, as it is published
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.loading import load
    from licet.cli.output import opened
    from licet.cli.progress import bar
    from licet.rulebook.rulebook import today
    from licet.screening.screening import concerned, screen_many
    from licet.transfers.stating import Stater

    form = format_ or _form(output)
    rulebook = load(law, ())
    stater = Stater(rulebook, today())
    parties, listed, files = _gather(names, stated, stater)
    options: dict[str, Any] = {
        "lists": lists,
        "now": clock.now(),
        "exporter": _nation(exporter, stater),
        "least": least,
        "second_opinion": second_opinion,
        "affected_by": affected_by or "",
        "since": _day(since, affected_by),
    }
    found = screen_many(parties, jobs=jobs, rulebook=rulebook, **options)
    with opened(output, files) as stream, bar("Screening") as tell:
        watched = _watched(found, len(parties), tell)
        if affected_by:
            _affected(filter(concerned, watched), len(parties), affected_by, form, stream)
        else:
            _print(watched, form, listed, stream)


def _affected(found: Iterator[Screening], parties: int, name: str, form: str, stream: IO[str]) -> None:
    """Print the parties whom an update concerns; as a list, since it may be none."""
    from licet.cli.faults import tame

    if form != "text":
        _print(found, form, True, stream)
        return
    told = list(found)
    concerned = sum(bool(one.changes) for one in told)
    of = number_of(parties, "party", "parties")
    print(f"Of {of}, the update of {tame(name)} concerns {concerned:,}.", file=stream)
    if told:
        print(file=stream)
        _print(iter(told), form, True, stream)


def _form(output: str | None) -> str:
    from licet.cli.output import chosen_format

    if output is not None and output.casefold().endswith(".csv"):
        return "csv"
    form = chosen_format(None, output)
    ending = "" if output is None else Path(output).suffix.casefold()
    if form not in ("text", "json", "jsonl") or (form == "text" and ending not in ("", ".txt")):
        raise InputError(faults=[Fault("--output", f"{output}", "a file that ends in .txt, .json, .jsonl or .csv")])
    return form


def _day(since: str | None, affected_by: str | None) -> date | None:
    from licet.rulebook.windows import NotAWindow, read_date
    from licet.transfers.mending import day_meant

    if since is None:
        return None
    if not affected_by:
        raise InputError(faults=[Fault("--since", since, "--affected-by LIST beside it")])
    try:
        return read_date(since)
    except NotAWindow:
        expected = "a day that exists, as YYYY-MM-DD"
        raise InputError(faults=[Fault("--since", f"'{since}'", expected, day_meant(since))]) from None


def _nation(exporter: str | None, stater: Stater) -> str:
    from licet.transfers.stating import nations_of

    try:
        return nations_of(stater.rulebook).code(exporter) if exporter else ""
    except InputError as error:
        raise InputError(faults=[replace(fault, where="--exporter") for fault in error.faults]) from None


def _gather(names: Sequence[str], stated: dict[str, Any], stater: Stater) -> tuple[list[Party], bool, tuple[str, ...]]:
    """Return the parties of the command, whether the answer is a list, and the files that were read."""
    from licet.screening.reading import is_file, parties_in, party_node, party_stated

    faults: list[Fault] = []
    parties: list[Party] = []
    files: list[str] = []
    told = {name: value for name, value in stated.items() if value}
    for name in names:
        if name == "-" or is_file(name):
            files.append(name)
            try:
                data = sys.stdin.buffer.read() if name == "-" else _content(name)
                parties += parties_in(data, "standard input" if name == "-" else name, stater)
            except InputError as error:
                faults += error.faults
            continue
        try:
            parties.append(party_stated(party_node(name, told), stater))
        except InputError as error:
            faults += error.faults
    if not names:
        faults.append(Fault("NAME", "nobody", "a name, or a file of parties", "licet screen --help"))
    if told and (len(names) != 1 or files):
        options = ", ".join(f"--{name}" for name in told)
        faults.append(Fault(options, f"{len(names)} names or files", "one name", "state it in the file"))
    if faults:
        raise InputError(faults=faults)
    return parties, bool(files) or len(names) > 1, tuple(files)


def _content(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        expected = "a file of parties"
        mend = "a name that ends so is screened from standard input: echo NAME | licet screen -"
        raise InputError(faults=[Fault(name, error.strerror or "cannot be read", expected, mend)]) from None


def _watched(found: Iterable[Screening], total: int, tell: Any) -> Iterator[Screening]:
    for done, screening in enumerate(found, 1):
        if tell is not None and not done % 50:
            tell(done, total)
        yield screening


def _print(found: Iterator[Screening], form: str, listed: bool, stream: IO[str]) -> None:
    if form == "csv":
        from licet.reports.screening_table import write_csv

        write_csv(found, stream)
    elif form == "jsonl":
        for screening in found:
            print(screening.to_json(indent=0), file=stream)
    elif form == "json" and not listed:
        print(next(found).to_json(), file=stream)
    elif form == "json":
        from licet.cli.output import print_array

        print_array((screening.to_json() for screening in found), stream)
    else:
        from licet.cli.output import console
        from licet.reports.screening_text import render

        render(list(found), console=console(stream))
