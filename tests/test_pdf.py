"""Determinations as PDF: the answer with its citations is in it, no text is read as a command, no sign is lost, and the bytes stay the same."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from commands import run as licet_command

import licet
from licet.determination import Determination
from licet.errors import InputError
from licet.reports.pdf import pdf
from licet.rulebook.rulebook import Rulebook

typst = pytest.importorskip("typst")
pypdfium2 = pytest.importorskip("pypdfium2")

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
DRONE: dict[str, Any] = {
    "exporter": "US",
    "recipient": "IT",
    "date": "2026-06-01",
    "item": {"kind": "uas", "name": "Drone", "range": ["500 km", "900 km"], "payload": "300 kg"},
}


@pytest.fixture(scope="module")
def found() -> Determination:
    return licet.review(DRONE)


@pytest.fixture(scope="module")
def printed(found: Determination) -> bytes:
    return pdf([found], address="https://licet.example/review/?name=Drone&law=0123456789ab")


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    # A line that is broken is one line, and a mark at which a word may be broken is none of its letters.
    return [
        re.sub(r"[\s\ufffe]+", " ", page.get_textpage().get_text_range()).replace("\N{ZERO WIDTH SPACE}", "")
        for page in document
    ]


def text(data: bytes) -> str:
    return " ".join(pages(data))


def called(name: str, **more: Any) -> str:
    return text(pdf([licet.review({**DRONE, "item": {**DRONE["item"], "name": name}, **more})]))


def test_a_name_is_never_read_as_a_command() -> None:
    name = '#panic("x") $x$ *b* _i_ \\ `c` <a> @ref // /* ]{ #{1+1} \\u{41}'
    assert called(name).count(name) >= 3


@pytest.mark.parametrize("name", ["Опытный завод", "Πειραματικό", "מפעל", "شركة", "Đặng Ốc", "Łódź – ½ ‰ €"])
def test_a_script_that_has_letters_is_set_in_them(name: str) -> None:
    shown = called(name)
    assert "Signs that this file has no letters for" not in shown
    if name not in ("מפעל", "شركة"):
        assert name in shown


def test_a_sign_without_a_letter_is_spelt_and_told() -> None:
    party = {"name": "虚构航空技术有限公司", "role": "end_user", "nation": "IT"}
    data = pdf([licet.review({**DRONE, "item": {**DRONE["item"], "name": "🚀 虚构"}, "parties": [party]})])
    shown = text(data)
    assert "‹XuGou›" in shown
    assert "‹:rocket:›" in shown
    assert "Signs that this file has no letters for" in shown
    assert "U+865A U+6784 U+822A U+7A7A" in shown
    assert "U+1F680" in shown
    document = pypdfium2.PdfDocument(data)
    assert attached(document)["parties"][0]["party"]["name"] == "虚构航空技术有限公司"


def attached(document: Any) -> Any:
    attachment = document.get_attachment(0)
    assert attachment.get_name() == "answer.json"
    return json.loads(bytes(attachment.get_data()).decode())


def test_a_word_of_a_thousand_letters_is_broken_within_its_column() -> None:
    data = pdf([licet.review({**DRONE, "item": {**DRONE["item"], "name": "W" * 1000}})])
    document = pypdfium2.PdfDocument(data)
    for page in document:
        width = page.get_width()
        held = page.get_textpage()
        for number in range(held.count_rects()):
            assert held.get_rect(number)[2] < width - 60
    assert "W" * 1000 in text(data).replace(" ", "")


def test_the_answer_its_reasons_and_what_it_rests_on_are_in_it(
    printed: bytes, found: Determination, rulebook: Rulebook
) -> None:
    first, shown = pages(printed)[0], text(printed)
    assert "Review of Drone" in first
    assert "From United States to Italy, 1 June 2026" in first
    assert first.index("Review of Drone") < first.index("case_by_case") < first.index("Why")
    for reason in found.answers["posture"].by:
        assert reason.says in shown
        assert reason.cite in shown
        assert reason.rule in shown.replace("- ", "-")
    for missing in found.missing:
        assert missing.ask in shown
    for heading in ("Why", "Range and payload", "Through the years", "What is missing", "What to do", "Turning points", "Stated", "Assumed", "The same again", "To cite it"):  # fmt: skip
        assert heading in shown
    assert rulebook.digest in shown
    assert "licet.example/review" in shown
    assert "It is not legal advice." in shown
    assert re.search(rf"Page 1 of {len(pages(printed))}", first)


def test_it_says_what_the_other_reports_say(printed: bytes, found: Determination) -> None:
    from licet.reports.markdown import markdown

    shown = text(printed).replace(" ", "")
    for line in re.findall(r"^- (?:✓|✗|\?) (.*)$", markdown(found), re.MULTILINE):
        plain = re.sub(r"\\(.)", r"\1", line).replace(" ", "")
        assert plain in shown, line


def test_it_is_tagged_titled_and_in_a_language(printed: bytes) -> None:
    document = pypdfium2.PdfDocument(printed)
    assert document.get_metadata_dict()["Title"].endswith("Drone, from United States to Italy, 1 June 2026")
    assert document.is_tagged()
    assert b"/Lang" in printed
    assert b"pdfaid:part>3<" in printed
    assert b"pdfuaid:part>1<" in printed
    assert len(list(document.get_toc())) > 5


def test_the_same_answer_gives_the_same_bytes(printed: bytes, found: Determination) -> None:
    assert pdf([found], address="https://licet.example/review/?name=Drone&law=0123456789ab") == printed
    assert b"D:20260601" in printed


def test_the_whole_answer_is_attached(printed: bytes, found: Determination) -> None:
    assert attached(pypdfium2.PdfDocument(printed)) == json.loads(found.to_json())


def test_several_transfers_begin_with_a_table_that_leads_to_them(found: Determination) -> None:
    other = licet.review({**DRONE, "recipient": "FR"})
    shown = pages(pdf([found, other], titles=["one.yaml", "two.yaml"]))
    assert "2 transfers reviewed" in shown[0]
    assert "two.yaml" in shown[0]
    starts = [number for number, page in enumerate(shown) if re.search(r"(?:^| )[12]\. Drone", page)]
    assert len(starts) == 2
    with pytest.raises(InputError, match="no transfer"):
        pdf([])


@pytest.mark.parametrize("day", ["1900-01-01", "9999-12-31"])
def test_any_day_can_be_printed(day: str) -> None:
    assert "Through the years" in text(pdf([licet.review({**DRONE, "date": day})]))


def test_a_reform_is_told_and_drawn(rulebook: Rulebook) -> None:
    found = licet.review({**DRONE, "date": "2026-06-01"}, reform="hr-3068-119")
    shown = text(pdf([found]))
    assert "hr-3068-119" in shown
    assert "--reform" in shown
    assert found.rulebook.digest in shown


@pytest.fixture
def no_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "typst" else there(name, *more)
    )


@pytest.mark.usefixtures("no_typst")
def test_without_the_package_it_is_said_what_to_install(found: Determination, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"licet\[pdf\]"):
        pdf([found])
    answer = licet_command("review", str(EXAMPLES / "mq-9a-italy-2014.yaml"), "-o", str(tmp_path / "answer.pdf"))
    assert answer.exit_code == 2
    assert "pip install 'licet[pdf]'" in answer.stderr
    assert not list(tmp_path.iterdir())


def test_the_command_writes_one_by_its_ending_and_by_its_format(tmp_path: Path) -> None:
    file = tmp_path / "answer.PDF"
    example = str(EXAMPLES / "mq-9a-italy-2014.yaml")
    assert licet_command("review", example, "-o", str(file)).exit_code == 0
    assert "Review of MQ-9A" in text(file.read_bytes())
    answer = licet_command("review", example, example, "--format", "pdf")
    assert answer.exit_code == 0
    assert "2 transfers reviewed" in text(answer.stdout_bytes)
    assert licet_command("review", example, "-o", str(tmp_path / "none" / "answer.pdf")).exit_code == 2
    assert licet_command("review", example, "-o", str(file), "--why").exit_code == 2
