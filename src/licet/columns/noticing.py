"""What is noticed of rows beside their answers: an assumption that stands in the place of what is stated, and what the catalogue does not know.

It is told at the end of a run, since the answer to such a row looks like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import polars as pl

from licet.columns.cells import blank, cell_node, cell_text
from licet.columns.headings import Column, Headings
from licet.errors import Fault, number_of
from licet.language.nodes import Scalar, Where
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.transfers.catalogue import read_catalogue
from licet.transfers.stating import CATALOGUED, assumed_facts, nations_of
from licet.transfers.values import NOTHING, ValueReader

# The fact by which a row names a system of the catalogue.
_NAME = "name"
# So many designations are kept of each part, those of most rows.
_KEPT = 100
_TOLD = 3


@dataclass
class Noticed:
    """What was noticed of rows.

    Attributes:
        replaced: ``FACT=VALUE`` that is assumed → rows that state the fact, in the place of which it stands.
        uncatalogued: rows that name a system which is not in the catalogue and do not state all that it tells.
        unknown_names: the names of those, the most frequent alone → their rows, and the first of them.
        otherwise: rows that say of a system that it is something else than the catalogue says.
        other_kinds: for the most frequent of those what is said → rows, and the first of them.
    """

    replaced: dict[str, int] = field(default_factory=dict)
    uncatalogued: int = 0
    unknown_names: dict[str, list[int]] = field(default_factory=dict)
    otherwise: int = 0
    other_kinds: dict[str, list[int]] = field(default_factory=dict)

    def add(self, more: Mapping[str, Any]) -> None:
        """Add what was noticed of other rows, in the form of :meth:`plain`."""
        for text, rows in more.get("replaced", {}).items():
            self.replaced[text] = self.replaced.get(text, 0) + rows
        self.uncatalogued += more.get("uncatalogued", 0)
        self.otherwise += more.get("otherwise", 0)
        for mine, theirs in ((self.unknown_names, "unknown_names"), (self.other_kinds, "other_kinds")):
            for text, (rows, first) in more.get(theirs, {}).items():
                known = mine.setdefault(text, [0, first])
                mine[text] = [known[0] + rows, min(known[1], first)]

    def plain(self) -> dict[str, Any]:
        """Return it in a form that JSON can keep."""
        return {
            "replaced": self.replaced,
            "uncatalogued": self.uncatalogued,
            "unknown_names": _most(self.unknown_names),
            "otherwise": self.otherwise,
            "other_kinds": _most(self.other_kinds),
        }

    def lines(self) -> list[str]:
        """Return it in words."""
        told = [
            f"{number_of(rows, 'row')} {_verb(rows, 'state')} {text.partition('=')[0]}, and what is assumed stands in its place: {text}"
            for text, rows in self.replaced.items()
        ]
        if self.uncatalogued:
            what = "a system that is not in the catalogue, so that no figure was taken for it"
            told.append(_told(self.uncatalogued, "name", what, self.unknown_names))
        if self.otherwise:
            told.append(_told(self.otherwise, "say", "of a system what the catalogue does not", self.other_kinds))
        return told


def _most(found: dict[str, list[int]]) -> dict[str, list[int]]:
    return dict(sorted(found.items(), key=lambda item: (-item[1][0], item[1][1]))[:_KEPT])


def _verb(rows: int, verb: str) -> str:
    return f"{verb}s" if rows == 1 else verb


def _told(rows: int, verb: str, what: str, found: dict[str, list[int]]) -> str:
    first = [
        f"{text} ({number_of(count, 'row')}, the first is row {at})" if count > 1 else f"{text} (row {at})"
        for text, (count, at) in list(_most(found).items())[:_TOLD]
    ]
    # Not all are kept of a large table, so that the rest has no number.
    more = " and others" if len(found) > _TOLD else ""
    return f"{number_of(rows, 'row')} {_verb(rows, verb)} {what}: {', '.join(first)}{more}"


class Noticing:
    """Looks at the rows of one table.

    Args:
        rulebook: declares the facts, and has the catalogue.
        headings: the header of the table.
        assume: ``FACT=VALUE`` texts, or fact → value.
    """

    def __init__(self, rulebook: Rulebook, headings: Headings, assume: Iterable[str] | dict[str, Any]) -> None:
        self.rulebook = rulebook
        self.stated = headings.stated
        self.assumed = assumed_facts(rulebook, assume)
        self.catalogue = read_catalogue(rulebook.folder)
        self.named = self.stated.get(_NAME, ()) if self.catalogue.systems and _NAME not in self.assumed else ()
        self.kinds = [
            name
            for name in CATALOGUED
            if rulebook.facts[name].type == "one_of" and name in self.stated and name not in self.assumed
        ]
        self._said: dict[tuple[str, str, str], str] = {}

    def of(self, frame: pl.DataFrame, first: int, refused: Sequence[int]) -> Noticed:
        """Look at some rows.

        Args:
            frame: the rows.
            first: the number of the first of them.
            refused: the numbers of those that cannot be used.
        """
        found = Noticed()
        over = [name for name in self.assumed if name in self.stated]
        if not over and not self.named:
            return found
        columns = [column.name for name in {*over, _NAME, *CATALOGUED} for column in self.stated.get(name, ())]
        number = pl.int_range(first, first + frame.height, eager=True)
        usable = ~number.is_in(list(refused))
        frame, number = frame.select(columns).filter(usable), number.filter(usable)
        for name in over:
            rows = int(self._is_stated(name, frame).sum())
            if rows:
                found.replaced[f"{self.rulebook.facts[name].path}={self.assumed[name]}"] = rows
        if self.named:
            self._catalogued(frame, number, found)
        return found

    def _is_stated(self, name: str, frame: pl.DataFrame) -> pl.Series:
        """Return which rows state a fact."""
        ends = [_said(self.rulebook.facts[name], frame.get_column(c.name)) for c in self.stated.get(name, ())]
        return reduce(pl.Series.__or__, ends, pl.repeat(False, frame.height, eager=True))

    def _catalogued(self, frame: pl.DataFrame, number: pl.Series, found: Noticed) -> None:
        own = self.named[0].name
        told = [self._is_stated(name, frame) for name in CATALOGUED if name not in self.assumed]
        wanting = ~reduce(pl.Series.__and__, told, pl.repeat(True, frame.height, eager=True))
        texts = frame.get_column(own).cast(pl.String)
        named = pl.DataFrame({"name": texts, "row": number, "wanting": wanting}).filter(
            _said(self.rulebook.facts[_NAME], texts)
        )
        unknown = [name for name in named.get_column("name").unique().to_list() if self.catalogue.find(name) is None]
        for name, rows, at in _counted(named.filter(pl.col("wanting") & pl.col("name").is_in(unknown)), ["name"]):
            found.uncatalogued += rows
            found.unknown_names[f"'{name}'"] = [rows, at]
        for fact in self.kinds:
            column = self.stated[fact][0]
            both = named.with_columns(
                said=frame.get_column(column.name).filter(_said(self.rulebook.facts[_NAME], texts))
            )
            both = both.filter(~pl.col("name").is_in(unknown) & pl.col("said").is_not_null())
            for name, said, rows, at in _counted(both, ["name", "said"]):
                if text := self._otherwise(column, name, said):
                    found.otherwise += rows
                    known = found.other_kinds.setdefault(text, [0, at])
                    found.other_kinds[text] = [known[0] + rows, min(known[1], at)]

    def _otherwise(self, column: Column, name: str, said: Any) -> str:
        """Return what is said of a system and what the catalogue says, where these are two things."""
        fact = column.fact
        key = (fact.name, name, cell_text(said))
        if key not in self._said:
            system = self.catalogue.find(name)
            theirs = system.figures.get(fact.key) if system is not None else None
            faults: list[Fault] = []
            reader = ValueReader(self.rulebook, nations_of(self.rulebook), faults)
            node = cell_node(self.rulebook, (column,), (said,), faults)
            own = reader.read(fact, node) if node is not None else None
            other = reader.read(fact, Scalar(theirs, Where(""))) if theirs else None
            differ = own is not None and other is not None and own.state != other.state
            self._said[key] = f"'{name}' as {own.shown}, there {other.shown}" if own and other and differ else ""
        return self._said[key]


def _counted(frame: pl.DataFrame, keys: list[str]) -> list[tuple[Any, ...]]:
    """Return what rows have in common, with their number and the first of them."""
    return frame.group_by(keys, maintain_order=True).agg(rows=pl.len(), first=pl.col("row").min()).rows()


def _said(fact: Fact, series: pl.Series) -> pl.Series:
    """Return which cells say something."""
    kind = series.dtype
    if kind in (pl.String, pl.Categorical, pl.Enum):
        texts = series.cast(pl.String).str.strip_chars()
        nothing = texts.str.to_lowercase().is_in(list(NOTHING)) & ~texts.is_in(list(fact.values))
        return (series.is_not_null() & ~nothing).fill_null(False)
    if kind.is_nested():
        return pl.Series([not blank(cell) for cell in series.to_list()], dtype=pl.Boolean)
    return series.is_not_nan().fill_null(False) if kind.is_float() else series.is_not_null()
