"""What is told twice within a moment is looked for anew by each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import site_of_tests  # noqa: F401 - the settings come first


@pytest.fixture(autouse=True)
def nothing_told_again() -> Iterator[None]:
    """Have what was found of the site's health forgotten."""
    from licet.web.operating import health

    health.forget()
    yield
    health.forget()
