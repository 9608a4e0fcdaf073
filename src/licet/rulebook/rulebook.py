"""The rulebook as a whole: what is in force when, under which reforms, and the digest that names it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path
from threading import RLock
from types import MappingProxyType

from licet.errors import Fault, LawError
from licet.language.conditions import Between, Compare, Condition, Date, InGroup, atoms
from licet.language.quantities import Units
from licet.rulebook.checking import check_library, of_case, of_party, used_questions
from licet.rulebook.groups import Group
from licet.rulebook.instruments import Instrument, Rule
from licet.rulebook.keeping import keep, kept
from licet.rulebook.library import Library
from licet.rulebook.names import reform_called
from licet.rulebook.reading import all_faults, read_folder, read_library
from licet.rulebook.reforming import Ending, InForce, Reform, in_force
from licet.rulebook.reforms_reading import read_reforms
from licet.rulebook.vocabulary import CASE, PARTY, Fact, Question, Test
from licet.rulebook.windows import OPEN_END, OPEN_START, Window, read_date


def law_folder() -> Path:
    """Return the folder of the law that came with Licet: inside the package, or at the top of its repository."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "law"
    return shipped if shipped.is_dir() else package.parents[1] / "law"


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything that ``law/`` says, checked.

    Load one with :meth:`Rulebook.load`; a rulebook never changes.

    Attributes:
        digest: names the text of the law and the reforms in force; equal digests give equal answers.
        groups: the groups of nations, with what the reforms change of them.
        instruments: the texts of law as they are written, proposals among them.
        rules: the rules that can apply on some day, by full name, with the dates that the reforms leave them; those of proposals only
            where the proposal is a reform.
        question_order: the questions, each after those that its rules use.
        words: the words of the trade for each entry: code → language → words.
        ended: the rules and instruments that a reform ends: name → from which day, and by which.
        enacted_groups: the groups that a reform changes, as the law has them.
        of_party: the same law asked of one party of a transfer: the facts of a party beside those of the transfer, the questions that are
            decided once for each party, and their rules; None where the law says nothing of parties. What stands there stands nowhere else.
        of_case: the same law asked of an application that lies before an authority: all of it, and the questions that only an authority asks,
            with their rules; None where there are none. A review of a transfer never asks them, and pays nothing for them.
    """

    folder: Path
    digest: str
    units: Units
    facts: Mapping[str, Fact]
    questions: Mapping[str, Question]
    tests: Mapping[str, Test]
    groups: Mapping[str, Group]
    nations: Mapping[str, str]
    instruments: Mapping[str, Instrument]
    rules: Mapping[str, Rule]
    question_order: tuple[str, ...]
    reforms: tuple[Reform, ...] = ()
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: MappingProxyType({}))
    ended: Mapping[str, Ending] = field(default_factory=lambda: MappingProxyType({}))
    enacted_groups: Mapping[str, Group] = field(default_factory=lambda: MappingProxyType({}))
    of_party: Rulebook | None = None
    of_case: Rulebook | None = None

    @classmethod
    def load(
        cls,
        folder: Path | str | None = None,
        reforms: Iterable[str] = (),
        written: Mapping[str, str] = MappingProxyType({}),
    ) -> Rulebook:
        """Read and check a folder of law.

        Args:
            folder: the folder; the law that came with Licet when none is given.
            reforms: proposals to put in force, each a name (``hr-3068-119``), a name from a date
                (``hr-3068-119@2026-01-01``), or the path of a file of law.
            written: reforms that lie in no file: the name by which they are called → their text, in the form of a file of law.

        Raises:
            LawError: with one fault for everything that makes the law unusable.
            InputError: for a reform that does not exist, or has nothing to change from its day on.
        """
        path, named = (Path(folder) if folder else law_folder()).resolve(), tuple(reforms)
        if written:
            texts = tuple(sorted(written.items()))
            files = tuple(name for name in named if reform_called(name)[0] not in written)
            return _load_written(path, named, _stamp(path, files), texts)
        with _LOADING:
            return _load_reformed(path, named, _stamp(path, named)) if named else _load(path, _stamp(path, ()))

    @property
    def all_facts(self) -> Mapping[str, Fact]:
        """The facts of the transfer, and those of each party."""
        return self.facts if self.of_party is None else self.of_party.facts

    @property
    def all_questions(self) -> Mapping[str, Question]:
        """The questions of the transfer, those of each party, and those that are asked of a case alone."""
        of_party = {} if self.of_party is None else self.of_party.questions
        of_case = {} if self.of_case is None else self.of_case.questions
        return {**self.questions, **of_party, **of_case}

    @property
    def for_cases(self) -> Rulebook:
        """The law as it is asked of an application that lies before an authority."""
        return self.of_case or self

    def rule(self, name: str) -> Rule | None:
        """Return a rule by its full name, those of proposals included."""
        return self.rules.get(name) or self.enacted_rule(name)

    def enacted_rule(self, name: str) -> Rule | None:
        """Return a rule as it is written, whatever a reform makes of it, by its full name."""
        instrument = self.instruments.get(name.partition("/")[0])
        return next((rule for rule in instrument.rules if rule.name == name), None) if instrument else None

    def window(self, instrument: Instrument) -> Window | None:
        """Return when an instrument is in force; None for a proposal that is not a reform, and for what a reform ends on every day."""
        if not instrument.proposal:
            ending = self.ended.get(instrument.id)
            return instrument.window if ending is None else ending.cut(instrument.window)
        reform = next((reform for reform in self.reforms if reform.instrument == instrument.id), None)
        return Window(start=reform.since) if reform else None

    @cached_property
    def boundaries(self) -> tuple[int, ...]:
        """The days, as ordinals, on which anything may change: windows, memberships, dates in conditions."""
        days: set[int] = set()
        for rule in self.rules.values():
            days.update((rule.window.start, rule.window.end))
            if rule.condition is not None:
                days.update(dates_in(rule.condition))
        for group in self.groups.values():
            days.update(group.boundaries())
        for condition in (q.covered for q in self.questions.values()):
            if condition is not None:
                days.update(dates_in(condition))
        for fact in self.facts.values():
            for implied in fact.implied:
                days.update(dates_in(implied.when))
        return tuple(sorted(days - {OPEN_START, OPEN_END}))

    @cached_property
    def placeholders(self) -> frozenset[int]:
        """The boundaries that only placeholder dates name; they must not be told to anybody as dates."""
        rough: set[int] = set()
        known: set[int] = set()
        for rule in self.rules.values():
            window = rule.window
            (rough if window.rough_start else known).add(window.start)
            (rough if window.rough_end else known).add(window.end)
            if rule.condition is not None:
                known |= dates_in(rule.condition)
        for group in self.groups.values():
            for membership in group.memberships:
                (rough if membership.rough else known).update((*membership.since, *membership.until))
        return frozenset(rough - known)

    def named_reforms(self) -> list[str]:
        """Return the reforms as they were named."""
        return [reform.name for reform in self.reforms]


def dates_in(condition: Condition) -> set[int]:
    """Return the days, as ordinals, on which a condition that names dates may turn."""
    days: set[int] = set()
    for atom in atoms(condition):
        operands = []
        match atom:
            case Compare(left, _, right):
                operands = [left, right]
            case Between(operand, low, high):
                operands = [operand, low, high]
            case InGroup():
                continue
        for operand in operands:
            if isinstance(operand, Date):
                day = read_date(operand.text).toordinal()
                # Both the day itself and the next, since a comparison may or may not include it.
                days.update((day, day + 1))
    return days


def _stamp(folder: Path, named: tuple[str, ...]) -> tuple[tuple[str, int, int], ...]:
    """Return what tells whether a folder of law, or the file of a reform, has changed since it was read."""
    reforms = [path for name in named if (path := Path(reform_called(name)[0]).absolute()).suffix == ".md"]
    paths = [*sorted(folder.rglob("*.md")), *sorted(folder.rglob("*.csv")), *reforms]
    return tuple((str(path), (found := path.stat()).st_mtime_ns, found.st_size) for path in paths if path.is_file())


# Those who ask at the same time wait for the one that reads, instead of each reading for himself.
_LOADING = RLock()


@lru_cache(maxsize=4)
def _load(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Rulebook:
    del stamp  # It only tells one text of the law from another.
    return _read(folder, (), {})


# What is put in force from whatever day, and what somebody wrote, must not take the place of the law that everybody asks.
@lru_cache(maxsize=16)
def _load_reformed(folder: Path, named: tuple[str, ...], stamp: tuple[tuple[str, int, int], ...]) -> Rulebook:
    del stamp
    return _read(folder, named, {})


@lru_cache(maxsize=4)
def _load_written(
    folder: Path,
    named: tuple[str, ...],
    stamp: tuple[tuple[str, int, int], ...],
    written: tuple[tuple[str, str], ...],
) -> Rulebook:
    del stamp
    return _read(folder, named, {name: text.encode("utf-8", "surrogatepass") for name, text in written})


def _read(folder: Path, named: tuple[str, ...], written: Mapping[str, bytes]) -> Rulebook:
    files = read_folder(folder)
    if "vocabulary/units.csv" not in files:
        found = "no file of law" if not files else "no law: it has no vocabulary/units.csv"
        expected = "a folder with vocabulary/units.csv and files of law"
        raise LawError(faults=[Fault(str(folder), found, expected, f"copy {law_folder()} and change it")])
    whole = hashlib.sha256()
    for path, data in sorted(files.items()):
        whole.update(f"{path}\0{len(data)}\0".encode() + data)
    # Reforms are read beside the law, so only the law alone is kept.
    library = None if named else kept(whole.hexdigest())
    if not isinstance(library, Library):
        library = read_library(files)
        reforms = read_reforms(library, named, files, written)
        check_library(library)
        if library.faults:
            raise LawError(faults=all_faults(library.faults))
        library.derivations.clear()
        if not named:
            keep(whole.hexdigest(), library)
    else:
        reforms = ()
    whole = hashlib.sha256()
    # The text of a reform may lie outside the folder, and counts all the same.
    for path, data in sorted(files.items()):
        whole.update(f"{path}\0{len(data)}\0".encode() + data)
    for reform in reforms:
        whole.update(f"reform\0{reform.instrument}\0{reform.since}\0".encode())
    law = in_force(library.instruments, library.groups, reforms)
    digest = "sha256:" + whole.hexdigest()
    book = partial(_book, folder, digest, library, law, reforms)
    parties = _of_party(book, library, law)
    facts = {name: fact for name, fact in library.facts.items() if fact.at != PARTY}
    questions = {name: question for name, question in library.questions.items() if question.each != PARTY}
    rules = {name: rule for name, rule in law.rules.items() if not of_party(rule, library.questions)}
    cases = None
    if any(question.asked == CASE for question in questions.values()):
        cases = book(facts, questions, rules, parties)
        questions = {name: question for name, question in questions.items() if question.asked != CASE}
        rules = {name: rule for name, rule in rules.items() if not of_case(rule, library.questions)}
    return book(facts, questions, rules, parties, cases)


def _of_party(book: Callable[..., Rulebook], library: Library, law: InForce) -> Rulebook | None:
    """Return the law as it is asked of one party of a transfer; None where it says nothing of parties."""
    if not any(fact.at == PARTY for fact in library.facts.values()):
        return None
    asked = _with_used(library)
    return book(
        library.facts,
        {name: question for name, question in library.questions.items() if name in asked},
        {name: rule for name, rule in law.rules.items() if not asked.isdisjoint(rule.then)},
    )


def _with_used(library: Library) -> set[str]:
    """Return the questions that are asked of each party, and those of the transfer that their rules use."""
    asked = {name for name, question in library.questions.items() if question.each == PARTY}
    while True:
        used = {
            name
            for instrument in library.instruments.values()
            for rule in instrument.rules
            if not asked.isdisjoint(rule.then)
            for name in used_questions(library, rule.condition)
        }
        if used <= asked:
            return asked
        asked |= used


def _book(
    folder: Path,
    digest: str,
    library: Library,
    law: InForce,
    reforms: tuple[Reform, ...],
    facts: Mapping[str, Fact],
    questions: Mapping[str, Question],
    rules: Mapping[str, Rule],
    of_party: Rulebook | None = None,
    of_case: Rulebook | None = None,
) -> Rulebook:
    return Rulebook(
        folder=folder,
        digest=digest,
        units=library.units,
        facts=MappingProxyType(dict(facts)),
        questions=MappingProxyType(dict(questions)),
        tests=MappingProxyType(library.tests),
        groups=MappingProxyType(law.groups),
        nations=MappingProxyType(library.nations),
        instruments=MappingProxyType(library.instruments),
        words=MappingProxyType(library.words),
        rules=MappingProxyType(dict(rules)),
        question_order=_question_order(library, questions, rules),
        reforms=reforms,
        ended=MappingProxyType(law.ended),
        enacted_groups=MappingProxyType(law.enacted_groups),
        of_party=of_party,
        of_case=of_case,
    )


def _question_order(library: Library, questions: Mapping[str, Question], rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """Order the questions so that each comes after those that its rules use; otherwise as the vocabulary has them."""
    needs: dict[str, set[str]] = {name: set() for name in questions}
    for rule in rules.values():
        for question in rule.decides:
            if question in needs:
                needs[question] |= used_questions(library, rule.condition)
    order: list[str] = []
    while len(order) < len(needs):
        order += [name for name in needs if name not in order and needs[name] <= set(order)][:1]
    return tuple(order)


def today() -> datetime.date:
    """Return today's date; the only clock in Licet, read by the faces and handed down."""
    return datetime.datetime.now(tz=datetime.UTC).date()
