"""A condition as a tree: groups of the same sort are one, and each leaf is a sentence of its own."""

from __future__ import annotations

from licet.reports.condition_tree import condition_tree
from licet.rulebook.rulebook import Rulebook


def test_what_must_all_hold_stands_above_what_suffices() -> None:
    book = Rulebook.load()
    tree = condition_tree("kind is uas and (range >= 300 km and (payload >= 500 kg or hypersonic))", book)
    assert tree.says == "All of this holds"
    assert [part.says for part in tree.parts] == [
        "The kind is UAS",
        "The range is at least 300 km",
        "At least one of this holds",
    ]
    assert len(tree.parts[2].parts) == 2


def test_a_rule_without_a_condition_applies_in_every_case() -> None:
    assert condition_tree(None, Rulebook.load()).says == "In every case"
