"""``licet cases``: the group of commands for whoever keeps a register of cases."""

from __future__ import annotations

import click

from licet.cli.lazy import LazyGroup

COMMANDS = {
    "verify": ("licet.cli.cases_verify", "Walk the chain of events and the attachments: whole, or the first fault."),
    "head": ("licet.cli.cases_head", "The head of the chain, to be kept elsewhere."),
    "late": ("licet.cli.cases_late", "What is due today, and what is late."),
    "tick": ("licet.cli.cases_tick", "What the clock does: silence, expiry, matching; for a timer."),
    "stale": ("licet.cli.cases_stale", "Cases that the law or the lists of now would answer otherwise."),
    "report": ("licet.cli.cases_report", "Statistics of all cases that give no single case away."),
    "enrol": ("licet.cli.cases_enrol", "Organisations, and who has which role in them."),
    "demo": ("licet.cli.cases_demo", "A demonstration agency with 40 cases, in an empty database."),
    "backup": ("licet.cli.cases_backup", "The whole register as a folder, with what vouches for it."),
    "restore": ("licet.cli.cases_restore", "A backup put back into an empty database, and verified."),
    "roles": ("licet.cli.cases_roles", "The rights of the site on PostgreSQL, as SQL."),
    "export": ("licet.cli.cases_export", "One case as a folder that opens and is checked without Licet."),
}


@click.group("cases", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Keep the register of cases: verify its chain of events, keep its head, export a case, tell what is late and what is stale.

    Everything that happens to a case is one row of a chain, each with the digest of the row before. The register lies in the database of the
    site: DATABASE_URL names it, else it is a SQLite file in LICET_SITE_FOLDER, else in the user's data folder.

    \b
    Examples:
      licet cases verify --heads /mnt/elsewhere/heads.txt
      licet cases head --output /mnt/elsewhere/heads.txt
      licet cases export 2026-000017 case-17
      licet cases late
      licet cases backup /mnt/backups/2026-11-23
      licet cases tick
      licet cases report statistics-2026
      licet cases enrol olga licensing_authority licensing_officer --name 'Licensing authority' --kind authority
    """  # noqa: D301
