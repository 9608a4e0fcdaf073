"""The Commerce Control List (15 CFR part 774, Supplement No. 1) as JSON: every ECCN with heading, controls and, in part, its paragraphs.

The form is that of the public conversion of the eCFR: ``entries`` of ``eccn``, ``heading``, ``reasonForControl``, ``countryChart`` (rows of a
control and what the Country Chart says of it), ``licenceExceptionFlags``, ``relatedControls`` and, for some categories, ``items`` with their
paragraphs. What the file lacks is not known; a paragraph that it does not print may stand in the regulation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from licet.registers.published import PublishedFile, fault, read_json

TITLE = "Commerce Control List"
WHAT = "the Commerce Control List as JSON: entries of eccn, heading, reasonForControl, countryChart and licenceExceptionFlags"

_ECCN = re.compile(r"\d[A-E]\d{3}")
_COLUMN = re.compile(r"\b([A-Z]{2}) Column (\d)")
_REASON = re.compile(r"\s*([A-Z]{2})\b")


class _Control(msgspec.Struct, rename="camel"):
    control: str
    country_chart: str


class _Item(msgspec.Struct):
    text: str
    paragraph: str | None = None


class _Entry(msgspec.Struct, rename="camel"):
    eccn: str
    heading: str
    reason_for_control: str | None
    country_chart: list[_Control]
    licence_exception_flags: dict[str, str]
    related_controls: str | None = None
    items: list[_Item] | None = None


class _File(msgspec.Struct, rename="camel"):
    entries: list[_Entry]
    ecfr_issue_date: str = ""
    entry_count: int | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """One reason for control of an ECCN.

    Attributes:
        reason: its letters, ``MT``; empty where the row begins with none.
        scope: what it applies to, as printed.
        chart: what the Country Chart says of it, as printed.
        columns: the columns of the Country Chart that it names: ``MT 1``.
    """

    reason: str
    scope: str
    chart: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Eccn:
    """One entry of the list.

    Attributes:
        reasons: the reasons for control as printed in one line, empty where none is printed.
        exceptions: licence exception → what the entry says of it.
        related: its related controls, as printed.
        paragraphs: its paragraphs without the dot before the first, ``a.2.b`` → text; none where the file prints none.
    """

    code: str
    heading: str
    reasons: str
    controls: tuple[Control, ...]
    exceptions: Mapping[str, str]
    related: str
    paragraphs: Mapping[str, str]

    @property
    def points_to_itar(self) -> bool:
        """Whether it controls nothing itself and its heading only says that the item is under the ITAR."""
        return not self.reasons and not self.controls and "ITAR" in self.heading

    @property
    def related_to_itar(self) -> bool:
        """Whether its related controls speak of the ITAR or of the Munitions List."""
        return any(words in self.related for words in ("ITAR", "USML", "U.S. Munitions List"))

    @property
    def missile_technology(self) -> bool:
        """Whether all or part of it is controlled for missile technology."""
        return any(control.reason == "MT" for control in self.controls)


@dataclass(frozen=True, slots=True)
class CommerceControlList:
    """The list.

    Attributes:
        edition: the day of the eCFR that it was made from, as ISO date; empty where the file gives none.
        entries: ECCN → entry.
    """

    edition: str
    entries: Mapping[str, Eccn]


def recognises(file: PublishedFile) -> bool:
    """Whether a file is, by name or beginning, the Commerce Control List."""
    name = file.name.rpartition("/")[2].lower()
    return name == "ccl.json" or (name.endswith(".json") and '"eccn"' in file.head and '"heading"' in file.head)


def split_eccn(text: str) -> tuple[str, str]:
    """Return the ECCN of five signs and the paragraph under it; two empty texts for what is no ECCN.

    >>> split_eccn("9A610.v"), split_eccn("1C111.a.3.c"), split_eccn("ML4")
    (('9A610', 'v'), ('1C111', 'a.3.c'), ('', ''))
    """
    code, _, paragraph = text.partition(".")
    if not _ECCN.fullmatch(code) or (text != code and not re.fullmatch(r"[a-z0-9]+(\.[a-z0-9]+)*", paragraph)):
        return "", ""
    return code, paragraph


def read(file: PublishedFile) -> CommerceControlList:
    """Read the list.

    Raises:
        InputError: for a file that is not the list, or not the whole of it.
    """
    plain = read_json(file, _File, WHAT)
    if not plain.entries:
        raise fault(file, 0, "a list without entries", WHAT)
    if plain.entry_count is not None and plain.entry_count != len(plain.entries):
        found = f"{len(plain.entries)} entries where the file itself counts {plain.entry_count}"
        raise fault(file, 0, found, "the whole list", "fetch the file again whole")
    entries: dict[str, Eccn] = {}
    for number, entry in enumerate(plain.entries):
        if not _ECCN.fullmatch(entry.eccn):
            raise fault(file, 0, f"the ECCN '{entry.eccn}' in entry {number}", "one such as 9A012")
        if entry.eccn in entries:
            raise fault(file, 0, f"the ECCN {entry.eccn} a second time", "once")
        entries[entry.eccn] = _eccn(entry)
    return CommerceControlList(plain.ecfr_issue_date, entries)


def _eccn(entry: _Entry) -> Eccn:
    paragraphs: dict[str, str] = {}
    for item in entry.items or ():
        if item.paragraph:
            # Where a note counts its own limbs a, b, c after the entry, the paragraph of the entry comes first.
            paragraphs.setdefault(item.paragraph, item.text)
    return Eccn(
        code=entry.eccn,
        heading=entry.heading,
        reasons=entry.reason_for_control or "",
        controls=tuple(_control(row) for row in entry.country_chart),
        exceptions=entry.licence_exception_flags,
        related=entry.related_controls or "",
        paragraphs=paragraphs,
    )


def _control(row: _Control) -> Control:
    reason = _REASON.match(row.control)
    columns = _COLUMN.findall(row.country_chart)
    if not columns and (bare := re.fullmatch(r"Column (\d)\.?", row.country_chart.strip())) and reason:
        columns = [(reason[1], bare[1])]
    return Control(
        reason[1] if reason else "",
        row.control,
        row.country_chart,
        tuple(f"{letters} {number}" for letters, number in columns),
    )
