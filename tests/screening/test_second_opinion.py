"""The second opinion of logic-v2: told beside the score, and never another entity's, whose cached score an identifier would give."""

from __future__ import annotations

from pathlib import Path

import pytest
from screening.made_lists import EL, NOW, party, published
from screening.screened import LISTED, UNLISTED, ask, asking, entries, keep

from licet.screening.answer import Party
from licet.screening.listed import Alias, Identifier, Listed
from licet.screening.second_opinion import available, content_id

needs_logic = pytest.mark.skipif(not available(), reason="nomenklatura is not installed (extra licet[ftm])")

ENTRY = Listed(id="1", source="EL", kind="organisation", name="Utopian Rocket Works", nations=("YE",))


def test_other_content_is_another_identifier() -> None:
    one = {"schema": "Person", "properties": {"name": ["A"], "country": ["it"]}}
    others = [
        {"schema": "Company", "properties": {"name": ["A"], "country": ["it"]}},
        {"schema": "Person", "properties": {"name": ["B"], "country": ["it"]}},
        {"schema": "Person", "properties": {"name": ["A", "B"], "country": ["it"]}},
        {"schema": "Person", "properties": {"name": ["A"]}},
    ]
    assert len({content_id(told) for told in (one, *others)}) == 5
    assert content_id(one) == content_id({"properties": {"country": ["it"], "name": ["A"]}, "schema": "Person"})


@needs_logic
def test_the_cache_goes_by_the_identifier_and_not_by_the_content() -> None:
    """The trap: with one identifier for all, the second entity has the score of the first."""
    from followthemoney import ValueEntity  # type: ignore[import-not-found, unused-ignore]

    from licet.screening.second_opinion import _logic

    algorithm, config = _logic()

    def score(name: str, same: bool) -> float:
        told = {"schema": "Person", "properties": {"name": [name]}}
        asked = ValueEntity.from_dict({**told, "id": "always-the-same" if same else content_id(told)})
        other = {"schema": "Person", "properties": {"name": ["Aleksandr Petrov"]}}
        entry = ValueEntity.from_dict({**other, "id": "entry" if same else content_id(other)})
        return float(algorithm.compare(asked, entry, config).score)

    assert score("Aleksandr Petrov", same=True) > 0.9
    trapped = score("Zebulon Quux", same=True)
    assert score("Aleksandr Petrov", same=False) > 0.9
    assert score("Zebulon Quux", same=False) < 0.5
    assert trapped > 0.9, (
        "the cache of nomenklatura no longer goes by the identifier; content_id may not be needed any more"
    )


@needs_logic
def test_scores_are_sensible() -> None:
    from licet.screening.second_opinion import names_alone, second_opinion

    assert second_opinion(Party(name="Utopian Rocket Works"), ENTRY) > 0.9
    assert second_opinion(Party(name=UNLISTED), ENTRY) < 0.5
    assert second_opinion(Party(name="Utopian Rocket Works Ltd", kind="organisation"), ENTRY) > 0.8
    assert names_alone("Владимир Петров", "Vladimir Petrov", "person") > 0.8
    assert names_alone("Vladimir Petrov", "John Smith", "person") < 0.5


@needs_logic
def test_what_else_is_known_counts() -> None:
    from licet.screening.second_opinion import second_opinion

    person = Listed(id="1", source="SDN", kind="person", name="Jonathan Doe", born=("1967-10-31",), nations=("IR",))
    same = second_opinion(Party(name="Jonathan Doe", kind="person", born=("1967-10-31",)), person)
    other = second_opinion(Party(name="Jonathan Doe", kind="person", born=("1990-01-02",)), person)
    assert same > other
    ship = Listed(
        id="2", source="SDN", kind="vessel", name="SEA THING", identifiers=(Identifier(kind="IMO", value="IMO9187629"),)
    )
    asked = Party(name="OTHER THING", kind="vessel", identifiers=(Identifier(kind="imo", value="IMO9187629"),))
    assert second_opinion(asked, ship) > second_opinion(Party(name="OTHER THING", kind="vessel"), ship)


@needs_logic
@pytest.mark.parametrize("kind", ["person", "organisation", "vessel", "aircraft", "unknown"])
def test_every_kind_of_entry_can_be_asked_about(kind: str) -> None:
    from licet.screening.second_opinion import second_opinion

    entry = Listed(
        id="1",
        source="X",
        kind=kind,
        name="Utopian Rocket Works",
        aliases=(Alias(name="URW", weak=True), Alias(name="Works")),
        nations=("YE", "IT"),
        addresses=("1 Launch Road",),
        born=("1970/1975", "1971"),
        identifiers=tuple(
            Identifier(kind=word, value="A1234567") for word in ("Passport", "Tax ID", "IMO", "", "Call Sign")
        ),
    )
    asked = Party(name="Utopian Rocket Works", nations=("YE",), born=("1971",), addresses=("2 Road",))
    assert second_opinion(asked, entry) > 0.7


@needs_logic
def test_a_hit_tells_it_and_neither_score_nor_status_changes(no_lists_of_the_user: Path) -> None:
    keep(no_lists_of_the_user, published(entries(party("Utopian Rocket Institute", EL, entity_number="8"))))
    plain = ask(no_lists_of_the_user)
    asked = asking(no_lists_of_the_user, NOW, second_opinion=True)
    told = [asked.screen(Party(name=name)) for name in (LISTED, UNLISTED)]
    assert [(one.status, [(hit.id, hit.score) for hit in one.hits]) for one in told] == [
        (one.status, [(hit.id, hit.score) for hit in one.hits]) for one in plain
    ]
    for hit in told[0].hits:
        assert hit.why[-1].startswith("Second opinion, logic-v2: ")
    first, *others = (float(hit.why[-1].split(": ")[1].rstrip(".")) for hit in told[0].hits)
    assert first > 0.9
    assert all(other < first for other in others)
