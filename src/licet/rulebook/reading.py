"""A folder of law, read: vocabulary, instruments, units, nations and dated groups, with every fault found on the way."""

from __future__ import annotations

import os
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from licet.errors import Fault, LawError, near
from licet.language.quantities import Exponents, Units, read_exponents
from licet.rulebook.groups_reading import read_groups
from licet.rulebook.instruments_reading import read_instrument
from licet.rulebook.library import Library, read_rows
from licet.rulebook.vocabulary_reading import read_derivations, read_vocabulary, share_values


def read_library(files: dict[str, bytes]) -> Library:
    """Read the files of a rulebook.

    Args:
        files: path below the folder of law → content.

    Raises:
        LawError: when there is no table of units, so that nothing else can be read.
    """
    library = Library(_read_units(files))
    faults = library.faults
    for path, data in sorted(files.items()):
        if path.startswith("vocabulary/") and path.endswith(".md"):
            read_vocabulary(library, path, data)
    share_values(library)
    read_derivations(library)
    for where, row in read_rows(files, "nations/names.csv", faults, ("code", "name")):
        if row["code"] in library.nations:
            faults.append(Fault(str(where), f"the nation '{row['code']}' a second time", "one row for a nation"))
        library.nations[row["code"]] = row["name"]
    read_groups(library, files)
    for path, data in sorted(files.items()):
        if path.endswith(".md") and not path.startswith("vocabulary/"):
            read_instrument(library, path, data)
        elif path.startswith("catalogue/words") and path.endswith(".csv"):
            _read_words(library, files, path)
    return library


def _read_words(library: Library, files: dict[str, bytes], path: str) -> None:
    """Read the words of the trade for entries: code → language → words."""
    for where, row in read_rows(files, path, library.faults, ("code", "language", "words")):
        words = tuple(word for part in row["words"].split("|") if (word := " ".join(part.split())))
        if not words:
            library.faults.append(Fault(str(where), f"no words for {row['code']}", "words with | between them"))
            continue
        by_language = library.words.setdefault(row["code"], {})
        by_language[row["language"]] = (*by_language.get(row["language"], ()), *words)
        library.words_at.setdefault(row["code"], where)


def _read_units(files: dict[str, bytes]) -> Units:
    path, faults = "vocabulary/units.csv", list[Fault]()
    rows: list[dict[str, str]] = []
    for where, row in read_rows(files, path, faults, ("unit", "dimension", "factor")):
        try:
            usable = Fraction(row["factor"]) > 0
        except (ValueError, ZeroDivisionError):
            usable = False
        zero = (row.get("offset") or "").strip()
        try:
            Fraction(zero or 0)
        except (ValueError, ZeroDivisionError):
            faults.append(Fault(str(where), f"the offset '{zero}'", "a number, such as 273.15"))
            continue
        if usable:
            rows.append(row)
        else:
            faults.append(
                Fault(str(where), f"the factor '{row['factor']}'", "a number above zero, such as 1.5 or 5/18")
            )
    if not faults and not any(row["unit"] == "1" for row in rows):
        found = "no unit '1' of plain numbers" if rows else "no table of units"
        faults.append(Fault(path, found, "unit, dimension, factor, and a row 1,fraction,1"))
    dimensions = _read_dimensions(files, {row["dimension"] for row in rows}, faults) if not faults else {}
    if faults:
        raise LawError(faults=faults)
    try:
        return Units(rows, dimensions)
    except ValueError as error:
        raise LawError(faults=[Fault(path, str(error), "every name once")]) from None


def _read_dimensions(files: dict[str, bytes], used: set[str], faults: list[Fault]) -> dict[str, Exponents]:
    """Read how each dimension is written in base units; where there is such a table, it has every dimension of the units, and no other."""
    path = "vocabulary/dimensions.csv"
    found: dict[str, Exponents] = {}
    for where, row in read_rows(files, path, faults, ("dimension", "si")):
        name = row["dimension"]
        if name in found:
            faults.append(Fault(str(where), f"the dimension '{name}' a second time", "every dimension once"))
        elif name not in used:
            faults.append(
                Fault(
                    str(where),
                    f"the dimension '{name}', which no unit has",
                    "a dimension of units.csv",
                    near(name, used),
                )
            )
        try:
            found[name] = read_exponents(row["si"])
        except ValueError:
            faults.append(Fault(str(where), f"'{row['si']}'", "base units with whole powers, such as m s^-1"))
    if path in files and not faults:
        for name in sorted(used - found.keys()):
            faults.append(
                Fault(path, f"no row for the dimension '{name}' of units.csv", "every dimension in base units")
            )
    return found


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of law in a folder, by their path below it.

    Raises:
        LawError: for a folder that is not there.
    """
    if not folder.is_dir():
        raise LawError(faults=[Fault(str(folder), "no such folder", "a folder of law")])
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in law_files(folder)
        if path.name != "README.md" and path.is_file()
    }


def law_files(folder: Path) -> list[Path]:
    """Return the files of law in a folder, in order.

    The tables of a procedure are none of them: no rule reads them, and they have a digest of their own (:mod:`licet.cases.procedure_reading`).
    """
    found: list[str] = []
    tables = str(folder / "procedure")
    for place, _, names in os.walk(folder):
        suffixes = (".md",) if os.path.dirname(place) == tables else (".md", ".csv")  # noqa: PTH120 - asked for every review
        found += [f"{place}{os.sep}{name}" for name in names if name.endswith(suffixes)]
    return [Path(path) for path in sorted(found)]


def all_faults(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults once each, in order of file and line."""

    def key(fault: Fault) -> tuple[str, int]:
        file, _, line = fault.where.rpartition(":")
        return (file, int(line)) if line.isdigit() else (fault.where, 0)

    return sorted(dict.fromkeys(faults), key=key)
