"""Builders of sample transfers for the tests of the law, and short ways to ask for an answer.

The figures are round and chosen to stand well clear of the limits, so that a test that is about a limit has to name it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from licet.determination import Answer, Assumption, Caution, Missing, TakenFigure, TurningPoint
from licet.language.nodes import Where, from_value
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater

Item = dict[str, Any]

TODAY = "2026-11-22"

# Complete unmanned aircraft.


def slow_drone(**more: Any) -> Item:
    """A Category I drone slower than 800 km/h."""
    return {"kind": "uas", "range": "1850 km", "payload": "1700 kg", "max_airspeed": "480 km/h", **more}


def fast_drone(**more: Any) -> Item:
    """A Category I drone faster than 800 km/h."""
    return {"kind": "uas", "range": "4000 km", "payload": "600 kg", "max_airspeed": "1050 km/h", **more}


def light_drone(**more: Any) -> Item:
    """A Category II drone: far enough, and too little payload."""
    return {"kind": "uas", "range": "2000 km", "payload": "150 kg", "max_airspeed": "220 km/h", **more}


def short_drone(**more: Any) -> Item:
    """A drone that does not come near 300 km, with no spraying gear."""
    return {
        "kind": "uas",
        "range": "100 km",
        "payload": "20 kg",
        "max_airspeed": "120 km/h",
        "aerosol_dispenser": False,
        **more,
    }


def spraying_drone(**more: Any) -> Item:
    """A short-ranged drone that sprays from 40 litres and flies by itself."""
    return short_drone(
        **{"aerosol_dispenser": True, "dispenser_capacity": "40 L", "autonomous_navigation": True, **more}
    )


def cruise_missile(**more: Any) -> Item:
    """A Category I cruise missile."""
    return {"kind": "cruise_missile", "range": "1600 km", "payload": "600 kg", "max_airspeed": "880 km/h", **more}


# Complete rockets.


def ballistic_missile(**more: Any) -> Item:
    """A Category I ballistic missile."""
    return {"kind": "ballistic_missile", "range": "1300 km", "payload": "1000 kg", **more}


def light_missile(**more: Any) -> Item:
    """A Category II ballistic missile: far enough, and too little payload."""
    return {"kind": "ballistic_missile", "range": "400 km", "payload": "200 kg", **more}


def short_missile(**more: Any) -> Item:
    """A missile that does not come near 300 km."""
    return {"kind": "ballistic_missile", "range": "120 km", "payload": "450 kg", **more}


def sounding_rocket(**more: Any) -> Item:
    """A Category I sounding rocket: of Category I, and no military missile, drone or launcher."""
    return {"kind": "sounding_rocket", "range": "900 km", "payload": "700 kg", **more}


def launcher(**more: Any) -> Item:
    """A Category I space launch vehicle."""
    return {"kind": "space_launch_vehicle", "range": "40000 km", "payload": "3800 kg", **more}


# Parts, plant, software and technology. Range and payload are those of the system that they serve.


def of_system(what: str, system: Item, /, **more: Any) -> Item:
    """Something for a complete system, whose figures it carries."""
    return {**system, "kind": what, "for_kind": system["kind"], **more}


def motor(system: Item | None = None, **more: Any) -> Item:
    """A solid rocket motor of 2 MN·s for a Category I missile, usable in it."""
    return of_system(
        "subsystem",
        system or ballistic_missile(),
        **{"part": "solid_rocket_motor", "total_impulse": "2 MN*s", "usable_in_system": True, **more},
    )


def part(name: str, system: Item | None = None, /, **more: Any) -> Item:
    """A subsystem of a Category I missile, usable in it, designed and specially designed for it."""
    return of_system(
        "subsystem",
        system or ballistic_missile(),
        **{
            "part": name,
            "usable_in_system": True,
            "designed_or_modified": True,
            "specially_designed": True,
            **more,
        },
    )


def facility(system: Item | None = None, **more: Any) -> Item:
    """A production facility specially designed for a Category I missile."""
    return of_system("production_facility", system or ballistic_missile(), **{"specially_designed": True, **more})


def technology(system: Item | None = None, **more: Any) -> Item:
    """Technology for a Category I missile as a whole, and for no part of it."""
    return of_system("technology", system or ballistic_missile(), **{"part": "other", **more})


def software(system: Item | None = None, **more: Any) -> Item:
    """Software that makes the subsystems of a Category I missile work together."""
    return of_system(
        "software",
        system or ballistic_missile(),
        **{"part": "other", "coordinates_subsystems": True, "designed_or_modified": True, **more},
    )


def for_part(what: str, name: str = "solid_rocket_motor", /, **more: Any) -> Item:
    """Something for a Category I subsystem of a ballistic missile."""
    return {
        **ballistic_missile(),
        "kind": what,
        "for_kind": "subsystem",
        "system_kind": "ballistic_missile",
        "part": name,
        "total_impulse": "2 MN*s",
        "guidance_error": "1 %",
        "usable_in_system": True,
        "designed_or_modified": True,
        "specially_designed": True,
        **more,
    }


# Anything else.


def manned_aircraft(**more: Any) -> Item:
    """An aircraft with a crew."""
    return {"kind": "manned_aircraft", **more}


def unlisted_part(**more: Any) -> Item:
    """A component of which it is known that it meets no entry."""
    return {"kind": "component", "for_kind": "other", "part": "other", **more}


_FOR_AIRCRAFT: Item = {"kind": "component", "for_kind": "manned_aircraft", "usable_elsewhere": "item_1"}
_FOR_MISSILE: Item = {**ballistic_missile(), "kind": "component", "for_kind": "ballistic_missile"}
_MATERIAL: Item = {"kind": "material", "for_kind": "other"}

# An article of each Item between the complete systems, with the figures that put it there: entry → item.
ARTICLES: dict[int, tuple[str, Item]] = {
    3: (
        "3.A.7",
        {
            **_FOR_AIRCRAFT,
            "part": "ball_bearing",
            "iso492_class2_or_better": True,
            "bore_diameter": "30 mm",
            "outer_diameter": "60 mm",
            "bearing_width": "15 mm",
        },
    ),
    4: ("4.C.2.b.1", {**_MATERIAL, "part": "chemical", "substance": "monomethylhydrazine"}),
    6: (
        "6.C.3",
        {
            **_MATERIAL,
            "part": "graphite",
            "density": "1.8 g/cm^3",
            "grain_size": "50 um",
            "machinable_to_listed_size": True,
            "usable_for_hot_parts": True,
        },
    ),
    9: (
        "9.A.4",
        {
            **_FOR_AIRCRAFT,
            "part": "gyro",
            "gyro_drift_rate_stability": "0.01 deg/h",
            "operating_acceleration": "20 g0",
        },
    ),
    10: ("10.A.1", {**_FOR_MISSILE, "part": "flight_control_system"}),
    11: (
        "11.A.3.b",
        {**_FOR_AIRCRAFT, "part": "satnav_receiver", "airborne": True, "max_speed_nav": "900 m/s"},
    ),
    12: ("12.A.6", {**_FOR_MISSILE, "part": "thermal_battery"}),
    13: ("13.A.1", {**_FOR_MISSILE, "part": "computer", "ruggedised": True}),
    14: ("14.A.1.a", {**_FOR_AIRCRAFT, "part": "adc", "mil_spec_rugged": True}),
    15: (
        "15.B.5",
        {
            "kind": "production_equipment",
            "for_kind": "other",
            "part": "electron_accelerator",
            "electron_energy": "9 MeV",
            "usable_elsewhere": "item_1",
        },
    ),
    16: (
        "16.A.1",
        {
            "kind": "other",
            "for_kind": "subsystem",
            "part": "hybrid_computer",
            "supplied_with_listed_simulation_software": True,
            "modelled_subsystem": "item_2",
        },
    ),
    17: ("17.C.1", {**_MATERIAL, "part": "signature_material", "usable_elsewhere": "item_1"}),
    18: (
        "18.A.2",
        {**_FOR_AIRCRAFT, "part": "radiation_detector", "designed_for_nuclear_effects_protection": True},
    ),
}


def listed_part(item: int = 9, **more: Any) -> Item:
    """An article of one of Items 3 to 18, the gyro of an aircraft for example."""
    return {**ARTICLES[item][1], **more}


# Asking.


class Reviewed:
    """A review whose parts are worked out when a test looks at them; :func:`licet.review` works out all of them.

    Otherwise it is as good as a determination, and ``test_answers`` holds the two side by side.
    """

    def __init__(self, inner: Review) -> None:
        self._inner = inner

    def __getattr__(self, question: str) -> Answer:
        return self._inner.answers[question]

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers to all questions."""
        return self._inner.answers

    @property
    def missing(self) -> list[Missing]:
        """The facts that could still decide something."""
        return self._inner.missing

    @property
    def assumed(self) -> list[Assumption]:
        """What nobody stated and an answer rests on."""
        return self._inner.assumed

    @property
    def warnings(self) -> list[Caution]:
        """What a careful reader should know."""
        return self._inner.warnings

    @property
    def turning_points(self) -> list[TurningPoint]:
        """Where one fact would change an answer."""
        return self._inner.turning_points

    @property
    def taken(self) -> list[TakenFigure]:
        """What was taken from the catalogue, or follows from what is stated."""
        return self._inner.determination.taken

    @property
    def transfer(self) -> dict[str, Any]:
        """The transfer as understood."""
        return dict(self._inner.transfer.shown)

    @property
    def reforms(self) -> list[str]:
        """The reforms in force."""
        return self._inner.rulebook.named_reforms()

    @property
    def digest(self) -> str:
        """The name of the law and its reforms."""
        return self._inner.rulebook.digest


