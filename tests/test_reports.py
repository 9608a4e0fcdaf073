"""Reports: the answer stands first, open says open, nothing hostile gets through, and the same answer gives the same bytes."""

from __future__ import annotations

import datetime
import io
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pages_again import markup_in_markdown
from rich.console import Console

import licet
from licet.determination import Determination
from licet.language.nodes import Where, from_value
from licet.reports.account import NO_ADVICE
from licet.reports.html import fragment, page
from licet.reports.markdown import escape, markdown
from licet.reports.sentences import dated, meaning, phrase, sentence, window, words
from licet.reports.text import plain_text, render
from licet.reports.timeline import Course, timeline_svg
from licet.reports.timeline import markdown as timeline_markdown
from licet.reports.timeline import page as timeline_page
from licet.reports.timeline import render as timeline_render
from licet.reports.why import why_tree
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

HOSTILE = "<script>alert('x')</script> & [red]bold[/red] \x1b[31m`*_|\n# heading \u202e <img src=x onerror=y>"
MQ_9B = {
    "recipient": "SA",
    "date": "2025-09-15",
    "exporter": "US",
    "channel": "fms",
    "item": {
        "name": "MQ-9B SkyGuardian",
        "kind": "uas",
        "range": "11100 km",
        "payload": "2155 kg",
        "max_airspeed": "389 km/h",
        "hypersonic": False,
        "advanced_ucav": False,
    },
}
SLOW = {
    "recipient": "Italy",
    "date": "2021-03-01",
    "item": {"kind": "uas", "range": "1850 km", "payload": "1701 kg", "max_airspeed": "480 km/h"},
}
UNKNOWN_PAYLOAD = {
    "exporter": "FR",
    "recipient": "AE",
    "date": "2026-03-01",
    "item": {"kind": "cruise_missile", "range": "560 km", "payload": "480 kg"},
}
LAUNCHER = {
    "recipient": "KR",
    "date": "2026-03-01",
    "item": {"kind": "space_launch_vehicle", "range": "10000 km", "payload": "1500 kg"},
    "end_use": {"space_programme": "vetted"},
}
NAMED_BADLY = {
    "recipient": "SA",
    "date": "2025-09-15",
    "item": {"name": HOSTILE, "kind": "uas", "range": "250 km", "payload": "600 kg"},
    "parties": [{"name": HOSTILE, "role": "end_user", "nation": "SA"}],
}
ALL: dict[str, dict[str, Any]] = {
    "mq_9b": MQ_9B,
    "slow": SLOW,
    "open": UNKNOWN_PAYLOAD,
    "launcher": LAUNCHER,
    "hostile": NAMED_BADLY,
}


@pytest.fixture(scope="module")
def reviewed() -> dict[str, Determination]:
    return {name: licet.review(transfer) for name, transfer in ALL.items()}


@pytest.fixture(scope="module", params=list(ALL))
def determination(request: pytest.FixtureRequest, reviewed: dict[str, Determination]) -> Determination:
    return reviewed[request.param]


def flat(text: str) -> str:
    """A text on one line, as it was before it was wrapped."""
    return re.sub(r"\s+", " ", text)


def transfer_of(stated: dict[str, Any], rulebook: Rulebook) -> Transfer:
    return Stater(rulebook, datetime.date(2026, 3, 1)).read(from_value(stated, Where("transfer")))


# The answer first.


def test_the_posture_is_the_first_line_with_its_code(reviewed: dict[str, Determination]) -> None:
    first = flat("\n".join(plain_text(reviewed["mq_9b"]).splitlines()[:2]))
    assert first.startswith("Case by case as manned aircraft: decided case by case, as a manned aircraft would be")
    assert "[case_by_case_as_manned_aircraft]" in first


