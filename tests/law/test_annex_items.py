"""Items 1, 2, 19 and 20 of the Annex, entry by entry, and an article of each Item between them."""

from __future__ import annotations

from typing import Any

import pytest
from law.transfers import (
    ARTICLES,
    Item,
    Reviewed,
    ballistic_missile,
    cruise_missile,
    facility,
    for_part,
    launcher,
    light_drone,
    light_missile,
    listed_part,
    manned_aircraft,
    motor,
    of_system,
    part,
    review,
    short_drone,
    short_missile,
    slow_drone,
    software,
    sounding_rocket,
    spraying_drone,
    technology,
    unlisted_part,
)

from licet.rulebook.rulebook import Rulebook


def entries(item: Item, **more: Any) -> list[str]:
    """The entries that are met, every one of them certain."""
    d = review({**item, **more})
    assert d.entries.value is not None, d.missing
    return list(d.entries.value)


def category(item: Item, **more: Any) -> Any:
    return review({**item, **more}).category.value


def possible(item: Item) -> set[str]:
    return set(review(item).category.possible)


# Item 1.


@pytest.mark.parametrize(
    ("item", "entry"),
    [
        (ballistic_missile(), "1.A.1"),
        (launcher(), "1.A.1"),
        (sounding_rocket(), "1.A.1"),
        (ballistic_missile(kind="rocket"), "1.A.1"),
        (ballistic_missile(kind="interceptor"), "1.A.1"),
        (cruise_missile(), "1.A.2"),
        (slow_drone(), "1.A.2"),
    ],
    ids=lambda value: value if isinstance(value, str) else value["kind"],
)
def test_a_complete_system_of_item_1_meets_its_entry_and_no_other(item: Item, entry: str) -> None:
    assert entries(item) == [entry]
    assert category(item) == "I"


def test_a_launcher_is_category_i_whatever_it_launches_for() -> None:
    for programme in ("vetted", "international", "unvetted", "none"):
        assert review(launcher(), end_use={"space_programme": programme}).category.value == "I"


def test_manned_aircraft_are_not_on_the_annex_whatever_they_carry() -> None:
    assert category(manned_aircraft(range="9000 km", payload="20000 kg")) == "unlisted"


@pytest.mark.parametrize(
    "system", [ballistic_missile(), launcher(), cruise_missile(), slow_drone()], ids=lambda s: s["kind"]
)
def test_1_b_1_production_facilities_for_item_1(system: Item) -> None:
    assert entries(facility(system)) == ["1.B.1"]


def test_1_b_1_needs_special_design() -> None:
    assert category(facility(specially_designed=False)) == "unlisted"


def test_item_1_lists_no_production_equipment() -> None:
    assert (
        category(of_system("production_equipment", ballistic_missile(), part="other", specially_designed=True))
        == "unlisted"
    )


def test_1_d_1_software_for_item_1_facilities() -> None:
    plant = {
        **ballistic_missile(),
        "kind": "software",
        "for_kind": "production_facility",
        "system_kind": "ballistic_missile",
        "part": "other",
    }
    assert entries({**plant, "facility_makes": "complete_system", "designed_or_modified": True}) == ["1.D.1"]
    assert entries({**plant, "facility_makes": "complete_system", "designed_or_modified": False}) == []


def test_1_d_2_software_that_coordinates_subsystems() -> None:
    assert entries(software()) == ["1.D.2"]
    assert entries(software(coordinates_subsystems=False)) == []
    assert entries(software(designed_or_modified=False)) == []


def test_1_d_2_takes_in_software_that_turns_a_crewed_aircraft_into_a_drone() -> None:
    kit = software(slow_drone(), coordinates_subsystems=False, conversion_software=True)
    assert entries(kit) == ["1.D.2"]
    assert entries({**kit, "kind": "component", "part": "other"}) == ["1.D.2"]


def test_1_e_1_technology_for_item_1() -> None:
    assert entries(technology()) == ["1.E.1"]
    assert entries(technology(slow_drone())) == ["1.E.1"]


@pytest.mark.parametrize("item", [technology(), software()], ids=["technology", "software"])
def test_the_general_notes_release_what_is_in_the_public_domain(item: Item) -> None:
    assert entries({**item, "released_by_general_note": True}) == []


# Item 2: subsystems.

SUBSYSTEMS = {
    "rocket_stage": "2.A.1.a",
    "reentry_vehicle": "2.A.1.b.1",
    "heat_shield": "2.A.1.b.1",
    "heat_sink": "2.A.1.b.2",
    "reentry_electronics": "2.A.1.b.3",
    "thrust_vector_control": "2.A.1.e",
    "arming_fuzing": "2.A.1.f",
}


