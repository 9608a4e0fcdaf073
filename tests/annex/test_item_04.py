"""Item 4: propellants, their constituents, and the machines that make them."""

from __future__ import annotations

from typing import Any

import pytest
from annex.asking import (
    MET,
    NO_MISSILE,
    NOT_MET,
    OPEN,
    SPECIAL,
    SYSTEMS,
    UNRELATED,
    Item,
    Limit,
    assert_open_for_want_of,
    assert_tied,
    at_limits,
    below,
    classified,
    entry,
    left_out,
    met,
    part_of,
    serving,
    verdict,
    within,
    without,
)
from annex.facts_file import ABSENT, substances

from licet.errors import InputError


def chemical(name: str, **more: Any) -> Item:
    """A chemical substance by its name or number."""
    return {"kind": "material", "part": "chemical", "substance": name, **more}


def powder(metal: str, **more: Any) -> Item:
    """A fine, pure, spherical powder of a metal, which no missile part is made of."""
    return {
        "kind": "material",
        "part": "metal_powder",
        "powder_metal": metal,
        "purity": "99 %",
        "particle_size": "40 um",
        "fraction_below_63um": "100 %",
        "fraction_below_60um": "100 %",
        "spherical_or_spheroidal": True,
        "for_missile_components": False,
        **more,
    }


def fuel(system: str = "1.A.2", **more: Any) -> Item:
    """A fuel of a missile or another vehicle."""
    return part_of(system, {"kind": "material", "part": "high_energy_fuel", **more})


BATCH_MIXER: Item = {
    "kind": "production_equipment",
    "part": "batch_mixer",
    "mixing_vacuum": "5 kPa",
    "temperature_controlled_chamber": True,
    "mixer_volume": "300 L",
    "offcentre_shafts": 2,
}
CONTINUOUS_MIXER: Item = {
    "kind": "production_equipment",
    "part": "continuous_mixer",
    "mixing_vacuum": "5 kPa",
    "temperature_controlled_chamber": True,
    "mixing_shafts": 2,
    "rotating_oscillating_toothed_shaft": False,
    "teeth_or_pins_in_casing": False,
}
SINGLE_SHAFT: Item = {
    **CONTINUOUS_MIXER,
    "mixing_shafts": 1,
    "rotating_oscillating_toothed_shaft": True,
    "teeth_or_pins_in_casing": True,
}
MILL: Item = {"kind": "production_equipment", "part": "fluid_energy_mill", "usable_to_grind_propellant": True}
ATOMISER: Item = {
    "kind": "production_equipment",
    "part": "metal_powder_equipment",
    "usable_to_make_listed_powder": True,
}
LIQUID_PLANT: Item = {
    "kind": "production_equipment",
    "part": "liquid_propellant_equipment",
    "for_listed_propellant": True,
}
SOLID_PLANT: Item = {**LIQUID_PLANT, "part": "solid_propellant_equipment", "mixer_or_fluid_energy_mill": False}
SLURRY = fuel(
    mixed_solid_and_liquid_fuel=True,
    energy_per_mass="45 MJ/kg",
    energy_per_volume="30 GJ/m^3",
    fossil_refined_or_biofuel=False,
)
DENSE_FUEL = fuel(
    mixed_solid_and_liquid_fuel=False,
    energy_per_mass="42 MJ/kg",
    energy_per_volume="39.6 GJ/m^3",
    fossil_refined_or_biofuel=False,
)
COARSE_ALUMINIUM = powder("aluminium", particle_size="150 um", fraction_below_63um="20 %", fraction_below_60um="18 %")
GEL = part_of("1.A.1", {"kind": "material", "part": "gel_propellant"})

