"""The look-ups of a row in DuckDB: columns are coded by SQL, and the tables of the chains are lists in the one row of a table of the database.

Joining each of them would take ten times as long: the database would hash them anew for every block of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from licet.columns.arrays import Block
from licet.columns.coding import Cuts, Floats
from licet.columns.plain import Coding, Plain, Shorts, Tables
from licet.columns.signature import Codes

# The view of the rows that are asked; their columns are c0, c1 and so on, their place is n.
_ROWS = "asked"
# The table that holds those of the chains.
_TABLES = "told"


@dataclass(frozen=True, slots=True)
class Query:
    """A query for the ends and the answers of rows.

    Attributes:
        database: holds the tables that it looks up.
        text: the query; it reads the rows from a view.
    """

    database: duckdb.DuckDBPyConnection
    text: str


class DuckDB(Plain):
    """Answers tables by queries in DuckDB; takes what :class:`~licet.columns.memory.Memory` takes."""

    def laid_out(self, tables: Tables) -> Query:
        """Return the query that follows rows through the tables, with a database that holds them."""
        # The query is put together of names given here and of numbers, and of nothing that a user wrote.
        lists: dict[str, Codes] = {}
        codes = [_coded(f"c{n}", coding, lists) for n, coding in enumerate(self.codings or [])]
        columns = ", ".join(f"{code} as v{n}" for n, (code, _) in enumerate(codes))
        wrong = " or ".join(f"coalesce({test}, false)" for _, test in codes if test) or "false"
        steps = [f"coded as (select n, {columns}, {wrong} as wrong from {_ROWS}, {_TABLES})"]  # noqa: S608
        before = "coded"
        for chain, stops in enumerate(tables.chains):
            for place, stop in enumerate(stops):
                key = f"v{stop.columns[0]}::bigint"
                for column, room in zip(stop.columns[1:], stop.rooms[1:], strict=True):
                    key = f"({key} * {room} + v{column})"
                end = _looked_up(f"class{chain}_{place}", stop.classes, key, lists)
                kept = f"{before}.*"
                if stop.states is not None:
                    key = f"e{chain}::bigint * {stop.states.shape[1]} + {end}"
                    end = _looked_up(f"state{chain}_{place}", stop.states.reshape(-1), key, lists)
                    kept += f" exclude (e{chain})"
                now = f"step{chain}_{place}"
                steps.append(f"{now} as (select {kept}, {end} as e{chain} from {before}, {_TABLES})")  # noqa: S608
                before = now
        told = [f"e{chain}" for chain in range(len(tables.chains))]
        for n, (chain, of_end) in enumerate(tables.answers):
            told.append(f"{_looked_up(f'answer{n}', of_end, f'e{chain}', lists)} as a{n}")
        # Blocks are asked at once, each by a thread of its own.
        database = duckdb.connect(config={"threads": 1})
        database.register("held", pa.table({name: _list_of(values) for name, values in lists.items()}))
        database.execute(f"create table {_TABLES} as select * from held")  # noqa: S608
        database.unregister("held")
        return Query(database, f"with {', '.join(steps)} select n, wrong, {', '.join(told)} from {before}, {_TABLES}")  # noqa: S608

    def follow(self, block: Block, laid_out: Query, lasts: Codes, out: Shorts, start: int) -> bool:
        """Follow rows through the tables; see :meth:`licet.columns.plain.Plain.follow`."""
        held = {f"c{n}": block.held(c.column) for n, c in enumerate(self.codings or []) if c.column}
        rows = pa.table({"n": np.arange(block.height, dtype=np.int64), **held})
        with laid_out.database.cursor() as cursor:
            cursor.register(_ROWS, rows)
            found = cursor.execute(laid_out.text).fetchnumpy()
        places = found["n"]
        if found["wrong"].any() or len(places) != block.height:
            return False
        ends = [found[f"e{chain}"] for chain in range(len(self.decider.chains))]
        answers = [found[f"a{n}"] for n in range(len(self.questions))]
        if any(np.ma.is_masked(column) for column in (*ends, *(answers if len(out) else ()))):
            return False
        # Rows come back in any order.
        for chain, column in enumerate(ends if len(lasts) else ()):
            lasts[chain, places] = column
        for n, column in enumerate(answers if len(out) else ()):
            out[n, start + places] = column
        return True


def _coded(column: str, coding: Coding, lists: dict[str, Codes]) -> tuple[str, str]:
    """Return the code of a cell, and the test of one that is out of bounds; empty where none can be."""
    if coding.cuts is not None:
        return _figures(f"{column}::double", coding.cuts)
    table = coding.table
    if table is None:
        return f"case {column} when true then 2 when false then 1 else 0 end", ""
    if coding.column is None:
        return str(int(table[0])), ""
    # The last place is for a cell that is not there; numbers outside the table count as its ends.
    none, most = len(table) - 1, len(table) - 2
    place = f"least(greatest({column}::bigint - {coding.first}, 0), {most})"
    key = f"case when {column} is null then {none} else {place} end"
    return _looked_up(f"code_{column}", table, key, lists), ""


def _figures(figure: str, cuts: Cuts) -> tuple[str, str]:
    cells = len(cuts.low) + 1
    low, beyond = (_number(bound) for bound in cuts.bounds)
    # A number that is none counts as greater than all others.
    wrong = f"({figure} < {low} or {figure} >= {beyond} or isinf({figure})) and not isnan({figure})"
    if np.array_equal(cuts.low, cuts.high):
        of_cell = [_stretch(cell, cell, cells) for cell in range(cells)]
        return _cell(figure, cuts.low, of_cell), wrong
    firsts = _cell(figure, cuts.low, [_stretch(cell, 0, cells) for cell in range(cells)])
    return f"({firsts} + {_cell(figure, cuts.high, list(range(cells)))})", wrong


def _stretch(first: int, last: int, cells: int) -> int:
    """Return the code of a stretch from one cell to another, as :func:`licet.columns.coding.stretch` numbers them."""
    return (first * (2 * cells - 1) - first * first) // 2 + last + 1


def _cell(figure: str, cuts: Floats, codes: Sequence[int]) -> str:
    """Return the code of the cell in which a figure lies; 0 for one that is not there."""
    cells = [f"when {figure} < {_number(cut)} then {code}" for cut, code in zip(cuts.tolist(), codes, strict=False)]
    return f"case when {figure} is null or isnan({figure}) then 0 {' '.join(cells)} else {codes[-1]} end"


def _number(number: float) -> str:
    return f"'{number!r}'::double"


def _looked_up(name: str, values: Codes, key: str, lists: dict[str, Codes]) -> str:
    """Return what stands at a place of a table, which is added to the lists."""
    lists[name] = values
    return f"list_extract({_TABLES}.{name}, {key} + 1)"


def _list_of(values: Codes) -> pa.Array:
    """Return a table as a list; a place that is not filled holds nothing."""
    return pa.array([pa.array(values, mask=values < 0)], type=pa.list_(pa.int32()))
