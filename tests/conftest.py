"""Settings that all tests share. In CI the property tests draw the same examples each time; elsewhere they look for new ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.vendor.pretty import RepresentationPrinter, for_type_by_name

from licet.rulebook.rulebook import Rulebook

# What tests read is not kept among the user's own things.
os.environ.setdefault("LICET_CACHE", "off")
# Nor is what the site keeps.
os.environ.setdefault("SECRET_KEY", "of the tests")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

# A rulebook is drawn from while examples are made, which Hypothesis takes for slowness of the strategy, and
# a transfer of which all is known is a large thing to draw.
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, print_blob=True, max_examples=60, suppress_health_check=_SLOW
)
settings.register_profile("search", deadline=None, print_blob=True, suppress_health_check=_SLOW)
settings.load_profile("ci" if os.environ.get("CI") else "search")


def _by_its_digest(rulebook: Rulebook, printer: RepresentationPrinter, cycle: bool) -> None:
    """Show a rulebook by its name: Hypothesis takes megabytes of law in a falsifying example for a fault, and then hides the example."""
    del cycle
    printer.text(f"<the law {rulebook.digest}>")


for_type_by_name(Rulebook.__module__, Rulebook.__name__, _by_its_digest)


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """Return the law that came with Licet, with no reform in force."""
    return Rulebook.load()


@pytest.fixture(autouse=True)
def no_lists_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a test may keep lists of parties; nothing is there, and no test sees those of the user."""
    path = tmp_path / "kept" / "lists.sqlite"
    monkeypatch.setenv("LICET_LISTS", str(path))
    return path
