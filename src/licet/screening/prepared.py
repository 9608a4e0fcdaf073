"""A name made ready to be held against others: its words, what each is and how much each is worth."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from licet.screening.letters import VOWELLESS, Spelt, plain_script, spelt
from licet.screening.wording import (
    GENERIC,
    INITIAL,
    LEGAL,
    LONG,
    NAME,
    NUMBER,
    PARTICLE,
    PLACE,
    TITLE,
    wording,
)

# How much a word of each kind is worth beside a word that names, which is worth one.
WEIGHTS = {NAME: 1.0, PLACE: 0.5, GENERIC: 0.36, NUMBER: 0.4, INITIAL: 0.5, PARTICLE: 0.12, TITLE: 0.06, LEGAL: 0.1}
# Figures from which a number is one of its own: a military unit, a vessel's IMO number.
_LONG_NUMBER = 4
# A short word tells less than a long one.
_SHORT = {1: 0.5, 2: 0.7, 3: 0.85}


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word of a name. One word is one object wherever it occurs, so that what is known of a pair of words is found at once.

    Attributes:
        text: in Latin letters, lower case; the English of a common word or place.
        native: as written, where its script writes syllables or meanings.
        role: what it is: a name, a legal form, a common word…
        weight: what it is worth.
        sense: what it stands for where several spellings stand for one thing: a legal form's class, a number, a name; else its text.
        sound: how it sounds, roughly, whatever the manner of transliteration.
        bones: its consonants, in classes.
        vowels: whether its script writes vowels.
        shown: as written.
        heard: how a word of another script sounds that is held against others by what it means.
    """

    text: str
    native: str
    role: str
    weight: float
    sense: str
    sound: str
    bones: str
    vowels: bool
    shown: str
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A name in words.

    Attributes:
        name: as given.
        words: its words; a legal form of several words is one.
        joined: the words that name, joined in order.
        naming: whether it has a word that names at all.
        telling: the words that are no legal form and no title; all words where there are no others.
        said: the telling words as they sound.
        core: the words that name as they sound; the telling words where none names.
    """

    name: str
    words: tuple[Word, ...]
    joined: str
    naming: bool
    telling: tuple[Word, ...]
    said: str
    core: str


@lru_cache(maxsize=100_000)
def prepare(name: str, person: bool = False) -> Prepared:
    """Return a name ready to be held against others.

    Args:
        name: in any script.
        person: whether it is known to be a person's, so that words of companies are names.
    """
    words = tuple(_weighed(_read(name, person)))
    naming = [word for word in words if word.role in (NAME, PLACE, NUMBER, INITIAL)]
    telling = tuple(word for word in words if word.role not in (LEGAL, TITLE)) or words
    return Prepared(
        name=name,
        words=words,
        joined="".join(word.text for word in words if word.role in (NAME, NUMBER, INITIAL)),
        naming=bool(naming),
        telling=telling,
        said=" ".join(map(_said, telling)),
        core=" ".join(map(_said, naming or telling)),
    )


def _weighed(words: list[Word]) -> list[Word]:
    """Return the words with their numbers weighed: a long number names, and so does any where nothing else does."""
    named = any(word.role == NAME for word in words)
    return [
        _naming(word) if word.role == NUMBER and (not named or len(word.sense) >= _LONG_NUMBER) else word
        for word in words
    ]


@lru_cache(maxsize=20_000)
def _naming(word: Word) -> Word:
    return replace(word, weight=WEIGHTS[NAME])


@lru_cache(maxsize=20_000)
def _legal_form(text: str, kind: str, shown: str) -> Word:
    return Word(text, "", LEGAL, WEIGHTS[LEGAL], kind, "", "", True, shown)


def _said(word: Word) -> str:
    """Return a word as it is indexed: as it sounds, and beside that what a common word means in English."""
    if word.role == NUMBER:
        return word.sense
    said = word.sound or word.text
    if word.role == GENERIC and word.sense != word.text:
        said += f" {word.sense}"
    return f"{said} {word.heard}" if word.heard and word.heard != word.sound else said


def _read(name: str, person: bool) -> list[Word]:
    found = spelt(name)
    words: list[Word] = []
    index = 0
    while index < len(found):
        size, kind = _legal(found, index, person)
        if size:
            form = found[index : index + size]
            words.append(_legal_form(" ".join(word.text for word in form), kind, " ".join(word.shown for word in form)))
            index += size
            continue
        word = _word(found[index], person)
        if word.role == NUMBER and words and words[-1].role == NUMBER and _units(words[-1], word):
            word = replace(
                word, sense=str(int(words[-1].sense) + int(word.sense)), shown=f"{words[-1].shown} {word.shown}"
            )
            words.pop()
        words.append(word)
        index += 1
    return words


def _units(tens: Word, units: Word) -> bool:
    """Whether two words are one number: forty four."""
    if not (tens.sense.isdecimal() and units.sense.isdecimal() and not tens.text.isdecimal()):
        return False
    return int(tens.sense) in range(20, 100, 10) and int(units.sense) in range(1, 10)


def _legal(found: list[Spelt], index: int, person: bool) -> tuple[int, str]:
    """Return how many words a legal form takes here, and its class; none where there is no legal form."""
    tables = wording()
    first = found[index].text
    longest = tables.longest if first in tables.legal_starts or _slipped(first) else 1
    if longest == 1 and len(first) < LONG and (first,) not in tables.legal:
        return 0, ""
    for size in range(min(longest, len(found) - index), 0, -1):
        form = tuple(word.text for word in found[index : index + size])
        kind = tables.legal.get(form) or _misspelt(form)
        if kind is None:
            continue
        at_end = index + size == len(found)
        # A person has a legal form at most behind the name: «Nicolás Maduro LLC».
        if person and not (at_end and index > 1):
            continue
        # Two letters within a name, «SE» or «AS», are a word of it.
        if sum(map(len, form)) <= 2 and not at_end and index > 0 and not _ends(found, index + size):
            continue
        return size, kind
    return 0, ""


@lru_cache(maxsize=65_536)
def _slipped(word: str) -> bool:
    """Whether a word is one letter from the first word of a legal form."""
    slips = wording().legal_slips
    return len(word) > 3 and any(word[:place] + word[place + 1 :] in slips for place in range(len(word)))


def _ends(found: list[Spelt], index: int) -> bool:
    """Whether only legal forms follow: «S.A. de C.V.»."""
    return all((word.text,) in wording().legal for word in found[index:])


@lru_cache(maxsize=65_536)
def _misspelt(form: tuple[str, ...]) -> str | None:
    """Return the class of a long legal form with a slip in it: «Joynt Stock Company»."""
    tables = wording()
    if len(form) == 1:
        (word,) = form
        if len(word) < LONG:
            return None
        close = (kind for known, kind in tables.long_legal if OSA.distance(word, known, score_cutoff=2) <= 2)
        return next(close, None)
    for place, word in enumerate(form):
        for known, kind in tables.legal_by_word.get((len(form), place, word), ()):
            pairs = zip(form, known, strict=True)
            if all(a == b or (len(b) > 3 and OSA.distance(a, b, score_cutoff=1) <= 1) for a, b in pairs):
                return kind
    return None


@lru_cache(maxsize=200_000)
def _word(spelling: Spelt, person: bool) -> Word:
    tables = wording()
    text = spelling.text
    meaning = None if spelling.shown.isascii() else tables.meanings.get(plain_script(spelling.shown))
    if meaning is not None and meaning.role == LEGAL:
        return _legal_form(text, meaning.sense, spelling.shown)
    # Without its vowels one word is spelt as another: خيال, a name, as خيل. Only as it is written is such a word a particle.
    bare = spelling.script == VOWELLESS and meaning is None
    vowels = not bare
    text = meaning.latin.replace(" ", "") if meaning is not None else text
    if not person:
        text = tables.abbreviations.get(text, text)
    role, sense = NAME, text
    ordinal = ORDINAL.fullmatch(text)
    number = ordinal.group(1) if ordinal else (None if person and len(text) <= 2 else tables.numbers.get(text))
    if text.isdecimal() or number:
        role, sense = NUMBER, number or text.lstrip("0") or "0"
    elif (text in tables.titles and person) or (meaning is not None and meaning.role == TITLE):
        role = TITLE
    elif meaning.role == PARTICLE if meaning is not None else not bare and text in tables.particles:
        role = PARTICLE
    elif (text in tables.common and not person) or (meaning is not None and meaning.role == GENERIC):
        role, sense = GENERIC, tables.common.get(text, text)
    elif (text in tables.places and not person) or (meaning is not None and meaning.role == PLACE):
        role, sense = PLACE, tables.places.get(text, text)
    elif len(text) == 1:
        role = INITIAL
    else:
        sense = tables.variants.get(text, text)
    weight = WEIGHTS[role] * (_SHORT.get(len(text), 1.0) if role == NAME else 1.0)
    # A word whose meaning is known is held against others by what it means.
    native = "" if meaning is not None or spelling.script == VOWELLESS else spelling.native
    # Latin files may have it by its sound all the same: «Opytny Zavod» for «Опытный завод».
    heard = sound(spelling.text) if meaning is not None and spelling.script != VOWELLESS else ""
    return Word(text, native, role, weight, sense, sound(text), bones(text), vowels, spelling.shown, heard)


ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
# Letters and what they sound like, the longest first; vowels of one kind are one vowel.
_SOUNDS = {
    **dict.fromkeys(
        ("tsch", "shch", "tch", "sch", "dzh", "cz", "tj", "sh", "sz", "ch", "zh", "dj", "dz", "ts", "tz"), "c"
    ),
    **dict.fromkeys(("kh", "gh", "ck", "q", "x"), "k"),
    **dict.fromkeys(("th", "dh"), "t"),
    "ph": "f",
    "w": "v",
    **dict.fromkeys(("ou", "oo", "uo", "eo", "eu", "u"), "o"),
    **dict.fromkeys(("ei", "ey", "ay", "ai", "ae", "ie", "iy", "yy", "ee", "ea", "ii", "ij", "y", "e"), "i"),
}
_SOUND = re.compile(
    r"^j|" + "|".join(sorted(_SOUNDS, key=len, reverse=True)) + r"|j|c(?=[aourlk])|(?<=[aioeu])h(?![aioeu])"
)
_HEARD = {**_SOUNDS, "j": "i", "c": "k", "h": ""}
_AGAIN = re.compile(r"(.)\1+")


@lru_cache(maxsize=200_000)
def sound(text: str) -> str:
    """Return how a word sounds, so that manners of transliteration agree: Sergey, Sergei and Sergej.

    >>> sound("sergey") == sound("sergei") == sound("sergej")
    True
    >>> sound("jalal") == sound("djalal")
    True
    """
    return _AGAIN.sub(r"\1", _SOUND.sub(_heard, text))


def _heard(found: re.Match[str]) -> str:
    # A j that begins a word is the j of Jalal, elsewhere it is that of Sergej.
    return "c" if found.group() == "j" and found.start() == 0 else _HEARD[found.group()]


_BONES = str.maketrans(
    {
        "b": "p", "p": "p", "f": "p", "v": "v", "w": "v", "d": "t", "t": "t", "g": "k", "k": "k", "q": "k", "c": "s", "x": "s",
        "s": "s", "z": "s", "j": "s", "l": "r", "r": "r", "m": "m", "n": "m", "h": "", "y": "", "a": "", "e": "", "i": "", "o": "", "u": "",
    }
)  # fmt: skip


@lru_cache(maxsize=200_000)
def bones(text: str) -> str:
    """Return the consonants of a word in classes; scripts that leave vowels out, and syllables of others, agree in these."""
    text = (
        text.replace("ck", "k")
        .replace("kh", "k")
        .replace("gh", "k")
        .replace("ph", "f")
        .replace("sh", "s")
        .replace("ch", "s")
    )
    return _AGAIN.sub(r"\1", text.translate(_BONES).replace("v", ""))
