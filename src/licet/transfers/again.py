"""What gives an answer again on the same law: the transfers as a file, the command for that file, and the lines of Python.

Whatever a transfer or an option holds is quoted for the language in which it stands. How a page shows these texts is known to the reports.
"""

from __future__ import annotations

import pprint
import shlex
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from licet.rulebook.rulebook import law_folder
from licet.transfers.transfer import as_yaml

_WIDE = 100
# What the command calls an argument; those that are not here are called by their names.
_OPTIONS = {"questions": "question", "listed": "list", "first": "from", "last": "to"}
_EXACT = {"always": "--exact", "quick": "--no-exact"}
# What a shell takes in a word as it is, between $' and '.
_PLAIN = frozenset(string.printable) - frozenset(string.whitespace) - frozenset("\\'") | {" "}


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """What gives the same answer again, on the same law.

    Attributes:
        file: the transfer, as the text of a YAML file.
        command: the command, for that file as ``transfer.yaml``.
        python: the lines of Python.
    """

    file: str
    command: str
    python: str


def file_name(transfers: int) -> str:
    """Return what the command calls the file of so many transfers."""
    return "transfer.yaml" if transfers == 1 else "transfers.yaml"


def arguments(
    law: str | Path | None, reforms: Iterable[str] = (), assumed: Mapping[str, Any] | None = None, **others: Any
) -> dict[str, Any]:
    """Return the arguments beside the transfer, by their names in Python; the law that came with Licet is not named.

    Args:
        law: the folder of law, or None for the one that came with Licet.
        reforms: the reforms in force, as they were named.
        assumed: what was assumed on request: fact or group → text.
        **others: what else was asked for.
    """
    found: dict[str, Any] = {}
    if law is not None and Path(law).resolve() != law_folder().resolve():
        found["law"] = str(law)
    if named := list(reforms):
        found["reform"] = named
    if assumed:
        found["assume"] = dict(assumed)
    return {**found, **others}


def again(
    function: str, transfers: Sequence[Mapping[str, Any]], given: Mapping[str, Any], called: str = "found"
) -> Again:
    """Return what gives an answer to transfers again.

    Args:
        function: the name of the command, and of the function in Python.
        transfers: the transfers in the contract's own form, each with the day of which it was asked, and all asked under the same arguments.
        given: the other arguments (see :func:`arguments`).
        called: what the lines of Python call the answer.
    """
    if "date" in given.get("assume", ()):
        # A date that stood in the file as well would be told as one that the assumption replaces.
        given = {**given, "as_of": str(transfers[0]["date"])} if function != "timeline" else given
        transfers = [{key: value for key, value in one.items() if key != "date"} for one in transfers]
    words = ["licet", function, file_name(len(transfers))]
    if len(transfers) == 1:
        file = as_yaml(transfers[0])
        lines = f"{called} = {call(f'licet.{function}', [python(transfers[0])], given)}\nprint({called}.explain())\n"
    else:
        file = as_yaml(transfers)
        asked = call(f"licet.{function}", ["transfer"], given)
        listed = f"{python(list(transfers), 'transfers = ')}\n{called} = [\n{_indented(asked)}\n    for transfer in transfers\n]\n"
        lines = f"{listed}for one in {called}:\n    print(one.explain())\n"
    return Again(file=file, command=command(words, given), python=f"import licet\n\n{lines}")


def again_on_files(module: str, function: str, files: Sequence[str], given: Mapping[str, Any]) -> Again:
    """Return what gives a report on files again; the files themselves are not part of it.

    Args:
        module: where the function is.
        function: its name, which is the words of the command, joined.
        files: the names of the files.
        given: the other arguments (see :func:`arguments`).
    """
    # A name that begins as an option does is taken for one.
    words = ["licet", *function.split("_"), *(f"./{name}" if name.startswith("-") else name for name in files)]
    asked = call(function, [python(list(files))], given)
    lines = f"import msgspec\n\nfrom {module} import {function}\n\nfound = {asked}\nprint(msgspec.json.encode(found).decode())\n"
    return Again(file="", command=command(words, given), python=lines)


def command(words: Iterable[str], given: Mapping[str, Any]) -> str:
    """Return a command line for a shell: the words, then an option for every argument.

    Args:
        words: the command and what stands after it.
        given: the arguments, by their names in Python.
    """
    options = (word for name, value in given.items() for word in _option(name, value))
    return " ".join(_quoted(word) for word in (*words, *options))


def call(function: str, positional: Iterable[str], given: Mapping[str, Any]) -> str:
    """Return the call of a function in Python, on one line where it fits.

    Args:
        function: what is called.
        positional: the arguments without a name, as Python already.
        given: the arguments with a name.
    """
    parts = [*positional, *(python(value, f"{name}=") for name, value in given.items())]
    line = f"{function}({', '.join(parts)})"
    if len(line) <= _WIDE and "\n" not in line:
        return line
    body = ",\n".join(_indented(part) for part in parts)
    return f"{function}(\n{body},\n)"


def python(value: Any, before: str = "") -> str:
    """Return a value as Python writes it, after what stands before it on its line."""
    value = str(value) if isinstance(value, Path) else value
    lines = pprint.pformat(value, sort_dicts=False, width=_WIDE - 8 - len(before)).split("\n")
    return before + f"\n{' ' * len(before)}".join(lines)


def _option(name: str, value: Any) -> Iterator[str]:
    option = f"--{_OPTIONS.get(name, name).replace('_', '-')}"
    match value:
        case _ if name == "exact":
            yield _EXACT[value]
        case bool():
            yield option if value else f"--no-{option.removeprefix('--')}"
        case Mapping():
            for key, to in value.items():
                yield from (option, f"{key}={','.join(to) if isinstance(to, (list, tuple, set, frozenset)) else to}")
        case list() | tuple():
            for one in value:
                yield from (option, str(one))
        case _:
            yield from (option, str(value))


def _quoted(word: str) -> str:
    """Return a word for a shell; what does not show, or turns the direction of writing, is written as its number."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(sign if sign in _PLAIN else _escaped(sign) for sign in word) + "'"


def _escaped(sign: str) -> str:
    if sign in "\\'":
        return f"\\{sign}"
    if sign.isprintable():
        return sign
    number = ord(sign)
    return f"\\x{number:02x}" if number < 0x80 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
