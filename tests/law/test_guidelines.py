"""What the Guidelines of the regime say, paragraph by paragraph and day by day.

The exporter is a partner without rules of its own here, so that what is asked is the regime and nothing else.
"""

from __future__ import annotations

from typing import Any

import pytest
from law.transfers import (
    CASE_BY_CASE,
    NOT_REVIEWED,
    PROHIBITED,
    STRICTEST_FIRST,
    STRONG_PRESUMPTION,
    Item,
    Reviewed,
    assumed,
    ballistic_missile,
    codes,
    cruise_missile,
    facility,
    fast_drone,
    launcher,
    light_drone,
    light_missile,
    listed_part,
    manned_aircraft,
    motor,
    of_system,
    part,
    review,
    rules,
    short_missile,
    slow_drone,
    sounding_rocket,
    technology,
    unlisted_part,
)

CATEGORY_I = [
    ballistic_missile(),
    cruise_missile(),
    slow_drone(),
    fast_drone(),
    launcher(),
    sounding_rocket(),
    motor(),
    technology(),
]


def from_britain(item: Item, to: str = "BR", on: str = "2026-11-22", **facts: Any) -> Reviewed:
    """Review a transfer from a partner whose own law is not in the rulebook."""
    return review(item, to, on, exporter="GB", **facts)


# Category I.


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1987-04-15", NOT_REVIEWED),
        ("1987-04-16", STRONG_PRESUMPTION),
        ("1993-01-06", STRONG_PRESUMPTION),
        ("1993-01-07", STRONG_PRESUMPTION),
    ],
)
def test_a_category_i_missile_is_presumed_refused_from_the_day_of_the_regime(day: str, expected: str) -> None:
    assert from_britain(ballistic_missile(), on=day).regime_posture.value == expected


def test_until_1993_the_presumption_rests_on_nuclear_delivery_which_is_presumed_and_listed() -> None:
    d = from_britain(ballistic_missile(), on="1993-01-06")
    assert rules(d.regime_posture) == {"mtcr.guidelines/category-i-1987"}
    assert "end_use.nuclear_delivery" in assumed(d)


def test_from_january_1993_the_purpose_of_a_category_i_transfer_no_longer_counts() -> None:
    d = from_britain(ballistic_missile(), on="1993-01-07", end_use={"nuclear_delivery": False})
    assert d.regime_posture.value == STRONG_PRESUMPTION
    assert rules(d.regime_posture) == {"mtcr.guidelines/category-i"}


def test_before_1993_a_category_i_item_of_no_nuclear_concern_was_still_looked_at_case_by_case() -> None:
    d = from_britain(ballistic_missile(), on="1993-01-06", end_use={"nuclear_delivery": False})
    assert d.regime_posture.value == CASE_BY_CASE


@pytest.mark.parametrize("item", CATEGORY_I, ids=lambda item: item.get("part", item["kind"]))
@pytest.mark.parametrize("to", ["US", "FR", "JP", "BR", "IN", "SA", "CN", "KP"])
def test_every_category_i_item_is_presumed_refused_to_everyone_partners_included(item: Item, to: str) -> None:
    d = from_britain(item, to)
    assert d.category.value == "I"
    assert d.regime_posture.value == STRONG_PRESUMPTION
    assert d.posture.value == STRONG_PRESUMPTION, "the exporter's own law is not known, so the regime's answer stands"


def test_a_category_i_transfer_needs_binding_undertakings_and_the_suppliers_responsibility() -> None:
    assert {"government_undertakings", "supplier_responsibility"} <= codes(
        from_britain(ballistic_missile()).obligations
    )
    assert not {"government_undertakings", "supplier_responsibility"} & codes(from_britain(light_missile()).obligations)


def test_a_system_that_holds_a_category_i_item_is_category_i() -> None:
    d = from_britain(light_missile(contains_category_i_item=True, incorporated_item_inseparable=False))
    assert d.category.value == "I"
    assert d.regime_posture.value == STRONG_PRESUMPTION


def test_a_category_i_item_that_cannot_be_taken_out_does_not_make_the_system_category_i() -> None:
    d = from_britain(light_missile(contains_category_i_item=True, incorporated_item_inseparable=True))
    assert d.category.value == "II"


def test_whether_the_held_item_can_be_taken_out_is_asked_and_never_taken_as_yes() -> None:
    d = from_britain(light_missile(contains_category_i_item=True))
    assert d.category.open
    assert set(d.category.possible) == {"I", "II"}


