"""The site as tests ask it: without a server, and for a browser with one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
import site_of_tests  # noqa: F401 - the settings come first
from django.test import Client


@pytest.fixture(scope="session")
def site() -> Client:
    """Return who asks the site."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return Client(SERVER_NAME="localhost")


@pytest.fixture(scope="session")
def jobs() -> Callable[[], None]:
    """Return what does all background work that waits, in this process."""
    from django.core.management import call_command
    from django_tasks_db.management.commands.db_worker import Worker

    # In a thread of its own, since a browser that is open here has a loop in which Django refuses to ask a database.
    migrating = threading.Thread(target=call_command, args=["migrate"], kwargs={"verbosity": 0})
    migrating.start()
    migrating.join()

    def work_off() -> None:
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
            excluded_queue_names=[],
        ).run()

    return work_off


@pytest.fixture(scope="module")
def worker(jobs: Callable[[], None]) -> Iterator[None]:
    """Have a worker beside the site, as ``licet site`` has one; the work that other tests do themselves, it would take away from them."""
    from licet.web.working import worker

    del jobs
    with worker():
        yield


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Return the address of a site that a browser can reach."""
    from licet.web.serving import listening

    with listening("127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def settings_of_the_site() -> Iterator[Callable[..., None]]:
    """Return what changes settings of the site for one test."""
    from django.test import override_settings

    changed: list[override_settings] = []

    def change(**to: object) -> None:
        changed.append(override_settings(**to))
        changed[-1].enable()

    yield change
    for one in reversed(changed):
        one.disable()
