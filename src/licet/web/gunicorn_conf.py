"""How gunicorn serves the site: ``gunicorn --config python:licet.web.gunicorn_conf licet.web.wsgi``.

The law is read and compiled once, before the workers are made, so that they share its memory and the first visitor waits for nothing. The
options of the command line and the settings of gunicorn's own environment (``GUNICORN_CMD_ARGS``) come before what stands here.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from typing import Any

from licet.web.operating.logs import FORMS, logging_of_server
from licet.web.operating.unsafe import on

# A review keeps a processor busy from its start to its end, so that more workers than processors only take memory.
workers = int(os.environ.get("WEB_CONCURRENCY") or os.cpu_count() or 1)
# A short answer is not kept waiting behind a long one, and an open connection without a request costs no worker. More threads than two take
# the processor from each other while they hold what the interpreter lets only one of them have.
worker_class = "gthread"
threads = 2
keepalive = 15
backlog = 1024
preload_app = True
# No request takes half as long as this; a worker that says nothing for so long is ended, and another takes its place.
timeout = 60
graceful_timeout = 30
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190
# What workers write to say that they live is no file on a disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108 - gunicorn asks for a text
# What each worker counts for /metrics stands in files that all of them share, away with the process that made them.
_COUNTED = "PROMETHEUS_MULTIPROC_DIR"
if not os.environ.get(_COUNTED):
    _made, _maker = tempfile.mkdtemp(prefix="licet-counted-"), os.getpid()
    # Told by gunicorn before it loads the site, since whoever counts looks for it only once.
    raw_env = [f"{_COUNTED}={_made}"]

    @atexit.register
    def _away() -> None:
        # A worker has this from its parent, and must not take away what the others count.
        if os.getpid() == _maker:
            shutil.rmtree(_made, ignore_errors=True)


# What gunicorn writes of its own names the address that was asked where something breaks; for others it is written as everything else is.
_form = os.environ.get("LICET_LOG", "").strip().casefold() or ("json" if on(os.environ, "LICET_HTTPS") else "")
if _form in FORMS:
    logconfig_dict = logging_of_server(_form)


def child_exit(server: Any, worker: Any) -> None:
    """Leave what a worker counted, and let nothing tell of it as living."""
    from prometheus_client.multiprocess import mark_process_dead

    del server
    mark_process_dead(worker.pid)


def when_ready(server: Any) -> None:
    """Answer what is asked first, before there is anybody to ask it."""
    from django.conf import settings

    from licet.web.operating.checks import doubtful
    from licet.web.operating.events import log_event
    from licet.web.warming import warm

    del server
    for reason, _, _ in doubtful(settings.DATABASES["default"], os.environ) if settings.LICET_FOR_OTHERS else ():
        log_event("unsafe_setting", reason=reason)
    warm()
    # What is there now stays until the end: no worker looks through it again, and what it does not touch stays shared.
    gc.collect()
    gc.freeze()
    # What a review makes goes with it, nearly all of it by itself: looking for circles as often as the interpreter does by default takes a
    # tenth of the time. Seldom is not never, since what a proof held of memory outside the interpreter goes only then.
    gc.set_threshold(20_000, 10, 10)
