"""Makes the account of a classification: one sentence with the figures for every entry, its places on other lists, what would settle it.

It lays out what a classification holds and decides nothing. The words are those of the rulebook.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import msgspec

from licet.classification.classifying import CATEGORY, ENTRIES, TREATMENTS, entries_on, natural
from licet.classification.verdicts import Classification, EntryVerdict
from licet.deciding.bound import binder
from licet.determination import Answer, Because, Determination, RuleReason
from licet.language.condition_reader import read_condition
from licet.language.conditions import (
    Applied,
    Between,
    Compare,
    Condition,
    InValues,
    Is,
    Name,
    Not,
    Number,
    Truth,
    atoms,
    write_condition,
)
from licet.language.quantities import NotAQuantity
from licet.reports.account import Ask, Given, Ground, Part, Verdict, clean
from licet.reports.again import Asked, asked_of
from licet.reports.entries import Classified, EntryTold, Place, Seen
from licet.reports.sentences import capital, listed, title, words
from licet.reports.telling import account, rulebook_of
from licet.reviewing import in_force
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook

# What a place on another list is to the entry, in words; the law's own words for it stand in licet.rulebook.instruments.
_RELATIONS = {
    "equal": "is equal",
    "wider": "reaches further",
    "narrower": "is narrower",
    "overlapping": "overlaps",
    "pointer": "only points to another list",
}
# How a figure that nobody stated begins to say where it is from, as a review writes it.
_WORKED_OUT, _ESTIMATED = "worked out as ", "estimated as "
_ROLES = {"met": "by", "open": "might", "not_met": "defeated"}
_LEADS = {"met": "It is met since", "open": "Open is whether", "not_met": "It is not met since"}


def classified(classification: Classification, rulebook: Rulebook | None = None) -> Classified:
    """Put a classification in order.

    Args:
        classification: the classification.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    return _Teller(classification, rulebook or rulebook_for(classification)).told()


def rulebook_for(classification: Classification) -> Rulebook:
    """Return the rulebook that came with Licet, with the reforms that a classification names where they can be found."""
    return rulebook_of(_determination(classification, {}))


def _determination(classification: Classification, answers: Mapping[str, Answer]) -> Determination:
    """A determination that holds what a classification says, so that both are told by the same means."""
    return Determination(
        licet=classification.licet,
        rulebook=classification.rulebook,
        transfer=classification.item,
        answers=dict(answers),
        missing=classification.missing,
        assumed=classification.assumed,
        taken=classification.taken,
        warnings=classification.warnings,
    )


def asked_by(classification: Classification, sheet: Mapping[str, str] | None = None) -> Asked:
    """Return what a classification was asked: what nobody has confirmed of a sheet is asked of the sheet.

    Args:
        classification: the classification.
        sheet: how its sheet was read: the file, the pages and the product; what the classification holds by default.
    """
    if sheet is None:
        sheet = {"sheet": classification.document} if classification.unconfirmed and classification.document else {}
    asked = asked_of(_determination(classification, {}), **{name: value for name, value in sheet.items() if value})
    if not sheet:
        note = (
            f"What was confirmed of {clean(classification.document)} stands in it." if classification.document else ""
        )
        return replace(asked, note=note)
    return replace(asked, transfer=_without(asked.transfer, [seen.fact for seen in classification.unconfirmed]))


