"""What a screening answers: statuses, hits with their reasons and what follows from them, and what it says it did not check."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from screening.made_lists import EL, NOW, SDN, party, published
from screening.screened import LISTED, UNLISTED, ask, asking, entries, fillers, keep

import licet.screening
from licet.errors import InputError
from licet.rulebook.rulebook import law_folder
from licet.screening.answer import Party, Screening
from licet.screening.decisions import decide
from licet.screening.known_lists import read_known_lists
from licet.screening.listed import Identifier
from licet.screening.screening import screen
from licet.screening.store import Store

DPL = "Denied Persons List (DPL) - Bureau of Industry and Security"
HOUSE = "House list of Utopia"
PEOPLE = [
    party(
        "DOE, Jonathan",
        SDN,
        entity_number="4711",
        type="Individual",
        programs=["NPWMD", "IFSR"],
        dates_of_birth=["1967-10-31"],
        nationalities=["IR"],
        alt_names=["Doerrington, Jonas"],
        ids=[{"type": "Passport", "number": "A1234567", "country": "IR", "issue_date": None, "expiration_date": None}],
    ),
    party("SEA THING", SDN, entity_number="4712", type="Vessel", ids=[{"type": "Vessel Registration Identification", "number": "IMO 9187629", "country": None}]),
    party("Ended Order Zeppelins", DPL, start_date="2016-01-15", end_date="2026-01-14"),
    party("Standing Order Dirigibles", DPL, start_date="2016-01-15", end_date="2027-01-14"),
]  # fmt: skip


@pytest.fixture
def path(no_lists_of_the_user: Path) -> Path:
    keep(no_lists_of_the_user, published(entries(*PEOPLE)))
    return no_lists_of_the_user


def one(path: Path, name: str, now: datetime = NOW, **stated: Any) -> Screening:
    return asking(path, now).screen(Party(name=name, **stated))


# statuses


def test_the_very_name_is_a_match_and_another_name_is_clear(path: Path) -> None:
    found = one(path, LISTED)
    assert (found.status, found.hits[0].status, found.hits[0].score) == ("match", "match", 1.0)
    assert found.hits[0].why == ["Agrees: Utopian, Rocket, Works."]
    found = one(path, UNLISTED)
    assert (found.status, found.hits, found.why) == ("clear", [], [])


def test_a_name_that_agrees_in_part_is_possible(path: Path) -> None:
    found = one(path, "Utopian Rocket Institute")
    assert found.status == "possible"
    assert 0.8 <= found.hits[0].score < 0.92


def test_the_score_from_which_an_entry_counts_can_be_set(path: Path) -> None:
    asked = asking(path, least=0.99)
    assert asked.screen(Party(name="Utopian Rocket Institute")).status == "clear"
    assert "Entries with a score below 0.99 are left out, as was asked." in asked.screen(Party(name="X")).not_checked
    assert asking(path, matches=0.8).screen(Party(name="Utopian Rocket Institute")).status == "match"
    for wrong in ({"least": 0}, {"least": 1.5}, {"matches": -1}):
        with pytest.raises(InputError, match="a score above 0, to 1"):
            asking(path, **wrong)


def test_the_likeliest_hit_comes_first(path: Path) -> None:
    scores = [hit.score for hit in one(path, LISTED, aliases=("Doe Jonathan", "Sea Thing")).hits]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


def test_equal_hits_come_in_the_order_of_lists_and_identifiers(no_lists_of_the_user: Path) -> None:
    same = [party("Twin Zeppelins", source, entity_number=number) for number in "21" for source in (SDN, EL)]
    keep(no_lists_of_the_user, published([*same, *fillers(12)]))
    (found,) = ask(no_lists_of_the_user, ["Twin Zeppelins"])
    assert [(hit.on, hit.id) for hit in found.hits] == [("EL", "1"), ("EL", "2"), ("SDN", "1"), ("SDN", "2")]


# what follows from a hit


def test_a_hit_on_the_entity_list_tells_what_needs_a_licence_and_how_it_is_reviewed(path: Path) -> None:
    (hit,) = one(path, LISTED).hits
    known = read_known_lists(law_folder()).by_code["EL"]
    assert hit.licence_requirement == "For all items subject to the EAR."
    assert hit.licence_policy == "Presumption of denial."
    assert hit.notice == "80 FR 69852"
    assert hit.since == "2015-11-12"
    assert hit.effect == f"{known.effect} [{known.cite}]"
    assert "744.11" in hit.effect


def test_a_hit_tells_its_programmes_and_nations(path: Path) -> None:
    (hit,) = one(path, "Jonathan Doe").hits
    assert (hit.on, hit.id, hit.programmes, hit.nations) == ("SDN", "4711", ["NPWMD", "IFSR"], ["IR"])
    assert "31 CFR" in hit.effect


def test_a_list_that_the_law_does_not_know_has_no_effect_of_its_own(no_lists_of_the_user: Path) -> None:
    keep(no_lists_of_the_user, published([party(LISTED, HOUSE, entity_number="1")]))
    ((hit,),) = (found.hits for found in ask(no_lists_of_the_user, [LISTED]))
    assert (hit.on, hit.effect) == ("HOUSE-LIST-OF-UTOPIA", "")


def test_an_order_that_has_ended_is_a_hit_and_told_to_have_ended(path: Path) -> None:
    found = one(path, "Ended Order Zeppelins")
    assert (found.status, found.hits[0].until) == ("match", "2026-01-14")
    assert found.hits[0].why[-1] == "The order ended on 2026-01-14; the list still has the entry."
    standing = one(path, "Standing Order Dirigibles").hits[0]
    assert standing.until == "2027-01-14"
    assert not any("ended" in why for why in standing.why)


@pytest.mark.parametrize(
    ("now", "ended"),
    [(datetime(2026, 1, 14, 23, tzinfo=UTC), False), (datetime(2026, 1, 15, tzinfo=UTC), True)],
)
def test_an_order_runs_to_the_end_of_its_last_day(no_lists_of_the_user: Path, now: datetime, ended: bool) -> None:
    order = party("Ended Order Zeppelins", DPL, end_date="2026-01-14")
    keep(no_lists_of_the_user, published([order, *fillers(9)], "2026-01-10"), now=now)
    ((hit,),) = (found.hits for found in ask(no_lists_of_the_user, ["Ended Order Zeppelins"], now))
    assert any("ended" in why for why in hit.why) == ended


# other names


def test_other_names_of_entry_and_party_are_asked(path: Path) -> None:
    found = one(path, "URW Verken")
    assert (found.status, found.hits[0].name, found.hits[0].matched) == ("match", LISTED, "URW Verken")
    found = one(path, UNLISTED, aliases=("URW Verken",))
    assert found.status == "match"
    assert found.hits[0].why[0] == "By its other name «URW Verken»."


def test_a_weak_name_of_an_entry_is_possible_at_most(no_lists_of_the_user: Path) -> None:
    from screening.made_lists import SDN_XML, given

    from licet.registers.screening_lists.formats import FORMATS
    from licet.screening.admitting import Statements
    from licet.screening.updating import add_list

    xml = SDN_XML.replace(b"JONNY", b"Zebulon Marvellous")
    add_list(no_lists_of_the_user, "ofac", given(xml, source="SDN"), FORMATS["ofac-xml"], Statements(), NOW)
    (found,) = ask(no_lists_of_the_user, ["Zebulon Marvellous"])
    assert (found.status, found.hits[0].name) == ("possible", "DOE, John")
    assert "Possible at most: the name is weak." in found.hits[0].why
    sure = asking(no_lists_of_the_user).screen(
        Party(name="Zebulon Marvellous", identifiers=(Identifier(kind="Passport", value="A1234567"),))
    )
    assert sure.status == "match"


# evidence beside the name


def test_a_birth_tells_persons_of_one_name_apart(path: Path) -> None:
    plain = one(path, "Jonathan Does", kind="person").hits[0].score
    same = one(path, "Jonathan Does", kind="person", born=("1967-10-31",)).hits[0]
    assert same.score > plain
    assert "Raised: born on 1967-10-31." in same.why
    other = one(path, "Jonathan Doe", kind="person", born=("1990",))
    assert other.status == "possible"
    assert "Lowered: born 1990, and the list has 1967-10-31." in other.hits[0].why


def test_a_nation_raises_or_lowers(path: Path) -> None:
    assert "Raised: both in Iran." in one(path, "Jonathan Doe", nations=("IR",)).hits[0].why
    why = one(path, "Jonathan Doe", nations=("FR",)).hits[0].why
    assert "Lowered: France, and the list has Iran." in why


def test_an_identifier_that_agrees_makes_a_match(path: Path) -> None:
    passport = (Identifier(kind="passport", value="a 123-4567", nation="IR"),)
    found = one(path, "Doerrington", identifiers=passport)
    assert found.status == "match"
    assert "The same identifier: Passport A1234567." in found.hits[0].why
    ship = one(path, "Sea Things", kind="vessel", identifiers=(Identifier(kind="IMO", value="9187629"),))
    assert ship.hits[0].id == "4712"


def test_what_differs_does_not_take_a_sure_name_off_the_list(path: Path) -> None:
    found = one(path, "Jonathan Doe", kind="vessel", nations=("FR",), born=("1990",))
    assert (found.status, found.hits[0].score) == ("possible", 0.8)
    assert sum(why.startswith("Lowered") for why in found.hits[0].why) == 3


def test_an_address_shared_with_a_listed_party_is_told_whatever_the_name(path: Path) -> None:
    found = one(path, UNLISTED, addresses=("No. 1, Launch Road, Aden",))
    assert found.status == "clear"
    assert found.shared_addresses == [
        f"No. 1, Launch Road, Aden: also that of {LISTED} [EL 100], «1 Launch Road, Aden, 77, YE»."
    ]
    assert one(path, UNLISTED, addresses=("2 Quiet Street, Aden",)).shared_addresses == []
    assert one(path, UNLISTED, addresses=("Aden",)).shared_addresses == []


# what is not checked


def test_what_is_not_checked_is_told_with_every_answer(path: Path) -> None:
    for name in (LISTED, UNLISTED):
        told = one(path, name).not_checked
        assert told[0].startswith("Ownership is not screened")
        assert told[1] == "Not asked, since no such list was added: UVL, MEU, DTC, ISN."


def test_more_hits_than_anybody_reads_are_cut_and_counted(no_lists_of_the_user: Path) -> None:
    for name in ("first", "second", "third", "fourth"):
        sisters = [party("Utopian Rocket Works", f"{name} list", entity_number=str(number)) for number in range(15)]
        keep(no_lists_of_the_user, published(sisters), name)
    (found,) = ask(no_lists_of_the_user, [LISTED])
    assert (len(found.hits), found.status) == (50, "match")
    assert "10 less likely hits are left out; say more of the party than its name." in found.not_checked


def test_a_name_that_too_many_entries_bear_is_never_clear_by_decisions_on_those_that_were_seen(
    no_lists_of_the_user: Path,
) -> None:
    path = no_lists_of_the_user
    keep(path, published([party("Utopian Rocket Works", entity_number=str(number)) for number in range(60)]))
    (found,) = ask(path, [LISTED])
    assert found.status == "match"
    assert any("not all were looked at" in text for text in found.not_checked)
    with Store.open(path) as store:
        for hit in found.hits:
            told = {"on": hit.on, "entry": hit.id, "verdict": "false_positive", "who": "A. Smith", "why": "x"}
            decide(store, Party(name=LISTED), found.hits, now=NOW, **told)
    (found,) = ask(path, [LISTED])
    assert {hit.status for hit in found.hits} == {"false_positive"}
    assert found.status == "not_screened"
    assert any("not all were looked at" in text for text in found.why)


# several lists


def test_every_list_is_asked(path: Path) -> None:
    keep(path, published([party("Jonathan Doe", HOUSE, entity_number="9")], "2026-07-30"), "house")
    found = one(path, "Jonathan Doe")
    assert {(hit.on, hit.id) for hit in found.hits} == {("SDN", "4711"), ("HOUSE-LIST-OF-UTOPIA", "9")}
    assert {(state.list, state.vintage) for state in found.lists} == {("csl", "2026-07-31"), ("house", "2026-07-30")}
    assert all(state.digest and state.count for state in found.lists)


# from Python


def test_one_party_gives_one_screening_and_several_a_list(path: Path) -> None:
    assert screen(LISTED, now=NOW).status == "match"
    person = screen({"name": "Jonathan Doe", "born": "31 Oct 1967"}, now=NOW).party
    assert person is not None
    assert person.born == ("1967-10-31",)
    assert screen(Party(name=UNLISTED), now=NOW).status == "clear"
    found = screen([LISTED, {"name": UNLISTED, "id": "7"}], now=NOW)
    assert [(one.status, one.party.id if one.party else None) for one in found] == [("match", ""), ("clear", "7")]
    assert screen([], now=NOW) == []


def test_every_party_that_cannot_be_read_is_a_fault(path: Path) -> None:
    wrong: list[Any] = [
        "",
        {"name": "A", "nation": "Atlantis"},
        {"nation": "IT"},
        7,
        {"name": "B", "born": "soon"},
        Party(name="C", born=("soon",)),
        Party(name=" ", kind="robot"),
    ]
    with pytest.raises(InputError) as error:
        screen(wrong, now=NOW)
    told = [str(fault) for fault in error.value.faults]
    assert len(told) == 8
    assert any("no nation is called 'Atlantis'" in line for line in told)


def test_the_package_hands_on_what_its_readers_need() -> None:
    assert licet.screening.rescreen is not None
    with pytest.raises(AttributeError, match="no attribute 'clear'"):
        _ = licet.screening.clear


# Numbers, whatever the name.


@pytest.mark.parametrize("number", ["9187629", "IMO 9187629", "IMO: 9187629", "imo no. 9187629"])
def test_a_number_of_a_listed_ship_is_a_match_under_any_name(path: Path, number: str) -> None:
    ship = Party(name="Bright Star", kind="vessel", identifiers=(Identifier(kind="", value=number),))
    (hit,) = asking(path).screen(ship).hits
    assert (hit.id, hit.status) == ("4712", "match")
    assert hit.why[:2] == [
        "The name is another.",
        "The same identifier: Vessel Registration Identification IMO 9187629.",
    ]


def test_the_number_of_a_ship_may_stand_in_its_name(path: Path) -> None:
    assert asking(path).screen(Party(name="Bright Star (IMO 9187629)")).status == "match"
    assert asking(path).screen(Party(name="Bright Star (IMO 9187617)")).status == "clear"


def test_a_number_that_another_nation_issued_is_another_number(path: Path) -> None:
    named = [
        Party(name="Bright Star", identifiers=(Identifier(kind="Passport", value="A1234567", nation=nation),))
        for nation in ("IR", "", "FR")
    ]
    assert [one.status for one in map(asking(path).screen, named)] == ["match", "match", "clear"]


def test_an_initial_is_possible_at_most(path: Path) -> None:
    (hit,) = asking(path).screen(Party(name="J. Doe", kind="person", born=("1967",))).hits
    assert hit.status == "possible"


@pytest.mark.parametrize("name", ["الخيال للتجارة", "شركة البان للتجارة", "General Trading Company"])
def test_a_name_that_is_written_the_same_to_the_letter_is_a_match_whatever_its_words_are(
    no_lists_of_the_user: Path, name: str
) -> None:
    keep(no_lists_of_the_user, published(entries(party(name, entity_number="777"))))
    found = one(no_lists_of_the_user, name)
    assert (found.status, found.hits[0].id) == ("match", "777")


def test_a_word_without_its_vowels_is_no_particle_for_being_spelt_like_one(no_lists_of_the_user: Path) -> None:
    keep(no_lists_of_the_user, published(entries(party("شركة الخيال للتجارة", entity_number="777"))))
    found = one(no_lists_of_the_user, "الخيال للتجارة")
    assert (found.status, found.hits[0].id) == ("match", "777")
    assert not any("common words" in text for text in found.not_checked)
