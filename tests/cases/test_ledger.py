"""The chain in the database: nobody changes it through it, whatever was changed beneath it is found, and it never forks."""

from __future__ import annotations

import datetime
import hashlib
import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.cases.chain import GENESIS
from licet.cases.faults import ClockSetBack
from licet.cases.ledger import Said, append, head, head_of, of_case, vouch_for_clock
from licet.cases.models import Attachment, Event
from licet.cases.verifying import verify_attachments, verify_table
from licet.cases.who import Who

pytestmark = pytest.mark.usefixtures("database")
_AT = datetime.datetime(2026, 11, 3, 9, 30, tzinfo=datetime.UTC)
_WHO = Who("p1", "licensing_officer", "authority")
_CONTENT = b"%PDF certificate"
_DIGEST = hashlib.sha256(_CONTENT).hexdigest()


def _written(many: int = 5) -> None:
    for number in range(many):
        with transaction.atomic():
            append(
                [Said("noted", {"n": number, "name": "Société"})], _WHO, "c1", _AT + datetime.timedelta(minutes=number)
            )


def _with_attachment() -> None:
    with transaction.atomic():
        Attachment.objects.create(digest=_DIGEST, size=len(_CONTENT), content=_CONTENT)
        append([Said("attached", {"digest": _DIGEST})], _WHO, "c1", _AT + datetime.timedelta(hours=1))


def _beneath(path: Path, *statements: str) -> None:
    """Change the file as somebody would who takes the triggers out first."""
    connection.close()
    with sqlite3.connect(path) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement)
    file.close()


