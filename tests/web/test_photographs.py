"""The guide to the site: every page has an example to be taken, and every picture that the guide shows is there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_page_can_be_photographed_and_every_example_is_a_page() -> None:
    path = ROOT / "docs" / "photograph.py"
    spec = importlib.util.spec_from_file_location("photograph", path)
    assert spec is not None and spec.loader is not None
    photograph = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(photograph)
    assert set(photograph.EXAMPLES) <= set(photograph.addresses())


def test_every_picture_of_the_guide_is_there() -> None:
    guide = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("site.md", "cases.md"))
    shown = set(re.findall(r"site/[a-z-]+\.webp", guide))
    assert shown
    assert not {name for name in shown if not (ROOT / "docs" / name).is_file()}
    assert sum(file.stat().st_size for file in (ROOT / "docs" / "site").iterdir()) < 3_300_000
