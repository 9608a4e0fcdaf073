"""Numbers with units: the table against an independent library, exactness at the limits of the law, and the ways to write a quantity."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.language.quantities import NotAQuantity, Quantity, Unit, Units, plain
from licet.rulebook.rulebook import Rulebook
from licet.transfers.values import show

PINT_NAMES = {
    "km": "kilometre",
    "m": "metre",
    "mm": "millimetre",
    "nmi": "nautical_mile",
    "mi": "mile",
    "ft": "foot",
    "kg": "kilogram",
    "g": "gram",
    "t": "metric_ton",
    "lb": "pound",
    "km/h": "kilometre / hour",
    "m/s": "metre / second",
    "kt": "nautical_mile / hour",
    "mph": "mile / hour",
    "N*s": "newton * second",
    "kN*s": "kilonewton * second",
    "MN*s": "meganewton * second",
    "N": "newton",
    "kN": "kilonewton",
    "L": "litre",
    "m^3": "metre ** 3",
    "gal": "US_liquid_gallon",
    "%": "percent",
    "1": "dimensionless",
    "h": "hour",
    "min": "minute",
    "s": "second",
    "d": "day",
}
PINT_BASES = {
    "length": "metre",
    "mass": "kilogram",
    "speed": "metre / second",
    "impulse": "newton * second",
    "force": "newton",
    "volume": "metre ** 3",
    "fraction": "dimensionless",
    "time": "second",
}
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


def test_every_unit_of_the_table_agrees_with_an_independent_library(
    units: Units, registry: pint.UnitRegistry[Any]
) -> None:
    for name in units.names:
        unit = units.by_name[name]
        if unit.dimension == "money":
            assert unit.factor == MONEY[name]
            continue
        expected = registry.Quantity(1.0, PINT_NAMES[name]).to(PINT_BASES[unit.dimension]).magnitude
        assert float(unit.factor) == pytest.approx(expected, rel=1e-12, abs=0), name


def test_units_of_one_dimension_agree_pair_by_pair(units: Units, registry: pint.UnitRegistry[Any]) -> None:
    for first in map(units.by_name.__getitem__, PINT_NAMES):
        for second in map(units.by_name.__getitem__, PINT_NAMES):
            if first.dimension == second.dimension:
                expected = registry.Quantity(7.25, PINT_NAMES[first.name]).to(PINT_NAMES[second.name]).magnitude
                assert Quantity(Fraction("7.25"), first).to(second) == pytest.approx(expected, rel=1e-12, abs=0)


def test_every_name_and_alias_is_read(units: Units) -> None:
    for name, unit in units.by_name.items():
        if name != "1":
            assert units.read(f"3 {name}") == Quantity(Fraction(3), unit)


def test_every_alias_that_the_library_knows_means_the_same(units: Units, registry: pint.UnitRegistry[Any]) -> None:
    compared = 0
    for alias, unit in units.by_name.items():
        plain_name = alias.replace(" ", "_")
        # "pound" and "kn" are other things there; money is unknown.
        if unit.dimension == "money" or not plain_name.isalpha() or plain_name not in registry or alias in ("NM", "kn"):
            continue
        theirs = registry.Quantity(1.0, plain_name)
        if theirs.dimensionality == registry.Quantity(1.0, PINT_BASES[unit.dimension]).dimensionality:
            assert theirs.to(PINT_BASES[unit.dimension]).magnitude == pytest.approx(float(unit.factor), rel=1e-12), (
                alias
            )
            compared += 1
    assert compared > 30


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
        ("6000 nm", "6000", "nmi"),
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
        ("5 G", "the unknown unit 'G'"),
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
