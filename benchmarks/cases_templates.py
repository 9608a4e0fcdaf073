"""Cases made by the acts, with the engine and the example of a procedure, from which a register of any size is written.

They are those of the demonstration, with more shipments, checks and papers on the way, so that a case has as many events as one of an authority.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from licet.cases import acts, projection
from licet.cases.case import CaseState, fold
from licet.cases.chain import Row
from licet.cases.demonstration import PROCEDURE, play, table
from licet.cases.demonstration_road import Road
from licet.cases.demonstration_stage import Stage, people
from licet.cases.ledger import COLUMNS, happened
from licet.cases.models import Event
from licet.cases.procedure_reading import read_procedure
from licet.determination import Determination
from licet.rulebook.rulebook import Rulebook
from licet.screening.in_reviews import Lists

# So many shipments more, checks more, and reports of the officer.
_SHIPMENTS, _CHECKS, _REPORTS = 1, 1, 1
_DAY = re.compile(r'"(\d{4}-\d\d-\d\d)((?:T[^"]*)?)"')
# What is as it was on the day on which it was determined stays so.
_OF_ITS_DAY = "determined"


class LongRoad(Road):
    """A case on which more is done than what shows its state."""

    def _acts(self) -> Iterator[Callable[[], object]]:
        for act in super()._acts():
            yield act
            if act == self._take_on:
                yield from [self._report] * _REPORTS
            elif act == self._draw:
                yield from [self._draw] * _SHIPMENTS
            elif act == self._record:
                for _ in range(_CHECKS):
                    yield self._plan
                    yield self._record

    def _report(self) -> None:
        content = f"Report {len(self.state.attachments)} on {self._said('reference')}\n".encode()
        self._do(acts.attach, "licensing_officer", name="report.txt", kind="report", content=content)

    def _plan(self) -> None:
        due = (self.at + datetime.timedelta(days=300)).date()
        self._do(acts.plan_check, "licensing_officer", check=self._procedure().checks[0], due=due)


@dataclass(frozen=True, eq=False)
class Template:
    """A case from which others are written.

    Attributes:
        rows: its events as they stand in the chain.
        state: as they leave it.
        moments: of each event.
        signing: the place of a signature → the case as it was signed.
        kept, referrals: what is kept of it for lists.
    """

    rows: tuple[Row, ...]
    state: CaseState
    moments: tuple[datetime.datetime, ...]
    signing: dict[int, CaseState]
    kept: dict[str, Any]
    referrals: list[dict[str, Any]]

    @property
    def reference(self) -> str:
        """What people call it."""
        return self.state.reference

    def body(self, place: int, weeks: int) -> str:
        """Return the body of an event, so many weeks earlier."""
        row = self.rows[place]
        if row.kind == _OF_ITS_DAY or not weeks:
            return row.body
        return _DAY.sub(lambda found: f'"{_earlier(found[1], weeks)}{found[2]}"', row.body)


def _earlier(day: str, weeks: int) -> str:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(weeks=weeks)).isoformat()


def templates(now: datetime.datetime) -> list[Template]:
    """Make the cases in the database that is open and empty, and return them; nothing happens after this moment."""
    import licet

    lines = [replace(one, cells={**one.cells, "quantity": str(20 * int(one.cells["quantity"]))}) for one in table()]
    whole = Rulebook.load()
    book, configuration, unlisted = whole.for_cases, read_procedure(whole.folder, PROCEDURE), Lists("off", now)

    def review(transfer: Any) -> Determination:
        return licet.review(transfer, rulebook=book, screener=unlisted)

    begun = [now - datetime.timedelta(days=_begun(one.cells["begun"])) for one in lines]
    exporters = list(dict.fromkeys(one.cells["applicant"] for one in lines))
    with transaction.atomic():
        stage = Stage(book, configuration, review, people(configuration, exporters, min(begun)))
        roads = [LongRoad(line, stage, at) for line, at in zip(lines, begun, strict=True)]
        play(roads)
    return [_template(road.case) for road in roads]


def _begun(days: str) -> int:
    """Return how many days ago a case begins that has more events than the table thinks of."""
    return int(days) + 16


def _template(case: str) -> Template:
    rows = tuple(Row(*one) for one in Event.objects.filter(case=case).order_by("position").values_list(*COLUMNS))
    events = list(map(happened, rows))
    signing = {place: fold(events[:place]) for place, one in enumerate(events) if one.kind == "signed"}
    state = fold(events)
    moments = tuple(one.at for one in events)
    return Template(rows, state, moments, signing, projection.columns(state), projection.referrals(state))
