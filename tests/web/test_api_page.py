"""The page on the API: every example is asked, and every operation, limit and tool is named."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
ASKED = re.compile(
    r"(<!-- asked: (\S+) \| ([^\n]+) -->\n```json\n(.*?)```\n```console\n)(.*?)(```\n<!-- /asked -->)", re.DOTALL
)
# Set, the page is written anew with the answers as they are.
AGAIN = "LICET_WRITE_API_PAGE"


def _found(answer: Any, path: str) -> Any:
    for part in path.split("."):
        answer = answer[int(part) if part.isdigit() else part]
    return answer


def _printed(site: Client, example: re.Match[str]) -> str:
    _, address, paths, body, _, _ = example.groups()
    answer = site.post(f"/api/v1/{address}", body, content_type="application/json").json()
    return "".join(f"{path}: {json.dumps(_found(answer, path), ensure_ascii=False)}\n" for path in paths.split())


def test_the_answers_on_the_page_are_those_of_the_site(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_LISTS", "off")
    cache.clear()
    text = PAGE.read_text(encoding="utf-8")
    examples = list(ASKED.finditer(text))
    assert len(examples) == text.count("<!-- asked: ") >= 5
    if os.environ.get(AGAIN):
        PAGE.write_text(ASKED.sub(lambda one: f"{one[1]}{_printed(site, one)}{one[6]}", text), encoding="utf-8")
        return
    for example in examples:
        assert example[5] == _printed(site, example)


def test_every_operation_and_every_limit_stands_on_the_page(site: Client) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for path in site.get("/api/v1/openapi.json").json()["paths"]:
        assert path.partition("{")[0].rstrip("/") in text
    for name in ("RATE", "BYTES", "TRANSFERS", "SECONDS"):
        assert f"| `LICET_API_{name}` | {getattr(settings, f'LICET_API_{name}')} |" in text


def test_every_tool_for_assistants_stands_on_the_page() -> None:
    pytest.importorskip("mcp", reason="the package mcp is not installed")
    from licet.programs.tools import _tools
    from licet.rulebook.rulebook import Rulebook

    text = PAGE.read_text(encoding="utf-8")
    for name, tool in _tools(Rulebook.load()).items():
        (row,) = re.findall(rf"^\| `{name}` \| .*$", text, re.MULTILINE)
        assert all(f"`{one}`" in row for one in tool.properties)
