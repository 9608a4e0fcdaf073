"""Files that bear their final name only when they are whole: written beside it, and moved there at the end."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def made_whole(final: Path) -> Iterator[Path]:
    """Give a file to write, which takes the place of another when this ends well, and is gone when it does not.

    A link stays one, and what it points to is replaced. What is no ordinary file, such as a terminal or a pipe, is given itself,
    and so is a file in a folder in which no other can be made.

    Raises:
        OSError: for a place that cannot be written.
    """
    if (final.exists() and not final.is_file()) or final.parts[1:2] in (("dev",), ("proc",)):
        yield final
        return
    place = final.resolve() if final.is_symlink() else final
    if place.exists():
        # What may not be written must not be replaced either.
        with place.open("ab"):
            pass
        if not os.access(place.parent, os.W_OK):
            yield place
            return
    part = place.with_name(f".{place.name}.part")
    try:
        yield part
        if place.exists():
            shutil.copymode(place, part)
        part.replace(place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def moved(path: Path, final: Path) -> None:
    """Give a file its final name at once, on another disk by way of a copy beside it."""
    try:
        path.replace(final)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with made_whole(final) as part:
            shutil.copyfile(path, part)
        path.unlink()
