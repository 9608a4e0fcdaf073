"""Kills a process that acts on a case, at every statement that it sends to its database, and says how each left the file.

A process of its own, which forks one for each statement: ``python killed.py FOLDER ACT``.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import site_of_tests  # noqa: F401 - the settings come first
from cases import scene
from cases.scene import Road
from django.core.management import call_command
from django.db import connection

from licet.cases import acts, projection
from licet.cases.models import Event
from licet.cases.verifying import verify_attachments, verify_table

_SAFE = 200
_ADVICE = {"item": "1", "destination": "XB", "verdict": "approve_with_provisos", "provisos": ["No night flights."]}
ACTS: dict[str, tuple[Callable[[Road], Road], Callable[[Road], object]]] = {
    "submit": (Road.drafted, lambda road: road.do(acts.submit, scene.MAKER, review=scene.engine())),
    "attach": (
        Road.drafted,
        lambda road: road.do(acts.attach, scene.MAKER, name="a", kind="assurance", content=b"x" * 10_000),
    ),
    "advise": (Road.referred, lambda road: road.do(acts.advise, scene.ARMS, **_ADVICE)),
    "decide": (
        lambda road: road.recommended().signed(),
        lambda road: road.do(acts.decide, scene.OFFICER, outcome="approved"),
    ),
}


def _use(path: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(path)


def _killed_at(step: int, path: Path, act: Callable[[Road], object], road: Road) -> bool:
    """Return whether the process that acts was killed at a statement, or had come to its end before."""
    connection.close()
    child = os.fork()
    if child == 0:
        _use(path)
        connection.ensure_connection()
        sent = 0

        def count(_statement: str) -> None:
            nonlocal sent
            if sent == step:
                os.kill(os.getpid(), signal.SIGKILL)
            sent += 1

        connection.connection.set_trace_callback(count)
        act(road)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    assert os.WEXITSTATUS(status) == 0, "the act failed of itself"
    return False


def main(folder: Path, name: str) -> None:
    """Tell of each statement how the file was left: its events, and what is wrong with it."""
    prepare, act = ACTS[name]
    whole = folder / "whole.sqlite"
    _use(whole)
    call_command("migrate", verbosity=0)
    scene.people()
    road = prepare(Road())
    before = road.state
    connection.close()
    told = []
    for step in range(_SAFE):
        path = folder / f"{step}.sqlite"
        shutil.copy(whole, path)
        killed = _killed_at(step, path, act, road.again())
        _use(path)
        wrong = [str(one) for one in (verify_table(), verify_attachments()) if one is not None] + [
            str(one) for one in projection.differing()
        ]
        state = acts.read(road.case)
        after_all = state != before
        can_go_on = after_all or bool(act(road.again()))
        told.append(
            {
                "killed": killed,
                "done": after_all,
                "wrong": wrong,
                "can_go_on": can_go_on,
                "events": Event.objects.count(),
            }
        )
        if not killed:
            break
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
