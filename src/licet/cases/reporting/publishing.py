"""A report as files: a table of each view as CSV, its stage times, and its picture, all protected together and checked once more."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence

from licet.cases.doing import read
from licet.cases.models import Case
from licet.cases.reporting.from_case import outcomes_of
from licet.cases.reporting.hiding import Protected, audit, protect
from licet.cases.reporting.limits import Limits
from licet.cases.reporting.outcome import Outcome
from licet.cases.reporting.tables import Table, days_csv, table_csv, tables
from licet.cases.reporting.views import View
from licet.errors import Fault, InputError, LicetError

# Takes how many cases were read, and of how many.
Telling = Callable[[int, int], object]


def outcomes(zone: datetime.tzinfo, currency: str, tell: Telling | None = None) -> Iterator[Outcome]:
    """Return the rows of all cases that were submitted.

    Args:
        zone: by which a day of the authority ends.
        currency: of the report.
        tell: is told how far it is.
    """
    cases = Case.objects.exclude(submitted=None).order_by("made", "pk").values_list("pk", flat=True)
    total = cases.count()
    for number, case in enumerate(cases.iterator(chunk_size=200), 1):
        yield from outcomes_of(read(case), zone, currency)
        if tell is not None:
            tell(number, total)


def protected(rows: Sequence[Outcome], views: Sequence[View], limits: Limits) -> Protected:
    """Return rows as they may be published, with the proof checked from the rows once more.

    Raises:
        InputError: where there is no row.
        LicetError: where the proof does not hold; then nothing is published.
    """
    if not rows:
        raise InputError(faults=[Fault("the report", "no case that was submitted", "one at least")])
    made = protect(rows, views, limits)
    faults = audit(made)
    if faults:
        # The fault itself names a hidden number.
        raise LicetError(faults=[Fault("the report", "a number that could be worked out", "a report that hides it")])
    return made


def files_of(made: Protected, digest: str, words: Mapping[str, str], pictures: bool = True) -> dict[str, bytes]:
    """Return the files of a report: name → content.

    Args:
        made: what is published.
        digest: of the law.
        words: what codes are called.
        pictures: whether the views are drawn.
    """
    files: dict[str, bytes] = {}
    for table in tables(made):
        name = table.view.name
        files[f"{name}.csv"] = table_csv(table).encode()
        files[f"{name}-days.csv"] = days_csv(table).encode()
        if pictures:
            files[f"{name}.svg"] = _drawn(table, digest, words)
    return files


def _drawn(table: Table, digest: str, words: Mapping[str, str]) -> bytes:
    from licet.cases.reporting.charts import picture

    return picture(table, digest, words=dict(words)).svg().encode()
