"""Lists that screenings are made against, kept as a command keeps them, with the index that Licet builds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from screening.made_lists import EL, NOW, SDN, given, party, published

from licet.registers.screening_lists.formats import FORMATS
from licet.rulebook.rulebook import Rulebook
from licet.screening.admitting import Statements
from licet.screening.answer import Party, Screening
from licet.screening.screener import Screener
from licet.screening.screening import screener
from licet.screening.updating import Taken, add_list, update_list

LISTED, UNLISTED = "Utopian Rocket Works", "Blue Ocean Logistics"
_PARTS = ("ba", "ke", "lo", "mi", "nu", "pra", "sto", "tri", "vel", "zan")


def word(number: int) -> str:
    """A word that is no other number's."""
    return "".join(_PARTS[int(figure)] for figure in f"{number:04}").capitalize()


def fillers(count: int, mark: str = "") -> list[dict[str, Any]]:
    """So many other entries, of two sources."""
    return [
        party(f"{word(number)} Foundry{mark}", SDN if number % 3 else EL, entity_number=f"9{number}")
        for number in range(count)
    ]


def entries(*more: dict[str, Any], count: int = 20) -> list[dict[str, Any]]:
    """The listed party of most tests, others, and so many that nobody asks for."""
    listed = party(
        LISTED,
        entity_number="100",
        alt_names=["URW Verken"],
        addresses=[{"address": "1 Launch Road", "city": "Aden", "state": None, "postal_code": "77", "country": "YE"}],
        federal_register_notice="80 FR 69852",
        start_date="2015-11-12",
        license_requirement="For all items subject to the EAR.",
        license_policy="Presumption of denial.",
    )
    return [listed, *more, *fillers(count)]


LIST = published(entries())


def keep(path: Path, data: bytes = LIST, name: str = "csl", now: datetime = NOW, **said: Any) -> Taken:
    """Add a list."""
    return add_list(path, name, given(data), FORMATS["csl-json"], Statements(**said), now)


def renew(path: Path, data: bytes, name: str = "csl", now: datetime = NOW, **said: Any) -> Taken:
    """Update a list."""
    return update_list(path, name, given(data), FORMATS["csl-json"], Statements(**said), now)


def asking(path: Path | str, now: datetime = NOW, **options: Any) -> Screener:
    """What screens against a file of lists."""
    return screener(lists=path, now=now, rulebook=Rulebook.load(), **options)


def ask(
    path: Path | str, names: Iterable[str] = (LISTED, UNLISTED), now: datetime = NOW, **options: Any
) -> list[Screening]:
    """The screenings of some names."""
    asked = asking(path, now, **options)
    return [asked.screen(Party(name=name)) for name in names]
