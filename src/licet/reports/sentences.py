"""Plain words for codes, and rules as English sentences.

Every word of substance comes from the rulebook: nations and groups by their titles, answers and facts by their names, meanings and
definitions. Only the grammar stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from licet.language.condition_reader import KEYWORDS, NotACondition, read_condition
from licet.language.conditions import (
    And,
    Applied,
    Between,
    Compare,
    Condition,
    Date,
    Group,
    InGroup,
    InValues,
    Is,
    Name,
    Not,
    Number,
    Operand,
    Or,
    Truth,
)
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact, Question

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SPELLED = {"max": "maximum", "min": "minimum"}
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_BELOW_AND_ABOVE = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
_BEFORE_AND_AFTER = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after"}
_CONTRARY = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_NEGATABLE = re.compile(r"(it|this|the \w+) (is|was|can|could|will|may)\b(?!,)")
_SMALL = frozenset({"a", "an", "and", "for", "of", "the", "to"})
_ARTICLE = re.compile(r"\b(United|Kingdom|Republic|Federation|Islands)\b")
_STANDING = {"verified": "verified", "partial": "read in part", "unverified": "not verified"}


# Words.


def words(code: str, rulebook: Rulebook | None = None) -> str:
    """Return a code in plain words: a group's title, a nation's name, or the code's own words with the rulebook's acronyms.

    >>> words("strong_presumption_of_denial")
    'strong presumption of denial'
    """
    book = rulebook or Rulebook.load()
    if code in book.groups:
        return book.groups[code].title
    if code in book.nations and code not in _values(book):
        return book.nations[code]
    if "/" in code or re.match(r"\d", code):
        return code
    acronyms = _acronyms(book)
    parts = code.rpartition(".")[2].split("_")
    return " ".join(acronyms.get(part) or _SPELLED.get(part, part) for part in parts)


def title(code: str, rulebook: Rulebook | None = None) -> str:
    """Return a code in plain words with a capital: ``Regime posture``."""
    return capital(words(code, rulebook))


def capital(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def meaning(name: str, code: str, rulebook: Rulebook | None = None) -> str:
    """Return what a value of a fact or an answer to a question means, as the vocabulary declares it, or an empty text."""
    book = rulebook or Rulebook.load()
    declared: Fact | Question | None = book.questions.get(name) or book.facts.get(name)
    return declared.values.get(code, "") if declared else ""


def standing(code: str) -> str:
    """Return how much of a source has been read, in words."""
    return _STANDING.get(code, code)


def dated(text: str) -> str:
    """Return a text with its ISO dates written out.

    >>> dated("before 2025-09-15")
    'before 15 September 2025'
    """
    return _ISO_DATE.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}" if 1 <= int(month) <= 12 else match.group()


def window(text: str) -> str:
    """Return dates in force, as a determination gives them, in words.

    >>> window("2018-04-19 .. 2023-02-23")
    'in force from 19 April 2018 until 23 February 2023'
    """
    first, dots, last = (part.strip() for part in text.partition(".."))
    if not dots:
        return text
    start = (
        f"from {dated(first)}"
        if _ISO_DATE.fullmatch(first)
        else "at all times"
        if first == "always" and not last
        else first
    )
    if first == "always" and last:
        start = ""
    end = f"until {dated(last)}" if _ISO_DATE.fullmatch(last) else last
    inside = ", ".join(filter(None, (start, end))) if "not verified" in f"{start}{end}" else f"{start} {end}".strip()
    return f"in force, {inside}" if inside.startswith(("start", "end")) else f"in force {inside}"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Return texts as an English list.

    >>> listed(["a", "b", "c"], "or")
    'a, b or c'
    """
    found = list(parts)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def _declared(book: Rulebook) -> list[Fact | Question]:
    return [*book.facts.values(), *book.questions.values()]


@lru_cache(maxsize=8)
def _values(book: Rulebook) -> frozenset[str]:
    return frozenset(value for named in _declared(book) for value in named.values)


