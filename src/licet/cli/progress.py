"""How far long work has come, shown where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Tell(Protocol):
    """Takes how much is done, of how much if that is known, and what comes next."""

    def __call__(self, done: int, total: int | None, what: str = "", /) -> None:
        """Show it."""


@contextmanager
def bar(title: str) -> Iterator[Tell | None]:
    """Give what shows the progress on standard error, or None where nobody watches.

    Args:
        title: what is counted, or done.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=None)

        def tell(done: int, total: int | None, what: str = "", /) -> None:
            description = f"{title} {what.replace('_', ' ')}".rstrip()
            shown.update(task, completed=done, total=total, description=description)

        yield tell
