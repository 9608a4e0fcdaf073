"""Two names held against each other word by word: what agrees with what, what stands alone, and what that is worth.

The score is the share of the names that agrees. A word that names is worth more than one that companies share, and words that differ
on both sides count against more than a word that one side merely leaves out. What each share is worth was chosen on labelled pairs
(``benchmarks/names``), not taken from a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from licet.screening.likeness import likeness
from licet.screening.listed import PERSON
from licet.screening.prepared import Prepared, Word, prepare
from licet.screening.wording import GENERIC, INITIAL, LEGAL, NAME, NUMBER, PARTICLE, PLACE, TITLE

# What a word that stands on one side only counts against the names, as a share of its weight.
_ALONE = {NAME: 0.75, PLACE: 0.9, GENERIC: 0.45, NUMBER: 0.25, INITIAL: 0.3, PARTICLE: 0.3, TITLE: 0.3, LEGAL: 0.3}
# In a person's name a word left out is common: a patronymic, a second name, a tribe.
_ALONE_IN_A_PERSON = _ALONE | {NAME: 0.24}
# What words that differ on both sides count against the names, as a share of the weight that stands against each other.
_AGAINST = 1.15
_WEIGHTY = (NAME, NUMBER, PLACE, GENERIC, INITIAL)
# Names that agree in words that say little, and in no word that names, are worth this share of what they score.
_NO_NAME = 0.7
# The least likeness of words written together, and what the joining costs.
_JOINED, _JOINING = 0.8, 0.98
# Words joined at most.
_SEVERAL = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """A word, or several written together, of one name and what agrees with it in the other.

    Attributes:
        one: of the first name.
        other: of the second.
        like: how alike, from 0 to 1.
        why: in words.
    """

    one: tuple[Word, ...]
    other: tuple[Word, ...]
    like: float
    why: str

    @property
    def weight(self) -> float:
        """What the pair is worth."""
        return (sum(word.weight for word in self.one) + sum(word.weight for word in self.other)) / 2


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two names agree.

    Attributes:
        score: from 0 to 1.
        pairs: what agrees with what.
        one: words of the first name that agree with nothing.
        other: words of the second name that agree with nothing.
    """

    score: float
    pairs: tuple[Pair, ...]
    one: tuple[Word, ...]
    other: tuple[Word, ...]

    def why(self) -> list[str]:
        """Return what agrees and what does not, in sentences; words that are the same are told together."""
        same = [shown(pair.other) for pair in self.pairs if pair.why == "the same"]
        said = [f"Agrees: {', '.join(same)}."] if same else []
        said += [
            f"«{shown(pair.one)}» and «{shown(pair.other)}»: {pair.why}."
            for pair in self.pairs
            if pair.why != "the same"
        ]
        if self.one:
            said.append(f"Only in the name that was asked: {shown(self.one)}.")
        if self.other:
            said.append(f"Only on the list: {shown(self.other)}.")
        return said


def shown(words: Sequence[Word]) -> str:
    """Return words as they are written."""
    return " ".join(word.shown for word in words)


def align(one: Prepared, other: Prepared, person: bool) -> Alignment:
    """Hold two names against each other.

    Args:
        one: the name that is asked.
        other: the name on the list.
        person: whether they are names of persons, in which a word left out tells less.
    """
    a, b = one.words, other.words
    found = []
    for i, word in enumerate(a):
        for j, by in enumerate(b):
            like, why = likeness(word, by)
            if like:
                found.append((-like * (word.weight + by.weight), abs(i - j), i, j, like, why))
    found.sort()
    left, right = set(range(len(a))), set(range(len(b)))
    # What is the very same once written together goes before what is merely alike: «Al Masri» and «Almasri».
    pairs: list[Pair] = []
    if len(a) > 1:
        pairs += (Pair(several, single, _JOINING, _TOGETHER) for several, single in _same_joined(a, b, left, right))
    if len(b) > 1:
        pairs += (Pair(single, several, _JOINING, _TOGETHER) for several, single in _same_joined(b, a, right, left))
    for _, _, i, j, like, why in found:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            pairs.append(Pair((a[i],), (b[j],), like, why))
    if left and right:
        pairs += (Pair(several, single, like, _TOGETHER) for several, single, like in _joined(a, b, left, right))
        pairs += (Pair(single, several, like, _TOGETHER) for several, single, like in _joined(b, a, right, left))
    rest, others = tuple(a[i] for i in sorted(left)), tuple(b[j] for j in sorted(right))
    score = _score(pairs, rest, others, person)
    if person and _other_generation(a, b, pairs):
        score *= _OTHER_GENERATION
    return Alignment(score, tuple(pairs), rest, others)


