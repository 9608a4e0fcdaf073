"""Walking the cells of the facts that a question rests on: its decision diagram, grown state by state within what may be spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from licet.deciding.changing import Decided
from licet.deciding.compiling import UNKNOWN, State
from licet.deciding.trials import Trial, Trials
from licet.language.conditions import Condition, atoms
from licet.rulebook.vocabulary import Derived, Fact

if TYPE_CHECKING:
    from licet.deciding.bound import Bound
    from licet.deciding.exploring import Explorer

# So many unknown parts of conditions cost as much as one more state.
_PARTS = 8


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left open of one question.

    Attributes:
        possible: the answers that are left; for codes, those that may still come in.
        facts: the facts on which it depends, or may depend where ``exact`` is false.
        exact: whether both are exact.
        reached: whether the answers are, even where more facts are named than matter.
    """

    possible: tuple[str, ...]
    facts: tuple[str, ...]
    exact: bool
    reached: bool = False

    @property
    def settled(self) -> bool:
        """Whether every answer that is possible is given by some completion."""
        return self.exact or self.reached


@dataclass(frozen=True, slots=True)
class Looked:
    """A state that is open, as it was looked at.

    Attributes:
        trial: what was stated, with the cells that are tried.
        answers: the answers that Kleene's logic leaves.
        facts: what is unknown in it: fact → how often it stands there.
        key: what it has in common with all states of one walk that have the same future.
    """

    trial: Trial
    answers: frozenset[str]
    facts: dict[str, int]
    key: tuple[bytes, tuple[Any, ...], frozenset[int], frozenset[str], tuple[Any, ...]]


@dataclass(slots=True)
class Purse:
    """How many states walks may still decide."""

    left: int


def code_alone(bound: Bound, question: str, code: str, stated: Mapping[str, Any]) -> str:
    """Return the code of which the rules alone are walked; blank for all rules of the question.

    What is claimed decides by all that is claimed, so that the rules of one code are then not enough.
    """
    claims = bound.question(question).question.claims
    return code if not claims or claims not in stated else ""