def test_the_answer_names_item_nations_date_category_licence_and_authority(reviewed: dict[str, Determination]) -> None:
    answer = plain_text(reviewed["mq_9b"]).partition("WHY")[0]
    assert "MQ-9B SkyGuardian: UAS, range 11,100 km, payload 2155 kg" in answer
    assert "United States → Saudi Arabia, 15 September 2025" in answer
    for start in ("  Category        Category I, ", "  Licence         ", "  Authority       state FMS"):
        assert start in answer


def test_why_then_what_is_missing_then_what_to_do(determination: Determination) -> None:
    text = plain_text(determination)
    headings = [line.split(" ─")[0] for line in text.splitlines() if re.match(r"[A-Z][A-Z ]+ ─", line)]
    order = [
        "WHY",
        "PARTIES",
        "WHAT IS MISSING",
        "WHAT TO DO",
        "TURNING POINTS",
        "STATED",
        "ASSUMED",
        "TAKEN FROM ELSEWHERE",
        "WARNINGS",
    ]
    assert headings == [heading for heading in order if heading in headings]
    assert {"WHY", "STATED"} <= set(headings)


def test_the_deciding_rule_speaks_with_citation_standing_and_facts(reviewed: dict[str, Determination]) -> None:
    text = flat(plain_text(reviewed["slow"]))
    (slow,) = [by for by in reviewed["slow"].posture.by if by.rule == "us.uas-2020/slow-uas"]
    assert slow.says in text
    assert f"{slow.cite}; in force from 24 July 2020; verified · us.uas-2020/slow-uas" in text
    assert "the maximum airspeed is below 800 km/h (480 km/h)" in text
    assert "Displaced by us.uas-2020/slow-uas (strong presumption of denial)" in text


# Open and default answers.


def test_an_open_answer_says_open_with_its_answers_and_what_would_decide_it(reviewed: dict[str, Determination]) -> None:
    for text in (plain_text(reviewed["open"]), markdown(reviewed["open"]), page([reviewed["open"]])):
        assert "Posture is open" in text
        told = text.partition("What would decide it: payload.")
        assert told[1]
        assert "Strong presumption of denial" in told[0]
        assert "Case by case" in told[0]


def test_an_open_answer_names_no_single_posture_as_the_answer(reviewed: dict[str, Determination]) -> None:
    assert plain_text(reviewed["open"]).splitlines()[0] == "Posture is open."


def test_a_default_answer_says_that_no_rule_decides_it(reviewed: dict[str, Determination]) -> None:
    authority = reviewed["open"].authority
    assert authority.value == "national_authority"
    assert not authority.by
    for text in (plain_text(reviewed["open"]), markdown(reviewed["open"]), page([reviewed["open"]])):
        assert "no rule decides it" in flat(text)
        assert "No rule in force decides it" in flat(text)


# Nothing is lost.


def test_every_warning_obligation_and_question_is_shown(determination: Determination) -> None:
    text = flat(plain_text(determination))
    said = [reason.says for reason in determination.obligations.by] + [missing.ask for missing in determination.missing]
    said += [warning.message for warning in determination.warnings if "script" not in warning.message]
    said += [assumed.why for assumed in determination.assumed]
    for sentence_ in said:
        assert flat(sentence_) in text
    assert len(re.findall(r"^  ! ", plain_text(determination), re.MULTILINE)) == len(determination.warnings)


def test_every_warning_is_in_markdown_and_html(determination: Determination) -> None:
    for warning in determination.warnings:
        assert f"(`{warning.code}`)" in markdown(determination)
    assert page([determination]).count("<li>") >= len(determination.warnings)
    for text in (plain_text(determination), markdown(determination), page([determination])):
        assert determination.rulebook.digest in text
        assert NO_ADVICE in text


def test_a_taken_figure_says_where_it_is_from() -> None:
    told = licet.review(recipient="IT", date="2021-03-01", item={"name": "MQ-9 Reaper", "kind": "uas"})
    assert told.taken
    for taken in told.taken:
        assert flat(taken.from_) in flat(plain_text(told))


