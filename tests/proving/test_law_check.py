"""``licet law check`` with its proofs: what it prints, what it writes, and what it says where the proofs cannot be run."""

from __future__ import annotations

import json
from pathlib import Path

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
