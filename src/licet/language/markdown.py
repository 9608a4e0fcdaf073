"""A Markdown file of law: its front matter, its prose, and its fenced blocks with their lines.

Only what the rulebook needs is understood here (front matter and fences, as in CommonMark); the prose is handed on as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from licet.errors import Fault
from licet.language.nodes import Where


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language (``rule``), its text, and where its first line of text stands."""

    language: str
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Prose:
    """Text between blocks."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Document:
    """A file of law, its parts in the order of the text.

    Attributes:
        front: the YAML of the front matter, or None.
        parts: prose and blocks.
    """

    file: str
    front: Block | None
    parts: tuple[Block | Prose, ...]


def read_markdown(text: str, file: str, faults: list[Fault]) -> Document:
    """Read ``text``; a fence or front matter that never closes is a fault."""
    lines = text.splitlines()
    front: Block | None = None
    start = 0
    if lines and lines[0].strip() == "---":
        end = next((n for n in range(1, len(lines)) if lines[n].strip() == "---"), None)
        if end is None:
            faults.append(
                Fault(f"{file}:1", "front matter that never ends", "a line of ---", "add --- after the front matter")
            )
            return Document(file, None, ())
        front = Block("front", "\n".join(lines[1:end]), Where(file, 2))
        start = end + 1
    parts: list[Block | Prose] = []
    prose: list[str] = []
    prose_start = start + 1
    number = start
    while number < len(lines):
        line = lines[number]
        stripped = line.lstrip()
        if stripped.startswith(("```", "~~~")):
            fence = stripped[: len(stripped) - len(stripped.lstrip(stripped[0]))]
            language = stripped[len(fence) :].strip()
            close = next(
                (n for n in range(number + 1, len(lines)) if lines[n].strip() == fence),
                None,
            )
            if close is None:
                faults.append(
                    Fault(f"{file}:{number + 1}", f"a {language or 'code'} block that never ends", f"a line of {fence}")
                )
                close = len(lines)
            if any(part.strip() for part in prose):
                parts.append(Prose("\n".join(prose).strip("\n"), Where(file, prose_start)))
            prose = []
            parts.append(Block(language, "\n".join(lines[number + 1 : close]), Where(file, number + 2)))
            number = close + 1
            prose_start = number + 1
            continue
        prose.append(line)
        number += 1
    if any(part.strip() for part in prose):
        parts.append(Prose("\n".join(prose).strip("\n"), Where(file, prose_start)))
    return Document(file, front, tuple(parts))
