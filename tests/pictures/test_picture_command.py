"""``licet picture``: bad input first, each fault a line, then what each command writes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import commands
import pytest
import yaml
from click.testing import Result

DRONE = {
    "date": "2025-09-16",
    "exporter": "US",
    "recipient": "IT",
    "channel": "direct_commercial",
    "jurisdiction": "usml",
    "item": {"kind": "uas", "range": "11100 km", "payload": "2155 kg", "max_airspeed": "389 km/h"},
}


@pytest.fixture
def transfer(tmp_path: Path) -> str:
    path = tmp_path / "transfer.yaml"
    path.write_text(yaml.safe_dump(DRONE), encoding="utf-8")
    return str(path)


def run(*words: str) -> Result:
    return commands.run("picture", *words)


def refused(*words: str) -> list[str]:
    return commands.refused("picture", *words)


@pytest.mark.parametrize("command", ["map", "timeline", "catalogue"])
def test_a_picture_needs_a_file_with_a_known_ending_in_a_folder_that_is_there(command: str, tmp_path: Path) -> None:
    facts = [] if command == "catalogue" else ["--kind", "uas"]
    assert refused(command, *facts) == ["--output: no file; expected a name in .svg or .png"]
    assert refused(command, *facts, "-o", "a.gif") == ["--output: the name 'a.gif'; expected a name in .svg or .png"]
    (line,) = refused(command, *facts, "-o", str(tmp_path / "no" / "a.svg"))
    assert line.endswith("expected a folder that is there")


@pytest.mark.parametrize("command", ["map", "timeline", "catalogue"])
def test_without_its_packages_every_command_says_what_to_install_in_one_line(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "altair" else found(name, *rest)
    )
    assert refused(command, "-o", str(tmp_path / "a.svg")) == [
        "pictures: no package altair; expected altair and vl-convert-python; install them with: pip install 'licet[pictures]'"
    ]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("map", "--against", "2025-02-30"), "--against: '2025-02-30', which is no date; expected a day that exists, as YYYY-MM-DD"),
        (("map", "--recipient", "IT"), "--recipient: the recipient IT; expected none: every nation is asked; 'licet review' asks one"),
        (("timeline", "--to", "soon"), "--to: 'soon', which is no date; expected a day that exists, as YYYY-MM-DD"),
        (("timeline", "--from", "2025-01-01", "--to", "2025-01-01"), "--from: 2025-01-01, not before --to 2025-01-01; expected the earlier day first"),
        (("timeline", "--nations", "IT,XX"), "--nations: no nation is called 'XX'"),
        (("timeline", "--nations", " , "), "--nations: no nation; expected codes or names with , between them"),
        (("timeline", "--nations", "IT,US"), "--nations: US, the exporter itself; expected recipients"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_one_line(words: tuple[str, ...], line: str, tmp_path: Path) -> None:
    facts = ("--kind", "uas", "--exporter", "US", "-o", str(tmp_path / "a.svg"))
    (found,) = refused(*words, *facts)
    assert found.startswith(line)
    assert not list(tmp_path.iterdir())


def test_a_kind_and_a_day_of_the_catalogue_that_do_not_exist_are_refused(tmp_path: Path) -> None:
    output = str(tmp_path / "a.svg")
    (line,) = refused("catalogue", "--kind", "uav", "-o", output)
    assert line.startswith("the catalogue: the unknown kind 'uav'")
    (line,) = refused("catalogue", "--as-of", "2025-13-01", "-o", output)
    assert line.startswith("--as-of: '2025-13-01', which is no date")


def test_all_faults_are_told_at_once() -> None:
    lines = refused("timeline", "--kind", "uas", "--nations", "XX", "--from", "never", "-o", "a.gif")
    assert [line.partition(":")[0] for line in lines] == ["--output", "--from", "--nations"]


def test_the_table_beside_a_picture_does_not_take_the_place_of_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "map.csv"
    path.write_text("exporter,kind\nUS,uas\n", encoding="utf-8")
    lines = refused("map", str(path), "-o", str(tmp_path / "map.svg"))
    assert f"--output: {path}, which is read; expected another file" in lines
    assert path.read_text(encoding="utf-8").startswith("exporter")


def test_a_map_of_two_laws_tells_what_changes_and_writes_both_files(transfer: str, tmp_path: Path) -> None:
    output = tmp_path / "map.svg"
    result = run("map", transfer, "--against", "2025-01-02", "-o", str(output))
    assert result.exit_code == 0
    assert result.stdout.startswith("Posture changes for ")
    assert "from case by case to case by case as manned aircraft" in result.stdout
    assert result.stdout.splitlines()[1] == f"Written: {output} and {output.with_suffix('.csv')}"
    text = output.read_text(encoding="utf-8")
    assert "Law of 2 January 2025" in text
    assert "Law of 16 September 2025" in text
    assert output.with_suffix(".csv").read_text(encoding="utf-8").startswith("nation,name,from,to,changed")


def test_a_reform_is_compared_with_the_law_of_the_same_day(transfer: str, tmp_path: Path) -> None:
    output = tmp_path / "map.svg"
    same_day = ("--as-of", "2026-01-01", "--against", "2026-01-01")
    assert run("map", transfer, *same_day, "--reform", "presumption-of-approval", "-o", str(output)).exit_code == 0
    text = output.read_text(encoding="utf-8")
    assert "Law of 1 January 2026" in text
    assert "Law of 1 January 2026, with the proposal A presumption of approval for close allies in force" in text


def test_standard_input_serves_one_map_and_not_two(tmp_path: Path) -> None:
    output = str(tmp_path / "map.svg")
    assert any(
        line.startswith("-: standard input for two maps")
        for line in refused("map", "-", "--against", "2025-01-02", "-o", output)
    )


def test_a_timeline_takes_nations_by_code_and_by_name(transfer: str, tmp_path: Path) -> None:
    output = tmp_path / "years.png"
    result = run(
        "timeline",
        transfer,
        "--nations",
        "IT, India,IT",
        "--from",
        "2015-01-01",
        "--to",
        "2026-01-01",
        "-o",
        str(output),
    )
    assert result.exit_code == 0
    assert result.stdout.startswith("On 15 September 2025, posture for Italy and India changes")
    assert output.read_bytes().startswith(b"\x89PNG")


def test_the_catalogue_is_drawn_for_a_day(tmp_path: Path) -> None:
    output = tmp_path / "systems.svg"
    assert run("catalogue", "--kind", "ballistic_missile", "--as-of", "2025-09-16", "-o", str(output)).exit_code == 0
    text = output.read_text(encoding="utf-8")
    assert "Law of 16 September 2025" in text
    assert "Agni-I" in text