def test_an_event_outside_of_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="none is open"):
        append([Said("noted")], _WHO, "", _AT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_event SET body = '{}' WHERE position = 2",
        "UPDATE cases_event SET position = 9 WHERE position = 2",
        "DELETE FROM cases_event WHERE position = 5",
        "DELETE FROM cases_event",
        "REPLACE INTO cases_event SELECT position, at, 'c2', kind, actor, role, organisation, body, previous, 'x' FROM cases_event WHERE position = 2",
        "INSERT OR REPLACE INTO cases_event SELECT 99, at, 'c2', kind, actor, role, organisation, body, previous, digest FROM cases_event WHERE position = 2",
        "UPDATE cases_attachment SET content = 'x'",
        "DELETE FROM cases_attachment",
        "REPLACE INTO cases_attachment SELECT digest, 1, 'x' FROM cases_attachment",
    ],
)
def test_the_database_refuses_to_change_what_happened(statement: str) -> None:
    _written()
    _with_attachment()
    with pytest.raises(DatabaseError, match="is never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.count() == 6 and verify_table() is None and verify_attachments() is None


def test_nothing_is_written_of_a_transaction_that_fails() -> None:
    _written(2)
    before = head()

    def half_done() -> None:
        with transaction.atomic():
            append([Said("noted"), Said("noted")], _WHO, "", _AT + datetime.timedelta(hours=1))
            append([Said("noted", {"quantity": 0.5})], _WHO, "", _AT + datetime.timedelta(hours=1))

    with pytest.raises(TypeError, match="written as text"):
        half_done()
    assert head() == before and Event.objects.count() == 2 and verify_table() is None


def test_what_is_written_is_read_back_as_it_was_said() -> None:
    _written(3)
    events = list(of_case("c1"))
    assert [(one.position, one.body["n"], one.body["name"], one.actor) for one in events] == [
        (n + 1, n, "Société", "p1") for n in range(3)
    ]
    assert events[0].at == _AT and list(of_case("c2")) == []


def test_a_whole_chain_has_no_fault_in_batches_of_any_size() -> None:
    assert verify_table() is None
    _written(5)
    assert [verify_table(batch=batch) for batch in (1, 2, 5, 6)] == [None] * 4


def test_a_clock_that_is_set_back_is_refused_until_somebody_vouches_for_it() -> None:
    _written(3)
    with pytest.raises(ClockSetBack, match="set the clock of the machine right"), transaction.atomic():
        append([Said("noted")], _WHO, "", _AT - datetime.timedelta(days=1))
    vouch_for_clock(Who("p9", "administrator", "authority"), "it stood a day ahead", _AT - datetime.timedelta(days=1))
    with transaction.atomic():
        append([Said("noted")], _WHO, "", _AT - datetime.timedelta(hours=23))
    assert verify_table() is None and Event.objects.count() == 5


def test_of_two_machines_that_differ_by_seconds_the_order_of_the_chain_counts() -> None:
    _written(1)
    with transaction.atomic():
        (late,) = append([Said("noted")], _WHO, "", _AT - datetime.timedelta(seconds=20))
    assert late.at == _AT


def test_the_head_of_a_day_is_that_of_its_last_event() -> None:
    _written(2)
    with transaction.atomic():
        append([Said("noted")], _WHO, "", _AT + datetime.timedelta(days=2))
    first = Event.objects.get(position=2)
    empty, whole = head_of(_AT.date() - datetime.timedelta(days=1)), head_of(_AT.date())
    assert (empty["position"], empty["digest"]) == (0, GENESIS)
    assert whole == head_of(_AT.date() + datetime.timedelta(days=1)) | {"day": "2026-11-03"}
    assert (whole["position"], whole["digest"]) == (2, first.digest)
    assert verify_table({whole["position"]: whole["digest"]}) is None


@pytest.mark.parametrize(
    ("statements", "position", "kind"),
    [
        (["DELETE FROM cases_event WHERE position = 3"], 3, "missing"),
        (["DELETE FROM cases_event WHERE position = 5"], 5, "missing"),
        (["UPDATE cases_event SET position = position - 10 WHERE position = 1"], -9, "reordered"),
        (
            [
                "UPDATE cases_event SET position = 99 WHERE position = 2",
                "UPDATE cases_event SET position = 2 WHERE position = 4",
                "UPDATE cases_event SET position = 4 WHERE position = 99",
            ],
            2,
            "reordered",
        ),
        (["UPDATE cases_head SET position = 4"], 4, "altered"),
        (
            ["UPDATE cases_head SET position = 4, digest = (SELECT digest FROM cases_event WHERE position = 4)"],
            5,
            "added",
        ),
        (["DELETE FROM cases_head"], 0, "missing"),
    ],
)
def test_what_was_changed_beneath_the_triggers_is_named(
    database: Path, statements: list[str], position: int, kind: str
) -> None:
    _written()
    _beneath(database, *statements)
    fault = verify_table(batch=2)
    assert fault is not None and (fault.position, fault.kind) == (position, kind)


_COLUMNS = ("at", "case", "kind", "actor", "role", "organisation", "body", "previous", "digest")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_byte_of_any_event_that_is_flipped_is_found_and_the_row_is_named(
    database: Path, data: st.DataObject
) -> None:
    if not Event.objects.exists():
        _written()
        _beneath(database)
    position, column, to = (
        data.draw(st.integers(1, 5)),
        data.draw(st.sampled_from(_COLUMNS)),
        data.draw(st.integers(1, 255)),
    )
    whole = bytes(str(Event.objects.values_list(column, flat=True).get(position=position)), "utf-8")
    if not whole:
        return
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[:at] + bytes([whole[at] ^ to]) + whole[at + 1 :]

    def put(value: bytes) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE cases_event SET "{column}" = CAST(%s AS TEXT) WHERE position = %s', [value, position]
            )

    put(flipped)
    fault = verify_table()
    put(whole)
    # What the last row was, the head tells as well.
    assert fault is not None and (fault.position, fault.kind) == (position, "altered")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_byte_of_any_attachment_that_is_flipped_is_found(database: Path, data: st.DataObject) -> None:
    if not Attachment.objects.exists():
        _with_attachment()
        _beneath(database)
    column = data.draw(st.sampled_from(["content", "digest"]))
    whole = _CONTENT if column == "content" else _DIGEST.encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]

    def put(value: bytes) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE cases_attachment SET {column} = {'%s' if column == 'content' else 'CAST(%s AS TEXT)'}", [value]
            )

    put(flipped)
    fault = verify_attachments()
    put(whole)
    assert fault is not None and fault.kind == "altered"
    assert verify_attachments() is None


def test_an_attachment_that_an_event_names_and_nobody_has_is_missing(database: Path) -> None:
    _with_attachment()
    _beneath(database, "DELETE FROM cases_attachment")
    fault = verify_attachments()
    assert fault is not None and (fault.digest, fault.kind) == (_DIGEST, "missing")


def test_the_chain_never_forks_however_many_write_at_once() -> None:
    wrong: list[BaseException] = []

    def write() -> None:
        try:
            for number in range(10):
                with transaction.atomic():
                    append([Said("noted", {"n": number}), Said("noted")], _WHO, "", _AT)
        except BaseException as error:  # noqa: BLE001 - it is looked at below
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [] and Event.objects.count() == head()[0] == 80 and verify_table() is None
