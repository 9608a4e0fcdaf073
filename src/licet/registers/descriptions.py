"""What the words of a register's weapon descriptions stand for: which are missiles, drones and launchers, and of what kind.

The words are data (``law/catalogue/register-descriptions.csv``); nothing here names one. A description that is not in the table is no
missile and no clearance either: whoever reads a register says that it was not known.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from licet.errors import Fault, LawError
from licet.rulebook.instruments import STANDINGS

GROUPS = ("drone", "missile", "launcher", "other")

_FILE = "catalogue/register-descriptions.csv"
_COLUMNS = (
    "description",
    "group",
    "kinds",
    "named_kinds",
    "facts",
    "range_km_max",
    "payload_kg_max",
    "source",
    "standing",
    "note",
)


@dataclass(frozen=True, slots=True)
class Description:
    """A weapon description of a register.

    Attributes:
        text: as the register writes it.
        group: ``drone``, ``missile``, ``launcher`` or ``other``.
        kinds: the kinds of the vocabulary that a weapon so described may be; one where the words settle it.
        named_kinds: the kinds of the systems of the catalogue whose names such a weapon may bear: a launcher may bear that of its missile.
        facts: other facts of the item that follow from the words, by key.
        range_km_max: what none of the class reaches (km); empty where the class sets no bound.
        payload_kg_max: what none of the class carries (kg); empty where the class sets no bound.
    """

    text: str
    group: str
    kinds: tuple[str, ...]
    named_kinds: tuple[str, ...]
    facts: Mapping[str, str]
    range_km_max: str
    payload_kg_max: str
    source: str
    standing: str
    note: str


@lru_cache(maxsize=4)
def read_descriptions(folder: Path) -> Mapping[str, Description]:
    """Return the descriptions that a folder of law knows, by their words in lower case.

    Raises:
        LawError: with a fault for each row that cannot be used.
    """
    path = folder / "catalogue" / "register-descriptions.csv"
    faults: list[Fault] = []
    found: dict[str, Description] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for where, row in _rows(csv.reader(file, strict=True), faults):
                description = _description(where, row, faults)
                if description is not None and found.setdefault(folded(description.text), description) != description:
                    faults.append(Fault(where, f"'{description.text}' a second time", "every description once"))
    except OSError as error:
        raise LawError(faults=[Fault(_FILE, error.strerror or "cannot be read", "the table of descriptions")]) from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise LawError(faults=[Fault(_FILE, f"text that is not CSV ({error})", "CSV in UTF-8")]) from None
    if faults:
        raise LawError(faults=faults)
    return found


def folded(text: str) -> str:
    """Return a description without case and superfluous blanks.

    >>> folded("Armed  UAV ")
    'armed uav'
    """
    return " ".join(text.split()).casefold()


def _rows(reader: Iterator[list[str]], faults: list[Fault]) -> Iterator[tuple[str, dict[str, str]]]:
    header = next(reader, [])
    if tuple(header) != _COLUMNS:
        faults.append(
            Fault(f"{_FILE}:1", f"the columns {', '.join(header) or 'of an empty file'}", ", ".join(_COLUMNS))
        )
        return
    for line, row in enumerate(reader, 2):
        if len(row) == len(_COLUMNS):
            yield f"{_FILE}:{line}", dict(zip(_COLUMNS, row, strict=True))
        else:
            faults.append(Fault(f"{_FILE}:{line}", f"{len(row)} fields", f"{len(_COLUMNS)} fields"))


def _description(where: str, row: Mapping[str, str], faults: list[Fault]) -> Description | None:
    facts: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in row["facts"].split(";"))):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not key or not value:
            faults.append(Fault(where, f"the fact '{part}'", "facts as 'key=value; key=value'"))
            return None
        facts[key] = value
    if row["group"] not in GROUPS:
        faults.append(Fault(where, f"the group '{row['group']}'", " | ".join(GROUPS)))
    elif row["group"] != "other" and not row["kinds"]:
        faults.append(Fault(where, f"'{row['description']}' without a kind", "kinds of the vocabulary, separated by |"))
    elif row["group"] != "other" and row["standing"] not in STANDINGS:
        faults.append(Fault(where, f"the standing '{row['standing']}'", " | ".join(STANDINGS)))
    elif any(row[column] and not _number(row[column]) for column in ("range_km_max", "payload_kg_max")):
        found = f"the bounds '{row['range_km_max']}' and '{row['payload_kg_max']}'"
        faults.append(Fault(where, found, "a number or nothing"))
    else:
        kinds = tuple(filter(None, row["kinds"].split("|")))
        return Description(
            text=row["description"],
            group=row["group"],
            kinds=kinds,
            named_kinds=tuple(filter(None, row["named_kinds"].split("|"))) or kinds,
            facts=facts,
            range_km_max=row["range_km_max"],
            payload_kg_max=row["payload_kg_max"],
            source=row["source"],
            standing=row["standing"],
            note=row["note"],
        )
    return None


def _number(text: str) -> bool:
    return text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit()
