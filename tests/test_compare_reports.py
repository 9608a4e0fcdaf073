"""A comparison as a page, as Markdown and as tables, with its pictures: what is refused first, then that nothing is lost and nothing breaks it."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
import shlex
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
import yaml
from commands import refused, run

import licet
from licet.comparing.answer import Comparison, Flip, Transition, schema
from licet.pictures.of_comparisons import of_comparison
from licet.reports.compare_account import Change
from licet.reports.compare_html import fragment, page
from licet.reports.compare_tables import tables
from licet.reports.compare_telling import told
from licet.reports.marked import fenced
from licet.reports.pictured import WITHOUT, alone
from licet.rulebook.rulebook import Rulebook

ROOT = Path(__file__).resolve().parents[1]
DAY, REFORM = "2026-11-01", "hr-8892-118"
ORDERS = """\
recipient,date,kind,range_km,payload_kg,jurisdiction
IT,2014-06-01,cruise_missile,2000,600,usml
IT,2016-06-01,cruise_missile,2000,600,usml
FR,2016-07-01,cruise_missile,2000,600,usml
CN,2016-07-01,cruise_missile,2000,600,usml
"""
MISSILE = {"kind": "cruise_missile", "range": "2500 km", "payload": "600 kg"}
CLASSES: list[dict[str, Any]] = [
    {"class": "missile", "title": "A missile", "jurisdiction": "usml", "end_use": {"end_user": "armed_forces"}, "item": MISSILE},
]  # fmt: skip


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("tables") / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def found(orders: str) -> Comparison:
    """Return a comparison of all kinds: proven, for every nation, and on data."""
    asked = ("posture", "licence", "obligations")
    real = licet.compare(DAY, f"{DAY}+{REFORM}", questions=asked, matrix=True, on=orders, own_dates=True)
    return msgspec.structs.replace(real, transitions=[*real.transitions, DOUBTFUL])


@pytest.fixture(scope="module")
def text(found: Comparison) -> str:
    """Return its page."""
    return page(found)


# No two days and no reform have everything; this is what a membership without a known day comes to.
DOUBTFUL = Transition(
    question="licence", code="", from_="required", to="open", sure=False, by=[], enough=[], together=[], nations=[],
    if_listed=[], if_belonging=["AE"], witness={"recipient": "AE"}, assume={}, unknown=["AE in ear_d4"],
)  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the words of a command that is soon done: one class of items, and nothing proven."""
    path = tmp_path_factory.mktemp("items") / "items.yaml"
    path.write_text(yaml.safe_dump(CLASSES), encoding="utf-8")
    return [DAY, f"{DAY}+{REFORM}", "--no-proof", "--items", str(path)]


