"""``licet mcp``: the server that assistants ask, over standard input and output."""

from __future__ import annotations

import click

from licet.cli.options import law_option
from licet.errors import Fault, InputError


@click.command("mcp")
@law_option
def command(law: str | None) -> None:
    """Serve assistants over the Model Context Protocol: review, classify, screen, compare and the law as tools.

    An assistant starts this command itself and speaks with it over standard input and output; nothing is sent anywhere. Each answer is the
    JSON of the command of that name, with the rules that decide, their citations and how well they were checked. It needs the package mcp
    (pip install 'licet[mcp]').

    \b
    Examples:
      licet mcp
      licet mcp --law law
    """  # noqa: D301
    from importlib.util import find_spec

    from licet.cli.loading import load

    if find_spec("mcp") is None:
        mend = "pip install 'licet[mcp]'"
        raise InputError(faults=[Fault("licet mcp", "a package that is not installed", "the package mcp", mend)])
    load(law)  # A law that cannot be used is told here, and not with every answer.
    from licet.programs.tools import serve

    serve(law)
