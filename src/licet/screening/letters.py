"""From a name in any script to plain Latin words: hidden signs out, look-alike letters mended, other scripts written in Latin letters.

Transliteration is anyascii's (ISC licence, tables only, no compiled library). What it cannot keep is kept beside the word: the signs
of scripts that write syllables or meanings, and that a script writes no vowels.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

# Signs that join, direct or decorate text and are not part of a name; soft hyphens and zero-width signs hide in copied texts.
_HIDDEN = ("Cf", "Cc", "Co", "Cs")
# Letters of other alphabets that are drawn like Latin ones, for words in which alphabets are mixed.
_LOOK_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναρ", "ABEKMHOPCTYXIJSaeopcyxijsdhqwABEZHIKMNOPTYXovap"
)
_FROM_LATIN = str.maketrans("ABEKMHOPCTYXIJSaeopcyxijs", "АВЕКМНОРСТУХІЈЅаеорсухіјѕ")
# Figures that stand for letters within a word: «Ig0r Sech1n».
_FIGURES = str.maketrans("0134579", "oieastg")
_FIGURE_IN_WORD = re.compile(r"(?<=[a-z])[0134579](?=[a-z])")
# Apostrophes and their kin belong to a word: al-Qa'ida, O'Brien, Hyo'k.
_WITHIN = dict.fromkeys(map(ord, "'’‘`´ʼʻʹʾʿˈ′"), None)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]|[A-Z]{2,}$)")
# Vowel signs of the scripts of India and their kin are no letters to a regular expression, and part no word.
_SIGNS = "".join(
    sign
    for sign in map(chr, (*range(0x0300, 0x1D00), *range(0xA800, 0xAC00)))
    if unicodedata.category(sign) in ("Mn", "Mc")
)
# A sign in brackets is a word of its own: (株) is a legal form, and 株 within a name is not.
_WORD = re.compile(rf"\([^\W\d_a-zA-Z]\)|(?:[^\W_]|[{_SIGNS}])+(?:\.[^\W_](?![^\W_]))*")

# The article of Arabic, and the marks and letters in which spellings of one Arabic word differ.
_ARTICLE = "ال"
_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ـ": None}
)
_TATWEEL = {0x0640: None}
_NUMBERED = re.compile("第([零〇一二三四五六七八九十百]+)")
_ORDINAL = re.compile(r"第(\d+)")
_FIGURE = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}
# The revised romanisation of Korean writes eo and eu where others write o and u.
_KOREAN = re.compile("eo|eu")
# The lengths of the words by which text without spaces is parted, the longest first.
_SIZES = (8, 7, 6, 5, 4, 3, 2)

HAN, HANGUL, KANA, VOWELLESS, LETTERS = "han", "hangul", "kana", "vowelless", "letters"


@dataclass(frozen=True, slots=True)
class Spelt:
    """A word of a name as it is spelt in Latin letters.

    Attributes:
        text: in lower case, letters and figures only.
        native: as written, where its script writes syllables or meanings.
        script: ``han``, ``hangul``, ``kana``, ``vowelless`` for scripts that leave vowels out, else ``letters``.
        shown: as written.
    """

    text: str
    native: str
    script: str
    shown: str


def clean(name: str) -> str:
    """Return a name without signs that do not show, in one form of each letter, and with look-alike letters mended."""
    text = unicodedata.normalize("NFKC", name)
    if text.isascii():
        return " ".join(text.split())
    # Marks that decorate Latin letters go with them; a run of combining marks hides a name from a plain comparison.
    text = "".join(" " if unicodedata.category(sign) in ("Zs", "Zl", "Zp") else sign for sign in text)
    text = "".join(sign for sign in text if unicodedata.category(sign) not in _HIDDEN)
    text = "".join(sign for sign in text if not _mark(sign)).translate(_TATWEEL)
    return " ".join(_mended(word) if not word.isascii() else word for word in text.split())


def _mark(sign: str) -> bool:
    """Whether a sign is a vowel mark of a script that mostly leaves vowels out, or a mark that decorates."""
    return unicodedata.category(sign) == "Mn" and (
        _script(sign) == VOWELLESS or unicodedata.name(sign, "").startswith("COMBINING")
    )


def plain_script(word: str) -> str:
    """Return a word of another script as the tables have it: in lower case, without marks and letters in which one word varies."""
    return unicodedata.normalize("NFKC", word).casefold().translate(_ARABIC).translate(_han_forms())


def as_found(word: str) -> str:
    """Return a word of a table in the form in which it is found in a name: without points, joiners and marks."""
    return plain_script("".join(part.shown for part in spelt(word, (word,))))


@lru_cache(maxsize=1)
def _han_forms() -> dict[int, str]:
    from licet.screening.wording import table

    return {ord(older): newer for older, newer in table("han-forms")}


def _mended(word: str) -> str:
    """Return a word in one alphabet where letters of two that look alike are mixed."""
    latin = sum("A" <= sign.upper() <= "Z" for sign in word)
    if not latin:
        return word
    others = [sign for sign in word if sign.isalpha() and not unicodedata.name(sign, "LATIN").startswith("LATIN")]
    if not others:
        return word
    if len(others) <= latin:
        return word.translate(_LOOK_ALIKE)
    return word.translate(_FROM_LATIN)


@lru_cache(maxsize=4096)
def _script(sign: str) -> str:
    name = unicodedata.name(sign, "")
    if name.startswith(("CJK", "IDEOGRAPHIC")):
        return HAN
    if name.startswith("HANGUL"):
        return HANGUL
    if name.startswith(("KATAKANA", "HIRAGANA")):
        return KANA
    if name.startswith(("ARABIC", "HEBREW", "SYRIAC", "THAANA")):
        return VOWELLESS
    return LETTERS


@lru_cache(maxsize=65_536)
def _latin(text: str) -> str:
    """Return a word in lower-case Latin letters and figures; letters that the tables lack by their numbers, since they are a name too."""
    from anyascii import anyascii

    latin = _plain(str(anyascii(text)))
    if latin or not any(unicodedata.category(sign) in ("Lu", "Ll", "Lt", "Lo") for sign in text):
        return latin
    return "".join(f"u{ord(sign):x}" for sign in text)


def spelt(name: str, known: Container[str] | None = None) -> list[Spelt]:
    """Return the words of a name in Latin letters, in their order.

    Args:
        name: in any script.
        known: the words by which text without spaces is parted; those of the tables by default.

    >>> [word.text for word in spelt("ООО «Оборонные инициативы»")]
    ['ooo', 'oboronnye', 'initsiativy']
    >>> [word.text for word in spelt("SergeiLavrov")]
    ['sergei', 'lavrov']
    >>> [word.text for word in spelt("A.B.C. Company")]
    ['abc', 'company']
    """
    return [
        word
        for written in _written(clean(name))
        for word in (_words_of(written) if known is None else _words(written, known))
    ]


def _written(text: str) -> Iterator[str]:
    """Return the words of a cleaned name as they are written."""
    text = text.translate(_WITHIN).replace("&", " and ").replace("+", " and ").replace("·", " ").replace("・", " ")
    # The sign of an ordinal goes with figures as it does with the signs of numbers.
    yield from _WORD.findall(_ORDINAL.sub(r" \1 ", text))


@lru_cache(maxsize=200_000)
def _words_of(written: str) -> tuple[Spelt, ...]:
    return tuple(_words(written, None))


def _words(written: str, known: Container[str] | None) -> Iterator[Spelt]:
    plain = written.replace(".", "")
    if plain.startswith("("):
        if plain_script(plain) in _known(known):
            yield Spelt(_latin(plain[1]), "", LETTERS, plain)
            return
        plain = plain[1:-1]
    if plain.isascii():
        for part in _HUMP.sub(" ", plain).split():
            yield Spelt(_lettered(part.lower()), "", LETTERS, part)
        return
    for run, script in _runs(plain):
        if script in (HAN, HANGUL, KANA):
            run = run.translate(_han_forms()) if script == HAN else run
            for part in _parted(run, script, _known(known)):
                if latin := _romanised(part, script):
                    yield Spelt(latin, part, script, part)
        elif script == VOWELLESS:
            for part in _without_article(run, _known(known)):
                if latin := _latin(part):
                    yield Spelt(latin, part, script, part)
        else:
            for part in _HUMP.sub(" ", run).split():
                if latin := _latin(part):
                    yield Spelt(latin, "", script, part)


def _known(known: Container[str] | None) -> Container[str]:
    if known is not None:
        return known
    from licet.screening.wording import wording

    return wording().meanings


def _without_article(word: str, known: Container[str]) -> list[str]:
    """Return an Arabic word with its article apart, as Latin spellings have it."""
    if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 2 and plain_script(word) not in known:
        return [_ARTICLE, word[len(_ARTICLE) :]]
    return [word]


def _runs(word: str) -> Iterator[tuple[str, str]]:
    """Return the runs of one script in a word."""
    start, script = 0, ""
    for index, sign in enumerate(word):
        now = _script(sign) if sign.isalpha() else script
        if script and now != script:
            yield word[start:index], script
            start = index
        script = now
    if word:
        yield word[start:], script or LETTERS


def _parted(run: str, script: str, known: Container[str]) -> list[str]:
    """Return a run of a script without spaces in words: the known ones, and what stands between them.

    Where none is known, a short run of Han or Hangul is a family name and a given name.
    """
    parts: list[str] = []
    rest, index = "", 0
    while index < len(run):
        numbered = _NUMBERED.match(run, index) if script == HAN else None
        if numbered:
            parts += [rest, numbered.group()] if rest else [numbered.group()]
            rest, index = "", numbered.end()
            continue
        left = len(run) - index
        size = next((size for size in _SIZES if size <= left and run[index : index + size] in known), 0)
        if size:
            parts += [rest, run[index : index + size]] if rest else [run[index : index + size]]
            rest = ""
            index += size
        else:
            rest += run[index]
            index += 1
    parts += [rest] if rest else []
    if len(parts) == 1 and script in (HAN, HANGUL) and 2 <= len(run) <= 4 and run not in known:
        return [run[:1], run[1:]]
    return parts


def _romanised(part: str, script: str) -> str:
    """Return a word in Latin letters; a number that Chinese names of institutes and plants bear, 第五十四, in figures."""
    numbered = _NUMBERED.fullmatch(part) if script == HAN else None
    if numbered:
        return str(_han_number(numbered.group(1)))
    latin = _latin(part)
    return _KOREAN.sub(lambda found: found.group()[-1], latin) if script == HANGUL else latin


def _han_number(written: str) -> int:
    if any(sign in written for sign in "十百"):
        hundreds, _, rest = written.rpartition("百")
        tens, ten, units = rest.rpartition("十")
        value = (_FIGURE.get(hundreds[-1:], 1) * 100 if "百" in written else 0) + _FIGURE.get(
            units.lstrip("零〇")[-1:], 0
        )
        return value + (_FIGURE.get(tens.lstrip("零〇")[-1:], 1) * 10 if ten else 0)
    return int("".join(str(_FIGURE[sign]) for sign in written))


def _plain(latin: str) -> str:
    return "".join(sign for sign in latin.lower() if sign.isalnum())


def _lettered(word: str) -> str:
    """Return a word with the figures that stand for letters in it read as those letters."""
    if word.isalpha() or word.isdigit() or not _FIGURE_IN_WORD.search(word):
        return word
    return _FIGURE_IN_WORD.sub(lambda found: found.group().translate(_FIGURES), word)
