"""Where attempts to sign in are counted: in the database, so that all processes of the site count together, and a code that was used in one of them is used in all.

Everything else that is counted stays in the memory of each process, since it is asked with every request.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache

# With this begin the keys of what counts signing in.
_SHARED: Final = "allauth"


class Counts(LocMemCache):
    """A memory of this process, but for what counts signing in."""

    def add(self, key: Any, value: Any, *told: Any, **named: Any) -> bool:
        """Keep something that is not there yet, and return whether it was not."""
        return bool(
            caches["attempts"].add(key, value, *told, **named)
            if _shared(key)
            else super().add(key, value, *told, **named)
        )

    def get(self, key: Any, *told: Any, **named: Any) -> Any:
        """Return what is there."""
        return caches["attempts"].get(key, *told, **named) if _shared(key) else super().get(key, *told, **named)

    def set(self, key: Any, value: Any, *told: Any, **named: Any) -> None:
        """Keep something."""
        if _shared(key):
            caches["attempts"].set(key, value, *told, **named)
        else:
            super().set(key, value, *told, **named)

    def delete(self, key: Any, *told: Any, **named: Any) -> bool:
        """Forget something, and return whether it was there."""
        return bool(
            caches["attempts"].delete(key, *told, **named) if _shared(key) else super().delete(key, *told, **named)
        )

    def clear(self) -> None:
        """Forget everything of this process. Attempts are forgotten when their time is over, and not before."""
        super().clear()


def _shared(key: Any) -> bool:
    return str(key).startswith(_SHARED)
