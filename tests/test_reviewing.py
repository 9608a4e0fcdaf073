"""The road from a statement to a determination: what a careful reader of one would trip over."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest

import licet
from licet.deciding.bound import binder
from licet.deciding.timeline import timeline
from licet.language.nodes import Where, from_value
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook, law_folder
from licet.transfers.files import read_file
from licet.transfers.stating import Stater

DRONE = {"kind": "uas", "range": "11100 km", "payload": "2155 kg", "max_airspeed": "389 km/h"}


def test_every_settled_answer_names_a_rule_that_gives_it() -> None:
    d = licet.review(date="2025-02-01", recipient="GB", item={"kind": "ballistic_missile", "range": "400 km"})
    assert d.licence.value == "required"
    assert all(reason.answer == ["required"] for reason in d.licence.by)
    assert d.licence.by
    cited = {code for reason in d.factors.by for code in reason.answer}
    assert set(d.factors.certain or ()) <= cited


def test_the_last_day_there_is_has_the_law_of_the_day_before() -> None:
    last, before = (licet.review(date=day, recipient="IR", item=DRONE) for day in ("9999-12-31", "9999-12-30"))
    assert last.answers == before.answers


def test_an_interval_that_it_cannot_reach_is_read_at_its_far_end() -> None:
    short = {"payload": ["100 kg", "900 kg"], "range": ["100 km", "400 km"]}
    d = licet.review(item={"kind": "uas", "range": "2000 km", "payload": "700 kg", "cannot_reach": [short]})
    assert d.category.value == "I"


@pytest.mark.parametrize("day", ["unknown", "", "2025-02-30"])
def test_a_day_to_judge_by_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(licet.InputError, match="--as-of"):
        licet.review(as_of=day, item=DRONE)


def test_no_is_norway_in_text_and_never_in_python() -> None:
    assert licet.review(recipient="NO").transfer["recipient"] == "NO"
    with pytest.raises(licet.InputError, match="recipient"):
        licet.review(recipient=False)


def test_an_assumption_in_place_of_a_stated_fact_is_told() -> None:
    d = licet.review(recipient="IR", item=DRONE, assume={"recipient": "GB"})
    assert "assumed_instead" in [caution.code for caution in d.warnings]
    assert next((a.fact, a.value) for a in d.assumed) == ("recipient", "GB")


def test_only_a_group_whose_list_is_not_public_can_be_filled() -> None:
    with pytest.raises(licet.InputError, match="whose members are law"):
        licet.review(recipient="SA", item=DRONE, assume={"mtcr_partner": ["SA"]})


def test_several_reviews_do_not_keep_every_day_of_every_assumption() -> None:
    rulebook = Rulebook.load()
    for number, code in enumerate(list(rulebook.nations)[:12]):
        licet.review(recipient="JP", date=f"{1990 + number}-06-01", item=DRONE, assume={"nsm28_partner": [code]})
    assert len(binder(rulebook)._bound) <= 400


def test_law_that_changed_on_disk_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "law"
    shutil.copytree(law_folder(), folder)
    before = licet.review(law=folder, recipient="SA", date="2025-09-15", item=DRONE)
    policy = folder / "us" / "2025-09-15-uas.md"
    policy.write_text(
        policy.read_text(encoding="utf-8").replace("not one_way_attack", "one_way_attack"), encoding="utf-8"
    )
    after = licet.review(law=folder, recipient="SA", date="2025-09-15", item=DRONE)
    assert (before.posture.value, after.posture.value) == ("case_by_case_as_manned_aircraft", "case_by_case")
    assert before.rulebook.digest != after.rulebook.digest


def test_a_rulebook_cannot_be_changed_from_outside() -> None:
    with pytest.raises(TypeError):
        Rulebook.load().facts["kind"] = None  # type: ignore[index]


def test_silence_clears_nothing_under_an_embargo() -> None:
    d = licet.review(recipient="IR", date="2026-01-01", item={"kind": "uas", "eccn": "EAR99"})
    assert d.licence.value == "required"
    assert "unverified" in [caution.code for caution in d.warnings]


def test_a_rule_whose_start_is_not_verified_is_named_before_it() -> None:
    d = licet.review(date="1992-06-01", recipient="CN", item=DRONE)
    [caution] = [caution for caution in d.warnings if caution.code == "dates_unverified"]
    assert "us.itar-126.1/d1" in caution.message
    assert "dates_unverified" not in {
        c.code for c in licet.review(date="2025-09-15", recipient="IT", item=DRONE).warnings
    }


def test_an_answer_that_rests_on_a_proposal_says_that_it_is_no_law() -> None:
    missile = {"kind": "cruise_missile", "range": "1000 km", "payload": "600 kg"}
    d = licet.review(date="2026-06-01", recipient="JP", item=missile, reform="hr-3068-119")
    [rule] = d.posture.by
    assert rule.in_force.startswith("not law")
    assert "as_if_law" in {caution.code for caution in d.warnings}


def test_a_name_of_a_file_is_no_transfer_in_python() -> None:
    with pytest.raises(licet.InputError, match="licet review FILE"):
        licet.review("transfer.yaml")  # type: ignore[arg-type]


def test_a_determination_and_an_answer_are_short_at_a_prompt() -> None:
    d = licet.review(recipient="SA", date="2025-09-15", item=DRONE)
    assert repr(d).startswith("<Determination: case_by_case_as_manned_aircraft; ")
    assert repr(d.posture) == "<Answer: 'case_by_case_as_manned_aircraft'; by us.uas-2025/as-manned-aircraft>"


def test_a_word_that_people_use_is_offered_its_value_and_not_taken() -> None:
    with pytest.raises(licet.InputError, match="did you mean uas"):
        licet.review(item={"kind": "Drone"})


EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_timeline_says_on_every_day_what_a_review_says(path: Path) -> None:
    rulebook = Rulebook.load()
    for node in read_file(str(path))[0]:
        transfer = Stater(rulebook, datetime.date(2026, 11, 22)).read(node)
        last = datetime.date(2026, 11, 22)
        for stretch in timeline(rulebook, transfer.stated, datetime.date(1986, 1, 1), last):
            for day in (stretch.start, (stretch.end or last) - datetime.timedelta(days=1)):
                again = Review(rulebook, Stater(rulebook, day, as_of=day.isoformat()).read(node))
                for question, possible in stretch.answers.items():
                    assert tuple(again.answers[question].possible) == possible, (day, question)


def test_what_is_claimed_takes_no_turning_day_away(rulebook: Rulebook) -> None:
    """A claim decides beside the figures, and is weighed anew on every day."""
    stated: dict[str, Any] = {
        "date": "2025-09-15",
        "exporter": "US",
        "recipient": "SA",
        "channel": "fms",
        "item": {"kind": "uas", "range": "11100 km", "payload": "2155 kg", "max_airspeed": "389 km/h"},
    }
    claimed = {**stated, "item": {**stated["item"], "entries": ["1.A.2"]}}
    days = [
        {
            (turn.at, turn.question)
            for turn in licet.review(one, rulebook=rulebook).turning_points
            if turn.fact == "date"
        }
        for one in (stated, claimed)
    ]
    assert ("before 1987-04-16", "regime_posture") in days[0]
    assert days[0] <= days[1]


def test_what_decides_one_entry_is_not_asked_for_another_with_range_and_payload_between_them() -> None:
    # Whether a thing carries 500 kg over 300 km is one test of two figures: where one of the two is known, another question is left.
    rulebook, day = Rulebook.load(), datetime.date(1991, 3, 23)
    stated = from_value({"item": {"kind": "component"}, "date": day.isoformat()}, Where("transfer"))
    review = Review(rulebook, Stater(rulebook, day).read(stated), exact="quick")
    left = review.remaining["entries:2.A.1.b.1"]
    assert left.exact
    assert {"part", "range", "payload"} <= set(left.facts)
    assert "guidance_error" not in left.facts, "it tells sets of guidance apart, and no re-entry vehicle"
