"""Classifying an item: every entry of the Annex met, not met or open, why, and what would settle those that are open.

The verdicts are those of the rules that decide the entries in a review; what an exporter claims is set aside here, since a claim is what a
classification is to test.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from licet.classification.settling import Settled, Settling
from licet.classification.verdicts import VERDICTS, Classification, EntryVerdict
from licet.deciding.bound import Bound
from licet.deciding.compiled import Part
from licet.deciding.compiling import FALSE, TRUE, UNKNOWN
from licet.deciding.reasons import because
from licet.deciding.trees import RankedRule
from licet.determination import Assumption, Because, Caution, Missing, RulebookReference
from licet.language.conditions import conjuncts
from licet.reviewing import Review
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Derived
from licet.transfers.calling import stated
from licet.transfers.transfer import Note, Transfer
from licet.version import __version__

ENTRIES, CATEGORY, TREATMENTS = "entries", "category", "treatments"
_VERDICTS = {FALSE: "not_met", UNKNOWN: "open", TRUE: "met"}


def classify(
    item: Mapping[str, Any] | None = None,
    /,
    *,
    rulebook: Rulebook | None = None,
    law: str | Path | None = None,
    reform: str | Iterable[str] = (),
    as_of: str | datetime.date | None = None,
    assume: Mapping[str, Any] | Iterable[str] = (),
    sheet: str | Path | None = None,
    pages: str = "",
    product: str = "",
    **facts: Any,
) -> Classification:
    """Classify one item against every entry of the Annex.

    Args:
        item: the item, or a transfer that holds one, as a dictionary in the form of a YAML file.
        rulebook: the law; the one that came with Licet by default.
        law: a folder of law instead.
        reform: proposals to put in force.
        as_of: the date whose entries count; that of the transfer, or today, by default.
        assume: facts to assume, as a mapping or as ``FACT=VALUE`` texts.
        sheet: a data sheet that is read beside what is stated; what it says can bring an entry in and rules none out, since nobody has
            confirmed it.
        pages: of the sheet, only these pages, such as ``3-8``.
        product: of several products in the sheet, this one.
        **facts: the item as keyword arguments: ``kind="uas", range="2000 km", payload="600 kg"``.

    Raises:
        InputError: with a fault for everything that cannot be used.
        LawError: for law that cannot be used.
    """
    stater, node = stated(
        "item",
        item,
        facts,
        expected="a mapping such as {'kind': 'uas', 'range': '2000 km'}",
        rulebook=rulebook,
        law=law,
        reform=reform,
        as_of=as_of,
        assume=assume,
    )
    if sheet is None:
        return Classifying(stater.rulebook, stater.read(node)).classification
    from licet.classification.evidence import classify_sheet

    return classify_sheet(node, str(sheet), stater, pages=pages, product=product)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry on one day.

    Attributes:
        code: its code.
        ranked: its rule among those of the question.
        category: its category.
        weight: the place of that category (see :func:`weight`).
        parts: the parts of its condition, each with whether it asks what the item is.
        xref: its places on other lists: list → codes.
        relations: for each such code, what it is to the entry.
    """

    code: str
    ranked: RankedRule
    category: str
    weight: int
    parts: tuple[tuple[Part, bool], ...]
    xref: dict[str, list[str]]
    relations: dict[str, dict[str, str]]


@lru_cache(maxsize=64)
def entries_on(bound: Bound) -> tuple[Entry, ...]:
    """Return the entries of the Annex that are in force on a day, in the order of the Annex."""
    found: dict[str, list[Entry]] = {}
    for ranked in bound.question(ENTRIES).rules:
        if ranked.rule.window.holds(bound.day):
            for code in ranked.answer:
                found.setdefault(code, []).append(_entry(bound, code, ranked))
    return tuple(entry for code in sorted(found, key=natural) for entry in found[code])


