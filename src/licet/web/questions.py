"""The questions of the review page: each with its words, the values that it can have with their meanings, and what was answered.

The words are those of the vocabulary. What can be asked is what a transfer can state; which of it is asked, the review says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from licet.errors import Fault
from licet.reports.account import MAIN
from licet.reports.sentences import capital, listed, words
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.web.stating_in_addresses import Said

# Of more values than this a list is opened instead of all being seen.
_FEW = 8
# Of what a fact decides, so much is named.
_NAMED = 4
_KINDS = {"truth": "radio", "date": "date", "nation": "nation", "quantity": "text", "money": "text", "number": "text"}


@dataclass(frozen=True)
class Choice:
    """One value: what it is called, and what it means."""

    value: str
    words: str
    meaning: str = ""


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        option: its name in the address.
        ask: the question.
        hint: how to answer it.
        means: what the fact is.
        kind: ``radio``, ``select``, ``nation``, ``date`` or ``text``.
        choices: the values to choose from.
        text: what was answered.
        unknown: whether the answer is that it is not known.
        decides: what it could decide, in words.
        faults: what is wrong with the answer.
    """

    option: str
    ask: str
    hint: str
    means: str
    kind: str
    choices: tuple[Choice, ...] = field(hash=False)
    text: str = ""
    unknown: bool = False
    decides: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def chosen(self) -> str:
        """What the value that was chosen from a list means."""
        return (
            next((one.meaning for one in self.choices if one.value == self.text), "") if self.kind == "select" else ""
        )


def most_deciding(asks: Mapping[str, Sequence[str]]) -> list[str]:
    """Return facts in the order in which they are asked: first what could decide the posture, then what could decide the category, and so on.

    >>> most_deciding({"value": ["obligations"], "item.part": ["entries", "posture"], "item.range": ["category"]})
    ['item.part', 'item.range', 'value']

    Args:
        asks: fact → the questions of the law that it could decide.
    """
    last = len(MAIN)
    return sorted(asks, key=lambda fact: min((MAIN.index(q) if q in MAIN else last for q in asks[fact]), default=last))


def question(rulebook: Rulebook, fact: Fact, said: Said, decides: Sequence[str] = ()) -> Question:
    """Return the question for a fact with what was answered to it.

    Args:
        rulebook: declares nations and the words of codes.
        fact: the fact.
        said: what was answered.
        decides: the questions of the law that it could decide.
    """
    unknown = said.unknown(fact.option)
    named = [words(name, rulebook) for name in decides]
    more = [f"{len(named) - _NAMED} more"] if len(named) > _NAMED else []
    return Question(
        option=fact.option,
        ask=fact.ask,
        hint=_hint(rulebook, fact),
        means=fact.definition,
        kind=("radio" if len(fact.values) <= _FEW else "select")
        if fact.type == "one_of"
        else _KINDS.get(fact.type, "text"),
        choices=_choices(rulebook, fact),
        text="" if unknown else ", ".join(said.texts.get(fact.option, ())),
        unknown=unknown,
        decides=listed([*named[:_NAMED], *more]) if named else "",
        faults=tuple(faults_of(said.faults, fact.option)),
    )


def faults_of(faults: Iterable[Fault], option: str) -> list[Fault]:
    """Return the faults of one field."""
    return [fault for fault in faults if fault.where == option]


def _choices(rulebook: Rulebook, fact: Fact) -> tuple[Choice, ...]:
    return _choices_of(rulebook, fact.name)


@lru_cache(maxsize=512)
def _choices_of(rulebook: Rulebook, name: str) -> tuple[Choice, ...]:
    fact = rulebook.facts[name]
    if fact.type == "truth":
        return (Choice("yes", "Yes"), Choice("no", "No"))
    return tuple(Choice(value, capital(words(value, rulebook)), meaning) for value, meaning in fact.values.items())


def _hint(rulebook: Rulebook, fact: Fact) -> str:
    if fact.name == "name":
        return "A known system brings its figures with it"
    if fact.name == "date":
        return "Today, if you say nothing"
    if fact.presume and fact.type in ("nation", "one_of"):
        presumed = rulebook.nations.get(fact.presume) or words(fact.presume, rulebook)
        return f"{capital(presumed)}, if you say nothing"
    if fact.type == "nation":
        return "Leave it empty if you don’t know"
    if fact.type in ("quantity", "money"):
        return (
            f"In {fact.unit.name}, or with another unit; 100..200 where you know only the limits" if fact.unit else ""
        )
    return ""
