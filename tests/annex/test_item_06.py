"""Item 6: composites, structural materials, and the machines that make them."""

from __future__ import annotations

from typing import Any

import pytest
from annex.asking import (
    MET,
    NO_MISSILE,
    NOT_MET,
    OPEN,
    SYSTEMS,
    USABLE,
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


def machine(part: str, **more: Any) -> Item:
    """A machine that makes or treats materials."""
    return {"kind": "production_equipment", "part": part, **more}


def material(part: str, **more: Any) -> Item:
    """A material, tied to no system."""
    return {"kind": "material", "part": part, **more}


def usable(part: str, system: str = "1.A.1", **more: Any) -> Item:
    """A material that can be used in a system, and was made for none."""
    return part_of(system, material(part, **more), USABLE)


WINDER = machine("filament_winding_machine", coordinated_axes=4, for_composite_structures=True)
TAPE_LAYER = machine("tape_laying_machine", coordinated_axes=3, for_airframes_or_missiles=True)
LOOM = machine("weaving_machine", multidirectional_weaving=True)
FIBRE_LINE = machine("fibre_production_equipment", fibre_production=True)
PREPREG_LINE = machine("prepreg_equipment")
DEPOSITION_NOZZLE = machine(
    "deposition_nozzle", process_temperature="2000 degC", process_pressure="1 kPa", specially_designed=True
)
PRESS = machine("isostatic_press", pressure_max="200 MPa", temperature_max="2000 degC", cavity_inner_diameter="500 mm")
CVD_FURNACE = machine("cvd_furnace", densifies_carbon_carbon=True)
DENSIFIER = machine("densification_equipment", densifies_nozzles_or_nose_tips=True)
STRUCTURE = part_of("1.A.2", {"kind": "component", "part": "composite_structure"})
C_C_PART = part_of(
    "1.A.1", {"kind": "component", "part": "carbon_carbon_component", "designed_for_rockets": True}, USABLE
)
PREPREG = material(
    "prepreg",
    specific_tensile_strength="200 km",
    specific_modulus="13000 km",
    metal_coated=False,
    glass_transition="180 degC",
    for_missile_composites=True,
)
COATED: Item = {**without(PREPREG, "glass_transition"), "metal_coated": True}
C_C_MATERIAL = usable("carbon_carbon_material", designed_for_rockets=True)
BLOCK: Item = {"block_min_side": "200 mm", "block_thickness": "100 mm"}
CYLINDER: Item = {"cylinder_diameter": "200 mm", "cylinder_length": "100 mm"}
TUBE: Item = {"tube_inner_diameter": "100 mm", "tube_wall": "50 mm", "tube_length": "100 mm"}
SHAPES = {"block": BLOCK, "cylinder": CYLINDER, "tube": TUBE}
GRAPHITE_OF_NO_SHAPE = material("graphite", density="1.85 g/cm^3", grain_size="10 um", usable_for_hot_parts=True)
GRAPHITE: Item = {**GRAPHITE_OF_NO_SHAPE, **BLOCK}
TUNGSTEN_OF_NO_SHAPE = material(
    "tungsten_solid", purity="99 %", cu_or_ag_infiltrated=False, for_missile_components=True
)
TUNGSTEN: Item = {**TUNGSTEN_OF_NO_SHAPE, **BLOCK}
INFILTRATED: Item = {**TUNGSTEN, "purity": "90 %", "cu_or_ag_infiltrated": True}
RADOME_CERAMIC = usable("ceramic_composite", for_missile_radome=True, dielectric_constant=4)
UHTC = usable(
    "uhtc_composite",
    bulk_machinable=True,
    uhtc_matrix=True,
    fibre_or_filament_reinforced=True,
    melting_point="3200 degC",
)
TUNGSTEN_POWDER = material(
    "metal_powder", powder_metal="tungsten", purity="99 %", particle_size="20 um", for_missile_components=True
)
MOLYBDENUM_POWDER: Item = {**TUNGSTEN_POWDER, "powder_metal": "molybdenum"}
MARAGING = usable("maraging_steel", uts_annealed="1.0 GPa", uts_aged="2.0 GPa", wall_thickness="3 mm")
THICK_TUBE: Item = {
    **MARAGING,
    "metal_form": "tube",
    "wall_thickness": "20 mm",
    "tube_inner_diameter": "300 mm",
}
ANNEALED: Item = {**MARAGING, "uts_aged": "1.2 GPa"}
AGED: Item = {**MARAGING, "uts_annealed": "0.8 GPa"}
ALLOY: Item = {"chromium": "20 %", "nickel": "5.5 %", "titanium": "0.3 %", "austenite": "40 %"}
DUPLEX_BAR = usable("duplex_stainless_steel", **ALLOY, metal_form="bar", bar_min_dimension="150 mm")
DUPLEX_SHEET = usable(
    "duplex_stainless_steel", **ALLOY, metal_form="sheet", sheet_width="1000 mm", wall_thickness="2 mm"
)
DUPLEX_TUBE = usable(
    "duplex_stainless_steel", **ALLOY, metal_form="tube", tube_outer_diameter="800 mm", wall_thickness="2 mm"
)

STRUCTURES = {"6.A.1": STRUCTURE, "6.A.2": C_C_PART}
MACHINES = {
    "6.B.1.a": WINDER,
    "6.B.1.b": TAPE_LAYER,
    "6.B.1.c": LOOM,
    "6.B.1.d": FIBRE_LINE,
    "6.B.1.e": PREPREG_LINE,
    "6.B.2": DEPOSITION_NOZZLE,
    "6.B.3": PRESS,
    "6.B.4": CVD_FURNACE,
    "6.B.5": DENSIFIER,
}
MATERIALS = {
    "6.C.1": PREPREG,
    "6.C.2": C_C_MATERIAL,
    "6.C.3": GRAPHITE,
    "6.C.4": usable("pyrolytic_graphite", usable_for_hot_parts=True),
    "6.C.5": RADOME_CERAMIC,
    "6.C.6.a": usable("unfired_ceramic", usable_for_hot_parts=True),
    "6.C.6.b": usable("silicon_carbide_composite", usable_for_hot_parts=True),
    "6.C.6.c": UHTC,
    "6.C.7.a": TUNGSTEN_POWDER,
    "6.C.7.b": MOLYBDENUM_POWDER,
    "6.C.7.c": TUNGSTEN,
    "6.C.8": MARAGING,
    "6.C.9": DUPLEX_BAR,
}
AUTOCLAVE: Item = {
    "kind": "technology",
    "for_kind": "other",
    "part": "autoclave_process",
    "usable_for_listed_composites": True,
}
DEPOSITION: Item = {
    "kind": "technology",
    "for_kind": "other",
    "part": "pyrolytic_deposition",
    "process_temperature": "2000 degC",
    "process_pressure": "1 kPa",
}
SAMPLES = {**STRUCTURES, **MACHINES, **MATERIALS, "6.E.2": AUTOCLAVE, "6.E.3": DEPOSITION}


@pytest.mark.parametrize("code", SAMPLES)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(code: str) -> None:
    assert met(SAMPLES[code]) == [code]
    assert classified(SAMPLES[code]).category.value == "II"


def shaped(code: str, bare: Item) -> list[Any]:
    """The limits of the three shapes; a piece just short of one may yet be large enough for another."""
    return [
        (code, {**bare, **CYLINDER}, "cylinder_diameter", ["120 mm", "0.12 m"], ["114.9 mm"]),
        (code, {**bare, **CYLINDER}, "cylinder_length", ["50 mm"], ["49.9 mm"]),
        (code, {**bare, **TUBE, "tube_wall": "25 mm"}, "tube_inner_diameter", ["65 mm"], ["64.9 mm"]),
        (code, {**bare, **TUBE}, "tube_wall", ["25 mm"], ["24.9 mm"]),
        (code, {**bare, **TUBE}, "tube_length", ["50 mm"], ["49.9 mm"]),
        (code, {**bare, **BLOCK}, "block_min_side", ["120 mm"], ["114.9 mm"]),
        (code, {**bare, **BLOCK}, "block_thickness", ["50 mm"], ["49.9 mm"]),
    ]


LIMITS: list[Limit] = [
    ("6.B.1.a", WINDER, "coordinated_axes", [3, 4, 7], [2, 1]),
    ("6.B.1.a", WINDER, "for_composite_structures", [True], [False]),
    ("6.B.1.b", TAPE_LAYER, "coordinated_axes", [2, 3, 5], [1]),
    ("6.B.1.b", TAPE_LAYER, "for_airframes_or_missiles", [True], [False]),
    ("6.B.1.c", LOOM, "multidirectional_weaving", [True], [False]),
    ("6.B.1.d", FIBRE_LINE, "fibre_production", [True], [False]),
    ("6.B.2", DEPOSITION_NOZZLE, "specially_designed", [True], [False]),
    *(
        limit
        for code, sample in (("6.B.2", DEPOSITION_NOZZLE), ("6.E.3", DEPOSITION))
        for limit in (
            (
                code,
                sample,
                "process_temperature",
                ["1300 degC", "2900 degC", "2000 degC"],
                ["1299.9 degC", "2900.1 degC"],
            ),
            (code, sample, "process_pressure", ["130 Pa", "20 kPa", "1 kPa"], ["129.9 Pa", "20.01 kPa", "1 atm"]),
        )
    ),
    ("6.B.3", PRESS, "pressure_max", ["69 MPa", "690 bar", "70 MPa"], ["68.9 MPa", "10000 psi"]),
    ("6.B.3", PRESS, "temperature_max", ["600 degC", "873.15 K"], ["599.9 degC", "20 degC"]),
    ("6.B.3", PRESS, "cavity_inner_diameter", ["254 mm", "10 inch"], ["253.9 mm"]),
    ("6.B.4", CVD_FURNACE, "densifies_carbon_carbon", [True], [False]),
    ("6.B.5", DENSIFIER, "densifies_nozzles_or_nose_tips", [True], [False]),
    ("6.A.2", C_C_PART, "designed_for_rockets", [True], [False]),
    ("6.C.2", C_C_MATERIAL, "designed_for_rockets", [True], [False]),
    ("6.C.1", PREPREG, "specific_tensile_strength", ["76.201 km", "76201 m"], ["76.2 km", "76200 m", "50 km"]),
    ("6.C.1", PREPREG, "specific_modulus", ["3180.1 km"], ["3180 km", "3.18e6 m", "2000 km"]),
    ("6.C.1", PREPREG, "glass_transition", ["145.1 degC", "419 K"], ["145 degC", "418.15 K", "120 degC"]),
    ("6.C.1", {**PREPREG, "glass_transition": "120 degC"}, "metal_coated", [True], [False]),
    ("6.C.1", COATED, "specific_tensile_strength", ["76.201 km"], ["76.2 km"]),
    ("6.C.3", GRAPHITE, "density", ["1.72 g/cm^3", "1720 kg/m^3"], ["1.719 g/cm^3"]),
    ("6.C.3", GRAPHITE, "grain_size", ["100 um", "0.1 mm", "1 um"], ["100.1 um"]),
    ("6.C.3", GRAPHITE, "usable_for_hot_parts", [True], [False]),
    *shaped("6.C.3", GRAPHITE_OF_NO_SHAPE),
    ("6.C.5", RADOME_CERAMIC, "dielectric_constant", [5.99, 1], [6, 6.01]),
    ("6.C.5", RADOME_CERAMIC, "for_missile_radome", [True], [False]),
    ("6.C.6.c", UHTC, "melting_point", ["3000 degC", "3273.15 K"], ["2999 degC"]),
    ("6.C.6.c", UHTC, "bulk_machinable", [True], [False]),
    ("6.C.6.c", UHTC, "uhtc_matrix", [True], [False]),
    ("6.C.6.c", UHTC, "fibre_or_filament_reinforced", [True], [False]),
    *(
        limit
        for code, sample in (("6.C.7.a", TUNGSTEN_POWDER), ("6.C.7.b", MOLYBDENUM_POWDER))
        for limit in (
            (code, sample, "purity", ["97 %", "99.9 %"], ["96.9 %"]),
            (code, sample, "particle_size", ["50 um", "1 um"], ["50.1 um", "200 um"]),
        )
    ),
    ("6.C.7.c", TUNGSTEN, "purity", ["97 %"], ["96.9 %"]),
    ("6.C.7.c", INFILTRATED, "purity", ["80 %", "96 %"], ["79.9 %"]),
    ("6.C.7.c", INFILTRATED, "cu_or_ag_infiltrated", [True], [False]),
    *shaped("6.C.7.c", TUNGSTEN_OF_NO_SHAPE),
    ("6.C.8", ANNEALED, "uts_annealed", ["0.9 GPa", "900 MPa"], ["0.899 GPa"]),
    ("6.C.8", AGED, "uts_aged", ["1.5 GPa", "1500 MPa"], ["1.499 GPa"]),
    ("6.C.8", {**MARAGING, "metal_form": "sheet"}, "wall_thickness", ["5 mm", "1 mm"], ["5.01 mm", "40 mm"]),
    ("6.C.8", THICK_TUBE, "wall_thickness", ["50 mm", "5 mm"], ["50.01 mm"]),
    ("6.C.8", THICK_TUBE, "tube_inner_diameter", ["270 mm", "0.27 m"], ["269.9 mm"]),
    *(
        limit
        for sample in (DUPLEX_BAR, DUPLEX_SHEET, DUPLEX_TUBE)
        for limit in (
            ("6.C.9", sample, "chromium", ["17 %", "23 %"], ["16.9 %", "23.1 %"]),
            ("6.C.9", sample, "nickel", ["4.5 %", "7 %"], ["4.4 %", "7.1 %"]),
            ("6.C.9", sample, "titanium", ["0.101 %", "1 %"], ["0.1 %", "0.05 %"]),
            ("6.C.9", sample, "austenite", ["10 %", "50 %"], ["9.9 %"]),
        )
    ),
    ("6.C.9", DUPLEX_BAR, "bar_min_dimension", ["100 mm"], ["99.9 mm"]),
    ("6.C.9", DUPLEX_SHEET, "sheet_width", ["600 mm"], ["599.9 mm"]),
    ("6.C.9", DUPLEX_SHEET, "wall_thickness", ["3 mm"], ["3.01 mm"]),
    ("6.C.9", DUPLEX_TUBE, "tube_outer_diameter", ["600 mm"], ["599.9 mm"]),
    ("6.C.9", DUPLEX_TUBE, "wall_thickness", ["3 mm"], ["3.01 mm"]),
    ("6.E.2", AUTOCLAVE, "usable_for_listed_composites", [True], [False]),
]


@pytest.mark.parametrize(("code", "item", "expected"), at_limits(LIMITS))
def test_the_limits_of_item_6(code: str, item: Item, expected: str) -> None:
    assert verdict(code, item) == expected


NEEDED = {
    "6.A.2": (C_C_PART, ["designed_for_rockets"]),
    "6.B.1.a": (WINDER, ["coordinated_axes"]),
    "6.B.1.b": (TAPE_LAYER, ["coordinated_axes", "for_airframes_or_missiles"]),
    "6.B.1.c": (LOOM, ["multidirectional_weaving"]),
    "6.B.2": (DEPOSITION_NOZZLE, ["process_temperature", "process_pressure"]),
    "6.B.3": (PRESS, ["pressure_max", "temperature_max", "cavity_inner_diameter"]),
    "6.B.4": (CVD_FURNACE, ["densifies_carbon_carbon"]),
    "6.B.5": (DENSIFIER, ["densifies_nozzles_or_nose_tips"]),
    "6.C.1": (PREPREG, ["specific_tensile_strength", "specific_modulus", "glass_transition", "for_missile_composites"]),
    "6.C.2": (C_C_MATERIAL, ["designed_for_rockets", "usable_in_system"]),
    "6.C.3": (GRAPHITE, ["density", "grain_size"]),
    "6.C.5": (RADOME_CERAMIC, ["dielectric_constant", "for_missile_radome", "usable_in_system"]),
    "6.C.6.c": (
        UHTC,
        ["bulk_machinable", "uhtc_matrix", "fibre_or_filament_reinforced", "melting_point", "usable_in_system"],
    ),
    "6.C.7.a": (TUNGSTEN_POWDER, ["powder_metal", "purity", "particle_size", "for_missile_components"]),
    "6.C.7.b": (MOLYBDENUM_POWDER, ["powder_metal", "purity", "particle_size", "for_missile_components"]),
    "6.C.7.c": (TUNGSTEN, ["purity", "for_missile_components"]),
    "6.C.8": (MARAGING, ["wall_thickness", "usable_in_system"]),
    "6.C.9": (DUPLEX_BAR, ["chromium", "nickel", "titanium", "austenite", "bar_min_dimension", "usable_in_system"]),
    "6.E.2": (AUTOCLAVE, ["usable_for_listed_composites"]),
    "6.E.3": (DEPOSITION, ["process_temperature", "process_pressure"]),
}


@pytest.mark.parametrize(("code", "item", "name"), left_out(NEEDED))
def test_without_a_fact_that_it_needs_the_entry_is_open_and_asks_for_it(code: str, item: Item, name: str) -> None:
    assert_open_for_want_of(code, item, name)


# 6.A and links to systems.


def test_6_a_1_composite_structures_specially_designed_for_listed_systems() -> None:
    structure: Item = {"kind": "component", "part": "composite_structure"}
    assert_tied("6.A.1", structure, "specially designed", below("1.A", "19.A.1", "19.A.2"))


def test_6_a_2_carbon_carbon_parts_made_for_rockets_and_usable_in_listed_systems() -> None:
    part: Item = {"kind": "component", "part": "carbon_carbon_component", "designed_for_rockets": True}
    assert_tied("6.A.2", part, "usable in", below("1.A", "19.A.1"))


TIED: dict[str, tuple[list[str], Item]] = {
    "6.C.2": (["1.A", "19.A.1"], {"part": "carbon_carbon_material", "designed_for_rockets": True}),
    "6.C.4": (["1.A", "19.A.1"], {"part": "pyrolytic_graphite", "usable_for_hot_parts": True}),
    "6.C.5": (
        ["1.A", "19.A.1"],
        {"part": "ceramic_composite", "for_missile_radome": True, "dielectric_constant": 4},
    ),
    "6.C.6.a": (["1.A", "19.A.1"], {"part": "unfired_ceramic", "usable_for_hot_parts": True}),
    "6.C.6.b": (["1.A", "19.A.1"], {"part": "silicon_carbide_composite", "usable_for_hot_parts": True}),
    "6.C.6.c": (
        ["1.A", "19.A.1", "19.A.2"],
        {
            "part": "uhtc_composite",
            "bulk_machinable": True,
            "uhtc_matrix": True,
            "fibre_or_filament_reinforced": True,
            "melting_point": "3200 degC",
        },
    ),
    "6.C.8": (
        ["1.A", "19.A.1"],
        {"part": "maraging_steel", "uts_annealed": "1 GPa", "uts_aged": "2 GPa", "wall_thickness": "3 mm"},
    ),
    "6.C.9": (
        ["1.A", "19.A.1"],
        {"part": "duplex_stainless_steel", **ALLOY, "metal_form": "bar", "bar_min_dimension": "150 mm"},
    ),
}


@pytest.mark.parametrize("code", TIED)
def test_materials_usable_in_listed_systems(code: str) -> None:
    targets, stated = TIED[code]
    assert_tied(code, {"kind": "material", **stated}, "usable in", below(*targets))


FOR_MISSILES: dict[str, Item] = {
    "6.C.1": PREPREG,
    "6.C.7.a": TUNGSTEN_POWDER,
    "6.C.7.b": MOLYBDENUM_POWDER,
    "6.C.7.c": TUNGSTEN,
}


@pytest.mark.parametrize("system", NO_MISSILE)
@pytest.mark.parametrize("code", FOR_MISSILES)
def test_materials_for_missiles_are_not_listed_for_anything_else(code: str, system: str) -> None:
    purpose = "for_missile_composites" if code == "6.C.1" else "for_missile_components"
    assert verdict(code, part_of(system, without(FOR_MISSILES[code], purpose))) == NOT_MET


@pytest.mark.parametrize("code", FOR_MISSILES)
def test_that_a_material_is_for_something_else_settles_it(code: str) -> None:
    purpose = "for_missile_composites" if code == "6.C.1" else "for_missile_components"
    assert verdict(code, {**FOR_MISSILES[code], purpose: False}) == NOT_MET


# 6.B: machines.


def test_6_b_1_more_axes_than_the_machine_has_cannot_be_coordinated() -> None:
    unknown = without(WINDER, "coordinated_axes")
    assert verdict("6.B.1.a", {**unknown, "machine_axes": 2}) == NOT_MET
    assert verdict("6.B.1.a", {**unknown, "machine_axes": 5}) == OPEN


@pytest.mark.parametrize(
    ("process", "expected"),
    [
        ("polymer_conversion", MET),
        ("vapour_deposition", MET),
        ("wet_spinning", MET),
        ("other", NOT_MET),
    ],
)
def test_6_b_1_d_three_ways_of_making_fibres(process: str, expected: str) -> None:
    assert verdict("6.B.1.d", machine("fibre_production_equipment", fibre_process=process)) == expected


def test_6_b_3_a_cold_press_is_out_and_the_width_is_that_of_the_chamber() -> None:
    assert verdict("6.B.3", {**PRESS, "temperature_max": "25 degC"}) == NOT_MET
    unknown = without(PRESS, "cavity_inner_diameter")
    assert verdict("6.B.3", {**unknown, "work_zone_diameter": "260 mm"}) == MET
    assert verdict("6.B.3", {**unknown, "work_zone_diameter": "240 mm"}) == OPEN
    assert verdict("6.B.3", {**unknown, "vessel_inner_diameter": "250 mm"}) == NOT_MET
    assert verdict("6.B.3", {**unknown, "vessel_inner_diameter": "300 mm"}) == OPEN


# 6.C: materials.


def test_6_c_1_strength_over_weight_is_worked_out_as_a_length() -> None:
    fibre = {
        **without(PREPREG, "specific_tensile_strength", "specific_modulus"),
        "tensile_strength": "3.53 GPa",
        "tensile_modulus": "230 GPa",
        "density": "1.76 g/cm^3",
    }
    assert verdict("6.C.1", fibre) == MET
    glass = {**fibre, "tensile_strength": "3.4 GPa", "tensile_modulus": "72 GPa", "density": "2.58 g/cm^3"}
    assert verdict("6.C.1", glass) == NOT_MET
    # 76.2 km at 1.8 g/cm³ are 1,345.08 MPa, 3,180 km are 56.13 GPa.
    light = {**fibre, "density": "1.8 g/cm^3"}
    assert verdict("6.C.1", {**light, "tensile_strength": "1346 MPa"}) == MET
    assert verdict("6.C.1", {**light, "tensile_strength": "1345 MPa"}) == NOT_MET
    assert verdict("6.C.1", {**light, "tensile_modulus": "56.2 GPa"}) == MET
    assert verdict("6.C.1", {**light, "tensile_modulus": "56.1 GPa"}) == NOT_MET


def test_6_c_1_figures_of_the_laminate_are_no_figures_of_the_fibre() -> None:
    laminate = {
        **without(PREPREG, "specific_tensile_strength", "specific_modulus"),
        "laminate_tensile_strength": "500 MPa",
        "laminate_modulus": "40 GPa",
        "laminate_density": "1.6 g/cm^3",
    }
    assert verdict("6.C.1", laminate) == OPEN


def test_6_c_1_the_limit_on_the_resin_is_not_asked_of_coated_fibres() -> None:
    assert verdict("6.C.1", COATED) == MET
    assert verdict("6.C.1", {**COATED, "glass_transition": "100 degC"}) == MET


@pytest.mark.parametrize(("code", "bare"), [("6.C.3", GRAPHITE_OF_NO_SHAPE), ("6.C.7.c", TUNGSTEN_OF_NO_SHAPE)])
def test_any_of_three_shapes_will_do(code: str, bare: Item) -> None:
    for shape in SHAPES.values():
        assert verdict(code, {**bare, **shape}) == MET
    found = entry(code, bare)
    assert found.verdict == OPEN
    assert found.missing


@pytest.mark.parametrize(("code", "bare"), [("6.C.3", GRAPHITE_OF_NO_SHAPE), ("6.C.7.c", TUNGSTEN_OF_NO_SHAPE)])
def test_a_piece_just_short_of_one_shape_is_not_met_by_its_size_alone(code: str, bare: Item) -> None:
    for shape, name in ((CYLINDER, "cylinder_diameter"), (BLOCK, "block_min_side")):
        assert verdict(code, {**bare, **shape, name: "119.9 mm"}) != MET


def test_6_c_5_the_least_constant_of_the_band_counts() -> None:
    unknown = without(RADOME_CERAMIC, "dielectric_constant")
    assert verdict("6.C.5", {**unknown, "dielectric_constant_at_one_frequency": 5.5}) == MET
    assert verdict("6.C.5", {**unknown, "dielectric_constant_at_one_frequency": 9}) == OPEN


def test_6_c_6_c_ceramics_that_are_no_composites_are_out() -> None:
    assert verdict("6.C.6.c", {**UHTC, "fibre_or_filament_reinforced": False}) == NOT_MET


def test_6_c_7_c_copper_or_silver_lowers_the_limit_to_80_per_cent() -> None:
    for purity, infiltrated, expected in [
        ("97 %", False, MET),
        ("96 %", False, NOT_MET),
        ("96 %", True, MET),
        ("80 %", True, MET),
        ("79 %", True, NOT_MET),
        ("96 %", None, OPEN),
        ("98 %", None, MET),
    ]:
        stated = {**TUNGSTEN, "purity": purity, "cu_or_ag_infiltrated": infiltrated}
        assert verdict("6.C.7.c", stated) == expected, (purity, infiltrated)


@pytest.mark.parametrize(
    ("annealed", "aged", "expected"),
    [
        ("0.9 GPa", "1.4 GPa", MET),
        ("0.8 GPa", "1.5 GPa", MET),
        ("0.8 GPa", "1.4 GPa", NOT_MET),
        (None, "1.5 GPa", MET),
        (None, "1.4 GPa", OPEN),
        ("0.8 GPa", None, OPEN),
        ("0.95 GPa", None, MET),
    ],
)
def test_6_c_8_strength_annealed_or_aged(annealed: str | None, aged: str | None, expected: str) -> None:
    assert verdict("6.C.8", {**MARAGING, "uts_annealed": annealed, "uts_aged": aged}) == expected


def test_6_c_8_bars_are_not_listed() -> None:
    assert verdict("6.C.8", {**without(MARAGING, "wall_thickness"), "metal_form": "bar"}) == NOT_MET


def test_6_c_8_thin_tubes_of_any_bore_and_thick_ones_from_270_mm() -> None:
    tube = {**MARAGING, "metal_form": "tube"}
    for wall, bore, expected in [
        ("5 mm", "50 mm", MET),
        ("5.1 mm", "269 mm", NOT_MET),
        ("5.1 mm", "270 mm", MET),
        ("50 mm", "270 mm", MET),
        ("50.1 mm", "400 mm", NOT_MET),
    ]:
        assert verdict("6.C.8", {**tube, "wall_thickness": wall, "tube_inner_diameter": bore}) == expected, (wall, bore)


# 6.D and 6.E.


SOFTWARE = {code: "6.D.1" if code.startswith("6.B.1.") else "6.D.2" for code in MACHINES if code != "6.B.2"}


@pytest.mark.parametrize("code", MACHINES)
def test_software_for_the_machines_of_6_b(code: str) -> None:
    program = serving("software", MACHINES[code], designed_or_modified=True, software_purpose="use")
    assert met(program) == ([SOFTWARE[code]] if code in SOFTWARE else [])
    assert within(6, met({**program, "designed_or_modified": False})) == []


@pytest.mark.parametrize("code", [*STRUCTURES, *MATERIALS])
def test_no_software_for_structures_and_materials_is_listed(code: str) -> None:
    sample = {**STRUCTURES, **MATERIALS}[code]
    program = serving("software", sample, designed_or_modified=True, software_purpose="use")
    assert within(6, met(program)) == []


@pytest.mark.parametrize("code", [*STRUCTURES, *MACHINES, *MATERIALS])
def test_6_e_1_technology_for_item_6(code: str) -> None:
    know_how = serving("technology", {**STRUCTURES, **MACHINES, **MATERIALS}[code])
    assert verdict("6.E.1", know_how) == MET
    assert verdict("6.E.1", know_how, released_by_general_note=True) == NOT_MET


@pytest.mark.parametrize("code", SOFTWARE)
def test_6_e_1_reaches_technology_for_the_software_of_6_d(code: str) -> None:
    program = serving("software", MACHINES[code], designed_or_modified=True, software_purpose="use")
    assert verdict("6.E.1", serving("technology", program)) == MET


def test_6_e_1_technology_for_what_falls_short_is_not_listed() -> None:
    for short in (
        {**WINDER, "coordinated_axes": 2},
        {**PRESS, "pressure_max": "50 MPa"},
        {**GRAPHITE, "density": "1.6 g/cm^3"},
    ):
        assert met(serving("technology", short)) == []


@pytest.mark.parametrize("system", SYSTEMS)
def test_machines_of_6_b_do_not_turn_on_a_system(system: str) -> None:
    for code, sample in MACHINES.items():
        assert met(part_of(system, sample)) == [code]
