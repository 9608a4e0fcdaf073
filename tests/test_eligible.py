"""Who is eligible: bad input first, then the groups, what tells them apart, what would change them, and the list that is not public."""

from __future__ import annotations

import ast
import doctest
import json
from pathlib import Path
from typing import Any

import commands
import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from click.testing import Result
from small_law import write_law

import licet
from licet.deciding.compiling import TRUE, UNKNOWN
from licet.eligibility.answer import Eligibility, NationGroup, schema
from licet.eligibility.difference import ground
from licet.eligibility.trying import Place, Trying
from licet.language.nodes import Where, from_value
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook, today
from licet.transfers.stating import Stater

CRUISE_MISSILE: dict[str, Any] = {
    "date": "2025-09-16",
    "exporter": "US",
    "channel": "direct_commercial",
    "jurisdiction": "usml",
    "item": {"kind": "cruise_missile", "range": "2500 km", "payload": "600 kg"},
}


@pytest.fixture(scope="module")
def cruise_missile() -> Eligibility:
    return licet.eligible(CRUISE_MISSILE)


@pytest.fixture
def transfer(tmp_path: Path) -> str:
    path = tmp_path / "transfer.yaml"
    path.write_text(yaml.safe_dump(CRUISE_MISSILE), encoding="utf-8")
    return str(path)


def run(*words: str) -> Result:
    return commands.run("eligible", *words)


def refused(*words: str) -> list[str]:
    return commands.refused("eligible", *words)


def group_of(table: Eligibility, nation: str) -> NationGroup:
    return table.groups[table.nation(nation).group]


def postures(table: Eligibility) -> dict[str | None, int]:
    return {str(group.answers["posture"].value): len(group.nations) for group in table.groups}


# What is refused.


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    assert refused(str(tmp_path / "none.yaml")) == [
        f"{tmp_path / 'none.yaml'}: No such file or directory; expected a file of transfers"
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("hello", ":1: no transfer; expected keys and values such as 'recipient: Italy'"),
        ("[{item: {kind: uas}}, {item: {kind: rocket}}]", ": 2 transfers; expected one transfer"),
        ("[]", ": nothing; expected a transfer, or a list of them"),
        ("recipient: [IT, FR]", ":1: recipient: a list or mapping; expected a single nation"),
        ("recipient: Atlantis", ":1: recipient: no nation is called 'Atlantis'; expected a nation: ISO code or common name"),
    ],
)  # fmt: skip
def test_what_is_no_single_transfer_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "transfer.yaml"
    path.write_text(text, encoding="utf-8")
    assert refused(str(path)) == [f"{path}{fault}"]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["--recipient", "FR"], "--recipient: the recipient FR; expected none: every nation is asked"),
        (["--assume", "recipient=FR"], "--assume recipient: the recipient FR; expected no recipient"),
        (["--assume", "partner=FR"], "--assume: the unknown fact 'partner'; expected a fact or a group"),
        (["--assume", "nato=SE"], "--assume nato: the group 'nato', whose members are law"),
        (["--assume", "nsm28_partner=Atlantis"], "--assume nsm28_partner: no nation is called 'Atlantis'"),
        (["--reform", "hr-306"], "--reform: 'hr-306'; expected a file or one of"),
        (["--as-of", "yesterday"], "--as-of: date: 'yesterday', which is no date"),
        (["--format", "pdf"], "--format: 'pdf' is not one of"),
    ],
)
def test_an_option_that_cannot_be_used_is_one_line(transfer: str, words: list[str], fault: str) -> None:
    faults = refused(transfer, *words)
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_two_files_are_refused_and_so_is_writing_over_the_transfer(transfer: str) -> None:
    assert refused(transfer, transfer) == ["licet eligible: 2 files; expected one, with one transfer"]
    assert refused(transfer, "-o", transfer) == [f"--output: {transfer}, which is read; expected another file"]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    faults = refused(str(tmp_path / "none.yaml"), "--recipient", "IT", "--reform", "none")
    assert [fault.partition(":")[0] for fault in faults] == ["--recipient", "--reform", str(tmp_path / "none.yaml")]


