"""Names of files that are handed in: whatever a browser sends, no file system and no log is harmed by it."""

from __future__ import annotations

import doctest

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from licet.web import sent

LONG = [f"{'𠜎' * 90}.csv", f"{'ü' * 300}.csv", f"{'a' * 5000}.csv", "\udcff.csv", "a\nb.csv", "C:\\x\\..\\y.csv"]


def test_the_examples_hold() -> None:
    assert doctest.testmod(sent).failed == 0


@pytest.mark.parametrize("name", LONG)
def test_a_name_is_one_that_a_file_can_have(name: str) -> None:
    kept = sent.file_name(name)
    assert kept.endswith(".csv")
    assert len(kept.encode()) <= 120
    assert kept.isprintable()
    assert not set(kept) & set("/\\:")


@pytest.mark.parametrize("name", LONG[:3])
def test_a_file_with_such_a_name_is_taken(site: Client, name: str) -> None:
    table = SimpleUploadedFile(name, b"recipient\nIT\n")
    assert site.post("/portfolio/", {"table": table}).status_code == 303
    transfer = SimpleUploadedFile(name.replace(".csv", ".json"), b'{"recipient": "IT"}')
    assert site.post("/review/", {"file": transfer}).status_code == 303
