"""``licet law check``: what is wrong with the law, as lines or as JSON, with an exit status that a build can rely on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.cli.options import format_option, law_option
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.rulebook.finding import Finding


@click.command("check")
@format_option("text", "json")
@click.option(
    "--witness",
    "folder",
    metavar="FOLDER",
    type=click.Path(),
    help="Write the transfer that shows a finding into this folder, as a file that 'licet review' reads.",
)
@click.option(
    "--proofs/--no-proofs", default=True, help="Whether to prove things of all transfers, which takes some seconds."
)
@law_option
@click.pass_context
def command(ctx: click.Context, format_: str | None, folder: str | None, proofs: bool, law: str | None) -> None:
    """Check the law: whether it can be read, and whether its rules make sense for every transfer on every day.

    Proven over all transfers at once: no two rules disagree on a question that allows one answer; no rule is dead; no gap where an
    answer is due; dates and exceptions make sense; every fact has bounds. Each finding is one line with its file and line, and below it a
    transfer that shows it. The exit status is 0 when nothing is found and 1 when anything is. The proofs need the package z3-solver
    (pip install 'licet[prove]'); where it is missing, the rest is checked, and that is said.

    \b
    Examples:
      licet law check
      licet law check --law my-law --format json
      licet law check --law my-law --witness shown    # then licet review shown/1-conflict.yaml
    """  # noqa: D301
    from licet.cli.findings import findings, joined, proven
    from licet.cli.output import print_json
    from licet.cli.progress import bar
    from licet.exactly import can_prove
    from licet.rulebook.rulebook import today

    began = time.monotonic()
    found, rulebook = findings(law)
    asked = proofs and rulebook is not None
    done = asked and can_prove()
    if done and rulebook is not None:
        with bar("Proving") as progress:
            found = joined(found, proven(rulebook, today(), progress))
    files = _written(found, folder) if folder is not None else {}
    if format_ == "json":
        print_json({"findings": [finding.plain() for finding in found], "proofs": "run" if done else "not_run"})
    else:
        _print(found, files)
        if rulebook is not None and not found:
            rules = sum(len(instrument.rules) for instrument in rulebook.instruments.values())
            how = f", proven over all transfers in {time.monotonic() - began:.0f} s" if done else ""
            click.echo(
                f"Nothing found in {len(rulebook.instruments)} instruments with {rules} rules{how} ({rulebook.digest})."
            )
    if asked and not done:
        click.echo(
            "The proofs were not run: they need z3-solver; install it with: pip install 'licet[prove]'", err=True
        )
    if found:
        ctx.exit(1)


def _print(found: Sequence[Finding], files: dict[int, str]) -> None:
    """Print each finding with the transfer that shows it."""
    from licet.cli.faults import tame

    for number, finding in enumerate(found):
        click.echo(tame(finding.message, 2000), err=True)
        if finding.witness is not None:
            name = files.get(number, "FILE")
            click.echo(f"  shown by {name}:" if number in files else "  shown by:", err=True)
            for line in finding.text(name).splitlines():
                click.echo(f"    {line}", err=True)


def _written(found: Sequence[Finding], folder: str) -> dict[int, str]:
    """Write each witness into a folder and return the files by the number of the finding.

    Raises:
        InputError: for a folder that cannot be written.
    """
    files: dict[int, str] = {}
    for number, finding in enumerate(found):
        if finding.witness is None:
            continue
        path = Path(folder) / f"{number + 1}-{finding.kind}.yaml"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(finding.text(str(path)), encoding="utf-8")
        except OSError as error:
            expected = "a folder that can be written"
            raise InputError(faults=[Fault("--witness", f"{path}: {error.strerror}", expected)]) from None
        files[number] = str(path)
    return files
