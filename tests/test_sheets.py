"""Data sheets against the vocabulary: what is bound, on which evidence, and what is never guessed."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from sheet_files import docx_file, lines_pdf, xlsx_file
from small_law import write_law

from licet.classification.sheet import Finding, Sheet, Unbound, read_sheet, read_text_sheet
from licet.errors import Fault, InputError
from licet.language.nodes import Where, from_value
from licet.rulebook.rulebook import Rulebook, law_folder
from licet.transfers.nations import Nations
from licet.transfers.values import ValueReader

FACTS = """\
# Facts of data sheets

```fact
fact: thrust_max
at: item
type: quantity
unit: kN
bounds: [0 kN, 10000 kN]
definition: The greatest thrust.
source: the Annex
ask: How much thrust?
terms: [thrust, static thrust, Schub, Standschub, poussée, empuje]
```

```fact
fact: temperature_min
at: item
type: quantity
unit: degC
bounds: [-273.15 degC, 2000 degC]
definition: The lowest temperature of operation.
source: the Annex
ask: How cold?
terms: [operating temperature, Betriebstemperatur, température de fonctionnement]
```

```fact
fact: temperature_max
at: item
type: quantity
unit: degC
bounds: [-273.15 degC, 2000 degC]
definition: The highest temperature of operation.
source: the Annex
ask: How hot?
terms: [operating temperature, Betriebstemperatur, température de fonctionnement]
```

```fact
fact: bias_instability
at: item
type: quantity
unit: deg/h
bounds: [0 deg/h, 1000000 deg/h]
definition: The bias instability, the smaller, the better.
source: the Annex
ask: How steady is the gyro?
terms: [gyro bias instability, bias instability, Bias-Instabilität]
```

```fact
fact: rate_range
at: item
type: quantity
unit: deg/s
bounds: [0 deg/s, 100000 deg/s]
definition: The greatest rate that it measures, either way.
source: the Annex
ask: How fast may it turn?
terms: [angular rate range]
```

```fact
fact: total_dose
at: item
type: quantity
unit: krad
bounds: [0 krad, 1000000 krad]
definition: The dose that it withstands.
source: the Annex
ask: What dose?
terms: [total dose]
```

```fact
fact: vibration
at: item
type: quantity
unit: g0
bounds: [0 g0, 1000 g0]
definition: The vibration that it withstands.
source: the Annex
ask: What vibration?
terms: [random vibration]
```

```fact
fact: density
at: item
type: quantity
unit: g/cm^3
bounds: [0 g/cm^3, 30 g/cm^3]
definition: The density.
source: the Annex
ask: How dense?
terms: [bulk density, Rohdichte]
```

```fact
fact: range_resolution
at: item
type: quantity
unit: m
bounds: [0 m, 100000 m]
definition: The resolution in range.
source: the Annex
ask: How finely?
```

```fact
fact: airspeed
at: item
type: quantity
unit: km/h
bounds: [0 km/h, 40000 km/h]
definition: How fast it flies.
source: the Annex
ask: How fast?
terms: [maximum speed]
```

```fact
fact: receiver_speed
at: item
type: quantity
unit: m/s
bounds: [0 m/s, 100000 m/s]
definition: How fast the receiver may go.
source: the Annex
ask: How fast?
terms: [maximum speed]
```

```fact
fact: shelf_life
at: item
type: quantity
unit: d
definition: How long it keeps.
source: the maker
ask: How long?
```

```fact
fact: contouring_axes
at: item
type: number
bounds: [0, 100]
definition: How many axes move together.
source: the Annex
ask: How many axes?
terms: [simultaneous axes]
```

```fact
fact: civil_certified
at: item
type: truth
definition: Whether it has a civil type certificate.
source: the Annex
ask: Is it certified?
terms: [civil certified, zivil zugelassen, certifié civil]
```

