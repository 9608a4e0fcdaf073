"""Work in parts: what is done is kept beside the output until all of it is done, so that a kill loses one part at most.

The folder ``.NAME.licet-run`` holds a part of results and one of rejects for each batch, and a journal that names the work: the input, the
law, the options. The same command again goes on where the journal ends; any other starts anew. Nothing bears the final name before it is
whole.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import polars as pl

from licet.columns.answers import Answered
from licet.errors import Fault, InputError
from licet.whole import moved

_JOURNAL = "journal.jsonl"
# What a file system, or a library on its behalf, says when there is no more room.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SAID = (
    "no space left",
    "file too large",
    "disk quota",
    "storagefull",
    "os error 27",
    "os error 28",
    "errno 28",
    "errno 27",
)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what goes wrong in writing into one line.

    Raises:
        InputError: for a full disk, a folder that is not there or may not be written.
    """
    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as error:
        said = str(error).casefold()
        if (isinstance(error, OSError) and error.errno in _FULL) or any(word in said for word in _SAID):
            mend = "free some space and run the same command again; what is done is kept, and nothing has the final name yet"
            raise InputError(faults=[Fault(str(path), "the disk is full", "room for the output", mend)]) from None
        if isinstance(error, OSError):
            found = f"{error.strerror or error}"
            raise InputError(faults=[Fault(str(path), found, "a file that can be written")]) from None
        said = " ".join(str(error).split())[:200]
        raise InputError(
            faults=[Fault(str(path), f"a table that this format cannot hold ({said})", "another format")]
        ) from None


class Kept:
    """The folder of unfinished work.

    Args:
        output: what is being made.
        work: names the work: everything that the answers depend on. None where it cannot be named, so that nothing is taken up again.

    Raises:
        InputError: where the folder cannot be written, or another process is at the same work.
    """

    def __init__(self, output: Path, work: Mapping[str, Any] | None) -> None:
        self.output = output
        self.folder = output.with_name(f".{output.name}.licet-run")
        self.parts: list[dict[str, Any]] = []
        text = json.dumps(work, sort_keys=True, default=str)
        self.name = hashlib.sha256(text.encode()).hexdigest() if work is not None else ""
        with writing(output):
            if not output.parent.is_dir():
                raise InputError(faults=[Fault(str(output), f"no folder {output.parent}", "a folder that is there")])
            if output.is_dir():
                raise InputError(faults=[Fault(str(output), "a folder", "the name of a file")])
            self.folder.mkdir(exist_ok=True)
            self._lock = _locked(self.folder / "lock", output)
            if not self._take_up():
                self._clear()
                self._append({"work": self.name})

    @property
    def done(self) -> int:
        """The rows of the input that are done."""
        return sum(part["rows"] for part in self.parts)

    def _take_up(self) -> bool:
        """Read the journal of the same work; a line that a kill has cut short, and a part that is not there, end it."""
        try:
            lines = (self.folder / _JOURNAL).read_text(encoding="utf-8").splitlines()
            if not self.name or json.loads(lines[0]).get("work") != self.name:
                return False
        except (OSError, ValueError, IndexError, AttributeError):
            return False
        whole = [lines[0]]
        for line in lines[1:]:
            try:
                part = json.loads(line)
                sizes = [self._path(len(self.parts), kind).stat().st_size for kind in ("results", "rejects")]
            except (ValueError, OSError):
                break
            if sizes != part["sizes"]:
                break
            self.parts.append(part)
            whole.append(line)
        fresh = self.folder / f"{_JOURNAL}.part"
        fresh.write_text("".join(f"{line}\n" for line in whole), encoding="utf-8")
        fresh.replace(self.folder / _JOURNAL)
        return True

    def _clear(self) -> None:
        for path in self.folder.iterdir():
            if path.name != "lock":
                path.unlink()

    def _path(self, number: int, kind: str) -> Path:
        return self.folder / f"{kind}-{number:06}.arrow"

    def add(self, answered: Answered, rows: int, counts: Mapping[str, Any]) -> None:
        """Keep a part.

        Args:
            answered: its results and rejects.
            rows: how many rows of the input it answers.
            counts: what is counted of it.
        """
        number, sizes = len(self.parts), []
        with writing(self.output):
            for kind, frame in (("results", answered.results), ("rejects", answered.rejects)):
                path = self._path(number, kind)
                with path.open("wb") as file:
                    frame.write_ipc(file, compression="lz4")
                    file.flush()
                    os.fsync(file.fileno())
                sizes.append(path.stat().st_size)
            part = {"rows": rows, "sizes": sizes, "counts": counts}
            self._append(part)
        self.parts.append(part)

    def _append(self, line: Mapping[str, Any]) -> None:
        with (self.folder / _JOURNAL).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def paths(self, kind: str) -> list[Path]:
        """Return the parts of ``results`` or of ``rejects``, in their order."""
        return [self._path(number, kind) for number in range(len(self.parts))]

    def finish(self, made: Mapping[Path, Path]) -> None:
        """Give what was made its final names, and remove the folder.

        Args:
            made: file in the folder → final name; each takes the place of an older file at once.
        """
        for path, final in made.items():
            with writing(final):
                with path.open("rb") as file:
                    os.fsync(file.fileno())
                moved(path, final)
        self._lock.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Leave the work for another time; where none is done, nothing is left."""
        self._lock.close()
        if not self.parts:
            shutil.rmtree(self.folder, ignore_errors=True)


def _locked(path: Path, output: Path) -> IO[bytes]:
    """Open a file that one process at a time may hold; it is free again when the process ends, however it ends."""
    file = path.open("ab")
    try:
        import fcntl
    except ImportError:  # not everywhere
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        mend = "wait for it, or write to another file"
        raise InputError(faults=[Fault(str(output), "another run that is writing it", "one at a time", mend)]) from None
    return file
