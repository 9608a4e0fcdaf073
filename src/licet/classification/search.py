"""From a text to the entries of the Annex that may speak of it: candidates with the words that matched, best first.

Two searches are fused. The first is SQLite's full-text index with Porter's stems over what the law says of every entry: its subject, other
words for it in several languages, the sentence, the paragraph that the rule stands under, and the properties that its condition asks for.
The second compares runs of letters, for compounds, other spellings and languages that the stems do not know. A search proposes. It never
decides, and silence or a low score clears nothing.
"""

from __future__ import annotations

import math
import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from licet.classification.classifying import ENTRIES, natural
from licet.errors import Fault, InputError
from licet.language.conditions import InValues, Is, atoms, names
from licet.language.markdown import Prose
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook

MOST = 10
_LONGEST = 20_000

_COLUMNS = ("subject", "words", "says", "properties", "prose")
_RUN = 4
# The raw score that is told as a half.
_HALF = 25.0
# Words that share their first letters are taken to be forms of one word when they are shown as matched.
_START = 5
# Runs of letters in more of the entries than this tell nothing.
_COMMON = 0.3
# Candidates that go from each search into the fusion.
_FROM_EACH = 60
# Of rows that share all but their last letter, no more than this are proposed.
_SIBLINGS = 3

_FIGURE = re.compile(r"[\d.,/-]+")
_WORD = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")

# Words without a meaning of their own, in the four languages of the index.
_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "and",
        "or",
        "in",
        "on",
        "at",
        "to",
        "from",
        "by",
        "with",
        "without",
        "into",
        "is",
        "are",
        "be",
        "as",
        "its",
        "it",
        "this",
        "that",
        "which",
        "other",
        "any",
        "all",
        "not",
        "no",
        "per",
        "up",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einer",
        "eines",
        "einem",
        "und",
        "oder",
        "für",
        "mit",
        "ohne",
        "von",
        "vom",
        "zum",
        "zur",
        "im",
        "am",
        "auf",
        "aus",
        "bei",
        "nach",
        "über",
        "unter",
        "als",
        "ist",
        "sind",
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "du",
        "de",
        "et",
        "ou",
        "pour",
        "avec",
        "sans",
        "dans",
        "sur",
        "par",
        "au",
        "aux",
        "en",
        "est",
        "sont",
        "à",
        "el",
        "los",
        "las",
        "una",
        "unos",
        "unas",
        "y",
        "o",
        "para",
        "con",
        "sin",
        "por",
        "al",
        "del",
        "es",
        "son",
    ]
)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of match counts; nought leaves it out.

    Attributes:
        columns: a stem, by where it stands: subject, other words, sentence, properties, paragraph.
        phrase: a whole name of the trade.
        letters: a run of letters.
    """

    columns: tuple[float, ...] = (6.0, 8.0, 4.0, 1.0, 1.0)
    phrase: float = 3.0
    letters: float = 0.6


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that a text may speak of.

    Attributes:
        code: the entry.
        subject: what it lists.
        category: its category.
        score: from 0 to 1, higher for more and rarer words that matched; it orders candidates and measures no probability.
        matched: the words of the text that matched.
    """

    code: str
    subject: str
    category: str
    score: float
    matched: list[str]


@dataclass(frozen=True, slots=True)
class _Document:
    code: str
    subject: str
    category: str
    columns: tuple[str, ...]
    phrases: tuple[str, ...]
    held: frozenset[str]


def search(text: str, rulebook: Rulebook, most: int = MOST, weights: Weights | None = None) -> list[Candidate]:
    """Return the entries that a text may speak of, best first.

    Args:
        text: a product name, a line of an invoice, a paragraph; English, German, French or Spanish.
        rulebook: the law.
        most: no more candidates than this.
        weights: how much each kind of match counts; those that did best on labelled texts by default.

    Raises:
        InputError: for a text without words, or one too long to be a description.
    """
    if len(text) > _LONGEST:
        found = f"a text of {len(text):,} signs"
        raise InputError(
            faults=[Fault("text", found, f"at most {_LONGEST:,}", "read it as a data sheet: --sheet FILE")]
        )
    if not _words(text):
        raise InputError(
            faults=[Fault("text", f"'{text.strip()[:40]}', which holds no word", "a description in words")]
        )
    return _index(rulebook).search(text, most, weights or Weights())


