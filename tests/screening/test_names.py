"""One name written two ways, and two names that look like one. Persons and companies here are examples and say nothing of anybody."""

from __future__ import annotations

import csv

import pytest
from screening.made_lists import SHARED

from licet.screening.alignment import align, similarity
from licet.screening.evidence import MATCH, POSSIBLE
from licet.screening.prepared import prepare

PERSON, ORGANISATION = "person", "organisation"
PAIRS = SHARED / "name-matching" / "name_pairs.csv"
KINDS = {"Person": PERSON, "Vessel": "vessel", "Airplane": "aircraft"}
needs_pairs = pytest.mark.skipif(not PAIRS.is_file(), reason="no labelled names in ../shared/data beside the checkout")


def same(one: str, other: str, kind: str) -> bool:
    return similarity(one, other, kind) >= POSSIBLE


def why(one: str, other: str, kind: str) -> str:
    person = kind == PERSON
    return " ".join(align(prepare(one, person), prepare(other, person), person).why())


# Companies


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siemens AG", "Siemens Aktiengesellschaft"),
        ("SiemensAG", "Siemens AG"),
        ("Siemens Aktiengeselschaft", "Siemens AG"),
        ("Huawei Technologies Co., Ltd.", "Huawei Technologies Company Limited"),
        ("Rosoboronexport JSC", "Rosoboronexport"),
        ("ООО Ромашка", "Romashka LLC"),
        ("Cementos del Sur S.A. de C.V.", "Cementos del Sur SA"),
        ("株式会社日立製作所", "㈱日立製作所"),
        ("شركة سهند ش.م.م", "شركة سهند"),
    ],
)
def test_a_legal_form_written_otherwise_or_left_out_is_the_same_company(one: str, other: str) -> None:
    assert same(one, other, ORGANISATION)


def test_companies_of_one_name_and_other_legal_forms_are_flagged_and_told() -> None:
    assert same("Sahand Trading LLC", "Sahand Trading GmbH", ORGANISATION)
    assert "GmbH" in why("Sahand Trading LLC", "Sahand Trading GmbH", ORGANISATION)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iran Electronics Industries", "Electronics Industries of Iran"),
        ("Bank Sahand Tehran", "Tehran Sahand Bank"),
        ("GmbH Nordwind", "Nordwind GmbH"),
    ],
)
def test_the_order_of_words_is_free(one: str, other: str) -> None:
    assert same(one, other, ORGANISATION)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Rosoboron Export", "Rosoboronexport", ORGANISATION),
        ("SergeiLavrov", "Sergei Lavrov", PERSON),
        ("Plat Ono Vich", "Platonovich", PERSON),
        ("Al Masri", "Almasri", PERSON),
        ("Karim Al Masri", "Karim Almasri", PERSON),
        ("Abd al Rahman", "Abdalrahman", PERSON),
    ],
)
def test_words_written_together_are_the_same_words(one: str, other: str, kind: str) -> None:
    assert same(one, other, kind)
    assert similarity(one, other, kind) == similarity(other, one, kind)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("54th Research Institute", "Fifty-Fourth Research Institute"),
        ("Louis XIV Trading", "Louis 14 Trading"),
        ("Plant No. 013", "Plant No 13"),
        ("第五十四研究所", "第54研究所"),
    ],
)
def test_one_number_is_written_in_many_ways(one: str, other: str) -> None:
    assert similarity(one, other, ORGANISATION) >= MATCH


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plant No. 13", "Plant No. 14"),
        ("Military Unit 61608", "Military Unit 61609"),
        ("54th Research Institute", "55th Research Institute"),
        ("第五十四研究所", "第五十五研究所"),
    ],
)
def test_other_numbers_are_other_plants(one: str, other: str) -> None:
    assert not same(one, other, ORGANISATION)


@pytest.mark.parametrize(
    ("plain", "full"),
    [
        ("CORP", "Rostec Corp"),
        ("TRADING", "Volga Trading LLC"),
        ("Trading Co", "Sahand Trading Co"),
        ("International Group", "Volga International Group"),
        ("General Electronics Company", "Sahand General Electronics Company"),
        ("贸易有限公司", "上海某某贸易有限公司"),
    ],
)
def test_plain_company_words_alone_are_nobody(plain: str, full: str) -> None:
    assert not same(plain, full, ORGANISATION)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volga Aviation", "Volga Marine"),
        ("Sahand Trading Co", "Alborz Trading Co"),
        ("Boeing", "Airbus"),
        ("Bank of Ireland", "Bank of Iran"),
    ],
)
def test_companies_that_share_a_word_are_two(one: str, other: str) -> None:
    assert not same(one, other, ORGANISATION)


def test_a_common_word_is_the_same_in_another_language() -> None:
    assert same("Sahand Oil Company", "شركة سهند النفط", ORGANISATION)
    assert same("Zavod Vega", "Vega Plant", ORGANISATION)


