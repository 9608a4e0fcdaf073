"""A transfer through the years from Python: the same as the command tells, and every fault of a call at once."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import licet
from licet.cli.main import main
from licet.errors import InputError

DRONE: dict[str, Any] = {"recipient": "IT", "item": {"kind": "uas", "range": "1850 km", "payload": "1701 kg"}}


def test_python_and_the_command_tell_the_same() -> None:
    found = licet.timeline(DRONE, first=datetime.date(2015, 1, 1), last="2021-01-01", date="2020-01-01")
    words = ["timeline", "-", "--from", "2015-01-01", "--to", "2021-01-01", "--format"]
    stated = yaml.safe_dump({**DRONE, "date": "2020-01-01"})
    told = CliRunner().invoke(main, [*words, "json"], input=stated)
    assert json.loads(told.stdout) == json.loads(found.to_json())
    assert CliRunner().invoke(main, [*words, "html"], input=stated).stdout.rstrip("\n") == found.to_html().rstrip("\n")
    wide = CliRunner(env={"COLUMNS": "100"}).invoke(main, [*words, "text"], input=stated)
    assert wide.stdout.rstrip("\n") == found.explain().rstrip("\n")
    assert "From 24 July 2020" in found.explain()


def test_the_last_day_is_today_by_default() -> None:
    found = licet.timeline(DRONE, first="2020-01-01")
    assert found.last >= datetime.date(2025, 1, 1)
    assert found.stretches[-1].end is None


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2020-02-30", "2021-01-01", ["first: '2020-02-30'"]),
        ("2021-01-01", "2020-01-01", ["first: 2021-01-01, after last 2020-01-01"]),
        ("yesterday", "soon", ["first: ", "last: "]),
    ],
)
def test_every_fault_of_a_call_is_told_at_once(first: str, last: str, said: list[str]) -> None:
    with pytest.raises(InputError) as raised:
        licet.timeline({"recipient": "Atlantis"}, first=first, last=last)
    told = [str(fault) for fault in raised.value.faults]
    assert len(told) == len(said) + 1
    for begins, fault in zip(said, told, strict=False):
        assert fault.startswith(begins)
    assert "Atlantis" in told[-1]


@pytest.mark.parametrize("assumed", [["range=1850 km, 2500 km"], {"range": ["1850 km", "2500 km"]}])
def test_an_interval_is_assumed_as_it_is_stated(assumed: Any) -> None:
    stated = licet.review({**DRONE, "date": "2021-01-01", "item": {**DRONE["item"], "range": ["1850 km", "2500 km"]}})
    item = {"kind": "uas", "payload": "1701 kg"}
    found = licet.review({**DRONE, "date": "2021-01-01", "item": item}, assume=assumed)
    assert found.posture.possible == stated.posture.possible
    assert [(one.fact, one.value) for one in found.assumed[:1]] == [("item.range", "1850 km, 2500 km")]


def test_the_order_in_which_facts_are_stated_makes_no_difference() -> None:
    turned = {"item": dict(reversed(DRONE["item"].items())), "recipient": "IT", "date": "2021-01-01"}
    assert licet.review(turned).to_json() == licet.review({**DRONE, "date": "2021-01-01"}).to_json()
