"""What the words of names are worth: legal forms, words that say little, particles and titles, spellings of one name, numbers.

The tables lie beside this file in ``words/``, one idea a file, and hold no name of any list.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

# What a word of a name is.
NAME, LEGAL, GENERIC, PLACE, PARTICLE, TITLE, NUMBER, INITIAL = (
    "name",
    "legal form",
    "common word",
    "place",
    "particle",
    "title",
    "number",
    "initial",
)


# Letters from which a legal form is long enough that one with a slip in it is still known.
LONG = 10
_ROLES = {"name": NAME, "common": GENERIC, "place": PLACE, "legal": LEGAL, "particle": PARTICLE, "title": TITLE}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word of another script means.

    Attributes:
        latin: a name in its most usual Latin spelling; other words in English.
        role: what it is.
        sense: the class of a legal form.
    """

    latin: str
    role: str
    sense: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The tables.

    Attributes:
        legal: words of a legal form, joined by spaces, → its class.
        longest: the words of the longest legal form.
        long_legal: the legal forms that are one word of ten letters and more.
        common: a word that says little → what it says, in English.
        places: a word for a place → the place, in English.
        particles: words between names.
        titles: words before names.
        abbreviations: a short form → the word.
        numbers: a word for a number, or a Roman numeral, → the number.
        variants: a spelling → the name that it is a spelling of.
        cognates: a name → the families of names to which it belongs across languages, nicknames included.
        meanings: a word of another script, as :func:`~licet.screening.letters.as_found` writes it → what it means.
        legal_starts: the words with which a legal form of two words or more begins.
        legal_slips: these, and each without one of its letters: what a slip in one has in common with it.
        legal_by_word: the long legal forms of several words by their number of words, and the place and text of each of these.
    """

    legal: dict[tuple[str, ...], str]
    longest: int
    long_legal: tuple[tuple[str, str], ...]
    common: dict[str, str]
    places: dict[str, str]
    particles: frozenset[str]
    titles: frozenset[str]
    abbreviations: dict[str, str]
    numbers: dict[str, str]
    variants: dict[str, str]
    cognates: dict[str, frozenset[str]]
    meanings: dict[str, Meaning]
    legal_starts: frozenset[str]
    legal_slips: frozenset[str]
    legal_by_word: dict[tuple[int, int, str], list[tuple[tuple[str, ...], str]]]


def table(name: str) -> list[tuple[str, ...]]:
    """Return the rows of a table of ``words/``, without its heads."""
    file = resources.files("licet.screening") / "words" / f"{name}.csv"
    return [tuple(row) for row in csv.reader(file.read_text(encoding="utf-8").splitlines())][1:]


def _pairs(name: str) -> dict[str, str]:
    return {row[0]: row[1] or row[0] for row in table(name)}


def _families() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for family, names in table("cognates"):
        for name in names.split():
            found.setdefault(name, set()).add(family)
    return {name: frozenset(families) for name, families in found.items()}


@lru_cache(maxsize=1)
def wording() -> Wording:
    """Return the tables."""
    from licet.screening.letters import as_found, spelt

    legal = {tuple(form.split()): kind for form, kind in table("legal-forms")}
    meanings: dict[str, Meaning] = {}
    for word, latin, role, sense in table("meanings"):
        parts = spelt(word, (word,))
        if len(parts) > 1:
            # A legal form of several words is found among the words as they are spelt in Latin letters.
            legal.setdefault(tuple(part.text for part in parts), sense)
        else:
            meanings[as_found(word)] = Meaning(latin, _ROLES[role], sense)
    starts = frozenset(form[0] for form in legal if len(form) > 1)
    by_word: dict[tuple[int, int, str], list[tuple[tuple[str, ...], str]]] = {}
    for form, kind in legal.items():
        if len(form) > 1 and sum(map(len, form)) >= LONG:
            for place, word in enumerate(form):
                by_word.setdefault((len(form), place, word), []).append((form, kind))
    return Wording(
        legal=legal,
        longest=max(map(len, legal)),
        long_legal=tuple((form[0], kind) for form, kind in legal.items() if len(form) == 1 and len(form[0]) >= LONG),
        common=_pairs("common-words"),
        places=_pairs("places"),
        particles=frozenset(word for word, kind in table("particles") if kind == "particle"),
        titles=frozenset(word for word, kind in table("particles") if kind == "title"),
        abbreviations=_pairs("abbreviations"),
        numbers=_pairs("numbers"),
        variants={spelling: row[0] for row in table("spellings") for spelling in " ".join(row).split()},
        cognates=_families(),
        meanings=meanings,
        legal_starts=starts,
        legal_slips=frozenset(
            part
            for word in starts
            if len(word) > 3
            for part in (word, *(word[:place] + word[place + 1 :] for place in range(len(word))))
        ),
        legal_by_word=by_word,
    )
