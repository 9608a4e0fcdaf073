"""The flight tests of North Korean missiles as the public visualisation of the CNS database publishes them (``test.en.json``).

A test is no transfer. Its line states the missile, the nation and the day, so that the law can be asked what such an item was on that day. How
far a missile flew is a lower bound of its range, since many are fired short or steeply; a longer flight of the same missile, and the figure of
the catalogue, count before a shorter one. The names of the missiles stand in another file (``missile.en.json``).
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections import defaultdict
from typing import Any

import msgspec

from licet.registers.given import given
from licet.registers.imported import Imported, Refused, account
from licet.registers.published import PublishedFile, fault, read_json
from licet.registers.recorded import EXACT, Line, Record
from licet.registers.recording import Days, Recorder
from licet.rulebook.rulebook import Rulebook

NAME = "missile-tests"
TITLE = "Flight tests of North Korean missiles"
CREDIT = (
    "The CNS North Korea Missile Test Database of the James Martin Center for Nonproliferation Studies for the Nuclear Threat Initiative, in "
    "the data of nagix/nk-missile-tests by Akihiko Kusanagi"
)
TERMS = "Apache License 2.0"

_WHAT = "the tests as nk-missile-tests publishes them: timeBins, each with the tests of a year"
_NAMES = "the missiles as nk-missile-tests publishes them: an identifier with name and type for each"
_GROUP = "missile"
_EXPORTER = "exporter"
_FIRST = re.compile(r'\s*\{\s*"timeBins"\s*:')
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NOTHING = ("unknown", "na", "")


class Missile(msgspec.Struct, frozen=True):
    """A missile of the file: its name and its type (``SRBM``, ``SLV`` …)."""

    name: str
    type: str


class _Test(msgspec.Struct, frozen=True):
    date: str
    missile: str
    outcome: str
    distance: str | float = "unknown"
    apogee: str | float = "unknown"
    facility: str = ""
    landing: str = ""
    time: str = ""


class _Bin(msgspec.Struct, frozen=True):
    data: list[dict[str, Any]]


class _Tests(msgspec.Struct, frozen=True):
    bins: list[_Bin] = msgspec.field(name="timeBins")


def recognises(file: PublishedFile) -> bool:
    """Whether a file begins as the tests do."""
    return bool(_FIRST.match(file.head))


def read(file: PublishedFile, rulebook: Rulebook, today: datetime.date, names: PublishedFile | None = None) -> Imported:
    """Make an item of every test.

    Args:
        file: the tests.
        rulebook: the law, whose catalogue knows some of the missiles.
        today: the date of a transfer that states none; every line states one.
        names: the missiles with their names and types; without it a missile is called by its identifier and its kind is not known.

    Raises:
        InputError: for a file that is not of its form or is cut off.
    """
    tests = [test for each in read_json(file, _Tests, _WHAT).bins for test in each.data]
    if not tests:
        raise fault(file, 1, "no test", _WHAT)
    missiles = read_json(names, dict[str, Missile], _NAMES) if names is not None else {}
    recorder = Recorder(rulebook, today)
    kept: list[tuple[int, _Test, dict[str, Any]]] = []
    rejected: list[Refused] = []
    for number, plain in enumerate(tests, 1):
        found = _test(plain)
        if isinstance(found, _Test):
            kept.append((number, found, plain))
        else:
            rejected.append(Refused(number, f"{file.name}, test {number}", found))
    farthest: dict[str, float] = defaultdict(float)
    for _, test, _plain in kept:
        farthest[test.missile] = max(farthest[test.missile], _flown(test) or 0)
    lines = [
        line
        for number, test, plain in kept
        for line in _lines(file.name, number, test, plain, missiles.get(test.missile), farthest, recorder)
    ]
    return Imported(
        name=NAME,
        title=TITLE,
        credit=CREDIT,
        terms=TERMS,
        file=file.name,
        digest=rulebook.digest,
        lines=tuple(lines),
        account=account(len(tests), lines, 0, rejected, recorder.unmatched, recorder.namesakes, recorder.strange),
    )


def _test(plain: dict[str, Any]) -> _Test | str:
    """Return a test, or why it is none."""
    try:
        test = msgspec.convert(plain, _Test)
    except msgspec.ValidationError as error:
        return str(error).replace("`", "'")
    if _period(test.date) is None:
        return f"the date '{test.date}', which is no day and no month"
    for name, value in (("distance", test.distance), ("apogee", test.apogee)):
        if str(value) not in _NOTHING and not _NUMBER.fullmatch(str(value)):
            return f"the {name} '{value}', which is no number of km"
    return test


def _flown(test: _Test) -> float | None:
    return None if str(test.distance) in _NOTHING else float(test.distance)


def _period(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day that a date may mean: a day, or a month where no day is given."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), match[3]
    try:
        first = datetime.date(year, month, int(day or 1))
    except ValueError:
        return None
    return first, first if day else first.replace(day=calendar.monthrange(year, month)[1])


def _lines(
    file: str,
    number: int,
    test: _Test,
    plain: dict[str, Any],
    missile: Missile | None,
    farthest: dict[str, float],
    recorder: Recorder,
) -> list[Line]:
    name = missile.name if missile else test.missile
    item, system, says = _item(name, missile, test, farthest[test.missile], recorder)
    # The register is of one nation, and no column of it says so.
    exporter = recorder.party(given(recorder.rulebook.folder, NAME, _EXPORTER))
    transfer: dict[str, Any] = {_EXPORTER: exporter.code, "item": item}
    period = _period(test.date)
    assert period is not None
    first, last = period
    days: Days = ((first, EXACT),)
    if first != last:
        says.append(f"The day in {test.date} is not known.")
        days = recorder.days(transfer, first, last)
    return [
        Line(
            {"date": day.isoformat(), **transfer},
            Record(
                name=NAME,
                file=file,
                row=number,
                group=_GROUP,
                designation=name,
                description=missile.type if missile else "",
                system=system,
                day=stands,
                exporter=exporter,
                says=says,
                columns={key: value for key, value in plain.items() if key != "description"},
            ),
        )
        for day, stands in days
    ]


def _item(
    name: str, missile: Missile | None, test: _Test, farthest: float, recorder: Recorder
) -> tuple[dict[str, Any], str, list[str]]:
    """Return the facts of the missile, the system of the catalogue that it is, and what is to be said of it."""
    if missile is None or missile.type.casefold() in _NOTHING:
        item: dict[str, Any] = {}
        says = ["Which missile it was is not known." if missile else "What type of missile it was is not known."]
        system = None
        farthest = _flown(test) or 0 if missile else farthest
    else:
        # A name with another in brackets after it may be known by either.
        names = [name, *filter(None, re.split(r"\s*[()]\s*", name))]
        known = next((each for each in names if recorder.catalogue.find(each)), name)
        weapon = recorder.weapon(known, missile.type)
        item, system, says = dict(weapon.item), weapon.system, list(weapon.says)
    reach = float(system.figures.get("range_km") or 0) if system else 0
    if farthest > reach:
        item["range"] = [f"{farthest:g} km", _most(recorder.rulebook)]
        says.append(f"The farthest that such a missile flew in these tests is {farthest:g} km; it may reach farther.")
    return item, system.id if system else "", says


def _most(rulebook: Rulebook) -> str:
    """Return the greatest range that can be stated, for an interval that is open above."""
    fact = rulebook.facts["range"]
    assert fact.bounds is not None
    assert fact.unit is not None
    return f"{fact.bounds[1]:g} {fact.unit.name}"
