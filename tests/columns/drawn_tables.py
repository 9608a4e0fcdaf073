"""Tables of transfers as they come: drawn from a seed, with unknowns, intervals, texts with units, names of the catalogue, and slips."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from typing import Any

import polars as pl

from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact

FIRST, LAST = datetime.date(1982, 1, 1), datetime.date(2026, 12, 31)
SYSTEMS = ("uas", "cruise_missile", "ballistic_missile", "space_launch_vehicle", "rocket", "manned_aircraft")
# Figures on both sides of the limits that rules have, and on them.
RANGES = (0.0, 149.9, 150.0, 299.99, 300.0, 300.01, 500.0, 1850.0)
PAYLOADS = (0.0, 5.0, 20.0, 299.9, 300.0, 454.0, 499.99, 500.0, 600.0)
SPEEDS = (150.0, 649.9, 650.0, 799.9, 800.0, 900.0)


class Drawn:
    """Draws the columns of one table.

    Args:
        seed: the same seed gives the same table.
        rows: how many rows.
        unknown: the share of cells that say nothing.
    """

    def __init__(self, rulebook: Rulebook, seed: int, rows: int, unknown: float) -> None:
        self.rulebook = rulebook
        self.random = random.Random(seed)
        self.rows = rows
        self.unknown = unknown

    def column(self, draw: Callable[[], Any]) -> list[Any]:
        """Draw a column in which some cells are blank."""
        return [None if self.random.random() < self.unknown else draw() for _ in range(self.rows)]

    def among(self, *values: Any) -> list[Any]:
        """Draw a column of some values."""
        return self.column(lambda: self.random.choice(values))

    def days(self) -> list[Any]:
        """Draw days on which rules may have begun or ended, and others."""
        changes = [day for day in self.rulebook.boundaries if FIRST.toordinal() <= day <= LAST.toordinal()]

        def day() -> datetime.date:
            if self.random.random() < 0.5:
                return datetime.date.fromordinal(self.random.choice(changes) - self.random.randint(0, 1))
            return datetime.date.fromordinal(self.random.randint(FIRST.toordinal(), LAST.toordinal()))

        return self.column(day)

    def truth(self, share: float) -> list[Any]:
        """Draw a column of truths."""
        return self.column(lambda: self.random.random() < share)


def plain_table(rulebook: Rulebook, seed: int, rows: int, unknown: float = 0.05) -> pl.DataFrame:
    """A table with a type for every column, as a database gives it."""
    drawn = Drawn(rulebook, seed, rows, unknown)
    kinds = [*SYSTEMS, *SYSTEMS, *rulebook.facts["kind"].values]
    nations = list(rulebook.nations)
    enum = pl.Enum(nations)
    return pl.DataFrame(
        {
            "order": [f"A{n}" for n in range(rows)],
            "date": drawn.days(),
            "exporter": pl.Series(drawn.among("US", "US", "GB", "FR", "IL", "CN", "RU", *nations[::9]), dtype=enum),
            "recipient": pl.Series(drawn.among(*nations), dtype=enum),
            "kind": drawn.among(*kinds),
            "range_km": drawn.among(*RANGES),
            "payload_kg": drawn.among(*PAYLOADS),
            "max_airspeed_kmh": drawn.among(*SPEEDS),
            "end_use_wmd_delivery": drawn.truth(0.05),
            "advanced_ucav": drawn.truth(0.1),
            "retransfer": drawn.truth(0.1),
        }
    )


def untidy_table(rulebook: Rulebook, seed: int, rows: int) -> pl.DataFrame:
    """A table as people write it: nations by name, units in cells, intervals, designations, claims, what cannot be used."""
    drawn = Drawn(rulebook, seed, rows, 0.35)
    claims = drawn.among("9A012", "EAR99", "9A610")
    return pl.DataFrame(
        {
            "date": drawn.among(*["2025-09-15", "2020-07-24", "2018-04-19", "1990-01-01"] * 4, "15.9.2025", "?"),
            "exporter": drawn.among(*["US", "United States", "GB", "Russia", "?"] * 4, "Atlantis"),
            "recipient": drawn.among(*["Italy", "Saudi Arabia", "Türkiye", "NO", "UA"] * 4, "Korea"),
            "kind": drawn.among(*["uas", "UAS", "cruise missile", "component", "technology"] * 4, "drone"),
            "range": drawn.among(*["1,850 km", "300 km", "162 nmi", "299 km", "unknown"] * 4, "5", "-5 km"),
            "payload_lb": drawn.among(*[1102.3, 1102.4, 500.0, 20.0] * 4, -1.0),
            "endurance_h": drawn.among(1.0, 24.0, 0.5),
            "cruise_speed_kmh": drawn.among(100.0, 200.0, 12.5),
            "name": drawn.among("MQ-9A Reaper", "Bayraktar TB2", "Nonsense", ""),
            "eccn": [claim if drawn.random.random() < 0.2 else None for claim in claims],
            "total_impulse_min": drawn.among("1 MN s", "0.8 MN s"),
            "total_impulse_max": drawn.among("1.1 MN s", "1.5 MN s", "0.9 MN s"),
            "part": drawn.among("jet_engine", "solid_rocket_motor", "other", "maraging_steel"),
            "part_of_crewed_aircraft": drawn.among(*["yes", "no"] * 4, "maybe"),
            "wall_thickness_mm": drawn.among(3.0, 5.0, 50.0),
            "tube_outer_diameter_mm": drawn.among(300.0, 280.0),
            "tube_inner_diameter_mm": drawn.among(270.0, 269.0, 294.0),
        }
    )


def one_fact_table(rulebook: Rulebook, fact: Fact, seed: int, rows: int) -> pl.DataFrame:
    """A table whose rows state what an item is and, of many facts in turn, one more."""
    drawn = Drawn(rulebook, seed, rows, 0.1)
    kinds = list(rulebook.facts["kind"].values)
    cells: list[Any]
    if fact.type == "truth":
        cells = drawn.truth(0.5)
    elif fact.measured and fact.unit is not None:
        top = min(fact.bounds[1] if fact.bounds else 1e6, 1e6)
        cells = drawn.column(lambda: f"{round(drawn.random.uniform(0, top), 3)} {fact.unit.name}" if fact.unit else "1")
    else:
        cells = drawn.among(*fact.values)
    return pl.DataFrame(
        {
            "date": drawn.days(),
            "kind": drawn.among(*kinds),
            "recipient": drawn.among("IT", "SA", "CN"),
            fact.path: cells,
        }
    )
