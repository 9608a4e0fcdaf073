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
    MISSING,
    Answered,
    answer_columns,
    by_text,
    missing_text,
    possible_text,
    rejected,
    value_text,
)
from licet.columns.arrays import Block, tables
from licet.columns.chain import FILLING
from licet.columns.deciding import Decider
from licet.columns.endings import Settled
from licet.columns.headings import Headings
from licet.columns.reading import Reader, units_of
from licet.columns.signature import DATE, Codes
from licet.columns.walking import Refused, Walk
from licet.deciding.reasons import ruling
from licet.errors import Fault
from licet.language.nodes import Mapping as Stated
from licet.language.nodes import Where
from licet.rulebook.rulebook import Rulebook

# So many rows are decided together: what they need then stays in the cache of a core.
BLOCK = 1 << 17
# So many kinds of open rows are remembered with what is left of them.
_REMEMBERED = 200_000
# A table that lies in the memory in parts of fewer rows is put together first.
_LEAST = 1 << 15


class Texts:
    """The texts of one column, each once."""

    def __init__(self) -> None:
        self.held: list[str | None] = [None]
        self._numbers: dict[str | None, int] = {None: 0}

    def number(self, text: str | None) -> int:
        """Return the number of a text."""
        found = self._numbers.get(text)
        if found is None:
            with FILLING:
                found = self._numbers.get(text)
                if found is None:
                    self.held.append(text)
                    found = self._numbers[text] = len(self.held) - 1
        return found


@dataclass(slots=True)
class _Block:
    """What was found of some rows: the number of the text in every column of the answer; and the faults of rows that cannot be used."""

    texts: list[Codes]
    faults: dict[int, tuple[Fault, ...]]


