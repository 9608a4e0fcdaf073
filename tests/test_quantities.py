"""Numbers with units: the table against an independent library, exactness at the limits of the law, and the ways to write a quantity."""

from __future__ import annotations

import csv
from fractions import Fraction
from typing import Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.language.quantities import NotAQuantity, Quantity, Unit, Units, plain
from licet.rulebook.rulebook import Rulebook, law_folder
from licet.transfers.values import show

# Where the independent library has another name for a unit; everything else is called there as it is here.
PINT_NAMES = {
    "1": "dimensionless",
    "PS": "metric_horsepower",
    "Torr": "torr",
    "rad_dose": "rads",
    "krad": "kilorads",
    "Mrad": "megarads",
    "rps": "revolution / second",
    "rpm": "revolution / minute",
}
PINT_BASES = {"angle": "radian", "revolution": "revolution"}
# Names that mean something else there: a petasiemens is no horsepower, and nobody sells motors by the centihour.
OTHERWISE = {"kilos", "pct", "mass %", "G", "g's", "mG", "µg", "μg", "ug", "milligal", "mgal", "min^-1", "U/min", "krad",
             "Mrad", "ch", "pounds per square inch", "PS"}  # fmt: skip
# A ratio of sounds is counted in its own unit, and money has no other.
APART = {"level", "money"}
MONEY = {"USD": 1, "kUSD": 10**3, "MUSD": 10**6, "BUSD": 10**9}


@pytest.fixture(scope="module")
def units(rulebook: Rulebook) -> Units:
    return rulebook.units


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry[Any]:
    return pint.UnitRegistry()


def in_unit(units: Units, text: str, name: str) -> float:
    unit = units.unit(name)
    assert unit is not None
    return units.read(text).to(unit)


# the table


def theirs(registry: pint.UnitRegistry[Any], number: float, name: str) -> pint.Quantity[Any]:
    found: pint.Quantity[Any] = registry.Quantity(number, registry.parse_units(PINT_NAMES.get(name, name)))
    return found


def base_of(registry: pint.UnitRegistry[Any], units: Units, dimension: str) -> Any:
    """The base units of a dimension, as the library has them."""
    product = registry.Quantity(1.0)
    for base, power in units.dimensions[dimension]:
        product = product * registry.Quantity(1.0, PINT_BASES.get(base, base)) ** power
    return product.units


def test_every_unit_of_the_table_agrees_with_an_independent_library(
    units: Units, registry: pint.UnitRegistry[Any]
) -> None:
    compared = 0
    for name in units.names:
        unit = units.by_name[name]
        if unit.dimension in APART:
            assert unit.factor == MONEY.get(name, 1)
            continue
        there = base_of(registry, units, unit.dimension)
        for number in (1.0, 7.25):
            expected = theirs(registry, number, name).to(there).magnitude
            assert float((Fraction(number) + unit.offset) * unit.factor) == pytest.approx(expected, rel=1e-12), name
        compared += 1
    assert compared > 100


def test_every_dimension_of_the_table_stands_in_base_units_and_none_stands_there_in_vain(units: Units) -> None:
    assert {unit.dimension for unit in units.by_name.values()} == units.dimensions.keys()


def test_units_of_one_dimension_agree_pair_by_pair(units: Units, registry: pint.UnitRegistry[Any]) -> None:
    for first in map(units.by_name.__getitem__, units.names):
        for second in map(units.by_name.__getitem__, units.of_dimension(first.dimension)):
            if first.dimension not in APART:
                there = theirs(registry, 1.0, second.name).units
                expected = theirs(registry, 7.25, first.name).to(there).magnitude
                assert Quantity(Fraction("7.25"), first).to(second) == pytest.approx(expected, rel=1e-9, abs=0)


def test_only_temperatures_have_a_zero_of_their_own(units: Units) -> None:
    assert {unit.dimension for unit in units.by_name.values() if unit.offset} == {"temperature"}


@pytest.mark.parametrize(
    ("text", "kelvin"),
    [("0 degC", "273.15"), ("32 degF", "273.15"), ("-40 degC", "233.15"), ("-40 degF", "233.15"), ("25 °C", "298.15")],
)
def test_a_temperature_is_counted_from_absolute_zero(units: Units, text: str, kelvin: str) -> None:
    assert in_unit(units, text, "K") == float(kelvin)


def test_every_name_and_alias_is_read(units: Units) -> None:
    for name, unit in units.by_name.items():
        if name != "1":
            assert units.read(f"3 {name}") == Quantity(Fraction(3), unit)


