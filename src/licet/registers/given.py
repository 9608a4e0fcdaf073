"""What holds of every row of a register, and what no column of it says: ``law/catalogue/registers.csv``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from licet.errors import Fault, LawError
from licet.rulebook.library import read_rows

_FILE = "catalogue/registers.csv"
_COLUMNS = ("register", "fact", "value", "why", "source", "standing")


def given(folder: Path, register: str, fact: str) -> str:
    """Return what is stated of a fact for every row of a register.

    Args:
        folder: the folder of law.
        register: the name of the register.
        fact: the fact, by its path.

    Raises:
        LawError: for a table that cannot be read, or that says nothing of it.
    """
    found = _read(folder).get((register, fact), "")
    if not found:
        raise LawError(
            faults=[Fault(_FILE, f"no {fact} for the register '{register}'", f"a row '{register},{fact},…'")]
        )
    return found


@lru_cache(maxsize=4)
def _read(folder: Path) -> dict[tuple[str, str], str]:
    path = folder / _FILE
    if not path.is_file():
        raise LawError(faults=[Fault(_FILE, "no such file", ", ".join(_COLUMNS))])
    faults: list[Fault] = []
    found: dict[tuple[str, str], str] = {}
    for where, row in read_rows({_FILE: path.read_bytes()}, _FILE, faults, _COLUMNS):
        key = row["register"], row["fact"]
        if key in found:
            faults.append(Fault(str(where), f"{' '.join(key)} a second time", "once"))
        found[key] = row["value"].strip()
    if faults:
        raise LawError(faults=faults)
    return found
