"""What makes a rulebook usable: every name known, every comparison of one dimension, every exception a rule, and no circles.

Conflicts and gaps between rules are for proof (``licet.proving``); what is found here would make a rule meaningless.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from licet.errors import Fault, LawError, article
from licet.language.conditions import (
    Applied,
    Atom,
    Between,
    Code,
    Compare,
    Condition,
    Date,
    InGroup,
    InValues,
    Is,
    Name,
    Number,
    Operand,
    Sum,
    Truth,
    atoms,
    names,
    write_condition,
)
from licet.language.nodes import Where
from licet.language.quantities import NotAQuantity
from licet.rulebook.amendments import check_amendments
from licet.rulebook.declarations import check_value, check_vocabulary, unknown
from licet.rulebook.exceptions import circles, circles_of_exceptions
from licet.rulebook.instruments import Rule
from licet.rulebook.library import Library
from licet.rulebook.reforming import Reform, in_force
from licet.rulebook.relations import check_relations
from licet.rulebook.vocabulary import CASE, PARTY, Fact, Question, Vocabulary
from licet.rulebook.windows import NotAWindow, read_date

# A rule that a person can still read has a handful of tests; one with more than this is none of law.
MOST_TESTS = 200


def check_library(library: Library) -> None:
    """Add to ``library.faults`` everything that makes a rule meaningless."""
    rules = {rule.name: rule for instrument in library.instruments.values() for rule in instrument.rules}
    codes = entry_codes(library, rules.values())
    check_vocabulary(library)
    listed = {code for found in codes.values() for code in found}
    for code, where in library.words_at.items():
        if code not in listed:
            library.faults.append(unknown(where, "entry", code, listed))
    for fact in library.facts.values():
        stated = [i.when for i in fact.implied]
        for when in (*stated, *(derived.when for derived in fact.derived if derived.when is not None)):
            _Checker(library, codes, fact.where, facts_only=True, of_party=fact.at == PARTY).check(when)
    for question in library.questions.values():
        for condition in (question.covered, question.itself):
            if condition is not None:
                _Checker(library, codes, question.where, facts_only=True, of_party=bool(question.each)).check(condition)
        if question.due is not None:
            named = _Checker(library, codes, question.where, of_party=bool(question.each), of_case=bool(question.asked))
            named.check(question.due)
        if question.each and question.asked:
            found, expected = (
                f"'{question.name}' both under each and asked",
                "a question of each party, or one of a case",
            )
            library.faults.append(Fault(str(question.where), found, expected))
    check_relations(library, rules)
    check_amendments(library, rules)
    for rule in rules.values():
        _check_rule(library, rule, rules, codes)
    _check_circles(library, rules)
    if not library.faults:
        _check_replacements(library)


def entry_codes(library: Library, rules: Iterable[Rule]) -> dict[str, list[str]]:
    """Return the answers of each question that a test names, over all rules: question → codes."""
    collected = {question.name for question in library.questions.values() if question.type == "codes"}
    asked = {test.question for test in library.tests.values() if test.question in collected}
    return {
        question: [answer for rule in rules for answer in rule.then.get(question, ())] for question in sorted(asked)
    }


def used_questions(library: Vocabulary, condition: Condition | None) -> set[str]:
    """Return the questions that a condition reads."""
    if condition is None:
        return set()
    used: set[str] = set()
    for atom in atoms(condition):
        if isinstance(atom, Applied) and atom.test in library.tests and library.tests[atom.test].question:
            used.add(library.tests[atom.test].question)
        used.update(name for name in names(atom) if name in library.questions)
    return used


def _check_rule(library: Library, rule: Rule, rules: dict[str, Rule], codes: dict[str, list[str]]) -> None:
    known = [library.questions[name] for name in rule.then if name in library.questions]
    if len({question.each for question in known}) > 1:
        found = f"answers to {' and '.join(repr(question.name) for question in known)}"
        expected = "questions of each party, or of the transfer as a whole"
        library.faults.append(Fault(str(rule.where), found, expected, "write two rules"))
    elif len({question.asked for question in known}) > 1:
        found = f"answers to {' and '.join(repr(question.name) for question in known)}"
        expected = "questions that every review asks, or that are asked of a case alone"
        library.faults.append(Fault(str(rule.where), found, expected, "write two rules"))
    for question_name, answers in rule.then.items():
        question = library.questions.get(question_name)
        if question is None:
            if question_name not in library.unreadable:
                library.faults.append(unknown(rule.where, "question", question_name, library.questions))
            continue
        if question.type == "one_of":
            if len(answers) > 1:
                library.faults.append(
                    Fault(str(rule.where), f"{len(answers)} answers to '{question_name}'", "one answer")
                )
            for answer in answers:
                if answer not in question.values:
                    library.faults.append(unknown(rule.where, "answer", answer, question.values))
    if rule.condition is not None:
        tests = sum(1 for _ in atoms(rule.condition))
        if tests > MOST_TESTS:
            found = f"a condition of {tests:,} tests"
            library.faults.append(
                Fault(str(rule.where), found, f"at most {MOST_TESTS}", "divide it into several rules")
            )
            return
        questions = library.questions
        of = _Checker(library, codes, rule.where, of_party=of_party(rule, questions), of_case=of_case(rule, questions))
        of.check(rule.condition)
    for name in rule.except_to:
        other = rules.get(name)
        if other is None:
            library.faults.append(unknown(rule.where, "rule", name, rules))
        elif (
            other.decides
            and rule.decides
            and not set(other.decides) & set(rule.decides)
            and {*other.decides, *rule.decides} <= library.questions.keys()
        ):
            library.faults.append(
                Fault(str(rule.where), f"an exception to '{name}', which decides {', '.join(other.decides)}",
                      f"a rule on {', '.join(rule.decides)}")
            )  # fmt: skip


def _check_replacements(library: Library) -> None:
    """Add a fault for every circle that a replacement makes where it takes its place among the exceptions."""
    for proposal in library.instruments.values():
        if any(rule.replaces for rule in proposal.rules):
            try:
                in_force(library.instruments, library.groups, [Reform(proposal.short, proposal.id)])
            except LawError as error:
                library.faults += error.faults


def _check_circles(library: Library, rules: dict[str, Rule]) -> None:
    library.faults += circles_of_exceptions(rules)
    needs: dict[str, list[str]] = {name: [] for name in library.questions}
    at: dict[str, Where] = {}
    for rule in rules.values():
        for used in used_questions(library, rule.condition):
            for decided in rule.decides:
                if decided in needs:
                    needs[decided].append(used)
                    at.setdefault(decided, rule.where)
    for circle in circles(needs):
        library.faults.append(
            Fault(
                str(at[circle[0]]),
                "questions that use each other in a circle: " + " → ".join([*circle, circle[0]]),
                "an order in which they can be decided",
            )
        )


def of_party(rule: Rule, questions: Mapping[str, Question]) -> bool:
    """Whether a rule is about one party of a transfer: it decides a question that is asked of each."""
    return any(name in questions and questions[name].each == PARTY for name in rule.then)


def of_case(rule: Rule, questions: Mapping[str, Question]) -> bool:
    """Whether a rule is asked only of an application that lies before an authority: it decides a question that no review asks."""
    return any(name in questions and questions[name].asked == CASE for name in rule.then)


def _is_of_party(named: Fact | Question) -> bool:
    return (named.each if isinstance(named, Question) else named.at) == PARTY


class _Checker:
    """The tests of one condition against the vocabulary."""

    def __init__(
        self,
        library: Library,
        codes: dict[str, list[str]],
        where: Where,
        facts_only: bool = False,
        of_party: bool = False,
        of_case: bool = False,
    ) -> None:
        self.library = library
        self.of_party = of_party
        self.of_case = of_case
        self.codes = codes
        self.where = where
        self.facts_only = facts_only

    def fault(self, found: str, expected: str = "", mend: str = "") -> None:
        self.library.faults.append(Fault(str(self.where), found, expected, mend))

    def check(self, condition: Condition) -> None:
        for atom in atoms(condition):
            self.atom(atom)

    def named(self, name: str) -> Fact | Question | None:
        library = self.library
        found: Fact | Question | None = library.facts.get(name)
        if found is None and not self.facts_only:
            found = library.questions.get(name)
        if found is None and self.facts_only and name in library.questions:
            self.fault(f"the question '{name}' where only facts count", "a fact")
        elif found is not None and not self.of_party and _is_of_party(found):
            self.fault(f"'{name}', which each party has for itself", "a fact or question of the transfer")
        elif isinstance(found, Question) and found.asked and not self.of_case:
            self.fault(f"'{name}', which only an authority asks", "a fact, or a question that every review asks")
        elif found is None and name not in library.unreadable:
            known = [*library.facts, *([] if self.facts_only else library.questions)]
            library.faults.append(unknown(self.where, "fact or question", name, known))
        return found

    def atom(self, atom: Atom) -> None:
        shown = write_condition(atom)
        match atom:
            case Truth(Name(name)):
                found = self.named(name)
                if found is not None and found.type != "truth":
                    self.fault(f"'{name}' alone, which is {found.type}", "a comparison", f"compare it: {name} is …")
            case Is(Name(name), value, _):
                self.values(name, [value], shown)
            case InValues(Name(name), values, _):
                self.values(name, values, shown)
            case InGroup(Name(name), group, _, on):
                found = self.named(name)
                if found is not None and found.type != "nation":
                    self.fault(f"'{shown}', where '{name}' is {found.type}", "a nation in a group")
                if group not in self.library.groups:
                    self.library.faults.append(unknown(self.where, "group", group, self.library.groups))
                if on:
                    self.date(on)
            case Compare(left, _, right):
                self.dimensions(shown, left, right)
            case Between(operand, low, high):
                self.dimensions(shown, operand, low, high)
            case Applied(test, arguments):
                self.applied(test, arguments, shown)

    def values(self, name: str, values: Iterable[str], shown: str) -> None:
        found = self.named(name)
        if found is None:
            return
        if found.type not in ("one_of", "nation"):
            self.fault(f"'{shown}', where '{name}' is {found.type}", "a one-of fact, a nation or a question")
            return
        for value in values:
            check_value(self.library, self.where, found, value)

    def date(self, text: str) -> None:
        try:
            read_date(text)
        except NotAWindow as error:
            self.fault(str(error), "an ISO date")

    def dimension(self, operand: Operand) -> str:
        """Return the dimension of an operand, empty when it has none that could be known."""
        match operand:
            case Date(text):
                self.date(text)
                return "date"
            case Number():
                try:
                    unit = self.library.units.by_name["1"]
                    return self.library.units.read(operand.text, unit).unit.dimension
                except NotAQuantity as error:
                    self.fault(str(error), "a quantity with a unit of units.csv")
                    return ""
            case Name(name):
                found = self.named(name)
                if found is None:
                    return ""
                if isinstance(found, Question) or not found.measured:
                    self.fault(f"'{name}' in a comparison of numbers, which is {found.type}", "a number or a date")
                    return ""
                if found.type == "date":
                    return "date"
                return found.unit.dimension if found.unit else "fraction"
            case Sum(terms):
                found_dimensions = {self.dimension(term) for _, term in terms} - {""}
                if len(found_dimensions) > 1:
                    self.fault(f"a sum of {' and '.join(sorted(found_dimensions))}", "one dimension")
                    return ""
                return next(iter(found_dimensions), "")

    def dimensions(self, shown: str, *operands: Operand) -> None:
        found = [dimension for operand in operands if (dimension := self.dimension(operand))]
        if len(set(found)) > 1:
            self.fault(
                f"'{shown}', which compares {' with '.join(dict.fromkeys(found))}", "one dimension on both sides"
            )

    def applied(self, test: str, arguments: tuple[Number | Code, ...], shown: str) -> None:
        declared = self.library.tests.get(test)
        if declared is None:
            self.library.faults.append(unknown(self.where, "test", test, self.library.tests))
            return
        if self.facts_only and declared.question:
            self.fault(f"'{shown}', which rests on the question '{declared.question}', where only facts count", "facts")
        of_entries = declared.arguments == ("entry",)
        if len(arguments) != len(declared.arguments) and not (of_entries and arguments):
            self.fault(f"'{shown}' with {len(arguments)} arguments", f"{len(declared.arguments)}")
            return
        wants = declared.arguments * len(arguments) if of_entries else declared.arguments
        for argument, wanted in zip(arguments, wants, strict=True):
            if wanted == "entry":
                known = self.codes.get(declared.question, [])
                if not isinstance(argument, Code):
                    self.fault(f"'{argument.text}' in '{shown}'", "the code of an entry")
                elif declared.question in self.codes and not any(covers(argument.text, code) for code in known):
                    self.library.faults.append(unknown(self.where, "entry", argument.text, known))
            elif isinstance(argument, Code) or self.dimension(argument) not in (wanted, ""):
                self.fault(f"'{argument.text}' in '{shown}'", article(wanted))


def covers(heading: str, code: str) -> bool:
    """Whether an entry is, or lies below, a heading: 1.A covers 1.A.2."""
    return code == heading or code.startswith(heading + ".")
