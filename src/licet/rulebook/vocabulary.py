"""The vocabulary: every fact that a transfer can state, and every question that rules decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from licet.language.arithmetic import Expression
from licet.language.conditions import Condition
from licet.language.nodes import Where
from licet.language.quantities import Unit

FACT_TYPES = (
    "truth",
    "one_of",
    "quantity",
    "number",
    "money",
    "nation",
    "date",
    "codes",
    "text",
    "texts",
    "points",
    "parties",
    "identifiers",
    "birth",
)
# Where the facts of each party stand; a question may be decided once for each.
PARTY = "party"
# What only a licensing authority asks, of an application that lies before it: no review of a transfer asks it.
CASE = "case"
QUESTION_TYPES = ("one_of", "codes")
COMBINATIONS = ("single", "strictest", "all")


@dataclass(frozen=True, slots=True)
class Implied:
    """A value that follows from other facts when the fact itself is not stated."""

    value: str
    when: Condition
    why: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A quantity worked out from others where it is not stated.

    Attributes:
        expression: how, over measured facts.
        when: where it holds; everywhere by default.
        why: in words.
        estimate: whether it only estimates, so that answers that rest on it say so.
    """

    expression: Expression
    when: Condition | None
    why: str
    estimate: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """What a user can state.

    Attributes:
        name: as conditions name it: ``range``, ``end_use.wmd_delivery``.
        key: its key where it is stated.
        at: ``item``, ``end_use``, ``party`` for each of the parties, or empty for the transfer itself.
        unit: the unit in which conditions compare it.
        values: for one-of facts, each value with its meaning.
        bounds: the least and greatest value that make sense.
        margin: the share by which a published figure may understate (0.1 for ten per cent).
        presume: the value of a judgement that nobody has made, with ``because``.
        also: words that people use for a value of a one-of fact, offered and never taken: word → value.
        same: exact synonyms of a value of a one-of fact, which may be stated instead: word → value.
        terms: words and phrases that name it in documents, in several languages.
        headers: words that head its column in tables and would say too little in a document.
        unstated: what counts for the rows of a table of which no column states it; empty where that is not worth a warning.
        derived: how it follows from other quantities, the surest first, estimates last.
        implies: other facts and the value that they have where this one is stated.
        unlisted: for the code of another list, the code that claims an unlisted item.
        unlisted_implies: other facts and the value that they have where that code is stated.
        found: for a fact that nobody states, the facts that it is found from.
        measured: whether it is a number, with or without unit, or a date.
    """

    name: str
    key: str
    at: str
    type: str
    definition: str
    source: str
    ask: str
    where: Where
    unit: Unit | None = None
    values: dict[str, str] = field(default_factory=dict)
    bounds: tuple[float, float] | None = None
    margin: float = 0.0
    presume: str = ""
    because: str = ""
    implied: tuple[Implied, ...] = ()
    aliases: tuple[str, ...] = ()
    also: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    unstated: str = ""
    derived: tuple[Derived, ...] = ()
    implies: dict[str, str] = field(default_factory=dict)
    unlisted: str = ""
    unlisted_implies: dict[str, str] = field(default_factory=dict)
    found: tuple[str, ...] = ()
    # Asked of every fact in every state that is tried.
    measured: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "measured", self.type in ("quantity", "number", "money", "date"))

    @property
    def path(self) -> str:
        """Where it is stated in a transfer: ``item.range``."""
        return f"{self.at}.{self.key}" if self.at else self.key

    @property
    def option(self) -> str:
        """Its option on the command line, and with underscores its column: ``end-use-wmd-delivery``."""
        return self.name.replace(".", "-").replace("_", "-")

    @property
    def decidable(self) -> bool:
        """Whether conditions can test it."""
        return self.measured or self.type in ("truth", "one_of", "nation")


@dataclass(frozen=True, slots=True)
class Question:
    """What rules decide.

    Attributes:
        values: the answers with their meaning, strictest first; empty for codes.
        default: the answer when no rule speaks, for one-of questions.
        covered: where this is not true, silence of the rules leaves the question open.
        claims: the fact that holds an exporter's claims of this question's answers.
        itself: where a rule decides this question and others, it decides the others only where this holds too.
        shown: whether reviews report it.
        due: where this holds some rule must speak, and silence is a gap in the law; only proofs ask it.
        each: ``party`` where it is decided once for each party; empty where once for the transfer.
        asked: ``case`` where it is asked only of an application that lies before an authority; empty where every review asks it.
    """

    name: str
    type: str
    combine: str
    definition: str
    where: Where
    values: dict[str, str] = field(default_factory=dict)
    default: str = ""
    covered: Condition | None = None
    claims: str = ""
    itself: Condition | None = None
    shown: bool = True
    due: Condition | None = None
    each: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """A named test of the condition language, such as ``delivers``.

    Attributes:
        arguments: the dimension of each quantity, or ``entry`` for one entry or several of which one is enough.
        maxima: the facts that the arguments are held against, in the order of the arguments.
        points: the fact with points known to be reached.
        excluded: the fact with points known not to be reached.
        question: for a test of an entry, the question whose rules are the entries.
        says, denies: how a sentence tells that it holds, or does not: ``it … 1.A``.
    """

    name: str
    arguments: tuple[str, ...]
    definition: str
    where: Where
    maxima: tuple[str, ...] = ()
    points: str = ""
    excluded: str = ""
    question: str = ""
    says: str = ""
    denies: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """The facts that it reads."""
        return (*self.maxima, *filter(None, (self.points, self.excluded)))


class Vocabulary(Protocol):
    """Whatever declares questions and tests: a rulebook, or a library that is being read."""

    @property
    def questions(self) -> Mapping[str, Question]:
        """The questions by name."""
        ...

    @property
    def tests(self) -> Mapping[str, Test]:
        """The named tests by name."""
        ...
