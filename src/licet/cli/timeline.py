"""``licet timeline``: the answers to a transfer on every date on which they change, and what each proposal alone would make of it."""

from __future__ import annotations

import datetime
from typing import IO, TYPE_CHECKING, Any

import click

from licet.cli.options import FactCommand, assume_option, format_option, law_option, output_option, reform_option
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.cli.gathering import Given
    from licet.deciding.timeline import Stretch
    from licet.reports.timeline import Course
    from licet.rulebook.rulebook import Rulebook

_FIRST = "1982-01-01"


@click.command("timeline", cls=FactCommand)
@click.argument("files", nargs=-1, metavar="[FILE…|-]", type=click.Path(allow_dash=True))
@click.option("--from", "first", metavar="DATE", default=_FIRST, show_default=True, help="The first day.")
@click.option("--to", "last", metavar="DATE", help="The last day; today by default.")
@reform_option
@assume_option
@format_option("text", "json", "markdown", "html")
@output_option
@law_option
def command(
    files: tuple[str, ...],
    first: str,
    last: str | None,
    reforms: tuple[str, ...],
    assume: tuple[str, ...],
    format_: str | None,
    output: str | None,
    law: str | None,
    stated: dict[str, tuple[str, ...]],
) -> None:
    """Show the answers to a transfer through the years.

    Each line is a stretch of days with the same answers, and the rules that made the difference. At the end stands what each proposal,
    alone and in force, would make of the posture on the last day. The date that a transfer states is left aside.

    \b
    Examples:
      licet timeline transfer.yaml
      licet timeline --kind uas --range '1850 km' --payload '1701 kg' --max-airspeed '482 km/h' --recipient IT
      licet timeline transfer.yaml --from 2015-01-01 --format json
    """  # noqa: D301
    from licet.cli.gathering import gather
    from licet.cli.loading import load
    from licet.cli.output import chosen_format, opened
    from licet.rulebook.rulebook import today

    faults: list[Fault] = []
    start, end = _day("--from", first, faults), _day("--to", last or today().isoformat(), faults)
    if start is not None and end is not None and start > end:
        faults.append(Fault("--from", f"{start}, after --to {end}", "the earlier day first"))
    rulebook = load(law, reforms, faults)
    gathered = gather(rulebook, files, stated, faults, assume=assume)
    if start is None or end is None:  # a fault that gather has raised
        raise InputError(faults=faults)
    with opened(output, files) as stream:
        lives = [_Life(rulebook, law, given, start, end) for given in gathered.given]
        _print(rulebook, lives, gathered.listed, chosen_format(format_, output), stream)


class _Life:
    """One transfer through the years, and under each proposal on the last day."""

    def __init__(
        self, rulebook: Rulebook, law: str | None, given: Given, first: datetime.date, last: datetime.date
    ) -> None:
        from licet.deciding.timeline import timeline

        self.rulebook, self.given, self.first, self.last = rulebook, given, first, last
        transfer = given.transfer
        self.stretches: list[Stretch] = timeline(rulebook, transfer.stated, first, last, transfer.filled)
        self.proposals = _under_proposals(rulebook, law, given, last)

    def plain(self) -> dict[str, Any]:
        """Return it as it stands in JSON."""
        return {
            "rulebook": {"digest": self.rulebook.digest, "reforms": self.rulebook.named_reforms()},
            "transfer": dict(self.given.transfer.shown),
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "stretches": [
                {
                    "start": stretch.start.isoformat(),
                    "end": stretch.end.isoformat() if stretch.end else None,
                    "answers": {question: list(answers) for question, answers in stretch.answers.items()},
                    "caused_by": list(stretch.caused_by),
                    "ended": list(stretch.ended),
                    "start_verified": not stretch.rough,
                }
                for stretch in self.stretches
            ],
            "proposals": [{"proposal": name, "posture": list(posture)} for name, posture in self.proposals.items()],
        }

    def course(self) -> Course:
        """Return it as the reports lay it out."""
        from licet.reports.timeline import Course

        return Course(self.stretches, self.last, _subject(self.rulebook, self.given), self.proposals)


def _subject(rulebook: Rulebook, given: Given) -> str:
    """Return what a transfer is called: what goes from whom to whom, as far as it was stated."""
    from licet.reports.sentences import capital, words

    shown = given.transfer.shown
    item = shown.get("item", {})
    named = str(item.get("name") or words(str(item.get("kind", "transfer")), rulebook))
    for fact, before in (("exporter", "from"), ("recipient", "to")):
        if fact in shown:
            named += f" {before} {rulebook.nations.get(shown[fact], shown[fact])}"
    return capital(named)


def _print(rulebook: Rulebook, lives: list[_Life], listed: bool, form: str, stream: IO[str]) -> None:
    from licet.reports import timeline as report

    if form == "json":
        from licet.cli.output import print_json

        print_json([life.plain() for life in lives] if listed else lives[0].plain(), stream)
    elif form == "html":
        print(report.page([life.course() for life in lives], rulebook), file=stream)
    elif form == "markdown":
        print("\n---\n\n".join(report.markdown(life.course(), rulebook) for life in lives), end="", file=stream)
    else:
        from licet.cli.output import between_text, console

        screen = console(stream)
        for life in between_text(((life.given.title, life) for life in lives), listed, screen):
            report.render(life.course(), console=screen, rulebook=rulebook)


# States that one proposal may cost.
_STATES = 1500


def _under_proposals(
    rulebook: Rulebook, law: str | None, given: Given, last: datetime.date
) -> dict[str, tuple[str, ...]]:
    """Return the postures left on the last day with each proposal in force, alone beside the reforms that were named."""
    from licet.cli.loading import load
    from licet.deciding.bound import binder
    from licet.deciding.exploring import Purse, left

    named = rulebook.named_reforms()
    in_force = {reform.instrument for reform in rulebook.reforms}
    found: dict[str, tuple[str, ...]] = {}
    day = last.toordinal()
    for instrument in rulebook.instruments.values():
        if instrument.proposal and instrument.id not in in_force:
            bound = binder(load(law, [*named, instrument.short])).on(day, given.transfer.filled)
            on_day = {**given.transfer.stated, "date": (float(day), float(day))}
            found[instrument.short] = left(bound, on_day, ("posture",), Purse(_STATES))["posture"][0]
    return found


def _day(option: str, text: str, faults: list[Fault]) -> datetime.date | None:
    from licet.rulebook.windows import NotAWindow, read_date

    try:
        return read_date(text)
    except NotAWindow as error:
        faults.append(Fault(option, str(error), "a day that exists, as YYYY-MM-DD"))
        return None
