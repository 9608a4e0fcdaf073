"""``licet classify``: an item against every entry of the Annex, from its figures, a line of text, or a data sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from licet.cli.options import FactCommand, assume_option, format_option, law_option, output_option, reform_option
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.classification.verdicts import Classification
    from licet.rulebook.rulebook import Rulebook


_DOCUMENTS = frozenset({".pdf", ".docx", ".xlsx", ".csv", ".html", ".htm", ".txt", ".md"})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a command line states, and what it wants done with it.

    Attributes:
        files: the files of facts.
        stated: the facts that stand in options.
        as_of: the date that overrides those of the files.
        assume: ``FACT=VALUE`` texts.
        ask: whether a person is asked for what is left.
        text: the line of text instead of facts.
        sheet: the data sheet.
        pages, product: which of its pages, and which of its products.
        confirmed: whether all that is read from it is taken as checked.
    """

    files: tuple[str, ...]
    stated: dict[str, tuple[str, ...]]
    as_of: str | None
    assume: tuple[str, ...]
    ask: bool
    text: str | None
    sheet: str | None
    pages: str
    product: str
    confirmed: bool


@click.command("classify", cls=FactCommand)
@click.argument("files", nargs=-1, metavar="[FILE…|-]", type=click.Path(allow_dash=True))
@click.option(
    "--text", metavar="TEXT", help="Propose entries for a line of text; - reads one text a line from standard input."
)
@click.option(
    "--sheet",
    "sheets",
    metavar="FILE",
    multiple=True,
    type=click.Path(),
    help="Read figures from a data sheet: PDF, DOCX, XLSX, CSV, HTML or text.",
)
@click.option("--pages", metavar="A-B", default="", help="With --sheet: only these pages.")
@click.option("--product", metavar="NAME", default="", help="With --sheet: this product of several in the sheet.")
@click.option("--confirmed", is_flag=True, help="With --sheet: take all that is read as checked by you.")
@click.option("--ask", is_flag=True, help="Confirm what a sheet says, then ask for what can still settle an entry.")
@click.option(
    "--all", "everything", is_flag=True, help="Print the entries that are not met as well, each with what fails."
)
@click.option("--as-of", metavar="DATE", help="Classify under the entries of this date.")
@reform_option
@assume_option
@format_option("text", "json", "jsonl", "markdown", "html")
@output_option
@law_option
def command(
    files: tuple[str, ...],
    text: str | None,
    sheets: tuple[str, ...],
    pages: str,
    product: str,
    confirmed: bool,
    ask: bool,
    everything: bool,
    as_of: str | None,
    reforms: tuple[str, ...],
    assume: tuple[str, ...],
    format_: str | None,
    output: str | None,
    law: str | None,
    stated: dict[str, tuple[str, ...]],
) -> None:
    """Classify items: which entries of the Annex are met, which are not, which are open, and what would settle those.

    A FILE is YAML, JSON, JSON lines or TOML and holds an item, or a transfer with its item, or a list of them. The facts can be given as
    options as well. What is not stated stays unknown: an entry is then open, with the fewest facts that could settle it and those that must.

    A text only proposes entries, each with the words that matched; whatever it does not propose is not cleared. What a data sheet says can
    bring an entry in, and rules none out until it is confirmed (--ask, or --confirmed).

    \b
    Examples:
      licet classify --kind component --part jet_engine --thrust-max '1.1 kN' --civil-certified no
      licet classify item.yaml --format json
      licet classify --text 'closed loop fibre optic gyro, bias 0.05 deg/h'
      licet classify --sheet datasheet.pdf --kind component --part gyro --ask
      licet entry 3.A.1.a
    """  # noqa: D301
    from licet.cli.loading import load
    from licet.cli.output import chosen_format, opened

    form = chosen_format(format_, output)
    wanted = _Wanted(
        files=files,
        stated=stated,
        as_of=as_of,
        assume=assume,
        ask=ask,
        text=text,
        sheet=sheets[0] if sheets else None,
        pages=pages,
        product=product,
        confirmed=confirmed,
    )
    faults = _option_faults(wanted, form)
    if len(sheets) > 1:
        faults.append(Fault("--sheet", f"{len(sheets)} sheets", "one sheet of one item", "classify them one by one"))
    for name in files:
        if Path(name).suffix.casefold() in _DOCUMENTS:
            faults.append(Fault(name, "a document, and no file of facts", "YAML, JSON or TOML", f"--sheet {name}"))
    if faults and any(Path(name).suffix.casefold() in _DOCUMENTS for name in files):
        raise InputError(faults=faults)
    rulebook = load(law, reforms, faults)
    if text is not None:
        if faults:
            raise InputError(faults=faults)
        with opened(output, files) as stream:
            _texts(rulebook, text, form, stream)
        return
    if wanted.sheet is not None:
        found, listed = [(wanted.sheet, _sheet(rulebook, wanted.sheet, wanted, faults))], False
    else:
        found, listed = _given(rulebook, wanted, faults)
    with opened(output, files) as stream:
        _print(rulebook, found, listed, form, everything, stream, _unconfirmed(wanted))