# Production facilities.


@pytest.mark.parametrize(
    "system",
    [ballistic_missile(), cruise_missile(), slow_drone(), launcher(), sounding_rocket()],
    ids=lambda s: s["kind"],
)
@pytest.mark.parametrize("to", ["US", "DE", "SA"])
def test_a_category_i_production_facility_is_transferred_to_nobody(system: Item, to: str) -> None:
    d = from_britain(facility(system), to)
    assert d.entries.value == ["1.B.1"]
    assert d.regime_posture.value == d.posture.value == PROHIBITED


@pytest.mark.parametrize(
    ("day", "expected"),
    [("1987-04-15", NOT_REVIEWED), ("1987-04-16", PROHIBITED), ("1993-01-07", PROHIBITED), ("2026-11-22", PROHIBITED)],
)
def test_the_bar_on_production_facilities_stands_since_1987(day: str, expected: str) -> None:
    assert from_britain(facility(), on=day).regime_posture.value == expected


def test_a_facility_for_a_category_i_motor_is_barred_as_well() -> None:
    d = from_britain(
        facility(
            for_kind="subsystem",
            system_kind="ballistic_missile",
            part="solid_rocket_motor",
            total_impulse="2 MN*s",
            usable_in_system=True,
        )
    )
    assert "2.B.1" in (d.entries.value or ())
    assert d.regime_posture.value == PROHIBITED


def test_production_equipment_alone_is_no_facility() -> None:
    equipment = motor(
        kind="production_equipment", for_kind="subsystem", system_kind="ballistic_missile", specially_designed=True
    )
    d = from_britain(equipment)
    assert "2.B.2" in (d.entries.value or ())
    assert d.regime_posture.value == STRONG_PRESUMPTION


def test_a_facility_for_category_ii_systems_is_decided_case_by_case() -> None:
    d = from_britain(facility(light_drone()))
    assert d.entries.value == ["19.B.1"]
    assert d.regime_posture.value == CASE_BY_CASE


@pytest.mark.parametrize(
    "known", [{}, {"for_kind": "ballistic_missile"}, {"for_kind": "subsystem"}, {"for_kind": "uas", "range": "4000 km"}]
)
def test_a_facility_of_which_little_is_known_is_not_cleared(known: Item) -> None:
    d = from_britain({"kind": "production_facility", **known})
    assert PROHIBITED in d.regime_posture.possible


@pytest.mark.parametrize("code", ["1.B.1", "2.B.1"])
def test_a_claimed_category_i_facility_is_barred_on_the_claim_alone(code: str) -> None:
    for claim in ({"entries": [code], "kind": "production_facility"}, {"entries": [code]}):
        d = from_britain(claim)
        assert d.category.value == "I"
        assert d.regime_posture.value == d.posture.value == PROHIBITED


def test_no_assurance_is_asked_for_what_is_barred() -> None:
    assert not {"end_use_assurance", "end_use_statement", "government_undertakings"} & codes(
        from_britain(facility()).obligations
    )


# Intent.


@pytest.mark.parametrize(("day", "expected"), [("1993-01-06", CASE_BY_CASE), ("1993-01-07", STRONG_PRESUMPTION)])
def test_a_listed_item_meant_for_weapons_of_mass_destruction_is_presumed_refused_from_january_1993(
    day: str, expected: str
) -> None:
    d = from_britain(listed_part(9), on=day, end_use={"wmd_delivery": True})
    assert d.category.value == "II"
    assert d.regime_posture.value == expected


@pytest.mark.parametrize(
    "item",
    [light_missile(), light_drone(), short_missile(), listed_part(4)],
    ids=["missile", "drone", "unlisted missile", "propellant"],
)
def test_intent_overrides_the_case_by_case_review(item: Item) -> None:
    d = from_britain(item, end_use={"wmd_delivery": True})
    assert d.regime_posture.value == STRONG_PRESUMPTION
    assert rules(d.regime_posture) == {"mtcr.guidelines/intent"}


def test_intent_reaches_unlisted_missiles_but_no_other_unlisted_item() -> None:
    assert from_britain(short_missile(), end_use={"wmd_delivery": True}).regime_posture.value == STRONG_PRESUMPTION
    assert from_britain(unlisted_part(), end_use={"wmd_delivery": True}).regime_posture.value == NOT_REVIEWED


def test_that_no_such_intent_was_found_is_said() -> None:
    assert "end_use.wmd_delivery" in assumed(from_britain(light_missile()))


