"""What gives a comparison again: the command, and the lines of Python."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from licet.comparing.answer import Reproduced
from licet.transfers import again as texts


class _Frame(str):
    """A table that is no file has no name; the lines of Python have it as a variable."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


_FRAME = _Frame("frame")
_WRITTEN = (bool, str, list, tuple, dict, Path)


def again(base: str, other: str, law: str | Path | None, arguments: Mapping[str, Any]) -> Reproduced:
    """Return what gives the same on the same law.

    Args:
        base: the one side, with its day.
        other: the other side.
        law: the folder of law, where one was named.
        arguments: the other arguments; those that are as they are by default are left out.
    """
    given = {
        name: value if isinstance(value, _WRITTEN) else _FRAME
        for name, value in arguments.items()
        if not _left_out(name, value)
    }
    given |= texts.arguments(law)
    call = texts.call("licet.compare", [repr(base), repr(other)], given)
    return Reproduced(
        command=texts.command(["licet", "compare", base, other], given),
        python=f"import licet\n\nprint({call}.explain())\n",
    )


def _left_out(name: str, value: Any) -> bool:
    """Whether an argument is as it is by default."""
    if name == "proof":
        return bool(value)
    return value is None or (isinstance(value, (bool, str, list, tuple, dict)) and not value)
