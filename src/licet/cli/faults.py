"""Faults as lines for a person or a script: one line each, with nothing in them that a terminal would obey."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from licet.errors import Fault

_LONGEST = 400


def tame(text: str, longest: int = _LONGEST) -> str:
    """Return a text on one line, its control characters spelled out, its middle left out where it is very long."""
    if len(text) > longest:
        text = f"{text[: longest - 60]} … {text[-50:]}"
    text = re.sub(r"\s+", " ", text)
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def fault_line(fault: Fault) -> str:
    """Return a fault as one line: ``file:line: found; expected …; how to mend it``."""
    return str(Fault(tame(fault.where), tame(fault.found), tame(fault.expected), tame(fault.mend)))


def print_faults(faults: Iterable[Fault]) -> None:
    """Print every fault once, a line each, on standard error."""
    for line in dict.fromkeys(map(fault_line, faults)):
        click.echo(line, err=True)


def usage_fault(error: click.UsageError) -> Fault:
    """Return what was wrong with the words of a command line as a fault."""
    path = error.ctx.command_path if error.ctx is not None else "licet"
    teach = f"'{path} --help' teaches it"
    match error:
        case click.NoSuchOption():
            near = error.possibilities
            return Fault(error.option_name, "no such option", f"an option of '{path}'", _did_you_mean(near) or teach)
        case click.NoSuchCommand():
            near = error.possibilities
            return Fault(
                path, f"no command '{error.command_name}'", "one of its commands", _did_you_mean(near) or teach
            )
        case click.BadOptionUsage():
            return Fault(error.option_name, "no value", "a value after it", teach)
        case click.MissingParameter() if error.param is not None:
            return Fault(
                path, f"no {error.param.make_metavar(error.ctx) if error.ctx else error.param.name}", "", teach
            )
        case click.BadParameter() if error.param is not None:
            where = error.param.opts[0] if isinstance(error.param, click.Option) else path
            return Fault(where, error.message.rstrip("."), "", teach)
    return Fault(path, error.format_message().rstrip("."), "", teach)


def _did_you_mean(names: Iterable[str] | None) -> str:
    return f"did you mean {' or '.join(names)}?" if names else ""
