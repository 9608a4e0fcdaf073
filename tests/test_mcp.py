"""The server for assistants, asked by the client of the SDK: bad arguments first, then each tool with its citations and standing."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import pytest
from commands import refused

pytest.importorskip("mcp", reason="the package mcp is not installed")

import anyio
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters

from licet.programs import tools

DRONE = {
    "date": "2025-09-15",
    "recipient": "SA",
    "item": {"kind": "uas", "range": "11100 km", "payload": "2155 kg", "max_airspeed": "389 km/h"},
}
BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("reviw", {}, "tool", "did you mean review"),
    ("review", {}, "transfer", "nothing"),
    ("review", {"transfer": "Italy"}, "transfer", "keys and values"),
    ("review", {"transfer": {"recipient": "Atlantis"}}, "body", "Atlantis"),
    ("review", {"transfer": {"item": {"payload": 5}}}, "body", "without a unit"),
    ("review", {"transfer": DRONE, "reform": ["/etc/passwd"]}, "reform", "one of"),
    ("review", {"transfer": DRONE, "reform": 7}, "reform", "a text"),
    ("review", {"transfer": DRONE, "as_of": "tomorrow"}, "as_of", "tomorrow"),
    ("review", {"transfer": DRONE, "file": "x"}, "file", "no such argument"),
    ("classify", {}, "item", "an item, or a text"),
    ("classify", {"text": ""}, "body: text", "no text"),
    ("screen", {"parties": "A B"}, "parties", "a list"),
    ("screen", {"parties": []}, "body", "an empty list"),
    ("screen", {"parties": ["A"], "exporter": "Atlantis"}, "", "Atlantis"),
    ("compare", {"base": "now"}, "other", "nothing"),
    ("compare", {"base": "now", "other": "law/us"}, "other", "one of"),
    ("law", {}, "name, search", "neither"),
    ("law", {"name": "us.uas-202"}, "name", "did you mean"),
    ("law", {"name": "99.Z"}, "", "99.Z"),
    ("law", {"search": "…"}, "search", "a word"),
    ("law", {"name": "9.A.6", "on": "never"}, "on", "no date"),
]


def ask(name: str, arguments: dict[str, Any]) -> Any:
    async def asked() -> Any:
        async with Client(tools.server()) as client:
            return await client.call_tool(name, arguments)

    return anyio.run(asked)


def answered(tool: str, /, **arguments: Any) -> dict[str, Any]:
    found = ask(tool, arguments)
    assert not found.is_error, found.content
    told: dict[str, Any] = found.structured_content
    (text,) = found.content
    assert json.loads(text.text) == told
    return told


@pytest.mark.parametrize(("name", "arguments", "where", "word"), BAD)
def test_bad_arguments_are_told_to_the_assistant(name: str, arguments: dict[str, Any], where: str, word: str) -> None:
    found = ask(name, arguments)
    assert found.is_error
    (fault,) = found.structured_content["faults"]
    assert fault["where"].startswith(where)
    assert word in found.content[0].text
    assert "Traceback" not in found.content[0].text


def test_there_are_five_tools_that_change_nothing() -> None:
    async def asked() -> Any:
        async with Client(tools.server()) as client:
            return await client.list_tools()

    found = anyio.run(asked).tools
    assert [tool.name for tool in found] == ["review", "classify", "screen", "compare", "law"]
    assert all(tool.annotations.read_only_hint and tool.input_schema["type"] == "object" for tool in found)
    assert "range" in found[0].input_schema["properties"]["transfer"]["properties"]["item"]["properties"]


def test_a_review_has_its_answer_with_citation_and_standing() -> None:
    told = answered("review", transfer={"id": "order-17", **DRONE})
    posture = told["answers"]["posture"]
    assert told["id"] == "order-17"
    assert posture["value"] == "case_by_case_as_manned_aircraft"
    assert all(rule["cite"] and rule["source"] and rule["standing"] for rule in posture["by"])
    assert told["rulebook"]["digest"].startswith("sha256:")


def test_what_is_not_stated_stays_open_and_is_asked_for() -> None:
    told = answered("review", transfer={"recipient": "SA"})
    assert told["answers"]["posture"]["value"] is None
    assert told["missing"]


def test_a_reform_is_put_in_force() -> None:
    assert answered("review", transfer=DRONE, reform=["hr-3068-119"])["rulebook"]["reforms"] == ["hr-3068-119"]


def test_an_item_is_classified_with_the_entries_that_it_meets() -> None:
    told = answered("classify", item=DRONE["item"])
    met = {one["code"]: one for one in told["entries"] if one["verdict"] == "met"}
    assert met["1.A.2"]["cite"] and met["1.A.2"]["standing"]
    assert told["not_met"] and not set(told["not_met"]) & set(met)


def test_a_text_has_entries_proposed() -> None:
    assert answered("classify", text="fibre optic gyro")["candidates"][0]["code"].startswith("9.A")


def test_nobody_is_clear_without_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_LISTS", "off")
    told = answered("screen", parties=["A B", {"name": "C D", "nation": "IT"}], exporter="United States")
    assert [one["status"] for one in told["parties"]] == ["not_screened", "not_screened"]


def test_a_comparison_has_its_changes_with_what_causes_them() -> None:
    pytest.importorskip("z3", reason="z3-solver is not installed")
    told = answered("compare", base="now", other="now+hr-8892-118", questions=["licence"])
    (change,) = told["transitions"]
    assert (change["from"], change["to"], change["nations"]) == ("required", "exempt", ["AU", "GB"])
    assert all(one["cite"] and one["standing"] for one in told["provisions"] if one["effect"])


def test_the_law_is_looked_up_by_name_and_by_word() -> None:
    rule = answered("law", name="us.uas-2020/slow-uas")
    assert rule["cite"] and rule["source"] and rule["standing"]
    assert answered("law", name="us.uas-2020")["instrument"] == "us.uas-2020"
    assert answered("law", name="9.A.6", on="2020-01-01")["entry"]["code"] == "9.A.6"
    found = answered("law", search="unmanned")
    assert found["of"]["instruments"] and all(one["standing"] for one in found["rules"])


def test_the_command_serves_over_standard_input_and_output() -> None:
    async def asked() -> Any:
        command = StdioServerParameters(command=sys.executable, args=["-m", "licet", "mcp"], env=dict(os.environ))
        async with Client(command) as client:
            assert client.instructions and "not legal advice" in client.instructions
            return await client.call_tool("law", {"name": "us.uas-2020/slow-uas"})

    assert anyio.run(asked).structured_content["rule"] == "us.uas-2020/slow-uas"


def test_a_missing_package_is_told_with_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    (line,) = refused("mcp")
    assert "pip install 'licet[mcp]'" in line


def test_law_that_cannot_be_used_is_told_before_the_server_starts(tmp_path: Any) -> None:
    (line,) = refused("mcp", "--law", str(tmp_path))
    assert "no file of law" in line
