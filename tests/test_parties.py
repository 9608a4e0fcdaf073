"""Parties as they are stated: each fact by its type, every fault with its line and its party, and what is understood reads back."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from licet.errors import InputError, LawError
from licet.language.nodes import Where, from_value, read_yaml
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer, as_yaml

TODAY = datetime.date(2026, 11, 22)


def stated(text: str, rulebook: Rulebook) -> Transfer:
    return Stater(rulebook, TODAY).read(read_yaml(text, "t.yaml")[0])


def parties(transfer: Transfer) -> list[dict[str, Any]]:
    return [dict(party.shown) for party in transfer.parties]


FAULTS = [
    (
        "parties:\n  - {role: end_user}",
        "t.yaml:2: parties: a party without a name; expected {name: …, role: …, nation: …}",
    ),
    ("parties: [Acme]", "t.yaml:1: parties: a party without a name"),
    ("parties:\n  - {name: '  '}", "t.yaml:2: parties: a party without a name"),
    ("parties:\n  - {name: unknown}", "t.yaml:2: parties: a party without a name"),
    ("parties:\n  - {name: [Acme]}", "t.yaml:2: parties[0].name: a list or mapping"),
    ("parties:\n  - {name: A}\n  - {name: B, rle: broker}", "t.yaml:3: parties: the unknown key 'rle'"),
    ("parties:\n  - {name: B, rle: broker}", "did you mean role?"),
    ("parties:\n  - {name: B, role: end_usr}", "t.yaml:2: parties[0].role: 'end_usr'"),
    ("parties:\n  - {name: B, role: end_usr}", "did you mean end_user?"),
    ("parties:\n  - {name: B, role: customer}", "did you mean purchaser?"),
    ("parties:\n  - {name: A}\n  - {name: B, nation: Itly}", "t.yaml:3: parties[1].nation: no nation is called 'Itly'"),
    ("parties:\n  - {name: B, kind: boat}", "parties[0].kind: 'boat'"),
    ("parties:\n  - {name: B, forwarder: perhaps}", "parties[0].forwarder: 'perhaps'; expected yes | no | unknown"),
    ("parties:\n  - {name: B, aliases: [{a: b}]}", "parties[0].aliases: a nested value"),
    ("parties:\n  - {name: B, identifiers: [{kind: passport}]}", "parties[0].identifiers: a number that is not there"),
    ("parties:\n  - {name: B, identifiers: [{valu: X1}]}", "parties[0].identifiers: the unknown key 'valu'"),
    ("parties:\n  - {name: B, identifiers: [{value: X1, nation: Itly}]}", "no nation is called 'Itly'"),
    ("parties:\n  - {name: B, screening: clear}", "parties: 'screening', which is found and not stated"),
    ("parties:\n  - {name: B, shares_address: no}", "parties: 'shares_address', which is found and not stated"),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_what_cannot_be_used_of_a_party_is_told_with_its_line(text: str, fault: str, rulebook: Rulebook) -> None:
    with pytest.raises(InputError) as caught:
        stated(text, rulebook)
    assert fault in str(caught.value)


def test_all_faults_of_all_parties_are_told_at_once(rulebook: Rulebook) -> None:
    with pytest.raises(InputError) as caught:
        stated("parties:\n  - {role: x}\n  - {name: B, role: x, nation: Itly}\n  - {name: C, rle: x}", rulebook)
    assert len(caught.value.faults) == 4


def test_name_role_and_nation_are_enough(rulebook: Rulebook) -> None:
    found = stated("parties: [{name: ACME, role: end user, nation: Italy}]", rulebook)
    assert parties(found) == [{"name": "ACME", "role": "end_user", "nation": "IT"}]
    assert found.parties[0].stated == {"party.role": "end_user", "party.nation": "IT"}


def test_every_fact_of_a_party_is_read_by_its_type_and_reads_back(rulebook: Rulebook) -> None:
    text = """
parties:
  - name: Юрий
    role: freight forwarder
    nation: Norway
    kind: individual
    address: 1 Road, Oslo
    aliases: [Yuri, 'J.; Jo']
    born: 1971-03
    identifiers: ['passport: A1', {kind: IMO, value: '9', nation: NO}, X7]
    forwarder: yes
    id: p-1
