"""A case gives a report one row for each item and destination; what is not known is open in it and never left out."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from licet.cases.applied import Frozen, Item
from licet.cases.case import CaseState
from licet.cases.licensed import Decision
from licet.cases.reporting.from_case import OPEN, outcomes_of
from licet.cases.reporting.outcome import NONE_STATED, place
from licet.cases.timed import Stage

SENT = datetime.datetime(2026, 3, 1, 2, tzinfo=datetime.UTC)
DECIDED = SENT + datetime.timedelta(days=40)
FOUND = {"answers": {"entries": {"value": ["19.A.2", "12.A.1"]}, "category": {"value": "II"}}}
FROZEN = Frozen("1", "IT", "sha256:0", SENT.date(), FOUND, "", (), {}, SENT)


def case(**more: object) -> CaseState:
    made = CaseState(
        id="c1", reference="C-1", state="issued", submitted=SENT, applicant="works", destinations=("IT", "PL"),
        items=(Item("1", "Drone", {}, Decimal(2), "pieces", Decimal(500), "USD"), Item("2", "Station", {}, Decimal(1))),
        determinations=(FROZEN,), decision=Decision("approved", (), "", "", "p1", DECIDED),
        stages=(
            Stage("draft", SENT - datetime.timedelta(days=9), SENT), Stage("in_review", SENT, SENT + datetime.timedelta(days=3)),
            Stage("awaiting_applicant", SENT + datetime.timedelta(days=3), SENT + datetime.timedelta(days=5)),
            Stage("in_review", SENT + datetime.timedelta(days=5), DECIDED), Stage("issued", DECIDED),
        ),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_draft_is_in_no_report() -> None:
    assert outcomes_of(case(submitted=None), datetime.UTC, "USD") == ()


def test_each_item_and_destination_is_a_row() -> None:
    rows = outcomes_of(case(), datetime.UTC, "USD")
    assert [(row.destination, row.entry, row.category) for row in rows] == [
        ("IT", "12.A.1 19.A.2", "II"), ("PL", OPEN, OPEN), ("IT", OPEN, OPEN), ("PL", OPEN, OPEN),
    ]  # fmt: skip
    assert {(row.outcome, row.submitted, row.decided) for row in rows} == {("approved", SENT.date(), DECIDED.date())}


def test_an_item_that_meets_no_entry_is_told_as_none() -> None:
    none = replace(FROZEN, findings={"answers": {"entries": {"value": []}, "category": {"value": "unlisted"}}})
    row = outcomes_of(case(determinations=(none,)), datetime.UTC, "USD")[0]
    assert (place(row, "entry"), row.category) == (NONE_STATED, "unlisted")


def test_a_value_in_another_currency_is_not_stated_in_that_of_the_report() -> None:
    assert [row.value for row in outcomes_of(case(), datetime.UTC, "EUR")] == [None] * 4
    assert [row.value for row in outcomes_of(case(), datetime.UTC, "USD")] == [Decimal(500)] * 2 + [None] * 2


def test_a_stage_that_was_entered_twice_counts_once_with_all_its_days() -> None:
    assert dict(outcomes_of(case(), datetime.UTC, "USD")[0].stages) == {"in_review": 38, "awaiting_applicant": 2}


def test_the_day_ends_where_the_authority_sits() -> None:
    assert outcomes_of(case(), ZoneInfo("America/New_York"), "USD")[0].submitted == datetime.date(2026, 2, 28)


def test_a_case_without_a_decision_is_told_by_its_state() -> None:
    row = outcomes_of(case(decision=None, state="referred"), datetime.UTC, "USD")[0]
    assert (row.outcome, row.decided) == ("referred", None)


def test_a_licence_that_was_revoked_is_told_as_revoked() -> None:
    assert outcomes_of(case(state="revoked"), datetime.UTC, "USD")[0].outcome == "revoked"