@pytest.mark.parametrize(("name", "entry"), SUBSYSTEMS.items())
def test_a_subsystem_usable_in_a_system_of_item_1_is_category_i(name: str, entry: str) -> None:
    assert entries(part(name)) == [entry]
    assert category(part(name)) == "I"


@pytest.mark.parametrize("name", SUBSYSTEMS)
def test_a_subsystem_that_can_be_used_in_no_system_of_the_annex_is_not_category_i(name: str) -> None:
    item = part(name, short_missile(), usable_in_system=False, usable_elsewhere="neither")
    assert category(item) != "I"


@pytest.mark.parametrize("name", SUBSYSTEMS)
def test_a_part_for_a_small_rocket_is_category_i_when_it_can_be_used_in_a_large_one(name: str) -> None:
    assert entries(part(name, short_missile(), usable_elsewhere="item_1")) == [SUBSYSTEMS[name]]


@pytest.mark.parametrize("name", SUBSYSTEMS)
def test_a_part_for_a_small_rocket_is_not_cleared_before_it_is_known_where_else_it_fits(name: str) -> None:
    assert "I" in possible(part(name, short_missile()))


@pytest.mark.parametrize(
    ("name", "entry"), [("heat_shield", "2.A.1.b.1"), ("heat_sink", "2.A.1.b.2"), ("reentry_electronics", "2.A.1.b.3")]
)
def test_a_component_of_re_entry_equipment_is_category_i_as_well(name: str, entry: str) -> None:
    assert entries(part(name, kind="component")) == [entry]


@pytest.mark.parametrize("kind", ["subsystem", "component"])
def test_a_part_of_which_only_its_missile_is_known_may_be_category_i(kind: str) -> None:
    assert possible(of_system(kind, ballistic_missile())) == {"I", "II", "unlisted"}


@pytest.mark.parametrize(
    ("impulse", "entry"),
    [
        ("1.1 MN*s", "2.A.1.c.1"),
        ("1100000 N*s", "2.A.1.c.1"),
        ("1.0999 MN*s", "20.A.1.b.1"),
        ("0.841 MN*s", "20.A.1.b.1"),
        ("0.8409 MN*s", None),
    ],
)
def test_solid_motors_turn_at_1_1_and_at_0_841_meganewton_seconds(impulse: str, entry: str | None) -> None:
    assert entries(motor(total_impulse=impulse)) == ([entry] if entry else [])


@pytest.mark.parametrize(
    ("impulse", "entry"),
    [("1.1 MN*s", "2.A.1.c.2"), ("1.0999 MN*s", "20.A.1.b.2"), ("0.841 MN*s", "20.A.1.b.2"), ("0.8409 MN*s", None)],
)
def test_liquid_engines_turn_at_the_same_impulses(impulse: str, entry: str | None) -> None:
    assert entries(motor(part="liquid_engine", total_impulse=impulse)) == ([entry] if entry else [])


def test_a_motor_whose_impulse_is_not_known_is_open() -> None:
    assert possible(motor(total_impulse=None)) >= {"I", "II"}
    assert possible(motor(total_impulse=["1 MN*s", "1.2 MN*s"])) == {"I", "II"}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("1 %", {"I"}),
        ("3.33 %", {"I"}),
        ("3.3333 %", {"I", "unlisted"}),
        ("3.3334 %", {"I", "unlisted"}),
        ("3.34 %", {"unlisted"}),
        ("5 %", {"unlisted"}),
    ],
)
def test_guidance_sets_turn_at_3_33_per_cent_and_the_printed_example_leaves_a_gap(
    error: str, expected: set[str]
) -> None:
    assert possible(part("guidance_set", guidance_error=error)) == expected


def test_somebody_has_to_say_whether_the_printed_example_counts() -> None:
    gap = part("guidance_set", guidance_error="3.3333 %")
    assert category({**gap, "printed_example_counts": True}) == "I"
    assert category({**gap, "printed_example_counts": False}) == "unlisted"


def test_guidance_sets_meet_2_a_1_d() -> None:
    assert entries(part("guidance_set", guidance_error="3.33 %")) == ["2.A.1.d"]


def test_heat_protection_and_electronics_need_design_for_re_entry() -> None:
    assert category(part("heat_shield", designed_or_modified=False)) != "I"
    assert category(part("heat_sink", designed_or_modified=False)) != "I"
    assert category(part("reentry_electronics", specially_designed=False)) != "I"


# Item 2: plant, software and technology.


