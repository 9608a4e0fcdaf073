"""``licet run``: a table of transfers in, the same table with its answers out; what was understood and counted on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from licet.cli.options import assume_option, items, law_option, reform_option, rulebook_for_completion
from licet.errors import Fault, InputError, number_of

if TYPE_CHECKING:
    from licet.columns.inputs import Asking
    from licet.columns.work import Ran
    from licet.rulebook.rulebook import Rulebook

_FORMATS = ("csv", "xlsx", "parquet", "jsonl", "arrow")
_ENGINES = ("auto", "walk", "memory", "stream", "fused", "duckdb", "spark")
# The questions whose answers are told at the end, for a reader asks them first, and so many answers of each.
_FIRST = ("posture", "category")
_ANSWERS = 6
_HINTS = 12


def _questions(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    book = rulebook_for_completion(ctx)
    return items(((q.name, q.definition) for q in book.questions.values()), incomplete) if book else []


@click.command("run")
@click.argument("table", metavar="INPUT")
@click.option(
    "--output", "-o", metavar="FILE", type=click.Path(), help="Where to write; what the name ends in tells the format."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    metavar="|".join(_FORMATS),
    help="The format of the output, where its name does not tell.",
)
@click.option(
    "--question",
    "questions",
    multiple=True,
    metavar="NAME",
    shell_complete=_questions,
    help="Answer this question; it may be given several times. All that a review reports by default.",
)
@click.option("--as-of", metavar="DATE", help="Answer as of this date, whatever the rows say.")
@reform_option
@assume_option
@click.option("--mapping", metavar="FILE", type=click.Path(), help="Which header states which fact: YAML, JSON or CSV.")
@click.option("--map", "propose", is_flag=True, help="Propose a mapping for INPUT and do nothing else.")
@click.option(
    "--rejects",
    metavar="FILE",
    type=click.Path(),
    help="Where rows go that cannot be used; OUTPUT.rejects.csv, or a sheet of a workbook.",
)
@click.option(
    "--query", metavar="SQL", default="", help="Ask a database; a file of another format is called 'input' in it."
)
@click.option(
    "--sheet-name", "sheet", metavar="NAME", default="", help="The sheet of a workbook; the first by default."
)
@click.option("--encoding", metavar="NAME", default="", help="The encoding of CSV, where it is not UTF-8.")
@click.option(
    "--input-format",
    type=click.Choice(_FORMATS),
    metavar="|".join(_FORMATS),
    help="The format of INPUT, where its name does not tell.",
)
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default="auto",
    metavar="|".join(_ENGINES),
    help="What answers: auto takes the fastest that is installed; walk reviews each row by itself, which is slow and what the others agree with.",
)
@click.option(
    "--wide",
    is_flag=True,
    help="Leave what the rules leave open of a row as it stands, part by part: never too little, sometimes more than a review finds, and much "
    "faster where many rows are open. A row that is reviewed by itself, as each is by walk, is exact all the same.",
)
@law_option
def command(
    table: str,
    output: str | None,
    form: str | None,
    questions: tuple[str, ...],
    as_of: str | None,
    reforms: tuple[str, ...],
    assume: tuple[str, ...],
    mapping: str | None,
    propose: bool,
    rejects: str | None,
    query: str,
    sheet: str,
    encoding: str,
    input_format: str | None,
    engine: str,
    wide: bool,
    law: str | None,
) -> None:
    """Answer a table of transfers: for each row every question, the rules that decided, and what is missing.

    INPUT is CSV, XLSX, Parquet, JSON lines or Arrow, by the ending of its name; - for standard input; or duckdb:FILE?QUERY, a file with --query, or
    postgresql://… with --query. Columns are named as the facts, with their unit: recipient, date, kind, range_km, 'payload [lb]',
    end_use_wmd_delivery; an interval is range_km_min and range_km_max. Every other column is carried over unchanged. What a cell does not
    state - a blank, a question mark - stays unknown. Each row has its own date; where it has none, that of today counts.

    For each question Q the output has the columns Q, empty where it is open; Q_by, the rules that decided; Q_possible, what is left where it
    is open; and once missing, the facts that could decide, the most decisive first. A row that cannot be used goes to the rejects with
    its reason, so that the rows of INPUT are those of the output and of the rejects together.

    Work that was interrupted goes on with the same command. Nothing has its final name before it is whole.

    \b
    Examples:
      licet run orders.csv -o answers.csv
      licet run orders.xlsx -o answers.xlsx --question posture --question category
      licet run register.csv --map -o mapping.yaml      # then check it, and
      licet run register.csv --mapping mapping.yaml -o answers.parquet
      licet run orders.parquet -o then.parquet --as-of 2019-12-31
      licet run orders.parquet -o ifso.parquet --reform hr-3068-119
      licet run orders.duckdb --query "select * from orders where year = 2024" -o answers.jsonl
    """  # noqa: D301
    from licet.cli.loading import load
    from licet.columns.inputs import Asking

    asking = Asking(input_format or "", sheet, query, encoding)
    if propose:
        _propose(load(law, reforms), table, asking, mapping, output)
        return
    if output is None or output == "-":
        raise InputError(faults=[Fault("--output", "no file to write to", "-o FILE such as -o answers.csv")])
    from licet.cli.progress import bar
    from licet.columns.running import run

    book = load(law, reforms)
    with bar("Rows") as progress, _interruptible():
        ran = run(
            table,
            output=output,
            questions=questions,
            rulebook=book,
            as_of=as_of,
            assume=assume,
            mapping=mapping,
            engine=engine,
            exact=not wide,
            rejects=rejects,
            form=form or "",
            asking=asking,
            progress=progress,
        )
    _tell(ran)


def _propose(book: Rulebook, table: str, asking: Asking, mapping: str | None, output: str | None) -> None:
    from licet.cli.output import opened
    from licet.columns.inputs import open_source
    from licet.columns.mapping import proposed_mapping, read_mapping
    from licet.columns.proposing import understood

    chosen = read_mapping(Path(mapping)) if mapping else {}
    source = open_source(table, asking)
    headings, head = understood(book, source, chosen)
    text = proposed_mapping(book, headings, head, chosen, source.name)
    with opened(output, (table,)) as stream:
        click.echo(text, file=stream, nl=False)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Tell who interrupts long work that it is not lost."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Interrupted; what is done is kept, and the same command goes on.", err=True)
        raise


def _tell(ran: Ran) -> None:
    """Tell on standard error what was understood, and what came of it."""
    counts = ran.counts
    lines = list(ran.notes)
    if ran.resumed:
        done = "row was" if ran.resumed == 1 else "rows were"
        lines.append(f"{ran.resumed:,} {done} done by an earlier run of the same work")
    if not ran.headings.columns:
        lines.append(
            "No column states a fact, so every answer is open or presumed; 'licet run INPUT --map' proposes names."
        )
    elif ran.headings.carried:
        lines.append(f"Carried over, stating nothing: {_some(list(ran.headings.carried))}")
    lines += [f"  '{name}': {hint}" for name, hint in list(ran.headings.hints.items())[:_HINTS]]
    lines.append(
        f"{number_of(counts.rows_in, 'row')} in, {counts.rows_out:,} out, {counts.rejected:,} rejected; engine {ran.engine}"
    )
    if counts.rejected:
        where = ran.rejects_file or f"the sheet Rejects of {ran.output}"
        lines.append(f"Rejected with {number_of(counts.faults, 'fault')}: {where}")
    lines += counts.noticed.lines()
    left = {question: number for question, number in counts.open.items() if number}
    if left:
        told = ", ".join(f"{_words(question)} {number:,}" for question, number in left.items())
        lines.append(f"Open rows by question: {told}")
    for question in _FIRST:
        found = counts.answers.get(question)
        if not found:
            continue
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        rest = sum(number for _, number in best[_ANSWERS:])
        told = ", ".join(f"{answer} {number:,}" for answer, number in best[:_ANSWERS])
        lines.append(f"{_words(question).capitalize()}: {told}" + (f", others {rest:,}" if rest else ""))
    lines.append(f"Written: {ran.output}")
    from licet.cli.faults import tame

    for line in lines:
        click.echo(("  " if line.startswith("  ") else "") + tame(line.strip(), 2000), err=True)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _some(names: list[str]) -> str:
    return ", ".join(names[:_HINTS]) + (f" and {len(names) - _HINTS} more" if len(names) > _HINTS else "")
