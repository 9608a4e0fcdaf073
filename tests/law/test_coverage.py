"""Every rule of the rulebook decides or contributes in some sample transfer, so every instrument does.

A rule that no plausible transfer reaches is dead: its condition asks for what cannot be, or its dates are wrong.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import pytest
from law.meeting import annex_rules, met
from law.transfers import (
    ARTICLES,
    Item,
    ballistic_missile,
    cruise_missile,
    facility,
    fast_drone,
    for_part,
    launcher,
    light_drone,
    light_missile,
    listed_part,
    manned_aircraft,
    motor,
    of_system,
    part,
    short_missile,
    slow_drone,
    software,
    sounding_rocket,
    spraying_drone,
    technology,
    unlisted_part,
)

from licet.deciding.bound import binder
from licet.deciding.compiling import FALSE, TRUE
from licet.language.nodes import Where, from_value
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook
from licet.screening.answer import Party, Screening
from licet.transfers.stating import Stater

PROPOSALS = ("hr-3068-119", "hr-8892-118", "s-2387-119", "presumption-of-approval")

# A day in each stretch of the law.
DAYS = (
    "1985-01-01",
    "1990-01-01",
    "1992-01-01",
    "1994-01-01",
    "1995-01-01",
    "1999-01-01",
    "2001-01-01",
    "2004-01-01",
    "2009-01-01",
    "2013-01-01",
    "2016-01-01",
    "2019-01-01",
    "2020-08-01",
    "2021-05-01",
    "2021-10-15",
    "2022-03-02",
    "2022-11-01",
    "2024-02-01",
    "2024-11-01",
    "2025-02-01",
    "2025-03-20",
    "2025-05-01",
    "2025-12-20",
    "2026-09-01",
    "2026-11-22",
)
TODAY = DAYS[-1:]
SUBSYSTEMS = (
    "rocket_stage",
    "reentry_vehicle",
    "heat_shield",
    "heat_sink",
    "reentry_electronics",
    "thrust_vector_control",
    "arming_fuzing",
    "guidance_set",
    "solid_rocket_motor",
    "liquid_engine",
)


def items() -> Iterator[Item]:
    """Complete systems, and what serves them."""
    yield from (ballistic_missile(), cruise_missile(), slow_drone(), fast_drone(), light_drone(), spraying_drone())
    yield from (launcher(), launcher(payload="100 kg"), light_missile(), short_missile(), sounding_rocket())
    yield from (
        facility(),
        facility(light_drone()),
        facility(slow_drone()),
        manned_aircraft(),
        listed_part(9),
        unlisted_part(),
    )
    yield from (
        technology(),
        technology(slow_drone()),
        technology(light_missile()),
        software(),
        software(light_missile()),
    )
    yield from (motor(), motor(total_impulse="0.9 MN*s"))


def parts() -> Iterator[Item]:
    """Everything for the subsystems of Items 2 and 20, and every other Item."""
    for name in SUBSYSTEMS:
        yield part(name, total_impulse="2 MN*s", guidance_error="1 %")
        yield for_part("software", name)
    for kind in ("production_facility", "production_equipment", "technology"):
        yield for_part(kind)
    yield for_part("software", for_kind="production_facility", facility_makes="subsystem")
    yield of_system(
        "software",
        ballistic_missile(),
        for_kind="production_facility",
        system_kind="ballistic_missile",
        facility_makes="complete_system",
    )
    small: Item = {"total_impulse": "0.9 MN*s", "usable_elsewhere": "neither", **light_missile()}
    for kind in ("subsystem", "production_facility", "production_equipment", "software", "technology"):
        for name in ("solid_rocket_motor", "liquid_engine"):
            yield for_part(
                kind,
                name,
                **{**small, "kind": kind, "for_kind": "subsystem" if kind != "subsystem" else "ballistic_missile"},
            )
    yield for_part(
        "software", **{**small, "kind": "software", "for_kind": "production_facility", "facility_makes": "subsystem"}
    )
    yield part("rocket_stage", light_missile(), usable_elsewhere="neither")
    yield from (listed_part(number) for number in ARTICLES)
    yield light_missile(contains_category_i_item=True, incorporated_item_inseparable=False)


EXCEPTED = {"end_use": {"quantities_fit_purpose": True}}

# What only a particular use, user, price or party brings up.
PARTICULARS: tuple[tuple[Item, dict[str, Any]], ...] = (
    (part("reentry_vehicle", non_weapon_payload=True), EXCEPTED),
    (
        part("liquid_engine", launcher(), total_impulse="1.5 MN*s", satellite_engine=True, vacuum_thrust="0.4 kN"),
        EXCEPTED,
    ),
    (part("guidance_set", short_missile(), guidance_error="1 %", usable_elsewhere="item_1"), EXCEPTED),
    (part("thrust_vector_control", light_missile(), usable_elsewhere="item_1"), EXCEPTED),
    (part("arming_fuzing", short_missile(), usable_elsewhere="item_1"), EXCEPTED),
    (ballistic_missile(), {"end_use": {"nuclear_delivery": False}}),
    (light_missile(), {"end_use": {"wmd_delivery": True}}),
    (light_missile(), {"denial_notified": True}),
    (short_missile(), {"exporter": "GB", "end_use": {"wmd_delivery": True}}),
    (launcher(), {"recipient": "JP", "end_use": {"space_programme": "vetted"}}),
    (launcher(), {"recipient": "AU", "value": "5 MUSD"}),
    (launcher(), {"recipient": "SA", "value": "500 MUSD", "sale_class": "major_defense_equipment"}),
    (facility(), {"complete_production_facility": True}),
    (ballistic_missile(), {"recipient": "JP"}),
    (ballistic_missile(), {"exporter": "CN", "recipient": "SA"}),
    (light_missile(), {"exporter": "CN", "recipient": "PK", "end_use": {"missile_programme": True}}),
    (light_missile(), {"exporter": "FR", "recipient": "RO"}),
    (
        manned_aircraft(),
        {"channel": "fms", "recipient": "SA", "value": "500 MUSD", "sale_class": "major_defense_equipment"},
    ),
    (manned_aircraft(), {"channel": "fms", "value": "500 MUSD", "sale_class": "major_defense_equipment"}),
    (
        manned_aircraft(),
        {
            "channel": "direct_commercial",
            "recipient": "SA",
            "value": "500 MUSD",
            "sale_class": "major_defense_equipment",
        },
    ),
    (manned_aircraft(), {"channel": "direct_commercial", "value": "500 MUSD", "sale_class": "major_defense_equipment"}),
    (manned_aircraft(), {"channel": "direct_commercial", "recipient": "SA", "sme_manufacture_abroad": True}),
    (manned_aircraft(), {"channel": "direct_commercial", "sme_manufacture_abroad": True}),
    (manned_aircraft(), {"retransfer": True, "value": "500 MUSD", "sale_class": "articles_or_services"}),
    (
        manned_aircraft(),
        {"retransfer": True, "recipient": "SA", "value": "500 MUSD", "sale_class": "articles_or_services"},
    ),
    (
        unlisted_part(significant_military_equipment=False),
        {
            "retransfer": True,
            "component_in_foreign_article": True,
            "value": "1 MUSD",
            "sale_class": "articles_or_services",
            "end_use": {"end_user": "armed_forces"},
        },
    ),
    (listed_part(9), {"retransfer": True, "component_in_foreign_article": True}),
    (
        manned_aircraft(),
        {"recipient": "AU", "authorised_user": True, "value": "1 MUSD", "sale_class": "articles_or_services"},
    ),
    (
        manned_aircraft(),
        {"recipient": "AU", "authorised_user": True, "value": "500 MUSD", "sale_class": "articles_or_services"},
    ),
    (
        manned_aircraft(),
        {
            "recipient": "AU",
            "authorised_user": True,
            "retransfer": True,
            "value": "500 MUSD",
            "sale_class": "articles_or_services",
        },
    ),
    (light_drone(on_excluded_technology_list=True), {"recipient": "AU", "authorised_user": True}),
    (ballistic_missile(), {"recipient": "AU", "authorised_user": True}),
    (listed_part(9), {"channel": "dual_use", "end_use": {"material_contribution": True}}),
    (listed_part(9, navigation_spare=True), {"channel": "dual_use"}),
    (slow_drone(), {"channel": "dual_use", "end_use": {"diversion_risk": True}}),
    (listed_part(9), {"channel": "dual_use", "recipient": "CN"}),
    (listed_part(9), {"channel": "dual_use", "recipient": "RU"}),
    (listed_part(9), {"channel": "dual_use", "recipient": "RU", "end_use": {"government_space_cooperation": True}}),
    (light_drone(), {"channel": "dual_use", "recipient": "RU"}),
    (light_drone(), {"channel": "dual_use", "recipient": "BY"}),
    (listed_part(9), {"channel": "dual_use", "recipient": "AU"}),
    (listed_part(9), {"channel": "dual_use", "recipient": "IN"}),
    (listed_part(9), {"channel": "dual_use", "recipient": "IR", "end_use": {"end_user": "armed_forces"}}),
    (listed_part(9), {"channel": "dual_use", "recipient": "AE", "end_use": {"end_user": "armed_forces"}}),
    (
        listed_part(9, vehicle_navigation_item=True, one_for_one_bearing=True),
        {"channel": "dual_use", "recipient": "SA"},
    ),
    (unlisted_part(), {"channel": "dual_use", "end_use": {"missile_programme": True, "material_contribution": True}}),
    (
        unlisted_part(),
        {"channel": "dual_use", "recipient": "PK", "end_use": {"missile_programme": True, "programme_range": "500 km"}},
    ),
    (unlisted_part(), {"channel": "dual_use", "recipient": "PK", "end_use": {"programme_unclear": True}}),
    (
        unlisted_part(),
        {"channel": "dual_use", "recipient": "PK", "end_use": {"wmd_delivery": True, "material_contribution": True}},
    ),
    (
        unlisted_part(),
        {
            "exporter": "SG",
            "recipient": "PK",
            "us_person_support": True,
            "end_use": {"missile_programme": True, "material_contribution": True},
        },
    ),
)

EMBARGOED = ("AF", "CF", "CD", "CY", "ER", "ET", "HT", "IQ", "KP", "LB", "LY", "NI", "RU", "SO", "SS", "SD", "ZW")
USERS: tuple[dict[str, Any], ...] = (
    {"end_user": "armed_forces"},
    {"end_user": "international_force"},
    {"end_user": "other_government", "government_space_cooperation": True},
    {"end_user": "other_government", "commercial_launch": True},
    {"end_user": "civilian", "non_lethal": True},
)
EMBARGO_DAYS = (
    "2019-01-01",
    "2020-11-01",
    "2021-05-01",
    "2021-12-20",
    "2023-01-01",
    "2024-01-01",
    "2025-01-01",
    "2026-01-01",
    "2026-11-22",
)


# Parties, each called by what its screening gives, with the transfers in which they stand out.
PARTIES: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    ({"name": "not_screened"}, {}),
    ({"name": "match", "address": "1 Road"}, {}),
    ({"name": "possible", "role": "end_user", "nation": "IT", "forwarder": True}, {}),
    ({"name": "clear", "role": "broker", "nation": "CN"}, {}),
    ({"name": "clear", "role": "exporter", "nation": "CN"}, {"retransfer": True}),
    ({"name": "clear", "role": "ultimate_consignee", "nation": "DE"}, {"end_use": {"space_programme": "vetted"}}),
    ({"name": "clear", "role": "purchaser", "nation": "IT"}, {"end_use": {"end_user": "civilian"}}),
)


def samples() -> Iterator[dict[str, Any]]:
    """Return sample transfers, each with its date."""
    yield from met(Rulebook.load()).values()
    for day in DAYS:
        for channel in ("direct_commercial", "fms", "dual_use"):
            for item in items():
                yield {"date": day, "recipient": "FR", "channel": channel, "item": item}
        for item, facts in PARTICULARS:
            yield {"date": day, "recipient": "IT", "item": item, **facts}
    for day in ("1994-01-01", "2026-11-22"):
        for channel in ("direct_commercial", "dual_use"):
            for item in parts():
                yield {"date": day, "recipient": "FR", "channel": channel, "item": item}
    for day in EMBARGO_DAYS:
        for to in EMBARGOED:
            for use in USERS:
                yield {
                    "date": day,
                    "recipient": to,
                    "channel": "direct_commercial",
                    "item": manned_aircraft(),
                    "end_use": use,
                }
    for party, facts in PARTIES:
        for sold in ({"channel": "dual_use"}, {"channel": "direct_commercial"}, {"exporter": "FR"}):
            yield {"date": TODAY[0], "recipient": "IT", "item": cruise_missile(), **sold, **facts, "parties": [party]}
    for day in ("2000-01-01", "2010-01-01", "2026-11-22"):
        for to in ("IL", "SA", "TW"):
            yield {"date": day, "recipient": to, "channel": "direct_commercial", "item": launcher()}
            yield {"date": day, "recipient": to, "channel": "direct_commercial", "item": sounding_rocket()}
            yield {"date": day, "recipient": to, "channel": "direct_commercial", "item": ballistic_missile()}


def test_the_law_itself_says_how_each_entry_of_the_annex_is_met() -> None:
    book = Rulebook.load()
    assert [rule.name for rule in annex_rules(book) if rule.name not in met(book)] == []
    assert len(met(book)) > 250


def test_what_meets_an_entry_is_listed_under_its_code() -> None:
    book = Rulebook.load()
    stater = Stater(book, datetime.date(2026, 11, 22))
    for rule in annex_rules(book):
        outcomes = Review(book, stater.read(from_value(met(book)[rule.name], Where("sample")))).outcomes
        assert set(rule.then.get("entries", ())) <= set(outcomes["entries"].value), rule.name
        if "entries" in rule.then:
            assert "unlisted" not in outcomes["category"].possible, rule.name


def test_no_entry_is_excluded_by_what_nobody_said() -> None:
    book = Rulebook.load()
    stater = Stater(book, datetime.date(2026, 11, 22))
    taken = [fact.name for fact in book.facts.values() if fact.presume or any(one.estimate for one in fact.derived)]
    chance = random.Random(0)
    for name, sample in met(book).items():
        transfer = stater.read(from_value(sample, Where("sample")))
        bound = binder(book).on(transfer.date.toordinal(), transfer.filled)
        for _ in range(10):
            part = {fact: value for fact, value in transfer.stated.items() if fact == "date" or chance.random() < 0.6}
            state = bound.state(part, [fact for fact in taken if fact not in part])
            bound.decide(state)
            assert state[bound.engine.rule_slots[name]] != FALSE, (name, sorted(part))


def contributing(reforms: Iterable[str] = (), transfers: Iterable[dict[str, Any]] = ()) -> set[str]:
    """Return the rules that govern an answer to at least one transfer, or defeat a rule that would otherwise apply."""
    book = Rulebook.load(reforms=reforms).for_cases
    stater = Stater(book, datetime.date(2026, 11, 22), assume=("nsm28_partner=JP",))
    seen: set[str] = set()
    for transfer in transfers:
        review = Review(book, stater.read(from_value(transfer, Where("sample"))), screener=screened)
        for one in (review, *review.party_reviews):
            seen |= governing(one)
    return seen


def governing(review: Review) -> set[str]:
    """Return the rules that govern an answer of a review, or defeat a rule that would otherwise apply."""
    seen: set[str] = set()
    for question in review.bound.questions:
        acts = review.outcomes[question.question.name].acts
        applying = [question.rules[index] for index, act in acts.items() if act == TRUE]
        best = min((ranked.answer for ranked in applying), default=None) if question.question.type != "codes" else None
        seen |= {ranked.rule.name for ranked in applying if best is None or ranked.answer == best}
        for index, act in acts.items():
            ranked = question.rules[index]
            if act == FALSE and review.state[ranked.slot] == TRUE:
                seen |= {question.rules[other].rule.name for other in ranked.excepters if acts.get(other) == TRUE}
    return seen


def screened(parties: Sequence[Party]) -> list[Screening]:
    """Screen parties whose names say what is to be found."""
    return [
        Screening(name=party.name, status=party.name, hits=[], lists=[], shared_addresses=list(party.addresses))
        for party in parties
    ]


@cache
def seen_in_law() -> frozenset[str]:
    return frozenset(contributing(transfers=samples()))


@cache
def seen_in_proposals() -> frozenset[str]:
    found: set[str] = set()
    transfers = [
        {"date": "2026-11-22", "recipient": to, "channel": "direct_commercial", "item": item, "authorised_user": True}
        for to in ("AU", "PL", "TW")
        for item in (ballistic_missile(), slow_drone())
    ]
    for proposal in PROPOSALS:
        found |= contributing((proposal,), transfers)
    return frozenset(found)


def test_every_rule_of_the_law_governs_or_defeats_in_some_sample() -> None:
    book = Rulebook.load()
    assert book.of_party is not None
    rules = {rule.name for rule in (*book.for_cases.rules.values(), *book.of_party.rules.values()) if not rule.of}
    assert sorted(rules - seen_in_law()) == []


def test_what_is_said_of_the_thing_itself_is_said_of_the_thing_concerned(rulebook: Rulebook) -> None:
    twins = [rule for rule in rulebook.rules.values() if rule.of]
    assert len(twins) > 100
    for twin in twins:
        rule = rulebook.rules[twin.of]
        assert (twin.cite, twin.window, twin.when, twin.scope) == (rule.cite, rule.window, rule.when, rule.scope)
        assert not set(twin.then) & set(rule.then)
        assert all(rulebook.questions[name].itself is not None for name in twin.then)


def test_every_rule_of_a_proposal_governs_or_defeats_in_some_sample() -> None:
    book = Rulebook.load()
    proposed = {
        rule.name for instrument in book.instruments.values() if instrument.proposal for rule in instrument.rules
    }
    assert sorted(proposed - seen_in_proposals()) == []


def test_every_instrument_that_has_rules_decides_somewhere() -> None:
    book = Rulebook.load()
    seen = {name.partition("/")[0] for name in seen_in_law() | seen_in_proposals()}
    silent = {name for name, instrument in book.instruments.items() if instrument.rules} - seen
    assert silent == set()


# The instruments that the facts list, each by the file of law that carries it.
CARRIED = {
    "NSDD-70": "us.nsdd-70",
    "MTCR Guidelines": "mtcr.guidelines",
    "no-undercut": "mtcr.no-undercut",
    "AECA 3": "us.aeca-3",
    "AECA 36": "us.aeca-36",
    "AECA 38": "us.aeca-38",
    "AECA 38(j)": "us.aeca-38j",
    "AECA 38(l)": "us.aeca-38l",
    "AECA 40A": "us.aeca-40a",
    "AECA 71": "us.aeca-71",
    "AECA 72": "us.aeca-72",
    "AECA 73": "us.aeca-73",
    "AECA 74": "us.aeca-74",
    "section 1512": "us.ndaa-1999-1512",
    "section 1085": "us.ndaa-2026-1085",
    "launchers 1993": "us.slv-1993",
    "drones 2015": "us.uas-2015",
    "drones 2018": "us.uas-2018",
    "drones 2020": "us.uas-2020",
    "drones 2025": "us.uas-2025",
    "NSPM-10": "us.nspm-10",
    "NSM-18": "us.nsm-18",
    "the gap": "us.cat-gap",
    "NSPM-10 again": "us.nspm-10-restored",
    "NSM-28": "us.nsm-28",
    "EO 14268": "us.eo-14268",
    "EO 14307": "us.eo-14307",
    "EO 14383": "us.eo-14383",
    "NSPM-17": "us.nspm-17",
    "NSPD-56": "us.nspd-56",
    "FMS review": "us.fms-mtcr-review",
    "738": "us.ear-738",
    "740.2": "us.ear-740.2",
    "740, UAE": "us.ear-740-uae",
    "742.5": "us.ear-742.5",
    "744.3": "us.ear-744.3",
    "744.6": "us.ear-744.6",
    "746.8": "us.ear-746.8",
    "750.4": "us.ear-750.4",
    "774": "us.ear-ccl-mt",
    "drone rules 2026": "us.ear-uav-2026",
    "120.23": "us.itar-120.23",
    "121.1": "us.itar-121.1",
    "126.1": "us.itar-126.1",
    "126.7": "us.itar-126.7",
    "H.R. 8892": "proposals.hr-8892-118",
    "H.R. 3068": "proposals.hr-3068-119",
    "S. 2387": "proposals.s-2387-119",
    "presumption of approval": "proposals.presumption-of-approval",
}


@pytest.mark.parametrize(("fact", "instrument"), CARRIED.items())
def test_every_instrument_of_the_facts_is_carried_and_speaks(fact: str, instrument: str) -> None:
    book = Rulebook.load()
    assert instrument in book.instruments
    assert book.instruments[instrument].rules
