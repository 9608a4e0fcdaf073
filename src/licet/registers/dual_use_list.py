"""A dual-use list on the numbering of the European Union (Annex I) as JSON: entries, each with its paragraphs in order.

An entry is ``{"code": "9A112", "regime": "…", "paragraphs": [{"path", "depth", "label", "kind", "text"}]}``; a paragraph of the kind ``base``
belongs to the entry itself, the others are notes. In the numbering the third sign of a code tells the regime that it comes from: 1 is the MTCR.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from licet.registers.published import PublishedFile, fault, read_json

TITLE = "dual-use list on the EU numbering"
WHAT = "a dual-use list on the EU numbering as JSON: an array of code, regime and paragraphs (depth, label, kind, text)"

_CODE = re.compile(r"\d[A-E]\d{3}")
_LABEL = re.compile(r"([a-z]{1,2}|\d{1,3})\.?")
_MTCR = "1"


class _Paragraph(msgspec.Struct):
    depth: int
    label: str
    kind: str
    text: str


class _Entry(msgspec.Struct):
    code: str
    regime: str
    paragraphs: list[_Paragraph]


@dataclass(frozen=True, slots=True)
class DualUseEntry:
    """One entry.

    Attributes:
        heading: the text that stands at its code.
        paragraphs: its paragraphs, ``a.2.b`` → text.
    """

    code: str
    regime: str
    heading: str
    paragraphs: Mapping[str, str]

    @property
    def missile_technology(self) -> bool:
        """Whether its number is one of the MTCR series."""
        return self.code[2] == _MTCR


@dataclass(frozen=True, slots=True)
class DualUseList:
    """The list: code → entry."""

    entries: Mapping[str, DualUseEntry]


def recognises(file: PublishedFile) -> bool:
    """Whether a file is, by name or beginning, such a list."""
    name = file.name.rpartition("/")[2].lower()
    if not name.endswith(".json"):
        return False
    named = "dual_use_list" in name or "dual-use-list" in name
    return named or all(f'"{key}"' in file.head for key in ("code", "regime", "paragraphs", "label"))


def read(file: PublishedFile) -> DualUseList:
    """Read the list.

    Raises:
        InputError: for a file that is not such a list.
    """
    entries: dict[str, DualUseEntry] = {}
    for number, entry in enumerate(read_json(file, list[_Entry], WHAT)):
        if not _CODE.fullmatch(entry.code):
            raise fault(file, 0, f"the code '{entry.code}' in entry {number}", "one such as 9A112")
        if entry.code in entries:
            raise fault(file, 0, f"the code {entry.code} a second time", "once")
        if not entry.paragraphs:
            raise fault(file, 0, f"{entry.code} without any paragraph", "the text of the entry")
        heading = entry.paragraphs[0].text
        entries[entry.code] = DualUseEntry(entry.code, entry.regime, heading, _paragraphs(entry.paragraphs[1:]))
    if not entries:
        raise fault(file, 0, "a list without entries", WHAT)
    return DualUseList(entries)


def _paragraphs(printed: Iterable[_Paragraph]) -> dict[str, str]:
    """Return the paragraphs by their full number.

    Letters and numbers take turns, letters first. Where a label does not fit its depth, the file has lost a level: then the paragraph counts
    both at the depth that is printed and below the paragraph before it.
    """
    found: dict[str, str] = {}
    above: dict[int, str] = {}
    for paragraph in printed:
        label = _LABEL.fullmatch(paragraph.label)
        if paragraph.kind != "base" or label is None:
            continue
        level = paragraph.depth - 2
        ancestors = [above[n] for n in sorted(above) if n < level]
        fits = label[1].isdigit() == bool(level % 2)
        if not fits and level in above:
            found.setdefault(".".join([*ancestors, above[level], label[1]]), paragraph.text)
        found.setdefault(".".join([*ancestors, label[1]]), paragraph.text)
        if fits:
            above = {n: name for n, name in above.items() if n < level} | {level: label[1]}
    return found
