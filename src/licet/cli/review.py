"""``licet review``: the transfers of files and options, each with its answer, in the form that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

import click

from licet.cli import clock
from licet.cli.lists_reading import lists_option
from licet.cli.options import FactCommand, assume_option, format_option, law_option, output_option, reform_option
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.cli.gathering import Gathered, Given
    from licet.reviewing import Exact, Review
    from licet.rulebook.rulebook import Rulebook

_MANY = 50


@click.command("review", cls=FactCommand)
@click.argument("files", nargs=-1, metavar="[FILE…|-]", type=click.Path(allow_dash=True))
@click.option("--as-of", metavar="DATE", help="Review as of this date, whatever the transfers say.")
@reform_option
@assume_option
@format_option("text", "json", "jsonl", "markdown", "html", "pdf")
@output_option
@law_option
@click.option(
    "--ask",
    is_flag=True,
    help="Ask for what can still decide, the most decisive first; the questions go to standard error.",
)
@click.option("--save", metavar="FILE", type=click.Path(), help="With --ask: write the transfer to a file, as YAML.")
@click.option(
    "--exact/--no-exact",
    default=None,
    help="Find out exactly what is still possible, however long it takes, or leave the wider answers; by default, where a second suffices.",
)
@lists_option
@click.option("--why", is_flag=True, help="Add the whole tree: every rule in force, and why it applies or does not.")
def command(
    files: tuple[str, ...],
    as_of: str | None,
    reforms: tuple[str, ...],
    assume: tuple[str, ...],
    format_: str | None,
    output: str | None,
    law: str | None,
    ask: bool,
    save: str | None,
    exact: bool | None,
    why: bool,
    lists: str | None,
    stated: dict[str, tuple[str, ...]],
) -> None:
    """Review transfers: what they are on the control list, what the policy of the day says, and why.

    The parties of a transfer are screened against the lists that were added ('licet lists'); without a list nobody is clear.

    A FILE is YAML, JSON, JSON lines or TOML and holds one transfer or a list of them. The facts can be given as options as well, alone or
    laid over a file. What is not stated stays unknown; the answer then says what is possible and what would decide. Two values are an
    interval: --range '1850 km, 2500 km'.

    The exit status is 0 when there is an answer, open or not, and 2 when the input cannot be used: then every fault of every file is
    printed, one a line.

    \b
    Examples:
      licet review --kind uas --range '1850 km' --payload '1701 kg' --recipient IT --date 2014-06-01
      licet review transfer.yaml --why
      licet review transfer.yaml --reform hr-3068-119 --as-of 2026-06-01
      licet review transfers/*.yaml --format jsonl
      licet review transfer.yaml --exact
      licet review transfer.yaml -o answer.pdf
      licet review --ask --save transfer.yaml
    """  # noqa: D301
    from licet.cli.gathering import gather
    from licet.cli.loading import load, reform_files
    from licet.cli.output import chosen_format, opened, opened_for_bytes

    form = format_ or ("pdf" if (output or "").casefold().endswith(".pdf") else chosen_format(None, output))
    faults = _option_faults(form, why, ask, save)
    if ask and "-" in files:
        found = "a transfer from standard input, where the answers come from"
        raise InputError(faults=[*faults, Fault("--ask", found, "a file")])
    rulebook = load(law, reforms, faults)
    gathered = gather(rulebook, files, stated, faults, as_of, assume, empty=ask)
    if ask:
        from licet.cli.asking import ask as ask_person

        if len(gathered.given) != 1:
            raise InputError(faults=[Fault("--ask", f"{len(gathered.given)} transfers", "one at a time")])
        gathered = ask_person(rulebook, gathered)
    if form == "pdf":
        from licet.reports.typesetting import must_set

        must_set()
    if exact:
        from licet.exactly import must_prove

        must_prove()
    far: Exact = "default" if exact is None else "always" if exact else "quick"
    read = (*files, *reform_files(reforms))
    if form == "pdf":
        with opened_for_bytes(output, read) as stream:
            _pdf(rulebook, gathered, stream, far, lists)
    else:
        with opened(output, read) as stream:
            _print(rulebook, gathered, form, why, stream, far, lists)
    if ask:
        from licet.cli.asking import keep

        keep(gathered.given[0].transfer, save, form, to_screen=output in (None, "-"))


def _option_faults(form: str, why: bool, ask: bool, save: str | None) -> list[Fault]:
    """Return what does not go together."""
    faults: list[Fault] = []
    if why and form not in ("text", "markdown"):
        mend = "the reasons stand in it under 'because'" if form in ("json", "jsonl") else ""
        faults.append(Fault("--why", f"the format {form}", "text or markdown", mend))
    if save and not ask:
        faults.append(Fault("--save", "a file to save to, and nothing asked", "--ask"))
    return faults


def _print(
    rulebook: Rulebook, gathered: Gathered, form: str, why: bool, stream: IO[str], exact: Exact, lists: str | None
) -> None:
    reviews = _reviews(rulebook, gathered.given, exact, lists)
    match form:
        case "json":
            _json(reviews, gathered.listed, stream)
        case "jsonl":
            for _, review in reviews:
                print(review.determination.to_json(indent=0), file=stream, flush=True)
        case "html":
            from licet.reports.html import page

            print(page([review.determination for _, review in reviews], rulebook, exact=exact), file=stream)
        case "markdown":
            _markdown(reviews, gathered.listed, why, stream, exact)
        case _:
            _text(reviews, gathered.listed, why, stream)


def _pdf(rulebook: Rulebook, gathered: Gathered, stream: IO[bytes], exact: Exact, lists: str | None) -> None:
    from licet.reports.pdf import pdf

    found = list(_reviews(rulebook, gathered.given, exact, lists))
    titles = [title for title, _ in found] if gathered.listed else []
    stream.write(pdf([review.determination for _, review in found], rulebook, titles, exact))


def _reviews(
    rulebook: Rulebook, given: tuple[Given, ...], exact: Exact, lists: str | None
) -> Iterator[tuple[str, Review]]:
    """Yield the transfers with their reviews, one at a time; many of them with a bar, if somebody watches."""
    from licet.reviewing import Review
    from licet.screening.in_reviews import Lists

    screener = Lists(lists, clock.now())
    watched: Iterable[Given] = given
    if len(given) > _MANY and sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import track

        watched = track(given, "Reviewing", console=Console(stderr=True), transient=True)
    for one in watched:
        yield one.title, Review(rulebook, one.transfer, exact=exact, screener=screener)


def _json(reviews: Iterable[tuple[str, Review]], listed: bool, stream: IO[str]) -> None:
    if not listed:
        for _, review in reviews:
            print(review.determination.to_json(), file=stream)
        return
    from licet.cli.output import print_array

    print_array((review.determination.to_json() for _, review in reviews), stream)


def _markdown(reviews: Iterable[tuple[str, Review]], listed: bool, why: bool, stream: IO[str], exact: Exact) -> None:
    from licet.cli.output import between_markdown
    from licet.reports.markdown import markdown

    for review in between_markdown(reviews, listed, stream):
        print(markdown(review.determination, review.rulebook, exact=exact).rstrip("\n"), file=stream)
        if why:
            print("\n## The whole tree\n\n```text", file=stream)
            print(_tree_text(review), file=stream)
            print("```", file=stream)


def _tree_text(review: Review) -> str:
    from rich.console import Console

    from licet.reports.why import why_tree

    plain = Console(width=120, color_system=None, highlight=False, emoji=False, force_terminal=False)
    with plain.capture() as capture:
        plain.print(why_tree(review))
    return capture.get().rstrip("\n")


def _text(reviews: Iterable[tuple[str, Review]], listed: bool, why: bool, stream: IO[str]) -> None:
    from licet.cli.output import between_text, console
    from licet.reports.text import render

    screen = console(stream)
    for review in between_text(reviews, listed, screen):
        render(review.determination, console=screen, rulebook=review.rulebook)
        if why:
            from licet.reports.why import why_tree

            screen.print()
            screen.print(why_tree(review))
