"""Deals of the trade register as transfers: what is not known stays unknown and is said, and a year that the law changed is no day."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable

import pytest
from registers.published import SIPRI, deal, needs_sipri, register

from licet.language.nodes import Where, from_value
from licet.registers.imported import Imported
from licet.registers.published import PublishedFile
from licet.registers.recorded import Line, read_lines
from licet.registers.sipri_transfers import import_sipri
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater

TODAY = datetime.date(2026, 9, 1)


@pytest.fixture(scope="module")
def law() -> Rulebook:
    return Rulebook.load()


def imported(law: Rulebook, *rows: str) -> Imported:
    return import_sipri(register(*rows), law, TODAY)


def line_of(law: Rulebook, row: str) -> Line:
    """The one line of one row."""
    (line,) = imported(law, row).lines
    return line


def review(law: Rulebook, line: Line) -> Review:
    """What `licet review` makes of a line."""
    return Review(law, Stater(law, TODAY).read(from_value(json.loads(json.dumps(line.plain())), Where("deals.jsonl"))))


# rows

THREE = (
    deal(),
    deal(designation="Mi-17", description="transport helicopter"),
    deal(year="soon"),
    deal(designation="9P117 Uragan", description="surface-to-surface missile launcher", supplier="Russia", year="2001"),
)


def test_rows_in_are_drones_missiles_launchers_others_and_rejects(law: Rulebook) -> None:
    account = imported(law, *THREE).account
    assert account.rows == account.accounted == 4
    assert account.kept == {"drone": 1, "launcher": 1}
    assert (account.other, len(account.rejected)) == (1, 1)


def test_a_description_that_the_table_does_not_hold_is_told_and_not_taken_for_a_missile(law: Rulebook) -> None:
    account = imported(law, deal(), deal(description="hover missile")).account
    assert account.strange == {"hover missile": 1}
    assert (account.kept, account.other, account.accounted) == ({"drone": 1}, 1, 2)


# nations


def test_an_unknown_supplier_stays_unknown_and_the_line_says_so(law: Rulebook) -> None:
    line = line_of(law, deal(supplier="unknown supplier(s)", year="2012"))
    assert line.transfer["exporter"] == "unknown"
    assert any("unknown supplier(s)" in said for said in line.record.says)


def test_an_unknown_supplier_is_not_presumed_to_be_the_united_states(law: Rulebook) -> None:
    found = review(law, line_of(law, deal(supplier="unknown supplier(s)", year="2021", years="")))
    assert found.answers["posture"].open
    assert "exporter" not in {assumed.fact for assumed in found.assumed}
    assert "exporter" in {missing.fact for missing in found.missing}


@pytest.mark.parametrize("name", ["Hamas (Palestine)*", "NATO**", "unknown rebel group*", "unknown recipient(s)"])
def test_rebels_and_alliances_are_no_nations(law: Rulebook, name: str) -> None:
    line = line_of(law, deal(recipient=name, year="2012"))
    assert line.transfer["recipient"] == "unknown"
    assert line.record.recipient is not None
    assert line.record.recipient.name == name
    assert any(name in said for said in line.record.says)


def test_a_state_that_is_no_more_may_be_any_of_those_in_its_place(law: Rulebook) -> None:
    party = line_of(law, deal(supplier="Soviet Union", year="1974")).record.exporter
    assert party is not None
    assert party.code == ""
    assert {"RU", "UA"} <= set(party.may_be)


def test_east_germany_is_not_taken_for_germany(law: Rulebook) -> None:
    party = line_of(law, deal(recipient="East Germany (GDR)", year="1974")).record.recipient
    assert party is not None
    assert (party.code, party.may_be) == ("", [])


def test_names_that_name_no_nation_are_counted_in_the_account(law: Rulebook) -> None:
    rows = [deal(supplier="Soviet Union", year="1974")] * 2 + [deal(recipient="NATO**", year="1974")]
    names = {each.name: each.rows for each in imported(law, *rows).account.nations}
    assert names == {"Soviet Union": 2, "NATO**": 1}


# weapons


def test_a_designation_of_the_catalogue_lends_its_figures(law: Rulebook) -> None:
    line = line_of(law, deal(year="1974", supplier="Russia", designation="R-17 Elbrus", description="surface-to-surface missile"))  # fmt: skip
    assert line.record.system == "scud-b"
    assert line.transfer["item"] == {"name": "R-17 Elbrus", "kind": "ballistic_missile"}


def test_a_designation_that_is_not_in_the_catalogue_is_listed_and_lends_nothing(law: Rulebook) -> None:
    found = imported(law, deal(designation="Zephyr 9000", year="2012"), deal(designation="Zephyr 9000", year="2012"))
    assert [(each.designation, each.rows, each.namesake) for each in found.account.unmatched] == [
        ("Zephyr 9000", 2, False)
    ]
    item = found.lines[0].transfer["item"]
    assert "range" not in item
    assert "payload" not in item


def test_a_launcher_is_no_missile_and_has_the_figures_of_the_missile(law: Rulebook) -> None:
    line = line_of(law, deal(designation="9P117 Uragan", description="surface-to-surface missile launcher", supplier="Russia", year="2001"))  # fmt: skip
    item = line.transfer["item"]
    assert (item["kind"], item["part"], item["for_kind"]) == ("other", "transporter_launcher", "ballistic_missile")
    found = review(law, line)
    assert found.answers["category"].value == "II"
    assert found.answers["entries"].value == ["12.A.2"]


def test_a_name_that_another_kind_of_system_bears_lends_nothing(law: Rulebook) -> None:
    found = imported(law, deal(designation="Trident II", description="UAV", year="2012"))
    assert [each.namesake for each in found.account.unmatched] == [True]
    assert found.lines[0].record.system == ""
    assert "item.range" not in {taken.fact for taken in review(law, found.lines[0]).determination.taken}


def test_a_common_word_is_matched_with_its_description_alone(law: Rulebook) -> None:
    assert line_of(law, deal(designation="Scout", description="UAV", year="1970")).record.system == "scout-iai"
    assert line_of(law, deal(designation="Scout", description="SAM", year="1970")).record.system == ""


def test_what_no_weapon_of_a_class_exceeds_settles_it(law: Rulebook) -> None:
    line = line_of(law, deal(designation="Unheard-of", description="portable SAM", year="2012"))
    assert line.transfer["item"]["payload"] == ["0 kg", "50 kg"]
    assert review(law, line).answers["category"].value == "unlisted"
    assert any("No portable SAM" in said for said in line.record.says)


def test_a_class_of_several_kinds_leaves_the_kind_to_the_catalogue(law: Rulebook) -> None:
    known = line_of(law, deal(designation="NSM", description="anti-ship missile", year="2012", supplier="Norway"))
    assert known.transfer["item"]["kind"] == "cruise_missile"
    unheard = imported(law, deal(designation="Unheard-of", description="anti-ship missile", year="1970")).lines[0]
    assert "kind" not in unheard.transfer["item"]
    assert {"cruise_missile", "rocket"} <= set(unheard.record.kinds)


def test_what_is_expended_in_its_attack_is_stated_as_such(law: Rulebook) -> None:
    line = imported(law, deal(designation="Harop", description="loitering munition", supplier="Israel")).lines[0]
    assert line.transfer["item"]["one_way_attack"] == "yes"


# days


def days(lines: Iterable[Line]) -> list[tuple[str, str]]:
    return [(line.transfer["date"], line.record.day) for line in lines]


def test_the_first_of_july_stands_for_a_year_whose_law_gives_the_same_answers(law: Rulebook) -> None:
    assert days(imported(law, deal(year="1970")).lines) == [("1970-07-01", "whole_period")]


def test_a_year_in_which_an_answer_changed_is_decided_at_both_ends(law: Rulebook) -> None:
    found = imported(law, deal(year="2020"))
    assert days(found.lines) == [("2020-01-01", "first_day"), ("2020-12-31", "last_day")]
    before, after = (review(law, line).answers["posture"].value for line in found.lines)
    assert (before, after) == ("strong_presumption_of_denial", "case_by_case")
    assert (found.account.lines, found.account.several, found.account.rows) == (2, 1, 1)
    assert any("more than one answer" in said for said in found.lines[0].record.says)


def test_a_day_of_change_between_the_ends_is_not_lost(law: Rulebook) -> None:
    lines = imported(law, deal(year="2025")).lines
    assert lines[0].transfer["date"] == "2025-01-01"
    assert lines[-1].transfer["date"] == "2025-12-31"
    assert all(line.record.day == "day_of_a_change" for line in lines[1:-1])
    asked = [review(law, line).answers for line in lines]
    assert all(asked[n] != asked[n + 1] for n in range(len(asked) - 1))


def test_a_year_that_the_register_calls_uncertain_says_so(law: Rulebook) -> None:
    record = line_of(law, deal(year="1970", mark="?")).record
    assert record.year_uncertain
    assert any("uncertain" in said for said in record.says)


# lines


def test_lines_are_what_review_reads_with_the_registers_own_columns_beside(law: Rulebook) -> None:
    line = line_of(law, deal(year="1970", comment="Aid"))
    plain = line.plain()
    assert plain["register"]["columns"]["Comments"] == "Aid"
    assert plain["register"]["columns"]["SIPRI TIV per unit"] == "1.5"
    assert review(law, line).transfer.shown == {
        "date": "1970-07-01",
        "exporter": "US",
        "recipient": "IT",
        "item": {"kind": "uas", "name": "MQ-9 Reaper"},
    }


def test_lines_that_were_written_read_back(law: Rulebook) -> None:
    found = imported(law, *THREE, deal(supplier="Soviet Union", year="1974"))
    text = "".join(json.dumps(line.plain()) + "\n" for line in found.lines)
    assert read_lines(text, "deals.jsonl") == list(found.lines)


# the register itself


@needs_sipri
def test_the_published_register_comes_out_whole(law: Rulebook) -> None:
    account = import_sipri(PublishedFile("register.csv", SIPRI.read_bytes()), law, TODAY).account
    assert account.rows == account.accounted == 29_507
    assert account.kept == {"missile": 4280, "launcher": 1211, "drone": 440}
    assert (account.other, len(account.rejected)) == (23_572, 4)
    assert account.strange == {}
    assert account.in_catalogue > 5000
    assert {each.name for each in account.nations} >= {"Soviet Union", "unknown supplier(s)", "East Germany (GDR)"}
    assert all(each.rows < 10 for each in account.unmatched)
