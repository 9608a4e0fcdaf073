"""The worker that ``licet site`` starts beside its server: it does the background work, and ends when the server does."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Tables wait for tables, and comparisons, which take minutes, for comparisons.
QUEUES = ("default", "comparisons")
_GRACE = 3
_AGAIN = 1.0


@contextmanager
def worker() -> Iterator[None]:
    """Have a worker for each queue until this ends; one that dies is followed by another."""
    ends = threading.Event()

    def keep(queue: str) -> None:
        while not ends.is_set():
            # Ctrl+C reaches the server, which ends the worker itself.
            process = subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, "-P", "-m", __name__, queue], stdin=subprocess.PIPE, start_new_session=True
            )
            while process.poll() is None and not ends.wait(0.2):
                pass
            _end(process)
            ends.wait(_AGAIN)

    keepers = [threading.Thread(target=keep, args=[queue], daemon=True) for queue in QUEUES]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        ends.set()
        for keeper in keepers:
            keeper.join(2 * _GRACE)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _work_here(queue: str = "*") -> None:
    import django
    from django.core.management import call_command

    from licet.programs.limited import end_with_input

    threading.Thread(target=end_with_input, daemon=True).start()
    django.setup()
    from licet.web.jobs import sweep

    sweep()
    call_command("db_worker", queue_name=queue, verbosity=0, interval=0.3, startup_delay=False)


if __name__ == "__main__":
    _work_here(*sys.argv[1:])
