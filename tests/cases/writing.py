"""Submits so many cases on a database, one after the other: a process of its own beside others, ``python writing.py URL MANY``."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from typing import Any

import postgres
from cases.scene import HOUR, Road

from licet.cases.case import CaseState
from licet.cases.who import Who


class Now(Road):
    """A case on which somebody acts at the hour that it is."""

    def do(self, act: Callable[..., CaseState], who: Who, **told: Any) -> CaseState:
        self.at = datetime.datetime.now(datetime.UTC) - HOUR
        return super().do(act, who, **told)


if __name__ == "__main__":
    postgres.use(sys.argv[1])
    for _ in range(int(sys.argv[2])):
        Now().submitted()
