"""A PostgreSQL server of the tests' own, from the binaries of the machine: in a folder that goes away, on a socket that nobody else reaches."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import site_of_tests  # noqa: F401 - the settings come first
from django.db import connections

_DEFAULT = "default"
# The server refuses to run as root; these two are there where somebody is root.
_OTHERS = ("postgres", "nobody")
# Nothing in tests must outlive the machine, so that nobody waits for the disk; what is kept outlives the server all the same.
FOR_TESTS = "-c fsync=off -c max_connections=40 -c shared_buffers=16MB"


def binaries() -> Path | None:
    """Return the folder of the newest server on this machine, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: (len(one.parent.name), one.parent.name), reverse=True
    )
    on_the_path = shutil.which("initdb")
    if on_the_path:
        found.append(Path(on_the_path).resolve().parent)
    return next((one for one in found if all((one / name).exists() for name in ("initdb", "pg_ctl", "postgres"))), None)


def why_not() -> str:
    """Return why no server can be started here, in a sentence; empty where one can."""
    if os.name != "posix" or binaries() is None:
        return "there is no PostgreSQL server on this machine (initdb, pg_ctl, postgres)"
    try:
        import psycopg  # noqa: F401 - whether it is there
    except ImportError:
        return "there is no driver: pip install 'licet[site-postgres]'"
    if os.geteuid() == 0 and _other() is None:
        return f"PostgreSQL does not run as root, and there is no user {' or '.join(_OTHERS)}"
    return ""


def _other() -> Any:
    """Return the user as whom the server runs where it cannot as who tests; None for that one."""
    if os.geteuid() != 0:
        return None
    import pwd  # Not on every system.

    known = {one.pw_name: one for one in pwd.getpwall()}
    return next((known[name] for name in _OTHERS if name in known), None)


class Server:
    """A server that is made when this is; :meth:`end` stops it and takes its folder away.

    Args:
        settings: how it runs.
    """

    def __init__(self, settings: str = FOR_TESTS) -> None:
        found = binaries()
        assert found is not None
        self._bin, self._user, self._runs, self._settings = found, _other(), False, settings
        self.folder = Path(tempfile.mkdtemp(prefix="licet-postgres-"))
        self.give(self.folder)
        self.run(
            "initdb", "--username=licet", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync",
            f"--pgdata={self.folder}/data",
        )  # fmt: skip
        self.start()

    def give(self, folder: Path) -> None:
        """Give a folder to the user of the server."""
        if self._user:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)

    def run(self, name: str, *arguments: str, seconds: float = 60) -> str:
        """Run a program of the server as its user, and return what it says; it may take so many seconds."""
        as_whom: dict[str, Any] = (
            {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if self._user else {}
        )
        # The server that pg_ctl starts keeps what it was given open, so that nobody waits for an end of it.
        with (self.folder / f"{name}.out").open("w+", encoding="utf-8") as said:
            done = subprocess.run(
                [self._bin / name, *arguments],
                stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
                cwd=self.folder, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}, timeout=seconds, check=False, **as_whom,
            )  # fmt: skip
            said.seek(0)
            told = said.read()
        assert done.returncode == 0, f"{name}: {told}"
        return told

    def start(self) -> None:
        """Start it where it does not run, and wait until it answers."""
        if self._runs:
            return
        options = f"-k {self.folder} -c listen_addresses= {self._settings}"
        self.run(
            "pg_ctl", "start", "--wait", "-s", f"--pgdata={self.folder}/data", f"--log={self.folder}/log",
            f"--options={options}",
        )  # fmt: skip
        self._runs = True

    def stop(self, mode: str = "immediate") -> None:
        """Stop it: ``immediate`` as when the machine goes out, ``fast`` in order."""
        self.run("pg_ctl", "stop", "--wait", "-s", f"--pgdata={self.folder}/data", f"--mode={mode}")
        self._runs = False

    def end(self) -> None:
        """Stop it and take its folder away."""
        if self._runs:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def create(self, name: str, like: str = "template0") -> None:
        """Make a database like another one, to which nobody is connected."""
        self.run("createdb", f"--host={self.folder}", "--username=licet", f"--template={like}", name, seconds=600)

    def drop(self, name: str) -> None:
        """Take a database away with all who are connected to it."""
        self.run("dropdb", f"--host={self.folder}", "--username=licet", "--force", name)

    def url(self, name: str) -> str:
        """Return where a database is, as ``DATABASE_URL`` tells it."""
        return f"postgres://licet@{str(self.folder).replace('/', '%2F')}/{name}"


def use(url: str) -> dict[str, Any]:
    """Have Django use another database of any kind in this process, and return the settings of the one before."""
    import dj_database_url

    return use_settings(dj_database_url.parse(url))


def use_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """Have Django use a database with these settings, and return those of the one before; other threads follow with their next connection."""
    before: dict[str, Any] = connections.settings[_DEFAULT]
    connections[_DEFAULT].close()
    # A connection belongs to a kind of database, so that it is made anew and not only told another name.
    del connections[_DEFAULT]
    connections.settings = connections.configure_settings({**connections.settings, _DEFAULT: settings})
    return before
