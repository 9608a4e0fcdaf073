"""The published lists of a folder: the files found at any depth, each known by name and content, read whole, and what was left aside and why.

A list may lie there in several editions; then the latest is used and the others are said. Two files of one list that bear no date, and differ,
are a fault: which of them counts is not guessed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.registers import (
    commerce_control_list,
    country_chart,
    dual_use_list,
    missile_technology_eccns,
    munitions_list,
    uk_index,
)
from licet.registers.commerce_control_list import CommerceControlList
from licet.registers.country_chart import CountryChart
from licet.registers.dual_use_list import DualUseList
from licet.registers.missile_technology_eccns import MissileTechnologyEccn
from licet.registers.munitions_list import MunitionsList
from licet.registers.published import PublishedFile
from licet.registers.uk_index import IndexedReference

# A folder of lists holds some dozens of files; with more than this somebody named a whole disk.
MOST_FILES = 20_000
_HEAD = 8192


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that was read.

    Attributes:
        name: its path below the folder.
        list: the title of the list.
        edition: the date that it gives itself; empty where it gives none.
        count: how many entries, rows or destinations it holds.
    """

    name: str
    list: str
    edition: str
    count: int


@dataclass(frozen=True, slots=True)
class PublishedLists:
    """The published lists of a folder; None for a list of which it holds no file.

    Attributes:
        files: the files that were read, by name.
        aside: the files that were not used: name → why.
    """

    folder: str
    files: tuple[KnownFile, ...]
    aside: Mapping[str, str]
    uk: tuple[IndexedReference, ...] | None = None
    ccl: CommerceControlList | None = None
    missile_technology: Mapping[str, MissileTechnologyEccn] | None = None
    chart: CountryChart | None = None
    usml: MunitionsList | None = None
    dual_use: DualUseList | None = None

    def edition(self, title: str) -> str:
        """Return the date of the list of a title; empty where the file gives none."""
        return next((file.edition for file in self.files if file.list == title), "")


@dataclass(frozen=True, slots=True)
class _Register:
    field: str
    title: str
    recognises: Callable[[PublishedFile], bool]
    read: Callable[[PublishedFile], Any]
    count: Callable[[Any], int]


_REGISTERS = (
    _Register("uk", uk_index.TITLE, uk_index.recognises, uk_index.read, len),
    _Register(
        "ccl",
        commerce_control_list.TITLE,
        commerce_control_list.recognises,
        commerce_control_list.read,
        lambda found: len(found.entries),
    ),
    _Register(
        "missile_technology",
        missile_technology_eccns.TITLE,
        missile_technology_eccns.recognises,
        missile_technology_eccns.read,
        len,
    ),
    _Register("chart", country_chart.TITLE, country_chart.recognises, country_chart.read, len),
    _Register(
        "usml",
        munitions_list.TITLE,
        munitions_list.recognises,
        munitions_list.read,
        lambda found: len(found.paragraphs),
    ),
    _Register(
        "dual_use",
        dual_use_list.TITLE,
        dual_use_list.recognises,
        dual_use_list.read,
        lambda found: len(found.entries),
    ),
)
# The one list that is published in several files, one a category.
_IN_PARTS = "uk"


def read_folder(folder: str) -> PublishedLists:
    """Read the published lists of a folder.

    Raises:
        InputError: for a folder that is not there or cannot be read, for one without any known file, and with a fault for each known file
            that cannot be used.
    """
    root = Path(folder)
    if not root.is_dir():
        found = "a file" if root.exists() else "no such folder"
        raise InputError(faults=[Fault(folder, found, "a folder with published lists")])
    faults: list[Fault] = []
    aside: dict[str, str] = {}
    read: dict[str, list[tuple[PublishedFile, Any]]] = {}
    for file, register in _known_files(root, aside, faults):
        try:
            value = register.read(file)
            read.setdefault(register.field, []).append((file, value))
        except InputError as error:
            faults += error.faults
    if not read and not faults:
        titles = ", ".join(register.title for register in _REGISTERS)
        found = f"{len(aside)} files, none of them a published list that Licet reads" if aside else "no file"
        raise InputError(faults=[Fault(folder, found, f"a file of one of these: {titles}")])
    lists: dict[str, Any] = {}
    files: list[KnownFile] = []
    for register in _REGISTERS:
        if register.field in read:
            used = _used(register, read[register.field], aside, faults)
            files += [
                KnownFile(file.name, register.title, getattr(value, "edition", ""), register.count(value))
                for file, value in used
            ]
            lists[register.field] = _joined(used, faults) if register.field == _IN_PARTS else used[0][1]
    if faults:
        raise InputError(faults=faults)
    return PublishedLists(folder, tuple(files), dict(sorted(aside.items())), **lists)


def _known_files(root: Path, aside: dict[str, str], faults: list[Fault]) -> Iterator[tuple[PublishedFile, _Register]]:
    """Yield the files of known lists, by name; every other file is left aside."""

    def unreadable(error: OSError) -> None:
        faults.append(Fault(str(error.filename), error.strerror or "cannot be read", "a folder that can be read"))

    count = 0
    for at, folders, names in os.walk(root, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            count += 1
            if count > MOST_FILES:
                raise InputError(
                    faults=[Fault(str(root), f"more than {MOST_FILES:,} files", "a folder with published lists")]
                )
            path = Path(at, name)
            known = path.relative_to(root).as_posix()
            try:
                with path.open("rb") as stream:
                    head = PublishedFile(known, stream.read(_HEAD))
                    register = next((each for each in _REGISTERS if each.recognises(head)), None)
                    if register is None:
                        aside[known] = "none of the published lists that Licet reads"
                        continue
                    yield PublishedFile(known, head.data + stream.read()), register
            except OSError as error:
                faults.append(Fault(known, error.strerror or "cannot be read", "a file that can be read"))


def _used(
    register: _Register, read: list[tuple[PublishedFile, Any]], aside: dict[str, str], faults: list[Fault]
) -> list[tuple[PublishedFile, Any]]:
    """Return the files of a list that count: its parts, or the one of its latest edition."""
    kept: list[tuple[PublishedFile, Any]] = []
    for file, value in read:
        same = next((other.name for other, _ in kept if other.data == file.data), None)
        if same is None:
            kept.append((file, value))
        else:
            aside[file.name] = f"the same as {same}"
    if register.field == _IN_PARTS or len(kept) == 1:
        return kept
    kept.sort(key=lambda pair: (getattr(pair[1], "edition", ""), pair[0].name), reverse=True)
    (latest, value), *others = kept
    edition = getattr(value, "edition", "")
    for file, other in others:
        if not edition or getattr(other, "edition", "") in ("", edition):
            faults.append(
                Fault(
                    file.name,
                    f"another {register.title} beside {latest.name}, and nothing tells which is the later",
                    "one edition of each list, or files with their dates",
                    "name the folder of one edition",
                )
            )
        else:
            aside[file.name] = f"an older edition ({other.edition}) than {latest.name} ({edition})"
    return [(latest, value)]


def _joined(
    parts: Iterable[tuple[PublishedFile, tuple[IndexedReference, ...]]], faults: list[Fault]
) -> tuple[IndexedReference, ...]:
    """Return the references of all parts of the index; one that stands in two of them is a fault."""
    found: dict[str, IndexedReference] = {}
    for _, references in parts:
        for reference in references:
            first = found.setdefault(reference.code, reference)
            if first is not reference:
                faults.append(
                    Fault(str(reference.where), f"{reference.printed} a second time (first {first.where})", "once")
                )
    return tuple(found.values())