class _Ended:
    """The ends of one chain as they are told.

    Attributes:
        told: for each end whether the rest is known.
        open: whether any of its questions is open.
        texts: for each column of the answer the number of the text.
        asks: the number of the facts that its open rules read.
    """

    def __init__(self, columns: int) -> None:
        self.told: npt.NDArray[np.bool_] = np.zeros(0, dtype=bool)
        self.open: npt.NDArray[np.bool_] = np.zeros(0, dtype=bool)
        self.texts: list[Codes] = [np.zeros(0, dtype=np.int32) for _ in range(columns)]
        self.asks: Codes = np.zeros(0, dtype=np.int32)

    def make_room(self, count: int) -> None:
        """Make room for so many ends and as many again."""
        more = 2 * count - len(self.told)
        if len(self.told) < count:
            self.texts = [np.concatenate([column, np.zeros(more, dtype=np.int32)]) for column in self.texts]
            self.asks = np.concatenate([self.asks, np.zeros(more, dtype=np.int32)])
            self.open = np.concatenate([self.open, np.zeros(more, dtype=bool)])
            self.told = np.concatenate([self.told, np.zeros(more, dtype=bool)])

    def all_told(self, highest: int, last: Codes) -> bool:
        """Whether everything is known of some ends, of which this is the highest."""
        return bool(self.told[: highest + 1].all() or self.told[last].all())

    def put(self, end: int, texts: Sequence[int], is_open: bool, asks: int) -> None:
        """Keep what is told of an end."""
        for column, text in zip(self.texts, texts, strict=True):
            column[end] = text
        self.open[end] = is_open
        self.asks[end] = asks
        self.told[end] = True


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
        self.decider = Decider(self.rulebook, facts, self.questions, base.stated, base.filled)
        self.reader = Reader(self.decider.facts, self.headings, self.walk.stater)
        places = {name: n for n, name in enumerate(self.columns)}
        self._places = [[(question, places[question]) for question in answered] for _, answered in self.decider.plans]
        self._ended = [_Ended(3 * len(answered)) for _, answered in self.decider.plans]
        self._asks: dict[tuple[str, ...], int] = {(): 0}
        self._known: dict[tuple[str, int], tuple[int, ...]] = {}
        bound, blank = self.decider.stretches.bounds[0], self.decider.blanks[0]
        # What no row states or tells is missing from all of them.
        self._never = {
            fact.name
            for fact in self.rulebook.facts.values()
            if fact.name not in self.decider.facts.varying and bound.unknown(fact, blank[bound.slots[fact.name]])
        }

    def answer(self, frame: pl.DataFrame, first: int) -> Answered:
        """Answer some rows, of which the first has this number in the table."""
        if not self.headings.names:
            # Nothing is stated of any row; one review answers them all.
            return self.walk.answer(frame, first)
        self._prepare(frame.select(self.headings.names).schema)
        blocks: list[tuple[int, _Block]] = self._each(lambda block, start: (start, self._block(block)), frame)
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
            lasts = self._told(block)
            if lasts is None:
                columns = self._block(block, missing=False).texts
                for n, question in enumerate(self.questions):
                    here[n] = columns[self.columns.index(question)]
                return
            for number, last in enumerate(lasts):
                for n, (question, _) in enumerate(self._places[number]):
                    # Without a check of bounds the other threads go on meanwhile.
                    answers = self._ended[number].texts[3 * n].astype(found.dtype)
                    np.take(answers, last, out=here[self.questions.index(question)], mode="clip")

        self._each(fill, frame)
        return dict(zip(self.questions, found, strict=True))

    def _each(self, work: Callable[[Block, int], Any], frame: pl.DataFrame) -> list[Any]:
        """Do something with every block and the place of its first row, on all cores; return what it gives, in order."""
        blocks = [
            (table.block(start, BLOCK), first + start)
            for first, table in tables(frame.select(self.headings.names), _LEAST)
            for start in range(0, max(table.height, 1), BLOCK)
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
        for ended, last in zip(self._ended, lasts, strict=True):
            highest = int(last.max(initial=0))
            if highest >= len(ended.told) or not ended.all_told(highest, last):
                return None
            if self.exact and ended.open[last].any():
                return None
        return lasts

    def _block(self, block: Block, missing: bool = True) -> _Block:
        told = self._told(block)
        if told is not None and not any(ended.open[last].any() for ended, last in zip(self._ended, told, strict=True)):
            return _Block(self._texts(told, block.height), {})
        read = self.reader.read(block)
        codes = self.decider.code(read.rows)
        lasts = self.decider.decide(codes)
        walked, left = read.odd.copy(), np.zeros(block.height, dtype=bool)
        for claims in self.decider.claims & codes.keys():
            # What was taken on trust can still change, which the walk of the row names.
            walked |= codes[claims] > 0
        for number, last in enumerate(lasts):
            self._tell(number, last, codes)
            if self.exact:
                walked |= self._ended[number].open[last]
            else:
                left |= self._ended[number].open[last]
        found = self._texts(lasts, block.height)
        if missing and left.any():
            self._name_missing(np.flatnonzero(left & ~walked), lasts, codes, found[-1])
        faults: dict[int, tuple[Fault, ...]] = {}
        rows = np.flatnonzero(walked)
        if len(rows):
            # Reviews are plain Python, of which one thread can do no more at a time, and they share what they find.
            with FILLING:
                self._walk(block, rows, read.odd, codes, read.rows.worked, found, faults)
        return _Block(found, faults)

    def _texts(self, lasts: Sequence[Codes], rows: int) -> list[Codes]:
        """Return the numbers of the texts of every column, as the ends tell them."""
        found: list[Codes] = [np.zeros(rows, dtype=np.int32) for _ in self.columns]
        for number, last in enumerate(lasts):
            ended = self._ended[number]
            for n, (_, place) in enumerate(self._places[number]):
                for k in range(3):
                    np.take(ended.texts[3 * n + k], last, out=found[place + k], mode="clip")
        return found

    def _tell(self, number: int, last: Codes, codes: Mapping[str, Codes]) -> None:
        """Find the texts of the ends to which no row came before."""
        ended = self._ended[number]
        if len(ended.told) >= self.decider.ends(number) and ended.told[last].all():
            return
        with FILLING:
            ended.make_room(self.decider.ends(number))
            new = np.flatnonzero(~ended.told[last])
            for row in new[np.unique(last[new], return_index=True)[1]].tolist():
                settled = self.decider.settle(number, int(last[row]), codes, row)
                line: list[int] = []
                is_open = False
                for question, _ in self._places[number]:
                    outcome = settled[question].outcome
                    if outcome.open:
                        is_open = True
                        sure = outcome.value if isinstance(outcome.value, tuple) else ()
                        texts = self.texts[f"{question}_possible"]
                        line += (0, 0, texts.number(possible_text((*sure, *outcome.possible), True)))
                    else:
                        line += self._closed(question, settled[question])
                asks = dict.fromkeys(name for one in settled.values() for name in one.unsettled) if is_open else {}
                ended.put(int(last[row]), line, is_open, self._asks.setdefault(tuple(asks), len(self._asks)))

    def _closed(self, question: str, settled: Settled) -> tuple[int, ...]:
        """Return the numbers of the texts of a question that is decided."""
        found = self._known.get((question, settled.number))
        if found is None:
            outcome = settled.outcome
            asked = self.decider.engine.by_name[question]
            rules = [asked.rules[index].rule.name for index in ruling(asked, outcome)]
            texts = (value_text(outcome.value), by_text(rules, False), possible_text((), False))
            names = self.columns[self.columns.index(question) :][:3]
            found = tuple(self.texts[n].number(t) for n, t in zip(names, texts, strict=True))
            self._known[question, settled.number] = found
        return found

    def _name_missing(
        self, rows: npt.NDArray[np.intp], lasts: Sequence[Codes], codes: Mapping[str, Codes], missing: Codes
    ) -> None:
        """Name what stands in the way of open rows: what the rules that are open read and what is not known of a row."""
        facts = self.decider.facts
        asked = list(self._asks)
        asks = [ended.asks[last[rows]] for ended, last in zip(self._ended, lasts, strict=True)]
        wanted = [name for n in np.unique(np.concatenate(asks)).tolist() for name in asked[n]]
        names = sorted({name for name in wanted if name in facts.varying and name != DATE})
        here = facts.followed({name: column[rows] for name, column in codes.items()}, names)
        keys = list(asks)
        for name in names:
            reading = np.array([name in facts_read for facts_read in asked], dtype=bool)
            read = np.logical_or.reduce([reading[numbers] for numbers in asks])
            keys.append((facts.open_codes(name)[here[name]] & read).astype(np.int32))
        distinct, place = np.unique(np.column_stack(keys), axis=0, return_inverse=True)
        texts = np.empty(len(distinct), dtype=np.int32)
        for n, key in enumerate(distinct.tolist()):
            unknown = {name for name, is_open in zip(names, key[len(asks) :], strict=True) if is_open}
            read_in_order = dict.fromkeys(name for number in key[: len(asks)] for name in asked[number])
            paths = [self.rulebook.facts[name].path for name in read_in_order if name in unknown | self._never]
            texts[n] = self.texts[MISSING].number(missing_text(dict.fromkeys(paths)))
        missing[rows] = texts[place.reshape(-1)]

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
