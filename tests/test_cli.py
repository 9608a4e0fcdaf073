"""The command as a person or a script meets it: bad input first, then answers in every form."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from click.testing import CliRunner, Result

from licet.cli.main import COMMANDS, main
from licet.cli.output import opened
from licet.cli.stated import fact_called, option_nodes
from licet.determination import schema
from licet.errors import Fault, InputError
from licet.rulebook.rulebook import Rulebook, law_folder
from licet.transfers.laying_over import laid_over

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
SAUDI = str(EXAMPLES / "mq-9b-saudi-arabia-2025.yaml")
REAPER = (
    "--kind",
    "uas",
    "--range",
    "1850 km",
    "--payload",
    "1701 kg",
    "--max-airspeed",
    "482 km/h",
    "--recipient",
    "IT",
)

Stated = Callable[..., str]


def licet(*words: str, stdin: str | bytes | None = None) -> Result:
    """Run the command; what it raises beside its exit status is an error of the test."""
    result = CliRunner().invoke(main, list(words), input=stdin, prog_name="licet")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.stderr
    return result


def answered(*words: str, stdin: str | None = None) -> Any:
    """Run a command that must succeed and read its JSON."""
    result = licet(*words, "--format", "json", stdin=stdin)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refused(*words: str, stdin: str | bytes | None = None) -> list[str]:
    """Run a command that must refuse its input and return the faults: nothing answered, one fault a line."""
    result = licet(*words, stdin=stdin)
    assert result.exit_code == 2
    assert result.stdout == ""
    faults = result.stderr.splitlines()
    assert faults
    return faults


@pytest.fixture
def stated(tmp_path: Path) -> Stated:
    """Write a transfer to a file and return its name."""

    def write(text: str, name: str = "transfer.yaml") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


# Bad input: each fault one line with its place, exit status 2, nothing answered.


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("item:\n  range: 1850 parsecs\n", 2, ("item.range", "unknown unit 'parsecs'", "km")),
        ("item:\n  range: 1850 kg\n", 2, ("item.range", "1850 kg, a mass", "a length in km")),
        ("item:\n  kind: uas\n  range: -300 km\n", 3, ("item.range", "-300 km", "from 0 to 50000 km")),
        ("item: {range: 1850}\n", 1, ("item.range", "without a unit", "write 1850 km")),
        ("item: {range: [2500 km, 1850 km]}\n", 1, ("2500 km to 1850 km", "the least value first")),
        ("date: 2025-02-30\n", 1, ("date", "'2025-02-30'", "YYYY-MM-DD")),
        ("recipient: IT\nitem:\n  rnage: 5 km\n", 3, ("unknown fact 'rnage'", "did you mean range")),
        ("item: {kind: drone}\n", 1, ("item.kind", "'drone'", "uas")),
        ("recipient: IT\nrecipient: FR\n", 2, ("'recipient' a second time", "first on line 1")),
        ("recipient: Atlantis\n", 1, ("no nation is called 'Atlantis'",)),
        ("recipient: Itly\n", 1, ("'Itly'", "did you mean Italy (IT)")),
        ("recipient: Korea\n", 1, ("'Korea'", "North Korea (KP)", "South Korea (KR)")),
        ("item: {hypersonic: perhaps}\n", 1, ("item.hypersonic", "'perhaps'", "yes | no | unknown")),
        ("item: {entries: [one]}\n", 1, ("item.entries", "'one'", "1.A.2")),
        ("recipient: &a IT\nexporter: *a\n", 2, ("the alias *a", "plain values")),
        ("recipient: [IT\n", 2, ("not YAML",)),
        ("- just a word\n", 1, ("no transfer", "recipient: Italy")),
    ],
)
def test_a_fault_names_its_line_what_was_found_and_what_was_expected(
    stated: Stated, text: str, line: int, words: tuple[str, ...]
) -> None:
    file = stated(text)
    (fault,) = refused("review", file)
    assert fault.startswith(f"{file}:{line}: ")
    for word in words:
        assert word in fault


def test_json_toml_and_json_lines_are_refused_with_their_line(stated: Stated) -> None:
    assert refused("review", stated('{\n "recipient": IT\n}', "a.json"))[0].startswith(
        f"{stated('', 'x')[:-1]}a.json:2: "
    )
    assert ":2: text that is not TOML" in refused("review", stated('recipient = "IT"\nitem = [\n', "b.toml"))[0]
    assert "c.jsonl:2: text that is not JSON" in refused("review", stated('{"recipient": "IT"}\n{nope\n', "c.jsonl"))[0]


def test_a_missing_file_an_empty_file_and_a_folder_are_refused(stated: Stated, tmp_path: Path) -> None:
    empty, missing = stated(""), str(tmp_path / "none.yaml")
    faults = refused("review", empty, missing, str(tmp_path))
    assert [fault.partition(":")[0] for fault in faults] == [empty, missing, str(tmp_path)]
    assert "nothing; expected a transfer" in faults[0]
    assert "No such file" in faults[1]
    assert "a folder; expected a file" in faults[2]


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.yaml"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10)
    assert "a binary file" in refused("review", str(path))[0]
    path.write_bytes(b"recipient: \xff\xfe\n")
    assert ":1: the byte 0xff, which is not UTF-8" in refused("review", str(path))[0]


def test_a_file_of_100_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert "100 MB; expected at most 20 MB; split the file" in refused("review", str(path))[0]


def test_deep_nesting_is_refused_in_every_format(stated: Stated) -> None:
    for text, name in (("[" * 5000 + "]" * 5000, "a.yaml"), ('{"item":' * 5000 + "1" + "}" * 5000, "b.json")):
        assert "nesting deeper than 40 levels" in refused("review", stated(text, name))[0]
    assert refused("review", stated("item = " + "[" * 5000 + "]" * 5000, "c.toml"))


def test_a_bomb_of_aliases_is_refused_at_once(stated: Stated) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    assert "the alias *a0" in refused("review", stated("\n".join(lines)))[0]


def test_a_very_long_value_and_control_characters_stay_one_harmless_line(stated: Stated) -> None:
    (fault,) = refused("review", stated('item: {kind: "' + "x" * 100_000 + '"}\n'))
    assert len(fault) < 2000
    (fault,) = refused("review", stated('{"item": {"kind": "a\\u001b[31mb\\nc"}}', "a.json"))
    assert "\x1b" not in fault
    assert "a\\x1b[31mb c" in fault


def test_all_faults_of_all_files_and_options_come_together(stated: Stated) -> None:
    first = stated("recipient: Korea\ndate: 2025-13-01\nitem: {kind: drone, range: 3 kg}\n", "first.yaml")
    second = stated("recipient: IT\n", "second.yaml")
    third = stated("transfers:\n  - recipient: IT\n  - recipient: Itly\n", "third.yaml")
    faults = refused(
        "review", first, second, third, "--reform", "hr-1", "--payload", "5 km", "--as-of", "never", "--assume", "x"
    )
    told = "\n".join(faults)
    for word in (
        "Korea",
        "2025-13-01",
        "drone",
        "3 kg",
        "third.yaml:3",
        "Itly",
        "hr-1",
        "--payload",
        "--as-of",
        "--assume",
    ):
        assert word in told
    assert "second.yaml" not in told
    assert len(faults) == len(set(faults))


def test_an_unknown_reform_is_answered_with_the_proposals() -> None:
    (fault,) = refused("review", *REAPER, "--reform", "hr-3068")
    assert fault.startswith("--reform: 'hr-3068'")
    assert "did you mean hr-3068-119" in fault
    assert "which is law and no proposal" in refused("review", *REAPER, "--reform", "us.uas-2020")[0]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("review",), ("no transfer", "--ask")),
        (("review", "--rang", "5 km"), ("--rang: no such option", "did you mean --range")),
        (("review", "--range"), ("--range: no value",)),
        (("review", SAUDI, "--format", "docx"), ("--format", "'docx'", "json")),
        (("review", SAUDI, "--why", "--format", "json"), ("--why", "because")),
        (("review", SAUDI, "--save", "x.yaml"), ("--save", "--ask")),
        (("review", "-", "--ask"), ("--ask", "standard input")),
        (("review", "--recipient", "IT", "--recipient", "FR"), ("--recipient", "2 values", "one value")),
        (("review", "--envelope", "1701 kg"), ("--envelope", "without range")),
        (("review", "--envelope", "1 h, 2 kg"), ("--envelope", "a pair such as")),
        (("review", "--range", "1 km, 2 km, 3 km"), ("--range", "3 values")),
        (("review", SAUDI, "--output", "/nowhere/at/all.json"), ("--output", "no folder /nowhere/at")),
        (("review", SAUDI, "--output", SAUDI), ("--output", "which is read")),
        (("review", SAUDI, "--law", "/nowhere"), ("/nowhere: no such folder",)),
        (("timeline", SAUDI, "--from", "2020-02-30"), ("--from", "2020-02-30")),
        (("timeline", SAUDI, "--from", "2021-01-01", "--to", "2020-01-01"), ("--from", "after --to")),
        (("law", "show", "us.uas-2021"), ("us.uas-2021", "did you mean")),
        (("law", "show", "category-i"), ("'category-i'", "bear")),
        (("law", "list", "--in-force", "soon"), ("--in-force", "soon")),
        (("law", "list", "--kind", "poem"), ("--kind", "poem")),
        (("law", "chekc"), ("chekc", "did you mean check")),
        (("nation", "Itly"), ("did you mean Italy (IT)",)),
        (("nation", "Congo"), ("DR Congo (CD)", "(CG)")),
        (("nation", "IT", "--date", "1999-02-29"), ("--date", "1999-02-29")),
        (("facts", "rnge"), ("'rnge'", "did you mean range")),
        (("completion", "csh"), ("csh", "bash")),
        (("reveiw",), ("reveiw", "did you mean review")),
    ],
)
def test_a_wrong_word_on_the_command_line_is_one_line_that_helps(
    words: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    (fault,) = refused(*words)
    for part in parts:
        assert part in fault


def test_a_rulebook_that_cannot_be_read_is_refused_with_file_and_line(tmp_path: Path) -> None:
    law = tmp_path / "law"
    shutil.copytree(law_folder(), law)
    path = law / "us" / "2020-07-24-slow-uas.md"
    path.write_text(path.read_text(encoding="utf-8").replace("when: >", "wehn: >"), encoding="utf-8")
    assert refused("review", *REAPER, "--law", str(law))[0].startswith("us/2020-07-24-slow-uas.md:")


# A transfer and its answer, in every form.


@pytest.mark.parametrize(
    "example",
    sorted(path for path in EXAMPLES.iterdir() if path.is_file() and path.suffix != ".csv"),
    ids=lambda path: path.name,
)
def test_every_example_is_answered_and_its_json_validates(example: Path) -> None:
    found = answered("review", str(example))
    for one in found if isinstance(found, list) else [found]:
        jsonschema.Draft202012Validator(schema()).validate(one)
        assert not [
            warning for warning in one["warnings"] if warning["code"] in ("contradiction", "claim_contradicted")
        ]


def test_the_examples_show_what_they_say() -> None:
    def posture(name: str, *words: str) -> Any:
        answer = answered("review", str(EXAMPLES / name), *words)["answers"]["posture"]
        return answer["value"] or answer["possible"]

    assert posture("mq-9b-saudi-arabia-2025.yaml") == "case_by_case_as_manned_aircraft"
    assert posture("mq-9a-italy-2014.yaml") == "strong_presumption_of_denial"
    assert posture("mq-9a-italy-2021.yaml") == "case_by_case"
    assert posture("tomahawk-japan-2026.yaml") == ["strong_presumption_of_denial", "case_by_case"]
    assert posture("nuri-technology-korea-2025.toml") == "case_by_case_flexible"
    assert posture("production-facility-india-2025.yaml") == "prohibited"
    assert posture("small-drone-kenya-ear99.toml") == "not_reviewed"
    assert isinstance(posture("avenger-uae-2019-open.yaml"), list)


def test_text_says_the_answer_first_and_has_no_colour_when_piped() -> None:
    text = licet("review", SAUDI).stdout
    assert "[case_by_case_as_manned_aircraft]" in text.partition("\n\n")[0]
    assert "\x1b" not in text
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    assert "not legal advice" in text


def test_options_say_the_same_as_a_file(stated: Stated) -> None:
    file = stated(
        "date: 2014-06-01\nrecipient: IT\nitem:\n  kind: uas\n  range: 1850 km\n  payload: 1701 kg\n  max_airspeed: 482 km/h\n"
    )
    words = ("review", *REAPER, "--date", "2014-06-01", "--format", "json")
    assert licet(*words).stdout == licet("review", file, "--format", "json").stdout
    assert json.loads(licet(*words).stdout)["answers"]["posture"]["value"] == "strong_presumption_of_denial"


def test_options_are_laid_over_a_file_wherever_it_states_the_fact(stated: Stated) -> None:
    file = stated(
        "date: 2014-06-01\nrecipient: FR\nend_use: {end_user: police}\nitem: {kind: uas, max_range: 5 km}\nspeed: 9 m/s\n"
    )
    over = answered("review", file, *REAPER, "--end-use-end-user", "armed_forces", "--name", "x")["transfer"]
    assert over == {
        "date": "2014-06-01",
        "recipient": "IT",
        "end_use": {"end_user": "armed_forces"},
        "item": {"kind": "uas", "range": "1850 km", "payload": "1701 kg", "max_airspeed": "482 km/h", "name": "x"},
    }


@pytest.mark.parametrize(
    "words",
    [
        ("--range", "1850 km, 2500 km"),
        ("--range", "1850 km..2500 km"),
        ("--range", "1850..2500 km"),
        ("--range", "1850 to 2,500 km"),
        ("--range", "[1850 km, 2500 km]"),
        ("--range", "1850 km", "--range", "2500 km"),
        ("--max-range", "1850 km,2500 km"),
    ],
)
def test_two_values_are_an_interval(words: tuple[str, ...]) -> None:
    shown = answered("review", "--kind", "uas", "--recipient", "IT", "--payload", "5 kg", *words)["transfer"]["item"][
        "range"
    ]
    assert [value.replace(",", "") for value in shown] == ["1850 km", "2500 km"]


def test_a_thousands_comma_is_no_interval() -> None:
    shown = answered("review", *REAPER[:2], "--range", "1,850 km")["transfer"]["item"]["range"]
    assert shown == "1850 km"


def test_lists_pairs_and_parties_can_be_options() -> None:
    words = (
        "--entries",
        "1.A.2,19.A.2",
        "--envelope",
        "1701 kg, 1850 km",
        "--envelope",
        "payload: 5 kg; range: 9000 km",
    )
    party = ("--parties", "name=ACME, Ltd, role=end_user, nation=Italy", "--parties", "Broker")
    shown = answered("review", "--kind", "uas", *words, *party)["transfer"]
    assert shown["item"]["entries"] == ["1.A.2", "19.A.2"]
    assert shown["item"]["envelope"] == [
        {"payload": "1701 kg", "range": "1850 km"},
        {"payload": "5 kg", "range": "9000 km"},
    ]
    assert shown["parties"] == [{"name": "ACME, Ltd", "role": "end_user", "nation": "IT"}, {"name": "Broker"}]


def test_every_fact_is_an_option_and_every_option_reads_back(rulebook: Rulebook) -> None:
    examples = {
        "truth": "yes",
        "nation": "IT",
        "date": "2020-01-02",
        "codes": "1.A.2",
        "text": "words",
        "parties": "name=X",
    }
    for fact in rulebook.facts.values():
        text = next(iter(fact.values), "") or examples.get(fact.type, "")
        if fact.type == "points":
            text = "10 kg, 20 km"
        elif not text:
            text = f"{(fact.bounds or (0, 2))[1] / 2:g} {fact.unit.name}" if fact.unit else "1"
        faults: list[Fault] = []
        nodes = option_nodes(rulebook, {fact.name: (text,)}, faults)
        assert not faults
        assert laid_over(rulebook, None, nodes).entries
        assert fact_called(rulebook, fact.option) is fact
        assert fact_called(rulebook, fact.path) is fact
        assert licet("review", f"--{fact.option}", text, "--recipient", "IT", "--help").exit_code == 0


def test_an_unknown_option_value_takes_back_what_a_file_says(stated: Stated) -> None:
    file = stated("recipient: IT\nitem: {kind: uas, range: 5 km}\n")
    assert "range" not in answered("review", file, "--range", "unknown")["transfer"]["item"]


def test_a_list_gives_an_array_and_so_do_several_files() -> None:
    assert isinstance(answered("review", SAUDI), dict)
    assert len(answered("review", str(EXAMPLES / "sales-to-allies.yaml"))) == 4
    assert [
        one["transfer"]["recipient"] for one in answered("review", SAUDI, str(EXAMPLES / "mq-9a-italy-2014.yaml"))
    ] == ["SA", "IT"]


def test_a_list_of_one_is_still_an_array(stated: Stated) -> None:
    assert isinstance(answered("review", stated("- recipient: IT\n  item: {kind: uas}\n")), list)


def test_json_lines_are_one_object_a_line() -> None:
    lines = licet("review", str(EXAMPLES / "sales-to-allies.yaml"), "--format", "jsonl").stdout.splitlines()
    assert len(lines) == 4
    for line in lines:
        jsonschema.validate(json.loads(line), schema())


def test_text_of_several_names_each_file() -> None:
    text = licet("review", SAUDI, str(EXAMPLES / "sales-to-allies.yaml")).stdout
    assert "mq-9b-saudi-arabia-2025.yaml" in text
    assert "sales-to-allies.yaml, transfer 4" in text


def test_standard_input_is_read_as_yaml_json_or_json_lines() -> None:
    text = Path(SAUDI).read_text(encoding="utf-8")
    direct = licet("review", SAUDI, "--format", "json").stdout
    assert licet("review", "-", "--format", "json", stdin=text).stdout == direct
    as_json = json.dumps(yaml.safe_load(text), default=str)
    assert answered("review", "-", stdin=as_json)["answers"] == json.loads(direct)["answers"]
    assert len(answered("review", "-", stdin=f"{as_json}\n{as_json}\n")) == 2
    assert refused("review", "-", stdin="recipient: Korea\n")[0].startswith("standard input:1: ")


def test_no_is_norway() -> None:
    assert answered("review", "-", stdin="recipient: NO\nitem: {kind: uas}\n")["transfer"]["recipient"] == "NO"
    assert answered("review", "--recipient", "NO", "--kind", "uas")["transfer"]["recipient"] == "NO"


def test_markdown_and_html_are_whole_documents(tmp_path: Path) -> None:
    assert licet("review", SAUDI, "--format", "markdown").stdout.startswith("#")
    page = licet("review", SAUDI, "--format", "html").stdout
    assert page.lower().startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")


def test_the_name_of_the_output_file_tells_its_format(tmp_path: Path) -> None:
    for name, begins in (("a.json", "{"), ("a.jsonl", "{"), ("a.md", "#"), ("a.html", "<!")):
        result = licet("review", SAUDI, "--output", str(tmp_path / name))
        assert (result.exit_code, result.stdout) == (0, "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_an_output_file_is_left_alone_when_the_input_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    path.write_text("kept", encoding="utf-8")
    refused("review", "--recipient", "Korea", "--output", str(path))
    assert path.read_text(encoding="utf-8") == "kept"


def test_an_output_file_is_left_alone_when_the_work_breaks_off(tmp_path: Path) -> None:
    path, link = tmp_path / "kept.json", tmp_path / "link.json"
    path.write_text("kept", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)

    def half() -> Iterator[str]:
        yield "half of it"
        raise KeyboardInterrupt

    for name in (path, link, tmp_path / "new.json"):
        with pytest.raises(KeyboardInterrupt), opened(str(name)) as stream:
            stream.writelines(half())
    assert path.read_text(encoding="utf-8") == "kept"
    assert {one.name for one in tmp_path.iterdir()} == {"kept.json", "link.json"}
    with opened(str(link)) as stream:
        stream.write("whole")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "whole"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="no such place there")
def test_an_output_that_is_no_ordinary_file_is_written_itself(tmp_path: Path) -> None:
    with opened("/dev/null") as stream:
        stream.write("nothing")
    assert not Path("/dev/null").is_file()
    with pytest.raises(InputError, match="No space left"), opened("/dev/full") as stream:
        stream.write("more")


def test_assume_fills_the_unnamed_list_of_partners_and_says_so() -> None:
    words = ("--kind", "ballistic_missile", "--range", "500 km", "--payload", "1000 kg", "--date", "2025-06-01")
    more = ("--recipient", "AU", "--jurisdiction", "usml")
    without = answered("review", *words, *more)
    filled = answered("review", *words, *more, "--assume", "nsm28_partner=AU,GB,JP")
    assert without["answers"]["posture"]["value"] != filled["answers"]["posture"]["value"]
    assert any(one["fact"] == "nsm28_partner" and one["value"] == "AU,GB,JP" for one in filled["assumed"])


def test_under_as_of_a_date_that_is_none_is_no_fault_and_without_it_is_one(stated: Stated) -> None:
    path = stated("recipient: IT\ndate: 20250915\nitem: {kind: uas}\n")
    assert "write 2025-09-15" in refused("review", path)[0]
    assert answered("review", path, "--as-of", "2020-01-01")["transfer"]["date"] == "2020-01-01"


def test_as_of_overrides_the_date_of_the_transfer() -> None:
    older = answered("review", SAUDI, "--as-of", "2019-06-01")
    assert older["transfer"]["date"] == "2019-06-01"
    assert older["answers"]["posture"]["value"] == "strong_presumption_of_denial"


def test_a_reform_is_in_force_when_it_is_named_and_from_its_date() -> None:
    words = ("review", *REAPER, "--date", "2017-06-01")
    assert answered(*words)["answers"]["posture"]["value"] == "strong_presumption_of_denial"
    reformed = answered(*words, "--reform", "hr-3068-119")
    assert reformed["answers"]["posture"]["value"] == "no_presumption_of_denial"
    assert reformed["rulebook"]["reforms"] == ["hr-3068-119"]
    later = answered(*words, "--reform", "hr-3068-119@2018-01-01")
    assert later["answers"]["posture"]["value"] == "strong_presumption_of_denial"


def test_a_reform_can_be_a_file_of_law(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(
        "---\ninstrument: proposals.mine\ntitle: Mine\nissuer: Me\nkind: proposal\nsource: none\nstanding: unverified\n---\n"
        "```rule\nid: all\ncite: line 1\ndecides: posture\nsays: Everything is refused.\nthen: prohibited\n```\n",
        encoding="utf-8",
    )
    assert answered("review", *REAPER, "--reform", str(path))["answers"]["posture"]["value"] == "prohibited"


def test_why_adds_the_whole_tree() -> None:
    plain, tree = licet("review", SAUDI).stdout, licet("review", SAUDI, "--why").stdout
    assert tree.startswith(plain)
    assert "us.uas-2020/slow-uas" in tree[len(plain) :]
    assert "us.uas-2020/slow-uas" in licet("review", SAUDI, "--why", "--format", "markdown").stdout


def test_the_same_input_gives_the_same_bytes() -> None:
    words = ("review", str(EXAMPLES / "sales-to-allies.yaml"), "--format")
    for form in ("text", "json", "jsonl", "markdown", "html"):
        assert licet(*words, form).stdout_bytes == licet(*words, form).stdout_bytes


# The dialogue.


def test_the_dialogue_asks_until_everything_is_decided_and_saves_a_transfer(tmp_path: Path) -> None:
    saved = tmp_path / "saved.yaml"
    words = ("review", "--ask", "--save", str(saved), "--kind", "uas", "--date", "2021-06-01", "--jurisdiction", "usml")
    facts = {
        "recipient": "Italy",
        "item.range": "1850",
        "item.payload": "1701 kg",
        "item.max_airspeed": "482 km/h",
        "value": "100 MUSD",
        "sale_class": "1",
        "end_use.end_user": "armed_forces",
    }
    result = conversation(words, facts)
    assert "Everything is decided." in result.stderr
    assert "posture: case_by_case" in result.stderr
    assert "[case_by_case]" in result.stdout.partition("\n\n")[0]
    assert yaml.safe_load(saved.read_text(encoding="utf-8"))["item"]["range"] == "1850 km"
    again = answered("review", str(saved))
    assert again["answers"]["posture"]["value"] == "case_by_case"
    assert again["missing"] == []


def conversation(words: tuple[str, ...], facts: dict[str, str], most: int = 20) -> Result:
    """Answer whatever is asked, in the order in which it is asked; what is not in ``facts`` is not known."""
    said: list[str] = []
    for _ in range(most):
        result = licet(*words, stdin="".join(f"{line}\n" for line in said))
        asked = [
            line.strip().removeprefix("(").partition(";")[0]
            for line in result.stderr.splitlines()
            if "; decides " in line
        ]
        if len(asked) <= len(said):
            return result
        said.append(facts.get(asked[len(said)], "?"))
    raise AssertionError(f"still asking after {most} answers: {said}")


def test_the_dialogue_asks_again_for_what_it_cannot_use(stated: Stated) -> None:
    file = stated("date: 2014-06-01\nrecipient: IT\nitem: {kind: uas, payload: 1701 kg}\n")
    result = licet("review", file, "--ask", stdin="1850 kg\n1850 parsecs\n1850 km\nq\n")
    assert "1850 kg, a mass" in result.stderr
    assert "unknown unit 'parsecs'" in result.stderr
    assert "posture: strong_presumption_of_denial" in result.stderr
    assert "Stopped" in result.stderr
    assert result.exit_code == 0
    assert "range: 1850 km" in result.stdout  # the transfer is offered as YAML


def test_the_dialogue_offers_near_nations_and_understands_them(stated: Stated) -> None:
    file = stated("date: 2014-06-01\nitem: {kind: uas, range: 1850 km, payload: 1701 kg, max_airspeed: 482 km/h}\n")
    result = licet("review", file, "--ask", stdin="Itly\nKorea\nROK\nq\n")
    assert "did you mean Italy (IT)" in result.stderr
    assert "South Korea (KR)" in result.stderr
    assert "recipient: KR" in result.stdout


def test_the_dialogue_lists_choices_and_takes_a_number_or_a_word() -> None:
    asked = licet("review", "--ask", "--recipient", "IT", stdin="q\n").stderr
    assert "uas: an unmanned aircraft system" in asked
    number = asked.split("  uas: an unmanned")[0].splitlines()[-1].strip()
    by_number = licet("review", "--ask", "--recipient", "IT", stdin=f"{number}\nq\n").stdout
    assert by_number == licet("review", "--ask", "--recipient", "IT", stdin="uas\nq\n").stdout


def test_the_dialogue_asks_for_a_figure_by_its_definition_inside_the_margin(stated: Stated) -> None:
    file = stated("date: 2014-06-01\nrecipient: IT\nitem: {kind: uas, range: 1850 km, payload: 480 kg}\n")
    result = licet("review", file, "--ask", "--format", "json", stdin="490 kg\n" + "?\n" * 10)
    assert "by its definition" in result.stderr
    found = json.loads(result.stdout)
    assert found["transfer"]["item"]["payload"] == {"value": "490 kg", "basis": "annex"}
    assert found["answers"]["category"]["value"] == "II"


def test_the_dialogue_ends_when_nothing_more_is_known_or_the_input_ends(stated: Stated) -> None:
    file = stated("date: 2014-06-01\nrecipient: IT\nitem: {kind: uas, payload: 1701 kg}\n")
    assert (
        "Nothing else that you know could decide more."
        in licet("review", file, "--ask", stdin="?\n\n" + "?\n" * 20).stderr
    )
    ended = licet("review", file, "--ask", stdin="")
    assert ended.exit_code == 0
    assert "Stopped" in ended.stderr


# The other commands.


def test_a_timeline_tells_every_change_and_the_proposals() -> None:
    found = answered("timeline", *REAPER, "--to", "2026-11-01")
    postures = [(stretch["start"], stretch["answers"]["posture"]) for stretch in found["stretches"]]
    assert ("2020-07-24", ["case_by_case"]) in postures
    assert ("2025-09-15", ["case_by_case_as_manned_aircraft"]) in postures
    assert found["stretches"][0]["start"] == "1982-01-01"
    for one, following in zip(found["stretches"], found["stretches"][1:], strict=False):
        assert one["end"] == following["start"]
    assert {proposal["proposal"] for proposal in found["proposals"]} >= {"hr-3068-119", "hr-8892-118"}
    assert isinstance(answered("timeline", str(EXAMPLES / "sales-to-allies.yaml")), list)


def test_a_timeline_in_every_form() -> None:
    for form in ("text", "markdown", "html"):
        shown = licet("timeline", *REAPER, "--to", "2026-11-01", "--format", form)
        assert shown.exit_code == 0, shown.stderr
        assert "2020" in shown.stdout
        assert "H.R. 3068" in shown.stdout
        assert "\x1b" not in shown.stdout


def test_law_list_finds_by_kind_day_and_word() -> None:
    everything = answered("law", "list")
    assert {"us.uas-2020", "mtcr.guidelines", "proposals.hr-3068-119"} <= {one["instrument"] for one in everything}
    in_2021 = {one["instrument"] for one in answered("law", "list", "--in-force", "2021-06-01", "--kind", "policy")}
    assert "us.uas-2020" in in_2021
    assert "us.uas-2015" not in in_2021
    assert {one["kind"] for one in answered("law", "list", "--kind", "proposal")} == {"proposal"}
    assert "us.uas-2020" in licet("law", "list", "--search", "SLOW UNMANNED").stdout
    assert licet("law", "list", "--format", "markdown").stdout.startswith("| instrument |")
    lines = licet("law", "list", "--format", "jsonl").stdout.splitlines()
    assert len(lines) == len(everything)


def test_no_placeholder_date_is_shown_of_an_instrument(rulebook: Rulebook) -> None:
    assert any(instrument.window.rough_start for instrument in rulebook.instruments.values())
    assert "~" not in licet("law", "list").stdout


def test_law_show_gives_an_instrument_in_its_order_and_a_rule_with_its_exceptions() -> None:
    whole = answered("law", "show", "us.uas-2020")
    assert any("prose" in part for part in whole["parts"])
    assert "us.uas-2020/slow-uas" in [part.get("rule") for part in whole["parts"]]
    rule = answered("law", "show", "us.uas-2020/slow-uas")
    assert "mtcr.guidelines/category-i" in rule["defeats"]
    assert "us.uas-2025/as-manned-aircraft" in rule["defeated_by"]
    assert rule["sentence"]
    assert answered("law", "show", "uas-2020") == whole
    for form in ("text", "markdown"):
        shown = licet("law", "show", "us.uas-2020", "--format", form).stdout
        assert "800 km/h" in shown
        assert "us.uas-2020/slow-uas" in shown


def test_the_law_that_came_with_licet_has_no_findings() -> None:
    result = licet("law", "check", "--no-proofs")
    assert (result.exit_code, result.stderr) == (0, "")
    assert answered("law", "check", "--no-proofs") == {"findings": [], "proofs": "not_run"}


@pytest.fixture
def own_law(tmp_path: Path) -> Path:
    """Return a copy of the law that a test may spoil."""
    return Path(shutil.copytree(law_folder(), tmp_path / "law"))


def found_in(law: Path) -> list[dict[str, Any]]:
    result = licet("law", "check", "--no-proofs", "--law", str(law), "--format", "json")
    assert result.exit_code == 1
    text = licet("law", "check", "--no-proofs", "--law", str(law))
    assert text.exit_code == 1
    findings: list[dict[str, Any]] = json.loads(result.stdout)["findings"]
    assert len(text.stderr.splitlines()) == len(findings)
    return findings


def test_law_check_finds_text_that_cannot_be_read(own_law: Path) -> None:
    path = own_law / "us" / "2020-07-24-slow-uas.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("mtcr.guidelines/category-i", "mtcr.guidelines/categroy-i"), encoding="utf-8")
    findings = found_in(own_law)
    assert {finding["kind"] for finding in findings} == {"fault"}
    assert any("us/2020-07-24-slow-uas.md:" in f["message"] and "did you mean" in f["message"] for f in findings)


def test_law_check_finds_an_exception_to_a_rule_of_another_time(own_law: Path) -> None:
    path = own_law / "us" / "2025-09-15-uas.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("except_to:\n", "except_to:\n  - us.uas-2015/category-i\n"), encoding="utf-8")
    (finding,) = found_in(own_law)
    assert finding["kind"] == "window"
    assert finding["rules"] == ["us.uas-2025/as-manned-aircraft", "us.uas-2015/category-i"]
    assert finding["witness"] is None


def test_law_check_finds_unknown_codes_in_the_tables(own_law: Path) -> None:
    for name, old, new in (
        ("catalogue/systems.csv", "US,uas,1850", "QQ,drone,far"),
        ("nations/ambiguous.csv", "Korea,KP|KR", "Korea,KP|QQ"),
        ("nations/tiles.csv", "\nIT,", "\nQX,"),
    ):
        path = own_law / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    told = [finding["message"] for finding in found_in(own_law)]
    assert [
        word
        for word in ("'drone'", "nation 'QQ'", "'far'", "KP|QQ", "nation 'QX'")
        if not any(word in one for one in told)
    ] == []


def test_a_nation_has_its_names_and_its_memberships_on_a_day_and_over_time() -> None:
    poland = answered("nation", "Polska", "--date", "1998-12-31")
    assert (poland["code"], poland["alpha3"], poland["name"]) == ("PL", "POL", "Poland")
    assert "nato" not in {one["group"] for one in poland["memberships"] if one["held"] == "yes"}
    later = answered("nation", "PL", "--date", "1999-03-12")
    assert "nato" in {one["group"] for one in later["memberships"]}
    for one in later["history"]:
        assert one["standing"] in ("verified", "partial", "unverified")
        assert one["source"]
    assert answered("nation", "NO")["name"] == "Norway"
    assert "Norway (NO, NOR)" in licet("nation", "NO").stdout


def test_facts_lists_everything_and_shows_one_whole(rulebook: Rulebook) -> None:
    found = answered("facts")
    assert {one.get("fact") for one in found} - {None} == set(rulebook.all_facts)
    assert {one.get("question") for one in found} - {None} == set(rulebook.all_questions)
    listed = licet("facts").stdout
    assert all(name in listed for name in (*rulebook.all_facts, *rulebook.all_questions))
    speed = answered("facts", "max-airspeed")
    assert (speed["fact"], speed["unit"], speed["path"]) == ("max_airspeed", "km/h", "item.max_airspeed")
    assert "case_by_case" in licet("facts", "posture").stdout
    assert licet("facts", "speed", "--format", "markdown").stdout.startswith("## max_airspeed (fact)")
    assert len(licet("facts", "--format", "jsonl").stdout.splitlines()) == len(found)


def test_the_schema_is_printed() -> None:
    assert json.loads(licet("schema").stdout) == json.loads(json.dumps(schema()))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_that_says_how_to_install_it(shell: str) -> None:
    script = licet("completion", shell).stdout
    assert script.startswith(f"# Completion of licet for {shell}. To install it:")
    assert "_LICET_COMPLETE" in script


@pytest.mark.parametrize(
    ("words", "incomplete", "expected"),
    [
        ("licet", "rev", "review"),
        ("licet review", "--max-air", "--max-airspeed"),
        ("licet review --kind", "ua", "uas"),
        ("licet review --recipient", "It", "Italy"),
        ("licet review --recipient", "i", "IT"),
        ("licet review --reform", "hr-3", "hr-3068-119"),
        ("licet review --assume", "nsm", "nsm28_partner="),
        ("licet review --hypersonic", "", "unknown"),
        ("licet law", "sh", "show"),
        ("licet law show", "us.uas-2", "us.uas-2020"),
        ("licet law show", "us.uas-2020/", "us.uas-2020/slow-uas"),
        ("licet nation", "Nor", "Norway"),
        ("licet facts", "max", "max_airspeed"),
    ],
)
def test_a_shell_completes_commands_options_and_values(words: str, incomplete: str, expected: str) -> None:
    environment = {
        "_LICET_COMPLETE": "bash_complete",
        "COMP_WORDS": f"{words} {incomplete}",
        "COMP_CWORD": str(len(words.split())),
    }
    result = CliRunner(env=environment).invoke(main, [], prog_name="licet")
    assert expected in [line.partition(",")[2] for line in result.stdout.splitlines()], result.stdout


# Help, version, edges.


def every_command() -> Iterator[tuple[str, click.Command]]:
    def walk(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        yield path, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                yield from walk(f"{path} {name}", inner)

    yield from walk("licet", main)


@pytest.mark.parametrize(
    ("path", "command"), list(every_command()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_teaches_with_an_example(path: str, command: click.Command) -> None:
    result = licet(*path.split()[1:], "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    examples = [
        line.strip() for line in result.stdout.partition("Example")[2].splitlines() if line.strip().startswith("licet ")
    ]
    assert examples or 'eval "$(licet' in result.stdout
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{path} {option.opts}"


def test_help_groups_the_facts_by_where_they_are_stated() -> None:
    text = licet("review", "--help").stdout
    assert text.index("Options:") < text.index("Facts of the transfer:") < text.index("Facts of the item:")
    assert "Facts of the end use:" in text
    assert "--range 'N km'" in text
    assert "How far can it, or the complete" in text


def test_the_help_of_the_group_imports_no_command() -> None:
    code = (
        "import sys; from licet.cli.main import main\n"
        "try: main(['--help'], prog_name='licet')\n"
        "except SystemExit: pass\n"
        f"loaded = [name for name in {sorted(module for module, _ in COMMANDS.values())} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
        "assert not {'yaml', 'msgspec', 'rich', 'babel', 'rapidfuzz'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=_environment())
    assert done.returncode == 0, done.stderr


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}


def test_the_module_is_the_command_and_a_closed_pipe_is_quiet() -> None:
    command = [sys.executable, "-m", "licet"]
    version = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True, env=_environment())
    assert version.stdout.startswith("licet, version ")
    with subprocess.Popen(
        [*command, "law", "show", "us.itar-126.1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("licet.cli.loading.load", interrupted)
    result = CliRunner().invoke(main, ["facts"])
    assert result.exit_code == 130
    assert "Traceback" not in result.stderr


def test_a_key_twice_and_what_else_is_wrong_in_a_file_come_together(tmp_path: Path) -> None:
    file = tmp_path / "twice.yaml"
    file.write_text("recipient: Italy\nrecipient: France\nitem: {kind: drone, hypersonic: perhaps}\n")
    result = CliRunner().invoke(main, ["review", str(file)])
    assert result.exit_code == 2
    assert [line.partition(": ")[0].rpartition(":")[2] for line in result.stderr.splitlines()] == ["2", "3", "3"]
