"""Reviewing a transfer: the one road from a statement to a determination, for the command, for Python and for the site."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from licet.cautions import cautions
from licet.deciding.bound import Bound, Outcome, binder
from licet.deciding.compiling import FALSE, TRUE, UNKNOWN, State
from licet.deciding.exploring import Purse, Remaining, explorer
from licet.deciding.reasons import because
from licet.deciding.trees import CompiledQuestion
from licet.deciding.turning import MAIN, Turn, turns
from licet.determination import (
    Answer,
    Assumption,
    Because,
    Caution,
    Determination,
    Missing,
    RulebookReference,
    RuleReason,
    TakenFigure,
    TurningPoint,
)
from licet.exactly import narrowed
from licet.language.conditions import InGroup, atoms
from licet.language.nodes import Node
from licet.language.quantities import plain
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Derived
from licet.transfers.calling import understand
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer
from licet.version import __version__

Exact = Literal["quick", "default", "always"]

# How many states a review may decide to find out what is left open; beyond it, answers may be wider than they need be.
_STATES = 2500

# Enough cells of a fact to tell how decisive it is.
_CELLS_WEIGHED = 16


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
        exact: how far to go to find out exactly what is left open: ``quick``, ``default`` or ``always`` (see :class:`Review`).
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
    return Review(book, understood, exact=exact).determination


def review_nodes(nodes: Iterable[Node], stater: Stater) -> Iterable[Determination]:
    """Review transfers that were read from files."""
    for node in nodes:
        yield Review(stater.rulebook, stater.read(node), exact="default").determination


class Review:
    """One transfer under one rulebook: its state, its outcomes, and everything that can be said of them.

    Args:
        rulebook: the law.
        transfer: the transfer.
        questions: the questions to report; all that reviews report by default.
        exact: how far to go to find out exactly what is left open: ``quick``, by the walk alone; ``default``, with z3 where the walk does not
            suffice and a second does; ``always``, however long it takes.
        shared: the states that several reviews may decide together to find out what is left open; by default each has its own.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        transfer: Transfer,
        questions: Collection[str] = (),
        exact: Exact = "quick",
        shared: Purse | None = None,
    ) -> None:
        self.rulebook = rulebook
        self._shared = shared or Purse(_STATES)
        self.transfer = transfer
        self.exact: Exact = exact
        self.reported = frozenset(questions or (q.name for q in rulebook.questions.values() if q.shown))
        self.bound: Bound = binder(rulebook).on(transfer.date.toordinal(), transfer.filled)
        self.stated = dict(transfer.stated)
        self.state: State
        self.state, self.sources = self.bound.derived(self.stated)
        self.outcomes: dict[str, Outcome] = self.bound.decide(self.state)
        self.explorer = explorer(self.bound)
        self._shown: dict[str, Any] = {}

    # What is left open, and what would decide it.

    @cached_property
    def remaining(self) -> dict[str, Remaining]:
        """What is left of each question that is open; for codes, of each code, as ``question:code``."""
        found: dict[str, Remaining] = {}
        purse = Purse(min(_STATES, self._shared.left))
        before = purse.left
        asked = [bound.question for bound in self.bound.questions if bound.question.name in self.reported]
        # Questions with one answer come first: what is left for the codes may then be wider.
        for question in sorted(asked, key=lambda question: question.type == "codes"):
            outcome = self.outcomes[question.name]
            if not outcome.open:
                continue
            for code in outcome.possible if question.type == "codes" else ("",):
                key = f"{question.name}:{code}" if code else question.name
                found[key] = self._within(
                    self.explorer.remaining(question.name, self.stated, code, purse, self.state), outcome, bool(code)
                )
        if self.exact != "quick":
            wider = {key: remaining for key, remaining in found.items() if not remaining.exact}
            found |= narrowed(self, wider, always=self.exact == "always")
        self._shared.left -= before - purse.left
        return found

    def _within(self, remaining: Remaining, outcome: Outcome, code: bool) -> Remaining:
        """A claim decides while no figure is stated; cells are figures, so what they add beside a claim is left aside."""
        if self.transfer.claims is None or code:
            return remaining
        possible = tuple(answer for answer in remaining.possible if answer in outcome.possible)
        return replace(remaining, possible=possible or outcome.possible)

    @cached_property
    def undecided(self) -> dict[str, list[str]]:
        """The facts that could still decide something, with what each could decide."""
        decides: dict[str, list[str]] = {}
        for name, remaining in self.remaining.items():
            question = name.partition(":")[0]
            for fact in remaining.facts:
                if question not in decides.setdefault(fact, []):
                    decides[fact].append(question)
        for fact in self._untested:
            decides.setdefault(fact, []).extend(q for q in self._claimed if q not in decides.get(fact, []))
        return decides

    @cached_property
    def missing(self) -> list[Missing]:
        """The facts that could still decide something, most decisive first."""
        decides = self.undecided
        order = {question.question.name: n for n, question in enumerate(self.bound.questions)}
        # What may follow from another missing fact is asked after it.
        ranked = sorted(
            decides,
            key=lambda fact: (
                self.explorer.depth(fact) if self.explorer.before(fact) & decides.keys() else 0,
                self._left_open(fact),
                -len(decides[fact]),
                fact,
            ),
        )
        return [
            Missing(
                fact=self.rulebook.facts[fact].path,
                ask=self.ask(fact),
                decides=sorted(decides[fact], key=order.__getitem__),
            )
            for fact in ranked
        ]

    @cached_property
    def _claimed(self) -> list[str]:
        """The questions whose answers a claim decided, and those that share their rules."""
        if self.transfer.claims is None:
            return []
        found: dict[str, None] = {}
        for bound in self.bound.questions:
            if bound.question.claims:
                found.update(dict.fromkeys(name for ranked in bound.rules for name in ranked.rule.then))
        return list(found)

    @cached_property
    def _untested(self) -> dict[str, int]:
        """The facts that nobody stated and that would test a claim: what is taken on trust can still change."""
        found: dict[str, int] = {}
        if self.transfer.claims is None:
            return found
        bare = {name: value for name, value in self.stated.items() if value is not self.transfer.claims}
        for bound in self.bound.questions:
            if bound.question.claims:
                state = self.bound.state(bare)
                self.bound.decide(state, self.bound.cone(bound.question.name))
                found |= self.explorer.unsettled(bound, state).facts
        return found

    def ask(self, fact: str) -> str:
        """Return the question to put to a person for a fact, with the reason where it is stated already."""
        declared = self.rulebook.facts[fact]
        value = self.stated.get(fact)
        if value is not None and declared.measured:
            return f"{declared.ask} (by its definition; the {self.show(fact)} that is known leaves a limit inside its margin)"
        return declared.ask

    def _left_open(self, fact: str) -> float:
        """How much stays open on average once a fact is known, the questions that come first counting most."""
        declared = self.rulebook.facts[fact]
        value = self.state[self.bound.slots[fact]]
        cells = self.explorer.cells.of(declared, value if declared.measured else None)[:_CELLS_WEIGHED]
        total = 0.0
        for cell in cells:
            outcomes = self.bound.decide(self.bound.state({**self.stated, fact: cell.value}))
            for n, name in enumerate(self._weighed):
                left = len(outcomes[name].possible) - (self.rulebook.questions[name].type != "codes")
                total += left / (n + 1) / len(cells)
        return total

    @cached_property
    def _weighed(self) -> list[str]:
        return [bound.question.name for bound in self.bound.questions if bound.question.name in self.reported]

    # The answers with their rules.

    def show(self, name: str) -> Any:
        """Return the value of a fact or question as people write it, or None where it is not known."""
        if name in self._shown:
            return self._shown[name]
        found = self._shown[name] = self._show(name)
        return found

    def _show(self, name: str) -> Any:
        value = self.state[self.bound.slots[name]]
        fact = self.rulebook.facts.get(name)
        if fact is None:
            return sorted(value) if isinstance(value, frozenset) else value
        if self.bound.unknown(fact, value):
            return None
        shown = self._stated_text(fact.path)
        return shown if shown is not None else self.text(name, value)

    def _stated_text(self, path: str) -> Any:
        where: Any = self.transfer.shown
        for part in path.split("."):
            where = where.get(part) if isinstance(where, Mapping) else None
        if where is None:
            where = next((taken.value for taken in self.transfer.taken if taken.fact == path), None)
        return where

    def text(self, name: str, value: Any) -> Any:
        """Return a value of a state as people write it."""
        fact = self.rulebook.facts[name]
        if fact.type == "truth":
            return {FALSE: False, TRUE: True}.get(value)
        if fact.type == "date":
            return datetime.date.fromordinal(int(value[0])).isoformat()
        if fact.measured:
            unit = f" {fact.unit.name}" if fact.unit else ""
            ends = [f"{plain(float(f'{end:.7g}'))}{unit}" for end in value]
            if fact.bounds is not None and value[0] != value[1]:
                # Where only one end says something, the other is not told.
                if value[1] >= fact.bounds[1]:
                    return f"{ends[0]} or more"
                if value[0] <= fact.bounds[0]:
                    return f"{ends[1]} or less"
            return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
        return sorted(value) if isinstance(value, frozenset) else value

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
        by: list[RuleReason] = []
        defeated: list[RuleReason] = []
        might: list[RuleReason] = []
        outweighed: list[RuleReason] = []
        codes = bound.question.type == "codes"
        applying = [bound.rules[index].answer for index, act in outcome.acts.items() if act == TRUE]
        best = min(applying, default=None) if not codes else None
        exact, possible = True, list(outcome.possible)
        if outcome.open and not codes:
            remaining = self.remaining[bound.question.name]
            possible, exact = list(remaining.possible), remaining.settled
        for index, act in outcome.acts.items():
            ranked = bound.rules[index]
            if act == TRUE:
                (by if codes or ranked.answer == best else outweighed).append(self.reason(bound, index))
            elif act == UNKNOWN:
                if codes or bound.answers[ranked.answer] in possible:
                    might.append(self.reason(bound, index))
            elif self.state[ranked.slot] == TRUE:
                defeated.append(self.reason(bound, index))
        if not codes:
            settled = len(possible) == 1
            if settled and not any(reason.answer == possible for reason in by):
                # Cells settled what the parts leave unknown: one of these rules decides, whichever it is.
                giving = [reason for reason in (*by, *might) if reason.answer == possible]
                outweighed += [reason for reason in by if reason.answer != possible]
                by, might = giving, []
            return Answer(
                value=possible[0] if settled else None,
                possible=possible,
                by=by,
                defeated=defeated,
                might=[] if settled else might,
                outweighed=outweighed,
                exact=exact,
            )
        may = [code for code in outcome.possible if "in" in self.remaining[f"{bound.question.name}:{code}"].possible]
        sure = list(outcome.value) + [
            c for c in may if self.remaining[f"{bound.question.name}:{c}"].possible == ("in",)
        ]
        left = [code for code in may if code not in sure]
        by += [reason for reason in might if set(reason.answer) & set(sure) and not set(reason.answer) & set(left)]
        return Answer(
            value=None if left else sure,
            possible=sure + left,
            by=by,
            defeated=defeated,
            might=[reason for reason in might if set(reason.answer) & set(left)],
            certain=sure,
            exact=all(self.remaining[f"{bound.question.name}:{code}"].settled for code in outcome.possible),
        )

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """The answers to the questions that reviews report."""
        return {
            bound.question.name: self.answer(bound)
            for bound in self.bound.questions
            if bound.question.name in self.reported
        }

    # What the answers rest on.

    @cached_property
    def assumed(self) -> list[Assumption]:
        """The presumptions and assumptions on which an answer rests."""
        found = [
            Assumption(fact=name, value=value, why="assumed on request")
            for name, value in self.transfer.assumed.items()
        ]
        found += [
            Assumption(fact=self.rulebook.facts[name].path, value=self.text(name, self.state[self.bound.slots[name]]),
                       why=self.rulebook.facts[name].because)
            for name in self._rested_on()
        ]  # fmt: skip
        filled = {name for name, _ in self.transfer.filled}
        for name, group in self.rulebook.groups.items():
            if group.assumed and name not in filled and self._group_matters(name):
                brought = sorted(group.by_reform().on(self.transfer.date.toordinal()))
                found.append(Assumption(fact=name, value=brought, why=group.note or group.definition))
        return found

    @cached_property
    def taken(self) -> list[TakenFigure]:
        """The figures that nobody stated: those of the catalogue, and those worked out or estimated from others."""
        found = [TakenFigure(fact=t.fact, value=t.value, from_=t.source) for t in self.transfer.taken]
        for name, source in self.sources.items():
            if isinstance(source, Derived):
                value = self.text(name, self.state[self.bound.slots[name]])
                how = "estimated" if source.estimate else "worked out"
                from_ = f"{how} as {source.expression.text} ({source.why})"
                found.append(TakenFigure(fact=self.rulebook.facts[name].path, value=value, from_=from_))
        return found

    def _rested_on(self) -> list[str]:
        """The presumed facts without which some answer would be another, or open."""
        presumed = self.bound.presumed(self.stated, self.sources)
        bare = self.bound.state(self.stated, presumed)
        outcomes = self.bound.decide(bare)
        touched: set[str] = set()
        for bound in self.bound.questions:
            if bound.question.name in self.reported and self._differs(bound.question.name, outcomes):
                touched |= set(self.explorer.unsettled(bound, bare).facts)
        return [name for name in presumed if name in touched and self.rests_on(name)]

    def rests_on(self, name: str) -> bool:
        """Whether an answer would be another, or open, without what a fact is presumed, worked out or estimated to be."""
        return self._any_differs(self.bound.decide(self.bound.state(self.stated, (name,))))

    def estimate(self, name: str) -> Caution:
        """Return the caution that an answer rests on the estimate of a fact."""
        fact, source = self.rulebook.facts[name], self.sources[name]
        value = self.text(name, self.state[self.bound.slots[name]])
        said = f"An answer rests on an estimate: {fact.path} of {value}, from {source.expression.text}."
        return Caution(code="estimate", message=said)

    def _differs(self, question: str, outcomes: Mapping[str, Outcome]) -> bool:
        mine, other = self.outcomes[question], outcomes[question]
        return (mine.value, mine.possible) != (other.value, other.possible)

    def _any_differs(self, outcomes: Mapping[str, Outcome]) -> bool:
        return any(self._differs(question, outcomes) for question in self._weighed)

    def _group_matters(self, name: str) -> bool:
        """Whether an answer could change if the recipient, or whoever is asked for, stood in a group that is empty."""
        nations = {
            value
            for fact in self.rulebook.facts.values()
            if fact.type == "nation" and isinstance(value := self.state[self.bound.slots[fact.name]], str)
        }
        if not any(
            isinstance(a, InGroup) and a.group == name
            for r in self.bound.rules
            if r.condition
            for a in atoms(r.condition)
        ):
            return False
        filled = tuple(sorted({**dict(self.transfer.filled), name: frozenset(nations)}.items()))
        other = binder(self.rulebook).on(self.transfer.date.toordinal(), filled)
        outcomes = other.decide(other.state(self.stated))
        return self._any_differs(outcomes)

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
        found: list[Turn] = turns(self.bound, self.explorer, self.stated, now, self.rulebook.boundaries)
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
        )


def in_force(rule: Rule) -> str:
    """Return the dates that the law gives a rule, for a citation; a placeholder is left out."""
    window = str(rule.enacted or rule.window)
    first, _, last = window.partition("..")
    first, last = first.strip(), last.strip()
    first = "start not verified" if first.startswith("~") else first
    last = "end not verified" if last.startswith("~") else last
    return f"{first or 'always'} .. {last}".strip()
