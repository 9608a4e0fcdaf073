"""Comparisons that were made, kept in a folder for whoever asks the same: the law is public, and nothing of anybody stands in them.

What is proven of two days holds for every day on which the law of both sides stays as it is, so it is found by the law and not by the day.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from licet.comparing.again import again
from licet.comparing.answer import Class, Comparison
from licet.comparing.sides import Side

# So many are kept; those that nobody asked for longest go.
_MOST = 400
COMPARISON = "comparison.json"


def key(first: Side, second: Side, program: str, asked: Mapping[str, Any]) -> str:
    """Return what names the comparison of two sides, whichever of the days it is on which their law is the same.

    Args:
        first: the one side.
        second: the other side.
        program: names the program that compares.
        asked: what else is asked, as plain data.
    """
    # A membership whose day is not known may begin between two days of one stretch, so their order counts.
    order = (first.day > second.day) - (first.day < second.day)
    laws = [(side.rulebook.digest, side.stretch[0], side.stretch[1]) for side in (first, second)]
    told = json.dumps([program, laws, order, dict(asked)], default=str, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:40]


def merged(proven: Comparison, answered: Comparison) -> Comparison:
    """Return what was proven of two sides together with the matrix that was answered of them."""
    return msgspec.structs.replace(proven, matrix=answered.matrix, item_classes=answered.item_classes)


def on_days(
    found: Comparison, first: Side, second: Side, law: str | Path | None, asked: Mapping[str, Any]
) -> Comparison:
    """Return a comparison as if it had been asked for two other days on which the law is the same.

    Args:
        found: the comparison.
        first: the one side.
        second: the other side.
        law: the folder of law, where one was named.
        asked: the arguments with which ``licet.compare`` gives it again.
    """
    base, other = (
        msgspec.structs.replace(told, named=side.named, date=side.date.isoformat(), reforms=side.reforms)
        for told, side in ((found.base, first), (found.other, second))
    )
    return msgspec.structs.replace(
        found,
        base=base,
        other=other,
        item_classes=[_on(one, second) for one in found.item_classes],
        again=again(str(first), str(second), law, asked),
    )


def _on(item: Class, side: Side) -> Class:
    if "date" not in item.transfer:
        return item
    return msgspec.structs.replace(item, transfer={**item.transfer, "date": side.date.isoformat()})


class Kept:
    """What is kept in a folder.

    Args:
        folder: the folder, which is made when something is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def comparison(self, named: str) -> Comparison | None:
        """Return the comparison of a name, or None."""
        data = self.file(named, COMPARISON)
        if data is None:
            return None
        try:
            return msgspec.json.decode(data, type=Comparison)
        except msgspec.DecodeError:
            return None

    def file(self, named: str, file: str) -> bytes | None:
        """Return a file that lies beside a comparison, such as a picture, or None."""
        path = self.folder / named / f"{file}.gz"
        try:
            data = gzip.decompress(path.read_bytes())
            # Who was asked for last goes last.
            path.parent.touch()
        except (OSError, EOFError):
            return None
        return data

    def keep(self, named: str, files: Mapping[str, bytes]) -> None:
        """Keep a comparison with what lies beside it; a folder that cannot be written only means that it is made again."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            part = Path(tempfile.mkdtemp(prefix=".part-", dir=self.folder))
            for file, data in files.items():
                (part / f"{file}.gz").write_bytes(gzip.compress(data, 6, mtime=0))
            try:
                # Whatever has its name is whole; of two that are made at once the first stays.
                part.rename(self.folder / named)
            except OSError:
                shutil.rmtree(part, ignore_errors=True)
            self._clear()

    def _clear(self) -> None:
        every = sorted((path for path in self.folder.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
        for path in every[: max(0, len(every) - _MOST)]:
            shutil.rmtree(path, ignore_errors=True)
