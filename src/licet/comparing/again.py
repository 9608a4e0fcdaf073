"""What gives a comparison again: the command, and the lines of Python."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from licet.comparing.answer import Reproduced
from licet.rulebook.rulebook import law_folder

# What the command calls an argument; those that are not here are called by their names.
_OPTIONS = {"questions": "question", "listed": "list", "own_dates": "own-dates"}
# A table that is no file has no name; these lines call it so.
_FRAME = "frame"


def again(base: str, other: str, law: str | Path | None, arguments: Mapping[str, Any]) -> Reproduced:
    """Return what gives the same on the same law.

    Args:
        base: the one side, with its day.
        other: the other side.
        law: the folder of law, where one was named.
        arguments: the other arguments; those that are as they are by default are left out.
    """
    given = {name: value for name, value in arguments.items() if not _left_out(name, value)}
    if law is not None and Path(law).resolve() != law_folder().resolve():
        given["law"] = law
    call = ", ".join([repr(base), repr(other), *(f"{name}={_python(value)}" for name, value in given.items())])
    words = ["licet", "compare", base, other, *(word for name, value in given.items() for word in _words(name, value))]
    return Reproduced(command=shlex.join(words), python=f"import licet\n\nprint(licet.compare({call}).explain())\n")


def _left_out(name: str, value: Any) -> bool:
    """Whether an argument is as it is by default."""
    if name == "proof":
        return bool(value)
    return value is None or (isinstance(value, (bool, str, list, tuple, dict)) and not value)


def _python(value: Any) -> str:
    if isinstance(value, Path):
        return repr(str(value))
    return repr(value) if isinstance(value, (bool, str, list, tuple, dict)) else _FRAME


def _words(name: str, value: Any) -> Iterator[str]:
    option = f"--{_OPTIONS.get(name, name)}"
    match value:
        case bool():
            yield option if value else f"--no-{name}"
        case Mapping():
            for key, to in value.items():
                yield from (
                    option,
                    f"{key}={','.join(sorted(to)) if isinstance(to, (list, tuple, set, frozenset)) else to}",
                )
        case str() | Path():
            yield from (option, str(value))
        case list() | tuple():
            for one in value:
                yield from (option, str(one))
        case _:
            yield from (option, _FRAME)
