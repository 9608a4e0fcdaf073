"""A data sheet against the vocabulary: the facts that it states with their places, what it states besides, and what to know of it.

Findings are proposals. Each carries the line that it rests on, to be confirmed by a person; what was not understood is listed and never
dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import msgspec

from licet.classification.binding import Binder, Figure, Loose, shown
from licet.classification.documents import fault, read_document, text_document
from licet.classification.labels import Terms
from licet.classification.lines import Document, Line
from licet.classification.measures import MeasureReader, agree, convention_of
from licet.classification.products import chosen, key, model_name
from licet.classification.statements import Context, Reader, Statement
from licet.classification.tables import TableReader
from licet.language.quantities import Quantity
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact

_TYPES = ("quantity", "number", "truth", "one_of")
_MOST_NAMED = 8


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that the sheet states.

    Attributes:
        fact: where it is stated in a transfer: ``item.range``.
        value: as a file of transfers takes it: ``300 km``, ``[280 km, 320 km]``, ``yes``.
        places: where it stands.
        evidence: the line or row at each place.
        term: the name by which it was found.
        basis: how it was measured, under which conditions, and how it was read where that is not plain.
        approximate: whether the sheet calls it approximate or typical.
        product: the product that it is about, where the sheet speaks of several.
    """

    fact: str
    value: str | list[str]
    places: list[str]
    evidence: list[str]
    term: str
    basis: str = ""
    approximate: bool = False
    product: str = ""


