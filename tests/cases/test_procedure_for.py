"""The procedure of one case: its track, who sees it and why, what is weighed, who signs, what silence means."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from cases.procedures import changed, shipped
from law.transfers import fast_drone, light_drone, short_drone

import licet
from licet.cases.procedure_for import procedure_for, track_of
from licet.determination import Determination
from licet.errors import InputError, LawError
from licet.rulebook.rulebook import Rulebook

ASKED = datetime.datetime(2026, 11, 2, 15, tzinfo=datetime.UTC)


def determined(item: dict[str, Any], **facts: Any) -> Determination:
    transfer = {"date": "2026-11-02", "recipient": "PL", "item": item, **facts}
    return licet.review(transfer, rulebook=Rulebook.load().for_cases)


def munitions(item: dict[str, Any] | None = None) -> Determination:
    return determined(item or fast_drone(), jurisdiction="usml", channel="direct_commercial")


def dual_use() -> Determination:
    return determined(light_drone(), jurisdiction="ccl")


def french() -> Determination:
    return determined(fast_drone(), exporter="FR")


# What cannot be told.


def test_a_case_of_two_authorities_is_two_cases() -> None:
    with pytest.raises(InputError, match="commerce_bis or state_ddtc; expected one authority for the whole case"):
        track_of(shipped("us"), [munitions(), dual_use()])


def test_a_case_of_which_nothing_was_determined_has_no_track() -> None:
    with pytest.raises(InputError, match="no determination"):
        track_of(shipped("us"), [])


def test_a_case_that_is_for_another_authority_has_no_track() -> None:
    with pytest.raises(InputError, match="'national_authority', for which us has no track"):
        track_of(shipped("us"), [french()])


def test_an_agency_that_the_procedure_lacks_is_not_left_out_in_silence() -> None:
    other = changed(("tracks.csv", "national_authority", "national_authority|state_ddtc"))
    with pytest.raises(
        LawError, match="us.referrals-munitions/defense-missile: the referral 'defense'; expected an agency"
    ):
        procedure_for(other, Rulebook.load(), [munitions()], ASKED)


# What holds for a case.


def test_each_referral_names_the_rule_and_the_digest_that_caused_it() -> None:
    found = {one.agency: one for one in procedure_for(shipped("us"), Rulebook.load(), [munitions()], ASKED).referrals}
    assert found["defense"].rule == "us.referrals-munitions/defense-missile"
    assert found["defense"].digest == Rulebook.load().digest
    assert found["defense"].due is None, "the statute gives no period"


def test_an_agency_that_may_have_to_see_a_case_sees_it() -> None:
    item = {"kind": "uas", "range": ["250 km", "350 km"], "payload": "150 kg", "aerosol_dispenser": False}
    assert "defense" in [
        one.agency for one in procedure_for(shipped("us"), Rulebook.load(), [munitions(item)], ASKED).referrals
    ]


def test_an_agency_sees_a_case_of_several_items_once() -> None:
    found = procedure_for(shipped("us"), Rulebook.load(), [munitions(), munitions(), munitions(short_drone())], ASKED)
    names = [one.agency for one in found.referrals]
    assert len(names) == len(set(names))


def test_agencies_answer_on_a_dual_use_case_in_thirty_days_and_silence_is_no_objection() -> None:
    found = procedure_for(shipped("us"), Rulebook.load(), [dual_use()], ASKED)
    assert {one.due for one in found.referrals} == {datetime.datetime(2026, 12, 3, 5, tzinfo=datetime.UTC)}
    assert {one.agency for one in found.silences} == {one.agency for one in found.referrals}
    assert {one.cite for one in found.silences} == {"15 CFR 750.4(d)(2) and (e)"}
    assert all(one.rule.startswith("procedure/us/steps.csv:") for one in found.silences)
    assert [one.code for one in found.escalation] == [
        "operating_committee",
        "advisory_committee",
        "review_board",
        "president",
    ]
    assert (found.applicant_pause, found.consultation_pause) == ("applicant_delay", "government_consultation")


def test_silence_on_a_munitions_case_says_nothing() -> None:
    assert procedure_for(shipped("us"), Rulebook.load(), [munitions()], ASKED).silences == ()


def test_the_factors_in_force_are_weighed_human_rights_by_the_standard_of_that_policy() -> None:
    found = {one.code: one for one in procedure_for(shipped("us"), Rulebook.load(), [munitions()], ASKED).factors}
    assert found["cat_human_rights_actual_knowledge"].standards == ("actual_knowledge",)
    assert {"guidelines_3_a", "cat_regional_stability", "aeca_38_arms_race"} <= set(found)
    assert all(one.says and one.cite and one.standing for one in found.values())
    transfer = {
        "date": "2024-06-01",
        "recipient": "PL",
        "item": fast_drone(),
        "jurisdiction": "usml",
        "channel": "direct_commercial",
    }
    before = licet.review(transfer, rulebook=Rulebook.load().for_cases)
    then = procedure_for(shipped("us"), Rulebook.load(), [before], ASKED.replace(year=2024)).factors
    standards = {one.code: one.standards for one in then}
    assert standards["cat_human_rights_more_likely_than_not"] == ("more_likely_than_not",)
    assert "cat_human_rights_actual_knowledge" not in standards


def test_a_refusal_needs_one_signature_more() -> None:
    us, book = shipped("us"), Rulebook.load()
    assert [one.code for one in procedure_for(us, book, [munitions()], ASKED, outcome="approved").signing] == [
        "division"
    ]
    assert [one.code for one in procedure_for(us, book, [munitions()], ASKED, outcome="refused").signing] == [
        "division",
        "direction",
    ]


def test_agencies_are_told_by_the_organisations_that_they_are_here() -> None:
    found = procedure_for(shipped("us"), Rulebook.load(), [munitions()], ASKED, {"defense": "42", "ddtc": "7"})
    assert found.authority == "7"
    assert "42" in [one.agency for one in found.referrals]
    assert {one.organisation for one in found.signing} == {"7"}


def test_the_example_sends_every_case_to_its_one_adviser_and_names_the_row_that_says_so() -> None:
    plain = shipped("plain")
    found = procedure_for(plain, Rulebook.load(), [french()], ASKED)
    (only,) = found.referrals
    assert (only.agency, only.rule, only.digest) == ("foreign_ministry", "procedure/plain/agencies.csv:3", plain.digest)
    assert only.due == datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC), "fifteen working days"
    assert found.silences == ()
    assert [one.frees for one in found.consultation] == [True, False]