EQUIPMENT = {
    "4.B.1": LIQUID_PLANT,
    "4.B.2": SOLID_PLANT,
    "4.B.3.a": BATCH_MIXER,
    "4.B.3.b": CONTINUOUS_MIXER,
    "4.B.3.c": MILL,
    "4.B.3.d": ATOMISER,
}
PROPELLANTS = {
    "4.C.1": {"kind": "material", "part": "composite_propellant"},
    "4.C.2.a": chemical("302-01-2", concentration="99 %"),
    "4.C.2.b.1": chemical("60-34-4"),
    "4.C.2.c": COARSE_ALUMINIUM,
    "4.C.2.d": powder("zirconium"),
    "4.C.2.e": powder("boron"),
    "4.C.2.f": DENSE_FUEL,
    "4.C.2.g": chemical("86147-04-8"),
    "4.C.3.a": {"kind": "material", "part": "oxidiser_metal_mix"},
    "4.C.3.b": chemical("13465-08-2"),
    "4.C.4.a.2": chemical("10544-72-6"),
    "4.C.4.b.1": chemical("7790-98-9"),
    "4.C.5.b": chemical("69102-90-5"),
    "4.C.6.a.1": chemical("57-39-6"),
    "4.C.6.b.1": chemical("603-33-8"),
    "4.C.6.c.2.a": chemical("37206-42-1"),
    "4.C.6.d.1": chemical("111-22-8"),
    "4.C.6.e.1": chemical("119-75-5"),
    "4.C.7": GEL,
}
SAMPLES = {**EQUIPMENT, **PROPELLANTS}


@pytest.mark.parametrize("code", SAMPLES)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(code: str) -> None:
    assert met(SAMPLES[code]) == [code]
    assert classified(SAMPLES[code]).category.value == "II"


LIMITS: list[Limit] = [
    ("4.B.3.a", BATCH_MIXER, "mixing_vacuum", ["13.326 kPa", "0 kPa", "99 Torr"], ["13.327 kPa", "101 kPa"]),
    ("4.B.3.a", BATCH_MIXER, "mixer_volume", ["110 L", "111 L", "0.11 m^3", "30 gal"], ["109.9 L", "29 gal"]),
    ("4.B.3.a", BATCH_MIXER, "offcentre_shafts", [1, 2], [0]),
    ("4.B.3.a", BATCH_MIXER, "temperature_controlled_chamber", [True], [False]),
    ("4.B.3.b", CONTINUOUS_MIXER, "mixing_vacuum", ["13.326 kPa", "0 kPa"], ["13.327 kPa", "101 kPa"]),
    ("4.B.3.b", CONTINUOUS_MIXER, "mixing_shafts", [2, 3], [1]),
    ("4.B.3.b", CONTINUOUS_MIXER, "temperature_controlled_chamber", [True], [False]),
    ("4.B.3.b", SINGLE_SHAFT, "rotating_oscillating_toothed_shaft", [True], [False]),
    ("4.B.3.b", SINGLE_SHAFT, "teeth_or_pins_in_casing", [True], [False]),
    ("4.B.1", LIQUID_PLANT, "for_listed_propellant", [True], [False]),
    ("4.B.2", SOLID_PLANT, "for_listed_propellant", [True], [False]),
    ("4.B.2", SOLID_PLANT, "mixer_or_fluid_energy_mill", [False], [True]),
    ("4.B.3.c", MILL, "usable_to_grind_propellant", [True], [False]),
    ("4.B.3.d", ATOMISER, "usable_to_make_listed_powder", [True], [False]),
    ("4.C.2.a", chemical("hydrazine"), "concentration", ["70.1 %", "70.0001 %", "100 %"], ["70 %", "64 %", "0 %"]),
    ("4.C.2.c", COARSE_ALUMINIUM, "particle_size", ["199.9 um", "0.1 mm"], ["200 um", "0.2 mm", "300 um"]),
    ("4.C.2.c", COARSE_ALUMINIUM, "purity", ["97 %", "99.9 %"], ["96.9 %"]),
    ("4.C.2.c", COARSE_ALUMINIUM, "fraction_below_63um", ["10 %", "11 %"], ["9.9 %"]),
    ("4.C.2.c", COARSE_ALUMINIUM, "spherical_or_spheroidal", [True], [False]),
    *(
        limit
        for metal in ("zirconium", "beryllium", "magnesium")
        for limit in (
            ("4.C.2.d", powder(metal), "purity", ["97 %", "98 %"], ["96.9 %"]),
            ("4.C.2.d", powder(metal), "fraction_below_60um", ["90 %", "91 %"], ["89.9 %"]),
        )
    ),
    ("4.C.2.e", powder("boron"), "purity", ["85 %", "99 %"], ["84.9 %"]),
    ("4.C.2.e", powder("boron"), "fraction_below_60um", ["90 %"], ["89.9 %"]),
    ("4.C.2.f", SLURRY, "energy_per_mass", ["40 MJ/kg", "41 MJ/kg"], ["39.9 MJ/kg"]),
    ("4.C.2.f", SLURRY, "mixed_solid_and_liquid_fuel", [True], [False]),
    ("4.C.2.f", DENSE_FUEL, "energy_per_volume", ["37.5 GJ/m^3", "37.5 MJ/L"], ["37.49 GJ/m^3"]),
]


