"""Does the regulation follow the policy? Bad input first, then a small law in which each kind of gap opens and closes, then the law itself."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import CliRunner, Result
from small_law import write_law

from licet.cli.main import main
from licet.gaps.answer import Gaps, ListBehind, NotCarriedOut, StillSays
from licet.gaps.finding import gaps
from licet.rulebook.rulebook import Rulebook

REGULATION = """\
---
instrument: us.regulation
title: A regulation
issuer: A state
kind: regulation
in_force: 2021-01-12 ..
source: the regulation
standing: verified
{more}
---

```rule
id: slow
cite: section 5
implements: us.policy/slow
decides: posture
when: kind is uas and not hypersonic and range < 9000 km
then: case_by_case
says: A slow drone is decided case by case.
```
"""

NEW_POLICY = """\
---
instrument: us.new-policy
title: A new policy
issuer: A state
kind: policy
in_force: 2023-09-15 ..
source: the new policy
standing: partial
{more}
---

```rule
id: drones
cite: paragraph 1
decides: posture
when: kind is uas
then: case_by_case
except_to: [us.policy/slow]
says: Every drone is decided case by case.
```
"""


def on(book: Rulebook, day: str) -> Gaps:
    return gaps(book, datetime.date.fromisoformat(day))


Kind = TypeVar("Kind", NotCarriedOut, StillSays, ListBehind)


def of(found: Gaps, kind: type[Kind]) -> list[Kind]:
    return [gap for gap in found.gaps if isinstance(gap, kind)]


def small(tmp_path: Path, regulation: str = "", policy: str | None = None, *changes: tuple[str, str, str]) -> Rulebook:
    folder = write_law(tmp_path, *changes)
    (folder / "us" / "regulation.md").write_text(REGULATION.format(more=regulation), encoding="utf-8")
    if policy is not None:
        (folder / "us" / "new-policy.md").write_text(NEW_POLICY.format(more=policy), encoding="utf-8")
    return Rulebook.load(folder)


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, ["law", "gaps", *words], prog_name="licet")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


# What is refused.


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (["--date", "soon"], ["--date: 'soon', which is no date; expected a day that exists, as YYYY-MM-DD"]),
        (["--date", "2026-02-30"], ["--date: '2026-02-30', which is no date; expected a day that exists, as YYYY-MM-DD"]),
        (["--date", "soon", "--reform", "hr-3068"], ["--date: 'soon', which is no date", "--reform: 'hr-3068'; expected a file or one of"]),
        (["--law", "/no/such/folder"], ["/no/such/folder: no such folder; expected a folder of law"]),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_one_line_each(words: list[str], faults: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == len(faults)
    for line, fault in zip(result.stderr.splitlines(), faults, strict=True):
        assert line.startswith(fault)


# Policies.


def test_a_policy_is_carried_out_rule_by_rule_from_the_day_of_the_regulation(tmp_path: Path) -> None:
    book = small(tmp_path)
    (before,) = of(on(book, "2020-10-01"), NotCarriedOut)
    assert [one.rule for one in before.provisions] == ["us.policy/denial", "us.policy/slow"]
    (after,) = of(on(book, "2021-06-01"), NotCarriedOut)
    assert [one.rule for one in after.provisions] == ["us.policy/denial"]
    assert [(one.rule, one.by[0].name, one.by[0].cite) for one in after.carried_out] == [
        ("us.policy/slow", "us.regulation/slow", "section 5")
    ]


def test_a_policy_that_is_carried_out_as_a_whole_is_no_gap(tmp_path: Path) -> None:
    book = small(tmp_path, "implements: {us.policy: section 1}")
    assert not of(on(book, "2021-06-01"), NotCarriedOut)
    assert of(on(book, "2020-10-01"), NotCarriedOut)


def test_a_policy_that_is_over_is_not_asked_for(tmp_path: Path) -> None:
    assert not of(on(small(tmp_path), "2025-06-01"), NotCarriedOut)


def test_where_it_was_looked_for_is_told(tmp_path: Path) -> None:
    book = small(tmp_path, "", "sought: the official journal up to 2024")
    found = {gap.instrument: gap.sought for gap in of(on(book, "2024-01-01"), NotCarriedOut)}
    assert found == {"us.policy": "", "us.new-policy": "the official journal up to 2024"}


# Regulations.


def test_a_regulation_still_says_what_a_later_policy_displaced_in_the_one_it_carries_out(tmp_path: Path) -> None:
    book = small(tmp_path, "", "")
    assert not of(on(book, "2023-09-14"), StillSays)
    (gap,) = of(on(book, "2023-09-25"), StillSays)
    assert (gap.provision.rule, gap.by, gap.by_since, gap.days) == (
        "us.regulation/slow", "us.new-policy", "2023-09-15", 10,
    )  # fmt: skip
    assert gap.how == "us.new-policy/drones displaces us.policy/slow, which it carries out."
    assert gap.only_here == ["not hypersonic", "range < 9000 km"]
    assert gap.only_there == []


def test_a_regulation_last_read_before_the_change_is_not_verified_to_say_so_still(tmp_path: Path) -> None:
    (gap,) = of(on(small(tmp_path, "read: 2022-03-03", ""), "2024-01-01"), StillSays)
    assert (gap.verified, gap.standing) == (False, "unverified")
    assert "last read in the edition of 2022-03-03" in gap.message


def test_a_regulation_read_after_the_change_has_the_weaker_standing_of_the_two(tmp_path: Path) -> None:
    (gap,) = of(on(small(tmp_path, "read: 2023-12-01", ""), "2024-01-01"), StillSays)
    assert (gap.verified, gap.standing) == (True, "partial")


def test_a_gap_is_closed_when_the_regulation_is_amended(tmp_path: Path) -> None:
    book = small(tmp_path, "", "")
    file = book.folder / "us" / "regulation.md"
    text = file.read_text(encoding="utf-8")
    rule = text[text.index("```rule") :]
    ended = rule.replace("cite: section 5", "cite: section 5\nin_force: 2021-01-12 .. 2024-01-01")
    amended = (
        rule.replace("id: slow", "id: drones").replace("cite: section 5", "cite: section 5\nin_force: 2024-01-01 ..")
        .replace("implements: us.policy/slow", "implements: us.new-policy/drones")
    )  # fmt: skip
    file.write_text(text[: text.index("```rule")] + ended + "\n" + amended, encoding="utf-8")
    book = Rulebook.load(book.folder)
    assert of(on(book, "2023-12-31"), StillSays)
    assert not of(on(book, "2024-01-01"), StillSays)


def test_a_regulation_that_says_the_same_is_no_gap(tmp_path: Path) -> None:
    book = small(tmp_path, "", "")
    file = book.folder / "us" / "regulation.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("kind is uas and not hypersonic and range < 9000 km", "kind is uas"), encoding="utf-8")
    assert not of(on(Rulebook.load(book.folder), "2024-01-01"), StillSays)


def test_a_policy_may_declare_that_it_departs_from_a_regulation(tmp_path: Path) -> None:
    book = small(tmp_path, "", "departs_from: {us.regulation/slow: paragraph 2 sets the speed aside}")
    (gap,) = of(on(book, "2024-01-01"), StillSays)
    assert gap.how.endswith("paragraph 2 sets the speed aside")


# Lists.


def test_a_printed_list_is_behind_from_the_designation_until_it_is_printed(tmp_path: Path) -> None:
    book = small(
        tmp_path,
        "prints: {printed: friends}",
        None,
        ("nations/groups.csv", "friends,Friends", "printed,Printed,As printed.,a list,verified,2022-01-01,,\nfriends,Friends"),
        ("nations/memberships.csv", "IT,friends,1987-04-16,,a list,verified,", "IT,friends,2021-02-01,,a list,verified,\nIT,printed,2021-03-01,,a list,verified,\nNO,printed,2000-01-01,,a list,verified,"),
    )  # fmt: skip
    found = {gap.nation: gap for gap in of(on(book, "2021-02-11"), ListBehind)}
    assert (found["IT"].state, found["IT"].since, found["IT"].days) == ("not_printed", "2021-02-01", 10)
    assert (found["NO"].state, found["NO"].since) == ("still_printed", "2020-01-01")
    assert [gap.nation for gap in of(on(book, "2021-03-01"), ListBehind)] == ["NO"]


# The law that came with Licet.


def test_the_aukus_exemption_still_leaves_out_what_the_memorandum_of_january_2025_opens(rulebook: Rulebook) -> None:
    found = {(gap.provision.rule, gap.by): gap for gap in of(on(rulebook, "2026-09-01"), StillSays)}
    gap = found["us.itar-126.7/excluded-technology", "us.nsm-28"]
    assert (gap.by_since, gap.verified, gap.standing) == ("2025-01-03", True, "partial")
    assert "Items 1 and 2" in gap.how
    assert "22 CFR 126.7(b)(3)" in gap.provision.cite
    before = on(rulebook, "2025-01-02")
    assert not [gap for gap in of(before, StillSays) if gap.by == "us.nsm-28"]


def test_the_speed_test_of_742_5_is_older_than_the_statement_of_september_2025_and_that_is_not_verified(
    rulebook: Rulebook,
) -> None:
    found = {(gap.provision.rule, gap.by): gap for gap in of(on(rulebook, "2026-09-01"), StillSays)}
    gap = found["us.ear-742.5/slow-uas", "us.uas-2025"]
    assert "max_airspeed < 800 km/h" in gap.only_here
    assert (gap.read, gap.verified, gap.standing) == ("2022-03-03", False, "unverified")
    assert ("us.ear-742.5/slow-uas", "us.uas-2025") not in {
        (gap.provision.rule, gap.by) for gap in of(on(rulebook, "2025-09-14"), StillSays)
    }


def test_the_decision_of_july_2020_had_no_text_until_january_2021(rulebook: Rulebook) -> None:
    def left(day: str) -> list[str]:
        (gap,) = [gap for gap in of(on(rulebook, day), NotCarriedOut) if gap.instrument == "us.uas-2020"]
        return [one.rule for one in gap.provisions]

    assert "us.uas-2020/slow-uas" in left("2021-01-11")
    assert "us.uas-2020/slow-uas" not in left("2021-01-12")


def test_the_memorandum_of_january_2025_and_the_statement_of_september_have_no_text(rulebook: Rulebook) -> None:
    found = {gap.instrument: gap for gap in of(on(rulebook, "2026-09-01"), NotCarriedOut)}
    assert {"us.nsm-28", "us.uas-2025", "us.eo-14268"} <= found.keys()
    assert "us.eo-14307" not in found
    assert "not read" in found["us.nsm-28"].sought


def test_the_printed_list_of_allies_lacks_saudi_arabia_and_peru(rulebook: Rulebook) -> None:
    found = {gap.nation: gap for gap in of(on(rulebook, "2026-09-01"), ListBehind)}
    assert {nation for nation, gap in found.items() if gap.state == "not_printed"} == {"SA", "PE"}
    assert (found["PE"].since, found["PE"].standing) == ("2026-01-14", "partial")
    qatar = {gap.nation: gap for gap in of(on(rulebook, "2025-07-06"), ListBehind)}["QA"]
    assert (qatar.since, qatar.state) == ("2022-03-10", "not_printed")
    assert "QA" not in {gap.nation for gap in of(on(rulebook, "2025-07-07"), ListBehind)}


def test_every_finding_has_its_sources_and_their_standing(rulebook: Rulebook) -> None:
    for gap in on(rulebook, "2026-09-01").gaps:
        assert gap.standing in ("verified", "partial", "unverified")
        if isinstance(gap, StillSays):
            assert gap.provision.source and gap.by_source and gap.how
        else:
            assert gap.source


def test_the_json_has_the_kinds_and_the_text_says_what_was_not_verified() -> None:
    found = json.loads(run("--date", "2026-09-01", "--json").stdout)
    assert {gap["kind"] for gap in found["gaps"]} == {"not_carried_out", "still_says", "list_behind"}
    assert (found["date"], found["rulebook"]["reforms"]) == ("2026-09-01", [])
    text = " ".join(run("--date", "2026-09-01").stdout.split())
    assert "that it still says so was not verified" in text
    assert "does not prove that there is none" in text


def test_a_bill_in_force_opens_gaps_of_its_own() -> None:
    found = json.loads(run("--date", "2026-09-01", "--reform", "hr-3068-119@2026-01-01", "--json").stdout)
    assert ("us.itar-126.7/excluded-technology", "proposals.hr-3068-119") in {
        (gap["provision"]["rule"], gap["by"]) for gap in found["gaps"] if gap["kind"] == "still_says"
    }
