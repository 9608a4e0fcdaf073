"""What three dates of the actual policy changed, and a reform that amends it, proven; each change held against reviews of both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("z3", reason="the extra 'prove' is not installed")

import licet
from licet.comparing.answer import Comparison

DAY = "2026-09-01"
REFORMS = Path(__file__).parents[2] / "examples" / "reforms"


def changes(found: Comparison, question: str = "posture") -> dict[tuple[str | None, str | None], set[str]]:
    return {(t.from_, t.to): set(t.nations) for t in found.transitions if t.sure and t.question == question}


def shown_by_reviews(found: Comparison) -> None:
    """Hold each change that is sure against reviews of its witness on both sides."""
    for transition in found.transitions:
        if not transition.sure:
            assert transition.unknown
            continue
        assert transition.unknown == []
        for side, wanted in ((found.base, transition.from_), (found.other, transition.to)):
            answer = licet.review(
                transition.witness, as_of=side.date, reform=side.reforms, assume=transition.assume
            ).answers[transition.question]
            if isinstance(answer.value, list):
                code = transition.from_ if transition.to in (None, "open") else transition.to
                assert (code in answer.value) == (wanted is not None)
            else:
                assert answer.value == wanted


def test_september_2025_takes_the_presumption_from_military_drones() -> None:
    found = licet.compare("2025-09-14", "2025-09-15")
    assert found.complete
    taken = changes(found)["strong_presumption_of_denial", "case_by_case_as_manned_aircraft"]
    assert {"SA", "IN", "AE", "BR"} <= taken
    assert not {"CN", "RU", "IR", "US"} & taken
    # Partners of January 2025, if there are any, are reviewed as everybody else is.
    listed = next(t for t in found.transitions if t.from_ == "case_by_case_flexible")
    assert listed.nations == []
    assert set(listed.if_listed) == taken
    by = {cause.rule for t in found.transitions if t.sure for cause in t.by}
    assert by == {"us.uas-2018/category-i", "us.uas-2018/category-ii", "us.uas-2025/as-manned-aircraft"}
    assert "category" in found.unchanged
    assert "entries" in found.unchanged
    shown_by_reviews(found)
    unsure = {nation for t in found.transitions if not t.sure for nation in t.if_belonging}
    assert unsure == {"AE"}


def test_july_2020_lets_slow_drones_go_and_no_other() -> None:
    found = licet.compare("2020-07-23", "2020-07-24", questions=["posture", "category", "factors"])
    let_go = changes(found)["strong_presumption_of_denial", "case_by_case"]
    assert {"AE", "SA", "JO", "IN"} <= let_go
    speeds = [t.witness["item"]["max_airspeed"] for t in found.transitions if t.sure and t.question == "posture"]
    assert all(float(speed.removesuffix(" km/h")) < 800 for speed in speeds)
    assert found.unchanged == ["category"]
    shown_by_reviews(found)


def test_january_2025_needs_the_list_that_is_not_public() -> None:
    found = licet.compare("2025-01-02", "2025-01-03", questions="posture")
    flexible = [t for t in found.transitions if t.to == "case_by_case_flexible"]
    assert flexible
    assert any(t.if_listed and not t.nations for t in flexible)
    shown_by_reviews(found)


def test_a_reform_that_amends_one_of_two_provisions_changes_nothing(tmp_path: Path) -> None:
    """The one that is left holds back what the other would let go."""
    text = (REFORMS / "faster-slow-drones.md").read_text(encoding="utf-8")
    whole = licet.compare("2021-01-01", f"2021-01-01+{REFORMS / 'faster-slow-drones.md'}", questions="posture")
    assert changes(whole)["strong_presumption_of_denial", "case_by_case"]
    half = tmp_path / "half.md"
    start = text.index("```rule\nid: retained")
    half.write_text(text[:start] + text[text.index("```\n", start + 3) + 4 :], encoding="utf-8")
    found = licet.compare("2021-01-01", f"2021-01-01+{half}", questions="posture")
    assert found.complete
    assert found.transitions == []
    assert found.unchanged == ["posture"]
    assert {p.how for p in found.provisions} == {"begins", "ends"}


def test_the_same_day_without_a_reform_changes_nothing() -> None:
    found = licet.compare(DAY, DAY, matrix=True)
    assert found.complete
    assert found.transitions == []
    assert found.provisions == []
    assert found.reached == []