@lru_cache(maxsize=8)
def _acronyms(book: Rulebook) -> dict[str, str]:
    """The words that the rulebook itself writes in capitals, and codes spelt by the initials of their meaning."""
    texts: list[str] = [fact.source for fact in book.facts.values()]
    for named in _declared(book):
        texts += [named.definition, *named.values.values()]
    for instrument in book.instruments.values():
        texts += [instrument.title, instrument.note]
        texts += [text for rule in instrument.rules for text in (rule.says, rule.cite, rule.subject, rule.note)]
    texts += [text for group in book.groups.values() for text in (group.title, group.definition)]
    text = " ".join(texts)
    ordinary = set(re.findall(r"(?<![\w.])[a-z]{2,6}(?!\w)", text))
    found = {word.lower(): word for word in sorted(set(re.findall(r"(?<![\w.])[A-Z]{2,6}(?![\w.])", text)))}
    acronyms = {small: word for small, word in found.items() if small not in ordinary and small not in KEYWORDS}
    for named in _declared(book):
        for code, means in ((named.name, named.definition), *named.values.items()):
            initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", means.lower()) if word not in _SMALL)
            parts = [part for part in re.split(r"[._]", code) if len(part) > 2 and part not in ordinary]
            acronyms |= {part: part.upper() for part in parts if part in initials}
    # An answer that is a Roman number stays one inside a name (Category I).
    answers = {value for question in book.questions.values() for value in question.values}
    return acronyms | {value.lower(): value for value in answers if re.fullmatch(r"[IVX]+", value)}


# Conditions.

# So many are remembered of one rulebook; the law that came with Licet has some thousands.
_MOST_PHRASES = 20_000


def phrase(condition: Condition | str, rulebook: Rulebook | None = None) -> str:
    """Return a condition in English; a text that is no condition comes back as it is."""
    book = rulebook or Rulebook.load()
    if not isinstance(condition, str):
        return _Grammar(book).phrase(condition)
    known = _phrases(book)
    found = known.get(condition)
    if found is None:
        try:
            found = _Grammar(book).phrase(read_condition(condition))
        except NotACondition:
            found = condition
        if len(known) >= _MOST_PHRASES:
            known.clear()
        known[condition] = found
    return found


@lru_cache(maxsize=8)
def _phrases(book: Rulebook) -> dict[str, str]:
    """Return the conditions of a rulebook that were put into English, as they are written: every review tells the same ones."""
    del book
    return {}


def sentence(rule: Rule, rulebook: Rulebook | None = None) -> str:
    """Return a rule as a sentence: when it applies, what it answers, and what it displaces."""
    book = rulebook or Rulebook.load()
    grammar = _Grammar(book)
    when = "In every case" if rule.condition is None else f"When {grammar.phrase(rule.condition)}"
    answers = []
    for question, codes in rule.then.items():
        declared = book.questions.get(question)
        verb = "include" if declared is not None and declared.type == "codes" else "is"
        answers.append(f"the {words(question, book)} {verb} {listed(words(code, book) for code in codes)}")
    displaced = f"; this displaces {listed(rule.except_to)}" if rule.except_to else ""
    return f"{when}, {listed(answers)}{displaced}."


