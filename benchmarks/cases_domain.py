"""What the register itself takes with a hundred thousand cases in it: reading, lists, what is owed and stale, each act, and the proof that all is whole."""

from __future__ import annotations

import datetime
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from licet.cases import acts, projection
from licet.cases.case import CaseState
from licet.cases.demonstration import PROCEDURE, table
from licet.cases.demonstration_road import Road
from licet.cases.demonstration_stage import Stage
from licet.cases.ledger import of_case
from licet.cases.listing import DUE, LONGEST, Wanted, counts, page
from licet.cases.models import Case, CaseReferral, Membership
from licet.cases.procedure_reading import read_procedure
from licet.cases.reckoning import owed_page, reckon, unreckoned
from licet.cases.seeing import listed, seen_by
from licet.cases.stale import LEFT_OUT, of_state
from licet.cases.staleness import Now, compare, stale_page
from licet.cases.verifying import verify_attachments, verify_table
from licet.cases.who import Who
from licet.cases.words import ADVISER, APPLICANT, OFFICER, ROLES
from licet.determination import Determination
from licet.rulebook.rulebook import Rulebook
from licet.screening.in_reviews import Lists

TIMES = 21
# Of so many cases it is looked at whether the lists are what their events say.
SAMPLE = 300
Row = tuple[str, ...]


def row(name: str, seconds: list[float], more: str = "") -> Row:
    """Return a row of the table: the median, the time that 95 of 100 take, and what is to be said beside."""
    ordered = sorted(seconds)
    p95 = ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)]
    return name, _told(statistics.median(ordered)), _told(p95), more


def _told(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.1f} ms"


