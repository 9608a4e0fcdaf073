"""How answers look: strictness is lightness, every colour has a sign, and bad answers are named."""

from __future__ import annotations

from itertools import pairwise

import pytest

from licet.errors import InputError
from licet.pictures.lettering import fitting, named, shortened, wide, wrapped
from licet.pictures.looks import DARK, OPEN, UNRULED, WHITE, Looks, colour, lightness
from licet.pictures.scales import steps
from licet.rulebook.rulebook import Rulebook


@pytest.fixture
def looks(rulebook: Rulebook) -> Looks:
    return Looks(rulebook)


def contrast(one: str, other: str) -> float:
    low, high = sorted((lightness(one), lightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_an_unknown_question_and_one_that_collects_codes_are_refused_with_the_near_one(rulebook: Rulebook) -> None:
    with pytest.raises(InputError, match="'postures'.*did you mean posture"):
        Looks(rulebook, "postures")
    with pytest.raises(InputError, match="'entries'; expected a question with one answer"):
        Looks(rulebook, "entries")


def test_an_unknown_answer_is_refused_with_the_near_one(looks: Looks) -> None:
    with pytest.raises(InputError, match="IT: the answer 'case_by_cas'.*did you mean case_by_case"):
        looks.of(["case_by_cas"], "IT")


def test_no_answer_at_all_is_refused(looks: Looks) -> None:
    with pytest.raises(InputError, match="IT: no answer"):
        looks.of([], "IT")


def test_the_stricter_an_answer_the_darker_it_is(looks: Looks, rulebook: Rulebook) -> None:
    codes = list(rulebook.questions["posture"].values)
    light = [lightness(looks.of([code]).fill) for code in codes]
    assert len(light) > 5
    assert all(before + 0.01 < after for before, after in pairwise(light))


def test_the_scale_grows_lighter_everywhere() -> None:
    light = [lightness(colour(step / 200)) for step in range(201)]
    assert all(before < after for before, after in pairwise(light))


@pytest.mark.parametrize("question", ["posture", "regime_posture", "category", "licence", "authority"])
def test_every_answer_has_a_sign_of_its_own_that_can_be_read_on_its_colour(rulebook: Rulebook, question: str) -> None:
    looks = Looks(rulebook, question)
    every = [looks.of([code]) for code in rulebook.questions[question].values]
    assert len({look.sign for look in every}) == len(every)
    assert len({look.fill for look in every}) == len(every)
    assert all(contrast(look.fill, look.ink) >= 4.4 for look in every)


def test_what_is_open_is_white_with_a_question_mark_and_names_what_is_left_in_order(looks: Looks) -> None:
    look = looks.of(["case_by_case", "policy_of_denial"])
    assert (look.sign, look.fill, look.open) == (OPEN, WHITE, True)
    assert look.words == "open: policy of denial or case by case"
    assert look.codes == "policy_of_denial|case_by_case"


def test_the_answer_where_no_rule_speaks_is_not_counted(looks: Looks, rulebook: Rulebook) -> None:
    look = looks.of([rulebook.questions["posture"].default])
    assert look.sign == UNRULED
    assert look.ink == DARK


def test_a_legend_has_each_answer_once_in_order_with_what_is_open_last(looks: Looks) -> None:
    shown = [looks.of(codes) for codes in (["case_by_case"], ["prohibited", "case_by_case"], ["prohibited"])]
    entries = looks.legend([*shown, *shown, looks.of(["prohibited", "policy_of_denial"])])
    assert [said for _, said in entries] == ["Prohibited", "Case by case", "Open: more than one answer is left"]


def test_a_wrapped_text_keeps_its_words_and_its_width() -> None:
    text = "Posture for 33 nations changes from strong presumption of denial to case by case"
    lines = wrapped(text, 19, 300, bold=True)
    assert len(lines) > 1
    assert " ".join(lines) == text
    assert all(wide(line, 19, bold=True) <= 300 for line in lines)


def test_a_shortened_text_ends_with_an_ellipsis_and_fits() -> None:
    found = shortened("strong presumption of denial", 11, 80)
    assert found.endswith("…")
    assert wide(found, 11) <= 80


def test_names_that_do_not_fit_are_counted() -> None:
    names = ["Albania", "Andorra", "Angola", "Anguilla"]
    assert named(names, 11, 1000) == "Albania, Andorra, Angola and Anguilla"
    assert named(names, 11, 130) == "Albania and 3 more"
    assert named(["Italy"], 11, 200) == "Italy"


def test_the_first_text_that_fits_is_taken_and_none_where_none_does() -> None:
    assert fitting(["strong presumption of denial", "3"], 11, 20) == "3"
    assert fitting(["strong presumption of denial", "3"], 11, 2) == ""


@pytest.mark.parametrize(("most", "last"), [(1, 1), (5, 5), (7, 8), (37, 40), (5000, 5000), (5001, 6000)])
def test_marks_of_an_axis_are_round_and_reach_the_greatest_value(most: int, last: int) -> None:
    found = steps(most)
    assert found[0] == 0
    assert found[-1] == last
    assert len({after - before for before, after in pairwise(found)}) == 1
