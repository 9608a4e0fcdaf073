"""The table that tells missiles, drones and launchers from other weapons: broken tables first, then the law's own."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from registers.published import SIPRI, needs_sipri

from licet.errors import LawError
from licet.registers import sipri
from licet.registers.descriptions import folded, read_descriptions
from licet.registers.published import PublishedFile
from licet.rulebook.rulebook import Rulebook
from licet.transfers.catalogue import read_catalogue

HEADER = "description,group,kinds,named_kinds,facts,range_km_max,payload_kg_max,source,standing,note"
UAV = "UAV,drone,uas,,,,,general knowledge,unverified,"


def written(folder: Path, *rows: str, header: str = HEADER) -> Path:
    """A folder of law with this table."""
    (folder / "catalogue").mkdir()
    text = "\n".join([header, *rows]) + "\n"
    (folder / "catalogue" / "register-descriptions.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (UAV.replace("drone", "toy"), "the group 'toy'; expected drone | missile | launcher | other"),
        (UAV.replace(",uas,", ",,"), "'UAV' without a kind"),
        (UAV.replace("unverified", "sure"), "the standing 'sure'"),
        ("UAV,drone,uas,,one_way_attack,,,x,unverified,", "the fact 'one_way_attack'"),
        ("UAV,drone,uas,,,far,,x,unverified,", "the bounds 'far' and ''"),
        ("UAV,drone,uas", "3 fields; expected 10 fields"),
        (UAV.lower(), "'uav' a second time"),
    ],
)
def test_a_faulty_row_is_a_fault_with_its_line(tmp_path: Path, row: str, fault: str) -> None:
    with pytest.raises(LawError) as error:
        read_descriptions(written(tmp_path, UAV, row))
    assert [str(each).partition(": ")[0] for each in error.value.faults] == ["catalogue/register-descriptions.csv:3"]
    assert fault in str(error.value.faults[0])


def test_a_table_of_another_form_and_an_absent_one_are_faults(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="the columns a, b"):
        read_descriptions(written(tmp_path, header="a,b"))
    with pytest.raises(LawError, match="No such file"):
        read_descriptions(tmp_path / "elsewhere")


def test_a_description_is_found_whatever_its_case_and_blanks() -> None:
    assert folded("Armed  UAV ") == folded("armed uav")


def test_the_laws_own_table_speaks_the_words_of_the_vocabulary(rulebook: Rulebook) -> None:
    kinds = rulebook.facts["kind"].values
    known = {fact.key for fact in rulebook.facts.values() if fact.at == "item"}
    for description in read_descriptions(rulebook.folder).values():
        assert set(description.kinds) | set(description.named_kinds) <= set(kinds), description.text
        assert set(description.facts) <= known, description.text
        assert description.group == "other" or description.source


@needs_sipri
def test_the_table_knows_every_description_of_the_published_register(rulebook: Rulebook) -> None:
    deals = sipri.read(PublishedFile("register.csv", SIPRI.read_bytes())).deals
    table = read_descriptions(rulebook.folder)
    assert {deal.description for deal in deals if folded(deal.description) not in table} == set()


# the catalogue, for the designations of the register


@needs_sipri
def test_the_catalogue_has_every_missile_drone_and_launcher_that_occurs_ten_times(rulebook: Rulebook) -> None:
    table, catalogue = read_descriptions(rulebook.folder), read_catalogue(rulebook.folder)
    found: Counter[str] = Counter()
    lacking: Counter[str] = Counter()
    for deal in sipri.read(PublishedFile("register.csv", SIPRI.read_bytes())).deals:
        description = table[folded(deal.description)]
        if description.group != "other":
            found[deal.designation] += 1
            names = (f"{deal.designation} ({description.text})", deal.designation)
            system = next(filter(None, map(catalogue.find, names)), None)
            if system is None or system.figures["kind"] not in description.named_kinds:
                lacking[deal.designation] += 1
    often = {name for name, count in found.items() if count >= 10}
    assert len(often) == 164
    assert not often & set(lacking)


def test_every_system_of_the_catalogue_has_names_of_its_own_figures_that_are_numbers_and_a_source(
    rulebook: Rulebook,
) -> None:
    catalogue = read_catalogue(rulebook.folder)
    for system in catalogue.systems:
        for name in (system.id, system.name, *system.aliases):
            assert catalogue.find(name) is system, f"{name} names another system than {system.id} too"
        assert system.figures.get("kind") in rulebook.facts["kind"].values, system.id
        assert all(float(figure) >= 0 for column, figure in system.figures.items() if column != "kind"), system.id
        assert system.source, system.id
        assert system.standing in ("verified", "partial", "unverified"), system.id


def test_the_catalogue_is_one_row_a_system_as_csv_writes_it(rulebook: Rulebook) -> None:
    text = (rulebook.folder / "catalogue" / "systems.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))
    assert {len(row) for row in rows} == {14}
    assert len({row[0] for row in rows}) == len(rows)
