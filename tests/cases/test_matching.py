"""A case held against refusals: same item or entry, same or similar party, same destination; a match is no verdict, and none is no clearance."""

from __future__ import annotations

import itertools

import pytest
from cases.denial_files import BROKER, ENGINE, GYRO, UNLISTED, register
from hypothesis import given
from hypothesis import strategies as st

from licet.cases.denials import Register
from licet.cases.matching import STATUSES, Matching, Sought, entry_parts, match
from licet.rulebook.rulebook import Rulebook
from licet.screening.answer import Party

NATIONS = Rulebook.load().nations
REGISTER = register(GYRO, BROKER, ENGINE, UNLISTED)


def sought(*parties: str, entries: tuple[str, ...] = (), to: str = "", described: str = "") -> Sought:
    return Sought("1", to, described, entries, tuple(Party(name=name) for name in parties))


def held(one: Sought, register_: Register | None = REGISTER) -> Matching:
    return match([one], register_, NATIONS)


def grounds(found: Matching) -> list[tuple[str, list[str]]]:
    return [(one.denial, [agreement.kind for agreement in one.agreements]) for one in found.found]


# What was not matched.


def test_without_a_register_nothing_was_matched() -> None:
    found = held(sought("Kestrel Air Motors"), None)
    assert (found.status, found.says) == ("not_matched", ("No register of refusals was read; nothing was matched.",))


def test_against_a_register_that_holds_nothing_nothing_was_matched() -> None:
    found = held(sought("Kestrel Air Motors"), register())
    assert (found.status, found.says[0]) == ("not_matched", "The register holds no refusal; nothing was matched.")


def test_against_a_register_of_which_no_row_could_be_read_nothing_was_matched() -> None:
    found = held(sought("Kestrel Air Motors"), register(",,x,,,,,,,,"))
    assert found.status == "not_matched"
    assert found.says[1] == "Rows of the register that could not be read, and were not asked: 1."


@pytest.mark.parametrize("one", [sought(), sought(entries=("9.A.6",)), sought(to="PK")])
def test_a_case_that_names_neither_party_nor_item_with_destination_was_not_matched(one: Sought) -> None:
    assert held(one).status == "not_matched"
    assert match([], REGISTER, NATIONS).status == "not_matched"


def test_what_agrees_with_nothing_is_no_clearance() -> None:
    found = held(sought("Blue Heron Bakeries", entries=("1.C.1",), to="JP", described="Bread"))
    assert (found.status, found.found) == ("nothing_found", ())
    assert found.says[0] == "No refusal of the register agrees; that is no clearance."
    assert "clear" not in STATUSES


def test_what_of_a_case_was_not_asked_is_told() -> None:
    assert "Item 1 names no party." in held(sought(entries=("9.A.6",), to="PK")).says
    assert "Item 1 names no control entry." in held(sought("Kestrel Air Motors", to="PK")).says


def test_rows_that_could_not_be_read_are_told_beside_what_was_found() -> None:
    found = held(sought("Kestrel Air Motors"), register(ENGINE, ",,x,,,,,,,,"))
    assert found.status == "matched"
    assert "Rows of the register that could not be read, and were not asked: 1." in found.says


# What is a match, and on what grounds.


def test_the_same_party_is_a_match_whatever_the_item() -> None:
    found = held(sought("Kestrel Air Motors Ltd", entries=("1.C.1",), to="JP"))
    assert grounds(found) == [("DN2", ["party"])]
    assert found.found[0].partner == "Italy"
    assert (
        found.found[0].agreements[0].says.startswith("The same party: Kestrel Air Motors Ltd and Kestrel Air Motors.")
    )


def test_a_party_that_is_spelt_otherwise_is_a_match() -> None:
    assert grounds(held(sought("Sarand Precision Works Ltd"))) == [("DN1", ["party"])]


def test_any_party_of_a_refusal_makes_it_a_match() -> None:
    assert grounds(held(sought("Halvorsen Trading FZE"))) == [("DN1", ["party"])]


def test_the_same_entry_to_the_same_destination_is_a_match_and_to_another_is_none() -> None:
    assert grounds(held(sought("Blue Heron Bakeries", entries=("9.A.6",), to="PK"))) == [
        ("DN1", ["entry", "destination"])
    ]
    assert held(sought("Blue Heron Bakeries", entries=("9.A.6",), to="JP")).status == "nothing_found"


