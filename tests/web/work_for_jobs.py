"""Work that jobs of tests do: well, badly, and without end."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.programs.limited import Tell


def count(folder: Path, asked: Mapping[str, Any], tell: Tell) -> Any:
    """Count, and say so."""
    for number in range(asked["to"]):
        tell(number, asked["to"], "counting")
    (folder / "counted.txt").write_text(str(asked["to"]))
    return {"counted": asked["to"], "given": sorted(path.name for path in folder.glob("*.csv"))}


def refuse(folder: Path, asked: Mapping[str, Any], tell: Tell) -> Any:
    """Find what is asked wrong."""
    del folder, tell
    print("a library that prints")
    raise InputError(faults=[Fault("cell B7", f"'{asked['cell']}'", "a number", "mend it")])


def break_down(folder: Path, asked: Mapping[str, Any], tell: Tell) -> Any:
    """Meet a defect."""
    raise KeyError("a secret of who asked")


def grow(folder: Path, asked: Mapping[str, Any], tell: Tell) -> Any:
    """Take memory without end."""
    held = []
    while True:
        held.append(bytearray(2**27))


def turn(folder: Path, asked: Mapping[str, Any], tell: Tell) -> Any:
    """Never end, and say once that it began."""
    (folder / "began").touch()
    tell(1, 10, "turning")
    while True:
        time.sleep(0.01)


def chatter(folder: Path, asked: Mapping[str, Any], tell: Tell) -> Any:
    """Never end, and never cease to say so."""
    (folder / "began").touch()
    number = 0
    while True:
        number += 1
        tell(number, 0, "talking")
        time.sleep(0.01)


def die(folder: Path, asked: Mapping[str, Any], tell: Tell) -> Any:
    """Be ended from outside."""
    import os
    import signal

    os.kill(os.getpid(), signal.SIGKILL)
