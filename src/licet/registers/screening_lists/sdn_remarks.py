"""The remarks of OFAC's list of Specially Designated Nationals: births, nations, numbers and weak names stand in one text, with ``;`` between."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from licet.registers.screening_lists.dates import born
from licet.registers.screening_lists.nations_named import NationsNamed
from licet.registers.screening_lists.numbers import is_number
from licet.screening.listed import Identifier

_NAMED = re.compile(r"(?:alt\. )?(a\.k\.a\.|f\.k\.a\.|n\.k\.a\.) '(.+)'$")
_NATION = re.compile(r"(?:alt\. )?(?:nationality|citizen|Nationality of Registration|Vessel Flag)\s+(.+)$")
_BORN = re.compile(r"(?:alt\. )?DOB\s+(.+)$")
_NUMBER = re.compile(
    r"(?:alt\. )?(?P<kind>(?:[A-Za-z][A-Za-z.'&()/-]*\s+)*?(?:No\.?|#|Number|ID|Identification|Passport|IMO|MMSI|Document #|Code|Registry|electoral|"
    r"(?:[A-Z]\.){2,}[A-Z]?\.?|SWIFT/BIC|Currency Address - [A-Z]+)(?:\s+(?:No\.?|#|Number|IMO|MMSI|\([^()]*\)))*)"
    r"\s+(?P<value>.+?)(?:\s+\((?P<nation>[^()]+)\))?(?:\s+(?:issued|expires)\b.*)?$"
)


@dataclass
class Remarked:
    """What a text of remarks tells.

    Attributes:
        born: days, months or years of birth.
        nations: nations of citizenship or nationality, as codes.
        numbers: passports, registrations and the like.
        weak: names that the list calls weak, which it writes in quotation marks.
    """

    born: list[str] = field(default_factory=list)
    nations: list[str] = field(default_factory=list)
    numbers: list[Identifier] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)


def read_remarks(text: str, nations: NationsNamed) -> Remarked:
    """Read remarks; what is not understood is left in them, as all of them are kept.

    Args:
        text: the remarks.
        nations: makes codes of the nations.
    """
    found = Remarked()
    for part in split_remarks(text):
        if told := _NAMED.match(part):
            found.weak.append(told[2])
        elif told := _BORN.match(part):
            if day := born(told[1]):
                found.born.append(day)
        elif told := _NATION.match(part):
            if code := nations.code(told[1]):
                found.nations.append(code)
        elif (told := _NUMBER.match(part)) and is_number(told["kind"], told["value"]):
            nation = nations.code(told["nation"]) if told["nation"] and nations.is_nation(told["nation"]) else ""
            found.numbers.append(Identifier(kind=told["kind"], value=told["value"], nation=nation))
    return found


def split_remarks(text: str) -> list[str]:
    """Return the parts of remarks without the full stop at their end.

    >>> split_remarks("DOB 1965; a.k.a. 'X'; Passport A1 (Iran).")
    ['DOB 1965', "a.k.a. 'X'", 'Passport A1 (Iran)']
    """
    text = " ".join(text.split()).removesuffix(".")
    return [part.strip() for part in text.split("; ") if part.strip()]