def test_an_entry_is_the_same_in_the_writing_of_another_list() -> None:
    assert grounds(held(sought(entries=("3.A.1.a",), to="TR"))) == [("DN2", ["entry", "destination"])]


def test_a_heading_and_what_stands_below_it_agree_less_than_an_entry_with_itself() -> None:
    below = held(sought(entries=("3.A.1",), to="TR")).found[0]
    same = held(sought(entries=("3.A.1.a",), to="TR")).found[0]
    assert below.score < same.score


def test_a_similar_item_to_the_same_destination_is_a_match_without_an_entry() -> None:
    assert grounds(held(sought(to="IR", described="Grease for bearing"))) == [("DN3", ["item", "destination"])]


def test_a_destination_that_nobody_knows_agrees_as_it_is_written() -> None:
    odd = register(ENGINE.replace("Turkey", "Turkiye Cumhuriyeti"))
    found = match([sought(entries=("3.A.1.a",), to="TR")], odd, {"TR": "Turkiye Cumhuriyeti"})
    assert found.status == "matched"


def test_what_agrees_in_more_stands_first() -> None:
    both = [
        Sought("1", "TR", "", ("3.A.1.a",), (Party(name="Kestrel Air Motors"),)),
        Sought("2", "JP", "", (), (Party(name="Kestrel Air Motors"),)),
    ]
    assert [one.item for one in match(both, REGISTER, NATIONS).found] == ["1", "2"]


def test_a_refusal_that_was_revoked_is_a_match_that_says_so() -> None:
    from cases.denial_files import HEAD

    revoked = register(ENGINE + ",2025-03-04,2027-01-02", head=HEAD + ",revoked_on,review_on")
    (found,) = held(sought("Kestrel Air Motors"), revoked).found
    assert found.notes == ("It was revoked on 2025-03-04.", "It is looked at again on 2027-01-02.")


def test_a_match_tells_its_grounds_and_no_verdict() -> None:
    (found,) = held(sought("Kestrel Air Motors", entries=("M3A1a",), to="TR")).found
    told = found.told()
    assert set(told) == {"digest", "score", "grounds", "notes"}
    assert [ground["kind"] for ground in told["grounds"]] == ["party", "entry", "destination"]  # type: ignore[attr-defined]
    assert told["digest"] == REGISTER.by_key["DN2"].digest


NAMES = st.sampled_from(
    ["Kestrel Air Motors", "Zarand Precision Works", "Old Quay Supplies", "Blue Heron Bakeries", "Kestrel Motors"]
)
CODES = st.sampled_from(["9.A.6", "M9A6", "3.A.1", "3.A.1.a", "9A012", "XIX(c)", "1.C.1"])


@st.composite
def cases(draw: st.DrawFn) -> Sought:
    parties = draw(st.lists(NAMES, max_size=2, unique=True))
    return sought(
        *parties,
        entries=tuple(draw(st.lists(CODES, max_size=2))),
        to=draw(st.sampled_from(["PK", "TR", "IR", "JP", ""])),
    )


@given(cases())
def test_every_match_has_grounds_and_the_refusal_stands_in_the_register(one: Sought) -> None:
    found = held(one)
    assert (found.status == "matched") == bool(found.found)
    for hit in found.found:
        kinds = {agreement.kind for agreement in hit.agreements}
        assert "party" in kinds or (kinds & {"entry", "item"} and "destination" in kinds)
        assert 0 < hit.score <= 1
        assert hit.denial in REGISTER.by_key


@given(cases(), NAMES)
def test_one_party_more_takes_no_match_away(one: Sought, name: str) -> None:
    more = Sought(one.item, one.destination, one.described, one.entries, (*one.parties, Party(name=name)))
    assert {hit.denial for hit in held(one).found} <= {hit.denial for hit in held(more).found}


@given(cases())
def test_the_order_of_a_register_changes_no_match(one: Sought) -> None:
    rows = (GYRO, BROKER, ENGINE, UNLISTED)
    told = {
        tuple((hit.denial, hit.score) for hit in held(one, register(*order)).found)
        for order in itertools.islice(itertools.permutations(rows), 0, 24, 7)
    }
    scores = {tuple(sorted(one)) for one in told}
    assert len(scores) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("M9A6", "9.A.6"), ("9a012.A", "9A012.a"), ("XIX(c)", "xix (c)"), ("1.A.2", "M1A2")]
)
def test_two_writings_of_an_entry_have_the_same_steps(one: str, other: str) -> None:
    assert entry_parts(one) == entry_parts(other)