@pytest.mark.parametrize(("code", "item", "expected"), at_limits(LIMITS))
def test_the_limits_of_item_4(code: str, item: Item, expected: str) -> None:
    assert verdict(code, item) == expected


NEEDED = {
    "4.B.1": (LIQUID_PLANT, ["for_listed_propellant"]),
    "4.B.2": (SOLID_PLANT, ["for_listed_propellant"]),
    "4.B.3.a": (
        BATCH_MIXER,
        ["mixing_vacuum", "temperature_controlled_chamber", "mixer_volume", "offcentre_shafts"],
    ),
    "4.B.3.b": (CONTINUOUS_MIXER, ["mixing_vacuum", "temperature_controlled_chamber", "mixing_shafts"]),
    "4.B.3.c": (MILL, ["usable_to_grind_propellant"]),
    "4.B.3.d": (ATOMISER, ["usable_to_make_listed_powder"]),
    "4.C.2.a": (chemical("hydrazine", concentration="99 %"), ["concentration"]),
    "4.C.2.c": (
        COARSE_ALUMINIUM,
        ["powder_metal", "purity", "particle_size", "fraction_below_63um", "spherical_or_spheroidal"],
    ),
    "4.C.2.d": (powder("zirconium"), ["powder_metal", "purity", "fraction_below_60um"]),
    "4.C.2.e": (powder("boron"), ["powder_metal", "purity", "fraction_below_60um"]),
    "4.C.2.f": (DENSE_FUEL, ["fossil_refined_or_biofuel", "usable_in_system"]),
}


@pytest.mark.parametrize(("code", "item", "name"), left_out(NEEDED))
def test_without_a_fact_that_it_needs_the_entry_is_open_and_asks_for_it(code: str, item: Item, name: str) -> None:
    assert_open_for_want_of(code, item, name)


# 4.B: machines.


def test_4_b_3_a_what_a_mixer_is_filled_to_is_a_lower_bound_of_its_volume() -> None:
    unknown = without(BATCH_MIXER, "mixer_volume")
    assert verdict("4.B.3.a", {**unknown, "mixer_working_volume": "110 L"}) == MET
    assert verdict("4.B.3.a", {**unknown, "mixer_working_volume": "100 L"}) == OPEN


@pytest.mark.parametrize(
    ("shafts", "toothed", "casing", "expected"),
    [
        (2, False, False, MET),
        (1, True, True, MET),
        (1, True, False, NOT_MET),
        (1, False, True, NOT_MET),
        (1, True, None, OPEN),
        (None, False, False, OPEN),
        (None, True, True, MET),
    ],
)
def test_4_b_3_b_two_shafts_or_one_toothed_shaft_with_teeth_in_the_casing(
    shafts: int | None, toothed: bool, casing: bool | None, expected: str
) -> None:
    mixer = {
        **CONTINUOUS_MIXER,
        "mixing_shafts": shafts,
        "rotating_oscillating_toothed_shaft": toothed,
        "teeth_or_pins_in_casing": casing,
    }
    assert verdict("4.B.3.b", mixer) == expected