def _option_faults(wanted: _Wanted, form: str) -> list[Fault]:
    """Return what does not go together."""
    faults: list[Fault] = []
    files, sheet = wanted.files, wanted.sheet
    if wanted.text is not None and (files or sheet or wanted.stated or wanted.ask):
        found = "a text beside " + ("files" if files else "a sheet" if sheet else "facts" if wanted.stated else "--ask")
        faults.append(Fault("--text", found, "a text alone", "a text proposes entries; facts decide them"))
    if wanted.text is not None and form in ("markdown", "html"):
        faults.append(Fault("--format", f"{form} for a text", "text | json | jsonl"))
    if sheet is not None and len(files) > 1:
        faults.append(
            Fault("--sheet", f"{len(files)} files beside it", "one file at most, the item that the sheet is of")
        )
    of_a_sheet = (("--pages", wanted.pages), ("--product", wanted.product), ("--confirmed", wanted.confirmed))
    for name, value in of_a_sheet:
        if value and sheet is None:
            faults.append(Fault(name, "no sheet to read", "--sheet FILE"))
    if wanted.ask and wanted.confirmed:
        faults.append(Fault("--confirmed", "it beside --ask, which asks for each fact", "one of the two"))
    if wanted.ask and "-" in files:
        faults.append(Fault("--ask", "an item from standard input, where the answers come from", "a file"))
    return faults


def _texts(rulebook: Rulebook, text: str, form: str, stream: IO[str]) -> None:
    import sys

    from licet.classification.search import search
    from licet.cli.output import print_json

    texts = [line.strip() for line in sys.stdin if line.strip()] if text == "-" else [text]
    if not texts:
        raise InputError(faults=[Fault("--text", "no text on standard input", "one text a line")])
    found = [(one, search(one, rulebook)) for one in texts]
    if form == "text":
        from licet.reports.classification import render_candidates

        for one, candidates in found:
            render_candidates(one, candidates, stream)
        return
    import msgspec

    answers = [
        {**({"text": one} if text == "-" else {}), "candidates": msgspec.to_builtins(candidates)}
        for one, candidates in found
    ]
    print_json(answers if text == "-" else answers[0], stream, lines=form == "jsonl")


def _given(rulebook: Rulebook, wanted: _Wanted, faults: list[Fault]) -> tuple[list[tuple[str, Classification]], bool]:
    """Classify the items of files and options, each with its title; the second of the answer is whether it is a list."""
    from licet.classification.classifying import Classifying
    from licet.cli.gathering import gather

    gathered = gather(rulebook, wanted.files, wanted.stated, faults, wanted.as_of, wanted.assume, empty=wanted.ask)
    if wanted.ask:
        if len(gathered.given) != 1:
            raise InputError(faults=[Fault("--ask", f"{len(gathered.given)} items", "one at a time")])
        from licet.cli.asking import ask_entries

        gathered = ask_entries(rulebook, gathered)
    found = [(given.title, Classifying(rulebook, given.transfer).classification) for given in gathered.given]
    return found, gathered.listed


