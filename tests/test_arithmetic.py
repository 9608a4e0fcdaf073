"""Quantities that follow from others: what is no expression, exactness, intervals that contain their points, and what stays unknown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import licet
from licet.deciding.bound import Bound
from licet.language.arithmetic import FUNCTIONS, Expression, Interval, NotAnExpression, read_expression
from licet.language.quantities import Unit, Units, read_exponents
from licet.rulebook.rulebook import Rulebook

EARTH = 6_371_008.8
ORBIT = math.sqrt(3.986004418e14 / EARTH)


def si(dimension: str) -> Unit:
    """The base unit of a dimension."""
    return Unit(dimension, dimension, Fraction(1))


UNITS = Units(
    [
        {"unit": "m", "dimension": "length", "factor": "1"},
        {"unit": "km", "dimension": "length", "factor": "1000"},
        {"unit": "s", "dimension": "time", "factor": "1"},
        {"unit": "h", "dimension": "time", "factor": "3600"},
        {"unit": "m/s", "dimension": "speed", "factor": "1"},
        {"unit": "m/s^2", "dimension": "acceleration", "factor": "1"},
        {"unit": "kg", "dimension": "mass", "factor": "1"},
        {"unit": "N", "dimension": "force", "factor": "1"},
        {"unit": "1", "dimension": "fraction", "factor": "1"},
        {"unit": "%", "dimension": "fraction", "factor": "0.01"},
    ],
    {
        "length": read_exponents("m"),
        "time": read_exponents("s"),
        "speed": read_exponents("m s^-1"),
        "acceleration": read_exponents("m s^-2"),
        "mass": read_exponents("kg"),
        "force": read_exponents("kg m s^-2"),
        "fraction": (),
    },
)
FACTS = {
    "range": si("length"),
    "reach": si("length"),
    "endurance": si("time"),
    "speed": si("speed"),
    "thrust": si("force"),
    "launch_mass": si("mass"),
    "burnout_mass": si("mass"),
    "end_use.distance": si("length"),
    **{name: si("fraction") for name in "abcd"},
}


def read(text: str) -> Expression:
    return read_expression(text, UNITS, FACTS)


def value(text: str, **known: float | Interval) -> Interval | None:
    """The interval of an expression, every number standing for itself."""
    return read(text).value({name: held if isinstance(held, tuple) else (held, held) for name, held in known.items()})


def exactly(text: str, **known: float | Interval) -> float:
    found = value(text, **known)
    assert found is not None
    assert found[0] == found[1]
    return found[0]


# what is no expression


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'the end' where a fact or a number was expected"),
        ("   ", "'the end' where a fact or a number was expected"),
        ("endurance *", "'the end' where a fact or a number was expected"),
        ("endurance speed", "'speed' where an operator or the end was expected"),
        ("(endurance", "'the end' where ')' was expected"),
        ("endurance)", "')' where an operator or the end was expected"),
        ("* endurance", "'*' where a fact or a number was expected"),
        ("- endurance", "'-' where a fact or a number was expected"),
        ("endurance ** 2", "'*' where a fact or a number was expected"),
        ("endurance // speed", "'/' where a fact or a number was expected"),
        ("endurance ^ 2", "the sign '^'"),
        ("endurance % 2", "the sign '%'"),
        ("range[0]", "the sign '['"),
        ("range == reach", "the sign '='"),
        ("range < reach", "the sign '<'"),
        ("range; reach", "the sign ';'"),
        ("'range'", "the sign '''"),
        ("{range}", "the sign '{'"),
        ("range if a else reach", "'if' where an operator or the end was expected"),
        ("lambda: range", "the sign ':'"),
        ("height", "'height', which is no measured fact"),
        ("range.real", "'range.real', which is no measured fact"),
        ("__class__", "'__class__', which is no measured fact"),
        ("5 furlongs", "the unknown unit 'furlongs'"),
        ("5 range", "the unknown unit 'range'"),
        ("1000000000000000000000000000000000 km", "beyond all measure"),
        ("(" * 50 + "range" + ")" * 50, "nested more than 40 deep"),
        ("ln(" * 50 + "a" + ")" * 50, "nested more than 40 deep"),
        # dimensions
        ("range + endurance", "a sum of unlike dimensions in 'range + endurance'"),
        ("range - 5", "a sum of unlike dimensions"),
        ("5 km + 5 kg", "a sum of unlike dimensions"),
        ("speed * endurance + endurance", "a sum of unlike dimensions"),
        ("between(range, endurance)", "two ends of unlike dimensions"),
        ("ln(range)", "the dimension of what 'ln' is asked of"),
        ("ln(range / endurance)", "the dimension of what 'ln' is asked of"),
        ("ballistic_range(range)", "the dimension of what 'ballistic_range' is asked of"),
        ("ballistic_range(a)", "the dimension of what 'ballistic_range' is asked of"),
        # functions
        ("sin(a)", "the function 'sin' of 1; known are at_least, at_most, between, ln, ballistic_range"),
        ("exec(a)", "the function 'exec' of 1"),
        ("range(a)", "the function 'range' of 1"),
        ("ln(a, b)", "the function 'ln' of 2"),
        ("between(a)", "the function 'between' of 1"),
        ("between(a, b, c)", "the function 'between' of 3"),
        ("ln()", "')' where a fact or a number was expected"),
        ("__import__('os')", "the sign '''"),
        ("ln(a)(b)", "'(' where an operator or the end was expected"),
    ],
)
def test_what_is_no_expression_says_why(text: str, message: str) -> None:
    with pytest.raises(NotAnExpression) as caught:
        read(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.from_regex(r"[A-Za-z_][A-Za-z_.]{0,14}", fullmatch=True))
def test_nothing_but_the_functions_named_can_be_called(name: str) -> None:
    assume(name not in FUNCTIONS)
    for arguments in ("a", "a, a", "range", "speed"):
        with pytest.raises(NotAnExpression):
            read(f"{name}({arguments})")


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [*"()+-*/,.", " ", "3", "0.7", "km", "m/s^2", "a", "range", "speed", "ln", "between", "at_least", "^", "%"]
        )
    ).map(" ".join)
)
def test_any_text_is_an_expression_or_none_and_nothing_else_is_raised(text: str) -> None:
    try:
        expression = read(text)
    except NotAnExpression as error:
        assert str(error)
    else:
        assert set(expression.reads) <= FACTS.keys()
        assert read(expression.text).exponents == expression.exponents


# dimensions


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("endurance * speed", "length"),
        ("speed / endurance", "acceleration"),
        ("range / endurance", "speed"),
        ("launch_mass / burnout_mass", "fraction"),
        ("launch_mass * 9.80665 m/s^2", "force"),
        ("thrust / launch_mass", "acceleration"),
        ("speed * speed / (9.80665 m/s^2)", "length"),
        ("ballistic_range(speed * between(0.6, 0.95))", "length"),
        ("ln(launch_mass / burnout_mass)", "fraction"),
        ("at_least(range)", "length"),
        ("at_most(end_use.distance)", "length"),
        ("between(range, reach + 5 km)", "length"),
        ("5 %", "fraction"),
    ],
)
def test_an_expression_has_the_dimension_of_what_it_says(text: str, dimension: str) -> None:
    assert read(text).exponents == UNITS.dimensions[dimension]


def test_an_expression_tells_what_it_reads_once_each_and_in_order() -> None:
    expression = read("speed * endurance * ln(launch_mass /\n   burnout_mass) + speed * endurance")
    assert expression.reads == ("speed", "endurance", "launch_mass", "burnout_mass")
    assert expression.text == "speed * endurance * ln(launch_mass / burnout_mass) + speed * endurance"


def test_an_expression_without_facts_is_known_whatever_is_known() -> None:
    expression = read("at_least(20 km)")
    assert expression.reads == ()
    assert expression.value({}) == (20_000.0, math.inf)


# exactness


def test_products_bind_closer_than_sums_and_both_go_from_left_to_right() -> None:
    assert exactly("1 + 2 * 3") == 7
    assert exactly("(1 + 2) * 3") == 9
    assert exactly("7 - 2 - 3") == 2
    assert exactly("12 / 2 / 3") == 2
    assert exactly("12 / (2 / 3)") == 18
    assert exactly("2 * 3 / 4") == 1.5


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("0.1 + 0.2", 0.3),
        ("0.1 * 3", 0.3),
        ("0.3 - 0.1", 0.2),
        ("0.3 / 0.1", 3.0),
        ("1.1 * 1.1", 1.21),
        ("0.7 * 10", 7.0),
        ("4.35 * 100", 435.0),
        ("100 %", 1.0),
        ("3.33 % * 3", 0.0999),
    ],
)
def test_decimals_are_worked_out_as_decimals(text: str, result: float) -> None:
    assert exactly(text) == result


DECIMALS = st.decimals(-(10**6), 10**6, allow_nan=False, places=4).map(float)


@given(DECIMALS, DECIMALS)
def test_each_of_the_four_operations_gives_the_number_that_is_nearest(x: float, y: float) -> None:
    a, b = Fraction(repr(x)), Fraction(repr(y))
    assert exactly("a + b", a=x, b=y) == float(a + b)
    assert exactly("a - b", a=x, b=y) == float(a - b)
    assert exactly("a * b", a=x, b=y) == float(a * b)
    if b:
        assert exactly("a / b", a=x, b=y) == float(a / b)


@given(DECIMALS, DECIMALS.filter(bool), DECIMALS)
def test_several_operations_are_rounded_once_at_the_end(x: float, y: float, z: float) -> None:
    a, b, c = (Fraction(repr(number)) for number in (x, y, z))
    assert exactly("a / b * c", a=x, b=y, c=z) == float(a / b * c)
    assert exactly("(a + c) / b - c", a=x, b=y, c=z) == float((a + c) / b - c)


def test_a_third_three_times_is_the_whole() -> None:
    assert exactly("a / 3 * 3", a=1.0) == 1.0
    assert exactly("1 / 3 + 1 / 3 + 1 / 3") == 1.0


# what was worked out in the units of data sheets is exact as well


def item_of(rulebook: Rulebook, **item: Any) -> Mapping[str, Any]:
    taken = licet.review({"date": "2026-01-01", "item": item}, rulebook=rulebook).taken
    return {figure.fact.removeprefix("item."): figure.value for figure in taken}


@pytest.mark.parametrize(
    ("stated", "figure"),
    [
        # hours and kilometres an hour
        ({"kind": "uas", "endurance": "7.5 h", "cruise_speed": "40 km/h"}, {"range": "210 km to 300 km"}),
        ({"kind": "uas", "endurance": "10 h", "cruise_speed": "200 km/h"}, {"range": "1400 km to 2000 km"}),
        ({"kind": "component", "mean_thrust": "110 kN", "burn_time": "10 s"}, {"total_impulse": "1100000 N*s"}),
        ({"kind": "component", "mean_thrust": "8.41 kN", "burn_time": "100 s"}, {"total_impulse": "841000 N*s"}),
        ({"kind": "component", "part": "guidance_set", "system_cep": "10 km", "range": {"value": "300 km", "basis": "annex"}}, {"guidance_error": "3.333333 %"}),
        ({"kind": "component", "tube_outer_diameter": "606 mm", "tube_inner_diameter": "600 mm"}, {"wall_thickness": "3 mm"}),
        ({"kind": "material", "energy_per_mass": "40 MJ/kg", "density": "0.9375 g/cm^3"}, {"energy_per_volume": "37.5 GJ/m^3"}),
        ({"kind": "component", "pressure_gauge": "6.898675 MPa"}, {"pressure_abs": "7 MPa"}),
    ],
    ids=lambda value: next(iter(value)) if len(value) == 1 else "",
)  # fmt: skip
def test_figures_of_data_sheets_give_the_figure_of_the_law(
    rulebook: Rulebook, stated: dict[str, Any], figure: dict[str, str]
) -> None:
    found = item_of(rulebook, **stated)
    assert {name: found[name] for name in figure} == figure


def test_a_drone_that_flies_300_km_at_most_by_its_endurance_is_not_cleared_by_a_rounding(rulebook: Rulebook) -> None:
    for endurance, speed in (("7.5 h", "40 km/h"), ("15 h", "20 km/h"), ("5 h", "60 km/h"), ("2.5 h", "120 km/h")):
        item = {
            "kind": "uas",
            "endurance": endurance,
            "cruise_speed": speed,
            "payload": "20 kg",
            "aerosol_dispenser": "no",
        }
        assert licet.review({"item": item}, rulebook=rulebook).category.possible == ["II", "unlisted"], endurance


def bounding(rulebook: Rulebook) -> list[tuple[str, str, int]]:
    """The figures that another bounds from one side, the other, and which end it is."""
    return [
        (fact.name, derived.expression.reads[0], end)
        for fact in rulebook.facts.values()
        for derived in fact.derived
        for end, function in enumerate(("at_least", "at_most"))
        if derived.expression.text in {f"{function}({name})" for name in derived.expression.reads}
    ]


@given(st.data())
def test_what_bounds_a_figure_bounds_it_at_its_own_number_in_any_unit(rulebook: Rulebook, data: st.DataObject) -> None:
    name, source, end = data.draw(st.sampled_from(bounding(rulebook)))
    least, most = rulebook.facts[source].bounds or (0.0, 1e6)
    number = data.draw(st.decimals(int(least) + 1, min(int(most), 10**5), places=3).map(float))
    own, there = rulebook.facts[source].unit, rulebook.facts[name].unit
    assert own is not None
    assert there is not None
    bound = Bound(rulebook, 740_000)
    found = bound.state({source: (number, number), "date": (740_000.0, 740_000.0)})[bound.slots[name]]
    exact = (Fraction(repr(number)) + own.offset) * own.factor / there.factor - there.offset
    least, most = rulebook.facts[name].bounds or (-math.inf, math.inf)
    if least < exact < most:
        assert found is not None
        assert found[end] == float(exact)


@given(st.data())
def test_two_figures_that_bound_a_third_bound_it_together(rulebook: Rulebook, data: st.DataObject) -> None:
    pairs = bounding(rulebook)
    twice = [
        (name, first, second)
        for name, first, _ in pairs
        for other, second, _ in pairs
        if name == other and first < second
    ]
    assert twice
    name, first, second = data.draw(st.sampled_from(twice))
    bound = Bound(rulebook, 740_000)

    def of(*sources: str) -> Interval | None:
        held = {source: (numbers[source], numbers[source]) for source in sources}
        found: Interval | None = bound.state({**held, "date": (740_000.0, 740_000.0)})[bound.slots[name]]
        return found

    numbers = {source: data.draw(st.floats(1, 19)) for source in (first, second)}
    both = of(first, second)
    for alone in (of(first), of(second)):
        if alone is not None and both is not None:
            assert alone[0] <= both[0] <= both[1] <= alone[1], "one fact more opens nothing again"


# intervals


EXPRESSIONS = st.recursive(
    st.sampled_from([*"abcd", "2", "0.5", "0.7", "3"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})")
        | inner.map("ln({})".format)
        | inner.map("at_least({})".format)
        | inner.map("at_most({})".format)
    ),
    max_leaves=8,
)
NUMBERS = st.decimals(-1000, 1000, allow_nan=False, places=2).map(float)
SPANS = st.tuples(NUMBERS, NUMBERS).map(lambda ends: (min(ends), max(ends)))


def within(inner: Interval, outer: Interval) -> bool:
    """Whether one interval lies in another, but for the last places of a logarithm."""
    return (inner[0] >= outer[0] or math.isclose(inner[0], outer[0], rel_tol=1e-12, abs_tol=1e-12)) and (
        inner[1] <= outer[1] or math.isclose(inner[1], outer[1], rel_tol=1e-12, abs_tol=1e-12)
    )


@given(EXPRESSIONS, st.fixed_dictionaries(dict.fromkeys("abcd", SPANS)), st.data())
def test_an_interval_contains_what_its_points_give(text: str, known: dict[str, Interval], data: st.DataObject) -> None:
    expression = read(text)
    wide = expression.value(known)
    assume(wide is not None and not any(map(math.isnan, wide)))
    points = {}
    for name, (low, high) in known.items():
        point = data.draw(st.sampled_from([low, high, (low + high) / 2]) | st.floats(low, high))
        points[name] = (point, point)
    narrow = expression.value(points)
    assert wide is not None
    assert narrow is not None, "what is known of an interval is known of each of its points"
    assert narrow[0] <= narrow[1]
    assert within(narrow, wide)


@given(EXPRESSIONS, st.fixed_dictionaries(dict.fromkeys("abcd", SPANS)), st.data())
def test_a_narrower_interval_gives_a_narrower_one(text: str, known: dict[str, Interval], data: st.DataObject) -> None:
    expression = read(text)
    wide = expression.value(known)
    assume(wide is not None)
    parts = {}
    for name, (low, high) in known.items():
        ends = sorted(data.draw(st.floats(low, high)) for _ in range(2))
        parts[name] = (ends[0], ends[1])
    narrow = expression.value(parts)
    assert wide is not None
    assert narrow is not None
    assert within(narrow, wide)


@given(EXPRESSIONS, st.fixed_dictionaries(dict.fromkeys("abcd", SPANS)))
def test_no_interval_is_upside_down_or_without_a_number(text: str, known: dict[str, Interval]) -> None:
    found = read(text).value(known)
    assert found is None or (not any(map(math.isnan, found)) and found[0] <= found[1])


def test_ends_go_with_their_operation() -> None:
    spans: dict[str, float | Interval] = {"a": (2.0, 3.0), "b": (-1.0, 4.0)}
    assert value("a + b", **spans) == (1.0, 7.0)
    assert value("a - b", **spans) == (-2.0, 4.0)
    assert value("a * b", **spans) == (-3.0, 12.0)
    assert value("b / a", **spans) == (-0.5, 2.0)
    assert value("ln(a)", **spans) == (math.log(2), math.log(3))
    assert value("between(b, a)", **spans) == (-1.0, 3.0)
    assert value("at_least(a)", **spans) == (2.0, math.inf)
    assert value("at_most(a)", **spans) == (-math.inf, 3.0)
    assert value("at_least(a) + b", **spans) == (1.0, math.inf)
    assert value("1 / at_least(a)", **spans) == (0.0, 0.5)
    assert value("0 * at_least(a)", **spans) == (0.0, 0.0)


def test_nothing_is_known_of_what_is_divided_by_what_may_be_nothing() -> None:
    for span in ((0.0, 1.0), (-1.0, 0.0), (-1.0, 1.0), (0.0, 0.0)):
        assert value("1 / a", a=span) is None
        assert value("5 + 1 / a * 0", a=span) is None


def test_nothing_is_known_of_the_logarithm_of_what_may_be_nothing_or_less() -> None:
    for span in ((0.0, 1.0), (-1.0, 2.0), (-3.0, -2.0)):
        assert value("ln(a)", a=span) is None


@given(EXPRESSIONS, st.fixed_dictionaries(dict.fromkeys("abcd", SPANS)), st.sampled_from("abcd"))
def test_what_rests_on_something_unknown_is_unknown(text: str, known: dict[str, Interval], missing: str) -> None:
    expression = read(text)
    found = expression.value({name: span for name, span in known.items() if name != missing})
    if missing in expression.reads:
        assert found is None
    else:
        assert found == expression.value(known)


def test_no_figure_is_too_great_to_be_worked_out() -> None:
    text = " * ".join("a" * 12)
    assert value(text, a=(1e-30, 1e30)) in (None, (0.0, math.inf))


# ballistic flight


def flight(speed: float) -> float:
    return exactly("ballistic_range(speed)", speed=speed)


@given(st.floats(0, 20_000), st.floats(0, 20_000))
def test_a_faster_missile_flies_farther(first: float, second: float) -> None:
    slow, fast = sorted((first, second))
    assert flight(slow) <= flight(fast) * (1 + 1e-12)


def flown(speed: float, elevation: float) -> float:
    """The way over ground of a flight without air: the ellipse through the launch, from its speed and elevation."""
    q = (speed / ORBIT) ** 2
    up = math.cos(elevation) ** 2
    eccentricity = math.sqrt(1 - q * (2 - q) * up)
    return 2 * EARTH * math.acos(max(-1.0, min(1.0, (1 - q * up) / eccentricity)))


@pytest.mark.parametrize("speed", [50.0, 1_000.0, 1_720.0, 3_000.0, 5_000.0, 6_500.0, 7_200.0, 7_800.0])
def test_ballistic_range_is_the_farthest_of_all_elevations(speed: float) -> None:
    farthest = max(flown(speed, math.radians(step / 100)) for step in range(1, 9_000))
    assert flight(speed) == pytest.approx(farthest, rel=1e-6)


@pytest.mark.parametrize(
    ("speed", "distance"),
    [
        # Rules of thumb: about 1.7 km/s for 300 km, 3 km/s for 1,000 km, 7.2 km/s for 10,000 km.
        (0.0, 0.0),
        (1_700.0, 300e3),
        (3_000.0, 1_000e3),
        (7_200.0, 10_000e3),
        # From the speed of an orbit on it comes down wherever it is meant to.
        (ORBIT, math.pi * EARTH),
        (11_186.0, math.pi * EARTH),
    ],
)
def test_ballistic_range_is_that_of_the_textbook(speed: float, distance: float) -> None:
    assert flight(speed) == pytest.approx(distance, rel=0.02)


@given(st.floats(1, math.pi * EARTH * 0.999))
def test_the_speed_of_least_energy_for_a_range_gives_that_range(distance: float) -> None:
    s = math.sin(distance / EARTH / 2)
    assert flight(ORBIT * math.sqrt(2 * s / (1 + s))) == pytest.approx(distance, rel=1e-4)


def test_over_a_short_way_the_earth_is_flat() -> None:
    for speed in (10.0, 100.0, 300.0):
        assert flight(speed) == pytest.approx(speed**2 / (3.986004418e14 / EARTH**2), rel=1e-2)


def test_a_flight_backwards_is_none() -> None:
    assert value("ballistic_range(speed)", speed=(-5.0, -1.0)) == (0.0, 0.0)
    assert value("ballistic_range(at_least(speed))", speed=9_000.0) == (math.pi * EARTH, math.pi * EARTH)
