"""Reviewing a transfer: the one road from a statement to a determination, for the command, for Python and for the site."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from licet import resting
from licet.cautions import cautions
from licet.deciding.bound import Outcome
from licet.deciding.compiling import FALSE, TRUE, UNKNOWN
from licet.deciding.reasons import applying, because, ruling
from licet.deciding.trees import CompiledQuestion
from licet.deciding.turning import MAIN, Turn, turns
from licet.determination import (
    Answer,
    Assumption,
    Because,
    Caution,
    Determination,
    Missing,
    PartyFinding,
    RulebookReference,
    RuleReason,
    TakenFigure,
    TurningPoint,
)
from licet.language.nodes import Node
from licet.left_open import Decided, Exact
from licet.rulebook.instruments import Rule
from licet.rulebook.names import RED_FLAG
from licet.rulebook.rulebook import Rulebook
from licet.transfers.calling import understand
from licet.transfers.stating import Stater
from licet.version import __version__

if TYPE_CHECKING:
    from licet.screening.answer import Screener
    from licet.screening.in_reviews import Lists

__all__ = ["MAIN", "Exact", "Review", "in_force", "review", "review_nodes"]


def review(
    transfer: Mapping[str, Any] | None = None,
    /,
    *,
    rulebook: Rulebook | None = None,
    law: str | Path | None = None,
    reform: str | Iterable[str] = (),
    as_of: str | datetime.date | None = None,
    assume: Mapping[str, Any] | Iterable[str] = (),
    exact: Exact = "default",
    screener: Screener | Lists | None = None,
    **facts: Any,
) -> Determination:
    """Review one transfer.

    Args:
        transfer: the transfer in the form of a YAML file, as a dictionary.
        rulebook: the law; the one that came with Licet by default.
        law: a folder of law instead.
        reform: proposals to put in force.
        as_of: a date that overrides that of the transfer.
        assume: facts to assume, as a mapping or as ``FACT=VALUE`` texts.
        exact: how far to go to find out exactly what is left open: ``quick``, ``default`` or ``always`` (see :class:`~licet.left_open.Decided`).
        screener: screens the parties, or the lists to screen them against (``Lists(file, now)`` of :mod:`licet.screening.in_reviews`); by default the lists that were added, and without a list no party is screened.
        **facts: the transfer as keyword arguments: ``recipient="SA", item=dict(kind="uas", range="11100 km")``.

    Raises:
        InputError: with a fault for everything that cannot be used.
        LawError: for law that cannot be used.
    """
    book, understood = understand(
        "transfer",
        transfer,
        facts,
        expected="a mapping such as {'recipient': 'Italy'}",
        mend="read a file with yaml.safe_load, or run 'licet review FILE'",
        rulebook=rulebook,
        law=law,
        reform=reform,
        as_of=as_of,
        assume=assume,
    )
    return Review(book, understood, exact=exact, screener=screener).determination


def review_nodes(
    nodes: Iterable[Node], stater: Stater, screener: Screener | Lists | None = None
) -> Iterable[Determination]:
    """Review transfers that were read from files."""
    for node in nodes:
        yield Review(stater.rulebook, stater.read(node), exact="default", screener=screener).determination


class Review(Decided):
    """One transfer under one rulebook, and everything that can be said of it: the answers, their reasons, the determination.

    Its arguments are those of :class:`~licet.left_open.Decided`.
    """

    def reason(self, bound: CompiledQuestion, index: int, full: bool = True) -> RuleReason:
        """Return one rule of a question as it bears on the answer."""
        ranked = bound.rules[index]
        rule = ranked.rule
        acts = self.outcomes[bound.question.name].acts
        proposal = self.rulebook.instruments[rule.instrument].proposal
        return RuleReason(
            rule=rule.name,
            answer=list(rule.then[bound.question.name]),
            says=rule.says,
            cite=rule.cite,
            source=rule.source,
            standing=rule.standing,
            in_force="not law, put in force as a reform" if proposal else in_force(rule),
            because=[
                Because(condition=text, truth=truth, facts=facts)
                for text, truth, facts in (because(self.bound, rule, self.state, self.show) if full else [])
            ],
            defeated_by=[bound.rules[other].rule.name for other in ranked.excepters if acts.get(other)],
        )

    def answer(self, bound: CompiledQuestion) -> Answer:
        """Return the answer to a question with its rules."""
        outcome = self.outcomes[bound.question.name]
        return self._codes(bound, outcome) if bound.question.type == "codes" else self._one_of(bound, outcome)

    def _one_of(self, bound: CompiledQuestion, outcome: Outcome) -> Answer:
        possible, exact = list(outcome.possible), True
        if outcome.open:
            remaining = self.remaining[bound.question.name]
            possible, exact = list(remaining.possible), remaining.settled
        settled = len(possible) == 1
        best, others = applying(bound, outcome)
        by = ruling(bound, outcome, possible if settled else ())
        might = [
            index
            for index, act in outcome.acts.items()
            if act == UNKNOWN and not settled and bound.answers[bound.rules[index].answer] in possible
        ]
        return Answer(
            value=possible[0] if settled else None,
            possible=possible,
            by=self._reasons(bound, by),
            defeated=self._defeated(bound, outcome),
            might=self._reasons(bound, might),
            outweighed=self._reasons(bound, [*others, *(index for index in best if index not in by)]),
            exact=exact,
        )

    def _codes(self, bound: CompiledQuestion, outcome: Outcome) -> Answer:
        remaining = {code: self.remaining[f"{bound.question.name}:{code}"] for code in outcome.possible}
        settled = [code for code, found in remaining.items() if found.possible == ("in",)]
        sure = [*outcome.value, *settled]
        left = [code for code, found in remaining.items() if "in" in found.possible and code not in sure]
        may = [index for index, act in outcome.acts.items() if act == UNKNOWN]
        return Answer(
            value=None if left else sure,
            possible=sure + left,
            by=self._reasons(bound, ruling(bound, outcome, sure, left)),
            defeated=self._defeated(bound, outcome),
            might=self._reasons(bound, [index for index in may if set(bound.rules[index].answer) & set(left)]),
            certain=sure,
            exact=all(found.settled for found in remaining.values()),
        )

    def _defeated(self, bound: CompiledQuestion, outcome: Outcome) -> list[RuleReason]:
        """Return the rules that would apply and are displaced."""
        defeated = [index for index, act in outcome.acts.items() if act == FALSE]
        return self._reasons(bound, [index for index in defeated if self.state[bound.rules[index].slot] == TRUE])

    def _reasons(self, bound: CompiledQuestion, indices: Iterable[int]) -> list[RuleReason]:
        return [self.reason(bound, index) for index in indices]

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """The answers to the questions that reviews report."""
        return {
            bound.question.name: self.answer(bound)
            for bound in self.bound.questions
            if bound.question.name in self.reported
        }

    @cached_property
    def assumed(self) -> list[Assumption]:
        """The presumptions and assumptions on which an answer rests."""
        found = resting.assumed(self)
        if self.named is not None:
            known = {assumption.fact for assumption in found}
            found += [one for one in self.named.assumed(self.party_reviews) if one.fact not in known]
        return found

    @cached_property
    def parties(self) -> list[PartyFinding]:
        """What was found of each party."""
        return [] if self.named is None else self.named.findings(self.party_reviews)

    @cached_property
    def missing(self) -> list[Missing]:
        """The facts that could still decide something, most decisive first; of what is found of parties, what it is found from."""
        found: list[Missing] = []
        for missing in super().missing:
            if self.named is None or missing.fact != RED_FLAG:
                found.append(missing)
                continue
            known = {one.fact for one in found}
            for one in (one for finding in self.parties for one in finding.missing):
                if one.fact not in known:
                    known.add(one.fact)
                    found.append(msgspec.structs.replace(one, decides=[*one.decides, *missing.decides]))
        return list({one.fact: one for one in reversed(found)}.values())[::-1]

    @cached_property
    def taken(self) -> list[TakenFigure]:
        """The figures that nobody stated: those of the catalogue, and those worked out or estimated from others."""
        return resting.taken(self)

    def rests_on(self, name: str) -> bool:
        """Whether an answer would be another, or open, without what a fact is presumed, worked out or estimated to be."""
        return resting.rests_on(self, name)

    def estimate(self, name: str) -> Caution:
        """Return the caution that an answer rests on the estimate of a fact."""
        fact, source = self.rulebook.facts[name], self.sources[name]
        value = self.text(name, self.state[self.bound.slots[name]])
        said = f"An answer rests on an estimate: {fact.path} of {value}, from {source.expression.text}."
        return Caution(code="estimate", message=said)

    @cached_property
    def warnings(self) -> list[Caution]:
        """What a careful reader should know."""
        return list(cautions(self))

    @cached_property
    def turning_points(self) -> list[TurningPoint]:
        """Where a single stated fact would change the main answers."""
        now = {
            name: (tuple(self.answers[name].possible), self.answers[name].exact)
            for name in MAIN
            if name in self.answers
        }
        found: list[Turn] = turns(self.as_decided, self.explorer, self.stated, now, self.rulebook.boundaries)
        return [
            TurningPoint(
                fact=self.rulebook.facts[t.fact].path, at=t.at, question=t.question, from_=list(t.now), to=list(t.then)
            )
            for t in found
        ]

    @cached_property
    def determination(self) -> Determination:
        """The determination."""
        return Determination(
            licet=__version__,
            rulebook=RulebookReference(digest=self.rulebook.digest, reforms=self.rulebook.named_reforms()),
            transfer=dict(self.transfer.shown),
            answers=self.answers,
            missing=self.missing,
            assumed=self.assumed,
            taken=self.taken,
            warnings=self.warnings,
            turning_points=self.turning_points,
            parties=self.parties,
            screening=None if self.named is None else self.named.screening,
        )


def in_force(rule: Rule) -> str:
    """Return the dates that the law gives a rule, for a citation; a placeholder is left out."""
    window = str(rule.enacted or rule.window)
    first, _, last = window.partition("..")
    first, last = first.strip(), last.strip()
    first = "start not verified" if first.startswith("~") else first
    last = "end not verified" if last.startswith("~") else last
    return f"{first or 'always'} .. {last}".strip()
