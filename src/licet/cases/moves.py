"""How a case moves: the table ``moves.csv`` of act, state from, state to, role, guard and effect. What does not stand there is not possible.

``to`` is a state, or ``=`` where the case stays, ``back`` where it returns to what it was before it waited, and ``review`` where it returns to the
review: ``referred`` as long as an agency has not answered, else ``in_review``. Of several rows of one act and state the first holds whose ``when`` does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from licet.cases.case import CaseState
from licet.cases.declared import Line, lines, text_of
from licet.cases.faults import NotPossible, TablesWrong
from licet.cases.folding import kinds
from licet.cases.rights import Rights, rights
from licet.cases.words import CLOCK, IDENTICAL, ROLES, STATES
from licet.errors import Fault

_COLUMNS = ("act", "from", "to", "when", "role", "guard", "effect")
NOTHING, STAYS, BACK, REVIEW = "-", "=", "back", "review"


def _all_answered(state: CaseState) -> bool:
    """Every agency to which the case was referred has answered."""
    return all(one.answered is not None for one in state.referrals)


def _nothing_asked(state: CaseState) -> bool:
    """The applicant has answered every question."""
    return all(one.answered is not None for one in state.asked)


def _nothing_to_consult_on(state: CaseState) -> bool:
    """Of every essentially identical denial the outcome of a consultation is known."""
    return all(one.consultation for one in state.matches if one.verdict == IDENTICAL)


WHEN: dict[str, Callable[[CaseState], bool]] = {
    "all_answered": _all_answered,
    "nothing_asked": _nothing_asked,
    "nothing_to_consult_on": _nothing_to_consult_on,
}


@dataclass(frozen=True, slots=True)
class Move:
    """One row.

    Attributes:
        act: what is done.
        start: the states in which it can be done; :data:`NOTHING` before there is a case.
        to: where it leads.
        when: what must hold of the case after the act; empty where it always does.
        roles: who does it; conditions stand in the table of rights.
        guards: what must hold before, by the names of :data:`licet.cases.guards.GUARDS`.
        effect: the kinds of events that it writes, the first of which moves the case.
    """

    act: str
    start: tuple[str, ...]
    to: str
    when: str
    roles: tuple[str, ...]
    guards: tuple[str, ...]
    effect: tuple[str, ...]

    def target(self, after: CaseState) -> str:
        """Return the state to which it leads.

        Args:
            after: the case after the act, still in the state in which it was.
        """
        if self.to == STAYS:
            return after.state
        if self.to == REVIEW or (self.to == BACK and after.before_pause in ("in_review", "referred")):
            return "in_review" if _all_answered(after) else "referred"
        return after.before_pause if self.to == BACK else self.to


@dataclass(frozen=True)
class Moves:
    """The table.

    Attributes:
        rows: in their order.
    """

    rows: tuple[Move, ...]

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act."""
        return tuple(dict.fromkeys(row.act for row in self.rows))

    def of(self, act: str, state: str) -> tuple[Move, ...]:
        """Return the rows of an act in a state.

        Args:
            act: what is done.
            state: the state; empty before there is a case.

        Raises:
            NotPossible: where there is none.
        """
        found = tuple(row for row in self.rows if row.act == act and (state or NOTHING) in row.start)
        if not found:
            start = dict.fromkeys(one for row in self.rows if row.act == act for one in row.start)
            mend = "read the case again" if start else "no such act is known"
            raise NotPossible(
                faults=[
                    Fault(
                        "the case",
                        f"'{act}' in the state {state or 'of nothing'}",
                        " or ".join(start) or "an act",
                        mend,
                    )
                ]
            )
        return found

    def possible(self, state: str) -> tuple[str, ...]:
        """Return the acts that a state permits, whoever asks."""
        return tuple(dict.fromkeys(row.act for row in self.rows if (state or NOTHING) in row.start))

    def targets(self, row: Move) -> tuple[tuple[str, str], ...]:
        """Return each pair of states between which a row may lead."""
        whole = ("in_review", "referred")

        def ends(start: str) -> tuple[str, ...]:
            if row.to == REVIEW:
                return whole
            if row.to != BACK:
                return () if row.to == STAYS else (row.to,)
            left = [one for other in self.rows if other.to == start for one in other.start if one != start]
            return tuple(dict.fromkeys([*left, *(whole if set(whole) & set(left) else ())]))

        return tuple((start, end) for start in row.start for end in ends(start) if start != end)

    def mermaid(self) -> str:
        """Return the drawing of the states for the docs, in the language of Mermaid."""
        told: dict[tuple[str, str], list[str]] = {}
        for row in self.rows:
            for start, end in self.targets(row):
                told.setdefault((start, end), []).append(row.act.replace("_", " "))
        drawn = [
            f"    {'[*]' if start == NOTHING else start} --> {end}: {', '.join(dict.fromkeys(acts))}"
            for (start, end), acts in told.items()
        ]
        left = {start for start, _ in told}
        drawn += [f"    {state} --> [*]" for state in STATES if state not in left]
        return "\n".join(["stateDiagram-v2", *drawn]) + "\n"

    def markdown(self) -> str:
        """Return the table for the docs."""
        told = ["| act | from | to | when | who | guard | effect |", "|---" * 7 + "|"]
        for row in self.rows:
            cells = (
                row.act,
                *(", ".join(one) for one in (row.start, (row.to,), (row.when,), row.roles, row.guards, row.effect)),
            )
            told.append("| " + " | ".join(cell.replace("_", " ") for cell in cells) + " |")
        return "\n".join(told) + "\n"