```fact
fact: substance
at: item
type: one_of
values:
  htpb: hydroxyl-terminated polybutadiene
  hydrazine: hydrazine
same: {69102-90-5: htpb, 302-01-2: hydrazine, diamide: hydrazine}
also: {rubber: htpb}
definition: What it consists of.
source: the Annex
ask: Of what?
terms: [chemical name, Stoff, CAS No.]
```
"""

RANGE = """ask: How far does it fly?
aliases: [max_range]
terms: [Reichweite, portée, alcance]"""
PAYLOAD = """ask: What does it carry?
bounds: [0 kg, 200000 kg]
aliases: [max_payload]
terms: [Nutzlast, charge utile, carga útil]"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """Return a small law with facts of data sheets, and the units of the law that came with Licet."""
    folder = write_law(
        tmp_path_factory.mktemp("law"),
        ("vocabulary/facts.md", "ask: How far does it fly?", RANGE),
        ("vocabulary/facts.md", "ask: What does it carry?", PAYLOAD),
    )
    for name in ("units.csv", "dimensions.csv"):
        (folder / "vocabulary" / name).write_bytes((law_folder() / "vocabulary" / name).read_bytes())
    (folder / "vocabulary" / "sheets.md").write_text(FACTS, encoding="utf-8")
    return Rulebook.load(folder)


def stated(sheet: Sheet) -> dict[str, str | list[str]]:
    return {finding.fact.removeprefix("item."): finding.value for finding in sheet.findings}


def finding(sheet: Sheet, fact: str) -> Finding:
    return next(finding for finding in sheet.findings if finding.fact == f"item.{fact}")


def unbound(sheet: Sheet) -> list[tuple[str, str]]:
    return [(one.text, one.reason) for one in sheet.unbound]


def fault_of(book: Rulebook, text: str, product: str = "") -> str:
    with pytest.raises(InputError) as caught:
        read_text_sheet(text, book, product=product)
    assert len(caught.value.faults) == 1
    return str(caught.value.faults[0])


# what is never bound


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Data link range: 150 km", "'link range' says more than the term"),
        ("Communication range 150 km", "'Communication range' says more than the term"),
        ("Long-range: 150 km", "'Long-range' says more than the term"),
        ("Range (LOS): 150 km", "'LOS' stands between the term and the figure"),
        ("Range of the data link: 150 km", "'data' stands between the term and the figure"),
        ("Range error: 15 m", "'error' stands between the term and the figure"),
        ("Portée de détection : 40 km", "'détection' stands between the term and the figure"),
        ("Take-off mass with payload: 500 kg", "'with payload' is a condition"),
        ("No range of 300 km", "'No range' is denied"),
        ("Range: 300 km (payload 500 kg)", "it stands in brackets after another figure"),
        ("Mass: 12 kg", "no term of the vocabulary stands before it"),
        ("Range: 1,250 km", "'1,250' may be 1250 or 1.25"),
        ("Range: 300^2 km", "'300^2' has a raised figure"),
        ("Range: 2 x 300 km", "several figures multiplied"),
        ("Range: 300, 450 km", "one of several figures in a list"),
        ("Maximum speed: 120 km/h", "the label may be item.airspeed or item.receiver_speed"),
        ("Operating temperature: 85 °C", "the label may be item.temperature_min or item.temperature_max"),
        ("Shelf life: at least 20 d", "the vocabulary has no bound for the other end"),
        ("Range: better than 300 km", "'better than' may mean more or less here"),
        ("Operating temperature: -300 °C to 20 °C", "item.temperature_min lies from -273.15 to 2000 degC"),
        ("Payload: -5 kg", "item.payload lies from 0 to 200000 kg"),
    ],
)
def test_a_figure_without_clear_evidence_is_listed_and_not_bound(book: Rulebook, text: str, reason: str) -> None:
    sheet = read_text_sheet(text, book)
    assert any(reason in one.reason for one in sheet.unbound), sheet.unbound
    figures = [one for one in sheet.unbound if reason in one.reason]
    assert all(one.place == "line 1" and one.evidence == text for one in figures)
    assert not {"range", "payload", "airspeed", "shelf_life"} & set(stated(sheet)) or "(payload" in text


def test_what_was_not_bound_names_the_facts_that_it_may_be(book: Rulebook) -> None:
    (one,) = read_text_sheet("Data link range: 150 km", book).unbound
    assert one == Unbound(
        text="150 km",
        value="150 km",
        place="line 1",
        evidence="Data link range: 150 km",
        reason="'link range' says more than the term",
        candidates=["item.range"],
    )


def test_a_unit_that_does_not_fit_its_term_is_noted_and_left_out(book: Rulebook) -> None:
    sheet = read_text_sheet("Payload: 5 kg\nRange: 300 kg", book)
    assert stated(sheet) == {"payload": "5 kg"}
    assert [(note.code, note.message, note.place) for note in sheet.notes] == [
        ("unit_mismatch", "'300 kg' is a mass, and item.range a length.", "line 2")
    ]


def test_a_figure_without_a_unit_is_noted_and_left_out(book: Rulebook) -> None:
    # Indicated airspeed is no true airspeed, and nothing here makes one of the other.
    sheet = read_text_sheet("Range: 300\nAirspeed: 120 KIAS", book)
    assert stated(sheet) == {}
    assert [(note.code, note.message) for note in sheet.notes] == [
        ("no_unit", "'300' has no unit that is known."),
        ("no_unit", "'120 KIAS' has no unit that is known."),
    ]


def test_figures_under_a_heading_of_something_else_are_not_the_products(book: Rulebook) -> None:
    sheet = read_text_sheet("# Drone\n\n## Data link\n\nRange: 150 km\n\n## Flight\n\nRange: 300 km", book)
    assert stated(sheet) == {"range": "300 km"}
    assert finding(sheet, "range").basis == "under 'Flight'"
    assert unbound(sheet) == [("150 km", "it stands under the heading 'Data link'")]


# what is bound


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Range: 300 km", "range", "300 km"),
        ("RANGE ........ 300 km", "range", "300 km"),
        ("3.2 Range: 300 km", "range", "300 km"),
        ("Range [km]: 300", "range", "300 km"),
        ("Range (km) 300", "range", "300 km"),
        ("Range, km: 300", "range", "300 km"),
        ("Range in km: 300", "range", "300 km"),
        ("Range*: 300 km¹)", "range", []),
        ("Max. range = 300 km", "range", "300 km"),
        ("Range (max.): 300 km", "range", "300 km"),
        ("It has a range of 300 km and weighs little.", "range", "300 km"),
        ("With a payload of 50 kg it flies high.", "payload", "50 kg"),
        ("Range: up to 300 km", "range", "300 km"),
        ("Reichweite: bis zu 300 km", "range", "300 km"),
        ("Portée maximale : 300 km", "range", "300 km"),
        ("Alcance máximo: 300 km", "range", "300 km"),
        ("Range: < 300 km", "range", ["0 km", "300 km"]),
        ("Range: > 300 km", "range", ["300 km", "50000 km"]),
        ("Nutzlast mindestens 50 kg", "payload", ["50 kg", "200000 kg"]),
        ("Range: 280 to 320 km", "range", ["280 km", "320 km"]),
        ("Range: 300 km ± 10 %", "range", ["270 km", "330 km"]),
        ("Range: 160 NM", "range", "160 nmi"),
        ("Range: 160 nm", "range", "160 nmi"),
        ("Bias instability: max. 0.5 °/h", "bias_instability", ["0 deg/h", "0.5 deg/h"]),
        ("Gyro bias instability: better than 0.1 °/h (1σ)", "bias_instability", ["0 deg/h", "0.1 deg/h"]),
        ("Angular rate range: ±400 °/s", "rate_range", "400 deg/s"),
        ("Random vibration: > 10 g rms", "vibration", ["10 g0", "1000 g0"]),
        ("Total dose: 5 x 10^5 rad(Si)", "total_dose", "500000 rad_dose"),
        ("Maximum operating temperature: 85 °C", "temperature_max", "85 degC"),
        ("Operating temperature min. -40 °C", "temperature_min", "-40 degC"),
        ("Range resolution: 5 m", "range_resolution", "5 m"),
        ("Simultaneous axes: 5", "contouring_axes", "5"),
        ("civil certified: no", "civil_certified", "no"),
        ("Civil certified: ✓", "civil_certified", "yes"),
        ("Zivil zugelassen: ja", "civil_certified", "yes"),
        ("Certifié civil : non", "civil_certified", "no"),
        ("Civil certified: yes (EASA)", "civil_certified", "yes"),
        ("Civil certified: optional", "civil_certified", []),
        ("Substance: HTPB", "substance", "htpb"),
        ("Stoff: Diamide", "substance", "hydrazine"),
        ("Substance: rubber", "substance", []),
        ("CAS No. 302-01-2", "substance", "hydrazine"),
        ("CAS-Nr.: 302-01-2", "substance", "hydrazine"),
        ("CAS no 302-01-2", "substance", "hydrazine"),
        ("| Name | CAS No. | Grade |\n|---|---|---|\n| Fuel | 302-01-2 | A |", "substance", "hydrazine"),
        ("| Property | Value |\n|---|---|\n| CAS No. | 302-01-2 |\n| Grade | A |", "substance", "hydrazine"),
        ("CAS No. 302-01-3", "substance", []),
        ("Free of hydrazine (CAS 302-01-2)", "substance", []),
    ],
)
def test_a_fact_is_bound_by_its_own_names(book: Rulebook, text: str, fact: str, value: str | list[str]) -> None:
    assert stated(read_text_sheet(text, book)) == ({fact: value} if value else {})


def test_a_range_of_temperatures_is_the_lowest_and_the_highest(book: Rulebook) -> None:
    for text in (
        "Operating temperature: -54 to +125 °C",
        "Operating temperature (min/max): -54/+125 °C",
        "Betriebstemperatur: −54 °C … +125 °C",
        "Température de fonctionnement : de -54 à +125 °C",
    ):
        assert stated(read_text_sheet(text, book)) == {"temperature_min": "-54 degC", "temperature_max": "125 degC"}


def test_the_nearest_term_and_the_longest_phrase_win(book: Rulebook) -> None:
    sheet = read_text_sheet("The range resolution is 5 m while the maximum range is 40 km, payload 5 kg.", book)
    assert stated(sheet) == {"range_resolution": "5 m", "range": "40 km", "payload": "5 kg"}


def test_a_finding_keeps_its_place_its_line_and_how_it_was_measured(book: Rulebook) -> None:
    sheet = read_text_sheet("# TJ\n\nStatic thrust at 20 °C: 5 kN (uninstalled), approx. 12 kg", book)
    found = finding(sheet, "thrust_max")
    assert (found.value, found.places, found.term) == ("5 kN", ["line 3"], "static thrust")
    assert found.evidence == ["Static thrust at 20 °C: 5 kN (uninstalled), approx. 12 kg"]
    assert found.basis == "at 20 °C, uninstalled"
    found = finding(read_text_sheet("Range: approx. 300 km with 500 kg payload", book), "range")
    assert (found.approximate, found.basis) == (True, "with 500 kg payload, approximate")


def test_a_figure_restated_in_another_unit_is_one_figure(book: Rulebook) -> None:
    sheet = read_text_sheet("Range: 300 km (162 NM)\nRange: 300 km", book)
    found = finding(sheet, "range")
    assert (found.value, found.places, found.basis) == ("300 km", ["line 1", "line 2"], "also given as 162 NM")
    assert not sheet.notes


def test_figures_that_differ_give_the_interval_that_spans_them(book: Rulebook) -> None:
    sheet = read_text_sheet("Range: 320 km\n\nPayload: 5 kg\n\nMaximum range 280 km", book)
    found = finding(sheet, "range")
    assert (found.value, found.places) == (["280 km", "320 km"], ["line 1", "line 5"])
    assert found.evidence == ["Range: 320 km", "Maximum range 280 km"]
    assert [(note.code, note.message, note.place) for note in sheet.notes] == [
        ("contradiction", "item.range is given as 320 km, 280 km; the interval spans them.", "line 1; line 5")
    ]


def test_a_bound_that_holds_a_figure_does_not_contradict_it(book: Rulebook) -> None:
    sheet = read_text_sheet("Range: > 250 km\n\nRange: 300 km", book)
    assert (stated(sheet), sheet.notes) == ({"range": "300 km"}, [])
    sheet = read_text_sheet("Range: > 350 km\n\nRange: 300 km", book)
    assert (stated(sheet), [note.code for note in sheet.notes]) == (
        {"range": ["300 km", "50000 km"]},
        ["contradiction"],
    )


def test_words_that_contradict_each_other_settle_nothing(book: Rulebook) -> None:
    sheet = read_text_sheet("Civil certified: yes\nCivil certified: no", book)
    assert stated(sheet) == {}
    assert [note.message for note in sheet.notes] == [
        "item.civil_certified is said to be yes and no, so none was taken."
    ]
    assert len(sheet.unbound) == 2


def test_fewer_facts_leave_fewer_labels_with_two_meanings(book: Rulebook) -> None:
    text = "Maximum speed: 120 km/h"
    assert stated(read_text_sheet(text, book, facts=["airspeed", "range"])) == {"airspeed": "120 km/h"}
    with pytest.raises(InputError, match="'warp', which is no fact"):
        read_text_sheet(text, book, facts=["warp"])


def test_the_other_numbers_of_a_sheet_settle_a_comma(book: Rulebook) -> None:
    assert stated(read_text_sheet("Range: 1,250 km\nPayload: 12.5 kg", book))["range"] == "1250 km"
    assert stated(read_text_sheet("Reichweite: 1,250 km\nNutzlast: 12,5 kg", book))["range"] == "1.25 km"


# tables


def test_figures_under_min_typ_and_max_are_bounds(book: Rulebook) -> None:
    text = (
        "Parameter\tMin\tTyp\tMax\tUnit\nOperating temperature\t-40\t\t85\t°C\nBias instability\t\t0.3\t0.5\t°/h\n"
        "Bulk density\t1.82\t\t\tg/cm³\nThrust\t\t5\t\tkN"
    )
    sheet = read_text_sheet(text, book)
    assert stated(sheet) == {
        "temperature_min": "-40 degC",
        "temperature_max": "85 degC",
        "bias_instability": ["0 deg/h", "0.5 deg/h"],
        "density": ["1.82 g/cm^3", "30 g/cm^3"],
    } | {"thrust_max": "5 kN"}
    assert finding(sheet, "bias_instability").basis == "typical 0.3, 'maximum 0.5' is a bound"
    assert finding(sheet, "thrust_max").approximate


def test_a_row_that_does_not_stand_under_its_heads_is_not_bound(book: Rulebook) -> None:
    text = "Parameter   Min   Typ   Max   Unit\nBias instability of the gyro as delivered    0.3   0.5   °/h"
    sheet = read_text_sheet(text.replace(" of the gyro as delivered", "                "), book)
    assert stated(sheet) == {}
    assert {one.reason for one in sheet.unbound} == {"the row does not stand clearly under the heads of its columns"}


@pytest.mark.parametrize(
    "text",
    [
        "| Parameter | Value | Unit |\n|---|---|---|\n| Range | 300 | km |\n| Payload | 5 | kg |",
        "| Parameter | Unit | Value |\n|---|---|---|\n| Range | km | 300 |\n| Payload | kg | 5 |",
        "| Parameter | Value |\n|---|---|\n| Range [km] | 300 |\n| Payload (kg) | 5 |",
        "| No. | Parameter | Value |\n|---|---|---|\n| 1 | Range | 300 km |\n| 2 | Payload | 5 kg |",
        "| Range [km] | Payload [kg] |\n|---|---|\n| 300 | 5 |",
        "| Model | Range | Payload |\n|---|---|---|\n| | km | kg |\n| X-1 | 300 | 5 |",
        "| Parameter | Metric | Imperial |\n|---|---|---|\n| Range | 300 km | 162 NM |\n| Payload | 5 kg | 11 lb |",
        "| Parameter | Value | Notes |\n|---|---|---|\n| Range | 300 km | 2 fuel tanks of 20 L |\n| Payload | 5 kg | |",
        "Range   300 km   Payload   5 kg",
        "Range\t300 km\nPayload\t5 kg",
    ],
)
def test_a_table_is_read_whichever_way_it_stands(book: Rulebook, text: str) -> None:
    assert stated(read_text_sheet(text, book)) == {"range": "300 km", "payload": "5 kg"}


def test_a_qualifier_between_label_and_figure_keeps_a_row_unbound(book: Rulebook) -> None:
    text = "| Parameter | Of what | Value |\n|---|---|---|\n| Range | data link | 150 km |\n| Range | | 300 km |"
    sheet = read_text_sheet(text, book)
    assert stated(sheet) == {"range": "300 km"}
    assert unbound(sheet) == [("150 km", "'data link' stands between the term and the figure")]


# several products

COLUMNS = "Parameter\tX-100\tX-200\nRange\t300 km\t500 km\nPayload\t5 kg\t6 kg"
ROWS = "| Model | Range [km] | Payload [kg] |\n|---|---|---|\n| X-100 | 300 | 5 |\n| X-200 | 500 | 6 |"
SECTIONS = "# X-100\n\nRange: 300 km\n\nPayload: 5 kg\n\n# X-200\n\nRange: 500 km\n\nPayload: 6 kg"


@pytest.mark.parametrize("text", [COLUMNS, ROWS, SECTIONS])
def test_a_sheet_of_two_products_asks_which(book: Rulebook, text: str) -> None:
    line = fault_of(book, text)
    assert (
        line
        == "text: figures of 2 products: X-100, X-200; expected one product; name one: --product NAME, or product= in Python"
    )
    sheet = read_text_sheet(text, book, product="x200")
    assert (sheet.product, stated(sheet)) == ("X-200", {"range": "500 km", "payload": "6 kg"})
    assert {one.product for one in sheet.findings} == {"X-200"}
    assert [note.message for note in sheet.notes] == ["Figures of X-100 were left out."]
    assert fault_of(book, text, "Y-1") == "text: no product 'Y-1'; expected one of X-100, X-200"
    assert "expected one of X-100, X-200" in fault_of(book, text, "X")


def test_products_that_share_no_fact_are_not_made_one(book: Rulebook) -> None:
    assert "X-100, X-200" in fault_of(book, "# X-100\n\nRange: 300 km\n\n# X-200\n\nPayload: 6 kg")


def test_sections_named_without_figures_are_products_where_several_facts_differ(book: Rulebook) -> None:
    text = SECTIONS.replace("X-100", "Falcon").replace("X-200", "Eagle")
    assert "figures of 2 products: Falcon, Eagle" in fault_of(book, text)
    assert stated(read_text_sheet(text, book, product="Eagle"))["range"] == "500 km"


def test_columns_without_names_are_named_by_their_number(book: Rulebook) -> None:
    assert "column 2, column 3" in fault_of(book, "Range\t300 km\t500 km\nPayload\t5 kg\t6 kg")


def test_standards_in_headings_are_no_products(book: Rulebook) -> None:
    text = "# X-100\n\nRange: 300 km\n\n## Tests to MIL-STD-810G\n\nPayload: 5 kg\n\n## GPS L1\n\nCivil certified: no"
    assert set(stated(read_text_sheet(text, book))) == {"range", "payload", "civil_certified"}


def test_a_product_that_the_sheet_never_names_is_a_fault(book: Rulebook) -> None:
    assert "no product 'X-9'" in fault_of(book, "Range: 300 km", "X-9")
    assert stated(read_text_sheet("Drone X-9\nRange: 300 km", book, product="X-9")) == {"range": "300 km"}


# files


def test_every_format_gives_the_same_findings_with_its_own_places(book: Rulebook, tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2", reason="the extra 'sheets' is not installed")
    rows = [["Parameter", "Value"], ["Range", "300 km"], ["Payload", "5 kg"]]
    (tmp_path / "a.pdf").write_bytes(lines_pdf(*("  ".join(row) for row in rows)))
    docx_file(tmp_path / "a.docx", rows)
    xlsx_file(tmp_path / "a.xlsx", rows)
    (tmp_path / "a.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    cells = "".join(f"<tr><td>{row[0]}</td><td>{row[1]}</td></tr>" for row in rows)
    (tmp_path / "a.html").write_text(f"<table>{cells}</table>", encoding="utf-8")
    (tmp_path / "a.txt").write_text("\n".join(": ".join(row) for row in rows), encoding="utf-8")
    places = {}
    for suffix in ("pdf", "docx", "xlsx", "csv", "html", "txt"):
        sheet = read_sheet(tmp_path / f"a.{suffix}", book)
        assert stated(sheet) == {"range": "300 km", "payload": "5 kg"}, suffix
        places[suffix] = finding(sheet, "range").places[0]
    assert places == {
        "pdf": "page 1, line 2",
        "docx": "table 1, row 2",
        "xlsx": "sheet 'Specs', row 2",
        "csv": "row 2",
        "html": "table 1, row 2",
        "txt": "line 2",
    }


def test_two_models_in_a_pdf_and_in_a_spreadsheet_are_asked_for(book: Rulebook, tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2", reason="the extra 'sheets' is not installed")
    rows = [
        ["Parameter", "X-100", "X-200"],
        ["Range [km]", "300", "500"],
        ["Guidance", "inertial", "GPS"],
        ["Payload [kg]", "5", "6"],
    ]
    (tmp_path / "a.pdf").write_bytes(lines_pdf("Drones of the X series", *("  ".join(row) for row in rows)))
    xlsx_file(tmp_path / "a.xlsx", [["Drones of the X series"], *rows])
    for suffix in ("pdf", "xlsx"):
        with pytest.raises(InputError, match="figures of 2 products: X-100, X-200"):
            read_sheet(tmp_path / f"a.{suffix}", book)
        sheet = read_sheet(tmp_path / f"a.{suffix}", book, product="X-100")
        assert stated(sheet) == {"range": "300 km", "payload": "5 kg"}


def test_a_number_of_a_spreadsheet_is_exact_in_any_document(book: Rulebook, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl", reason="the extra 'sheets' is not installed")
    path = xlsx_file(
        tmp_path / "a.xlsx", [["Größe", "Wert", "Einheit"], ["Reichweite", 1.125, "km"], ["Nutzlast", "12,5", "kg"]]
    )
    assert stated(read_sheet(path, book)) == {"range": "1.125 km", "payload": "12.5 kg"}


def test_a_sentence_over_two_lines_is_placed_where_its_figure_stands(book: Rulebook) -> None:
    text = "The drone was designed for long flights and it has at all heights a range\nof 300 km in still air."
    assert finding(read_text_sheet(text, book), "range").places == ["line 2"]


def test_a_sheet_is_plain_data(book: Rulebook) -> None:
    sheet = read_text_sheet("Range: 300 km\nMass: 5 kg", book)
    data = json.loads(msgspec.json.encode(sheet))
    assert data["findings"][0]["fact"] == "item.range"
    assert set(data) == {"name", "product", "findings", "unbound", "notes", "text"}
    assert data["text"] == "Range: 300 km\nMass: 5 kg"


# sheets as they are, against the law that came with Licet

GYRO = """\
FOG-1000 Fibre Optic Gyro
=========================

