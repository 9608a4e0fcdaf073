"""``licet cases backup``: all of the register as a folder, with what vouches for it."""

from __future__ import annotations

from pathlib import Path

import click

from licet.errors import Fault, InputError


@click.command("backup")
@click.argument("folder", metavar="FOLDER", type=click.Path())
@click.option("--with-key", is_flag=True, help="Put the key of the site into it, which signs what the site sends out.")
@click.option("--no-verify", is_flag=True, help="Do not walk the chain afterwards.")
@click.pass_context
def command(ctx: click.Context, folder: str, with_key: bool, no_verify: bool) -> None:
    """Copy the whole database, as it is at one moment, into a FOLDER that is not there yet; others work on meanwhile.

    The folder holds the database, its head, and a manifest with the digest of everything. A file of SQLite is copied by SQLite itself, a
    database of PostgreSQL by its pg_dump. Then the chain is walked: a backup of a register that is not whole is kept, and told with exit status 1.
    The seal that is printed vouches for the whole folder; keep it elsewhere. Who may read the folder may read all cases.

    \b
    Examples:
      licet cases backup /mnt/backups/2026-11-23
      licet cases backup /mnt/backups/2026-11-23 --with-key
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.cases_opening import register
    from licet.cli.faults import tame
    from licet.cli.progress import bar

    with register():
        from licet.cases.backup.backing_up import back_up, fault_of

        key = _key() if with_key else None
        with bar("Copying") as tell:
            made = back_up(Path(folder), clock.now(), key, tell)
        position, digest = made.manifest.found.head
        click.echo(f"{folder}: {position:,} events, {made.manifest.found.rows['cases_attachment']:,} attachments.")
        click.echo(f"Head: {position}:{digest}")
        click.echo(f"Seal: {made.seal}")
        if no_verify:
            return
        with bar("Verifying") as tell:
            fault = fault_of(made.manifest, tell)
    if fault:
        click.echo(tame(f"The register is not whole: {fault}"))
        ctx.exit(1)
    click.echo("Whole.")


def _key() -> bytes:
    """Return the key of the site.

    Raises:
        InputError: where it does not lie in the folder of the site.
    """
    import os

    from licet.web.keeping import secret_key

    if os.environ.get("SECRET_KEY"):
        found = "the key comes from SECRET_KEY and lies in no file"
        raise InputError(faults=[Fault("--with-key", found, "", "keep SECRET_KEY yourself, and leave --with-key out")])
    return secret_key().encode("ascii")
