"""What every check of a rulebook works with: the formulas, what asks z3, what makes witnesses, and how a finding is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from licet.proving.encoding import Encoding
from licet.proving.justifying import Justifier
from licet.proving.logic import Formula
from licet.proving.prover import SECONDS, Prover, Unsettled
from licet.proving.space import Space
from licet.proving.witness import Witness, Witnesses
from licet.rulebook.finding import Finding
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook


@dataclass(frozen=True)
class Case:
    """One rulebook under examination.

    Attributes:
        rulebook: the rulebook, with the reforms in force.
        only: the rules to look at; all by default.
        day: the day that a witness has where that can be, such as today, as an ordinal.
        seconds: how long one question to z3 may take.
        encoding: the rulebook as formulas.
    """

    rulebook: Rulebook
    only: Collection[str] | None
    day: int | None
    seconds: float
    encoding: Encoding

    @classmethod
    def of(
        cls,
        rulebook: Rulebook,
        only: Collection[str] | None = None,
        day: int | None = None,
        seconds: float = SECONDS,
    ) -> Case:
        """Return a rulebook as a case."""
        return cls(rulebook, only, day, seconds, Encoding(rulebook, Space(rulebook)))

    def anew(self) -> Case:
        """Return the same case for another question: what z3 has learnt of one is ballast for the next."""
        return replace(self)

    @cached_property
    def prover(self) -> Prover:
        """What asks z3 about transfers that do not contradict themselves."""
        return Prover(self.encoding, seconds=self.seconds)

    @cached_property
    def witnesses(self) -> Witnesses:
        """What makes witnesses."""
        return Witnesses(self.prover, self.day)

    def looks_at(self, *rules: Rule) -> bool:
        """Whether any of some rules is to be looked at."""
        return self.only is None or any(rule.name in self.only for rule in rules)

    def possible(self, *formulas: Formula) -> bool:
        """Whether some transfer makes all of some formulas true."""
        return self.prover.possible(*formulas)

    def witness(self, *formulas: Formula, wishes: Sequence[Formula] = ()) -> Witness | None:
        """Return a transfer that makes all of some formulas true, or None."""
        return self.witnesses.of(*formulas, wishes=wishes)

    def governing(self, question: str, *formulas: Formula) -> list[Rule]:
        """Return the rules that give the answer for the plainest transfer that makes some formulas true."""
        model = self.witnesses.model(*formulas)
        rules = self.encoding.question(question).rules if model is not None else ()
        holds = Justifier(model, lambda _: 0).holds
        return [rule for rule in rules if holds(self.encoding.governs(question, rule.name))]

    def finding(self, kind: str, rules: Sequence[Rule], said: str, mend: str, witness: Witness | None) -> Finding:
        """Return a finding about some rules, told where the first of them stands."""
        names = tuple(rule.name for rule in rules)
        return found(kind, names, f"{rules[0].where}: {said}; {mend}", witness)


def found(kind: str, rules: tuple[str, ...], message: str, witness: Witness | None = None) -> Finding:
    """Return a finding with its witness."""
    if witness is None:
        return Finding(kind, rules, message)
    return Finding(kind, rules, message, witness.transfer, witness.assume)


def settled(where: str, rules: tuple[str, ...], check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what a check finds, or that it could not be settled in time."""
    try:
        yield from check()
    except Unsettled as error:
        yield Finding("unproven", rules, f"{where}: not settled in time ({error}); run the check on a faster machine")