def review(
    item: Mapping[str, Any] | None = None,
    to: str | None = "IT",
    on: str = TODAY,
    *,
    reform: str | Iterable[str] = (),
    assume: Iterable[str] = (),
    **facts: Any,
) -> Reviewed:
    """Review a transfer: the item, to whom, on which day, and whatever else is stated."""
    book = Rulebook.load(reforms=(reform,) if isinstance(reform, str) else tuple(reform))
    stater = Stater(book, datetime.date.fromisoformat(TODAY), assume=tuple(assume))
    return Reviewed(Review(book, stater.read(from_value(stated(item, to, on, **facts), Where("transfer")))))


def stated(item: Mapping[str, Any] | None, to: str | None, on: str, **facts: Any) -> dict[str, Any]:
    """Return a transfer in the form of a file."""
    found: dict[str, Any] = {"date": on, **facts}
    if item is not None:
        found["item"] = dict(item)
    if to is not None:
        found["recipient"] = to
    return found


def military(item: Mapping[str, Any] | None = None, to: str | None = "IT", on: str = TODAY, **facts: Any) -> Reviewed:
    """Review a commercial sale of something on the Munitions List."""
    return review(item, to, on, **{"channel": "direct_commercial", **facts})


def dual_use(item: Mapping[str, Any] | None = None, to: str | None = "IT", on: str = TODAY, **facts: Any) -> Reviewed:
    """Review a sale of something under the Commerce Department."""
    return review(item, to, on, **{"channel": "dual_use", **facts})


