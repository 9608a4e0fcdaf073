"""The page on deployment tells every setting, event and metric that there is, and no command that there is not."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import click
import pytest
import site_of_tests  # noqa: F401 - the settings come first

from licet.cli.main import main
from licet.web import settings
from licet.web.operating import measures, settling
from licet.web.operating.events import EVENTS, FIELDS

_PAGE = (Path(__file__).resolve().parents[3] / "docs" / "deployment.md").read_text("utf-8")
_BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", _PAGE, re.MULTILINE | re.DOTALL)


class _Unit(configparser.ConfigParser):
    """A file of systemd, whose names have capitals."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def _first_cells(after: str) -> set[str]:
    """Return the first cells of the first table after some words."""
    table = re.search(r"\n\|.*?\n\n", _PAGE[_PAGE.index(after) :], re.DOTALL)
    assert table is not None
    return set(re.findall(r"^\| `([^`]+)`", table[0], re.MULTILINE))


def test_every_setting_is_told() -> None:
    told = re.findall(r"^``([A-Z_]+)``", f"{settings.__doc__}\n{settling.__doc__}", re.MULTILINE)
    assert len(told) > 25
    assert _first_cells("## Settings") == {*told, "WEB_CONCURRENCY"}


def test_every_setting_that_the_code_asks_for_is_told() -> None:
    folder = Path(settings.__file__).parent
    text = "".join(
        path.read_text("utf-8")
        for path in [folder / "settings.py", folder / "keeping.py", *(folder / "operating").glob("*.py")]
    )
    asked = set(
        re.findall(
            r"(?:environ\.get\(|_on\(|_number\(|on\(environ, |VARIABLE = |^_NUMBERS = \{)\"([A-Z_]+)\"",
            text,
            re.MULTILINE,
        )
    )
    assert {"LICET_LOG", "LICET_PLAIN", "DATABASE_URL", "LICET_JOBS_KEPT", "LICET_SITE_FOLDER"} <= asked
    assert asked - {"PROMETHEUS_MULTIPROC_DIR", "XDG_DATA_HOME", "LOCALAPPDATA"} <= _first_cells("## Settings")


def test_every_event_and_field_is_told() -> None:
    assert _first_cells("Events of security") == set(EVENTS)
    sentence = re.search(r"Their fields are (.*?);", _PAGE)
    assert sentence is not None and set(re.findall(r"`(\w+)`", sentence[1])) == FIELDS


def test_every_metric_is_told() -> None:
    text = Path(measures.__file__).read_text("utf-8")
    named = set(re.findall(r"\"(licet_[a-z_]+)\"", text))
    assert len(named) == 9
    assert {name.removesuffix("_total") for name in _first_cells("## Metrics")} == named


@pytest.mark.parametrize("words", sorted(set(re.findall(r"licet( (?:cases|site)(?: [a-z]+)?[^\n|;`]*)", _PAGE))))
def test_every_command_is_one_with_options_that_it_has(words: str) -> None:
    parts = words.split()
    command: click.Command | None = main
    for part in list(parts):
        if not isinstance(command, click.Group) or not re.fullmatch(r"[a-z]+", part):
            break
        found = command.get_command(click.Context(command), parts.pop(0))
        assert found is not None, words
        command = found
    assert command is not None
    options = {name for one in command.params for name in one.opts}
    assert {part for part in parts if part.startswith("--")} <= options, words


def test_every_unit_can_be_read_and_runs_what_is_told() -> None:
    units = [text for kind, text in _BLOCKS if kind == "ini"]
    assert len(units) == 6
    for text in units:
        unit = _Unit(interpolation=None, strict=True)
        unit.read_string(text)
        if "Timer" in unit:
            assert unit["Timer"]["Persistent"] == "true"
            continue
        assert unit["Service"]["User"] == "licet" and unit["Service"]["NoNewPrivileges"] == "yes"
        assert unit["Service"]["ExecStart"].startswith(("/opt/licet/bin/", "/etc/licet/daily/"))
