"""Parties against lists: what a list is and when it may be trusted, how names are held against each other, and what a screening answers.

No list comes with Licet, and nothing here downloads one. A screening that could not happen in full says so; it is never ``clear``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licet.screening.alignment import similarity
    from licet.screening.screening import rescreen

__all__ = ["rescreen", "similarity"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that an import costs little."""
    if name == "similarity":
        from licet.screening.alignment import similarity

        return similarity
    if name == "rescreen":
        from licet.screening.screening import rescreen

        return rescreen
    raise AttributeError(f"module 'licet.screening' has no attribute {name!r}")
