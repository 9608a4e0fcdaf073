"""Tables of a data sheet: which column names a parameter, which gives its unit, and which its figures.

A parameter may stand before its row or over its column; figures may stand under *min*, *typ* and *max*, under systems of units, or under the
names of products. What a column is follows from its head and its cells together, and never from where such tables usually have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from licet.classification.lines import Cell, Line
from licet.classification.measures import agree
from licet.classification.products import model_name
from licet.classification.statements import CAS, Context, Reader, Statement, truth
from licet.classification.wording import fold, head_kind, word_set
from licet.language.quantities import Unit

_BLANK = re.compile(r"[\s\-–—./*]*|n/?a|tbd|tbc|k\.?\s?a\.?|s\.?\s?o\.?", re.IGNORECASE)
_EXTREMES = ("minimum", "typical", "maximum")
_NAME = 60
_MODIFIERS = word_set(
    "rms peak max min typ maximum minimum typical nominal approx ca sigma cep to bis of each at and or per axis abs gauge g a up from von de"
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a table is.

    Attributes:
        kind: ``label``, ``unit``, ``remark``, ``minimum``, ``typical``, ``maximum``, ``system`` or ``value``.
        head: its head.
        units: the units that its head gives.
    """

    kind: str
    head: str
    units: tuple[Unit, ...] = ()


