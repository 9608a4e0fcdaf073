"""A case is exported as a folder that opens and checks itself without Licet; whoever changes a byte of it is found."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.cases import chain
from licet.cases.applied import Happened
from licet.cases.case import fold
from licet.cases.chain import GENESIS, Row, canonical, sealed
from licet.cases.exporting import verify
from licet.cases.exporting.folder import Export, files_of, seal_of, write_folder
from licet.errors import InputError, LicetError

CASE, OTHER = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
CONTENT = b"%PDF-1.4 end-use certificate"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
FINDINGS = json.dumps({"answers": {"posture": {"value": "case_by_case"}}}, indent=1)
NASTY = '<script>alert(1)</script> & "Société" 🚀'
AT = "2026-03-09T08:00:00.000000Z"

_ITEM = {
    "id": "1",
    "name": NASTY,
    "stated": {"kind": "uas", "name": NASTY},
    "quantity": "4",
    "value": "1000.50",
    "currency": "USD",
}
_PARTY = {"name": NASTY, "role": "end_user", "nation": "IT"}
_DRAFT = {
    "to": "draft", "reference": "C-1", "applicant": "works", "destinations": ["IT"], "items": [_ITEM], "transfer": {"parties": [_PARTY]},
}  # fmt: skip
_FROZEN = {
    "item": "1", "destination": "IT", "rulebook": "sha256:" + "ab" * 32, "day": "2026-03-02", "findings": FINDINGS,
    "digest": hashlib.sha256(FINDINGS.encode()).hexdigest(), "screening": [], "transfer": {},
}  # fmt: skip
_ADVICE = {
    "agency": "defense", "item": "1", "destination": "IT", "verdict": "approve_with_provisos", "text": NASTY,
    "provisos": [{"id": "p1", "text": NASTY}],
}  # fmt: skip
SAID: list[tuple[str, str, Mapping[str, Any]]] = [
    (CASE, "drafted", _DRAFT),
    (OTHER, "asked_applicant", {"id": "1", "question": "?"}),
    (CASE, "attached", {"digest": DIGEST, "name": "../certificate.pdf", "kind": "end_use_certificate"}),
    (CASE, "attached", {"digest": DIGEST, "name": "again.html", "kind": "assurance", "internal": True}),
    (CASE, "submitted", {"to": "submitted"}),
    (CASE, "determined", {"determinations": [_FROZEN]}),
    (OTHER, "asked_applicant", {"id": "2", "question": "?"}),
    (CASE, "advised", _ADVICE),
    (CASE, "weighed", {"factor": "cat/proliferation", "evidence": NASTY, "weight": "neutral"}),
    (CASE, "decided", {"to": "decided", "outcome": "approved_with_provisos", "shown": "Shown.", "reasons": NASTY}),
]


def whole_chain() -> list[Row]:
    rows: list[Row] = []
    for number, (case, kind, body) in enumerate(SAID, 1):
        row = Row(
            number,
            f"2026-03-0{min(number, 9)}T08:00:00.000000Z",
            case,
            kind,
            "p1",
            "licensing_officer",
            "state",
            canonical(body),
            "",
        )
        rows.append(sealed(row, rows[-1].digest if rows else GENESIS))
    return rows


def happened(row: Row) -> Happened:
    body = json.loads(row.body)
    return Happened(
        row.position,
        datetime.datetime.fromisoformat(row.at),
        row.case,
        row.kind,
        row.actor,
        row.role,
        row.organisation,
        body,
        row.digest,
    )


def export() -> Export:
    every = whole_chain()
    rows = [row for row in every if row.case == CASE]
    head = every[-1].position, every[-1].digest
    papers = {"licence.pdf": b"%PDF licence", "certification.md": b"# A notice\n"}
    return Export(
        fold(map(happened, rows)), rows, {DIGEST: CONTENT}, papers, head, AT, {"state": "Department of State"}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(files_of(export()), tmp_path / "case")
    return tmp_path / "case"


def run(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the folder's own program as anybody would: no packages, no path, no environment."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", *more], cwd=folder, capture_output=True, text=True, check=False
    )


# What cannot be exported.


def test_an_attachment_that_is_not_there_or_is_another_stops_the_export() -> None:
    with pytest.raises(LicetError, match="no content"):
        files_of(replace(export(), contents={}))
    with pytest.raises(LicetError, match="another digest"):
        files_of(replace(export(), contents={DIGEST: b"other"}))


@pytest.mark.parametrize("name", ["../x.pdf", "a/b.pdf", "x.html", "", ".pdf", "Licence.pdf"])
def test_a_paper_whose_name_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(LicetError, match="no paper's"):
        files_of(replace(export(), papers={name: b"x"}))


def test_a_row_of_another_case_is_refused() -> None:
    with pytest.raises(LicetError, match="row 2"):
        files_of(replace(export(), rows=whole_chain()))


def test_a_folder_that_is_there_is_not_written_over(folder: Path) -> None:
    before = (folder / "manifest.json").read_bytes()
    with pytest.raises(InputError, match="not there yet"):
        write_folder({"manifest.json": b"{}"}, folder)
    assert (folder / "manifest.json").read_bytes() == before


def test_a_folder_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_folder({"a": b"1", "a/b": b"2"}, tmp_path / "case")
    assert list(tmp_path.iterdir()) == []


# What is in it.


def test_the_same_case_gives_the_same_bytes() -> None:
    assert files_of(export()) == files_of(export())


def test_everything_is_in_the_folder_under_its_digest(folder: Path) -> None:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        "index.html", "events.jsonl", "manifest.json", "manifest.sha256", "verify.py", f"attachments/{DIGEST}.pdf", "papers/licence.pdf",
        "papers/certification.md", "determinations/00000006-1.json",
    }  # fmt: skip
    assert (folder / "determinations" / "00000006-1.json").read_text(encoding="utf-8") == FINDINGS
    assert len((folder / "events.jsonl").read_text(encoding="utf-8").splitlines()) == 8


def test_what_was_handed_in_as_a_page_is_not_kept_as_one() -> None:
    said = export()
    (first, _) = said.case.attachments
    alone = replace(said, case=replace(said.case, attachments=(replace(first, name="run.html"),)))
    assert f"attachments/{DIGEST}.bin" in files_of(alone)


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_runs_nothing_and_fetches_nothing(folder: Path) -> None:
    shown = (folder / "index.html").read_text(encoding="utf-8")
    read = Page()
    read.feed(shown)
    tags = {name for name, _ in read.tags}
    assert not tags & {"script", "iframe", "object", "embed", "img", "link", "form", "base"}
    assert not [key for _, held in read.tags for key in held if key.startswith("on") or key in ("src", "style")]
    for _, held in read.tags:
        to = held.get("href")
        if to:
            assert (folder / to).is_file(), to
    assert (
        "meta",
        {
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        },
    ) in read.tags
    assert not re.search(r"https?://|@import|url\(", shown)


def test_the_page_tells_the_case_and_escapes_what_it_holds(folder: Path) -> None:
    shown = (folder / "index.html").read_text(encoding="utf-8")
    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;") >= 6
    for words in (
        "Case C-1",
        "approve with provisos",
        "Department of State (state)",
        "cat/proliferation",
        "internal",
        "1,000.50",
        DIGEST,
        "decided",
    ):
        assert words in shown, words


# What is checked.


@given(st.builds(Row, st.integers(1, 2**53), *[st.text(st.characters(codec="utf-8"), max_size=30)] * 8))
def test_the_program_takes_the_digests_that_the_ledger_takes(row: Row) -> None:
    held = {name: getattr(row, name) for name in verify.COLUMNS}
    assert verify.digest_of(held) == chain.digest_of(row)


def test_a_whole_folder_is_whole_to_plain_python(folder: Path) -> None:
    done = run(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "compared with nothing" in done.stdout
    files = files_of(export())
    assert run(folder, "--seal", seal_of(files)).stdout == f"whole; seal {seal_of(files)}\n"
    head = export().rows[-1]
    assert run(folder, "--head", f"{head.position}:sha256:{head.digest}").returncode == 0


def test_another_seal_or_head_is_found(folder: Path) -> None:
    assert run(folder, "--seal", "0" * 64).returncode == 1
    done = run(folder, "--head", f"{export().rows[-1].position}:{'0' * 64}")
    assert done.returncode == 1
    assert "kept elsewhere" in done.stdout


@pytest.mark.parametrize("words", [["--seal"], ["--seal", "short"], ["--head", "x"], ["--what"], ["nowhere"]])
def test_a_command_that_cannot_be_understood_is_told(folder: Path, words: list[str]) -> None:
    done = run(folder, *words)
    assert done.returncode == 2
    assert "not understood" in done.stderr


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_that_is_flipped_is_found(folder: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(one for one in folder.rglob("*") if one.is_file())))
    before = path.read_bytes()
    place, bit = data.draw(st.integers(0, len(before) - 1)), data.draw(st.integers(0, 7))
    path.write_bytes(before[:place] + bytes([before[place] ^ (1 << bit)]) + before[place + 1 :])
    try:
        assert verify.faults_of(folder)
    finally:
        path.write_bytes(before)


def test_a_flipped_byte_is_found_by_the_program_that_lies_in_the_folder(folder: Path) -> None:
    for name in ("events.jsonl", f"attachments/{DIGEST}.pdf", "papers/licence.pdf", "index.html", "manifest.json"):
        path = folder / name
        before = path.read_bytes()
        path.write_bytes(before[:9] + bytes([before[9] ^ 1]) + before[10:])
        done = run(folder)
        assert done.returncode == 1, name
        assert "Traceback" not in done.stderr
        path.write_bytes(before)
    assert run(folder).returncode == 0


@pytest.mark.parametrize(
    "name", ["events.jsonl", "manifest.json", "manifest.sha256", "papers/licence.pdf", f"attachments/{DIGEST}.pdf"]
)
def test_a_file_that_is_gone_is_found(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert run(folder).returncode == 1


def test_a_file_that_was_added_is_found(folder: Path) -> None:
    (folder / "papers" / "second.pdf").write_bytes(b"x")
    assert "papers/second.pdf was added" in run(folder).stdout


def resealed(folder: Path) -> None:
    """Make the manifest anew, as somebody would who knows how it is made."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("manifest.")]
    manifest["files"] = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    text = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(text)
    (folder / "manifest.sha256").write_bytes(f"{hashlib.sha256(text).hexdigest()}  manifest.json\n".encode())


