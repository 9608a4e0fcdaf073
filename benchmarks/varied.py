"""Transfers as they come to a site: many systems, nations and days, some with figures of their own, parts, technology, and things not known.

Every one is another, so that no answer that is remembered serves for the next.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from licet.rulebook.rulebook import Rulebook
from licet.transfers.catalogue import read_catalogue

# The day before which no transfer lies, and after which none does.
_FIRST, _LAST = "1993-01-01", "2026-11-01"
_USERS = ("armed_forces", "other_government", "civilian", "unknown")


def varied(book: Rulebook, seed: int) -> Iterator[dict[str, Any]]:
    """Yield transfers without end, as the JSON of the API states them; the same ones for the same seed.

    Half are a system of the catalogue, a quarter a system with figures of its own, an eighth a part and an eighth something of which hardly
    anything is said.

    Args:
        book: declares the kinds, the parts and the nations.
        seed: tells one sequence from another.
    """
    import datetime

    draw = random.Random(seed)
    names = [system.name for system in read_catalogue(book.folder).systems]
    nations, parts = sorted(book.nations), list(book.facts["part"].values)
    first, last = (datetime.date.fromisoformat(day).toordinal() for day in (_FIRST, _LAST))
    while True:
        stated: dict[str, Any] = {
            "date": datetime.date.fromordinal(draw.randrange(first, last)).isoformat(),
            "recipient": draw.choice(nations),
        }
        item: dict[str, Any] = {}
        match draw.randrange(8):
            case 0 | 1 | 2 | 3:
                item["name"] = draw.choice(names)
                if draw.random() < 0.2:
                    item["max_airspeed"] = "unknown"
            case 4 | 5:
                item |= {"kind": draw.choice(("uas", "cruise_missile", "ballistic_missile", "space_launch_vehicle"))}
                item |= {"range": f"{draw.randrange(100, 9000)} km", "payload": f"{draw.randrange(50, 2000)} kg"}
                item["max_airspeed"] = draw.choice(("unknown", f"{draw.randrange(150, 1200)} km/h"))
            case 6:
                item |= {"kind": "component", "part": draw.choice(parts)}
                item["usable_elsewhere"] = draw.choice(("item_1", "unknown"))
            case _:
                item["kind"] = draw.choice(("uas", "technology", "production_facility", "software", "component"))
        stated["item"] = item
        if draw.random() < 0.5:
            stated["channel"] = draw.choice(("direct_commercial", "fms"))
        if draw.random() < 0.4:
            stated["end_use"] = {"end_user": draw.choice(_USERS)}
        if draw.random() < 0.3:
            stated["exporter"] = draw.choice(("FR", "GB", "IL", "TR", "KR", "AU", "IN"))
        yield stated
