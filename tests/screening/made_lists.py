"""Lists in small, made up in the forms in which they are published, for tests that break them. No party is one of a published list."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from licet.errors import InputError
from licet.registers.published import PublishedFile
from licet.registers.screening_lists.formats import FORMATS
from licet.registers.screening_lists.nations_named import NationsNamed
from licet.registers.screening_lists.read_list import Given, ReadList
from licet.rulebook.rulebook import law_folder
from licet.screening.admitting import Statements, admit
from licet.screening.known_lists import read_known_lists
from licet.screening.updating import digest_of

SHARED = Path(__file__).parents[3] / "shared" / "data"
FILES = SHARED / "sanctions-files"
SHORT_CSL = SHARED / "ear-2026-07-23" / "screening-list.json"

needs_files = pytest.mark.skipif(not FILES.is_dir(), reason="no published lists in ../shared/data beside the checkout")
needs_csl = pytest.mark.skipif(
    not SHORT_CSL.is_file(), reason="no screening list in ../shared/data beside the checkout"
)

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
NATIONS = NationsNamed.from_law(law_folder())
KNOWN = read_known_lists(law_folder())

EL = "Entity List (EL) - Bureau of Industry and Security"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"


def party(name: str, source: str = EL, **more: Any) -> dict[str, Any]:
    """An entry of the Consolidated Screening List as its publisher writes it."""
    empty: dict[str, Any] = {
        "entity_number": None,
        "type": None,
        "programs": [],
        "addresses": [],
        "alt_names": [],
        "ids": [],
    }
    return {"source": source, "name": name} | empty | more


PARTIES = [
    party(
        "Utopian Rocket Works",
        alt_names=["URW", "Rocket Works of Utopia"],
        addresses=[{"address": "1 Launch Road", "city": "Aden", "state": None, "postal_code": "77", "country": "YE"}],
        federal_register_notice="80 FR 69852",
        start_date="2015-11-12",
        license_requirement="For all items subject to the EAR.",
        license_policy="Presumption of denial.",
    ),
    party(
        "DOE, John",
        SDN,
        entity_number="4711",
        type="Individual",
        programs=["NPWMD", "IFSR"],
        dates_of_birth=["1967-10-31", "circa 1961", "in the sixties"],
        nationalities=["IR"],
        citizenships=["SY"],
        places_of_birth=["Tehran, Iran"],
        ids=[
            {"type": "Passport", "number": "A1234567", "country": "IR", "issue_date": None, "expiration_date": None},
            {"type": "Gender", "number": "Male", "country": None, "issue_date": None, "expiration_date": None},
        ],
    ),
    party("SEA THING", SDN, entity_number=4712, type="Vessel", call_sign="CL1234", vessel_flag="Panama"),
]


def published(parties: Iterable[dict[str, Any]] = PARTIES, day: str = "2026-07-31", **more: Any) -> bytes:
    """The Consolidated Screening List as JSON, as its publisher writes it."""
    results = list(parties)
    used = [{"source": source, "import_rate": "Hourly"} for source in dict.fromkeys(one["source"] for one in results)]
    told = {"results": results, "search_performed_at": f"{day}T13:15:00.015113+00:00", "sources_used": used}
    return json.dumps(told | {"offset": 0, "total": len(results)} | more).encode()


def many(count: int, day: str = "2026-07-31", mark: str = "") -> bytes:
    """A list of so many entries of two sources."""
    return published(
        [
            party(f"Company {number}{mark}", EL if number % 2 else SDN, entity_number=str(number))
            for number in range(count)
        ],
        day,
    )


def short(**more: Any) -> bytes:
    """The Consolidated Screening List in its short form."""
    told: dict[str, Any] = {
        "sourceGeneratedAt": "2026-07-31T13:15:00.015113+00:00",
        "entryCount": 2,
        "countsBySource": {EL: 1, SDN: 1},
        "tables": {
            "sources": [EL, SDN],
            "licenceRequirements": ["For all items"],
            "licencePolicies": ["Denial"],
            "programmes": ["NPWMD; IFSR"],
            "urls": ["https://example.org/list"],
        },
        "entries": [
            {
                "n": "Utopian Rocket Works",
                "a": ["URW"],
                "s": 0,
                "c": ["YE", "NOWHERE"],
                "lr": 0,
                "lp": 0,
                "fr": "1 FR 1",
            },
            {"n": "DOE, John", "s": 1, "t": "Individual", "e": "4711", "pg": 0, "u": 0},
        ],
    }
    return json.dumps(told | more).encode()


CSL_COLUMNS = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "ids",
]


def csl_table(columns: Iterable[str] = CSL_COLUMNS) -> bytes:
    """The Consolidated Screening List as CSV."""
    stream = io.StringIO()
    names = list(columns)
    writer = csv.DictWriter(stream, names, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerow(
        {
            "source": EL,
            "name": "Utopian Rocket Works",
            "addresses": "1 Launch Road, Aden, YE; Dock 2; Gate 3, Jeddah, SA",
            "alt_names": "URW; Rocket Works of Utopia",
            "start_date": "2015-11-12",
        }
    )
    writer.writerow(
        {
            "source": SDN,
            "entity_number": "4711",
            "type": "Individual",
            "programs": "NPWMD; IFSR",
            "name": "DOE, John",
            "dates_of_birth": "1967-10-31; 1968",
            "nationalities": "IR",
            "ids": "IR, A1234567, Passport; Subject to Secondary Sanctions, Additional Sanctions Information -",
        }
    )
    return stream.getvalue().encode()


SDN_CSV = (
    b'36,"UTOPIAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    b'4711,"DOE, John","individual","NPWMD] [IFSR",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    b'"DOB 17 Feb 1974; alt. DOB circa 1961; POB Tehran, Iran; nationality Iran; citizen Syria; Gender Male; Passport A1234567 (Iran) issued 24 '
    b"Mar 2007 expires 22 Mar 2012; National ID No. 5-66 (Iran); a.k.a. 'JONNY'; Linked To: UTOPIAN AIRLINES.\"\r\n"
    b'4712,"SEA THING","vessel","SDGT",-0- ,"CL1234","General Cargo","2597","1098","Panama","Sea Co",'
    b'"Vessel Registration Identification IMO 9187629."\r\n\x1a'
)
ADD_CSV = b'36,25,"1 Launch Road","Aden","Yemen",-0- \r\n4711,26,-0- ,-0- ,"Iran",-0- \r\n\x1a'
ALT_CSV = b'36,12,"aka","UTOPIAN AIR",-0- \r\n4711,13,"fka","DOE, Johann",-0- \r\n\x1a'

SDN_XML = b"""<?xml version="1.0" standalone="yes"?>
<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://tempuri.org/sdnList.xsd">
  <publshInformation><Publish_Date>07/30/2026</Publish_Date><Record_Count>2</Record_Count></publshInformation>
  <sdnEntry>
    <uid>36</uid><lastName>UTOPIAN AIRLINES</lastName><sdnType>Entity</sdnType>
    <programList><program>CUBA</program></programList>
    <akaList><aka><uid>12</uid><type>a.k.a.</type><category>strong</category><lastName>UTOPIAN AIR</lastName></aka></akaList>
    <addressList><address><uid>25</uid><address1>1 Launch Road</address1><city>Aden</city><country>Yemen</country></address></addressList>
  </sdnEntry>
  <sdnEntry>
    <uid>4711</uid><firstName>John</firstName><lastName>DOE</lastName><title>Minister</title><sdnType>Individual</sdnType>
    <remarks>(Linked To: UTOPIAN AIRLINES)</remarks>
    <programList><program>NPWMD</program><program>IFSR</program></programList>
    <idList><id><uid>9</uid><idType>Passport</idType><idNumber>A1234567</idNumber><idCountry>Iran</idCountry></id>
      <id><uid>10</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
    <akaList><aka><uid>13</uid><type>a.k.a.</type><category>weak</category><lastName>JONNY</lastName></aka></akaList>
    <nationalityList><nationality><uid>1</uid><country>Iran</country><mainEntry>true</mainEntry></nationality></nationalityList>
    <dateOfBirthList>
      <dateOfBirthItem><uid>1</uid><dateOfBirth>17 Feb 1974</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>
      <dateOfBirthItem><uid>2</uid><dateOfBirth>1970 to 1973</dateOfBirth><mainEntry>false</mainEntry></dateOfBirthItem>
    </dateOfBirthList>
  </sdnEntry>
