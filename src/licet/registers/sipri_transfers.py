"""The trade register of SIPRI as transfers: the deals in missiles, drones and launchers, each decided by the law of the year of its order."""

from __future__ import annotations

import datetime
from typing import Any

from licet.registers import sipri
from licet.registers.imported import Imported, Refused, account
from licet.registers.published import PublishedFile
from licet.registers.recorded import Line, Record
from licet.registers.recording import Recorder, Weapon, nation, of_year, unsaid
from licet.registers.sipri import Deal
from licet.rulebook.rulebook import Rulebook


def import_sipri(file: PublishedFile, rulebook: Rulebook, today: datetime.date) -> Imported:
    """Make transfers of a trade register.

    Args:
        file: the register as SIPRI exports it.
        rulebook: the law; its boundaries tell which day stands for a year.
        today: the date of a transfer that states none; every line states one.

    Raises:
        InputError: for a file that cannot be used.
        LawError: for tables of the law that cannot be used.
    """
    register = sipri.read(file)
    recorder = Recorder(rulebook, today)
    lines: list[Line] = []
    other = 0
    for deal in register.deals:
        weapon = recorder.weapon(deal.designation, deal.description)
        if weapon.group == "other":
            other += 1
        else:
            lines += _lines(deal, weapon, recorder, register.file)
    rejected = [Refused(reject.row, str(reject.where), reject.reason) for reject in register.rejects]
    return Imported(
        name=sipri.NAME,
        title=sipri.TITLE,
        credit=sipri.CREDIT,
        terms=sipri.TERMS,
        file=register.file,
        digest=rulebook.digest,
        lines=tuple(lines),
        account=account(
            register.rows, lines, other, rejected, recorder.unmatched, recorder.namesakes, recorder.strange
        ),
    )


def _lines(deal: Deal, weapon: Weapon, recorder: Recorder, file: str) -> list[Line]:
    exporter, recipient = recorder.party(deal.supplier), recorder.party(deal.recipient)
    transfer: dict[str, Any] = {
        "exporter": nation(exporter),
        "recipient": nation(recipient),
        "item": dict(weapon.item),
    }
    says = [*weapon.says, *unsaid((("exporter", exporter), ("recipient", recipient)), recorder.rulebook)]
    if deal.year_uncertain:
        says.append(f"The register marks the year of the order, {deal.year}, as uncertain.")
    days = recorder.days(transfer, *of_year(deal.year))
    if len(days) > 1:
        says.append(f"The law of {deal.year} gives more than one answer, and the day of the order is not known.")
    return [
        Line(
            {"date": day.isoformat(), **transfer},
            Record(
                name=sipri.NAME,
                file=file,
                row=deal.row,
                group=weapon.group,
                designation=deal.designation,
                description=deal.description,
                system=weapon.system.id if weapon.system else "",
                kinds=list(weapon.kinds),
                year=deal.year,
                year_uncertain=deal.year_uncertain,
                day=stands,
                ordered=deal.ordered,
                ordered_uncertain=deal.ordered_uncertain,
                delivered=deal.delivered,
                delivered_uncertain=deal.delivered_uncertain,
                delivery_years=list(deal.delivery_years),
                exporter=exporter,
                recipient=recipient,
                says=says,
                columns=deal.columns,
            ),
        )
        for day, stands in days
    ]
