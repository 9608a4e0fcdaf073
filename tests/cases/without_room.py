"""Acts on a case until no file may grow any more, as on a disk that is full, and says how that left it: ``python without_room.py FOLDER``."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import site_of_tests  # noqa: F401 - the settings come first
from cases import scene
from cases.scene import HOUR, MAKER, Road
from django.core.management import call_command
from django.db import connection

from licet.cases import acts, projection
from licet.cases.faults import NotStored
from licet.cases.ledger import head
from licet.cases.verifying import verify_attachments, verify_table

_ROOM, _MOST, _TRIES = 200_000, 40, 5


def _attach(road: Road, name: str) -> Road:
    road.do(acts.attach, MAKER, name=name, kind="assurance", content=os.urandom(60_000))
    return road


def main(folder: Path) -> None:
    """Tell what was told, whether the file is whole and the case as it was, and whether the next act works once there is room."""
    import resource  # Not on every system.

    path = folder / "cases.sqlite"
    connection.settings_dict["NAME"] = str(path)
    call_command("migrate", verbosity=0)
    scene.people()
    road = Road().drafted()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    free = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_ROOM, free[1]))
    told: list[str] = []
    done = 0
    for number in range(_MOST):
        try:
            road = _attach(road.again(), str(number))
            done += 1
        except NotStored as full:
            told.append(str(full))
            if len(told) == _TRIES:
                break
    seen = (road.state, road.state.position)
    same = (acts.read(road.case), head()[0]) == seen
    resource.setrlimit(resource.RLIMIT_FSIZE, free)
    connection.close()
    road.at += HOUR
    whole = verify_table() is None and verify_attachments() is None and not list(projection.differing())
    after = len(_attach(road, "afterwards").state.attachments) == done + 1 and verify_table() is None
    sys.stdout.write(json.dumps({"acts": done, "told": told, "same": same, "whole": whole, "afterwards": after}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