</sdnList>
"""

_DPL_COLUMNS = "Name Street_Address City State Country Postal_Code Effective_Date Expiration_Date Standard_Order Last_Update Action FR_Citation"
DPL = "".join(
    "\t".join(f'"{value}"' for value in row) + "\n"
    for row in (
        _DPL_COLUMNS.split(),
        ("JOHN DOE", "1 MAIN STREET", "EL PASO", "TX", "US", "79905", "08/24/2022", "01/14/2026", "Y", "2022-08-29", "ADDED", "87 F.R. 52741"),
        ("JOHN DOE", "2 SIDE STREET", "ADEN", "", "YE", "", "08/24/2022", "", "N", "2022-08-29", "ADDED", "87 F.R. 52741"),
    )
).encode()  # fmt: skip

UN = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<CONSOLIDATED_LIST dateGenerated="2026-07-27T00:00:09.554Z">
  <INDIVIDUALS>
    <INDIVIDUAL>
      <DATAID>1</DATAID><FIRST_NAME>JOHN</FIRST_NAME><SECOND_NAME>DOE</SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
      <REFERENCE_NUMBER>KPi.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON><NAME_ORIGINAL_SCRIPT>جون دو</NAME_ORIGINAL_SCRIPT>
      <COMMENTS1>Runs the works.</COMMENTS1><NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Johann Doe</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Jonny</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ADDRESS><STREET>1 Road</STREET><COUNTRY>Yemen</COUNTRY></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-03-04</DATE></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1965</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1968</FROM_YEAR><TO_YEAR>1973</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>381420754</NUMBER><ISSUING_COUNTRY>Yemen</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES>
    <ENTITY><DATAID>2</DATAID><FIRST_NAME>UTOPIAN ROCKET WORKS</FIRST_NAME><UN_LIST_TYPE>Iran</UN_LIST_TYPE><REFERENCE_NUMBER>IRe.001</REFERENCE_NUMBER>
      <LISTED_ON>2010-06-09</LISTED_ON><ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>URW</ALIAS_NAME></ENTITY_ALIAS></ENTITY>
  </ENTITIES>
</CONSOLIDATED_LIST>
""".encode()

