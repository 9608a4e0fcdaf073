"""``licet cases restore``: a backup put back into an empty database and verified."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("restore")
@click.argument("folder", metavar="FOLDER", type=click.Path())
@click.option(
    "--seal", metavar="DIGEST", help="What 'licet cases backup' printed; with it a backup that was made anew is found."
)
@click.option(
    "--heads",
    "files",
    metavar="FILE",
    multiple=True,
    type=click.Path(),
    help="A file of heads that was kept elsewhere.",
)
@click.pass_context
def command(ctx: click.Context, folder: str, seal: str | None, files: tuple[str, ...]) -> None:
    """Put the backup in FOLDER into the database, in which nothing may have happened yet.

    Every file is held against its digest before anything is touched. Afterwards the rows of each table are counted, the triggers looked for,
    and the whole chain and all attachments walked; only then it is done. The exit status is 1 where what was restored is not whole.
    On PostgreSQL it is run as the owner of the database, and the rights of other roles are granted again afterwards.

    \b
    Examples:
      licet cases restore /mnt/backups/2026-11-23
      licet cases restore /mnt/backups/2026-11-23 --heads /mnt/elsewhere/heads.txt
    """  # noqa: D301
    from licet.cli.cases_heads import known_heads
    from licet.cli.cases_opening import register
    from licet.cli.faults import tame
    from licet.cli.progress import bar

    known = known_heads((), files)
    with register(looked=False):
        from licet.cases.backup.manifest import KEY
        from licet.cases.backup.restoring import fault_of, restore

        with bar("Restoring") as tell:
            manifest = restore(Path(folder), seal, tell)
        reached = manifest.found.head[0]
        within = {position: digest for position, digest in known.items() if position <= reached}
        with bar("Verifying") as tell:
            fault = fault_of(manifest, within, tell)
    if fault:
        click.echo(tame(f"Restored, and not whole: {fault}. Do not use this database."))
        ctx.exit(1)
    position, digest = manifest.found.head
    kept = f", and {len(within):,} heads known elsewhere" if known else ""
    click.echo(f"Whole: {position:,} events as of {manifest.made}{kept}.")
    click.echo(f"Head: {position}:{digest}")
    if len(within) < len(known):
        click.echo(
            f"Later events are lost: row {max(known):,} was known elsewhere, and the backup ends at row {reached:,}."
        )
    if KEY in manifest.files:
        click.echo(f"The key of the site lies in {Path(folder) / KEY}; put it into the folder of the site yourself.")
