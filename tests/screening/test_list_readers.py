"""Lists in the forms in which they are published: taken whole into one form, or refused with a line for every fault."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from screening.made_lists import (
    ADD_CSV,
    ALT_CSV,
    CSL_COLUMNS,
    DPL,
    EL,
    ENTITIES,
    FILES,
    FTM_LINES,
    MADE,
    PARTIES,
    SDN_CSV,
    SDN_XML,
    SHORT_CSL,
    TABLE,
    UN,
    accepted,
    beside,
    csl_table,
    faults,
    given,
    needs_csl,
    needs_files,
    party,
    published,
    read,
    short,
)

from licet.errors import InputError, LawError
from licet.registers.published import PublishedFile
from licet.registers.screening_lists.formats import FORMATS, format_of
from licet.rulebook.rulebook import law_folder
from licet.screening.known_lists import FILE, read_known_lists
from licet.screening.listed import Alias, Identifier

# bad input


@pytest.mark.parametrize("made", MADE)
def test_a_list_cut_at_any_byte_is_never_taken_on_its_own_word(made: str) -> None:
    form, data, whole = MADE[made]
    more = beside() if form == "ofac-csv" else {}
    assert accepted(form, given(data, **more)) == whole
    end = len(data.rstrip())
    taken = [at for at in range(len(data)) if accepted(form, given(data[:at], **more))]
    # A cut that takes nothing but the white space at the end takes nothing of the list.
    assert [at for at in taken if at < end] == []
    assert not whole or taken == list(range(end, len(data)))


@pytest.mark.parametrize("which", ["add", "alt"])
def test_a_file_beside_the_entries_cut_at_any_byte_is_not_taken(which: str) -> None:
    data = {"add": ADD_CSV, "alt": ALT_CSV}[which]
    for at in range(len(data)):
        assert not accepted("ofac-csv", given(SDN_CSV, **beside(**{which: data[:at]}))), at


@pytest.mark.parametrize("made", MADE)
def test_a_stated_count_shows_a_list_to_be_whole_unless_its_last_row_may_be_cut(made: str) -> None:
    form, data, _ = MADE[made]
    more = beside() if form == "ofac-csv" else {}
    count = read(form, data, **more).entries
    assert accepted(form, given(data, **more), entries=count)
    assert not accepted(form, given(data, **more), entries=count + 1)
    if form in ("csl-csv", "dpl-text", "table"):
        assert not any(accepted(form, given(data[:at]), entries=count) for at in range(len(data)))


@needs_files
@pytest.mark.parametrize(
    ("form", "name"),
    [("un-xml", "UN_consolidated.xml"), ("ofac-csv", "bench_sdn.csv"), ("dpl-text", "bench_dpl.txt"), ("csl-csv", "csl.csv"), ("ftm", "us_tel.json")],
)  # fmt: skip
def test_a_published_list_cut_anywhere_is_not_taken(form: str, name: str) -> None:
    data = (FILES / f"test_testdata_{name}").read_bytes()
    more = beside(*((FILES / f"test_testdata_bench_{one}.csv").read_bytes() for one in ("add", "alt")))
    more = more if form == "ofac-csv" else {}
    draw = random.Random(7)
    ends = [at + 1 for at in range(len(data) - 1) if data[at] == 10]
    for at in [*draw.sample(range(len(data.rstrip())), 12), *draw.sample(ends, 6), ends[-1]]:
        assert at >= len(data.rstrip()) or not accepted(form, given(data[:at], **more)), at


@needs_csl
def test_the_screening_list_cut_anywhere_is_not_taken() -> None:
    data = SHORT_CSL.read_bytes()
    for at in random.Random(7).sample(range(len(data.rstrip())), 40):
        assert not accepted("csl-json", given(data[:at])), at


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xff\xfe", b"\0\0", b"{", b"[]", b"<a/>", b"name\n"])
def test_what_is_no_list_is_refused_in_lines(form: str, data: bytes) -> None:
    told = faults(form, data)
    assert told
    assert all(line.startswith("list.txt") and "; expected " in line for line in told)


def test_a_file_of_no_known_form_is_named_with_the_forms() -> None:
    with pytest.raises(InputError, match="not recognised; expected Consolidated Screening List"):
        format_of(PublishedFile("a.bin", b"hello"))
    with pytest.raises(InputError, match="did you mean csl-json"):
        format_of(PublishedFile("a.bin", b"hello"), "csl-jsn")


@pytest.mark.parametrize("made", MADE)
def test_the_form_of_a_list_is_known_by_its_content(made: str) -> None:
    form, data, _ = MADE[made]
    assert format_of(PublishedFile("list", data)).name == form


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (published(total=7), "list.txt: 3 results where total says 7; expected as many as it says"),
        (published([party(" ")]), "list.txt results[0]: an entry without a name"),
        (published([party("A", " ")]), "list.txt results[0]: an entry without its source"),
        (published([]), "list.txt: a list without a single entry"),
        (published(day="soon"), "list.txt: search_performed_at 'soonT13:15:00.015113+00:00'"),
        (b'{"results": [{"name": "A"}]}', "JSON of another form (object missing required field 'source' at $.results[0])"),
        (short(entryCount=3), "2 entries where entryCount says 3"),
        (short(countsBySource={EL: 1}), "1 entries of 'Specially Designated Nationals (SDN) - Treasury Department' where countsBySource says 0"),
        (short(tables={"sources": [EL]}), "list.txt entries[1]: number 1 of sources, which has 1"),
    ],
)  # fmt: skip
def test_a_screening_list_that_does_not_agree_with_itself_is_refused(data: bytes, line: str) -> None:
    assert any(line in told for told in faults("csl-json", data)), faults("csl-json", data)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (b'"DOE, John","individual"', b'"DOE, John","ship"', "list.txt:2: the type 'ship'"),
        (b'36,"UTOPIAN AIRLINES",-0- ,', b'36,"UTOPIAN AIRLINES",', "list.txt:1: a row of 11 values"),
        (b"4712,", b"4711,", "the entry 4711 a second time (first on line 2)"),
        (b"4712,", b"x,", "list.txt:3: the number 'x' of an entry"),
        (b'"DOE, John"', b"-0- ", "the entry 4711 without a name"),
    ],
)
def test_a_row_of_ofac_that_cannot_be_used_is_told_with_its_line(old: bytes, new: bytes, line: str) -> None:
    told = faults("ofac-csv", SDN_CSV.replace(old, new, 1), **beside())
    assert any(line in one for one in told), told


def test_addresses_and_names_of_another_vintage_are_refused() -> None:
    told = faults("ofac-csv", SDN_CSV, **beside(alt=ALT_CSV.replace(b"36,", b"37,", 1)))
    assert told == [
        "alt.csv:1: the entry 37, which is not there; expected an entry of list.txt; use files of one vintage"
    ]


def test_without_its_other_names_an_sdn_file_is_not_whole() -> None:
    found = read("ofac-csv", SDN_CSV)
    assert not found.whole
    assert len(found.lacks) == 2
    assert not accepted("ofac-csv", given(SDN_CSV), entries=3)
    assert accepted("ofac-csv", given(SDN_CSV), whole="A. Smith: names are not needed for this test")


@pytest.mark.parametrize(
    ("form", "data", "line"),
    [
        ("ofac-xml", SDN_XML.replace(b">2</Record", b">3</Record"), "2 records where Record_Count says 3"),
        ("ofac-xml", SDN_XML.replace(b"07/30/2026", b"31/31/2026"), "the Publish_Date '31/31/2026'"),
        ("ofac-xml", SDN_XML.replace(b"<uid>36</uid>", b""), "sdnEntry 1: an entry without its uid"),
        ("un-xml", UN.replace(b"dateGenerated", b"date"), "dateGenerated ''"),
        ("un-xml", UN.replace(b"ENTITIES>", b"THINGS>"), "no element ENTITIES"),
        ("un-xml", UN.replace(b"<FIRST_NAME>UTOPIAN ROCKET WORKS</FIRST_NAME>", b""), "ENTITY 1: an entry without a name"),
        ("un-xml", SDN_XML, "the root <sdnList>"),
        ("un-xml", UN + b"<a/>", "text that is not XML (junk after document element"),
        ("dpl-text", DPL.replace(b"08/24/2022", b"24.8.2022", 1), "list.txt:2: the Effective_Date '24.8.2022'"),
        ("dpl-text", DPL.replace(b'"JOHN DOE"', b'" "', 1), "list.txt:2: an entry without a name"),
        ("dpl-text", DPL.replace(b'"FR_Citation"', b'"FR"'), "no column FR_Citation"),
        ("csl-csv", csl_table([name for name in CSL_COLUMNS if name != "alt_names"]), "no column alt_names"),
        ("csl-csv", csl_table().replace(b"Utopian Rocket Works", b" "), "list.txt:2: an entry without a name"),
        ("ftm", FTM_LINES.replace(b'"c1"', b'"p1"', 1), "the entity 'p1' a second time (first as number 1)"),
        ("ftm", FTM_LINES.replace(b'{"id": "c1"', b'{"id": ', 1), "list.txt:2: a line that is no whole JSON object"),
        ("table", TABLE.replace(b"Company", b"Firm"), "no column of names among Firm, Country, Aliases, Since"),
        ("table", TABLE.replace(b"Other Works", b""), "list.txt:3: an entry without a name"),
        ("table", TABLE.replace(b"Country", b"Company"), "the column Company more than once"),
    ],
)  # fmt: skip
def test_a_bad_place_is_told_where_it_is(form: str, data: bytes, line: str) -> None:
    told = faults(form, data)
    assert any(line in one for one in told), told


def test_a_document_type_is_refused_and_no_entity_grows() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    for form, data in (("un-xml", UN), ("ofac-xml", SDN_XML)):
        head, mark, rest = data.partition(b"?>")
        told = faults(form, head + mark + bomb + rest)
        assert len(told) == 1
        assert "a document type (DOCTYPE)" in told[0]


def test_many_faults_are_told_in_part() -> None:
    told = faults("csl-json", published([party("") for _ in range(50)]))
    assert len(told) == 21
    assert "more faults beyond these" in told[-1]


@pytest.mark.parametrize(
    ("mapping", "line"),
    [
        ({"nome": "Company"}, "did you mean name or notice?"),
        ({"name": "Compny"}, "no column 'Compny'; expected Company, Country"),
    ],
)
def test_a_column_that_is_not_there_cannot_be_named(mapping: dict[str, str], line: str) -> None:
    assert line in faults("table", TABLE, mapping=mapping)[0]


# what is read


def test_the_published_screening_list_is_read_with_all_that_it_says() -> None:
    found = read("csl-json", published())
    works, person, ship = found.parties
    assert found.vintage == "2026-07-31"
    assert (found.whole, found.stated_count, found.entries) == (True, 3, 3)
    assert set(found.sources) == {"EL", "SDN"}
    assert works.names == ("Utopian Rocket Works", "URW", "Rocket Works of Utopia")
    assert (works.source, works.kind, works.nations, works.since) == ("EL", "unknown", ("YE",), "2015-11-12")
    assert works.addresses == ("1 Launch Road, Aden, 77, YE",)
    assert works.licence_requirement == "For all items subject to the EAR."
    assert works.licence_policy == "Presumption of denial."
    assert (person.id, person.kind, person.programmes) == ("4711", "person", ("NPWMD", "IFSR"))
    assert person.born == ("1967-10-31", "1959/1963")
    assert "DOB in the sixties" in person.remarks
    assert person.nations == ("IR", "SY")
    assert person.identifiers == (Identifier(kind="Passport", value="A1234567", nation="IR"),)
    assert "Gender: Male" in person.remarks
    assert (ship.kind, ship.nations, ship.identifiers[0].value) == ("vessel", ("PA",), "CL1234")


def test_an_entry_without_a_number_keeps_its_identifier_while_it_is_the_same() -> None:
    first = read("csl-json", published()).parties[0]
    again = read("csl-json", published(reversed(PARTIES))).parties[-1]
    assert first.id == again.id
    assert first.id.startswith("EL-")
    twins = read("csl-json", published([party("A"), party("A"), party("A", alt_names=["B"])])).parties
    assert len({one.id for one in twins}) == 3


def test_the_short_form_is_read_by_its_tables() -> None:
    found = read("csl-json", short())
    works, person = found.parties
    assert found.vintage == "2026-07-31"
    assert (works.licence_requirement, works.licence_policy, works.notice) == ("For all items", "Denial", "1 FR 1")
    assert (works.nations, works.addresses) == (("YE",), ("NOWHERE",))
    assert (person.programmes, person.url) == (("NPWMD", "IFSR"), "https://example.org/list")
    assert any("'NOWHERE' (1)" in note for note in found.notes)


@needs_csl
def test_the_whole_screening_list_is_read() -> None:
    found = read("csl-json", SHORT_CSL.read_bytes())
    stated = json.loads(SHORT_CSL.read_bytes())
    assert len(found.parties) == found.stated_count == stated["entryCount"] == 25_921
    assert found.vintage == "2026-07-31"
    assert len({(one.source, one.id) for one in found.parties}) == 25_921
    assert set(found.sources.values()) == set(stated["countsBySource"])
    assert set(found.sources) <= set(read_known_lists(law_folder()).by_code)


def test_the_table_of_the_screening_list_is_read_by_its_headers() -> None:
    for columns in (CSL_COLUMNS, CSL_COLUMNS[1:], reversed(CSL_COLUMNS)):
        works, person = read("csl-csv", csl_table(columns)).parties
        assert works.names == ("Utopian Rocket Works", "URW", "Rocket Works of Utopia")
        assert works.addresses == ("1 Launch Road, Aden, YE", "Dock 2; Gate 3, Jeddah, SA")
        assert works.nations == ("YE", "SA")
        assert person.born == ("1967-10-31", "1968")
        assert person.identifiers == (Identifier(kind="Passport", value="A1234567", nation="IR"),)
        assert "Subject to Secondary Sanctions" in person.remarks


def test_the_sdn_list_is_read_with_its_remarks() -> None:
    found = read("ofac-csv", SDN_CSV, **beside())
    airline, person, ship = found.parties
    assert airline.names == ("UTOPIAN AIRLINES", "UTOPIAN AIR")
    assert (airline.kind, airline.nations, airline.addresses) == (
        "organisation",
        ("YE",),
        ("1 Launch Road, Aden, Yemen",),
    )
    assert person.aliases == (Alias(name="DOE, Johann"), Alias(name="JONNY", weak=True))
    assert person.born == ("1974-02-17", "1959/1963")
    assert person.nations == ("IR", "SY")
    assert person.programmes == ("NPWMD", "IFSR")
    assert [(one.kind, one.value, one.nation) for one in person.identifiers] == [
        ("Passport", "A1234567", "IR"),
        ("National ID No.", "5-66", "IR"),
    ]
    assert "Gender Male" in person.remarks
    assert (ship.kind, ship.nations) == ("vessel", ("PA",))
    assert {one.value for one in ship.identifiers} == {"CL1234", "9187629"}


def test_the_sdn_list_as_xml_is_read() -> None:
    found = read("ofac-xml", SDN_XML)
    airline, person = found.parties
    assert (found.vintage, found.stated_count) == ("2026-07-30", 2)
    assert airline.names == ("UTOPIAN AIRLINES", "UTOPIAN AIR")
    assert person.name == "DOE, John"
    assert person.aliases == (Alias(name="JONNY", weak=True),)
    assert (person.born, person.nations) == (("1974-02-17", "1970/1973"), ("IR",))
    assert person.identifiers == (Identifier(kind="Passport", value="A1234567", nation="IR"),)
    later = SDN_XML.replace(b"http://tempuri.org/sdnList.xsd", b"https://example.org/exports/XML")
    assert read("ofac-xml", later).parties == found.parties


def test_the_denied_persons_list_is_read_row_by_row() -> None:
    first, second = read("dpl-text", DPL).parties
    assert (first.source, first.name, first.since, first.until) == ("DPL", "JOHN DOE", "2022-08-24", "2026-01-14")
    assert (first.nations, second.nations, second.until) == (("US",), ("YE",), "")
    assert first.id != second.id


def test_the_list_of_the_security_council_is_read() -> None:
    found = read("un-xml", UN)
    person, works = found.parties
    assert found.vintage == "2026-07-27"
    assert (person.id, person.name, person.kind) == ("KPi.001", "JOHN DOE", "person")
    assert person.aliases == (Alias(name="Johann Doe"), Alias(name="Jonny", weak=True), Alias(name="جون دو"))
    assert person.born == ("1971-03-04", "1963/1967", "1968/1973")
    assert person.nations == ("YE", "KP")
    assert person.identifiers == (Identifier(kind="Passport", value="381420754", nation="YE"),)
    assert (works.kind, works.programmes, works.since) == ("organisation", ("Iran",), "2010-06-09")


def test_entities_are_read_with_what_describes_them() -> None:
    for data in (FTM_LINES, json.dumps(ENTITIES).encode()):
        found = read("ftm", data)
        person, works = found.parties
        assert person.aliases == (Alias(name="Johann Doe"), Alias(name="Jonny", weak=True))
        assert (person.nations, person.born) == (("IR", "YE"), ("1971-03",))
        assert (person.addresses, person.programmes, person.since) == (("1 Road, Aden",), ("NPWMD",), "2020-02-01")
        assert person.identifiers == (Identifier(kind="Passport", value="A1234567", nation="IR"),)
        assert works.identifiers == (Identifier(kind="Registration", value="77-1"),)
        assert "3 entities describe a party and are joined to it." in found.notes
        assert "Left out, as they are no parties: Ownership (1)." in found.notes
        assert found.entries == 6


def test_a_table_of_ones_own_is_read_as_it_says_or_as_the_user_says() -> None:
    works, other = read("table", TABLE).parties
    assert (works.names, works.nations, works.since) == (
        ("Utopian Rocket Works", "URW", "Rocket Works"),
        ("YE",),
        "2020-01-02",
    )
    assert (works.source, other.nations) == ("HOUSE", ())
    odd = b"Firma;Land\nUtopian Rocket Works;Jemen\n"
    (works,) = read("table", odd, mapping={"name": "Firma", "nation": "Land"}).parties
    assert works.nations == ("YE",)
    found = read("table", TABLE)
    assert any(note.startswith("Understood: name from 'Company'") for note in found.notes)


@needs_files
@pytest.mark.parametrize(
    ("form", "name", "count", "vintage"),
    [
        ("un-xml", "UN_consolidated.xml", 1003, "2026-02-27"),
        ("dpl-text", "bench_dpl.txt", 581, ""),
        ("csl-csv", "csl.csv", 115, ""),
        ("ftm", "us_tel.json", 10, ""),
        ("ofac-csv", "sdn.csv", 7379, ""),
        ("ofac-csv", "bench_sdn.csv", 8976, ""),
    ],
)
def test_the_published_files_are_read_whole(form: str, name: str, count: int, vintage: str) -> None:
    path = FILES / f"test_testdata_{name}"
    more: dict[str, Any] = {}
    if name == "bench_sdn.csv":
        more = beside(*((FILES / f"test_testdata_bench_{one}.csv").read_bytes() for one in ("add", "alt")))
    found = read(form, path.read_bytes(), **more)
    assert (len(found.parties), found.vintage) == (count, vintage)
    assert all(one.name and one.id for one in found.parties)
    assert found.whole == (name not in ("bench_dpl.txt", "csl.csv", "sdn.csv"))
    assert format_of(PublishedFile(name, path.read_bytes())).name == form


# what the law knows of lists


def test_the_lists_that_an_exporter_has_to_check_are_named_by_provision() -> None:
    known = read_known_lists(law_folder())
    assert {one.code for one in known.required} == {"EL", "DPL", "UVL", "MEU", "SDN", "DTC", "ISN"}
    assert all(one.effect and one.cite and one.authority for one in known.by_code.values())
    assert known.code("Entity List (EL) - Bureau of Industry and Security") == "EL"
    assert known.code("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department") == "MBS"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("\nEL,", "\nel,", "screening-lists.csv:2: the code 'el'"),
        ("\nDPL,", "\nEL,", "the list 'EL' a second time"),
        (",verified,US,", ",checked,US,", "the standing 'checked'"),
        (",verified,US,", ",verified,,", "exporter '' with required_by"),
        ("required_by", "reason", "no column required_by"),
    ],
)
def test_a_bad_row_of_known_lists_is_a_fault_of_the_law(tmp_path: Path, old: str, new: str, line: str) -> None:
    path = tmp_path / FILE
    path.parent.mkdir()
    path.write_text((law_folder() / FILE).read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError) as error:
        read_known_lists(tmp_path)
    assert line in str(error.value)
