"""``licet cases verify``: the chain of events and the attachments, whole or with their first fault, with an exit status for whoever watches."""

from __future__ import annotations

import click


@click.command("verify")
@click.option(
    "--head",
    "heads",
    metavar="POSITION:DIGEST",
    multiple=True,
    help="A head that was kept elsewhere or stands on a paper; it may be given several times.",
)
@click.option("--heads", "files", metavar="FILE", multiple=True, type=click.Path(), help="A file of such heads.")
@click.option("--lists", is_flag=True, help="Also hold the lists of cases against their events; it takes longer.")
@click.pass_context
def command(ctx: click.Context, heads: tuple[str, ...], files: tuple[str, ...], lists: bool) -> None:
    """Walk the whole chain of events and all attachments, and name the first fault.

    Each row holds the digest of the row before, so that a row that was altered, taken out, put in or moved is found. Who can write to the
    whole database could still write all of it anew: that is found by heads that were kept elsewhere, see 'licet cases head'.

    The exit status is 0 when all is whole, 1 when something is not, which one line then tells, and 2 when the register cannot be read.

    \b
    Examples:
      licet cases verify
      licet cases verify --heads /mnt/elsewhere/heads.txt
      licet cases verify --head 1204:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    """  # noqa: D301
    from licet.cli.cases_heads import head_text, known_heads
    from licet.cli.cases_opening import register
    from licet.cli.faults import tame
    from licet.cli.progress import bar

    known = known_heads(heads, files)
    with register():
        from licet.cases.ledger import head
        from licet.cases.models import Attachment
        from licet.cases.projection import differing
        from licet.cases.verifying import verify_attachments, verify_table

        with bar("Events") as tell:
            fault: object = verify_table(known, tell=tell)
        if fault is None:
            with bar("Attachments") as tell:
                fault = verify_attachments(tell)
        if fault is None and lists:
            wrong = next(differing(), None)
            fault = (
                wrong and f"the list of cases is altered: {wrong[1]} of the case {wrong[0]} is not what its events say"
            )
        if fault is not None:
            click.echo(tame(str(fault)))
            ctx.exit(1)
        position, digest = head()
        kept = f", and {len(known):,} known elsewhere" if known else ""
        click.echo(f"Whole: {position:,} events, {Attachment.objects.count():,} attachments{kept}.")
        click.echo(f"Head: {head_text(position, digest)}")
