"""What the exporter claims: taken on trust where no figure tests it, set against the figures where one does."""

from __future__ import annotations

import pytest
from law.transfers import (
    AS_MANNED,
    CASE_BY_CASE,
    PROHIBITED,
    STRONG_PRESUMPTION,
    Item,
    Reviewed,
    ballistic_missile,
    cruise_missile,
    dual_use,
    light_drone,
    military,
    review,
    rules,
    slow_drone,
    unlisted_part,
    warnings,
)


def messages(d: Reviewed, code: str) -> list[str]:
    return [warning.message for warning in d.warnings if warning.code == code]


# Annex entries.


def test_a_claimed_entry_with_no_figures_decides_with_a_warning() -> None:
    d = military({"kind": "uas", "entries": ["1.A.2"]})
    assert d.category.value == "I"
    assert d.entries.value == ["1.A.2"]
    assert d.posture.value == AS_MANNED
    assert "claim_on_trust" in warnings(d)
    assert any("1.A.2" in message for message in messages(d, "claim_on_trust"))


def test_a_claimed_entry_decides_the_category_even_when_the_kind_is_not_stated() -> None:
    d = review({"entries": ["1.A.2"]})
    assert d.category.value == "I"
    assert rules(d.category) == {"mtcr.annex.item-01/1.A.2"}
    assert d.entries.value == ["1.A.2"]
    assert d.regime_posture.value == STRONG_PRESUMPTION
    assert "claim_on_trust" in warnings(d)


@pytest.mark.parametrize(
    ("claim", "item", "category"),
    [
        ("1.A.1", {"kind": "ballistic_missile"}, "I"),
        ("2.A.1.c.1", {"kind": "subsystem", "for_kind": "ballistic_missile", "part": "solid_rocket_motor"}, "I"),
        ("19.A.2", {"kind": "uas"}, "II"),
        ("20.A.1.a", {"kind": "subsystem", "for_kind": "ballistic_missile", "part": "rocket_stage"}, "II"),
        ("9.A.4", {"kind": "component", "for_kind": "manned_aircraft"}, "II"),
        ("4.C.2.a", {"kind": "material"}, "II"),
    ],
)
def test_every_claim_has_the_category_of_its_entry(claim: str, item: Item, category: str) -> None:
    d = review({**item, "entries": [claim]})
    assert d.entries.value == [claim]
    assert d.category.value == category


def test_a_claimed_production_facility_is_barred() -> None:
    plant = {"kind": "production_facility", "system_kind": "ballistic_missile"}
    assert review({**plant, "for_kind": "ballistic_missile", "entries": ["1.B.1"]}).posture.value == PROHIBITED
    assert review({**plant, "for_kind": "subsystem", "entries": ["2.B.1"]}).posture.value == PROHIBITED


def test_a_claim_that_the_facts_exclude_settles_nothing_else() -> None:
    d = review({"kind": "production_facility", "for_kind": "ballistic_missile", "entries": ["2.B.1"]})
    assert "claim_contradicted" in warnings(d)
    assert d.category.open, "the plant may still be one of Item 1, which was not claimed"
    assert PROHIBITED in d.posture.possible


def test_a_claim_that_the_figures_contradict_gives_way_to_them() -> None:
    d = military({"kind": "uas", "range": "1000 km", "payload": "5 kg", "entries": ["1.A.2"]})
    assert d.category.value == "II"
    assert d.entries.value == ["19.A.2"]
    assert "claim_contradicted" in warnings(d)
    assert any("1.A.2" in message for message in messages(d, "claim_contradicted"))
    assert any("19.A.2" in message for message in messages(d, "claim_contradicted"))


def test_a_modest_claim_does_not_hide_a_category_i_item() -> None:
    d = military({**slow_drone(), "entries": ["19.A.2"]})
    assert d.category.value == "I"
    assert "claim_contradicted" in warnings(d)


def test_an_empty_claim_does_not_hide_a_listed_item() -> None:
    d = military({**ballistic_missile(), "entries": []})
    assert d.category.value == "I"
    assert "claim_contradicted" in warnings(d)


def test_a_claim_that_agrees_with_the_figures_gives_no_warning() -> None:
    d = military({**slow_drone(), "entries": ["1.A.2"]})
    assert d.category.value == "I"
    assert not {"claim_on_trust", "claim_contradicted"} & warnings(d)


def test_a_claim_of_category_i_is_taken_where_a_published_figure_settles_nothing() -> None:
    d = military({**cruise_missile(payload="454 kg"), "entries": ["1.A.2"]})
    assert d.category.value == "I"
    assert "claim_on_trust" in warnings(d)


