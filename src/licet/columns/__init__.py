"""Many transfers: the rules of a rulebook over tables, by several executors that give the same answers.

A row is a transfer. How its columns are named is in :mod:`licet.columns.headings`, the form of its answers in
:mod:`licet.columns.answers`; each executor is one file. Nothing here knows a fact, a rule or a nation by name.
"""

from __future__ import annotations

from licet.columns.needed import needed

# Every module here stands on it, and who has not installed it shall read how, and no traceback.
needed("polars")
