"""Files that are handed in to do harm, or were damaged on their way."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache


@lru_cache(maxsize=1)
def bomb() -> bytes:
    """Return a workbook of half a megabyte that unpacks to more than a computer wants to hold."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(320):
                part.write(b" " * 1_000_000)
    return held.getvalue()
