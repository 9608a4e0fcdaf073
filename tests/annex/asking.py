"""Asking for the verdict on one entry of the Annex, and the complete systems that parts are stated to be for.

The tests beside this file are written from the facts about the Annex and not from the law, so that one can be held against the other. This
file holds no figure of an entry.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pytest

from licet.classification.classifying import Classifying, classify
from licet.classification.verdicts import Classification, EntryVerdict
from licet.language.nodes import Where, from_value
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater

Item = dict[str, Any]

MET, OPEN, NOT_MET = "met", "open", "not_met"
TODAY = "2026-11-22"
_TRUTH = {0: NOT_MET, 1: OPEN, 2: MET}

# How closely a part is tied to a system. Each grade takes in the one before it.
UNRELATED: Item = {"usable_in_system": False, "designed_or_modified": False, "specially_designed": False}
USABLE: Item = {**UNRELATED, "usable_in_system": True}
DESIGNED: Item = {**USABLE, "designed_or_modified": True}
SPECIAL: Item = {**DESIGNED, "specially_designed": True}
GRADES = {"unrelated": UNRELATED, "usable in": USABLE, "designed or modified": DESIGNED, "specially designed": SPECIAL}

_FAR_AND_HEAVY: Item = {"range": "1000 km", "payload": "1000 kg"}
_FAR_AND_LIGHT: Item = {"range": "600 km", "payload": "100 kg"}
_NEAR: Item = {"range": "50 km", "payload": "20 kg"}
_NO_SPRAY: Item = {"aerosol_dispenser": False}

# Complete systems, as the kind that a part is for and the figures of that system. The part can be used in no other.
SYSTEMS: dict[str, Item] = {
    "1.A.1": {"system": "ballistic_missile", **_FAR_AND_HEAVY},
    "1.A.2": {"system": "uas", **_FAR_AND_HEAVY, **_NO_SPRAY},
    "19.A.1": {"system": "ballistic_missile", **_FAR_AND_LIGHT},
    "19.A.2": {"system": "uas", **_FAR_AND_LIGHT, **_NO_SPRAY},
    "19.A.3": {
        "system": "uas",
        **_NEAR,
        "aerosol_dispenser": True,
        "dispenser_capacity": "40 L",
        "autonomous_navigation": True,
    },
    "a short rocket": {"system": "rocket", **_NEAR},
    "a short drone": {"system": "uas", **_NEAR, **_NO_SPRAY},
    "a crewed aircraft": {"system": "manned_aircraft"},
}
NO_MISSILE = ("a short rocket", "a short drone", "a crewed aircraft")


def below(*targets: str) -> set[str]:
    """The complete systems that stand under some headings: ``1.A`` for 1.A.1 and 1.A.2."""
    return {code for code in SYSTEMS for target in targets if code == target or code.startswith(f"{target}.")}


def part_of(system: str, item: Mapping[str, Any], grade: Mapping[str, Any] = SPECIAL) -> Item:
    """A part or a material for a complete system, tied to it more or less closely, and to no other system."""
    stated = dict(SYSTEMS[system])
    kind = stated.pop("system")
    return {**stated, "usable_elsewhere": "neither", **grade, **item, "for_kind": kind, "system_kind": kind}


def serving(what: str, article: Mapping[str, Any], **more: Any) -> Item:
    """A production facility, production equipment, software or technology for an article, whose facts it carries."""
    return {**article, "kind": what, "for_kind": article["kind"], **more}


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """The law that came with Licet, read once."""
    return Rulebook.load()


def classifying(item: Mapping[str, Any], on: str = TODAY, **more: Any) -> Classifying:
    """The working of a classification, whose parts are worked out when they are looked at."""
    stater = Stater(rulebook(), datetime.date.fromisoformat(on))
    return Classifying(rulebook(), stater.read(from_value({**item, **more}, Where("item"))))


def classified(item: Mapping[str, Any], on: str = TODAY, **more: Any) -> Classification:
    """The classification of an item."""
    return classify({"date": on, "item": {**item, **more}}, rulebook=rulebook())


def entry(code: str, item: Mapping[str, Any], **more: Any) -> EntryVerdict:
    """One entry as it bears on an item, with what is missing for it."""
    return classified(item, **more).entry(code)


def verdict(code: str, item: Mapping[str, Any], **more: Any) -> str:
    """The verdict on one entry.

    What the rule says at once is final save where it says nothing; only then is it worked out whether the entry is settled all the same.
    """
    told = _TRUTH[classifying(item, **more).verdicts[code]]
    return entry(code, item, **more).verdict if told == OPEN else told


def met(item: Mapping[str, Any], **more: Any) -> list[str]:
    """The entries that are met, in the order of the Annex."""
    return [code for code, truth in classifying(item, **more).verdicts.items() if _TRUTH[truth] == MET]


def within(item: int | str, codes: Iterable[str]) -> list[str]:
    """Those of some entries that stand in one Item."""
    return [code for code in codes if code.split(".")[0] == str(item)]


def without(item: Mapping[str, Any], *names: str) -> Item:
    """An item of which some facts are not stated."""
    return {name: value for name, value in item.items() if name not in names}


Limit = tuple[str, Mapping[str, Any], str, list[Any], list[Any]]


def at_limits(limits: Iterable[Limit]) -> list[Any]:
    """Cases on both sides of limits: an entry, a sample that meets it, one fact, values that meet it and values that do not."""
    cases = []
    for code, sample, fact, meeting, failing in limits:
        for expected, values in ((MET, meeting), (NOT_MET, failing)):
            for value in values:
                said = f"{code}-{fact}={value}-{expected}"
                cases.append(pytest.param(code, {**sample, fact: value}, expected, id=said))
    return cases


def left_out(facts: Mapping[str, tuple[Mapping[str, Any], Iterable[str]]]) -> list[Any]:
    """Cases in which one fact of a sample is not stated: by entry, a sample that meets it and the facts that it cannot do without."""
    return [
        pytest.param(code, without(sample, name), name, id=f"{code}-without-{name}")
        for code, (sample, names) in facts.items()
        for name in names
    ]


def assert_open_for_want_of(code: str, item: Mapping[str, Any], name: str, **more: Any) -> None:
    """An entry is open, and the fact that is not known is named among those that settle it."""
    found = entry(code, item, **more)
    assert found.verdict == OPEN
    path = f"item.{name}"
    assert path in found.missing
    assert path in found.must_settle
    assert found.could_settle
    assert set(found.could_settle) <= set(found.must_settle)


def assert_tied(code: str, item: Mapping[str, Any], least: str, systems: Iterable[str], **more: Any) -> None:
    """An entry is met for some systems, when the item is tied to them that closely or more closely, and for no others."""
    order = list(GRADES)
    reached, wrong = set(systems), []
    for system in SYSTEMS:
        for grade, facts in GRADES.items():
            close = order.index(grade) >= order.index(least)
            expected = MET if close and system in reached else NOT_MET
            got = verdict(code, part_of(system, {**item, **more}, facts))
            if got != expected:
                wrong.append(f"{grade} {system}: expected {expected}, got {got}")
    assert not wrong, "; ".join(wrong)