def test_a_law_without_recipients_is_refused(tmp_path: Path) -> None:
    folder = write_law(
        tmp_path,
        ("vocabulary/facts.md", "fact: recipient", "fact: buyer"),
        ("us/policy.md", "recipient not in", "buyer not in"),
        ("proposals/bill.md", "recipient in", "buyer in"),
    )
    with pytest.raises(licet.InputError, match="no fact 'recipient' in this law"):
        licet.eligible({"item": {"kind": "uas"}}, law=folder)


# The groups.


def test_every_nation_but_the_exporter_has_a_row_and_a_group(cruise_missile: Eligibility, rulebook: Rulebook) -> None:
    codes = [row.nation for row in cruise_missile.nations]
    assert codes == [code for code in rulebook.nations if code != "US"]
    assert sorted(code for group in cruise_missile.groups for code in group.nations) == sorted(codes)
    assert all(row.nation in group_of(cruise_missile, row.nation).nations for row in cruise_missile.nations)


def test_a_row_says_what_a_review_of_that_nation_says(rulebook: Rulebook) -> None:
    for reform in ((), ("hr-3068-119",)):
        for item in (CRUISE_MISSILE["item"], {"kind": "uas", "range": "4000 km", "payload": "600 kg"}):
            stated = {**CRUISE_MISSILE, "item": item}
            table = licet.eligible(stated, reform=reform)
            for nation in ("IT", "SA", "AU", "CY", "ER", "CN", "RU", "TW", "CH"):
                review = licet.review({**stated, "recipient": nation}, reform=reform)
                row = table.nation(nation)
                assert row.posture == review.posture, nation
                for question in table.questions:
                    assert row.answers[question].possible == review.answers[question].possible


def test_outside_the_regime_cruise_missiles_are_denied_as_policy_and_inside_it_presumed_so(
    cruise_missile: Eligibility,
) -> None:
    assert postures(cruise_missile) == {"strong_presumption_of_denial": 33, "policy_of_denial": 216}
    assert cruise_missile.nation("IT").ground.belongs == ["mtcr_partner"]
    assert cruise_missile.nation("SA").ground.lacks == ["mtcr_partner"]
    assert cruise_missile.nation("CN").ground.belongs == ["itar_126_1_d1"]


def test_the_least_strict_group_comes_first_and_what_is_open_last() -> None:
    table = licet.eligible({**CRUISE_MISSILE, "date": "2025-02-01", "item": {
        "kind": "uas", "range": "1850 km", "payload": "1700 kg", "max_airspeed": "480 km/h"}})  # fmt: skip
    assert [group.answers["posture"].value for group in table.groups] == ["case_by_case", "policy_of_denial", None]


def test_what_is_open_stays_open_and_says_what_is_missing() -> None:
    table = licet.eligible({**CRUISE_MISSILE, "item": {"kind": "uas", "range": "4000 km"}, "jurisdiction": "ccl"})
    row = table.nation("IT")
    assert row.posture.value is None
    assert {missing.fact for missing in row.missing} >= {"item.payload"}
    open_group = group_of(table, "IT")
    assert {missing.fact for missing in open_group.missing} >= {"item.payload"}


def test_a_membership_that_is_not_known_leaves_the_nation_open() -> None:
    table = licet.eligible(CRUISE_MISSILE, as_of="2026-01-10", reform="hr-3068-119")
    row = table.nation("SA")
    assert [(one.group, one.held) for one in row.memberships if one.group == "mnna"] == [("mnna", "not known")]
    table = licet.eligible(
        {"date": "2026-01-10", "exporter": "US", "jurisdiction": "usml", "channel": "direct_commercial",
         "item": {"kind": "space_launch_vehicle", "range": "9000 km", "payload": "900 kg"}},
        reform="hr-3068-119",
    )  # fmt: skip
    row = table.nation("SA")
    assert row.posture.value is None
    assert group_of(table, "SA").not_known == ["mnna"]


def test_a_recipient_that_is_stated_is_left_aside_and_that_is_said(transfer: str, tmp_path: Path) -> None:
    path = tmp_path / "to-italy.yaml"
    path.write_text(yaml.safe_dump({**CRUISE_MISSILE, "recipient": "Italy"}), encoding="utf-8")
    with_it, without = (json.loads(run(name, "--json").stdout) for name in (str(path), transfer))
    assert with_it["warnings"][0]["code"] == "recipient_left_aside"
    assert "recipient" not in with_it["transfer"]
    assert with_it["nations"] == without["nations"]