@pytest.mark.parametrize("machine", [BATCH_MIXER, CONTINUOUS_MIXER, MILL], ids=lambda item: item["part"])
def test_4_b_2_leaves_mixers_and_mills_to_4_b_3(machine: Item) -> None:
    assert verdict("4.B.2", {**machine, "for_listed_propellant": True}) == NOT_MET


# 4.C.2 to 4.C.6: substances, one by one.

FIXED = {
    "60-34-4": "4.C.2.b.1",
    "57-14-7": "4.C.2.b.2",
    "37836-27-4": "4.C.2.b.3",
    "86147-04-8": "4.C.2.g",
    "13465-08-2": "4.C.3.b",
    "10544-73-7": "4.C.4.a.1",
    "10102-44-0": "4.C.4.a.2",
    "10544-72-6": "4.C.4.a.2",
    "8007-58-7": "4.C.4.a.5",
    "7790-91-2": "4.C.4.a.6",
    "7790-98-9": "4.C.4.b.1",
    "140456-78-6": "4.C.4.b.2",
    "2691-41-0": "4.C.4.b.3.a",
    "121-82-4": "4.C.4.b.3.b",
    "20773-28-8": "4.C.4.b.4",
    "135285-90-4": "4.C.4.b.5",
    "69102-90-5": "4.C.5.b",
    "143178-24-9": "4.C.5.c",
    "25265-19-4": "4.C.5.e",
    "68891-50-9": "4.C.5.e",
    "57-39-6": "4.C.6.a.1",
    "7652-64-4": "4.C.6.a.5",
    "603-33-8": "4.C.6.b.1",
    "17702-41-9": "4.C.6.c.1",
    "37206-42-1": "4.C.6.c.2.a",
    "125856-62-4": "4.C.6.c.2.n",
    "3032-55-1": "4.C.6.d.2",
    "5917-61-3": "4.C.6.d.7.b",
    "119-75-5": "4.C.6.e.1",
    "100-15-2": "4.C.6.e.2",
}


@pytest.mark.parametrize(("number", "code"), FIXED.items())
def test_a_substance_by_its_number_meets_its_row_and_no_other_entry(number: str, code: str) -> None:
    assert met(chemical(number)) == [code]
    assert classified(chemical(number)).open == []


UNCONFIRMED = {"4.C.6.d.6.c"}
NUMBERS = [
    pytest.param(number, row["code"], id=f"{row['code']}-{number}")
    for row in substances()
    for number in row["substance"]["cas"]
    if row["code"] not in UNCONFIRMED
]


@pytest.mark.skipif(not NUMBERS, reason=ABSENT)
@pytest.mark.parametrize(("number", "code"), NUMBERS)
def test_every_number_of_the_facts_meets_its_row_and_no_other_entry(number: str, code: str) -> None:
    assert met(chemical(number)) == [code]
    assert classified(chemical(number)).open == []


NAMES = [
    pytest.param(name, row["code"], id=f"{row['code']}-{name}")
    for row in substances()
    for name in [row["subject"], row["substance"]["name"], *(row.get("aka") or [])]
    if row["code"] not in UNCONFIRMED
]


@pytest.mark.skipif(not NAMES, reason=ABSENT)
@pytest.mark.parametrize(("name", "code"), NAMES)
def test_a_name_of_the_facts_is_taken_for_its_row_or_not_taken_at_all(name: str, code: str) -> None:
    try:
        found = met(chemical(name))
    except InputError as error:
        assert len(error.faults) == 1
    else:
        assert found == [code]


NAMED = [
    ("HEHN", "4.C.2.b.15"),
    ("DHTN", "4.C.2.b.20"),
    ("MMH dinitrate", "4.C.2.b.9"),
    ("UDMH nitrate", "4.C.2.b.10"),
    ("MON-3", "4.C.4.a.4"),
    ("MON-25", "4.C.4.a.4"),
    ("CTPB", "4.C.5.a"),
    ("PBAA", "4.C.5.d"),
    ("polytetrahydrofuran_polyethylene_glycol", "4.C.5.f"),
    ("dicyclohexyl ferrocene", "4.C.6.c.2.g"),
    ("dipropyl ferrocene", "4.C.6.c.2.i"),
    ("iso_damtr", "4.C.6.d.5"),
]


