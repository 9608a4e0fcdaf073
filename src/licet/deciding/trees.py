"""The rules of the questions as trees of the parts of their conditions, in the order of deciding.

A part that many rules share, such as the exporter's nation, is tested once, and where it is false none of those rules is looked at; rules
that all ask what one thing is are looked up by its value. Windows stand at the leaves, so that one tree serves every date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from licet.deciding.compiling import Truths
from licet.language.conditions import And, Condition, Group, InValues, Is, Name, Or, conjuncts, write_condition
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Question

# So many branches side by side that ask what one thing is are looked up instead of tried one after the other.
_WORTH_A_SWITCH = 3


@dataclass(frozen=True, slots=True)
class RankedRule:
    """A rule as one question sees it.

    Attributes:
        rule: the rule.
        slot: its place in a state.
        answer: the rank of its answer, strictest first, or its codes.
        excepters: the indices, among the rules of the question, of those that may defeat it; all stand before it.
        claim: the code by which an exporter may claim it.
    """

    rule: Rule
    slot: int
    answer: Any
    excepters: tuple[int, ...]
    claim: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A rule whose condition holds at this place of the tree, if the day lies in its window."""

    index: int
    slot: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A part that some rules share: its test, the rules that ask nothing more, and the branches below."""

    test: Truths
    leaves: tuple[Leaf, ...]
    branches: tuple[Branch | Switch, ...]


class Switch:
    """Rules that all ask what one thing is: where that is known, only those that allow its value are looked at.

    Args:
        slot: the place of the fact or question.
        grow: builds the tree of the rules that allow a value, or of all of them where it is not known.
    """

    __slots__ = ("_grow", "_trees", "slot")

    def __init__(self, slot: int, grow: Callable[[str], Tree]) -> None:
        self.slot = slot
        self._grow = grow
        self._trees: dict[str, Tree] = {}

    def tree(self, held: Any) -> Tree:
        """Return the tree for what stands in the state, grown when it is first asked for."""
        value = held if held.__class__ is str else ""
        found = self._trees.get(value)
        if found is None:
            found = self._trees[value] = self._grow(value)
        return found


@dataclass(frozen=True, slots=True)
class CompiledQuestion:
    """A question with its rules, each after those that may defeat it.

    Attributes:
        rules: all rules that decide it on some day.
        covered: where this is not true, silence of the rules leaves it open.
    """

    question: Question
    slot: int
    answers: tuple[str, ...]
    rules: tuple[RankedRule, ...]
    covered: Truths | None


@dataclass(frozen=True, slots=True)
class Step:
    """One question in the order of deciding.

    Attributes:
        question: the question.
        leaves: the rules without a condition whose truth is first found here.
        branches: the tree of the other rules whose truth is first found here.
        known: the indices of the rules whose truth an earlier step has found.
    """

    question: CompiledQuestion
    leaves: tuple[Leaf, ...]
    branches: tuple[Branch | Switch, ...]
    known: tuple[int, ...]


Plan = tuple[Step, ...]


def conditions_of(plan: Plan) -> Iterator[Condition]:
    """Yield every condition that the questions of a plan ask: those of their rules, and those under which silence decides."""
    for step in plan:
        for ranked in step.question.rules:
            if ranked.rule.condition is not None:
                yield ranked.rule.condition
        if step.question.question.covered is not None:
            yield step.question.question.covered


Tree = tuple[tuple[Leaf, ...], tuple[Branch | Switch, ...]]
# A rule by its index, with the parts of its condition that are still to be asked.
Todo = tuple[int, dict[str, Condition]]


class Trees:
    """Grows the trees of the rules of one rulebook.

    Args:
        rulebook: declares the values of the facts and questions on which rules are switched.
        slots: the place of every fact and question.
        function: returns the function of a condition.
    """

    def __init__(self, rulebook: Rulebook, slots: Mapping[str, int], function: Callable[[Condition], Truths]) -> None:
        self._rulebook = rulebook
        self._slots = slots
        self._function = function
        self._allows: dict[str, dict[str, frozenset[str]]] = {}
        self._asks: dict[int, tuple[str, ...]] = {}

    def tree(self, ranked: tuple[RankedRule, ...], indices: Iterable[int]) -> Tree:
        """Return the tree of some rules of a question, by their indices."""
        todo = []
        for index in indices:
            condition = ranked[index].rule.condition
            parts = [] if condition is None else conjuncts(condition)
            todo.append((index, {write_condition(part): part for part in parts}))
        return self._grow(ranked, todo)

    def asks(self, condition: Condition) -> Iterable[str]:
        """Return the facts and questions that are one of several and whose value a condition needs to hold."""
        found = self._asks.get(id(condition))
        if found is None:
            # By identity, as the conditions live as long as their rulebook.
            found = self._asks[id(condition)] = tuple(self._allowed(write_condition(condition), condition))
        return found

    def _grow(
        self, ranked: tuple[RankedRule, ...], todo: list[Todo], switched: frozenset[str] | None = frozenset()
    ) -> Tree:
        """Grow the tree of some rules; facts that a switch above has settled are not switched again, and none with None."""
        leaves = tuple(
            Leaf(index, ranked[index].slot, ranked[index].rule.window.start, ranked[index].rule.window.end)
            for index, parts in todo
            if not parts
        )
        todo = [item for item in todo if item[1]]
        branches: list[Branch | Switch] = []
        while todo:
            counts = Counter(text for _, parts in todo for text in parts)
            shared = max(counts, key=lambda text: counts[text])
            chosen = None if switched is None else self._chosen(todo, switched)
            if switched is not None and chosen is not None and len(chosen[1]) >= max(counts[shared], _WORTH_A_SWITCH):
                name, indices = chosen
                branches.append(self._switch(ranked, name, [item for item in todo if item[0] in indices], switched))
                todo = [item for item in todo if item[0] not in indices]
                continue
            with_it = [(index, parts) for index, parts in todo if shared in parts]
            todo = [item for item in todo if shared not in item[1]]
            condition = with_it[0][1][shared]
            below = [
                (index, {text: part for text, part in parts.items() if text != shared}) for index, parts in with_it
            ]
            branches.append(Branch(self._function(condition), *self._grow(ranked, below, switched)))
        return leaves, tuple(branches)

    def _chosen(self, todo: list[Todo], switched: frozenset[str]) -> tuple[str, set[int]] | None:
        """Return the fact of which most rules allow some values only, and those rules."""
        asking: dict[str, set[int]] = {}
        for index, parts in todo:
            for text, part in parts.items():
                for name in self._allowed(text, part).keys() - switched:
                    asking.setdefault(name, set()).add(index)
        return max(sorted(asking.items()), key=lambda item: len(item[1]), default=None)

    def _switch(self, ranked: tuple[RankedRule, ...], name: str, todo: list[Todo], switched: frozenset[str]) -> Switch:
        def grow(value: str) -> Tree:
            if not value:
                return self._grow(ranked, todo, None)
            below: list[Todo] = []
            for index, parts in todo:
                if all(value in self._allowed(text, part).get(name, (value,)) for text, part in parts.items()):
                    # What asks for nothing but this value holds, and need not be asked again.
                    below.append((index, {text: part for text, part in parts.items() if not _asks_only(part, name)}))
            return self._grow(ranked, below, switched | {name})

        return Switch(self._slots[name], grow)

    def _values_of(self, name: str) -> Mapping[str, str]:
        declared = self._rulebook.facts.get(name) or self._rulebook.questions[name]
        return declared.values if declared.type == "one_of" else {}

    def _allowed(self, text: str, condition: Condition) -> dict[str, frozenset[str]]:
        """Return, for each fact that is one of several, the values without which a condition is surely false."""
        found = self._allows.get(text)
        if found is None:
            found = self._allows[text] = self._values_allowed(condition)
        return found

    def _values_allowed(self, condition: Condition) -> dict[str, frozenset[str]]:
        match condition:
            case Is(Name(name), value, negated):
                return self._selected(name, (value,), negated)
            case InValues(Name(name), values, negated):
                return self._selected(name, values, negated)
            case Group(inner):
                return self._values_allowed(inner)
            case And(parts):
                together: dict[str, frozenset[str]] = {}
                for part in parts:
                    for name, allowed in self._values_allowed(part).items():
                        together[name] = together.get(name, allowed) & allowed
                return together
            case Or(parts):
                first, *rest = (self._values_allowed(part) for part in parts)
                return {
                    name: allowed.union(*(other[name] for other in rest))
                    for name, allowed in first.items()
                    if all(name in other for other in rest)
                }
        return {}

    def _selected(self, name: str, values: tuple[str, ...], negated: bool) -> dict[str, frozenset[str]]:
        known = self._values_of(name)
        if not known:
            return {}
        return {name: frozenset(known.keys() - set(values) if negated else values)}


def _asks_only(condition: Condition, name: str) -> bool:
    match condition:
        case Is(Name(asked), _, _) | InValues(Name(asked), _, _):
            return asked == name
        case Group(inner):
            return _asks_only(inner, name)
    return False
