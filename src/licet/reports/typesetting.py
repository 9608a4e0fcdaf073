"""Sets a document of blocks as PDF: tagged, fit to be archived, with the letters that come with the setter, and the same bytes for the same document.

The layout stands in ``pdf.typ``. What a document says reaches it as data, so that no text of a user is ever read as a command.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from anyascii import anyascii

from licet.errors import Fault, InputError, LicetError
from licet.reports.blocks import Block, heading, paragraph, run, table

_PACKAGE = "typst"
_FOLDER = Path(__file__).resolve().parent
# Fit to be kept for decades with what it was made from, and to be read by those who do not see it. Both refuse a sign without a letter.
STANDARDS: Any = ["a-3a", "ua-1"]
# What is set for a sign without a letter has one.
_TRIES = 4
_LOST = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
# A word of more letters than this may be wider than its column, and may then be broken anywhere; those of code are narrower.
_LONGEST, _LONGEST_CODE = 36, 72
_WORD, _CODE = (re.compile(rf"\S{{{most + 1},}}") for most in (_LONGEST, _LONGEST_CODE))
_BREAK = "\N{ZERO WIDTH SPACE}"
_STEP = 12

# What stands in no column.
_WHOLE = ("title", "svg", "alt")
_SPELT = (
    "Between ‹ and › stands how they are read, in the text of the transfer as well. What was written is told here by its code points, "
    "and stands as it was written in the answer that is attached to this file."
)


def can_set() -> bool:
    """Whether the package is there that PDFs need."""
    return importlib.util.find_spec(_PACKAGE) is not None


def must_set() -> None:
    """Refuse to go on without the package that PDFs need.

    Raises:
        InputError: where it is not installed.
    """
    if not can_set():
        mend = "install it with: pip install 'licet[pdf]'"
        raise InputError(faults=[Fault("the PDF", f"no package {_PACKAGE}", _PACKAGE, mend)])


def typeset(document: Mapping[str, Any], answer: str = "") -> bytes:
    """Return a document as PDF.

    Args:
        document: ``title``, ``over`` (what it is), ``running`` (the head of later pages), ``foot``, ``version``, ``date`` as year, month and
            day, ``keywords``, and ``blocks`` as :mod:`licet.reports.blocks` makes them.
        answer: JSON that is attached to it.

    Raises:
        InputError: where the package is not installed.
        LicetError: where the document cannot be set.
    """
    must_set()
    import typst

    inputs = {"answer": answer} if answer else {}

    def made(data: str) -> bytes:
        set_as: bytes = typst.compile(
            _FOLDER / "pdf.typ",
            format="pdf",
            root=_FOLDER,
            ignore_system_fonts=True,
            sys_inputs={**inputs, "document": data},
            pdf_standards=STANDARDS,
        )
        return set_as

    try:
        return with_letters(document, made)
    except typst.TypstError as error:
        raise LicetError(faults=[Fault("the PDF", error.message, "a document that can be set")]) from None


def with_letters(document: Mapping[str, Any], made: Callable[[str], bytes]) -> bytes:
    """Set a document again and again until every sign in it has a letter.

    Args:
        document: what is set. Where it has ``blocks``, what was spelt is told at their end; where not, it is given as ``spelt``: how each
            is read, and its code points.
        made: sets a document that is given as JSON; what it cannot set it refuses with typst's own error.

    Raises:
        LicetError: where there is no end of signs without a letter.
    """
    import typst

    lost: frozenset[str] = frozenset()
    for _ in range(_TRIES):
        data = json.dumps(_with_letters(document, lost), ensure_ascii=False)
        try:
            return made(data)
        except typst.TypstError as error:
            found = {sign for text in _LOST.findall(error.diagnostic) for sign in _plain(text) if not sign.isascii()}
            if not found - lost:
                raise
            lost |= found
    raise LicetError(faults=[Fault("the PDF", f"{len(lost)} signs without a letter", "signs that can be set")])


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


# Signs without a letter.


def _with_letters(document: Mapping[str, Any], lost: frozenset[str]) -> dict[str, Any]:
    """Return a document whose every sign has a letter: those that have none are spelt, and at its end it is told what was written."""
    spelt: dict[str, str] = {}
    signs = re.compile(f"[{''.join(map(re.escape, sorted(lost)))}]+") if lost else None

    def spell(found: re.Match[str]) -> str:
        said = anyascii(found[0]).strip() or " ".join(map(_named, found[0]))
        return spelt.setdefault(found[0], f"‹{said}›")

    def of(value: Any, key: str = "", code: bool = False) -> Any:
        if isinstance(value, Mapping):
            return {name: of(part, name, value.get("style") == "code") for name, part in value.items()}
        if isinstance(value, list):
            return [of(part, key) for part in value]
        if not isinstance(value, str) or key in ("to", "at"):
            return value
        text = signs.sub(spell, value) if signs else value
        return text if key in _WHOLE else _breakable(text, _CODE if code or key == "code" else _WORD)

    told: dict[str, Any] = of(dict(document))
    if "blocks" not in told:
        told["spelt"] = [{"read": said, "written": " ".join(map(_named, signs))} for signs, said in spelt.items()]
    elif spelt:
        told["blocks"] = [*told["blocks"], *_told(spelt)]
    return told


def _told(spelt: Mapping[str, str]) -> Iterable[Block]:
    yield heading("Signs that this file has no letters for")
    yield paragraph(run(_SPELT))
    rows = [[[run(_breakable(said))], [run(" ".join(map(_named, signs)))]] for signs, said in spelt.items()]
    yield table(("Read", "Written"), rows, (1, 1))


def _named(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _breakable(text: str, long: re.Pattern[str] = _WORD) -> str:
    """Return a text of which no word is wider than a column: a link breaks by itself, and whatever else is long may break within."""

    def broken(found: re.Match[str]) -> str:
        word = found[0]
        if word.startswith(("http://", "https://", "sha256:")):
            return word
        return _BREAK.join(word[first : first + _STEP] for first in range(0, len(word), _STEP))

    return long.sub(broken, text)
