"""The API: bad bodies first, then that it answers as the command does, within its limits, and that its description holds."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from commands import run
from django.core.cache import cache
from django.test import Client

import licet
from licet.programs import asking
from licet.web import api as api_module

ROOT = "/api/v1/"
DRONE = {
    "date": "2025-09-15",
    "recipient": "SA",
    "item": {"kind": "uas", "range": "11100 km", "payload": "2155 kg", "max_airspeed": "389 km/h"},
}
SIDES = {"base": "now", "other": "now+hr-8892-118"}

# Operation, body, where the fault is, and a word of what it says.
BAD = [
    ("review", "", "body", "not JSON"),
    ("review", "{", "body:1", "not JSON"),
    ("review", "recipient: Italy", "body:1", "not JSON"),
    ("review", "null", "body", "no transfer"),
    ("review", "[]", "body", "an empty list"),
    ("review", '"Italy"', "body", "no transfer"),
    ("review", '[{"recipient": "IT"}, 7]', "body:1", "no transfer"),
    ("review", b"\xff\xfe{", "body", "UTF-8"),
    ("review", '{"recipient": "\\ud800"}', "body", "one half of a character"),
    ("review", '{"recipient": "IT", "recipient": "FR"}', "body:1", "recipient"),
    ("review", '{"recipient": "Atlantis"}', "body:1", "Atlantis"),
    ("review", '{"recipiant": "IT"}', "body:1", "recipient"),
    ("review", '{"date": "2025-02-30"}', "body:1", "2025-02-30"),
    ("review", '{"item": 4}', "body:1", "item"),
    ("review", '{"item": {"payload": 2155}}', "body:1", "without a unit"),
    ("review", '{"item": {"range": "fast"}}', "body:1", "fast"),
    ("review", '{"item": {"kind": "spaceship"}}', "body:1", "spaceship"),
    ("review", '{"parties": [{"role": "end_user"}]}', "body:1", "name"),
    ("review", '{"id": {"a": 1}, "recipient": "IT"}', "body:1: id", "cannot name it"),
    ("review", '{"id": true, "recipient": "IT"}', "body:1: id", "cannot name it"),
    ("review", "[" * 60 + "]" * 60, "body", "nesting"),
    ("review", "[" * 100_000, "body", "nesting"),
    ("classify", '{"text": ""}', "body: text", "no text"),
    ("classify", '{"text": 5}', "body: text", "no text"),
    ("classify", '{"kind": "spaceship"}', "body:1", "spaceship"),
    ("screen", "5", "body", "no party"),
    ("screen", "[]", "body", "an empty list"),
    ("screen", '["A B", 7]', "body[1]", "no party"),
    ("screen", '{"nation": "IT"}', "body: party", "name"),
    ("screen", '{"name": "A", "nation": "Atlantis"}', "body: party", "Atlantis"),
    ("run", "[]", "body", "no table"),
    ("run", "{}", "body: rows", "no rows"),
    ("run", '{"rows": []}', "body: rows", "no rows"),
    ("run", '{"rows": [7]}', "body: rows[0]", "no object"),
    ("run", '{"rows": [{}]}', "body: rows[0]", "no object"),
    ("run", '{"rows": [{"a": 1}], "maping": {}}', "maping", "did you mean mapping"),
    ("run", '{"rows": [{"a": 1}], "mapping": ["a"]}', "mapping", "no mapping"),
    ("run", '{"rows": [{"a": 1}], "mapping": {"a": 1}}', "mapping", "no mapping"),
    ("compare", "[]", "body", "no comparison"),
    ("compare", '{"base": "now"}', "other", "nothing"),
    ("compare", '{"base": "now", "other": "hr-306"}', "other", "did you mean hr-3068-119"),
    ("compare", '{"base": "now", "other": "/etc/passwd"}', "other", "one of"),
    ("compare", '{"base": "2025-02-30", "other": "now"}', "base", "which is no date"),
    ("compare", '{"base": "now+", "other": "now"}', "base", "on each side"),
    ("compare", '{"base": "now", "other": "now", "on": "orders.csv"}', "on", "no such key"),
    ("compare", '{"base": "now", "other": "now", "proof": "yes"}', "proof", "true or false"),
    ("compare", '{"base": "now", "other": "now", "proof": false}', "proof", "no matrix"),
    ("compare", '{"base": "now", "other": "now", "questions": ["postur"]}', "questions", "did you mean posture"),
]
BAD_QUERIES = [
    ("review?as_of=tomorrow", "as_of", "which is no date"),
    ("review?reform=hr-306", "reform", "did you mean hr-3068-119"),
    ("review?reform=/etc/passwd", "reform", "one of"),
    ("review?reform=hr-3068-119@never", "reform", "never"),
    ("review?assume=nobody", "assume", "nobody"),
    ("review?exact=always", "exact", "one of quick, default"),
    ("review?exporter=IT", "exporter", "no such part"),
    ("screen?exporter=Atlantis", "exporter", "Atlantis"),
    ("run?question=postur", "question", "did you mean posture"),
    ("run?reform=/etc/passwd", "reform", "one of"),
    ("run?exact=always", "exact", "one of quick, default"),
    ("run?format=csv", "format", "no such part"),
    ("compare?as_of=2020-01-01", "as_of", "no such part"),
]


@pytest.fixture(autouse=True)
def nobody_has_asked() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def ask(site: Client, operation: str, body: Any, **more: Any) -> Any:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return site.post(f"{ROOT}{operation}", data, content_type="application/json", **more)


@pytest.mark.parametrize(("operation", "body", "where", "word"), BAD)
def test_a_bad_body_is_refused_with_a_line_for_what_is_wrong(
    site: Client, operation: str, body: str | bytes, where: str, word: str
) -> None:
    answer = ask(site, operation, body)
    told = answer.json()
    assert answer.status_code == told["status"] == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    (fault,) = told["faults"]
    assert fault["where"].startswith(where)
    assert word in " ".join(fault.values())
    assert len(answer.content) < 4000


@pytest.mark.parametrize(("address", "where", "word"), BAD_QUERIES)
def test_a_bad_query_is_refused_with_a_line_for_what_is_wrong(
    site: Client, address: str, where: str, word: str
) -> None:
    told = ask(site, address, SIDES if address.startswith("compare") else '["A B"]' if "screen" in address else DRONE)
    assert told.status_code == 400
    (fault,) = told.json()["faults"]
    assert fault["where"].startswith(where)
    assert word in " ".join(fault.values())


def test_every_fault_of_every_transfer_has_its_line(site: Client) -> None:
    body = '[{"recipient": "Atlantis"},\n {"date": "never",\n  "item": {"kind": "spaceship"}}]'
    assert [fault["where"].partition(": ")[0] for fault in ask(site, "review", body).json()["faults"]] == [
        "body:1",
        "body:2",
        "body:3",
    ]


def test_a_refusal_is_never_longer_than_anybody_reads(site: Client) -> None:
    answer = ask(site, "review", {f"k{number}": 1 for number in range(5000)})
    faults = answer.json()["faults"]
    assert len(faults) == 101 and faults[-1]["found"] == "4,900 more faults"


@pytest.mark.parametrize(
    "address", ["law/us.uas-202", "law/us.uas-2020/slow", "law/a/b", "nations/XX", "systems/x", "entries/99", "nowhere"])  # fmt: skip
def test_what_is_not_there_is_told(site: Client, address: str) -> None:
    answer = site.get(ROOT + address)
    assert answer.status_code == answer.json()["status"] == 404
    assert answer.json()["faults"]


def test_other_kinds_and_other_methods_are_refused(site: Client) -> None:
    answer = site.post(f"{ROOT}review", "recipient=IT", content_type="text/plain")
    assert answer.status_code == 415 and "application/json" in answer.json()["faults"][0]["expected"]
    answer = site.get(f"{ROOT}review")
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_more_than_a_request_may_hold_is_refused(site: Client, settings_of_the_site: Any) -> None:
    settings_of_the_site(LICET_API_TRANSFERS=2, LICET_API_BYTES=2000)
    assert ask(site, "review", [DRONE] * 2).status_code == 200
    for operation, body in (
        ("review", [DRONE] * 3),
        ("review", {"parties": [{"name": "A"}] * 3}),
        ("screen", ["A B"] * 3),
        ("review", " " * 2001),
    ):
        answer = ask(site, operation, body)
        assert answer.status_code == 413
        assert "at most" in answer.json()["faults"][0]["expected"]


def test_what_takes_too_long_is_refused_and_ended(site: Client, settings_of_the_site: Any) -> None:
    settings_of_the_site(LICET_API_SECONDS=0)
    answer = ask(site, "review", [DRONE] * 2)
    assert answer.status_code == 422
    assert "when the time was over" in answer.json()["faults"][0]["found"]
    settings_of_the_site(LICET_API_SECONDS=0.2)
    answer = ask(site, "compare", SIDES)
    assert answer.status_code == 422
    assert "licet compare" in answer.json()["faults"][0]["mend"]


def test_two_comparisons_are_not_made_at_once(site: Client) -> None:
    with api_module._COMPARING:
        answer = ask(site, "compare", SIDES)
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0


def test_so_many_requests_a_minute_are_answered_to_one_address(site: Client, settings_of_the_site: Any) -> None:
    settings_of_the_site(LICET_API_RATE=3)
    # A minute may end between two of them.
    answers = [site.get(f"{ROOT}nations/IT") for _ in range(7)]
    refused = next(one for one in answers if one.status_code == 429)
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["faults"][0]["expected"] == "at most 3 requests a minute"
    assert site.get(f"{ROOT}nations/IT", REMOTE_ADDR="192.0.2.7").status_code == 200
    told = [site.get(f"{ROOT}nations/IT", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}").status_code for n in range(7)]
    assert 429 in told, "what a visitor says of his address counts for nothing"


def test_a_fault_of_the_site_is_told_and_is_no_answer(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("licet.web.api.review", fails)
    monkeypatch.setattr(site, "raise_request_exception", False)
    answer = ask(site, "review", DRONE)
    assert answer.status_code == answer.json()["status"] == 500
    assert "secret" not in answer.content.decode()


def test_a_review_is_that_of_the_command_with_the_id_of_the_host(site: Client, tmp_path: Any) -> None:
    file = tmp_path / "drone.json"
    file.write_text(json.dumps(DRONE))
    told = ask(site, "review", {"id": "order-17", **DRONE}).json()
    assert told.pop("id") == "order-17"
    assert told == json.loads(run("review", str(file), "--format", "json").stdout)
    assert told["answers"]["posture"]["value"] == "case_by_case_as_manned_aircraft"


def test_what_is_asked_again_has_the_same_answer_and_what_names_a_party_is_not_kept(site: Client) -> None:
    first, again = (ask(site, "review", {"id": n, **DRONE}).json() for n in (1, 2))
    assert (first.pop("id"), again.pop("id")) == (1, 2)
    assert first == again
    kept = asking._remembered.cache_info()
    assert ask(site, "review", {**DRONE, "parties": [{"name": "ACME", "role": "end_user"}]}).status_code == 200
    assert ask(site, "review?reform=hr-3068-119", DRONE).status_code == 200
    assert asking._remembered.cache_info() == kept
    assert ask(site, "review?exact=quick", DRONE).json()["answers"]["posture"] == first["answers"]["posture"]


def test_a_list_is_answered_by_a_list_in_its_order(site: Client) -> None:
    told = ask(site, "review", [{"id": 2, **DRONE}, DRONE, {"id": 1, **DRONE}]).json()
    assert [one.get("id") for one in told] == [2, None, 1]
    assert ask(site, "review", {"transfers": [DRONE]}).json() == [told[1]]


def test_a_reform_and_an_assumption_are_said_in_the_answer(site: Client) -> None:
    told = ask(site, "review?reform=hr-3068-119&as_of=2026-06-01&assume=nsm28_partner=AU,GB", DRONE).json()
    assert told["rulebook"]["reforms"] == ["hr-3068-119"]
    assert told["transfer"]["date"] == "2026-06-01"


def test_an_item_is_classified_and_a_text_searched_for(site: Client) -> None:
    told = ask(site, "classify", {"id": 5, **DRONE["item"]}).json()  # type: ignore[dict-item]
    assert told["id"] == 5
    assert "1.A.2" in [one["code"] for one in told["entries"] if one["verdict"] == "met"]
    found = ask(site, "classify", {"text": "fibre optic gyro"}).json()
    assert found["candidates"][0]["code"].startswith("9.A")


def test_nobody_is_clear_without_lists(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_LISTS", "off")
    told = ask(site, "screen", ["A B", {"id": "c-1", "name": "C D"}]).json()
    assert [one["status"] for one in told] == ["not_screened", "not_screened"]
    assert told[1]["id"] == "c-1"


def test_a_comparison_is_that_of_python(site: Client) -> None:
    told = ask(site, "compare", {**SIDES, "questions": "licence"}).json()
    assert [(t["from"], t["to"]) for t in told["transitions"]] == [("required", "exempt")]
    assert set(told) == set(licet.compare("now", "now", questions="licence").to_dict())


def test_a_comparison_that_dies_is_told_as_our_fault_and_to_the_operator(
    site: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    answer = ask(site, "compare", SIDES)
    assert (answer.status_code, answer.json()["detail"]) == (500, "Something went wrong on our side")
    assert "a process ended with 1" in caplog.text


def test_the_law_is_looked_up_as_the_pages_have_it(site: Client) -> None:
    for address, page in (
        ("law", "/law.json"),
        ("law/us.uas-2020", "/law/us.uas-2020.json"),
        ("nations/IT?on=2021-01-01", "/nations/IT.json?on=2021-01-01"),
        ("systems/mq-9a", "/systems/mq-9a.json"),
        ("entries?search=gyro", "/annex.json?search=gyro"),
        ("entries/9.A.6", "/annex/9.A.6.json"),
    ):
        assert site.get(ROOT + address).json() == site.get(page).json()
    rule = site.get(f"{ROOT}law/us.uas-2020/slow-uas").json()
    assert rule["rule"] == "us.uas-2020/slow-uas" and rule["cite"] and rule["standing"]


def test_the_answers_are_those_of_the_description(site: Client) -> None:
    described = site.get(f"{ROOT}openapi.json").json()
    for operation, body in (("review", DRONE), ("classify", DRONE), ("screen", ["A B"]), ("compare", SIDES)):
        answer = ask(site, operation, body).json()
        shape = described["paths"][f"{ROOT}{operation}"]["post"]["responses"]["200"]["content"]["application/json"]
        jsonschema.validate(answer, {**shape["schema"], "components": described["components"]})


def test_the_examples_of_the_page_are_answered(site: Client, jobs: Any) -> None:
    told = site.get("/api.json").json()
    assert site.get(f"{ROOT}docs").headers["Location"] == "/api/"
    for one in told["operations"]:
        if one["example"]:
            answer = site.post(one["path"], json.dumps(one["example"]), content_type="application/json")
            assert answer.status_code == (202 if one["path"].endswith("/run") else 200)


def test_nothing_of_the_description_brings_the_site_down(settings_of_the_site: Any, jobs: Any) -> None:
    # A comparison is a process of its own, and is ended as soon as it has begun; what it answers, other tests ask.
    settings_of_the_site(LICET_API_RATE=1_000_000, LICET_API_SECONDS=0.1, LICET_JOBS_WAITING=3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
        import hypothesis
        from schemathesis.checks import not_a_server_error

        from licet.web.wsgi import application

        schema = schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", application, headers={"Host": "localhost"})
        seen = 0
        for result in schema.get_all_operations():
            operation = result.ok()

            @hypothesis.given(case=operation.as_strategy())
            @hypothesis.settings(
                max_examples=15,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(hypothesis.HealthCheck),
                phases=[hypothesis.Phase.generate],
            )
            def never_fails(case: Any) -> None:
                answer = case.call(headers={"Host": "localhost"})
                case.validate_response(answer, checks=(not_a_server_error,))
                assert answer.status_code < 500, case

            never_fails()
            seen += 1
    assert seen == 17


def test_each_party_that_cannot_be_read_is_told_by_its_place(site: Client) -> None:
    faults = ask(site, "screen", [{"name": ""}, "ACME", {"nation": "IT"}]).json()["faults"]
    assert [fault["where"].partition("]")[0] for fault in faults] == ["body[0", "body[2"]


def test_what_a_program_asks_wrongly_is_told_in_the_words_of_the_api(site: Client) -> None:
    (fault,) = site.post(f"{ROOT}reviwe").json()["faults"]
    assert "openapi.json" in fault["expected"] and "/api/v1/review" in fault["mend"]
    (fault,) = ask(site, "run?question=nonsense", {"rows": [{"to": "IT"}]}).json()["faults"]
    assert "posture" in fault["expected"]
    assert "nothing" in {fault["found"] for fault in ask(site, "compare", {"base": "now"}).json()["faults"]}
