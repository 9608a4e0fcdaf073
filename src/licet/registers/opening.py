"""Registers as files: opened, recognised by what is in them, and read for their Category I systems."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

from licet.errors import Fault, InputError
from licet.language.nodes import Unreadable, decode
from licet.registers import missile_tests, sipri, slv
from licet.registers.citing import sources_of
from licet.registers.imported import Imported
from licet.registers.proliferation import proliferation
from licet.registers.proliferation_account import Proliferation, Source
from licet.registers.published import PublishedFile
from licet.registers.recorded import Line, read_lines
from licet.registers.sipri_transfers import import_sipri
from licet.rulebook.rulebook import Rulebook, today
from licet.rulebook.windows import NotAWindow, read_date

_MISSILES = "missile.en.json"


def report_proliferation(
    files: str | Iterable[str],
    *,
    as_of: str | datetime.date | None = None,
    law: str | Path | None = None,
    reform: str | Iterable[str] = (),
) -> Proliferation:
    """Read registers for their Category I systems, as ``licet report proliferation`` does.

    Args:
        files: what ``licet import`` wrote as JSON lines, or registers as they are published.
        as_of: the day whose Annex tells which systems are of Category I, and the last policy date; today by default.
        law: a folder of law; the law that came with Licet by default.
        reform: proposals to put in force.

    Raises:
        InputError: with a fault for everything that cannot be used.
        LawError: for law that cannot be used.
    """
    faults: list[Fault] = []
    day = as_of if isinstance(as_of, datetime.date) else day_of(as_of, "as_of", faults)
    rulebook = Rulebook.load(law, (reform,) if isinstance(reform, str) else tuple(reform))
    lines, sources = read_registers([files] if isinstance(files, str) else list(files), rulebook, faults)
    if faults or day is None:
        raise InputError(faults=faults)
    return proliferation(lines, rulebook, day, sources)


def day_of(text: str | None, name: str, faults: list[Fault]) -> datetime.date | None:
    """Return the day that a text names, today where there is none, or None where it cannot be used.

    Args:
        text: the day.
        name: what it is called.
        faults: takes what is wrong with it.
    """
    try:
        return read_date(text) if text is not None else today()
    except NotAWindow as error:
        faults.append(Fault(name, str(error), "a day that exists, as YYYY-MM-DD"))
        return None


def read_registers(files: Sequence[str], rulebook: Rulebook, faults: list[Fault]) -> tuple[list[Line], list[Source]]:
    """Read every file.

    Args:
        files: their names.
        rulebook: the law.
        faults: takes the faults of each beside those of the others.
    """
    lines: list[Line] = []
    sources: list[Source] = []
    for name in files:
        if files.count(name) > 1:
            faults.append(Fault(name, "the file more than once", "every file once"))
            continue
        try:
            read, source = _one(name, rulebook)
        except InputError as error:
            faults += error.faults
        else:
            lines += read
            sources += source
    return lines, sources


def published(name: str) -> PublishedFile:
    """Return a published file as it lies on disk.

    Raises:
        InputError: for a file that cannot be read.
    """
    path = Path(name)
    try:
        if path.is_dir():
            raise InputError(faults=[Fault(name, "a folder", "a file")])
        return PublishedFile(name, path.read_bytes())
    except OSError as error:
        raise InputError(faults=[Fault(name, error.strerror or "cannot be read", "a published register")]) from None


def missiles_beside(tests: str) -> str | None:
    """Return the name of the file with the names of the missiles that lies beside one of tests, where there is one."""
    beside = Path(tests).with_name(_MISSILES)
    return str(beside) if beside.is_file() else None


def _one(name: str, rulebook: Rulebook) -> tuple[list[Line], list[Source]]:
    file = published(name)
    imported = _imported(file, rulebook)
    if imported is not None:
        account = imported.account
        source = Source(
            imported.name, imported.title, imported.credit, imported.terms, name, account.rows, len(account.rejected)
        )
        return list(imported.lines), [source]
    try:
        lines = read_lines(decode(file.data, name), name)
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None
    return lines, sources_of(lines)


def _imported(file: PublishedFile, rulebook: Rulebook) -> Imported | None:
    """Return a register as it is published, or None for any other file."""
    if sipri.recognises(file):
        return import_sipri(file, rulebook, today())
    if slv.recognises(file):
        return slv.read(file, rulebook)
    if missile_tests.recognises(file):
        names = missiles_beside(file.name)
        return missile_tests.read(file, rulebook, today(), published(names) if names is not None else None)
    return None
