"""What the law cannot tell apart is asked once, and has the answers that it would have had by itself."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pytest

from licet.deciding.bound import binder
from licet.language.nodes import Where, from_value
from licet.registers.asking import Asking
from licet.registers.recorded import UNKNOWN
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater

TODAY = datetime.date(2026, 9, 1)
ITEMS: list[dict[str, Any]] = [
    {"name": "MQ-9 Reaper", "kind": "uas"},
    {"name": "R-17 Elbrus", "kind": "ballistic_missile"},
    {"name": "Nobody has heard of it", "kind": "cruise_missile"},
    {"name": "Nor of this", "kind": "cruise_missile"},
    {"kind": "interceptor", "range": ["0 km", "100 km"], "payload": ["0 kg", "50 kg"]},
    {"kind": "space_launch_vehicle", "envelope": [{"payload": "4100 kg", "range": "40000 km"}]},
    {"kind": "other", "for_kind": "ballistic_missile", "part": "transporter_launcher", "designed_or_modified": "yes"},
    {},
]


@pytest.fixture(scope="module")
def law() -> Rulebook:
    return Rulebook.load()


@pytest.fixture(scope="module")
def asking(law: Rulebook) -> Asking:
    return Asking(law, Stater(law, TODAY))


def transfer(item: dict[str, Any], exporter: str = "US", recipient: str = "IT") -> dict[str, Any]:
    return {"exporter": exporter, "recipient": recipient, "item": item}


def test_two_designations_without_figures_are_one_and_a_figure_tells_them_apart(asking: Asking) -> None:
    one, other = (asking.read(transfer(item), Where("x")) for item in ITEMS[2:4])
    assert one == other
    assert asking.read(transfer({**ITEMS[2], "range": "900 km"}), Where("x")) != one


def test_two_nations_that_every_rule_treats_alike_are_one_on_that_day_and_a_member_is_another(asking: Asking) -> None:
    day = datetime.date(2015, 6, 1).toordinal()
    denmark, norway, egypt = (
        asking.likeness(asking.read(transfer(ITEMS[0], recipient=code), Where("x")), day, "posture")
        for code in ("DK", "NO", "EG")
    )
    assert denmark == norway
    assert denmark != egypt, "Egypt is no partner of the regime"


def test_a_question_that_reads_no_nation_tells_none_apart(asking: Asking) -> None:
    day = datetime.date(2015, 6, 1).toordinal()
    assert len({asking.likeness(asking.read(transfer(ITEMS[0], recipient=code), Where("x")), day, "category") for code in ("IT", "IR", UNKNOWN)}) == 1  # fmt: skip


def test_a_nation_that_is_said_to_be_unknown_is_not_presumed(asking: Asking) -> None:
    day = datetime.date(2015, 6, 1).toordinal()
    unknown = asking.read(transfer(ITEMS[0], exporter=UNKNOWN), Where("x"))
    assert asking.outcome("authority", unknown, day).open
    assert not asking.outcome("authority", asking.read(transfer(ITEMS[0]), Where("x")), day).open


def test_the_answers_are_those_of_each_transfer_by_itself(law: Rulebook, asking: Asking) -> None:
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")
    draw = random.Random(seed)
    nations = [*law.nations, UNKNOWN, UNKNOWN, "US", "RU", "KP"]
    stater = Stater(law, TODAY)
    for _ in range(400):
        stated = transfer(draw.choice(ITEMS), draw.choice(nations), draw.choice(nations))
        day = draw.randint(datetime.date(1980, 1, 1).toordinal(), datetime.date(2027, 1, 1).toordinal())
        date = datetime.date.fromordinal(day).isoformat()
        bound = binder(law).on(day)
        alone = bound.decide(bound.state(stater.read(from_value({**stated, "date": date}, Where("x"))).stated))
        read = asking.read(stated, Where("x"))
        together = asking.outcomes(read, day)
        for name, outcome in alone.items():
            assert (together[name].value, together[name].possible) == (outcome.value, outcome.possible), (stated, date)
        for question in ("posture", "category", "licence"):
            assert asking.outcome(question, read, day).possible == alone[question].possible, (stated, date)
