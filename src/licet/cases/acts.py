"""Every act of a case, handed on in one place. Each checks the right, then the move and its guards, then writes; see :mod:`licet.cases.doing`.

An act of the table ``moves.csv`` has the function of the same name here.
"""

from __future__ import annotations

from licet.cases.acts_advising import add_proviso, advise, drop_proviso, fall_silent
from licet.cases.acts_after import amend, draw_down, expire, issue, plan_check, propose_change, record_check, revoke
from licet.cases.acts_deciding import appeal, decide, recommend, record_notice, reopen, send_back, sign, uphold
from licet.cases.acts_reviewing import (
    ask_applicant,
    decide_step,
    drop_question,
    escalate,
    hold,
    judge_match,
    match,
    pause,
    record_consultation,
    refer,
    resume,
    take_on,
    weigh,
)
from licet.cases.acts_submitting import (
    answer,
    attach,
    change_draft,
    create_draft,
    hand_over,
    new_case,
    redetermine,
    restate,
    show_document,
    submit,
    withdraw,
)
from licet.cases.doing import Acting, read

__all__ = [
    "Acting", "add_proviso", "advise", "amend", "answer", "appeal", "ask_applicant", "attach", "change_draft", "create_draft", "decide",
    "decide_step", "draw_down", "drop_proviso", "drop_question", "escalate", "expire", "fall_silent", "hand_over", "hold", "issue", "judge_match", "match",
    "new_case", "pause", "plan_check", "propose_change", "read", "recommend", "record_check", "record_consultation", "record_notice", "redetermine", "refer", "reopen", "restate",
    "resume", "revoke", "send_back", "show_document", "sign", "submit", "take_on", "uphold", "weigh", "withdraw",
]  # fmt: skip
