"""The condition language: what each form means as a tree, where a wrong one stops, and that what is read prints back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import conditions

from licet.language.condition_reader import NotACondition, read_condition
from licet.language.conditions import (
    And,
    Applied,
    Between,
    Code,
    Compare,
    Condition,
    Date,
    Group,
    InGroup,
    InValues,
    Is,
    Name,
    Not,
    Number,
    Or,
    Sum,
    Truth,
    atoms,
    conjuncts,
    names,
    write_condition,
)
from licet.rulebook.rulebook import Rulebook

KIND, RANGE, RECIPIENT = Name("kind"), Name("range"), Name("recipient")
HYPERSONIC, UCAV = Truth(Name("hypersonic")), Truth(Name("advanced_ucav"))
KM300, KG500 = Number("300", "km"), Number("500", "kg")

FORMS: dict[str, Condition] = {
    "hypersonic": HYPERSONIC,
    "end_use.wmd_delivery": Truth(Name("end_use.wmd_delivery")),
    "not hypersonic": Not(HYPERSONIC),
    "not not hypersonic": Not(Not(HYPERSONIC)),
    "kind is uas": Is(KIND, "uas", False),
    "kind is not uas": Is(KIND, "uas", True),
    "category is I": Is(Name("category"), "I", False),
    "eccn is 9": Is(Name("eccn"), "9", False),
    "entry is 1.A.2": Is(Name("entry"), "1.A.2", False),
    "kind in (uas)": InValues(KIND, ("uas",), False),
    "kind in (uas, cruise_missile)": InValues(KIND, ("uas", "cruise_missile"), False),
    "kind not in (uas, 9, 1.A)": InValues(KIND, ("uas", "9", "1.A"), True),
    "recipient in nato": InGroup(RECIPIENT, "nato", False, ""),
    "recipient not in nato": InGroup(RECIPIENT, "nato", True, ""),
    "recipient in nato on 1999-03-12": InGroup(RECIPIENT, "nato", False, "1999-03-12"),
    "recipient not in nato on 1999-03-12": InGroup(RECIPIENT, "nato", True, "1999-03-12"),
    "range < 300 km": Compare(RANGE, "<", KM300),
    "range <= 300 km": Compare(RANGE, "<=", KM300),
    "range > 300 km": Compare(RANGE, ">", KM300),
    "range >= 300 km": Compare(RANGE, ">=", KM300),
    "300 km <= range": Compare(KM300, "<=", RANGE),
    "date >= 2020-07-24": Compare(Name("date"), ">=", Date("2020-07-24")),
    "guidance_error < 3.33 %": Compare(Name("guidance_error"), "<", Number("3.33", "%")),
    "number > 3": Compare(Name("number"), ">", Number("3", "")),
    "total_impulse >= 1.1 MN*s": Compare(Name("total_impulse"), ">=", Number("1.1", "MN*s")),
    "value >= 14 MUSD": Compare(Name("value"), ">=", Number("14", "MUSD")),
    "range + 10 km - margin < 300 km": Compare(
        Sum((("+", RANGE), ("+", Number("10", "km")), ("-", Name("margin")))), "<", KM300
    ),
    "operating_temperature_min < -45 degC": Compare(Name("operating_temperature_min"), "<", Number("-45", "degC")),
    "-5 < number": Compare(Number("-5", ""), "<", Name("number")),
    "range - -5 km < 300 km": Compare(Sum((("+", RANGE), ("-", Number("-5", "km")))), "<", KM300),
    "range between 300 km and 500 km": Between(RANGE, KM300, Number("500", "km")),
    "range between 3 and 5 and hypersonic": And((Between(RANGE, Number("3", ""), Number("5", "")), HYPERSONIC)),
    "date between 1987-04-16 and 1993-01-07": Between(Name("date"), Date("1987-04-16"), Date("1993-01-07")),
    "delivers(500 kg, 300 km)": Applied("delivers", (KG500, KM300)),
    "meets(3.A.2)": Applied("meets", (Code("3.A.2"),)),
    "meets(1.A)": Applied("meets", (Code("1.A"),)),
    "usable_in(1.A, 19.A.1, 19.A.2)": Applied("usable_in", (Code("1.A"), Code("19.A.1"), Code("19.A.2"))),
    "hypersonic and advanced_ucav": And((HYPERSONIC, UCAV)),
    "hypersonic or advanced_ucav": Or((HYPERSONIC, UCAV)),
    "(hypersonic)": Group(HYPERSONIC),
    "((hypersonic))": Group(Group(HYPERSONIC)),
    "not (hypersonic or advanced_ucav)": Not(Group(Or((HYPERSONIC, UCAV)))),
    "range < 3 or hypersonic": Or((Compare(RANGE, "<", Number("3", "")), HYPERSONIC)),
    "kind is 5 or hypersonic": Or((Is(KIND, "5", False), HYPERSONIC)),
}


@pytest.mark.parametrize("text", FORMS)
def test_each_form_is_read_as_its_tree_and_prints_back(text: str) -> None:
    assert read_condition(text) == FORMS[text]
    assert write_condition(FORMS[text]) == text


def test_and_binds_closer_than_or_and_not_closest() -> None:
    read = read_condition("hypersonic or not hypersonic and advanced_ucav or advanced_ucav")
    assert read == Or((HYPERSONIC, And((Not(HYPERSONIC), UCAV)), UCAV))


def test_parentheses_open_the_other_order() -> None:
    assert read_condition("hypersonic and (hypersonic or advanced_ucav)") == And(
        (HYPERSONIC, Group(Or((HYPERSONIC, UCAV))))
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("range<300km", "range < 300 km"),
        ("  kind  is\n  uas ", "kind is uas"),
        ("kind in(uas,cruise_missile)", "kind in (uas, cruise_missile)"),
        ("delivers( 500kg ,300 km )", "delivers(500 kg, 300 km)"),
        ("not(hypersonic)", "not (hypersonic)"),
        ("range >\t300 km\n  and hypersonic\n", "range > 300 km and hypersonic"),
        ("range < 300\nkm", "range < 300 km"),
    ],
)
def test_white_space_does_not_count(text: str, shown: str) -> None:
    assert write_condition(read_condition(text)) == shown


def test_names_that_begin_like_a_keyword_are_names() -> None:
    assert read_condition("notable and origin or island") == Or(
        (And((Truth(Name("notable")), Truth(Name("origin")))), Truth(Name("island")))
    )


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "the end where the name of a fact"),
        ("   ", 3, "the end where"),
        ("kind is", 7, "the end where a value"),
        ("kind is and", 8, "'and' where a value"),
        ("kind is not", 11, "the end where a value"),
        ("kind uas", 5, "'uas' where 'and', 'or' or the end"),
        ("range <", 7, "the end where the name of a fact, or a quantity"),
        ("range < 300 km and", 18, "the end"),
        ("300 km", 6, "the end where a comparison"),
        ("range + 3 km", 12, "the end where a comparison"),
        ("(hypersonic", 11, "the end where ')'"),
        ("hypersonic)", 10, "')' where 'and', 'or' or the end"),
        ("kind in", 7, "the end where a group or values"),
        ("kind in ()", 9, "')' where a value"),
        ("kind in (uas", 12, "the end where ','"),
        ("kind in (uas,)", 13, "')' where a value"),
        ("recipient in nato on", 20, "the end where a date"),
        ("recipient in nato on tuesday", 21, "'tuesday' where a date"),
        ("range between 3 km", 18, "the end where 'and'"),
        ("range between 3 km or 5 km", 19, "'or' where 'and'"),
        ("delivers()", 9, "')' where a quantity or the code"),
        ("delivers(range)", 9, "'range' where a quantity or the code"),
        ("delivers(500 kg 300 km)", 16, "'300' where ','"),
        ("range = 300 km", 6, "the sign '='"),
        ("range < 300 km; import os", 14, "the sign ';'"),
        ("kind is 'uas'", 8, "the sign '''"),
        ("a.b.", 3, "the sign '.'"),
        ("__import__('os').system('true')", 11, "the sign '''"),
        ("range < --5 km", 8, "'-' where the name of a fact"),
        ("range < - reach", 8, "'-' where the name of a fact"),
        ("hypersonic and or advanced_ucav", 15, "'or' where the name of a fact"),
        ("is is is", 0, "'is' where the name of a fact"),
    ],
)
def test_an_error_says_where_it_is_and_what_was_expected(text: str, offset: int, message: str) -> None:
    with pytest.raises(NotACondition) as caught:
        read_condition(text)
    assert caught.value.offset == offset
    assert message in str(caught.value)


@pytest.mark.parametrize("opening", ["(", "not ", "not (", "a and (", "a or (not "])
def test_deep_nesting_is_an_error_and_no_overflow(opening: str) -> None:
    for depth in (61, 500, 50_000):
        with pytest.raises(NotACondition, match="nested at most 60 deep|the end where"):
            read_condition(opening * depth + "a" + ")" * depth * opening.count("("))


def test_nesting_of_sixty_is_read_and_prints_back() -> None:
    text = "(" * 60 + "a" + ")" * 60
    assert write_condition(read_condition(text)) == text


def test_a_condition_may_be_long() -> None:
    text = " or ".join(f"a{n} is b" for n in range(20_000))
    assert write_condition(read_condition(text)) == text


@given(conditions)
def test_what_is_written_reads_back_to_the_same_tree(condition: Condition) -> None:
    text = write_condition(condition)
    assert read_condition(text) == condition
    assert write_condition(read_condition(text)) == text


@given(conditions)
def test_white_space_between_words_changes_nothing(condition: Condition) -> None:
    text = write_condition(condition)
    assert read_condition("\n " + text.replace(" ", " \n\t ") + " \n") == condition


@given(conditions)
def test_the_atoms_are_those_of_the_conjuncts(condition: Condition) -> None:
    parts = conjuncts(condition)
    assert [atom for part in parts for atom in atoms(part)] == list(atoms(condition))
    assert all(not isinstance(part, And) for part in parts)


def test_the_names_of_an_atom_are_all_that_it_reads() -> None:
    [atom] = atoms(read_condition("range + reach between low - 3 km and high"))
    assert list(names(atom)) == ["range", "reach", "low", "high"]


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [*"()<>=,.+-", " ", "and", "or", "not", "is", "in", "on", "between", "a", "3", "km", "1.A", "2020-01-01"]
        )
    ).map(" ".join)
)
@example("\x00")
@example("a in (1.)")
@example("٣ < a")
@example("a < 2020-01-0")
def test_any_text_is_a_condition_or_none_and_nothing_else_is_raised(text: str) -> None:
    try:
        condition = read_condition(text)
    except NotACondition as error:
        assert 0 <= error.offset <= len(text)
        assert str(error)
    else:
        assert read_condition(write_condition(condition)) == condition


@given(conditions, st.data())
def test_a_condition_cut_short_or_with_a_word_too_many_raises_nothing_else(
    condition: Condition, data: st.DataObject
) -> None:
    text = write_condition(condition)
    at = data.draw(st.integers(0, len(text)))
    for broken in (
        text[:at],
        text[:at] + data.draw(st.sampled_from(["(", ")", " and ", " not ", "²", "'", "<"])) + text[at:],
    ):
        try:
            read_condition(broken)
        except NotACondition as error:
            assert 0 <= error.offset <= len(broken)


def test_the_conditions_of_the_law_print_back(rulebook: Rulebook) -> None:
    conditions = [rule.when for i in rulebook.instruments.values() for rule in i.rules if rule.when is not None]
    assert len(conditions) > 100
    for condition in conditions:
        text = write_condition(condition)
        assert read_condition(text) == condition
        assert write_condition(read_condition(text)) == text
