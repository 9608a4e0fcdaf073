"""What happened to a case, in words: a sentence for each event of the chain."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from licet.cases.applied import Happened
from licet.cases.case import CaseState
from licet.web.casework.case_words import called

_SHORT = 12


@dataclass(frozen=True)
class Line:
    """One event.

    Attributes:
        who: the person, or the clock.
        role: in which role, of which organisation.
        what: in words.
        said: what was said with it; empty for nothing.
        digest: the first signs of its digest.
        to: the state to which it led; empty where it stayed.
    """

    position: int
    at: datetime.datetime
    who: str
    role: str
    what: str
    said: str
    digest: str
    to: str


@dataclass(frozen=True)
class _Words:
    """What codes are called in one case."""

    known: Mapping[str, str]
    nations: Mapping[str, str]
    state: CaseState

    def code(self, code: Any) -> str:
        return called(str(code), self.known)

    def quiet(self, code: Any) -> str:
        """Return what an own word of a review is called, inside a sentence."""
        return str(code).replace("_", " ")

    def item(self, code: Any) -> str:
        return next((one.name for one in self.state.items if one.id == code), str(code))

    def pair(self, body: Mapping[str, Any]) -> str:
        return f"{self.item(body['item'])} to {self.nations.get(body['destination'], body['destination'])}"


_Body = Mapping[str, Any]
_Telling = Callable[[_Body, _Words], str]
_WHAT: dict[str, str | _Telling] = {
    "drafted": "Began the application",
    "draft_changed": "Changed the draft",
    "attached": lambda body, words: (
        f"Handed in «{body['name']}» ({words.quiet(body['kind'])}{', internal' if body.get('internal') else ''})"
    ),
    "document_shown": "Showed an internal document to the applicant",
    "submitted": "Submitted the application",
    "determined": lambda body, _words: (
        f"The engine's answer was frozen for {_many(len(body['determinations']), 'item and destination', 'items and destinations')}"
    ),
    "matched": lambda body, _words: (
        f"The register of denials was looked up: {_many(len(body['matches']), 'match', 'matches') if body['matches'] else 'nothing found'}"
    ),
    "match_judged": lambda body, words: f"Judged a denial match: {words.quiet(body['verdict'])}",
    "held": "Held the case for consultation",
    "consulted": lambda body, words: f"Recorded a consultation: {words.code(body['outcome'])}",
    "taken_on": lambda body, _words: f"The case is with {body['officer']}",
    "referred": lambda body, words: f"Referred to {words.code(body['agency'])}, as {body['rule']} asks",
    "advised": lambda body, words: f"Advised on {words.pair(body)}: {words.quiet(body['verdict'])}",
    "silence_fell": lambda body, words: (
        f"{words.code(body['agency'])} said nothing of {words.pair(body)} in time, which counts as no objection"
    ),
    "asked_applicant": "Asked the applicant",
    "applicant_answered": "The applicant answered",
    "question_dropped": "Went on without an answer",
    "restated": "Stated the application anew",
    "weighed": lambda body, words: f"Weighed «{words.code(body['factor'])}»: {words.quiet(body['weight'])}",
    "proviso_added": "Set a proviso",
    "proviso_dropped": lambda body, _words: f"Dropped the proviso {body['id']}",
    "paused": lambda body, words: f"Stopped the clocks: {words.code(body['pause'])}",
    "resumed": "Started the clocks again",
    "escalated": lambda body, words: f"Escalated to {words.code(body['step'])}",
    "step_decided": lambda body, words: f"The step decided: {words.quiet(body['outcome'])}",
    "recommended": lambda body, words: f"Recommended: {words.quiet(body['outcome'])}",
    "sent_back": "Sent the recommendation back",
    "signed": lambda body, words: f"Signed as {words.code(body['step'])}",
    "signatures_undone": "The signatures fell, since what was signed changed",
    "intent_told": "Told the applicant of the intended refusal",
    "responded": "Answered to the intended refusal",
    "decided": lambda body, words: f"Decided: {words.quiet(body['outcome'])}",
    "partner_notice_prepared": lambda body, words: (
        f"The notification of partners was prepared for {words.nations.get(body['destination'], body['destination'])}"
    ),
    "legislature_notified": lambda body, words: f"Recorded a notice to the legislature: {words.code(body['notice'])}",
    "issued": lambda body, _words: f"Issued the licence {body['number']}",
    "change_proposed": lambda body, words: f"Proposed that the licence be {words.quiet(body['change'])}",
    "amended": lambda body, _words: f"Amended the licence {body['number']}",
    "drawn": lambda body, words: f"Shipped {body['quantity']} of {words.item(body['item'])} ({body['reference']})",
    "check_planned": lambda body, words: f"Planned a check: {words.code(body['check'])}",
    "check_recorded": lambda body, _words: f"Recorded a check: {body['outcome']}",
    "withdrawn": "Withdrew the application",
    "appealed": "Appealed",
    "decision_upheld": "Upheld the decision",
    "reopened": "Opened the case again",
    "expired": "The licence is over",
    "revoked": "Revoked the licence",
}
# What people wrote, in the order in which it is told.
_SAID = ("question", "answer", "text", "reasons", "evidence", "why", "found", "told")


def _many(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def history(
    events: Iterable[Happened], state: CaseState, known: Mapping[str, str], nations: Mapping[str, str]
) -> list[Line]:
    """Return a line for each event, in order.

    Args:
        events: of the case.
        state: the case.
        known: what codes are called.
        nations: what codes of nations are called.
    """
    words = _Words(known, nations, state)
    return [_line(one, words) for one in events]


def _line(one: Happened, words: _Words) -> Line:
    telling = _WHAT.get(one.kind)
    what = telling if isinstance(telling, str) else telling(one.body, words) if telling else words.quiet(one.kind)
    said = next((text for name in _SAID if isinstance(text := one.body.get(name), str) and text), "")
    if one.kind == "signatures_undone":
        # Beside it stands an act, by its name in the table.
        said = ""
    role = f"{words.quiet(one.role)}, {words.code(one.organisation)}" if one.organisation else ""
    return Line(
        one.position,
        one.at,
        one.actor or "the clock",
        role,
        what,
        said,
        one.digest[:_SHORT],
        str(one.body.get("to", "")),
    )
