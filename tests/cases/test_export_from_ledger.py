"""A case is exported from the database with its events, its attachments and the head of the whole ledger."""

from __future__ import annotations

import datetime
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction

from licet.cases.exporting.folder import files_of, write_folder
from licet.cases.exporting.from_ledger import read_export
from licet.cases.ledger import Said, append, head
from licet.cases.models import Attachment
from licet.cases.who import Who
from licet.errors import InputError

pytestmark = pytest.mark.usefixtures("database")
AT = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
WHO = Who("p1", "applicant", "works")
CONTENT = b"certificate"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def written() -> None:
    item = {"id": "1", "name": "Drone", "stated": {}, "quantity": "1"}
    drafted = {
        "to": "draft",
        "reference": "C-1",
        "applicant": "works",
        "destinations": ["IT"],
        "items": [item],
        "transfer": {},
    }
    with transaction.atomic():
        Attachment.objects.create(digest=DIGEST, size=len(CONTENT), content=CONTENT)
        attached = {"digest": DIGEST, "name": "certificate.pdf", "kind": "end_use_certificate"}
        append([Said("drafted", drafted), Said("attached", attached)], WHO, "c1", AT)
        append([Said("drafted", {**drafted, "reference": "C-2"})], WHO, "c2", AT)
        append([Said("submitted", {"to": "submitted"})], WHO, "c1", AT)
        append([Said("submitted", {"to": "submitted"})], WHO, "c2", AT)


def test_a_case_that_nobody_knows_is_not_exported() -> None:
    with pytest.raises(InputError, match="no event of the case 'c9'"):
        read_export("c9", AT)


def test_a_case_is_exported_with_its_own_events_and_the_head_of_all(tmp_path: Path) -> None:
    written()
    found = read_export("c1", AT, {"licence.pdf": b"x"}, {"works": "Works Ltd"})
    assert [row.position for row in found.rows] == [1, 2, 4]
    assert found.head == head()
    assert found.head[0] == 5
    assert found.contents == {DIGEST: CONTENT}
    write_folder(files_of(found), tmp_path / "case")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"], cwd=tmp_path / "case", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    shown = (tmp_path / "case" / "index.html").read_text(encoding="utf-8")
    assert "Works Ltd (works)" in shown
    assert "C-2" not in shown
