"""Settings that all tests share. In CI the property tests draw the same examples each time; elsewhere they look for new ones."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from licet.rulebook.rulebook import Rulebook

# What tests read is not kept among the user's own things.
os.environ.setdefault("LICET_CACHE", "off")

# A rulebook is drawn from while examples are made, which Hypothesis takes for slowness of the strategy.
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, print_blob=True, max_examples=60, suppress_health_check=_SLOW
)
settings.register_profile("search", deadline=None, print_blob=True, suppress_health_check=_SLOW)
settings.load_profile("ci" if os.environ.get("CI") else "search")


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """Return the law that came with Licet, with no reform in force."""
    return Rulebook.load()
