"""Faults put into copies of the law are found, each with a transfer that shows it when it is reviewed; the law itself has none."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("z3", reason="the extra 'prove' is not installed")

from proving.faulty import Change, copied, reviewed, roles

from licet.proving.case import Case
from licet.proving.checking import check
from licet.proving.domains import domains, limits
from licet.rulebook.finding import Finding
from licet.rulebook.rulebook import Rulebook

SLOW = "us/2020-07-24-slow-uas.md"
CAT_I, CAT_II = "mtcr.guidelines/category-i", "mtcr.guidelines/category-ii"


def found_in(rulebook: Rulebook, kind: str, *rules: str, questions: tuple[str, ...] = ()) -> Finding:
    """The one finding of a kind about some rules."""
    everything = check(rulebook, questions=questions)
    found = [one for one in everything if one.kind == kind and one.rules[: len(rules)] == rules]
    assert len(found) == 1, [one.message for one in everything]
    return found[0]


# Exceptions that are missing, or make no sense.


def test_a_loosening_that_names_nothing_is_outweighed_whenever_it_would_answer(tmp_path: Path) -> None:
    dropped = "except_to: [mtcr.guidelines/category-i, us.uas-2018/category-i]\n"
    book = copied(tmp_path, (SLOW, dropped, ""))
    finding = found_in(book, "dead", "us.uas-2020/slow-uas", questions=("posture",))
    assert "decides nothing of posture" in finding.message
    posture = reviewed(book, finding).answers["posture"]
    assert roles(posture)["us.uas-2020/slow-uas"] == "outweighed"
    assert roles(posture)[finding.rules[1]] == "by"


def test_one_dropped_exception_makes_the_others_vain(tmp_path: Path) -> None:
    """The bill on slow drones still displaces the older policy, and the Guidelines that it no longer names hold the answer."""
    book = copied(tmp_path, ("us/2025-09-15-uas.md", "  - mtcr.guidelines/category-i\n", ""))
    finding = found_in(book, "exception", "us.uas-2025/as-manned-aircraft", questions=("posture",))
    posture = reviewed(book, finding).answers["posture"]
    assert posture.value != "case_by_case_as_manned_aircraft"
    assert roles(posture)[CAT_I] in ("by", "outweighed")
    assert roles(posture)["us.uas-2025/as-manned-aircraft"] == "outweighed"
    assert roles(posture)[finding.rules[1]] == "defeated"


def test_a_rule_that_a_later_one_outlives_is_told_with_the_days(tmp_path: Path) -> None:
    """The treatment named two rules, of 1987 and of 1993; without the second, it answers nothing from 1993 on."""
    old = "except_to: [mtcr.guidelines/category-i, mtcr.guidelines/category-i-1987]"
    text = (Path(__file__).parents[2] / "law/mtcr/annex/item-02.md").read_text(encoding="utf-8")
    rule = text[text.index("id: treatment-re-entry") :]
    rule = rule[: rule.index("```")]
    assert old in rule
    book = copied(
        tmp_path, ("mtcr/annex/item-02.md", rule, rule.replace(old, "except_to: mtcr.guidelines/category-i-1987"))
    )
    finding = found_in(book, "dead", "mtcr.annex.item-02/treatment-re-entry", CAT_I, questions=("regime_posture",))
    assert "on the days 1993-01-07 .." in finding.message
    answer = reviewed(book, finding).answers["regime_posture"]
    assert roles(answer)["mtcr.annex.item-02/treatment-re-entry"] == "outweighed"


def test_an_exception_to_a_rule_that_never_applies_beside_it_is_found(tmp_path: Path) -> None:
    change = (SLOW, "us.uas-2018/category-i]", "us.uas-2018/category-i, us.uas-2018/category-ii]")
    book = copied(tmp_path, change)
    finding = found_in(book, "exception", "us.uas-2020/slow-uas", "us.uas-2018/category-ii", questions=("posture",))
    assert "no transfer falls under both" in finding.message
    posture = reviewed(book, finding).answers["posture"]
    assert roles(posture)["us.uas-2020/slow-uas"] == "by"
    assert "us.uas-2018/category-ii" not in roles(posture)


# Rules that are dead.


def test_a_rule_in_the_shadow_of_a_stricter_one_is_found(tmp_path: Path) -> None:
    change = (
        "mtcr/guidelines.md",
        "when: category is II\nthen: case_by_case",
        "when: category is II\nthen: presumption_of_denial",
    )
    book = copied(tmp_path, change)
    finding = found_in(book, "dead", "us.uas-2018/category-ii", questions=("posture",))
    assert CAT_II in finding.rules
    posture = reviewed(book, finding).answers["posture"]
    assert roles(posture)["us.uas-2018/category-ii"] == "outweighed"
    # Which of the stricter rules governs is for the transfer that was found; this one speaks as well.
    assert roles(posture)[CAT_II] in ("by", "outweighed")


def test_a_condition_that_contradicts_itself_is_found_with_what_contradicts(tmp_path: Path) -> None:
    change = (
        "us/aeca-38.md",
        "when: channel is fms\nthen: state_fms",
        "when: channel is fms and jurisdiction is ccl\nthen: state_fms",
    )
    book = copied(tmp_path, change)
    finding = found_in(book, "dead", "us.aeca-38/government-sales", questions=("authority",))
    assert "'channel is fms'" in finding.message
    assert "'jurisdiction is ccl'" in finding.message
    assert "exporter" not in finding.message
    authority = reviewed(book, finding).answers["authority"]
    assert "us.aeca-38/government-sales" not in roles(authority)


def test_a_rule_that_is_always_displaced_is_found(tmp_path: Path) -> None:
    change = (
        SLOW,
        "decides: factors\nsays: The nonproliferation",
        "decides: factors\nexcept_to: us.uas-2020/other\nsays: The nonproliferation",
    )
    rule = """```rule
id: other
cite: paragraph 9
decides: factors
says: Another factor.
when: kind is uas and category is I and max_airspeed < 700 km/h and not (hypersonic or advanced_ucav)
then: another_factor
```
"""
    book = copied(
        tmp_path,
        change,
        (
            SLOW,
            "The fact sheet that goes with the announcement",
            rule + "\nThe fact sheet that goes with the announcement",
        ),
    )
    finding = found_in(book, "dead", "us.uas-2020/other", "us.uas-2020/criteria", questions=("factors",))
    assert roles(reviewed(book, finding).answers["factors"])["us.uas-2020/other"] == "defeated"


# Contradictions.


def test_two_rules_that_disagree_where_one_answer_is_allowed_are_found(tmp_path: Path) -> None:
    change = (
        "us/aeca-38.md",
        "when: jurisdiction is usml and channel is not fms\nthen: state_ddtc",
        "when: jurisdiction is usml\nthen: state_ddtc",
    )
    book = copied(tmp_path, change)
    rules = ("us.aeca-38/defense-trade-controls", "us.aeca-38/government-sales")
    finding = next(one for one in check(book, questions=("authority",)) if one.kind == "conflict")
    assert set(finding.rules) == set(rules)
    authority = reviewed(book, finding).answers["authority"]
    assert authority.value is None
    assert set(authority.possible) == {"state_ddtc", "state_fms"}
    assert {roles(authority)[rule] for rule in rules} <= {"by", "outweighed"}


# Dates.


@pytest.mark.parametrize(
    ("change", "day"),
    [
        (("mtcr/guidelines.md", "cite: Guidelines, paragraph 1, last sentences, and paragraph 3\n", "cite: Guidelines, paragraph 1, last sentences, and paragraph 3\nin_force: 1993-01-07 ..\n"), "1993-01-07"),
        (("mtcr/guidelines.md", "in_force: 1993-01-07 ..\nstanding: verified\nnote: January 1993", "in_force: 1999-01-07 ..\nstanding: verified\nnote: January 1993"), "1999-01-07"),
    ],
    ids=["begins-too-late", "a-slip-of-the-pen"],
)  # fmt: skip
def test_a_window_that_leaves_days_without_a_rule_is_found(tmp_path: Path, change: Change, day: str) -> None:
    book = copied(tmp_path, change)
    finding = found_in(book, "gap", questions=("regime_posture",))
    determination = reviewed(book, finding)
    assert determination.answers["category"].value in ("I", "II")
    assert determination.answers["regime_posture"].by == []
    assert determination.answers["regime_posture"].value == "not_reviewed"
    assert "1987-04-16" <= determination.transfer["date"] < day


def test_two_windows_that_never_meet_are_found(tmp_path: Path) -> None:
    change = ("us/itar-126.1.md", "in_force: 2024-10-01 .. 2025-10-01", "in_force: 2026-10-01 .. 2027-10-01")
    book = copied(tmp_path, change)
    rules = ("us.itar-126.1/cyprus-suspended-2025", "us.itar-126.1/cyprus")
    finding = found_in(book, "window", *rules, questions=("posture",))
    assert "in force together on no day" in finding.message
    assert rules[1] not in roles(reviewed(book, finding).answers["posture"])


def test_an_entry_that_lapses_between_two_editions_is_found(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "law/mtcr/annex/item-11.md").read_text(encoding="utf-8")
    rule = text[text.index("id: 11.A.3.a\n") :]
    rule = rule[: rule.index("source:")]
    book = copied(tmp_path, ("mtcr/annex/item-11.md", rule, rule.replace("~2017-10-20 ..", "2019-10-20 ..")))
    rules = ("mtcr.annex.item-11/11.A.3.a-before-2017", "mtcr.annex.item-11/11.A.3.a")
    finding = found_in(book, "window", *rules, questions=("entries",))
    assert "2017-10-20 .. 2019-10-20" in finding.message
    entries = reviewed(book, finding).answers["entries"]
    assert "11.A.3.a" not in entries.possible


# Facts.


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("vocabulary/item.md", "bounds: [0 km/h, 40000 km/h]\ndefinition: The true airspeed at which the aircraft cruises.", "definition: The true airspeed at which the aircraft cruises."), "'cruise_speed' has no bounds"),
        (("vocabulary/transfer.md", "  - {value: usml, when: \"channel in (fms, direct_commercial)\"", "  - {value: usml, when: \"channel in (fms, direct_commercial, dual_use)\""), "'jurisdiction' can never be ccl"),
        ((SLOW, "kind is uas and category is I and max_airspeed < 800 km/h\n  and not (hypersonic or advanced_ucav)\nthen: case_by_case", "kind is uas and category is I and max_airspeed < 80000 km/h\n  and not (hypersonic or advanced_ucav)\nthen: case_by_case"), "a limit beyond the bounds of max_airspeed"),
    ],
    ids=["no-bounds", "a-value-that-cannot-be", "a-limit-beyond-the-bounds"],
)  # fmt: skip
def test_facts_whose_values_make_no_sense_are_found(tmp_path: Path, change: Change, said: str) -> None:
    case = Case.of(copied(tmp_path, change))
    found = [*domains(case), *(one for rule in case.rulebook.rules.values() for one in limits(case, rule))]
    messages = [finding.message for finding in found if finding.kind == "domain"]
    assert any(said in message for message in messages), messages


# What is sound.


def test_the_law_that_came_with_licet_has_no_fault(rulebook: Rulebook) -> None:
    """The whole of it is proven by ``make law``, and by the command; here stand the questions that take a second or two."""
    told: list[tuple[int, int, str]] = []
    questions = ("regime_posture", "authority", "licence", "entries", "obligations")
    assert check(rulebook, questions=questions, progress=lambda *step: told.append(step)) == []
    assert [what for _, _, what in told][:-1] == [name for name in rulebook.question_order if name in questions]
    assert [done for done, _, _ in told] == list(range(len(questions) + 1))


def test_a_proposal_is_proven_as_if_it_were_law(rulebook: Rulebook) -> None:
    for proposal in (instrument for instrument in rulebook.instruments.values() if instrument.proposal):
        book = Rulebook.load(rulebook.folder, (proposal.short,))
        assert check(book, questions=("licence", "authority"), only={rule.name for rule in proposal.rules}) == []


def test_what_is_not_settled_in_time_is_said(rulebook: Rulebook) -> None:
    findings = check(rulebook, questions=("posture",), seconds=0.001)
    assert findings
    assert {finding.kind for finding in findings} == {"unproven"}
