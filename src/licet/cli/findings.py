"""What can be found wrong with a rulebook without deciding any transfer: text that cannot be read, dates that never meet, unknown codes.

That rules contradict each other or leave gaps is for proof and is not looked for here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.errors import Fault, LawError

if TYPE_CHECKING:
    from licet.rulebook.instruments import Rule
    from licet.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong.

    Attributes:
        kind: ``fault`` (the law cannot be used), ``window`` (dates that never meet), ``nation`` or ``catalogue`` (an unknown code).
        rules: the rules concerned.
        message: where and what.
    """

    kind: str
    rules: tuple[str, ...]
    message: str

    def plain(self) -> dict[str, Any]:
        """Return the finding as it stands in JSON; nothing found here needs a transfer as its witness."""
        return {"kind": self.kind, "rules": list(self.rules), "witness": None, "message": self.message}


def findings(law: str | None) -> tuple[list[Finding], Rulebook | None]:
    """Return what is wrong with a folder of law, and the rulebook where it can be used at all."""
    from licet.cli.loading import load

    try:
        rulebook = load(law)
    except LawError as error:
        return [Finding("fault", (), str(fault)) for fault in error.faults], None
    return [*_windows(rulebook), *_nations(rulebook.folder), *_catalogue(rulebook)], rulebook


def _windows(rulebook: Rulebook) -> Iterator[Finding]:
    rules = {rule.name: rule for instrument in rulebook.instruments.values() for rule in instrument.rules}
    for rule in rules.values():
        if rule.window.start >= rule.window.end:
            yield Finding("window", (rule.name,), f"{rule.where}: '{rule.name}' is in force on no day ({rule.window})")
        for name in rule.except_to:
            other = rules[name]
            if not _named_only(rulebook, rule) and not _named_only(rulebook, other) and not _meet(rule, other):
                yield Finding(
                    "window",
                    (rule.name, other.name),
                    f"{rule.where}: '{rule.name}' ({rule.window}) is an exception to '{other.name}' ({other.window}), "
                    "and they are in force together on no day",
                )


def _named_only(rulebook: Rulebook, rule: Rule) -> bool:
    return rulebook.instruments[rule.instrument].proposal


def _meet(rule: Rule, other: Rule) -> bool:
    return max(rule.window.start, other.window.start) < min(rule.window.end, other.window.end)


def _nations(folder: Path) -> Iterator[Finding]:
    from licet.transfers.nations import Nations

    faults: list[Fault] = []
    try:
        Nations.from_folder(folder / "nations", faults.append)
    except OSError as error:
        yield Finding("nation", (), f"nations/{Path(error.filename or '').name}: {error.strerror}")
    for fault in faults:
        yield Finding("nation", (), f"nations/{fault}")


def _catalogue(rulebook: Rulebook) -> Iterator[Finding]:
    from licet.transfers.catalogue import folded, read_catalogue

    file = "catalogue/systems.csv"
    try:
        systems = read_catalogue(rulebook.folder).systems
    except LawError as error:
        yield from (Finding("catalogue", (), str(fault)) for fault in error.faults)
        return
    kinds = rulebook.facts["kind"].values if "kind" in rulebook.facts else {}
    bearers: dict[str, str] = {}
    for system in systems:
        kind = system.figures.get("kind", "")
        if kinds and kind not in kinds:
            yield Finding("catalogue", (), f"{file}: '{system.id}' is of the unknown kind '{kind}'")
        for code in system.origin:
            if code not in rulebook.nations:
                yield Finding("catalogue", (), f"{file}: '{system.id}' comes from the unknown nation '{code}'")
        for column, text in system.figures.items():
            if column != "kind" and not _is_number(text):
                yield Finding("catalogue", (), f"{file}: '{system.id}' has '{text}' for {column}, which is no number")
        for name in {folded(name) for name in (system.id, system.name, *system.aliases)}:
            if bearers.setdefault(name, system.id) != system.id:
                yield Finding("catalogue", (), f"{file}: '{bearers[name]}' and '{system.id}' share the name '{name}'")


def _is_number(text: str) -> bool:
    try:
        return float(text) >= 0
    except ValueError:
        return False
