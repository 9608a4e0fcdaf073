"""Running a command as a person does: what it prints, and that a fault is told in lines and never as a traceback."""

from __future__ import annotations

from click.testing import CliRunner, Result

from licet.cli.main import main


def run(*words: str) -> Result:
    """Run ``licet`` with some words."""
    result = CliRunner().invoke(main, list(words), prog_name="licet")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def refused(*words: str) -> list[str]:
    """Return the lines with which some words are refused."""
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr.splitlines()
