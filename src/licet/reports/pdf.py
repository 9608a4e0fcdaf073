"""Determinations as PDF, for an officer's file: the answer first, its reasons, both pictures, and what it rests on.

It says what the other reports say. The same determinations give the same bytes, on any machine; the whole answer is attached as JSON.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import msgspec

from licet.deciding.timeline import Stretch, timeline
from licet.determination import Determination
from licet.errors import Fault, InputError
from licet.language.nodes import Where, from_value
from licet.left_open import Exact
from licet.reports.account import Account
from licet.reports.again import asked_of, runs
from licet.reports.first_day import FIRST_DAY
from licet.reports.limits_picture import limits_svg
from licet.reports.pdf_blocks import Pictured, again_blocks, cited_blocks, contents_blocks, transfer_blocks
from licet.reports.picture import timeline_svg
from licet.reports.sentences import capital
from licet.reports.telling import account, rulebook_of
from licet.reports.typesetting import must_set, typeset
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater

# The answers on every day cost as much as the review; of many transfers they are left out.
_WITH_YEARS = 10
_SHORT = 90
# What comes after the last change is shown for so many days.
_AFTER = 1826


def pdf(
    determinations: Sequence[Determination],
    rulebook: Rulebook | None = None,
    titles: Sequence[str] = (),
    exact: Exact = "default",
    address: str = "",
) -> bytes:
    """Return determinations as one PDF.

    Args:
        determinations: the determinations, in the order of the file; at least one.
        rulebook: declares what the codes mean; the law that came with Licet by default.
        titles: what each transfer is called, a file's name for example; nothing by default.
        exact: how far was gone to find out what is left open, for what gives the same again.
        address: the address under which the answer is cited; none by default.

    Raises:
        InputError: where typst is not installed, and for no determination.
    """
    must_set()
    if not determinations:
        raise InputError(faults=[Fault("the PDF", "no transfer", "at least one")])
    books = [rulebook or rulebook_of(one) for one in determinations]
    told = [account(one, book) for one, book in zip(determinations, books, strict=True)]
    names = [*titles, *[""] * (len(told) - len(titles))]
    several = len(told) > 1
    title = f"{len(told)} transfers reviewed" if several else f"Review of {told[0].name}"
    with_years = len(told) <= _WITH_YEARS
    note = "" if with_years else f"The answers through the years are shown of at most {_WITH_YEARS} transfers."
    blocks = contents_blocks(title, told, names, note) if several else []
    for number, (one, found, book) in enumerate(zip(told, determinations, books, strict=True), 1):
        pictures = _pictures(found, book, with_years)
        blocks += transfer_blocks(one, names[number - 1], pictures, number if several else 0)
    asked = [asked_of(one, **({} if exact == "default" else {"exact": exact})) for one in determinations]
    blocks += again_blocks(runs("review", asked, rulebook or Rulebook.load()))
    blocks += cited_blocks(told, address)
    return typeset(_document(title, told, blocks, determinations), _attached(determinations))


def _document(
    title: str, told: Sequence[Account], blocks: list[dict[str, Any]], determinations: Sequence[Determination]
) -> dict[str, Any]:
    days = sorted(datetime.date.fromisoformat(str(one.transfer["date"])) for one in determinations)
    digest = told[0].digest.removeprefix("sha256:")[:12]
    running = title if len(told) > 1 else told[0].subject
    return {
        "title": title if len(told) > 1 else f"{_answer(told[0])} – {told[0].subject}",
        "over": f"Review of {'an export transfer' if len(told) == 1 else 'export transfers'}",
        "running": running if len(running) <= _SHORT else f"{running[: _SHORT - 1]}…",
        "foot": f"Licet {told[0].version}, law {digest}",
        "version": told[0].version,
        "date": [days[-1].year, days[-1].month, days[-1].day],
        "keywords": ["export control", f"law {told[0].digest}"],
        "blocks": blocks,
    }


def _answer(told: Account) -> str:
    headline = told.headline
    if headline is None:
        return "Reviewed"
    return f"{headline.title} open" if headline.open else capital(headline.terms[0].words)


def _attached(determinations: Sequence[Determination]) -> str:
    if len(determinations) == 1:
        return determinations[0].to_json()
    return msgspec.json.format(msgspec.json.encode([one.to_dict() for one in determinations]), indent=2).decode()


# The pictures.


def _pictures(found: Determination, book: Rulebook, with_years: bool) -> Pictured:
    assumed = {one.fact: one.value for one in found.assumed}
    limits = limits_svg(found.transfer, book, assumed, styled=False)
    stretches = _years(found, book) if with_years else []
    last = max(stretches[-1].start if stretches else FIRST_DAY, _day(found))
    end = datetime.date.fromordinal(min(last.toordinal() + _AFTER, datetime.date.max.toordinal()))
    drawn = timeline_svg(stretches, end, book, styled=False)
    return Pictured(limits, drawn, f"The same transfer on every day since {FIRST_DAY.year}.")


def _day(found: Determination) -> datetime.date:
    return datetime.date.fromisoformat(str(found.transfer["date"]))


def _years(found: Determination, book: Rulebook) -> list[Stretch]:
    """Return the answers on every day, as far as the law has days: no clock is read, so that the file stays the same tomorrow."""
    assumed = dict(asked_of(found).assumed)
    assumed.pop("date", None)
    transfer = Stater(book, _day(found), assume=assumed).read(from_value(dict(found.transfer), Where("the transfer")))
    last = datetime.date.fromordinal(max([FIRST_DAY.toordinal(), _day(found).toordinal(), *book.boundaries]))
    return timeline(book, transfer.stated, FIRST_DAY, last, transfer.filled)