"""
    found = stated(text, rulebook)
    assert parties(found) == [
        {
            "name": "Юрий",
            "role": "forwarder",
            "nation": "NO",
            "kind": "person",
            "address": "1 Road, Oslo",
            "aliases": ["Yuri", "J.", "Jo"],
            "born": "1971-03",
            "identifiers": [
                {"kind": "passport", "value": "A1"},
                {"kind": "IMO", "value": "9", "nation": "NO"},
                {"value": "X7"},
            ],
            "forwarder": True,
            "id": "p-1",
        }
    ]
    again = stated(as_yaml(found.shown), rulebook)
    assert again.shown == found.shown
    assert again.parties == found.parties


def test_what_is_said_to_be_unknown_of_a_party_is_not_stated(rulebook: Rulebook) -> None:
    found = stated("parties: [{name: A, role: unknown, nation: '?', address: n/a}]", rulebook)
    assert parties(found) == [{"name": "A"}]


def test_naming_parties_says_that_they_are_named_and_that_nobody_has_screened_them(rulebook: Rulebook) -> None:
    found = stated("parties: [{name: A}]", rulebook).stated
    assert (found["parties_named"], found["screening"]) == (2, "not_screened")
    assert "parties_named" not in stated("parties: []", rulebook).stated


def test_parties_that_are_named_cannot_be_denied_or_assumed_away(rulebook: Rulebook) -> None:
    found = stated("parties: [{name: A}]\nparties_named: no\nscreening: clear", rulebook)
    assert found.stated["parties_named"] == 2
    assert found.stated["screening"] == "not_screened"
    assert any("1 is named" in note.message for note in found.notes)
    assumed = Stater(rulebook, TODAY, assume=("screening=clear", "parties_named=no")).read(
        from_value({"parties": [{"name": "A"}]}, Where("t"))
    )
    assert (assumed.stated["parties_named"], assumed.stated["screening"]) == (2, "not_screened")


def test_facts_of_a_party_are_no_facts_of_the_transfer(rulebook: Rulebook) -> None:
    assert not [name for name, fact in rulebook.facts.items() if fact.at == "party"]
    assert "red_flags" not in rulebook.questions
    assert rulebook.of_party is not None
    assert "party.role" in rulebook.of_party.facts
    with pytest.raises(InputError, match="the unknown fact 'party'"):
        stated("party: {name: A}", rulebook)


# The law on parties.


def law(folder: Path, rule: str, vocabulary: str = "") -> Rulebook:
    import shutil

    from licet.rulebook.rulebook import law_folder

    copy = folder / "law"
    shutil.copytree(law_folder(), copy)
    head = (
        "---\ninstrument: t.x\ntitle: X\nissuer: X\nkind: policy\nin_force: ..\nsource: x\nstanding: unverified\n---\n"
    )
    (copy / "x.md").write_text(f"{head}\n```rule\n{rule}\n```\n", encoding="utf-8")
    if vocabulary:
        (copy / "vocabulary" / "x.md").write_text(vocabulary, encoding="utf-8")
    return Rulebook.load(copy)


def test_a_rule_on_the_transfer_cannot_read_what_each_party_has_for_itself(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"'party\.role', which each party has for itself; expected a fact or question"):
        law(tmp_path, "id: a\ncite: x\nsays: X.\ndecides: obligations\nthen: x\nwhen: party.role is broker")


def test_a_rule_decides_about_a_party_or_about_the_transfer_and_not_both(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="write two rules"):
        law(
            tmp_path,
            "id: a\ncite: x\nsays: X.\ndecides: [obligations, red_flags]\nthen: {obligations: x, red_flags: y}",
        )


def test_what_is_found_stands_at_a_party_and_from_facts_that_exist(tmp_path: Path) -> None:
    fact = "```fact\nfact: odd\ntype: truth\nfound: [party.nme]\ndefinition: X\nsource: X\nask: X?\n```\n"
    with pytest.raises(LawError) as caught:
        law(tmp_path, "id: a\ncite: x\nsays: X.\ndecides: red_flags\nthen: x", fact)
    assert "the unknown fact 'party.nme'" in str(caught.value)
    assert "'odd', which nobody states; expected a fact at: party" in str(caught.value)
