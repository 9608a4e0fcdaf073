"""A table answered by Spark: each worker decides its part by look-ups of its own; the session is the one that runs, or a local one.

On a cluster the workers need Licet with the extra ``tables``, and the folder of the law in the same place.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from licet.columns.answers import ANSWER_TYPE, Answered, answer_columns
from licet.columns.headings import Headings
from licet.columns.memory import Memory
from licet.columns.walking import Walk
from licet.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# The place of a row, which the answers of a cluster come back without.
_ROW = "licet_row"
# So many rows a worker answers together.
_AT_ONCE = 1 << 16


class Spark:
    """Answers tables on the workers of a Spark session.

    Args:
        rulebook: the law.
        headings: the header of the table.
        questions: the questions to answer.
        as_of: a date that overrides those of the rows.
        assume: ``FACT=VALUE`` texts, or fact → value.
        exact: whether what is left of open rows is found exactly.

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
    ) -> None:
        self.questions = tuple(questions)
        self.walk = Walk(rulebook, headings, questions, as_of, assume)
        reforms = tuple(rulebook.named_reforms())
        self._asked = pickle.dumps(
            (str(rulebook.folder), reforms, headings, self.questions, as_of, self.walk.assume, exact)
        )

    @property
    def session(self) -> SparkSession:
        """The session that runs, or a local one on all cores."""
        from pyspark import SparkConf
        from pyspark.sql import SparkSession

        running: SparkSession | None = SparkSession.getActiveSession()
        if running is not None:
            return running
        building = SparkSession.builder.appName("licet")
        if not SparkConf().contains("spark.master"):
            # On one machine nothing has to be reached from outside.
            own: dict[str, Any] = {
                "spark.ui.enabled": "false",
                "spark.driver.host": "127.0.0.1",
                "spark.driver.bindAddress": "127.0.0.1",
            }
            # The workers run in the same environment as the one who asks.
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
            building = building.master("local[*]").config(map=own)
        found: SparkSession = building.getOrCreate()
        return found

    def answer(self, frame: pl.DataFrame, first: int) -> Answered:
        """Answer some rows, of which the first has this number in the table."""
        names = self.walk.headings.names
        own = frame.select(names).with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String)).with_row_index(_ROW)
        own = own.with_columns(pl.col(_ROW).cast(pl.Int64))
        texts = answer_columns(self.questions)
        if not frame.height:
            return self.walk.answer(frame, first)
        found = pl.DataFrame(self.answers(self.session.createDataFrame(own.to_arrow()), _ROW).toArrow()).sort(_ROW)
        usable = frame[found[_ROW].to_list()]
        odd = frame.with_row_index(_ROW).filter(~pl.col(_ROW).is_in(found[_ROW].to_list()))
        # Why a row cannot be used is found here: such rows are few.
        rejects = [self.walk.answer(odd[n].drop(_ROW), first + odd[_ROW][n]).rejects for n in range(odd.height)]
        nothing = self.walk.answer(frame.clear(), first).rejects
        answers = found.select(pl.col(texts).cast(ANSWER_TYPE)).get_columns()
        return Answered(usable.with_columns(answers), pl.concat([nothing, *rejects]))

    def answers(self, table: DataFrame, row: str) -> DataFrame:
        """Return the answers to a table of Spark as one, without collecting it.

        Args:
            table: the rows.
            row: a column that tells them apart; the answers have it, and the rows that cannot be used are not among them.
        """
        from pyspark.sql.types import LongType, StringType, StructField, StructType

        schema = StructType([StructField(row, LongType())])
        for name in answer_columns(self.questions):
            schema.add(StructField(name, StringType()))
        return table.mapInArrow(_part(self._asked, row), schema)


def _part(asked: bytes, row: str) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def answer(batches: Iterator[Any]) -> Iterator[Any]:
        runner = _runner(asked)
        for some in _together(batches):
            frame = pl.concat([pl.DataFrame(batch) for batch in some], rechunk=True)
            # The place of a row is carried over with it.
            found = runner.answer(frame, 1).results.select(row, *answer_columns(runner.questions))
            yield from found.with_columns(pl.col(pl.Categorical).cast(pl.String)).to_arrow().to_batches()

    return answer


def _together(batches: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield batches some at a time: a session hands out few rows in each, and asking costs the more the oftener it is done."""
    held: list[Any] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= _AT_ONCE:
            yield held
            held = []
    if held:
        yield held


@lru_cache(maxsize=2)
def _runner(asked: bytes) -> Memory:
    """Return the executor of a worker, made once."""
    folder, reforms, headings, questions, as_of, assume, exact = pickle.loads(asked)  # noqa: S301 - from the session itself
    return Memory(Rulebook.load(folder, reforms), headings, questions, as_of, assume, exact, threads=1)