class _Grammar:
    """Writes conditions of one rulebook in English."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book

    def phrase(self, condition: Condition, negated: bool = False) -> str:
        """Return a condition, or its contrary, in English."""
        match condition:
            case Group(inner):
                return self.phrase(inner, negated)
            case Not(inner):
                return self.phrase(inner, not negated)
            case And(parts) if not negated:
                return self.joined(parts, "and")
            case Or(parts) if not negated:
                return self.joined(parts, "or")
            case Or(parts):
                # What is neither of two is not the one and not the other.
                return self.joined([Not(part) for part in parts], "and")
            case And(parts):
                return f"not all of this holds: {self.joined(parts, 'and')}"
            case Truth(name):
                return self.truth(name.name, negated)
            case Is(name, value, other_than):
                denied = " not" if negated != other_than else ""
                return f"{self.subject(name)} is{denied} {self.value(value)}"
            case InValues(name, values, other_than):
                shown = [self.value(value) for value in values]
                if negated != other_than:
                    many = len(shown) > 2
                    return f"{self.subject(name)} is {'none of' if many else 'neither'} {listed(shown, 'and' if many else 'nor')}"
                return f"{self.subject(name)} is {listed(shown, 'or')}"
            case InGroup():
                return self.membership(condition, negated)
            case Compare(left, operator, right):
                related = _BEFORE_AND_AFTER if isinstance(left, Date) or isinstance(right, Date) else _BELOW_AND_ABOVE
                held = related[_CONTRARY[operator] if negated else operator]
                return f"{self.operand(left)} is {held} {self.operand(right)}"
            case Between(operand, low, high):
                is_ = "is not" if negated else "is"
                return f"{self.operand(operand)} {is_} from {self.operand(low)} to {self.operand(high)}"
            case Applied():
                return self.applied(condition, negated)

    def joined(self, parts: Iterable[Condition], word: str) -> str:
        shown = []
        for part in _spread(parts) if word == "and" else parts:
            text, bare = self.phrase(part), _bare(part)
            several = isinstance(bare, And | Or) or (
                isinstance(bare, Not) and isinstance(_bare(bare.condition), And | Or)
            )
            shown.append(f"({text})" if several else text)
        if any(", " in text or " or " in text for text in shown):
            return f"{'; '.join(shown[:-1])}; {word} {shown[-1]}" if len(shown) > 1 else shown[0]
        return listed(shown, word)

    def subject(self, name: Name) -> str:
        return f"the {words(name.name, self.book)}"

    def value(self, code: str) -> str:
        shown = words(code, self.book)
        return f"the {shown}" if code in self.book.nations and _ARTICLE.search(shown) else shown

    def truth(self, name: str, negated: bool) -> str:
        """A yes-or-no fact by its definition, which says what it is whether; only its first clause."""
        declared = self.book.facts.get(name) or self.book.questions.get(name)
        definition = declared.definition if declared else ""
        if not definition.startswith("Whether "):
            return f"{words(name, self.book)} is {'not ' if negated else ''}so"
        clause = re.split(r"; | - |\.(?= |$)", definition.removeprefix("Whether "))[0]
        if not negated:
            return clause
        if _NEGATABLE.match(clause) and not re.search(r", (?:or )?(?:is|has|can)\b", clause):
            return _NEGATABLE.sub(
                lambda match: f"{match[1]} {match[2]}{'' if match[2] == 'can' else ' '}not", clause, count=1
            )
        return f"it is not so that {clause}"

    def membership(self, condition: InGroup, negated: bool) -> str:
        group = f"“{words(condition.group, self.book)}”"
        denied = negated != condition.negated
        if condition.on:
            verb = "did not belong" if denied else "belonged"
            return f"{self.subject(condition.name)} {verb} to {group} on {dated(condition.on)}"
        return f"{self.subject(condition.name)} {'does not belong' if denied else 'belongs'} to {group}"

    def applied(self, condition: Applied, negated: bool) -> str:
        declared = self.book.tests.get(condition.test)
        maxima = declared.maxima if declared else ()
        if len(maxima) == len(condition.arguments):
            shown = listed(
                f"{_article(words(name, self.book))} of {argument.text}"
                for name, argument in zip(maxima, condition.arguments, strict=True)
            )
        else:
            shown = listed((argument.text for argument in condition.arguments), "or")
        said = (declared.denies if negated else declared.says) if declared else ""
        if said:
            return f"it {said} {shown}"
        verb = condition.test.replace("_", " ")
        if negated:
            return f"it does not {verb.removesuffix('s')} {shown}"
        return f"it {verb} {shown}"

    def operand(self, operand: Operand) -> str:
        match operand:
            case Name():
                return self.subject(operand)
            case Number():
                return operand.text
            case Date(text):
                return dated(text)
            case _:
                first, *rest = operand.terms
                signs = {"+": "plus", "-": "less"}
                return self.operand(first[1]) + "".join(f" {signs[sign]} {self.operand(term)}" for sign, term in rest)


def _spread(parts: Iterable[Condition]) -> Iterable[Condition]:
    """Parts that must all hold; ``not (a or b)`` is two of them."""
    for part in parts:
        bare = _bare(part)
        denied = _bare(bare.condition) if isinstance(bare, Not) else None
        if isinstance(denied, Or):
            yield from (Not(inner) for inner in denied.conditions)
        elif isinstance(bare, And):
            yield from _spread(bare.conditions)
        else:
            yield part


def _bare(condition: Condition) -> Condition:
    return _bare(condition.condition) if isinstance(condition, Group) else condition


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