TABLE = (
    b"Company,Country,Aliases,Since\nUtopian Rocket Works,Yemen,URW; Rocket Works,2020-01-02\nOther Works,Atlantis,,\n"
)

ENTITIES: list[dict[str, Any]] = [
    {
        "id": "p1",
        "schema": "Person",
        "caption": "John Doe",
        "properties": {"name": ["John Doe"], "alias": ["Johann Doe"], "weakAlias": ["Jonny"], "nationality": ["ir"], "birthDate": ["1971-03"], "addressEntity": ["a1"]},
    },
    {"id": "c1", "schema": "Company", "properties": {"name": ["Utopian Rocket Works"], "registrationNumber": ["77-1"], "topics": ["sanction"]}},
    {"id": "a1", "schema": "Address", "properties": {"full": ["1 Road, Aden"], "country": ["ye"]}},
    {"id": "s1", "schema": "Sanction", "properties": {"entity": ["p1"], "program": ["NPWMD"], "startDate": ["2020-02-01"]}},
    {"id": "x1", "schema": "Passport", "properties": {"holder": ["p1"], "number": ["A1234567"], "country": ["ir"]}},
    {"id": "o1", "schema": "Ownership", "properties": {"owner": ["p1"], "asset": ["c1"]}},
]  # fmt: skip
FTM_LINES = "".join(json.dumps(entity) + "\n" for entity in ENTITIES).encode()
FTM_ARRAY = json.dumps(ENTITIES, indent=1).encode()

# Form → the list in small, and whether the form itself shows that it is whole.
MADE: dict[str, tuple[str, bytes, bool]] = {
    "csl-json": ("csl-json", published(), True),
    "csl-json, short": ("csl-json", short(), True),
    "csl-csv": ("csl-csv", csl_table(), False),
    "ofac-csv": ("ofac-csv", SDN_CSV, True),
    "ofac-xml": ("ofac-xml", SDN_XML, True),
    "dpl-text": ("dpl-text", DPL, False),
    "un-xml": ("un-xml", UN, True),
    "table": ("table", TABLE, False),
    "ftm, lines": ("ftm", FTM_LINES, False),
    "ftm, array": ("ftm", FTM_ARRAY, True),
}


def given(data: bytes, **more: Any) -> Given:
    """What a reader is given."""
    told: dict[str, Any] = {"nations": NationsNamed(NATIONS._nations), "known": KNOWN, "source": "HOUSE"}
    return Given(**told | {"file": PublishedFile("list.txt", data)} | more)


def beside(add: bytes = ADD_CSV, alt: bytes = ALT_CSV) -> dict[str, PublishedFile]:
    """The files beside OFAC's entries."""
    return {"add": PublishedFile("add.csv", add), "alt": PublishedFile("alt.csv", alt)}


def read(form: str, data: bytes, **more: Any) -> ReadList:
    """Read a list."""
    return FORMATS[form].read(given(data, **more))


def accepted(form: str, files: Given, **said: Any) -> bool:
    """Whether a list is taken in that nobody says anything of but its day."""
    try:
        found = FORMATS[form].read(files)
        if not found.vintage:
            said = {"vintage": date(2026, 7, 30)} | said
        admit(found, files.file.name, None, Statements(**said), digest_of(files)[1], NOW)
    except InputError:
        return False
    return True


def faults(form: str, data: bytes, **more: Any) -> list[str]:
    """The lines with which a list is refused."""
    with pytest.raises(InputError) as error:
        read(form, data, **more)
    return [str(fault) for fault in error.value.faults]
