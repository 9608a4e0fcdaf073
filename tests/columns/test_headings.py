"""Headers of tables: what is refused first, then what each form of a name states."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("polars", reason="the extra 'tables' is not installed")

import polars as pl

from licet.columns.cells import row_node
from licet.columns.headings import Headings, mapped_name, proposal, read_headings, type_faults
from licet.columns.mapping import mapping_yaml, read_mapping
from licet.columns.proposing import guesses
from licet.errors import Fault, InputError
from licet.language.nodes import Scalar
from licet.rulebook.rulebook import Rulebook


def read(*names: str, mapping: dict[str, str] | None = None) -> Headings:
    return read_headings(Rulebook.load(), names, mapping)


def refused(*names: str, mapping: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(*names, mapping=mapping)
    return [str(fault) for fault in caught.value.faults]


def stated(header: str) -> tuple[str, str, str] | None:
    """Return the path, unit and end that a header alone states; None for one that is carried over."""
    names = (header, header.replace("min", "max")) if "min" in header and "_kpa" not in header else (header,)
    headings = read(*names)
    if not headings.columns:
        return None
    column = headings.columns[0]
    return column.fact.path, column.unit.name if column.unit else "", column.end


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("range_km", "range"), "columns 'range_km' and 'range': 2 columns that state item.range"),
        (("range_km", "max_range_nmi"), "2 columns that state item.range"),
        (("range_km", "range_km_min", "range_km_max"), "3 columns that state item.range"),
        (("range_km_min",), "one end of item.range alone"),
        (("range_km_max",), "a column that ends in 'min' beside it"),
        (("endurance_min",), "'endurance [min]' for minutes"),
        (("range_kg",), "item.range in kg, a unit of mass; expected a unit of length"),
        (("range [kg]",), "a unit of mass"),
        (("range_nm",), "a unit far too small for it"),
        (("value_km",), "a unit of length; expected a unit of money"),
    ],
)
def test_a_header_that_cannot_be_used_is_one_clear_fault(names: tuple[str, ...], said: str) -> None:
    (fault,) = refused(*names)
    assert said in fault


def test_every_fault_of_a_header_is_told_at_once() -> None:
    assert len(refused("range_kg", "payload_km", "value_min", "kind", "Kind")) == 4


@pytest.mark.parametrize(
    ("header", "path", "unit", "end"),
    [
        ("range", "item.range", "", ""),
        ("Range ", "item.range", "", ""),
        ("item.range", "item.range", "", ""),
        ("item_range_km", "item.range", "km", ""),
        ("range_km", "item.range", "km", ""),
        ("Range (km)", "item.range", "km", ""),
        ("range [nmi]", "item.range", "nmi", ""),
        ("range_NM", "item.range", "nmi", ""),
        ("range_m", "item.range", "m", ""),
        ("max_range_km", "item.range", "km", ""),
        ("max_airspeed_kmh", "item.max_airspeed", "km/h", ""),
        ("max airspeed [km/h]", "item.max_airspeed", "km/h", ""),
        ("Max Airspeed KMH", "item.max_airspeed", "km/h", ""),
        ("density_g_cm3", "item.density", "g/cm^3", ""),
        ("value_musd", "value", "MUSD", ""),
        ("junction_temperature_max_C", "item.junction_temperature_max", "degC", ""),
        ("concentration [%]", "item.concentration", "%", ""),
        ("chamber_pressure_min_kpa", "item.chamber_pressure", "kPa", ""),
        ("endurance [min]", "item.endurance", "min", ""),
        ("range_km_min", "item.range", "km", "min"),
        ("range_min_km", "item.range", "km", "min"),
        ("range (km) min", "item.range", "km", "min"),
        ("endurance_min_h", "item.endurance", "h", "min"),
        ("end_use_wmd_delivery", "end_use.wmd_delivery", "", ""),
        ("end_use.wmd_delivery", "end_use.wmd_delivery", "", ""),
        ("End use WMD delivery", "end_use.wmd_delivery", "", ""),
        ("RECIPIENT", "recipient", "", ""),
    ],
)
def test_a_name_in_any_of_its_forms_states_its_fact(header: str, path: str, unit: str, end: str) -> None:
    assert stated(header) == (path, unit, end)


@pytest.mark.parametrize(
    "header",
    [
        "rnge_km",
        "min range [km]",
        "MTOW",
        "order",
        "wmd_delivery",
        "range in km",
        "range (furlong)",
        "km",
        "min",
        "_",
        "hypersonic_km",
    ],
)
def test_a_name_that_is_no_fact_is_carried_over_and_never_guessed_at(header: str) -> None:
    headings = read(header)
    assert headings.columns == ()
    assert headings.carried == (header,)


def test_a_carried_header_comes_with_the_nearest_fact_as_a_hint() -> None:
    hints = read("rnge", "MTOW", "range (furlong)", "xyzzy").hints
    assert hints["rnge"] == "did you mean range_km?"
    assert "launch_mass_kg" in hints["MTOW"]
    assert "'furlong', which is no unit" in hints["range (furlong)"]
    assert "xyzzy" not in hints


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Empfänger", "recipient"),
        ("Pays destinataire", "recipient"),
        ("Datum", "date"),
        ("Ausfuhrland", "exporter"),
        ("Bezeichnung", "name"),
        ("Reichweite_NM", "range [nmi]"),
        ("Nutzlast kg", "payload [kg]"),
        ("Portée (km)", "range [km]"),
        ("charge utile", "payload [kg]"),
        ("Reichweite kg", None),
        ("Kunde", None),
        ("Type", "kind"),
        ("Ship date", "date"),
        ("Destination", "recipient"),
        ("Order date", "date"),
        ("Country", "recipient"),
    ],
)
def test_a_word_of_another_language_is_proposed_and_never_taken(header: str, name: str | None) -> None:
    assert read(header).carried == (header,)
    column, nearby = proposal(Rulebook.load(), header)
    sure = column if not nearby else None
    assert (mapped_name(sure) if sure else None) == name
    assert ("documents call" in read(header).hints.get(header, "")) == (name is not None)


def test_every_fact_of_the_vocabulary_is_found_by_its_column() -> None:
    for fact in Rulebook.load().facts.values():
        for name in (fact.name, fact.path, fact.name.replace(".", "_"), fact.name.upper()):
            assert [column.fact.name for column in read(name).columns] == [fact.name]


def test_the_ends_of_an_interval_come_in_their_order_and_may_have_units_of_their_own() -> None:
    low, high = read("range_max_nmi", "kind", "range_km_min").stated["range"]
    assert (low.end, low.unit and low.unit.name, high.end, high.unit and high.unit.name) == ("min", "km", "max", "nmi")


def test_a_mapping_goes_before_the_header_itself() -> None:
    headings = read(
        "Reichweite", "range", "Land", mapping={"Reichweite": "range km", "range": "-", "land": "recipient"}
    )
    assert [(column.name, column.fact.path) for column in headings.columns] == [
        ("Reichweite", "item.range"),
        ("Land", "recipient"),
    ]
    assert headings.carried == ("range",)


def test_a_mapping_of_what_is_not_there_or_to_what_is_no_fact_is_a_fault() -> None:
    faults = refused("Reichweite", mapping={"Reichwiete": "range km", "Reichweite": "rnge km"})
    assert "the column 'Reichwiete', which is not in the table" in faults[0]
    assert "did you mean Reichweite?" in faults[0]
    assert "the unknown fact 'rnge km'" in faults[1]
    assert "did you mean range_km?" in faults[1]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.yaml", "Reichweite: range [nmi]\n'Feld 2':\n"),
        ("m.json", '{"Reichweite": "range nmi", "Feld 2": ""}'),
        ("m.csv", "header,fact,unit\nReichweite,range,nmi\nFeld 2,,\n"),
    ],
)
def test_a_mapping_is_read_from_each_of_its_formats(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    headings = read("Reichweite", "Feld 2", mapping=read_mapping(path))
    assert [(column.fact.name, column.unit and column.unit.name) for column in headings.columns] == [("range", "nmi")]
    assert headings.carried == ("Feld 2",)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("m.yaml", "- range\n", "no mapping"),
        ("m.yaml", "range\n", "no mapping"),
        ("m.yaml", "a: [range]\n", "a list or mapping for 'a'"),
        ("m.yaml", "a: range\na: payload\n", "the key 'a' a second time"),
        ("m.csv", "a,b\n", "header, fact, unit"),
        ("m.json", "{", "not JSON"),
    ],
)
def test_a_file_that_is_no_mapping_is_a_fault(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_mapping(path)


def test_a_column_of_the_wrong_type_is_a_fault_before_any_row_is_read() -> None:
    types = {
        "range_km": "truth",
        "range": "number",
        "kind": "number",
        "date": "number",
        "recipient": "truth",
        "hypersonic": "date",
    }
    for header, stored in types.items():
        assert len(type_faults(read(header), {header: stored})) == 1, header
    for header, stored in {
        "range_km": "number",
        "mach": "number",
        "date": "date",
        "hypersonic": "number",
        "kind": "text",
    }.items():
        assert type_faults(read(header), {header: stored}) == [], header


@pytest.mark.parametrize(
    ("header", "cells", "states", "sure", "why"),
    [
        ("Type", ["drone", "uas"], "kind", True, ""),
        ("Type", ["A", "B"], "kind", False, "its cells are not those of item.kind"),
        ("Class", ["uas", "cruise missile"], "kind", True, ""),
        ("Class", ["other", "unknown"], None, False, ""),
        ("Buyer", ["Acme Ltd", "Beta Ltd"], "recipient", False, "its cells are not those of recipient"),
        ("Ship date", ["15/09/2025"], "date", True, ""),
        ("Ship date", ["soon"], "date", False, "its cells are not those of date"),
        ("When", ["2025-09-15"], None, False, "its cells are days; does it state date?"),
        ("Place", ["IT", "Japan"], None, False, "its cells name nations; does it state exporter or recipient?"),
    ],
)
def test_a_proposal_follows_from_the_header_and_the_cells(
    header: str, cells: list[str], states: str | None, sure: bool, why: str
) -> None:
    frame = pl.DataFrame({header: cells})
    (guess,) = guesses(Rulebook.load(), read(header), {}, frame)
    found = mapped_name(guess.column) if guess.column else None
    assert (found, guess.sure, guess.why) == (states, sure, why)


def test_a_mapping_says_how_the_cells_of_a_column_are_written(tmp_path: Path) -> None:
    mapping = {"T": "kind [drone = uas; launcher = rocket]", "D": "date [DD/MM/YYYY]", "N": "recipient [Persia = IR]"}
    path = tmp_path / "mapping.yaml"
    path.write_text(mapping_yaml({**mapping, "No": "id"}), encoding="utf-8")
    headings = read("T", "D", "N", "No", mapping=read_mapping(path))
    assert {column.name: mapped_name(column) for column in headings.columns} == mapping
    assert (headings.id, headings.carried) == ("No", ("No",))
    row = {"T": "Drone", "D": "3.4.2025", "N": "persia", "No": "7"}
    faults: list[Fault] = []
    node = row_node(Rulebook.load(), headings, row, faults)
    assert not faults
    assert {path: value.text for path, value in node.entries if isinstance(value, Scalar)} == {
        "item.kind": "uas",
        "date": "2025-04-03",
        "recipient": "IR",
    }


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("kind [drone = uass]", "did you mean uas"),
        ("kind [= uas]", "'= uas' for item.kind"),
        ("kind [drone]", "the unknown fact 'kind [drone]'"),
        ("date [YY]", "the unknown fact 'date [YY]'"),
        ("range [far = 300]", "the unknown fact"),
    ],
)
def test_a_wording_that_cannot_be_read_is_a_fault(wanted: str, said: str) -> None:
    (fault,) = refused("T", mapping={"T": wanted})
    assert said in fault


def test_two_columns_that_name_the_rows_are_a_fault() -> None:
    (fault,) = refused("A", "B", mapping={"A": "id", "B": "id"})
    assert "2 columns that name the rows" in fault
