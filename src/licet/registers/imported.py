"""What importing a register comes to: its lines, and the account in which every row of the file stands once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import msgspec

from licet.registers.recorded import Line


class Refused(msgspec.Struct, frozen=True):
    """A row that is none of the register's entries, and why."""

    row: int
    where: str
    reason: str


class Unnamed(msgspec.Struct, frozen=True):
    """A name of a party that names no nation of today: on how many rows, which nations it may be, and why."""

    name: str
    rows: int
    may_be: list[str]
    why: str


class Unmatched(msgspec.Struct, frozen=True):
    """A designation without figures: on how many rows, and whether the catalogue has another system of the name."""

    designation: str
    description: str
    rows: int
    namesake: bool = False


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the rows of a file.

    Attributes:
        rows: all rows of the file.
        kept: group → rows that became transfers.
        other: rows of other weapons.
        rejected: rows that are none, with their reasons.
        lines: the lines written; a row whose year has several answers has more than one.
        several: the rows with more than one line.
        uncertain: the rows whose year the register marks as uncertain.
        in_catalogue: the rows whose system the catalogue has.
        unmatched: the designations that it does not have, most frequent first.
        nations: the names that name no nation of today, most frequent first.
        strange: descriptions that are not in the table of descriptions → rows; they count among the other rows.
    """

    rows: int
    kept: dict[str, int]
    other: int
    rejected: list[Refused]
    lines: int
    several: int
    uncertain: int
    in_catalogue: int
    unmatched: list[Unmatched]
    nations: list[Unnamed]
    strange: dict[str, int]

    @property
    def accounted(self) -> int:
        """How many rows stand in the account; always all of them."""
        return sum(self.kept.values()) + self.other + len(self.rejected)


@dataclass(frozen=True, slots=True)
class Imported:
    """A register as imported.

    Attributes:
        title: the register.
        credit: whose it is.
        terms: on what terms.
        file: the file.
        digest: names the law under which its years were judged.
    """

    name: str
    title: str
    credit: str
    terms: str
    file: str
    digest: str
    lines: tuple[Line, ...]
    account: Account

    def plain(self) -> dict[str, Any]:
        """Return it as it stands in JSON."""
        from licet.version import __version__

        return {
            "licet": __version__,
            "rulebook": {"digest": self.digest},
            "register": {
                "name": self.name,
                "title": self.title,
                "credit": self.credit,
                "terms": self.terms,
                "file": self.file,
            },
            "account": msgspec.to_builtins(self.account),
            "transfers": [line.plain() for line in self.lines],
        }


def account(
    rows: int,
    lines: list[Line],
    other: int,
    rejected: list[Refused],
    unmatched: Counter[tuple[str, str]] | None = None,
    namesakes: Counter[tuple[str, str]] | None = None,
    strange: Counter[str] | None = None,
) -> Account:
    """Return the account of the lines that were made of the rows of a file."""
    records = {line.record.row: line.record for line in lines}
    parties: Counter[str] = Counter()
    unnamed = {}
    for record in records.values():
        for name in {party.name for party in (record.exporter, record.recipient) if party and not party.code}:
            parties[name] += 1
        unnamed.update({party.name: party for party in (record.exporter, record.recipient) if party and not party.code})
    without = [Unmatched(*pair, rows) for pair, rows in (unmatched or Counter()).items()]
    without += [Unmatched(*pair, rows, namesake=True) for pair, rows in (namesakes or Counter()).items()]
    return Account(
        rows=rows,
        kept=dict(Counter(record.group for record in records.values()).most_common()),
        other=other,
        rejected=rejected,
        lines=len(lines),
        several=sum(count > 1 for count in Counter(line.record.row for line in lines).values()),
        uncertain=sum(record.year_uncertain for record in records.values()),
        in_catalogue=sum(bool(record.system) for record in records.values()),
        unmatched=sorted(without, key=lambda each: (-each.rows, each.designation)),
        nations=[
            Unnamed(name, count, unnamed[name].may_be, unnamed[name].why)
            for name, count in sorted(parties.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        strange=dict((strange or Counter()).most_common()),
    )
