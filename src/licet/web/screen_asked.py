"""Whom the form of the page *Screen* names: one party with what is known of it, or several names. Every fault has its line; nothing is kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from licet.errors import Fault, InputError, near
from licet.rulebook.rulebook import Rulebook, today
from licet.screening.answer import Party
from licet.screening.listed import KINDS, UNKNOWN
from licet.screening.reading import party_node, party_stated
from licet.transfers.stating import Stater, nations_of

MOST = 50
MOST_SENT = 100_000
LONGEST = 600
_LONGEST_NAMES = 30_000

# What is stated of one party beside its name; of those in the second, each line is one.
ONE = ("kind", "nation", "born", "address")
LINES = ("alias", "number")
_HOW = ("exporter", "least")
_NAMES = "names"
FIELDS = ("name", *ONE, *LINES, *_HOW, _NAMES)


@dataclass(frozen=True)
class Whom:
    """Whom a form names.

    Attributes:
        texts: field → what was written in it.
        parties: whom to screen.
        several: whether the form named several.
        exporter: the nation whose law says which lists there have to be.
        least: the score from which an entry is a hit.
        faults: a fault for everything that cannot be read.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    several: bool = False
    exporter: str = ""
    least: float | None = None
    faults: tuple[Fault, ...] = ()


def read_whom(sent: QueryDict, book: Rulebook) -> Whom:
    """Read what was sent.

    Args:
        sent: the fields of the form.
        book: declares nations and what a party states.
    """
    faults: list[Fault] = []
    texts: dict[str, str] = {}
    for name, given in sent.lists():
        if name not in FIELDS:
            shown = name if len(name) <= 40 else f"{name[:39]}…"
            faults.append(Fault(shown, "no such field", f"one of {', '.join(FIELDS)}", near(name, FIELDS)))
        elif len(given) > 1:
            faults.append(Fault(name, f"{len(given)} values", "one value"))
        else:
            texts[name] = _text(name, given[0], faults)
    stated = [name for name in (*ONE, *LINES) if texts.get(name)]
    one, several = texts.get("name", ""), _lines(texts.get(_NAMES, ""))
    if one and several:
        faults.append(Fault("name and names", "one party and several names", "one of the two"))
    elif several and stated:
        faults.append(Fault(", ".join(stated), "said of several names", "said of one party"))
    elif not one and not several:
        faults.append(Fault("name", "nobody", "a name, or names one a line"))
    elif len(several) > MOST:
        mend = "screen in parts, or a file with 'licet screen'"
        faults.append(Fault(_NAMES, f"{len(several)} names", f"at most {MOST}", mend))
    exporter, least = _nation(texts.get("exporter", ""), book, faults), _score(texts.get("least", ""), faults)
    parties = () if faults else _parties(one, several, texts, book, faults)
    return Whom(texts, parties, bool(several), exporter, least, tuple(faults))


def _text(name: str, given: str, faults: list[Fault]) -> str:
    text = "\n".join(_lines(given)) if name in (_NAMES, *LINES) else given.strip()
    most = _LONGEST_NAMES if name == _NAMES else LONGEST
    if len(text) > most:
        faults.append(Fault(name, f"{len(text):,} letters", f"at most {most:,}"))
    elif not all(line.isprintable() for line in text.split("\n")):
        faults.append(Fault(name, "signs that cannot be shown", "letters, digits and signs"))
    return text[:most]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]


def _parties(
    one: str, several: list[str], texts: Mapping[str, str], book: Rulebook, faults: list[Fault]
) -> tuple[Party, ...]:
    stater = Stater(book, today())
    stated: dict[str, Any] = {name: texts.get(name, "") for name in ONE}
    stated |= {name: tuple(_lines(texts.get(name, ""))) for name in LINES}
    if stated["kind"] and stated["kind"] not in KINDS[:-1]:
        expected = f"one of {', '.join(kind for kind in KINDS if kind != UNKNOWN)}"
        faults.append(Fault("kind", f"'{stated['kind'][:40]}'", expected, near(stated["kind"], KINDS[:-1])))
        return ()
    found: list[Party] = []
    for number, name in enumerate(several or [one], 1):
        where = f"line {number}" if several else "the party"
        try:
            found.append(party_stated(party_node(name, {} if several else stated, where), stater))
        except InputError as error:
            faults += (replace(fault, where=where) for fault in error.faults)
    return tuple(found)


def _nation(text: str, book: Rulebook, faults: list[Fault]) -> str:
    try:
        return nations_of(book).code(text) if text else ""
    except InputError as error:
        faults += [replace(fault, where="exporter") for fault in error.faults]
        return ""


def _score(text: str, faults: list[Fault]) -> float | None:
    if not text:
        return None
    try:
        score = float(text.replace(",", "."))
    except ValueError:
        score = math.nan
    if not 0 < score <= 1:
        faults.append(Fault("least", f"'{text[:40]}'", "a score above 0, to 1, such as 0.8"))
        return None
    return score