@pytest.mark.parametrize(("name", "code"), NAMED)
def test_a_substance_without_a_number_meets_its_row_by_name(name: str, code: str) -> None:
    assert met(chemical(name)) == [code]


@pytest.mark.skipif(not NUMBERS, reason=ABSENT)
@pytest.mark.parametrize("row", [pytest.param(row, id=row["code"]) for row in substances()])
def test_every_row_of_the_facts_is_an_entry_of_the_law(row: dict[str, Any]) -> None:
    assert entry(row["code"], chemical("kerosene")).verdict == NOT_MET


@pytest.mark.parametrize(
    "name",
    [
        "540-73-8",
        "SDMH",
        "hydrazine_hydrate",
        "fuming_nitric_acid",
        "110-63-4",
        "25322-68-3",
        "hydrogen_peroxide",
        "nitrous_oxide",
        "LOX",
        "LH2",
        "ammonium_nitrate",
        "potassium_perchlorate",
        "bobba_8",
        "propyl_nena",
    ],
)
def test_substances_that_the_annex_does_not_name_meet_no_row(name: str) -> None:
    try:
        stated = chemical(name)
        found = classified(stated)
    except InputError:
        assert name == "110-63-4"
    else:
        assert found.met == []
        assert within(4, found.open) == []


def test_butyl_nena_stays_open_until_its_row_is_confirmed() -> None:
    found = classified(chemical("82486-82-6"))
    assert found.met == []
    assert found.open == ["4.C.6.d.6.c"]
    assert found.entry("4.C.6.d.6.c").must_settle
    assert found.category.value is None


@pytest.mark.parametrize("number", ["10544-73-7", "10544-72-6", "7790-98-9", "121-82-4", "8007-58-7", "7790-91-2"])
def test_4_c_4_asks_whether_the_oxidiser_can_be_used_in_rockets(number: str) -> None:
    assert met(chemical(number, usable_in_rocket_engine=True)) == [FIXED[number]]
    assert met(chemical(number, usable_in_rocket_engine=False)) == []


def test_4_c_4_a_6_nitrogen_trifluoride_is_out_as_a_gas() -> None:
    assert verdict("4.C.4.a.6", chemical("7783-54-2", gaseous_form=True)) == NOT_MET
    assert verdict("4.C.4.a.6", chemical("7783-54-2", gaseous_form=False)) == MET
    assert_open_for_want_of("4.C.4.a.6", chemical("7783-54-2"), "gaseous_form")


@pytest.mark.parametrize("name", ["ClF3", "ClF5", "OF2", "chlorine_pentafluoride", "7783-41-7"])
def test_4_c_4_a_6_other_compounds_of_fluorine_are_in_as_a_gas_too(name: str) -> None:
    assert verdict("4.C.4.a.6", chemical(name, gaseous_form=True)) == MET


CLASSES = [
    ("fluorine_oxidiser", "4.C.4.a.6", {"gaseous_form": False}),
    ("carborane_or_borane", "4.C.6.c.1", {}),
    ("aziridine_amide", "4.C.6.a.5", {}),
    (
        "ferrocene_derivative",
        "4.C.6.c.2.o",
        {"usable_as_burning_rate_modifier": True, "six_carbon_aromatic_group": False},
    ),
]


@pytest.mark.parametrize(("group", "code", "more"), CLASSES)
def test_a_substance_without_a_name_of_its_own_is_listed_by_its_class(group: str, code: str, more: Item) -> None:
    assert met(chemical("other", substance_class=group, **more)) == [code]
    assert met(chemical("other", substance_class="none", **more)) == []


