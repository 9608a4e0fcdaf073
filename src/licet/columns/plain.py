"""The look-ups of a row laid out plainly, for whatever follows them faster: how each column is coded, and the tables as they are filled by now.

They are there for tables whose columns are numbers, days, truths and texts from a list known beforehand. What the tables of
:mod:`licet.columns.chain` do not hold yet is found as :class:`~licet.columns.memory.Memory` finds it, and what is not such a table is answered
by it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from licet.columns.arrays import Block
from licet.columns.chain import FILLING
from licet.columns.coding import Cuts
from licet.columns.memory import Memory
from licet.columns.signature import DATE, Codes

Shorts = npt.NDArray[np.uint16]

# The answers of rows that nobody asked for.
NO_ENDS: Codes = np.empty((0, 0), dtype=np.int32)
NO_ANSWERS: Shorts = np.empty((0, 0), dtype=np.uint16)
# So many classes, states and answers can be told apart in two bytes, with one number to spare; and so many codes with a sign.
MOST = 65_534
MOST_CODES = 32_767
# Ordinals count from the year 1, Arrow's days from 1970.
_EPOCH = 719_163


@dataclass(frozen=True, slots=True)
class Coding:
    """How the cells of one column are coded.

    Attributes:
        column: the column; None where all rows have the first code of the table.
        table: the codes of small numbers, and last that of a cell that is not there; None for truths and figures.
        first: the number to which the first of these codes belongs.
        cuts: where figures are cut; None for others.
    """

    column: str | None
    table: Codes | None = None
    first: int = 0
    cuts: Cuts | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """The tables of one stage; below 0 where one is not filled yet.

    Attributes:
        columns: the columns that it looks at, by their places among the codings.
        rooms: how many codes each may have.
        classes: the class of each combination of codes, the last column counting fastest; of the first stage the state after it.
        states: state before × class → state after; None for the first stage.
    """

    columns: tuple[int, ...]
    rooms: tuple[int, ...]
    classes: Codes
    states: Codes | None


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables.

    Attributes:
        chains: the stages of each chain.
        answers: for each question its chain, and the number of the answer by the end; below 0 where it is not told yet.
    """

    chains: tuple[tuple[Stop, ...], ...]
    answers: tuple[tuple[int, Codes], ...]


