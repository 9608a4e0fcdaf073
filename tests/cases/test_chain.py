"""The chain: whatever is altered, taken out, moved or added in it is found, and the row is named."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.cases.chain import GENESIS, Row, canonical, digest_of, sealed, stamp, verify, verify_to

_AT = datetime.datetime(2026, 11, 3, 9, 30, tzinfo=datetime.UTC)
_TEXT = st.text(max_size=12)
_ROW = st.tuples(
    _TEXT, _TEXT, _TEXT, st.dictionaries(_TEXT, _TEXT | st.integers(-5, 5) | st.lists(_TEXT, max_size=2), max_size=3)
)


def _chain(*said: tuple[str, str, str, Mapping[str, object]]) -> list[Row]:
    rows: list[Row] = []
    for number, (case, kind, actor, body) in enumerate(said, start=1):
        row = Row(number, stamp(_AT), case, kind, actor, "", "", canonical(body), "")
        rows.append(sealed(row, rows[-1].digest if rows else GENESIS))
    return rows


_CHAINS = st.lists(_ROW, min_size=1, max_size=6).map(lambda said: _chain(*said))
_FIVE = _chain(*(("a", f"kind-{number}", "p", {"n": number}) for number in range(5)))


def test_an_hour_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="an hour of nowhere"):
        stamp(datetime.datetime(2026, 11, 3))  # noqa: DTZ001 - that is what is refused


def test_a_binary_fraction_is_refused_however_deep_it_lies() -> None:
    with pytest.raises(TypeError, match="written as text"):
        canonical({"items": [{"quantity": 0.1}]})


def test_the_order_of_keys_does_not_change_what_is_hashed() -> None:
    assert (
        canonical({"b": 1, "a": {"d": "é", "c": []}})
        == canonical({"a": {"c": [], "d": "é"}, "b": 1})
        == '{"a":{"c":[],"d":"é"},"b":1}'
    )


def test_the_digest_of_a_row_is_the_same_for_ever() -> None:
    row = sealed(Row(1, "2026-11-03T09:30:00.000000Z", "c", "drafted", "p", "applicant", "o", "{}", ""), GENESIS)
    assert row.digest == "54374a3a2a0884c26aa399b9007084d5268768ba0ad89d812a5ac5a150d41d75"


def test_what_stands_in_two_columns_is_not_what_stands_in_one() -> None:
    row = Row(1, "", "ab", "", "", "", "", "{}", GENESIS)
    assert digest_of(row) != digest_of(replace(row, case="a", kind="b"))


@given(_CHAINS)
def test_a_chain_that_nobody_touched_has_no_fault(rows: list[Row]) -> None:
    last = (rows[-1].position, rows[-1].digest)
    assert (
        verify(rows) is None
        and verify_to(rows, last) is None
        and verify(rows, {row.position: row.digest for row in rows}) is None
    )


def test_an_empty_chain_has_no_fault_and_is_missing_where_rows_were_known() -> None:
    assert verify([]) is None and verify_to([], (0, GENESIS)) is None
    fault = verify([], {3: "x"})
    assert fault is not None and (fault.position, fault.kind) == (1, "missing")


@given(_CHAINS, st.data())
def test_any_character_of_any_column_that_is_changed_is_found_and_the_row_is_named(
    rows: list[Row], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(
        st.sampled_from(["at", "case", "kind", "actor", "role", "organisation", "body", "previous", "digest"])
    )
    was = getattr(rows[number], column)
    to = data.draw(_TEXT.filter(lambda text: text != was))
    changed: dict[str, Any] = {column: to}
    rows[number] = replace(rows[number], **changed)
    fault = verify(rows)
    assert fault is not None and (fault.position, fault.kind) == (number + 1, "altered")


@given(_CHAINS, st.data())
def test_a_row_that_is_taken_out_is_missing(rows: list[Row], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(rows) - 1))
    head = (rows[-1].position, rows[-1].digest)
    del rows[number]
    fault = verify_to(rows, head)
    assert fault is not None and (fault.position, fault.kind) == (number + 1, "missing")


def test_a_row_that_is_taken_out_with_the_rest_numbered_anew_is_found() -> None:
    rows = [*_FIVE[:2], *(replace(row, position=row.position - 1) for row in _FIVE[3:])]
    fault = verify(rows)
    assert fault is not None and (fault.position, fault.kind) == (3, "reordered") and "row 4" in fault.told


@given(st.permutations(range(5)).filter(lambda order: order != list(range(5))))
def test_rows_that_changed_places_are_reordered_at_the_first_of_them(order: list[int]) -> None:
    moved = [replace(_FIVE[at], position=number) for number, at in enumerate(order, start=1)]
    fault = verify(moved)
    first = next(number for number, at in enumerate(order) if at != number)
    assert fault is not None and (fault.position, fault.kind) == (first + 1, "reordered")


def test_a_row_that_comes_twice_is_reordered() -> None:
    fault = verify([*_FIVE[:2], _FIVE[1], *_FIVE[2:]])
    assert fault is not None and (fault.position, fault.kind) == (2, "reordered")


def test_a_row_that_was_rewritten_with_its_digest_is_named_and_not_the_one_after() -> None:
    rows = list(_FIVE)
    rows[2] = sealed(replace(rows[2], body='{"n":9}'), rows[1].digest)
    fault = verify(rows)
    assert fault is not None and (fault.position, fault.kind) == (3, "altered")


def test_a_chain_that_was_rewritten_whole_is_found_by_a_head_that_was_printed() -> None:
    rewritten = _chain(*(("a", f"kind-{number}", "p", {"n": -number}) for number in range(5)))
    assert verify(rewritten) is None
    fault = verify(rewritten, {4: _FIVE[3].digest})
    assert fault is not None and (fault.position, fault.kind) == (4, "altered")


def test_a_row_after_the_head_was_added_by_nobody_who_may() -> None:
    fault = verify_to(_FIVE, (4, _FIVE[3].digest))
    assert fault is not None and (fault.position, fault.kind) == (5, "added")


def test_a_chain_that_was_written_anew_with_its_head_is_found_by_the_head_that_was_kept_of_its_last_row() -> None:
    anew = _chain(*(("a", f"kind-{number}", "eve", {"n": number}) for number in range(5)))
    fault = verify_to(anew, (5, anew[-1].digest), {5: _FIVE[-1].digest})
    assert fault is not None and (fault.position, fault.kind) == (5, "altered") and "elsewhere" in fault.told


def test_a_head_that_is_not_that_of_the_last_row_is_found_although_the_rows_are_those_that_were_kept() -> None:
    fault = verify_to(_FIVE, (5, "1" * 64), {5: _FIVE[-1].digest})
    assert fault is not None and (fault.position, fault.kind) == (5, "altered") and "head of the table" in fault.told