def _entry(bound: Bound, code: str, ranked: RankedRule) -> Entry:
    rule, engine = ranked.rule, bound.engine
    conditions = [] if rule.condition is None else conjuncts(rule.condition)
    category = rule.then.get(CATEGORY, ("",))[0]
    return Entry(
        code=code,
        ranked=ranked,
        category=category,
        weight=weight(bound.rulebook, category),
        parts=tuple((p, bool(set(engine.trees.asks(c)))) for p, c in zip(engine.parts(rule), conditions, strict=True)),
        xref={name: [reference.code for reference in references] for name, references in rule.xref.items()},
        relations={
            name: {r.code: f"{r.relation}; {r.note}" if r.note else r.relation for r in references}
            for name, references in rule.xref.items()
        },
    )


def natural(code: str) -> tuple[Any, ...]:
    """Return a code as it sorts in the Annex: 3.A.2 before 3.A.10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in code.split("."))


def weight(rulebook: Rulebook, category: str) -> int:
    """Return the place of a category among those that the law knows, the strictest first; an entry without one comes last."""
    known = list(rulebook.questions[CATEGORY].values)
    return known.index(category) if category in known else len(known)


class Classifying:
    """One item under one rulebook.

    Args:
        rulebook: the law.
        transfer: the transfer that holds the item.
    """

    def __init__(self, rulebook: Rulebook, transfer: Transfer) -> None:
        if transfer.claims is not None:
            stated = {name: value for name, value in transfer.stated.items() if value is not transfer.claims}
            said = "What the exporter claims was set aside: a classification rests on what the item is."
            notes = (*transfer.notes, Note("claim_set_aside", said))
            transfer = replace(transfer, stated=stated, claims=None, notes=notes)
        self.rulebook = rulebook
        self.transfer = transfer
        self.review = Review(rulebook, transfer, (CATEGORY, TREATMENTS))
        self.bound = self.review.bound
        self.state = self.review.state
        self._settling = Settling(self.review, ENTRIES)

    @cached_property
    def verdicts(self) -> dict[str, int]:
        """The truth of every entry by its rule alone: 0 not met, 1 open, 2 met."""
        found: dict[str, int] = {}
        for entry in entries_on(self.bound):
            found[entry.code] = max(found.get(entry.code, FALSE), self.state[entry.ranked.slot])
        return found

    @cached_property
    def entries(self) -> list[EntryVerdict]:
        """Every entry with its reasons, those that are met first, and Category I before Category II."""
        listed = [self._entry(entry) for entry in self._by_weight()]
        return sorted(listed, key=lambda entry: VERDICTS.index(entry.verdict))

    def _by_weight(self) -> list[Entry]:
        """Category I first, so that what is left of the purse goes to the entries that weigh most."""
        strongest: dict[str, Entry] = {}
        for entry in entries_on(self.bound):
            # Of several rules of one code, on a day with an older form beside the newer, the one that goes furthest speaks.
            other = strongest.get(entry.code)
            if other is None or self.state[entry.ranked.slot] > self.state[other.ranked.slot]:
                strongest[entry.code] = entry
        return sorted(strongest.values(), key=lambda entry: (entry.weight, natural(entry.code)))

    def _entry(self, entry: Entry) -> EntryVerdict:
        rule, truth = entry.ranked.rule, self.verdicts[entry.code]
        settled = self._settling.of(entry.code, entry.ranked.slot) if truth == UNKNOWN else Settled(truth)
        return EntryVerdict(
            code=entry.code,
            subject=rule.subject or rule.says,
            verdict=_VERDICTS[settled.truth],
            category=entry.category,
            says=rule.says,
            cite=rule.cite,
            standing=rule.standing,
            because=self._failing(entry) if settled.truth == FALSE else self._because(rule),
            missing=self._paths(settled.must),
            could_settle=self._paths(settled.could),
            any_could_settle=self._paths(settled.alone),
            must_settle=self._paths(settled.must),
            exact=settled.exact,
            xref=entry.xref,
            relations=entry.relations,
        )

    def _because(self, rule: Rule) -> list[Because]:
        parts = because(self.bound, rule, self.state, self.review.show)
        return [Because(condition=text, truth=truth, facts=facts) for text, truth, facts in parts]

    def _failing(self, entry: Entry) -> list[Because]:
        """Return the parts of a condition that fail; of a thing that is another, only that it is another."""
        found: list[Because] = []
        for part, asks in entry.parts:
            if part.test(self.state) == FALSE:
                facts = {name: value for name in part.reads if (value := self.review.show(name)) is not None}
                found.append(Because(condition=part.text, truth="false", facts=facts))
                if asks:
                    return found[-1:]
        return found

    def _paths(self, names: Iterable[str]) -> list[str]:
        return [self.rulebook.facts[name].path for name in names]

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The facts that the open entries read, and those from which they are worked out: what a document may tell."""
        found: dict[str, None] = {}
        for entry in entries_on(self.bound):
            if self.verdicts[entry.code] == UNKNOWN:
                found.update(dict.fromkeys(sorted(self._settling.reads(entry.code))))
        waiting = list(found)
        while waiting:
            fact = self.rulebook.facts.get(waiting.pop())
            for name in () if fact is None else (name for d in fact.derived for name in d.expression.reads):
                if name not in found:
                    found[name] = None
                    waiting.append(name)
        return tuple(name for name in found if name in self.rulebook.facts)

    @cached_property
    def missing(self) -> list[Missing]:
        """What to ask next: first the fewest that could settle an entry, then what must, Category I first."""
        decides: dict[str, list[str]] = {}
        open_entries = [entry for entry in self.entries if entry.verdict == "open"]
        for which in ("could_settle", "must_settle"):
            for entry in open_entries:
                for path in getattr(entry, which):
                    codes = decides.setdefault(path, [])
                    if entry.code not in codes:
                        codes.append(entry.code)
        names = {fact.path: fact.name for fact in self.rulebook.facts.values()}
        return [Missing(fact=path, ask=self.review.ask(names[path]), decides=codes) for path, codes in decides.items()]

    @cached_property
    def warnings(self) -> list[Caution]:
        """What a careful reader should know; an estimate on which any verdict rests is named."""
        found = list(self.review.warnings)
        if not entries_on(self.bound):
            when = self.transfer.date.isoformat()
            found.insert(
                0,
                Caution(
                    code="no_entries",
                    message=f"No entry of this rulebook was in force on {when}: nothing is listed, and nothing cleared.",
                ),
            )
        found += self._systemless()
        said = {caution.message for caution in found}
        for name, source in self.review.sources.items():
            if isinstance(source, Derived) and source.estimate and self._rests_on(name):
                caution = self.review.estimate(name)
                if caution.message not in said:
                    found.insert(0, caution)
        return found

    @cached_property
    def assumed(self) -> list[Assumption]:
        """The presumptions without which some verdict would be another, and what was assumed on request."""
        found = [a for a in self.review.assumed if a.fact in self.transfer.assumed]
        for name in self.bound.presumed(self.transfer.stated, self.review.sources):
            if self._rests_on(name):
                fact = self.rulebook.facts[name]
                value = self.review.text(name, self.state[self.bound.slots[name]])
                found.append(Assumption(fact=fact.path, value=value, why=fact.because))
        return found

    def _systemless(self) -> list[Caution]:
        """A part with a range or payload and no system: whose figures they are has not been said."""
        tests = [test for test in self.rulebook.tests.values() if test.maxima]
        figures = {name for test in tests for name in test.maxima if name in self.transfer.stated}
        system = self.state[self.bound.slots["system_kind"]] if "system_kind" in self.bound.slots else ""
        if not figures or system.__class__ is str:
            return []
        paths = " and ".join(sorted(self.rulebook.facts[name].path for name in figures))
        message = (
            f"{paths}: read as figures of the complete system that the item is for, which was not stated (system_kind)."
        )
        return [Caution(code="system_not_stated", message=message)]

    def _rests_on(self, name: str) -> bool:
        state = self.bound.state(self.transfer.stated, (name,))
        self.bound.decide(state)
        return any(state[entry.ranked.slot] != self.state[entry.ranked.slot] for entry in entries_on(self.bound))

    @cached_property
    def classification(self) -> Classification:
        """The classification."""
        review = self.review
        return Classification(
            licet=__version__,
            rulebook=RulebookReference(digest=self.rulebook.digest, reforms=self.rulebook.named_reforms()),
            item=dict(self.transfer.shown),
            category=review.answers[CATEGORY],
            treatments=review.answers[TREATMENTS],
            entries=self.entries,
            missing=self.missing,
            assumed=self.assumed,
            taken=review.taken,
            warnings=self.warnings,
        )
