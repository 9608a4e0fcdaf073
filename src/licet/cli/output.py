"""Where answers go: standard output or a file, in colour for a terminal and plain for everything else."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

import click

from licet.errors import Fault, InputError
from licet.whole import made_whole

if TYPE_CHECKING:
    from rich.console import Console

Answer = TypeVar("Answer")

_SUFFIXES = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".md": "markdown", ".html": "html", ".htm": "html"}


def chosen_format(wanted: str | None, output: str | None) -> str:
    """Return the format that was asked for, or that the name of the output file tells; text otherwise."""
    return wanted or _SUFFIXES.get(Path(output or "").suffix.casefold(), "text")


@contextmanager
def opened(output: str | None, inputs: tuple[str, ...] = ()) -> Iterator[IO[str]]:
    """Give the stream to write to; a file has its name only when it is whole, and stays what it was when something goes wrong.

    Args:
        output: a file's name; standard output when none, or ``-``, is given.
        inputs: the files that were read, none of which may be overwritten.

    Raises:
        InputError: for a file that cannot be written.
    """
    if output is None or output == "-":
        yield sys.stdout
        return
    with (
        _file(output, inputs) as part,
        part.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as stream,
    ):
        yield stream


@contextmanager
def opened_for_bytes(output: str | None, inputs: tuple[str, ...] = ()) -> Iterator[IO[bytes]]:
    """Give the stream to write bytes to, as :func:`opened` gives one for text; a screen is given none.

    Raises:
        InputError: for a file that cannot be written, and for a screen.
    """
    if output is not None and output != "-":
        with _file(output, inputs) as part, part.open("wb") as stream:
            yield stream
        return
    if sys.stdout.isatty():
        raise InputError(faults=[Fault("--output", "a screen, which shows no such file", "a file: -o answer.pdf")])
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def _file(output: str, inputs: tuple[str, ...]) -> Iterator[Path]:
    path = Path(output)
    if path.exists() and any(name != "-" and Path(name).exists() and path.samefile(name) for name in inputs):
        raise InputError(faults=[Fault("--output", f"{output}, which is read", "another file")])
    if not path.parent.is_dir():
        raise InputError(faults=[Fault("--output", f"{output}: no folder {path.parent}", "a folder that is there")])
    try:
        with made_whole(path) as part:
            yield part
    except OSError as error:
        if error.filename is not None and path.resolve().name not in str(error.filename):
            raise
        found = f"{output}: {error.strerror}"
        raise InputError(faults=[Fault("--output", found, "a file that can be written")]) from None


def console(stream: IO[str]) -> Console:
    """Return a console on a stream: colours and the width of the window on a terminal, else plain and 100 columns wide."""
    from rich.console import Console

    from licet.reports.paragraphs import PLAIN_WIDTH

    fixed = not stream.isatty() and not os.environ.get("COLUMNS", "").isdigit()
    width = PLAIN_WIDTH if fixed else None
    file = stream if stream.isatty() else cast("IO[str]", _Trimmed(stream))
    return Console(file=file, width=width, highlight=False, emoji=False)


class _Trimmed(io.TextIOBase):
    """A stream without the blanks with which a screen fills its lines."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the stream behind."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def write(self, text: str) -> int:
        """Write whole lines, each without the blanks at its end."""
        return self._stream.write(re.sub(r"[ \t]+(?=\n)", "", text))

    def flush(self) -> None:
        """Flush the stream behind."""
        self._stream.flush()


def between_markdown(answers: Iterable[tuple[str, Answer]], listed: bool, stream: IO[str]) -> Iterator[Answer]:
    """Yield answers to be printed as Markdown, each after a line that parts it from the one before and, in a list, its title."""
    for number, (title, answer) in enumerate(answers):
        if number:
            print("\n---\n", file=stream)
        if listed:
            print(f"`{title}`\n", file=stream)
        yield answer


def between_text(answers: Iterable[tuple[str, Answer]], listed: bool, screen: Console) -> Iterator[Answer]:
    """Yield answers to be printed on a console, each of a list below a rule with its title."""
    from rich.text import Text

    from licet.cli.faults import tame

    for number, (title, answer) in enumerate(answers):
        if listed:
            if number:
                screen.print()
            screen.rule(Text(tame(title), style="bold"), align="left")
        yield answer


def print_array(answers: Iterable[str], stream: IO[str]) -> None:
    """Print answers, each as JSON already, as one array, one at a time."""
    before = "["
    for answer in answers:
        print(before, answer, sep="\n", end="", file=stream)
        before = ","
    print("\n]" if before == "," else "[]", file=stream)


def print_json(value: Any, stream: IO[str] | None = None, lines: bool = False) -> None:
    """Print a value as JSON; with ``lines``, each item of a list on a line of its own."""
    import json

    if lines:
        for item in value if isinstance(value, list) else [value]:
            click.echo(json.dumps(item, ensure_ascii=False), file=stream)
    else:
        click.echo(json.dumps(value, indent=2, ensure_ascii=False), file=stream)
