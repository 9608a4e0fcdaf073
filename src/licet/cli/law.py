"""``licet law``: the group of commands that read the law itself."""

from __future__ import annotations

import click

from licet.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("licet.cli.law_list", "The instruments: what they are and when they are in force."),
    "show": ("licet.cli.law_show", "An instrument or a rule, as written and as a sentence."),
    "check": ("licet.cli.law_check", "What is wrong with the law; exit status 1 when anything is."),
    "gaps": ("licet.cli.law_gaps", "Where the regulation has not followed the policy."),
    "verify": ("licet.cli.law_verify", "Hold the law's codes and references against published lists."),
}


@click.group("law", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Read and check the law that Licet runs.

    The law is text: Markdown files with rules between their paragraphs. It can be listed, read and checked here.

    \b
    Examples:
      licet law list --in-force 2021-06-01 --search drone
      licet law show us.uas-2020
      licet law show slow-uas
      licet law check
      licet law gaps --date 2026-09-01
      licet law verify --against lists
    """  # noqa: D301
