"""A determination put in order for a reader: the answer, the reasons, what is missing, what to do, what it rests on.

Text, Markdown and HTML all lay out the same account, so they say the same. Nothing here decides anything; what comes from a user is
stripped of control characters and otherwise left for each face to escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from licet.determination import Answer, Because, Determination, RuleReason
from licet.errors import LicetError
from licet.reports.sentences import capital, dated, listed, meaning, phrase, standing, title, window, words
from licet.rulebook.rulebook import Rulebook

HEADLINE = "posture"
MAIN = ("posture", "category", "entries", "regime_posture", "licence", "authority")
TASKS = ("obligations", "factors", "licence_exceptions", "sanctions")
NO_ADVICE = "This is a reading of public law and policy by a program. It is not legal advice."

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LINK = re.compile(r"https?://[^\s<>\"'`;|]+")


@dataclass(frozen=True, slots=True)
class Term:
    """An answer: its code, its words, its meaning, and how strict it is, from 0 (strictest) to 1, where answers are so ordered."""

    code: str
    words: str
    meaning: str = ""
    strictness: float | None = None

    @property
    def label(self) -> str:
        """The words and the meaning, or the meaning alone where it holds the words."""
        if not self.meaning or re.search(rf"(?<!\w){re.escape(self.words)}(?!\w)", self.meaning, re.IGNORECASE):
            return self.meaning or self.words
        return f"{self.words}: {self.meaning}"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rule's condition in English, its truth, and the values it read that the English does not show."""

    text: str
    condition: str
    truth: str
    values: tuple[str, ...] = ()
    assumed: bool = False

    @property
    def shown(self) -> str:
        """The part with its values in parentheses."""
        notes = [*self.values, *(["assumed"] if self.assumed else [])]
        return f"{self.text} ({'; '.join(notes)})" if notes else self.text


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule as it bears on an answer."""

    rule: str
    instrument: str
    answer: tuple[Term, ...]
    says: str
    cite: str
    source: str
    link: str
    standing: str
    standing_words: str
    window: str
    parts: tuple[Part, ...]
    defeated_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact that is missing."""

    fact: str
    name: str
    ask: str
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question.

    Attributes:
        terms: what is certain: one answer, or for questions that collect codes all that are in.
        left: what is left open.
        unruled: whether no rule decides it and the answer is the default.
        asks: the missing facts that could decide it.
    """

    question: str
    title: str
    definition: str
    codes: bool
    terms: tuple[Term, ...]
    left: tuple[Term, ...]
    exact: bool
    unruled: bool
    by: tuple[Ground, ...]
    defeated: tuple[Ground, ...]
    might: tuple[Ground, ...]
    outweighed: tuple[Ground, ...]
    asks: tuple[Ask, ...]

    @property
    def open(self) -> bool:
        """Whether something is left open."""
        return bool(self.left)

    @property
    def reasoned(self) -> bool:
        """Whether any rule bears on it."""
        return bool(self.by or self.defeated or self.might or self.outweighed)

    @property
    def answer(self) -> str:
        """The answer in one line."""
        if self.codes:
            sure = listed(term.words for term in self.terms)
            may = listed(term.words for term in self.left)
            return (f"{sure}; perhaps {may}" if sure else f"open: perhaps {may}") if may else sure or "none"
        if self.left:
            return f"open: {listed((term.words for term in self.left), 'or')}"
        return self.terms[0].label if self.terms else "none"

    @property
    def unsettled(self) -> str:
        """For an open answer, what would decide it, in words."""
        if not self.left:
            return ""
        if not self.asks:
            return "Nothing that can be stated would decide it here."
        limits = "" if self.exact else " Some of these answers may be out of reach."
        return f"What would decide it: {listed((ask.name for ask in self.asks), 'or')}.{limits}"


@dataclass(frozen=True, slots=True)
class Given:
    """Something that the answers rest on: a name, a value, and where it is from or why."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Turning:
    """Where one fact, changed alone, changes answers."""

    name: str
    at: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A determination in the order in which a person reads it."""

    name: str
    item: str
    exporter: str
    recipient: str
    date: str
    headline: Verdict | None
    main: tuple[Verdict, ...]
    tasks: tuple[Verdict, ...]
    asks: tuple[Ask, ...]
    turnings: tuple[Turning, ...]
    stated: tuple[Given, ...]
    assumed: tuple[Given, ...]
    taken: tuple[Given, ...]
    warnings: tuple[tuple[str, str], ...]
    digest: str
    reforms: tuple[str, ...]
    version: str

    @property
    def route(self) -> str:
        """From whom to whom."""
        return f"from {self.exporter} to {self.recipient}"

    @property
    def subject(self) -> str:
        """The transfer in one line: ``MQ-9B, from the United States to Saudi Arabia, 15 September 2025``."""
        return f"{self.name}, {self.route}, {self.date}"

    @property
    def counts(self) -> str:
        """How much is missing, assumed, taken and warned of, in one line."""
        found = (
            (len(self.asks), "fact missing", "facts missing"),
            (len(self.assumed), "assumption", "assumptions"),
            (len(self.taken), "figure taken from elsewhere", "figures taken from elsewhere"),
            (len(self.warnings), "warning", "warnings"),
        )
        return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in found if count)


def rulebook_of(determination: Determination) -> Rulebook:
    """Return the rulebook that came with Licet, with the reforms that a determination names where they can be found."""
    try:
        return Rulebook.load(reforms=determination.rulebook.reforms)
    except LicetError:
        return Rulebook.load()


def account(determination: Determination, rulebook: Rulebook | None = None) -> Account:
    """Put a determination in order.

    Args:
        determination: the determination.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    return _Writer(determination, rulebook or rulebook_of(determination)).account()