def _other_generation(a: Sequence[Word], b: Sequence[Word], pairs: Sequence[Pair]) -> bool:
    """Whether father and son have changed places: Sultan bin Khalid and Khalid bin Sultan."""
    sons = [next((place for place, word in enumerate(side) if word.text in _SON_OF), 0) for side in (a, b)]
    if not all(sons):
        return False
    before = [{id(word) for word in side[:son] if word.role == NAME} for side, son in zip((a, b), sons, strict=True)]
    crossed = [
        pair
        for pair in pairs
        if len(pair.one) == len(pair.other) == 1
        and pair.one[0].role == NAME
        and (id(pair.one[0]) in before[0]) != (id(pair.other[0]) in before[1])
    ]
    return len(crossed) > 1


# Words between a name and the name of the father, and what a change of places costs.
_SON_OF = ("bin", "ibn", "ben", "bint", "binti", "oglu", "ogly")
_OTHER_GENERATION = 0.78
_TOGETHER = "written together"


def _same_joined(
    a: Sequence[Word], b: Sequence[Word], left: set[int], right: set[int]
) -> list[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """Take neighbouring words of the first side that together are the very word of the other, and of which none stands there alone."""
    mine = {word.text for word in a}
    # A word that several make up is longer than the shortest two of them.
    least = sum(sorted(map(len, mine))[:2])
    theirs = {
        word.text: j
        for j, word in enumerate(b)
        if len(word.text) >= least and word.text not in mine and word.role not in (LEGAL, NUMBER)
    }
    if not theirs:
        return []
    apart = {word.text for word in b}
    longest = max(map(len, theirs))
    taken: list[tuple[tuple[Word, ...], tuple[Word, ...]]] = []
    for start in range(len(a) - 1):
        joined = ""
        for end in range(start, min(start + _SEVERAL, len(a))):
            joined += a[end].text
            if end not in left or a[end].text in apart or len(joined) > longest:
                break
            j = theirs.get(joined) if end > start else None
            if j is not None and j in right:
                left.difference_update(range(start, end + 1))
                right.discard(j)
                taken.append((tuple(a[start : end + 1]), (b[j],)))
                break
    return taken


def _joined(
    a: Sequence[Word], b: Sequence[Word], left: set[int], right: set[int]
) -> list[tuple[tuple[Word, ...], tuple[Word, ...], float]]:
    """Take neighbouring words of the first side that together are a word of the other: «Plat Ono Vich»."""
    taken: list[tuple[tuple[Word, ...], tuple[Word, ...], float]] = []
    for j in sorted(right):
        word = b[j]
        if word.role in (LEGAL, NUMBER):
            continue
        best, best_span = 0.0, range(0)
        for start in sorted(left):
            joined = a[start].text
            for end in range(start + 1, min(start + _SEVERAL, len(a))):
                joined += a[end].text
                if end not in left or len(joined) > len(word.text) + 2:
                    break
                like = 1.0 - OSA.distance(joined, word.text) / max(len(joined), len(word.text))
                if like > max(best, _JOINED):
                    best, best_span = like, range(start, end + 1)
        if best:
            left.difference_update(best_span)
            right.discard(j)
            taken.append((tuple(a[i] for i in best_span), (word,), best * _JOINING))
    return taken


def _score(pairs: Sequence[Pair], rest: Sequence[Word], others: Sequence[Word], person: bool) -> float:
    worth = gained = 0.0
    naming = False
    for pair in pairs:
        worth += pair.weight
        gained += pair.weight * pair.like
        naming = naming or any(word.role in (NAME, PLACE, INITIAL) for word in (*pair.one, *pair.other))
    if not worth:
        return 0.0
    alone = _ALONE_IN_A_PERSON if person else _ALONE
    mine, theirs = (sum(word.weight for word in words if word.role in _WEIGHTY) for words in (rest, others))
    against = min(mine, theirs)
    lost = against * _AGAINST
    for words, total in ((rest, mine), (others, theirs)):
        # What stands against a word of the other side has been counted.
        share = 1.0 - against / total if total else 0.0
        lost += sum(word.weight * alone[word.role] * (share if word.role in _WEIGHTY else 1.0) for word in words)
    whole = not mine and not theirs
    return gained / (worth + lost) * (1.0 if naming or whole else _NO_NAME)


def similarity(a: str, b: str, kind: str = "unknown") -> float:
    """Return how alike two names are, from 0 to 1.

    Args:
        a: a name, in any script.
        b: another.
        kind: ``person``, ``organisation``, ``vessel``, ``aircraft`` or ``unknown``.

    >>> similarity("Usama bin Ladin", "bin Laden, Osama", kind="person") > 0.9
    True
    >>> similarity("Volga Trading LLC", "Trading", kind="organisation") < 0.5
    True
    """
    person = kind == PERSON
    return align(prepare(a, person), prepare(b, person), person).score
