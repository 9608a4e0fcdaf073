"""Terms of the vocabulary in the words before a figure, and whether they are evidence that the figure is of that fact.

A term is evidence where the label says it and nothing more: *Range: 300 km* is of the range, *data link range*, *range accuracy* and *range
(line of sight)* are of something else, or may be. What a fact is comes from the vocabulary alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from licet.classification.wording import (
    BASES,
    CONDITION,
    LEADING,
    LINKING,
    LINKING_IN_BRACKETS,
    MAX_WORDS,
    MIN_WORDS,
    NEGATION,
    fold,
    word_set,
)
from licet.rulebook.vocabulary import Fact

_WORD = re.compile(r"[^\W_]+")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])\s?\^\d+\)?|\*+|†|‡")
_BRACKET = re.compile(r"[(\[][^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?[)\]]")
_SENTENCE = re.compile(r"(?P<word>[^\W\d_]*)[.;!?]\s+(?=[A-ZÄÖÜÉÁÍÓÚÑ])|\n|•|·\s|\s\|\s")
_ABBREVIATIONS = word_set("max min typ ca approx nom no nr resp incl env aprox bzw inkl vgl fig abb c")
_NUMBERING = re.compile(r"[\s(]*(?:\d{1,2}(?:\.\d{1,2})*|[a-z])[.)]*\s+", re.IGNORECASE)
_SYMBOL = re.compile(r"\s*[^\W\d_]\w{0,3}\s*=\s*$")
_FLAGS = {**dict.fromkeys(MAX_WORDS, "max"), **dict.fromkeys(MIN_WORDS, "min")}
_BASE_WORDS = sorted((tuple(base.split()) for base in BASES), key=len, reverse=True)
_ARTICLES = word_set("a an the ein eine einer einem un une uno una le la el")
_PLACE = frozenset({"at", "in", "bei", "auf", "im", "a", "au", "en", "al"})
_LONGEST_GAP = 90


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, in lower case and without accents."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """One name of a fact, without the *maximum* or *minimum* at its ends.

    Attributes:
        words: what is left.
        flag: ``max`` or ``min`` where the name says so.
        fact: the fact.
        text: the name as the vocabulary has it.
    """

    words: tuple[str, ...]
    flag: str
    fact: Fact
    text: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term in a text.

    Attributes:
        start: where it starts, its *maximum* or *minimum* included.
        end: where it ends.
        phrases: the names that it may be, all of the same words.
        flags: ``max`` and ``min``, as the text says them of it.
    """

    start: int
    end: int
    phrases: tuple[Phrase, ...]
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Label:
    """The nearest term before a figure.

    Attributes:
        occurrence: the term.
        weak: why it is no evidence; empty where it is.
        basis: what the label says of how the figure was measured.
    """

    occurrence: Occurrence
    weak: str = ""
    basis: str = ""


def words_of(text: str) -> list[Word]:
    """Return the words of a text; marks of footnotes are left out."""
    masked = _FOOTNOTE.sub(lambda match: " " * len(match.group()), fold(text))
    return [Word(match.start(), match.end(), match.group()) for match in _WORD.finditer(masked)]


