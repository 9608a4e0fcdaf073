"""What the ends of rows are told as: the texts of an answer, each once, and what stands in the way of rows that are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from licet.columns.answers import MISSING, by_text, missing_text, possible_text, value_text
from licet.columns.chain import FILLING
from licet.columns.deciding import Decider
from licet.columns.endings import Settled
from licet.columns.signature import DATE, Codes
from licet.deciding.reasons import ruling

# So many truths are held in one number, beside what it held before.
_BITS = 30


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


class Ended:
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


class Telling:
    """Tells what rows of one form come to.

    Args:
        decider: decides them.
        columns: the columns of the answer.
        texts: the texts of each of them.

    Attributes:
        ended: the ends of each chain.
        places: for each chain its questions, with the place of the first column of each.
    """

    def __init__(self, decider: Decider, columns: Sequence[str], texts: Mapping[str, Texts]) -> None:
        self.decider = decider
        self.columns = tuple(columns)
        self.texts = texts
        places = {name: n for n, name in enumerate(self.columns)}
        self.places = [[(question, places[question]) for question in answered] for _, answered in decider.plans]
        self.ended = [Ended(3 * len(answered)) for _, answered in decider.plans]
        self._asks: dict[tuple[str, ...], int] = {(): 0}
        self._known: dict[tuple[str, int], tuple[int, ...]] = {}
        self._missing: dict[tuple[int, ...], int] = {}
        self._read: tuple[list[tuple[str, ...]], list[str], npt.NDArray[np.bool_]] = (
            [],
            [],
            np.zeros((0, 0), dtype=bool),
        )
        bound, blank = decider.stretches.bounds[0], decider.blanks[0]
        # What no row states or tells is missing from all of them.
        self._never = {
            fact.name
            for fact in decider.rulebook.facts.values()
            if fact.name not in decider.facts.varying and bound.unknown(fact, blank[bound.slots[fact.name]])
        }

    def texts_of(self, lasts: Sequence[Codes], rows: int) -> list[Codes]:
        """Return the numbers of the texts of every column, as the ends tell them."""
        found: list[Codes] = [np.zeros(rows, dtype=np.int32) for _ in self.columns]
        for number, last in enumerate(lasts):
            ended = self.ended[number]
            for n, (_, place) in enumerate(self.places[number]):
                for k in range(3):
                    np.take(ended.texts[3 * n + k], last, out=found[place + k], mode="clip")
        return found

    def tell(self, lasts: Sequence[Codes], codes: Mapping[str, Codes]) -> None:
        """Find the texts of the ends to which no row came before.

        Args:
            lasts: for each chain the end of each row.
            codes: fact → the code of each row.
        """
        for number, last in enumerate(lasts):
            self._tell(number, last, codes)

    def _tell(self, number: int, last: Codes, codes: Mapping[str, Codes]) -> None:
        ended = self.ended[number]
        if len(ended.told) >= self.decider.ends(number) and ended.told[last].all():
            return
        with FILLING:
            ended.make_room(self.decider.ends(number))
            new = np.flatnonzero(~ended.told[last])
            for row in new[np.unique(last[new], return_index=True)[1]].tolist():
                settled = self.decider.settle(number, int(last[row]), codes, row)
                line: list[int] = []
                is_open = False
                for question, _ in self.places[number]:
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
            given = outcome.value if isinstance(outcome.value, tuple) else (outcome.value,)
            rules = [asked.rules[index].rule.name for index in ruling(asked, outcome, given)]
            texts = (value_text(outcome.value), by_text(rules, False), possible_text((), False))
            names = self.columns[self.columns.index(question) :][:3]
            found = tuple(self.texts[n].number(t) for n, t in zip(names, texts, strict=True))
            self._known[question, settled.number] = found
        return found

    def name_missing(
        self, rows: npt.NDArray[np.intp], lasts: Sequence[Codes], codes: Mapping[str, Codes], missing: Codes
    ) -> None:
        """Name what stands in the way of open rows: what the rules that are open read and what is not known of a row."""
        facts = self.decider.facts
        asked, names, reading = self._reading()
        asks = [ended.asks[last[rows]] for ended, last in zip(self.ended, lasts, strict=True)]
        wanted = np.flatnonzero(reading[np.unique(np.concatenate(asks))].any(axis=0)).tolist()
        here = facts.followed({name: column[rows] for name, column in codes.items()}, [names[n] for n in wanted])
        # What tells rows apart: which facts their rules read, and of those, which are not known of them.
        words = [np.zeros(len(rows), dtype=np.int64) for _ in range(0, len(names), _BITS)]
        for n in wanted:
            read = np.logical_or.reduce([reading[numbers, n] for numbers in asks])
            unknown = facts.open_codes(names[n])[here[names[n]]] & read
            words[n // _BITS] |= unknown.astype(np.int64) << (n % _BITS)
        keys = np.array([*asks, *words])
        place = np.zeros(len(rows), dtype=np.int64)
        for key in keys:
            place = np.unique((place << _BITS) | key, return_inverse=True)[1].reshape(-1)
        _, first = np.unique(place, return_index=True)
        texts = np.empty(len(first), dtype=np.int32)
        for n, mark in enumerate(map(tuple, keys[:, first].T.tolist())):
            text = self._missing.get((len(asked), *mark))
            if text is None:
                bits = mark[len(asks) :]
                left = {name for m, name in enumerate(names) if bits[m // _BITS] >> (m % _BITS) & 1} | self._never
                in_order = dict.fromkeys(name for number in mark[: len(asks)] for name in asked[number])
                paths = [self.decider.rulebook.facts[name].path for name in in_order if name in left]
                text = self.texts[MISSING].number(missing_text(dict.fromkeys(paths)))
                self._missing[len(asked), *mark] = text
            texts[n] = text
        missing[rows] = texts[place]

    def _reading(self) -> tuple[list[tuple[str, ...]], list[str], npt.NDArray[np.bool_]]:
        """Return the facts that open rules read, by their numbers; those of them that differ from row to row; and which reads which."""
        if len(self._asks) != len(self._read[0]):
            asked = list(self._asks)
            varying = self.decider.facts.varying - {DATE}
            names = sorted({name for some in asked for name in some if name in varying})
            places = {name: n for n, name in enumerate(names)}
            reading = np.zeros((len(asked), len(names)), dtype=bool)
            for n, some in enumerate(asked):
                reading[n, [places[name] for name in some if name in places]] = True
            self._read = asked, names, reading
        return self._read
