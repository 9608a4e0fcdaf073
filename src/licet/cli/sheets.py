"""What a data sheet says, shown to a person for confirmation; questions and remarks go to standard error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from licet.cli.faults import tame

if TYPE_CHECKING:
    from licet.classification.evidence import Laid
    from licet.classification.sheet import Finding, Sheet
    from licet.determination import Caution
    from licet.rulebook.rulebook import Rulebook

_SHOWN = 12
_YES, _NO, _STOP = ("y", "yes", ""), ("n", "no"), ("q", "quit", "stop")


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
            click.echo(f"   Its basis on the sheet: {finding.basis}", err=True)
        click.echo(f"   It means: {definition}", err=True)
        try:
            answer = str(click.prompt("   right? ", default="y", show_default=False, prompt_suffix="", err=True))
        except click.Abort:
            break
        word = answer.strip().casefold()
        while word not in (*_YES, *_NO, *_STOP):
            word = str(click.prompt("   y, n or q? ", default="y", show_default=False, prompt_suffix="", err=True))
            word = word.strip().casefold()
        if word in _STOP:
            break
        if word in _YES:
            kept.append(finding)
    return kept


def report(sheet: Sheet, laid: Laid, disputed: Iterable[Caution] = ()) -> None:
    """Tell what was read and could not be used, what contradicts what was stated, and what was seen and bound to nothing."""
    for message in dict.fromkeys(note.message for note in sheet.notes):
        click.echo(f"note: {tame(message)}", err=True)
    for caution in disputed:
        click.echo(f"note: {tame(caution.message)}", err=True)
    if not sheet.findings:
        click.echo("note: no fact that the open entries ask for was read from the sheet.", err=True)
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