class Plain(Memory, ABC):
    """Answers tables by look-ups laid out plainly; takes what :class:`~licet.columns.memory.Memory` takes."""

    # Where little else is done, it counts more that tables stay in the cache than that they are few.
    bundled = 1 << 15

    @abstractmethod
    def laid_out(self, tables: Tables) -> Any:
        """Return tables in the form in which this executor follows them."""

    @abstractmethod
    def follow(self, block: Block, laid_out: Any, lasts: Codes, out: Shorts, start: int) -> bool:
        """Follow rows through the tables.

        Args:
            block: the rows.
            laid_out: what :meth:`laid_out` made of the tables.
            lasts: written: the end of each row in each chain; no rows where nobody asks.
            out: written: the number of the answer of each row to each question; no rows where nobody asks.
            start: the row of ``out`` from which on it is written.

        Returns:
            Whether that told all of them; where it did not, nothing that was written counts.
        """

    def _prepare(self, schema: pl.Schema) -> None:
        if self._schema == schema:
            return
        super()._prepare(schema)
        facts, reader = self.decider.facts, self.reader
        fits = not reader.elsewhere.columns and not any(
            self.rulebook.facts[name].measured for name in facts.exact & facts.own
        )
        fits = fits and all(len(columns) == 1 for columns in reader.simple.values())
        stages = [stage for chain in self.decider.chains for stage in chain.stages]
        names = {name for stage in stages for name in stage.lookup.names}
        self._rows = sorted(names, key=lambda name: (name != DATE, name))
        fits = fits and all(name == DATE or name in reader.simple for name in self._rows)
        codings = [self._coding(name, schema) if fits else None for name in self._rows]
        known = [coding for coding in codings if coding is not None]
        self.codings = known if len(known) == len(codings) else None
        self._laid_out: Any = None

    def _coding(self, name: str, schema: pl.Schema) -> Coding | None:
        """Return how a fact is coded; None where it takes more."""
        reader = self.reader
        if name == DATE:
            day = reader.base.date.toordinal()
            if not reader.dated:
                return Coding(None, self.decider.stretches.of(np.full(1, day, dtype=np.int64)))
            (column,) = self.headings.stated[name]
            table, first = self.decider.stretches.table(day)
            return Coding(column.name, table, first - _EPOCH) if schema[column.name] == pl.Date else None
        (column,) = self.headings.stated[name]
        dtype, fact = schema[column.name], self.rulebook.facts[name]
        if fact.measured:
            return Coding(column.name, cuts=self.decider.facts.cuts[name]) if dtype.is_numeric() else None
        if fact.type == "truth" and dtype == pl.Boolean:
            return Coding(column.name)
        if isinstance(dtype, pl.Enum):
            of_text = reader.of_enum(fact, (column,), dtype)
            return Coding(column.name, of_text) if of_text.min() >= 0 else None
        return None

    def _lasts(self, block: Block) -> list[Codes] | None:
        """Return the end of each row in every chain; None where the rows have to be read otherwise."""
        lasts = np.empty((len(self.decider.chains), block.height), dtype=np.int32)
        return list(lasts) if self._followed(block, lasts, NO_ANSWERS, 0) else None

    def _looked_up(self, block: Block, found: Shorts, start: int) -> bool:
        """Write the number of the answer to each question, from a row on; False where rows take more than look-ups."""
        return self._followed(block, NO_ENDS, found, start)

    def _followed(self, block: Block, lasts: Codes, out: Shorts, start: int) -> bool:
        if self.codings is None or any(c.column and block.table.array(c.column) is None for c in self.codings):
            return False
        odd = np.zeros(block.height, dtype=bool)
        self.reader.check(block, odd)
        if odd.any():
            return False
        laid_out = self._laid_out
        if laid_out is None:
            tables = self._tables()
            if tables is None:
                return False
            laid_out = self._laid_out = self.laid_out(tables)
        if self.follow(block, laid_out, lasts, out, start):
            return True
        # The tables are filled by the way that takes any row, and laid out anew for the next.
        self._laid_out = None
        return False

    def _tables(self) -> Tables | None:
        """Return the tables as they are filled by now; None where they hold more than two bytes tell apart, or too much for a table."""
        with FILLING:
            decider = self.decider
            stages = [stage for chain in decider.chains for stage in chain.stages]
            # A number that is cut short would be another's: what is too much is left to the way that takes any row.
            if any(max(stage.states.count, stage.classes.count) >= MOST for stage in stages):
                return None
            if any(decider.facts.values[name].room > MOST_CODES for name in self._rows):
                return None
            chains = []
            for chain in decider.chains:
                chain.make_room()
                if not all(len(stage.lookup.table) for stage in chain.stages):
                    return None
                stops: list[Stop] = []
                before = chain.first
                for stage in chain.stages:
                    classes, states = stage.lookup.table, stage.table[: before.count, : max(stage.classes.count, 1)]
                    if not stops:
                        classes = np.where(classes < 0, classes, states[0][classes])
                    names = stage.lookup.names
                    columns = tuple(self._rows.index(name) for name in names)
                    rooms = tuple(decider.facts.values[name].room for name in names)
                    # A copy: others go on filling the tables.
                    stops.append(Stop(columns, rooms, classes.copy(), states.copy() if stops else None))
                    before = stage.states
                chains.append(tuple(stops))
            return Tables(tuple(chains), tuple(self._answers()))

    def _answers(self) -> list[tuple[int, Codes]]:
        found: dict[str, tuple[int, Codes]] = {}
        for number, ended in enumerate(self.telling.ended):
            # An end that was never told, or whose rows are still to be walked, has no answer to look up.
            told = ended.told & ~ended.open if self.exact else ended.told
            for n, (question, _) in enumerate(self.telling.places[number]):
                # Ends beyond those that were told may already stand in the tables.
                of_end = np.full(max(self.decider.ends(number), len(told)), -1, dtype=np.int32)
                of_end[: len(told)][told] = ended.texts[3 * n][told]
                found[question] = number, of_end
        return [found[question] for question in self.questions]