class TableReader:
    """Reads the rows of one table.

    Args:
        reader: reads texts.
        lines: the rows, single lines between them included.
        section: the section in which the table stands.
    """

    def __init__(self, reader: Reader, lines: Sequence[Line], section: Context) -> None:
        self.reader = reader
        self.lines = lines
        self.section = section

    def statements(self) -> Iterator[Statement]:
        """Yield the statements of the table, row by row."""
        for head, rows in self._blocks():
            yield from self._block(head, rows)

    def _blocks(self) -> Iterator[tuple[Line | None, list[Line]]]:
        """Yield the parts of the table, each with the row of heads over it."""
        head: Line | None = None
        rows: list[Line] = []
        for line in self.lines:
            several = len(line.cells) > 1
            seen = any(len(row.cells) > 1 for row in rows)
            if (
                several
                and not self._has_figures(line)
                and (line.header or (head is None and not seen) or self._is_head(line))
            ):
                if seen:
                    yield head, rows
                    rows = []
                if head is not None and not seen and line.header and head.header:
                    head = _stacked(head, line)
                else:
                    head = line
                continue
            rows.append(line)
        if head is not None and not any(len(row.cells) > 1 for row in rows):
            # A table of words alone has no heads: its first row is a row like the others.
            rows, head = [head, *rows], None
        yield head, rows

    def _is_head(self, line: Line) -> bool:
        """Whether a row without figures in the midst of a table begins a new part of it."""
        rest = line.cells[1:]
        kinds = [head_kind(cell.text) for cell in rest]
        known = any(kind and kind != "value" for kind in kinds)
        return (
            known
            or all(model_name(cell.text) for cell in rest)
            or sum(self._parameter(cell.text) for cell in line.cells) > 1
        )

    def _parameter(self, text: str) -> bool:
        return self.reader.strong(self.reader.measures.signs.in_label(text)[1]) is not None

    def _has_figures(self, line: Line) -> bool:
        return any(self._is_figure(cell) for cell in line.cells)

    def _is_figure(self, cell: Cell) -> bool:
        """Whether a cell is a figure, or yes or no, and no label."""
        if truth(cell.text):
            return True
        found = self.reader.measures.find(cell.text, cell.exact)
        if not found:
            return False
        if found[0].start <= 1 and not found[0].bare:
            return True
        left = cell.text
        for measure in reversed(found):
            left = left[: measure.start] + " " + left[measure.end :]
        words = re.findall(r"[^\W\d_]+", fold(left))
        return all(word in _MODIFIERS or len(word) < 2 or self.reader.is_unit(word) for word in words)

    def _block(self, head: Line | None, rows: list[Line]) -> Iterator[Statement]:
        columns = self._columns(head, rows)
        data = [row for row in rows if len(row.cells) > 1]
        heads = {c: self.reader.measures.signs.in_label(column.head)[1] for c, column in columns.items()}
        parameters = {c for c, column in columns.items() if column.head and self.reader.strong(heads[c]) is not None}
        parameters = {
            c
            for c in parameters
            if any(self._is_figure(cell) for row in data for cell in row.cells if cell.column == c)
        }
        labelled = any(self.reader.strong(label) for row in data for label in self._row_labels(row, columns))
        if parameters and not labelled:
            yield from self._by_column(rows, columns, parameters)
        else:
            yield from self._by_row(rows, columns)

    def _columns(self, head: Line | None, rows: Sequence[Line]) -> dict[int, Column]:
        heads = {cell.column: cell.text for cell in head.cells} if head else {}
        numbers = sorted({cell.column for row in rows for cell in row.cells} | set(heads))
        cells = {
            c: [cell for row in rows if len(row.cells) > 1 for cell in row.cells if cell.column == c] for c in numbers
        }
        found: dict[int, Column] = {}
        for c in numbers:
            text = heads.get(c, "")
            units = self.reader.measures.signs.of(text) or self.reader.measures.signs.in_label(text)[0]
            figures = sum(self._is_figure(cell) for cell in cells[c])
            counting = (
                c == numbers[0] and cells[c] and all(re.fullmatch(r"[\d.]{1,6}\)?", cell.text) for cell in cells[c])
            )
            kind = head_kind(text)
            if kind == "remark" or (counting and len(numbers) > 2):
                kind = "remark"
            elif kind == "unit" or (
                cells[c] and all(self.reader.is_unit(cell.text) or _BLANK.fullmatch(cell.text) for cell in cells[c])
            ):
                kind = "unit"
            elif not figures or (
                figures * 2 < len(cells[c]) and not any(column.kind == "label" for column in found.values())
            ):
                kind = "label"
            elif kind not in (*_EXTREMES, "system"):
                kind = "value"
            found[c] = Column(kind, text, units)
        if not any(column.kind in ("value", "system", *_EXTREMES) for column in found.values()):
            # A table of words: what stands right of the first column is what it says.
            first = next((c for c in numbers if found[c].kind == "label"), None)
            found = {
                c: replace(column, kind="value") if column.kind == "label" and c != first else column
                for c, column in found.items()
            }
        return found

    def _row_labels(self, row: Line, columns: dict[int, Column]) -> list[str]:
        return [
            self.reader.measures.signs.in_label(cell.text)[1]
            for cell in row.cells
            if columns[cell.column].kind in ("label", "remark") and not self._is_figure(cell)
        ]

    # Parameters before their rows

    def _by_row(self, rows: Sequence[Line], columns: dict[int, Column]) -> Iterator[Statement]:
        named = self._products(rows, columns)
        section = self.section
        for row in rows:
            if len(row.cells) == 1 and columns[row.cells[0].column].kind == "label":
                cell = row.cells[0]
                context = replace(section, place=row.place)
                found = self.reader.figures(cell.text, context, exact=cell.exact)
                yield from found
                yield from self.reader.pair(cell.text, context)
                if not found:
                    section = replace(section, heading=cell.text, title=False)
                continue
            yield from self._row(row, columns, named, section)

    def _row(
        self, row: Line, columns: dict[int, Column], named: dict[int, str], section: Context
    ) -> Iterator[Statement]:
        extremes: dict[str, list[Statement]] = {}
        for cell in row.cells:
            column = columns[cell.column]
            if column.kind not in ("value", "system", *_EXTREMES) or _BLANK.fullmatch(cell.text):
                continue
            label = self._label(row, cell, columns)
            context = replace(section, place=row.place, product=named.get(cell.column, "") or section.product)
            units = self._row_unit(row, cell, columns) or column.units
            if truth(cell.text) or CAS.search(cell.text) or not self.reader.measures.find(cell.text, cell.exact):
                yield from self.reader.words(label, cell.text, context, row.text)
                continue
            prefix = f"{label}: " if label else ""
            found = self.reader.figures(
                prefix + cell.text, context, start=len(prefix), units=units, exact=cell.exact, evidence=row.text
            )
            if row.askew and (named or column.kind in _EXTREMES):
                yield from (
                    replace(one, clashing="the row does not stand clearly under the heads of its columns")
                    for one in found
                )
            elif column.kind in _EXTREMES and len(found) == 1:
                extremes.setdefault(column.kind, []).append(found[0])
            else:
                yield from found
            yield from self.reader.pair(cell.text, context)
        yield from _joined(extremes)

    def _label(self, row: Line, cell: Cell, columns: dict[int, Column]) -> str:
        """Return the label of a cell: the nearest that holds a term of those to its left, what follows it in brackets."""
        left: list[Cell] = []
        for other in reversed([other for other in row.cells if other.column < cell.column]):
            kind = columns[other.column].kind
            if kind == "unit" or _BLANK.fullmatch(other.text):
                continue
            if kind not in ("label", "remark") and (
                left or any(columns[c].kind == "label" for c in range(other.column, cell.column) if c in columns)
            ):
                break
            if kind in ("label", "remark") and not self._is_figure(other):
                left.append(other)
        said: list[str] = []
        for other in left:
            if self.reader.terms.find(other.text):
                return " ".join([other.text.replace("\n", " "), *(f"({text})" for text in reversed(said))])
            if columns[other.column].kind != "remark" and len(other.text.strip()) > 1:
                said.append(re.sub(r"[()\[\]\n]", " ", other.text))
        return left[-1].text.replace("\n", " ") if left else ""

    def _row_unit(self, row: Line, cell: Cell, columns: dict[int, Column]) -> tuple[Unit, ...]:
        found = [
            other for other in row.cells if columns[other.column].kind == "unit" and self.reader.is_unit(other.text)
        ]
        right = [other for other in found if other.column > cell.column]
        near = right[0] if right else found[-1] if found else None
        return self.reader.measures.signs.of(near.text) if near else ()

    def _products(self, rows: Sequence[Line], columns: dict[int, Column]) -> dict[int, str]:
        """Return the columns of a table that are about one product each, with their names."""
        plain = [
            c
            for c, column in columns.items()
            if column.kind == "value"
            and any(self._is_figure(cell) for row in rows for cell in row.cells if cell.column == c)
        ]
        single = {c: name for c in plain if (name := model_name(columns[c].head))}
        groups: dict[int, list[int]] = {}
        for c in plain:
            label = max(
                (other for other, column in columns.items() if column.kind == "label" and other < c), default=-1
            )
            groups.setdefault(label, []).append(c)
        found = dict(single)
        for group in groups.values():
            if len(group) > 1 and not self._restating(rows, group, columns):
                for c in group:
                    name = re.sub(r"\s+", " ", columns[c].head).strip()[:_NAME]
                    kinds = [head_kind(columns[other].head) for other in group]
                    found[c] = (
                        name
                        if name and not (kinds.count(head_kind(name)) > 1 and head_kind(name))
                        else f"column {c + 1}"
                    )
        return found

    def _restating(self, rows: Sequence[Line], group: Sequence[int], columns: dict[int, Column]) -> bool:
        """Whether columns say the same in different units, row by row."""
        pairs = 0
        for row in rows:
            cells = [cell for cell in row.cells if cell.column in group]
            if len(cells) < 2:
                continue
            found = [self.reader.measures.find(cell.text, cell.exact) for cell in cells]
            measures = [
                measure.with_units(self._row_unit(row, cell, columns) or columns[cell.column].units)
                if measure.bare
                else measure
                for cell, (measure, *_) in zip(cells, filter(None, found), strict=False)
            ]
            if len(measures) < len(cells):
                return False
            for measure in measures[1:]:
                if not agree(measures[0], measure):
                    return False
                pairs += measures[0].units != measure.units
        return pairs > 0

    # Parameters over their columns

    def _by_column(self, rows: Sequence[Line], columns: dict[int, Column], parameters: set[int]) -> Iterator[Statement]:
        units = {c: columns[c].units for c in parameters}
        data = []
        for row in rows:
            if len(row.cells) > 1 and all(
                self.reader.is_unit(cell.text) or _BLANK.fullmatch(cell.text) for cell in row.cells[1:]
            ):
                units |= {
                    cell.column: self.reader.measures.signs.of(cell.text) or units.get(cell.column, ())
                    for cell in row.cells
                }
                continue
            data.append(row)
        names = [self._row_name(row, parameters) for row in data]
        several = len({name for name in names if name and head_kind(name) not in _EXTREMES}) > 1
        extremes: dict[int, dict[str, list[Statement]]] = {}
        for row, name in zip(data, names, strict=True):
            extreme = head_kind(name) if name else ""
            product = name if several and not extreme else self.section.product
            context = replace(self.section, place=row.place, product=product)
            for cell in row.cells:
                if cell.column not in parameters or _BLANK.fullmatch(cell.text):
                    continue
                head = self.reader.measures.signs.in_label(columns[cell.column].head)[1]
                if CAS.search(cell.text):
                    yield from self.reader.words(head, cell.text, context, f"{head}: {row.text}")
                    continue
                prefix = f"{head}: "
                found = self.reader.figures(
                    prefix + cell.text,
                    context,
                    start=len(prefix),
                    units=units.get(cell.column, ()),
                    exact=cell.exact,
                    evidence=f"{prefix}{row.text}",
                )
                if extreme in _EXTREMES and len(found) == 1:
                    extremes.setdefault(cell.column, {}).setdefault(extreme, []).append(found[0])
                    continue
                yield from found
                if not found:
                    yield from self.reader.words(columns[cell.column].head, cell.text, context, row.text)
        for listed in extremes.values():
            yield from _joined(listed)

    def _row_name(self, row: Line, parameters: set[int]) -> str:
        return next(
            (
                cell.text.replace("\n", " ")[:_NAME]
                for cell in row.cells
                if cell.column not in parameters and not self._is_figure(cell)
            ),
            "",
        )


