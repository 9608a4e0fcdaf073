"""One entry of the Annex whole, or a heading: what the law says of it, the facts it asks for, its editions, and the rules that speak of it.

Everything told here comes from the law; nothing is decided. An entry that is not in force on the day asked for is told with that.
"""

from __future__ import annotations

import datetime
from typing import Any

import msgspec

from licet.errors import Fault, InputError, near
from licet.language.conditions import Applied, Code, Condition, atoms, names, write_condition
from licet.registers.accounts import AskedFact, AskedQuestion, Edition, EntryAccount, Heading, NamedBy, Place
from licet.registers.annex import CATEGORY, ENTRIES, Annex, Entry, natural
from licet.registers.commerce_control_list import split_eccn
from licet.registers.places import Places
from licet.registers.uk_index import annex_code
from licet.rulebook.checking import covers
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact, Question
from licet.rulebook.windows import Window


class Entries:
    """Tells of the entries of an Annex.

    Args:
        annex: the entries.
        day: the day whose law is shown.
        places: tells what published files print at the places that entries refer to.
    """

    def __init__(self, annex: Annex, day: datetime.date, places: Places) -> None:
        self.annex = annex
        self.day = day
        self.places = places

    def tell(self, asked: str) -> EntryAccount | Heading:
        """Tell of an entry or a heading.

        Args:
            asked: a code, with or without its dots.

        Raises:
            InputError: for a code that is neither.
        """
        code = self._code(asked)
        if code in self.annex.entries:
            return self._entry(self.annex.entries[code], "", "")
        folded, why = self.annex.folded.get(code), ""
        if folded is not None:
            into = self.annex.at_or_below(folded.into)
            if len(into) == 1:
                return self._entry(into[0], code, folded.why)
            code, why = folded.into, folded.why
        below = self.annex.at_or_below(code)
        if not below:
            raise InputError(faults=[self._unknown(asked, code)])
        return Heading(
            code=code,
            asked=folded.code if folded is not None else "",
            folded=why,
            title=self._title(below),
            below=self._listed(below),
        )

    def _code(self, asked: str) -> str:
        text = asked.strip()
        if text.lower().startswith("item "):
            text = text[5:].strip()
        return annex_code(text) or ".".join(
            part.upper() if n == 1 else part for n, part in enumerate(text.rstrip(".").split("."))
        )

    def _unknown(self, asked: str, code: str) -> Fault:
        there = [*self.annex.entries, *self.annex.headings(), *self.annex.folded]
        above = [heading for heading in there if covers(heading, code)]
        mend = near(code, there)
        if above:
            heading = max(above, key=len)
            below = [entry.code for entry in self.annex.at_or_below(heading)]
            shown = ", ".join(below[:8]) + (" …" if len(below) > 8 else "")
            mend = f"below {heading} stand {shown}" if below != [heading] else f"{heading} is the entry above it"
        eccn, _ = split_eccn(asked.strip())
        referring = sorted(
            {placed.entry for placed in self.annex.references if eccn and placed.reference.code.startswith(eccn)},
            key=natural,
        )
        if referring:
            mend = f"entries that refer to {eccn}: {', '.join(referring)}"
        return Fault("licet entry", f"'{asked}'", "an entry of the Annex or a heading, such as 2.A.1.c or 3.A", mend)

    def _title(self, entries: list[Entry]) -> str:
        """Return the title of the one instrument in which the entries stand, or nothing."""
        instruments = {rule.instrument for entry in entries for rule in entry.rules}
        if len(instruments) > 1:
            return ""
        return self.annex.rulebook.instruments[instruments.pop()].title

    def _listed(self, entries: list[Entry]) -> list[dict[str, str]]:
        return [
            {"code": e.code, "subject": self._shown(e).subject, "category": ", ".join(sorted(e.categories))}
            for e in entries
        ]

    def _shown(self, entry: Entry) -> Rule:
        """Return the rule in force on the day, or the last of those that are not."""
        on_the_day = [rule for rule in entry.rules if rule.window.holds(self.day.toordinal())]
        return (on_the_day or sorted(entry.rules, key=lambda rule: rule.window.start)[-1:])[0]

    def _entry(self, entry: Entry, asked: str, folded: str) -> EntryAccount:
        rule = self._shown(entry)
        book = self.annex.rulebook
        facts, questions = _asked(book, rule.condition)
        return EntryAccount(
            code=entry.code,
            asked=asked,
            folded=folded,
            subject=rule.subject,
            category=", ".join(rule.then.get(CATEGORY, ())),
            date=self.day.isoformat(),
            in_force=rule.window.holds(self.day.toordinal()),
            rule=rule.name,
            says=rule.says,
            condition=_condition(rule),
            facts=facts,
            questions=questions,
            other_words=({"en": list(rule.aka)} if rule.aka else {}) | {k: list(v) for k, v in rule.words.items()},
            named_by=self._named_by(entry),
            below=self._listed([other for other in self.annex.at_or_below(entry.code) if other is not entry]),
            entries=self._asking(entry),
            places=self._places_of(entry, rule),
            cite=rule.cite,
            source=rule.source,
            standing=rule.standing,
            note=rule.note,
            where=str(rule.where),
            editions=[self._edition(each) for each in sorted(entry.rules, key=lambda each: each.window.start)],
            destination=self.places.row(),
        )

    def _edition(self, rule: Rule) -> Edition:
        return Edition(
            rule=rule.name,
            in_force=str(rule.window),
            dates_verified=_verified(rule.window),
            on_the_day=rule.window.holds(self.day.toordinal()),
            says=rule.says,
            condition=_condition(rule),
            cite=rule.cite,
            source=rule.source,
            standing=rule.standing,
            note=rule.note,
            where=str(rule.where),
        )

    def _named_by(self, entry: Entry) -> list[NamedBy]:
        """Return the rules on other questions that name the entry, or a heading above it, or displace its rule."""
        own = {rule.name for rule in entry.rules}
        return [
            NamedBy(
                rule=rule.name,
                decides={question: list(answers) for question, answers in rule.then.items()},
                says=rule.says,
                standing=rule.standing,
                where=str(rule.where),
            )
            for rule in self.annex.rulebook.rules.values()
            if not rule.of
            and ENTRIES not in rule.then
            and (own & set(rule.except_to) or _names(self.annex.rulebook, rule, entry.code, {ENTRIES}))
        ]

    def _asking(self, entry: Entry) -> list[str]:
        """Return the other entries whose conditions ask whether this one is met."""
        book = self.annex.rulebook
        asked = {test.question for test in book.tests.values() if test.question}
        return [
            other.code
            for other in self.annex.entries.values()
            if other is not entry and any(_names(book, rule, entry.code, asked) for rule in other.rules)
        ]

    def _places_of(self, entry: Entry, rule: Rule) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for placed in self.annex.references:
            if placed.entry == entry.code and placed.rule is rule:
                found.setdefault(placed.list, []).append(self.places.place(placed))
        return found


