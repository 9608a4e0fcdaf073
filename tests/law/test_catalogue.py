"""The catalogue of known systems: every figure taken is listed, and every system comes out as its figures say."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from law.transfers import AS_MANNED, CASE_BY_CASE, STRONG_PRESUMPTION, military, missing, review, warnings

SHARED = Path(__file__).parents[3] / "shared" / "facts" / "systems.csv"

# By the figures that the facts give: what they settle at a margin of ten per cent, and what they leave open.
CATEGORIES = {
    "mq-9a": "I",
    "mq-1b": "II",
    "rq-4b": "I",
    "xq-58a": "I",
    "k-max-u": "I",
    "mq-8c": "II",
    "scaneagle": "II",
    "tb2": "II",
    "kizilelma": "I",
    "hermes-450": "II",
    "hermes-900": "II",
    "eurodrone": "I",
    "watchkeeper": "II",
    "orion": "II",
    "shahed-129": "II",
    "shahed-136": "II",
    "tomahawk-iv": "I II",
    "agm-158b": "I II",
    "agm-158c": "I II",
    "black-shaheen": "I II",
    "som": "unlisted",
    "brahmos-export": "II unlisted",
    "babur": "I II",
    "kh-55": "II",
    "club-3m14e": "I II unlisted",
    "cj-10": "I",
    "nsm": "unlisted",
    "jsm": "II",
    "exocet-mm40b3": "unlisted",
    "v-2": "I",
    "scud-b": "I",
    "shahab-3": "I",
    "iskander-e": "I II unlisted",
    "kn-23": "I",
    "atacms-b1a": "II",
    "agni-1": "I",
    "bora": "I II unlisted",
    "minuteman-3": "I",
    "trident-2": "I",
    "lance": "unlisted",
    "arrow-2": "I II unlisted",
    "arrow-3": "I II unlisted",
    "sm-3-2a": "I II",
    "sm-6": "II",
    "thaad": "I II unlisted",
    "pac-3-mse": "unlisted",
    "falcon-9": "I",
    "electron": "I II",
    "pegasus-xl": "I II",
    "nuri": "I",
    "naro-1": "I II",
    "pslv": "I",
    "black-brant-ix": "I II unlisted",
    "vsb-30": "II unlisted",
    "s-310": "II unlisted",
}


@pytest.mark.parametrize(("system", "expected"), CATEGORIES.items())
def test_a_known_system_comes_out_as_its_figures_say(system: str, expected: str) -> None:
    d = review({"name": system})
    assert set(d.category.possible) == set(expected.split())
    assert d.taken, "every figure that came from the catalogue is listed"
    assert all(system in taken.from_ for taken in d.taken if taken.fact.startswith("item."))


@pytest.mark.skipif(not SHARED.is_file(), reason="the folder of facts, ../shared/facts, is not beside the checkout")
def test_the_facts_hold_no_other_system() -> None:
    with SHARED.open(encoding="utf-8", newline="") as file:
        assert {row["id"] for row in csv.DictReader(file)} == set(CATEGORIES)


def test_a_system_that_an_official_or_scholar_calls_category_i_is_never_taken_for_less() -> None:
    for system in ("mq-9a", "rq-4b", "eurodrone", "tomahawk-iv", "scud-b", "arrow-2", "arrow-3"):
        d = review({"name": system})
        assert "I" in d.category.possible
        assert "stated_category" in warnings(d)


def test_a_launcher_that_lifts_less_than_500_kg_to_orbit_is_not_taken_for_category_ii() -> None:
    for system in ("electron", "pegasus-xl", "naro-1"):
        d = review({"name": system})
        assert "I" in d.category.possible
        assert "item.payload" in missing(d)


def test_a_wrong_public_claim_of_category_i_is_told_and_does_not_decide() -> None:
    d = review({"name": "PAC-3 MSE"})
    assert d.category.value == "unlisted"
    assert "stated_category" in warnings(d)


def test_every_figure_that_is_taken_is_listed_with_its_source() -> None:
    d = military({"name": "MQ-9A Reaper"})
    taken = {taken.fact: taken for taken in d.taken}
    assert {"item.kind", "item.range", "item.payload", "item.max_airspeed"} <= set(taken)
    assert taken["item.range"].value == "1850 km"
    assert "mq-9a" in taken["item.range"].from_
    assert "range" not in d.transfer["item"], "what was taken is not shown as stated"


def test_a_stated_figure_stands_before_that_of_the_catalogue() -> None:
    d = military({"name": "MQ-9A Reaper", "payload": "100 kg"})
    assert d.category.value == "II"
    assert "item.payload" not in {taken.fact for taken in d.taken}


@pytest.mark.parametrize("name", ["MQ-9A Reaper", "mq-9a", "Reaper", "mq 9 reaper", "PREDATOR B"])
def test_names_are_read_generously(name: str) -> None:
    assert review({"name": name}).category.value == "I"


def test_a_system_that_is_not_in_the_catalogue_lends_no_figure() -> None:
    d = review({"name": "Flying Teapot"})
    assert not [taken for taken in d.taken if taken.fact.startswith("item.")]
    assert "not_in_catalogue" in warnings(d)


def test_a_speed_of_exactly_800_km_h_is_not_slow() -> None:
    assert military({"name": "Kizilelma"}, on="2024-01-01").posture.value == STRONG_PRESUMPTION
    assert military({"name": "XQ-58A Valkyrie"}, on="2024-01-01").posture.value == STRONG_PRESUMPTION
    assert military({"name": "MQ-9A Reaper"}, on="2024-01-01").posture.value == CASE_BY_CASE
    for name in ("Kizilelma", "XQ-58A Valkyrie", "MQ-9A Reaper"):
        assert military({"name": name}).posture.value == AS_MANNED


@pytest.mark.parametrize("name", ["MQ-9B", "SkyGuardian", "SeaGuardian", "MQ-9B Sky Guardian", "mq9b seaguardian"])
def test_the_successor_of_the_reaper_is_found_and_is_not_said_to_be_verified(name: str) -> None:
    d = review({"name": name})
    taken = [one for one in d.taken if one.fact == "item.range"]
    assert [one.value for one in taken] == ["11100 km"]
    assert "unverified" in taken[0].from_
    assert d.category.value == "I"
