"""What the columns of a table seem to state: understood from their headers, or proposed for a person to confirm.

A proposal follows from what documents and tables call the facts, and from the cells.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from licet.columns.cells import cell_state, cell_text
from licet.columns.earlier import earlier_answers
from licet.columns.headings import Column, Headings, proposal, read_headings
from licet.columns.inputs import Source
from licet.columns.nesting import Nested
from licet.columns.wording import WORDED, orders_of
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import PARTY, Fact
from licet.transfers.values import nothing

_HEAD = 1_000
_SAMPLES = 4
_LONGEST = 40
# So many different cells of a column are looked at.
DISTINCT = 40


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column that states nothing by its header may state.

    Attributes:
        header: the column.
        column: what it may state; None where nothing comes near.
        why: why it is less sure: its header is only near to a name, or its cells are not those of the fact; or what its cells look like.
        sure: whether it may be proposed: header and cells agree, and no other column states the fact already.
    """

    header: str
    column: Column | None = None
    why: str = ""
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


def guesses(rulebook: Rulebook, headings: Headings, mapping: Mapping[str, str], frame: pl.DataFrame) -> list[Guess]:
    """Return what the columns that are carried over may state by their headers and cells, in their order.

    Args:
        rulebook: declares the facts.
        headings: what the headers were understood to state.
        mapping: what was mapped already.
        frame: some rows of the table.
    """
    taken = {column.fact.name for column in headings.columns}
    found: list[Guess] = []
    for header in (header for header in headings.carried if header not in mapping):
        cells = distinct(frame, header)
        column, nearby = proposal(rulebook, header)
        why = f"a name near '{nearby}'" if nearby else ""
        if column is not None and not fits(rulebook, column.fact, cells):
            why = f"its cells are not those of {column.fact.path}"
        if column is None or why:
            fact = _of_words(rulebook, cells, taken)
            column, why = (Column(header, fact), "") if fact is not None else (column, why)
        sure = column is not None and not why and column.fact.name not in taken
        found.append(Guess(header, column, why or _alike(rulebook, cells, taken) if not sure else "", sure))
        if sure and column is not None:
            taken.add(column.fact.name)
    return found


def fits(rulebook: Rulebook, fact: Fact, cells: Sequence[str]) -> bool:
    """Whether most cells of a column are those of a fact, or would be once somebody says how they are written."""
    if not cells or fact.type not in (*WORDED, "date"):
        return True
    if fact.type == "date":
        good = [cell for cell in cells if not unreadable(rulebook, Column("", fact), cell)]
        return 2 * len(good) >= len(cells) or bool(orders_of([cell for cell in cells if cell not in good]))
    words = _words(fact)
    good = [cell for cell in cells if _word(cell) in words or not unreadable(rulebook, Column("", fact), cell)]
    return 2 * len(good) >= len(cells)


def unreadable(rulebook: Rulebook, column: Column, cell: str) -> bool:
    """Whether a cell cannot be used for what its column states."""
    return cell_state(rulebook, (column,), (cell,))[1]


def _of_words(rulebook: Rulebook, cells: Sequence[str], taken: Collection[str]) -> Fact | None:
    """Return the fact of whose values all cells are; None where they are those of several, or of one that is stated already."""
    facts = [f for f in rulebook.facts.values() if f.type == "one_of" and f.at != PARTY and not f.found]
    words = {_word(cell) for cell in cells}
    having = [fact for fact in facts if words and words <= _words(fact)]
    # Facts that share their values are told apart by nobody; the first is the one that has them of its own.
    alone = len({tuple(fact.values) for fact in having}) == 1
    return having[0] if alone and having[0].name not in taken else None


def _alike(rulebook: Rulebook, cells: Sequence[str], taken: Collection[str]) -> str:
    """Return what the cells of a column look like, where no fact can be proposed for that alone, or an empty text."""
    for type_, told in (("nation", "its cells name nations"), ("date", "its cells are days")):
        facts = [f for f in rulebook.facts.values() if f.type == type_ and f.at != PARTY and not f.found]
        free = [fact.path for fact in facts if fact.name not in taken]
        if cells and free and all(not unreadable(rulebook, Column("", facts[0]), cell) for cell in cells):
            return f"{told}; does it state {' or '.join(free[:2])}?"
    return ""


def _words(fact: Fact) -> set[str]:
    """Return the values of a fact, and the words that people use for them."""
    return {_word(word) for word in (*fact.values, *fact.same, *fact.also)}


def _word(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().casefold())


def distinct(frame: pl.DataFrame, header: str) -> list[str]:
    """Return the first different cells of a column that say something, as they are written."""
    column = frame.get_column(header) if header in frame.columns else None
    if column is None or column.dtype.is_nested():
        return []
    texts = dict.fromkeys(cell_text(cell) for cell in column.drop_nulls().unique(maintain_order=True))
    return [text for text in texts if not nothing(text)][:DISTINCT]


def samples(frame: pl.DataFrame, header: str) -> Sequence[str]:
    """Return a few different cells of a column, short and on one line each."""
    cells = frame.get_column(header).drop_nulls().to_list() if header in frame.columns else []
    texts = dict.fromkeys(" ".join(cell_text(cell).split()) for cell in cells if cell_text(cell).strip())
    shown = [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in list(texts)[:_SAMPLES]]
    return ["".join(sign if sign.isprintable() else "?" for sign in text) for text in shown]
