"""What the README says is so: its commands exist, its Python runs, and the answer that it prints is the real one."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import generate

from licet.cli.main import main as licet_command
from licet.rulebook.rulebook import Rulebook

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_are_targets_of_make() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{command}:", makefile, re.MULTILINE), command
    assert re.findall(r"^make (\w+)", README, re.MULTILINE)[:2] == ["review", "test"]


def test_the_python_runs_and_gives_what_is_shown() -> None:
    block = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert block
    parsed = doctest.DocTestParser().get_doctest(block[1], {}, "README.md", "README.md", 0)
    assert parsed.examples
    results = doctest.DocTestRunner(verbose=False).run(parsed)
    assert results.failed == 0


def test_the_answer_shown_is_printed_by_the_command_itself() -> None:
    """Only whole sections may be left out, each time with a mark."""
    block = re.search(r"```console\n\$ licet ([^\n]+)\n(.*?)```", README, re.DOTALL)
    assert block
    source = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"}
    ran = subprocess.run(
        [sys.executable, "-m", "licet", *block[1].split()],
        cwd=ROOT,
        env=source,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    printed = generate.settled(ran.stdout)
    parts = generate.settled(block[2]).split("[…]\n")
    assert len(parts) > 1
    at = 0
    for part in parts:
        found = printed.find(part.strip("\n"), at)
        assert found >= 0, f"not printed:\n{part}"
        before, after = printed[:found], printed[found + len(part.strip("\n")) :]
        assert not before or before.endswith("\n\n")
        assert after.startswith("\n\n") or not after.strip()
        at = found


def test_every_command_shown_is_one_with_those_options() -> None:
    options = {f"--{fact.option}" for fact in Rulebook.load().facts.values()}
    context = click.Context(licet_command, info_name="licet")
    shown = re.findall(r"^licet (\w+)(.*?)(?: {2,}#.*)?$", README, re.MULTILINE)
    assert len(shown) > 5
    for name, rest in shown:
        command = licet_command.get_command(context, name)
        assert command, name
        known = {
            option for parameter in command.get_params(click.Context(command)) for option in parameter.opts
        } | options
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, rest