def test_a_reform_is_named() -> None:
    told = licet.review(MQ_9B, reform="hr-3068-119")
    for text in (plain_text(told), markdown(told), page([told])):
        assert "hr-3068-119" in text


# Plain text.


def test_plain_text_has_no_colour_whatever_the_terminal_says(
    determination: Determination, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = plain_text(determination)
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "40", "TERM": "xterm-256color", "NO_COLOR": ""}.items():
        monkeypatch.setenv(name, value)
    assert plain_text(determination) == before
    assert "\x1b" not in before


@pytest.mark.parametrize("width", [40, 80, 100, 160])
def test_lines_keep_to_the_width_and_end_without_blanks(determination: Determination, width: int) -> None:
    written = io.StringIO()
    render(determination, console=Console(file=written, width=width, color_system=None))
    for line in written.getvalue().splitlines():
        assert line == line.rstrip()
        assert len(line) <= width or max(map(len, line.split())) > width - 20


def test_a_terminal_gets_colour_and_the_same_words(determination: Determination) -> None:
    written = io.StringIO()
    render(
        determination,
        console=Console(file=written, width=100, force_terminal=True, color_system="truecolor", _environ={}),
    )
    assert "\x1b[1" in written.getvalue()
    assert re.sub(r"\x1b\[[\d;]*m", "", written.getvalue()) == plain_text(determination)


def test_a_terminal_without_unicode_gets_plain_signs(determination: Determination) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    render(determination, console=Console(file=stream, width=80))
    stream.seek(0)
    assert "->" in stream.read()


# Hostile names.


def test_a_hostile_name_reaches_no_terminal_control() -> None:
    text = plain_text(licet.review(NAMED_BADLY))
    assert "<script>alert('x')</script> & [red]bold[/red]" in flat(text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


def test_a_hostile_name_is_only_text_in_html(reviewed: dict[str, Determination]) -> None:
    for made in (page([reviewed["hostile"]]), page(list(reviewed.values())), fragment(reviewed["hostile"])):
        reader = _Reader(made)
        assert "script" not in reader.tags
        assert "img" not in reader.tags
        assert not [name for name, _ in reader.attributes if name.startswith("on")]
        assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in made


def test_a_hostile_name_is_only_text_in_markdown(reviewed: dict[str, Determination]) -> None:
    made = markdown(reviewed["hostile"])
    assert "\\<script\\>" in made
    assert not re.search("script|img", markup_in_markdown(made))
    assert not re.search(r"^# heading", made, re.MULTILINE)
    rows = [line for line in made.splitlines() if line.startswith("| Item |")]
    assert len(re.findall(r"(?<!\\)\|", rows[0])) == 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [("1. x", r"1\. x"), ("- x", r"\- x"), ("a_b", "a_b"), ("_b_", r"\_b\_"), ("&amp;", r"\&amp;"), ("a & b", "a & b")],
)
def test_markdown_escapes_what_would_be_markup_and_no_more(text: str, shown: str) -> None:
    assert escape(text) == shown


# HTML.


