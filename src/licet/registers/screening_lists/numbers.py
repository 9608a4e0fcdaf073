"""Numbers by which parties are known, told apart from what lists write into the same fields: websites, dates, notes on sanctions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from licet.registers.screening_lists.nations_named import NationsNamed
from licet.screening.listed import Identifier

_NO_NUMBERS = re.compile(
    r"sanctions|prohibit|website|e-?mail|telephone|phone|fax|\bdate\b|executive order|directive|determination|gender|nationality|"
    r"vessel flag|vessel type|aircraft model|manufacture date|aircraft operator|organization type|target type|linked to|information|effective|listing",
    re.IGNORECASE,
)
# The only number that may be letters alone.
_LETTERS = re.compile(r"tail number|call sign", re.IGNORECASE)
_MANY_WORDS = 5


def is_number(kind: str, value: str) -> bool:
    """Whether something is a number by which a party is known.

    >>> is_number("Passport", "A1234567"), is_number("Gender", "Male"), is_number("Website", "www.example7.org")
    (True, False, False)
    """
    return (
        bool(re.search(r"\d", value) or (value and _LETTERS.search(kind)))
        and len(value.split()) <= _MANY_WORDS
        and not _NO_NUMBERS.search(kind)
        and "@" not in value
        and "www." not in value.lower()
    )


def numbers(
    told: Iterable[tuple[str, str, str]], nations: NationsNamed
) -> tuple[tuple[Identifier, ...], tuple[str, ...]]:
    """Return the numbers among what a list tells as such, and the rest as remarks.

    Args:
        told: kind, value and nation of each.
        nations: makes codes of the nations.
    """
    found: list[Identifier] = []
    rest: list[str] = []
    for kind, value, nation in told:
        kind, value = " ".join(kind.split()).strip(" :-"), " ".join(value.split())
        if is_number(kind, value):
            found.append(Identifier(kind=kind, value=value, nation=nations.code(nation) if nation else ""))
        elif value or kind:
            rest.append(f"{kind}: {value}" if kind and value else kind or value)
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(rest))
