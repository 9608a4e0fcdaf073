"""``licet compare``: what changes from one side of the law to another, proven, for every nation, and on data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import click

from licet.cli.beside import pictures_option
from licet.cli.options import assume_option, format_option, json_option, law_option, output_option

if TYPE_CHECKING:
    from licet.comparing.answer import Comparison
    from licet.comparing.comparison import Progress
    from licet.pictures.of_comparisons import Drawn
    from licet.rulebook.rulebook import Rulebook


@click.command("compare")
@click.argument("base")
@click.argument("other")
@click.option(
    "--question",
    "questions",
    multiple=True,
    metavar="NAME",
    help="Look at this question only; it may be given several times.",
)
@click.option(
    "--proof/--no-proof",
    default=True,
    help="Whether to prove what changes over all transfers: seconds for a reform or neighbouring days, minutes for decades.",
)
@click.option("--matrix", is_flag=True, help="Answer every nation and every class of items on both sides.")
@click.option(
    "--items",
    metavar="FILE",
    type=click.Path(),
    help="Classes of items of your own: transfers, each with a class and a title; implies --matrix.",
)
@click.option(
    "--on", metavar="TABLE", help="Answer this table of transfers on both sides, and count those that change."
)
@click.option(
    "--own-dates",
    is_flag=True,
    help="Ask each transfer of the table on its own date, so that only the reforms tell the sides apart.",
)
@click.option(
    "--list",
    "listed",
    metavar="FILE",
    type=click.Path(),
    help="Write the transfers of the table that change to this file.",
)
@click.option(
    "--mapping",
    metavar="FILE",
    type=click.Path(),
    help="Which header of the table states which fact, as in 'licet run'.",
)
@click.option(
    "--wide", is_flag=True, help="Leave open transfers of the table as they stand, part by part, which is faster."
)
@assume_option
@format_option("text", "json", "markdown", "html")
@json_option
@output_option
@pictures_option
@law_option
def command(
    base: str,
    other: str,
    questions: tuple[str, ...],
    proof: bool,
    matrix: bool,
    items: str | None,
    on: str | None,
    own_dates: bool,
    listed: str | None,
    mapping: str | None,
    wide: bool,
    assume: tuple[str, ...],
    format_: str | None,
    output: str | None,
    pictures: str | None,
    law: str | None,
) -> None:
    """Tell what changes from the law of BASE to the law of OTHER.

    Each side is a date, 'now', the name or the file of a reform, or several joined by '+'. A side without a date has that of the other, or
    today's.

    Proven over all possible transfers: every change of an answer, from what to what, for which recipients, caused by which provisions, each with a
    transfer that shows it and that 'licet review' runs; and that nothing else changes. It needs the package z3-solver (pip install
    'licet[prove]'). --matrix sets every nation against classes of items; --on counts on a table.

    A page that is written to a file has its data beside it: reform.html has reform-changes.csv, reform-matrix.csv and reform-flips.csv,
    those of what was asked for. It holds its pictures where the packages of licet[pictures] are installed.

    \b
    Examples:
      licet compare 2025-09-14 2025-09-15                  # what did September 2025 change?
      licet compare now hr-3068-119 --matrix               # whom would the bill reach, and for what?
      licet compare 2024-06-28 2024-06-28+hr-8892-118 --question licence
      licet compare now my-reform.md --matrix -o reform.html --pictures pictures
      licet compare now now+hr-3068-119 --no-proof --on orders.csv --own-dates --list changed.csv
    """  # noqa: D301
    from licet.cli.beside import check_pictures, names_beside, opened_beside, refuse_listed, save_pictures
    from licet.cli.output import chosen_format
    from licet.comparing.comparison import compare
    from licet.comparing.sides import files as side_files
    from licet.comparing.sides import sides
    from licet.errors import Fault, InputError
    from licet.reports.compare_tables import tables

    if on is None:
        for given, name in ((own_dates, "--own-dates"), (listed, "--list"), (mapping, "--mapping"), (wide, "--wide")):
            if given:
                raise InputError(faults=[Fault(name, "no table", "--on TABLE with it")])
        if assume and not matrix and items is None:
            mend = "the proof covers every way in which a list that is not public may be filled"
            raise InputError(
                faults=[Fault("--assume", "nothing to assume it for", "--matrix, --items or --on with it", mend)]
            )
        if not proof and not matrix and items is None:
            raise InputError(faults=[Fault("--no-proof", "nothing else to do", "--matrix, --items or --on with it")])
    form = chosen_format(format_, output)
    asked = {"changes": proof, "matrix": matrix or items is not None, "flips": on is not None}
    files = names_beside(output, form, [name for name, wanted in asked.items() if wanted])
    inputs = tuple(name for name in (*side_files(base), *side_files(other), items, on, mapping) if name)
    refuse_listed(listed, files, (*inputs, *([output] if output else [])))
    if pictures is not None and not (asked["matrix"] or own_dates):
        raise InputError(faults=[Fault("--pictures", "nothing to draw", "--matrix, or --on TABLE --own-dates")])
    check_pictures(pictures, inputs)
    with _progress() as progress:
        found = compare(
            base, other, law=law, questions=questions, proof=proof, matrix=asked["matrix"], items=items, on=on,
            own_dates=own_dates, listed=listed, assume=assume, mapping=mapping, wide=wide, progress=progress,
        )  # fmt: skip
    book = sides(base, other, law)[1].rulebook
    drawn = None if pictures is None else _drawn(found, book)
    with opened_beside(output, inputs, files, tables(found, book) if files else {}) as stream:
        _print(book, found, form, stream, {name: file.name for name, file in files.items()}, drawn)
        save_pictures(drawn, pictures)


def _drawn(found: Comparison, rulebook: Rulebook) -> Sequence[Drawn]:
    from licet.pictures.of_comparisons import of_comparison

    return of_comparison(found, rulebook)


@contextmanager
def _progress() -> Iterator[Progress]:
    """Give a bar for each thing that is done, one after the other."""
    from contextlib import ExitStack

    from licet.cli.progress import bar

    with ExitStack() as stack:
        named = ""
        shown = None

        def tell(what: str, done: int, of: int | None) -> None:
            nonlocal named, shown
            kind = what.partition(" ")[0]
            if kind and (kind != named or shown is None):
                stack.close()
                named, shown = kind, stack.enter_context(bar(kind))
            if shown is not None:
                shown(done, of, what.partition(" ")[2])

        yield tell


def _print(
    rulebook: Rulebook,
    found: Comparison,
    form: str,
    stream: IO[str],
    files: Mapping[str, str],
    drawn: Sequence[Drawn] | None,
) -> None:
    match form:
        case "json":
            print(found.to_json(), file=stream)
        case "html":
            from licet.reports.compare_html import page

            print(page(found, rulebook, files, drawn), end="", file=stream)
        case "markdown":
            from licet.reports.compare_markdown import markdown

            print(markdown(found, rulebook), end="", file=stream)
        case _:
            from licet.cli.output import console
            from licet.reports.compare_text import render

            render(found, console=console(stream), rulebook=rulebook)
