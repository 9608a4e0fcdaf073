"""The space of all transfers: one variable for each fact, within its bounds, shared by all rulebooks that are held against each other.

A measure is any number, exactly; one of several and a nation are one of their values; the date is any day. Beside the facts stand what nobody
states and nobody knows: the days on which a membership whose dates are only known within a span began and ended, and who is in a group whose
list is not public.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from licet.proving.logic import Formula, Logic, Term
from licet.rulebook.groups import Group, Membership
from licet.rulebook.rulebook import Rulebook, dates_in
from licet.rulebook.vocabulary import Fact

DATE = "date"


class Space:
    """Variables for the facts of one vocabulary, or of several that are held against each other.

    Args:
        rulebooks: the rulebooks; a fact that several declare is one and the same, with the values of all.

    Attributes:
        logic: makes the formulas.
        facts: the facts of all rulebooks.
        days: the days on which anything may change, as ordinals.
        first, last: the days beyond which nothing changes; the date lies between them.
        linked: the measures that are held against each other and not only against limits.
        bounds: that the facts asked for so far lie within their bounds, and days that nobody knows within their spans.
    """

    def __init__(self, *rulebooks: Rulebook) -> None:
        self.logic = Logic()
        self.rulebooks = rulebooks
        self.facts: dict[str, Fact] = {}
        for rulebook in rulebooks:
            self.facts = {**rulebook.facts, **self.facts}
        self.days = tuple(sorted({day for rulebook in rulebooks for day in _days(rulebook)}))
        self.first, self.last = (self.days[0] - 1, self.days[-1]) if self.days else (1, 1)
        self.linked: set[str] = set()
        self._cuts: dict[str, set[float]] = {}
        self._made_up = 0
        self._terms: dict[str, Term] = {}
        self._values: dict[str, Mapping[str, Term]] = {}
        self._tests: dict[Any, Formula] = {}
        self._numbers: dict[float, Term] = {}
        self._hidden: dict[Any, Term] = {}
        self.bounds: list[Formula] = []

    # Variables and what can be asked of them.

    def term(self, name: str) -> Term:
        """Return the variable of a fact."""
        found = self._terms.get(name)
        if found is None:
            fact = self.facts[name]
            found = self._terms[name] = self._made(fact)
            self.bounds += self.within(fact)
        return found

    def within(self, fact: Fact) -> list[Formula]:
        """Return that a fact lies within its bounds."""
        term = self.term(fact.name)
        if fact.type == "date":
            return [self.least(term, self.first, whole=True), self.most(term, self.last, whole=True)]
        if fact.measured and fact.bounds is not None:
            return [self.least(term, fact.bounds[0]), self.most(term, fact.bounds[1])]
        return []

    def _made(self, fact: Fact) -> Term:
        if fact.type == "truth":
            return self.logic.flag(fact.name)
        if fact.type == "date":
            return self.logic.day(fact.name)
        if fact.measured:
            return self.logic.measure(fact.name)
        term, self._values[fact.name] = self.logic.choice(fact.name, self.choices(fact.name))
        return term

    def choices(self, name: str) -> list[str]:
        """Return the values of a fact that is one of several, or a nation."""
        found: dict[str, None] = {}
        for rulebook in self.rulebooks:
            fact = rulebook.facts.get(name)
            if fact is not None:
                found.update(dict.fromkeys(rulebook.nations if fact.type == "nation" else fact.values))
        return list(found)

    def used(self) -> list[str]:
        """Return the facts that have been asked for."""
        return list(self._terms)

    def equals(self, name: str, value: str) -> Formula:
        """Return that a fact has one of its values; a truth is ``yes`` or ``no``."""
        key = name, value
        found = self._tests.get(key)
        if found is None:
            term = self.term(name)
            if self.facts[name].type == "truth":
                found = term if value == "yes" else self.logic.no(term)
            else:
                constant = self._values[name].get(value)
                found = self.logic.false if constant is None else term == constant
            self._tests[key] = found
        return found

    def constant(self, name: str, value: str) -> Term:
        """Return a value of a fact that is one of several, or a nation."""
        self.term(name)
        return self._values[name][value]

    def among(self, name: str, values: Iterable[str]) -> Formula:
        """Return that a fact has one of some values."""
        return self.logic.any(self.equals(name, value) for value in values)

    def number(self, number: float) -> Term:
        """Return a number, exactly that of the float."""
        found = self._numbers.get(number)
        if found is None:
            found = self._numbers[number] = self.logic.number(number)
        return found

    def least(self, term: Term, number: float, whole: bool = False) -> Formula:
        """Return that a variable is some number or more."""
        return self._bound(term, number, whole, least=True)

    def most(self, term: Term, number: float, whole: bool = False) -> Formula:
        """Return that a variable is some number or less."""
        return self._bound(term, number, whole, least=False)

    def _bound(self, term: Term, number: float, whole: bool, least: bool) -> Formula:
        # One formula for each limit, however often rules speak of it.
        key = term.get_id(), number, least
        found = self._tests.get(key)
        if found is None:
            limit = self.logic.whole(int(number)) if whole else self.number(number)
            self._cuts.setdefault(str(term), set()).add(number)
            found = self._tests[key] = term >= limit if least else term <= limit
        return found

    def cuts(self, name: str) -> list[float]:
        """Return the limits that a measure has been held against."""
        return sorted(self._cuts.get(name, ()))

    def fresh(self, name: str) -> str:
        """Return a name that no variable has, from what it stands for."""
        self._made_up += 1
        return f"{name} {self._made_up}"

    # Days and groups.

    def since(self, day: int) -> Formula:
        """Return that the date is a day or later; beyond the days that the rulebooks know, all days are one."""
        if day <= self.first:
            return self.logic.true
        if day > self.last:
            return self.logic.false
        return self.least(self.term(DATE), day, whole=True)

    def hidden_day(self, group: str, membership: Membership, end: str, span: tuple[int, int]) -> Term:
        """Return the day on which a membership began or ended, where it is only known to lie in a span."""
        key = group, membership.nation, end, span
        found = self._hidden.get(key)
        if found is None:
            found = self._hidden[key] = self.logic.day(f"{group} {membership.nation} {end} {span[0]} {span[1]}")
            self.bounds += [self.least(found, span[0], whole=True), self.most(found, span[1], whole=True)]
        return found

    def hidden_days(self, nation: str) -> list[tuple[str, Term, tuple[int, int]]]:
        """Return what is not known of a nation: a group, the variable of a day on which it joined or left, and the span in which that lies."""
        return [(key[0], term, key[3]) for key, term in self._hidden.items() if len(key) == 4 and key[1] == nation]

    def undisclosed(self, group: Group, nation: str) -> Formula:
        """Return that a nation is in a group whose list is not public."""
        key = group.name, nation
        found = self._hidden.get(key)
        if found is None:
            found = self._hidden[key] = self.logic.flag(f"{group.name} has {nation}")
        return found

    def undisclosed_members(self) -> dict[tuple[str, str], Formula]:
        """Return the variables of who is in a group whose list is not public: group and nation → variable."""
        return {key: term for key, term in self._hidden.items() if len(key) == 2}


def _days(rulebook: Rulebook) -> Iterable[int]:
    """Yield the days on which anything may change under a rulebook, conditions of the vocabulary included."""
    yield from rulebook.boundaries
    for fact in rulebook.facts.values():
        for implied in fact.implied:
            yield from dates_in(implied.when)
    for question in rulebook.questions.values():
        for condition in (question.covered, question.due):
            if condition is not None:
                yield from dates_in(condition)
