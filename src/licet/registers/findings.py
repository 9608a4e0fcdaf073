"""What holding the law against the published lists comes to: checks with their counts, findings, which are faults, and notes, which are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from licet.errors import Fault


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, where it stands.

    Attributes:
        check: the name of the check.
        code: the code concerned, of the Annex or of the published list.
        entry: the entry of the law; empty where there is none.
        fault: where, what was found, what was expected.
    """

    check: str
    code: str
    entry: str
    fault: Fault

    def plain(self) -> dict[str, Any]:
        """Return it as it stands in JSON."""
        return {
            "check": self.check,
            "code": self.code,
            "entry": self.entry or None,
            "where": self.fault.where or None,
            "found": self.fault.found,
            "expected": self.fault.expected or None,
            "mend": self.fault.mend or None,
        }


@dataclass
class Check:
    """One check while it is being made, and its result.

    Attributes:
        name: its name in JSON.
        title: what holds when it finds nothing.
        register: the title of the published list; empty for a check of the law alone.
        outcomes: how each code was found → how many.
        findings: what does not hold.
        notes: what a reader should know.
        ran: whether the list was there.
    """

    name: str
    title: str
    register: str = ""
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    ran: bool = True

    def look(self, outcome: str) -> None:
        """Count a code that was looked at and is not at fault."""
        self.outcomes[outcome] += 1

    def fail(self, code: str, entry: str, fault: Fault) -> None:
        """Count a code that was looked at and does not hold."""
        self.outcomes["failed"] += 1
        self.findings.append(Finding(self.name, code, entry, fault))

    def note(self, code: str, entry: str, fault: Fault) -> None:
        """Add a note."""
        self.notes.append(Finding(self.name, code, entry, fault))

    @property
    def looked_at(self) -> int:
        """How many codes were looked at."""
        return self.outcomes.total()

    @property
    def failed(self) -> int:
        """How many do not hold."""
        return self.outcomes["failed"]

    def plain(self) -> dict[str, Any]:
        """Return it as it stands in JSON."""
        return {
            "check": self.name,
            "title": self.title,
            "list": self.register or None,
            "ran": self.ran,
            "looked_at": self.looked_at,
            "failed": self.failed,
            "outcomes": {name: count for name, count in self.outcomes.items() if count and name != "failed"},
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """All checks of a rulebook against a folder."""

    checks: tuple[Check, ...]

    @property
    def findings(self) -> list[Finding]:
        """What does not hold."""
        return _in_order(finding for check in self.checks for finding in check.findings)

    @property
    def notes(self) -> list[Finding]:
        """What a reader should know and what is no fault."""
        return _in_order(note for check in self.checks for note in check.notes)


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    return list(dict.fromkeys(found))
