"""``licet schema``: the JSON schema that every answer in JSON validates against."""

from __future__ import annotations

import click


@click.command("schema")
@click.argument(
    "answer",
    type=click.Choice(("determination", "classification", "eligibility", "comparison", "screening")),
    default="determination",
)
def command(answer: str) -> None:
    """Print the JSON schema of an answer.

    A determination is what 'licet review' answers, a classification what 'licet classify' does, an eligibility what 'licet eligible' does,
    a comparison what 'licet compare' does, a screening what 'licet screen' does.
    Every object that '--format json' prints validates against it; an array holds one such object for each transfer or item.

    \b
    Example:
      licet schema > determination.schema.json
      licet schema classification > classification.schema.json
      licet schema eligibility > eligibility.schema.json
      licet schema comparison > comparison.schema.json
      licet schema screening > screening.schema.json
    """  # noqa: D301
    import json

    from licet.determination import schema

    if answer == "classification":
        from licet.classification.verdicts import schema
    elif answer == "eligibility":
        from licet.eligibility.answer import schema
    elif answer == "comparison":
        from licet.comparing.answer import schema
    elif answer == "screening":
        from licet.screening.answer import schema
    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
