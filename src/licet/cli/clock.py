"""The clock, read by the commands that need the moment and handed down by them."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(tz=UTC)
