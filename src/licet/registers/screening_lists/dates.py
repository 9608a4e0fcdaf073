"""Dates as lists write them, made ISO dates cut to what is known, and spans of them."""

from __future__ import annotations

import datetime
import re

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# "Circa" is no year; so many years to either side are meant as well, as no publisher says how many it means.
_CIRCA = 2

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*|Z|[+-]\d{2}:\d{2})?")
_WORDS = re.compile(r"(?:(\d{1,2})[ -])?([A-Za-z]{3})[A-Za-z]*\.?[ -](\d{4})")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ROUGH = re.compile(r"(?:circa|approximately|approx\.?|about|between)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:to|and)\s+|\s*/\s*(?=\d{4})|(?<=\d{4})\s*-\s*(?=\d{4}$)", re.IGNORECASE)


def iso_date(text: str) -> str:
    """Return a date as an ISO date cut to what is known, or an empty text for what is none.

    A date in figures with strokes is month, day, year, as the United States write it.

    >>> iso_date("17 Feb 1974"), iso_date("Feb 1974"), iso_date("1974"), iso_date("08/24/2022"), iso_date("30 Feb 1974")
    ('1974-02-17', '1974-02', '1974', '2022-08-24', '')
    """
    text = " ".join(text.split()).rstrip(".")
    year = month = day = 0
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part or 0) for part in found.groups())
        if month and found[2] and not 1 <= month <= 12:
            return ""
    elif found := _WORDS.fullmatch(text):
        if found[2].lower() not in _MONTHS:
            return ""
        year, month, day = int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1] or 0)
    elif found := _SLASHES.fullmatch(text):
        month, day, year = (int(part) for part in found.groups())
    else:
        return ""
    try:
        datetime.date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def born(text: str) -> str:
    """Return a day, month or year of birth, or a span of them, or an empty text for what is none.

    >>> born("DOB 17 Feb 1974"), born("circa 1961"), born("1970 to 1973"), born("01 Jan 1966 to 31 Dec 1968"), born("the sixties")
    ('1974-02-17', '1959/1963', '1970/1973', '1966-01-01/1968-12-31', '')
    """
    text = " ".join(text.split()).removeprefix("alt. ").removeprefix("DOB").strip(" :.;")
    rough = _ROUGH.match(text)
    if rough:
        text = text[rough.end() :]
    parts = [iso_date(part) for part in _BETWEEN.split(text)]
    if not all(parts) or len(parts) > 2:
        return iso_date(text)
    if len(parts) == 2:
        return "/".join(sorted(parts))
    if rough and not rough[0].lower().startswith("between"):
        year = int(parts[0][:4])
        return f"{year - _CIRCA:04}/{year + _CIRCA:04}"
    return parts[0]