def test_every_alias_that_the_library_knows_means_the_same(units: Units, registry: pint.UnitRegistry[Any]) -> None:
    compared = 0
    for alias, unit in units.by_name.items():
        if unit.dimension in APART or unit.offset or alias in OTHERWISE:
            continue
        try:
            found = registry.Quantity(1.0, registry.parse_units(alias))
        except Exception:  # noqa: BLE001 - whatever it raises, it does not know the name
            continue
        there = base_of(registry, units, unit.dimension)
        assert found.is_compatible_with(there), alias
        # A millimetre of mercury was defined by its density, and differs from a torr in the seventh place.
        assert found.to(there).magnitude == pytest.approx(
            float(unit.factor), rel=1e-6 if alias == "mmHg" else 1e-12, abs=0
        ), alias
        compared += 1
    assert compared > 200


# names that count only where their dimension is asked for


def expected_names() -> list[tuple[str, str, str]]:
    """The unit, its dimension and each name that counts only there, from the table itself."""
    with (law_folder() / "vocabulary/units.csv").open(encoding="utf-8", newline="") as file:
        return [
            (row["unit"], row["dimension"], name)
            for row in csv.DictReader(file)
            for name in filter(None, row["expected"].split("|"))
        ]


@pytest.mark.parametrize(("unit", "dimension", "name"), expected_names())
def test_a_name_that_is_expected_counts_only_where_its_dimension_is_asked_for(
    units: Units, unit: str, dimension: str, name: str
) -> None:
    assert units.read(f"3 {name}", expected=dimension) == Quantity(Fraction(3), units.by_name[unit])
    others = {other.dimension for other in units.by_name.values()} - {dimension}
    for other in ("", *others):
        try:
            found = units.read(f"3 {name}", expected=other)
        except NotAQuantity:
            continue
        assert found.unit.name != unit or name in units.by_name


@pytest.mark.parametrize(
    ("text", "asked", "number", "unit"),
    [
        ("100 g", "acceleration", "100", "g0"),
        ("100 g", "mass", "100", "g"),
        ("100 g", "", "100", "g"),
        ("5 mg", "acceleration", "5", "mg0"),
        ("5 mg", "mass", "5", "mg"),
        ("1250 ug", "acceleration", "1250", "ug0"),
        ("500000 rad", "absorbed dose", "500000", "rad_dose"),
        ("0.1 rad", "angle", "0.1", "rad"),
        ("125 C", "temperature", "125", "degC"),
        ("125 deg", "temperature", "125", "degC"),
        ("0.5 deg", "angle", "0.5", "deg"),
        ("257 F", "temperature", "257", "degF"),
        ("-45 °C", "temperature", "-45", "degC"),
        ('10 "', "length", "10", "inch"),
    ],
)
def test_a_sign_of_two_meanings_has_the_one_that_is_asked_for(
    units: Units, text: str, asked: str, number: str, unit: str
) -> None:
    assert units.read(text, expected=asked) == Quantity(Fraction(number), units.by_name[unit])


@pytest.mark.parametrize("text", ["125 C", "257 F", '10 "'])
def test_a_sign_that_nothing_else_asks_for_is_no_unit_by_itself(units: Units, text: str) -> None:
    with pytest.raises(NotAQuantity, match="the unknown unit"):
        units.read(text)


