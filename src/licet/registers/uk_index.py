"""The British index of references to the MTCR Annex: one file a category, one row a reference, without a header.

A row is ``M2A1b1,ACTIVE,6,UK,Cat 1``: the reference without its dots, its status, its depth, the list's nation and its category
(``MTCR_Cat_1_regimes.csv`` and ``MTCR_Cat_2_regimes.csv`` of the licensing service of the Department for International Trade). It holds codes
alone and no text of the Annex.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from licet.language.nodes import Where
from licet.registers.published import PublishedFile, fault, read_bare_rows

TITLE = "British index of MTCR references"
WHAT = "rows of the British index of MTCR references"

_COLUMNS = ("reference", "status", "depth", "nation", "category")
_NAME = re.compile(r"mtcr_cat_\w+\.csv", re.IGNORECASE)
_FIRST_ROW = re.compile(r"\s*M\d+[A-Z]\d+\w*,[A-Za-z]+,\d+,[A-Z]+,Cat ")
_CODE = re.compile(r"M?(\d{1,2})\.?([A-Z])\.?(\d{1,2})((?:\.?(?:[a-z]|\d{1,2}))*)", re.IGNORECASE)
_CATEGORIES = {"Cat 1": "I", "Cat 2": "II"}
_STATUSES = ("ACTIVE", "PARENT", "INACTIVE")


@dataclass(frozen=True, slots=True)
class IndexedReference:
    """One row of the index.

    Attributes:
        code: the reference as the Annex writes it: ``2.A.1.b.1``.
        printed: the reference as the index writes it: ``M2A1b1``.
        status: ``ACTIVE``, ``PARENT`` (a heading) or ``INACTIVE``.
        category: ``I`` or ``II``.
        where: its place in the file.
    """

    code: str
    printed: str
    status: str
    category: str
    where: Where


def recognises(file: PublishedFile) -> bool:
    """Whether a file is, by name or beginning, one of the index."""
    name = file.name.rpartition("/")[2]
    return bool(_NAME.fullmatch(name) or (name.lower().endswith(".csv") and _FIRST_ROW.match(file.head)))


def annex_code(text: str) -> str:
    """Return a reference as the Annex writes it, or an empty text for what is none.

    >>> annex_code("M4C6c2a"), annex_code("2.a.1.B.1"), annex_code("9A012")
    ('4.C.6.c.2.a', '2.A.1.b.1', '')
    """
    match = _CODE.fullmatch(text.strip())
    if match is None or match[3].startswith("0"):
        return ""
    item, group, number, rest = match.groups()
    return ".".join([item, group.upper(), number, *re.findall(r"[a-z]|\d+", rest.lower())])


def read(file: PublishedFile) -> tuple[IndexedReference, ...]:
    """Read one file of the index.

    Raises:
        InputError: for a row that is none of the index.
    """
    found: dict[str, IndexedReference] = {}
    for where, row in read_bare_rows(file, _COLUMNS, WHAT):
        code = annex_code(row["reference"])
        if not row["reference"].startswith("M") or not code:
            raise fault(file, where.line, f"the reference '{row['reference']}'", "one such as M2A1b1")
        if row["status"] not in _STATUSES:
            raise fault(file, where.line, f"the status '{row['status']}'", " | ".join(_STATUSES))
        if row["category"] not in _CATEGORIES:
            raise fault(file, where.line, f"the category '{row['category']}'", " | ".join(_CATEGORIES))
        if code in found:
            first = found[code]
            raise fault(
                file, where.line, f"{row['reference']} a second time (first on line {first.where.line})", "once"
            )
        found[code] = IndexedReference(code, row["reference"], row["status"], _CATEGORIES[row["category"]], where)
    return tuple(found.values())