class Unbound(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that the sheet states and that was bound to no fact.

    Attributes:
        text: the figure as it is written.
        value: as a file of transfers would take it, where that is clear.
        place: where it stands.
        evidence: its line.
        reason: why it was not bound.
        candidates: the facts that it may be.
    """

    text: str
    value: str | list[str]
    place: str
    evidence: str
    reason: str
    candidates: list[str]


class SheetNote(msgspec.Struct, frozen=True, kw_only=True):
    """Something to know of the sheet: a code for programs, a sentence, and where."""

    code: str
    message: str
    place: str = ""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a data sheet states.

    Attributes:
        name: the name of the file.
        product: the product that was chosen, if any.
        findings: the facts that it states, in the order of the vocabulary.
        unbound: the figures that were bound to none.
        notes: what to know of it.
        text: the whole text, a line each.
    """

    name: str
    product: str
    findings: list[Finding]
    unbound: list[Unbound]
    notes: list[SheetNote]
    text: str


def read_sheet(
    path: Path, rulebook: Rulebook, *, pages: str = "", product: str = "", facts: Iterable[str] = ()
) -> Sheet:
    """Read a data sheet: PDF, DOCX, XLSX, CSV, HTML, Markdown or plain text.

    Args:
        path: the file.
        rulebook: holds the facts, their names and the units.
        pages: of a PDF, the pages to read, such as ``3-8``.
        product: the product to read, where the sheet speaks of several.
        facts: the names of the facts to look for; all by default. Fewer leave fewer labels with two meanings.

    Raises:
        InputError: for a file that cannot be read, and for a sheet of several products of which none was chosen.
    """
    return _read(read_document(path, pages=pages), rulebook, product, facts)


def read_text_sheet(
    text: str, rulebook: Rulebook, name: str = "text", *, product: str = "", facts: Iterable[str] = ()
) -> Sheet:
    """Read a text as a data sheet; see :func:`read_sheet`.

    Raises:
        InputError: for an empty text, and for a sheet of several products of which none was chosen.
    """
    return _read(text_document(text, name), rulebook, product, facts)


def _read(document: Document, rulebook: Rulebook, product: str, wanted: Iterable[str]) -> Sheet:
    named = set(wanted)
    unknown = sorted(named - set(rulebook.facts))
    if unknown:
        raise fault("facts", f"'{unknown[0]}', which is no fact", "names of facts")
    known = {
        name: fact
        for name, fact in rulebook.facts.items()
        if fact.at == "item" and fact.type in _TYPES and (not named or name in named)
    }
    terms = Terms(known.values())
    texts = [cell.text for line in document.lines for cell in line.cells if not cell.exact]
    reader = Reader(MeasureReader(rulebook.units, convention_of(texts, rulebook.units, document.language)), terms)
    binder = Binder(known, terms, rulebook.units)
    figures: list[Figure] = []
    loose: list[Loose] = []
    for statement in statements_of(document, reader):
        for bound in binder.bind(statement):
            if isinstance(bound, Figure):
                figures.append(bound)
            else:
                loose.append(bound)
    notes = [SheetNote(code=r.code, message=r.message, place=r.place) for r in document.remarks]
    figures, loose = _by_headings(figures, loose)
    chosen_product, left_out = _choose(document, figures, loose, product)
    away = {id(statement) for statement in left_out}
    figures = [figure for figure in figures if id(figure.statement) not in away]
    loose = [one for one in loose if id(one.statement) not in away]
    if left_out:
        names = dict.fromkeys(statement.context.product for statement in left_out)
        notes.append(SheetNote(code="other_product", message=f"Figures of {_several(names)} were left out."))
    findings: list[Finding] = []
    for fact in known.values():
        same = [figure for figure in figures if figure.fact is fact]
        if same:
            finding, noted, more = _together(fact, same)
            findings += [finding] if finding else []
            notes += noted
            loose += more
    notes += [
        SheetNote(code=one.code, message=f"{one.reason}.", place=one.statement.context.place)
        for one in loose
        if one.code
    ]
    return Sheet(
        name=document.name,
        product=chosen_product,
        findings=findings,
        unbound=[_unbound(one) for one in loose],
        notes=notes,
        text=document.text,
    )


def statements_of(document: Document, reader: Reader) -> Iterator[Statement]:
    """Yield the statements of a document in its order."""
    lines = document.lines
    section = _Section()
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if line.table:
            while end < len(lines) and lines[end].table == line.table:
                end += 1
            yield from TableReader(reader, lines[at:end], section.at(line)).statements()
        elif line.heading and not _states(reader, line):
            section.enter(line)
            yield from reader.pair(line.text, section.at(line))
        else:
            while end < len(lines) and lines[end].continues and not lines[end].table and not lines[end].heading:
                end += 1
            yield from _passage(reader, lines[at:end], section)
        at = end


def _states(reader: Reader, line: Line) -> bool:
    """Whether what looks like a heading states a figure."""
    return any(s.measure is not None and s.measure.units for s in reader.figures(line.text, Context(line.place)))


def _passage(reader: Reader, lines: tuple[Line, ...], section: _Section) -> Iterator[Statement]:
    """Yield the statements of lines that go on with each other; each is placed on the line where its figure starts."""
    starts: list[int] = []
    text = ""
    for line in lines:
        text += " " if text else ""
        starts.append(len(text))
        text += line.text
    context = section.at(lines[0])
    for statement in reader.figures(text, context):
        assert statement.measure is not None
        line = next(
            line
            for start, line in zip(reversed(starts), reversed(lines), strict=True)
            if start <= statement.measure.start
        )
        place = replace(statement.context, place=line.place)
        yield replace(statement, context=place)
    for line in lines:
        yield from reader.pair(line.text, section.at(line))


class _Section:
    """The headings over a line, and the product that they name."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        self._product: tuple[int, str] = (0, "")
        self._title = ""

    def at(self, line: Line) -> Context:
        """Return where a line stands."""
        heading = self._open[-1][1] if self._open else ""
        return Context(line.place, model_name(self._product[1]), heading, heading == self._title)

    def enter(self, line: Line) -> None:
        """Take note of a heading; one of its own level or below ends no section of a product unless it names another."""
        while self._open and self._open[-1][0] >= line.heading:
            self._open.pop()
        self._open.append((line.heading, line.text))
        self._title = self._title or line.text
        if model_name(line.text):
            self._product = (line.heading, line.text)
        elif line.heading < self._product[0]:
            self._product = (0, "")


def _choose(document: Document, figures: list[Figure], loose: list[Loose], product: str) -> tuple[str, list[Statement]]:
    """Return the product and the statements of others; a sheet of several without a choice is a fault that names them."""
    named = dict.fromkeys(figure.statement.context.product for figure in figures)
    products: dict[str, str] = {}
    for name in named:
        if name:
            products.setdefault(key(name), name)
    if not product:
        if len(products) > 1:
            several = f"figures of {len(products)} products: {_several(products.values())}"
            raise fault(document.name, several, "one product", "name one: --product NAME, or product= in Python")
        return next(iter(products.values()), ""), []
    everything = [
        *products.values(),
        *(one.statement.context.product for one in loose if one.statement.context.product),
    ]
    found = chosen(product, everything)
    if found is None:
        if not products and key(product) in key(document.text):
            return product, []
        expected = f"one of {_several(dict.fromkeys(everything))}" if everything else "a product that it names"
        raise fault(document.name, f"no product '{product}'", expected, "" if everything else "leave out the product")
    statements = [*(figure.statement for figure in figures), *(one.statement for one in loose)]
    return found, [s for s in statements if s.context.product and key(s.context.product) != key(found)]


def _by_headings(figures: list[Figure], loose: list[Loose]) -> tuple[list[Figure], list[Loose]]:
    """Return statements with their headings as their products, where several facts are given under two headings and differ.

    Such headings are products that are named without figures, or states of one product: which counts is not for Licet to say.
    """
    given: dict[str, dict[str, list[Figure]]] = {}
    for figure in figures:
        context = figure.statement.context
        if context.heading and not context.product:
            given.setdefault(context.heading, {}).setdefault(figure.fact.name, []).append(figure)
    clashing: set[str] = set()
    for first, second in combinations(given, 2):
        common = given[first].keys() & given[second].keys()
        if len(common) > 1 and any(not _same(given[first][name][0], given[second][name][0]) for name in common):
            clashing |= {first, second}

    def told(statement: Statement) -> Statement:
        context = statement.context
        if context.product or context.heading not in clashing:
            return statement
        return replace(statement, context=replace(context, product=context.heading))

    return (
        [replace(figure, statement=told(figure.statement)) for figure in figures],
        [replace(one, statement=told(one.statement)) for one in loose],
    )


def _several(names: Iterable[str]) -> str:
    listed = [name for name in names if name]
    more = f" and {len(listed) - _MOST_NAMED} more" if len(listed) > _MOST_NAMED else ""
    return ", ".join(listed[:_MOST_NAMED]) + more


def _together(fact: Fact, figures: list[Figure]) -> tuple[Finding | None, list[SheetNote], list[Loose]]:
    """Return what the figures of one fact say together: one value, or the interval that spans those that differ."""
    first = figures[0]
    lines: dict[str, str] = {}
    for figure in figures:
        lines.setdefault(figure.statement.context.place, figure.statement.evidence)
    places, evidence = list(lines), list(lines.values())
    notes: list[SheetNote] = []
    value: str | list[str] = first.shown
    distinct = [first]
    basis = [first.basis]
    for figure in figures[1:]:
        if any(_same(known, figure) for known in distinct):
            measure = figure.statement.measure
            if measure is not None and figure.shown != first.shown:
                basis.append(f"also given as {measure.text}")
        else:
            distinct.append(figure)
            basis.append(figure.basis)
    if len(distinct) > 1:
        where = "; ".join(places)
        if first.word:
            said = " and ".join(dict.fromkeys(figure.word for figure in distinct))
            message = f"{fact.path} is said to be {said}, so none was taken."
            return (
                None,
                [SheetNote(code="contradiction", message=message, place=where)],
                [Loose(figure.statement, f"the sheet says {said}", (fact,)) for figure in distinct],
            )
        points = [figure for figure in distinct if not figure.open_end]
        if points and all(_holds(figure, point) for figure in distinct if figure.open_end for point in points):
            distinct = points
        low = min(distinct, key=lambda figure: figure.ends[0])
        high = max(distinct, key=lambda figure: figure.ends[1])
        assert low.low is not None and high.high is not None
        value = shown(low.low, high.high)
        if len(distinct) > 1:
            listed = _several(figure.statement.measure.text for figure in distinct if figure.statement.measure)
            message = f"{fact.path} is given as {listed}; the interval spans them."
            notes.append(SheetNote(code="contradiction", message=message, place=where))
    about = any(figure.statement.measure is not None and figure.statement.measure.about for figure in figures)
    finding = Finding(
        fact=fact.path,
        value=value,
        places=places,
        evidence=evidence,
        term=first.term,
        basis=", ".join(dict.fromkeys(filter(None, basis))),
        approximate=about,
        product=first.statement.context.product,
    )
    return finding, notes, []


def _same(known: Figure, figure: Figure) -> bool:
    """Whether a figure repeats one that is known: the same, or the same in another unit as far as rounding tells."""
    if known.word or figure.word:
        return known.word == figure.word
    if known.ends == figure.ends:
        return True
    if known.open_end != figure.open_end:
        return False
    ours, theirs = known.statement.measure, figure.statement.measure
    return ours is not None and theirs is not None and agree(ours, theirs)


def _holds(bound: Figure, point: Figure) -> bool:
    return bound.ends[0] <= point.ends[0] and point.ends[1] <= bound.ends[1]


def _unbound(one: Loose) -> Unbound:
    measure, context = one.statement.measure, one.statement.context
    value: str | list[str] = ""
    if measure is not None and not measure.problem and not measure.bound and len(measure.units) == 1:
        assert measure.low is not None and measure.high is not None
        value = shown(Quantity(measure.low, measure.units[0]), Quantity(measure.high, measure.units[0]))
    return Unbound(
        text=measure.text if measure is not None else one.statement.word,
        value=value,
        place=context.place,
        evidence=one.statement.evidence,
        reason=one.reason,
        candidates=[fact.path for fact in one.candidates],
    )
