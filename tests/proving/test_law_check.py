"""``licet law check`` with its proofs: what it prints, what it writes, and what it says where the proofs cannot be run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("z3", reason="the extra 'prove' is not installed")

from click.testing import CliRunner, Result
from small_law import write_law

import licet.exactly
from licet.cli.main import main

Change = tuple[str, str, str]

FACTS, FIGURES, POLICY, BILL = "vocabulary/facts.md", "vocabulary/figures.md", "us/policy.md", "proposals/bill.md"
# What the small law lacks to be sound: bounds, and a bill that is no exception to a policy which leaves its nations out.
SOUND: list[Change] = [
    (POLICY, "scope: recipient not in friends\n", ""),
    (FACTS, "unit: kg\n", "unit: kg\nbounds: [0 kg, 100000 kg]\n"),
    (FACTS, "unit: USD\n", "unit: USD\nbounds: [0 USD, 1000000000 USD]\n"),
    (FIGURES, "unit: d\n", "unit: d\nbounds: [0 d, 1000 d]\n"),
    (FIGURES, "unit: km/h\n", "unit: km/h\nbounds: [0 km/h, 40000 km/h]\n"),
]


def checked(law: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["law", "check", "--law", str(law), *arguments])


def test_a_sound_law_is_proven_so(tmp_path: Path) -> None:
    result = checked(write_law(tmp_path, *SOUND))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "proven over all transfers" in result.stdout


def test_a_finding_has_a_transfer_that_is_written_and_reviewed(tmp_path: Path) -> None:
    everything = (POLICY, "when: meets(1.A) and range >= 300 km", "when: range >= 0 km")
    law = write_law(tmp_path / "law", *SOUND, everything, (POLICY, "except_to: [us.policy/denial]\n", ""))
    folder = tmp_path / "shown"
    result = checked(law, "--witness", str(folder))
    assert result.exit_code == 1
    line = next(line for line in result.stderr.splitlines() if "us.policy/slow" in line)
    assert line.startswith(f"{POLICY}:")
    (file,) = folder.glob("*.yaml")
    assert f"shown by {file}:" in result.stderr
    review = CliRunner().invoke(main, ["review", str(file), "--law", str(law), "--format", "json"])
    posture = json.loads(review.stdout)["answers"]["posture"]
    assert posture["value"] == "denial"
    assert [reason["rule"] for reason in posture["outweighed"]] == ["us.policy/slow"]


def test_as_json_a_finding_has_its_kind_rules_message_and_witness(tmp_path: Path) -> None:
    law = write_law(
        tmp_path, *SOUND, (POLICY, "when: meets(1.A) and range", "when: meets(1.A) and kind is rocket and range")
    )
    result = checked(law, "--format", "json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["proofs"] == "run"
    dead = next(finding for finding in told["findings"] if finding["kind"] == "dead")
    assert dead["rules"] == ["us.policy/denial"]
    assert "'meets(1.A)'; 'kind is rocket' do not go together" in dead["message"]
    assert dead["witness"]["date"]


def test_a_proposal_is_proven_as_if_it_were_in_force(tmp_path: Path) -> None:
    law = write_law(tmp_path, *SOUND, (BILL, "when: recipient in friends", "when: kind is uas and kind is rocket"))
    told = json.loads(checked(law, "--format", "json").stdout)
    (finding,) = (finding for finding in told["findings"] if finding["kind"] == "dead")
    assert finding["rules"] == ["proposals.bill/open"]
    assert finding["reform"] == "bill"


def test_where_a_witness_cannot_be_written_it_is_said(tmp_path: Path) -> None:
    law = write_law(tmp_path / "law")
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = checked(law, "--witness", str(tmp_path / "file"))
    assert result.exit_code == 2
    assert "--witness" in result.stderr


def test_without_z3_the_rest_is_checked_and_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licet.exactly, "can_prove", lambda: False)
    result = checked(write_law(tmp_path))
    assert result.exit_code == 0
    assert "The proofs were not run" in result.stderr
    assert "licet[prove]" in result.stderr
    assert "proven" not in result.stdout
    assert json.loads(checked(tmp_path, "--format", "json").stdout)["proofs"] == "not_run"


def test_the_proofs_can_be_left_out(tmp_path: Path) -> None:
    result = checked(write_law(tmp_path), "--no-proofs")
    assert (result.exit_code, result.stderr) == (0, "")


AMENDMENT = """\
---
instrument: proposals.amendment
title: An amendment
issuer: A legislature
kind: proposal
source: the amendment
standing: verified
{more}---
"""


def found(law: Path, more: str = "", rule: str = "") -> list[dict[str, Any]]:
    """What is found of the law with an amendment beside it."""
    text = AMENDMENT.format(more=more) + (f"\n```rule\n{rule}```\n" if rule else "")
    (law / "proposals" / "amendment.md").write_text(text, encoding="utf-8")
    findings: list[dict[str, Any]] = json.loads(checked(law, "--format", "json").stdout)["findings"]
    return findings


def test_a_rule_that_dies_where_a_proposal_ends_another_is_found_as_the_proposals(tmp_path: Path) -> None:
    dead, idle = found(write_law(tmp_path, *SOUND), "ends: mtcr.annex/1.A.2\n")
    assert (dead["kind"], dead["rules"], dead["reform"]) == ("dead", ["us.policy/denial"], "amendment")
    assert "'meets(1.A)' never holds" in dead["message"]
    assert (idle["kind"], idle["rules"], idle["reform"]) == (
        "exception",
        ["us.policy/slow", "us.policy/denial"],
        "amendment",
    )


def test_a_gap_that_a_proposal_leaves_is_found_with_a_transfer_that_shows_it(tmp_path: Path) -> None:
    due = "due: kind is uas and not hypersonic and date >= 2020-07-24 and date <= 2024-12-31\n"
    law = write_law(tmp_path, *SOUND, (FACTS, "definition: The posture.\n", "definition: The posture.\n" + due))
    assert json.loads(checked(law, "--format", "json").stdout)["findings"] == []
    (gap,) = found(law, "ends: us.policy/slow\n")
    assert (gap["kind"], gap["reform"]) == ("gap", "amendment")
    assert gap["witness"]["item"]["kind"] == "uas"
    replacement = (
        "id: new\ncite: section 1\ndecides: posture\nwhen: kind is uas and not hypersonic\n"
        "then: case_by_case\nsays: As before.\nreplaces: us.policy/slow\n"
    )
    assert found(law, "", replacement) == []


def test_what_a_change_of_a_group_makes_of_the_law_is_found(tmp_path: Path) -> None:
    law = write_law(tmp_path, *SOUND, (BILL, "when: recipient in friends", "when: recipient in (IT, NO)"))
    (law / "us" / "friends.md").write_text(FRIENDLY, encoding="utf-8")
    assert json.loads(checked(law, "--format", "json").stdout)["findings"] == []
    dead, idle = found(law, "groups: {friends: {leave: [IT, NO]}}\n")
    assert (dead["kind"], dead["rules"], dead["reform"]) == ("dead", ["us.friends/open"], "amendment")
    assert (idle["kind"], idle["reform"]) == ("exception", "amendment")


def test_a_fault_of_the_law_itself_is_not_told_again_of_a_proposal(tmp_path: Path) -> None:
    law = write_law(
        tmp_path, *SOUND, (POLICY, "when: meets(1.A) and range", "when: kind is rocket and meets(1.A) and range")
    )
    assert [(one["kind"], one["reform"]) for one in found(law, "ends: us.policy/slow\n") if one["kind"] == "dead"] == [
        ("dead", None)
    ]


FRIENDLY = """\
---
instrument: us.friends
title: Friends
issuer: A state
kind: policy
in_force: 1993-01-07 .. 2025-01-01
source: the policy
standing: verified
---

```rule
id: open
cite: paragraph 1
decides: posture
when: recipient in friends
then: case_by_case
except_to: us.policy/denial
says: Friends are decided case by case.
```
"""
