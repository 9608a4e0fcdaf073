"""The form that says what the columns of a table state, and what is asked of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import QueryDict

from licet.columns.headings import CARRY, ID, read_headings
from licet.columns.offering import Offer, offered
from licet.columns.unstated import unstated
from licet.columns.wording import ORDERS, nameable
from licet.errors import Fault, InputError
from licet.programs.asking import check_reforms, names_of
from licet.reports.sentences import capital, words
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.windows import NotAWindow, read_date
from licet.transfers.stating import assumed_facts

_LONGEST, _LONGEST_UNIT = 120, 2000
_EXACT = ("quick", "default")


@dataclass
class One:
    """One column: its header, some of its cells, the fact that it states with its unit, and how that is known."""

    name: str
    samples: Sequence[str]
    hint: str
    how: str
    states: str
    unit: str
    cells: Sequence[str] = ()
    faults: list[Fault] = field(default_factory=list)
    offer: Offer | None = None

    @property
    def words(self) -> list[tuple[int, str, str]]:
        """Each cell of which is asked what it means: its place, itself, and what many mean by it."""
        return [(list(self.cells).index(cell), cell, meant) for cell, meant in (self.offer.words if self.offer else ())]

    @property
    def mapped(self) -> str:
        """What a mapping says of it."""
        if self.states in ("", CARRY):
            return CARRY
        return f"{self.states} [{self.unit}]" if self.unit else self.states


@dataclass
class Form:
    """The form as it is filled in.

    Attributes:
        columns: the columns.
        questions: each question with its words, its meaning, and whether it is asked.
        facts: what a column may state, each with what it means.
        units: the units that a column may have.
        as_of: the day by whose law every row is answered, where one is said.
        reform: the proposal that is put in force.
        assume: what is assumed, one to a line.
        exact: how far to go to find out what is left open.
        rows: how many rows the table has.
        notes: how it was read.
        unstated: what no column states though much turns on it → what counts instead.
        faults: what cannot be used, of the whole form.
    """

    columns: list[One]
    questions: list[tuple[str, str, str, bool]]
    facts: Sequence[tuple[str, str]]
    units: Sequence[str]
    as_of: str = ""
    reform: str = ""
    assume: str = ""
    exact: str = "quick"
    rows: int = 0
    notes: Sequence[str] = ()
    unstated: Mapping[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def stated(self) -> int:
        """How many columns state something."""
        return sum(one.mapped not in (CARRY, ID) for one in self.columns)

    def wanted(self) -> dict[str, Any]:
        """Return what is asked, as plain data."""
        asked = [name for name, _, _, ticked in self.questions if ticked]
        return {
            "mapping": {one.name: one.mapped for one in self.columns},
            "questions": [] if len(asked) == len(self.questions) else asked,
            "as_of": self.as_of or None,
            "reforms": [self.reform] if self.reform else [],
            "assume": [line.strip() for line in self.assume.splitlines() if line.strip()],
            "exact": self.exact,
        }


def form_of(columns: Mapping[str, Any], asked: Mapping[str, Any], book: Rulebook) -> Form:
    """Return the form with what is proposed, or with what was asked before."""
    form = _empty(columns, asked.get("questions", ()), book)
    for one in form.columns:
        before = asked.get("mapping", {}).get(one.name)
        if before is not None:
            one.states, _, unit = before.removesuffix("]").partition(" [")
            one.states, one.unit = one.states.removeprefix(CARRY), unit
    form.as_of, form.exact = asked.get("as_of") or "", asked.get("exact", "quick")
    form.reform = next(iter(asked.get("reforms", ())), "")
    form.assume = "\n".join(asked.get("assume", ()))
    _look_through(form, book)
    return form


def read_form(sent: QueryDict, columns: Mapping[str, Any], book: Rulebook) -> Form:
    """Read the form as it was sent; what cannot be used stands in its faults."""
    form = _empty(columns, sent.getlist("question") or [""], book)
    for place, one in enumerate(form.columns):
        one.states = sent.get(f"fact-{place}", "").strip()[:_LONGEST]
        one.unit = sent.get(f"unit-{place}", "").strip()[:_LONGEST_UNIT]
        one.unit = sent.get(f"order-{place}", "").strip()[:_LONGEST] or one.unit
        said = {cell: sent.get(f"word-{place}-{n}", "").strip()[:_LONGEST] for n, cell in enumerate(one.cells)}
        words = [f"{cell} = {value}" for cell, value in said.items() if value and nameable(cell)]
        one.unit = "; ".join([*filter(None, [one.unit]), *words])
    form.as_of, form.reform = sent.get("as_of", "").strip()[:20], sent.get("reform", "").strip()[:_LONGEST]
    form.assume, form.exact = sent.get("assume", "").strip()[:2000], sent.get("exact", "quick")
    form.faults = [*_whole_faults(form, sent.getlist("question"), book), *_mapping_faults(form, book)]
    _look_through(form, book)
    return form


def _empty(columns: Mapping[str, Any], asked: Iterable[str], book: Rulebook) -> Form:
    ticked = set(asked)
    ones = [
        One(c["name"], c["samples"], c["hint"], c["how"], c["states"], c["unit"], c["cells"])
        for c in columns["columns"]
    ]
    shown = [book.questions[name] for name in book.question_order if book.questions[name].shown]
    questions = [(q.name, capital(words(q.name, book)), q.definition, not ticked or q.name in ticked) for q in shown]
    return Form(ones, questions, _facts(book), _units(book), rows=columns["rows"], notes=columns["notes"])


def _whole_faults(form: Form, questions: Sequence[str], book: Rulebook) -> list[Fault]:
    faults: list[Fault] = []
    if not questions:
        faults.append(Fault("Questions", "none", "at least one"))
    unknown = [name for name in questions if name not in {q[0] for q in form.questions}]
    faults += [Fault("Questions", f"'{name[:40]}'", "a question of this page") for name in unknown]
    if form.exact not in _EXACT:
        faults.append(Fault("What is left open", f"'{form.exact[:40]}'", f"one of {', '.join(_EXACT)}"))
    try:
        if form.as_of:
            read_date(form.as_of)
    except NotAWindow as error:
        faults.append(Fault("As of", str(error), "a day that exists, as YYYY-MM-DD"))
    try:
        if form.reform:
            check_reforms(book, [form.reform], "Proposal")
        names_of(form.wanted()["assume"], "Assumed")
    except InputError as error:
        faults += error.faults
    return faults


def _mapping_faults(form: Form, book: Rulebook) -> list[Fault]:
    """Return what cannot be used of the mapping, each fault also at its column."""
    names = [one.name for one in form.columns]
    try:
        read_headings(book, names, {one.name: one.mapped for one in form.columns})
    except InputError as error:
        for fault in error.faults:
            for one in form.columns:
                if f"'{one.name}'" in fault.where.partition(", mapped to")[0]:
                    one.faults.append(fault)
        return list(error.faults)
    if not form.stated:
        expected = "at least one column that states a fact"
        return [Fault("Columns", "none that states a fact", expected, "choose what a column states below")]
    return []


def _look_through(form: Form, book: Rulebook) -> None:
    """Find what is worth a warning before the rows are answered: cells that cannot be used, and what no column states."""
    try:
        headings = read_headings(
            book, [one.name for one in form.columns], {one.name: one.mapped for one in form.columns}
        )
        assumed = assumed_facts(book, form.wanted()["assume"])
    except InputError:
        return
    columns = {column.name: column for column in headings.columns}
    for one in form.columns:
        if one.name in columns:
            one.offer = offered(book, columns[one.name], one.cells)
    form.unstated = unstated(book, headings, form.as_of or None, assumed)


@lru_cache(maxsize=4)
def _facts(book: Rulebook) -> tuple[tuple[str, str], ...]:
    found = [(fact.option.replace("-", "_"), fact.definition) for fact in book.facts.values() if not fact.found]
    found.insert(0, (ID, "Your own name for the row; it stands first in the answers, and with what cannot be used."))
    return tuple((name, meaning if len(meaning) <= 90 else f"{meaning[:89]}…") for name, meaning in found)


@lru_cache(maxsize=4)
def _units(book: Rulebook) -> tuple[str, ...]:
    used = {
        fact.unit.name: fact.unit for fact in book.facts.values() if fact.unit is not None and fact.unit.name != "1"
    }
    names = dict.fromkeys(name for unit in used.values() for name in (unit.name, *book.units.like(unit)[:6]))
    return (*names, *ORDERS)