class Walk:
    """One walk over the cells of the facts that a question rests on.

    Args:
        explorer: explores the rulebook on the day.
        question: the question.
        stated: fact → value as it stands in a state.
        code: the code, for a question that collects them.
        purse: the states that may be spent.
        trials: what is tried on top of what was stated, where it has been decided with all on which the question rests.
        answers_only: whether to end where every answer that is possible has been found to be given, whatever facts it hangs on; of a
            code the whole walk is done.
    """

    def __init__(
        self,
        explorer: Explorer,
        question: str,
        stated: dict[str, Any],
        code: str,
        purse: Purse,
        trials: Trials | None = None,
        answers_only: bool = False,
    ) -> None:
        self.explorer = explorer
        self.bound = explorer.bound
        alone = code_alone(self.bound, question, code, stated)
        self.cone = self.bound.cone(question, alone)
        self.cells = explorer.cells_of(question, alone)
        self.target = self.cone[-1].question
        self.question = question
        self.stated = stated
        self.code = code
        self.only: set[int] | None = None
        if code and not alone:
            rules = self.target.rules
            involved = {n for n, rule in enumerate(rules) if code in rule.answer}
            while more := {index for n in involved for index in rules[n].excepters} - involved:
                involved |= more
            self.only = {rules[n].slot for n in involved}
        self.order: list[str] = []
        self.exact = True
        self.answers_only = answers_only
        # The answers that are possible by the rules and that no completion has been found to give.
        self.unseen: set[str] = set()
        self.purse = purse
        self.left = self.lowest = min(explorer.budget, purse.left)
        self.too_large = False
        self.visited: dict[Any, int] = {}
        self.truths = explorer.truths_of(question, alone)
        self.held = [self.bound.slots[name] for name in self.bound.engine.remembering.held(question)]
        # What is claimed counts by all that is decided, and not only by what the question rests on.
        self.trials = None if trials is None or trials.claimed else trials
        self.nodes: dict[Any, int] = {}
        self.kept: list[Any] = []
        self._root: Looked | int | None = None

    def begin(self) -> Looked | None:
        """Look at where the walk begins, and return it if it is open and there is something to spend."""
        try:
            self._root = self.look()
        except _TooLarge:
            self.too_large = True
        return self._root if isinstance(self._root, Looked) else None

    @property
    def begun(self) -> Trials:
        """What is tried; where it was not begun, it begins with what was stated."""
        if self.trials is None:
            state = self.bound.state(self.stated, plan=self.cone)
            decided = Decided(self.bound, state, self.bound.decide(state, self.cone))
            self.trials = Trials(decided, self.stated)
        return self.trials

    def run(self) -> Remaining:
        """Walk, and return what is left; where there is too little to spend, the wider answer."""
        if self._root is None and not self.too_large:
            self.begin()
        root = -1
        try:
            if self._root is not None:
                root = self.follow(self._root)
        except _TooLarge:
            self.too_large = True
        except _AllSeen:
            return Remaining(self.begun.decide(self.begun.first, self.cone).possible, (), exact=False, reached=True)
        if self.too_large:
            trials = self.begun
            outcome = trials.decide(trials.first, self.cone)
            facts = self.explorer.unsettled(self.target, trials.first.state, self.only, first=True).facts
            return Remaining(("in", "out") if self.code else outcome.possible, tuple(facts), False)
        leaves: set[str] = set()
        facts_found: dict[str, None] = {}
        seen: set[int] = set()
        stack = [root]
        while stack:
            identity = stack.pop()
            if identity in seen:
                continue
            seen.add(identity)
            node = self.kept[identity]
            if node[0] == "leaf":
                leaves |= node[1]
            else:
                facts_found[node[0]] = None
                stack.extend(node[1])
        ordered = tuple(answer for answer in self.target.answers if answer in leaves) or tuple(sorted(leaves))
        return Remaining(ordered, tuple(name for name in self.order if name in facts_found), self.exact)

    def keep(self, node: Any) -> int:
        """Return the number of a node of the diagram: a leaf with its answers, or a fact with what follows from each of its cells."""
        found = self.nodes.get(node)
        if found is None:
            found = self.nodes[node] = len(self.kept)
            self.kept.append(node)
        return found

    def visit(self, above: Trial, name: str, value: Any) -> int:
        """Return the number of the node of a state: one cell of a state that is open.

        Args:
            above: the state of which it is one cell.
            name: the fact of the cell.
            value: a value of it.

        Raises:
            _TooLarge: where nothing is left to spend.
        """
        return self.follow(self.look(above, name, value))

    def look(self, above: Trial | None = None, name: str = "", value: Any = None) -> Looked | int:
        """Decide a state; return what it leaves open, or the number of its leaf.

        Raises:
            _TooLarge: where nothing is left to spend.
            _AllSeen: where only the answers are asked for, and all that are possible have been found to be given.
        """
        self.left -= 1
        self.purse.left -= 1
        self.lowest = min(self.lowest, self.left)
        if self.left < 0:
            raise _TooLarge
        trials = self.begun
        trial = trials.first if above is None else trials.on(above, name, value)
        outcome = trials.decide(trial, self.cone)
        state = trial.state
        if self.code:
            answers = frozenset(
                ["in"] if self.code in outcome.value else ["in", "out"] if self.code in outcome.possible else ["out"]
            )
            settled = len(answers) == 1
        else:
            answers, settled = frozenset(outcome.possible), not outcome.open
        if settled:
            if self.unseen and self.exact:
                self.unseen -= answers
                if not self.unseen:
                    raise _AllSeen
            return self.keep(("leaf", answers))
        if self.answers_only and above is None and not self.code:
            self.unseen = set(answers)
        unsettled = self.explorer.unsettled(self.target, state, self.only, trial=trial)
        # A state that leaves much open costs more than one that leaves little.
        cost = len(unsettled.parts) // _PARTS
        self.left -= cost
        self.purse.left -= cost
        # Two states with the same truths, the same answers on the way and the same unknown tests have the same future, where the same facts
        # are unknown in those tests: of range and payload together one may be known. What is held against another fact has no cell that
        # settles it, so that its value counts.
        key = (
            bytes(self.truths(state)),
            tuple(state[step.question.slot] for step in self.cone if step.question.question.type != "codes"),
            frozenset(unsettled.parts),
            frozenset(unsettled.facts),
            tuple([state[slot] for slot in self.held]),
        )
        return Looked(trial, answers, unsettled.facts, key)

    def follow(self, looked: Looked | int) -> int:
        """Return the number of the node of a state that was looked at.

        Raises:
            _TooLarge: where nothing is left to spend.
        """
        if isinstance(looked, int):
            return looked
        found = self.visited.get(looked.key)
        if found is None:
            found = self.visited[looked.key] = self.split(looked)
        return found

    def split(self, looked: Looked) -> int:
        """Return the number of the node of a state that is open: the first fact that tells its cells apart, with each of them visited.

        Raises:
            _TooLarge: where cells of two facts hang together, or nothing is left to spend.
        """
        trial, facts = looked.trial, looked.facts
        state = trial.state
        for name in facts:
            if any(
                other in facts for way in self.ways(self.bound.rulebook.facts[name]) for other in way.expression.reads
            ):
                # A measure and what it is worked out from, both open: their cells hang together, and the wider answer stands.
                raise _TooLarge
        for name in sorted(facts, key=lambda name: (self.explorer.depth(name), -facts[name], name)):
            if name not in self.order:
                self.order.append(name)
        for name in self.order:
            if name not in facts:
                continue
            fact = self.bound.rulebook.facts[name]
            value = state[self.bound.slots[name]]
            cells = self.cells.of(fact, value if fact.measured else None)
            if len(cells) < 2 or self.may_follow(fact, state):
                continue
            if self.bound_up(fact):
                # Its values are tried whatever the facts are that it is worked out from, and not all of them may go together.
                self.exact = False
            children = tuple(self.visit(trial, name, cell.value) for cell in cells)
            if all(child == children[0] for child in children):
                return children[0]
            return self.keep((name, children))
        # Something is unknown that no cell tells apart, such as one fact held against another.
        self.exact = self.exact and not facts
        return self.keep(("leaf", looked.answers))

    def bound_up(self, fact: Fact) -> bool:
        """Whether a measure may be worked out from facts that rules read as well, or of which something was stated."""
        return bool(self.ways(fact))

    def ways(self, fact: Fact, above: tuple[str, ...] = ()) -> list[Derived]:
        """Return the ways of working a measure out of which every input is stated, read by a rule, or may be worked out itself.

        Where nothing would ever tell one of the inputs, nothing follows, and the measure stands by itself.
        """
        above = (*above, fact.name)
        facts = self.bound.rulebook.facts
        return [
            way
            for way in fact.derived
            if all(
                name in self.stated or self.cells.reads(name) or (name not in above and self.ways(facts[name], above))
                for name in way.expression.reads
            )
        ]

    def may_follow(self, fact: Fact, state: State) -> bool:
        """Whether a fact may still follow from others that are not known: then those are settled first."""
        return self.bound.unknown(fact, state[self.bound.slots[fact.name]]) and any(
            self.bound.function(implied.when)(state) == UNKNOWN and self.splittable(implied.when, state)
            for implied in fact.implied
        )

    def splittable(self, condition: Condition, state: State) -> bool:
        """Whether a fact that a condition reads is not known and is among those whose cells are tried."""
        for atom in atoms(condition):
            for name in self.bound.engine.names(atom):
                fact = self.bound.rulebook.facts[name]
                if self.bound.unknown(fact, state[self.bound.slots[name]]) and name in self.order:
                    return True
        return False


class _AllSeen(Exception):
    """A walk that has found every answer that is possible."""


class _TooLarge(Exception):
    """A walk that has spent its budget."""
