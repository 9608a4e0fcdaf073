"""One thing found wrong with a rulebook that can be read: which rules, where, a transfer that shows it, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong.

    Attributes:
        kind: ``fault`` (the law cannot be used), ``window`` (dates that never meet), ``nation`` or ``catalogue`` (an unknown code),
            ``conflict`` (rules that disagree where they must not), ``dead`` (a rule that never decides anything), ``gap`` (no rule
            speaks where one should), ``exception`` (one that never displaces anything, or in vain), ``domain`` (a fact without
            bounds, a value that it cannot have, a limit beyond its bounds), ``unproven`` (what could not be settled in time).
        rules: the rules concerned.
        message: where, what, and how to mend it.
        witness: a transfer that shows it, in the form of a file; None where no transfer could.
        assume: what ``licet review`` has to assume beside the transfer: group → nations.
        reform: the proposal that has to be put in force, or nothing.
    """

    kind: str
    rules: tuple[str, ...]
    message: str
    witness: Mapping[str, Any] | None = None
    assume: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reform: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the finding as it stands in JSON."""
        return {
            "kind": self.kind,
            "rules": list(self.rules),
            "witness": None if self.witness is None else dict(self.witness),
            "assume": {name: list(nations) for name, nations in self.assume.items()},
            "reform": self.reform or None,
            "message": self.message,
        }

    def text(self, name: str) -> str:
        """Return the witness as YAML, with the command that reviews it above where that needs more than the file.

        Args:
            name: what the file is called.
        """
        import yaml

        options = [f"--reform {self.reform}"] if self.reform else []
        options += [f"--assume {group}={','.join(nations)}" for group, nations in self.assume.items()]
        line = f"# licet review {name} {' '.join(options)}\n" if options else ""
        shown = dict(self.witness or {})
        return line + str(yaml.safe_dump(shown, sort_keys=False, allow_unicode=True, width=120))