@pytest.mark.parametrize("name", [*SUBSYSTEMS, "solid_rocket_motor", "liquid_engine", "guidance_set"])
def test_2_b_plant_for_every_subsystem_of_item_2(name: str) -> None:
    assert entries(for_part("production_facility", name)) == ["2.B.1"]
    assert entries(for_part("production_equipment", name)) == ["2.B.2"]
    assert category(for_part("production_equipment", name)) == "I"


def test_2_b_needs_special_design() -> None:
    assert category(for_part("production_facility", specially_designed=False)) == "unlisted"
    assert category(for_part("production_equipment", specially_designed=False)) == "unlisted"


def test_2_d_1_software_for_item_2_facilities() -> None:
    assert entries(for_part("software", for_kind="production_facility", facility_makes="subsystem")) == ["2.D.1"]


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("solid_rocket_motor", "2.D.2"),
        ("liquid_engine", "2.D.2"),
        ("guidance_set", "2.D.3"),
        ("reentry_electronics", "2.D.4"),
        ("thrust_vector_control", "2.D.5"),
        ("arming_fuzing", "2.D.6"),
    ],
)
def test_2_d_software_for_using_a_subsystem(name: str, entry: str) -> None:
    assert entries(for_part("software", name)) == [entry]
    assert entries(for_part("software", name, designed_or_modified=False)) == []


@pytest.mark.parametrize("name", [*SUBSYSTEMS, "solid_rocket_motor", "liquid_engine", "guidance_set"])
def test_2_e_1_technology_for_every_subsystem_of_item_2(name: str) -> None:
    assert entries(for_part("technology", name)) == ["2.E.1"]


def test_2_e_1_technology_for_item_2_plant_and_software() -> None:
    assert entries(for_part("technology", for_kind="production_facility", facility_makes="subsystem")) == ["2.E.1"]
    assert entries(for_part("technology", for_kind="production_equipment")) == ["2.E.1"]
    assert entries(
        for_part("technology", for_kind="software", coordinates_subsystems=False, facility_makes="none")
    ) == ["2.E.1"]


# Item 19.


def test_19_a_1_and_19_a_2_hold_what_reaches_300_km_with_less() -> None:
    assert entries(light_missile()) == ["19.A.1"]
    assert entries(light_drone()) == ["19.A.2"]
    assert category(light_missile()) == category(light_drone()) == "II"


def test_no_system_stands_in_items_1_and_19_at_once() -> None:
    for item in (ballistic_missile(), slow_drone(), light_missile(), light_drone()):
        assert len(entries(item)) == 1


@pytest.mark.parametrize(
    ("capacity", "entry"),
    [("20 L", None), ("20.1 L", "19.A.3"), ("40 L", "19.A.3"), ("5.2 gal", None), ("5.3 gal", "19.A.3")],
)
def test_19_a_3_spraying_drones_begin_above_20_litres(capacity: str, entry: str | None) -> None:
    assert entries(spraying_drone(dispenser_capacity=capacity)) == ([entry] if entry else [])


@pytest.mark.parametrize(
    ("alone", "beyond_sight", "met"), [(True, False, True), (False, True, True), (False, False, False)]
)
def test_19_a_3_flies_by_itself_or_beyond_sight(alone: bool, beyond_sight: bool, met: bool) -> None:
    item = spraying_drone(autonomous_navigation=alone, bvlos_control=beyond_sight)
    assert (entries(item) == ["19.A.3"]) == met


def test_19_a_3_has_no_test_of_range_or_payload_below_300_km() -> None:
    assert entries(spraying_drone(range="5 km", payload="2000 kg")) == ["19.A.3"]
    assert entries(spraying_drone(range="400 km")) == ["19.A.2"]


def test_19_a_3_leaves_model_aircraft_out() -> None:
    assert entries(spraying_drone(recreational_model=True)) == []


def test_a_short_drone_of_which_nobody_said_whether_it_sprays_is_open() -> None:
    assert possible({key: value for key, value in short_drone().items() if key != "aerosol_dispenser"}) == {
        "II",
        "unlisted",
    }


def test_19_b_19_d_and_19_e() -> None:
    assert entries(facility(light_missile())) == ["19.B.1"]
    assert entries(software(light_missile())) == ["19.D.1"]
    assert entries(software(light_drone(), coordinates_subsystems=False, conversion_software=True)) == ["19.D.1"]
    assert entries(technology(light_drone())) == ["19.E.1"]
    for item in (facility(light_missile()), software(light_missile()), technology(light_drone())):
        assert category(item) == "II"


# Item 20.