Performance

Angular rate range            ±490 °/s
Gyro bias instability         ≤ 0.05 °/h (1σ)
Angular random walk           0.012 °/√h
Scale factor non-linearity    < 50 ppm

Environment

Operating temperature         -54 °C to +71 °C
Storage temperature           -60 °C to +85 °C
Random vibration              7.7 g rms, 20 Hz to 2 kHz

Physical

Dimensions                    110 x 110 x 45 mm
MTBF                          > 100,000 h
"""

TURBOJET = """\
# TJ-40 Strahltriebwerk

| Kenngröße | Wert | Einheit |
|---|---|---|
| Maximaler Schub | 0,395 | kN |
| Spezifischer Kraftstoffverbrauch | 0,158 | kg/(N·h) |
| Trockenmasse | 3,6 | kg |
| Triebwerksdurchmesser | 147 | mm |
| Zivil zugelassen | nein | |
| Betriebstemperatur | −40 … +55 | °C |
"""

DRONE = """\
# Drone Aigle

L'Aigle est un drone de reconnaissance avec une portée de 1 250 km et une charge utile de plus de 50 kg.

| | |
|---|---|
| Portée maximale | 1 250 km |
| Charge utile maximale | 50,5 kg |
| Portée de la liaison de données | 150 km |
"""

GRAPHITE = """\
Fine-grain graphite GX-63