class _Reader(HTMLParser):
    """Reads HTML strictly: every element closes in its turn."""

    def __init__(self, made: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(made)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_loads_nothing_and_is_well_formed(reviewed: dict[str, Determination]) -> None:
    made = page(list(reviewed.values()), titles=["a.yaml", "<b>"])
    reader = _Reader(made)
    assert not {"script", "link", "img", "iframe", "object", "base"} & set(reader.tags)
    assert "src" not in dict(reader.attributes)
    assert not re.search(r"@import|url\(", made)
    addresses = [value or "" for name, value in reader.attributes if name == "href"]
    assert all(re.match(r"https?://|#transfer-\d$", address) for address in addresses)
    named = [value for name, value in reader.attributes if name == "id"]
    assert len(named) == len(set(named)) == len(reviewed)
    assert "default-src 'none'" in made.replace("&#x27;", "'")


def test_headings_descend_without_a_leap(reviewed: dict[str, Determination]) -> None:
    for made, first in (
        (page([reviewed["mq_9b"]]), 1),
        (page(list(reviewed.values())), 1),
        (fragment(reviewed["slow"]), 2),
    ):
        levels = [int(tag[1]) for tag in _Reader(made).tags if re.fullmatch(r"h\d", tag)]
        assert levels[0] == first
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_reasons_are_trees_and_citations_lead_to_their_source(reviewed: dict[str, Determination]) -> None:
    made = page([reviewed["slow"]])
    tags = _Reader(made).tags
    assert tags.count("details") == tags.count("summary") > 10
    (slow,) = [by for by in reviewed["slow"].posture.by if by.rule == "us.uas-2020/slow-uas"]
    assert f'<cite><a href="{slow.source}" rel="noopener noreferrer">{slow.cite}</a></cite>' in made


def test_light_and_dark_and_print_are_styled(reviewed: dict[str, Determination]) -> None:
    for made in (page([reviewed["slow"]]), fragment(reviewed["slow"])):
        assert "prefers-color-scheme: dark" in made
        assert "@media print" in made


def test_no_transfer_gives_a_page_all_the_same() -> None:
    assert "0 transfers reviewed" in page([])


def test_a_notebook_shows_the_fragment(reviewed: dict[str, Determination]) -> None:
    assert reviewed["slow"]._repr_html_() == fragment(reviewed["slow"])


# The same bytes.


def test_the_same_transfer_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "import licet, hashlib\n"
        "from tests.test_reports import NAMED_BADLY\n"
        "d = licet.review(NAMED_BADLY)\n"
        "print(hashlib.sha256('\\0'.join((d.explain(), d.to_markdown(), d.to_html(), d.to_json())).encode()).hexdigest())\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(["src", "tests", "."])},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


# Sentences.


def test_the_slow_drone_rule_as_a_sentence(rulebook: Rulebook) -> None:
    rule = rulebook.rule("us.uas-2020/slow-uas")
    assert rule is not None
    said = sentence(rule, rulebook)
    assert said.startswith("When the exporter is the United States, the kind is UAS, the category is I, ")
    assert "the maximum airspeed is below 800 km/h" in said
    assert "it is not an advanced unmanned combat aircraft" in said
    assert "the posture is case by case; this displaces mtcr.guidelines/category-i" in said


def test_every_rule_is_a_sentence_of_words(rulebook: Rulebook) -> None:
    for instrument in rulebook.instruments.values():
        for rule in instrument.rules:
            said = sentence(rule, rulebook)
            assert said.startswith(("When ", "In every case, "))
            assert said.endswith(".")
            assert "_" not in said.partition("; this displaces ")[0]
            assert said.count("(") == said.count(")")


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("recipient in aukus", "the recipient belongs to “AUKUS”"),
        ("recipient not in aukus", "the recipient does not belong to “AUKUS”"),
        ("recipient in aukus on 2024-09-01", "the recipient belonged to “AUKUS” on 1 September 2024"),
        ("not recipient in aukus", "the recipient does not belong to “AUKUS”"),
        ("recipient in (FR, GB)", "the recipient is France or the United Kingdom"),
        ("not max_airspeed < 800 km/h", "the maximum airspeed is at least 800 km/h"),
        ("date >= 2020-07-24", "the date is on or after 24 July 2020"),
        ("range between 300 km and 500 km", "the range is from 300 km to 500 km"),
        ("delivers(500 kg, 300 km)", "it delivers a payload of 500 kg and a range of 300 km"),
        ("not meets(1.A)", "it does not meet 1.A"),
        ("kind not in (uas, rocket)", "the kind is neither UAS nor rocket"),
        (
            "kind is uas or category is I and kind is rocket",
            "the kind is UAS or (the category is I and the kind is rocket)",
        ),
        ("not (kind is uas and category is I)", "not all of this holds: the kind is UAS and the category is I"),
        ("no condition at all", "no condition at all"),
    ],
)
def test_conditions_in_english(rulebook: Rulebook, condition: str, said: str) -> None:
    assert phrase(condition, rulebook) == said


