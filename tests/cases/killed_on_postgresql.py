"""Kills a process that acts on a case on PostgreSQL, at every statement that it sends and around the commit, and says what each left.

A process of its own, which forks one for each statement: ``python killed_on_postgresql.py URL ACT``.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import postgres
from cases import scene
from cases.killed import ACTS
from cases.scene import Road
from django.db import connection

from licet.cases import acts
from licet.cases.models import Event

_SAFE = 200
_BEFORE, _AFTER = "before the commit", "after the commit"


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _act(act: Callable[[Road], object], road: Road, until: int | str) -> bool:
    """Act in a process that is killed at a statement or around the commit, and return whether it came to its end before."""
    connection.close()
    child = os.fork()
    if child:
        status = os.waitpid(child, 0)[1]
        if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
            raise RuntimeError("the act failed of itself")
        return not os.WIFSIGNALED(status)
    sent, commit = 0, connection.commit

    def count(execute: Any, *told: Any) -> Any:
        nonlocal sent
        if sent == until:
            _die()
        sent += 1
        return execute(*told)

    def commit_and_die() -> None:
        if until == _BEFORE:
            _die()
        commit()
        if until == _AFTER:
            _die()

    connection.commit = commit_and_die
    try:
        with connection.execute_wrapper(count):
            act(road)
    except BaseException:  # noqa: BLE001 - nothing of the parent runs in the child
        os._exit(1)
    os._exit(0)


def main(url: str, name: str) -> None:
    """Tell of each time what was left: nothing, or all of it."""
    postgres.use(url)
    scene.people()
    prepare, act = ACTS[name]
    road = prepare(Road())
    before, many = road.state, Event.objects.count()
    steps: list[int | str] = [_BEFORE, *range(_SAFE)]
    for step in steps:
        if _act(act, road.again(), step):
            break
        left = "nothing" if (acts.read(road.case), Event.objects.count()) == (before, many) else "something"
        sys.stdout.write(f"{left}\n")
    # The last one was not killed before its end; the same act in another case is killed once all of it is kept.
    other = prepare(Road(at=road.at + scene.DAY))
    seen = other.state
    finished = _act(act, other.again(), _AFTER)
    sys.stdout.write("committed\n" if not finished and acts.read(other.case) != seen else "lost\n")
    sys.stdout.write("done\n" if acts.read(road.case) != before else "not done\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
