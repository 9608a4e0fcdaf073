"""What makes a vocabulary usable: values of their type, limits that can be limits, and tests that read facts of their dimensions.

The conditions in it are checked with those of the rules (``licet.rulebook.checking``).
"""

from __future__ import annotations

from collections.abc import Iterable

from licet.errors import Fault, article, near
from licet.language.nodes import Where
from licet.language.quantities import NotAQuantity
from licet.rulebook.library import Library
from licet.rulebook.vocabulary import PARTY, Fact, Question, Test
from licet.rulebook.windows import NotAWindow, read_date


def check_vocabulary(library: Library) -> None:
    """Add to ``library.faults`` everything that makes a declaration meaningless."""
    day = library.facts.get("date")
    if "date" not in library.unreadable and (day is None or day.type != "date"):
        library.faults.append(Fault("vocabulary", "no fact 'date' of type date", "the day on which the law counts"))
    for fact in library.facts.values():
        _check_fact(library, fact)
    for question in library.questions.values():
        _check_question(library, question)
    for test in library.tests.values():
        _check_test(library, test)


def unknown(where: Where, what: str, name: str, known: Iterable[str]) -> Fault:
    """Return the fault of a name that nothing bears."""
    return Fault(str(where), f"the unknown {what} '{name}'", f"{article(what)} of the rulebook", near(name, known))


def check_value(library: Library, where: Where, fact: Fact | Question, value: str) -> None:
    """Add a fault for a value that a fact or question cannot have."""
    kind = fact.type
    if kind == "one_of" and fact.values and value not in fact.values:
        library.faults.append(
            Fault(str(where), f"'{fact.name} is {value}'", " | ".join(fact.values), near(value, fact.values))
        )
    elif kind == "nation" and value not in library.nations:
        library.faults.append(Fault(str(where), f"the unknown nation '{value}'", "an ISO 3166 code of names.csv"))
    elif kind == "truth" and value not in ("yes", "no"):
        library.faults.append(Fault(str(where), f"'{value}' for '{fact.name}'", "yes | no"))
    elif isinstance(fact, Fact) and fact.measured:
        try:
            if fact.unit is None:
                read_date(value)
            elif library.units.read(value, fact.unit).unit.dimension != fact.unit.dimension:
                library.faults.append(Fault(str(where), f"'{value}' for '{fact.name}'", f"a {fact.unit.dimension}"))
        except (NotAQuantity, NotAWindow) as error:
            library.faults.append(Fault(str(where), f"{error} for '{fact.name}'", article(kind)))


def _check_fact(library: Library, fact: Fact) -> None:
    where = str(fact.where)
    values = [implied.value for implied in fact.implied] + ([fact.presume] if fact.presume else [])
    if values and not fact.decidable:
        library.faults.append(
            Fault(where, f"a value that '{fact.name}' has unstated", f"none for a fact of type {fact.type}")
        )
    for value in dict.fromkeys(values):
        check_value(library, fact.where, fact, value)
    for value in dict.fromkeys([*fact.same.values(), *fact.also.values()]):
        if fact.type != "one_of" or value not in fact.values:
            expected = " | ".join(fact.values) if fact.values else "words for the values of a one-of fact alone"
            library.faults.append(
                Fault(
                    where,
                    f"a word for '{value}', which is no value of '{fact.name}'",
                    expected,
                    near(value, fact.values),
                )
            )
    for word in fact.same.keys() & fact.values.keys():
        library.faults.append(
            Fault(where, f"a synonym '{word}' of '{fact.name}', which is a value itself", "another word")
        )
    if fact.presume and not fact.because:
        library.faults.append(Fault(where, f"a presumption of '{fact.name}' without a reason", "because"))
    if not 0 <= fact.margin < 1:
        library.faults.append(
            Fault(where, f"a margin of '{fact.name}' of {fact.margin:.0%}", "from 0 % to less than 100 %")
        )
    for other, value in [*fact.implies.items(), *fact.unlisted_implies.items()]:
        if other in library.facts:
            check_value(library, fact.where, library.facts[other], value)
        elif other not in library.unreadable:
            library.faults.append(unknown(fact.where, "fact", other, library.facts))
    if fact.type == "parties" and f"{PARTY}.name" not in library.facts | dict.fromkeys(library.unreadable):
        library.faults.append(
            Fault(where, f"the parties '{fact.name}', of whom nothing can be stated", f"a fact 'name' at: {PARTY}")
        )
    for other in fact.found:
        if other not in library.facts and other not in library.unreadable:
            library.faults.append(unknown(fact.where, "fact", other, library.facts))
    if fact.found and fact.at != PARTY:
        library.faults.append(Fault(where, f"'{fact.name}', which nobody states", f"a fact at: {PARTY}"))
    if fact.type == "points" and not any(fact.name in (test.points, test.excluded) for test in library.tests.values()):
        library.faults.append(
            Fault(where, f"the points '{fact.name}', which no test reads", "a test with these points")
        )


def _check_question(library: Library, question: Question) -> None:
    if question.name in library.facts and question.type != "codes":
        first = library.facts[question.name].where
        library.faults.append(
            Fault(str(question.where), f"the name of the fact '{question.name}' ({first})", "another name")
        )
    if question.claims and question.claims not in library.unreadable:
        claims = library.facts.get(question.claims)
        if claims is None:
            library.faults.append(unknown(question.where, "fact", question.claims, library.facts))
        elif claims.type != "codes":
            library.faults.append(
                Fault(str(question.where), f"claims in '{claims.name}', which is {claims.type}", "codes")
            )


def _check_test(library: Library, test: Test) -> None:
    where = str(test.where)
    for name in test.reads:
        if name not in library.facts and name not in library.unreadable:
            library.faults.append(unknown(test.where, "fact", name, library.facts))
    for name in filter(None, (test.points, test.excluded)):
        if name in library.facts and library.facts[name].type != "points":
            library.faults.append(Fault(where, f"points in '{name}', which is {library.facts[name].type}", "points"))
    if test.question:
        asked = library.questions.get(test.question)
        if asked is None and test.question not in library.unreadable:
            library.faults.append(unknown(test.where, "question", test.question, library.questions))
        elif asked is not None and asked.type != "codes":
            library.faults.append(
                Fault(where, f"entries in '{asked.name}', which is {asked.type}", "a question of codes")
            )
        elif asked is not None and asked.asked:
            found = f"entries in '{asked.name}', which only an authority asks"
            library.faults.append(Fault(where, found, "a question that every review asks"))
    if test.question or not test.maxima:
        if test.arguments != ("entry",) or not test.question or test.maxima:
            library.faults.append(
                Fault(
                    where,
                    f"the test '{test.name}' of {', '.join(test.arguments) or 'nothing'}",
                    "[entry] and a question, or as many maxima as arguments",
                )
            )
        return
    dimensions = []
    for name in test.maxima:
        fact = library.facts.get(name)
        if fact is None:
            return
        dimensions.append(fact.unit.dimension if fact.unit else fact.type)
    if tuple(dimensions) != test.arguments:
        found = f"maxima of {' and '.join(dimensions)}"
        library.faults.append(Fault(where, found, f"those of the arguments: {' and '.join(test.arguments)}"))
