"""A procedure is read whole or not at all, names nothing that the law does not have, and is law of a nation or says that it is none."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from cases.procedures import changed, shipped, tables
from click.testing import CliRunner

from licet.cases.procedure import grounds_on, unfit
from licet.cases.procedure_reading import procedures, read_procedure, read_tables
from licet.cli.main import main
from licet.errors import LawError
from licet.rulebook.rulebook import Rulebook, law_folder

NAMES = procedures(law_folder())


def refused(*changes: tuple[str, str, str]) -> str:
    with pytest.raises(LawError) as found:
        changed(*changes)
    assert len(found.value.faults) == 1, found.value.faults
    return str(found.value)


# What cannot be read.


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("steps.csv", "recommendation,The", "recommendation two,The"), "steps.csv:2: 'recommendation two' under 'step'"),
        (("steps.csv", ",15,", ",fifteen,"), "'fifteen' under 'limit'; expected a whole number from 1"),
        (("steps.csv", ",15,", ",0,"), "'0' under 'limit'; expected a whole number from 1"),
        (("steps.csv", ",15,working,nothing,", ",15,work,nothing,"), "'work' under 'days'; expected calendar | working | nothing"),
        (("steps.csv", ",15,working,nothing,", ",15,working,consent,"), "'consent' under 'silence'"),
        (("steps.csv", ",15,working,nothing,", ",,working,no_objection,"), "'no_objection' without a limit"),
        (("steps.csv", 'nothing,,"An example, and no law of any nation"', "no_objection,,"), "the text that makes silence say it"),
        (("steps.csv", "licence,resolution", "license,resolution"), "'license' under 'track'; expected a track of tracks.csv; did you mean licence?"),
        (("steps.csv", "licence,resolution", "licence,recommendation"), "'licence recommendation' a second time"),
        (("agencies.csv", ",always,", ",,"), "the referral '' of an agency that advises"),
        (("agencies.csv", ",,decides,", ",x,decides,"), "the referral 'x' of an agency that decides"),
        (("signatures.csv", "licensing_authority,,", "licensing_authority,refusd,"), "'refusd' under 'outcomes'; expected approved | approved_with_provisos | refused | amended | revoked; did you mean refused?"),
        (("signatures.csv", "licence,1,", "licence,,"), "nothing under 'order'"),
        (("pauses.csv", "applicant,,,", "applicant,2025-02-30,,"), "'2025-02-30' under 'from'; expected a day that exists"),
        (("pauses.csv", "applicant,,,", "applicant,2025-02-01,2024-01-01,"), "dates that end before they begin"),
        (("grounds.csv", ",guidelines_3_a,,", ",guidelines_3_a,mtcr.guidelines/intent,"), "a ground of a factor and a rule"),
        (("grounds.csv", ",guidelines_3_a,,", ",,,"), "a ground of nothing"),
        (("holidays.csv", ",1,fixed,1,", ",2,fixed,30,"), "day 30 of month 2; expected a day that some year has"),
        (("holidays.csv", ",1,fixed,1,", ",1,week,,"), "a rule by week without its week or weekday"),
        (("holidays.csv", ",1,fixed,1,", ",,listed,,"), "no day under 'from'"),
        (("licence_types.csv", ",24,", ",-1,"), "'-1' under 'months'"),
        (("consultations.csv", ",yes,", ",perhaps,"), "'perhaps' under 'frees'; expected yes | no"),
        (("procedure.csv", "time_zone,UTC", "time_zone,Middle/Earth"), "the time zone 'Middle/Earth'"),
        (("procedure.csv", "saturday|sunday", "monday|tuesday|wednesday|thursday|friday|saturday|sunday"), "a weekend of all days"),
        (("procedure.csv", "saturday|sunday", "saturday|sonntag"), "'sonntag' under 'value'"),
        (("procedure.csv", "example,yes,,,,\n", ""), "no row 'example'"),
        (("procedure.csv", ",unverified,To", ",verified,To"), "procedure.csv:2: the standing 'verified' without a citation"),
        (("tracks.csv", ",unverified,", ",sure,"), "'sure' under 'standing'"),
        (("tracks.csv", "agency,cite", "office,cite"), "no column agency"),
        (("tracks.csv", ",unverified,", ",unverified,,x"), "a row of another length than the header"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_used_is_one_fault_with_its_place(change: tuple[str, str, str], told: str) -> None:
    assert told in refused(change)


def test_faults_of_several_tables_are_told_together() -> None:
    with pytest.raises(LawError) as found:
        changed(("licence_types.csv", ",24,", ",x,"), ("consultations.csv", ",yes,", ",x,"))
    assert [fault.where for fault in found.value.faults] == [
        "procedure/plain/licence_types.csv:2",
        "procedure/plain/consultations.csv:2",
    ]


@pytest.mark.parametrize("file", sorted(tables()))
def test_a_table_that_is_not_there_is_a_fault(file: str) -> None:
    files = tables()
    del files[file]
    with pytest.raises(LawError, match=f"procedure/plain/{file}: no such table"):
        read_tables(files, "plain")


def test_a_procedure_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"no procedure 'plane'; expected plain \| us; did you mean plain\?"):
        read_procedure(law_folder(), "plane")
    with pytest.raises(LawError, match="no procedure 'us'; expected a folder"):
        read_procedure(tmp_path, "us")
    with pytest.raises(LawError, match="no procedure"):
        read_procedure(law_folder(), "../procedure/us")


def test_the_check_of_the_law_tells_what_is_wrong_with_a_procedure(tmp_path: Path) -> None:
    law = tmp_path / "law"
    shutil.copytree(law_folder(), law)
    steps, grounds = law / "procedure" / "plain" / "steps.csv", law / "procedure" / "us" / "grounds.csv"
    steps.write_text(steps.read_text().replace(",15,", ",0,"))
    grounds.write_text(grounds.read_text().replace(",guidelines_3_a,", ",guidelines_3_z,"))
    told = CliRunner().invoke(main, ["law", "check", "--no-proofs", "--law", str(law)])
    assert told.exit_code == 1
    assert [line.partition(": ")[0] for line in told.stderr.splitlines()] == [
        "procedure/plain/steps.csv:2",
        "procedure/us/grounds.csv:5",
    ]


# What is read.


def test_a_table_of_a_procedure_changes_its_digest_and_not_that_of_the_law(tmp_path: Path) -> None:
    law = tmp_path / "law"
    shutil.copytree(law_folder(), law)
    before = Rulebook.load(law).digest
    steps = law / "procedure" / "plain" / "steps.csv"
    steps.write_text(steps.read_text().replace(",15,", ",16,"))
    assert read_procedure(law, "plain").digest != shipped("plain").digest
    assert Rulebook.load(law).digest == before == Rulebook.load().digest
    rules = law / "procedure" / "us" / "referrals-dual-use.md"
    rules.write_text(rules.read_text().replace("then: missile_group", "then: missile_office"))
    assert Rulebook.load(law).digest != before, "who must see a case is law"


@pytest.mark.parametrize("name", NAMES)
def test_a_procedure_names_nothing_that_the_law_does_not_have(name: str) -> None:
    assert unfit(shipped(name), Rulebook.load()) == []


def test_what_the_law_does_not_have_is_told_with_its_row() -> None:
    odd = changed(
        ("tracks.csv", "national_authority", "national_authorty"),
        ("agencies.csv", ",always,", ",ministry,"),
        ("grounds.csv", ",guidelines_3_a,", ",guidelines_3_z,"),
        ("grounds.csv", "mtcr.guidelines/intent", "mtcr.guidelines/intend"),
        ("monitoring.csv", "post_shipment,,", "post_shipment,watching,"),
        ("procedure.csv", "nation,,", "nation,XX,"),
        ("bars.csv", "posture,prohibited", "posture,forbidden"),
    )
    told = "\n".join(map(str, unfit(odd, Rulebook.load())))
    for found in (
        "national_authorty",
        "ministry",
        "guidelines_3_z",
        "mtcr.guidelines/intend",
        "watching",
        "XX",
        "forbidden",
    ):
        assert f"'{found}'" in told


def test_a_digest_names_the_whole_text_of_a_procedure() -> None:
    assert changed().digest == shipped("plain").digest
    assert changed(("steps.csv", ",15,", ",16,")).digest != shipped("plain").digest
    assert shipped("us").digest != shipped("plain").digest


def test_an_example_says_that_it_is_no_law_of_any_nation() -> None:
    assert (shipped("plain").example, shipped("plain").nation) == (True, "")
    assert {row.standing for row in (*shipped("plain").steps, *shipped("plain").agencies)} == {"unverified"}
    assert (shipped("us").example, shipped("us").nation) == (False, "US")


@pytest.mark.parametrize("name", NAMES)
def test_silence_says_something_only_where_a_text_was_read_that_has_it_say_so(name: str) -> None:
    for step in shipped(name).steps:
        assert step.silence == "nothing" or ((step.cite and step.standing != "unverified") or shipped(name).example), (
            step.where
        )


def test_only_commerce_takes_silence_for_no_objection() -> None:
    found = {(step.track, step.limit, step.days) for step in shipped("us").steps if step.silence == "no_objection"}
    assert found == {("dual_use", 30, "calendar")}


def test_dual_use_disagreements_climb_from_the_committee_to_the_president() -> None:
    steps = shipped("us").escalation_of("dual_use")
    assert [(step.step, step.limit, step.appeal_limit) for step in steps] == [
        ("operating_committee", 14, 5),
        ("advisory_committee", 11, 5),
        ("review_board", 11, 5),
        ("president", None, None),
    ]


def test_policy_under_review_stops_the_clock_only_since_the_notice_that_says_so() -> None:
    us = shipped("us")
    before, after = datetime.date(2009, 12, 2), datetime.date(2009, 12, 3)
    assert "policy_under_review" not in [one.pause for one in us.pauses_of("munitions", before)]
    assert "policy_under_review" in [one.pause for one in us.pauses_of("munitions", after)]
    assert us.pause_for("dual_use", after, "applicant") == "applicant_delay"
    assert us.pause_for("munitions", after, "applicant") == "", (
        "no text read lets that clock stand still for the applicant"
    )


def test_a_ground_for_refusal_is_law_on_the_day_and_says_where_it_stands() -> None:
    us, book = shipped("us"), Rulebook.load()
    in_2024 = {one.ground: one for one in grounds_on(us, book, datetime.date(2024, 6, 1))}
    in_2026 = {one.ground: one for one in grounds_on(us, book, datetime.date(2026, 6, 1))}
    assert in_2024["cat_human_rights_more_likely_than_not"].rule == "us.nsm-18/human-rights-bar"
    assert "cat_human_rights_more_likely_than_not" not in in_2026
    assert in_2026["cat_human_rights_actual_knowledge"].rule == "us.nspm-10-restored/human-rights-bar"
    assert all(one.cite and one.standing for one in in_2026.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_ground_is_law_on_some_day(name: str) -> None:
    book, found = Rulebook.load(), set()
    for year in range(1988, 2027):
        found |= {one.ground for one in grounds_on(shipped(name), book, datetime.date(year, 6, 1))}
    assert found == {ground.ground for ground in shipped(name).grounds}


def test_notices_to_congress_follow_from_the_obligations_of_the_law() -> None:
    us = shipped("us")
    assert [(one.limit, one.days) for one in us.notices_for(["congress_notification_15_days", "assurance"])] == [
        (15, "calendar")
    ]
    assert us.notices_for(["assurance"]) == ()
    informal = [one for one in us.notices if one.tier]
    assert [(one.limit, one.standing) for one in informal] == [
        (20, "unverified"),
        (30, "unverified"),
        (40, "unverified"),
    ]


def test_checks_of_end_use_follow_from_the_obligations_of_the_law() -> None:
    us = shipped("us")
    enhanced = us.checks_for("government_sale", ["enhanced_end_use_monitoring"])
    assert [(one.check, one.every_months) for one in enhanced] == [("serial_inventory", 12)]
    assert us.checks_for("munitions", []) == ()


def test_published_figures_say_what_they_are_and_whence() -> None:
    told = {one.figure: one for one in shipped("us").figures}
    assert (told["gao_2001_state"].days, told["gao_2001_state"].source) == (46, "GAO-01-528")
    assert told["none_2024"].days is None
    assert "No published figure" in told["none_2024"].says