# What tells the nations of a group apart.


def test_what_tells_nations_apart_is_enough_for_their_answer_and_nothing_of_it_can_be_spared(
    rulebook: Rulebook,
) -> None:
    transfer = Stater(rulebook, today()).read(from_value(CRUISE_MISSILE, Where("a test")))
    trying = Trying(rulebook, transfer, ("posture", "licence"))
    for nation in rulebook.nations:
        place = trying.place(nation)
        found = ground(trying, place)
        held = [
            truth if name in (*found.belongs, *found.lacks) else UNKNOWN
            for name, truth in zip(trying.groups, place.held, strict=True)
        ]
        enough = Place(place.nation if found.named else "*", tuple(held))
        assert trying.answers(enough) == trying.answers(place), nation
        for index, name in enumerate(trying.groups):
            if name in (*found.belongs, *found.lacks):
                assert trying.answers(enough.with_(index, UNKNOWN)) != trying.answers(place), (nation, name)


def test_trying_one_nation_leaves_no_trace_on_another(rulebook: Rulebook) -> None:
    transfer = Stater(rulebook, today()).read(from_value(CRUISE_MISSILE, Where("a test")))
    trying = Trying(rulebook, transfer, ("posture",))
    before = {nation: trying.place(nation) for nation in rulebook.nations}
    place = trying.place("SA")
    joined = trying.answers(place.with_(trying.groups.index("mtcr_partner"), TRUE))
    assert joined["posture"] == (("strong_presumption_of_denial",), True)
    assert {nation: trying.place(nation) for nation in rulebook.nations} == before
    review = Review(
        rulebook, Stater(rulebook, today()).read(from_value({**CRUISE_MISSILE, "recipient": "SA"}, Where("a test")))
    )
    assert review.answers["posture"].value == "policy_of_denial"


def test_a_membership_is_told_with_its_dates_and_whether_the_answer_rests_on_it(cruise_missile: Eligibility) -> None:
    held = {one.group: one for one in cruise_missile.nation("IN").memberships}
    assert (held["mtcr_partner"].from_, held["mtcr_partner"].decides) == ("2016-06-27", True)
    assert not held["ear_a5"].decides


def test_grounds_of_a_group_cover_its_nations_each_once(cruise_missile: Eligibility) -> None:
    for group in cruise_missile.groups:
        assert sorted(nation for one in group.grounds for nation in one.nations) == sorted(group.nations)


# What would change it.


def test_saudi_arabia_would_need_the_regime_and_the_list_together(cruise_missile: Eligibility) -> None:
    changes = {
        (tuple(change.join), tuple(change.leave)): change.answers["posture"].value
        for change in cruise_missile.nation("SA").would_change
    }
    assert changes[("mtcr_partner",), ()] == "strong_presumption_of_denial"
    assert changes[("mtcr_partner", "nsm28_partner"), ()] == "case_by_case_flexible"
    assert (("nsm28_partner",), ()) not in changes


def test_a_membership_that_would_change_nothing_is_not_told(cruise_missile: Eligibility) -> None:
    told = {name for row in cruise_missile.nations for change in row.would_change for name in change.join}
    assert "eu" not in told
    assert "nato" not in told


def test_a_bill_makes_its_allies_matter() -> None:
    launcher = {**CRUISE_MISSILE, "date": "2026-06-01", "item": {
        "kind": "space_launch_vehicle", "range": "9000 km", "payload": "900 kg"}}  # fmt: skip
    table = licet.eligible(launcher, reform="hr-3068-119")
    assert table.nation("IT").ground.belongs == ["nato"]
    reached = [
        row for row in table.nations if row.ground.belongs and set(row.ground.belongs) <= {"nato", "mnna", "five_eyes"}
    ]
    assert len(reached) >= 50


# The list that is not public.


def test_the_list_is_shown_at_both_ends_and_matters_to_the_partners_of_the_regime(cruise_missile: Eligibility) -> None:
    (partners,) = cruise_missile.lists
    assert partners.filled is None
    assert len(partners.matters_to) == 33
    nobody = {str(end.answers["posture"].value): len(end.nations) for end in cruise_missile.nobody}
    everyone = {str(end.answers["posture"].value): len(end.nations) for end in cruise_missile.everyone}
    assert nobody == {"strong_presumption_of_denial": 33, "policy_of_denial": 216}
    assert everyone == {"case_by_case_flexible": 33, "policy_of_denial": 216}


