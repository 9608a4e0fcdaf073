"""Asks something that may never answer: in a thread of its own, with a limit, and never twice at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_Answer = TypeVar("_Answer")


class NoAnswer(Exception):
    """What was asked did not answer in time, or the one who asked before still waits."""


class Within(Generic[_Answer]):
    """Asks one thing with a limit.

    A thread cannot be ended from outside. One that waits for ever is left alone, and until it comes back nobody else is sent after it, so that a
    database that hangs takes one thread and not one for each time it is asked.
    """

    def __init__(self, ask: Callable[[], _Answer]) -> None:
        self._ask = ask
        self._busy = threading.Lock()

    def __call__(self, seconds: float) -> _Answer:
        """Return the answer.

        Args:
            seconds: how long it may take.

        Raises:
            NoAnswer: where there is none in time.
            Exception: what was raised instead of an answer.
        """
        if not self._busy.acquire(timeout=seconds):
            raise NoAnswer
        found: list[_Answer] = []
        wrong: list[Exception] = []

        def ask() -> None:
            try:
                found.append(self._ask())
            except Exception as error:  # noqa: BLE001 - it is raised where it was asked
                wrong.append(error)
            finally:
                self._busy.release()

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(seconds)
        if wrong:
            raise wrong[0]
        if not found:
            raise NoAnswer
        return found[0]
