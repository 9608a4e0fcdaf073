"""The database of the measurements of cases: a PostgreSQL server from the machine's own binaries, which waits for the disk as one in use does."""

from __future__ import annotations

import datetime
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
# What a server of a small authority is given; whoever commits waits until that is on the disk.
SETTINGS = "-c shared_buffers=512MB -c max_connections=80 -c max_wal_size=4GB"
SECRET = "of the benchmark"


@contextmanager
def register(cases: int, url: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Have a register of so many cases in a database that Django uses here; return where it is, and how long making it took.

    Args:
        cases: how many.
        url: of a database that was made so before, for whoever measures often; it is used as it is.
    """
    # Whoever is signed in by what is written here is known to the site that is measured.
    os.environ["SECRET_KEY"] = SECRET
    os.environ["LICET_LISTS"] = "off"
    sys.path.append(str(HERE.parent / "tests"))
    import postgres
    from django.core.management import call_command

    if url:
        postgres.use(url)
        call_command("migrate", verbosity=0)
        yield url, {}
        return
    if told := postgres.why_not():
        raise SystemExit(told)
    server = postgres.Server(SETTINGS)
    try:
        took = _filled(server, cases)
        yield server.url("population"), took
    finally:
        server.end()


def _filled(server: object, cases: int) -> dict[str, str]:
    import postgres
    from cases_population import drawn, people, write
    from cases_templates import templates
    from django.core.management import call_command

    from licet.cases.models import Membership, Organisation

    assert isinstance(server, postgres.Server)
    # The clock of whoever acts afterwards is not behind the chain.
    now = datetime.datetime.now(datetime.UTC).replace(minute=0, second=0, microsecond=0)
    begin = time.monotonic()
    for name in ("templates", "population"):
        server.create(name)
    postgres.use(server.url("templates"))
    call_command("migrate", verbosity=0)
    found = templates(now)
    organisations, members = list(Organisation.objects.all()), list(Membership.objects.all())
    postgres.use(server.url("population"))
    call_command("migrate", verbosity=0)
    # Years before the first case.
    people(organisations, members, now - datetime.timedelta(weeks=1_000))
    made = write(drawn(found, cases, now), lambda told: print(told, flush=True))
    took = f"{time.monotonic() - begin:.0f} s"
    return {f"writing {made['cases']:,} cases of {made['events']:,} events and {made['attachments']:,} documents": took}
