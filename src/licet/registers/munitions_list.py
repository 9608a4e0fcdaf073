"""The United States Munitions List (22 CFR 121.1) as a table: one row a paragraph, with whether it bears an (MT) mark.

The columns are ``usml`` (``IV(A)(1)``, in capitals throughout), ``text`` and ``mt_flag`` (0 or 1). Paragraphs that the regulation reserves have
no row. Capitals hide whether ``(I)`` is a letter or a Roman numeral, so references are compared without regard to case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from licet.language.nodes import Where
from licet.registers.published import PublishedFile, fault, read_table

TITLE = "United States Munitions List"
WHAT = "rows of the United States Munitions List"

Place = tuple[str, ...]

_PARAGRAPH = re.compile(r"([IVX]{1,5})((?:\([a-z0-9]+\))*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        printed: its reference as printed.
        missile_technology: whether it bears an (MT) mark.
        where: its place in the file.
    """

    printed: str
    text: str
    missile_technology: bool
    where: Where


@dataclass(frozen=True, slots=True)
class MunitionsList:
    """The list: place (``("IV", "A", "1")``) → paragraph."""

    paragraphs: Mapping[Place, Paragraph]


def recognises(file: PublishedFile) -> bool:
    """Whether a file is, by name or header, rows of the list."""
    name = file.name.rpartition("/")[2].lower()
    columns = file.head.partition("\n")[0].strip().split(",")
    return name == "usml_rows.csv" or (name.endswith(".csv") and {"usml", "mt_flag"} <= set(columns))


def place(text: str) -> Place:
    """Return the place that a reference names, in capitals; empty for what is no reference.

    >>> place("XI(a)(3)(xxix)"), place("IV(h)"), place("9A012")
    (('XI', 'A', '3', 'XXIX'), ('IV', 'H'), ())
    """
    match = _PARAGRAPH.fullmatch(text.strip())
    return (match[1].upper(), *re.findall(r"[A-Z0-9]+", match[2].upper())) if match else ()


def read(file: PublishedFile) -> MunitionsList:
    """Read the list.

    Raises:
        InputError: for a file that is not the list.
    """
    paragraphs: dict[Place, Paragraph] = {}
    for where, row in read_table(file, ("usml", "text", "mt_flag"), WHAT):
        at = place(row["usml"])
        if not at:
            raise fault(file, where.line, f"the paragraph '{row['usml']}'", "one such as IV(A)(1)")
        if row["mt_flag"] not in ("0", "1"):
            raise fault(file, where.line, f"the mark '{row['mt_flag']}'", "0 | 1")
        if at in paragraphs:
            raise fault(file, where.line, f"{row['usml']} a second time ({paragraphs[at].where})", "once")
        paragraphs[at] = Paragraph(row["usml"], row["text"], row["mt_flag"] == "1", where)
    return MunitionsList(paragraphs)
