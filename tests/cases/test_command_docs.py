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
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if not line.startswith("export ")]
    assert all(line.startswith("licet cases ") for line in lines)
    return [shlex.split(line)[1:] for line in lines]


def test_every_command_has_its_place_on_the_page() -> None:
    assert {words[1] for words in commands()} == set(COMMANDS)


def test_the_commands_of_the_page_work_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = Path(connection.settings_dict["NAME"])
    use(tmp_path / "demonstration.sqlite")
    for words in commands():
        result = run(*words)
        assert result.exit_code == 0, (words, result.output)
        assert result.stdout.strip(), words
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {"statistics", "tables-alone", "case-9"}
    use(before)
