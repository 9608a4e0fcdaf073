"""What the columns of a table seem to state: understood from their headers, or proposed from what documents call the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from licet.columns.cells import cell_text
from licet.columns.earlier import earlier_answers
from licet.columns.headings import Column, Headings, proposal, read_headings
from licet.columns.inputs import Source
from licet.columns.nesting import Nested
from licet.rulebook.rulebook import Rulebook

_HEAD = 1_000
_SAMPLES = 4
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column that states nothing by its header may state.

    Attributes:
        header: the column.
        column: what it may state; None where nothing comes near.
        nearby: the name that its header is only near to, where it is no name of the fact.
        sure: whether it may be proposed: nothing is only near, and no other column states the fact already.
    """

    header: str
    column: Column | None = None
    nearby: str = ""
    sure: bool = False


def understood(rulebook: Rulebook, source: Source, chosen: Mapping[str, str]) -> tuple[Headings, pl.DataFrame]:
    """Return the header of a table, understood, with its first rows; answers of an earlier run are left out, since they are given anew.

    Args:
        rulebook: declares the facts.
        source: the table.
        chosen: what was mapped already.

    Raises:
        InputError: for a header that cannot be used.
    """
    nested = Nested(rulebook, source.schema)
    earlier = {name for name in earlier_answers(list(source.schema), rulebook.questions) if name not in chosen}
    headings = read_headings(rulebook, [name for name in nested.schema if name not in earlier], chosen)
    head = next((batch.frame for batch in source.batches(0, _HEAD)), pl.DataFrame())
    return headings, nested.opened(head)


def guesses(rulebook: Rulebook, headings: Headings, mapping: Mapping[str, str]) -> list[Guess]:
    """Return what the columns that are carried over may state, in their order."""
    taken = {column.fact.name for column in headings.columns}
    found: list[Guess] = []
    for header in (header for header in headings.carried if header not in mapping):
        column, nearby = proposal(rulebook, header)
        sure = column is not None and not nearby and column.fact.name not in taken
        found.append(Guess(header, column, nearby, sure))
        if column is not None and not nearby:
            taken.add(column.fact.name)
    return found


def samples(frame: pl.DataFrame, header: str) -> Sequence[str]:
    """Return a few different cells of a column, short and on one line each."""
    cells = frame.get_column(header).drop_nulls().to_list() if header in frame.columns else []
    texts = dict.fromkeys(" ".join(cell_text(cell).split()) for cell in cells if cell_text(cell).strip())
    shown = [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in list(texts)[:_SAMPLES]]
    return ["".join(sign if sign.isprintable() else "?" for sign in text) for text in shown]
