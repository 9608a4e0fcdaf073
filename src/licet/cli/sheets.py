"""What a data sheet says, shown to a person for confirmation; questions and remarks go to standard error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from licet.cli.faults import tame

if TYPE_CHECKING:
    from licet.classification.evidence import Laid
    from licet.classification.sheet import Finding, Sheet
    from licet.rulebook.rulebook import Rulebook

_SHOWN = 12


def confirm(rulebook: Rulebook, findings: Iterable[Finding]) -> list[Finding]:
    """Show each finding with its place and ask whether it is right; return those that are."""
    kept: list[Finding] = []
    found = list(findings)
    click.echo(f"{len(found)} facts read from the sheet. Enter or y keeps one, n leaves it out, q stops.", err=True)
    for number, finding in enumerate(found, 1):
        definition = next(fact.definition for fact in rulebook.facts.values() if fact.path == finding.fact)
        click.echo(f"\n{number}. {_said(finding)}", err=True)
        for place, line in zip(finding.places, finding.evidence, strict=True):
            click.echo(f"   {tame(line)}  ({place})", err=True)
        if finding.basis:
            click.echo(f"   {finding.basis}", err=True)
        click.echo(f"   It means: {definition}", err=True)
        try:
            answer = str(click.prompt("   right? ", default="y", show_default=False, prompt_suffix="", err=True))
        except click.Abort:
            break
        if answer.strip().casefold() in ("q", "quit", "stop"):
            break
        if answer.strip().casefold() in ("y", "yes", ""):
            kept.append(finding)
    return kept


def report(sheet: Sheet, laid: Laid) -> None:
    """Tell what was read and could not be used, and what was seen and bound to nothing."""
    for note in sheet.notes:
        click.echo(f"note: {tame(note.message)}", err=True)
    for fault in laid.unusable:
        click.echo(f"left out: {tame(str(fault))}", err=True)
    if sheet.unbound:
        click.echo(
            f"note: {len(sheet.unbound)} figures of the sheet name no fact for certain and were left aside:", err=True
        )
        for loose in sheet.unbound[:_SHOWN]:
            may = f"; perhaps {', '.join(loose.candidates)}" if loose.candidates else ""
            click.echo(f"  {tame(loose.text)}  ({loose.place}): {loose.reason}{may}", err=True)
        if len(sheet.unbound) > _SHOWN:
            click.echo(f"  and {len(sheet.unbound) - _SHOWN} more", err=True)


def _said(finding: Finding) -> str:
    value = finding.value if isinstance(finding.value, str) else " to ".join(finding.value)
    return f"{finding.fact} = {value}"