def clean(text: str) -> str:
    """Return a text on one line, without control characters and without marks that turn the direction of writing."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"\s*[\r\n\t]+\s*", " ", text))


class _Writer:
    def __init__(self, determination: Determination, book: Rulebook) -> None:
        self.told = determination
        self.book = book
        self.paths = {fact.path: fact for fact in book.facts.values()}
        self.assumed_facts = {assumption.fact for assumption in determination.assumed}
        order = [*MAIN, *TASKS, *determination.answers]
        self.order = {name: order.index(name) for name in determination.answers}
        self.asks = tuple(
            Ask(
                fact=missing.fact,
                name=words(missing.fact, book),
                ask=clean(missing.ask),
                decides=tuple(
                    words(q, book) for q in sorted(missing.decides, key=lambda q: self.order.get(q, len(order)))
                ),
            )
            for missing in determination.missing
        )

    def account(self) -> Account:
        told = self.told
        verdicts = {
            name: self.verdict(name, told.answers[name]) for name in sorted(self.order, key=self.order.__getitem__)
        }
        main = [v for v in verdicts.values() if v.question in MAIN or not v.codes]
        headline = verdicts.get(HEADLINE) or next((v for v in main if not v.codes), None)
        kind = self.value("item.kind", self.stated("item.kind") or self.taken("item.kind"))
        name = clean(str(self.stated("item.name") or ""))
        return Account(
            name=name or (capital(kind) if kind else "An item not named"),
            item=self.item(kind),
            exporter=self.party("exporter"),
            recipient=self.party("recipient"),
            date=dated(str(told.transfer.get("date", ""))),
            headline=headline,
            main=tuple(v for v in main if v is not headline),
            tasks=tuple(v for v in verdicts.values() if v not in main),
            asks=self.asks,
            turnings=tuple(self.turnings()),
            stated=tuple(self.all_stated(told.transfer)),
            assumed=tuple(
                Given(words(a.fact, self.book), self.value(a.fact, a.value), clean(a.why)) for a in told.assumed
            ),
            taken=tuple(
                Given(words(t.fact, self.book), self.value(t.fact, t.value), clean(t.from_)) for t in told.taken
            ),
            warnings=tuple((warning.code, clean(warning.message)) for warning in told.warnings),
            digest=told.rulebook.digest,
            reforms=tuple(clean(reform) for reform in told.rulebook.reforms),
            version=told.licet,
        )

    # Answers and their rules.

    def term(self, question: str, code: str) -> Term:
        declared = self.book.questions.get(question)
        strictness = None
        if (
            declared is not None
            and declared.combine == "strictest"
            and code in declared.values
            and code != declared.default
        ):
            graded = [value for value in declared.values if value != declared.default]
            strictness = graded.index(code) / max(len(graded) - 1, 1)
        return Term(code, words(code, self.book), meaning(question, code, self.book), strictness)

    def verdict(self, name: str, answer: Answer) -> Verdict:
        declared = self.book.questions.get(name)
        codes = answer.certain is not None or isinstance(answer.value, list)
        if codes:
            sure = answer.certain if answer.certain is not None else answer.possible
            left = [code for code in answer.possible if code not in sure]
        else:
            sure = [] if answer.value is None else [str(answer.value)]
            left = answer.possible if answer.value is None else []
        unruled = not codes and not answer.by and declared is not None and answer.value == declared.default
        asked = {missing.fact for missing in self.told.missing if name in missing.decides}
        return Verdict(
            question=name,
            title=title(name, self.book),
            definition=declared.definition if declared else "",
            codes=codes,
            terms=tuple(self.term(name, code) for code in sure),
            left=tuple(self.term(name, code) for code in left),
            exact=answer.exact,
            unruled=unruled,
            by=tuple(self.ground(name, reason) for reason in answer.by),
            defeated=tuple(self.ground(name, reason) for reason in answer.defeated),
            might=tuple(self.ground(name, reason) for reason in answer.might),
            outweighed=tuple(self.ground(name, reason) for reason in answer.outweighed),
            asks=tuple(ask for ask in self.asks if ask.fact in asked),
        )

    def ground(self, question: str, reason: RuleReason) -> Ground:
        found = _LINK.search(reason.source)
        instrument = self.book.instruments.get(reason.rule.partition("/")[0])
        return Ground(
            rule=reason.rule,
            instrument=instrument.title if instrument else reason.rule.partition("/")[0],
            answer=tuple(self.term(question, code) for code in reason.answer),
            says=clean(reason.says),
            cite=clean(reason.cite),
            source=clean(reason.source),
            link=found.group().rstrip(".,)") if found else "",
            standing=reason.standing,
            standing_words=standing(reason.standing),
            window=window(reason.in_force),
            parts=tuple(self.part(because) for because in reason.because),
            defeated_by=tuple(reason.defeated_by),
        )

    def part(self, because: Because) -> Part:
        # What holds is said as it holds; what does not, as it is required.
        text = phrase(because.condition, self.book)
        values: list[str] = []
        for name, value in because.facts.items():
            fact = self.book.facts.get(name)
            if isinstance(value, bool) or (value is None and because.truth != "unknown"):
                continue
            shown = self.value(fact.path if fact else name, value)
            if shown not in text or (fact is not None and fact.measured):
                values.append(shown if len(because.facts) == 1 else f"{words(name, self.book)} {shown}")
        assumed = any(
            (self.book.facts[n].path if n in self.book.facts else n) in self.assumed_facts for n in because.facts
        )
        return Part(clean(text), because.condition, because.truth, tuple(values), assumed)

    # What was stated, assumed and taken.

    def stated(self, path: str) -> Any:
        where: Any = self.told.transfer
        for key in path.split("."):
            where = where.get(key) if isinstance(where, Mapping) else None
        return where

    def taken(self, path: str) -> Any:
        return next((taken.value for taken in self.told.taken if taken.fact == path), None)

    def party(self, path: str) -> str:
        stated = self.stated(path)
        if stated is not None:
            return self.value(path, stated)
        assumed = next((a.value for a in self.told.assumed if a.fact == path), None)
        return (
            f"{self.value(path, assumed)} (assumed)" if assumed is not None else f"{words(path, self.book)} not stated"
        )

    def item(self, kind: str) -> str:
        figures = [kind] if kind else []
        for fact in self.book.facts.values():
            if fact.at == "item" and fact.measured:
                stated, taken = self.stated(fact.path), self.taken(fact.path)
                if stated is not None or taken is not None:
                    figures.append(
                        f"{words(fact.name, self.book)} {self.value(fact.path, stated if stated is not None else taken)}"
                    )
        return ", ".join(figures)

    def all_stated(self, where: Mapping[str, Any], at: str = "") -> Iterable[Given]:
        for key, value in where.items():
            path = f"{at}.{key}" if at else key
            if isinstance(value, Mapping) and path not in self.paths:
                yield from self.all_stated(value, path)
            else:
                yield Given(words(path, self.book), self.value(path, value))

    def value(self, path: str, value: Any) -> str:
        """A value of a fact as people write it."""
        fact = self.paths.get(path)
        if value is None:
            return "" if path == "item.kind" else "not known"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Mapping):
            if set(value) == {"value", "basis"}:
                return f"{self.value(path, value['value'])} ({value['basis']} basis)"
            return ", ".join(f"{key.replace('_', ' ')} {self.value(f'.{key}', part)}" for key, part in value.items())
        if isinstance(value, list | tuple):
            ends = fact is not None and fact.measured and len(value) == 2
            return (" to " if ends else "; " if value and isinstance(value[0], Mapping) else ", ").join(
                self.value(path, part) for part in value
            ) or "none"
        text = clean(str(value))
        if fact is not None and fact.type == "date":
            return dated(text)
        if path in self.book.groups or (fact is not None and fact.type == "nation") or path == ".nation":
            return ", ".join(self.book.nations.get(code, code) for code in text.split(","))
        if (fact is not None and fact.type == "one_of") or path in self.book.questions:
            return words(text, self.book)
        return text

    # Turning points.

    def turnings(self) -> Iterable[Turning]:
        changes: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for point in self.told.turning_points:
            then = [words(code, self.book) for code in point.to]
            shown = then[0] if len(then) == 1 else f"open: {listed(then, 'or')}"
            changes.setdefault((point.fact, point.at), []).append((point.question, shown))
        merged: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
        for (fact, at), found in changes.items():
            found.sort(key=lambda change: self.order.get(change[0], len(self.order)))
            merged.setdefault((fact, tuple(found)), []).append(self.at(fact, at))
        ordered = sorted(merged.items(), key=lambda entry: self.rank(entry[0][0]))
        for (fact, found_), ats in ordered:
            yield Turning(
                words(fact, self.book), listed(ats, "or"), tuple((words(q, self.book), to) for q, to in found_)
            )

    def at(self, path: str, at: str) -> str:
        fact = self.paths.get(path)
        if fact is not None and fact.type in ("one_of", "nation"):
            return listed((words(code, self.book) for code in at.split(" or ")), "or")
        return dated(at)

    def rank(self, path: str) -> int:
        """Measures first, since their limits tell most; then the date, then judgements, then the kinds of things."""
        fact = self.paths.get(path)
        return (
            ("quantity", "number", "money", "date", "truth").index(fact.type)
            if fact and (fact.measured or fact.type == "truth")
            else 9
        )
