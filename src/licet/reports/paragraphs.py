"""Paragraphs, headings and columns on a console, wrapped to its width, without blanks at the ends of lines.

Text is never read as markup; where the console cannot show a sign, a plain one stands for it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from licet.reports.account import Term, clean

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Part = str | tuple[str, str]

# Columns of text that goes to no terminal.
PLAIN_WIDTH = 100

_STRICT = ("bold red", "bold dark_orange", "bold yellow", "bold green", "bold cyan")


def strict_style(term: Term) -> str:
    """Return the style of an answer: its colour tells how strict it is."""
    return "bold" if term.grade is None else _STRICT[term.grade]


def plainly(render: Callable[[Console], None]) -> str:
    """Return what is printed on a console without colour, a hundred columns wide, whatever the terminal is.

    Args:
        render: prints on the console that it is given.
    """
    from rich.console import Console

    written = io.StringIO()
    console = Console(
        file=written,
        width=PLAIN_WIDTH,
        color_system=None,
        force_terminal=False,
        force_jupyter=False,
        legacy_windows=False,
        _environ={},
    )
    render(console)
    return written.getvalue()


class Paragraphs:
    """Sets paragraphs with hanging indents for one console; :meth:`show` writes them.

    Args:
        console: where to; its width and colours are kept to.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.lines: list[Text] = []
        ascii_only = console.options.ascii_only
        self.bullet, self.dot, self.arrow = ("-", "|", "->") if ascii_only else ("•", "·", "→")
        self.rule = "-" if ascii_only else "─"
        self.yes, self.no = ("+", "x") if ascii_only else ("✓", "✗")
        self.encoding = console.encoding if ascii_only else "utf-8"
        self.width = max(console.width, 40)

    def text(self, *parts: Part) -> Text:
        """A text of parts, each with or without a style; never read as markup."""
        from rich.text import Text

        made = Text()
        for part in parts:
            words, style = (part, "") if isinstance(part, str) else part
            made.append(clean(words).encode(self.encoding, "replace").decode(self.encoding), style or None)
        return made

    def paragraph(self, *parts: Part, indent: int = 2, lead: str = "", style: str = "") -> None:
        """Set one paragraph, its lead hanging to the left of the indent."""
        from rich.text import Text

        body = self.text(*parts)
        lines = body.divide(_breaks(body.plain, max(self.width - indent, 20))) or [Text()]
        for number, line in enumerate(lines):
            line.rstrip()
            left = Text(" " * indent)
            if number == 0 and lead:
                hanging = self.text((lead, style))
                left = Text(" " * (indent - len(lead) - 1)) + hanging + Text(" ")
            self.put(left + line)

    def heading(self, words: str) -> None:
        """Set a heading with a rule to the right margin, a blank line above it."""
        self.gap()
        self.put(self.text((words.upper(), "bold"), " ", (self.rule * max(self.width - len(words) - 1, 0), "dim")))

    def closing(self) -> None:
        """Set a blank line and a rule from margin to margin."""
        self.gap()
        self.put(self.text((self.rule * self.width, "dim")))

    def gap(self) -> None:
        """Set a blank line."""
        self.put(self.text())

    def put(self, line: Text) -> None:
        """Take one line, which is as wide as it may be."""
        self.lines.append(line)

    def show(self) -> None:
        """Write all lines to the console at once."""
        from rich.text import Text

        self.console.print(Text("\n").join(self.lines), soft_wrap=True, highlight=False)
        self.lines.clear()

    def rows(self, rows: Iterable[tuple[str, Iterable[Part]]], indent: int = 2, style: str = "dim") -> None:
        """Set names and texts in two columns."""
        shown = list(rows)
        wide = min(max((len(name) for name, _ in shown), default=0), self.width // 3)
        for name, parts in shown:
            if len(name) > wide:
                self.paragraph((name, style), indent=indent)
                self.paragraph(*parts, indent=indent + wide + 2)
            else:
                self.paragraph(*parts, indent=indent + wide + 2, lead=f"{name:<{wide + 1}}", style=style)

    def columns(self, widths: Iterable[int], cells: Iterable[Part], indent: int = 2) -> None:
        """Set cells side by side, each wrapped to its width."""
        from rich.text import Text

        wide = list(widths)
        wrapped = [list(self.text(cell).wrap(self.console, width)) for width, cell in zip(wide, cells, strict=True)]
        for number in range(max(map(len, wrapped), default=0)):
            line = Text(" " * indent)
            for width, lines in zip(wide, wrapped, strict=True):
                cell = lines[number] if number < len(lines) else Text()
                cell.rstrip()
                line += cell + Text(" " * (width - len(cell.plain) + 2))
            line.rstrip()
            self.put(line)


def _breaks(text: str, width: int) -> list[int]:
    """Where lines of a text begin; a word longer than a line, an address, stays in one piece so that it can be copied."""
    from rich.cells import cell_len

    found: list[int] = []
    used = 0
    for match in re.finditer(r"\S+\s*", text):
        word = match.group()
        if used and used + cell_len(word.rstrip()) > width:
            found.append(match.start())
            used = 0
        used += cell_len(word)
    return found
