"""What a page says of how to have the same again, read as a browser, a reader of Markdown and a shell read it."""

from __future__ import annotations

import subprocess
from html.parser import HTMLParser

from markdown_it import MarkdownIt

TITLE = "The same again"


class _Blocks(HTMLParser):
    """The blocks of code in the closed part of a page that says how to have the same again."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.summary = self.within = self.block = False
        self.opened: list[bool] = []
        self.found: list[str] = []
        self.said = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details":
            self.opened.append("open" in dict(attrs))
        self.summary = tag == "summary"
        if tag == "pre" and self.within:
            self.block = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.summary = False
        if tag == "pre":
            self.block = False
        if tag == "details" and self.opened.pop() is False and self.within:
            self.within = False

    def handle_data(self, data: str) -> None:
        if self.summary and data == TITLE:
            assert not self.opened[-1]
            self.within = True
        if self.within:
            self.said += data
        if self.block:
            self.found[-1] += data


def in_html(page: str) -> list[str]:
    """The blocks of a page: the file where there is one, the command, the lines of Python."""
    return _Blocks(page).found


def said_in_html(page: str) -> str:
    """All that a page says of it."""
    return _Blocks(page).said


def in_markdown(page: str) -> list[str]:
    """The same of a page in Markdown."""
    tokens = MarkdownIt("commonmark").parse(page)
    start = next(n for n, token in enumerate(tokens) if token.type == "inline" and token.content == TITLE)
    return [token.content for token in tokens[start:] if token.type == "fence"]


def markup_in_markdown(page: str) -> str:
    """What of a page in Markdown reaches a browser as markup of its own."""
    found: list[str] = []
    for token in MarkdownIt("commonmark").parse(page):
        for each in [token, *(token.children or [])]:
            if each.type in ("html_block", "html_inline"):
                found.append(each.content)
    return "".join(found)


def words_of(command: str) -> list[str]:
    """The words of a command line after its name, as a shell hands them on."""
    script = f"licet() {{ printf '%s\\0' \"$@\"; }}\n{command}\n"
    told = subprocess.run(["bash", "-c", script], env={"LC_ALL": "C.UTF-8"}, capture_output=True, check=True)
    assert not told.stderr
    return told.stdout.decode().split("\0")[:-1]
