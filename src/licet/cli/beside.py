"""What is written beside an answer: its tables, named after its page, and its pictures in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from licet.cli.output import opened
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.pictures.of_comparisons import Drawn


def pictures_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--pictures``."""
    return click.option(
        "--pictures",
        metavar="FOLDER",
        type=click.Path(),
        help="Write the pictures of the answer as SVG and PNG, with their data as CSV, into this folder.",
    )(function)


def check_pictures(folder: str | None, inputs: Sequence[str] = ()) -> None:
    """Look whether pictures can be drawn and written, before anything is worked out.

    Args:
        folder: where they are to be written.
        inputs: the files that are read; pictures of the same folder might take their names.

    Raises:
        InputError: where a package that pictures need is missing, and for a folder that cannot be made or written, or that holds what is read.
    """
    if folder is None:
        return
    for name in inputs:
        if Path(name).exists() and Path(name).resolve().parent == Path(folder).resolve():
            found = f"{folder}, in which {name} lies, which is read"
            raise InputError(faults=[Fault("--pictures", found, "another folder")])
    from licet.pictures.needed import must_draw

    must_draw()
    from licet.pictures.of_comparisons import folder_for

    folder_for(folder)


def save_pictures(drawn: Sequence[Drawn] | None, folder: str | None) -> None:
    """Write pictures into a folder and say so; nothing where no folder was named."""
    if drawn is None or folder is None:
        return
    from licet.pictures.of_comparisons import save_all

    if not drawn:
        click.echo("No picture: no answer changes.", err=True)
        return
    files = save_all(drawn, folder)
    names = ", ".join(one.name for one in drawn)
    click.echo(f"Written: {names} as SVG, PNG and CSV, {len(files)} files in {click.format_filename(folder)}", err=True)


def names_beside(output: str | None, form: str, names: Sequence[str]) -> dict[str, Path]:
    """Return where the tables of a page lie: ``reform-changes.csv`` beside ``reform.html``; nowhere where no page is written to a file.

    Args:
        output: the file of the page.
        form: the form of the answer.
        names: the tables.
    """
    if form != "html" or output is None or output == "-":
        return {}
    page = Path(output)
    if page.exists() and not page.is_file():
        return {}
    return {name: page.with_name(f"{page.stem}-{name}.csv") for name in names}


def refuse_listed(listed: str | None, files: Mapping[str, Path], others: Sequence[str] = ()) -> None:
    """Refuse a list that a table beside the page would overwrite, or that would overwrite what is read or written besides.

    Raises:
        InputError: for such a list.
    """
    for name in others:
        if listed is not None and Path(listed).resolve() == Path(name).resolve():
            raise InputError(faults=[Fault("--list", f"{listed}, which is read or written as well", "another file")])
    for file in files.values():
        if listed is not None and Path(listed).resolve() == file.resolve():
            found = f"{listed}, which is written beside the page as well"
            raise InputError(faults=[Fault("--list", found, "another file")])


@contextmanager
def opened_beside(
    output: str | None, inputs: tuple[str, ...], files: Mapping[str, Path], tables: Mapping[str, str]
) -> Iterator[IO[str]]:
    """Give the stream of a page, and write its tables beside it; all have their names only when all are whole.

    Args:
        output: the file of the page; standard output when none is given.
        inputs: the files that were read, none of which may be overwritten.
        files: where each table lies.
        tables: the tables.

    Raises:
        InputError: for a file that cannot be written.
    """
    with ExitStack() as stack:
        stream = stack.enter_context(opened(output, inputs))
        for name, file in files.items():
            stack.enter_context(opened(str(file), inputs)).write(tables[name])
        yield stream
    if files:
        written = [str(output), *map(str, files.values())]
        click.echo(f"Written: {', '.join(click.format_filename(file) for file in written)}", err=True)