# Persons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Сергей Лавров", "Sergey Lavrov"),
        ("Sergej Lawrow", "Sergei Lavrov"),
        ("Щербаков Юрий", "Yuri Shcherbakov"),
        ("Usama bin Ladin", "Osama bin Laden"),
        ("Mohammed Hussein", "Muhamad Husayn"),
        ("محمد السيد", "Mohammed Al Sayed"),
        ("علی رضا", "Ali Reza"),
        ("Müller Jürgen", "Juergen Mueller"),
        ("Şükrü Çağlar", "Sukru Caglar"),
        ("José Muñoz", "Jose Munoz"),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
    ],
)
def test_a_name_in_another_script_or_spelling_is_the_same_name(one: str, other: str) -> None:
    assert same(one, other, PERSON)


@pytest.mark.parametrize(
    ("native", "latin"),
    [("习近平", "Xi Jinping"), ("山田太郎", "Yamada Taro"), ("김정은", "Kim Jong Un"), ("李小龙", "Li Xiaolong")],
)
def test_names_without_spaces_are_read(native: str, latin: str) -> None:
    assert same(native, latin, PERSON)


def test_names_in_one_native_script_that_differ_in_a_sign_are_two() -> None:
    assert not same("王伟", "王芳", PERSON)
    assert similarity("王伟", "王偉", PERSON) == 1.0


@pytest.mark.parametrize(
    "written",
    ["Sеrgеi Lаvrоv", "S\u200bergei La\u00advrov", "Serg3i Lavr0v", "\u202eSergei Lavrov", "ＳＥＲＧＥＩ ＬＡＶＲＯＶ"],
)
def test_a_disguised_name_is_still_the_name(written: str) -> None:
    assert similarity(written, "Sergei Lavrov", PERSON) >= MATCH


def test_family_name_first_is_the_same_person() -> None:
    assert similarity("LAVROV, Sergei Viktorovich", "Sergei Viktorovich Lavrov", PERSON) == 1.0


def test_an_initial_stands_for_a_name_that_begins_with_it() -> None:
    assert same("S. V. Lavrov", "Sergei Viktorovich Lavrov", PERSON)
    assert "initial" in why("S. V. Lavrov", "Sergei Viktorovich Lavrov", PERSON)
    assert not same("K. V. Lavrov", "Sergei Lavrov", PERSON)


def test_a_patronymic_or_a_tribe_may_be_left_out() -> None:
    assert same("Sergei Lavrov", "Sergei Viktorovich Lavrov", PERSON)
    assert same("Saddam Hussein", "Saddam Hussein al-Tikriti", PERSON)


def test_particles_and_titles_weigh_little() -> None:
    assert similarity("Usama bin Ladin", "Usama Ladin", PERSON) >= MATCH
    assert similarity("Dr. Ivan Petrov", "Ivan Petrov", PERSON) >= MATCH
    assert similarity("Ludwig van Beethoven", "Ludwig Beethoven", PERSON) >= MATCH


def test_father_and_son_are_two() -> None:
    assert not same("Sultan bin Khalid", "Khalid bin Sultan", PERSON)
    assert same("Sultan bin Khalid", "Sultan bin Khaled", PERSON)


def test_a_nickname_and_a_form_in_another_language_are_flagged() -> None:
    assert same("Bill Gates", "William Gates", PERSON)
    assert "forms of one name" in why("Bill Gates", "William Gates", PERSON)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ahmet Yilmaz", "Mehmet Yilmaz"), ("Marie Curie", "Pierre Curie"), ("Angelo Cruz", "Angela Merkel")],
)
def test_two_names_that_people_bear_are_no_slip_of_one_another(one: str, other: str) -> None:
    assert not same(one, other, PERSON)


def test_a_slip_of_the_pen_is_told() -> None:
    assert same("Sergei Lavrow", "Sergei Lavrov", PERSON)
    assert "one letter differs" in why("Ivan Platanovich", "Ivan Platonovich", PERSON)


def test_a_person_may_be_called_by_a_word_of_companies() -> None:
    assert not same("Ivan Trading", "Ivan Group", PERSON)
    assert [word.role for word in prepare("Anna Bank", person=True).words] == ["name", "name"]


def test_the_reasons_name_what_agrees_and_what_stands_alone() -> None:
    said = align(prepare("Sahand Import Trading LLC"), prepare("Sahand Trading GmbH"), False).why()
    assert said == [
        "Agrees: Sahand, Trading.",
        "Only in the name that was asked: Import LLC.",
        "Only on the list: GmbH.",
    ]


# The labelled pairs

# Clear cases in which the names alone mislead; one that is mended is taken out here, and none is added.
STILL_WRONG: set[tuple[str, str]] = set()


def labelled() -> list[tuple[bool, str, float, tuple[str, str]]]:
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        return [
            (
                row["is_match"] == "true",
                row["quality"],
                similarity(row["name1"], row["name2"], KINDS.get(row["schema"], ORGANISATION)),
                (row["name1"], row["name2"]),
            )
            for row in csv.DictReader(stream)
        ]


@needs_pairs
def test_the_labelled_pairs_are_told_apart() -> None:
    found = labelled()
    right = sum(score >= POSSIBLE for match, _, score, _ in found if match)
    wrong = sum((score >= POSSIBLE) != match for match, _, score, _ in found)
    assert 2 * right / (2 * right + wrong) >= 0.88
    assert {
        pair for match, how, score, pair in found if how == "STRONG" and (score >= POSSIBLE) != match
    } <= STILL_WRONG
