"""Licet reviews proposed transfers of missile, drone and space-launch technology against the regime and the policies in force.

>>> import licet
>>> d = licet.review(recipient="SA", date="2025-09-15", item=dict(
...     kind="uas", range="11100 km", payload="2155 kg", max_airspeed="389 km/h"))
>>> d.posture.value
'case_by_case_as_manned_aircraft'

Licet is not legal advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.version import __version__

if TYPE_CHECKING:
    from licet.classification.classifying import classify
    from licet.classification.verdicts import Classification
    from licet.columns.running import run
    from licet.columns.work import Ran
    from licet.comparing.answer import Comparison
    from licet.comparing.comparison import compare
    from licet.determination import Answer, Determination
    from licet.eligibility.answer import Eligibility
    from licet.eligibility.asking import eligible
    from licet.errors import Fault, InputError, LawError, LicetError
    from licet.reviewing import review
    from licet.rulebook.rulebook import Rulebook
    from licet.screening.answer import Screening
    from licet.screening.screening import screen
    from licet.through_years import Timeline, timeline
    from licet.transfers.transfer import Transfer

__all__ = [
    "Answer",
    "Classification",
    "Comparison",
    "Determination",
    "Eligibility",
    "Fault",
    "InputError",
    "LawError",
    "LicetError",
    "Ran",
    "Rulebook",
    "Screening",
    "Timeline",
    "Transfer",
    "__version__",
    "classify",
    "compare",
    "eligible",
    "review",
    "run",
    "screen",
    "timeline",
]

_HOMES = {
    "Answer": "licet.determination",
    "Classification": "licet.classification.verdicts",
    "Comparison": "licet.comparing.answer",
    "Determination": "licet.determination",
    "Eligibility": "licet.eligibility.answer",
    "Fault": "licet.errors",
    "InputError": "licet.errors",
    "LawError": "licet.errors",
    "LicetError": "licet.errors",
    "Ran": "licet.columns.work",
    "Rulebook": "licet.rulebook.rulebook",
    "Screening": "licet.screening.answer",
    "Timeline": "licet.through_years",
    "Transfer": "licet.transfers.transfer",
    "classify": "licet.classification.classifying",
    "compare": "licet.comparing.comparison",
    "eligible": "licet.eligibility.asking",
    "review": "licet.reviewing",
    "run": "licet.columns.running",
    "screen": "licet.screening.screening",
    "timeline": "licet.through_years",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import licet`` costs little."""
    if name not in _HOMES:
        raise AttributeError(f"module 'licet' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
