"""``licet cases export``: one case as a folder that opens, and is checked, without Licet."""

from __future__ import annotations

from pathlib import Path

import click

from licet.errors import Fault, InputError


@click.command("export")
@click.argument("case", metavar="CASE")
@click.argument("folder", metavar="FOLDER", type=click.Path())
def command(case: str, folder: str) -> None:
    """Write CASE - its reference or its id - as a FOLDER that is not there yet.

    The folder holds a page to read, every event, every determination and attachment, and verify.py, which needs only Python and finds whatever
    was altered. It holds all that is internal to the case: it is for the file, an auditor or a court, never for the applicant.
    The seal that is printed vouches for the whole folder; keep it elsewhere.

    \b
    Examples:
      licet cases export 2026-000017 case-17
      python3 -I case-17/verify.py --seal SEAL
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.cases_opening import register

    with register():
        from licet.cases.exporting.folder import files_of, seal_of, write_folder
        from licet.cases.exporting.from_ledger import read_export
        from licet.cases.models import Organisation

        id = _id(case)  # noqa: A001 - it is one
        names = dict(Organisation.objects.values_list("id", "name"))
        files = files_of(read_export(id, clock.now(), people=names))
        write_folder(files, Path(folder))
        click.echo(f"{folder}: {len(files):,} files.")
        click.echo(f"Seal: {seal_of(files)}")


def _id(case: str) -> str:
    """Return the id of a case by its reference or id."""
    from django.db.models import Q

    from licet.cases.models import Case
    from licet.errors import near

    found = Case.objects.filter(Q(pk=case) | Q(reference=case)).values_list("pk", flat=True).first()
    if found is None:
        known = Case.objects.values_list("reference", flat=True)[:2_000]
        raise InputError(
            faults=[Fault("CASE", f"no case '{case}'", "the reference or the id of a case", near(case, list(known)))]
        )
    return str(found)