# exactness


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("161.987 nmi", "300 km"),
        ("161.98704 nmi", "300 km"),
        ("186.411 mi", "300 km"),
        ("1102.3113 lb", "500 kg"),
        ("1102.31131 lb", "500 kg"),
        ("431.965 kt", "800 km/h"),
        ("497.0969 mph", "800 km/h"),
        ("222.2222222222 m/s", "800 km/h"),
        ("0.499999999999999 t", "500 kg"),
        ("13.999999 MUSD", "14 MUSD"),
        ("5.28344 gal", "20 L"),
        ("1015.2641 psi", "7 MPa"),
        ("256.99999 degF", "125 degC"),
        ("-49.00001 degF", "-45 degC"),
        ("99.99999 cal/cm^2", "4.184 MJ/m^2"),
        ("9.999999 inch", "254 mm"),
        ("1.47099749 lb/lbf/h", "0.15 kg/N/h"),
        ("208.333333333 rps", "12500 rpm"),
    ],
)
def test_a_figure_just_short_of_a_limit_is_short(units: Units, text: str, limit: str) -> None:
    there = units.read(limit)
    assert units.read(text).to(there.unit) < there.number


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("300000 m", "300 km"),
        ("0.5 t", "500 kg"),
        ("500000 g", "500 kg"),
        ("1100 kN*s", "1.1 MN*s"),
        ("1.1 MN·s", "1100000 N s"),
        ("14000 kUSD", "14 MUSD"),
        ("0.0333", "3.33 %"),
        ("0.02 m³", "20 L"),
        ("20 l", "20 L"),
        ("463 m/s", "900 kt"),
        ("1 d", "24 h"),
        # limits of Items 3 to 18, as data sheets write them
        ("0.0004 m^3/s", "24 L/min"),
        ("70 bar", "7 MPa"),
        ("7000 kPa", "7 MPa"),
        ("5 kGy", "500 krad"),
        ("0.5 Mrad", "500 krad"),
        ("257 degF", "125 degC"),
        ("398.15 K", "125 degC"),
        ("-49 degF", "-45 degC"),
        ("219.15 K", "-54 degC"),
        ("293 degF", "145 degC"),
        ("980.665 m/s^2", "100 g0"),
        ("1.25 mg0", "1250 ug0"),
        ("0.125 %", "1250 ppm"),
        ("0.00125", "1250 ppm"),
        ("30 arcmin", "0.5 deg"),
        ("1800 arcsec", "0.5 deg"),
        ("37.5 MJ/L", "37.5 GJ/m^3"),
        ("100 cal/cm^2", "4.184 MJ/m^2"),
        ("1720 kg/m^3", "1.72 g/cm^3"),
        ("10 inch", "254 mm"),
        ("0.000007 m/s^2", "0.7 mGal"),
        ("120 s", "2 min"),
        ("1000 gal/min", "3785.411784 L/min"),
        ("133.26 mbar", "13.326 kPa"),
        ("200 rps", "12000 rpm"),
        ("2000 keV", "2 MeV"),
    ],
)
def test_a_figure_at_a_limit_is_at_the_limit_in_any_unit(units: Units, text: str, limit: str) -> None:
    first, second = units.read(text, units.by_name["1"]), units.read(limit)
    assert first.to(second.unit) == float(second.number)
    assert second.to(first.unit) == first.to(first.unit)


def test_a_figure_just_above_a_limit_is_above(units: Units) -> None:
    assert in_unit(units, "161.9871 nmi", "km") > 300
    assert in_unit(units, "1102.3114 lb", "kg") > 500


@given(st.decimals(min_value=0, max_value=10**7, allow_nan=False, places=4))
def test_conversion_is_the_nearest_number_there_is(number: object) -> None:
    mile, km = Unit("mi", "length", Fraction("1609.344")), Unit("km", "length", Fraction(1000))
    there = Quantity(Fraction(str(number)), mile).to(km)
    exact = Fraction(str(number)) * Fraction("1.609344")
    assert there == float(exact)
    assert abs(Fraction(there) - exact) <= exact * Fraction(1, 2**52)


# the ways to write one


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("1850 km", "1850", "km"),
        ("1,850 km", "1850", "km"),
        ("1,234,567 m", "1234567", "m"),
        ("1.85e3 km", "1850", "km"),
        ("1.85E+3 km", "1850", "km"),
        ("18500e-1 km", "1850", "km"),
        ("1850km", "1850", "km"),
        ("  1850   kilometres ", "1850", "km"),
        ("+5 kg", "5", "kg"),
        ("-5 kg", "-5", "kg"),
        (".5 t", "0.5", "t"),
        ("5 KG", "5", "kg"),
        ("5 Km", "5", "km"),
        ("480 KTS", "480", "kt"),
        ("480 MPH", "480", "mph"),
        ("480 Miles", "480", "mi"),
        ("6000 NM", "6000", "nmi"),
        ("6000 nautical miles", "6000", "nmi"),
        ("3 MN·s", "3", "MN*s"),
        ("3.33 per cent", "3.33", "%"),
        ("$14", "14", "USD"),
        ("US$ 14", "14", "USD"),
        ("$14 million", "14", "MUSD"),
        ("$14M", "14", "MUSD"),
        ("$1.96 billion", "1.96", "BUSD"),
        ("$1.96 bn", "1.96", "BUSD"),
        ("US$14,000,000", "14000000", "USD"),
        ("14 million dollars", "14", "MUSD"),
        ("14 MUSD", "14", "MUSD"),
        ("14 $", "14", "USD"),
    ],
)
def test_a_quantity_may_be_written_in_many_ways(units: Units, text: str, number: str, unit: str) -> None:
    assert units.read(text) == Quantity(Fraction(number), units.by_name[unit])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0.3 Mm", "the unknown unit 'Mm'"),  # 300 km, and no fraction of a millimetre
        ("300 MM", "the unknown unit 'MM'"),
        ("5 mN*s", "the unknown unit 'mN*s'"),
        ("5 furlongs", "the unknown unit 'furlongs'"),
        ("1850", "'1850' without a unit"),
        ("km", "'km', which is no number"),
        ("", "'', which is no number"),
        ("about 5 km", "'about 5 km', which is no number"),
        ("> 5 km", "which is no number"),
        ("inf km", "which is no number"),
        ("nan km", "which is no number"),
        ("-km", "which is no number"),
        ("e5 km", "which is no number"),
        ("-e5", "which is no number"),
        ("1,85 km", "the unknown unit ',85 km'"),
        ("1.850.000 km", "the unknown unit '.000 km'"),
        ("1 850 km", "the unknown unit '850 km'"),
        ("5 km 3 m", "the unknown unit 'km 3 m'"),
        ("5-10 km", "the unknown unit '-10 km'"),
        ("0x10 km", "the unknown unit 'x10 km'"),
        ("5e km", "the unknown unit 'e km'"),
        ("€14 million", "which is no number"),
        ("$5 km", "which has two units"),
        ("1e31 km", "beyond all measure"),
        ("1e-31 km", "beyond all measure"),
        ("1e999 km", "beyond all measure"),
        ("9" * 90 + " USD", "beyond all measure"),
        ("9" * 5000 + " km", "'99999999999999999999…', which is no number"),
        ("5 a" + " " * 200_000 + "b", "which is no number"),
        ("5 km\x00", "the unknown unit 'km\x00'"),
    ],
)
def test_what_is_no_quantity_says_why(units: Units, text: str, message: str) -> None:
    with pytest.raises(NotAQuantity) as caught:
        units.read(text)
    assert message in str(caught.value)


