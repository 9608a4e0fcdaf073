"""The matrix of a comparison: for every nation and every class of items the answer on both sides, found by the reviews that answer everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from licet.comparing.answer import Cell
from licet.comparing.items import Assumed, ItemClass
from licet.comparing.sides import Side
from licet.determination import Answer, RuleReason
from licet.eligibility.table import POSTURE, Table
from licet.rulebook.names import EXPORTER, RECIPIENT, presumed_exporter
from licet.transfers.transfer import Transfer

Progress = Callable[[int, int, str], None]


def matrix(
    base: Side,
    other: Side,
    items: Sequence[ItemClass],
    assume: Assumed = (),
    progress: Progress | None = None,
) -> list[Cell]:
    """Return a cell for every nation and every class of items.

    Args:
        base: the one side.
        other: the other side.
        items: the classes.
        assume: facts to assume, and lists of nations that are not public, filled.
        progress: told how many classes are done, of how many, and which comes next.

    Raises:
        InputError: for a class that states what the law of a side does not know.
    """
    cells: list[Cell] = []
    for number, item in enumerate(items):
        if progress is not None:
            progress(number, len(items), item.title)
        first, second = (postures(side, item.on(side, assume)) for side in (base, other))
        cells += [_cell(nation, item, first[nation], second[nation]) for nation in second if nation in first]
    if progress is not None:
        progress(len(items), len(items), "")
    return cells


def postures(side: Side, transfer: Transfer) -> dict[str, Answer]:
    """Return the answer on the posture of a transfer to every nation but the one that exports.

    Args:
        side: the law.
        transfer: the transfer; a recipient in it is left aside.
    """
    stated = {name: value for name, value in transfer.stated.items() if name != RECIPIENT}
    table = Table(side.rulebook, replace(transfer, stated=stated))
    # Nobody exports to themselves, whether they are named or presumed.
    exporter = stated.get(EXPORTER) or presumed_exporter(side.rulebook)
    return {nation: table.reviewed[nation].answers[POSTURE] for nation in table.nations if nation != exporter}


def _cell(nation: str, item: ItemClass, before: Answer, after: Answer) -> Cell:
    return Cell(
        nation=nation,
        item_class=item.name,
        from_=_value(before),
        to=_value(after),
        changed=before.possible != after.possible,
        from_possible=before.possible,
        to_possible=after.possible,
        by=_rules(before, after),
    )


def _value(answer: Answer) -> str | None:
    return answer.possible[0] if len(answer.possible) == 1 else None


def _rules(before: Answer, after: Answer) -> list[str]:
    """Return the rules that decide on the other side, and did not on the base."""
    earlier = {reason.rule for reason in _deciding(before)}
    return [reason.rule for reason in _deciding(after) if reason.rule not in earlier]


def _deciding(answer: Answer) -> Sequence[RuleReason]:
    return answer.by or answer.might