def test_4_c_6_c_2_o_leaves_out_ferrocenes_with_an_aromatic_group_of_six_carbons() -> None:
    derivative = chemical("other", substance_class="ferrocene_derivative", usable_as_burning_rate_modifier=True)
    assert verdict("4.C.6.c.2.o", derivative, six_carbon_aromatic_group=True) == NOT_MET
    assert_open_for_want_of("4.C.6.c.2.o", derivative, "six_carbon_aromatic_group")
    idle = {**derivative, "usable_as_burning_rate_modifier": False, "six_carbon_aromatic_group": False}
    assert verdict("4.C.6.c.2.o", idle) == NOT_MET


# 4.C.2: fuels.


METALS = ["aluminium", "zirconium", "beryllium", "magnesium", "boron", "tungsten", "molybdenum", "other"]
LISTED_METALS = {
    "aluminium": "4.C.2.c",
    "zirconium": "4.C.2.d",
    "beryllium": "4.C.2.d",
    "magnesium": "4.C.2.d",
    "boron": "4.C.2.e",
}


@pytest.mark.parametrize("metal", METALS)
def test_a_pure_powder_is_listed_by_its_metal_and_under_no_other(metal: str) -> None:
    listed = [LISTED_METALS[metal]] if metal in LISTED_METALS else []
    assert met(powder(metal)) == listed
    assert classified(powder(metal)).open == []


@pytest.mark.parametrize("metal", ["zirconium", "beryllium", "magnesium", "boron"])
def test_4_c_2_d_and_e_take_powders_of_any_shape_and_any_greatest_size(metal: str) -> None:
    assert met(powder(metal, spherical_or_spheroidal=False, particle_size="500 um")) == [LISTED_METALS[metal]]


@pytest.mark.parametrize("metal", ["zirconium", "boron"])
def test_a_mixture_of_grain_sizes_is_listed_when_one_of_its_modes_is(metal: str) -> None:
    mixture = powder(metal, fraction_below_60um="50 %")
    code = LISTED_METALS[metal]
    assert verdict(code, mixture) == NOT_MET
    assert verdict(code, mixture, listed_powder_mode=True) == MET


def test_one_mean_size_does_not_settle_a_powder() -> None:
    mean = without(COARSE_ALUMINIUM, "particle_size", "fraction_below_63um", "fraction_below_60um")
    assert verdict("4.C.2.c", {**mean, "median_particle_size": "50 um"}) == OPEN
    fine = without(powder("boron"), "particle_size", "fraction_below_63um", "fraction_below_60um")
    assert verdict("4.C.2.e", {**fine, "median_particle_size": "5 um"}) == OPEN


def test_nine_tenths_below_a_size_settle_what_they_can() -> None:
    fine = without(powder("boron"), "particle_size", "fraction_below_60um")
    assert verdict("4.C.2.e", {**fine, "particle_size_d90": "59 um"}) == MET
    assert verdict("4.C.2.e", {**fine, "particle_size_d90": "61 um"}) in (OPEN, NOT_MET)
    coarse = without(COARSE_ALUMINIUM, "particle_size")
    assert verdict("4.C.2.c", {**coarse, "particle_size_d90": "210 um"}) == NOT_MET
    assert verdict("4.C.2.c", {**coarse, "particle_size_d90": "100 um"}) == OPEN


