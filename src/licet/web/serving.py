"""Serves the site from one process with a worker beside it, for one's own machine."""

from __future__ import annotations

import signal
from collections.abc import Callable

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from licet.errors import Fault, InputError


class _Quiet(WSGIRequestHandler):
    """Answers without a line for every file."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the server has it
        """Say nothing."""


def listening(host: str, port: int) -> ThreadedWSGIServer:
    """Return a server of the site that listens, and answers once its ``serve_forever`` is called.

    Args:
        host: the address to listen on.
        port: the port; 0 for a free one.

    Raises:
        InputError: where that address cannot be listened on.
    """
    from licet.web.wsgi import application

    try:
        server = ThreadedWSGIServer((host, port), _Quiet, ipv6=":" in host)
    except OSError as error:
        found = f"{host}:{port}: {error.strerror or error}"
        mend = "choose another with --port"
        raise InputError(faults=[Fault("--port", found, "an address that is free", mend)]) from None
    server.set_app(application)
    server.daemon_threads = True
    return server


def serve(host: str, port: int, told: Callable[[str], object]) -> None:
    """Serve until somebody interrupts.

    Args:
        host: the address to listen on.
        port: the port; 0 for a free one.
        told: is told the address of the site once it can be reached.

    Raises:
        InputError: where that address cannot be listened on.
    """
    import django
    from django.core.management import call_command

    from licet.web.working import worker

    # Whoever starts it in the background has interrupts ignored; here they end the site, as does the word to end that a system gives.
    for ends in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ends, signal.default_int_handler)
    django.setup()
    call_command("migrate", verbosity=0)
    shown = f"[{host}]" if ":" in host else host
    with listening(host, port) as server, worker():
        told(f"http://{shown}:{server.server_address[1]}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
