"""Heads of the chain as they are kept elsewhere: ``POSITION:DIGEST``, one a line of a file, and whatever else a line says after it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from licet.cli.faults import tame
from licet.errors import Fault, InputError

_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")
_FORM = "POSITION:DIGEST, such as 1204:9f86…, with 64 letters and digits"


def head_text(position: int, digest: str) -> str:
    """Return a head as it is printed and read.

    >>> head_text(7, "0" * 64)[:6]
    '7:0000'
    """
    return f"{position}:{digest}"


def known_heads(told: Iterable[str], files: Iterable[str]) -> dict[int, str]:
    """Return position → digest of the heads that are known.

    Args:
        told: heads as somebody typed them.
        files: names of files of heads.

    Raises:
        InputError: with a fault for every head that is none, a file that cannot be read or holds none, and two heads of one position.
    """
    faults: list[Fault] = []
    found: dict[int, str] = {}
    for where, text in [*(("--head", one) for one in told), *_lines(files, faults)]:
        read = _HEAD.fullmatch(text.strip().casefold())
        if read is None:
            faults.append(Fault(where, f"'{tame(text, 100)}'", _FORM))
            continue
        position, digest = int(read[1]), read[2]
        if found.setdefault(position, digest) != digest:
            faults.append(Fault(where, f"another head of row {position:,} than was told before", "one for each row"))
    if faults:
        raise InputError(faults=faults)
    return found


def _lines(files: Iterable[str], faults: list[Fault]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in files:
        try:
            text = Path(name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            said = error.strerror if isinstance(error, OSError) else "it is no text"
            faults.append(Fault(name, str(said), "a file of heads"))
            continue
        numbered = enumerate(text.splitlines(), 1)
        heads = [
            (f"{name}:{number}", line.split()[0])
            for number, line in numbered
            if line.strip() and not line.lstrip().startswith("#")
        ]
        if not heads:
            # An empty file would vouch for nothing, and would look as if it had.
            faults.append(Fault(name, "no head in it", "a file that 'licet cases head --output' wrote"))
        found += heads
    return found
