"""The meaning of a rulebook, read as plainly as it is defined: one rule after the other, no compilation, no sharing, nothing kept.

It is slow, and the judge of the engine: both must give the same answers to the same state.
"""

from __future__ import annotations

from typing import Any

from licet.deciding.bound import Bound
from licet.deciding.compiling import State
from licet.language import conditions as c
from licet.rulebook.instruments import Rule
from licet.rulebook.windows import read_date

NO, UNKNOWN, YES = 0, 1, 2
Interval = tuple[float, float]


class PlainReading:
    """One state under one rulebook on one day.

    Attributes:
        answers: question → the rank or codes that are certain, and those that may be.
    """

    def __init__(self, bound: Bound, state: State) -> None:
        self.book = bound.rulebook
        self.day = bound.day
        self.facts = {name: state[bound.slots[name]] for name in self.book.facts}
        self.decided: dict[str, frozenset[str]] = {}
        self.rules = [rule for rule in self.book.rules.values() if rule.window.start <= self.day < rule.window.end]
        self.truths: dict[str, int] = {}

    def possible(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """Decide every question: name → the answers that are possible; for codes, those that are certain and those that may come in."""
        found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        for name in self.book.question_order:
            question = self.book.questions[name]
            rules = [rule for rule in self.rules if name in rule.then]
            acts = {rule.name: self.act(rule, rules) for rule in rules}
            sure = {answer for rule in rules if acts[rule.name] == YES for answer in rule.then[name]}
            may = {answer for rule in rules if acts[rule.name] == UNKNOWN for answer in rule.then[name]}
            if question.type == "codes":
                found[name] = frozenset(sure), frozenset(may - sure)
                continue
            order = list(question.values)
            if not sure and question.covered is not None and self.holds(question.covered) != YES:
                answers = set(order)
            elif not sure:
                answers = may | {question.default}
            elif question.combine == "strictest":
                best = min(map(order.index, sure))
                answers = {order[best]} | {answer for answer in may if order.index(answer) < best}
            else:
                answers = sure | may
            self.decided[name] = frozenset(answers)
            found[name] = frozenset(answers), frozenset()
        return found

    def act(self, rule: Rule, rules: list[Rule]) -> int:
        """Whether a rule applies and no exception defeats it."""
        truth = YES if rule.condition is None else self.applies(rule)
        for other in rules:
            if rule.name in other.except_to:
                truth = min(truth, 2 - self.act(other, rules))
        return truth

    def applies(self, rule: Rule) -> int:
        """Whether the condition of a rule holds."""
        if rule.name not in self.truths:
            self.truths[rule.name] = YES if rule.condition is None else self.holds(rule.condition)
        return self.truths[rule.name]

    def holds(self, condition: c.Condition) -> int:
        """The truth of a condition."""
        match condition:
            case c.Group(inner):
                return self.holds(inner)
            case c.Not(inner):
                return 2 - self.holds(inner)
            case c.And(parts):
                return min(map(self.holds, parts))
            case c.Or(parts):
                return max(map(self.holds, parts))
            case c.Truth(c.Name(name)):
                return int(self.facts[name])
            case c.Is(c.Name(name), value, negated):
                return self.among(name, {value: YES}, negated)
            case c.InValues(c.Name(name), values, negated):
                return self.among(name, dict.fromkeys(values, YES), negated)
            case c.InGroup(c.Name(name), group, negated, on):
                day = read_date(on).toordinal() if on else self.day
                members = {nation: self.book.groups[group].holds(nation, day) for nation in self.book.nations}
                return self.among(name, members, negated)
            case c.Compare(left, operator, right):
                return self.compare(left, operator, right)
            case c.Between(operand, low, high):
                return min(self.compare(operand, ">=", low), self.compare(operand, "<=", high))
            case c.Applied(test, arguments):
                return self.test(test, arguments)
        raise AssertionError(condition)

    def among(self, name: str, members: dict[str, int], negated: bool) -> int:
        held: Any = (
            self.decided.get(name) if name in self.book.questions and name not in self.facts else self.facts[name]
        )
        if held is None:
            truth = UNKNOWN if any(members.values()) else NO
        else:
            truths = {members.get(value, NO) for value in ({held} if isinstance(held, str) else held)}
            truth = truths.pop() if len(truths) == 1 else UNKNOWN
        return 2 - truth if negated else truth

    def compare(self, left: c.Operand, operator: str, right: c.Operand) -> int:
        unit = self.unit(left) or self.unit(right)
        a, b = self.interval(left, unit), self.interval(right, unit)
        if a is None or b is None:
            return UNKNOWN
        ends = {
            "<": (a[1] < b[0], a[0] < b[1]),
            "<=": (a[1] <= b[0], a[0] <= b[1]),
            ">": (a[0] > b[1], a[1] > b[0]),
            ">=": (a[0] >= b[1], a[1] >= b[0]),
        }
        always, ever = ends[operator]
        return YES if always else UNKNOWN if ever else NO

    def unit(self, operand: c.Operand) -> Any:
        match operand:
            case c.Name(name):
                return self.book.facts[name].unit
            case c.Sum(terms):
                return next((unit for _, term in terms if (unit := self.unit(term))), None)
        return None

    def interval(self, operand: c.Operand, unit: Any) -> Interval | None:
        match operand:
            case c.Name(name):
                value: Interval | None = self.facts[name]
                return value
            case c.Date(text):
                day = float(read_date(text).toordinal())
                return day, day
            case c.Number():
                one = unit or self.book.units.by_name["1"]
                number = self.book.units.read(operand.text, one).to(one)
                return number, number
            case c.Sum(terms):
                low = high = 0.0
                for sign, term in terms:
                    part = self.interval(term, unit)
                    if part is None:
                        return None
                    low, high = (low + part[0], high + part[1]) if sign == "+" else (low - part[1], high - part[0])
                return low, high
        raise AssertionError(operand)

    def test(self, name: str, arguments: tuple[c.Number | c.Code, ...]) -> int:
        test = self.book.tests[name]
        if test.question:
            heading = arguments[0].text
            truths = [
                self.applies(rule)
                for rule in self.rules
                for code in rule.then.get(test.question, ())
                if code == heading or code.startswith(f"{heading}.")
            ]
            return max(truths, default=NO)
        limits = []
        for maximum, argument in zip(test.maxima, arguments, strict=True):
            unit = self.book.facts[maximum].unit
            assert unit is not None
            limits.append(self.book.units.read(argument.text, unit).to(unit))
        reached = self.facts.get(test.points) or ()
        missed = self.facts.get(test.excluded) or ()
        if any(all(x >= limit for x, limit in zip(point, limits, strict=True)) for point in reached):
            return YES
        held = [self.facts[maximum] for maximum in test.maxima]
        if any(value is not None and value[1] < limit for value, limit in zip(held, limits, strict=True)):
            return NO
        if any(all(x <= limit for x, limit in zip(point, limits, strict=True)) for point in missed):
            return NO
        sure = all(value is not None and value[0] >= limit for value, limit in zip(held, limits, strict=True))
        return YES if sure else UNKNOWN
