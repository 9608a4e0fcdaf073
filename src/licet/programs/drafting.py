"""Reforms that somebody writes without a file: packed into an address and unpacked again, and checked as law is checked.

Such a text comes from a stranger. It stands under one name that is never taken for a path, nothing in it can name a file, and it is read the
first time in a process of its own that may take only so much time and memory.
"""

from __future__ import annotations

import base64
import binascii
import itertools
import re
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from licet.errors import Fault, InputError, LicetError
from licet.language.nodes import Mapping as NoFacts
from licet.language.nodes import Where
from licet.programs.asking import TooLong
from licet.programs.limited import Bounds, Broken, Reached, Tell, limited
from licet.rulebook.rulebook import Rulebook, today
from licet.transfers.stating import Stater

# What stands for the text on a side of a comparison and in the commands; as a file of this name the command reads it.
NAME = "my-reform.md"
LONGEST = 12_000
# What an address may hold beside the two sides: servers between it and the site carry so much.
LONGEST_PACKED = 5_000
# On a machine with much to do a process waits longer than it works.
SECONDS = 30.0
_MEMORY = 2 * 2**30
# So many texts are read at once; whoever comes then waits.
_READING = BoundedSemaphore(2)
_LINE = re.compile(rf"{re.escape(NAME)}:(\d+)")
_QUOTED = re.compile(r"'([^']+)'")
_EXAMPLES = Path(__file__).parent / "drafts"
_HEAD = re.compile(r"^instrument:\s*\S+\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LineFault:
    """One thing found wrong in a text.

    Attributes:
        line: the line on which it stands, from 1; 0 where it stands on none.
        text: that line.
        found: what stands there.
        expected: what should.
        mend: how to put it right.
    """

    line: int
    text: str
    found: str
    expected: str = ""
    mend: str = ""


class NotLaw(InputError):
    """A text that is no reform as it is written.

    Attributes:
        lines: the faults with the lines on which they stand.
    """

    def __init__(self, text: str, faults: Iterable[Fault]) -> None:
        self.lines = tuple(_on_lines(text, faults))
        told = [
            Fault(f"{NAME}:{one.line}" if one.line else NAME, one.found, one.expected, one.mend) for one in self.lines
        ]
        super().__init__(faults=told)


@dataclass(frozen=True, slots=True)
class Example:
    """A text to start from: its name, what it shows, and the text."""

    name: str
    title: str
    text: str


def plain(text: str) -> str:
    """Return a text as it is packed: with one kind of line end, and no blanks at its end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return f"{lines}\n" if lines else ""


def pack(text: str) -> str:
    """Return a text as an address holds it.

    Raises:
        NotLaw: for a text that is longer than it may be.
        InputError: for one that an address cannot hold.

    >>> unpack(pack("---")) == plain("---")
    True
    """
    whole = plain(text)
    _check_letters(whole)
    packed = base64.urlsafe_b64encode(zlib.compress(whole.encode(), 9)).decode().rstrip("=")
    if len(packed) > LONGEST_PACKED:
        found = f"a text that takes {len(packed):,} signs of an address"
        mend = f"leave out what is only prose, or save it as {NAME} and run 'licet compare now {NAME}'"
        raise InputError(faults=[Fault(NAME, found, f"at most {LONGEST_PACKED:,}", mend)])
    return packed


def unpack(packed: str) -> str:
    """Return the text that an address holds.

    Raises:
        InputError: for what no text was packed into.
    """
    broken = Fault("written", "a text that is cut short or changed", "the whole address of a reform", "copy it again")
    if len(packed) > LONGEST_PACKED:
        raise InputError(faults=[Fault("written", f"{len(packed):,} signs", f"at most {LONGEST_PACKED:,}")])
    opener = zlib.decompressobj()
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        # A few bytes may stand for a text without end.
        text = opener.decompress(data, 4 * LONGEST + 1).decode()
    except (binascii.Error, zlib.error, ValueError):
        raise InputError(faults=[broken]) from None
    _check_letters(text)
    if not opener.eof:
        raise InputError(faults=[broken])
    return plain(text)


def check(text: str, law: str | None = None, seconds: float = SECONDS) -> None:
    """Check a text as law is checked, in a process of its own.

    Args:
        text: the text.
        law: the folder of law; the law that came with Licet by default.
        seconds: the time that it may take.

    Raises:
        NotLaw: with every fault and its line.
        TooLong: for a text that cannot be read within its time and memory.
    """
    _check_letters(text)
    faults = _checked(text, law, Rulebook.load(law).digest, seconds)
    if faults:
        raise NotLaw(text, faults)


@lru_cache(maxsize=64)
def _checked(text: str, law: str | None, digest: str, seconds: float) -> tuple[Fault, ...]:
    """Return what is wrong with a text; what was checked once is remembered as long as the law stays the same."""
    del digest
    expected, mend = "a shorter reform", "write fewer rules, or simpler conditions"
    if not _READING.acquire(timeout=seconds):
        raise TooLong(faults=[Fault(NAME, "other texts, which are read first", "one that is read", "come again soon")])
    asked = {"text": text, "law": None if law is None else str(Path(law).resolve())}
    try:
        with tempfile.TemporaryDirectory(prefix="licet-") as place:
            limited("licet.programs.drafting:check_here", Path(place), asked, Bounds(seconds, memory=_MEMORY))
    except Reached as error:
        raise TooLong(
            faults=[Fault(NAME, f"{fault.found} to read", expected, mend) for fault in error.faults]
        ) from None
    except Broken:
        raise TooLong(faults=[Fault(NAME, "a text that could not be read", expected, mend)]) from None
    except InputError as error:
        return tuple(error.faults)
    finally:
        _READING.release()
    return ()


def examples(book: Rulebook) -> list[Example]:
    """Return texts to start from: small ones that show one thing each, and the proposals of the rulebook.

    Args:
        book: the law.
    """
    found = []
    for path in sorted(_EXAMPLES.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        title = next(line.removeprefix("title: ") for line in text.splitlines() if line.startswith("title: "))
        found.append(Example(path.stem, title, text))
    for one in book.instruments.values():
        path = book.folder / one.file
        if one.proposal and path.is_file():
            # Under its own name it would stand in the rulebook twice.
            text = _HEAD.sub("instrument: proposals.mine", path.read_text(encoding="utf-8"), count=1)
            if len(text) <= LONGEST:
                found.append(Example(one.short, one.title, text))
    return found


def _check_letters(text: str) -> None:
    if len(text) > LONGEST:
        mend = f"save it as {NAME} and run 'licet compare now {NAME}'"
        raise NotLaw("", [Fault(NAME, f"{len(text):,} letters", f"at most {LONGEST:,}", mend)])
    for number, line in enumerate(text.split("\n"), 1):
        strange = next((sign for sign in line if not sign.isprintable() and sign != "\t"), None)
        if strange is not None:
            found = f"a sign that cannot be shown (U+{ord(strange):04X})"
            raise NotLaw(text, [Fault(f"{NAME}:{number}", found, "letters, digits and signs")])


def _on_lines(text: str, faults: Iterable[Fault]) -> Iterable[LineFault]:
    lines = text.split("\n")
    for fault in dict.fromkeys(faults):
        place = _LINE.match(fault.where)
        number = _nearest(lines, int(place[1]), fault.found) if place else 0
        if fault.where == "--reform" and "no proposal" in fault.found:
            number = next((n for n, line in enumerate(lines, 1) if line.startswith("kind:")), 0)
            yield LineFault(number, _line(lines, number), "law and no proposal", "kind: proposal")
            continue
        # What stands elsewhere is told with its place.
        named = fault.where in ("", NAME, "--reform") or number
        found = fault.found if named else f"{fault.where}: {fault.found}"
        yield LineFault(number, _line(lines, number), found, fault.expected, fault.mend)


def _nearest(lines: list[str], first: int, found: str) -> int:
    """Return the line of a block on which stands what was found: law is checked rule by rule, and names the line on which a rule begins."""
    quoted = _QUOTED.search(found)
    if quoted is None or quoted[1] in _line(lines, first):
        return first
    block = itertools.takewhile(lambda pair: not pair[1].startswith("```"), enumerate(lines[first:], first + 1))
    return next((number for number, line in block if quoted[1] in line), first)


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def check_here(folder: Path, asked: Mapping[str, Any], tell: Tell) -> None:
    """Check a text in this process; :func:`check` has it done in one with limits.

    Raises:
        InputError: with every fault.
    """
    del folder, tell
    from licet.reviewing import Review

    try:
        book = Rulebook.load(asked["law"], [NAME], {NAME: asked["text"]})
        # What can be read must also be decided within this time, before anybody asks for it elsewhere.
        Review(book, Stater(book, today()).read(NoFacts((), Where("nothing"))), exact="quick").determination  # noqa: B018
    except LicetError as error:
        raise InputError(faults=error.faults) from None