def test_a_bare_number_takes_the_unit_that_is_offered_and_only_then(units: Units) -> None:
    assert units.read("0.1", units.by_name["1"]) == Quantity(Fraction("0.1"), units.by_name["1"])
    assert units.read("10 %", units.by_name["1"]).to(units.by_name["1"]) == 0.1


@given(st.text(max_size=12) | st.from_regex(r"[$+-]?[0-9.,eE+-]{0,8} ?[A-Za-z/*%·³ ]{0,8}", fullmatch=True))
def test_any_text_is_a_quantity_or_none_and_nothing_else_is_raised(text: str) -> None:
    units = Units(
        [
            {"unit": "km", "dimension": "length", "factor": "1000", "aliases": "kms"},
            {"unit": "USD", "dimension": "money", "factor": "1", "aliases": "$|US$"},
            {"unit": "1", "dimension": "fraction", "factor": "1", "aliases": ""},
        ]
    )
    try:
        quantity = units.read(text, units.by_name["1"])
    except NotAQuantity as error:
        assert str(error)
    else:
        assert units.read(show(quantity), units.by_name["1"]) == quantity


@given(
    st.from_regex(r"-?[0-9]{1,22}(\.[0-9]{1,25})?(e-?[0-7])?", fullmatch=True),
    st.sampled_from(["km", "nmi", "lb", "%", "MUSD", "1"]),
)
def test_a_quantity_that_is_shown_reads_back_to_itself_exactly(number: str, unit: str) -> None:
    table = Units(
        [
            {"unit": name, "dimension": name, "factor": factor, "aliases": ""}
            for name, factor in [
                ("km", "1000"),
                ("nmi", "1852"),
                ("lb", "0.45359237"),
                ("%", "0.01"),
                ("MUSD", "1000000"),
                ("1", "1"),
            ]
        ]
    )
    try:
        quantity = table.read(f"{number} {unit}" if unit != "1" else number, table.by_name["1"])
    except NotAQuantity as error:
        assert "beyond all measure" in str(error)
    else:
        assert table.read(show(quantity), table.by_name["1"]) == quantity


# the table itself


def test_a_name_that_stands_twice_is_an_error() -> None:
    rows = [
        {"unit": "t", "dimension": "mass", "factor": "1000", "aliases": ""},
        {"unit": "st", "dimension": "mass", "factor": "907", "aliases": "t"},
    ]
    with pytest.raises(ValueError, match="'t' stands twice"):
        Units(rows)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1850.0, "1850"), (0.841, "0.841"), (-3.0, "-3"), (0.0, "0"), (1e16, "1e+16"), (1e-7, "1e-07"), (2.5, "2.5")],
)
def test_a_number_is_shown_plainly(number: float, text: str) -> None:
    assert plain(number) == text


def test_the_units_of_a_dimension_are_listed_in_the_order_of_the_table(units: Units) -> None:
    assert units.of_dimension("length")[:2] == ["km", "m"]
    assert units.of_dimension("nothing") == []
