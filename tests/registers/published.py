"""Registers in small, made up in the forms in which they are published, for tests that break them. No row is one of a published register."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from licet.registers.published import PublishedFile

SHARED = Path(__file__).parents[3] / "shared" / "data"
SIPRI = SHARED / "sipri" / "trade-register-2026-02.csv"
SLV = SHARED / "slv" / "all-rockets-from-1957.csv"
TESTS = SHARED / "nk-missile-tests" / "test.en.json"
MISSILES = SHARED / "nk-missile-tests" / "missile.en.json"

needs_sipri = pytest.mark.skipif(not SIPRI.is_file(), reason="no trade register in ../shared/data beside the checkout")
needs_slv = pytest.mark.skipif(not SLV.is_file(), reason="no list of launchers in ../shared/data beside the checkout")
needs_tests = pytest.mark.skipif(not TESTS.is_file(), reason="no missile tests in ../shared/data beside the checkout")

HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)


def deal(
    recipient: str = "Italy",
    supplier: str = "United States",
    year: str = "2014",
    designation: str = "MQ-9 Reaper",
    description: str = "armed UAV",
    mark: str = "",
    ordered: str = "2",
    ordered_mark: str = "",
    delivered: str = "2",
    delivered_mark: str = "",
    years: str = "2015; 2016",
    comment: str = "",
) -> str:
    """A row of the trade register."""
    return (
        f"{recipient},{supplier},{year},{mark},{ordered},{ordered_mark},{designation},{description},{delivered},"
        f"{delivered_mark},{years},New,{comment},1.5,3,3"
    )


def register(*rows: str, header: str = HEADER) -> PublishedFile:
    """A trade register of these rows, with the byte order mark that the export has."""
    return PublishedFile("register.csv", ("\ufeff" + "\n".join([header, *rows]) + "\n").encode())


LAUNCHERS = """\
Sr,Name,Cmp,Wiki,Status,Liftoff Thrust,Payload to LEO,Stages,Payload to GTO
0,Large,Maker,https://example.org/large,Retired,"3,032",4.1,3,0
1,Small,Maker,https://example.org/small,Active,300,0.2,3,0
2,Paper,Maker,https://example.org/paper,Planned,300,12,2,5
3,Blank,Maker,https://example.org/blank,Retired,,0,2,0
4,Far,Maker,https://example.org/far,Retired,,0,3,1.7
"""

MISSILE_NAMES = {
    "scud-b": {"name": "Scud-B", "type": "SRBM"},
    "new": {"name": "New Missile", "type": "MRBM"},
    "carrier": {"name": "Carrier", "type": "SLV"},
    "unknown": {"name": "Unknown", "type": "Unknown"},
}


def flight(missile: str = "new", date: str = "2017-07-04", distance: str = "900", **more: Any) -> dict[str, Any]:
    """A test of a missile."""
    return {"date": date, "missile": missile, "outcome": "success", "distance": distance, "apogee": "100"} | more


def published_tests(*flights: dict[str, Any]) -> PublishedFile:
    """The tests in the published form."""
    return PublishedFile("test.en.json", json.dumps({"timeBins": [{"data": list(flights), "year": 2017}]}).encode())


def names() -> PublishedFile:
    """The missiles in the published form."""
    return PublishedFile("missile.en.json", json.dumps(MISSILE_NAMES).encode())
