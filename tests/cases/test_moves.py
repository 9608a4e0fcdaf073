"""The table of moves: a fault in it is told with its line, and its drawing shows every state."""

from __future__ import annotations

import pytest
import site_of_tests  # noqa: F401 - the settings come first

from licet.cases.case import CaseState
from licet.cases.declared import text_of
from licet.cases.faults import NotPossible, TablesWrong
from licet.cases.guards import GUARDS, markdown
from licet.cases.moves import WHEN, Moves, moves, read
from licet.cases.rights import read as read_rights
from licet.cases.rights import rights
from licet.cases.words import OVER, STATES


def _changed(was: str, to: str) -> str:
    text = text_of("moves.csv")
    assert was in text
    return text.replace(was, to, 1)


@pytest.mark.parametrize(
    ("was", "to", "told"),
    [
        (
            "take_on,submitted,in_review",
            "take_on,submited,in_review",
            r"moves.csv:8: the from 'submited'; expected a state; did you mean submitted",
        ),
        ("take_on,submitted,in_review", "take_on,submitted,in_revue", r"moves.csv:8: the to 'in_revue'"),
        (
            "take_on,submitted,in_review",
            "take_on,submitted,in_review referred",
            r"moves.csv:8: 'in_review referred' under 'to'; expected one word",
        ),
        (
            "take_on,submitted,in_review,,licensing_officer",
            "take_on,submitted,in_review,,officer",
            r"the role 'officer'",
        ),
        (
            "take_on,submitted,in_review,,licensing_officer",
            "take_on,submitted,in_review,,",
            r"moves.csv:8: nothing under 'role'",
        ),
        ("take_on,submitted,in_review,,", "take_on,submitted,in_review,some_answered,", r"the when 'some_answered'"),
        (
            "why_told step_left",
            "why_told steps_left",
            r"the guard 'steps_left'; expected a guard; did you mean step_left",
        ),
        (",escalated\n", ",escalation\n", r"the effect 'escalation'; expected a kind of event; did you mean escalated"),
        (
            "recommend,in_review,recommended",
            "recommend,in_review,escalated",
            r"the state recommended, to which nothing leads",
        ),
        ("weigh,in_review", "weigh,recommended in_review", None),
        (
            "advise,referred,in_review,all_answered",
            "advise,referred,in_review,",
            r"'advise' from referred, of which a row before says all",
        ),
        (
            "answer,awaiting_applicant,=,,",
            "answer,awaiting_applicant,=,nothing_asked,",
            r"'answer' from awaiting_applicant only where something holds",
        ),
        (
            "take_on,submitted,in_review,,licensing_officer",
            "take_on,submitted,in_review,,auditor",
            r"'take_on' by the auditor, who has no right to it",
        ),
        (
            "licensing_officer countersigner,why_told,sent_back",
            "licensing_officer,why_told,sent_back",
            r"no row lets the countersigner do 'send_back'",
        ),
        ("act,from", "act,start", r"moves.csv:1: 'act,start,to,when,role,guard,effect'"),
        ("take_on,submitted,", "take_on,", r"moves.csv:8: 6 columns; expected 7"),
    ],
)
def test_a_fault_in_the_table_is_told_with_its_line(was: str, to: str, told: str | None) -> None:
    text = _changed(was, to)
    if told is None:
        assert read(text, GUARDS, rights()).rows
        return
    with pytest.raises(TablesWrong, match=told):
        read(text, GUARDS, rights())


def test_a_move_to_which_nobody_has_a_right_is_refused() -> None:
    without = "".join(
        line for line in text_of("rights.csv").splitlines(keepends=True) if not line.startswith("take_on")
    )
    with pytest.raises(TablesWrong, match="'take_on' by the licensing_officer, who has no right to it"):
        read(text_of("moves.csv"), GUARDS, read_rights(without))


def test_every_guard_and_every_condition_of_the_code_is_asked_by_the_table() -> None:
    assert {guard for row in moves().rows for guard in row.guards} == set(GUARDS)
    assert {row.when for row in moves().rows if row.when} == set(WHEN)


def test_an_act_that_a_state_does_not_permit_says_which_do() -> None:
    with pytest.raises(NotPossible, match=r"'decide' in the state draft; expected recommended"):
        moves().of("decide", "draft")
    with pytest.raises(NotPossible, match="no such act is known"):
        moves().of("pray", "draft")


def test_no_case_that_is_over_begins_again() -> None:
    for state in OVER:
        ends = {end for row in moves().rows for start, end in moves().targets(row) if start == state}
        assert ends == set()


def test_only_the_decision_leads_to_a_licence() -> None:
    def before(state: str) -> set[str]:
        return {start for row in moves().rows for start, end in moves().targets(row) if end == state}

    assert (
        before("issued") == {"decided"}
        and before("decided") == {"recommended", "appealed"}
        and before("amended") == {"issued"}
    )


def test_a_case_that_waits_goes_back_to_the_review_and_not_to_a_referral_that_is_answered() -> None:
    (row,) = (row for row in moves().of("answer", "awaiting_applicant") if row.when)
    assert row.target(CaseState(state="awaiting_applicant", before_pause="referred")) == "in_review"


def test_the_drawing_shows_every_state_and_every_act_that_moves() -> None:
    drawn = moves().mermaid()
    assert drawn.startswith("stateDiagram-v2\n    [*] --> draft: create draft\n")
    assert all(state in drawn for state in STATES) and all(f"    {state} --> [*]" in drawn for state in OVER)
    assert (
        "awaiting_applicant --> recommended" not in drawn
        and "awaiting_consultation --> recommended: judge match, record consultation" in drawn
    )
    moving = {row.act for row in moves().rows if moves().targets(row)}
    assert all(act.replace("_", " ") in drawn for act in moving)


def test_the_table_and_the_guards_are_told_for_people() -> None:
    assert moves().markdown().count("\n") == len(moves().rows) + 2
    assert (
        "| never beyond | What is drawn is within the licence" in markdown()
        and markdown().count("\n") == len(GUARDS) + 2
    )


def test_an_empty_table_is_refused_for_every_state_that_it_does_not_reach() -> None:
    with pytest.raises(TablesWrong) as raised:
        read("act,from,to,when,role,guard,effect\n", GUARDS, rights())
    assert sum("to which nothing leads" in str(fault) for fault in raised.value.faults) == len(STATES)
    assert isinstance(moves(), Moves)
