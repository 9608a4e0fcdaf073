"""The Annex as a register of the law: its entries by code, their places on other lists with the lines where they stand, and the codes folded in.

An entry is whatever a rule answers to the question of entries; several rules of one code are its editions. That a published code is part of an
entry of another code is a statement of the law, in ``law/catalogue/folded.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from licet.errors import Fault, LawError
from licet.language.nodes import Where
from licet.rulebook.checking import covers
from licet.rulebook.instruments import Reference, Rule
from licet.rulebook.library import read_rows
from licet.rulebook.rulebook import Rulebook

ENTRIES, CATEGORY = "entries", "category"
FOLDED = "catalogue/folded.csv"
_FOLDED_COLUMNS = ("code", "into", "why", "source")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the Annex.

    Attributes:
        code: its code.
        rules: the rules that decide it, those of earlier editions too, in the order of the law.
    """

    code: str
    rules: tuple[Rule, ...]

    @property
    def categories(self) -> frozenset[str]:
        """The categories that its rules decide with it."""
        return frozenset(answer for rule in self.rules for answer in rule.then.get(CATEGORY, ()))


@dataclass(frozen=True, slots=True)
class PlacedReference:
    """A place on another list to which an entry refers, and the line of the law where it does."""

    entry: str
    rule: Rule
    list: str
    reference: Reference
    where: Where


@dataclass(frozen=True, slots=True)
class Folded:
    """A code of the Annex that the law holds as part of an entry of another code.

    Attributes:
        code: the code as the Annex has it.
        into: the entry, or the heading, that holds it.
        why: how.
        source: on whose word.
        where: the row.
    """

    code: str
    into: str
    why: str
    source: str
    where: Where


@dataclass(frozen=True)
class Annex:
    """The entries of a rulebook."""

    rulebook: Rulebook
    entries: Mapping[str, Entry]
    folded: Mapping[str, Folded]

    @classmethod
    def of(cls, rulebook: Rulebook) -> Annex:
        """Return the entries of a rulebook.

        Raises:
            LawError: for a table of folded codes that cannot be read.
        """
        rules: dict[str, list[Rule]] = {}
        for rule in rulebook.rules.values():
            if not rule.of:
                for code in rule.then.get(ENTRIES, ()):
                    rules.setdefault(code, []).append(rule)
        entries = {code: Entry(code, tuple(rules[code])) for code in sorted(rules, key=natural)}
        return cls(rulebook, entries, _read_folded(rulebook.folder))

    def at_or_below(self, code: str) -> list[Entry]:
        """Return the entry of a code, or the entries below a heading."""
        return [entry for known, entry in self.entries.items() if covers(code, known)]

    def headings(self) -> list[str]:
        """Return the codes that stand above entries: ``3``, ``3.A``, ``3.A.1``."""
        found: dict[str, None] = {}
        for code in self.entries:
            parts = code.split(".")
            found.update(dict.fromkeys(".".join(parts[:n]) for n in range(1, len(parts))))
        return [code for code in found if code not in self.entries]

    @cached_property
    def references(self) -> tuple[PlacedReference, ...]:
        """The places on other lists, in the order of the entries."""
        texts: dict[str, list[str]] = {}
        found: list[PlacedReference] = []
        for entry in self.entries.values():
            for rule in entry.rules:
                lines = texts.setdefault(rule.where.file, self._lines(rule.where.file))
                for name, references in rule.xref.items():
                    for reference in references:
                        where = _where(rule, name, reference.code, lines)
                        found.append(PlacedReference(entry.code, rule, name, reference, where))
        return tuple(found)

    def _lines(self, file: str) -> list[str]:
        path = self.rulebook.folder / file
        return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def natural(code: str) -> tuple[Any, ...]:
    """Return a key that sorts codes as people do: 3.A.9 before 3.A.10."""
    return tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in code.split("."))


def _where(rule: Rule, name: str, code: str, lines: list[str]) -> Where:
    """Return the line of a reference inside the block of its rule; that of the block where it cannot be told."""
    inside, listed = False, False
    named = re.compile(rf"(?<![\w.]){re.escape(code)}(?=['\"]?\s*(?:[:,\]}}]|$))")
    for number in range(rule.where.line, len(lines) + 1):
        line = lines[number - 1]
        if number > rule.where.line and line.startswith("```"):
            break
        inside = inside or line.startswith("xref:")
        listed = listed or (inside and f"{name}:" in line)
        if listed and named.search(line):
            return Where(rule.where.file, number)
    return rule.where


def _read_folded(folder: Path) -> dict[str, Folded]:
    path = folder / FOLDED
    if not path.is_file():
        return {}
    faults: list[Fault] = []
    found: dict[str, Folded] = {}
    for where, row in read_rows({FOLDED: path.read_bytes()}, FOLDED, faults, _FOLDED_COLUMNS):
        if row["code"] in found:
            faults.append(Fault(str(where), f"{row['code']} a second time ({found[row['code']].where})", "once"))
            continue
        for column in _FOLDED_COLUMNS:
            if not row[column].strip():
                faults.append(Fault(str(where), f"no '{column}'", f"a value in each of {', '.join(_FOLDED_COLUMNS)}"))
        found[row["code"]] = Folded(row["code"], row["into"], row["why"], row["source"], where)
    if faults:
        raise LawError(faults=faults)
    return found
