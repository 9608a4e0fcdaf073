"""How a side of a comparison is named: a date, now, a reform, or several joined by a plus sign."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from small_law import write_law

from licet.comparing.sides import sides
from licet.errors import InputError

DAY = datetime.date(2021, 3, 4)


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_law(tmp_path_factory.mktemp("law"))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licet.comparing.sides.today", lambda: DAY)


@pytest.mark.parametrize(
    ("base", "other", "first", "second"),
    [
        ("2020-07-23", "2020-07-24", ("2020-07-23", []), ("2020-07-24", [])),
        ("now", "bill", ("2021-03-04", []), ("2021-03-04", ["bill"])),
        ("bill", "now", ("2021-03-04", ["bill"]), ("2021-03-04", [])),
        ("2019-01-01", "bill", ("2019-01-01", []), ("2019-01-01", ["bill"])),
        ("2019-01-01+bill", "2024-01-01", ("2019-01-01", ["bill"]), ("2024-01-01", [])),
        (" now ", "bill + 2020-01-01", ("2021-03-04", []), ("2020-01-01", ["bill"])),
        ("now", "now+bill@2021-01-01", ("2021-03-04", []), ("2021-03-04", ["bill@2021-01-01"])),
    ],
)
def test_a_side_is_a_day_and_the_reforms_in_force(
    law: Path, base: str, other: str, first: tuple[str, list[str]], second: tuple[str, list[str]]
) -> None:
    read = sides(base, other, law)
    assert [(side.date.isoformat(), side.reforms) for side in read] == [first, second]


def test_a_reform_may_be_a_file_whatever_its_name_begins_with(law: Path, tmp_path: Path) -> None:
    text = (law / "proposals/bill.md").read_text(encoding="utf-8")
    file = tmp_path / "2026+mine.md"
    file.write_text(text.replace("proposals.bill", "proposals.mine"), encoding="utf-8")
    assert sides("now", str(file), law)[1].reforms == [str(file)]


@pytest.mark.parametrize(
    ("base", "other", "faults"),
    [
        ("", "now", ["BASE: nothing; expected a date, 'now', the name or file of a reform, or several joined by '+'"]),
        ("2021-02-30", "2021-03-01", ["BASE: '2021-02-30', which is no date; expected a date as YYYY-MM-DD"]),
        ("2021-02-01+2022-01-01", "now", ["BASE: 2 dates in '2021-02-01+2022-01-01'; expected one date on each side"]),
        ("now", "now+bil", ["OTHER: 'bil'; expected a date, 'now', a file or one of bill; did you mean bill?"]),
        ("now", "now+", ["OTHER: 'now+', with nothing on one side of '+'"]),
        ("now", "bill+bill", ["OTHER: 'bill' a second time"]),
        (
            "1.1.2020",
            "us.policy",
            ["BASE: '1.1.2020', which is no date", "OTHER: 'us.policy', which is law and no proposal"],
        ),
    ],
)
def test_each_thing_wrong_with_either_side_is_one_line(law: Path, base: str, other: str, faults: list[str]) -> None:
    with pytest.raises(InputError) as raised:
        sides(base, other, law)
    lines = [str(fault) for fault in raised.value.faults]
    assert len(lines) == len(faults)
    for line, start in zip(lines, faults, strict=True):
        assert line.startswith(start)


def test_a_side_knows_on_which_days_its_law_is_the_same(law: Path) -> None:
    base, other = sides("2020-07-23", "2020-07-24", law)
    assert base.stretch == (datetime.date(2020, 1, 1), datetime.date(2020, 7, 23))
    assert other.stretch == (datetime.date(2020, 7, 24), datetime.date(2024, 12, 31))
