"""The form of a page as a browser without a script would send it."""

from __future__ import annotations

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.select, self.area = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        name, value = of.get("name") or "", of.get("value") or ""
        if tag == "input" and name and (of.get("type") not in ("radio", "checkbox") or "checked" in of):
            self.sent.setdefault(name, []).append(value)
        elif tag == "select":
            self.select = name
            self.sent.setdefault(name, [""])
        elif tag == "option" and self.select and "selected" in of:
            self.sent[self.select] = [value]
        elif tag == "textarea":
            self.area = name
            self.sent.setdefault(name, [""])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.select = self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] = [data]


def fields(html: str) -> dict[str, list[str]]:
    """Return what the last form of the main part of a page sends, without any button."""
    part = html.partition("<main")[2].partition("</main>")[0].rpartition("<form")[2]
    form = _Form()
    form.feed(f"<form{part}")
    return form.sent