def test_words_come_from_the_rulebook(rulebook: Rulebook) -> None:
    assert words("IT", rulebook) == rulebook.nations["IT"]
    assert words("aukus", rulebook) == rulebook.groups["aukus"].title
    assert words("usml", rulebook) == "USML"
    assert words("item.max_airspeed", rulebook) == "maximum airspeed"
    assert words("1.A.2", rulebook) == "1.A.2"
    assert meaning("posture", "case_by_case", rulebook) == rulebook.questions["posture"].values["case_by_case"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025-09-15 ..", "in force from 15 September 2025"),
        ("always .. 2020-01-01", "in force until 1 January 2020"),
        ("always ..", "in force at all times"),
        ("start not verified ..", "in force, start not verified"),
    ],
)
def test_dates_in_force_in_words(text: str, said: str) -> None:
    assert window(text) == said


def test_a_text_that_is_no_date_stays() -> None:
    assert dated("2025-13-01 and 2025-09-15") == "2025-13-01 and 15 September 2025"


# The whole tree.


@pytest.mark.parametrize("name", ["mq_9b", "open"])
def test_the_tree_names_every_rule_in_force_that_touches_a_shown_question(rulebook: Rulebook, name: str) -> None:
    review = Review(rulebook, transfer_of(ALL[name], rulebook))
    written = io.StringIO()
    Console(file=written, width=10_000, color_system=None).print(why_tree(review))
    shown = written.getvalue()
    for rule in review.bound.rules:
        if any(rulebook.questions[question].shown for question in rule.then):
            assert rule.name in shown
    for answer in review.answers.values():
        for reason in answer.by:
            assert f"{reason.rule} applies" in shown


# Through the years.


@pytest.fixture(scope="module")
def course(rulebook: Rulebook) -> Course:
    from licet.deciding.timeline import timeline

    last = datetime.date(2026, 3, 1)
    transfer = transfer_of(MQ_9B, rulebook)
    stretches = timeline(rulebook, transfer.stated, datetime.date(1982, 1, 1), last)
    return Course(stretches, last, HOSTILE, {"hr-3068-119": ("case_by_case", "no_presumption_of_denial")})


def test_the_timeline_tells_each_stretch_and_what_changed(course: Course) -> None:
    written = io.StringIO()
    timeline_render(course, console=Console(file=written, width=80, color_system=None))
    text = written.getvalue()
    assert "From 15 September 2025" in text
    assert "+ A military drone is reviewed case by case" in flat(text)
    assert "H.R. 3068" in text
    assert "open: case by case or no presumption of denial" in flat(text)
    assert all(len(line) <= 80 and line == line.rstrip() for line in text.splitlines())
    assert "\x1b" not in text


def test_the_timeline_is_a_table_in_markdown(course: Course) -> None:
    made = timeline_markdown(course)
    rows = [line for line in made.splitlines() if line.startswith("|")]
    assert len(rows) == len(course.stretches) + 2
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    assert not re.search(r"(?<!\\)<(script|img)", made)


def test_the_picture_is_well_formed_and_says_what_it_shows(course: Course) -> None:
    picture = timeline_svg(course.stretches, course.last)
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    title = root[0].text or ""
    assert "Posture: " in title
    assert "case by case as manned aircraft from 15 September 2025" in title
    assert timeline_svg(course.stretches, course.last) == picture
    assert not timeline_svg([])


def test_the_page_of_a_timeline_is_well_formed(course: Course) -> None:
    made = timeline_page([course, course])
    reader = _Reader(made)
    assert not {"script", "img"} & set(reader.tags)
    assert reader.tags.count("svg") == 2
