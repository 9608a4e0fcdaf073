"""What changes from one side to the other, proven of all transfers: each change of an answer, a transfer that shows it, for whom, and by what.

A change that is not found does not exist: the search for each question ends with a proof that no transfer is left whose answer changes in another way.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import z3

from licet.comparing.asking import Asking
from licet.comparing.found import Found, Proven
from licet.comparing.mixed import Mixed
from licet.comparing.nations import alike
from licet.comparing.provisions import Provision, provisions
from licet.comparing.sides import Side
from licet.proving.encoding import Encoding
from licet.proving.following import Following
from licet.proving.logic import Formula, Term
from licet.proving.prover import SECONDS, Unsettled
from licet.proving.space import Space
from licet.rulebook.names import EXPORTER, RECIPIENT

Progress = Callable[[int, int, str], None]


class Comparing:
    """Two sides held against each other.

    Args:
        base: the one side.
        other: the other side.
        seconds: how long one question to z3 may take.
    """

    def __init__(self, base: Side, other: Side, seconds: float = SECONDS) -> None:
        self.base, self.other, self.seconds = base, other, seconds
        self.provisions: list[Provision] = provisions(base, other)
        self.space = Space(base.rulebook, other.rulebook)
        self.logic = self.space.logic
        self.first = Encoding(base.rulebook, self.space, base.day)
        self.second = Encoding(other.rulebook, self.space, other.day)
        self.mixed = Mixed(self.first, self.second, self.provisions)
        for encoding in (self.first, self.second, self.mixed):
            for name in encoding.rulebook.question_order:
                encoding.question(name)
        self.given = list(self._to_others())
        self._askings: dict[str, Asking] = {}

    def _to_others(self) -> Iterator[Formula]:
        """Yield that nobody exports to themselves, where the law knows both."""
        if not {RECIPIENT, EXPORTER} <= self.space.facts.keys():
            return
        for nation in self.other.rulebook.nations:
            both = [self.space.equals(RECIPIENT, nation), self.space.equals(EXPORTER, nation)]
            yield self.logic.no(self.logic.all(both))

    def run(self, questions: Sequence[str], progress: Progress | None = None) -> Proven:
        """Prove what changes.

        Args:
            questions: the questions to look at.
            progress: told how many are done, of how many, and which comes next.
        """
        proven = Proven()
        if self.unlike:
            why = f"something else follows for {', '.join(self.unlike)} on either side, and what is stated is not the same thing on both"
            proven.unsettled = dict.fromkeys(questions, why)
            return proven
        for number, name in enumerate(questions):
            if progress is not None:
                progress(number, len(questions), name)
            before = len(proven.transitions)
            try:
                proven.transitions += self.question(name)
            except Unsettled as error:
                proven.unsettled[name] = str(error)
            else:
                if len(proven.transitions) == before:
                    proven.unchanged.append(name)
        if not proven.unsettled:
            proven.idle = self._idle(questions, proven.transitions)
        if progress is not None:
            progress(len(questions), len(questions), "")
        return proven

    def _idle(self, questions: Sequence[str], transitions: Iterable[Found]) -> set[str]:
        """Return the provisions that make no difference to any question, whichever of the others are as on the other side."""
        causes = {cause.provision for f in transitions for cause in (*f.by, *f.enough, *f.together)}
        left = [p.name for p in self.provisions if p.name not in causes]
        askings = [self._asking(name) for name in questions] if left else []
        try:
            return {name for name in left if not any(asking.matters(name) for asking in askings)}
        except Unsettled:
            return set()

    def _asking(self, name: str) -> Asking:
        found = self._askings.get(name)
        if found is None:
            found = self._askings[name] = Asking(self, self.other.rulebook.questions[name])
        return found

    def question(self, name: str) -> list[Found]:
        """Return what changes of one question.

        Raises:
            Unsettled: when z3 did not settle it in time.
        """
        return self._asking(name).found()

    @property
    def nobody(self) -> list[Formula]:
        """That nobody is on a list that is not public."""
        return [self.logic.no(flag) for flag in self.space.undisclosed_members().values()]

    def known(self, formula: Formula, nation: str) -> Formula:
        """Return that a formula holds of a nation as the recipient however what is not known of its memberships turns out to be."""
        hidden = self.space.hidden_days(nation)
        if not hidden:
            return formula
        ends = [self._lies(term, span) for _, term, span in hidden]
        return self.logic.all(z3.simplify(z3.substitute(formula, *lies)) for lies in itertools.product(*ends))

    def _lies(self, term: Term, span: tuple[int, int]) -> list[tuple[Term, Term]]:
        """Return the ways in which a day that nobody knows can lie to the days of both sides."""
        days = {span[0], span[1], *(day + more for day in (self.base.day, self.other.day) for more in (0, 1))}
        return [(term, self.logic.whole(day)) for day in sorted(days) if span[0] <= day <= span[1]]

    @cached_property
    def unlike(self) -> list[str]:
        """The facts of which something else follows on the other side; what is stated of them is not the same thing on both."""
        first, second = Following(self.first), Following(self.second)
        found: list[str] = []
        for fact in self.other.rulebook.facts.values():
            one, two = (list(following.of(fact)) for following in (first, second))
            if len(one) != len(two) or not all(a.eq(b) for a, b in zip(one, two, strict=True)):
                found.append(fact.path)
        return found

    @cached_property
    def all_but_one(self) -> Formula:
        """That all provisions but one, or all, are as on the other side."""
        switches = list(self.mixed.switches.values())
        return self.logic.at_least(len(switches) - 1, switches)

    @cached_property
    def only_one(self) -> Formula:
        """That one provision, or none, is as on the other side."""
        return self.logic.at_least(len(self.mixed.switches) - 1, map(self.logic.no, self.mixed.switches.values()))

    @cached_property
    def always(self) -> list[Formula]:
        """What holds of every transfer."""
        following = Following(self.first).all()
        return [*following, *self.given, *(c for e in (self.first, self.second, self.mixed) for c in e.constraints)]

    def others(self, model: z3.ModelRef, formula: Formula, nations: Iterable[str]) -> list[str]:
        """Return the nations for which the transfer of a model, sent there instead, still makes a formula true; its own is the first."""
        term = self.space.term(RECIPIENT)
        own = model.eval(term, model_completion=True).decl().name()
        flags = self.space.undisclosed_members()
        # Whoever is asked for is on the lists that the nation of the model is on.
        listed = {
            group: model.eval(flag, model_completion=True) for (group, nation), flag in flags.items() if nation == own
        }
        as_own = [(flag, listed[group]) for (group, _), flag in flags.items() if group in listed]
        fixed = {str(flag) for flag, _ in as_own}
        known = [
            (made(), model[made])
            for made in model.decls()
            if made.arity() == 0 and made.name() not in {RECIPIENT, *fixed}
        ]
        rest = z3.simplify(z3.substitute(formula, *known, *as_own))
        same = [
            nation
            for nation in nations
            if nation != own
            and z3.is_true(z3.simplify(z3.substitute(rest, (term, self.space.constant(RECIPIENT, nation)))))
        ]
        return [own, *same]

    @cached_property
    def classes(self) -> list[list[str]]:
        """The nations in classes of those that no rule tells apart."""
        return alike(self.base, self.other)
