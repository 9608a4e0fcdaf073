"""``licet cases late``: what is due today, and what is late."""

from __future__ import annotations

import click

from licet.cli.cases_options import procedure_option
from licet.cli.options import format_option, law_option

_SHOWN = ("reference", "state", "what", "agency", "on", "over")


@click.command("late")
@procedure_option
@format_option("text", "json", "csv")
@law_option
def command(procedure: str, format_: str | None, law: str | None) -> None:
    """List what is due today and what is late, the latest first: limits of the procedure and checks of end use.

    Days are counted by the calendar of the procedure, without those on which the clocks of a case stood still. 'over' is
    by how many calendar days something is late; 0 is today. A case of which nobody can tell is listed at the end, with the reason.

    Only the cases that moved on since the last time are read; what was found is kept, and the pages of the site show it.

    \b
    Examples:
      licet cases late
      licet cases late --procedure us --format csv
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.cases_opening import register
    from licet.cli.cases_options import configuration, tell
    from licet.cli.loading import load
    from licet.cli.progress import bar

    tables = configuration(load(law).folder, procedure)
    with register():
        from licet.cases.models import Organisation
        from licet.cases.owed import NOT_TOLD
        from licet.cases.reckoning import owed_kept, reckon

        names = dict(Organisation.objects.values_list("id", "name"))
        with bar("Cases") as shown:
            reckon(tables, tell=shown)
        found = list(owed_kept(tables, clock.now()))
    found.sort(key=lambda one: (one.standing == NOT_TOLD, -one.over, one.reference))
    rows = [
        {
            "reference": one.reference, "case": one.case, "state": one.state.replace("_", " "), "what": one.what,
            "agency": names.get(one.agency, one.agency), "on": one.on.isoformat() if one.on else "not told", "standing": one.standing,
            "over": one.over if one.on else None, "silence": one.silent, "cite": one.cite, "days_not_read": one.days_not_read,
        }
        for one in found
    ]  # fmt: skip
    tell(rows, _SHOWN, format_, "Nothing is due today, and nothing is late.")