@pytest.mark.parametrize(
    ("mixed", "mass", "volume", "fossil", "formulated", "expected"),
    [
        (True, "40 MJ/kg", "30 GJ/m^3", False, False, MET),
        (True, "40 MJ/kg", "30 GJ/m^3", True, False, MET),
        (False, "43 MJ/kg", "35 GJ/m^3", True, False, NOT_MET),
        (False, "43 MJ/kg", "38 GJ/m^3", True, False, NOT_MET),
        (False, "43 MJ/kg", "38 GJ/m^3", True, True, MET),
        (False, "43 MJ/kg", "38 GJ/m^3", True, None, OPEN),
        (False, "43 MJ/kg", "38 GJ/m^3", None, None, OPEN),
        (False, "43 MJ/kg", "38 GJ/m^3", False, None, MET),
        (False, "120 MJ/kg", "8.5 GJ/m^3", False, False, NOT_MET),
        (None, "43 MJ/kg", "35 GJ/m^3", True, False, OPEN),
        (False, "43 MJ/kg", None, False, False, OPEN),
    ],
)
def test_4_c_2_f_slurries_by_mass_and_dense_fuels_by_volume(
    mixed: bool | None, mass: str, volume: str | None, fossil: bool | None, formulated: bool | None, expected: str
) -> None:
    stated = fuel(
        mixed_solid_and_liquid_fuel=mixed,
        energy_per_mass=mass,
        energy_per_volume=volume,
        fossil_refined_or_biofuel=fossil,
        specially_formulated_for_missile=formulated,
    )
    assert verdict("4.C.2.f", stated) == expected


def test_4_c_2_f_energy_by_volume_follows_from_energy_by_mass_and_density() -> None:
    jp_10 = {**without(DENSE_FUEL, "energy_per_volume"), "energy_per_mass": "42.1 MJ/kg", "density": "0.94 g/cm^3"}
    found = entry("4.C.2.f", jp_10)
    assert found.verdict == MET
    assert verdict("4.C.2.f", {**jp_10, "density": "0.89 g/cm^3"}) == NOT_MET


def test_4_c_2_f_is_for_fuels_usable_in_missiles() -> None:
    dense = {
        "kind": "material",
        "part": "high_energy_fuel",
        "mixed_solid_and_liquid_fuel": False,
        "energy_per_volume": "39.6 GJ/m^3",
        "fossil_refined_or_biofuel": False,
    }
    assert_tied("4.C.2.f", dense, "usable in", below("1.A", "19.A"))


# 4.C.7: gels.


@pytest.mark.parametrize("system", SYSTEMS)
def test_4_c_7_gels_formulated_for_listed_systems(system: str) -> None:
    gel: Item = {"kind": "material", "part": "gel_propellant"}
    listed = system in below("1.A", "19.A.1", "19.A.2")
    assert verdict("4.C.7", part_of(system, gel, SPECIAL)) == (MET if listed else NOT_MET)
    assert verdict("4.C.7", part_of(system, gel, UNRELATED)) == NOT_MET


# 4.D and 4.E.


@pytest.mark.parametrize("code", EQUIPMENT)
def test_4_d_1_software_for_the_machines_of_4_b(code: str) -> None:
    program = serving("software", EQUIPMENT[code], designed_or_modified=True, software_purpose="use")
    assert met(program) == ["4.D.1"]
    assert verdict("4.D.1", program, designed_or_modified=False) == NOT_MET


@pytest.mark.parametrize("code", PROPELLANTS)
def test_no_software_for_propellants_themselves_is_listed(code: str) -> None:
    program = serving("software", PROPELLANTS[code], designed_or_modified=True, software_purpose="use")
    assert verdict("4.D.1", program) == NOT_MET


@pytest.mark.parametrize("code", SAMPLES)
def test_4_e_1_technology_for_4_b_and_4_c(code: str) -> None:
    know_how = serving("technology", SAMPLES[code])
    assert verdict("4.E.1", know_how) == MET
    assert verdict("4.E.1", know_how, released_by_general_note=True) == NOT_MET


def test_software_and_technology_for_a_machine_that_falls_short_are_not_listed() -> None:
    small = {**BATCH_MIXER, "mixer_volume": "50 L"}
    assert met(serving("software", small, designed_or_modified=True)) == []
    assert met(serving("technology", small)) == []


def test_technology_for_a_substance_that_is_not_listed_is_not_listed() -> None:
    assert met(serving("technology", chemical("hydrazine", concentration="70 %"))) == []


def test_propellants_do_not_turn_on_a_system_unless_the_entry_asks_for_one() -> None:
    for system in NO_MISSILE:
        stated = part_of(system, chemical("60-34-4"), UNRELATED)
        assert met(stated) == ["4.C.2.b.1"]
