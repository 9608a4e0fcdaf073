"""A trigram index over the names of a list: from a name to the entries that may be it, fast enough to ask for every party of every transfer.

Names are indexed as they sound, so that manners of transliteration meet, and by their consonants, so that scripts without vowels do.
The index is one run of bytes: it is written with the list in one transaction and read without parsing the list again.
"""

from __future__ import annotations

import gc
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable

import msgspec
import numpy

from licet.screening.listed import PERSON
from licet.screening.prepared import Prepared, prepare
from licet.screening.wording import LEGAL, TITLE

# The layout of the bytes; an index of another layout is built anew.
LAYOUT = 3
# Postings read for one name: the rarest trigrams first, which tell most. A slip of the pen makes rare trigrams that cost nothing.
BUDGET = 40_000
# Grams are read beyond the budget until this share of those that occur at all has been read.
SHARE = 0.4
# So many times the names that are handed on are ranked.
_CUT = 24
# Entries handed on for a closer look.
CANDIDATES = 48
# Marks grams of consonants, initials and letters in any order, apart from those of sounds.
_BONES, _INITIALS, _LETTERS = "#", "@", "~"
# Names up to this length are found by their letters too: a slip spoils most trigrams of a short name.
SHORT = 8
# Initials of fewer words stand for too many names.
LEAST_INITIALS = 4
# A longer word is hardly spelt by initials.
_MOST_INITIALS = 8
# Words that initials leave out.
_LITTLE = ("and", "of", "for", "the")


class Damaged(Exception):
    """An index whose bytes are not what was written."""


class _Stored(msgspec.Struct, array_like=True, frozen=True):
    """The index as it is written.

    Attributes:
        layout: of the bytes.
        names: the names.
        kinds: of the party of each name.
        owners: the number of the party of each name, as an array of unsigned integers.
        cores: the words of each name that name, as they sound.
        lengths: how many grams each name has.
        grams: each gram.
        ends: where the postings of each gram end, as an array.
        postings: the places of the names of each gram, as one array.
    """

    layout: int
    names: list[str]
    kinds: list[str]
    owners: bytes
    cores: list[str]
    lengths: bytes
    grams: list[str]
    ends: bytes
    postings: bytes


def build(entries: Iterable[tuple[int, str, str]]) -> bytes:
    """Return the index of the names of a list.

    Args:
        entries: for every name the number of its party within the list, the name and the kind of the party.
    """
    # Nothing that is made here is waste until the end, and looking for waste among it takes as long as making it.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _built(entries)
    finally:
        if collecting:
            gc.enable()


def _built(entries: Iterable[tuple[int, str, str]]) -> bytes:
    names: list[str] = []
    kinds: list[str] = []
    cores: list[str] = []
    owners, lengths = array("I"), array("I")
    found: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for place, (owner, name, kind) in enumerate(entries):
        names.append(name)
        kinds.append(kind)
        owners.append(owner)
        prepared = prepare(name, kind == PERSON)
        cores.append(prepared.core)
        sounds = _sounds(prepared)
        lengths.append(len(sounds))
        for gram in (*sounds, *_bones(prepared), *_initials(prepared), *_letters(prepared)):
            found[gram].append(place)
    grams = sorted(found)
    ends, postings = array("I"), array("I")
    for gram in grams:
        postings.extend(found[gram])
        ends.append(len(postings))
    stored = _Stored(
        LAYOUT, names, kinds, owners.tobytes(), cores, lengths.tobytes(), grams, ends.tobytes(), postings.tobytes()
    )
    body = msgspec.msgpack.encode(stored)
    return zlib.crc32(body).to_bytes(4, "big") + body


