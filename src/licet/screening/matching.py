"""Which entries of a list may be a party: candidates from the index, each held against the party by name and by evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy
from rapidfuzz import fuzz, process

from licet.screening.alignment import Alignment, align
from licet.screening.answer import Party
from licet.screening.evidence import MATCH, POSSIBLE, weigh
from licet.screening.index import Index, initials
from licet.screening.letters import clean, plain_script
from licet.screening.listed import PERSON, UNKNOWN, Listed
from licet.screening.prepared import Prepared, prepare
from licet.screening.wording import INITIAL, LEGAL

# Names that score less are not looked at further, since no evidence beside the name lifts them to a hit.
_WORTH_A_LOOK = POSSIBLE - 0.1
# Candidates that are aligned word by word.
_ALIGNED = 20
# Candidates less alike than this by a plain ratio, from 0 to 100, are not; all labelled pairs (benchmarks/names) that agree are more.
_WORTH_ALIGNING = 55
_OTHER_NAME = "The name is another."
_INITIALS = "The name is spelt by the initials of the other."
# The score of initials that spell a name: CETC for China Electronics Technology Corporation.
_SPELT_BY_INITIALS = POSSIBLE + 0.02


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that may be a party.

    Attributes:
        listed: the entry.
        matched: the name of the entry that agrees best.
        score: from 0 to 1.
        why: what agrees, what does not, and what raised or lowered the score.
    """

    listed: Listed
    matched: str
    score: float
    why: tuple[str, ...]


def find(
    party: Party,
    index: Index,
    listed: Callable[[Sequence[int]], Sequence[Listed]],
    nations: Mapping[str, str],
    least: float = POSSIBLE,
    crowded: list[str] | None = None,
    numbered: Iterable[int] = (),
) -> list[Found]:
    """Return the entries of a list that may be a party, the likeliest first.

    Args:
        party: who is asked.
        index: the names of the list.
        listed: from the numbers of entries to the entries.
        nations: ISO code → name, for the reasons.
        least: the least score of a hit.
        crowded: takes each name of the party with which as many names of the list agree as are looked at, so that there may be more.
        numbered: entries that have a number of the party, whatever they are called.
    """
    best: dict[int, tuple[float, Alignment | None, str, str]] = {}
    for name in dict.fromkeys((party.name, *party.aliases)):
        agreeing = _agreeing(name, party.kind, index)
        if crowded is not None and len(agreeing) >= _ALIGNED:
            crowded.append(name)
        for place, score, alignment in agreeing:
            owner = index.owners[place]
            if owner not in best or score > best[owner][0]:
                best[owner] = score, alignment, index.names[place], name
    for owner in numbered:
        best.setdefault(owner, (0.0, None, "", party.name))
    found = []
    entries = listed(list(best)) if best else ()
    for entry, (score, alignment, matched, name) in zip(entries, best.values(), strict=True):
        nobody = not prepare(name, party.kind == PERSON).naming or _initial(alignment)
        weak = _weak(entry, matched) or (nobody and not _identical(name, matched))
        weighed = weigh(party, entry, score, weak=weak, nations=nations)
        if weighed.score < least:
            continue
        matched = matched or entry.name
        said = alignment.why() if alignment else [_OTHER_NAME if not score else _INITIALS]
        if name != party.name:
            said.insert(0, f"By its other name «{name}».")
        found.append(Found(entry, matched, round(weighed.score, 3), (*said, *weighed.why)))
    return sorted(found, key=lambda one: (-one.score, one.listed.source, one.listed.id))


def _agreeing(name: str, kind: str, index: Index) -> list[tuple[int, float, Alignment | None]]:
    """Return the names of a list that agree with a name, by their places."""
    prepared = (
        {person: prepare(name, person) for person in (True, False)}
        if kind == UNKNOWN
        else {kind == PERSON: prepare(name, kind == PERSON)}
    )
    asked = prepared.get(kind == PERSON) or prepared[False]
    agreeing: list[tuple[int, float, Alignment | None]] = []
    spelt = index.spelt_by_initials(asked)
    for place in dict.fromkeys((*_closest(asked, index), *spelt)):
        person = index.kinds[place] == PERSON and True in prepared
        mine, theirs = prepared.get(person, asked), prepare(index.names[place], person)
        alignment = align(mine, theirs, person)
        score = alignment.score
        if not mine.naming and not _identical(name, index.names[place]):
            score = _unnamed(alignment, score)
        if score >= _WORTH_A_LOOK:
            agreeing.append((place, score, alignment))
        elif place in spelt and _by_initials(mine, theirs):
            agreeing.append((place, _SPELT_BY_INITIALS, None))
    return agreeing


def _closest(asked: Prepared, index: Index) -> list[int]:
    """Return the places of the candidates worth an alignment: by a plain ratio of the words that name, where vowels are written."""
    candidates = index.candidates(asked)
    if not candidates or any(not word.vowels or word.native for word in asked.words):
        return candidates
    cores = [index.cores[place] for place in candidates]
    words = process.cdist([asked.core], cores, scorer=fuzz.token_set_ratio)[0]
    # Words written together on one side only agree in nothing but their letters.
    letters = process.cdist([_joined(asked.core)], list(map(_joined, cores)), scorer=fuzz.ratio)[0]
    ratios = numpy.maximum(words, letters)
    best = numpy.argsort(-ratios, kind="stable")[:_ALIGNED]
    return [candidates[number] for number in best if ratios[number] >= _WORTH_ALIGNING]


def _joined(words: str) -> str:
    return words.replace(" ", "")


def _identical(one: str, other: str) -> bool:
    """Whether two names are one, sign for sign but for case and the forms of a letter: that is a match whatever its words are."""
    first, second = (plain_script(" ".join(clean(name).split())) for name in (one, other))
    return bool(first) and first == second


def _unnamed(alignment: Alignment, score: float) -> float:
    """Return the score of a name all of whose words are common: only a name of the same words is a hit, and then no match."""
    whole = not alignment.one and not alignment.other and all(pair.like > 0.9 for pair in alignment.pairs)
    return min(max(score, POSSIBLE), MATCH - 0.01) if whole else min(score, POSSIBLE - 0.01)


def _by_initials(one: Prepared, other: Prepared) -> bool:
    """Whether one name is a single word that the initials of the other spell."""
    for short, full in ((one, other), (other, one)):
        words = [word for word in short.words if word.role != LEGAL]
        if len(words) == 1 and words[0].shown.isupper() and words[0].text in initials(full):
            return True
    return False


def _initial(alignment: Alignment | None) -> bool:
    """Whether a name agrees by an initial alone, which many share."""
    return alignment is not None and any(pair.why == INITIAL for pair in alignment.pairs)


def _weak(entry: Listed, matched: str) -> bool:
    return matched != entry.name and any(alias.weak and alias.name == matched for alias in entry.aliases)
