"""``licet cases stale``: which cases the engine would answer otherwise now, since the law or a list changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from licet.cli.options import format_option, law_option, reform_option
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.cases.stale import Stale
    from licet.rulebook.rulebook import Rulebook

_SHOWN = ("reference", "state", "item", "destination", "question", "was", "now")


@click.command("stale")
@click.option("--as-of", metavar="DATE", help="The day whose law is asked; today by default.")
@reform_option
@format_option("text", "json", "csv")
@law_option
def command(as_of: str | None, reforms: tuple[str, ...], format_: str | None, law: str | None) -> None:
    """List the cases, open and decided, whose determination would be another one by the law and the lists of now.

    Each item and destination is reviewed anew and held against what was frozen when the case was submitted. Nothing is changed: to freeze it
    anew is an act of the licensing officer. With --reform it tells which cases a proposal would touch.

    What was found is kept, and the pages of the site show it: a case is reviewed once for each law and each state of the lists, and when this is
    stopped it goes on from there. With --reform or --as-of all cases are reviewed and nothing is kept.

    \b
    Examples:
      licet cases stale
      licet cases stale --reform hr-3068-119 --format csv
    """  # noqa: D301
    import licet
    from licet.cli import clock
    from licet.cli.cases_opening import register
    from licet.cli.cases_options import tell
    from licet.cli.loading import load

    now = clock.now()
    book = load(law, reforms).for_cases
    with register():
        from licet.cases.stale import stale

        if as_of is not None or reforms:
            # What would be asked of another law or day is nothing to keep.
            day = _day(as_of) if as_of is not None else now.date()
            found = stale(lambda transfer: licet.review(transfer, rulebook=book), day)
        else:
            found = _kept(book, now)
        rows = [row for one in found for row in _rows(one)]
    tell(rows, _SHOWN, format_, "Every case would be answered as it was.")


def _kept(book: Rulebook, now: datetime.datetime) -> Iterator[Stale]:
    """Ask the engine of the cases of which it was not asked by this law and these lists, and return all that differs."""
    import licet
    from licet.cases.staleness import Now, compare, stale_kept
    from licet.cli.progress import bar
    from licet.screening.in_reviews import Lists

    lists = Lists(None, now)
    known = Now(
        book, lambda transfer: licet.review(transfer, rulebook=book, screener=lists), lists.states(book), now.date()
    )
    with bar("Cases") as shown:
        compare(known, tell=shown)
    return stale_kept(known)


def _rows(one: Stale) -> list[dict[str, Any]]:
    told = {
        "reference": one.reference,
        "case": one.case,
        "state": one.state.replace("_", " "),
        "item": one.item,
        "destination": one.destination,
    }
    law = {"law_then": one.rulebook[0], "law_now": one.rulebook[1]}
    return [
        {**told, "question": each.question, "was": ", ".join(each.was), "now": ", ".join(each.now), **law}
        for each in one.differences
    ]


def _day(text: str) -> datetime.date:
    from licet.rulebook.windows import NotAWindow, read_date

    try:
        return read_date(text)
    except NotAWindow as error:
        raise InputError(faults=[Fault("--as-of", str(error), "a day as YYYY-MM-DD")]) from None
