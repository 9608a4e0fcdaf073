"""The small policy that Licet and other engines are compared on: that it stays a law folder, and of the size that the comparison tells."""

from __future__ import annotations

from pathlib import Path

from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import nations_of

LAW = Path(__file__).resolve().parents[1] / "benchmarks" / "peers" / "law"


def test_the_small_policy_is_of_the_size_that_its_page_tells() -> None:
    book = Rulebook.load(LAW)
    page = (LAW.parent / "README.md").read_text(encoding="utf-8")
    assert f"{len(book.rules)} rules in {len(book.instruments)} instruments, {len(book.facts)} facts" in page
    assert f"{len(nations_of(book).by_code)} nations in five groups" in page
    assert len(book.groups) == 5


def test_every_rule_is_named_in_each_engine_that_has_it_by_rule() -> None:
    rego = (LAW.parent / "policy.rego").read_text(encoding="utf-8")
    openfisca = (LAW.parent / "openfisca_peer.py").read_text(encoding="utf-8")
    for name in Rulebook.load(LAW).rules:
        instrument, _, rule = name.partition("/")
        assert f'"""{name}' in openfisca
        assert any(line.startswith(f"# {instrument}/") and rule in line for line in rego.splitlines()), name
