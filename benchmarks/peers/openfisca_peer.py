"""The small policy as an OpenFisca country package: a variable for each rule, formulas by date, groups as parameters.

OpenFisca takes one date for a run, so rows are grouped into the stretches of time between two changes of formulas or parameters, and every
stretch is a simulation of its own, as its users do. Facts are numpy arrays with no room for an unknown one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from generated import FACTS, FIRST, KINDS, PURPOSES
from groups import GROUPS, NATIONS, NEVER, members_on
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from peer import CATEGORIES, POSTURES, Pair, Peer, pairs_of


def _enum(name: str, values: tuple[str, ...]) -> Any:
    return Enum(name, [(value, value) for value in values])


Nation, Kind, Purpose = _enum("Nation", NATIONS), _enum("Kind", KINDS), _enum("Purpose", PURPOSES)
Category, Posture = _enum("Category", CATEGORIES), _enum("Posture", POSTURES)
Transfer = build_entity(key="transfer", plural="transfers", label="a transfer", is_person=True)

FACT_TYPES: dict[str, Any] = {
    "exporter": Nation,
    "recipient": Nation,
    "value": float,
    "purpose": Purpose,
    "wmd_concern": bool,
    "kind": Kind,
    "range": float,
    "payload": float,
    "max_airspeed": float,
    "hypersonic": bool,
    "specially_designed": bool,
}
VARIABLES: list[type] = []

# A transfer, a period, and for groups the parameters.
Formula = Callable[..., Any]


def _variable(name: str, values: Any, unit: Any, **further: Any) -> None:
    """Declare a variable; OpenFisca takes its parts from the body of a class, and from nowhere else."""
    members = {"entity": Transfer, "definition_period": unit, "label": name, **further}
    if values in (float, bool):
        members["value_type"] = values
    else:
        members |= {"value_type": Enum, "possible_values": values, "default_value": list(values)[-1]}
    VARIABLES.append(type(name, (Variable,), members))


def rule(begin: str, end: str = "") -> Callable[[Formula], Formula]:
    """Declare a function to be the formula of a condition from a first day, to the last day if there is one."""

    def declare(formula: Formula) -> Formula:
        further: dict[str, Any] = {"end": end} if end else {}
        further["formula_" + begin.replace("-", "_")] = formula
        _variable(formula.__name__, bool, DateUnit.DAY, **further)
        return formula

    return declare


def _member(role: str, group: str) -> None:
    """Declare a condition that holds where a nation is in a group on the day."""

    def formula(transfer: Any, period: Any, parameters: Any) -> Any:
        listed = numpy.zeros(len(NATIONS), dtype=bool)
        listed[[Nation[code].index for code in parameters(period).groups[group]]] = True
        return listed[numpy.asarray(transfer(role, period))]

    _variable(f"{role}_in_{group}", bool, DateUnit.DAY, formula=formula)


for _fact, _values in FACT_TYPES.items():
    _variable(_fact, _values, DateUnit.ETERNITY)
_member("exporter", "mtcr_partner")
for _group in GROUPS:
    _member("recipient", _group)


# The category


def _reaches(transfer: Any, period: Any) -> Any:
    return (transfer("range", period) >= 300) & (transfer("payload", period) >= 500)


def _is(transfer: Any, period: Any, fact: str, *names: str) -> Any:
    values = transfer(fact, period)
    found = values == FACT_TYPES[fact][names[0]]
    for name in names[1:]:
        found = found | (values == FACT_TYPES[fact][name])
    return found


@rule("1987-04-16")
def annex_rockets(transfer: Any, period: Any) -> Any:
    """mtcr.annex/rockets."""
    return _is(transfer, period, "kind", "ballistic_missile", "space_launch_vehicle") & _reaches(transfer, period)


@rule("1987-04-16")
def annex_drones(transfer: Any, period: Any) -> Any:
    """mtcr.annex/drones."""
    return _is(transfer, period, "kind", "cruise_missile", "uas") & _reaches(transfer, period)


@rule("1987-04-16")
def annex_facilities(transfer: Any, period: Any) -> Any:
    """mtcr.annex/facilities."""
    return _is(transfer, period, "kind", "facility") & _reaches(transfer, period)


@rule("1900-01-01")
def missile(transfer: Any, period: Any) -> Any:
    """Whether it is a complete system."""
    return _is(transfer, period, "kind", "ballistic_missile", "space_launch_vehicle", "cruise_missile", "uas")


@rule("1993-01-07")
def annex_long_range(transfer: Any, period: Any) -> Any:
    """mtcr.annex/long-range."""
    return transfer("missile", period) & (transfer("range", period) >= 300)


@rule("2002-09-01")
def annex_hypersonic(transfer: Any, period: Any) -> Any:
    """mtcr.annex/hypersonic."""
    return transfer("hypersonic", period) & _is(transfer, period, "kind", "ballistic_missile", "cruise_missile", "uas")


@rule("1987-04-16")
def annex_civil_parts(transfer: Any, period: Any) -> Any:
    """mtcr.annex/civil-parts."""
    return (
        _is(transfer, period, "kind", "component")
        & _is(transfer, period, "purpose", "civil")
        & (transfer("range", period) < 600)
        & ~transfer("wmd_concern", period)
    )


@rule("1987-04-16")
def annex_parts(transfer: Any, period: Any) -> Any:
    """mtcr.annex/parts, less its exception."""
    return (
        _is(transfer, period, "kind", "component")
        & transfer("specially_designed", period)
        & (transfer("range", period) >= 300)
        & ~transfer("annex_civil_parts", period)
    )


@rule("1900-01-01")
def category_i(transfer: Any, period: Any) -> Any:
    """Whether a rule says Category I."""
    return transfer("annex_rockets", period) | transfer("annex_drones", period) | transfer("annex_facilities", period)


@rule("1900-01-01")
def category_ii(transfer: Any, period: Any) -> Any:
    """Whether a rule says Category II, and none Category I."""
    second = transfer("annex_long_range", period) | transfer("annex_hypersonic", period)
    return (second | transfer("annex_parts", period)) & ~transfer("category_i", period)


# The posture


@rule("1987-04-16")
def guidelines_facilities(transfer: Any, period: Any) -> Any:
    """mtcr.guidelines/facilities."""
    return transfer("category_i", period) & _is(transfer, period, "kind", "facility")


@rule("1987-04-16", "1993-01-06")
def guidelines_category_i_1987(transfer: Any, period: Any) -> Any:
    """mtcr.guidelines/category-i-1987."""
    return transfer("category_i", period) & transfer("wmd_concern", period)


@rule("1993-01-07")
def guidelines_category_i(transfer: Any, period: Any) -> Any:
    """mtcr.guidelines/category-i, less its exceptions."""
    return (
        transfer("category_i", period)
        & ~transfer("launchers_partners", period)
        & ~transfer("uas_2015_allies", period)
        & ~transfer("uas_2018_allies", period)
        & ~transfer("uas_2020_slow", period)
        & ~transfer("uas_2025_aircraft", period)
    )


@rule("1993-01-07")
def guidelines_intent(transfer: Any, period: Any) -> Any:
    """mtcr.guidelines/intent."""
    listed = transfer("category_i", period) | transfer("category_ii", period)
    return transfer("wmd_concern", period) & (listed | transfer("missile", period))


@rule("1987-04-16")
def guidelines_category_ii(transfer: Any, period: Any) -> Any:
    """mtcr.guidelines/category-ii, less its exceptions."""
    return (
        transfer("category_ii", period) & ~transfer("cat_2018_allies", period) & ~transfer("cat_2025_partners", period)
    )


@rule("2003-01-01")
def guidelines_catch_all(transfer: Any, period: Any) -> Any:
    """mtcr.guidelines/catch-all."""
    listed = transfer("category_i", period) | transfer("category_ii", period)
    return ~listed & transfer("wmd_concern", period) & transfer("exporter_in_mtcr_partner", period)


@rule("1900-01-01")
def from_us(transfer: Any, period: Any) -> Any:
    """The scope of the American instruments."""
    return _is(transfer, period, "exporter", "US")


@rule("1900-01-01")
def large_drone(transfer: Any, period: Any) -> Any:
    """Whether it is a drone of Category I from the United States."""
    return transfer("from_us", period) & _is(transfer, period, "kind", "uas") & transfer("category_i", period)


@rule("1993-01-01")
def embargo(transfer: Any, period: Any) -> Any:
    """us.embargo/embargo."""
    return transfer("from_us", period) & transfer("recipient_in_embargoed", period)


@rule("1993-09-27")
def launchers_partners(transfer: Any, period: Any) -> Any:
    """us.launchers/partners."""
    return (
        transfer("from_us", period)
        & _is(transfer, period, "kind", "space_launch_vehicle")
        & transfer("category_i", period)
        & _is(transfer, period, "purpose", "space")
        & transfer("recipient_in_mtcr_partner", period)
        & ~transfer("wmd_concern", period)
    )


@rule("2015-02-17", "2018-04-18")
def uas_2015_allies(transfer: Any, period: Any) -> Any:
    """us.uas-2015/allies."""
    military = _is(transfer, period, "purpose", "military")
    return transfer("large_drone", period) & military & transfer("recipient_in_nato", period)


@rule("1900-01-01")
def ally(transfer: Any, period: Any) -> Any:
    """Whether it goes to an ally, in the alliance or outside it."""
    return transfer("recipient_in_nato", period) | transfer("recipient_in_mnna", period)


@rule("2018-04-19", "2020-07-23")
def uas_2018_allies(transfer: Any, period: Any) -> Any:
    """us.uas-2018/allies."""
    return transfer("large_drone", period) & transfer("ally", period) & (transfer("value", period) < 500e6)


@rule("2018-04-19", "2023-02-22")
def cat_2018_allies(transfer: Any, period: Any) -> Any:
    """us.cat-2018/allies."""
    return (
        transfer("from_us", period)
        & transfer("category_ii", period)
        & transfer("recipient_in_nato", period)
        & (transfer("value", period) < 50e6)
        & ~transfer("wmd_concern", period)
    )


@rule("2020-07-24", "2025-09-14")
def uas_2020_slow(transfer: Any, period: Any) -> Any:
    """us.uas-2020/slow, less its exception."""
    slow = (transfer("max_airspeed", period) < 800) & ~transfer("hypersonic", period)
    return transfer("large_drone", period) & slow & ~transfer("uas_2020_concern", period)


@rule("2020-07-24", "2025-09-14")
def uas_2020_retained(transfer: Any, period: Any) -> Any:
    """us.uas-2020/retained."""
    fast = (transfer("max_airspeed", period) >= 800) | transfer("hypersonic", period)
    cruise_missile = _is(transfer, period, "kind", "cruise_missile") & transfer("category_i", period)
    return (transfer("from_us", period) & cruise_missile) | (transfer("large_drone", period) & fast)


@rule("2020-07-24", "2025-09-14")
def uas_2020_concern(transfer: Any, period: Any) -> Any:
    """us.uas-2020/concern."""
    civil = _is(transfer, period, "purpose", "civil")
    return transfer("large_drone", period) & transfer("recipient_in_concern", period) & ~civil


@rule("2023-02-23", "2025-03-13")
def cat_2023_rights(transfer: Any, period: Any) -> Any:
    """us.cat-2023/rights."""
    police = _is(transfer, period, "purpose", "law_enforcement")
    return transfer("from_us", period) & police & ~transfer("ally", period)


@rule("2025-04-09")
def cat_2025_partners(transfer: Any, period: Any) -> Any:
    """us.cat-2025/partners."""
    return (
        transfer("from_us", period)
        & transfer("category_ii", period)
        & transfer("ally", period)
        & (transfer("value", period) >= 14e6)
        & ~transfer("wmd_concern", period)
    )


@rule("2025-09-15")
def uas_2025_aircraft(transfer: Any, period: Any) -> Any:
    """us.uas-2025/aircraft."""
    return transfer("large_drone", period) & ~transfer("hypersonic", period)


# The answers


def _category(transfer: Any, period: Any) -> Any:
    conditions = [transfer("category_i", period), transfer("category_ii", period)]
    return EnumArray(numpy.select(conditions, _numbers(2), numpy.uint8(2)), Category)


def _posture(transfer: Any, period: Any) -> Any:
    def any_of(*names: str) -> Any:
        found = transfer(names[0], period)
        for name in names[1:]:
            found = found | transfer(name, period)
        return found

    conditions = [
        any_of("guidelines_facilities", "embargo"),
        any_of("guidelines_category_i_1987", "guidelines_category_i", "guidelines_intent", "uas_2020_retained"),
        any_of("guidelines_catch_all", "uas_2020_concern", "cat_2023_rights"),
        any_of(
            "guidelines_category_ii",
            "launchers_partners",
            "uas_2015_allies",
            "uas_2018_allies",
            "uas_2020_slow",
            "uas_2025_aircraft",
        ),
        any_of("cat_2018_allies", "cat_2025_partners"),
    ]
    return EnumArray(numpy.select(conditions, _numbers(5), numpy.uint8(5)), Posture)


def _numbers(count: int) -> list[Any]:
    return [numpy.uint8(number) for number in range(count)]


_variable("category", Category, DateUnit.DAY, formula=_category)
_variable("posture", Posture, DateUnit.DAY, formula=_posture)


# The runs


def _parameters() -> Any:
    """Return the groups, each a list of nations that changes with its dates."""
    groups: dict[str, Any] = {}
    for group, members in GROUPS.items():
        days = sorted({day for span in members.values() for day in span if day != NEVER} | {FIRST})
        groups[group] = {"values": {day.isoformat(): {"value": members_on(group, day)} for day in days}}
    return ParameterNode("", data={"groups": groups})


def _system() -> Any:
    system = TaxBenefitSystem([Transfer])
    system.parameters = _parameters()
    system.add_variables(*VARIABLES)
    return system


def _changes(system: Any) -> list[datetime.date]:
    """Return the days on which a formula begins, a variable has ended, or a parameter changes."""
    days = {FIRST}
    for variable in system.variables.values():
        days |= {datetime.date.fromisoformat(day) for day in variable.formulas}
        if variable.end:
            days.add(variable.end + datetime.timedelta(days=1))
    for group in system.parameters.groups.children.values():
        days |= {datetime.date.fromisoformat(value.instant_str) for value in group.values_list}
    return sorted(day for day in days if day >= FIRST)


@dataclass(frozen=True)
class Prepared:
    """The system, the days since 1970 on which it changes, and the facts as arrays."""

    system: Any
    changes: Any
    facts: dict[str, Any]


def _prepare(frame: Any) -> Prepared:
    system = _system()
    changes = numpy.array(_changes(system), dtype="datetime64[D]").astype(numpy.int32)
    facts = {name: frame[name].to_physical().to_numpy() for name in FACTS}
    return Prepared(system, changes, facts)


def _run(prepared: Prepared) -> tuple[Any, Any]:
    dates = prepared.facts["date"]
    categories, postures = numpy.empty(len(dates), dtype=numpy.uint8), numpy.empty(len(dates), dtype=numpy.uint8)
    stretch = (numpy.searchsorted(prepared.changes, dates, side="right") - 1).astype(numpy.uint8)
    order = numpy.argsort(stretch, kind="stable")
    ends = numpy.cumsum(numpy.bincount(stretch, minlength=len(prepared.changes)))
    for start, end, change in zip([0, *ends[:-1]], ends, prepared.changes, strict=True):
        if start == end:
            continue
        rows = order[start:end]
        day = str(numpy.datetime64(int(change), "D"))
        simulation = _simulation(prepared.system, len(rows))
        for name, values in FACT_TYPES.items():
            held = prepared.facts[name][rows]
            simulation.set_input(name, "eternity", held if values in (float, bool) else EnumArray(held, values))
        categories[rows] = simulation.calculate("category", day)
        postures[rows] = simulation.calculate("posture", day)
    return categories, postures


def _simulation(system: Any, rows: int) -> Any:
    """Return a simulation of so many transfers; the builder would also give each an identifier, which takes as long as the rules do."""
    populations = system.instantiate_entities()
    populations[Transfer.key].count = rows
    return Simulation(system, populations)


def _pairs(answers: tuple[Any, Any], places: Sequence[int]) -> list[Pair]:
    return pairs_of(answers[0][places].tolist(), answers[1][places].tolist())


OPENFISCA = Peer(
    name="OpenFisca",
    packages=("openfisca-core", "numpy"),
    note="one date in a run, so the time holds the grouping of rows by date; has no unknown: given rows without",
    open_rows=False,
    largest=10_000_000,
    prepare=_prepare,
    run=_run,
    pairs=_pairs,
)