# Category II.


@pytest.mark.parametrize(
    ("day", "expected"), [("1987-04-15", NOT_REVIEWED), ("1987-04-16", CASE_BY_CASE), ("2026-11-22", CASE_BY_CASE)]
)
def test_category_ii_is_decided_case_by_case_since_1987(day: str, expected: str) -> None:
    assert from_britain(listed_part(9), on=day).regime_posture.value == expected


@pytest.mark.parametrize("to", ["US", "IT", "SA", "CN"])
def test_category_ii_carries_no_presumption_whoever_receives_it(to: str) -> None:
    assert from_britain(light_missile(), to).regime_posture.value == CASE_BY_CASE


@pytest.mark.parametrize("item", [ballistic_missile(), light_missile()], ids=["category I", "category II"])
def test_the_six_factors_are_weighed_for_both_categories(item: Item) -> None:
    assert {f"guidelines_3_{letter}" for letter in "abcdef"} <= codes(from_britain(item).factors)


def test_the_factor_on_terrorists_came_about_2003() -> None:
    assert "guidelines_3_f" not in codes(from_britain(light_missile(), on="2001-06-01").factors)
    assert "guidelines_3_f" in codes(from_britain(light_missile(), on="2004-06-01").factors)


def test_no_factor_of_the_regime_is_weighed_for_what_is_not_on_the_annex() -> None:
    assert not {code for code in codes(from_britain(short_missile()).factors) if code.startswith("guidelines")}


# Assurances.

ASSURANCES = {"end_use_assurance", "no_modification_without_consent", "no_retransfer_without_consent"}


def test_assurances_go_with_every_category_i_item() -> None:
    d = from_britain(ballistic_missile(), end_use={"could_aid_wmd_delivery": False})
    assert codes(d.obligations) >= ASSURANCES


def test_assurances_go_with_a_category_ii_item_that_could_help_a_delivery_system() -> None:
    d = from_britain(light_missile())
    assert codes(d.obligations) >= ASSURANCES
    assert "end_use.could_aid_wmd_delivery" in assumed(d)


def test_no_assurance_is_needed_for_a_category_ii_item_that_cannot_help_one() -> None:
    d = from_britain(light_missile(), end_use={"could_aid_wmd_delivery": False})
    assert not codes(d.obligations) & ASSURANCES


def test_the_end_user_states_use_and_place_and_may_be_checked_after_shipment() -> None:
    assert {"end_use_statement", "no_wmd_delivery_assurance", "post_shipment_check"} <= codes(
        from_britain(light_missile()).obligations
    )


# Space.


def test_the_space_clause_guides_judgement_and_takes_no_launcher_off_the_annex() -> None:
    d = from_britain(launcher(), "FR", end_use={"space_programme": "vetted"})
    assert d.category.value == "I"
    assert d.regime_posture.value == STRONG_PRESUMPTION
    assert "guidelines_1_space_programme" in codes(d.factors)


def test_the_space_clause_is_not_weighed_without_a_space_programme() -> None:
    assert "guidelines_1_space_programme" not in codes(
        from_britain(launcher(), end_use={"space_programme": "none"}).factors
    )


# What is off the Annex.


@pytest.mark.parametrize(("exporter", "asked"), [("GB", True), ("US", True), ("SG", False)])
def test_an_unlisted_item_for_weapons_of_mass_destruction_needs_an_authorisation_from_a_partner(
    exporter: str, asked: bool
) -> None:
    d = review(
        unlisted_part(for_kind="ballistic_missile"),
        "PK",
        exporter=exporter,
        channel="dual_use",
        end_use={"wmd_delivery": True},
    )
    assert ("mtcr.guidelines/catch-all" in rules(d.licence)) == asked
    assert d.licence.value == ("required" if asked else None)


def test_the_catch_all_came_about_2003() -> None:
    item = unlisted_part(for_kind="ballistic_missile")
    decided = {
        day: from_britain(item, "PK", day, end_use={"wmd_delivery": True}).licence.value
        for day in ("2002-06-01", "2004-06-01")
    }
    assert decided == {"2002-06-01": None, "2004-06-01": "required"}


def test_manned_aircraft_are_left_aside() -> None:
    d = from_britain(manned_aircraft(range="9000 km", payload="9000 kg"), "PK", end_use={"wmd_delivery": True})
    assert d.category.value == "unlisted"
    assert d.regime_posture.value == NOT_REVIEWED
    assert "mtcr.guidelines/catch-all" not in rules(d.licence)


