"""Who may do what: the table ``rights.csv`` of act × role × condition. What does not stand there is refused.

The conditions are told here once; each looks at a case and at who asks, and at nothing else. A row holds where all its conditions do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from licet.cases.case import CaseState
from licet.cases.declared import lines, text_of
from licet.cases.faults import NotAllowed, TablesWrong
from licet.cases.signing import standing
from licet.cases.who import Who
from licet.cases.words import CLOCK, ROLES
from licet.errors import Fault

_COLUMNS = ("act", "role", "condition")
_About = Mapping[str, Any]


def _any(_who: Who, _state: CaseState, _about: _About) -> bool:
    """Whatever the case is."""
    return True


def _own(who: Who, state: CaseState, _about: _About) -> bool:
    """The case is one of the organisation's own."""
    return bool(who.organisation) and state.applicant == who.organisation


def _submitted(_who: Who, state: CaseState, _about: _About) -> bool:
    """The case was submitted: a draft is the applicant's alone."""
    return state.submitted is not None


def _assigned(who: Who, state: CaseState, _about: _About) -> bool:
    """The person is the officer of the case."""
    return bool(who.person) and state.officer == who.person


def _referred(who: Who, state: CaseState, _about: _About) -> bool:
    """The case was referred to the organisation."""
    return bool(who.organisation) and any(one.agency == who.organisation for one in state.referrals)


def _sees_it(who: Who, state: CaseState, about: _About) -> bool:
    """The case was submitted to the organisation, or referred to it."""
    return (who.kind == "authority" and _submitted(who, state, about)) or _referred(who, state, about)


def _signs_for(who: Who, state: CaseState, about: _About) -> bool:
    """The next signature is one of the organisation."""
    del state
    return bool(who.organisation) and about.get("organisation") == who.organisation


def _not_own_work(who: Who, state: CaseState, _about: _About) -> bool:
    """The person neither is the officer of the case nor recommended or proposed what is signed, nor signed it already."""
    signed = standing(state) if state.proposed is not None else state.signed
    said = (state.recommendation, state.proposed)
    own = {state.officer, *(one.by for one in said if one is not None), *(one.by for one in signed)}
    return who.person not in own


def _not_decider(who: Who, state: CaseState, _about: _About) -> bool:
    """The person did not decide the case."""
    return state.decision is None or state.decision.by != who.person


def _owns_it(who: Who, state: CaseState, about: _About) -> bool:
    """The proviso is one that the organisation set."""
    return any(one.id == about.get("proviso") and one.owner == who.organisation for one in state.provisos)


CONDITIONS: dict[str, Callable[[Who, CaseState, _About], bool]] = {
    "any": _any,
    "own": _own,
    "submitted": _submitted,
    "assigned": _assigned,
    "referred": _referred,
    "sees_it": _sees_it,
    "signs_for": _signs_for,
    "not_own_work": _not_own_work,
    "not_decider": _not_decider,
    "owns_it": _owns_it,
}


@dataclass(frozen=True, slots=True)
class Right:
    """One row: an act, a role, and the conditions that must all hold."""

    act: str
    role: str
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Rights:
    """The table.

    Attributes:
        rows: in their order.
    """

    rows: tuple[Right, ...]

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act of which something is said."""
        return tuple(dict.fromkeys(row.act for row in self.rows))

    def allows(self, act: str, who: Who, state: CaseState, about: _About | None = None) -> bool:
        """Whether somebody may do something with a case.

        Args:
            act: what.
            who: who asks.
            state: the case.
            about: what is stated with the act, such as the proviso.
        """
        return any(
            all(CONDITIONS[one](who, state, about or {}) for one in row.conditions)
            for row in self.rows
            if (row.act, row.role) == (act, who.role)
        )

    def check(self, act: str, who: Who, state: CaseState, about: _About | None = None) -> None:
        """Refuse what nobody permitted.

        Raises:
            NotAllowed: without a word on the case.
        """
        if not self.allows(act, who, state, about):
            found = f"no right to '{act}' as {who.role or 'nobody'}"
            raise NotAllowed(
                faults=[Fault("the case", found, "a right that the table of rights gives", "ask whoever has it")]
            )

    def markdown(self) -> str:
        """Return the table for the docs: a row for each act, a column for each role."""
        columns = (*ROLES, CLOCK)
        told = [
            "| act | " + " | ".join(name.replace("_", " ") for name in columns) + " |",
            "|---" * (len(columns) + 1) + "|",
        ]
        for act in self.acts:
            cells = [
                "; ".join(
                    " and ".join(word.replace("_", " ") for word in row.conditions)
                    for row in self.rows
                    if (row.act, row.role) == (act, role)
                )
                for role in columns
            ]
            told.append(f"| {act.replace('_', ' ')} | " + " | ".join(cells) + " |")
        told += ["", "| condition | holds where |", "|---|---|"]
        told += [
            f"| {name.replace('_', ' ')} | {(one.__doc__ or '').rstrip('.')} |" for name, one in CONDITIONS.items()
        ]
        return "\n".join(told) + "\n"


def read(text: str, name: str = "rights.csv") -> Rights:
    """Return a table of rights.

    Raises:
        TablesWrong: with a fault for each word that nobody knows, each right without a condition, and each that stands twice.
    """
    faults: list[Fault] = []
    rows: dict[tuple[str, str, tuple[str, ...]], Right] = {}
    for line in lines(name, text, _COLUMNS):
        faults += line.unknown("role", (*ROLES, CLOCK), "a role")
        faults += line.unknown("condition", tuple(CONDITIONS), "a condition")
        act, role, conditions = line.cells["act"], line.cells["role"], line.words("condition")
        if not (act and role and conditions):
            faults.append(
                Fault(line.where, "an empty cell", "an act, a role and a condition", "write 'any' where there is none")
            )
        if (act, role, conditions) in rows:
            faults.append(Fault(line.where, f"'{act}' of the {role} once more", "each right once"))
        rows[act, role, conditions] = Right(act, role, conditions)
    if faults:
        raise TablesWrong(faults=faults)
    return Rights(tuple(rows.values()))


@cache
def rights() -> Rights:
    """Return the table that came with Licet."""
    return read(text_of("rights.csv"))