class Index:
    """The names of a list, for asking which may be a name.

    Args:
        data: what :func:`build` returned.

    Raises:
        Damaged: for bytes that are not whole.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < 5 or zlib.crc32(memoryview(data)[4:]) != int.from_bytes(data[:4], "big"):
            raise Damaged("the index of the list is not whole")
        try:
            stored = msgspec.msgpack.decode(memoryview(data)[4:], type=_Stored)
        except msgspec.MsgspecError as error:
            raise Damaged(f"the index of the list cannot be read: {error}") from None
        if stored.layout != LAYOUT:
            raise Damaged(f"the index of the list has layout {stored.layout}, and {LAYOUT} is read")
        self.names = stored.names
        self.kinds = stored.kinds
        self.owners = array("I", stored.owners)
        self.cores = stored.cores
        self._lengths = numpy.frombuffer(stored.lengths, dtype=numpy.uint32)
        self._postings = numpy.frombuffer(stored.postings, dtype=numpy.uint32)
        self._ends = array("I", (0,)) + array("I", stored.ends)
        self._numbers = {gram: number for number, gram in enumerate(stored.grams)}

    def __len__(self) -> int:
        return len(self.names)

    def candidates(self, name: Prepared, limit: int = CANDIDATES) -> list[int]:
        """Return the places of the names that may be a name, the likeliest first.

        Args:
            name: whom to look for.
            limit: so many at most.
        """
        bare = any(not word.vowels or word.native for word in name.words)
        grams = [*_sounds(name), *(_bones(name) if bare else ()), *_initials(name), *_letters(name)]
        spans = sorted(
            (span for gram in grams if (span := self._span(gram)) is not None), key=lambda span: span[1] - span[0]
        )
        if not spans:
            return []
        read, taken = 0, len(spans)
        for number, (start, end) in enumerate(spans):
            read += end - start
            if read > BUDGET and number >= len(spans) * SHARE:
                taken = number
                break
        postings = self._postings
        shared = numpy.bincount(numpy.concatenate([postings[start:end] for start, end in spans[:taken]]))
        # A cheap cut first: the names that share the most grams, so many that the best by share are among them; where so many
        # share as much, as with «Trading LLC», all of these, lest too few or none are left.
        having = numpy.bincount(shared)[::-1].cumsum()[::-1]
        few = int(numpy.searchsorted(-having, -_CUT * limit, side="left"))
        enough = int(numpy.searchsorted(-having, -limit, side="right")) - 1
        least = max(1, min(few, enough))
        places = numpy.flatnonzero(shared >= least)
        share = shared[places] / (len(grams) + self._lengths[places])
        return [int(place) for place in places[numpy.argsort(-share, kind="stable")[:limit]]]

    def spelt_by_initials(self, name: Prepared, limit: int = CANDIDATES) -> list[int]:
        """Return the places of names whose initials spell a name, or that are spelt by its initials.

        Args:
            name: whom to look for.
            limit: so many at most for each spelling.
        """
        spans = (span for gram in _initials(name) if (span := self._span(gram)) is not None)
        return [int(place) for start, end in spans for place in self._postings[start : min(end, start + limit)]]

    def _span(self, gram: str) -> tuple[int, int] | None:
        """Return where the postings of a gram stand."""
        number = self._numbers.get(gram)
        return None if number is None else (self._ends[number], self._ends[number + 1])


def _sounds(name: Prepared) -> list[str]:
    """Return the grams of a name as it sounds, each once."""
    return _grams(f" {name.said} ")


def _bones(name: Prepared) -> list[str]:
    bare = " ".join(word.bones for word in name.telling if word.bones)
    return [_BONES + gram for gram in _grams(f" {bare} ")] if bare else []


def initials(name: Prepared) -> set[str]:
    """Return what the first letters of a name of several words spell, with and without its legal form."""
    words = [word for word in name.words if word.text not in _LITTLE and word.role != TITLE]
    shorter = [word for word in words if word.role != LEGAL]
    return {
        "".join(word.text[0] for word in some if word.text) for some in (words, shorter) if len(some) >= LEAST_INITIALS
    }


def _initials(name: Prepared) -> list[str]:
    """Return the initials of a name as grams, and a short name itself, which may be what initials spell."""
    short = len(name.words) <= 2 and LEAST_INITIALS <= len(name.joined) <= _MOST_INITIALS
    return [_INITIALS + spelt for spelt in sorted(initials(name) | ({name.joined} if short else set()))]


def _letters(name: Prepared) -> set[str]:
    """Return the letters of a short name in alphabetical order, and all but one of them: a swap, a drop and a doubling agree in one."""
    letters = sorted("".join(word.text for word in name.telling))
    if len(letters) > SHORT:
        return set()
    fewer = {"".join(letters[:place] + letters[place + 1 :]) for place in range(len(letters))}
    return {_LETTERS + part for part in {"".join(letters), *fewer}}


def _grams(text: str) -> list[str]:
    return list(dict.fromkeys(text[place : place + 3] for place in range(len(text) - 2)))
