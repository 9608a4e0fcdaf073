"""What the site keeps: nobody but its owner reads it, and the bounds of the site follow from its settings."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(os.name != "posix", reason="another system has other rights")
def test_the_database_is_its_owners_alone_and_bounds_follow_from_settings(tmp_path: Path) -> None:
    place = tmp_path / "site"
    own = {"LICET_SITE_FOLDER": str(place), "LICET_API_BYTES": "3000000", "LICET_TABLE_COLUMNS": "900"}
    whole = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
    look = (
        "import json, os; os.umask(0o022); from licet.web import settings as s; "
        "print(json.dumps([s.DATA_UPLOAD_MAX_MEMORY_SIZE, s.DATA_UPLOAD_MAX_NUMBER_FIELDS]))"
    )
    done = subprocess.run([sys.executable, "-c", look], env=whole, capture_output=True, check=True)
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE((place / "site.sqlite").stat().st_mode) == 0o600
    memory, fields = json.loads(done.stdout)
    assert memory == 3_000_000
    assert fields >= 1800
