"""The least that a table can cost: read twelve columns and write two, on all cores, and decide nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numba
import numpy
from generated import FACTS
from peer import Pair, Peer


def _by_row(columns: Any, first: Any, second: Any) -> None:
    a, b, c, d, e, f, g, h, i, j, k, m = columns
    for row in numba.prange(len(first)):
        bits = a[row] ^ b[row] ^ c[row] ^ d[row] ^ e[row] ^ f[row] ^ g[row] ^ h[row] ^ i[row] ^ j[row] ^ k[row] ^ m[row]
        first[row] = bits & 255
        second[row] = (bits >> 8) & 255


_touch: Any = numba.njit(parallel=True)(_by_row)


def _columns(frame: Any) -> list[Any]:
    """Return the columns as whole numbers of their own width, so that every bit of them is read."""
    arrays = [frame[name].to_physical().to_numpy() for name in FACTS]
    return [array.view(f"u{array.dtype.itemsize}") for array in arrays]


def _run(columns: list[Any]) -> tuple[Any, Any]:
    rows = len(columns[0])
    written = numpy.empty(rows, dtype=numpy.uint8), numpy.empty(rows, dtype=numpy.uint8)
    _touch(tuple(columns), *written)
    return written


def _nothing(_answers: Any, _places: Sequence[int]) -> list[Pair]:
    return []


FLOOR = Peer(
    name="Memory floor",
    packages=("numba", "numpy"),
    note="reads 12 columns and writes 2, and decides nothing",
    open_rows=False,
    largest=10_000_000,
    prepare=_columns,
    run=_run,
    pairs=_nothing,
)
