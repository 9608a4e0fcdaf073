"""The catalogue of known systems, which lends its figures to a transfer that names one of them."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from licet.errors import Fault, LawError


@dataclass(frozen=True, slots=True)
class System:
    """A known system.

    Attributes:
        figures: column of the catalogue → text, for those that have one (``kind``, ``range_km`` …).
        stated_category: the category that an official, the press or a scholar gives it, with who and how.
        standing: how well the figures were checked.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    origin: tuple[str, ...]
    figures: dict[str, str]
    stated_category: str
    stated_by: str
    statement_type: str
    source: str
    standing: str
    notes: str


_FILE = "catalogue/systems.csv"
_FIGURES = ("kind", "range_km", "payload_kg", "max_airspeed_kmh")
_STATED = ("stated_category", "stated_by", "statement_type")
_COLUMNS = ("id", "name", "aliases", "origin", *_FIGURES, *_STATED, "source", "standing", "notes")


class Catalogue:
    """Known systems by name and alias."""

    def __init__(self, systems: list[System]) -> None:
        self.systems = tuple(systems)
        self._by_name: dict[str, list[System]] = {}
        for system in systems:
            for name in {folded(name) for name in (system.id, system.name, *system.aliases)}:
                self._by_name.setdefault(name, []).append(system)

    def find(self, name: str) -> System | None:
        """Return the one system of this name, or None; a name that two systems share finds neither."""
        found = self._by_name.get(folded(name), [])
        return found[0] if len(found) == 1 else None

    def near(self, name: str) -> list[str]:
        """Return names of systems much like this one."""
        from rapidfuzz import fuzz, process

        names = {alias: system.name for system in self.systems for alias in (system.name, *system.aliases)}
        matches = process.extract(name, list(names), scorer=fuzz.WRatio, limit=4, score_cutoff=80, processor=folded)
        return list(dict.fromkeys(names[match[0]] for match in matches))


def folded(name: str) -> str:
    """Return a name without case, accents, punctuation and spaces."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))


@lru_cache(maxsize=4)
def read_catalogue(folder: Path) -> Catalogue:
    """Read ``catalogue/systems.csv`` of a folder of law; an absent file is an empty catalogue.

    Raises:
        LawError: for a table that cannot be read.
    """
    path = folder / "catalogue" / "systems.csv"
    if not path.is_file():
        return Catalogue([])
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise LawError(faults=[Fault(_FILE, f"text that is not CSV ({error})", "CSV in UTF-8")]) from None
    for line, row in enumerate(rows, 2):
        missing = [column for column in _COLUMNS if row.get(column) is None]
        if missing or None in row:
            found = f"a row without {', '.join(missing)}" if missing else "more values than columns"
            raise LawError(faults=[Fault(f"{_FILE}:{line}", found, ", ".join(_COLUMNS))])
    return Catalogue(
        [
            System(
                id=row["id"],
                name=row["name"],
                aliases=tuple(filter(None, row["aliases"].split("|"))),
                origin=tuple(filter(None, row["origin"].split("|"))),
                figures={column: row[column] for column in _FIGURES if row[column]},
                stated_category=row["stated_category"],
                stated_by=row["stated_by"],
                statement_type=row["statement_type"],
                source=row["source"],
                standing=row["standing"],
                notes=row["notes"],
            )
            for row in rows
        ]
    )