class _Index:
    """The entries of one rulebook, ready to be searched."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.documents = _documents(rulebook)
        self.connection = sqlite3.connect(":memory:", check_same_thread=False)
        columns = ", ".join(_COLUMNS)
        self.connection.execute(
            f"CREATE VIRTUAL TABLE entries USING fts5({columns}, tokenize='porter unicode61 remove_diacritics 2')"
        )
        self.connection.executemany(
            f"INSERT INTO entries(rowid, {columns}) VALUES ({', '.join('?' * (len(_COLUMNS) + 1))})",  # noqa: S608 - made of this module's own words
            [(n, *document.columns) for n, document in enumerate(self.documents)],
        )
        self.runs = [_runs(" ".join(document.columns[:3])) for document in self.documents]
        frequency = Counter(run for runs in self.runs for run in set(runs))
        self.rarity = {run: math.log(1 + len(self.documents) / count) for run, count in frequency.items()}
        self.holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        common = {run for run, count in frequency.items() if count > _COMMON * len(self.documents)}
        for n, runs in enumerate(self.runs):
            length = (
                math.sqrt(sum((self.rarity[run] * (1 + math.log(count))) ** 2 for run, count in runs.items())) or 1.0
            )
            for run, count in runs.items():
                if run in common:
                    continue
                self.holders[run].append((n, self.rarity[run] ** 2 * (1 + math.log(count)) / length**0.7))
        self.phrases: dict[str, list[int]] = defaultdict(list)
        for n, document in enumerate(self.documents):
            for phrase in document.phrases:
                self.phrases[phrase].append(n)

    def search(self, text: str, most: int, weights: Weights) -> list[Candidate]:
        words = _words(text)
        scores: dict[int, float] = defaultdict(float)
        matches: tuple[tuple[Iterable[tuple[int, float]], float], ...] = (
            (self._by_stems(words, weights.columns), 1.0),
            (self._by_phrases(words), weights.phrase),
            (self._by_letters(text), weights.letters),
        )
        for matching, weight in matches:
            if weight:
                for n, score in matching:
                    scores[n] += weight * score
        if not scores:
            return []
        ranked = sorted(scores, key=lambda n: (-scores[n], natural(self.documents[n].code)))
        found: list[Candidate] = []
        siblings: Counter[str] = Counter()
        for n in ranked:
            document = self.documents[n]
            family = document.code.rpartition(".")[0] if document.code.count(".") > 2 else document.code
            siblings[family] += 1
            if siblings[family] > _SIBLINGS:
                continue
            matched = _matched(words, document.held)
            if not matched:
                continue
            score = round(scores[n] / (scores[n] + _HALF), 4)
            found.append(
                Candidate(
                    code=document.code,
                    subject=document.subject,
                    category=document.category,
                    score=score,
                    matched=matched,
                )
            )
            if len(found) == most:
                break
        return found

    def _by_stems(self, words: Sequence[str], columns: tuple[float, ...]) -> Iterable[tuple[int, float]]:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(words) if word not in _EMPTY)
        if not asked or not any(columns):
            return
        weights = ", ".join(map(str, columns))
        yield from (
            (n, -score)
            for n, score in self.connection.execute(
                f"SELECT rowid, bm25(entries, {weights}) FROM entries WHERE entries MATCH ? ORDER BY 2 LIMIT ?",  # noqa: S608 - numbers only
                (asked, _FROM_EACH),
            )
        )

    def _by_phrases(self, words: Sequence[str]) -> Iterable[tuple[int, float]]:
        """Whole product words, longest first: what is called by its name is meant by it."""
        taken: set[int] = set()
        for size in range(min(6, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                span = range(start, start + size)
                phrase = " ".join(words[start : start + size])
                holders = self.phrases.get(phrase)
                if holders and not taken & set(span):
                    taken.update(span)
                    for n in holders:
                        yield n, (1 + math.log(size)) * math.log(1 + len(self.documents) / len(holders))

    def _by_letters(self, text: str) -> list[tuple[int, float]]:
        scores: dict[int, float] = defaultdict(float)
        for run in _runs(text):
            for n, weight in self.holders.get(run, ()):
                scores[n] += weight
        return sorted(scores.items(), key=lambda item: -item[1])[:_FROM_EACH]


@lru_cache(maxsize=4)
def _index(rulebook: Rulebook) -> _Index:
    return _Index(rulebook)


def _documents(rulebook: Rulebook) -> list[_Document]:
    found: dict[str, _Document] = {}
    for instrument in rulebook.instruments.values():
        prose, rules = "", {rule.name: rule for rule in instrument.rules}
        for part in instrument.parts:
            if isinstance(part, Prose):
                prose = part.text
                continue
            rule = rules[part]
            for code in rule.then.get(ENTRIES, ()):
                document = _document(rulebook, rule, code, prose)
                earlier = found.get(code)
                if earlier is not None:
                    merged = tuple(f"{a} {b}" for a, b in zip(earlier.columns, document.columns, strict=True))
                    phrases = tuple(dict.fromkeys((*earlier.phrases, *document.phrases)))
                    held = earlier.held | document.held
                    document = _Document(code, earlier.subject, earlier.category, merged, phrases, held)
                found[code] = document
    return [found[code] for code in sorted(found, key=natural)]


def _document(rulebook: Rulebook, rule: Rule, code: str, prose: str) -> _Document:
    spoken = (*rule.words.values(), *rulebook.words.get(code, {}).values())
    words = [*rule.aka, *(word for words in spoken for word in words)]
    properties: dict[str, None] = {}
    named: dict[str, None] = {}
    for atom in atoms(rule.condition) if rule.condition is not None else ():
        for name in names(atom):
            fact = rulebook.facts.get(name)
            if fact is None:
                continue
            if isinstance(atom, Is | InValues):
                values = (atom.value,) if isinstance(atom, Is) else atom.values
                # A few values say what the entry is about; a long list of kinds says nothing.
                if len(values) <= 4 and not atom.negated:
                    for value in values:
                        named[f"{value.replace('_', ' ')} {fact.values.get(value, '')}"] = None
                        named.update(dict.fromkeys(word for word, meant in fact.same.items() if meant == value))
            else:
                properties.update(dict.fromkeys((name.replace("_", " "), *fact.terms)))
    phrases = {" ".join(_words(word)) for word in words} | {" ".join(_words(rule.subject))}
    columns = (rule.subject, " . ".join([*words, *named]), rule.says, " . ".join(properties), prose)
    held = frozenset(word[:_START] for word in _words(" ".join(columns)))
    category = rule.then.get("category", ("",))[0]
    return _Document(code, rule.subject, category, columns, tuple(filter(None, phrases)), held)


def _words(text: str) -> list[str]:
    return [_folded(word) for word in _WORD.findall(text) if len(word) > 1 and not _FIGURE.fullmatch(word)]


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _runs(text: str) -> Counter[str]:
    """Return the runs of letters of a text, each word bounded."""
    runs: Counter[str] = Counter()
    for word in _words(text):
        if word in _EMPTY:
            continue
        bounded = f" {word} "
        for n in range(max(1, len(bounded) - _RUN + 1)):
            runs[bounded[n : n + _RUN]] += 1
    return runs


def _matched(words: Sequence[str], held: frozenset[str]) -> list[str]:
    """Return the words of a query that a document holds, by the start that they share."""
    return [word for word in dict.fromkeys(words) if word not in _EMPTY and word[:_START] in held]