def changed(folder: Path, how: Any) -> str:
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "events.jsonl").write_text("".join(how(lines)), encoding="utf-8")
    resealed(folder)
    return run(folder).stdout


def test_an_event_that_was_altered_is_found_though_every_other_digest_was_made_anew(folder: Path) -> None:
    assert "event 10 is altered" in changed(folder, lambda lines: [one.replace("Shown.", "Hidden") for one in lines])


def test_an_event_that_was_altered_with_its_own_digest_does_not_fit_the_next(folder: Path) -> None:
    def how(lines: list[str]) -> list[str]:
        row = json.loads(lines[1])
        row["kind"] = "detached"
        row["digest"] = verify.digest_of(row)
        return [lines[0], json.dumps(row) + "\n", *lines[2:]]

    assert "event 4 was written after another event 3" in changed(folder, how)


def test_events_that_are_missing_or_in_another_order_are_found(folder: Path) -> None:
    assert "7 events stand here, and the manifest says 8" in changed(folder, lambda lines: lines[:-1])
    assert "reordered" in changed(folder, lambda lines: [lines[1], lines[0], *lines[2:]])


def test_an_attachment_that_no_event_names_is_found(folder: Path) -> None:
    (folder / "attachments" / ("0" * 64 + ".pdf")).write_bytes(b"x")
    resealed(folder)
    assert f"the attachment {'0' * 64} is named by no event" in run(folder).stdout


def test_an_attachment_is_held_against_the_event_that_names_it(folder: Path) -> None:
    (folder / "attachments" / f"{DIGEST}.pdf").write_bytes(b"forged")
    resealed(folder)
    assert f"the attachment {DIGEST} is altered" in run(folder).stdout


def test_a_folder_that_was_made_anew_as_a_whole_is_found_by_its_seal(folder: Path) -> None:
    seal = seal_of(files_of(export()))
    (folder / "papers" / "licence.pdf").write_bytes(b"%PDF forged")
    resealed(folder)
    assert run(folder).returncode == 0
    assert run(folder, "--seal", seal).returncode == 1


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"files": []}', '{"files": {"../x": "0"}, "head": 7, "events": "many"}', "\ud800"]
)
def test_a_manifest_that_is_nonsense_is_a_fault_and_no_crash(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    done = run(folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "line", ["7\n", '{"position": "1"}\n', "{}\n", "not json\n", "\n", "half a line", '{"a": 1}\n\n']
)
def test_events_that_are_nonsense_are_faults_and_no_crash(folder: Path, line: str) -> None:
    with (folder / "events.jsonl").open("a", encoding="utf-8") as file:
        file.write(line)
    resealed(folder)
    done = run(folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
