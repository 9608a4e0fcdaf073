"""Hypothesis strategies that all tests share: random conditions, random statements of a transfer, and random completions of one.

Nothing here knows of a fact, a nation or a limit: everything is drawn from the rulebook that is handed in.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from licet.deciding.bound import Bound
from licet.deciding.compiling import State
from licet.deciding.exploring import Explorer
from licet.language import conditions as c
from licet.language.condition_reader import KEYWORDS
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact

# Conditions

_WORD = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,6}", fullmatch=True)
_NAME = st.lists(_WORD, min_size=1, max_size=2).map(".".join).filter(lambda name: name not in KEYWORDS)
_GIVEN_NAME = _NAME | st.sampled_from(
    ["kind", "range", "max_airspeed", "recipient", "end_use.wmd_delivery", "nota", "is_on", "org"]
)
_DIGITS = st.from_regex(r"(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?", fullmatch=True)
_UNIT = (
    st.sampled_from(["km", "kg", "km/h", "N*s", "kN·s", "%", "m^3", "m³", "µm", "$", "MUSD", "e5", "orbit", "notch"])
    | st.from_regex(r"[A-Za-zµ%$°][A-Za-z0-9µ%$°·*/^²³]{0,4}", fullmatch=True)
).filter(lambda unit: unit not in KEYWORDS)
_CODE = st.from_regex(r"[0-9]{1,2}\.[A-Z](\.[A-Za-z0-9]{1,2}){0,3}", fullmatch=True)
_DATE = st.dates().map(datetime.date.isoformat)
_VALUE = _GIVEN_NAME | _DIGITS | _CODE | st.sampled_from(["I", "II", "unlisted", "CN"])

_name = st.builds(c.Name, _GIVEN_NAME)
_number = st.builds(c.Number, _DIGITS, st.just("") | _UNIT)
_below = st.builds(c.Number, _DIGITS.map("-{}".format), st.just("") | _UNIT)
_term = st.one_of(_name, _number, _below, st.builds(c.Date, _DATE))
_sign = st.sampled_from("+-")


def _sum(first: c.Operand, rest: list[tuple[str, c.Operand]]) -> c.Sum:
    return c.Sum((("+", first), *rest))


_operand = _term | st.builds(_sum, _term, st.lists(st.tuples(_sign, _term), min_size=1, max_size=3))
_atoms = st.one_of(
    st.builds(c.Truth, _name),
    st.builds(c.Is, _name, _VALUE, st.booleans()),
    st.builds(c.InValues, _name, st.lists(_VALUE, min_size=1, max_size=4).map(tuple), st.booleans()),
    st.builds(c.InGroup, _name, _GIVEN_NAME, st.booleans(), st.just("") | _DATE),
    st.builds(c.Compare, _operand, st.sampled_from(["<", "<=", ">", ">="]), _operand),
    st.builds(c.Between, _operand, _operand, _operand),
    st.builds(c.Applied, _GIVEN_NAME, st.lists(_number | st.builds(c.Code, _CODE), min_size=1, max_size=3).map(tuple)),
)


def _grouped(condition: c.Condition, *bare: type) -> c.Condition:
    """A condition in parentheses unless it is one of a kind that needs none there."""
    return condition if isinstance(condition, bare) else c.Group(condition)


_ATOMIC = (c.Truth, c.Is, c.InValues, c.InGroup, c.Compare, c.Between, c.Applied, c.Group, c.Not)


def _larger(inner: st.SearchStrategy[c.Condition]) -> st.SearchStrategy[c.Condition]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        inner.map(c.Group),
        inner.map(lambda part: c.Not(_grouped(part, *_ATOMIC))),
        several.map(lambda parts: c.And(tuple(_grouped(part, *_ATOMIC) for part in parts))),
        several.map(lambda parts: c.Or(tuple(_grouped(part, *_ATOMIC, c.And) for part in parts))),
    )


conditions: st.SearchStrategy[c.Condition] = st.recursive(_atoms, _larger, max_leaves=12)
"""Conditions as the reader builds them: parentheses are nodes of their own, and stand wherever the grammar needs them."""

# Statements of a transfer

_UNKNOWN = st.sampled_from([None, "", "unknown", "?"])


def limits(rulebook: Rulebook, fact: Fact) -> list[float]:
    """The constants that the rules, on whatever day, compare a measure with, in its unit."""
    found: set[float] = set()
    unit = fact.unit
    assert unit is not None
    for rule in rulebook.rules.values():
        for atom in c.atoms(rule.condition) if rule.condition is not None else ():
            match atom:
                case c.Compare(c.Name(fact.name), _, c.Number() as number):
                    found.add(rulebook.units.read(number.text, unit).to(unit))
                case c.Applied(test, arguments) if fact.name in rulebook.tests[test].maxima:
                    argument = arguments[rulebook.tests[test].maxima.index(fact.name)]
                    found.add(rulebook.units.read(argument.text, unit).to(unit))
    return sorted(found)


def _digits(number: Fraction) -> str:
    """A number that is a decimal fraction, in digits."""
    text = f"{float(number):.6f}".rstrip("0").rstrip(".")
    return text or "0"


@st.composite
def _measure(draw: st.DrawFn, rulebook: Rulebook, fact: Fact) -> Any:
    assert fact.unit is not None
    low, high = fact.bounds or (0.0, 10.0**10)
    there = limits(rulebook, fact)
    near_limits = [
        x for limit in there for x in (limit, limit * 0.95, limit - 0.001, limit + 0.001) if low <= x <= high
    ]
    number = st.floats(low, min(high, max([*there, 1.0]) * 4), allow_nan=False).map(lambda x: round(x, 2))
    if near_limits:
        number |= st.sampled_from(near_limits)
    own = fact.unit
    # A bare number is in the unit of the fact, where it is a share.
    units = [own.name, *(name for name in rulebook.units.like(own) if name != "1")]

    def written() -> tuple[Fraction, str]:
        exact = Fraction(repr(draw(number)))
        unit = rulebook.units.by_name[draw(st.sampled_from(units))]
        digits = _digits((exact + own.offset) * own.factor / unit.factor - unit.offset)
        value = (Fraction(digits) + unit.offset) * unit.factor / own.factor - own.offset
        if not Fraction(repr(low)) <= value <= Fraction(repr(high)):
            unit, digits, value = own, _digits(Fraction(repr(low))), Fraction(repr(low))
        forms = [digits]
        if "." not in digits:
            forms += [f"{int(digits):,}", f"{digits}.0", f"{digits}e0"]
        text = draw(st.sampled_from(forms))
        alias = draw(st.sampled_from([name for name, known in rulebook.units.by_name.items() if known is unit]))
        if unit.name == "1" or (own.dimension == "fraction" and unit is own and draw(st.booleans())):
            return value, text
        return value, text + draw(st.sampled_from(["", " ", "  "])) + alias

    if not draw(st.integers(0, 3)):
        ends = sorted(written() for _ in range(2))
        return [text for _, text in ends]
    _, text = written()
    if fact.margin and not draw(st.integers(0, 5)):
        return {"value": text, "basis": draw(st.sampled_from(["annex", "published"]))}
    return text


@st.composite
def _points(draw: st.DrawFn, rulebook: Rulebook, fact: Fact) -> Any:
    test = next(test for test in rulebook.tests.values() if fact.name in (test.points, test.excluded))
    maxima = [rulebook.facts[name] for name in test.maxima]
    point = st.fixed_dictionaries(
        {m.key: st.sampled_from([0.5, 0.9, 1.0, 1.1, 3.0]).map(lambda x, m=m: _point(rulebook, m, x)) for m in maxima}  # type: ignore[misc]
    )
    return draw(st.lists(point, min_size=1, max_size=3))


def _point(rulebook: Rulebook, fact: Fact, share: float) -> str:
    assert fact.unit is not None
    there = limits(rulebook, fact) or [100.0]
    return f"{_digits(Fraction(repr(there[-1] * share)))} {fact.unit.name}"


def nations(rulebook: Rulebook) -> st.SearchStrategy[str]:
    """Nations, by code or by name."""
    return st.sampled_from([*rulebook.nations, *rulebook.nations.values()])


def entry_codes(rulebook: Rulebook) -> list[str]:
    """The codes of the entries that can be claimed, and their headings."""
    codes = [
        code
        for question in rulebook.questions.values()
        if question.claims
        for rule in rulebook.rules.values()
        for code in rule.then.get(question.name, ())
    ]
    return sorted({*codes, *(code.rpartition(".")[0] for code in codes)} - {""})


def values(rulebook: Rulebook, fact: Fact) -> st.SearchStrategy[Any]:
    """Everything that can be stated of a fact, in the ways in which people write it."""
    match fact.type:
        case "truth":
            return st.sampled_from(["yes", "no", "true", "No", True, False]) | _UNKNOWN
        case "one_of":
            return st.sampled_from(list(fact.values)) | st.sampled_from(
                [v.upper().replace("_", " ") for v in fact.values]
            )
        case "nation":
            return nations(rulebook)
        case "date":
            return dates()
        case "codes":
            return st.lists(st.sampled_from(entry_codes(rulebook)), max_size=3, unique=True)
        case "points":
            return _points(rulebook, fact)
        case "parties":
            return st.lists(
                st.fixed_dictionaries(
                    {"name": st.text("Abc é&", min_size=1, max_size=9).filter(str.strip)},
                    optional={
                        "role": st.sampled_from(["end_user", "carrier", "broker"]),
                        "nation": nations(rulebook),
                        "forwarder": st.booleans(),
                        "address": st.sampled_from(["1 Road"]),
                    },
                ),
                max_size=2,
            )
        case "text":
            listed = {place.code for rule in rulebook.rules.values() for place in rule.xref.get(fact.name, ())}
            return st.sampled_from(sorted({*listed, fact.unlisted, "MQ-9A", "XYZ 1"} - {""}))
    return _measure(rulebook, fact)


def dates() -> st.SearchStrategy[str]:
    """Days of the years that the law speaks of."""
    return st.dates(datetime.date(1982, 1, 1), datetime.date(2030, 1, 1)).map(datetime.date.isoformat)


def _mentions(rulebook: Rulebook) -> dict[str, int]:
    found = dict.fromkeys(rulebook.facts, 0)
    for rule in rulebook.rules.values():
        for atom in c.atoms(rule.condition) if rule.condition is not None else ():
            read = rulebook.tests[atom.test].reads if isinstance(atom, c.Applied) else c.names(atom)
            for name in read:
                if name in found:
                    found[name] += 1
    return found


@st.composite
def statements(
    draw: st.DrawFn,
    rulebook: Rulebook,
    *,
    always: Collection[str] = (),
    without: Collection[str] = (),
    most: int = 14,
) -> dict[str, Any]:
    """A valid statement of a transfer in the form of a file: some of the facts, those that rules ask for more often than others.

    Args:
        draw: from Hypothesis.
        rulebook: declares the facts.
        always: facts that are stated in any case.
        without: facts that are not stated.
        most: how many facts are stated at most beside those.
    """
    weights = _mentions(rulebook)
    names = [name for name in rulebook.facts if name not in {*always, *without}]
    weighted = [name for name in names for _ in range(1 + math.isqrt(weights[name]))]
    chosen = draw(st.lists(st.sampled_from(weighted), max_size=most, unique=True))
    stated: dict[str, Any] = {}
    for name in dict.fromkeys([*always, *chosen]):
        fact = rulebook.facts[name]
        value = draw(values(rulebook, fact))
        if fact.at:
            stated.setdefault(fact.at, {})[fact.key] = value
        else:
            stated[fact.key] = value
    return stated


# Completions of a partial transfer


def _points_within(low: float, high: float) -> st.SearchStrategy[tuple[float, float]]:
    if math.isinf(low):
        low = min(0.0, high - 1e6)
    top = min(high, max(2 * low, low + 1e6)) if math.isinf(high) else high
    ends = st.sampled_from([low, top, low + (top - low) / 2])
    points = ends | st.floats(low, top, allow_nan=False)
    # Nothing can be stated that is smaller than this and yet not nothing.
    return points.map(lambda x: 0.0 if low <= 0 and abs(x) < 1e-30 else x).map(lambda x: (x, x))


def open_facts(bound: Bound, state: State) -> list[Fact]:
    """The facts on which an answer may rest and whose value is not known, or not known exactly.

    A fact that no rule asks for counts as long as something that is asked for, and is not known, may follow or be worked out from it.
    """
    facts = bound.rulebook.facts
    inputs = _inputs(bound)

    def is_open(name: str) -> bool:
        fact, value = facts[name], state[bound.slots[name]]
        return fact.decidable and (bound.unknown(fact, value) or (fact.measured and value[0] < value[1]))

    asked = [name for name in _asked(bound.rulebook) if is_open(name)]
    seen = set(asked)
    for name in asked:
        further = sorted(other for other in inputs[name] - seen if is_open(other))
        seen.update(further)
        asked += further
    return [fact for fact in facts.values() if fact.name in seen]


@lru_cache(maxsize=8)
def _asked(rulebook: Rulebook) -> tuple[str, ...]:
    """The facts that some rule reads, or that say whether silence decides."""
    conditions = [rule.condition for rule in rulebook.rules.values()]
    conditions += [question.covered for question in rulebook.questions.values()]
    found: dict[str, None] = {}
    for condition in conditions:
        for atom in c.atoms(condition) if condition is not None else ():
            read = rulebook.tests[atom.test].reads if isinstance(atom, c.Applied) else c.names(atom)
            found.update(dict.fromkeys(name for name in read if name in rulebook.facts))
    return tuple(found)


@lru_cache(maxsize=64)
def _inputs(bound: Bound) -> dict[str, frozenset[str]]:
    """For each fact, those from which it may follow or be worked out."""
    found = {}
    for name, fact in bound.rulebook.facts.items():
        conditions = [derived.when for derived in fact.derived if derived.when is not None]
        read = {other for condition in conditions for atom in c.atoms(condition) for other in c.names(atom)}
        found[name] = bound.engine.deriving.before[name].union(read, *(one.expression.reads for one in fact.derived))
    return found


@lru_cache(maxsize=64)
def _after(bound: Bound) -> dict[str, frozenset[str]]:
    """For each fact, itself and those that may follow or be worked out from it, through others or not."""
    inputs, found = _inputs(bound), {}
    for name in inputs:
        after = {name}
        while more := {other for other, before in inputs.items() if before & after} - after:
            after |= more
        found[name] = frozenset(after)
    return found


def contradicts_itself(bound: Bound, stated: Mapping[str, Any], changed: str = "") -> bool:
    """Whether something that follows or is worked out from what is stated is stated otherwise, or two such things disagree.

    An estimate is none: it says what is likely, and what is stated counts.

    Args:
        bound: the rulebook on the day.
        stated: what is stated.
        changed: only what follows from this fact; everything by default.
    """
    state = bound.state(stated)
    after = _after(bound)[changed] if changed else None
    for derivation in bound.engine.deriving.derivations:
        held, name = state[derivation.slot], derivation.fact.name
        if after is not None and name not in after:
            continue
        follow = {value for value, test, _ in derivation.implied if test(state) == 2}
        if len(follow) > 1 or (name in stated and follow - {held}):
            return True
        for work_out, source in derivation.worked_out:
            known = all(state[bound.slots[read]] is not None for read in source.expression.reads)
            measure = work_out(state) if known and not source.estimate else None
            if measure is not None and (held is None or held[1] < measure[0] or held[0] > measure[1]):
                return True
    return False


@st.composite
def completions(draw: st.DrawFn, bound: Bound, explorer: Explorer, stated: Mapping[str, Any]) -> dict[str, Any]:
    """A complete transfer that a partial one leaves open: every fact that a rule asks for and that nobody stated has a value.

    What may follow from other facts is stated itself, or left to follow from them when they are; figures from which others are worked out
    come before those. No value is taken that would contradict what was stated, where there is another.

    Args:
        draw: from Hypothesis.
        bound: the rulebook on the day.
        explorer: knows the cells of its facts.
        stated: the partial transfer, as it stands in a state.
    """
    complete = dict(stated)
    inputs, after = _inputs(bound), _after(bound)

    def complete_with(fact: Fact, state: State) -> None:
        cells = explorer.cells.of(fact, state[bound.slots[fact.name]] if fact.measured else None)
        if len(after[fact.name]) > 1 or inputs[fact.name]:
            cells = [
                cell for cell in cells if not contradicts_itself(bound, {**complete, fact.name: cell.value}, fact.name)
            ] or cells
        cell = draw(st.sampled_from(cells))
        if fact.measured:
            complete[fact.name] = draw(_points_within(*cell.value))
        else:
            complete[fact.name] = draw(st.sampled_from(cell.values)) if cell.values else cell.value
        if len(after[fact.name]) > 1 and contradicts_itself(bound, complete, fact.name):
            # What was stated of those that follow from it gives way, and is left to follow.
            for other in after[fact.name] - {fact.name} - stated.keys():
                complete.pop(other, None)

    state = bound.state(complete)
    for fact in open_facts(bound, state):
        if inputs[fact.name] and bound.unknown(fact, state[bound.slots[fact.name]]) and draw(st.booleans()):
            complete_with(fact, state)
            state = bound.state(complete)
    while True:
        state = bound.state(complete)
        facts = open_facts(bound, state)
        if not facts:
            return complete
        names = {fact.name for fact in facts}
        # Those of which it is settled that they follow from nothing; if some wait for each other in a circle, one of them begins.
        free = [fact for fact in facts if not inputs[fact.name] & names] or [draw(st.sampled_from(facts))]
        for fact in free:
            complete_with(fact, state)
