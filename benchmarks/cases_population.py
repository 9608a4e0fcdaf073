"""A register of an authority after years: any number of cases in one chain that verifies, with all that is kept for lists, written in minutes.

Each case is one that the acts made (``cases_templates.py``), some weeks earlier, of another exporter, officer and reference, with documents of its
own and signatures under what stands in it. The rows are sealed by the chain's own functions, in the order of their moments, and written with COPY,
through the triggers.
"""

from __future__ import annotations

import datetime
import hashlib
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from cases_templates import Template
from django.db import connection, transaction

from licet.cases.case import CaseState
from licet.cases.chain import Row, sealed, stamp
from licet.cases.enrolling import give, make_organisation
from licet.cases.ledger import COLUMNS
from licet.cases.models import Attachment, Case, CaseReferral, Event, Head, Membership, Organisation
from licet.cases.signing import to_sign
from licet.cases.who import OPERATOR

SEED = 20261122
EXPORTERS, OFFICERS = 2_000, 30
# Of a thousand cases, so many in each state.
SHARES = {
    "expired": 380, "revoked": 20, "amended": 60, "issued": 260, "decided": 130, "appealed": 10, "withdrawn": 30,
    "escalated": 4, "recommended": 20, "awaiting_consultation": 4, "awaiting_applicant": 20, "referred": 30, "in_review": 16, "submitted": 10, "draft": 6,
}  # fmt: skip
# By how many weeks a case may lie further back than its template; the others are open, and lie where they may be late or not.
_BACK = {"expired": 260, "revoked": 260, "amended": 60, "issued": 60, "decided": 220, "appealed": 4, "withdrawn": 260}
_OPEN_BACK = 2
_OWNED = "licensing_officer"


@dataclass(frozen=True)
class Written:
    """One case that is to be written.

    Attributes:
        number: of the case, from 0.
        template: from which it is written.
        weeks: by how many it lies before its template.
        positions: of its events; filled when the order of all is known.
    """

    number: int
    template: Template
    weeks: int
    id: str
    exporter: str
    officer: str
    positions: list[int] = field(default_factory=list)

    @property
    def reference(self) -> str:
        """What people call it."""
        return f"P{self.number:06d}"

    @property
    def earlier(self) -> datetime.timedelta:
        """By how much it lies before its template."""
        return datetime.timedelta(weeks=self.weeks)

    def row(self, place: int) -> Row:
        """Return an event, not sealed."""
        template, row = self.template, self.template.rows[place]
        body = _shifted(template, place, self.weeks)
        if row.kind == "signed":
            body = body.replace(_digest_in(body), to_sign(self.as_signed(place)))
        elif row.kind == "attached":
            body = body.replace(_digest_in(body), self.document(place)[0])
        elif row.kind != "determined":
            body = body.replace(template.reference, self.reference)
            body = body.replace(f'"applicant":"{template.state.applicant}"', f'"applicant":"{self.exporter}"')
            body = body.replace(f'"officer":"{_OWNED}"', f'"officer":"{self.officer}"')
        actor = self.officer if row.actor == _OWNED else row.actor
        organisation = self.exporter if row.role == "applicant" else row.organisation
        at = _moment(template, place, self.weeks)
        return Row(
            self.positions[place], at, self.id, row.kind, self.exporter if row.role == "applicant" else actor, row.role, organisation, body, ""
        )  # fmt: skip

    def document(self, place: int) -> tuple[str, bytes]:
        """Return the digest and the content of a document, two pages long."""
        content = f"{self.reference}, document {place}.\n".encode() + _PAGES
        return hashlib.sha256(content).hexdigest(), content

    def as_signed(self, place: int) -> CaseState:
        """Return the case as it was signed, in all that a signature signs."""
        state, rows = self.template.signing[place], self.template.rows[:place]
        was = {str(row.position): str(self.positions[number]) for number, row in enumerate(rows)}
        documents = [self.document(number)[0] for number, row in enumerate(rows) if row.kind == "attached"]
        recommended = state.recommendation
        assert recommended is not None, "what is signed was recommended"
        return replace(
            state,
            id=self.id,
            attachments=tuple(
                replace(one, digest=digest) for one, digest in zip(state.attachments, documents, strict=True)
            ),
            advice=tuple(replace(one, id=was[one.id.split(" ")[0]] + one.id[len(one.id.split(" ")[0]) :]) for one in state.advice),
            worksheet=tuple(replace(one, by=self.officer if one.by == _OWNED else one.by) for one in state.worksheet),
            recommendation=replace(recommended, by=self.officer if recommended.by == _OWNED else recommended.by, at=recommended.at - self.earlier),
        )  # fmt: skip

    def kept(self) -> dict[str, Any]:
        """Return what is kept of it for lists."""
        found = dict(self.template.kept)
        for name, value in found.items():
            if isinstance(value, datetime.datetime):
                found[name] = value - self.earlier
            elif isinstance(value, str) and self.template.reference in value:
                found[name] = value.replace(self.template.reference, self.reference)
        return {
            **_NOTHING_FOUND,
            **found,
            "id": self.id,
            "position": self.positions[-1],
            "applicant": self.exporter,
            "officer": self.officer if found["officer"] else "",
        }

    def referrals(self) -> Iterator[dict[str, Any]]:
        """Return the agencies before which it stands."""
        for one in self.template.referrals:
            yield {
                name: value - self.earlier if isinstance(value, datetime.datetime) else value
                for name, value in one.items()
            }