def test_20_a_1_a_stages_for_item_19_only() -> None:
    assert entries(part("rocket_stage", light_missile(), usable_elsewhere="neither")) == ["20.A.1.a"]
    assert entries(part("rocket_stage", light_missile(), usable_elsewhere="item_1")) == ["2.A.1.a"]


def test_20_a_1_b_motors_for_item_19() -> None:
    small = motor(light_missile(), total_impulse="0.9 MN*s", usable_elsewhere="neither")
    assert entries(small) == ["20.A.1.b.1"]
    assert entries({**small, "part": "liquid_engine"}) == ["20.A.1.b.2"]
    assert category(small) == "II"


def test_a_large_motor_for_a_category_ii_missile_is_open_until_it_is_known_where_else_it_fits() -> None:
    assert "I" in possible(motor(light_missile(), total_impulse="2 MN*s"))


def test_20_b_20_d_and_20_e() -> None:
    small = {
        **light_missile(),
        "for_kind": "subsystem",
        "system_kind": "ballistic_missile",
        "part": "solid_rocket_motor",
        "total_impulse": "0.9 MN*s",
        "usable_in_system": True,
        "usable_elsewhere": "neither",
        "specially_designed": True,
        "designed_or_modified": True,
    }
    assert entries({**small, "kind": "production_facility"}) == ["20.B.1"]
    assert entries({**small, "kind": "production_equipment"}) == ["20.B.2"]
    assert entries({**small, "kind": "software", "for_kind": "production_facility", "facility_makes": "subsystem"}) == [
        "20.D.1"
    ]
    assert entries({**small, "kind": "software"}) == ["20.D.2"]
    assert entries({**small, "kind": "technology"}) == ["20.E.1"]
    for kind in ("production_facility", "production_equipment", "software", "technology"):
        assert category({**small, "kind": kind}) == "II"


# Items 3 to 18.


@pytest.mark.parametrize(("number", "entry"), [(number, entry) for number, (entry, _) in ARTICLES.items()])
def test_an_article_of_every_other_item_is_category_ii(number: int, entry: str) -> None:
    d = review(listed_part(number))
    assert d.entries.value == [entry]
    assert d.category.value == "II"


def test_there_is_an_article_of_every_item_that_is_not_reserved() -> None:
    listed = {code for rule in Rulebook.load().rules.values() for code in rule.then.get("entries", ())}
    assert {int(code.partition(".")[0]) for code in listed} == {1, 2, 19, 20, *ARTICLES}


def without(item: Item, *facts: str) -> Item:
    return {key: value for key, value in item.items() if key not in facts}


@pytest.mark.parametrize("number", sorted(ARTICLES.keys() - {4}))
def test_an_article_of_which_nobody_said_what_it_is_may_be_listed(number: int) -> None:
    assert possible(without(listed_part(number), "part")) >= {"II", "unlisted"}


def test_what_it_is_is_asked_first_of_an_article_of_which_nobody_said_it() -> None:
    d: Reviewed = review(without(listed_part(9), "part"))
    assert "9.A.4" in d.entries.possible
    assert "item.part" in {m.fact for m in d.missing}


def test_a_chemical_is_known_by_its_substance() -> None:
    assert review(without(listed_part(4), "part")).entries.value == ["4.C.2.b.1"]


@pytest.mark.parametrize("number", ARTICLES)
def test_an_article_is_never_cleared_for_want_of_its_figures(number: int) -> None:
    _, item = ARTICLES[number]
    assert "II" in possible({key: value for key, value in item.items() if key in ("kind", "for_kind", "part")})


def test_a_part_that_was_held_against_the_annex_and_meets_nothing_is_unlisted() -> None:
    assert review(unlisted_part()).category.value == "unlisted"


# No day and no policy changes a category.


@pytest.mark.parametrize(
    "day",
    [
        "1993-01-07",
        "2018-04-19",
        "2020-07-23",
        "2020-07-24",
        "2021-01-12",
        "2025-01-03",
        "2025-09-14",
        "2025-09-15",
        "2026-11-22",
    ],
)
@pytest.mark.parametrize("to", ["IT", "SA", "CN", None])
def test_no_policy_changes_the_category_of_a_drone(day: str, to: str | None) -> None:
    assert review(slow_drone(), to, day).category.value == "I"
    assert review(light_drone(), to, day).category.value == "II"


@pytest.mark.parametrize("reform", ["hr-3068-119", "hr-8892-118", "s-2387-119", "presumption-of-approval"])
def test_no_proposal_changes_a_category(reform: str) -> None:
    assert review(slow_drone(), reform=reform).category.value == "I"