class Read(HTMLParser):
    """A page as it is read: its text, its links and its names; that every element is closed is checked on the way."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "hr"):
            self.open.append(tag)
        self.handle_startendtag(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        assert len({name for name, _ in attrs}) == len(attrs), attrs
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.said).split())


def without(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == package else there(name, *rest)
    )


def changes(found: Comparison) -> list[Change]:
    return [change for question in told(found).questions for change in question.changes]


# What is refused.


@pytest.mark.parametrize("below", ["", "pictures/more"])
def test_a_file_where_the_folder_of_pictures_should_be_is_one_line(
    tmp_path: Path, small: list[str], below: str
) -> None:
    file = tmp_path / "taken"
    file.write_text("mine", encoding="utf-8")
    folder = str(file / below)
    line = f"--pictures: {folder}: {file} is no folder; expected a folder, which is made if missing"
    assert refused("compare", *small, "--pictures", folder) == [line]
    assert refused("eligible", "--kind", "uas", "--pictures", folder) == [line]
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_turns_out_not_to_be_writable_is_one_line_and_no_page_is_left(
    tmp_path: Path, small: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any, **_settings: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    reform = tmp_path / "reform.html"
    (line,) = refused("compare", *small, "-o", str(reform), "--pictures", str(tmp_path / "new"))
    assert line == f"--pictures: {tmp_path / 'new'}: No space left on device; expected a folder that can be written"
    assert list(tmp_path.iterdir()) == []


def test_pictures_of_nothing_are_refused_before_anything_is_proven(tmp_path: Path) -> None:
    assert refused("compare", DAY, f"{DAY}+{REFORM}", "--pictures", str(tmp_path)) == [
        "--pictures: nothing to draw; expected --matrix, or --on TABLE --own-dates"
    ]


@pytest.mark.parametrize("package", ["altair", "vl_convert"])
def test_pictures_without_their_packages_say_what_to_install(
    tmp_path: Path, small: list[str], package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, package)
    for words in (["compare", *small], ["eligible", "--kind", "uas"]):
        (line,) = refused(*words, "--pictures", str(tmp_path / "pictures"))
        assert line.startswith("pictures: no package")
        assert line.endswith("install them with: pip install 'licet[pictures]'")
    assert list(tmp_path.iterdir()) == []


def test_a_list_that_a_table_beside_the_page_would_overwrite_is_refused(tmp_path: Path, orders: str) -> None:
    listed = str(tmp_path / "reform-flips.csv")
    words = [
        DAY,
        f"{DAY}+{REFORM}",
        "--no-proof",
        "--on",
        orders,
        "--list",
        listed,
        "-o",
        str(tmp_path / "reform.html"),
    ]
    assert refused("compare", *words) == [
        f"--list: {listed}, which is written beside the page as well; expected another file"
    ]


def test_a_table_that_is_read_is_not_overwritten_by_what_lies_beside_the_page(tmp_path: Path) -> None:
    table = tmp_path / "reform-flips.csv"
    table.write_text(ORDERS, encoding="utf-8")
    words = [DAY, f"{DAY}+{REFORM}", "--no-proof", "--on", str(table), "-o", str(tmp_path / "reform.html")]
    assert refused("compare", *words) == [f"--output: {table}, which is read; expected another file"]
    assert [path.name for path in tmp_path.iterdir()] == ["reform-flips.csv"]
    assert table.read_text(encoding="utf-8") == ORDERS


def test_a_page_whose_table_cannot_be_written_is_not_written_either(tmp_path: Path, small: list[str]) -> None:
    (tmp_path / "reform-matrix.csv").mkdir()
    (line,) = refused("compare", *small, "-o", str(tmp_path / "reform.html"))
    assert line == f"--output: {tmp_path / 'reform-matrix.csv'}: Is a directory; expected a file that can be written"
    assert [path.name for path in tmp_path.iterdir()] == ["reform-matrix.csv"]


# The page.


def test_the_page_is_well_formed_names_everything_once_and_loads_nothing(found: Comparison, text: str) -> None:
    for one in (text, fragment(msgspec.structs.replace(found, matrix=None))):
        read = Read(one)
        assert len(read.ids) == len(set(read.ids))
        assert {f"change-{number}" for number in range(1, len(changes(found)) + 1)} <= set(read.ids)
        assert "svg" in read.tags
        assert not read.tags & {"script", "img", "iframe", "object", "embed"}
        assert all(link.startswith(("https://", "http://", "#")) for link in read.links)
        assert not re.search(r"url\((?!#)|@import", one)
    assert len(text) < 2_000_000


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_every_change_with_its_nations_and_its_provisions_is_told(
    found: Comparison, rulebook: Rulebook, text: str, form: str
) -> None:
    shown = Read(text).text if form == "html" else re.sub(r"\\(.)", r"\1", found.to_markdown())
    assert len(found.transitions) > 5
    for transition in found.transitions:
        for answer in (transition.from_, transition.to):
            assert answer is None or answer.replace("_", " ").casefold() in shown.casefold()
        for nation in (*transition.nations, *transition.if_listed, *transition.if_belonging):
            assert rulebook.nations[nation] in shown
        for cause in (*transition.by, *transition.enough):
            assert cause.rule in shown
    for cell in found.matrix or ():
        assert rulebook.nations[cell.nation] in shown
    for item in found.item_classes:
        assert item.title in shown
    for provision in found.provisions:
        assert provision.says in shown
    for side in (found.base, found.other):
        assert side.digest in shown
    for line in (*found.again.command.splitlines(), *found.again.python.split("\n\n"), "not legal advice"):
        assert " ".join(line.split()) in " ".join(shown.split())


def test_changes_for_most_of_the_world_are_told_with_the_name_of_every_nation(
    found: Comparison, rulebook: Rulebook
) -> None:
    many = sorted(rulebook.nations)[:100]
    other = msgspec.structs.replace(
        found, transitions=[msgspec.structs.replace(found.transitions[0], nations=many)], matrix=None, data=None
    )
    assert "For 100 nations." in Read(page(other)).text
    for shown in (Read(page(other)).text, re.sub(r"\\(.)", r"\1", other.to_markdown())):
        assert all(rulebook.nations[nation] in shown for nation in many)


def test_the_matrix_marks_the_cells_that_change_and_no_other(found: Comparison, rulebook: Rulebook, text: str) -> None:
    rows = told(found).rows
    marked = sum(square.changed for row in rows for square in row.squares)
    assert 0 < marked < sum(len(row.squares) for row in rows)
    assert text.count('<td class="changed">') == marked
    assert sorted(name for row in rows for name in row.names) == sorted(
        {rulebook.nations[cell.nation] for cell in found.matrix or ()}
    )


def test_the_finding_tells_of_what_is_not_certain(found: Comparison) -> None:
    assert "but for 1 change depending on memberships of which the day is not known" in told(found).finding
    sure = msgspec.structs.replace(found, transitions=[t for t in found.transitions if t.sure])
    assert told(sure).finding.endswith("nothing else changes of the posture, licence and obligations.")


@pytest.mark.parametrize("question", ["posture", "licence"])
def test_the_commands_beside_a_transfer_show_the_change(found: Comparison, question: str, tmp_path: Path) -> None:
    transition = next(one for one in found.transitions if one.question == question)
    change = changes(msgspec.structs.replace(found, transitions=[transition]))[0]
    (tmp_path / change.file).write_text(change.shown, encoding="utf-8")
    answers = []
    for command in change.commands:
        words = [str(tmp_path / word) if word == change.file else word for word in shlex.split(command)]
        assert words[0] == "licet"
        answers.append(json.loads(run(*words[1:], "--format", "json").stdout)["answers"][question]["value"])
    assert answers == [transition.from_, transition.to]


def test_the_commands_name_the_lists_that_are_assumed(found: Comparison) -> None:
    listed = msgspec.structs.replace(found.transitions[0], assume={"nsm28_partner": ["IT", "JP"]})
    (change,) = changes(msgspec.structs.replace(found, transitions=[listed]))
    assert change.commands[1] == (
        f"licet review change-1.yaml --as-of {DAY} --reform {REFORM} --assume nsm28_partner=IT,JP"
    )


# Hostile names.


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("hostile")
    reform, table, items = folder / "<script>|a`b`.md", folder / "<img src=x>`|.csv", folder / "items.json"
    law = (ROOT / "law" / "proposals" / f"{REFORM}.md").read_text(encoding="utf-8")
    reform.write_text(law.replace(f"proposals.{REFORM}", "proposals.mine"), encoding="utf-8")
    table.write_text(ORDERS, encoding="utf-8")
    one = {**CLASSES[0], "class": "../../<b>", "title": "</svg><script>alert(1)</script>\n# |x| ```"}
    two = {**CLASSES[0], "class": "../<b>", "title": '" onload="x'}
    items.write_text(json.dumps([one, two]), encoding="utf-8")
    return licet.compare(DAY, f"{DAY}+{reform}", proof=False, items=items, matrix=True, on=str(table), own_dates=True)


def test_names_of_reforms_tables_and_items_cannot_break_the_page(hostile: Comparison) -> None:
    read = Read(page(hostile))
    assert not read.tags & {"script", "img", "b"}
    assert "onload" not in read.attributes
    for name in ("<script>|a`b`.md", "<img src=x>`|.csv", "</svg><script>alert(1)</script> # |x|"):
        assert name in read.text
    assert len(read.ids) == len(set(read.ids))


def test_names_of_reforms_tables_and_items_cannot_break_the_markdown(hostile: Comparison) -> None:
    text = hostile.to_markdown()
    assert "\n# |" not in text
    outside = "\n".join(outside_code(text))
    assert not re.search(r"(?<!\\)<(script|img|b)\b", re.sub(r"(`+) ?.*? ?\1", "", outside))


def test_pictures_have_names_that_stay_in_their_folder(hostile: Comparison, rulebook: Rulebook) -> None:
    names = [one.name for one in of_comparison(hostile, rulebook)]
    assert names == ["matrix", "map-b", "map-b-2", "flips"]


def test_the_names_in_two_drawings_are_not_the_same() -> None:
    svg = '<svg><clipPath id="a"/><g clip-path="url(#a)"/><use xlink:href="#a"/><text>id="a" url(#a)</text></svg>'
    ids = [re.findall(r'(?<= id=")[^"]+|(?<=url\(#)[^)]+|(?<=href="#)[^"]+', alone(svg, number)) for number in (1, 2)]
    assert len(set(ids[0][:2])) == len(set(ids[1][:2])) == 1
    assert ids[0][0] != ids[1][0]
    assert alone(svg, 1).endswith('<text>id="a" url(#a)</text></svg>')


# Markdown.


def outside_code(text: str) -> Iterator[str]:
    """Yield the lines that stand in no block of code."""
    fence = ""
    for line in text.splitlines():
        mark = re.match(r"`{3,}", line)
        if mark and not fence:
            fence = mark[0]
        elif fence:
            fence = "" if line == fence else fence
        else:
            yield line
    assert not fence


@pytest.mark.parametrize("which", ["found", "hostile"])
def test_every_row_of_a_table_has_as_many_cells_as_its_head(which: str, request: pytest.FixtureRequest) -> None:
    lines = list(outside_code(request.getfixturevalue(which).to_markdown()))
    width = rows = 0
    for line in lines:
        cells = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) if line.startswith("|") else 0
        if cells and width:
            assert cells == width, line
            rows += 1
        width = cells
    assert rows > 4


def test_a_block_of_code_has_a_fence_that_what_it_holds_has_not() -> None:
    assert fenced("a ````b", "yaml") == ["`````yaml", "a ````b", "`````"]
    assert fenced("a\n", "") == ["```", "a", "```"]


# The data.


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def several(text: str) -> list[str]:
    return text.split("|") if text else []


def causes(row: dict[str, str], name: str) -> list[dict[str, Any]]:
    nations = row[f"{name}_nations"].split("|")
    return [{"rule": rule, "nations": some.split()} for rule, some in zip(several(row[name]), nations, strict=False)]


def test_the_changes_read_back_are_those_of_the_json(found: Comparison) -> None:
    codes = ("question", "from", "to")
    lists = ("nations", "if_listed", "if_belonging", "unknown")
    read = [
        {
            **{name: row[name] or None for name in codes},
            "code": row["code"],
            "sure": row["sure"] == "yes",
            "by": causes(row, "by"),
            "enough": causes(row, "enough"),
            "together": causes(row, "together"),
            **{name: several(row[name]) for name in lists},
            "witness": json.loads(row["witness"]),
            "assume": json.loads(row["assume"]),
        }
        for row in rows_of(tables(found)["changes"])
    ]
    assert read == json.loads(found.to_json())["transitions"]
    assert read[-1]["sure"] is False


def test_the_matrix_read_back_is_that_of_the_json(found: Comparison) -> None:
    read = [
        {
            "nation": row["nation"],
            "item_class": row["item_class"],
            "from": row["from"] or None,
            "to": row["to"] or None,
            "changed": row["changed"] == "yes",
            **{name: several(row[name]) for name in ("from_possible", "to_possible", "by")},
        }
        for row in rows_of(tables(found)["matrix"])
    ]
    assert read == json.loads(found.to_json())["matrix"]
    assert any(row["changed"] for row in read)


def test_the_counts_read_back_are_those_of_the_json_by_year_where_they_are_by_year(found: Comparison) -> None:
    def read(one: Comparison) -> list[dict[str, Any]]:
        rows = rows_of(tables(one)["flips"])
        return [{**row, "year": int(row["year"]) if row["year"] else None, "count": int(row["count"])} for row in rows]

    data = json.loads(found.to_json())["data"]
    assert read(found) == data["years"]
    assert [(row["year"], row["count"]) for row in read(found)] == [(2014, 1), (2016, 2)]
    assert found.data is not None
    undated = msgspec.structs.replace(found, data=msgspec.structs.replace(found.data, years=[]))
    assert read(undated) == data["flips"]


def test_only_what_was_asked_for_is_a_table(hostile: Comparison, found: Comparison) -> None:
    assert list(tables(hostile)) == ["matrix", "flips"]
    assert list(tables(found)) == ["changes", "matrix", "flips"]


def test_the_page_has_its_data_beside_it_and_links_to_them(tmp_path: Path, small: list[str], orders: str) -> None:
    file = tmp_path / "my reform.html"
    result = run("compare", *small, "--on", orders, "--own-dates", "-o", str(file), "--pictures", str(tmp_path / "p/q"))
    assert result.exit_code == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"my reform.html", "my reform-matrix.csv", "my reform-flips.csv", "p"}
    read = Read(file.read_text(encoding="utf-8"))
    assert {"my%20reform-matrix.csv", "my%20reform-flips.csv"} <= set(read.links)
    assert "Written" in result.stderr
    drawn = {path.name for path in (tmp_path / "p" / "q").iterdir()}
    assert drawn == {f"{name}.{end}" for name in ("matrix", "map-missile", "flips") for end in ("svg", "png", "csv")}
    assert (tmp_path / "p" / "q" / "matrix.png").read_bytes().startswith(b"\x89PNG")
    # What is proven was not asked for.
    assert "my%20reform-changes.csv" not in read.links


def test_a_page_to_standard_output_has_nothing_beside_it(
    small: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    without(monkeypatch, "altair")
    assert "Nations and items" in run("compare", *small, "--format", "html").stdout
    assert list(tmp_path.iterdir()) == []


def test_the_json_is_as_its_schema_says(found: Comparison) -> None:
    printed = json.loads(found.to_json())
    jsonschema.Draft202012Validator(schema()).validate(printed)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**printed, "transitions": [{**printed["transitions"][0], "sure": "perhaps"}]}, schema())
    written = json.loads((ROOT / "schema" / "comparison.schema.json").read_text(encoding="utf-8"))
    assert written == json.loads(run("schema", "comparison").stdout) == json.loads(json.dumps(schema()))


# Pictures.


@pytest.mark.parametrize("package", ["altair", "vl_convert"])
def test_pages_stand_without_pictures_and_say_what_to_install(
    found: Comparison, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    eligible = licet.eligible({"date": DAY, "exporter": "US", "jurisdiction": "usml", "item": MISSILE})
    without(monkeypatch, package)
    for text in (page(found), eligible.to_html()):
        read = Read(text)
        assert "svg" not in read.tags
        assert read.text.count(WITHOUT) == 1
    # Where there is nothing to draw nobody has to install anything.
    assert WITHOUT not in page(msgspec.structs.replace(found, matrix=None, data=None))


def test_the_page_of_a_table_of_nations_holds_its_map(tmp_path: Path) -> None:
    file, folder = tmp_path / "who.html", tmp_path / "pictures"
    facts = ["--kind", "cruise_missile", "--range", "2500 km", "--payload", "600 kg", "--as-of", DAY]
    assert run("eligible", *facts, "-o", str(file), "--pictures", str(folder)).exit_code == 0
    read = Read(file.read_text(encoding="utf-8"))
    assert "svg" in read.tags
    assert "picture-map" in read.ids
    assert sorted(path.name for path in folder.iterdir()) == ["map.csv", "map.png", "map.svg"]


def test_at_most_three_classes_have_maps_those_that_change_most_first(found: Comparison, rulebook: Rulebook) -> None:
    drawn = of_comparison(found, rulebook)
    maps = [one for one in drawn if one.name.startswith("map-")]
    counts = {item.title: len(item.changed) for item in found.item_classes}
    assert sum(bool(count) for count in counts.values()) > 3
    assert [counts[one.heading] for one in maps] == sorted(counts.values(), reverse=True)[:3]
    assert {one.name for one in drawn} - {one.name for one in maps} == {"matrix", "flips"}


def test_open_answers_and_transfers_without_a_date_are_told_in_the_picture_of_the_years(
    found: Comparison, rulebook: Rulebook
) -> None:
    ends: dict[str, str] = {"from_": "open: policy_of_denial, case_by_case", "to": "case_by_case"}
    years = [
        Flip(question="posture", count=3, year=2015, **ends),
        Flip(question="posture", count=2, year=None, **ends),
    ]
    assert found.data is not None
    data = msgspec.structs.replace(found.data, years=years)
    (drawn,) = of_comparison(msgspec.structs.replace(found, matrix=None, data=data), rulebook)
    assert drawn.picture.title == "Posture for 3 transfers changes from open to case by case, all of 2015"
    assert "2 changed answers of transfers without a date left out." in drawn.picture.told


def test_where_nothing_changes_no_map_and_no_years_are_drawn(found: Comparison, rulebook: Rulebook) -> None:
    assert found.data is not None
    same = msgspec.structs.replace(
        found,
        matrix=[
            msgspec.structs.replace(cell, to=cell.from_, to_possible=cell.from_possible, changed=False)
            for cell in found.matrix or ()
        ],
        item_classes=[msgspec.structs.replace(item, changed=[]) for item in found.item_classes],
        data=msgspec.structs.replace(found.data, flips=[], years=[], changed=0),
    )
    (drawn,) = of_comparison(same, rulebook)
    assert drawn.picture.title == "Posture changes for no nation in any class of items"
    assert "No posture changes for any of" in Read(page(same)).text
