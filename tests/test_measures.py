"""Measures in text: every form of the grammar, what is left open, and the units against an independent library."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pint
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from licet.classification.measures import Measure, MeasureReader, agree, convention_of
from licet.classification.numerals import Convention, settle
from licet.language.quantities import Units
from licet.rulebook.rulebook import Rulebook

ENGLISH, GERMAN = Convention(",", "."), Convention(".", ",")


@pytest.fixture(scope="module")
def units(rulebook: Rulebook) -> Units:
    return rulebook.units


@pytest.fixture(scope="module")
def reader(units: Units) -> MeasureReader:
    return MeasureReader(units)


def one(reader: MeasureReader, text: str) -> Measure:
    found = [measure for measure in reader.find(text) if not measure.bare or measure.problem]
    assert len(found) == 1, found
    return found[0]


def ends(measure: Measure) -> tuple[float, float]:
    assert measure.low is not None and measure.high is not None
    return float(measure.low), float(measure.high)


# the forms


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("300 km", 300, 300, "km"),
        ("300km", 300, 300, "km"),
        ("300km / Endurance", 300, 300, "km"),
        ("(300 km)", 300, 300, "km"),
        ("300 km.", 300, 300, "km"),
        ("500-kg payload", 500, 500, "kg"),
        ("3 to 5 km", 3, 5, "km"),
        ("3-5 km", 3, 5, "km"),
        ("3–5 km", 3, 5, "km"),
        ("3 – 5 km", 3, 5, "km"),
        ("3...5 km", 3, 5, "km"),
        ("3…5 km", 3, 5, "km"),
        ("3 km to 5 km", 3, 5, "km"),
        ("500 m to 5 km", 0.5, 5, "km"),
        ("between 3 and 5 kg", 3, 5, "kg"),
        ("zwischen 3 und 5 kg", 3, 5, "kg"),
        ("entre 3 et 5 kg", 3, 5, "kg"),
        ("entre 3 y 5 kg", 3, 5, "kg"),
        ("von 3 bis 5 km", 3, 5, "km"),
        ("de 3 à 5 km", 3, 5, "km"),
        ("de 3 a 5 km", 3, 5, "km"),
        ("-54 to +125 °C", -54, 125, "degC"),
        ("−54 °C … +125 °C", -54, 125, "degC"),
        ("–54 °C", -54, -54, "degC"),
        ("-40/+85 °C", -40, 85, "degC"),
        ("-40°C/+85°C", -40, 85, "degC"),
        ("+125 to -54 °C", -54, 125, "degC"),
        ("from -54 °C up to +71 °C", -54, 71, "degC"),
        ("125 C", 125, 125, "degC"),
        ("5° C", 5, 5, "degC"),
        ("5 ºC", 5, 5, "degC"),
        ("10 ±0.5 kg", 9.5, 10.5, "kg"),
        ("10 kg ± 0.5 kg", 9.5, 10.5, "kg"),
        ("10 kg ± 500 g", 9.5, 10.5, "kg"),
        ("300 km ± 10 %", 270, 330, "km"),
        ("100 +5/-3 mm", 97, 105, "mm"),
        ("±0.5 °/h", -0.5, 0.5, "deg/h"),
        ("+/- 0.5 °/h", -0.5, 0.5, "deg/h"),
        ("5 x 10^5 rad(Si)", 5e5, 5e5, "rad_dose"),
        ("5×10⁵ rad (Si)", 5e5, 5e5, "rad_dose"),
        ("5 · 10^5 rads(Si)", 5e5, 5e5, "rad_dose"),
        ("5e5 rads(Si)", 5e5, 5e5, "rad_dose"),
        ("5 x 10E5 rads (Si)", 5e5, 5e5, "rad_dose"),
        ("10^5 rads(Si)", 1e5, 1e5, "rad_dose"),
        ("5.0 x 10^-3 kg", 0.005, 0.005, "kg"),
        ("1.250,5 kg", 1250.5, 1250.5, "kg"),
        ("1,250.5 kg", 1250.5, 1250.5, "kg"),
        ("1 250 kg", 1250, 1250, "kg"),
        ("1 250,5 kg", 1250.5, 1250.5, "kg"),
        ("Masse 1\u202f250 kg", 1250, 1250, "kg"),
        ("1'250 kg", 1250, 1250, "kg"),
        ("1,250,000 m", 1250000, 1250000, "m"),
        ("0,250 kg", 0.25, 0.25, "kg"),
        ("12,5 kg", 12.5, 12.5, "kg"),
        (".5 t", 0.5, 0.5, "t"),
        ("160 nautical miles", 160, 160, "nmi"),
        ("160 NM", 160, 160, "nmi"),
        ("120 km / h", 120, 120, "km/h"),
        ("1.85 g/cm³", 1.85, 1.85, "g/cm^3"),
        ("1.85 g/cm^3", 1.85, 1.85, "g/cm^3"),
        ("0.12 kg/(N·h)", 0.12, 0.12, "kg/N/h"),
        ("1.5 MN·s", 1.5, 1.5, "MN*s"),
        ("20 Hz to 2 kHz", 0.02, 2, "kHz"),
        ("3000 [km]", 3000, 3000, "km"),
        ("RANGE...........300 km", 300, 300, "km"),
        ("7.5 inches", 7.5, 7.5, "inch"),
        ("5 in", 5, 5, "inch"),
    ],
)
def test_a_quantity_is_read_in_every_form(reader: MeasureReader, text: str, low: float, high: float, unit: str) -> None:
    measure = one(reader, text)
    assert not measure.problem
    assert ends(measure) == (low, high)
    assert [unit.name for unit in measure.units] == [unit]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("≥ 500 kg", "at_least"),
        (">= 500 kg", "at_least"),
        ("mindestens 500 kg", "at_least"),
        ("au moins 500 kg", "at_least"),
        ("al menos 500 kg", "at_least"),
        ("500+ kg", "at_least"),
        ("500 kg or more", "at_least"),
        ("> 500 kg", "more_than"),
        ("more than 500 kg", "more_than"),
        ("über 500 kg", "more_than"),
        ("plus de 500 kg", "more_than"),
        ("más de 500 kg", "more_than"),
        ("up to 500 kg", "maximum"),
        ("max. 500 kg", "maximum"),
        ("500 kg max.", "maximum"),
        ("500 kg (max)", "maximum"),
        ("bis zu 500 kg", "maximum"),
        ("jusqu'à 500 kg", "maximum"),
        ("jusqu’à 500 kg", "maximum"),
        ("hasta 500 kg", "maximum"),
        ("min. 500 kg", "minimum"),
        ("500 kg min", "minimum"),
        ("≤ 500 kg", "at_most"),
        ("not more than 500 kg", "at_most"),
        ("höchstens 500 kg", "at_most"),
        ("au plus 500 kg", "at_most"),
        ("< 500 kg", "less_than"),
        ("less than 500 kg", "less_than"),
        ("weniger als 500 kg", "less_than"),
        ("moins de 500 kg", "less_than"),
        ("menos de 500 kg", "less_than"),
        ("better than 500 kg", "better"),
        ("besser als 500 kg", "better"),
        ("-> 500 kg", ""),
        ("500 kg max payload", ""),
        ("climax 500 kg", ""),
    ],
)
def test_bounds_are_read_in_four_languages(reader: MeasureReader, text: str, bound: str) -> None:
    measure = one(reader, text)
    assert (measure.bound, ends(measure)) == (bound, (500, 500))


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("approx. 300 km", "about"),
        ("ca. 300 km", "about"),
        ("~ 300 km", "about"),
        ("environ 300 km", "about"),
        ("max. approx. 300 km", "about"),
        ("typ. 300 km", "typical"),
        ("300 km (typ.)", "typical"),
        ("300 km", ""),
    ],
)
def test_an_approximation_says_so(reader: MeasureReader, text: str, about: str) -> None:
    assert one(reader, text).about == about


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("10 g rms", "rms"),
        ("10 grms", "rms"),
        ("0.5 °/h (1σ)", "1σ"),
        ("0.5 °/h, 1 sigma", "1 sigma"),
        ("20 m CEP", "CEP"),
        ("5 bar(g)", "g"),
        ("5 bar abs", "abs"),
    ],
)
def test_how_it_was_measured_is_kept(reader: MeasureReader, text: str, basis: str) -> None:
    assert one(reader, text).basis == basis


def test_a_sign_with_two_meanings_keeps_both(reader: MeasureReader) -> None:
    assert one(reader, "10 g").dimensions == ("mass", "acceleration")
    assert one(reader, "500 rad").dimensions == ("angle", "absorbed dose")
    assert {unit.name for unit in one(reader, "160 nm").units} == {"nm", "nmi"}
    assert {unit.name for unit in one(reader, "300 Nm").units} == {"nm", "nmi"}
    assert [unit.name for unit in one(reader, "5 kN").units] == ["kN"]


# what is left open, or is no quantity


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1,250 km", "'1,250' may be 1250 or 1.25"),
        ("1.250 km", "'1.250' may be 1250 or 1.25"),
        ("500–1,000 kg", "'1,000' may be 1000 or 1"),
        ("type 3 250 km", "'3 250' may be one number or two"),
        ("5 x 105 rad", "a power of ten that lost its raised figure"),
        ("2×10−5 kg", "a power of ten that lost its raised figure"),
        ("10-5 kg", "a range that runs backwards"),
        ("300^1 km", "a power or a footnote"),
        ("300¹ km", "a power or a footnote"),
        ("2 x 500 N", "several figures multiplied"),
        ("1/2 inch", "two figures with a stroke between them"),
        ("300/450 km", "two figures with a stroke between them"),
        ("5 kg/m", "the unknown unit 'kg/m'"),
        ("5 kg / m", "the unknown unit 'kg / m'"),
        ("5 N m", "the unknown unit 'N m'"),
        ("5 m s-1", "the unknown unit 'm s-1'"),
        ("25 mm^2", "the unknown unit 'mm^2'"),
        ("300 km^1", "the unknown unit 'km^1'"),
        ("12 kg/√km", "the unknown unit 'kg/√km'"),
    ],
)
def test_what_can_be_read_in_two_ways_is_left_open(reader: MeasureReader, text: str, problem: str) -> None:
    assert problem in one(reader, text).problem


def test_the_last_of_a_list_and_of_a_product_is_not_taken_alone(reader: MeasureReader) -> None:
    assert reader.find("300, 450 km")[-1].problem == "one of several figures in a list"
    assert reader.find("100, 200 and 300 km")[-1].problem == "one of several figures in a list"
    assert {measure.problem for measure in reader.find("120 x 80 x 40 mm")} == {"several figures multiplied"}


@pytest.mark.parametrize(
    "text",
    [
        "MIL-STD-810G",
        "RS-422",
        "version 3.2.1 km",
        "12.05.2024",
        "ISO 9001:2015",
        "3 in total",
        "8 in diameter",
        'the "Model 5" engine',
        "X5 km",
        "5 furlongs",
        "5 Mm",
        "5 mPa",
        "no figure at all",
        "",
        "½ km",
    ],
)
def test_what_is_no_quantity_is_none(reader: MeasureReader, text: str) -> None:
    assert [measure for measure in reader.find(text) if not measure.bare] == []


# how a document writes its numbers


def test_other_numbers_settle_what_a_comma_means(units: Units) -> None:
    assert convention_of(["Mass 12.5 kg", "Range 1,250 km"], units) == ENGLISH
    assert convention_of(["Masse 12,5 kg", "Reichweite 1.250 km"], units) == GERMAN
    assert convention_of(["Mass 12.5 kg", "Masse 12,5 kg"], units) == Convention()
    # The numbers of sections and versions settle nothing.
    assert convention_of(["3.2 Leistung", "Version 2.1 vom Mai"], units) == Convention()


def test_the_language_settles_it_where_its_writers_agree() -> None:
    assert settle([], ["the range of the engine and of the rocket is for the use with it"]) == ENGLISH
    assert settle([], ["die Reichweite der Drohne und die Nutzlast ist mit der Antenne"]) == GERMAN
    assert settle([], ["la portée du drone avec le moteur et les ailes est sur une base"]).decimal == ","
    assert settle([], ["el alcance y la carga del avión con los motores es para una base"]).decimal == ""
    assert settle([], ["Range", "Payload"]) == Convention()
    assert settle([], ["Reichweite"], "de") == GERMAN


def test_a_settled_document_is_read(units: Units) -> None:
    assert ends(one(MeasureReader(units, ENGLISH), "1,250 km")) == (1250, 1250)
    assert ends(one(MeasureReader(units, GERMAN), "1,250 km")) == (1.25, 1.25)
    assert ends(one(MeasureReader(units, GERMAN), "1.250 km")) == (1250, 1250)


def test_a_number_that_a_file_holds_as_a_number_has_no_two_readings(units: Units) -> None:
    assert ends(MeasureReader(units, GERMAN).find("1.125 km", exact=True)[0]) == (1.125, 1.125)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("300 km", "162 NM", True),
        ("300 km", "186 mi", True),
        ("500 kg", "1100 lb", True),
        ("-54 °C", "-65 °F", True),
        ("300 km", "0.3 km", False),
        ("300 km", "280 km", False),
        ("300 km", "200 mi", False),
        ("300 km", "300 kg", False),
        ("0.5 °/h", "0.50 °/h", True),
    ],
)
def test_a_figure_restates_another_as_far_as_rounding_tells(
    reader: MeasureReader, first: str, second: str, same: bool
) -> None:
    assert agree(one(reader, first), one(reader, second)) is same


# properties


_NUMBERS = st.decimals(min_value=0, max_value=99999, places=2, allow_nan=False)
_UNITS = ["km", "kg", "kN", "°C", "deg/h", "m/s", "kPa", "rpm", "nautical miles", "g/cm³"]


def english(number: object) -> str:
    return f"{number:,}"


def german(number: object) -> str:
    return f"{number:,}".replace(",", " ").replace(".", ",").replace(" ", ".")


def french(number: object) -> str:
    return f"{number:,}".replace(",", "\u202f").replace(".", ",")


def swiss(number: object) -> str:
    return f"{number:,}".replace(",", "’")


def plainly(number: object) -> str:
    return f"{number}"


def powers(number: object) -> str:
    return f"{number} x 10^3"


@given(
    _NUMBERS,
    st.sampled_from(_UNITS),
    st.sampled_from([english, german, french, swiss, plainly]),
    st.sampled_from(["", "Range: ", "is ("]),
)
def test_a_quantity_reads_back_whatever_its_notation(
    rulebook: Rulebook, number: Any, unit: str, notation: Any, before: str
) -> None:
    written = notation(number)
    reader = MeasureReader(rulebook.units)
    measure = one(reader, f"{before}{written} {unit}")
    assert not measure.problem
    assert measure.low == measure.high == Fraction(str(number))
    assert measure.units[0] is rulebook.units.unit(unit)


@given(_NUMBERS, st.sampled_from(_UNITS))
def test_a_quantity_with_a_power_of_ten_reads_back(rulebook: Rulebook, number: Any, unit: str) -> None:
    assert one(MeasureReader(rulebook.units), f"{powers(number)} {unit}").low == Fraction(str(number)) * 1000


@given(
    _NUMBERS,
    _NUMBERS,
    st.sampled_from(["{} to {} km", "{}–{} km", "{} … {} km", "{} km to {} km", "between {} and {} km", "{}…{} km"]),
)
def test_a_range_reads_back(rulebook: Rulebook, low: Any, high: Any, form: str) -> None:
    assume(low < high)
    measure = one(MeasureReader(rulebook.units), form.format(low, high))
    assert (measure.low, measure.high) == (Fraction(str(low)), Fraction(str(high)))


@given(
    st.text(max_size=40)
    | st.from_regex(r"[a-z≥<±(]{0,6} ?[-+−]?[0-9., x^⁵e–/]{1,14} ?[a-zA-Z°µ/^²·()]{0,9}", fullmatch=True)
)
def test_any_text_gives_measures_within_it_and_nothing_is_raised(rulebook: Rulebook, text: str) -> None:
    last = 0
    for measure in MeasureReader(rulebook.units).find(text):
        assert 0 <= measure.start < measure.end <= len(text)
        assert last <= measure.end
        last = measure.end
        assert measure.problem or (measure.low is not None and measure.high is not None and measure.low <= measure.high)


_PINT = {
    "5 nautical miles": "5 nautical_mile",
    "5 ft": "5 foot",
    "5 lb": "5 pound",
    "5 lbf": "5 force_pound",
    "5 kt": "5 knot",
    "5 psi": "5 psi",
    "5 bar": "5 bar",
    "5 °/h": "5 degree / hour",
    "5 g/cm³": "5 gram / centimeter ** 3",
    "5 kN·s": "5 kilonewton * second",
    "5 krad(Si)": "50 gray",
    "5 µm": "5 micrometer",
    "5 mrad": "5 milliradian",
    "5 Torr": "5 torr",
    "5 km/h": "5 kilometer / hour",
    "5 kg/(N·h)": "5 kilogram / newton / hour",
    "5 MJ/kg": "5 megajoule / kilogram",
    "5 gal": "5 US_liquid_gallon",
    "5 cal/cm²": "5 calorie / centimeter ** 2",
    "5 arcsec": "5 arcsecond",
}


@pytest.mark.parametrize("text", _PINT)
def test_units_in_text_are_those_of_an_independent_library(reader: MeasureReader, text: str) -> None:
    registry: Any = pint.UnitRegistry()
    measure = one(reader, text)
    theirs = registry.Quantity(_PINT[text]).to_base_units().magnitude
    assert measure.low is not None
    assert float(measure.low * measure.units[0].factor) == pytest.approx(theirs, rel=1e-9)
