"""A demonstration agency is made by the acts themselves, whole, in every state, and only where nothing happened."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases.conftest import use
from cases.scene import AT, Road, people
from commands import refused, run
from django.db import connection

from licet.cases import acts, demonstration, projection
from licet.cases.demonstration import demonstrate, table
from licet.cases.faults import NotPossible
from licet.cases.ledger import of_case
from licet.cases.models import Case, Event, KeptDenial, Membership, Organisation
from licet.cases.verifying import verify_attachments, verify_table
from licet.cases.words import ROLES, STATES
from licet.rulebook.rulebook import law_folder


@pytest.fixture(scope="module")
def shown(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a file with the demonstration, made once for all tests of it."""
    before, path = Path(connection.settings_dict["NAME"]), tmp_path_factory.mktemp("shown") / "cases.sqlite"
    shutil.copy(empty, path)
    use(path)
    demonstrate(law_folder(), AT)
    yield path
    use(before)


def told() -> list[tuple[str, ...]]:
    """Return all that happened, without what differs from one making to the next."""
    names = {"": "", **dict(Case.objects.values_list("pk", "reference"))}
    rows = Event.objects.order_by("position").values_list("at", "case", "kind", "actor", "body")
    # What is signed is the digest of a case with its id.
    return [(at, names[case], kind, actor, "" if kind == "signed" else body) for at, case, kind, actor, body in rows]


# Where it is not made.


@pytest.mark.usefixtures("database")
def test_it_is_not_made_where_anything_happened_or_somebody_has_a_role() -> None:
    people()
    (line,) = refused("cases", "demo")
    assert line.startswith(
        "the database: 6 organisations, 12 roles; expected one in which nothing happened; name another one"
    )
    Road().drafted()
    (line,) = refused("cases", "demo")
    assert line.startswith("the database: 1 events, 6 organisations, 12 roles;")
    assert Event.objects.count() == 1


@pytest.mark.usefixtures("database")
def test_what_is_interrupted_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_told: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(acts, "sign", broken)
    with pytest.raises(KeyboardInterrupt):
        demonstrate(law_folder(), AT)
    assert (Event.objects.count(), Organisation.objects.count(), Membership.objects.count()) == (0, 0, 0)


@pytest.mark.usefixtures("database")
def test_law_that_cannot_be_used_is_told_before_anything_is_made(tmp_path: Path) -> None:
    assert refused("cases", "demo", "--law", str(tmp_path / "none"))
    assert not Organisation.objects.exists()


@pytest.mark.usefixtures("database")
def test_a_case_that_the_acts_do_not_permit_is_no_case_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = table()
    lines[0].cells["quantity"] = "-1"
    monkeypatch.setattr(demonstration, "table", lambda: lines)
    with pytest.raises(NotPossible, match="-1"):
        demonstrate(law_folder(), AT)
    assert not Event.objects.exists()


# What is made.


@pytest.mark.usefixtures("shown")
def test_it_has_forty_cases_in_all_states_and_one_person_for_each_role() -> None:
    states = Counter(Case.objects.values_list("state", flat=True))
    assert set(states) == set(STATES) and sum(states.values()) == 40
    assert {line.cells["reference"]: line.cells["goal"] for line in table()} == dict(
        Case.objects.values_list("reference", "state")
    )
    assert sorted(set(Membership.objects.values_list("person", "role"))) == sorted((role, role) for role in ROLES)


@pytest.mark.usefixtures("shown")
def test_its_register_is_whole_and_nothing_in_it_lies_in_the_future() -> None:
    assert verify_table() is None and verify_attachments() is None and list(projection.differing()) == []
    moments = [
        datetime.datetime.fromisoformat(at) for at in Event.objects.order_by("position").values_list("at", flat=True)
    ]
    assert moments == sorted(moments) and moments[-1] <= AT
    assert run("cases", "verify", "--lists").stdout.startswith(f"Whole: {len(moments):,} events, ")


@pytest.mark.usefixtures("shown")
def test_each_of_its_determinations_is_one_of_the_engine_under_the_law_of_today() -> None:
    for case in Case.objects.exclude(state="draft").values_list("pk", flat=True):
        for one in acts.read(case).latest:
            assert one.rulebook.startswith("sha256:") and one.findings["answers"]["authority"]["value"]


@pytest.mark.usefixtures("shown")
def test_everything_that_a_case_can_meet_is_met_by_one_of_them() -> None:
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {
        "consulted",
        "match_judged",
        "paused",
        "step_decided",
        "drawn",
        "decision_upheld",
        "revoked",
        "expired",
    } <= kinds
    verdicts = {one.verdict for case in Case.objects.values_list("pk", flat=True) for one in acts.read(case).advice}
    assert {"approve", "approve_with_provisos", "refuse"} <= verdicts
    assert any(next(iter(of_case(case))).actor == "applicant" for case in Case.objects.values_list("pk", flat=True))


@pytest.mark.usefixtures("shown")
def test_it_says_what_it_is_in_its_first_event_and_then_who_has_which_role() -> None:
    assert demonstration.made()
    kinds = list(Event.objects.filter(case="").order_by("position").values_list("kind", flat=True))
    assert kinds[0] == "demonstration_made" and set(kinds[1:]) == {
        "organisation_made",
        "person_enrolled",
        "denial_registered",
    }
    assert kinds.count("person_enrolled") == Membership.objects.count()
    assert kinds.count("denial_registered") == KeptDenial.objects.count() == 3, (
        "so that what is new is held against something"
    )


def test_it_is_the_same_each_time_but_for_the_ids(shown: Path, empty: Path, tmp_path: Path) -> None:
    first = told()
    other = tmp_path / "other.sqlite"
    shutil.copy(empty, other)
    use(other)
    result = run("cases", "demo")
    assert result.exit_code == 0 and result.stdout.startswith("40 cases of ")
    kinds = [row[1:4] for row in told()]
    use(shown)
    assert sorted(kinds) == sorted(row[1:4] for row in first)
    again = tmp_path / "again.sqlite"
    shutil.copy(empty, again)
    use(again)
    demonstrate(law_folder(), AT)
    assert told() == first
    use(shown)
