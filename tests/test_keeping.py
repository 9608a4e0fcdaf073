"""Law that was read once is kept for the next start, and whatever is wrong with what was kept, the law itself is read again."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from licet.rulebook import keeping
from licet.rulebook.rulebook import Rulebook, _load


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "cache"
    monkeypatch.setenv("LICET_CACHE", str(place))
    return place


def read_again() -> Rulebook:
    _load.cache_clear()
    return Rulebook.load()


def test_law_read_from_what_was_kept_is_the_law(cache: Path) -> None:
    first = read_again()
    assert len(list(cache.glob("law-*.pickle"))) == 1
    second = read_again()
    assert second is not first
    assert second.digest == first.digest
    assert dict(second.rules) == dict(first.rules)
    assert dict(second.facts) == dict(first.facts)


@pytest.mark.parametrize("damage", [b"", b"nothing that Python wrote", pickle.dumps("another thing")])
def test_a_damaged_file_only_means_that_the_law_is_read(cache: Path, damage: bytes) -> None:
    first = read_again()
    (kept,) = cache.glob("law-*.pickle")
    kept.write_bytes(damage)
    assert read_again().digest == first.digest


def test_a_file_that_others_may_write_is_not_trusted(cache: Path) -> None:
    read_again()
    (kept,) = cache.glob("law-*.pickle")
    kept.chmod(0o666)
    assert keeping.kept(kept.name.split("-")[1]) is None


def test_nothing_is_kept_where_nothing_is_wanted(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_CACHE", "off")
    read_again()
    assert not cache.exists()


def test_a_folder_that_cannot_be_written_does_no_harm(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert read_again().rules


def test_only_the_newest_are_kept(cache: Path) -> None:
    for number in range(12):
        keeping.keep(f"{number:040d}", number)
    assert len(list(cache.glob("law-*.pickle"))) == keeping._KEPT
