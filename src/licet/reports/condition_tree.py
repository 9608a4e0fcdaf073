"""A condition as a tree: what must all hold and of what one suffices, each leaf in English. A long condition cannot be read as one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from licet.language.condition_reader import read_condition
from licet.language.conditions import And, Condition, Group, Or
from licet.reports.sentences import capital, phrase
from licet.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Branch:
    """One part of a condition.

    Attributes:
        says: the part in English; for one with parts, how many of them must hold.
        parts: the parts, in the order of the law; none for a leaf.
    """

    says: str
    parts: tuple[Branch, ...] = ()


def condition_tree(condition: str | None, rulebook: Rulebook) -> Branch:
    """Return a condition of the law as a tree.

    Args:
        condition: as the law writes it; None where a rule always applies.
        rulebook: declares the words.

    Raises:
        NotACondition: for a text that is none.
    """
    return _branch(read_condition(condition), rulebook) if condition else Branch("In every case")


def _branch(condition: Condition, book: Rulebook) -> Branch:
    bare = _bare(condition)
    if isinstance(bare, And | Or):
        says = "All of this holds" if isinstance(bare, And) else "At least one of this holds"
        return Branch(says, tuple(_branch(part, book) for part in _spread(bare, type(bare))))
    return Branch(capital(phrase(bare, book)))


def _spread(condition: Condition, kind: type) -> Iterator[Condition]:
    """Yield the parts of a group, and of groups of the same sort within it."""
    bare = _bare(condition)
    if isinstance(bare, And | Or) and isinstance(bare, kind):
        for part in bare.conditions:
            yield from _spread(part, kind)
    else:
        yield bare


def _bare(condition: Condition) -> Condition:
    while isinstance(condition, Group):
        condition = condition.condition
    return condition
