"""What is written down for whoever watches over the site: named events with fields that cannot hold what somebody stated.

Who did what stands in the chain of events of the cases, which is kept and has rights; a log is copied to many places, so that it names no
person, no address and no case. Each event has a name of :data:`EVENTS`, each field a name and values of :data:`FIELDS`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from licet.cases.words import CLOCK, ROLES
from licet.errors import near

SECURITY = logging.getLogger("licet.security")
_INFO, _WARNING, _ERROR = logging.INFO, logging.WARNING, logging.ERROR
# The name of an event → how much it matters.
EVENTS: Mapping[str, int] = {
    "signed_in": _INFO,
    "sign_in_failed": _WARNING,
    "signed_out": _INFO,
    "second_factor_failed": _WARNING,
    "second_factor_changed": _WARNING,
    "password_changed": _WARNING,
    "password_reset_asked": _INFO,
    "account_locked": _WARNING,
    "account_changed": _WARNING,
    "session_ended": _INFO,
    "right_refused": _WARNING,
    "csrf_failed": _WARNING,
    "rate_limited": _WARNING,
    "wrong_host": _WARNING,
    "suspicious_request": _WARNING,
    "metrics_refused": _WARNING,
    "role_changed": _WARNING,
    "chain_broken": _ERROR,
    "unsafe_setting": _WARNING,
    "not_ready": _ERROR,
    "broken": _ERROR,
}
# A word of the program, never of a person: an identifier would have digits or capitals.
_WORD = re.compile(r"[a-z]+(?:[_-][a-z]+)*")
_LONGEST = 40
_NUMBERS = frozenset({"status", "milliseconds", "attempts", "seconds"})
_WORDS = frozenset({"reason", "method", "act", "check"})
FIELDS = _NUMBERS | _WORDS | {"role"}
WITHHELD = "withheld"
# Names the request in which something is written down; it is made by chance, and returned to the visitor.
REQUEST: ContextVar[str] = ContextVar("licet_request", default="")


def log_event(name: str, **fields: Any) -> None:
    """Write down what matters to whoever watches over the site.

    Args:
        name: one of :data:`EVENTS`.
        **fields: of :data:`FIELDS`: ``role`` is a role of cases; ``reason``, ``method``, ``act`` and ``check`` are words of the program such as
            ``wrong_password``; ``status``, ``milliseconds``, ``attempts`` and ``seconds`` are numbers. A value of another form is withheld.

    Raises:
        ValueError: for an event or a field that nobody knows, which is a fault of whoever calls.

    >>> safe({"role": "auditor", "reason": "wrong_password", "attempts": 3, "act": "Olga@example.org"})
    {'role': 'auditor', 'reason': 'wrong_password', 'attempts': 3, 'act': 'withheld'}
    """
    if name not in EVENTS:
        raise ValueError(f"no event '{name}' {near(name, EVENTS)}".strip())
    SECURITY.log(EVENTS[name], name, extra={"licet_event": name, "licet_fields": safe(fields)})


def safe(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as they may be written down.

    Raises:
        ValueError: for a field that nobody knows.
    """
    unknown = [name for name in fields if name not in FIELDS]
    if unknown:
        raise ValueError(f"no field '{unknown[0]}' {near(unknown[0], FIELDS)}".strip())
    return {name: _safe(name, value) for name, value in fields.items() if value not in (None, "")}


def _safe(name: str, value: Any) -> Any:
    if name in _NUMBERS:
        return value if isinstance(value, int | float) and not isinstance(value, bool) else WITHHELD
    if name == "role":
        return value if value in (*ROLES, CLOCK) else WITHHELD
    text = str(value)
    return text if len(text) <= _LONGEST and _WORD.fullmatch(text) else WITHHELD
