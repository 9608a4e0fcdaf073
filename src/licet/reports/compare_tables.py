"""A comparison as tables for a spreadsheet: a row for each change, each cell of the matrix, and each count on data.

Several values in one field stand with ``|`` between them, the nations of one of them with a blank.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from licet.comparing.answer import Caused, Comparison
from licet.harmless import harmless_row
from licet.reports.compare_telling import rulebook_of
from licet.rulebook.rulebook import Rulebook

_CHANGES = (
    "question", "code", "from", "to", "sure", "by", "by_nations", "enough", "enough_nations", "together", "together_nations", "nations", "if_listed", "if_belonging",
    "witness", "assume", "unknown",
)  # fmt: skip
_CELLS = ("nation", "name", "item_class", "title", "from", "to", "changed", "from_possible", "to_possible", "by")
_FLIPS = ("question", "from", "to", "year", "count")


def tables(found: Comparison, rulebook: Rulebook | None = None) -> dict[str, str]:
    """Return the tables as CSV, by name: ``changes``, ``matrix``, ``flips``; only those of what was asked for.

    Args:
        found: the comparison.
        rulebook: has the names of nations; the law that came with Licet by default.
    """
    made: dict[str, str] = {}
    if found.proven:
        made["changes"] = _csv(_CHANGES, _changes(found))
    if found.matrix is not None:
        made["matrix"] = _csv(_CELLS, _cells(found, rulebook or rulebook_of(found)))
    if found.data is not None:
        made["flips"] = _csv(_FLIPS, _flips(found))
    return made


def _changes(found: Comparison) -> Iterator[dict[str, Any]]:
    for one in found.transitions:
        yield {
            "question": one.question,
            "code": one.code,
            "from": one.from_,
            "to": one.to,
            "sure": _truth(one.sure),
            "by": _several([cause.rule for cause in one.by]),
            "by_nations": _nations(one.by),
            "enough": _several([cause.rule for cause in one.enough]),
            "enough_nations": _nations(one.enough),
            "together": _several([cause.rule for cause in one.together]),
            "together_nations": _nations(one.together),
            "nations": _several(one.nations),
            "if_listed": _several(one.if_listed),
            "if_belonging": _several(one.if_belonging),
            "witness": json.dumps(one.witness, ensure_ascii=False),
            "assume": json.dumps(one.assume, ensure_ascii=False),
            "unknown": _several(one.unknown),
        }


def _cells(found: Comparison, book: Rulebook) -> Iterator[dict[str, Any]]:
    titles = {one.item_class: one.title for one in found.item_classes}
    for cell in found.matrix or ():
        yield {
            "nation": cell.nation,
            "name": book.nations.get(cell.nation, ""),
            "item_class": cell.item_class,
            "title": titles[cell.item_class],
            "from": cell.from_,
            "to": cell.to,
            "changed": _truth(cell.changed),
            "from_possible": _several(cell.from_possible),
            "to_possible": _several(cell.to_possible),
            "by": _several(cell.by),
        }


def _flips(found: Comparison) -> Iterator[dict[str, Any]]:
    data = found.data
    for flip in (data.years or data.flips) if data else ():
        yield {"question": flip.question, "from": flip.from_, "to": flip.to, "year": flip.year, "count": flip.count}


def _several(values: Sequence[str]) -> str:
    return "|".join(values)


def _nations(causes: Sequence[Caused]) -> str:
    return "|".join(" ".join(cause.nations) for cause in causes)


def _truth(value: bool) -> str:
    return "yes" if value else "no"


def _csv(columns: Sequence[str], rows: Iterator[Mapping[str, Any]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(harmless_row, rows))
    return stream.getvalue()
