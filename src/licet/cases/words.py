"""The words of a case: its states, roles, verdicts and outcomes. They are the shape of a review, not the law of one state."""

from __future__ import annotations

STATES = (
    "draft", "submitted", "in_review", "referred", "awaiting_applicant", "awaiting_consultation", "recommended", "escalated",
    "decided", "issued", "amended", "withdrawn", "appealed", "expired", "revoked",
)  # fmt: skip
OVER = ("withdrawn", "expired", "revoked")
LICENSED = ("issued", "amended")

APPLICANT, OFFICER, ADVISER, COUNTERSIGNER, DENIALS, AUDITOR, ADMINISTRATOR = ROLES = (
    "applicant", "licensing_officer", "agency_adviser", "countersigner", "denial_officer", "auditor", "administrator",
)  # fmt: skip
# Who acts where a period runs out.
CLOCK = "clock"

# What an agency advises. Silence is no verdict of an agency: it is one of the clock, where a rule of procedure says so.
APPROVE, APPROVE_WITH_PROVISOS, REFUSE, RETURN = GIVEN = (
    "approve", "approve_with_provisos", "refuse", "return_for_information",
)  # fmt: skip
NO_OBJECTION = "no_objection_by_silence"
VERDICTS = (*GIVEN, NO_OBJECTION)

# What a factor speaks for.
WEIGHTS = ("for_approval", "neutral", "for_provisos", "for_refusal")

IDENTICAL, NOT_IDENTICAL = MATCH_VERDICTS = ("essentially_identical", "not_identical")

APPROVED, APPROVED_WITH_PROVISOS, REFUSED = OUTCOMES = ("approved", "approved_with_provisos", "refused")
# What is done to a licence and may need signatures of its own.
AMENDED, REVOKED = CHANGES = ("amended", "revoked")
