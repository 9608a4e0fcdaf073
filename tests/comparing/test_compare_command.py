"""``licet compare`` and ``licet.compare``: what they print, what they refuse, and that they say how to get the same again."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_law import write_law

pytest.importorskip("z3", reason="the extra 'prove' is not installed")

import licet
from licet.cli.main import main
from licet.comparing.items import own_classes


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_law(tmp_path_factory.mktemp("law"))


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(main, ["compare", *arguments])


def words(told: Result) -> str:
    """Return what was printed, in one line."""
    return " ".join(told.output.split())


def test_the_text_says_what_changes_for_whom_by_what_and_that_nothing_else_does(law: Path) -> None:
    told = run("2020-07-23", "2020-07-24", "--law", str(law))
    assert told.exit_code == 0, told.output
    assert "1 change of the posture, proven over all possible transfers; nothing else changes." in words(told)
    assert "denial → case by case for Kosovo and Norway" in words(told)
    assert "Comes in: A slow drone is decided case by case. [paragraph 2; in force from 24 July 2020" in words(told)
    assert "Proven the same for every transfer on both sides: entries and category." in words(told)
    assert "licet compare 2020-07-23 2020-07-24 --law" in words(told)


def test_the_json_has_the_fixed_names(law: Path) -> None:
    told = json.loads(run("2020-07-23", "2020-07-24", "--law", str(law), "--json").output)
    assert told.keys() >= {"base", "other", "transitions", "complete", "matrix", "data"}
    assert told["complete"] is True
    (change,) = told["transitions"]
    assert (change["question"], change["from"], change["to"]) == ("posture", "denial", "case_by_case")
    assert change["by"] == [{"rule": "us.policy/slow", "nations": ["NO", "XK"]}]
    assert change["witness"]["item"]["kind"] == "uas"


def test_what_differs_and_changes_nothing_is_told_as_such(law: Path) -> None:
    """The bill lets friends off a refusal that the policy does not lay on them."""
    told = run("2024-01-01", "2024-01-01+bill", "--law", str(law))
    assert "No transfer is answered otherwise" in told.output
    assert "Comes in: Friends are decided case by case." in words(told)
    assert "It makes no difference to any transfer, whichever of the others count." in words(told)


def test_a_question_by_itself_says_nothing_of_the_others(law: Path) -> None:
    told = run("2020-07-23", "2020-07-24", "--law", str(law), "--question", "category")
    assert "No transfer is answered otherwise of the category: proven over all possible transfers." in words(told)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("2020-07-23", "2020-07-32"), "OTHER: '2020-07-32', which is no date; expected a date as YYYY-MM-DD"),
        (("now", "bil"), "did you mean bill?"),
        (
            ("now", "now", "--question", "postur"),
            "--question: 'postur'; expected one of entries, category, posture; did you mean posture?",
        ),
        (("now", "now", "--own-dates"), "--own-dates: no table; expected --on TABLE with it"),
        (("now", "now", "--items", "nowhere.yaml"), "nowhere.yaml: No such file or directory"),
        (("now", "now", "--on", "nowhere.csv", "--no-proof"), "nowhere.csv"),
        (
            ("now", "now", "--assume", "friends=IT"),
            "--assume: nothing to assume it for; expected --matrix, --items or --on with it; the proof covers",
        ),
        (("now", "now", "--no-proof"), "--no-proof: nothing else to do; expected --matrix, --items or --on with it"),
        (("now", "now+bill@2999-01-01"), "OTHER: 'bill@2999-01-01', which begins after"),
        (("now",), "no OTHER; 'licet compare --help' teaches it"),
    ],
)
def test_what_cannot_be_used_is_one_line(law: Path, arguments: tuple[str, ...], line: str) -> None:
    told = run(*arguments, "--law", str(law))
    assert told.exit_code == 2
    assert line in told.output
    assert "Traceback" not in told.output


@pytest.mark.parametrize(
    ("assume", "line"),
    [
        ("mnna=IT", "--assume mnna: the group 'mnna', whose members are law"),
        (
            "nsm28_partners=IT",
            "--assume: the unknown fact 'nsm28_partners'; expected a fact or a group; did you mean nsm28_partner",
        ),
        ("nsm28_partner=Atlantis", "Atlantis"),
    ],
)
def test_only_lists_that_are_not_public_may_be_filled(assume: str, line: str) -> None:
    told = run("now", "now", "--no-proof", "--matrix", "--assume", assume)
    assert told.exit_code == 2
    assert line in told.output
    assert len(told.output.splitlines()) == 1


def test_where_the_proofs_cannot_be_run_it_says_what_to_install(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licet.exactly.can_prove", lambda: False)
    told = run("2020-07-23", "2020-07-24", "--law", str(law))
    assert told.exit_code == 2
    assert "install it with: pip install 'licet[prove]'" in told.output


def test_the_same_is_had_again_by_the_command_and_by_the_lines_of_python(
    law: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = licet.compare("2020-07-23", "2020-07-24", law=law, questions=["posture"])
    words = shlex.split(found.again.command)
    assert words[:2] == ["licet", "compare"]
    told = run(*words[2:]).output
    exec(found.again.python, {})
    printed = capsys.readouterr().out.split()
    assert printed[: printed.index("POSTURE")] == told.split()[: told.split().index("POSTURE")]
    assert run(*words[2:], "--json").output.strip() == found.to_json().strip()


def test_classes_of_ones_own_are_columns(tmp_path: Path) -> None:
    items = tmp_path / "items.yaml"
    items.write_text(
        "- {class: mine, title: My drone, jurisdiction: usml, "
        "item: {kind: uas, range: 2000 km, payload: 900 kg, max_airspeed: 500 km/h}}\n",
        encoding="utf-8",
    )
    found = licet.compare("2020-07-23", "2020-07-24", proof=False, items=items)
    assert [item.title for item in found.item_classes] == ["My drone"]
    cell = found.cell("AE", "mine")
    assert (cell.from_, cell.to, cell.changed) == ("strong_presumption_of_denial", "case_by_case", True)
    assert cell.by
    with pytest.raises(KeyError):
        found.cell("AE", "yours")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[]", "nothing; expected a transfer, or a list of them"),
        ("- {item: {kind: uas}}", "a transfer without a class; expected class: a name for the column"),
        ("- {class: a, item: {kind: uas}}\n- {class: a}", "the class 'a' a second time"),
        ("- nothing", "no transfer; expected keys and values"),
    ],
)
def test_a_file_of_classes_is_refused_line_by_line(tmp_path: Path, text: str, line: str) -> None:
    path = tmp_path / "items.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(licet.InputError) as raised:
        own_classes(str(path))
    assert any(line in str(fault) for fault in raised.value.faults)


def test_a_list_that_is_not_public_may_be_filled_for_the_matrix() -> None:
    days = ("2025-01-02", "2025-01-03")
    nobody = licet.compare(*days, proof=False, matrix=True)
    listed = licet.compare(*days, proof=False, matrix=True, assume=["nsm28_partner=JP"])
    for item in ("category-i-missile", "slow-uas"):
        assert not nobody.cell("JP", item).changed
        assert listed.cell("JP", item).to == "case_by_case_flexible"
        assert not listed.cell("IT", item).changed


@pytest.mark.parametrize("command", ["compare", "eligible"])
def test_a_reform_that_is_read_is_not_overwritten(tmp_path: Path, command: str) -> None:
    file = tmp_path / "mine.md"
    text = (Path(__file__).parents[2] / "examples/reforms/allies-as-printed.md").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    words_ = (
        ["now", f"now+{file}", "--question", "category"]
        if command == "compare"
        else ["--kind", "uas", "--reform", str(file)]
    )
    told = CliRunner().invoke(main, [command, *words_, "-o", str(file)])
    assert told.exit_code == 2
    assert "which is read; expected another file" in told.output
    assert file.read_text(encoding="utf-8") == text


def test_a_list_does_not_take_the_place_of_what_is_read(tmp_path: Path) -> None:
    table = tmp_path / "deals.csv"
    table.write_text("recipient,kind\nIT,uas\n", encoding="utf-8")
    told = run("now", "now+hr-3068-119", "--no-proof", "--on", str(table), "--list", str(table))
    assert told.exit_code == 2
    assert "which is read or written as well; expected another file" in told.output
    assert table.read_text(encoding="utf-8") == "recipient,kind\nIT,uas\n"
