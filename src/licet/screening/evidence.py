"""What speaks for and against a name that agrees: numbers, days of birth, nations, what kind of party it is.

An identifier that agrees makes a match of whatever name. Nothing else that differs takes a strong agreement of names off the list of
hits: lists are wrong about births and nations more often than about names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from licet.screening.answer import Party
from licet.screening.listed import UNKNOWN, Identifier, Listed

# From this score a name that agrees is possibly, or is taken for, the party. Chosen on labelled pairs (benchmarks/names).
POSSIBLE, MATCH = 0.8, 0.92
# What each piece of evidence adds or takes.
_SAME_NATION, _OTHER_NATION = 0.02, -0.05
_SAME_DAY, _SAME_YEAR, _NEAR_YEAR, _OTHER_YEAR = 0.06, 0.03, 0.0, -0.12
_OTHER_KIND = -0.1
_OTHER_NUMBER = -0.04
# The score of a party whose identifier stands on the list.
_IDENTIFIED = 0.99
# Signs of an identifier that tell: a short number is shared by many.
_LEAST_SIGNS = 5
# The number of a ship in its name.
_IN_NAME = re.compile(r"\bIMO\W*(?:no\.?|number)?\W*(\d{7})\b", re.IGNORECASE)
# A name that a list calls weak, and words that name nobody, are never more than possibly the party.
_MOST_IF_WEAK = MATCH - 0.01


@dataclass(frozen=True, slots=True)
class Weighed:
    """A score with what made it.

    Attributes:
        score: from 0 to 1.
        why: what raised or lowered it, in sentences.
    """

    score: float
    why: tuple[str, ...]


def weigh(party: Party, listed: Listed, names: float, *, weak: bool, nations: Mapping[str, str]) -> Weighed:
    """Return the score of a party against an entry of a list.

    Args:
        party: who is asked.
        listed: the entry.
        names: how the names agree, from 0 to 1.
        weak: whether the name of the entry, or of the party, is too weak for a match.
        nations: ISO code → name.
    """
    agreed = _identified(party, listed)
    if agreed:
        return Weighed(max(names, _IDENTIFIED), (f"The same identifier: {agreed}.",))
    score, why = names, []
    for change, said in (*_nation(party, listed, nations), *_birth(party, listed), *_kind(party, listed)):
        score += change
        why.append(said)
    if party.identifiers and listed.identifiers and _comparable(party, listed):
        score += _OTHER_NUMBER
        why.append("Lowered: identifiers of one kind differ.")
    # What differs beside the name lowers a hit and does not remove one that was sure by its name.
    score = max(score, POSSIBLE) if names >= MATCH else score
    if weak and score > _MOST_IF_WEAK:
        score = _MOST_IF_WEAK
        why.append("Possible at most: the name is weak.")
    return Weighed(min(max(score, 0.0), 1.0), tuple(why))


def signs(number: str) -> frozenset[str]:
    """Return the signs by which a number is known: all of them, and each word of it that holds a figure, for «IMO 9074729».

    A number of few signs is shared by many, and none is returned of it.

    >>> sorted(signs("IMO 9074729")), sorted(signs("12-3"))
    (['9074729', 'imo9074729'], [])
    """
    words = [_plain(word) for word in number.split()]
    found = {_plain(number), *(word for word in words if any(sign.isdecimal() for sign in word))}
    return frozenset(sign for sign in found if len(sign) >= _LEAST_SIGNS and any(map(str.isdecimal, sign)))


def numbers_of(party: Party) -> tuple[Identifier, ...]:
    """Return the numbers of a party, those of ships that stand in a name included."""
    named = (found for name in (party.name, *party.aliases) for found in _IN_NAME.findall(name))
    return (*party.identifiers, *(Identifier(kind="IMO number", value=number) for number in named))


def _plain(number: str) -> str:
    return re.sub(r"[^0-9a-z]", "", number.casefold())


def _identified(party: Party, listed: Listed) -> str:
    """Return the identifier that a party and an entry share."""
    for one in numbers_of(party):
        for other in listed.identifiers:
            if not signs(one.value) & signs(other.value):
                continue
            if one.nation and other.nation and one.nation != other.nation:
                continue
            return f"{other.kind or one.kind or 'number'} {other.value}"
    return ""


def _comparable(party: Party, listed: Listed) -> bool:
    kinds = {one.kind.casefold() for one in party.identifiers if one.kind}
    return bool(kinds & {one.kind.casefold() for one in listed.identifiers})


def _nation(party: Party, listed: Listed, nations: Mapping[str, str]) -> list[tuple[float, str]]:
    if not party.nations or not listed.nations:
        return []
    both = sorted(set(party.nations) & set(listed.nations))
    if both:
        return [(_SAME_NATION, f"Raised: both in {', '.join(nations.get(code, code) for code in both)}.")]
    mine = ", ".join(nations.get(code, code) for code in party.nations)
    theirs = ", ".join(nations.get(code, code) for code in listed.nations[:4])
    return [(_OTHER_NATION, f"Lowered: {mine}, and the list has {theirs}.")]


def _birth(party: Party, listed: Listed) -> list[tuple[float, str]]:
    if not party.born or not listed.born:
        return []
    change, said = max((_born(mine, theirs) for mine in party.born for theirs in listed.born), key=lambda one: one[0])
    return [(change, said)]


def _years(born: str) -> tuple[int, int]:
    first, _, last = born.partition("/")
    return int(first[:4]), int((last or first)[:4])


def _born(mine: str, theirs: str) -> tuple[float, str]:
    if len(mine) == 10 and mine == theirs:
        return _SAME_DAY, f"Raised: born on {mine}."
    (a, b), (c, d) = _years(mine), _years(theirs)
    apart = max(a - d, c - b, 0)
    if apart == 0:
        day = len(mine) == len(theirs) == 10 and mine != theirs
        return (
            (_NEAR_YEAR, f"Born in the same year, on other days: {mine} and {theirs}.")
            if day
            else (
                _SAME_YEAR,
                f"Raised: born {mine}, and the list has {theirs}.",
            )
        )
    if apart == 1:
        return _NEAR_YEAR, f"Born a year apart: {mine} and {theirs}."
    return _OTHER_YEAR, f"Lowered: born {mine}, and the list has {theirs}."


def _kind(party: Party, listed: Listed) -> list[tuple[float, str]]:
    if UNKNOWN in (party.kind, listed.kind) or party.kind == listed.kind:
        return []
    return [(_OTHER_KIND, f"Lowered: {_article(party.kind)}, and the list has {_article(listed.kind)}.")]


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
