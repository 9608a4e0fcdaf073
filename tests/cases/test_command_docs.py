"""The commands on the page about cases do what it says, one after the other, on a demonstration made in a folder of their own."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from cases.conftest import use
from commands import run
from django.db import connection

from licet.cli.cases import COMMANDS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "cases.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    """Return the commands of the page in their order."""
    return [words[1:] for words in lines() if words[0] == "licet"]


def lines() -> list[list[str]]:
    """Return the lines of the page in their order: commands, and which folder they work on."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    found = [line for block in blocks for line in block.splitlines()]
    assert all(line.startswith(("licet cases ", "export LICET_SITE_FOLDER=")) for line in found)
    return [shlex.split(line) for line in found]


def test_every_command_has_its_place_on_the_page() -> None:
    assert {words[1] for words in commands()} == set(COMMANDS)


def test_the_commands_of_the_page_work_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = Path(connection.settings_dict["NAME"])
    for first, *words in lines():
        if first == "export":
            use(tmp_path / f"{words[0].partition('=')[2]}.sqlite")
            continue
        result = run(*words)
        assert result.exit_code == 0, (words, result.output)
        assert result.stdout.strip(), words
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {
        "statistics",
        "tables-alone",
        "case-9",
        "register-of-today",
    }
    assert {path.name for path in tmp_path.glob("*.sqlite")} == {"demonstration.sqlite", "restored.sqlite"}
    use(before)
