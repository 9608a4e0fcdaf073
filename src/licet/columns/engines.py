"""The executors by name, which of them are there, and how much each is asked at a time."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from licet.errors import Fault, InputError

AUTO = "auto"
WALK = "walk"

# Each executor by the name that a user gives it: its module and class. One that is not installed is not there.
ENGINES: dict[str, tuple[str, str]] = {
    WALK: ("licet.columns.walking", "Walk"),
    "memory": ("licet.columns.memory", "Memory"),
    "stream": ("licet.columns.memory", "Memory"),
    "fused": ("licet.columns.fused", "Fused"),
    "duckdb": ("licet.columns.duckdb", "DuckDB"),
    "spark": ("licet.columns.spark", "Spark"),
}
# What an executor needs beside the extra for tables.
_NEEDS = {"fused": "numba", "duckdb": "duckdb", "spark": "pyspark"}
# The first of these that is there is taken when nobody names one, with the rows from which it is worth its start.
_PREFERRED = (("fused", 1_000_000), ("memory", 0), (WALK, 0))

# Rows of a batch: so many are lost by a kill, and so many are held at a time.
_BATCH = 1_000_000
_BATCHES = {WALK: 500, "stream": 250_000}


def chosen_engine(name: str, rows: int | None = None) -> str:
    """Return the executor that a name stands for.

    Args:
        name: the name; ``auto`` for the one that suits the table.
        rows: how many rows the table has, where that is known.

    Raises:
        InputError: for a name that nobody knows, or an executor that is not there.
    """
    there = [
        engine
        for engine, (module, _) in ENGINES.items()
        if importlib.util.find_spec(module) is not None
        and importlib.util.find_spec(_NEEDS.get(engine, "polars")) is not None
    ]
    if name == AUTO:
        return next(engine for engine, least in _PREFERRED if engine in there and (rows or 0) >= least)
    if name not in there:
        raise InputError(faults=[Fault("--engine", f"'{name}'", ", ".join([AUTO, *there]))])
    return name


def made(engine: str) -> Any:
    """Return the class of an executor, a :class:`licet.columns.answers.Runner`."""
    module, name = ENGINES[engine]
    return getattr(importlib.import_module(module), name)


def batch_size(engine: str, held: int = 0) -> int:
    """Return how many rows an executor is asked at a time.

    Args:
        engine: the executor.
        held: the rows of a table that is in the memory already; all of it may then be asked at once.
    """
    return _BATCHES.get(engine) or max(held, _BATCH)
