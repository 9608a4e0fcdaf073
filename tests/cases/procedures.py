"""The procedures that came with Licet, and a small one that tests break: its tables as text, of which a test changes one cell."""

from __future__ import annotations

from functools import cache

from licet.cases.procedure import Configuration
from licet.cases.procedure_reading import read_procedure, read_tables
from licet.rulebook.rulebook import law_folder


@cache
def shipped(name: str) -> Configuration:
    """A procedure that came with Licet."""
    return read_procedure(law_folder(), name)


def tables(*changes: tuple[str, str, str]) -> dict[str, bytes]:
    """The files of the example, with changes: file, the text that must stand there, and what replaces its first occurrence."""
    folder = law_folder() / "procedure" / "plain"
    files = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.csv")}
    for file, old, new in changes:
        assert old in files[file], f"{old!r} does not stand in {file}"
        files[file] = files[file].replace(old, new, 1)
    return {name: text.encode() for name, text in files.items()}


def changed(*changes: tuple[str, str, str]) -> Configuration:
    """The example with changes."""
    return read_tables(tables(*changes), "plain")
