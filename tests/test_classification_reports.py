"""How a classification is shown: the entries met first, open says open, an estimate is called one, and nothing hostile gets through."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
from pages_again import markup_in_markdown
from rich.console import Console

import licet
from licet.classification.classifying import classify
from licet.classification.search import Candidate
from licet.classification.verdicts import Classification, EntryVerdict, Evidence
from licet.reports.account import NO_ADVICE
from licet.reports.classification import as_markdown, as_text, page, render, render_candidates
from licet.reports.entries import NOT_ON_THE_ANNEX, UNCONFIRMED
from licet.reports.entries_telling import classified
from licet.reports.html import page as review_page
from licet.reports.limits import Axis, Limit, survey
from licet.reports.limits_picture import limits_svg
from licet.rulebook.rulebook import Rulebook

HOSTILE = "<script>alert('x')</script> & [red]bold[/red] \x1b[31m`*_|\n# heading \u202e <img src=x onerror=y>"

ENGINE = {
    "kind": "component",
    "part": "jet_engine",
    "thrust_max": "1.1 kN",
    "civil_certified": "no",
    "sfc": "0.12 kg/N/h",
    "dry_mass": "120 kg",
    "first_stage_rotor_diameter": "0.3 m",
}
SMALL_ENGINE = {"kind": "component", "part": "jet_engine", "thrust_max": "300 N"}
DRONE = {"kind": "uas", "name": "Long Endurance", "range": "1850 km", "payload": "1701 kg"}
BELOW_THE_LIMITS = {"kind": "cruise_missile", "range": "280 km", "payload": "480 kg"}
ESTIMATED = {"kind": "uas", "endurance": "30 h", "cruise_speed": "200 km/h", "payload": "480 kg"}
AIRCRAFT = {"kind": "manned_aircraft"}
NAMED_BADLY = {"kind": "uas", "name": HOSTILE, "range": "250 km", "payload": "600 kg"}
ALL: dict[str, dict[str, Any]] = {
    "engine": ENGINE,
    "small engine": SMALL_ENGINE,
    "drone": DRONE,
    "below": BELOW_THE_LIMITS,
    "estimated": ESTIMATED,
    "aircraft": AIRCRAFT,
    "hostile": NAMED_BADLY,
    "unknown": {},
}


@pytest.fixture(scope="module")
def all_classified(rulebook: Rulebook) -> dict[str, Classification]:
    return {name: classify(item, rulebook=rulebook, as_of="2026-06-01") for name, item in ALL.items()}


@pytest.fixture(scope="module", params=list(ALL))
def classification(request: pytest.FixtureRequest, all_classified: dict[str, Classification]) -> Classification:
    return all_classified[request.param]


@pytest.fixture(scope="module")
def from_a_sheet(all_classified: dict[str, Classification]) -> Classification:
    """The engine, its fuel consumption read from a data sheet that nobody has confirmed."""
    engine = all_classified["engine"]
    said = Evidence(
        fact="item.sfc", value="0.12 kg/N/h", places=["page 2", "table 1"], text=f"SFC | 0.12 kg/N/h {HOSTILE}"
    )
    entries = [
        msgspec.structs.replace(entry, if_confirmed="met" if entry.verdict == "met" else "") for entry in engine.entries
    ]
    ruled_out = msgspec.structs.replace(
        engine.entry("3.A.1.b"),
        verdict="open",
        if_confirmed="not_met",
        could_settle=["item.sfc"],
        must_settle=["item.sfc"],
    )
    entries = [ruled_out if entry.code == ruled_out.code else entry for entry in entries]
    return msgspec.structs.replace(engine, entries=entries, unconfirmed=[said])


def flat(text: str) -> str:
    """A text on one line, as it was before it was wrapped."""
    return re.sub(r"\s+", " ", text)


def headings(text: str) -> list[str]:
    return [line.split(" ─")[0] for line in text.splitlines() if re.match(r"[A-Z][A-Z ,]+ ─", line)]


def forms(classification: Classification, rulebook: Rulebook, everything: bool = False) -> list[str]:
    return [
        as_text(classification, rulebook, everything),
        as_markdown(classification, rulebook, everything),
        page([classification], rulebook, everything),
    ]


# The answer first.


def test_the_category_is_the_first_line(all_classified: dict[str, Classification], rulebook: Rulebook) -> None:
    assert as_text(all_classified["engine"], rulebook).startswith("Category II, ")
    assert as_text(all_classified["drone"], rulebook).startswith("Category I, ")
    assert as_text(all_classified["unknown"], rulebook).startswith("Category is open.\n")


def test_the_order_is_met_open_ask_rest_warnings_not_met(classification: Classification, rulebook: Rulebook) -> None:
    order = [
        "ENTRIES MET",
        "TREATMENTS",
        "WHAT IS OPEN",
        "WHAT TO ASK NEXT",
        "WORKED OUT",
        "ESTIMATED",
        "TAKEN FROM ELSEWHERE",
        "ASSUMED",
        "READ FROM A DOCUMENT, NOT CONFIRMED",
        "WARNINGS",
        "NOT MET",
    ]
    found = headings(as_text(classification, rulebook))
    assert found == [heading for heading in order if heading in found]
    assert ("ENTRIES MET" in found) == bool(classification.met)
    assert ("WHAT IS OPEN" in found) == bool(classification.open)


def test_an_entry_that_is_met_says_why_with_its_figures_and_where_it_stands(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    entry = all_classified["engine"].entry("3.A.1.a")
    for shown in forms(all_classified["engine"], rulebook):
        text = flat(shown)
        assert entry.subject in text
        assert "(1.1 kN)" in text
        assert "(0.12 kg/N/h)" in text
        assert entry.cite in text
        assert "verified" in text
    text = flat(as_text(all_classified["engine"], rulebook))
    assert "It is met since the part is jet engine; the thrust maximum is above 400 N (1.1 kN);" in text
    assert "civil certified no" in text


def test_the_places_on_other_lists_say_what_they_are_to_the_entry(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    told = classified(all_classified["engine"], rulebook)
    (engine,) = told.met
    assert [name for name, _ in engine.places] == ["EU list", "ECCN", "USML"]
    text = flat(as_text(all_classified["engine"], rulebook))
    for words in ("EU list 9A101.a is equal", "ECCN 9A101.a is equal", "USML XIX(c) overlaps"):
        assert words in text
    relations = {place.relation for one in (*told.met, *told.open) for _, places in one.places for place in places}
    assert relations >= {"is equal", "overlaps", "reaches further", "is narrower"}


def test_a_pointer_is_told_as_a_pointer(all_classified: dict[str, Classification], rulebook: Rulebook) -> None:
    pointers = [
        place
        for entry in classified(all_classified["unknown"], rulebook).open
        for _, places in entry.places
        for place in places
        if "points" in place.relation
    ]
    assert pointers
    assert all(place.relation == "only points to another list" for place in pointers)


def test_nothing_met_and_nothing_open_is_no_clearance(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    for shown in forms(all_classified["aircraft"], rulebook):
        assert NOT_ON_THE_ANNEX in flat(shown)


# What is open.


def test_an_open_entry_says_what_is_open_and_what_could_and_would_settle_it(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    (entry,) = [e for e in classified(all_classified["engine"], rulebook).open if e.code == "3.A.1.b"]
    assert entry.why.startswith("Open is whether ")
    assert "1.A or 19.A.2" in entry.why
    assert "Would settle it: " in entry.settling
    for shown in forms(all_classified["engine"], rulebook):
        assert entry.settling in flat(shown)


def test_what_waits_for_more_than_could_be_weighed_says_so(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    inexact = [entry for entry in classified(all_classified["unknown"], rulebook).open if not entry.exact]
    assert inexact
    assert all("more may be asked after it" in entry.settling for entry in inexact)


def test_open_entries_of_category_i_come_first(classification: Classification, rulebook: Rulebook) -> None:
    heavy = [entry.heaviest for entry in classified(classification, rulebook).open]
    assert heavy == sorted(heavy, reverse=True)


def test_many_open_entries_are_grouped_by_what_could_settle_them(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    nothing_known = all_classified["unknown"]
    assert len(nothing_known.open) > 200
    text = as_text(nothing_known, rulebook)
    assert len(text.splitlines()) < 80
    assert re.search(r"\d{2,} entries wait for: What is it\?", text)
    assert "Category I: 1.A.1, 1.A.2, 1.B.1" in text
    told = classified(nothing_known, rulebook)
    assert sum(len(group.entries) for group in told.waiting) == len(nothing_known.open)
    assert told.waiting[0].entries[0].heaviest


def test_every_open_entry_is_named_in_html_though_it_is_grouped(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    shown = page([all_classified["unknown"]], rulebook)
    for code in all_classified["unknown"].open:
        assert f">{code}</span>" in shown


def test_the_questions_come_in_order_with_the_entries_that_they_decide(
    classification: Classification, rulebook: Rulebook
) -> None:
    text = flat(as_text(classification, rulebook, everything=True))
    place = 0
    for missing in classification.missing:
        place = text.find(flat(missing.ask), place)
        assert place >= 0, missing.ask
        assert f"{missing.fact}; decides {missing.decides[0]}" in text


# What is not met.


def test_the_entries_not_met_are_counted_and_the_nearest_say_what_fails(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    told = classified(all_classified["small engine"], rulebook)
    assert "3.A.1.a" in [entry.code for entry in told.near]
    for shown in forms(all_classified["small engine"], rulebook):
        text = flat(shown)
        assert f"{len(told.not_met)} entries are not met." in text
        assert "It is not met since the thrust maximum is at most 400 N (300 N)." in text
        assert "1.A.1" not in text


def test_what_holds_whatever_is_unknown_says_so(all_classified: dict[str, Classification], rulebook: Rulebook) -> None:
    engine = all_classified["engine"]
    half_known = [msgspec.structs.replace(b, truth="unknown") for b in engine.entry("3.A.1.a").because]
    met = msgspec.structs.replace(engine.entry("3.A.1.a"), because=half_known)
    not_met = msgspec.structs.replace(engine.entry("1.A.1"), because=[])
    told = msgspec.structs.replace(engine, entries=[met, not_met])
    text = as_text(told, rulebook, everything=True)
    assert "It is met whatever is still unknown." in text
    assert "It is not met whatever is still unknown." in text


def test_another_article_is_not_near(all_classified: dict[str, Classification], rulebook: Rulebook) -> None:
    for entry in classified(all_classified["small engine"], rulebook).near:
        assert entry.code.startswith("3.A.1")


def test_the_nearest_come_first(classification: Classification, rulebook: Rulebook) -> None:
    distances = [entry.distance for entry in classified(classification, rulebook).near if entry.distance is not None]
    assert distances == sorted(distances)


def test_everything_shows_every_entry_by_item_with_what_fails(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    drone = all_classified["drone"]
    for shown in forms(drone, rulebook, everything=True):
        for entry in drone.entries:
            assert entry.code in shown
        assert "Item 3: " in shown
        assert "It is not met since the kind is not production facility" in flat(shown)
    text = flat(as_text(drone, rulebook, everything=True))
    assert text.count("It is not met since") == len(drone.entries) - len(drone.met)


def test_everything_shows_every_open_entry_one_by_one(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    text = as_text(all_classified["unknown"], rulebook, everything=True)
    for entry in all_classified["unknown"].entries:
        assert entry.subject in flat(text)


# What it rests on.


def test_every_warning_assumption_and_taken_figure_is_shown(classification: Classification, rulebook: Rulebook) -> None:
    text = flat(as_text(classification, rulebook))
    for caution in classification.warnings:
        assert f"[{caution.code}]" in text
    for assumed in classification.assumed:
        assert flat(assumed.why) in text
    for taken in classification.taken:
        assert flat(taken.from_)[1:] in text
    for shown in forms(classification, rulebook):
        assert classification.rulebook.digest in shown
        assert NO_ADVICE in shown


def test_an_estimate_is_called_an_estimate_wherever_it_counts(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    estimated = all_classified["estimated"]
    for shown in forms(estimated, rulebook):
        text = flat(shown)
        assert re.search("estimated", text, re.IGNORECASE)
        assert "the range is an estimate" in text
    assert "ESTIMATED" in headings(as_text(estimated, rulebook))
    assert "TAKEN FROM ELSEWHERE" not in headings(as_text(estimated, rulebook))


def test_what_a_sheet_says_and_nobody_confirmed_is_told_with_its_places(
    from_a_sheet: Classification, rulebook: Rulebook
) -> None:
    for shown in forms(from_a_sheet, rulebook):
        text = flat(shown)
        assert UNCONFIRMED in text
        assert "page 2 and table 1" in text.casefold()
        assert "1 fact was read from a document and not confirmed" in text
        assert "the sfc is not confirmed" in text
        assert "Met by what the document says, which nobody has confirmed." in text
        assert "It would not be met if what the document says of the sfc were confirmed." in text
        assert "Check what the document says of the sfc; once confirmed, that would settle 3.A.1.b." in text
    item = as_text(from_a_sheet, rulebook).partition("Entries")[0]
    assert "0.12 kg/N/h" not in item


# Nothing hostile gets through.


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.attributes += [name for name, _ in attrs]


@pytest.mark.parametrize("everything", [False, True])
def test_hostile_texts_are_text_in_html(
    all_classified: dict[str, Classification], from_a_sheet: Classification, rulebook: Rulebook, everything: bool
) -> None:
    shown = page([all_classified["hostile"], from_a_sheet], rulebook, everything)
    tags = _Tags()
    tags.feed(shown)
    assert not {"script", "img", "iframe", "link"} & set(tags.found)
    assert not [name for name in tags.attributes if name.startswith("on") or name == "src"]
    assert "&lt;script&gt;" in shown
    assert "\x1b" not in shown and "\u202e" not in shown
    assert "default-src &#x27;none&#x27;" in shown


def test_hostile_texts_are_text_in_markdown(
    all_classified: dict[str, Classification], from_a_sheet: Classification, rulebook: Rulebook
) -> None:
    for one in (all_classified["hostile"], from_a_sheet):
        shown = as_markdown(one, rulebook)
        assert not re.search("script|img", markup_in_markdown(shown))
        assert not re.search(r"^# heading", shown, re.MULTILINE)
        assert "\x1b" not in shown
        (row,) = [line for line in shown.splitlines() if "heading" in line and line.startswith("|")]
        assert len(re.findall(r"(?<!\\)\|", row)) in (3, 5)


def test_hostile_texts_are_text_on_a_terminal(all_classified: dict[str, Classification], rulebook: Rulebook) -> None:
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, color_system="truecolor", width=90, legacy_windows=False)
    render(all_classified["hostile"], console=console, rulebook=rulebook)
    text = written.getvalue()
    assert "[red]bold[/red]" in flat(re.sub(r"\x1b\[[0-9;]*m", "", text))
    assert "\x1b[31m`" not in text


def test_an_ascii_terminal_gets_ascii(from_a_sheet: Classification, rulebook: Rulebook) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    render(from_a_sheet, console=Console(file=stream, width=80, legacy_windows=False), rulebook=rulebook)
    stream.flush()
    text = raw.getvalue().decode("ascii")
    assert "ENTRIES MET ---" in text
    assert "  - Conversion software" in text or "  - " in text
    assert all(len(line) <= 80 or "://" in line for line in text.splitlines())


def test_plain_text_is_a_hundred_columns_wide_without_colour(
    classification: Classification, rulebook: Rulebook
) -> None:
    text = as_text(classification, rulebook, everything=True)
    assert "\x1b[" not in text
    assert all(len(line) <= 100 or "://" in line or "mtcr.annex" in line for line in text.splitlines())
    assert all(line == line.rstrip() for line in text.splitlines())


def test_the_same_classification_gives_the_same_bytes(classification: Classification, rulebook: Rulebook) -> None:
    assert forms(classification, rulebook) == forms(classification, rulebook)


def test_the_rulebook_that_came_with_licet_is_taken_where_none_is_given(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    assert as_text(all_classified["drone"]) == as_text(all_classified["drone"], rulebook)
    assert all_classified["drone"].explain() == as_text(all_classified["drone"], rulebook)


def test_several_items_stand_on_one_page_below_a_table(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    shown = page(list(all_classified.values()), rulebook)
    assert f"{len(all_classified)} items classified" in shown
    assert shown.count("<article") == len(all_classified)
    for number in range(1, len(all_classified) + 1):
        assert f'href="#item-{number}"' in shown and f'id="item-{number}"' in shown


def test_no_item_gives_a_page_too(rulebook: Rulebook) -> None:
    assert "0 items classified" in page([], rulebook)


# Candidates of a text.


def _candidates(text: str, candidates: list[Candidate], encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    render_candidates(text, candidates, stream)
    stream.flush()
    return raw.getvalue().decode(encoding)


GYRO = Candidate(code="9.A.4", subject="Gyros by drift rate", category="II", score=0.76, matched=["fibre", "gyro"])


def test_candidates_are_a_table_that_says_what_a_search_is_and_what_comes_next() -> None:
    shown = _candidates("fibre optic gyro", [GYRO])
    assert re.search(r"9\.A\.4 +Gyros by drift rate +II +█+\S* +0\.76 +fibre, gyro", shown)
    assert "It decides nothing, and what it does not propose is not cleared." in flat(shown)
    assert "'licet entry 9.A.4'" in shown
    assert "'licet classify'" in shown


def test_no_candidate_is_no_clearance() -> None:
    shown = flat(_candidates("something else", []))
    assert "No entry is proposed. That is no clearance" in shown
    assert "'licet classify --ask'" in shown


def test_candidates_on_an_ascii_terminal_and_with_a_hostile_text() -> None:
    shown = _candidates(HOSTILE, [GYRO, msgspec.structs.replace(GYRO, score=7.0, matched=[HOSTILE])], "ascii")
    assert "########" in shown
    assert "\x1b" not in shown
    assert "[red]bold[/red]" in flat(shown)
    assert len(flat(_candidates("long " * 500, [GYRO]))) < 1200


# The picture of range and payload.


def _shown(item: dict[str, Any]) -> dict[str, Any]:
    return {"date": "2026-06-01", "item": item}


def _texts(svg: str) -> list[str]:
    return [
        "".join(element.itertext()) for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("text")
    ]


def test_the_picture_has_the_limits_that_the_law_reads_and_a_title_for_those_who_do_not_see_it(
    rulebook: Rulebook,
) -> None:
    svg = limits_svg(_shown(BELOW_THE_LIMITS), rulebook)
    root = ElementTree.fromstring(svg)
    title = root[0]
    assert title.tag.endswith("title")
    told = title.text or ""
    for words in (
        "The law reads a range of 300 km.",
        "The law reads a payload of 500 kg.",
        "Category I: range from 300 km, payload from 500 kg.",
        "Category II: range from 300 km, payload below 500 kg.",
        "Range: 280 km, stated",
    ):
        assert words in told
    assert root.attrib["role"] == "img"
    assert {"300 km", "500 kg", "Category I", "Category II"} <= set(_texts(svg))
    assert "prefers-color-scheme: dark" in svg


def test_no_limit_of_the_picture_stands_in_the_code(tmp_path: Any, rulebook: Rulebook) -> None:
    import shutil

    folder = tmp_path / "law"
    shutil.copytree(rulebook.folder, folder)
    for path in folder.rglob("*.md"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("delivers(500 kg, 300 km)", "delivers(700 kg, 800 km)"),
            encoding="utf-8",
        )
    found = survey(_shown(DRONE), Rulebook.load(folder))
    assert found is not None
    assert 700.0 in [limit.value for limit in found.up.limits]
    assert 500.0 not in [limit.value for limit in found.up.limits]
    assert {300.0, 800.0} <= {limit.value for limit in found.across.limits}
    assert [region.label for region in found.regions if region.up[0] >= 700 and region.across[0] >= 800] == [
        "Category I"
    ]


def test_an_estimate_is_drawn_dashed_and_named(rulebook: Rulebook) -> None:
    svg = limits_svg(_shown(ESTIMATED), rulebook)
    assert "estimated" in " ".join(_texts(svg))
    assert 'class="known doubt"' in svg
    assert 'class="known doubt"' not in limits_svg(_shown(DRONE), rulebook)


def test_what_is_not_confirmed_is_drawn_dashed(rulebook: Rulebook) -> None:
    svg = limits_svg(_shown(DRONE), rulebook, unconfirmed=["item.range"])
    assert 'class="known doubt"' in svg
    assert "read from a document, not confirmed" in " ".join(_texts(svg))


def test_a_published_figure_is_drawn_with_its_margin_and_one_by_the_definition_without(rulebook: Rulebook) -> None:
    published, by_definition = (
        survey(_shown({"kind": "uas", "range": "280 km", **basis}), rulebook) for basis in ({}, {"basis": "annex"})
    )
    assert published is not None and published.across.maximum is not None
    assert published.across.maximum.most == pytest.approx(280 / 0.9)
    assert by_definition is not None and by_definition.across.maximum is not None
    assert by_definition.across.maximum.most == 280


def test_points_that_it_reaches_and_does_not_reach_are_drawn(rulebook: Rulebook) -> None:
    item = {
        "kind": "ballistic_missile",
        "envelope": [{"payload": "400 kg", "range": "260 km"}],
        "cannot_reach": [{"payload": "600 kg", "range": "350 km"}],
    }
    svg = limits_svg(_shown(item), rulebook)
    told = " ".join(_texts(svg))
    assert "It reaches 260 km with 400 kg" in told
    assert "It does not reach 350 km with 600 kg" in told
    assert "Range: not known" in told


def test_an_assumed_figure_is_drawn_as_assumed(rulebook: Rulebook) -> None:
    told = classify(
        {"kind": "uas", "payload": "600 kg"}, assume={"range": "400 km"}, rulebook=rulebook, as_of="2026-06-01"
    )
    shown = page([told], rulebook)
    assert "Range: 400 km, assumed" in shown
    assert "A dashed line is estimated, assumed or not confirmed." in shown


@pytest.mark.parametrize(
    "item",
    [
        {"kind": "uas"},
        {"kind": "software"},
        {"kind": "uas", "range": "a long way"},
        {"kind": "no such kind", "range": "10 km"},
        {"kind": "uas", "unheard_of": 1, "range": "10 km"},
    ],
)
def test_without_a_usable_figure_there_is_no_picture(item: dict[str, Any], rulebook: Rulebook) -> None:
    assert limits_svg(_shown(item), rulebook) == ""


def test_without_a_date_there_is_no_picture(rulebook: Rulebook) -> None:
    assert limits_svg({"item": DRONE}, rulebook) == ""
    assert limits_svg({"date": "some day", "item": DRONE}, rulebook) == ""


def test_rounding_carries_no_figure_over_a_limit(rulebook: Rulebook) -> None:
    axis = Axis(rulebook.facts["range"], "range", (Limit(300.0, "300 km", ()),), None)
    assert axis.amount(299.99) == "299.99 km"
    assert axis.amount(2055.5556) == "2056 km"
    assert axis.amount(12345.6) == "12,346 km"


@pytest.mark.parametrize(
    "item", [{"kind": "uas", "range": "0 km", "payload": "0 kg"}, {"kind": "uas", "range": "50000 km"}]
)
def test_figures_at_the_ends_of_the_scale_stay_in_the_picture(item: dict[str, Any], rulebook: Rulebook) -> None:
    root = ElementTree.fromstring(limits_svg(_shown(item), rulebook))
    _, _, wide, high = map(float, root.attrib["viewBox"].split())
    for element in root.iter():
        for name, most in (
            ("x", wide),
            ("x1", wide),
            ("x2", wide),
            ("cx", wide),
            ("y", high),
            ("y1", high),
            ("cy", high),
        ):
            if name in element.attrib:
                assert 0 <= float(element.attrib[name]) <= most


def test_the_picture_stands_on_the_page_of_a_classification_and_of_a_review(
    all_classified: dict[str, Classification], rulebook: Rulebook
) -> None:
    reviewed = licet.review(recipient="SA", date="2026-06-01", item=dict(DRONE))
    bare = licet.review(recipient="SA", date="2026-06-01", item={"kind": "uas"})
    for shown in (page([all_classified["drone"]], rulebook), review_page([reviewed])):
        assert "Range and payload" in shown
        assert 'class="licet-limits"' in shown
    for shown in (page([all_classified["aircraft"]], rulebook), review_page([bare])):
        assert 'class="licet-limits"' not in shown


def test_a_verdict_of_another_law_is_still_told(all_classified: dict[str, Classification], rulebook: Rulebook) -> None:
    """Entries that this rulebook does not hold have no window and no source here; what was said of them is said."""
    engine = all_classified["engine"]
    strange: EntryVerdict = msgspec.structs.replace(engine.entry("3.A.1.a"), code="99.A.1")
    told = msgspec.structs.replace(engine, entries=[strange, *engine.entries])
    for shown in forms(told, rulebook):
        assert "99.A.1" in shown
