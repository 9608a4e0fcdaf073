"""``licet cases`` tells what is late and stale, publishes statistics and enrols people; what cannot be used is told in a line."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import scene
from cases.conftest import use
from cases.procedures import shipped
from cases.scene import Road, people
from commands import refused, run
from django.db import connection

import licet
from licet.cases import acts
from licet.cases.demonstration import demonstrate
from licet.cases.models import Case, Membership, Organisation
from licet.cases.owed import NOT_TOLD, of_state, owed
from licet.cases.stale import stale
from licet.cli import clock
from licet.rulebook.rulebook import Rulebook, law_folder
from licet.screening.in_reviews import Lists

# The demonstration ends here.
END = datetime.datetime(2026, 11, 3, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def made(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with the demonstration, made once for all tests of it."""
    before, path = Path(connection.settings_dict["NAME"]), tmp_path_factory.mktemp("made") / "cases.sqlite"
    shutil.copy(empty, path)
    use(path)
    demonstrate(law_folder(), END)
    use(before)
    return path


@pytest.fixture
def shown(made: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have Django use the demonstration, at the moment at which it ends."""
    before = Path(connection.settings_dict["NAME"])
    use(made)
    monkeypatch.setattr(clock, "now", lambda: END)
    yield
    use(before)


# What cannot be used.


@pytest.mark.parametrize("words", [("late",), ("stale",), ("report", "folder"), ("enrol",)])
def test_a_database_without_a_register_is_not_taken_for_one_without_cases(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    before = Path(connection.settings_dict["NAME"])
    use(tmp_path / "other.sqlite")
    (line,) = refused("cases", *words)
    assert line.startswith("the database: no register of cases;")
    use(before)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("words", [("late",), ("report", "folder")])
def test_a_procedure_that_is_not_there_is_told_with_what_is_near(words: tuple[str, ...]) -> None:
    (line,) = refused("cases", *words, "--procedure", "plane")
    assert "no procedure 'plane'" in line and "did you mean plain?" in line


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30"])
def test_a_day_that_is_none_is_told(day: str) -> None:
    (line,) = refused("cases", "stale", "--as-of", day)
    assert line.startswith("--as-of: ") and line.endswith("expected a day as YYYY-MM-DD")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("code", ["", "eur", "EURO", "€"])
def test_a_currency_that_is_no_code_is_told(code: str, tmp_path: Path) -> None:
    (line,) = refused("cases", "report", str(tmp_path / "r"), "--currency", code)
    assert line == f"--currency: '{code}'; expected a code of three capitals, such as EUR"


@pytest.mark.usefixtures("database")
def test_no_report_is_made_of_nothing(tmp_path: Path) -> None:
    people()
    Road().drafted()
    (line,) = refused("cases", "report", str(tmp_path / "r"))
    assert line == "the report: no case that was submitted; expected one at least"
    assert not (tmp_path / "r").exists()


@pytest.mark.usefixtures("shown")
def test_a_report_does_not_take_the_place_of_another(tmp_path: Path) -> None:
    (line,) = refused("cases", "report", str(tmp_path), "--no-pictures")
    assert "something of that name" in line and list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("olga",), "1 words; expected PERSON, ORGANISATION and ROLE, or nothing"),
        (("--end",), "0 words; expected PERSON, ORGANISATION and ROLE, or nothing"),
        (("olga", "nowhere", "auditor"), "organisation: 'nowhere', which is not known; expected one that is kept"),
        (("olga", "nowhere", "auditor", "--kind", "authority"), "--name: nothing; expected what 'nowhere' is called"),
        (
            ("olga", "nowhere", "auditor", "--name", "N", "--kind", "club"),
            "--kind: 'club'; expected exporter | authority | agency",
        ),
        (("olga", "maker", "auditor"), "role: auditor in an organisation of the kind exporter; expected authority"),
        (("olga", "maker", "pope"), "role: 'pope'; expected applicant | "),
        (
            ("olga", "maker", "applicant", "--kind", "agency"),
            "maker: 'Maker' of the kind exporter; expected the same name and kind",
        ),
        (("olga", "maker", "applicant", "--end"), "olga is not applicant of maker; expected a role that somebody has"),
        (("", "maker", "applicant"), "person: nobody; expected the id of an account"),
        (("o" * 65, "maker", "applicant"), "PERSON: 65 characters; expected 64 at most"),
    ],
)
def test_a_role_that_cannot_be_given_is_told_and_nothing_is_kept(words: tuple[str, ...], told: str) -> None:
    before = (Organisation.objects.count(), Membership.objects.count())
    lines = refused("cases", "enrol", *words)
    assert any(told in line for line in lines), lines
    assert (Organisation.objects.count(), Membership.objects.count()) == before


def test_a_role_that_does_not_fit_leaves_no_new_organisation(database: Path) -> None:
    assert refused("cases", "enrol", "olga", "new", "auditor", "--name", "New", "--kind", "exporter")
    assert not Organisation.objects.exists()


# People.


def test_the_first_person_makes_the_register_and_the_organisation(tmp_path: Path) -> None:
    before = Path(connection.settings_dict["NAME"])
    use(tmp_path / "new.sqlite")
    words = ("olga", "authority", "licensing_officer")
    result = run("cases", "enrol", *words, "--name", "The Authority", "--kind", "authority")
    assert result.stdout == "olga is licensing_officer of authority.\n"
    assert run("cases", "verify").exit_code == 0
    listed = run("cases", "enrol").stdout
    assert "olga" in listed and "The Authority" in listed and "yes" in listed
    assert run("cases", "enrol", *words, "--end").stdout == "olga is licensing_officer of authority no longer.\n"
    assert "ended" in run("cases", "enrol").stdout
    assert run("cases", "enrol", *words).exit_code == 0
    assert Membership.objects.get().active
    use(before)


# What is late.


@pytest.mark.usefixtures("shown")
def test_what_is_late_is_listed_the_latest_first() -> None:
    rows = json.loads(run("cases", "late", "--format", "json").stdout)
    over = [row["over"] for row in rows]
    assert over and over == sorted(over, reverse=True)
    waiting = [row for row in rows if row["what"] == "The ministry recommends"]
    assert {row["agency"] for row in waiting} == {"Foreign ministry"} and {row["silence"] for row in waiting} == {
        "nothing"
    }
    decided = set(Case.objects.exclude(outcome="").values_list("pk", flat=True))
    assert not decided & {row["case"] for row in rows if not row["what"].startswith("Check")}
    assert [
        row["reference"] for row in csv.DictReader(run("cases", "late", "--format", "csv").stdout.splitlines())
    ] == [row["reference"] for row in rows]
    assert rows[0]["reference"] in run("cases", "late").stdout


@pytest.mark.usefixtures("shown")
def test_a_case_for_which_the_procedure_has_no_track_is_listed_and_not_left_out() -> None:
    rows = json.loads(run("cases", "late", "--procedure", "us", "--format", "json").stdout)
    told = [row for row in rows if row["standing"] == NOT_TOLD]
    open_cases = Case.objects.filter(outcome="").exclude(state__in=("draft", "withdrawn"))
    assert {row["case"] for row in told} == set(open_cases.values_list("pk", flat=True))
    assert all("'national_authority', for which us has no track" in row["what"] for row in told)
    assert rows[-1]["on"] == "not told"


@pytest.mark.usefixtures("cast")
def test_a_check_is_due_on_its_day_and_late_after_it_until_it_is_done() -> None:
    road = Road().issued()
    due = (road.at + 9 * scene.DAY).date()
    road.do(acts.plan_check, scene.OFFICER, check="post_shipment", due=due)
    plain = shipped("plain")

    def standings(days: int) -> list[tuple[str, int]]:
        return [(one.standing, one.over) for one in of_state(road.state, plain, road.at + days * scene.DAY)]

    assert [standings(days) for days in (8, 9, 10)] == [[], [("due_today", 0)], [("late", 1)]]
    road.at += 12 * scene.DAY
    road.do(acts.record_check, scene.OFFICER, check="M1", on=due, outcome="as stated")
    assert standings(10) == []


@pytest.mark.usefixtures("database")
def test_nothing_is_late_where_nothing_is() -> None:
    assert run("cases", "late").stdout == "Nothing is due today, and nothing is late.\n"
    assert list(owed(shipped("plain"), END)) == []


# What is stale.


@pytest.mark.usefixtures("shown")
def test_under_the_same_law_no_case_is_stale_and_under_another_those_are_that_it_touches() -> None:
    assert run("cases", "stale").stdout == "Every case would be answered as it was.\n"
    rows = json.loads(run("cases", "stale", "--as-of", "1980-01-01", "--format", "json").stdout)
    assert {"reference", "question", "was", "now"} <= set(rows[0])
    book = Rulebook.load().for_cases
    lists = Lists("off", END)
    found = stale(lambda transfer: licet.review(transfer, rulebook=book, screener=lists), datetime.date(1980, 1, 1))
    assert {one.case for one in found} == {row["case"] for row in rows}


# Statistics.


@pytest.mark.usefixtures("shown")
def test_a_report_shows_no_number_of_few_cases_and_no_name(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    result = run("cases", "report", str(folder))
    assert result.exit_code == 0 and result.stdout.splitlines()[-1] == f"{folder}: 18 files."
    for path in folder.glob("*.csv"):
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            assert row.get("cases", "protected") == "protected" or int(row["cases"]) == 0 or int(row["cases"]) >= 3
    names = [*Case.objects.values_list("reference", flat=True), *Organisation.objects.values_list("id", flat=True)]
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in text], path.name
    assert {path.suffix for path in folder.iterdir()} == {".csv", ".svg"}


@pytest.mark.usefixtures("shown")
def test_a_report_without_pictures_is_its_tables(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    assert run("cases", "report", str(folder), "--no-pictures", "--currency", "USD").exit_code == 0
    assert {path.suffix for path in folder.iterdir()} == {".csv"}