def read(text: str, guards: Collection[str], permitted: Rights, name: str = "moves.csv") -> Moves:
    """Return a table of moves.

    Args:
        text: the table.
        guards: the guards that there are.
        permitted: the table of rights, which must give each role of a row a right to its act, and no right to a move to anybody else.
        name: of the table, for faults.

    Raises:
        TablesWrong: with a fault for all that is wrong.
    """
    read_lines = lines(name, text, _COLUMNS)
    faults: list[Fault] = []
    for line in read_lines:
        faults += _words(line, guards)
    if faults:
        raise TablesWrong(faults=faults)
    rows = [
        Move(
            line.cells["act"], line.words("from"), line.cells["to"], line.cells["when"], line.words("role"), line.words("guard"),
            line.words("effect"),
        )
        for line in read_lines
    ]  # fmt: skip
    where = [line.where for line in read_lines]
    faults += [
        *_never_reached(rows, where),
        *_unreachable_states(rows, name),
        *_against_rights(rows, where, permitted, name),
    ]
    if faults:
        raise TablesWrong(faults=faults)
    return Moves(tuple(rows))


def _words(line: Line, guards: Collection[str]) -> list[Fault]:
    faults = [
        *line.unknown("from", (*STATES, NOTHING), "a state"),
        *line.unknown("to", (*STATES, STAYS, BACK, REVIEW), "a state"),
        *line.unknown("when", tuple(WHEN), "a condition"),
        *line.unknown("role", (*ROLES, CLOCK), "a role"),
        *line.unknown("guard", tuple(guards), "a guard"),
        *line.unknown("effect", kinds(), "a kind of event"),
    ]
    faults += [
        Fault(line.where, f"nothing under '{column}'", "a word")
        for column in ("act", "from", "to", "role", "effect")
        if not line.words(column)
    ]
    faults += [
        Fault(line.where, f"'{line.cells[column]}' under '{column}'", "one word")
        for column in ("act", "to", "when")
        if len(line.words(column)) > 1
    ]
    return faults


def _never_reached(rows: list[Move], where: list[str]) -> list[Fault]:
    """Return a fault for each row that another one, before it, always takes the place of."""
    faults, whole = [], set[tuple[str, str]]()
    for row, place in zip(rows, where, strict=True):
        over = [start for start in row.start if (row.act, start) in whole]
        if over:
            faults.append(
                Fault(
                    place,
                    f"'{row.act}' from {', '.join(over)}, of which a row before says all",
                    "a row that can be reached",
                )
            )
        if not row.when:
            whole |= {(row.act, start) for start in row.start}
    open_ended = {
        (row.act, start): place
        for row, place in zip(rows, where, strict=True)
        for start in row.start
        if (row.act, start) not in whole
    }
    faults += [
        Fault(
            place,
            f"'{act}' from {start} only where something holds",
            "a row for all else",
            "write one without 'when' after it",
        )
        for (act, start), place in open_ended.items()
    ]
    return faults


def _unreachable_states(rows: list[Move], name: str) -> list[Fault]:
    reached, table = {NOTHING}, Moves(tuple(rows))
    # Whatever goes back was there before.
    pairs = [pair for row in rows if row.to != BACK for pair in table.targets(row)]
    while more := {end for start, end in pairs if start in reached} - reached:
        reached |= more
    return [
        Fault(name, f"the state {state}, to which nothing leads", "a row that leads to it")
        for state in STATES
        if state not in reached
    ]


def _against_rights(rows: list[Move], where: list[str], permitted: Rights, name: str) -> list[Fault]:
    given = {(row.act, row.role) for row in permitted.rows}
    faults = [
        Fault(place, f"'{row.act}' by the {role}, who has no right to it", "a row in the table of rights")
        for row, place in zip(rows, where, strict=True)
        for role in row.roles
        if (row.act, role) not in given
    ]
    moves = {row.act for row in rows}
    done = {(row.act, role) for row in rows for role in row.roles}
    faults += [
        Fault(name, f"no row lets the {role} do '{act}', to which the table of rights gives a right", "a row")
        for act, role in sorted(given)
        if act in moves and (act, role) not in done
    ]
    return faults


@cache
def moves() -> Moves:
    """Return the table that came with Licet."""
    from licet.cases.guards import GUARDS

    return read(text_of("moves.csv"), tuple(GUARDS), rights())
