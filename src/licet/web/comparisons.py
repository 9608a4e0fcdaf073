"""Comparisons that the site made or is making: those of public law are kept for whoever asks the same, those of a written reform for an hour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings

from licet.comparing.answer import Comparison
from licet.comparing.comparison import compare
from licet.comparing.keeping import COMPARISON, Kept, key, on_days
from licet.comparing.sides import Side, sides
from licet.errors import LicetError
from licet.programs.making_comparisons import MATRIX, PICTURES, again_of
from licet.web.dress import made
from licet.web.jobs import folder, looked_at, start
from licet.web.keeping import site_folder
from licet.web.models import Job
from licet.web.sides_in_addresses import Sides

KIND = "comparison"
# How far a comparison has come: what differs, then the matrix, then all that is proven, then the pictures.
DIFFERS, ANSWERED, PROVEN, WHOLE = "differs", "answered", "proven", "whole"


@dataclass(frozen=True)
class Made:
    """What there is of a comparison.

    Attributes:
        stage: how far it has come.
        found: what was found so far.
        read: reads a picture or its table, by the name of the file; None where it is not there.
        job: the work that goes on; None where it is kept.
    """

    stage: str
    found: Comparison
    read: Callable[[str], bytes | None]
    job: Job | None = None

    @property
    def pictures(self) -> list[dict[str, str]]:
        """The pictures: the name of each, its heading, and what it shows in words."""
        data = self.read(PICTURES) if self.stage == WHOLE else None
        return [] if data is None else list(msgspec.json.decode(data))


def made_of(asked: Sides, begin: bool = True) -> Made | None:
    """Return what there is of a comparison, and have the rest of it made.

    Args:
        asked: what is compared.
        begin: whether to have it made where it is not; else None is returned then.

    Raises:
        Busy: where too much work waits already.
    """
    first, second = asked.first, asked.second
    assert first is not None and second is not None
    named = _key(first, second, asked.reforms.assume)
    kept = Kept(site_folder() / "comparisons")
    known = kept.comparison(named)
    if known is not None:
        found = on_days(known, first, second, None, again_of(asked.reforms.assume))
        return Made(WHOLE, found, lambda file: kept.file(named, file))
    if not begin:
        return None
    job = start(KIND, _asked(asked, first, second), key=named)
    looked_at(job)
    place = folder(job)

    def read(file: str) -> bytes | None:
        try:
            return (place / file).read_bytes()
        except OSError:
            return None

    now = _so_far(asked, read, job)
    if now.stage == WHOLE and now.found.complete and not asked.reforms.packed:
        names = [one["name"] for one in now.pictures]
        files = [COMPARISON, PICTURES, *(f"{name}.{end}" for name in names for end in ("svg", "csv"))]
        kept.keep(named, {file: data for file in files if (data := read(file)) is not None})
    return now


def _key(first: Side, second: Side, assume: tuple[str, ...]) -> str:
    return key(first, second, made(), {"assume": sorted(assume), "law": settings.LICET_LAW})


def _asked(asked: Sides, first: Side, second: Side) -> dict[str, Any]:
    law = settings.LICET_LAW
    return {
        "base": str(first),
        "other": str(second),
        "assume": list(asked.reforms.assume),
        "text": asked.reforms.text,
        "law": None if law is None else str(law),
    }


def _so_far(asked: Sides, read: Callable[[str], bytes | None], job: Job) -> Made:
    assert asked.first is not None and asked.second is not None
    for stage, file in ((PROVEN, COMPARISON), (ANSWERED, MATRIX)):
        data = read(file)
        if data is not None:
            found = msgspec.json.decode(data, type=Comparison)
            # Work of the same key may have been asked for another day on which the law is the same.
            found = on_days(found, asked.first, asked.second, None, again_of(asked.reforms.assume))
            drawn = job.over or read(PICTURES) is not None
            return Made(WHOLE if stage == PROVEN and drawn else stage, found, read, job)
    return Made(DIFFERS, _differs(asked), read, job)


def _differs(asked: Sides) -> Comparison:
    """Return what differs between both sides, which takes no proof."""
    return compare(
        str(asked.first), str(asked.second), law=settings.LICET_LAW, proof=False, written=asked.reforms.written
    )


def kept_answer(asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the API asks where it is kept, or None.

    Args:
        asked: what :func:`licet.programs.comparing.read_comparison` returned.
    """
    if asked["questions"] or not asked["proof"] or asked.get("text"):
        return None
    try:
        first, second = sides(asked["base"], asked["other"], asked["law"])
    except LicetError:
        return None
    known = Kept(site_folder() / "comparisons").comparison(_key(first, second, tuple(asked["assume"])))
    if known is None:
        return None
    again = {**again_of(tuple(asked["assume"])), "matrix": asked["matrix"]}
    found = on_days(known, first, second, asked["law"], again)
    if not asked["matrix"]:
        found = msgspec.structs.replace(found, matrix=None, item_classes=[])
    return found.to_dict()
