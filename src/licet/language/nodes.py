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
        raise Unreadable(Fault(file, "a binary file", "text", "export it as text first"))
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
                empty = event.value == "" and not event.style
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
        unprintable = None if mark else yaml.reader.Reader.NON_PRINTABLE.search(text)
        line = mark.line if mark else text.count("\n", 0, unprintable.start()) if unprintable else None
        raise Unreadable(
            Fault(
                str(Where(file, 0 if line is None else line + first_line)),
                f"text that is not YAML ({what})",
                "valid YAML",
                "check indentation, quotes and brackets",
            )
        ) from None
    return documents


def read_json(text: str, file: str, faults: list[Fault], first_line: int = 1) -> list[Node]:
    """Read one JSON text. JSON is read for its values by the JSON reader, and for its lines as YAML.

    Args:
        text: the JSON.
        file: its name, for messages.
        faults: takes duplicate keys; the first value stays.
        first_line: the line of the file on which the text begins.

    Raises:
        Unreadable: for text that is not JSON, or nesting beyond 40 levels.
    """
    repeated: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                repeated.append(key)
            else:
                found[key] = value
        return found

    try:
        value = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        where = Where(file, error.lineno + first_line - 1)
        raise Unreadable(Fault(str(where), f"text that is not JSON ({error.msg})", "valid JSON")) from None
    except RecursionError:
        raise Unreadable(Fault(file, f"nesting deeper than {MAX_DEPTH} levels", "a flat transfer")) from None
    plain = from_value(value, Where(file, first_line if first_line > 1 else 0))
    found: list[Fault] = []
    try:
        nodes = read_yaml(text, file, first_line, found)
    except Unreadable:
        nodes = []
    if len(nodes) == 1 and _texts(nodes[0]) == _texts(plain):
        faults += found
        return nodes
    # Tabs, paired surrogates and a few line breaks mean something else in YAML: then the values stand without their lines.
    faults += [Fault(str(plain.where), f"the key '{key}' a second time", "every key once") for key in repeated]
    return [plain]


def _texts(node: Node) -> Any:
    """Return what a JSON node holds, places aside."""
    if isinstance(node, Mapping):
        return [(key, _texts(item)) for key, item in node.entries]
    if isinstance(node, Sequence):
        return tuple(_texts(item) for item in node.items)
    return {"true": "yes", "false": "no", "null": ""}.get(node.text, node.text)


def read_toml(text: str, file: str) -> list[Node]:
    """Read one TOML text; lines are found by looking for the keys, one after the other.

    Raises:
        Unreadable: for text that is not TOML, or nesting beyond 40 levels.
    """
    try:
        value = tomllib.loads(text, parse_float=str)
    except RecursionError:
        raise Unreadable(Fault(file, f"nesting deeper than {MAX_DEPTH} levels", "a flat transfer")) from None
    except ValueError as error:
        line = re.search(r"at line (\d+)", str(error))
        last = text.rstrip().count("\n") + 1 if "end of document" in str(error) else 0
        what = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a number of thousands of digits"
        where = Where(file, int(line.group(1)) if line else last)
        raise Unreadable(
            Fault(str(where), f"text that is not TOML ({what})", "valid TOML", "check quotes and brackets")
        ) from None
    return [from_value(value, Where(file), _Lines(text).line_of)]


class _Lines:
    """The lines of the keys of a text, asked for in their order; a key that stands earlier is looked for from the start."""

    def __init__(self, text: str) -> None:
        self.lines: dict[str, list[int]] = {}
        self.last = 0
        for number, line in enumerate(text.splitlines(), 1):
            for key in re.findall(r"[\w-]+(?=[\"']?\s*[=.\]])|(?<=[\"'])[^\"']+(?=[\"']\s*[=.\]])", line):
                self.lines.setdefault(key, []).append(number)

    def line_of(self, key: str) -> int:
        lines = self.lines.get(key)
        if not lines:
            return 0
        # Each place serves one key, so that tables of the same keys have lines of their own.
        index = next((n for n, line in enumerate(lines) if line >= self.last), 0)
        self.last = lines[index]
        if len(lines) > 1:
            del lines[index]
        return self.last


def from_value(value: Any, where: Where, line_of: Any = None, depth: int = 0) -> Node:
    """Turn plain Python values (from JSON, TOML or a keyword argument) into nodes.

    Raises:
        Unreadable: for nesting beyond 40 levels, and for text that cannot be written.
    """
    if depth > MAX_DEPTH:
        raise Unreadable(Fault(str(where), f"nesting deeper than {MAX_DEPTH} levels", "a flat transfer"))
    if isinstance(value, dict):
        entries: list[tuple[str, Node]] = []
        places: list[Where] = []
        for key, item in value.items():
            name = _text(key, where)
            places.append(Where(where.file, line_of(name)) if line_of else where)
            entries.append((name, from_value(item, places[-1], line_of, depth + 1)))
        return Mapping(tuple(entries), where, tuple(places))
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        return Sequence(tuple(from_value(item, where, line_of, depth + 1) for item in value), where)
    if value is None:
        return Scalar("", where, True)
    if isinstance(value, bool):
        # Not yes and no: in the place of a nation "no" would be Norway.
        return Scalar("true" if value else "false", where)
    return Scalar(_text(value, where), where)


def _text(value: Any, where: Where) -> str:
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(text[error.start]):04x}"
        raise Unreadable(Fault(str(where), f"{half}, one half of a character", "whole characters")) from None
    return text
