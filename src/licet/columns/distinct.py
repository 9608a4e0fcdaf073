"""The distinct cells of a column, so that what is written many times is read once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

# More distinct cells of a column than this are no longer remembered.
REMEMBERED = 200_000


def mark_of(cell: Any) -> Any:
    """Return what two cells have in common if and only if they are the same, as a key."""
    # Lists have no hash, and 1 and True have the same.
    return (cell.__class__, repr(cell) if isinstance(cell, list | dict) else cell)


def distinct_cells(series: pl.Series) -> tuple[npt.NDArray[np.intp], list[Any]]:
    """Return the place of each cell among the distinct ones, and those."""
    if series.dtype == pl.String:
        series = series.cast(pl.Categorical)
    if series.dtype in (pl.Categorical, pl.Enum):
        # Numbers of categories are given out to all tables together, so that those of one table may lie far apart.
        known = series.unique().drop_nulls()
        numbers = known.to_physical().cast(pl.Int64).to_numpy()
        place = np.zeros(int(numbers.max(initial=0)) + 2, dtype=np.intp)
        place[numbers] = np.arange(len(known))
        place[-1] = len(known)
        return place[series.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()], [
            *known.cast(pl.String).to_list(),
            None,
        ]
    if series.dtype.is_numeric() or series.dtype.is_temporal():
        ranks = series.rank("dense").cast(pl.Int64).fill_null(0).to_numpy()
        return ranks, [None, *series.drop_nulls().unique().sort().to_list()]
    found: dict[Any, int] = {}
    cells: list[Any] = []
    places = np.empty(len(series), dtype=np.intp)
    for n, cell in enumerate(series.to_list()):
        mark = mark_of(cell)
        if mark not in found:
            found[mark] = len(cells)
            cells.append(cell)
        places[n] = found[mark]
    return places, cells
