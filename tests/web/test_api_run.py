"""Tables as work of the API: what is refused, the state of the work, its answers in every form, and its end."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import polars as pl
import pytest
from commands import run
from django.test import Client
from web.bad_files import bomb

from licet.web.keeping import site_folder

ROOT = "/api/v1/"
ROWS = [
    {"order": 1, "to": "Saudi Arabia", "kind": "uas", "range_km": 2000, "payload_kg": 600, "date": "2025-09-15"},
    {"order": 2, "to": "Atlantis", "kind": "uas", "range_km": 2000, "payload_kg": 600, "date": "2025-09-15"},
    {"order": 3, "to": "IT", "kind": "cruise_missile", "range_km": None, "payload_kg": 600, "date": "2025-09-15"},
]
MAPPING = {"to": "recipient", "order": "-"}


def begun(site: Client, body: Any, query: str = "question=posture") -> Any:
    return site.post(f"{ROOT}run?{query}", json.dumps(body), content_type="application/json")


def file_of(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


@pytest.fixture(scope="module")
def done(site: Client, jobs: Callable[[], None]) -> dict[str, Any]:
    """Return the state of work that is done."""
    answer = begun(site, {"rows": ROWS, "mapping": MAPPING})
    assert answer.status_code == 202
    assert answer.json()["state"] == "waiting"
    jobs()
    told: dict[str, Any] = site.get(answer.headers["Location"]).json()
    assert told["state"] == "done", told
    return told


@pytest.mark.parametrize(
    ("file", "status", "word"),
    [
        (None, 400, "no file"),
        (("orders.pdf", b"%PDF-"), 400, "the ending '.pdf'"),
        (("orders.csv", b""), 400, "an empty file"),
        (("orders.csv", b"x" * 1_100_000), 413, "at most 1 MB"),
    ],
)
def test_what_is_no_table_is_refused(
    site: Client, settings_of_the_site: Any, file: tuple[str, bytes] | None, status: int, word: str
) -> None:
    settings_of_the_site(LICET_TABLE_BYTES=1_000_000)
    answer = site.post(f"{ROOT}run", {"table": file_of(file[1], file[0])} if file else {})
    assert answer.status_code == answer.json()["status"] == status
    assert word in str(answer.json()["faults"])


def test_more_rows_than_a_table_may_have_are_refused(site: Client, settings_of_the_site: Any) -> None:
    settings_of_the_site(LICET_TABLE_ROWS=2)
    assert begun(site, {"rows": ROWS}).status_code == 413


def test_a_table_that_cannot_be_used_is_told_in_the_state_of_its_work(site: Client, jobs: Callable[[], None]) -> None:
    addresses = [
        site.post(f"{ROOT}run", {"table": file_of(bomb(), "bomb.xlsx")}).headers["Location"],
        begun(site, {"rows": ROWS, "mapping": {"tu": "recipient"}}).headers["Location"],
        begun(site, {"rows": ROWS, "mapping": {"to": "recipiant"}}).headers["Location"],
        begun(site, {"rows": ROWS}, "assume=nobody=1").headers["Location"],
    ]
    jobs()
    words = ("once unpacked", "not in the table", "unknown fact", "nobody")
    for address, word in zip(addresses, words, strict=True):
        told = site.get(address).json()
        assert told["state"] == "failed" and "files" not in told
        assert word in str(told["faults"]), told["faults"]


def test_too_much_that_waits_is_told_with_when_to_come_again(
    site: Client, jobs: Callable[[], None], settings_of_the_site: Any
) -> None:
    jobs()
    settings_of_the_site(LICET_JOBS_WAITING=0)
    answer = begun(site, {"rows": ROWS})
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("end", ["", "/answers.csv"])
def test_work_that_is_not_there_is_not_found(site: Client, jobs: Callable[[], None], end: str) -> None:
    for job in ("x" * 32, "nothing", "%00"):
        answer = site.get(f"{ROOT}run/{job}{end}")
        assert answer.status_code == answer.json()["status"] == 404
    assert site.delete(f"{ROOT}run/{'x' * 32}").status_code == 404


def test_rows_in_are_rows_out_and_rejects(site: Client, done: dict[str, Any]) -> None:
    assert done["rows"] == {"in": 3, "out": 2, "rejected": 1, "faults": 1}
    assert done["open"] == {"posture": 1}
    assert done["answers"] == {"posture": {"case_by_case_as_manned_aircraft": 1}}
    rejects = list(csv.DictReader(io.StringIO(site.get(done["files"]["rejects"]).getvalue().decode())))
    assert [(row["row"], row["found"]) for row in rejects] == [("2", "no nation is called 'Atlantis'")]
    assert "3 rows in = 2 answered + 1 rejected" in site.get(done["page"]).content.decode()


def test_the_answers_are_those_of_the_command(site: Client, done: dict[str, Any], tmp_path: Any) -> None:
    given, mapping, out = tmp_path / "rows.jsonl", tmp_path / "mapping.yaml", tmp_path / "answers.jsonl"
    given.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS))
    mapping.write_bytes(site.get(done["files"]["csv"].replace("answers.csv", "mapping.yaml")).getvalue())
    run("run", str(given), "-o", str(out), "--mapping", str(mapping), "--question", "posture")
    assert site.get(done["files"]["jsonl"]).getvalue().decode() == out.read_text()
    frame = pl.read_parquet(io.BytesIO(site.get(done["files"]["parquet"]).getvalue()))
    assert frame.get_column("order").to_list() == [1, 3]
    assert site.get(done["files"]["csv"].replace("answers.csv", "answers.pdf")).status_code == 404


def test_the_state_is_as_the_description_says(site: Client, done: dict[str, Any]) -> None:
    described = site.get(f"{ROOT}openapi.json").json()
    shape = described["paths"][f"{ROOT}run/{{job}}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(done, {**shape, "components": described["components"]})
    assert "multipart/form-data" in described["paths"][f"{ROOT}run"]["post"]["requestBody"]["content"]
    assert "202" in described["paths"][f"{ROOT}run"]["post"]["responses"]


def test_a_file_is_taken_as_a_form_and_the_work_is_ended_by_who_began_it(
    site: Client, jobs: Callable[[], None]
) -> None:
    data = b"to;range_km\nIT;300\n"
    form = {"table": file_of(data, "orders.csv"), "mapping": '{"to": "recipient"}'}
    address = site.post(f"{ROOT}run?as_of=2025-09-15&exact=quick&reform=hr-3068-119", form).headers["Location"]
    assert site.get(f"{address}/answers.csv").status_code == 404
    jobs()
    told = site.get(address).json()
    assert told["rows"]["out"] == 1 and told["stated"] == {"to": "recipient", "range_km": "range [km]"}
    assert site.delete(address).status_code == 204
    assert site.get(address).status_code == 404
    assert not (site_folder() / "jobs" / told["id"]).exists()
