"""Hypothesis strategies that all tests share: random conditions, random statements of a transfer, and random completions of one.

Nothing here knows of a fact, a nation or a limit: everything is drawn from the rulebook that is handed in.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from licet.deciding.bound import Bound
from licet.deciding.compiling import State
from licet.deciding.exploring import Explorer
from licet.language import conditions as c
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact

# Conditions

_WORD = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,6}", fullmatch=True)
_NAME = st.lists(_WORD, min_size=1, max_size=2).map(".".join).filter(lambda name: name not in c.KEYWORDS)
_GIVEN_NAME = _NAME | st.sampled_from(["kind", "range", "max_airspeed", "recipient", "end_use.wmd_delivery", "nota", "is_on", "org"])
_DIGITS = st.from_regex(r"(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?", fullmatch=True)
_UNIT = (
    st.sampled_from(["km", "kg", "km/h", "N*s", "kN·s", "%", "m^3", "m³", "µm", "$", "MUSD", "e5", "orbit", "notch"])
    | st.from_regex(r"[A-Za-zµ%$°][A-Za-z0-9µ%$°·*/^²³]{0,4}", fullmatch=True)
).filter(lambda unit: unit not in c.KEYWORDS)
_CODE = st.from_regex(r"[0-9]{1,2}\.[A-Z](\.[A-Za-z0-9]{1,2}){0,3}", fullmatch=True)
_DATE = st.dates().map(datetime.date.isoformat)
_VALUE = _GIVEN_NAME | _DIGITS | _CODE | st.sampled_from(["I", "II", "unlisted", "CN"])

_name = st.builds(c.Name, _GIVEN_NAME)
_number = st.builds(c.Number, _DIGITS, st.just("") | _UNIT)
_term = st.one_of(_name, _number, st.builds(c.Date, _DATE))
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
    st.builds(
        c.Applied, _GIVEN_NAME, st.lists(_number | st.builds(c.Code, _CODE), min_size=1, max_size=3).map(tuple)
    ),
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
