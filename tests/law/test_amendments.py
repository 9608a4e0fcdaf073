"""Amendments of the law that came with Licet: a threshold that is moved, a rule that is struck, a nation that is designated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from law.transfers import (
    CASE_BY_CASE,
    FLEXIBLE,
    NO_PRESUMPTION,
    STRONG_PRESUMPTION,
    TODAY,
    cruise_missile,
    defeated,
    dual_use,
    fast_drone,
    military,
    rules,
    slow_drone,
    sounding_rocket,
    warnings,
)

from licet.rulebook.rulebook import Rulebook, today

HR_3068 = "hr-3068-119"
FRONT = """\
---
instrument: proposals.{name}
title: An amendment
issuer: A legislature
kind: proposal
scope: exporter is US
source: the amendment
standing: verified
{more}---
"""
# The decision of 2020 with another speed, and without its sentence on faster drones.
FASTER = """
```rule
id: drones
cite: section 1
decides: posture
says: A Category I drone slower than 1,200 km/h would be decided case by case.
replaces: [us.uas-2020/slow-uas, us.uas-2020/retained]
when: kind is uas and category is I and max_airspeed < 1200 km/h and not (hypersonic or advanced_ucav)
then: case_by_case
```
"""
# Note 1 to section 742.5(b)(1) with another speed.
NOTE_1 = """
```rule
id: note-1
cite: section 2
decides: posture
says: A Category I unmanned aircraft slower than 1,200 km/h would not be refused as a rule but weighed case by case.
replaces: us.ear-742.5/slow-uas
when: >
  jurisdiction is ccl and system_kind is uas and system_category is I and category in (I, II)
  and max_airspeed < 1200 km/h
then: case_by_case
```
"""


def written(folder: Path, more: str = "", rules: str = "", name: str = "amendment") -> str:
    path = folder / f"{name}.md"
    path.write_text(FRONT.format(name=name, more=more) + rules, encoding="utf-8")
    return str(path)


def test_a_rule_that_is_struck_decides_until_the_reform_and_then_the_guidelines_alone_do(tmp_path: Path) -> None:
    struck = written(tmp_path, "ends: us.uas-2020/retained\n") + "@2026-01-01"
    before = military(cruise_missile(), on="2025-12-31", reform=struck)
    after = military(cruise_missile(), on="2026-01-01", reform=struck)
    assert rules(before.posture) == {"us.uas-2020/retained", "mtcr.guidelines/category-i"}
    assert rules(after.posture) == {"mtcr.guidelines/category-i"}
    assert before.posture.value == after.posture.value == STRONG_PRESUMPTION
    assert ("as_if_law" in warnings(before), "as_if_law" in warnings(after)) == (False, True)


def test_where_a_later_policy_displaces_the_struck_rule_anyway_nothing_rests_on_the_reform(tmp_path: Path) -> None:
    found = military(fast_drone(), reform=written(tmp_path, "ends: us.uas-2020/retained\n"))
    assert rules(found.posture) == {"us.uas-2025/as-manned-aircraft"}
    assert "as_if_law" not in warnings(found)


def test_a_threshold_that_is_moved_lets_the_drones_between_in_and_displaces_what_the_rule_displaced(
    tmp_path: Path,
) -> None:
    moved = written(tmp_path, rules=FASTER) + "@2022-01-01"
    on = "2021-12-31"
    assert military(fast_drone(), on=on, reform=moved).posture.value == STRONG_PRESUMPTION
    found = military(fast_drone(), on="2022-01-01", reform=moved)
    assert found.posture.value == CASE_BY_CASE
    assert rules(found.posture) == {"proposals.amendment/drones", "us.nspm-10/case-by-case"}
    assert defeated(found.posture) == {"mtcr.guidelines/category-i", "us.uas-2018/category-i"}
    assert military(slow_drone(), on="2022-01-01", reform=moved).posture.value == CASE_BY_CASE


def test_the_policy_of_2025_displaces_the_amended_decision_of_2020_as_it_did_the_old_one(tmp_path: Path) -> None:
    found = military(slow_drone(), reform=written(tmp_path, rules=FASTER))
    assert "proposals.amendment/drones" in defeated(found.posture)
    assert found.posture.value == military(slow_drone()).posture.value


def test_note_1_to_section_742_5_is_amended_in_its_place(tmp_path: Path) -> None:
    reform = written(tmp_path, rules=NOTE_1)
    book = Rulebook.load(reforms=[reform])
    amended, note = book.rules["proposals.amendment/note-1"], book.enacted_rule("us.ear-742.5/slow-uas")
    assert note is not None
    assert amended.except_to == note.except_to
    assert amended.window == note.window
    for on in ("2020-12-01", TODAY):
        law = dual_use(fast_drone(), on=on, end_use={"material_contribution": True})
        then = dual_use(fast_drone(), on=on, end_use={"material_contribution": True}, reform=reform)
        reached = on == TODAY
        assert ("us.ear-742.5/material-contribution" in defeated(then.posture)) is reached
        assert "us.ear-742.5/material-contribution" in rules(law.posture)


def test_a_nation_that_is_designated_by_a_reform_gets_what_a_bill_gives_its_like(tmp_path: Path) -> None:
    designated = written(tmp_path, "groups: {mnna: {join: [IN], leave: [AR]}}\n")
    for to, law, then in (("IN", STRONG_PRESUMPTION, NO_PRESUMPTION), ("AR", NO_PRESUMPTION, STRONG_PRESUMPTION)):
        assert military(sounding_rocket(), to, reform=HR_3068).posture.value == law
        assert military(sounding_rocket(), to, reform=[HR_3068, designated]).posture.value == then
        late = [HR_3068, f"{designated}@2026-06-01"]
        assert military(sounding_rocket(), to, "2026-05-31", reform=late).posture.value == law
        assert military(sounding_rocket(), to, "2026-06-01", reform=late).posture.value == then


def test_a_partner_that_a_reform_puts_on_the_list_of_the_memorandum_of_2025_counts_as_one_that_is_filled_in(
    tmp_path: Path,
) -> None:
    listed = written(tmp_path, "groups: {nsm28_partner: {join: [JP]}}\n")
    filled = military(cruise_missile(), "JP", assume=["nsm28_partner=JP"])
    joined = military(cruise_missile(), "JP", reform=listed)
    assert military(cruise_missile(), "JP").posture.value == STRONG_PRESUMPTION
    assert filled.posture.value == joined.posture.value == FLEXIBLE
    assert rules(filled.posture) == rules(joined.posture)


@pytest.mark.parametrize("rule", ["mtcr.guidelines/category-i", "us.uas-2025", "mtcr.annex.item-01"])
def test_whatever_is_ended_every_question_is_still_decided(tmp_path: Path, rule: str) -> None:
    reform = written(tmp_path, f"ends: {rule}\n") + "@2026-01-01"
    for item in (fast_drone(), cruise_missile(), sounding_rocket()):
        found = military(item, reform=reform)
        assert not [name for answer in found.answers.values() for name in rules(answer) if name.startswith(rule)]
        assert found.posture.possible


def test_the_examples_of_the_rulebook_format_are_read_and_do_what_is_said_of_them(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "rulebook-format.md").read_text(encoding="utf-8")
    section = page[page.index("## Proposals") : page.index("## What is refused")]
    ends, replaces, groups = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    reform = written(tmp_path, ends + groups, f"\n```rule\n{replaces}```\n")
    book = Rulebook.load(reforms=[f"{reform}@2022-01-01"])
    assert book.ended.keys() >= {
        "us.uas-2020/retained",
        "us.nspm-10",
        "us.nspm-10/case-by-case",
        "us.uas-2020/slow-uas",
    }
    assert book.groups["mnna"].holds("IN", today().toordinal()) == 2
    found = military(fast_drone(), on="2022-01-01", reform=reform)
    assert rules(found.posture) == {"proposals.amendment/faster-drones"}
    assert found.posture.value == CASE_BY_CASE
