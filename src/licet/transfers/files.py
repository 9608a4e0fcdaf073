"""Files of transfers: YAML, JSON, JSON lines and TOML, one transfer or a list of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import BinaryIO

from licet.errors import Fault, InputError
from licet.language.nodes import (
    MAX_BYTES,
    Mapping,
    Node,
    Sequence,
    Unreadable,
    decode,
    read_json,
    read_toml,
    read_yaml,
)


def read_file(name: str, faults: list[Fault] | None = None) -> tuple[list[Node], bool]:
    """Read the transfers of a file, or of standard input for ``-``.

    Args:
        name: the name of the file.
        faults: takes what is wrong in a text that can be read all the same; without it, that is raised as well.

    Returns:
        The transfers as nodes, and whether the file holds a list of them.

    Raises:
        InputError: for a file that cannot be read or is not of its format.
    """
    if name == "-":
        return read_text(_capped(sys.stdin.buffer, "standard input"), "standard input", faults)
    path = Path(name)
    try:
        if path.is_dir():
            raise InputError(faults=[Fault(name, "a folder", "a file, or several")])
        if path.stat().st_size > MAX_BYTES:
            size = path.stat().st_size
            raise InputError(
                faults=[Fault(name, f"{size / 1e6:,.0f} MB", f"at most {MAX_BYTES / 1e6:.0f} MB", "split the file")]
            )
        with path.open("rb") as file:
            data = _capped(file, name)
    except OSError as error:
        raise InputError(faults=[Fault(name, error.strerror or "cannot be read", "a file of transfers")]) from None
    return read_text(data, name, faults)


def _capped(file: BinaryIO, name: str) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(faults=[Fault(name, "too much text", f"at most {MAX_BYTES / 1e6:.0f} MB", "split it")])
    return data


def read_text(data: bytes, name: str, collected: list[Fault] | None = None) -> tuple[list[Node], bool]:
    """Read the transfers of a text; its name's ending tells the format, YAML by default.

    Args:
        data: the text.
        name: the name of the file.
        collected: takes what is wrong in a text that can be read all the same; without it, that is raised as well.

    Returns:
        The transfers as nodes, and whether the text holds a list of them.

    Raises:
        InputError: for text that is not of its format.
    """
    faults: list[Fault] = []
    try:
        text = decode(data, name)
        suffix = Path(name).suffix.casefold()
        if suffix in (".jsonl", ".ndjson") or (name == "standard input" and _json_lines(text)):
            documents = []
            for number, line in enumerate(text.split("\n"), 1):
                if line.strip():
                    documents += read_json(line, name, faults, number)
            listed = True
        elif suffix == ".json" or (name == "standard input" and _json(text)):
            documents, listed = read_json(text, name, faults), False
        elif suffix == ".toml":
            documents, listed = read_toml(text, name), False
        else:
            documents = read_yaml(text, name, faults=faults)
            listed = len(documents) > 1
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None
    transfers: list[Node] = []
    for document in documents:
        inner = document.get("transfers") if isinstance(document, Mapping) and len(document.entries) == 1 else None
        content = inner if inner is not None else document
        if isinstance(content, Sequence):
            listed = True
            transfers += content.items
        else:
            transfers.append(content)
    for transfer in transfers:
        if not isinstance(transfer, Mapping):
            faults.append(Fault(str(transfer.where), "no transfer", "keys and values such as 'recipient: Italy'"))
    if not transfers and not faults:
        faults.append(Fault(name, "nothing", "a transfer, or a list of them"))
    if faults and collected is None:
        raise InputError(faults=faults)
    if collected is not None:
        collected += faults
    return [transfer for transfer in transfers if isinstance(transfer, Mapping)], listed


def _json(text: str) -> bool:
    """Whether a text of unknown format is JSON."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return False
    return True


def _json_lines(text: str) -> bool:
    """Whether every line is an object of its own, and there is more than one."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and all(line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines)