def test_a_claim_of_category_ii_clears_no_entry_that_figures_leave_open() -> None:
    for payload in ("454 kg", ["400 kg", "600 kg"]):
        d = military({**cruise_missile(payload=payload), "entries": ["19.A.2"]})
        assert d.category.value is None
        assert d.category.possible == ["I", "II"]
        assert "claim_untested" in warnings(d)
        assert "item.payload" in [missing.fact for missing in d.missing]


def test_a_claim_on_trust_says_which_figures_would_test_it() -> None:
    d = military({"kind": "uas", "entries": ["19.A.2"]})
    assert d.category.value == "II"
    assert {"item.range", "item.payload"} <= {missing.fact for missing in d.missing}


def test_the_order_of_claims_does_not_matter() -> None:
    answers = [
        military({"kind": "uas", "entries": claims}).category.value for claims in (["1.A", "1.A.2"], ["1.A.2", "1.A"])
    ]
    assert answers == ["I", "I"]


def test_a_claim_of_an_entry_that_does_not_exist_is_no_claim_of_an_unlisted_item() -> None:
    assert military({"kind": "uas", "entries": ["1.A.9"]}).category.value is None


def test_ear99_beside_a_listed_claim_clears_nothing() -> None:
    for claim in ({"usml": "VIII(a)(5)"}, {"entries": ["1.A.2"]}):
        d = review({"kind": "uas", "eccn": "EAR99", **claim})
        assert d.category.value != "unlisted"
        assert "contradiction" in warnings(d)


def test_a_claimed_heading_leaves_the_category_to_its_entries() -> None:
    d = military({"kind": "uas", "entries": ["19"]})
    assert set(d.category.possible) <= {"II", "unlisted"}


def test_an_entry_that_does_not_exist_decides_nothing() -> None:
    d = review({"kind": "uas", "entries": ["5.A.1"]})
    assert "unknown_entry" in warnings(d)


# ECCN and Munitions List.


def test_ear99_claims_an_unlisted_item_under_commerce_on_trust() -> None:
    d = review({"eccn": "EAR99"})
    assert d.category.value == "unlisted"
    assert d.entries.value == []
    assert d.authority.value == "commerce_bis"
    assert "claim_on_trust" in warnings(d)
    assert {taken.fact for taken in d.taken} >= {"jurisdiction"}


def test_ear99_does_not_clear_what_the_figures_list() -> None:
    d = review({**light_drone(), "eccn": "EAR99"})
    assert d.category.value == "II"
    assert d.licence.value == "required"
    assert "claim_contradicted" in warnings(d)


def test_an_eccn_alone_leaves_open_which_entry_it_stands_for() -> None:
    d = review({"eccn": "9A012", "kind": "uas"})
    assert d.authority.value == "commerce_bis"
    assert set(d.entries.possible) == {"1.A.2", "19.A.2", "19.A.3"}
    assert set(d.category.possible) == {"I", "II", "unlisted"}
    assert "required" in d.licence.possible


@pytest.mark.parametrize("code", [{"eccn": "9A012"}, {"usml": "VIII(a)(5)"}])
def test_a_list_code_that_cannot_be_meant_clears_nothing(code: Item) -> None:
    d = review({"kind": "ballistic_missile", **code})
    assert set(d.category.possible) == {"I", "II", "unlisted"}
    assert "required" in d.licence.possible
    assert "claim_contradicted" in warnings(d)


def test_an_eccn_with_figures_is_decided_by_them() -> None:
    assert review({**slow_drone(), "eccn": "9A012"}).category.value == "I"
    assert review({**light_drone(), "eccn": "9A012"}).category.value == "II"


def test_an_eccn_puts_the_item_under_commerce_and_a_usml_paragraph_under_state() -> None:
    assert review({**light_drone(), "eccn": "9A012"}).posture.value == CASE_BY_CASE
    d = review({**light_drone(), "usml": "VIII(a)(5)"})
    assert d.authority.value == "state_ddtc"
    assert d.posture.value == AS_MANNED


def test_an_eccn_with_a_munitions_channel_is_a_contradiction() -> None:
    assert "contradiction" in warnings(review({**light_drone(), "eccn": "9A012"}, jurisdiction="usml"))


def test_a_usml_paragraph_never_clears_an_item() -> None:
    d = review({"usml": "IV(a)(1)", "kind": "ballistic_missile"})
    assert "I" in d.category.possible
    assert d.licence.value == "required"


def test_ear99_stands_beside_what_it_implies() -> None:
    assert not warnings(dual_use(unlisted_part(eccn="EAR99", commerce_listed=False), "RU")) & {"contradiction"}
    assert "contradiction" in warnings(dual_use(unlisted_part(eccn="EAR99", commerce_listed=True), "RU"))
