"""YAML, JSON and TOML as trees of nodes that remember file and line.

Scalars stay text: the declared type of a fact decides what ``NO`` or ``2025-09-15`` means, never the format. Aliases, duplicate keys, deep
nesting and oversized input are faults, so text from a stranger is safe to read.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import Any

import yaml

from licet.errors import Fault

MAX_BYTES = 20_000_000
MAX_DEPTH = 40

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a text: the file's name and the line, from 1; line 0 where the format gives none."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as text."""

    text: str
    where: Where
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple[Node, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the order of the text."""

    entries: tuple[tuple[str, Node], ...]
    where: Where
    key_lines: tuple[Where, ...] = ()

    def get(self, key: str) -> Node | None:
        """Return the value of ``key``, or None."""
        for name, node in self.entries:
            if name == key:
                return node
        return None

    def where_of(self, key: str) -> Where:
        """Return where ``key`` stands."""
        for place, (name, _) in zip(self.key_lines, self.entries, strict=False):
            if name == key:
                return place
        return self.where


Node = Scalar | Sequence | Mapping


class Unreadable(Exception):
    """A text that is not of its format at all.

    Attributes:
        fault: where and what.
    """

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def decode(data: bytes, file: str) -> str:
    """Return the text of ``data``; a byte order mark is dropped.

    Raises:
        Unreadable: for more than 20 MB, for a binary file, for text that is not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(
            Fault(
                file,
                f"{len(data) / 1e6:,.0f} MB of text",
                f"at most {MAX_BYTES / 1e6:.0f} MB in one file",
                "split the file",
            )
        )
    if b"\0" in data[:4096]:
        raise Unreadable(Fault(file, "a binary file", "text in YAML, JSON or TOML", "export it as text first"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(
            Fault(
                str(Where(file, line)),
                f"the byte 0x{data[error.start]:02x}, which is not UTF-8",
                "text in UTF-8",
                "save the file as UTF-8",
            )
        ) from None


def read_yaml(text: str, file: str, first_line: int = 1, faults: list[Fault] | None = None) -> list[Node]:
    """Read the YAML documents of ``text``.

    Args:
        text: the YAML.
        file: its name, for messages.
        first_line: the line of the file on which the text begins.
        faults: takes duplicate keys; the first value stays.

    Returns:
        One node a document.

    Raises:
        Unreadable: for text that is not YAML, aliases, or nesting beyond 40 levels.
    """
    faults = faults if faults is not None else []
    documents: list[Node] = []
    # Each open container: [is mapping, children, start line, pending key, key lines]
    stack: list[list[Any]] = []

    def place(mark: Any) -> Where:
        return Where(file, mark.line + first_line)

    def put(node: Node) -> None:
        if not stack:
            documents.append(node)
            return
        top = stack[-1]
        if not top[0]:
            top[1].append(node)
        elif top[3] is None:
            if not isinstance(node, Scalar):
                raise Unreadable(Fault(str(node.where), "a list or mapping as a key", "a name as a key"))
            top[3] = node
        else:
            key: Scalar = top[3]
            top[3] = None
            known = top[4].get(key.text)
            if known is not None:
                faults.append(
                    Fault(
                        str(key.where),
                        f"the key '{key.text}' a second time (first on line {known.line})",
                        "every key once",
                        "remove one of the two",
                    )
                )
                return
            top[4][key.text] = key.where
            top[1].append((key.text, node))

    try:
        event: Any
        for event in yaml.parse(text, Loader=_Loader):
            kind = type(event).__name__
            if kind == "ScalarEvent":
                empty = event.value == "" and event.style is None
                put(Scalar(event.value, place(event.start_mark), empty))
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                if len(stack) >= MAX_DEPTH:
                    raise Unreadable(
                        Fault(
                            str(place(event.start_mark)),
                            f"nesting deeper than {MAX_DEPTH} levels",
                            "a flat transfer",
                        )
                    )
                stack.append([kind == "MappingStartEvent", [], place(event.start_mark), None, {}])
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                is_mapping, children, start, _, key_lines = stack.pop()
                put(
                    Mapping(tuple(children), start, tuple(key_lines.values()))
                    if is_mapping
                    else Sequence(tuple(children), start)
                )
            elif kind == "AliasEvent":
                raise Unreadable(
                    Fault(
                        str(place(event.start_mark)),
                        f"the alias *{event.anchor}",
                        "plain values",
                        "write the value out",
                    )
                )
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise Unreadable(
            Fault(
                str(Where(file, mark.line + first_line) if mark else Where(file)),
                f"text that is not YAML ({what})",
                "valid YAML",
                "check indentation, quotes and brackets",
            )
        ) from None
    return documents


def read_json(text: str, file: str, faults: list[Fault]) -> list[Node]:
    """Read one JSON text. JSON is read for its faults by the JSON reader, and for its lines as YAML.

    Raises:
        Unreadable: for text that is not JSON, or nesting beyond 40 levels.
    """
    try:
        value = json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise Unreadable(
            Fault(str(Where(file, error.lineno)), f"text that is not JSON ({error.msg})", "valid JSON")
        ) from None
    except RecursionError:
        raise Unreadable(Fault(file, f"nesting deeper than {MAX_DEPTH} levels", "a flat transfer")) from None
    try:
        return read_yaml(text, file, faults=faults)
    except Unreadable as error:
        if "nesting" in error.fault.found:
            raise
        return [from_value(value, Where(file))]


def read_toml(text: str, file: str) -> list[Node]:
    """Read one TOML text; lines are found by looking for the key.

    Raises:
        Unreadable: for text that is not TOML.
    """
    try:
        value = tomllib.loads(text, parse_float=str)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        where = Where(file, int(line.group(1)) if line else 0)
        raise Unreadable(
            Fault(str(where), f"text that is not TOML ({error})", "valid TOML", "check quotes and brackets")
        ) from None
    lines = text.splitlines()

    def line_of(key: str) -> int:
        pattern = re.compile(rf"(^|[\s{{,.\"']){re.escape(key)}[\"']?\s*=|^\s*\[+.*\b{re.escape(key)}\b")
        return next((n for n, line in enumerate(lines, 1) if pattern.search(line)), 0)

    return [from_value(value, Where(file), line_of)]


def from_value(value: Any, where: Where, line_of: Any = None, depth: int = 0) -> Node:
    """Turn plain Python values (from JSON, TOML or a keyword argument) into nodes."""
    if depth > MAX_DEPTH:
        raise Unreadable(Fault(str(where), f"nesting deeper than {MAX_DEPTH} levels", "a flat transfer"))
    if isinstance(value, dict):
        places = [Where(where.file, line_of(str(key))) if line_of else where for key in value]
        entries = tuple(
            (str(key), from_value(item, place, line_of, depth + 1))
            for (key, item), place in zip(value.items(), places, strict=True)
        )
        return Mapping(entries, where, tuple(places))
    if isinstance(value, list | tuple | set | frozenset):
        return Sequence(tuple(from_value(item, where, line_of, depth + 1) for item in value), where)
    if value is None:
        return Scalar("", where, True)
    if isinstance(value, bool):
        return Scalar("yes" if value else "no", where)
    return Scalar(str(value), where)
