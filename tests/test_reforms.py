"""Reforms that end, replace and change what is law: from their day on, and only where they are named."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_law import FILES, write_law

import licet
from licet.cli.main import main
from licet.determination import Determination
from licet.errors import InputError, LawError
from licet.programs.asking import check_reforms
from licet.rulebook.rulebook import Rulebook

DRONE = {"kind": "uas", "range": "400 km", "payload": "600 kg", "hypersonic": False}
FRONT = """\
instrument: proposals.{name}
title: An amendment
issuer: A legislature
kind: proposal
source: the amendment
standing: verified
"""
RULE = """\
id: stricter
cite: section 1
decides: posture
when: kind is uas and range >= 300 km
then: denial
says: Drones of 300 km are refused.
"""
MEMBERS, GROUPS, POLICY, ANNEX = "nations/memberships.csv", "nations/groups.csv", "us/policy.md", "mtcr/annex.md"
REPLACING = RULE + "replaces: us.policy/slow\n"


def proposal(folder: Path, more: str = "", *rules: str, name: str = "amendment") -> str:
    """Write a proposal with more front matter and some rules into a file of its own."""
    blocks = "".join(f"\n```rule\n{rule}```\n" for rule in rules)
    path = folder / f"{name}.md"
    path.write_text(f"---\n{FRONT.format(name=name)}{more}---\n{blocks}", encoding="utf-8")
    return str(path)


def ordinal(day: str) -> int:
    return datetime.date.fromisoformat(day).toordinal()


def reviewed(law: Path, *reforms: str, on: str = "2022-01-01", to: str = "XK", **more: object) -> Determination:
    stated = {"date": on, "recipient": to, "item": DRONE}
    return licet.review(stated, law=law, reform=reforms, **more)  # type: ignore[arg-type]


def posture(law: Path, *reforms: str, on: str = "2022-01-01", to: str = "XK") -> str | None:
    answer = reviewed(law, *reforms, on=on, to=to).posture.value
    assert not isinstance(answer, list)
    return answer


def refused(law: Path, *reforms: str) -> list[str]:
    with pytest.raises((LawError, InputError)) as caught:
        Rulebook.load(law, reforms)
    return [str(fault) for fault in caught.value.faults]


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return write_law(tmp_path / "law")


# Ending.


def test_a_rule_that_a_reform_ends_is_law_until_the_day_before(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "ends: us.policy/slow\n")
    assert posture(law) == "case_by_case"
    assert posture(law, f"{reform}@2022-01-01", on="2021-12-31") == "case_by_case"
    assert posture(law, f"{reform}@2022-01-01", on="2022-01-01") == "denial"


def test_without_a_day_a_rule_is_ended_on_every_day(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "ends: [us.policy/slow]\n")
    assert posture(law, reform, on="2020-07-24") == "denial"
    assert "us.policy/slow" not in Rulebook.load(law, [reform]).rules


def test_what_is_over_stays_as_it_was_and_what_would_begin_later_never_begins(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "ends: [us.policy]\n", RULE)
    over = Rulebook.load(law, [f"{reform}@2026-01-01"])
    assert over.rules["us.policy/slow"] is over.enacted_rule("us.policy/slow")
    early = Rulebook.load(law, [f"{reform}@2020-01-01"])
    assert "us.policy/slow" not in early.rules
    assert str(early.rules["us.policy/denial"].window) == "1993-01-07 .. 2020-01-01"


def test_an_instrument_that_a_reform_ends_is_law_no_longer_with_all_its_rules(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "ends: us.policy\n")
    assert not reviewed(law, f"{reform}@2010-01-01", on="2010-01-01").posture.by
    book = Rulebook.load(law, [f"{reform}@2010-01-01"])
    assert str(book.window(book.instruments["us.policy"])) == "1993-01-07 .. 2010-01-01"
    always = Rulebook.load(law, [reform])
    assert always.window(always.instruments["us.policy"]) is None


def test_an_entry_that_is_ended_is_met_by_nothing_and_asked_for_in_vain(law: Path, tmp_path: Path) -> None:
    found = reviewed(law, proposal(tmp_path, "ends: mtcr.annex/1.A.2\n"), on="2010-01-01")
    assert (found.entries.value, found.category.value) == ([], "unlisted")
    assert found.posture.value == "case_by_case"


def test_of_two_reforms_that_end_a_rule_that_of_the_earlier_day_ends_it(law: Path, tmp_path: Path) -> None:
    one = proposal(tmp_path, "ends: us.policy/slow\n", name="one")
    other = proposal(tmp_path, "ends: us.policy\n", name="other")
    for reforms in ([f"{one}@2022-01-01", f"{other}@2023-01-01"], [f"{other}@2023-01-01", f"{one}@2022-01-01"]):
        book = Rulebook.load(law, reforms)
        assert str(book.rules["us.policy/slow"].window) == "2020-07-24 .. 2022-01-01"
        assert str(book.rules["us.policy/denial"].window) == "1993-01-07 .. 2023-01-01"
        assert book.ended["us.policy/slow"].by == "proposals.one"


def test_a_citation_gives_the_dates_of_the_law_and_not_those_of_the_reform(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "ends: us.policy/slow\n")
    (reason,) = reviewed(law, f"{reform}@2023-01-01").posture.by
    assert (reason.rule, reason.in_force) == ("us.policy/slow", "2020-07-24 .. 2025-01-01")


def test_an_answer_without_a_rule_that_a_reform_ended_says_so(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "ends: us.policy/slow\n")
    found = reviewed(law, f"{reform}@2022-01-01")
    assert [caution.message for caution in found.warnings if caution.code == "as_if_law"] == [
        "Taken to be law no longer, as a proposal would have it: us.policy/slow. The proposal is An amendment (proposals.amendment)."
    ]
    assert found.rulebook.reforms == [f"{reform}@2022-01-01"]
    before = reviewed(law, f"{reform}@2022-01-01", on="2021-12-31")
    assert "as_if_law" not in {caution.code for caution in before.warnings}


def test_a_rule_that_would_not_apply_anyway_is_not_missed(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "ends: us.policy/slow\n")
    rocket = {"date": "2022-01-01", "recipient": "XK", "item": {"kind": "rocket"}}
    assert "as_if_law" not in {caution.code for caution in licet.review(rocket, law=law, reform=reform).warnings}


# Replacing.


def test_a_replacement_takes_the_place_of_a_rule_from_the_day_of_the_reform(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "", REPLACING)
    assert posture(law, f"{reform}@2022-01-01", on="2021-12-31") == "case_by_case"
    found = reviewed(law, f"{reform}@2022-01-01")
    assert [reason.rule for reason in found.posture.by] == ["proposals.amendment/stricter"]
    assert found.posture.by[0].in_force == "not law, put in force as a reform"


@pytest.mark.parametrize(
    ("reform", "dates"),
    [
        ("", "2020-07-24 .. 2025-01-01"),
        ("@2022-01-01", "2022-01-01 .. 2025-01-01"),
        ("@2010-01-01", "2020-07-24 .. 2025-01-01"),
    ],
)
def test_a_replacement_stands_as_long_as_what_it_replaces_would(
    law: Path, tmp_path: Path, reform: str, dates: str
) -> None:
    book = Rulebook.load(law, [proposal(tmp_path, "", REPLACING) + reform])
    assert str(book.rules["proposals.amendment/stricter"].window) == dates


def test_a_replacement_of_several_rules_stands_from_the_first_to_the_last_of_their_days(
    law: Path, tmp_path: Path
) -> None:
    both = RULE + "replaces: [us.policy/slow, us.policy/denial]\n"
    book = Rulebook.load(law, [proposal(tmp_path, "", both)])
    rule = book.rules["proposals.amendment/stricter"]
    assert (str(rule.window), rule.except_to) == ("1993-01-07 .. 2025-01-01", ())
    assert not {"us.policy/slow", "us.policy/denial"} & book.rules.keys()


def test_a_replacement_displaces_what_the_replaced_rule_displaced(law: Path, tmp_path: Path) -> None:
    book = Rulebook.load(law, [proposal(tmp_path, "", REPLACING)])
    assert book.rules["proposals.amendment/stricter"].except_to == ("us.policy/denial",)


@pytest.mark.parametrize("own", ["except_to: []\n", "except_to:\n"])
def test_a_replacement_that_says_itself_what_it_displaces_displaces_that_alone(
    law: Path, tmp_path: Path, own: str
) -> None:
    loose = REPLACING.replace("then: denial", "then: case_by_case")
    assert posture(law, proposal(tmp_path, "", loose)) == "case_by_case"
    assert posture(law, proposal(tmp_path, "", loose + own)) == "denial"


def test_what_displaces_a_rule_displaces_its_replacement(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "", RULE + "replaces: us.policy/denial\n")
    found = reviewed(law, reform)
    assert [reason.rule for reason in found.posture.by] == ["us.policy/slow"]
    assert [reason.rule for reason in found.posture.defeated] == ["proposals.amendment/stricter"]
    assert posture(law, reform, on="2010-01-01") == "denial"


def test_a_replacement_that_names_its_exception_displaces_it_and_not_the_other_way(law: Path, tmp_path: Path) -> None:
    over = RULE + "replaces: us.policy/denial\nexcept_to: us.policy/slow\n"
    assert posture(law, proposal(tmp_path, "", over)) == "denial"


def test_two_rules_that_stood_as_rule_and_exception_are_replaced_as_rule_and_exception(
    law: Path, tmp_path: Path
) -> None:
    one = RULE + "replaces: us.policy/denial\n"
    other = REPLACING.replace("stricter", "looser").replace("then: denial", "then: case_by_case")
    found = reviewed(law, proposal(tmp_path, "", one, other))
    assert [reason.rule for reason in found.posture.by] == ["proposals.amendment/looser"]
    assert [reason.rule for reason in found.posture.defeated] == ["proposals.amendment/stricter"]


def test_one_rule_may_be_replaced_by_two(law: Path, tmp_path: Path) -> None:
    other = REPLACING.replace("stricter", "other").replace("kind is uas", "kind is rocket")
    book = Rulebook.load(law, [proposal(tmp_path, "", REPLACING, other)])
    assert {"proposals.amendment/stricter", "proposals.amendment/other"} <= book.rules.keys()


def test_two_reforms_that_replace_one_rule_both_stand_from_their_days(law: Path, tmp_path: Path) -> None:
    one = proposal(tmp_path, "", REPLACING, name="one")
    other = proposal(tmp_path, "", REPLACING.replace("then: denial", "then: case_by_case"), name="other")
    reforms = f"{one}@2023-01-01", f"{other}@2022-01-01"
    assert posture(law, *reforms, on="2022-06-01") == "case_by_case"
    found = reviewed(law, *reforms, on="2023-06-01")
    assert [reason.rule for reason in found.posture.by] == ["proposals.one/stricter"]
    assert [reason.rule for reason in found.posture.outweighed] == ["proposals.other/stricter"]


def test_an_exception_to_another_question_is_not_taken_over(tmp_path: Path) -> None:
    law = write_law(
        tmp_path / "law",
        (POLICY, "decides: posture\nwhen: meets(1.A) and range >= 300 km\nthen: denial",
         "decides: [posture, category]\nwhen: range >= 300 km and kind is uas\nthen: {posture: denial, category: I}"),
    )  # fmt: skip
    only = RULE.replace("posture", "category").replace("denial", "II") + "replaces: us.policy/denial\n"
    book = Rulebook.load(law, [proposal(tmp_path, "", only)])
    assert book.rules["us.policy/slow"].except_to == ("us.policy/denial",)


def test_replacements_that_displace_each_other_in_a_circle_are_refused(law: Path, tmp_path: Path) -> None:
    over = RULE + "replaces: us.policy/denial\nexcept_to: proposals.amendment/third\n"
    third = RULE.replace("stricter", "third") + "except_to: us.policy/slow\n"
    (line,) = refused(law, proposal(tmp_path, "", over, third))
    assert "a circle of exceptions: " in line
    assert "us.policy/slow → proposals.amendment/stricter → proposals.amendment/third" in line
    assert Rulebook.load(law, [proposal(tmp_path, "", over.replace("replaces: us.policy/denial\n", ""), third)]).rules


def test_reforms_that_only_together_displace_each_other_in_a_circle_are_refused(law: Path, tmp_path: Path) -> None:
    one = proposal(tmp_path, "", RULE + "replaces: us.policy/denial\nexcept_to: us.policy/slow\n", name="one")
    other = proposal(tmp_path, "", RULE + "replaces: us.policy/slow\nexcept_to: us.policy/denial\n", name="other")
    assert Rulebook.load(law, [one]).rules
    assert Rulebook.load(law, [other]).rules
    (line,) = refused(law, one, other)
    assert "a circle of exceptions: proposals.one/stricter → proposals.other/stricter → proposals.one/stricter" in line


# Groups.


def test_a_nation_joins_and_another_leaves_on_the_day_of_the_reform(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "groups: {friends: {join: [XK], leave: [IT]}}\n")
    assert (posture(law, on="2010-01-01"), posture(law, on="2010-01-01", to="IT")) == ("denial", "case_by_case")
    dated = f"{reform}@2010-01-02"
    assert (posture(law, dated, on="2010-01-01"), posture(law, dated, on="2010-01-01", to="IT")) == (
        "denial",
        "case_by_case",
    )
    assert (posture(law, dated, on="2010-01-02"), posture(law, dated, on="2010-01-02", to="IT")) == (
        "case_by_case",
        "denial",
    )
    assert (posture(law, reform, on="2010-01-01"), posture(law, reform, on="2010-01-01", to="IT")) == (
        "case_by_case",
        "denial",
    )


def test_a_membership_says_that_it_is_by_the_proposal(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "groups: {friends: {join: XK, leave: IT}}\n")
    left, _, joined = Rulebook.load(law, [f"{reform}@2010-01-02"]).groups["friends"].memberships
    assert (joined.nation, joined.first, joined.last) == ("XK", "2010-01-02", "")
    assert (joined.source, joined.standing, joined.reform) == ("the amendment", "verified", "proposals.amendment")
    assert joined.note == "By the proposal proposals.amendment, put in force as a reform."
    assert (left.nation, left.first, left.last) == ("IT", "1987-04-16", "2010-01-02")
    assert left.note == "Ended by the proposal proposals.amendment, put in force as a reform."


def test_joining_what_one_belongs_to_and_leaving_what_one_does_not_does_no_harm(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "groups: {friends: {join: [IT], leave: [XK]}}\n", RULE)
    book = Rulebook.load(law, [f"{reform}@2010-01-01"])
    assert book.groups["friends"].memberships == Rulebook.load(law).groups["friends"].memberships
    assert not book.enacted_groups


def test_a_membership_that_ends_by_law_goes_on_where_a_reform_joins_the_nation(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "groups: {friends: {join: [NO]}}\n")
    friends = Rulebook.load(law, [f"{reform}@2010-01-01"]).groups["friends"]
    days = [ordinal(day) for day in ("1990-06-01", "2009-01-01", "2019-12-31", "2020-01-01")]
    assert [friends.holds("NO", day) for day in days] == [1, 2, 2, 2]


def test_who_leaves_while_the_day_of_joining_is_not_known_may_have_belonged_until_then(
    law: Path, tmp_path: Path
) -> None:
    reform = proposal(tmp_path, "groups: {friends: {leave: [NO]}}\n")
    friends = Rulebook.load(law, [f"{reform}@1990-06-01"]).groups["friends"]
    days = [ordinal(day) for day in ("1989-12-31", "1990-05-31", "1990-06-01", "2000-01-01")]
    assert [friends.holds("NO", day) for day in days] == [0, 1, 0, 0]


def test_of_two_reforms_on_one_membership_that_of_the_later_day_has_the_last_word(law: Path, tmp_path: Path) -> None:
    out = proposal(tmp_path, "groups: {friends: {leave: [IT]}}\n", name="out")
    back = proposal(tmp_path, "groups: {friends: {join: [IT]}}\n", RULE, name="back")
    days = [ordinal(day) for day in ("2009-12-31", "2010-01-01", "2014-12-31", "2015-01-01")]
    for reforms in ([f"{back}@2015-01-01", f"{out}@2010-01-01"], [f"{out}@2010-01-01", f"{back}@2015-01-01"]):
        friends = Rulebook.load(law, reforms).groups["friends"]
        assert [friends.holds("IT", day) for day in days] == [2, 0, 0, 2]
    friends = Rulebook.load(law, [f"{out}@2015-01-01", f"{back}@2010-01-01"]).groups["friends"]
    assert [friends.holds("IT", day) for day in days] == [2, 2, 2, 0]


def test_an_answer_says_that_a_nation_belongs_by_a_proposal(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "groups: {friends: {join: [XK], leave: [IT]}}\n")
    said = {
        to: [c.message for c in reviewed(law, reform, to=to, on="2010-01-01").warnings if c.code == "as_if_law"]
        for to in ("XK", "IT", "NO")
    }
    assert said == {
        "XK": ["Kosovo is taken to belong to Friends, as a proposal would have it (proposals.amendment)."],
        "IT": ["Italy is taken not to belong to Friends, as a proposal would have it (proposals.amendment)."],
        "NO": [],
    }


@pytest.fixture
def unpublished(tmp_path: Path) -> Path:
    """The small law with a list that is not public in the place of the friends."""
    changes = [(POLICY, "recipient not in friends", "recipient not in secret"),
               (GROUPS, "friends,Friends", "secret,Secret,,a list,partial,,empty,Nobody knows.\nfriends,Friends")]  # fmt: skip
    return write_law(tmp_path / "secret-law", *changes)


def test_a_reform_may_put_a_nation_on_a_list_that_is_not_public(unpublished: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "groups: {secret: {join: [XK]}}\n")
    assert posture(unpublished, on="2010-01-01") == "denial"
    assert posture(unpublished, reform, on="2010-01-01") == "case_by_case"
    assert posture(unpublished, reform, on="2010-01-01", to="NO") == "denial"


def test_who_fills_a_list_that_is_not_public_takes_nobody_off_it_whom_a_reform_put_there(
    unpublished: Path, tmp_path: Path
) -> None:
    reform = proposal(tmp_path, "groups: {secret: {join: [XK]}}\n")
    stated = {"date": "2010-01-01", "item": DRONE}
    for to, expected in (("XK", "case_by_case"), ("NO", "case_by_case"), ("IT", "denial")):
        found = licet.review({**stated, "recipient": to}, law=unpublished, reform=reform, assume={"secret": "NO"})
        assert found.posture.value == expected, to
        table = licet.eligible(stated, law=unpublished, reform=reform, assume={"secret": "NO"})
        assert table.nation(to).posture.value == expected, to
    table = licet.eligible(stated, law=unpublished, reform=reform, assume={"secret": "NO"})
    (secret,) = table.lists
    assert (secret.filled, secret.matters_to) == (["NO", "XK"], ["IT", "NO"])
    assert [(one.group, one.note) for one in table.nation("XK").memberships] == [
        ("secret", "By the proposal proposals.amendment, put in force as a reform.")
    ]


def test_where_the_kind_is_open_too_a_nation_on_such_a_list_is_on_it_in_the_proof(
    unpublished: Path, tmp_path: Path
) -> None:
    pytest.importorskip("z3", reason="the extra 'prove' is not installed")
    reform = proposal(tmp_path, "groups: {secret: {join: [XK]}}\n")
    open_ = {"date": "2010-01-01", "recipient": "XK", "item": {"range": "400 km", "payload": "600 kg"}}
    assert licet.review(open_, law=unpublished).posture.possible == ["denial", "case_by_case"]
    assert licet.review(open_, law=unpublished, reform=reform).posture.possible == ["case_by_case"]


# What is refused.

FAULTY: list[tuple[str, str, str, str]] = [
    ("unknown rule", "ends: us.policy/slwo\n", "", "amendment.md:8: the unknown rule 'us.policy/slwo'; expected a rule of the rulebook; did you mean us.policy/slow or us.policy/denial?"),
    ("unknown rule in a list", "ends:\n  - us.policy/slow\n  - us.policy/denail\n", "", "amendment.md:10: the unknown rule 'us.policy/denail'; expected a rule of the rulebook; did you mean us.policy/denial"),
    ("unknown instrument", "ends: us.polcy\n", "", "amendment.md:8: the unknown instrument 'us.polcy'; expected an instrument of the rulebook; did you mean us.policy?"),
    ("rule of a proposal", "ends: proposals.bill/open\n", "", "amendment.md:8: 'proposals.bill/open', which is of a proposal; expected law; a proposal that is not to count is not named as a reform"),
    ("a proposal", "ends: proposals.bill\n", "", "amendment.md:8: 'proposals.bill', which is a proposal; expected law"),
    ("itself", "ends: proposals.amendment\n", "", "amendment.md:8: 'proposals.amendment', which is a proposal; expected law"),
    ("a name twice", "ends: [us.policy, us.policy]\n", "", "amendment.md:8: 'us.policy' a second time under 'ends'; expected every name once"),
    ("ends nothing", "ends: []\n", "", "amendment.md:8: nothing under 'ends'; expected rules or instruments that are law no longer"),
    ("ends what is no name", "ends: [{us.policy: slow}]\n", "", "amendment.md:8: a nested value under 'ends'; expected a text or a list of texts"),
    ("unknown replaced rule", "", REPLACING.replace("us.policy/slow", "us.policy/fast"), "amendment.md:11: the unknown rule 'us.policy/fast'; expected a rule of the rulebook"),
    ("replaced instrument", "", REPLACING.replace("us.policy/slow", "us.policy"), "amendment.md:11: 'us.policy', an instrument, under 'replaces'; expected full names of rules; name its rules, or end it under 'ends'"),
    ("replaced rule of a proposal", "", REPLACING.replace("us.policy/slow", "proposals.bill/open"), "amendment.md:11: 'proposals.bill/open', which is of a proposal; expected law"),
    ("replaced rule on another question", "", REPLACING.replace("us.policy/slow", "mtcr.annex/1.A.2"), "amendment.md:11: a replacement of 'mtcr.annex/1.A.2', which decides entries, category; expected a rule on posture"),
    ("replaced and displaced", "", REPLACING + "except_to: us.policy/slow\n", "amendment.md:11: 'us.policy/slow' under 'replaces' and under 'except_to'; expected one of the two; what is replaced needs no exception to it"),
    ("replaces nothing", "", RULE + "replaces: []\n", "amendment.md:17: nothing under 'replaces'; expected full names of the rules whose place this one takes"),
    ("replaces a rule twice", "", RULE + "replaces: [us.policy/slow, us.policy/slow]\n", "amendment.md:17: 'us.policy/slow' a second time under 'replaces'"),
    ("unknown group", "groups: {freinds: {join: [XK]}}\n", "", "amendment.md:8: the unknown group 'freinds'; expected a group of the rulebook; did you mean friends?"),
    ("unknown nation", "groups: {friends: {join: [ZZ]}}\n", "", "amendment.md:8: the unknown nation 'ZZ'; expected a code of names.csv"),
    ("name of a nation", "groups: {friends: {join: [Kosovo]}}\n", "", "the unknown nation 'Kosovo'; expected a code of names.csv; did you mean XK?"),
    ("nearly a name of a nation", "groups: {friends: {leave: [Norwey]}}\n", "", "the unknown nation 'Norwey'; expected a code of names.csv; did you mean Norway?"),
    ("code in small letters", "groups:\n  friends:\n    join: [it]\n", "", "amendment.md:9: the unknown nation 'it'; expected a code of names.csv; did you mean IT?"),
    ("who joins and leaves", "groups: {friends: {join: [IT], leave: [IT]}}\n", "", "'IT', which joins 'friends' and leaves it; expected one of the two"),
    ("who joins twice", "groups: {friends: {join: [XK, XK]}}\n", "", "'XK' a second time in the change of 'friends'; expected every nation once"),
    ("change of nobody", "groups: {friends: {}}\n", "", "amendment.md:8: no nation that joins or leaves 'friends'; expected groups, each with who joins and leaves"),
    ("unknown change", "groups: {friends: {joins: [XK]}}\n", "", "the unknown key 'joins' in a change of a group; expected join, leave; did you mean join?"),
    ("change that is none", "groups: {friends: [XK]}\n", "", "a change of a group without keys"),
    ("groups that are none", "groups: [friends]\n", "", "amendment.md:8: no mapping under 'groups'; expected groups, each with who joins and leaves"),
]  # fmt: skip


@pytest.mark.parametrize(("front", "rule", "said"), [fault[1:] for fault in FAULTY], ids=[fault[0] for fault in FAULTY])
def test_a_reform_that_cannot_be_is_one_line(law: Path, tmp_path: Path, front: str, rule: str, said: str) -> None:
    (line,) = refused(law, proposal(tmp_path, front, *([rule] if rule else [])))
    assert said in line
    # The same text among the law is found without anybody naming it.
    folder = write_law(tmp_path / "other")
    proposal(folder / "proposals", front, *([rule] if rule else []))
    assert refused(folder) == [f"proposals/{line}"]


def test_nobody_can_be_known_to_leave_a_list_that_is_not_public(unpublished: Path, tmp_path: Path) -> None:
    (line,) = refused(unpublished, proposal(tmp_path, "groups: {secret: {leave: [IT]}}\n"))
    assert line == (
        "amendment.md:8: nations that leave 'secret', whose list is not public; expected nations that join it; "
        "nobody is known to be on it"
    )


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("scope: recipient not in friends\n", "scope: recipient not in friends\nends: mtcr.annex\n", "ends"),
        ("scope: recipient", "groups: {friends: {join: [XK]}}\nscope: recipient", "groups"),
        ("cite: paragraph 2", "cite: paragraph 2\nreplaces: us.policy/denial", "replaces"),
    ],
)
def test_only_a_proposal_ends_replaces_and_changes_what_is_law(tmp_path: Path, old: str, new: str, key: str) -> None:
    lines = refused(write_law(tmp_path / "law", (POLICY, old, new)))
    assert any(
        f"'{key}' in law that is no proposal; expected a proposal; what is law ends and changes by its own dates"
        in line
        for line in lines
    ), lines


def test_a_reform_from_a_day_on_which_nothing_is_left_to_change_is_refused(law: Path, tmp_path: Path) -> None:
    for front, rule in (("ends: us.policy/slow\n", ""), ("", REPLACING)):
        reform = proposal(tmp_path, front, *([rule] if rule else []))
        (line,) = refused(law, f"{reform}@2025-01-01")
        assert line == (
            f"--reform: '{reform}@2025-01-01', which changes nothing from that day on; "
            "expected a day on which what it ends, replaces or changes is law; name an earlier day, or none"
        )
        assert Rulebook.load(law, [f"{reform}@2024-12-31"]).ended


# Where nobody names it, it is not there.


def test_a_proposal_that_is_not_named_changes_nothing(law: Path, tmp_path: Path) -> None:
    folder = write_law(tmp_path / "other")
    front = "ends: mtcr.annex/1.A.2\ngroups: {friends: {join: [XK], leave: [IT]}}\n"
    proposal(folder / "proposals", front, REPLACING)
    bare, beside = Rulebook.load(law), Rulebook.load(folder)
    assert dict(beside.rules) == dict(bare.rules)
    assert dict(beside.groups) == dict(bare.groups)
    assert (beside.ended, beside.enacted_groups) == ({}, {})
    for to in ("XK", "IT"):
        mine, other = reviewed(law, to=to), reviewed(folder, to=to)
        assert mine.answers == other.answers


def test_the_digest_covers_the_text_of_the_reform_and_its_day(law: Path, tmp_path: Path) -> None:
    digests = [Rulebook.load(law).digest]
    for nation in ("XK", "NO"):
        reform = proposal(tmp_path, f"groups: {{friends: {{join: [{nation}]}}}}\n")
        digests += [Rulebook.load(law, [reform + at]).digest for at in ("", "@2010-01-01", "@2011-01-01")]
    assert len(set(digests)) == 7


# What shows law shows it.


def shown(law: Path, *words: str) -> str:
    result = CliRunner().invoke(main, ["law", "show", *words, "--law", str(law)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_law_show_tells_what_a_proposal_ends_replaces_and_changes(tmp_path: Path) -> None:
    law = write_law(tmp_path)
    front = "ends: [mtcr.annex]\ngroups: {friends: {join: [XK, NO], leave: [IT]}}\n"
    proposal(law / "proposals", front, RULE + "replaces: us.policy/denial\n", REPLACING.replace("stricter", "looser"))
    whole = shown(law, "proposals.amendment")
    assert "\nEnds: mtcr.annex\n" in whole
    assert "\nKosovo, Norway join Friends (friends)\n\nItaly leaves Friends (friends)\n" in whole
    assert "- replaces: us.policy/slow\n- defeats: proposals.amendment/stricter\n" in whole
    assert "- replaces: us.policy/denial\n- defeated by: proposals.amendment/looser\n" in whole
    plain = json.loads(shown(law, "proposals.amendment", "--format", "json"))
    assert plain["ends"] == ["mtcr.annex"]
    assert plain["groups"] == {"friends": {"join": ["XK", "NO"], "leave": ["IT"]}}
    stricter, looser = plain["rules"]
    assert (stricter["replaces"], stricter["defeats"]) == (["us.policy/denial"], [])
    assert stricter["defeated_by"] == ["proposals.amendment/looser"]
    assert looser["defeats"] == ["proposals.amendment/stricter"]


def test_law_show_tells_of_law_which_proposals_would_end_or_replace_it(tmp_path: Path) -> None:
    law = write_law(tmp_path)
    proposal(law / "proposals", "ends: [us.policy, mtcr.annex/1.A.2]\n", REPLACING)
    plain = json.loads(shown(law, "us.policy", "--format", "json"))
    assert plain["ended_by"] == ["proposals.amendment"]
    denial, slow = plain["rules"]
    assert (denial["ended_by"], denial["replaced_by"]) == (["proposals.amendment"], [])
    assert slow["replaced_by"] == ["proposals.amendment/stricter"]
    text = shown(law, "us.policy")
    assert "\nWould be ended by: proposals.amendment\n" in text
    assert "- would be replaced by: proposals.amendment/stricter\n- would be ended by: proposals.amendment\n" in text
    assert "- would be ended by: proposals.amendment\n" in shown(law, "mtcr.annex/1.A.2")
    assert "would be" not in shown(law, "proposals.bill")


# Everything that asks the law asks it so.


def test_the_nations_eligible_are_asked_under_the_reform(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "ends: us.policy/slow\ngroups: {friends: {join: [XK]}}\n") + "@2022-01-01"
    transfer = tmp_path / "transfer.yaml"
    transfer.write_text(json.dumps({"date": "2022-01-01", "item": DRONE}), encoding="utf-8")
    words = ["eligible", str(transfer), "--law", str(law), "--reform", reform, "--format", "json"]
    table = json.loads(CliRunner().invoke(main, words).stdout)
    assert {row["nation"]: row["posture"]["value"] for row in table["nations"]} == {
        "XK": "case_by_case",
        "IT": "case_by_case",
        "NO": "denial",
    }


def test_a_reform_that_is_kept_nowhere_is_read_anew(law: Path, tmp_path: Path) -> None:
    reform = proposal(tmp_path, "ends: us.policy/slow\n")
    assert posture(law, reform) == "denial"
    proposal(tmp_path, "ends: mtcr.annex/1.A.2\n")
    assert posture(law, reform) == "case_by_case"


def test_the_small_law_of_these_tests_is_what_they_take_it_for() -> None:
    assert "except_to: [us.policy/denial]" in FILES[POLICY]
    assert "in_force: 2020-07-24 .. 2025-01-01" in FILES[POLICY]


def test_what_somebody_writes_in_a_page_is_its_authors_word_whatever_it_says_of_itself(
    law: Path, tmp_path: Path
) -> None:
    text = Path(
        proposal(tmp_path, "", RULE.replace("cite: section 1", "cite: section 1\nstanding: verified"))
    ).read_text()
    book = Rulebook.load(law, ["my-reform.md"], {"my-reform.md": text})
    written = book.instruments["proposals.amendment"]
    assert {written.standing, *(rule.standing for rule in written.rules)} == {"unverified"}
    answer = licet.review({"date": "2022-01-01", "recipient": "XK", "item": DRONE}, rulebook=book)
    assert [reason.standing for reason in answer.posture.by] == ["unverified"]
    assert "unverified" in {caution.code for caution in answer.warnings}


@pytest.mark.parametrize("name", ["hr-3068-119@/tmp/mine.md@2026-01-01", "hr-3068-119@mine.md@", "mine.md@2026-01-01"])
def test_what_a_program_names_is_checked_as_it_is_read_and_is_no_file(rulebook: Rulebook, name: str) -> None:
    with pytest.raises(InputError, match="one of"):
        check_reforms(rulebook, [name], "reform")
    check_reforms(rulebook, ["hr-3068-119@2026-01-01", "hr-3068-119"], "reform")
