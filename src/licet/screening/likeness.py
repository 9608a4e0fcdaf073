"""How alike two words of names are, and why: the same, one name spelt two ways, a slip of the pen, an initial, bare consonants."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA, Indel

from licet.screening.prepared import Word
from licet.screening.wording import GENERIC, INITIAL, LEGAL, NUMBER, PLACE, wording

# What a pair of words is worth by how they agree.
SAME, SPELLING, SOUND, COGNATE, FIRST_LETTER, CONSONANTS = 1.0, 0.97, 0.95, 0.86, 0.8, 0.88
# Words less alike than this are different words.
LEAST = 0.62
# What a slip is worth between two names that people bear.
_TWO_NAMES = 0.75
_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=500_000)
def likeness(one: Word, other: Word) -> tuple[float, str]:
    """Return how alike two words are, from 0 to 1, and why in a word or two.

    Below :data:`LEAST` they are different words, and the likeness is 0.
    """
    if one.native and other.native:
        # Signs that write a syllable or a meaning do not slip as letters do.
        return (SAME, "the same") if one.native == other.native else (0.0, "")
    if one.text == other.text:
        return SAME, "the same"
    if one.role == NUMBER or other.role == NUMBER:
        if one.role == other.role:
            return (SAME, "the same number") if one.sense == other.sense else (0.0, "")
        return 0.0, ""
    if one.role == LEGAL or other.role == LEGAL:
        return (SPELLING, "the same legal form") if one.role == other.role and one.sense == other.sense else (0.0, "")
    if one.sense == other.sense:
        return SPELLING, "spellings of one name" if one.role not in (GENERIC, PLACE) else "the same word"
    if one.role == INITIAL or other.role == INITIAL:
        return (FIRST_LETTER, INITIAL) if one.text[0] == other.text[0] else (0.0, "")
    if one.sound == other.sound and len(one.sound) > 1:
        return SOUND, "spelt as it sounds"
    if (len(one.heard) > 2 and one.heard == other.sound) or (len(other.heard) > 2 and other.heard == one.sound):
        return SOUND, "spelt as it sounds"
    if (one.role in (GENERIC, PLACE)) != (other.role in (GENERIC, PLACE)) and min(len(one.text), len(other.text)) < 6:
        return 0.0, ""
    found, why = _slip(one, other)
    if not (one.vowels and other.vowels) or one.native or other.native:
        bare, said = _bare(one, other)
        if bare > found:
            found, why = bare, said
    tables = wording()
    mine, theirs = (tables.cognates.get(w.sense, _NONE) | tables.cognates.get(w.text, _NONE) for w in (one, other))
    if mine & theirs:
        return max(found, COGNATE), "forms of one name"
    if found < SOUND and _known(one, mine) and _known(other, theirs) and one.sense != other.sense:
        # Two names that people bear, Ahmet and Mehmet, are no slips of one another.
        found *= _TWO_NAMES
    return (found, why) if found >= LEAST else (0.0, "")


def _known(word: Word, families: frozenset[str]) -> bool:
    return bool(families) or word.text in wording().variants


def _slip(one: Word, other: Word) -> tuple[float, str]:
    a, b = one.text, other.text
    longest = max(len(a), len(b))
    if abs(len(a) - len(b)) > longest // 3 or longest < 3:
        return 0.0, ""
    slips = OSA.distance(a, b)
    plain = 1.0 - slips / longest
    if longest == 3:
        return (0.7, "one letter differs") if slips == 1 else (0.0, "")
    if slips > 1:
        # Two manners of transliteration differ in several letters and sound alike.
        x, y = one.sound, other.sound
        heard = 1.0 - OSA.distance(x, y) / max(len(x), len(y), 1)
        plain = max(plain, heard * 0.97) if len(x) > 3 and len(y) > 3 else plain
    return plain, "one letter differs" if slips == 1 else "letters differ"


def _bare(one: Word, other: Word) -> tuple[float, str]:
    x, y = one.bones, other.bones
    if len(x) < 2 or len(y) < 2:
        return (0.7, "the consonants agree") if x == y and x else (0.0, "")
    if x == y:
        return CONSONANTS if len(x) > 2 else 0.8, "the consonants agree"
    return Indel.normalized_similarity(x, y) * CONSONANTS, "most consonants agree"