def test_whoever_is_put_on_the_list_counts_and_the_ends_stay(cruise_missile: Eligibility) -> None:
    table = licet.eligible(CRUISE_MISSILE, assume={"nsm28_partner": "IT,SA,TR"})
    flexible = [row.nation for row in table.nations if row.posture.value == "case_by_case_flexible"]
    assert flexible == ["IT", "TR"]
    assert table.lists[0].filled == ["IT", "SA", "TR"]
    assert (table.nobody, table.everyone) == (cruise_missile.nobody, cruise_missile.everyone)
    assert table.nation("IT").ends == cruise_missile.nation("IT").ends


def test_an_end_is_what_a_review_with_that_list_says(cruise_missile: Eligibility) -> None:
    for nation in ("IT", "SA", "CN", "JP"):
        filled = licet.review({**CRUISE_MISSILE, "recipient": nation}, assume={"nsm28_partner": nation})
        assert cruise_missile.nation(nation).ends.everyone["posture"].possible == filled.posture.possible


def test_a_list_that_makes_no_difference_is_said_to_make_none() -> None:
    small = {**CRUISE_MISSILE, "item": {"kind": "uas", "range": "100 km", "payload": "20 kg"}}
    table = licet.eligible(small)
    assert table.lists[0].matters_to == []
    assert "makes no difference to this transfer" in table.explain()


# The forms.


def test_the_json_is_as_its_schema_says_and_the_same_again(transfer: str) -> None:
    result = run(transfer, "--format", "json")
    jsonschema.validate(json.loads(result.stdout), schema())
    assert run(transfer, "--json").stdout == result.stdout
    row = json.loads(result.stdout)["nations"][0]
    assert {"nation", "posture", "memberships", "would_change"} <= row.keys()


def test_the_lines_of_python_and_the_command_give_the_same_again(tmp_path: Path) -> None:
    given = licet.eligible({**CRUISE_MISSILE, "recipient": "IT"}, reform="hr-3068-119", assume=["nsm28_partner=IT,SA"])
    body = [node for node in ast.parse(given.again.python).body if not isinstance(node, ast.Expr)]
    names: dict[str, Any] = {}
    exec(compile(ast.Module(body, []), "again", "exec"), names)
    assert names["table"].to_dict()["nations"] == given.to_dict()["nations"]
    file = tmp_path / "transfer.yaml"
    file.write_text(given.again.file, encoding="utf-8")
    words = given.again.command.split()[2:]
    found = json.loads(run(*[str(file) if word == "transfer.yaml" else word for word in words], "--json").stdout)
    assert found["nations"] == given.to_dict()["nations"]


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_each_form_holds_the_answers_the_command_the_digest_and_the_sources(transfer: str, form: str) -> None:
    shown = run(transfer, "--format", form).stdout
    said = " ".join(shown.split()).casefold()
    for words in (
        "33 nations",
        "216 nations",
        "policy of denial",
        "licet eligible transfer.yaml",
        "sha256:",
        "partners of the memorandum of january 2025",
        "with every nation on it that could be",
        "us.nsm-28/non-partners",
        "not legal advice",
    ):
        assert words in said


def test_the_page_holds_the_python_lines_and_loads_nothing(cruise_missile: Eligibility) -> None:
    page = cruise_missile.to_html()
    assert "table = licet.eligible(" in page
    assert "<script" not in page
    assert "Saudi Arabia" in page
    assert cruise_missile._repr_html_().startswith("<style>")


def test_what_a_transfer_is_named_cannot_break_the_page() -> None:
    named = {**CRUISE_MISSILE, "item": {**CRUISE_MISSILE["item"], "name": "<b>|x|</b>"}}
    table = licet.eligible(named)
    assert "<b>|x|" not in table.to_html()
    assert "\n# <b>" not in table.to_markdown()


def test_the_python_of_the_page_on_eligibility_runs_and_gives_what_is_shown() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "eligible.md").read_text(encoding="utf-8")
    block = page.split("```python\n")[1].split("```")[0]
    parsed = doctest.DocTestParser().get_doctest(block, {}, "eligible.md", "eligible.md", 0)
    assert parsed.examples
    assert doctest.DocTestRunner(verbose=False).run(parsed).failed == 0
