"""Addresses of parties held against those of listed parties: the same house, however the address is written.

An address agrees when its numbers agree and nearly all the words that tell of the shorter one stand in the longer one. A city or a nation
alone is no address.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from licet.screening.letters import spelt
from licet.screening.prepared import ORDINAL
from licet.screening.wording import table, wording

# The share of the telling words of the shorter address that has to stand in the longer one.
_SHARE = 0.8
# Words that an address must have beside its numbers to be told from others.
_LEAST_WORDS = 2


@lru_cache(maxsize=1)
def _little() -> frozenset[str]:
    """The words of addresses that say what stands beside them: street, floor, number."""
    return frozenset(word for (word,) in table("address-words"))


@lru_cache(maxsize=50_000)
def address_words(address: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the telling words of an address, and its numbers.

    >>> words, numbers = address_words("Suite 1205, 12/F, 148 Wing Lok St., Sheung Wan, Hong Kong")
    >>> sorted(words), sorted(numbers)
    (['lok', 'sheung', 'wan', 'wing'], ['12', '1205', '148'])
    """
    places, little = wording().places, _little()
    words, numbers = set(), set()
    for word in spelt(address):
        text = word.text
        if any(sign.isdigit() for sign in text):
            floor = ORDINAL.fullmatch(text)
            numbers.add((floor.group(1) if floor else text).lstrip("0") or "0")
        elif len(text) > 1 and text not in little and text not in places:
            words.add(text)
    return frozenset(words), frozenset(numbers)


def agree(one: str, other: str) -> bool:
    """Whether two addresses are of one place."""
    (words, numbers), (others, other_numbers) = address_words(one), address_words(other)
    fewer = min(len(words), len(others))
    if fewer < _LEAST_WORDS or not numbers or not other_numbers:
        return False
    if not (numbers <= other_numbers or other_numbers <= numbers):
        return False
    return len(words & others) >= _SHARE * fewer


class Addresses:
    """The addresses of a list.

    Args:
        addresses: the number of each party within the list with an address.
    """

    def __init__(self, addresses: Iterable[tuple[int, str]]) -> None:
        self._addresses = list(addresses)
        self._by_word: dict[str, list[int]] = {}
        for place, (_, address) in enumerate(self._addresses):
            for word in address_words(address)[0]:
                self._by_word.setdefault(word, []).append(place)

    def having(self, address: str) -> list[tuple[int, str]]:
        """Return the parties that have an address, with the address as the list writes it."""
        words, numbers = address_words(address)
        if len(words) < _LEAST_WORDS or not numbers:
            return []
        rarest = sorted(words, key=lambda word: len(self._by_word.get(word, ())))
        # One of the rarest words must be shared where four in five are.
        places = {place for word in rarest[: len(words) // 5 + 2] for place in self._by_word.get(word, ())}
        found = [self._addresses[place] for place in sorted(places)]
        return [(owner, theirs) for owner, theirs in found if agree(address, theirs)]
