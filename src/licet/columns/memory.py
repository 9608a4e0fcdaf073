"""A table in memory: blocks of rows decided by look-ups, on all cores, and the few that need it read one by one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from licet.columns.answers import (
    Answered,
    answer_columns,
    rejected,
)
from licet.columns.arrays import Block, tables
from licet.columns.chain import BUNDLED, FILLING
from licet.columns.deciding import Decider
from licet.columns.headings import Headings
from licet.columns.reading import Reader, units_of
from licet.columns.signature import Codes
from licet.columns.telling import Telling, Texts
from licet.columns.walking import Refused, Walk
from licet.errors import Fault
from licet.language.nodes import Mapping as Stated
from licet.language.nodes import Where
from licet.rulebook.rulebook import Rulebook

# So many kinds of open rows are remembered with what is left of them.
_REMEMBERED = 200_000
# A table that lies in the memory in parts of fewer rows is put together first.
_LEAST = 1 << 15


@dataclass(slots=True)
class _Block:
    """What was found of some rows: the number of the text in every column of the answer; and the faults of rows that cannot be used."""

    texts: list[Codes]
    faults: dict[int, tuple[Fault, ...]]


class Memory:
    """Answers tables by look-ups.

    Args:
        rulebook: the law.
        headings: the header of the table.
        questions: the questions to answer.
        as_of: a date that overrides those of the rows.
        assume: ``FACT=VALUE`` texts, or fact → value.
        exact: whether the answers that are left of an open row, and what is missing, are found exactly, by a review of one of the rows that
            no rule tells apart; otherwise they are what the rules leave open part by part: never too few, and sometimes more.
        threads: how many blocks are decided at once; as many as there are cores by default.

    Raises:
        InputError: for a date or an assumption that cannot be used.
    """

    # So many rows are decided together: what they need then stays in the cache of a core.
    together = 1 << 17
    # Tables of several groups of facts are one up to so many combinations: the fewer tables, the fewer look-ups.
    bundled = BUNDLED

    def __init__(
        self,
        rulebook: Rulebook,
        headings: Headings,
        questions: Sequence[str],
        as_of: str | None = None,
        assume: Iterable[str] | dict[str, Any] = (),
        exact: bool = True,
        threads: int = 0,
    ) -> None:
        self.rulebook = rulebook
        self.headings = headings
        self.questions = tuple(questions)
        self.walk = Walk(rulebook, headings, questions, as_of, assume)
        self.exact = exact
        self.threads = threads or os.cpu_count() or 1
        self.columns = answer_columns(self.questions)
        self.texts = {name: Texts() for name in self.columns}
        self._schema: pl.Schema | None = None
        self._left: dict[bytes, tuple[str | None, ...] | Refused] = {}

    def _prepare(self, schema: pl.Schema) -> None:
        if self._schema == schema:
            return
        self._schema = schema
        # What was found of rows of another form is numbered otherwise.
        self._left.clear()
        base = self.walk.stater.read(Stated((), Where("row")))
        facts = units_of(self.headings, schema, self.rulebook)
        self.decider = Decider(self.rulebook, facts, self.questions, base.stated, base.filled, self.bundled)
        self.reader = Reader(self.decider.facts, self.headings, self.walk.stater)
        self.telling = Telling(self.decider, self.columns, self.texts)

    def answer(self, frame: pl.DataFrame, first: int) -> Answered:
        """Answer some rows, of which the first has this number in the table."""
        if not self.headings.names:
            # Nothing is stated of any row; one review answers them all.
            return self.walk.answer(frame, first)
        self._prepare(frame.select(self.headings.names).schema)
        blocks: list[tuple[int, _Block]] = self._each(lambda block, start: (start, self._answered(block)), frame)
        faults: dict[int, Sequence[Fault]] = {
            start + row: found for start, block in blocks for row, found in block.faults.items()
        }
        columns = []
        for n, name in enumerate(self.columns):
            numbers = np.concatenate([block.texts[n] for _, block in blocks])
            texts = pl.Series(name, self.texts[name].held, dtype=pl.Categorical)
            columns.append(texts.gather(numbers))
        results = frame.with_columns(columns)
        if faults:
            results = results.filter(~pl.int_range(frame.height).is_in(list(faults)))
        return Answered(results, rejected(frame, first, faults))

    def compact(self, frame: pl.DataFrame) -> dict[str, npt.NDArray[np.unsignedinteger[Any]]]:
        """Return the answers alone, as numbers among the texts of :attr:`texts`: 0 where a question is open or a row cannot be used.

        For tables of which the answers are counted or joined and not read: two bytes a row and question, or four where a question collects codes.
        """
        names = self.headings.names
        if not names:
            texts = self.walk.answer(frame, 1).results
            of_all = {q: self.texts[q].number(texts[q][0] if texts.height else None) for q in self.questions}
            return {question: np.full(frame.height, number, dtype=np.uint32) for question, number in of_all.items()}
        self._prepare(frame.select(names).schema)
        # Answers that are collected codes may be more than two bytes tell apart.
        long = any(self.rulebook.questions[question].type == "codes" for question in self.questions)
        found = np.zeros((len(self.questions), frame.height), dtype=np.uint32 if long else np.uint16)

        def fill(block: Block, start: int) -> None:
            if not long and self._looked_up(block, found, start):
                return
            here = found[:, start : start + block.height]
            lasts = self._told(block) if long else None
            if lasts is None:
                columns = self._block(block, missing=False).texts
                for n, question in enumerate(self.questions):
                    here[n] = columns[self.columns.index(question)]
                return
            for number, last in enumerate(lasts):
                for n, (question, _) in enumerate(self.telling.places[number]):
                    # Without a check of bounds the other threads go on meanwhile.
                    answers = self.telling.ended[number].texts[3 * n].astype(found.dtype)
                    np.take(answers, last, out=here[self.questions.index(question)], mode="clip")

        self._each(fill, frame)
        return dict(zip(self.questions, found, strict=True))

    def _each(self, work: Callable[[Block, int], Any], frame: pl.DataFrame) -> list[Any]:
        """Do something with every block and the place of its first row, on all cores; return what it gives, in order."""
        blocks = [
            (table.block(start, self.together), first + start)
            for first, table in tables(frame.select(self.headings.names), _LEAST)
            for start in range(0, max(table.height, 1), self.together)
        ]
        if self.threads > 1 and len(blocks) > 1:
            with ThreadPoolExecutor(self.threads) as pool:
                return list(pool.map(lambda one: work(*one), blocks))
        return [work(*one) for one in blocks]

    def _lasts(self, block: Block) -> list[Codes] | None:
        """Return the end of each row in every chain, where that takes no more than look-ups; None where it may take more."""
        del block
        return None

    def _looked_up(self, block: Block, found: npt.NDArray[np.uint16], start: int) -> bool:
        """Write the number of the answer to each question, from a row on, where that takes no more than look-ups; False where it may take more."""
        del block, found, start
        return False

    def _told(self, block: Block) -> list[Codes] | None:
        """Return the end of each row where the rest is known of all of them, and none has to be walked."""
        lasts = self._lasts(block)
        if lasts is None:
            return None
        for ended, last in zip(self.telling.ended, lasts, strict=True):
            highest = int(last.max(initial=0))
            if highest >= len(ended.told) or not ended.all_told(highest, last):
                return None
            if self.exact and ended.open[last].any():
                return None
        return lasts

    def _answered(self, block: Block) -> _Block:
        """Answer rows, by look-ups alone where nothing else is needed."""
        told = self._told(block)
        if told is not None and not any(
            ended.open[last].any() for ended, last in zip(self.telling.ended, told, strict=True)
        ):
            return _Block(self.telling.texts_of(told, block.height), {})
        return self._block(block)

    def _block(self, block: Block, missing: bool = True) -> _Block:
        """Answer rows, and find what the look-ups do not hold yet."""
        read = self.reader.read(block)
        codes = self.decider.code(read.rows)
        lasts = self.decider.decide(codes)
        walked, left = read.odd.copy(), np.zeros(block.height, dtype=bool)
        for claims in self.decider.claims & codes.keys():
            # What was taken on trust can still change, which the walk of the row names.
            walked |= codes[claims] > 0
        self.telling.tell(lasts, codes)
        for ended, last in zip(self.telling.ended, lasts, strict=True):
            if self.exact:
                walked |= ended.open[last]
            else:
                left |= ended.open[last]
        found = self.telling.texts_of(lasts, block.height)
        if missing and left.any():
            self.telling.name_missing(np.flatnonzero(left & ~walked), lasts, codes, found[-1])
        faults: dict[int, tuple[Fault, ...]] = {}
        rows = np.flatnonzero(walked)
        if len(rows):
            # Reviews are plain Python, of which one thread can do no more at a time, and they share what they find.
            with FILLING:
                self._walk(block, rows, read.odd, codes, read.rows.worked, found, faults)
        return _Block(found, faults)

    def _walk(
        self,
        block: Block,
        rows: npt.NDArray[np.intp],
        odd: npt.NDArray[np.bool_],
        codes: Mapping[str, Codes],
        worked: Mapping[str, Codes],
        found: list[Codes],
        faults: dict[int, tuple[Fault, ...]],
    ) -> None:
        """Answer rows by reviews: each that is odd, and one of those that no rule tells apart."""
        frame = block.frame
        for row in rows[odd[rows]].tolist():
            self._put(row, self.walk.texts_of(frame.row(row)), found, faults)
        alike = rows[~odd[rows]]
        if not len(alike):
            return
        if len(self._left) > _REMEMBERED:
            self._left.clear()
        key = np.column_stack([self.decider.left(codes, alike), *(column[alike] for column in worked.values())])
        distinct, first, place = np.unique(key, axis=0, return_index=True, return_inverse=True)
        numbers = np.empty((len(distinct), len(self.columns)), dtype=np.int32)
        place = place.reshape(-1)
        for n in range(len(distinct)):
            mark = distinct[n].tobytes()
            texts = self._left.get(mark)
            if texts is None:
                texts = self._left[mark] = self.walk.texts_of(frame.row(int(alike[first[n]])))
            if isinstance(texts, Refused):
                # What does not go together in one row may do so in another.
                for row in alike[place == n].tolist():
                    self._put(row, self.walk.texts_of(frame.row(row)), found, faults)
            else:
                numbers[n] = [self.texts[name].number(text) for name, text in zip(self.columns, texts, strict=True)]
        fine = ~np.isin(
            place, [n for n in range(len(distinct)) if isinstance(self._left[distinct[n].tobytes()], Refused)]
        )
        of_rows = numbers[place[fine]]
        for n in range(len(self.columns)):
            found[n][alike[fine]] = of_rows[:, n]

    def _put(
        self,
        row: int,
        texts: tuple[str | None, ...] | Refused,
        found: list[Codes],
        faults: dict[int, tuple[Fault, ...]],
    ) -> None:
        if isinstance(texts, Refused):
            faults[row] = texts.faults
            return
        for n, (name, text) in enumerate(zip(self.columns, texts, strict=True)):
            found[n][row] = self.texts[name].number(text)
