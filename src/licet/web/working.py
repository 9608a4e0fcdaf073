"""The worker that ``licet site`` starts beside its server: it does the background work, and ends when the server does."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_GRACE = 3
_AGAIN = 1.0


@contextmanager
def worker() -> Iterator[None]:
    """Have a worker until this ends; one that dies is followed by another."""
    ends = threading.Event()

    def keep() -> None:
        while not ends.is_set():
            # Ctrl+C reaches the server, which ends the worker itself.
            process = subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, "-P", "-m", __name__], stdin=subprocess.PIPE, start_new_session=True
            )
            while process.poll() is None and not ends.wait(0.2):
                pass
            _end(process)
            ends.wait(_AGAIN)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ends.set()
        keeper.join(2 * _GRACE)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _work_here() -> None:
    import django
    from django.core.management import call_command

    from licet.programs.limited import end_with_input

    threading.Thread(target=end_with_input, daemon=True).start()
    django.setup()
    from licet.web.jobs import sweep

    sweep()
    call_command("db_worker", verbosity=0, interval=0.3, startup_delay=False)


if __name__ == "__main__":
    _work_here()
