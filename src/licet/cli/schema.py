"""``licet schema``: the JSON schema that every answer in JSON validates against."""

from __future__ import annotations

import click


@click.command("schema")
def command() -> None:
    """Print the JSON schema of an answer.

    Every object that 'licet review --format json' prints validates against it; an array holds one such object for each transfer.

    \b
    Example:
      licet schema > determination.schema.json
    """  # noqa: D301
    import json

    from licet.determination import schema

    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
