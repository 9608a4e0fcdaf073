"""What the commands that take a list in share: its files, what is stated of them, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.errors import Fault, InputError, number_of

if TYPE_CHECKING:
    from licet.registers.published import PublishedFile
    from licet.registers.screening_lists.formats import Format
    from licet.registers.screening_lists.read_list import Given
    from licet.screening.admitting import Statements
    from licet.screening.held import Changes, HeldList
    from licet.screening.updating import Taken

# OFAC publishes three files, named sdn, add and alt.
_ENTRIES = "sdn"
_SHOWN = 12


def lists_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--lists``."""
    return click.option(
        "--lists",
        "lists",
        metavar="FILE|off",
        type=click.Path(),
        help="The file of the lists; LICET_LISTS and then the user's data folder by default.",
    )(function)


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a command that reads a list."""
    options = (
        click.option("--format", "format_", metavar="FORM", help="The form of the file, where its content does not show it."),
        click.option("--add", "add", metavar="FILE", type=click.Path(), help="OFAC's file of addresses; found beside sdn.csv by its name."),
        click.option("--alt", "alt", metavar="FILE", type=click.Path(), help="OFAC's file of other names; found beside sdn.csv by its name."),
        click.option("--map", "mapped", multiple=True, metavar="WHAT=HEADER", help="Which column of a table holds what: name=Company, nation=Country."),
        click.option("--source", metavar="CODE", help="The short code under which hits name a list that has no sources of its own."),
        click.option("--title", metavar="TEXT", help="The title of such a list."),
        click.option("--vintage", metavar="DATE", help="The day on which the list was published, where the file does not say."),
        click.option("--entries", type=click.IntRange(min=1), metavar="N", help="How many entries the publisher says there are."),
        click.option("--sha256", multiple=True, metavar="DIGEST", help="The digest that the publisher gives; one for each file."),
        click.option("--whole", metavar="TEXT", default="", help="Who vouches that nothing is missing, and why; it is kept and shown."),
        click.option("--max-age", type=click.IntRange(min=0), metavar="DAYS", help="The days after its vintage for which it may be relied on; 7 by default."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def place(lists: str | None) -> Path:
    """Return the file of the lists.

    Raises:
        InputError: where lists are switched off.
    """
    from licet.screening.placing import lists_file

    found = lists_file(lists)
    if found is None:
        raise InputError(faults=[Fault("--lists", "off", "a file", "name one with --lists, or unset LICET_LISTS")])
    return found


def statements(options: dict[str, Any]) -> Statements:
    """Return what the options state of a list.

    Raises:
        InputError: for a statement that cannot be used.
    """
    from licet.screening.admitting import Statements

    faults: list[Fault] = []
    for digest in options["sha256"]:
        if len(digest) != 64 or not set(digest.lower()) <= set("0123456789abcdef"):
            faults.append(Fault("--sha256", f"'{digest}'", "64 hexadecimal figures"))
    vintage = _day(options["vintage"], faults)
    if faults:
        raise InputError(faults=faults)
    return Statements(
        entries=options["entries"],
        sha256=tuple(options["sha256"]),
        whole=options["whole"].strip(),
        vintage=vintage,
        accept_shrinking=(options.get("accept_shrinking") or "").strip(),
        max_age=options["max_age"],
    )


def given(
    name: str, file: str, options: dict[str, Any], law: str | None, held: HeldList | None
) -> tuple[Given, Format]:
    """Return the files of a list and their form.

    Args:
        name: the list.
        file: its file.
        options: the options of the command.
        law: the folder of law, for the names of nations and of lists.
        held: the list that it is to replace, whose form and columns are taken again.

    Raises:
        InputError: for files that cannot be read.
    """
    from licet.registers.screening_lists.nations_named import NationsNamed
    from licet.registers.screening_lists.read_list import Given
    from licet.rulebook.rulebook import law_folder
    from licet.screening.known_lists import read_known_lists

    folder = Path(law) if law else law_folder()
    if not (folder / "nations").is_dir():
        raise InputError(faults=[Fault("--law", f"{folder}: no folder nations", "a folder of law")])
    read = _file(file)
    form = _form(read, options, held)
    beside = {"add": options["add"], "alt": options["alt"]}
    if form.name == "ofac-csv":
        beside = {what: told or _beside(file, what) for what, told in beside.items()}
    elif any(beside.values()):
        wrong = next(what for what, told in beside.items() if told)
        raise InputError(faults=[Fault(f"--{wrong}", "a file beside the list", f"none for {form.title}")])
    files = {what: _file(told) for what, told in beside.items() if told}
    known = read_known_lists(folder)
    own = held.sources[0] if held is not None else None
    return (
        Given(
            file=read,
            add=files.get("add"),
            alt=files.get("alt"),
            mapping=_mapping(options["mapped"], form) or (held.mapping if held is not None else {}),
            source=options["source"] or (own.code if own else known.code(name)),
            title=options["title"] or (own.title if own else ""),
            nations=NationsNamed.from_law(folder),
            known=known,
        ),
        form,
    )


def _form(file: PublishedFile, options: dict[str, Any], held: HeldList | None) -> Format:
    from licet.registers.screening_lists.formats import FORMATS, format_of

    wanted = options["format_"] or (held.format if held is not None else None)
    if wanted is None and options["mapped"] and not any(form.recognises(file) for form in FORMATS.values()):
        # Headers that nobody would guess; whoever names columns has a table.
        wanted = "table"
    return format_of(file, wanted)


def _file(name: str) -> PublishedFile:
    """Return a file under its own name, without the folders in which somebody keeps it."""
    from licet.registers.published import PublishedFile

    path = Path(name)
    try:
        if path.is_dir():
            raise InputError(faults=[Fault(name, "a folder", "the file of a list")])
        return PublishedFile(path.name, path.read_bytes())
    except OSError as error:
        found = error.strerror or "cannot be read"
        raise InputError(faults=[Fault(name, found, "the file of a list")]) from None


def _beside(file: str, what: str) -> str | None:
    path = Path(file)
    stem = path.name
    at = stem.lower().rfind(_ENTRIES)
    if at < 0:
        return None
    word = what.upper() if stem[at : at + 3].isupper() else what
    found = path.with_name(stem[:at] + word + stem[at + 3 :])
    if not found.is_file():
        return None
    click.echo(f"Taken with it: {click.format_filename(found)}", err=True)
    return str(found)


def _mapping(mapped: Sequence[str], form: Format) -> dict[str, str]:
    found: dict[str, str] = {}
    for told in mapped:
        what, sign, header = told.partition("=")
        if not sign or not header.strip():
            raise InputError(faults=[Fault("--map", f"'{told}'", "WHAT=HEADER, such as name=Company")])
        found[what.strip()] = header.strip()
    if found and form.name != "table":
        mend = "leave it out, or read the file with --format table"
        raise InputError(faults=[Fault("--map", f"columns for {form.title}", "a plain table", mend)])
    return found


def _day(text: str | None, faults: list[Fault]) -> date | None:
    from licet.rulebook.windows import NotAWindow, read_date

    if text is None:
        return None
    try:
        return read_date(text)
    except NotAWindow as error:
        faults.append(Fault("--vintage", str(error), "a day that exists, as YYYY-MM-DD"))
        return None


def tell_taken(taken: Taken) -> None:
    """Say what was taken in, and what it changed."""
    from licet.cli.faults import tame

    held = taken.held
    click.echo(f"{held.name}: {number_of(held.count, 'entry', 'entries')} of {held.vintage}, from {tame(held.file)}.")
    for source in held.sources:
        click.echo(f"  {source.code:<6} {source.count:>7,}  {tame(source.title)}")
    for line in (*held.shown, *held.notes):
        click.echo(f"  {tame(line)}")
    if taken.changes is not None:
        tell_changes(taken.changes, held.name)
        if taken.changes.changes:
            click.echo(f"'licet screen FILE --affected-by {held.name}' tells whom that concerns.")


def tell_changes(told: Changes, name: str, every: bool = False) -> None:
    """Say what changed from one vintage to another, the first of it or all."""
    from licet.cli.faults import tame

    changes = told.changes
    if not told.known:
        click.echo(f"From {told.before} to {told.after}: not known, since the list held before was damaged.")
        return
    counts = {kind: told.count(kind) for kind in ("added", "removed", "changed")}
    click.echo(
        f"From {told.before} to {told.after}: " + ", ".join(f"{count:,} {kind}" for kind, count in counts.items()) + "."
    )
    signs = {"added": "+", "removed": "-", "changed": "~"}
    shown = changes if every else changes[:_SHOWN]
    for change in shown:
        what = f" ({', '.join(change.fields)})" if change.fields else ""
        click.echo(f"  {signs[change.kind]} {change.source} {tame(change.id)}  {tame(change.name)}{what}")
    if len(shown) < len(changes):
        click.echo(f"  and {len(changes) - len(shown):,} more; 'licet lists show {name} --changes' lists them")