Property          Unit     Value
Bulk density      g/cm³    1.83
Grain size        µm       5
Rod diameter      mm       up to 1,200
"""


def test_a_gyro(rulebook: Rulebook) -> None:
    sheet = read_text_sheet(GYRO, rulebook, "fog.txt")
    found = stated(sheet)
    assert found["operating_temperature_min"] == "-54 degC"
    assert found["operating_temperature_max"] == "71 degC"
    assert found["storage_temperature_max"] == "85 degC"
    assert found["gyro_rate_range"] == "490 deg/s"
    assert found["gyro_bias_instability"] == ["0 deg/h", "0.05 deg/h"]
    assert found["vibration_rms"] == "7.7 g0"
    assert sheet.product == "FOG-1000"
    assert finding(sheet, "vibration_rms").basis == "rms, under 'Environment'"
    assert {one.text for one in sheet.unbound} >= {"20 Hz to 2 kHz", "45 mm", "> 100,000 h"}


def test_a_german_turbojet(rulebook: Rulebook) -> None:
    found = stated(read_text_sheet(TURBOJET, rulebook))
    assert found["thrust_max"] == "0.395 kN"
    assert found["sfc"] == "0.158 kg/N/h"
    assert found["dry_mass"] == "3.6 kg"
    assert found["civil_certified"] == "no"
    assert (found["operating_temperature_min"], found["operating_temperature_max"]) == ("-40 degC", "55 degC")


def test_a_french_drone(rulebook: Rulebook) -> None:
    sheet = read_text_sheet(DRONE, rulebook)
    found = stated(sheet)
    assert found["range"] == "1250 km"
    assert found["payload"] == "50.5 kg"
    assert "150 km" in [one.text for one in sheet.unbound]


def test_graphite(rulebook: Rulebook) -> None:
    found = stated(read_text_sheet(GRAPHITE, rulebook))
    assert found["density"] == "1.83 g/cm^3"
    assert found["grain_size"] == "5 um"
    assert found["cylinder_diameter"] == ["0 mm", "1200 mm"]


@pytest.mark.parametrize("text", [GYRO, TURBOJET, DRONE, GRAPHITE])
def test_every_value_that_is_found_can_be_stated_in_a_transfer(rulebook: Rulebook, text: str) -> None:
    by_path = {fact.path: fact for fact in rulebook.facts.values()}
    faults: list[Fault] = []
    reader = ValueReader(rulebook, Nations.from_folder(rulebook.folder / "nations"), faults)
    for one in read_text_sheet(text, rulebook).findings:
        assert reader.read(by_path[one.fact], from_value(one.value, Where("sheet"))) is not None
    assert faults == []