def _stacked(above: Line, below: Line) -> Line:
    """Return two rows of heads as one."""
    texts = {cell.column: cell.text for cell in above.cells}
    for cell in below.cells:
        over = texts.get(cell.column, "")
        texts[cell.column] = f"{over} {cell.text}".strip() if over != cell.text else over
    return replace(above, cells=tuple(Cell(text, column) for column, text in sorted(texts.items())))


def _joined(extremes: dict[str, list[Statement]]) -> Iterator[Statement]:
    """Yield what figures under *min*, *typ* and *max* say together: an interval, or a bound."""
    if any(len(found) > 1 for found in extremes.values()):
        for found in extremes.values():
            yield from found
        return
    by_kind = {kind: found[0] for kind, found in extremes.items()}
    whole = [s for s in by_kind.values() if s.measure is not None and s.measure.low == s.measure.high]
    bounded = [s for s in by_kind.values() if s.measure is not None and s.measure.bound]
    if len(whole) < len(by_kind) or bounded:
        yield from by_kind.values()
        return
    least, typical, most = (by_kind.get(kind) for kind in _EXTREMES)
    first = least or most or typical
    if first is None:
        return
    assert first.measure is not None
    measure = first.measure
    basis = first.basis
    if typical is not None and typical is not first and typical.measure is not None:
        basis = ", ".join(filter(None, (basis, f"typical {typical.measure.text}")))
    if least is not None and most is not None:
        assert most.measure is not None
        measure = replace(
            measure,
            high=most.measure.low,
            problem=measure.problem or most.measure.problem,
            text=f"{measure.text} … {most.measure.text}",
        )
    elif first is typical:
        measure = replace(measure, about="typical")
    else:
        bound = "minimum" if first is least else "maximum"
        measure = replace(measure, bound=bound, text=f"{bound} {measure.text}")
    yield replace(first, measure=measure, basis=basis)
