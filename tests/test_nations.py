"""Nations by name, the dated groups they belong to, and the catalogue of systems."""

from __future__ import annotations

import csv
import datetime
import pickle
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from licet.errors import Fault, InputError
from licet.transfers.nations import Ambiguity, AmbiguousNation, Nation, Nations, UnknownNation

LAW = Path(__file__).parents[1] / "law"
FOLDER = LAW / "nations"
TODAY = datetime.date(2026, 11, 22)
STANDINGS = {"verified", "partial", "unverified"}


def rows(path: str) -> list[dict[str, str]]:
    with (LAW / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


NAMES = rows("nations/names.csv")
GROUPS = rows("nations/groups.csv")
MEMBERSHIPS = rows("nations/memberships.csv")
SYSTEMS = rows("catalogue/systems.csv")
CODES = {row["code"] for row in NAMES}


def span(text: str, missing: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and the last day on which a membership may have begun or ended."""
    first, _, last = text.removeprefix("~").partition("/")
    start = datetime.date.fromisoformat(first) if first else missing
    return start, datetime.date.fromisoformat(last) if last else start


def members(group: str, day: datetime.date = TODAY, treated: bool = False) -> set[str]:
    """The nations that belonged to a group for certain; those only treated as members when asked for."""
    return {
        row["nation"]
        for row in MEMBERSHIPS
        if row["group"] == group
        and span(row["from"], datetime.date.min)[1] <= day < span(row["until"], datetime.date.max)[0]
        and (treated or not row["note"].startswith("treated as"))
    }


@pytest.fixture(scope="module")
def nations() -> Nations:
    return Nations.from_folder(FOLDER)


# names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NO", "NO"),
        ("no", "NO"),
        ("nor", "NO"),
        ("Norway", "NO"),
        ("  norway ", "NO"),
        ("the Netherlands", "NL"),
        ("Holland", "NL"),
        ("U.S.A.", "US"),
        ("U.K.", "GB"),
        ("Britain", "GB"),
        ("UAE", "AE"),
        ("KSA", "SA"),
        ("ROK", "KR"),
        ("DPRK", "KP"),
        ("Turkey", "TR"),
        ("TURKIYE", "TR"),
        ("TÜRKİYE", "TR"),
        ("Burma", "MM"),
        ("Zaire", "CD"),
        ("Swaziland", "SZ"),
        ("Czech Republic", "CZ"),
        ("Ivory Coast", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("Cape Verde", "CV"),
        ("West Germany", "DE"),
        ("South Yemen", "YE"),
        ("Macedonia", "MK"),
        ("St. Lucia", "LC"),
        ("ST", "ST"),
        ("Bosnia & Herzegovina", "BA"),
        ("Kosovo", "XK"),
        ("Guinea", "GN"),
        ("Samoa", "WS"),
        ("Sudan", "SD"),
        ("China", "CN"),
        ("China (PRC)", "CN"),
        ("Republic of China", "TW"),
        ("Georgia", "GE"),
        ("Niger", "NE"),
    ],
)
def test_a_name_in_common_use_gives_its_code(nations: Nations, text: str, code: str) -> None:
    assert nations.code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Korea, South", "KR"),
        ("Korea, Republic of", "KR"),
        ("Korea (Democratic People's Republic of)", "KP"),
        ("Congo (Democratic Republic of the)", "CD"),
        ("Congo (Republic of the)", "CG"),
        ("Gambia, The", "GM"),
        ("Islamic Republic of Iran", "IR"),
        ("Plurinational State of Bolivia", "BO"),
        ("Virgin Islands, U.S.", "VI"),
    ],
)
def test_an_inverted_name_is_read_both_ways(nations: Nations, text: str, code: str) -> None:
    assert nations.code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Türkei", "TR"),
        ("Norwegen", "NO"),
        ("Norvège", "NO"),
        ("Corée du Sud", "KR"),
        ("Coree du Sud", "KR"),
        ("Estados Unidos", "US"),
        ("Storbritannia", "GB"),
        ("Россия", "RU"),
        ("日本", "JP"),
        ("대한민국", "KR"),
        ("Ελλάδα", "GR"),
        ("ישראל", "IL"),
        ("المملكة العربية السعودية", "SA"),
        ("Áo", "AT"),
    ],
)
def test_a_name_in_another_language_gives_its_code(nations: Nations, text: str, code: str) -> None:
    assert nations.code(text) == code


def test_every_code_and_name_of_the_table_leads_back_to_its_nation(nations: Nations) -> None:
    unclear = {row["name"] for row in rows("nations/ambiguous.csv")}
    for row in NAMES:
        texts = [
            row["code"],
            row["alpha3"].lower(),
            row["name"],
            row["official"],
            *filter(None, row["aliases"].split("|")),
        ]
        for text in texts:
            if text not in unclear:
                assert nations.code(text) == row["code"], text
    assert nations.codes() == tuple(row["code"] for row in NAMES)


def test_the_names_agree_with_the_unicode_names_in_english(nations: Nations) -> None:
    from babel import Locale

    english = Locale.parse("en").territories
    shared = {"MF"}  # half an island, called by the name of the whole
    assert {code for code in CODES - shared if nations.code(english[code]) != code} == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sadi Arabia", "Saudi Arabia"),
        ("Norwey", "Norway"),
        ("Germny", "Germany"),
        ("kyrgzstan", "Kyrgyzstan"),
        ("Untied Kingdom", "United Kingdom"),
    ],
)
def test_a_misspelt_name_is_never_taken_and_the_nearest_is_offered(nations: Nations, text: str, name: str) -> None:
    with pytest.raises(UnknownNation) as caught:
        nations.code(text)
    assert caught.value.name == text
    assert caught.value.near[0] == (nations.code(name), name)
    assert len(caught.value.near) <= 5
    assert name in str(caught.value)


@pytest.mark.parametrize("text", ["", "   ", "?", "Xyzzy", "Q"])
def test_a_text_like_no_name_has_nothing_near(nations: Nations, text: str) -> None:
    with pytest.raises(UnknownNation) as caught:
        nations.code(text)
    assert caught.value.near == ()
    assert isinstance(caught.value, InputError)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Korea", {"KP", "KR"}),
        ("the Congo", {"CD", "CG"}),
        ("Czechoslovakia", {"CZ", "SK"}),
        ("Virgin Islands", {"VG", "VI"}),
        ("Kongo", {"CD", "CG"}),
        ("East Germany", {"DE"}),
    ],
)
def test_a_name_that_does_not_settle_on_one_nation_is_ambiguous(nations: Nations, text: str, codes: set[str]) -> None:
    with pytest.raises(AmbiguousNation) as caught:
        nations.code(text)
    assert {code for code, _ in caught.value.candidates} == codes
    assert caught.value.why


def test_the_soviet_union_has_fifteen_successors(nations: Nations) -> None:
    with pytest.raises(AmbiguousNation) as caught:
        nations.code("USSR")
    assert len(caught.value.candidates) == 15


def test_the_short_name_of_a_code(nations: Nations) -> None:
    assert nations.name("KR") == "South Korea"
    assert nations.name("TR") == "Türkiye"
    with pytest.raises(UnknownNation):
        nations.name("ZZ")


def test_the_errors_survive_a_trip_to_another_process(nations: Nations) -> None:
    for text in ("Korea", "Norwey"):
        with pytest.raises(InputError) as caught:
            nations.code(text)
        copy = pickle.loads(pickle.dumps(caught.value))
        assert (str(copy), vars(copy)) == (str(caught.value), vars(caught.value))


def test_known_names_need_neither_babel_nor_rapidfuzz() -> None:
    script = (
        "import sys, pathlib; from licet.transfers.nations import Nations; "
        f"n = Nations.from_folder(pathlib.Path({str(FOLDER)!r})); n.code('the UK'); n.code('Korea, South'); "
        "sys.exit(any(m.split('.')[0] in ('babel', 'rapidfuzz') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


# faulty tables


def write_tables(folder: Path, names: str, ambiguous: str = "name,codes,why\n") -> None:
    (folder / "names.csv").write_text(names, encoding="utf-8")
    (folder / "ambiguous.csv").write_text(ambiguous, encoding="utf-8")


def test_every_fault_of_the_tables_is_told_with_its_line(tmp_path: Path) -> None:
    write_tables(
        tmp_path,
        "code,alpha3,name,official,aliases\nAA,AAA,Aland,Aland,\nb,BBB,Beland,Beland,\nAA,AAC,Celand,Celand,\nDD,DDD,,,\nEE,EEE,Eland\n",
        "name,codes,why\nOld Land,AA|ZZ,it fell apart\nNew Land,AA,\n",
    )
    with pytest.raises(ValueError, match=r"names\.csv:3") as caught:
        Nations.from_folder(tmp_path)
    told = str(caught.value).splitlines()
    assert [line.partition(": ")[0] for line in told] == [
        "names.csv:3",
        "names.csv:4",
        "names.csv:5",
        "names.csv:6",
        "ambiguous.csv:2",
        "ambiguous.csv:3",
    ]


def test_faults_can_be_taken_and_the_sound_rows_used(tmp_path: Path) -> None:
    write_tables(tmp_path, "code,alpha3,name,official,aliases\nAA,AAA,Aland,Aland,\nb,BBB,Beland,Beland,\n")
    faults: list[Fault] = []
    nations = Nations.from_folder(tmp_path, faults.append)
    assert [fault.where for fault in faults] == ["names.csv:3"]
    assert nations.codes() == ("AA",)


def test_wrong_columns_are_a_fault(tmp_path: Path) -> None:
    write_tables(tmp_path, "code,name\nAA,Aland\n")
    with pytest.raises(ValueError, match="columns code, name"):
        Nations.from_folder(tmp_path)


def test_two_nations_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match="both AA and BB"):
        Nations.of([Nation("AA", "AAA", "Aland", "Aland"), Nation("BB", "BBB", "Beland", "Beland", ("the aland",))])


def test_an_ambiguous_name_is_no_other_name_of_a_nation() -> None:
    nation = Nation("AA", "AAA", "Aland", "Land", ("Old Land",))
    with pytest.raises(ValueError, match="Old Land"):
        Nations.of([nation], [Ambiguity("Old Land", ("AA",), "it fell apart")])
    assert Nations.of([nation], [Ambiguity("Land", ("AA",), "two are called so")]).code("Aland") == "AA"


# the tables of law


def test_all_249_entries_of_iso_3166_and_kosovo_are_there() -> None:
    assert len(NAMES) == len(CODES) == 250
    assert len({row["alpha3"] for row in NAMES}) == 250
    assert "XK" in CODES


def test_every_group_is_described_and_has_a_standing() -> None:
    assert len({row["group"] for row in GROUPS}) == len(GROUPS)
    for row in GROUPS:
        assert row["name"] and row["definition"] and row["source"], row["group"]
        assert row["standing"] in STANDINGS
        if row["complete_as_of"]:
            assert datetime.date.fromisoformat(row["complete_as_of"]) <= TODAY
        assert row["assumed"] in ("", "empty")


def test_every_membership_is_of_a_known_nation_in_a_known_group_with_valid_dates() -> None:
    groups = {row["group"] for row in GROUPS}
    for row in MEMBERSHIPS:
        assert row["nation"] in CODES, row
        assert row["group"] in groups, row
        assert row["standing"] in STANDINGS, row
        assert row["source"], row
        since, until = span(row["from"], datetime.date.min), span(row["until"], datetime.date.max)
        assert since[0] <= since[1] <= until[0] <= until[1], row
        assert since[0] < until[1], row


def test_no_nation_is_twice_in_a_group_at_once() -> None:
    assert {
        key: count for key, count in Counter((row["nation"], row["group"]) for row in MEMBERSHIPS).items() if count > 1
    } == {}


@pytest.mark.parametrize(
    ("group", "count"),
    [
        ("mtcr_partner", 35),
        ("mtcr_formal_adherent", 3),
        ("mtcr_unilateral_adherent", 4),
        ("nato", 32),
        ("mnna", 21),
        ("mnna_itar_list", 19),
        ("five_eyes", 5),
        ("aukus", 3),
        ("nato_plus_5", 5),
        ("eu", 27),
        ("ear_a2", 34),
        ("ear_a5", 38),
        ("ear_a6", 8),
        ("ear_d4", 21),
        ("ear_d5", 22),
        ("ear_e1", 3),
        ("ear_e2", 1),
        ("ear_mt_licence_free", 3),
        ("itar_126_1_d1", 8),
        ("itar_126_1_d2", 16),
        ("nsm28_partner", 0),
    ],
)
def test_the_lists_of_today_have_their_known_length(group: str, count: int) -> None:
    assert len(members(group)) == count


def test_those_only_treated_as_members_are_taiwan_and_hong_kong() -> None:
    treated = {group: members(group, treated=True) - members(group) for group in {row["group"] for row in MEMBERSHIPS}}
    assert {group: found for group, found in treated.items() if found} == {
        "mnna": {"TW"},
        "mnna_itar_list": {"TW"},
        "ear_d4": {"HK"},
        "ear_d5": {"HK"},
        "itar_126_1_d1": {"HK"},
    }


def test_country_group_a2_is_the_partners_without_russia() -> None:
    assert members("ear_a2") == members("mtcr_partner") - {"RU"}


def test_the_founders_were_the_only_partners_in_1987() -> None:
    assert members("mtcr_partner", datetime.date(1987, 4, 17)) == {"CA", "FR", "DE", "IT", "JP", "GB", "US"}


def test_h_r_3068_reaches_52_nations_by_designation_and_50_by_the_printed_list() -> None:
    allies = members("nato") | members("five_eyes")
    assert len((allies | members("mnna")) - {"US"}) == 52
    assert len((allies | members("mnna_itar_list")) - {"US"}) == 50
    assert members("mnna") - members("mnna_itar_list") == {"SA", "PE"}


def test_h_r_8892_reaches_33_nations() -> None:
    assert len((members("nato") | members("five_eyes")) - {"US"}) == 33


def test_eight_major_allies_are_in_country_group_d4() -> None:
    assert members("mnna") & members("ear_d4") == {"BH", "EG", "IL", "JO", "KW", "PK", "QA", "SA"}


def test_the_embargo_lists_of_state_and_commerce_differ_by_two() -> None:
    assert (members("itar_126_1_d1") | members("itar_126_1_d2")) - members("ear_d5") == {"CY", "ET"}
    assert members("ear_d5") <= members("itar_126_1_d1") | members("itar_126_1_d2")


@pytest.mark.parametrize(
    ("nation", "group", "before", "after"),
    [
        ("IN", "mtcr_partner", "2016-06-26", "2016-06-27"),
        ("KR", "mtcr_partner", "2001-03-25", "2001-03-26"),
        ("FI", "nato", "2023-04-03", "2023-04-04"),
        ("SE", "nato", "2024-03-06", "2024-03-07"),
        ("KR", "nato_plus_5", "2008-10-14", "2008-10-15"),
        ("IL", "nato_plus_5", "2010-10-07", "2010-10-08"),
        ("RU", "ear_d4", "2020-02-23", "2020-02-24"),
        ("GB", "ear_mt_licence_free", "2024-04-18", "2024-04-19"),
        ("AU", "ear_mt_licence_free", "2024-04-18", "2024-04-19"),
        ("SS", "itar_126_1_d2", "2018-02-13", "2018-02-14"),
        ("RU", "itar_126_1_d2", "2021-03-17", "2021-03-18"),
        ("ET", "itar_126_1_d2", "2021-10-31", "2021-11-01"),
        ("KH", "itar_126_1_d2", "2021-12-08", "2021-12-09"),
        ("NI", "itar_126_1_d2", "2024-03-14", "2024-03-15"),
        ("KE", "mnna", "2024-06-23", "2024-06-24"),
        ("PE", "mnna", "2026-01-13", "2026-01-14"),
    ],
)
def test_a_nation_joins_on_its_day(nation: str, group: str, before: str, after: str) -> None:
    assert nation not in members(group, datetime.date.fromisoformat(before))
    assert nation in members(group, datetime.date.fromisoformat(after))


@pytest.mark.parametrize(
    ("nation", "group", "last", "after"),
    [
        ("GB", "eu", "2020-01-31", "2020-02-01"),
        ("AF", "mnna", "2022-09-22", "2022-09-23"),
        ("KH", "itar_126_1_d2", "2025-11-06", "2025-11-07"),
        ("CY", "ear_d5", "2024-05-29", "2024-05-30"),
        ("IN", "ear_d4", "2011-01-24", "2011-01-25"),
        ("CU", "ear_e1", "2015-07-21", "2015-07-22"),
    ],
)
def test_a_nation_leaves_on_its_day(nation: str, group: str, last: str, after: str) -> None:
    assert nation in members(group, datetime.date.fromisoformat(last))
    assert nation not in members(group, datetime.date.fromisoformat(after))


def test_cyprus_stays_on_the_list_of_state_while_its_denial_is_suspended() -> None:
    assert "CY" in members("itar_126_1_d2", datetime.date(2024, 1, 1))


# the catalogue

SYSTEM_KINDS = {
    "ballistic_missile",
    "cruise_missile",
    "interceptor",
    "other",
    "rocket",
    "sounding_rocket",
    "space_launch_vehicle",
    "uas",
}


def test_every_system_has_a_kind_an_origin_a_source_and_a_standing() -> None:
    assert len(SYSTEMS) == len({row["id"] for row in SYSTEMS}) > 400
    for row in SYSTEMS:
        assert row["kind"] in SYSTEM_KINDS, row["id"]
        assert set(row["origin"].split("|")) <= CODES, row["id"]
        assert row["standing"] in STANDINGS, row["id"]
        assert row["source"], row["id"]
        assert row["stated_category"] in ("", "I", "II", "unlisted", "disputed"), row["id"]
        assert bool(row["stated_category"]) == bool(row["stated_by"]), row["id"]


def test_figures_are_numbers_and_airspeed_is_for_aircraft_alone() -> None:
    for row in SYSTEMS:
        for column in ("range_km", "payload_kg", "max_airspeed_kmh"):
            assert row[column] == "" or float(row[column]) > 0, (row["id"], column)
        if row["kind"] not in ("uas", "cruise_missile"):
            assert row["max_airspeed_kmh"] == "", row["id"]


def test_a_name_finds_one_system_at_most() -> None:
    by_name: dict[str, set[str]] = {}
    for row in SYSTEMS:
        for name in (row["id"], row["name"], *filter(None, row["aliases"].split("|"))):
            by_name.setdefault(name.casefold(), set()).add(row["id"])
    assert {name: found for name, found in by_name.items() if len(found) > 1} == {}


def test_the_skyguardian_is_no_reaper() -> None:
    reaper = next(row for row in SYSTEMS if row["id"] == "mq-9a")
    assert "Reaper" in reaper["aliases"].split("|")
    assert not any("MQ-9B" in alias or "SkyGuardian" in alias for alias in reaper["aliases"].split("|"))
