"""The small policy in Rego, for regopy: ``policy.rego``, compiled once to a bundle, asked for one transfer after the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import regopy
from groups import GROUPS, number
from peer import Pair, Peer, listed

POLICY = Path(__file__).with_name("policy.rego")


class Bundled:
    """The policy as a bundle, and the transfers as JSON documents."""

    def __init__(self, frame: Any) -> None:
        self.interpreter = regopy.Interpreter()
        spans = {
            group: {nation: {"from": number(start), "until": number(end)} for nation, (start, end) in members.items()}
            for group, members in GROUPS.items()
        }
        self.interpreter.add_data({"groups": spans})
        self.interpreter.add_module(POLICY.name, POLICY.read_text(encoding="utf-8"))
        self.bundle = self.interpreter.build(None, ["policy/decision"])
        self.rows = [{**row, "date": number(row["date"])} for row in frame.iter_rows(named=True)]

    def answers(self) -> list[Pair]:
        """Decide every transfer."""
        found: list[Pair] = []
        for row in self.rows:
            self.interpreter.set_input(row)
            decision = self.interpreter.query_bundle_entrypoint(self.bundle, "policy/decision")[0][0]
            found.append((decision["category"], decision["posture"]))
        return found


REGO = Peer(
    name="Rego (regopy)",
    packages=("regopy",),
    note="one query for each row; takes an undefined fact for false: given rows without unknowns",
    open_rows=False,
    largest=10_000,
    prepare=Bundled,
    run=Bundled.answers,
    pairs=listed,
)