def _without(shown: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """A transfer without some facts."""
    left = {key: dict(value) if isinstance(value, Mapping) else value for key, value in shown.items()}
    for path in paths:
        section, _, key = path.rpartition(".")
        held = left.get(section, {}) if section else left
        held.pop(key, None)
    return {key: value for key, value in left.items() if value != {}}


class _Teller:
    def __init__(self, classification: Classification, book: Rulebook) -> None:
        self.told_of = classification
        self.book = book
        self.rules = _rules(book, classification)
        self.facts = {fact.path: fact for fact in book.facts.values()}
        self.strictest = next(iter(book.questions[CATEGORY].values), "") if CATEGORY in book.questions else ""
        self.given_with_the_thing = {
            write_condition(question.itself) for question in book.questions.values() if question.itself is not None
        }
        self.reasons: dict[str, RuleReason] = {}
        self.doubts = dict(self.doubtful())
        self.account = account(self.determination(), book)
        self.asks = {ask.fact: ask for ask in self.account.asks}

    def determination(self) -> Determination:
        found = self.told_of
        reasons: dict[str, list[RuleReason]] = {role: [] for role in _ROLES.values()}
        for entry in found.entries:
            self.reasons[entry.code] = reason = self.reason(entry)
            reasons[_ROLES[entry.verdict]].append(reason)
        entries = Answer(
            value=None,
            possible=[],
            certain=found.met,
            by=reasons["by"],
            might=reasons["might"],
            defeated=reasons["defeated"],
        )
        return _determination(found, {CATEGORY: found.category, TREATMENTS: found.treatments, ENTRIES: entries})

    def reason(self, entry: EntryVerdict) -> RuleReason:
        """The rule of an entry; of one that is not met, what fails is said as it is: denied."""
        rule = self.rules.get(entry.code)
        because = entry.because
        if entry.verdict == "not_met":
            because = [msgspec.structs.replace(b, condition=_denied(b.condition), truth="true") for b in because]
        return RuleReason(
            rule=rule.name if rule else entry.code,
            answer=[entry.code],
            says=entry.says,
            cite=entry.cite,
            source=rule.source if rule else "",
            standing=entry.standing,
            in_force=in_force(rule) if rule else "",
            because=[b for b in because if not self.goes_without_saying(b)],
        )

    def goes_without_saying(self, because: Because) -> bool:
        """Whether a part only says that the thing itself is meant, and not what is made with it or for it."""
        return because.truth == "true" and because.condition in self.given_with_the_thing

    def told(self) -> Classified:
        found, verdicts = self.told_of, {verdict.question: verdict for verdict in self.verdicts()}
        grounds = self.grounds(verdicts[ENTRIES])
        entries = [self.entry(entry, grounds[entry.code]) for entry in found.entries]
        entries.sort(key=lambda e: (not e.heaviest, natural(e.code)))
        not_met = tuple(e for e in entries if e.verdict == "not_met")
        near = sorted(
            (e for e in not_met if e.distance is not None), key=lambda e: (e.distance or 0.0, natural(e.code))
        )
        taken = self.account.taken
        worked_out, estimated = (_made(taken, how) for how in (_WORKED_OUT, _ESTIMATED))
        return Classified(
            account=self.account,
            stated=tuple(self.stated()),
            category=verdicts[CATEGORY],
            doubt=self.doubt(),
            treatments=verdicts.get(TREATMENTS),
            met=tuple(e for e in entries if e.verdict == "met"),
            open=tuple(e for e in entries if e.verdict == "open"),
            not_met=tuple(sorted(not_met, key=lambda e: natural(e.code))),
            near=tuple(near),
            worked_out=worked_out,
            estimated=estimated,
            taken=tuple(given for given in taken if given not in (*worked_out, *estimated)),
            unconfirmed=tuple(self.unconfirmed()),
        )

    def verdicts(self) -> Iterable[Verdict]:
        headline = (self.account.headline,) if self.account.headline is not None else ()
        return (*headline, *self.account.main, *self.account.tasks)

    def grounds(self, entries: Verdict) -> dict[str, Ground]:
        found = {}
        for ground in (*entries.by, *entries.might, *entries.defeated):
            code = ground.answer[0].code
            parts = map(self.part, ground.parts, self.reasons[code].because)
            found[code] = replace(ground, parts=tuple(parts))
        return found

    def part(self, part: Part, because: Because) -> Part:
        """A part of a rule with yes and no where it joins several facts, and with what of it is only an estimate."""
        condition = _read(because.condition)
        joined = len(because.facts) > 1 and sum(1 for _ in atoms(condition)) > 1
        said = {True: "yes", False: "no"}
        answers = [
            f"{words(name, self.book)} {said[value]}"
            for name, value in because.facts.items()
            if joined and isinstance(value, bool)
        ]
        doubts = [
            self.doubts[name] for name, value in because.facts.items() if name in self.doubts and value is not None
        ]
        values = tuple(dict.fromkeys((*part.values, *answers, *doubts)))
        return replace(part, values=values)

    def doubtful(self) -> Iterable[tuple[str, str]]:
        """Yield the facts whose value is no more than an estimate, or what a document says, each with words for that."""
        for taken in self.told_of.taken:
            if taken.from_.startswith(_ESTIMATED) and taken.fact in self.facts:
                yield self.facts[taken.fact].name, f"the {words(taken.fact, self.book)} is an estimate"
        for seen in self.told_of.unconfirmed:
            if seen.fact in self.facts:
                yield self.facts[seen.fact].name, f"the {words(seen.fact, self.book)} is not confirmed"

    def stated(self) -> Iterable[Given]:
        """What was stated of the item, without its name, the date, and what stands in a document alone."""
        elsewhere = {words(path, self.book) for path in ("date", "item.name")}
        if self.account.name == capital(
            next((g.value for g in self.account.stated if g.name == words("item.kind", self.book)), "")
        ):
            elsewhere.add(words("item.kind", self.book))
        elsewhere |= {words(seen.fact, self.book) for seen in self.told_of.unconfirmed}
        return (given for given in self.account.stated if given.name not in elsewhere)

    def doubt(self) -> str:
        found = self.told_of
        parts = []
        if found.category.value is not None and found.open and not found.unconfirmed:
            parts.append(
                f"{title(CATEGORY, self.book)} {found.category.value} stands whatever the open entries turn out to be."
            )
        if found.unconfirmed:
            count = len(found.unconfirmed)
            facts, they = ("fact was", "it") if count == 1 else ("facts were", "they")
            parts.append(
                f"{count} {facts} read from a document and not confirmed; {they} can bring an entry in, and rule none out."
            )
        return " ".join(parts)

    # Entries.

    def entry(self, entry: EntryVerdict, ground: Ground) -> EntryTold:
        return EntryTold(
            code=entry.code,
            subject=clean(entry.subject),
            verdict=entry.verdict,
            category=f"{title(CATEGORY, self.book)} {entry.category}" if entry.category else "",
            heaviest=entry.category == self.strictest,
            ground=ground,
            why=self.why(entry.verdict, ground),
            places=tuple(self.places(entry)),
            could=tuple(self.ask(fact) for fact in entry.could_settle),
            alone=tuple(self.ask(fact) for fact in entry.any_could_settle),
            must=tuple(self.ask(fact) for fact in entry.must_settle),
            exact=entry.exact,
            confirmed=self.confirmed(entry),
            settled_if_confirmed=entry.if_confirmed == "not_met",
            distance=self.distance(entry),
        )

    def why(self, verdict: str, ground: Ground) -> str:
        wanted = "unknown" if verdict == "open" else "true"
        parts = [part.shown for part in ground.parts if part.truth == wanted]
        if verdict == "met" and any(part.truth == "unknown" for part in ground.parts):
            return "It is met whatever is still unknown."
        if not parts:
            return {"met": capital(ground.says), "not_met": "It is not met whatever is still unknown."}.get(verdict, "")
        if len(parts) > 1 and any(re.search(r", | or | and ", part) for part in parts):
            return f"{_LEADS[verdict]} {'; '.join(parts[:-1])}; and {parts[-1]}."
        return f"{_LEADS[verdict]} {listed(parts)}."

    def places(self, entry: EntryVerdict) -> Iterable[tuple[str, tuple[Place, ...]]]:
        for name, codes in entry.xref.items():
            relations = entry.relations.get(name, {})
            places = []
            for code in codes:
                relation, _, note = (part.strip() for part in relations.get(code, "").partition(";"))
                places.append(Place(clean(code), _RELATIONS.get(relation, relation), clean(note)))
            if places:
                yield _list_name(name, self.book), tuple(places)

    def ask(self, path: str) -> Ask:
        return self.asks.get(path) or Ask(path, words(path, self.book), "", ())

    def confirmed(self, entry: EntryVerdict) -> str:
        if entry.if_confirmed == "met":
            return "Met by what the document says, which nobody has confirmed."
        if entry.if_confirmed == "not_met":
            named = listed(f"the {words(path, self.book)}" for path in entry.must_settle)
            return f"It would not be met if what the document says of {named} were confirmed."
        return (
            "It stays open, and what is open changes, if what the document says is confirmed."
            if entry.if_confirmed
            else ""
        )

    def distance(self, entry: EntryVerdict) -> float | None:
        """How far figures lie from their limits where they alone rule an entry out: the same article, another size."""
        if entry.verdict != "not_met" or not entry.because:
            return None
        worst: float | None = None
        for because in entry.because:
            found = self._distance(because)
            if found is None:
                return None
            worst = found if worst is None else max(worst, found)
        return worst

    def _distance(self, because: Because) -> float | None:
        measured = False
        best = math.inf
        for atom in atoms(_read(because.condition)):
            match atom:
                case Is() | InValues():
                    # What it is, or is for, is another article.
                    return None
                case Applied(test) if self.book.tests[test].question:
                    return None
                case Applied() | Between():
                    measured = True
                case Compare(Name(name), _, Number() as limit):
                    measured = True
                    best = min(best, self._ratio(name, because.facts.get(name), limit))
                case Compare():
                    measured = True
                case Truth():
                    pass
        return best if measured else None

    def _ratio(self, name: str, value: object, limit: Number) -> float:
        fact = self.book.facts.get(name)
        if fact is None or fact.unit is None:
            return math.inf
        texts = value if isinstance(value, list) else re.split(r" to ", str(value))
        found = [math.inf]
        for text in texts:
            try:
                number = self.book.units.read(str(text), fact.unit, fact.unit.dimension).to(fact.unit)
                bound = self.book.units.read(limit.text, fact.unit, fact.unit.dimension).to(fact.unit)
            except NotAQuantity:
                continue
            if number > 0 and bound > 0:
                found.append(abs(math.log(number / bound)))
        return min(found)

    def unconfirmed(self) -> Iterable[Seen]:
        for evidence in self.told_of.unconfirmed:
            value = evidence.value if isinstance(evidence.value, str) else " to ".join(evidence.value)
            fact = self.facts.get(evidence.fact)
            if fact is not None and fact.type == "one_of":
                value = words(value, self.book)
            places = listed(clean(place) for place in evidence.places)
            yield Seen(words(evidence.fact, self.book), clean(value), places, clean(evidence.text))


def _rules(book: Rulebook, classification: Classification) -> dict[str, Rule]:
    """The rules of the entries on the day of a classification."""
    if ENTRIES not in book.questions:
        return {}
    day = datetime.date.fromisoformat(str(classification.item["date"])).toordinal()
    return {entry.code: entry.ranked.rule for entry in entries_on(binder(book).on(day, ()))}


@lru_cache(maxsize=4096)
def _read(condition: str) -> Condition:
    return read_condition(condition)


def _denied(condition: str) -> str:
    return write_condition(Not(_grouped(_read(condition))))


def _grouped(condition: Condition) -> Condition:
    from licet.language.conditions import And, Group, Or

    return Group(condition) if isinstance(condition, And | Or) else condition


def _made(taken: tuple[Given, ...], how: str) -> tuple[Given, ...]:
    return tuple(given for given in taken if given.note.startswith(how))


def _list_name(name: str, book: Rulebook) -> str:
    """The name of a list as people call it: the fact that states a code of it, or else the name in capitals."""
    fact = book.facts.get(name)
    return words(fact.name, book) if fact is not None else f"{name.upper()} list"