# Practice.


def test_a_partner_that_refused_the_same_item_to_the_same_buyer_is_consulted() -> None:
    asked = {
        day: "consult_denying_partner" in codes(from_britain(light_missile(), on=day, denial_notified=True).obligations)
        for day in ("1990-01-01", "1996-01-01", "2026-11-22")
    }
    assert asked == {"1990-01-01": False, "1996-01-01": True, "2026-11-22": True}
    assert "consult_denying_partner" not in codes(from_britain(light_missile()).obligations)
    assert "consult_denying_partner" not in codes(from_britain(short_missile(), denial_notified=True).obligations)


# Notes that let a Category I subsystem be handled as Category II.


@pytest.mark.parametrize(
    "item",
    [
        part("reentry_vehicle", non_weapon_payload=True),
        part("heat_shield", non_weapon_payload=True),
        part("liquid_engine", launcher(), total_impulse="1.5 MN*s", satellite_engine=True, vacuum_thrust="0.4 kN"),
        part("guidance_set", short_missile(), guidance_error="1 %", usable_elsewhere="item_1"),
        part("guidance_set", manned_aircraft(), guidance_error="1 %", usable_elsewhere="item_1"),
        part("thrust_vector_control", light_missile(), usable_elsewhere="item_1"),
        part("arming_fuzing", short_missile(), usable_elsewhere="item_1"),
    ],
    ids=[
        "re-entry vehicle",
        "heat shield",
        "satellite engine",
        "guidance below 300 km",
        "guidance of aircraft",
        "thrust vector",
        "fuze",
    ],
)
def test_a_subsystem_with_an_excepted_use_stays_category_i_and_is_handled_as_category_ii(item: Item) -> None:
    plain = from_britain(item)
    assert plain.category.value == "I"
    assert plain.regime_posture.value == STRONG_PRESUMPTION, (
        "without an end-use statement and limited quantities nothing is eased"
    )
    eased = from_britain(item, end_use={"quantities_fit_purpose": True})
    assert eased.category.value == "I"
    assert eased.regime_posture.value == CASE_BY_CASE
    meant = from_britain(item, end_use={"quantities_fit_purpose": True, "wmd_delivery": True})
    assert meant.regime_posture.value == STRONG_PRESUMPTION


@pytest.mark.parametrize(
    "item",
    [
        part("reentry_vehicle", non_weapon_payload=False),
        part("liquid_engine", launcher(), total_impulse="1.5 MN*s", satellite_engine=True, vacuum_thrust="1.01 kN"),
        part("liquid_engine", launcher(), total_impulse="1.5 MN*s", satellite_engine=False, vacuum_thrust="0.4 kN"),
        part("guidance_set", light_missile(), guidance_error="1 %", usable_elsewhere="item_1"),
        part("thrust_vector_control"),
        part("arming_fuzing"),
        part("rocket_stage", non_weapon_payload=True),
        motor(satellite_engine=True, vacuum_thrust="0.4 kN"),
    ],
    ids=[
        "weapon",
        "too much thrust",
        "no satellite",
        "guidance at 400 km",
        "vector control of Item 1",
        "fuze of Item 1",
        "stage",
        "solid motor",
    ],
)
def test_a_subsystem_without_an_excepted_use_is_not_eased(item: Item) -> None:
    d = from_britain(item, end_use={"quantities_fit_purpose": True})
    assert d.category.value == "I"
    assert d.regime_posture.value == STRONG_PRESUMPTION


# Nothing unknown makes an answer laxer.


def test_what_is_not_known_never_clears_a_missile() -> None:
    """Every answer that stays possible for the complete facts is possible for the bare ones."""
    whole = from_britain(ballistic_missile())
    for left_out in ("range", "payload", "kind"):
        item = {key: value for key, value in ballistic_missile().items() if key != left_out}
        d = from_britain(item)
        assert whole.regime_posture.value in d.regime_posture.possible
        assert d.regime_posture.value in (None, whole.regime_posture.value)


def test_the_postures_stand_in_one_order_of_strictness() -> None:
    import licet

    questions = licet.Rulebook.load().questions
    assert tuple(questions["posture"].values) == STRICTEST_FIRST
    assert tuple(questions["regime_posture"].values) == STRICTEST_FIRST


def test_a_part_for_a_system_is_of_that_system() -> None:
    assert from_britain(of_system("technology", light_drone())).regime_posture.value == CASE_BY_CASE