def timed(work: Callable[[], Any], times: int = TIMES) -> list[float]:
    """Return how long something took, each time."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return found


def somebody(role: str) -> Who:
    """Return a person of a role; of the officers one who has cases."""
    members = Membership.objects.filter(role=role)
    if role == OFFICER:
        members = members.filter(person__startswith="officer-")
    found = members.order_by("person")[0]
    return Who(found.person, role, found.organisation_id)


def reading() -> Iterator[Row]:
    """Yield what reading one case takes, and a page of each list by each role."""
    case = Case.objects.filter(state="issued").order_by("made")[0].pk
    events = list(of_case(case))
    officer = somebody(OFFICER)
    yield row(f"reading a case of {len(events)} events as somebody may see it", timed(lambda: seen_by(case, officer)))
    for role in ROLES:
        who = somebody(role)
        if not listed(who).exists():
            continue
        first = page(who, Wanted())
        yield row(f"first page of all cases: {role.replace('_', ' ')}", timed(lambda who=who: page(who, Wanted())))  # type: ignore[misc]
        if first.after:
            deep = _deep(who)
            yield row("a page in the middle", timed(lambda who=who, deep=deep: page(who, Wanted(), deep)))  # type: ignore[misc]
        yield row("how many cases in each state", timed(lambda who=who: counts(who)))  # type: ignore[misc]
    adviser = somebody(ADVISER)
    kinds = {
        "in review, the longest first": (officer, Wanted(state="in_review", order=LONGEST)),
        "of an officer, by what is due": (officer, Wanted(officer=officer.person, order=DUE)),
        "not answered by an agency": (adviser, Wanted(unanswered=adviser.organisation, order=LONGEST)),
        "search for a reference": (officer, Wanted(search="p0123")),
        "search for an applicant": (officer, Wanted(search="Exporter 01")),
        "search for a destination": (officer, Wanted(search="br")),
        "search for what is not there": (officer, Wanted(search="zz")),
    }
    for name, (who, wanted) in kinds.items():
        yield row(f"page: {name}", timed(lambda who=who, wanted=wanted: page(who, wanted)))  # type: ignore[misc]
    yield row("counts of an officer", timed(lambda: counts(officer, Wanted(officer=officer.person))))


def _deep(who: Who) -> str:
    whole = listed(who).order_by("-made", "-pk")
    one = whole[whole.count() // 2]
    return f"{one.made.isoformat()}/{one.pk}"


@dataclass
class Engine:
    """The law, the procedure and the engine without any list."""

    book: Rulebook = field(default_factory=lambda: Rulebook.load().for_cases)

    def review(self, transfer: Any) -> Determination:
        """Ask the engine."""
        import licet

        return licet.review(transfer, rulebook=self.book, screener=self.lists)

    @property
    def lists(self) -> Lists:
        """No list of the machine."""
        return Lists("off", datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))

    def now(self) -> Now:
        """Return what cases are compared with today."""
        return Now(
            self.book,
            self.review,
            self.lists.states(self.book),
            datetime.datetime.now(datetime.UTC).date(),
        )


def over_all(engine: Engine, stale: int) -> Iterator[Row]:
    """Yield what is owed and stale over all cases takes to find, and a page of it to read.

    Args:
        engine: the engine.
        stale: how many cases are compared.
    """
    configuration, officer = read_procedure(engine.book.folder, PROCEDURE), somebody(OFFICER)
    at = datetime.datetime.now(datetime.UTC)
    if unreckoned(configuration).count() > stale:
        begin = time.perf_counter()
        many = reckon(configuration)
        yield row(
            f"reckoning what is owed in all cases for the first time; {many:,} are read", [time.perf_counter() - begin]
        )
    yield row("page of what is late", timed(lambda: owed_page(configuration, officer, at)))
    yield row("of one officer", timed(lambda: owed_page(configuration, officer, at, officer=officer.person)))
    now = engine.now()
    begin = time.perf_counter()
    many = compare(now, most=stale)
    if many:
        each = (time.perf_counter() - begin) / many
        whole = Case.objects.exclude(state__in=LEFT_OUT).count()
        yield row(
            "comparing a case with the law and the lists of now",
            [each],
            f"{each * whole / 60:.0f} min for all {whole:,} that are compared, once",
        )
    yield row("page of what is stale", timed(lambda: stale_page(now, officer)))
    case = acts.read(Case.objects.filter(state="referred")[0].pk)
    yield row("asking the engine of one case anew", timed(lambda: list(of_state(case, engine.review, now.day))))


class TimedRoad(Road):
    """A case of which each act is timed, all at one moment."""

    seconds: dict[str, list[float]] = defaultdict(list)  # noqa: RUF012 - of all roads together

    def _do(self, act: Callable[..., CaseState], role: str, **told: Any) -> None:
        def clocked(*given: Any, **more: Any) -> CaseState:
            begin = time.perf_counter()
            done = act(*given, **more)
            self.seconds[act.__name__].append(time.perf_counter() - begin)
            return done

        super()._do(clocked, role, **told)


def each_act(engine: Engine) -> Iterator[Row]:
    """Yield what each act takes, by the demonstration's cases played once more beside all others."""
    configuration = read_procedure(engine.book.folder, PROCEDURE)
    exporter = somebody(APPLICANT)
    stage = Stage(engine.book, configuration, engine.review, {role: somebody(role) for role in ROLES})
    for number, line in enumerate(table()):
        # A licence that is over would have to wait until it is.
        if line.cells["goal"] == "expired":
            continue
        at = datetime.datetime.now(datetime.UTC)
        cells = {
            **line.cells,
            "pace": "0",
            "applicant": exporter.organisation,
            "reference": f"T{at.timestamp():.0f}-{number}",
        }
        for _ in TimedRoad(replace(line, cells=cells), stage, at).walk():
            pass
    for name, seconds in sorted(TimedRoad.seconds.items(), key=lambda one: -statistics.median(one[1])):
        yield row(f"act: {name.replace('_', ' ')}", seconds, f"{len(seconds)} of them")


def whole() -> Iterator[Row]:
    """Yield what the proof takes that all is whole.

    Raises:
        SystemExit: where it is not.
    """
    looks: dict[str, Callable[[], object]] = {
        "verifying the chain": verify_table,
        "verifying all documents": verify_attachments,
    }
    for name, look in looks.items():
        begin = time.perf_counter()
        fault = look()
        if fault is not None:
            raise SystemExit(str(fault))
        yield row(name, [time.perf_counter() - begin], "whole")
    wrong = [case for case in Case.objects.order_by("?").values_list("pk", flat=True)[:SAMPLE] if not _as_kept(case)]
    if wrong:
        raise SystemExit(f"{wrong} are kept otherwise than their events say")
    yield f"{SAMPLE} cases held against their events", "", "", "all are kept as these say"


def _as_kept(case: str) -> bool:
    state = acts.read(case)
    made = projection.columns(state)
    kept = Case.objects.values(*made).get(pk=case)
    asked = CaseReferral.objects.filter(case=case).order_by("pk").values("agency", "asked", "due", "answered")
    return bool(kept == made and list(asked) == projection.referrals(state))
