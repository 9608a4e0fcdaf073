"""How every act of a case is done: right, move and guard are checked, events are written and the lists follow, in one transaction or not at all.

The case is locked meanwhile, and whoever acts names the last event that they have seen: who was overtaken is told so and overwrites nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from licet.cases import guards, people, projection
from licet.cases.all_or_nothing import all_or_nothing, told
from licet.cases.applied import Happened
from licet.cases.by_law import Procedure
from licet.cases.case import CaseState, fold
from licet.cases.chain import stamp
from licet.cases.faults import NotAllowed, Overtaken
from licet.cases.folding import after
from licet.cases.given import Given
from licet.cases.ledger import Said, append, next_position, of_case
from licet.cases.models import Case
from licet.cases.moves import Move, moves
from licet.cases.rights import rights
from licet.cases.signing import to_sign
from licet.cases.who import Who
from licet.errors import Fault

_UNDONE = "signatures_undone"


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody acts on a case.

    Attributes:
        case: its id.
        seen: the position of the last event of the case that they have seen.
        who: who acts.
        at: the moment.
        procedure: what law says of the review, for the acts that need it.
    """

    case: str
    seen: int
    who: Who
    at: datetime.datetime
    procedure: Procedure | None = None


# What is written, by the case as it stands and by what is given.
Saying = Callable[[CaseState, Given], Sequence[Said]]


def read(case: str) -> CaseState:
    """Return a case as its events leave it; one of no state where there is none. Nothing is checked: pages ask :func:`seen_by`."""
    with told():
        return fold(of_case(case))


def taken(case: str, **column: str) -> bool:
    """Whether a case other than this one has that in a column. Somebody may take it afterwards; what is kept at the end refuses that."""
    with told():
        return bool(Case.objects.filter(**column).exclude(pk=case).exists())


def do(
    acting: Acting,
    act: str,
    about: Mapping[str, Any],
    saying: Saying,
    about_right: Callable[[CaseState], Mapping[str, Any]] | None = None,
) -> CaseState:
    """Do an act, and return the case after it.

    Args:
        acting: who, on which case, when.
        act: by its name in the tables.
        about: what is stated with it, as the guards read it.
        saying: what is written, the event that moves the case first.
        about_right: what a right depends on beside the case.

    Raises:
        NotAllowed: where the table of rights does not give it.
        Overtaken: where somebody else acted meanwhile.
        NotPossible: where the case does not permit it as it stands.
        NotStored: where the database went away or could not keep it.
    """
    with all_or_nothing():
        who = people.known(acting.who)
        locked = Case.objects.select_for_update().filter(pk=acting.case).first()
        if locked is None:
            raise NotAllowed(faults=[Fault("the case", "none that you may see", "one", "look at the list of cases")])
        events = list(of_case(acting.case))
        state = fold(events)
        rights().check(act, who, state, about_right(state) if about_right else about)
        if state.position != acting.seen:
            raise _overtaken(events, acting.seen, who)
        return _done(acting, act, state, Given(who, acting.at, about, acting.procedure), saying)


def begin(acting: Acting, act: str, about: Mapping[str, Any], saying: Saying) -> CaseState:
    """Do the act that begins a case; arguments and errors are those of :func:`do`."""
    with all_or_nothing():
        who = people.known(acting.who)
        rights().check(act, who, CaseState(), about)
        # From here on nobody else writes, so that one case is not begun twice by two who send it at once.
        next_position()
        if events := list(of_case(acting.case)):
            rights().check(act, who, fold(events), about)
            raise _overtaken(events, acting.seen, who)
        return _done(acting, act, CaseState(), Given(who, acting.at, about, acting.procedure), saying)


def may(acting: Acting, act: str) -> CaseState:
    """Return a case for an act that needs long before it writes anything, such as asking the engine, after a first look at the right to it.

    Raises:
        NotAllowed, Overtaken, NotPossible, NotStored: as of :func:`do`, which looks once more.
    """
    with told():
        who = people.known(acting.who)
        events = list(of_case(acting.case))
    state = fold(events)
    if not state.id:
        raise NotAllowed(faults=[Fault("the case", "none that you may see", "one", "look at the list of cases")])
    rights().check(act, who, state)
    if state.position != acting.seen:
        raise _overtaken(events, acting.seen, who)
    moves().of(act, state.state)
    return state


def _overtaken(events: Sequence[Happened], seen: int, who: Who) -> Overtaken:
    """Return that somebody was faster; what was done is told to whoever sees what is internal, and to their own organisation."""
    later = [one for one in events if one.position > seen]
    inside = rights().allows("see_internal", who, fold(events))
    told = [one for one in later if inside or one.organisation == who.organisation]
    found = f"an event {seen:,} that is none of this case"
    if later:
        found = f"'{told[0].kind}' at {stamp(told[0].at)[:16]} and later" if told else "something that happened since"
    return Overtaken(
        faults=[
            Fault(
                "the case",
                found,
                f"nothing after the event {seen:,} that you saw",
                "read the case again and decide anew",
            )
        ]
    )


def _done(acting: Acting, act: str, state: CaseState, given: Given, saying: Saying) -> CaseState:
    rows = moves().of(act, state.state)
    role = given.who.role
    guards.check((name for row in rows for name in row.guards), state, given)
    said = list(saying(state, given))
    row, said = _led(rows, role, state, said, acting, given)
    assert {one.kind for one in said} <= {*row.effect, _UNDONE}, f"'{act}' writes what its row does not name"
    projection.forget(acting.case)
    for event in append(said, given.who, acting.case, acting.at):
        state = after(state, event)
    projection.keep(state)
    return state


def _led(
    rows: Sequence[Move], role: str, state: CaseState, said: list[Said], acting: Acting, given: Given
) -> tuple[Move, list[Said]]:
    """Return the row that holds, and what is written with the state to which it leads."""
    from licet.cases.moves import WHEN

    tried = _tried(state, said, acting, given)
    row = next((one for one in rows if role in one.roles and (not one.when or WHEN[one.when](tried))), None)
    if row is None:
        raise NotAllowed(
            faults=[Fault("the case", f"no right to '{rows[0].act}' as {role}", "a role that the table of moves names")]
        )
    to = row.target(tried)
    if to != state.state:
        said = [replace(said[0], body={**said[0].body, "to": to}), *said[1:]]
        tried = _tried(state, said, acting, given)
    # Once a case is decided its signatures are history, until it is opened again.
    if state.signed and tried.decision is None and to_sign(tried) != to_sign(state):
        said = [*said, Said(_UNDONE, {"why": row.act})]
    return row, said


def _tried(state: CaseState, said: Sequence[Said], acting: Acting, given: Given) -> CaseState:
    """Return the case as it would be, without anything being written."""
    who = given.who
    for number, one in enumerate(said, start=1):
        state = after(
            state,
            Happened(
                state.position + number,
                acting.at,
                acting.case,
                one.kind,
                who.person,
                who.role,
                who.organisation,
                one.body,
            ),
        )
    return state