def plain(told: EntryAccount | Heading) -> dict[str, Any]:
    """Return an account as it stands in JSON."""
    found: dict[str, Any] = msgspec.to_builtins(told)
    return found


def _condition(rule: Rule) -> str | None:
    return write_condition(rule.when) if rule.when is not None else None


def _verified(window: Window) -> bool:
    return not (window.rough_start or window.rough_end)


def _asked(book: Rulebook, condition: Condition | None) -> tuple[list[AskedFact], list[AskedQuestion]]:
    """Return the facts that a condition reads itself, and the questions and named tests."""
    facts: dict[str, Fact] = {}
    questions: dict[str, AskedQuestion] = {}
    for atom in atoms(condition) if condition is not None else ():
        read = list(names(atom))
        if isinstance(atom, Applied):
            test = book.tests[atom.test]
            text = write_condition(atom)
            questions[text] = AskedQuestion(text, test.definition)
            read += test.reads
        for name in read:
            if name in book.facts:
                facts[name] = book.facts[name]
            elif name in book.questions:
                question: Question = book.questions[name]
                questions[name] = AskedQuestion(name, question.definition)
    return [
        AskedFact(f.name, f.unit.name if f.unit else None, list(f.values) or None, f.definition, f.ask)
        for f in facts.values()
    ], list(questions.values())


def _names(book: Rulebook, rule: Rule, code: str, questions: set[str]) -> bool:
    """Whether a rule's condition asks, by a test on one of these questions, for an entry or a heading above it."""
    return rule.condition is not None and any(
        isinstance(atom, Applied)
        and book.tests[atom.test].question in questions
        and any(isinstance(argument, Code) and covers(argument.text, code) for argument in atom.arguments)
        for atom in atoms(rule.condition)
    )
