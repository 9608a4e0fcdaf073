"""The facts about the Annex that stand beside the checkout, for the tests that are generated from them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

PATH = Path(__file__).resolve().parents[3] / "shared" / "facts" / "annex_entries.yaml"
ABSENT = "../shared/facts/annex_entries.yaml is not beside the checkout"


@lru_cache(maxsize=1)
def facts() -> tuple[dict[str, Any], ...]:
    """Every row of the facts, substances included; none where the folder is absent."""
    if not PATH.exists():
        return ()
    with PATH.open(encoding="utf-8") as file:
        return tuple(yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["entries"])


def substances() -> list[dict[str, Any]]:
    """The rows that stand for substances."""
    return [row for row in facts() if row.get("row_type") == "substance"]
