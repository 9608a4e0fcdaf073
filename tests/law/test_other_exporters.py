"""Exporters other than the United States: the regime speaks, the national law is not known, and nothing is cleared by that."""

from __future__ import annotations

import pytest
from law.transfers import (
    CASE_BY_CASE,
    NOT_REVIEWED,
    PROHIBITED,
    STRONG_PRESUMPTION,
    Item,
    assumed,
    ballistic_missile,
    facility,
    fast_drone,
    launcher,
    light_drone,
    light_missile,
    manned_aircraft,
    review,
    rules,
    short_drone,
    slow_drone,
    warnings,
)

EXPORTERS = ["FR", "DE", "JP", "TR", "IL", "CN", "ZA"]

# Statutes and rules of the United States that reach foreign persons and goods.
REACHES_ABROAD = ("us.aeca-73/", "us.aeca-74/", "us.ear-744.6/")


@pytest.mark.parametrize("exporter", EXPORTERS)
@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (ballistic_missile(), STRONG_PRESUMPTION),
        (slow_drone(), STRONG_PRESUMPTION),
        (fast_drone(), STRONG_PRESUMPTION),
        (launcher(), STRONG_PRESUMPTION),
        (facility(), PROHIBITED),
        (light_missile(), CASE_BY_CASE),
        (light_drone(), CASE_BY_CASE),
        (short_drone(), NOT_REVIEWED),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value['kind']} of {value['payload']}",
)
def test_the_answer_of_another_exporter_is_that_of_the_regime(exporter: str, item: Item, expected: str) -> None:
    d = review(item, "SG", exporter=exporter, end_use={"space_programme": "vetted"})
    assert d.posture.value == d.regime_posture.value == expected


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_whether_another_exporter_asks_for_a_licence_stays_open_and_is_said(exporter: str) -> None:
    for item in (ballistic_missile(), light_drone(), short_drone(), manned_aircraft()):
        d = review(item, "SG", exporter=exporter)
        assert d.licence.value is None
        assert "required" in d.licence.possible
        assert "not_covered" in warnings(d)


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_its_own_authority_decides(exporter: str) -> None:
    assert review(ballistic_missile(), "SG", exporter=exporter).authority.value == "national_authority"


@pytest.mark.parametrize("day", ["1985-01-01", "2000-01-01", "2019-01-01", "2024-01-01", "2025-09-15", "2026-11-22"])
@pytest.mark.parametrize("jurisdiction", ["usml", "ccl"])
def test_no_rule_of_the_united_states_speaks_to_another_exporter(day: str, jurisdiction: str) -> None:
    for item in (slow_drone(), launcher()):
        d = review(item, "CN", day, exporter="FR", jurisdiction=jurisdiction)
        named = {rule for answer in d.answers.values() for rule in rules(answer)}
        assert not {rule for rule in named if rule.startswith("us.") and not rule.startswith(REACHES_ABROAD)}


def test_no_relief_of_the_united_states_reaches_another_exporter() -> None:
    for day in ("2020-07-24", "2021-01-12", "2025-01-03", "2025-09-15"):
        assert (
            review(slow_drone(), "JP", day, exporter="GB", assume=("nsm28_partner=JP",)).posture.value
            == STRONG_PRESUMPTION
        )


def test_no_proposal_reaches_another_exporter() -> None:
    for reform in ("hr-3068-119", "hr-8892-118", "s-2387-119", "presumption-of-approval"):
        assert review(slow_drone(), "PL", exporter="GB", reform=reform).posture.value == STRONG_PRESUMPTION


def test_that_the_united_states_export_is_a_presumption_and_listed() -> None:
    assert "exporter" in assumed(review(slow_drone()))
    assert "exporter" not in assumed(review(slow_drone(), exporter="US"))
    assert review(slow_drone()).posture.value == review(slow_drone(), exporter="US").posture.value


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Norway", "NO"),
        ("NO", "NO"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Korea, Republic of", "KR"),
        ("UAE", "AE"),
        ("Great Britain", "GB"),
    ],
)
def test_nations_are_read_by_any_common_name(name: str, code: str) -> None:
    d = review(slow_drone(), name, exporter="GB" if code != "GB" else "FR")
    assert d.transfer["recipient"] == code


def test_an_export_to_itself_is_told() -> None:
    assert "no_export" in warnings(review(slow_drone(), "US", exporter="US"))
