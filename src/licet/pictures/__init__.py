"""Pictures of the law at work: maps, timelines, the catalogue, matrices and bars, as SVG or PNG with their data beside them.

>>> from licet.pictures import Side, tile_map
>>> from licet.rulebook.rulebook import Rulebook
>>> picture = tile_map(Side("Law of 15 September 2025", {"IT": ["case_by_case"]}), Rulebook.load())
>>> picture.title
'Posture is case by case for 1 nation'

They need the packages of ``licet[pictures]``, and nothing from any network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.pictures.needed import can_draw, must_draw

if TYPE_CHECKING:
    from licet.pictures.chart import Picture
    from licet.pictures.of_cells import matrix
    from licet.pictures.of_courses import timeline
    from licet.pictures.of_nations import Side, side, tile_map
    from licet.pictures.of_systems import catalogue
    from licet.pictures.of_years import flips

__all__ = ["Picture", "Side", "can_draw", "catalogue", "flips", "matrix", "must_draw", "side", "tile_map", "timeline"]

_HOMES = {
    "Picture": "licet.pictures.chart",
    "Side": "licet.pictures.of_nations",
    "catalogue": "licet.pictures.of_systems",
    "flips": "licet.pictures.of_years",
    "matrix": "licet.pictures.of_cells",
    "side": "licet.pictures.of_nations",
    "tile_map": "licet.pictures.of_nations",
    "timeline": "licet.pictures.of_courses",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that whoever draws nothing needs no package for it.

    Raises:
        InputError: where a package is missing.
    """
    if name not in _HOMES:
        raise AttributeError(f"module 'licet.pictures' has no attribute {name!r}")
    import importlib

    must_draw()
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
