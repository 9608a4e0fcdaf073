"""One transfer through the years, for the command and for Python: its stretches, and what each proposal alone would make of the last day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from licet.deciding.bound import binder
from licet.deciding.exploring import left
from licet.deciding.timeline import Stretch
from licet.deciding.timeline import timeline as stretches_of
from licet.deciding.walking import Purse
from licet.errors import Fault, InputError
from licet.rulebook.rulebook import Rulebook, today
from licet.rulebook.windows import NotAWindow, read_date
from licet.transfers.calling import understand
from licet.transfers.transfer import Transfer

# States that one proposal may cost.
_STATES = 1500


@dataclass(frozen=True, slots=True)
class Timeline:
    """The answers to one transfer between two days.

    Attributes:
        rulebook: the law.
        transfer: the transfer; its date is left aside.
        first: the first day.
        last: the last day.
        stretches: the days on which the answers stay the same, in order.
        proposals: proposal → the postures left on the last day with it in force, alone beside the reforms that were named.
    """

    rulebook: Rulebook
    transfer: Transfer
    first: datetime.date
    last: datetime.date
    stretches: list[Stretch]
    proposals: dict[str, tuple[str, ...]]

    def to_dict(self) -> dict[str, Any]:
        """Return it as it stands in JSON."""
        return {
            "rulebook": {"digest": self.rulebook.digest, "reforms": self.rulebook.named_reforms()},
            "transfer": dict(self.transfer.shown),
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "stretches": [
                {
                    "start": stretch.start.isoformat(),
                    "end": stretch.end.isoformat() if stretch.end else None,
                    "answers": {question: list(answers) for question, answers in stretch.answers.items()},
                    "caused_by": list(stretch.caused_by),
                    "ended": list(stretch.ended),
                    "start_verified": not stretch.rough,
                }
                for stretch in self.stretches
            ],
            "proposals": [{"proposal": name, "posture": list(posture)} for name, posture in self.proposals.items()],
        }

    def to_json(self) -> str:
        """Return it as JSON."""
        return msgspec.json.format(msgspec.json.encode(self.to_dict()), indent=2).decode()

    def explain(self) -> str:
        """Return it as plain text for a person."""
        from licet.reports.timeline import as_text

        return as_text(self)

    def to_html(self) -> str:
        """Return it as one HTML page that needs nothing else."""
        from licet.reports.timeline import course_of, page

        return page([course_of(self)], self.rulebook)


def timeline(
    transfer: Mapping[str, Any] | None = None,
    /,
    *,
    first: str | datetime.date,
    last: str | datetime.date | None = None,
    rulebook: Rulebook | None = None,
    law: str | Path | None = None,
    reform: str | Iterable[str] = (),
    assume: Mapping[str, Any] | Iterable[str] = (),
    **facts: Any,
) -> Timeline:
    """Tell the answers to one transfer on every day on which they change.

    >>> import licet
    >>> years = licet.timeline(recipient="SA", first="2020-01-01", last="2025-12-31", item=dict(
    ...     kind="uas", range="11100 km", payload="2155 kg", max_airspeed="389 km/h"))
    >>> [stretch.start.isoformat() for stretch in years.stretches]
    ['2020-01-01', '2020-07-24', '2025-09-15']

    Args:
        transfer: the transfer in the form of a YAML file, as a dictionary; its date is left aside.
        first: the first day.
        last: the last day; today by default.
        rulebook: the law; the one that came with Licet by default.
        law: a folder of law instead.
        reform: proposals to put in force.
        assume: facts to assume, as a mapping or as ``FACT=VALUE`` texts.
        **facts: the transfer as keyword arguments.

    Raises:
        InputError: with a fault for everything that cannot be used.
        LawError: for law that cannot be used.
    """
    faults: list[Fault] = []
    days = days_between(("first", first), ("last", last), faults)
    try:
        book, understood = understand(
            "transfer",
            transfer,
            facts,
            expected="a mapping such as {'recipient': 'Italy'}",
            rulebook=rulebook,
            law=law,
            reform=reform,
            as_of=None,
            assume=assume,
        )
    except InputError as error:
        raise InputError(faults=[*faults, *error.faults]) from None
    if days is None:
        raise InputError(faults=faults)
    return through(book, understood, *days)


def through(rulebook: Rulebook, transfer: Transfer, first: datetime.date, last: datetime.date) -> Timeline:
    """Return a transfer that was read already, through the years.

    Args:
        rulebook: the law.
        transfer: the transfer.
        first: the first day.
        last: the last day, which is not before the first.
    """
    stretches = stretches_of(rulebook, transfer.stated, first, last, transfer.filled)
    return Timeline(rulebook, transfer, first, last, stretches, _under_proposals(rulebook, transfer, last))


def days_between(
    first: tuple[str, str | datetime.date], last: tuple[str, str | datetime.date | None], faults: list[Fault]
) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day, or None where they cannot be used.

    Args:
        first: what the first day is called, and the day.
        last: the same of the last day, which is today where there is none.
        faults: takes what is wrong with them.
    """
    start, end = _day(*first, faults), _day(last[0], last[1] or today(), faults)
    if start is None or end is None:
        return None
    if start > end:
        faults.append(Fault(first[0], f"{start}, after {last[0]} {end}", "the earlier day first"))
        return None
    return start, end


def _day(name: str, day: str | datetime.date, faults: list[Fault]) -> datetime.date | None:
    try:
        return day if isinstance(day, datetime.date) else read_date(day)
    except NotAWindow as error:
        faults.append(Fault(name, str(error), "a day that exists, as YYYY-MM-DD"))
        return None


def _under_proposals(rulebook: Rulebook, transfer: Transfer, last: datetime.date) -> dict[str, tuple[str, ...]]:
    """Return the postures left on the last day with each proposal in force, alone beside the reforms that were named."""
    named = rulebook.named_reforms()
    in_force = {reform.instrument for reform in rulebook.reforms}
    found: dict[str, tuple[str, ...]] = {}
    day = last.toordinal()
    for instrument in rulebook.instruments.values():
        if instrument.proposal and instrument.id not in in_force:
            bound = binder(Rulebook.load(rulebook.folder, [*named, instrument.short])).on(day, transfer.filled)
            on_day = {**transfer.stated, "date": (float(day), float(day))}
            found[instrument.short] = left(bound, on_day, ("posture",), Purse(_STATES))["posture"][0]
    return found
