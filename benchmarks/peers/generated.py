"""Transfers drawn at random from a seed, as a table with one column for each of the twelve facts.

Figures and days lie on the limits of the policy, and just beside them, far more often than chance would have it.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy
import polars
from groups import GROUPS, NATIONS

KINDS = ("ballistic_missile", "space_launch_vehicle", "cruise_missile", "uas", "facility", "component", "other")
PURPOSES = ("military", "law_enforcement", "space", "civil")
FACTS = (
    "date",
    "exporter",
    "recipient",
    "value",
    "purpose",
    "wmd_concern",
    "kind",
    "range",
    "payload",
    "max_airspeed",
    "hypersonic",
    "specially_designed",
)
ITEM = frozenset({"kind", "range", "payload", "max_airspeed", "hypersonic", "specially_designed"})
"""The facts that are stated of the item."""

FIRST, LAST = datetime.date(1982, 1, 1), datetime.date(2026, 12, 31)
DENSE = datetime.date(2015, 1, 1)
"""From this day on one policy follows the other, and rules live for few years."""
TURNING_DAYS = (
    "1987-04-16",
    "1993-01-01",
    "1993-01-07",
    "1993-09-27",
    "2002-09-01",
    "2003-01-01",
    "2015-02-17",
    "2018-04-19",
    "2020-07-24",
    "2023-02-23",
    "2025-03-14",
    "2025-04-09",
    "2025-09-15",
)
"""The days on which a rule begins or ends."""


def transfers(rows: int, seed: int, unknown: float, near: float = 0.2) -> Any:
    """Return a table of transfers.

    Args:
        rows: how many.
        seed: the same seed draws the same table.
        unknown: the share of each column that is not known, the date aside: a transfer has its day.
        near: the share of figures and days that lie on a limit or just beside it.
    """
    draw = numpy.random.default_rng(seed)

    def among(values: tuple[str, ...], shares: Any = None) -> Any:
        # Cumulated shares and a search: the generator's own choice takes several times as long.
        edges = numpy.cumsum(numpy.full(len(values), 1 / len(values)) if shares is None else numpy.asarray(shares))
        places = numpy.searchsorted(edges[:-1], draw.random(rows), side="right").astype(numpy.uint8)
        return polars.Series(places).cat.to(polars.Enum(values))

    def figure(limits: tuple[float, ...], most: float, step: float) -> Any:
        beside = numpy.array([limit + side for limit in limits for side in (-step, 0.0, step)])
        anywhere = numpy.floor(draw.random(rows) * (most / step)) * step
        return numpy.where(draw.random(rows) < near, beside[draw.integers(0, len(beside), rows)], anywhere)

    def truth(share: float) -> Any:
        return draw.random(rows) < share

    us = [0.5 if nation == "US" else 0.5 / (len(NATIONS) - 1) for nation in NATIONS]
    columns = {
        "date": polars.Series(_days(draw, rows, near)).cast(polars.Date),
        "exporter": among(NATIONS, us),
        "recipient": among(NATIONS),
        "value": figure((14e6, 50e6, 500e6), 1e9, 1e4),
        "purpose": among(PURPOSES, (0.4, 0.15, 0.2, 0.25)),
        "wmd_concern": truth(0.15),
        "kind": among(KINDS, (0.1, 0.12, 0.13, 0.35, 0.1, 0.15, 0.05)),
        "range": figure((300.0, 600.0), 2000.0, 1.0),
        "payload": figure((500.0,), 1500.0, 1.0),
        "max_airspeed": figure((800.0,), 2000.0, 1.0),
        "hypersonic": truth(0.1),
        "specially_designed": truth(0.6),
    }
    frame = polars.DataFrame(columns)
    for name in FACTS[1:]:
        missing = draw.random(rows, dtype=numpy.float32) < unknown
        if unknown:
            held = polars.when(polars.lit(polars.Series(missing))).then(None).otherwise(polars.col(name))
            frame = frame.with_columns(held.alias(name))
    return frame


def _days(draw: Any, rows: int, near: float) -> Any:
    """Return days since 1970: some on a change of rules or groups, or on its eve; of the others half anywhere, half since 2015."""
    zero = datetime.date(1970, 1, 1).toordinal()
    first, dense, last = (day.toordinal() - zero for day in (FIRST, DENSE, LAST))
    changes = {day for members in GROUPS.values() for span in members.values() for day in span if FIRST < day <= LAST}

    def beside(days: list[datetime.date]) -> Any:
        listed = numpy.array([day.toordinal() - zero - eve for day in days for eve in (1, 0)], dtype=numpy.int32)
        return listed[draw.integers(0, len(listed), rows)]

    which = draw.random(rows)
    anywhere = draw.integers(numpy.where(which < (1 + near) / 2, first, dense).astype(numpy.int32), last + 1)
    of_rules = beside([datetime.date.fromisoformat(day) for day in TURNING_DAYS])
    days = numpy.select([which < near * 0.75, which < near], [of_rules, beside(sorted(changes))], anywhere)
    return days.astype(numpy.int32)