# What is found out about a case when somebody looks is not known of any.
_NOTHING_FOUND = {one.attname: one.get_default() for one in Case._meta.concrete_fields if one.has_default()}
_PAGES = b"It is told here at length what the item is for, and by whom it is used.\n" * 60


def _digest_in(body: str) -> str:
    start = body.index('"digest":"') + len('"digest":"')
    return body[start : start + 64]


@cache
def _shifted(template: Template, place: int, weeks: int) -> str:
    return template.body(place, weeks)


@cache
def _moment(template: Template, place: int, weeks: int) -> str:
    return stamp(template.moments[place] - datetime.timedelta(weeks=weeks))


def drawn(templates: Sequence[Template], cases: int, now: datetime.datetime) -> list[Written]:
    """Draw so many cases, each from a template of its state, in the order in which their last events happen; the same ones for the same seed.

    Args:
        templates: the templates.
        cases: how many.
        now: nothing happens later.
    """
    draw = random.Random(SEED)
    by_state: dict[str, list[Template]] = {}
    for one in templates:
        by_state.setdefault(one.state.state, []).append(one)
    states = draw.choices(list(SHARES), list(SHARES.values()), k=cases)
    written = []
    for number, state in enumerate(states):
        template = draw.choice(by_state[state])
        forward = (now - template.moments[-1]).days // 7
        # An open case begins about when its template does, or later; what is over may lie years back.
        weeks = draw.randint(-forward, _BACK.get(state, _OPEN_BACK))
        written.append(
            Written(
                number,
                template,
                weeks,
                str(uuid.UUID(int=draw.getrandbits(128), version=4)),
                f"exporter-{draw.randrange(EXPORTERS):04d}",
                f"officer-{draw.randrange(OFFICERS):02d}",
            )
        )
    return written


def people(organisations: Sequence[Organisation], members: Sequence[Membership], at: datetime.datetime) -> None:
    """Make all organisations with their people: those of the templates that are no exporter, the exporters and the officers.

    Args:
        organisations: of the templates.
        members: of the templates.
        at: the moment; nothing of the cases happens before it.
    """
    kept = [one for one in organisations if one.kind != "exporter"]
    authority = next(one.id for one in kept if one.kind == "authority")
    exporters = [f"exporter-{number:04d}" for number in range(EXPORTERS)]
    roles = [(one.person, one.organisation_id, one.role) for one in members if one.role != "applicant"]
    roles += [(one, one, "applicant") for one in exporters]
    roles += [(f"officer-{number:02d}", authority, _OWNED) for number in range(OFFICERS)]
    with transaction.atomic():
        for one in kept:
            make_organisation(OPERATOR, one.id, one.name, one.kind, at)
        for name in exporters:
            make_organisation(OPERATOR, name, name.replace("-", " ").capitalize(), "exporter", at)
        for person, organisation, role in roles:
            give(OPERATOR, person, organisation, role, at)


def write(written: Sequence[Written], tell: Callable[[str], object] = print) -> Counter[str]:
    """Write cases into the database that is open and has none, and return how many rows of each table were written.

    Args:
        written: the cases.
        tell: is told what is done.
    """
    order = sorted(
        ((_moment(one.template, place, one.weeks), number, place) for number, one in enumerate(written) for place in range(len(one.template.rows)))
    )  # fmt: skip
    head = Head.objects.get(pk=1)
    for position, (_, number, _) in enumerate(order, head.position + 1):
        written[number].positions.append(position)
    tell(f"{len(order):,} events are in order")
    last = Row(head.position, head.at, "", "", "", "", "", "", "", head.digest)

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal last
        for _, number, place in order:
            row = written[number].row(place)
            last = sealed(row, last.digest)
            yield tuple(getattr(last, name) for name in COLUMNS)

    made = Counter({"events": copy(Event, COLUMNS, rows())})
    Head.objects.filter(pk=1).update(position=last.position, digest=last.digest, at=last.at)
    tell("events are written")
    made["attachments"] = copy(Attachment, ("digest", "size", "content"), documents(written))
    columns = tuple(written[0].kept())
    made["cases"] = copy(Case, columns, (tuple(one.kept()[name] for name in columns) for one in written))
    made["referrals"] = copy(
        CaseReferral,
        ("case_id", "agency", "asked", "due", "answered"),
        ((one.id, *each.values()) for one in written for each in one.referrals()),
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    tell("lists are written")
    return made


def documents(written: Sequence[Written]) -> Iterator[tuple[str, int, bytes]]:
    """Return the documents of cases: digest, length, content."""
    for one in written:
        for place, row in enumerate(one.template.rows):
            if row.kind == "attached":
                digest, content = one.document(place)
                yield digest, len(content), content


def copy(model: Any, columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> int:
    """Write rows into the table of a model with COPY, and return how many."""
    quoted = ", ".join(connection.ops.quote_name(one) for one in columns)
    many = 0
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({quoted}) FROM STDIN") as into,
    ):
        for row in rows:
            into.write_row(row)
            many += 1
    return many
