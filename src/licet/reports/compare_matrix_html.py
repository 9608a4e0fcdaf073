"""The matrix of a comparison as a table of HTML: nations with the same row together, those that change first, the others folded away."""

from __future__ import annotations

from collections.abc import Sequence

from licet.errors import number_of
from licet.reports.account import Term
from licet.reports.compare_account import Row, Square, Told
from licet.reports.markup import Safe, joined, tag, text

# So many nations of a row are named in the open.
_OPEN = 6


def table_of_nations(account: Told) -> Safe:
    """Return the matrix as tables: the rows that change, and folded away those that do not.

    Args:
        account: the comparison in words.
    """
    # What changes stands where a narrow screen shows it.
    places = sorted(range(len(account.columns)), key=lambda place: not account.columns[place].changes)
    titles = [account.columns[place].title for place in places]
    changing = [row for row in account.rows if row.changed]
    staying = [row for row in account.rows if not row.changed]
    parts = []
    if changing:
        parts.append(
            _table("Nations for which something changes; the cells that change are framed.", titles, changing, places)
        )
    if staying:
        count = number_of(sum(len(row.names) for row in staying), "nation")
        summary = tag("summary", f"{count} for which nothing changes")
        parts.append(tag("details", summary, tag("div", _table("", titles, staying, places), class_="body")))
    return joined(parts)


def _table(caption: str, titles: Sequence[str], rows: Sequence[Row], places: Sequence[int]) -> Safe:
    head = tag("tr", *(tag("th", title, scope="col") for title in ("Nations", *titles)))
    body = joined(tag("tr", _names(row), *(_cell(row.squares[place]) for place in places)) for row in rows)
    shown = tag("caption", caption) if caption else Safe("")
    table = tag("table", shown, tag("thead", head), tag("tbody", body), class_="matrix")
    # Who reads with the keyboard has to reach what is scrolled to.
    return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label="Nations and items")


def _names(row: Row) -> Safe:
    named = ", ".join(row.names)
    if len(row.names) <= _OPEN:
        return tag("th", named, scope="row")
    return tag("th", tag("details", tag("summary", row.count), tag("div", named, class_="body")), scope="row")


def _cell(square: Square) -> Safe:
    first, second = square.terms
    after = tag("span", square.after, class_=_grade(second))
    if not square.changed:
        return tag("td", after)
    return tag("td", text(tag("span", square.before, class_=_grade(first)), " → ", after), class_="changed")


def _grade(term: Term | None) -> str:
    if term is None:
        return "value open"
    return "value" if term.grade is None else f"value grade-{term.grade}"
