"""Makes an account of a determination: which words, which order, what belongs together.

Nothing here decides anything. What comes from a user is stripped of control characters and otherwise left for each face to escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from licet.determination import Answer, Because, Determination, RuleReason
from licet.errors import LicetError
from licet.reports.account import (
    HEADLINE,
    MAIN,
    TASKS,
    Account,
    Ask,
    Given,
    Ground,
    Part,
    Term,
    Turning,
    Verdict,
    clean,
)
from licet.reports.parties import parties_told
from licet.reports.sentences import capital, dated, listed, meaning, phrase, standing, title, window, words
from licet.rulebook.rulebook import Rulebook

# So many rules are remembered with what is told of them; the law that came with Licet has some thousands.
_MOST_SAID = 20_000
_LINK = re.compile(r"https?://[^\s<>\"'`;|]+")


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


def first_link(source: str) -> str:
    """Return the first address of a source, or an empty text."""
    found = _LINK.search(source)
    address = found.group().rstrip(".,:") if found else ""
    return address.rstrip(")") if "(" not in address else address


def term(question: str, code: str, book: Rulebook) -> Term:
    """Return an answer to a question in words, with its meaning and its strictness among the answers."""
    declared = book.questions.get(question)
    strictness = None
    if (
        declared is not None
        and declared.combine == "strictest"
        and code in declared.values
        and code != declared.default
    ):
        graded = [value for value in declared.values if value != declared.default]
        strictness = graded.index(code) / (len(graded) - 1) if len(graded) > 2 else None
    return Term(code, words(code, book), meaning(question, code, book), strictness)


class _Said:
    """What is told of one rulebook again and again, whatever was transferred.

    Attributes:
        grounds: question, answer and rule → what the law alone says of it.
        paths: path → its fact.
        figures: the measures of an item.
    """

    def __init__(self, book: Rulebook) -> None:
        self.grounds: dict[Any, dict[str, Any]] = {}
        self.paths = {fact.path: fact for fact in book.facts.values()}
        self.figures = [fact for fact in book.facts.values() if fact.at == "item" and fact.measured]


_said = lru_cache(maxsize=8)(_Said)


class _Writer:
    def __init__(self, determination: Determination, book: Rulebook) -> None:
        self.told = determination
        self.book = book
        self.said = _said(book)
        self.paths = self.said.paths
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
            item=self.item(kind if name else ""),
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
            parties=parties_told(told, self.book, lambda one, law: _Writer(one, law).told_of),
        )

    # Answers and their rules.

    def told_of(self, name: str) -> Verdict:
        """Tell of one answer of the determination."""
        return self.verdict(name, self.told.answers[name])

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
            terms=tuple(term(name, code, self.book) for code in sure),
            left=tuple(term(name, code, self.book) for code in left),
            exact=answer.exact,
            unruled=unruled,
            by=tuple(self.ground(name, reason) for reason in answer.by),
            defeated=tuple(self.ground(name, reason) for reason in answer.defeated),
            might=tuple(self.ground(name, reason) for reason in answer.might),
            outweighed=tuple(self.ground(name, reason) for reason in answer.outweighed),
            asks=tuple(ask for ask in self.asks if ask.fact in asked),
        )

    def ground(self, question: str, reason: RuleReason) -> Ground:
        law = reason.rule, reason.says, reason.cite, reason.source, reason.standing, reason.in_force
        key = question, tuple(reason.answer), law
        said = self.said.grounds.get(key)
        if said is None:
            if len(self.said.grounds) >= _MOST_SAID:
                self.said.grounds.clear()
            said = self.said.grounds[key] = self._of_law(question, reason)
        parts = tuple(self.part(because) for because in reason.because)
        return Ground(**said, parts=parts, defeated_by=tuple(reason.defeated_by))

    def _of_law(self, question: str, reason: RuleReason) -> dict[str, Any]:
        """Return what the law alone says of a rule: all that its ground tells before the parts of its condition."""
        instrument = self.book.instruments.get(reason.rule.partition("/")[0])
        return {
            "rule": reason.rule,
            "instrument": instrument.title if instrument else reason.rule.partition("/")[0],
            "answer": tuple(term(question, code, self.book) for code in reason.answer),
            "says": clean(reason.says),
            "cite": clean(reason.cite),
            "source": clean(reason.source),
            "link": first_link(reason.source),
            "standing": reason.standing,
            "standing_words": standing(reason.standing),
            "window": window(reason.in_force),
        }

    def part(self, because: Because) -> Part:
        text = clean(phrase(because.condition, self.book))
        values: list[str] = []
        for name, value in because.facts.items():
            fact = self.book.facts.get(name)
            path = fact.path if fact else name
            shown = self.value(path, value)
            named = f"{words(name, self.book)} " if len(because.facts) > 1 else ""
            said = isinstance(value, bool) or (
                because.truth == "true" and text.endswith((f" is {shown}", f" is the {shown}"))
            )
            unsettled = value is None or (name in self.book.questions and isinstance(value, list))
            if not said and not unsettled:
                values.append(f"{named}{shown}")
            if path in self.assumed_facts:
                values.append(f"{named}assumed")
        return Part(text, because.condition, because.truth, tuple(values))

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
        for fact in self.said.figures:
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
            named = {key: self.value(f".{key}", part) for key, part in value.items()}
            if "name" in named:
                rest = ", ".join(shown for key, shown in named.items() if key != "name")
                return f"{named['name']} ({rest})" if rest else named["name"]
            return ", ".join(f"{words(key, self.book)} {shown}" for key, shown in named.items())
        if isinstance(value, list | tuple):
            ends = fact is not None and fact.measured and len(value) == 2
            return (" to " if ends else "; " if value and isinstance(value[0], Mapping) else ", ").join(
                self.value(path, part) for part in value
            ) or "none"
        text = clean(str(value))
        if fact is not None and fact.type == "date":
            return dated(text)
        if fact is not None and fact.measured:
            return re.sub(r"(?<![\d.])\d{5,}", lambda match: f"{int(match.group()):,}", text)
        if path in self.book.groups or (fact is not None and fact.type == "nation") or path == ".nation":
            return ", ".join(self.book.nations.get(code, code) for code in text.split(","))
        if (fact is not None and fact.type == "one_of") or path in self.book.questions:
            return words(text, self.book)
        return words(text, self.book) if path == ".role" else text

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
