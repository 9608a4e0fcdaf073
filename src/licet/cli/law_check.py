"""``licet law check``: what is wrong with the law, as lines or as JSON, with an exit status that a build can rely on."""

from __future__ import annotations

import click

from licet.cli.options import format_option, law_option


@click.command("check")
@format_option("text", "json")
@law_option
@click.pass_context
def command(ctx: click.Context, format_: str | None, law: str | None) -> None:
    """Check the law: text that cannot be read, rules whose dates never meet, unknown nations and codes.

    The exit status is 0 when nothing is found and 1 when anything is. Each finding is one line with its file and line. That two rules
    contradict each other, or that no rule speaks where one should, is not looked for yet.

    \b
    Examples:
      licet law check
      licet law check --law my-law --format json
    """  # noqa: D301
    from licet.cli.faults import tame
    from licet.cli.findings import findings
    from licet.cli.output import print_json

    found, rulebook = findings(law)
    if format_ == "json":
        print_json({"findings": [finding.plain() for finding in found]})
    else:
        for finding in found:
            click.echo(tame(finding.message, 600), err=True)
        if rulebook is not None and not found:
            rules = sum(len(instrument.rules) for instrument in rulebook.instruments.values())
            click.echo(
                f"Nothing found in {len(rulebook.instruments)} instruments with {rules} rules ({rulebook.digest})."
            )
    if found:
        ctx.exit(1)