def _sheet(rulebook: Rulebook, name: str, wanted: _Wanted, faults: list[Fault]) -> Classification:
    """Classify the item that a data sheet speaks of, with what is stated beside it."""
    from licet.classification.classifying import Classifying
    from licet.classification.evidence import classify_unconfirmed, contradicted, laid_under, with_document
    from licet.classification.sheet import read_sheet
    from licet.cli.gathering import gather
    from licet.cli.sheets import confirm, report

    try:
        gathered = gather(rulebook, wanted.files, wanted.stated, faults, wanted.as_of, wanted.assume, empty=True)
    except InputError as error:
        faults, gathered = list(error.faults), None
    if gathered is not None and len(gathered.given) != 1:
        faults = [Fault("--sheet", f"{len(gathered.given)} items beside it", "one item at most")]
    asked: tuple[str, ...] = ()
    if gathered is not None and not faults:
        # What was stated is looked for as well, so that a sheet that says otherwise is heard.
        asked = (*Classifying(rulebook, gathered.given[0].transfer).asked, *gathered.given[0].transfer.stated)
    try:
        sheet = read_sheet(Path(name), rulebook, pages=wanted.pages, product=wanted.product, facts=asked)
    except InputError as error:
        raise InputError(faults=[*faults, *error.faults]) from None
    if faults or gathered is None:
        raise InputError(faults=faults)
    given = gathered.given[0]
    findings = confirm(rulebook, sheet.findings) if wanted.ask else sheet.findings
    disputed = contradicted(given.transfer, sheet.findings, gathered.stater)
    laid = laid_under(rulebook, given.node, findings, gathered.stater)
    report(sheet, laid, disputed)
    if not (wanted.ask or wanted.confirmed):
        found = classify_unconfirmed(rulebook, given.node, laid, gathered.stater)
        return with_document(found, name, sheet, disputed)
    given = replace(given, node=laid.node, transfer=gathered.stater.read(laid.node))
    gathered = replace(gathered, given=(given,))
    if wanted.ask:
        from licet.cli.asking import ask_entries

        gathered = ask_entries(rulebook, gathered)
    found = Classifying(rulebook, gathered.given[0].transfer).classification
    return with_document(found, name, sheet, disputed)


def _unconfirmed(wanted: _Wanted) -> dict[str, str] | None:
    """Return how the sheet was read that nobody has confirmed; what was confirmed is stated."""
    if wanted.sheet is None or wanted.ask or wanted.confirmed:
        return None
    return {"sheet": wanted.sheet, "pages": wanted.pages, "product": wanted.product}


def _print(
    rulebook: Rulebook,
    found: list[tuple[str, Classification]],
    listed: bool,
    form: str,
    everything: bool,
    stream: IO[str],
    sheet: dict[str, str] | None,
) -> None:
    from licet.cli.output import between_markdown, between_text, console, print_json

    if form == "html":
        from licet.reports.classification import page

        print(page([one for _, one in found], rulebook, everything, sheet), file=stream)
    elif form == "json":
        print_json([one.to_dict() for _, one in found] if listed else found[0][1].to_dict(), stream)
    elif form == "jsonl":
        for _, one in found:
            print(one.to_json(), file=stream, flush=True)
    elif form == "markdown":
        from licet.reports.classification import as_markdown

        for one in between_markdown(found, listed, stream):
            print(as_markdown(one, rulebook, everything, sheet), file=stream)
    else:
        from licet.reports.classification import render

        screen = console(stream)
        for one in between_text(found, listed, screen):
            render(one, console=screen, rulebook=rulebook, everything=everything)
