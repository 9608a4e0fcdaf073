"""Nations by name: from what people write (``Türkei``, ``the UK``, ``KSA``) to the code of ISO 3166-1.

A name is matched whole; a near miss is offered and never taken. The names stand in ``law/nations/names.csv`` and those that fit more than
one nation in ``law/nations/ambiguous.csv``; nothing here names a nation. Which groups a nation belongs to is the rulebook's matter.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from licet.errors import Fault, InputError

NAMES = "names.csv"
AMBIGUOUS = "ambiguous.csv"

# fmt: off
_LANGUAGES = (
    "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi",
    "fil", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "kk", "km", "kn", "ko", "ky",
    "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nb", "ne", "nl", "nn", "pa", "pl", "ps", "pt", "ro",
    "ru", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "th", "tk", "tr", "uk", "ur", "uz", "vi", "zh",
    "zh_Hant", "zu",
)
# fmt: on
"""The languages asked when the table does not know a name: those of the United Nations, of Europe and of some ten million speakers.

Icelandic is left out: without their accents some of its names are misspelt English ones, and a misspelt name must not be taken.
"""

_PLAIN = str.maketrans(
    {mark: mark.lower() if mark.isalnum() else " " for mark in map(chr, range(128))} | {"&": " and "}
)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
_NEAR_SCORE = 70.0
_NEAR_COUNT = 5
_NEAR_LETTERS = 4
_LATIN_ACCENTS = range(0x300, 0x370)


class NationError(InputError):
    """A text that does not say which nation is meant.

    Attributes:
        name: the text as it was given.
        near: nations that it may stand for, as pairs of code and name.
    """

    def __init__(self, name: str, near: Iterable[tuple[str, str]], message: str) -> None:
        self.name = name
        self.near = tuple(near)
        super().__init__(message)

    def __reduce__(self) -> tuple[type[NationError], tuple[object, ...]]:
        return type(self), (self.name, self.near)


class UnknownNation(NationError):
    """A text that is no name of a nation, with the names nearest to it, best first."""

    def __init__(self, name: str, near: Iterable[tuple[str, str]] = ()) -> None:
        near = tuple(near)
        hint = f"did you mean {_listed(near)}?" if near else "expected a code of ISO 3166-1 or a name of a nation"
        super().__init__(name, near, f"no nation is called '{name}'; {hint}")


class AmbiguousNation(NationError):
    """A name that fits more than one nation, or none that is one today.

    Attributes:
        candidates: the nations that it may stand for, as pairs of code and name.
        why: what the name has meant, in a sentence.
    """

    def __init__(self, name: str, candidates: Iterable[tuple[str, str]], why: str) -> None:
        self.candidates = tuple(candidates)
        self.why = why
        super().__init__(
            name,
            self.candidates,
            f"'{name}' does not name one nation of today: {why} Expected {_listed(self.candidates)}",
        )

    def __reduce__(self) -> tuple[type[NationError], tuple[object, ...]]:
        return type(self), (self.name, self.candidates, self.why)


@dataclass(frozen=True, slots=True)
class Nation:
    """A nation or territory of ISO 3166-1.

    Attributes:
        code: its two letters.
        alpha3: its three letters.
        name: the short English name that answers use.
        official: the name on the English list of ISO 3166-1.
        aliases: other names: common, former, abbreviated.
    """

    code: str
    alpha3: str
    name: str
    official: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A name that does not settle on one nation, the nations it may stand for, and why."""

    name: str
    codes: tuple[str, ...]
    why: str


