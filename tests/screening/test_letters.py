"""From a name in any script to plain Latin words."""

from __future__ import annotations

import pytest
from hypothesis import given
from screening.names_drawn import ANY_TEXT

from licet.screening.letters import HAN, HANGUL, KANA, LETTERS, VOWELLESS, clean, plain_script, spelt


def words(name: str) -> list[str]:
    return [word.text for word in spelt(name)]


# Bad input


@pytest.mark.parametrize("name", ["", " ", "\n\t", "…", "🚀🚀", "\u200b\u200f\ufeff", "\u0301", "—/—", "\ud800", "\0"])
def test_a_text_without_letters_and_figures_has_no_words(name: str) -> None:
    assert words(name) == []


@given(ANY_TEXT)
def test_the_words_of_any_text_are_letters_and_figures_in_lower_case(name: str) -> None:
    for word in spelt(name):
        assert word.text
        assert word.text == word.text.lower()
        assert word.text.isalnum()


@given(ANY_TEXT)
def test_a_cleaned_text_is_clean(name: str) -> None:
    assert clean(clean(name)) == clean(name)


def test_a_text_of_ten_thousand_signs_is_read() -> None:
    assert len(words("Ж" * 10_000)) == 1
    assert len(words("Vega " * 2_000)) == 2_000
    assert words("第" * 10_000)
    assert words("ال" * 5_000)


# Signs that are no part of a name


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("S\u200be\u200brgei La\u00advrov", "Sergei Lavrov"),
        ("\u202eSergei\u202c Lavrov\u200f", "Sergei Lavrov"),
        ("Ｓｅｒｇｅｉ　Ｌａｖｒｏｖ", "Sergei Lavrov"),
        ("S\u0336e\u0336r\u0336g\u0336e\u0336i\u0336 Lavrov", "Sergei Lavrov"),
        ("Jose\u0301 Muñoz", "José Mun\u0303oz"),
        ("Sergei\u00a0Lavrov", "Sergei Lavrov"),
        ("«Sergei» (Lavrov)", "Sergei Lavrov"),
        ("مـحـمـد", "محمد"),
        ("مُحَمَّد", "محمد"),
    ],
)
def test_signs_that_do_not_show_or_only_decorate_change_no_word(written: str, meant: str) -> None:
    assert words(written) == words(meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Sеrgеi Lаvrоv", "sergei lavrov"),
        ("Rοsοbοrοnexport", "rosoboronexport"),
        ("Ig0r Sech1n", "igor sechin"),
        ("B0eing", "boeing"),
    ],
)
def test_look_alike_letters_and_figures_within_a_word_are_mended(written: str, meant: str) -> None:
    assert " ".join(words(written)) == meant


def test_a_figure_beside_letters_stays_a_figure() -> None:
    assert words("Su27 MQ9 9K720") == ["su27", "mq9", "9k720"]


def test_letters_that_have_no_latin_spelling_are_a_name_all_the_same() -> None:
    assert words("\U00030000\U00030001") != words("\U00030002\U00030003") != []


# Words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A.B.C. Company", ["abc", "company"]),
        ("L.L.C.", ["llc"]),
        ("Al-Qa'ida", ["al", "qaida"]),
        ("O’Brien", ["obrien"]),
        ("SergeiLavrov", ["sergei", "lavrov"]),
        ("SiemensAG", ["siemens", "ag"]),
        ("Rohde & Schwarz", ["rohde", "and", "schwarz"]),
        ("Сергей·Лавров", ["sergey", "lavrov"]),
        ("Müller Straße", ["muller", "strasse"]),
        ("Łódź Ærø Iğdır", ["lodz", "aero", "igdir"]),
    ],
)
def test_a_name_falls_into_words(name: str, expected: list[str]) -> None:
    assert words(name) == expected


@pytest.mark.parametrize(
    ("name", "script"),
    [("Lavrov", LETTERS), ("Лавров", LETTERS), ("محمد", VOWELLESS), ("משה", VOWELLESS), ("华为", HAN), ("삼성", HANGUL), ("トヨタ", KANA)],
)  # fmt: skip
def test_a_word_knows_its_script(name: str, script: str) -> None:
    assert {word.script for word in spelt(name)} == {script}


@pytest.mark.parametrize("name", ["अली", "আলী", "เทคโนโลยี", "தமிழ்", "മലയാളം", "ខ្មែរ"])
def test_vowel_signs_part_no_word(name: str) -> None:
    assert len(spelt(name, ())) == 1


def test_a_sign_in_brackets_is_a_legal_form_and_the_sign_in_a_name_is_not() -> None:
    assert [word.shown for word in spelt("㈱日立")] == ["(株)", *[word.shown for word in spelt("日立")]]
    assert next(word.shown for word in spelt("(주)한화")) == "(주)"
    assert "(주)" not in [word.shown for word in spelt("주 한화")]
    assert words("Vega (И) (A)") == ["vega", "i", "a"]


def test_the_article_of_arabic_stands_apart() -> None:
    assert len(words("السيد")) == 2 if plain_script("السيد") not in _meanings() else 1
    assert len(spelt("القحطاني", {})) == 2


def test_text_without_spaces_is_parted_by_the_words_that_are_known() -> None:
    assert [word.shown for word in spelt("北京航空大学", {"北京", "航空", "大学"})] == ["北京", "航空", "大学"]
    assert [word.shown for word in spelt("北京某某大学", {"北京", "大学"})] == ["北京", "某某", "大学"]


def test_a_short_run_of_signs_is_a_family_name_and_a_given_name() -> None:
    assert words("习近平") == ["xi", "jinping"]
    assert [word.shown for word in spelt("김정은")] == ["김", "정은"]


def test_a_word_of_one_sign_does_not_part_the_end_of_a_name() -> None:
    assert [word.shown for word in spelt("김정은", {"은"})] == ["김", "정은"]


@pytest.mark.parametrize(
    ("written", "number"),
    [("第五", "5"), ("第十", "10"), ("第十四", "14"), ("第五十四", "54"), ("第二〇七", "207"), ("第一百零一", "101"), ("第三百二十", "320")],
)  # fmt: skip
def test_a_chinese_number_of_an_institute_is_a_number(written: str, number: str) -> None:
    assert words(written + "研究所")[0] == number


def test_traditional_signs_are_read_as_the_simplified_ones() -> None:
    assert words("華為技術有限公司") == words("华为技术有限公司")


@pytest.mark.parametrize(("one", "other"), [("أحمد", "احمد"), ("علي", "علی"), ("فاطمة", "فاطمه"), ("كريم", "کریم")])
def test_letters_in_which_spellings_of_one_arabic_word_differ_are_one(one: str, other: str) -> None:
    assert plain_script(one) == plain_script(other)


def _meanings() -> dict[str, object]:
    from licet.screening.wording import wording

    return dict(wording().meanings)