def rules(answer: Answer) -> set[str]:
    """The rules that decided an answer."""
    return {reason.rule for reason in answer.by}


def defeated(answer: Answer) -> set[str]:
    """The rules that an exception defeated."""
    return {reason.rule for reason in answer.defeated}


def missing(reviewed: Reviewed) -> set[str]:
    """The facts that could still decide something."""
    return {missing.fact for missing in reviewed.missing}


def assumed(reviewed: Reviewed) -> set[str]:
    """The facts that nobody stated and an answer rests on."""
    return {assumption.fact for assumption in reviewed.assumed}


def warnings(reviewed: Reviewed) -> set[str]:
    """The codes of the warnings."""
    return {warning.code for warning in reviewed.warnings}


def codes(answer: Answer) -> set[str]:
    """The codes that are in whatever is still unknown."""
    return set(answer.certain or ())


# The postures by their short names.

PROHIBITED = "prohibited"
DENIAL = "policy_of_denial"
STRONG_PRESUMPTION = "strong_presumption_of_denial"
PRESUMPTION = "presumption_of_denial"
CASE_BY_CASE = "case_by_case"
FLEXIBLE = "case_by_case_flexible"
AS_MANNED = "case_by_case_as_manned_aircraft"
NO_PRESUMPTION = "no_presumption_of_denial"
APPROVAL = "presumption_of_approval"
NOT_REVIEWED = "not_reviewed"

STRICTEST_FIRST = (
    PROHIBITED,
    DENIAL,
    STRONG_PRESUMPTION,
    PRESUMPTION,
    CASE_BY_CASE,
    FLEXIBLE,
    AS_MANNED,
    NO_PRESUMPTION,
    APPROVAL,
    NOT_REVIEWED,
)
