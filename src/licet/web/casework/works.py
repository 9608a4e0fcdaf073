"""Work over all cases that takes longer than a page may: verifying the chain, what is stale, where time goes, and reports.

Each takes the folder of its job, what is asked, and what is told its progress; see :data:`licet.web.jobs.HERE`.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from licet.cases.doing import read
from licet.cases.ledger import head
from licet.cases.models import Case
from licet.cases.periods import stays
from licet.cases.reporting.limits import read_limits
from licet.cases.reporting.outcome import Outcome
from licet.cases.reporting.publishing import files_of, outcomes, protected
from licet.cases.reporting.views import read_views
from licet.cases.spent import Stay, spent
from licet.cases.stale import of_state
from licet.cases.timed import Pause
from licet.cases.verifying import verify_attachments, verify_table
from licet.cases.words import LICENSED, OVER
from licet.errors import InputError
from licet.programs.limited import Tell
from licet.web.casework.law_here import configuration, law, review

ROWS, FIGURES = "rows.jsonl", "figures.json"


def verified(folder: Path, asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Walk the chain and the attachments, and return the first fault; an empty one where all is whole."""
    del folder
    heads = {int(position): digest for position, digest in asked.get("heads", {}).items()}
    fault: object = verify_table(heads, tell=lambda done, whole: tell(done, whole, "reading events"))
    if fault is None:
        fault = verify_attachments(lambda done, whole: tell(done, whole, "reading attachments"))
    position, digest = head()
    return {"fault": str(fault or ""), "position": position, "digest": digest, "heads": len(heads)}


def stale_cases(folder: Path, asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Write down each item and destination of a case that would be answered differently, and return how many there are."""
    day = datetime.date.fromisoformat(asked["day"])
    cases = Case.objects.exclude(state__in=("draft", *OVER)).order_by("made", "pk").values_list("pk", flat=True)
    found = list(cases)
    many, of = 0, set()
    with (folder / ROWS).open("w", encoding="utf-8") as file:
        for number, case in enumerate(found, 1):
            for one in of_state(read(case), review, day):
                told = {
                    "case": one.case, "reference": one.reference, "state": one.state, "decided": one.decided, "item": one.item,
                    "destination": one.destination, "lists": one.lists, "law": one.rulebook,
                    "differences": [[each.question, each.was, each.now] for each in one.differences],
                }  # fmt: skip
                file.write(json.dumps(told) + "\n")
                many += 1
                of.add(one.case)
            tell(number, len(found), "asking the engine of each case")
    return {"rows": many, "cases": len(of), "asked": len(found), "day": asked["day"], "law": law().digest}


def times(folder: Path, asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Return where time went, by stage and by agency, in the cases that were submitted in a span of days."""
    del folder
    cases = Case.objects.exclude(submitted=None)
    if asked.get("since"):
        cases = cases.filter(submitted__gte=asked["since"])
    found = list(cases.order_by("submitted").values_list("pk", flat=True))
    rows: list[Stay] = []
    pauses: dict[str, tuple[Pause, ...]] = defaultdict(tuple)
    for number, case in enumerate(found, 1):
        state = read(case)
        # A draft is the applicant's time; the time of a licence, and what is over, is none of the review.
        rows += [one for one in stays(state) if one.stage not in ("draft", *LICENSED, *OVER)]
        if state.pauses:
            pauses[case] = state.pauses
        tell(number, len(found), "reading each case")

    def told(by: tuple[str, ...], only: Any) -> list[dict[str, Any]]:
        return [
            {
                "stage": one.stage, "agency": one.agency, "cases": one.cases, "open": one.open, "median": one.median, "p90": one.p90,
                "running": one.running_median,
            }
            for one in spent([row for row in rows if only(row)], pauses, by)
        ]  # fmt: skip

    return {
        "cases": len(found),
        "stages": told(("stage",), lambda row: not row.agency and row.stage != "referral"),
        "agencies": told(("agency",), lambda row: bool(row.agency)),
    }


def report(folder: Path, asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Write the tables and pictures of the cases that were submitted in a span of days, with small numbers protected."""
    book, tables = law(), configuration()
    since, until = (
        datetime.date.fromisoformat(asked[name]) if asked.get(name) else None for name in ("since", "until")
    )

    def within(row: Outcome) -> bool:
        return (since is None or row.submitted >= since) and (until is None or row.submitted < until)

    zone, currency = ZoneInfo(tables.calendar.zone), asked["currency"]
    rows = [row for row in outcomes(zone, currency, lambda done, whole: tell(done, whole, "reading each case")) if within(row)]  # fmt: skip
    tell(0, 0, "protecting small numbers")
    views = read_views()
    limits = read_limits(book.folder / "procedure" / tables.name / "published" / "disclosure.csv")
    made = protected(rows, views, limits)
    tell(0, 0, "drawing")
    try:
        files = files_of(made, book.digest, book.nations)
    except InputError:
        # Without the programs that draw, the tables are what there is.
        files = files_of(made, book.digest, book.nations, pictures=False)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {
        "files": sorted(files),
        "views": [[view.name, view.title] for view in views],
        "cases": limits.cases,
        "applicants": limits.applicants,
        "currency": currency,
    }