@dataclass(frozen=True, eq=False)
class Nations:
    """The nations that Licet knows, and the way from a name to one of them.

    >>> nations = Nations.of([Nation("UT", "UTO", "Utopia", "Utopia, Republic of", ("Nowhere",))])
    >>> nations.code("the Republic of Utopia")
    'UT'
    """

    by_code: Mapping[str, Nation]
    _code_by_letters: Mapping[str, str]
    _code_by_key: Mapping[str, str]
    _ambiguity_by_key: Mapping[str, Ambiguity]

    @classmethod
    def from_folder(cls, path: Path, report: Callable[[Fault], None] | None = None) -> Nations:
        """Read ``names.csv`` and ``ambiguous.csv`` from a folder.

        Args:
            path: the folder, ``law/nations``.
            report: takes every fault of the two files; a faulty row is then left out. Without it the faults are raised together.

        Raises:
            ValueError: with a line for each fault, when nobody takes them.
        """
        faults: list[Fault] = []
        take = faults.append if report is None else report
        nations = list(_nations(path / NAMES, take))
        known = {nation.code for nation in nations}
        result = cls.of(nations, _ambiguities(path / AMBIGUOUS, known, take), take)
        if faults:
            raise ValueError("\n".join(map(str, faults)))
        return result

    @classmethod
    def of(
        cls,
        nations: Iterable[Nation],
        ambiguities: Iterable[Ambiguity] = (),
        report: Callable[[Fault], None] | None = None,
    ) -> Nations:
        """Make the table of names.

        An ambiguous name prevails over the official name of a nation: on the list of ISO one of two namesakes may bear the bare name.
        That two nations share a name, or that an ambiguous name is the short or another name of one, is a fault.

        Raises:
            ValueError: for the first fault, when nobody takes it.
        """
        take = _raise if report is None else report
        by_code = {nation.code: nation for nation in nations}
        unclear = {_key(ambiguity.name): ambiguity for ambiguity in ambiguities}
        letters: dict[str, str] = {}
        codes: dict[str, str] = {}

        def enter(table: dict[str, str], key: str, text: str, code: str) -> None:
            if table.setdefault(key, code) != code:
                take(Fault(NAMES, f"'{text}' for both {table[key]} and {code}", "a name that one nation bears"))

        for code, nation in by_code.items():
            enter(letters, code.lower(), code, code)
            enter(letters, nation.alpha3.lower(), nation.alpha3, code)
            for text in (nation.name, *nation.aliases, nation.official):
                for key in _keys(text):
                    if key not in unclear:
                        enter(codes, key, text, code)
                    elif text != nation.official or text == nation.name:
                        take(
                            Fault(
                                NAMES,
                                f"'{text}' for {code}, a name of {AMBIGUOUS} too",
                                "a name in one of the two files",
                            )
                        )
        return cls(by_code, letters, codes, unclear)

    def code(self, name: str) -> str:
        """Return the code of the nation that a text names.

        Case, accents, punctuation, *the*, ``&`` and ``St.`` make no difference. A text that the table does not know is looked for among
        the names of nations in other languages (Unicode CLDR).

        Raises:
            UnknownNation: with the nearest names.
            AmbiguousNation: with the nations that the name may stand for.
        """
        keys = _keys(name)
        if name.isascii() and keys and keys[0] in self._code_by_letters:
            return self._code_by_letters[keys[0]]
        for key in keys:
            if key in self._ambiguity_by_key:
                ambiguity = self._ambiguity_by_key[key]
                raise AmbiguousNation(name, self._pairs(ambiguity.codes), ambiguity.why)
            if key in self._code_by_key:
                return self._code_by_key[key]
        for key in keys:
            codes = self._foreign.get(key, ())
            if len(codes) > 1:
                raise AmbiguousNation(
                    name, self._pairs(codes), "It is a name of more than one nation in other languages."
                )
            if codes:
                return codes[0]
        raise UnknownNation(name, self._near(name))

    def name(self, code: str) -> str:
        """Return the short English name of a nation.

        Raises:
            UnknownNation: for a text that is no code of the table.
        """
        nation = self.by_code.get(code)
        if nation is None:
            raise UnknownNation(code)
        return nation.name

    def codes(self) -> tuple[str, ...]:
        """Return the code of every nation, in the order of the table."""
        return tuple(self.by_code)

    def _pairs(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        return [(code, self.by_code[code].name) for code in codes]

    def _near(self, name: str) -> list[tuple[str, str]]:
        """Return the nations whose names look most like a text, best first."""
        from rapidfuzz import fuzz, process

        sought = " ".join(_words(name))
        spellings = self._spellings
        matches = process.extract(
            sought, list(spellings), scorer=fuzz.ratio, limit=4 * _NEAR_COUNT, score_cutoff=_NEAR_SCORE
        )
        codes = dict.fromkeys(spellings[spelling] for spelling, _, _ in matches)
        return self._pairs(list(codes)[:_NEAR_COUNT])

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        """The names long enough for a likeness to mean something, as words in lower case, with the code of each."""
        return {
            " ".join(_words(text)): code
            for code, nation in self.by_code.items()
            for text in (nation.name, nation.official, *nation.aliases)
            if len(text) >= _NEAR_LETTERS
        }

    @cached_property
    def _foreign(self) -> Mapping[str, tuple[str, ...]]:
        """The names of nations in other languages, with the codes that each may stand for."""
        from babel import Locale

        codes: dict[str, set[str]] = {}
        for language in _LANGUAGES:
            for code, text in Locale.parse(language).territories.items():
                if code in self.by_code:
                    codes.setdefault(_key(text), set()).add(code)
        codes.pop("", None)
        return {key: tuple(sorted(found)) for key, found in codes.items()}


def _words(text: str) -> list[str]:
    """Return the words of a name in lower case, without accents, punctuation and *the*."""
    words = (text if text.isascii() else _unaccented(text)).translate(_PLAIN).split()
    if len(words) > 1:
        return ["saint" if word == "st" else word for word in words if word != "the"]
    return words


def _unaccented(text: str) -> str:
    """Return a text in lower case without the accents of European scripts and without punctuation; the vowel signs of others stay."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(
        sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" or sign == "&" else " "
        for sign in decomposed
        if ord(sign) not in _LATIN_ACCENTS
    )


def _key(text: str) -> str:
    """Return what a name is found by: its words written together, so that ``U.S.A.`` meets ``USA``."""
    return "".join(_words(text))


def _keys(text: str) -> list[str]:
    """Return what a name is found by, as it stands and turned round where it is inverted: ``Korea, Republic of``, ``Korea (North)``."""
    keys = [_key(text)]
    mark = "," if "," in text else "("
    if text.count(mark) == 1:
        head, _, rest = text.partition(mark)
        keys.append(_key(f"{rest} {head}"))
    return keys if keys[0] else []


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    *others, last = (f"{name} ({code})" for code, name in pairs)
    return f"{', '.join(others)} or {last}" if others else last


def _raise(fault: Fault) -> None:
    raise ValueError(str(fault))


def _nations(path: Path, report: Callable[[Fault], None]) -> Iterator[Nation]:
    seen: set[str] = set()
    for where, (code, alpha3, name, official, aliases) in _rows(path, "code,alpha3,name,official,aliases", report):
        if not _letters(code, 2) or not _letters(alpha3, 3):
            report(Fault(where, f"the codes '{code}' and '{alpha3}'", "two and three capital letters"))
        elif code in seen:
            report(Fault(where, f"the code '{code}' for a second time", "one row for a nation"))
        elif not name or not official:
            report(Fault(where, f"{code} without a name", "a short name and the official one"))
        else:
            seen.add(code)
            yield Nation(code, alpha3, name, official, _parts(aliases))


def _ambiguities(path: Path, known: set[str], report: Callable[[Fault], None]) -> Iterator[Ambiguity]:
    for where, (name, listed, why) in _rows(path, "name,codes,why", report):
        codes = _parts(listed)
        if not codes or not known.issuperset(codes):
            report(Fault(where, f"the codes '{listed}'", f"codes of {NAMES}, separated by |"))
        elif not name or not why:
            report(Fault(where, "an ambiguous name without its name or its reason", "name and why"))
        else:
            yield Ambiguity(name, codes, why)


def _rows(path: Path, header: str, report: Callable[[Fault], None]) -> Iterator[tuple[str, list[str]]]:
    """Yield the fields of each row of a table with its place (``names.csv:3``)."""
    file_name = path.name
    columns = header.split(",")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        found = next(reader, [])
        if found != columns:
            report(Fault(f"{file_name}:1", f"the columns {', '.join(found) or 'of an empty file'}", ", ".join(columns)))
            return
        for fields in reader:
            where = f"{file_name}:{reader.line_num}"
            if len(fields) == len(columns):
                yield where, fields
            else:
                report(Fault(where, f"{len(fields)} fields", f"{len(columns)} fields"))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split("|"))))


def _letters(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isalpha() and text.isupper()