def trimmed(words: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Return a name without *maximum* and *minimum* at its ends, and which of them it had.

    >>> trimmed(("max", "airspeed"))
    (('airspeed',), 'max')
    """
    first, last = 0, len(words)
    flag = ""
    while last - first > 1 and words[first] in _FLAGS:
        flag, first = flag or _FLAGS[words[first]], first + 1
    while last - first > 1 and words[last - 1] in _FLAGS:
        flag, last = flag or _FLAGS[words[last - 1]], last - 1
    return tuple(words[first:last]), flag


class Terms:
    """The names of facts, to be found in texts.

    Args:
        facts: the facts that are looked for.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        self._flags: dict[str, set[str]] = {}
        for fact in facts:
            names = (fact.key.replace("_", " "), *(name.replace("_", " ") for name in fact.aliases), *fact.terms)
            known: set[tuple[tuple[str, ...], str]] = set()
            for name in names:
                core, flag = trimmed([word.text for word in words_of(name)])
                self._flags.setdefault(fact.name, set()).add(flag)
                if core and (core, flag) not in known:
                    known.add((core, flag))
                    self._by_first.setdefault(core[0], []).append(Phrase(core, flag, fact, name))

    def extreme(self, fact: Fact) -> str:
        """Return ``max`` for a fact that is a maximum by one of its names, ``min`` for a minimum, and nothing for any other.

        So *up to 300 km* is the maximum range itself, and of any other quantity only a bound.
        """
        flags = self._flags.get(fact.name, set()) - {""}
        return flags.pop() if len(flags) == 1 else ""

    def find(self, text: str) -> list[Occurrence]:
        """Return the terms in a text from left to right; a longer one hides those inside it."""
        words = words_of(text)
        spans: dict[tuple[int, int], list[Phrase]] = {}
        for at, word in enumerate(words):
            for phrase in self._by_first.get(word.text, ()):
                end = at + len(phrase.words)
                if tuple(word.text for word in words[at:end]) == phrase.words:
                    spans.setdefault((at, end), []).append(phrase)
        found: list[Occurrence] = []
        taken: set[int] = set()
        for (at, end), phrases in sorted(spans.items(), key=lambda item: (item[0][0] - item[0][1], item[0][0])):
            if taken.isdisjoint(range(at, end)):
                taken.update(range(at, end))
                found.append(_occurrence(text, words, at, end, phrases))
        return sorted(found, key=lambda occurrence: occurrence.start)

    def before(
        self, text: str, start: int, end: int, is_unit: Callable[[str], bool], after_figure: bool = False
    ) -> Label | None:
        """Return the nearest term in the words before a figure, and whether it is evidence.

        Args:
            text: the line or the cell.
            start: where the words start: after the figure before, or at the beginning.
            end: where the figure starts.
            is_unit: whether a text is a unit, as a label may name it.
            after_figure: whether another figure stands before the words.
        """
        start = _sentence_start(text, start, end)
        part = text[start:end]
        opened = _opened(part)
        bracketed = opened >= 0 and (after_figure or bool(part[:opened].strip()))
        if opened >= 0:
            start += opened + 1
            part = text[start:end]
        masked = _BRACKET.sub(lambda match: " " * len(match.group()), part)
        found = self.find(masked)
        if not found:
            return None
        nearest = found[-1]
        part = _BRACKET.sub(lambda match: self._repeated(match, nearest), part)
        weak = _before(masked, nearest, after_figure)
        if bracketed and not weak:
            weak = "it stands in brackets after another figure" if after_figure else "it stands in brackets"
        gap = part[nearest.end :]
        basis, odd = _between(gap, is_unit)
        if not weak and odd:
            weak = f"'{odd}' stands between the term and the figure"
        return Label(nearest, weak, basis)

    def _repeated(self, bracket: re.Match[str], term: Occurrence) -> str:
        """Return a bracket, blank where it holds another name of the same fact: take-off weight (MTOW)."""
        inner = bracket.group()[1:-1]
        facts = {phrase.fact.name for phrase in term.phrases}
        for other in self.find(inner):
            if not (inner[: other.start] + inner[other.end :]).strip() and facts & {p.fact.name for p in other.phrases}:
                return " " * len(bracket.group())
        return bracket.group()


def _occurrence(text: str, words: Sequence[Word], at: int, end: int, phrases: list[Phrase]) -> Occurrence:
    flags: set[str] = set()
    first, last = at, end
    while (
        first and words[first - 1].text in _FLAGS and not text[words[first - 1].end : words[first].start].strip(" .-(")
    ):
        first -= 1
        flags.add(_FLAGS[words[first].text])
    while (
        last < len(words)
        and words[last].text in _FLAGS
        and not text[words[last - 1].end : words[last].start].strip(" .,-(/")
    ):
        flags.add(_FLAGS[words[last].text])
        last += 1
    return Occurrence(words[first].start, words[last - 1].end, tuple(phrases), frozenset(flags))


def _sentence_start(text: str, start: int, end: int) -> int:
    for match in _SENTENCE.finditer(text, start, end):
        if fold(match["word"] or "") not in _ABBREVIATIONS:
            start = match.end()
    return start


def _opened(part: str) -> int:
    """Return where the last bracket opens that is not closed, or -1."""
    open_at: list[int] = []
    for at, sign in enumerate(part):
        if sign in "([":
            open_at.append(at)
        elif sign in ")]" and open_at:
            open_at.pop()
    return open_at[-1] if open_at else -1


def _before(part: str, occurrence: Occurrence, after_figure: bool) -> str:
    """Return what stands before a term and makes another thing of it, or nothing."""
    words = words_of(part[: occurrence.start])
    if not words or _NUMBERING.fullmatch(part[: occurrence.start]):
        return ""
    last = words[-1]
    between = part[last.end : occurrence.start]
    back = words[-2].text if len(words) > 1 else ""
    if NEGATION & {last.text, back}:
        return f"'{part[last.start : occurrence.end]}' is denied"
    if between.strip(" .") and not re.fullmatch(r"\s?[-–'’]\s?", between):
        return ""
    if last.text in CONDITION:
        return f"'{part[last.start : occurrence.end]}' is a condition"
    if last.text in LEADING and (between.isspace() or between in ("'", "’")):
        if back in CONDITION and (after_figure or last.text not in _ARTICLES):
            return f"'{part[words[-2].start : occurrence.end]}' is a condition"
        return ""
    return f"'{part[last.start : occurrence.end]}' says more than the term"


def _between(gap: str, is_unit: Callable[[str], bool]) -> tuple[str, str]:
    """Return what the words between a term and its figure say of the measurement, and the first that says something else."""
    if len(gap) > _LONGEST_GAP:
        return "", f"{gap[:30].strip()}…"
    basis: list[str] = []
    symbol = _SYMBOL.fullmatch(gap)
    if symbol:
        return "", ""
    for bracket in _BRACKET.finditer(gap):
        inner = bracket.group()[1:-1].strip()
        said, odd = ("", "") if is_unit(inner) or len(inner) < 2 else _plain(inner, is_unit, LINKING_IN_BRACKETS)
        basis += [said] if said else []
        if odd:
            return "", inner
    said, odd = _plain(_BRACKET.sub(" ", gap), is_unit, LINKING)
    basis += [said] if said else []
    return ", ".join(basis), odd


def _plain(text: str, is_unit: Callable[[str], bool], linking: frozenset[str]) -> tuple[str, str]:
    words = words_of(text)
    basis: list[str] = []
    at = 0
    while at < len(words):
        rest = tuple(word.text for word in words[at:])
        skipped = rest[0] in _PLACE
        base = next((base for base in _BASE_WORDS if rest[skipped : skipped + len(base)] == base), ())
        if base:
            basis.append(" ".join(base))
            at += len(base) + skipped
            continue
        word = words[at]
        written = text[word.start : word.end]
        if not (
            word.text in linking or word.text in _FLAGS or is_unit(written) or is_unit(text[word.start :].strip(" :=,"))
        ):
            return ", ".join(basis), written
        at += 1
    return ", ".join(basis), ""
