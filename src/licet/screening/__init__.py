"""Parties against lists: what a list is and when it may be trusted, how names are held against each other, and what a screening answers.

No list comes with Licet, and nothing here downloads one. A screening that could not happen in full says so; it is never ``clear``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licet.screening.alignment import similarity

__all__ = ["similarity"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that an import costs little."""
    if name != "similarity":
        raise AttributeError(f"module 'licet.screening' has no attribute {name!r}")
    from licet.screening.alignment import similarity

    return similarity
