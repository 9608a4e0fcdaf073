"""The Commerce Country Chart (15 CFR part 738, Supplement No. 1) as JSON: for each destination the columns that bear an X.

A mark means that a licence is needed for that reason; the absence of one clears nothing by itself (15 CFR 738.4(a)(2)(ii)(B)), and some
destinations have no marks because other parts of the regulations speak of them. A destination that has no row is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from licet.registers.published import PublishedFile, fault, read_json
from licet.transfers.nations import NationError

TITLE = "Commerce Country Chart"
WHAT = "the Commerce Country Chart as JSON: columns, countries with their marks, embargoed and footnotes"


class _Row(msgspec.Struct):
    marks: list[str]
    footnotes: list[int]


class _Embargo(msgspec.Struct):
    pointer: str
    footnotes: list[int]


class _Territory(msgspec.Struct):
    row: str
    basis: str


class _Procedure(msgspec.Struct, rename="camel"):
    no_mark_caveat: str = ""


class _File(msgspec.Struct, rename="camel"):
    columns: list[str]
    countries: dict[str, _Row]
    embargoed: dict[str, _Embargo]
    footnotes: dict[str, str]
    aliases: dict[str, str] = {}
    territory_inheritance: dict[str, _Territory] = {}
    procedure: _Procedure = msgspec.field(default_factory=_Procedure)
    ecfr_issue_date: str = ""
    country_count: int | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """What the chart says of a destination.

    Attributes:
        row: the row that speaks of it, as printed.
        basis: why another's row does, where that is so.
        marks: the columns with an X; None where the chart sends the reader elsewhere instead.
        elsewhere: where it sends the reader, as printed.
        footnotes: the footnotes of the row, as printed.
    """

    row: str
    basis: str
    marks: frozenset[str] | None
    elsewhere: str
    footnotes: tuple[str, ...]


@dataclass(frozen=True)
class CountryChart:
    """The chart.

    Attributes:
        edition: the day of the eCFR that it was made from, as ISO date; empty where the file gives none.
        columns: its columns: ``MT 1``.
        caveat: what the absence of a mark does not mean, as the file says it.
    """

    edition: str
    columns: tuple[str, ...]
    caveat: str
    _rows: Mapping[str, Destination]
    _names: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._rows)

    def destination(self, code: str, code_of: Callable[[str], str]) -> Destination | None:
        """Return what the chart says of a nation, or None where it does not name it.

        Args:
            code: the nation's two letters.
            code_of: from a name to two letters; raises ``NationError`` for a name that is none.
        """
        other: Destination | None = None
        for name, (row, basis) in self._names.items():
            try:
                found = code_of(name)
            except NationError:
                continue
            if found == code and row in self._rows:
                there = self._rows[row]
                if not basis:
                    return there
                other = Destination(there.row, basis, there.marks, there.elsewhere, there.footnotes)
        return other


def recognises(file: PublishedFile) -> bool:
    """Whether a file is, by name or beginning, the Country Chart."""
    name = file.name.rpartition("/")[2].lower()
    return name == "country-chart.json" or (
        name.endswith(".json") and '"columns"' in file.head and "Country Chart" in file.head
    )


def read(file: PublishedFile) -> CountryChart:
    """Read the chart.

    Raises:
        InputError: for a file that is not the chart, or not the whole of it.
    """
    plain = read_json(file, _File, WHAT)
    if not plain.countries or not plain.columns:
        raise fault(file, 0, "a chart without destinations or columns", WHAT)
    count = len(plain.countries)
    if plain.country_count is not None and plain.country_count != count:
        found = f"{count} destinations where the file itself counts {plain.country_count}"
        raise fault(file, 0, found, "the whole chart", "fetch the file again whole")
    rows: dict[str, Destination] = {}
    for name, row in plain.countries.items():
        odd = sorted(set(row.marks) - set(plain.columns))
        if odd:
            raise fault(file, 0, f"the mark '{odd[0]}' of {name}", f"a column of the chart: {', '.join(plain.columns)}")
        rows[name] = Destination(name, "", frozenset(row.marks), "", _footnotes(file, plain, name, row.footnotes))
    for name, embargo in plain.embargoed.items():
        rows[name] = Destination(name, "", None, embargo.pointer, _footnotes(file, plain, name, embargo.footnotes))
    names = {name: (name, "") for name in rows}
    # The chart spells some names in its own way; the aliases of the file tell which is meant.
    names |= {alias: (row, "") for alias, row in plain.aliases.items() if alias not in plain.territory_inheritance}
    names |= {name: (other.row, other.basis) for name, other in plain.territory_inheritance.items()}
    return CountryChart(plain.ecfr_issue_date, tuple(plain.columns), plain.procedure.no_mark_caveat, rows, names)


def _footnotes(file: PublishedFile, plain: _File, name: str, numbers: list[int]) -> tuple[str, ...]:
    for number in numbers:
        if str(number) not in plain.footnotes:
            raise fault(file, 0, f"footnote {number} of {name}, which the file does not print", "every footnote")
    return tuple(plain.footnotes[str(number)] for number in numbers)
