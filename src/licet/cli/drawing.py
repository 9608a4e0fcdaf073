"""What the commands that draw share: the file to write, the one transfer that is drawn, and the line that says what was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from licet.errors import Fault, InputError

if TYPE_CHECKING:
    import datetime

    from licet.cli.gathering import Gathered, Given
    from licet.pictures.chart import Picture
    from licet.rulebook.rulebook import Rulebook


def picture_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--output``, which a picture must have."""
    help_text = "The picture: a name in .svg or .png. Its data go beside it, in .csv."
    return click.option("--output", "-o", metavar="FILE", type=click.Path(), help=help_text)(function)


def checked(output: str | None, inputs: Sequence[str], faults: list[Fault]) -> None:
    """Look whether a picture can be drawn and written, before anything is worked out.

    Raises:
        InputError: where the packages that pictures need are missing.
    """
    from licet.pictures.needed import must_draw

    must_draw()
    from licet.pictures.chart import places

    if output is None:
        faults.append(Fault("--output", "no file", "a name in .svg or .png"))
        return
    try:
        places(output, [name for name in inputs if name != "-"], "--output")
    except InputError as error:
        faults += error.faults


def one_transfer(
    rulebook: Rulebook,
    files: Sequence[str],
    stated: Mapping[str, Sequence[str]],
    faults: list[Fault],
    as_of: str | None = None,
    assume: Sequence[str] = (),
) -> tuple[Given, Gathered]:
    """Return the one transfer that is drawn, whose recipient is nobody yet.

    Raises:
        InputError: with every fault; also where there is no transfer, or more than one.
    """
    from licet.cli.gathering import gather
    from licet.rulebook.names import RECIPIENT

    if RECIPIENT in stated:
        found = f"the recipient {', '.join(stated[RECIPIENT])}"
        faults.append(Fault(f"--{RECIPIENT}", found, "none: every nation is asked", "'licet review' asks one"))
    if len(files) > 1:
        faults.append(Fault("licet picture", f"{len(files)} files", "one, with one transfer"))
    gathered = gather(rulebook, files[:1], stated, faults, as_of, assume)
    if len(gathered.given) != 1:
        title = gathered.given[0].title.partition(", transfer ")[0] if gathered.given else files[0]
        raise InputError(faults=[Fault(title, f"{len(gathered.given)} transfers", "one transfer")])
    return gathered.given[0], gathered


def day_of(option: str, text: str, faults: list[Fault]) -> datetime.date | None:
    """Return the day of an option, or None with a fault."""
    from licet.rulebook.windows import NotAWindow, read_date

    try:
        return read_date(text)
    except NotAWindow as error:
        faults.append(Fault(option, str(error), "a day that exists, as YYYY-MM-DD"))
        return None


def written(picture: Picture, output: str) -> None:
    """Write a picture and its data, and say so."""
    files = picture.save(output)
    click.echo(f"{picture.title}.")
    click.echo(f"Written: {' and '.join(click.format_filename(file) for file in files)}")
