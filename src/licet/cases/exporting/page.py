"""The page of an exported case: one file of HTML without any script or address of elsewhere, so that it opens from a disk in twenty years.

Every text is escaped, and the page forbids itself whatever is not its own style.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from licet.cases.case import CaseState
from licet.cases.chain import Row
from licet.cases.exporting.pieces import said, section, shown
from licet.cases.exporting.review import Named, afterwards, review
from licet.reports.markup import Safe, joined, tag

_STYLE = Path(__file__).with_name("page.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(
    case: CaseState,
    rows: Sequence[Row],
    attachments: Mapping[str, str],
    determinations: Sequence[str],
    papers: Sequence[str],
    head: tuple[int, str],
    at: str,
    people: Mapping[str, str],
) -> str:
    """Return the page.

    Args:
        case: as its events leave it.
        rows: its events.
        attachments: digest → file.
        determinations: their files.
        papers: names of their files.
        head: of the whole ledger.
        at: the moment of the export.
        people: what ids are called.
    """

    def who(id: str) -> str:  # noqa: A002 - it is one
        return f"{people[id]} ({id})" if id in people else id

    parts = [
        _summary(case, rows, head, at, who),
        section("Items", ["", "Item", "Quantity", "Value", "Stated"], _items(case)),
        section("Parties", ["Name", "Role", "Nation", "All that is stated"], _parties(case)),
        section("Determinations", ["Item", "Destination", "Day", "Law", "Digest"], _frozen(case), determinations),
        *review(case, who),
        _decided(case, who),
        *afterwards(case),
        _files("Papers", papers, "papers/"),
        _attached(case, attachments, who),
        _events(rows, who),
        _how(),
    ]
    title = f"Case {case.reference}"
    whole = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("title", title),
            tag("style", Safe(_STYLE.read_text(encoding="utf-8"))),
        ),
        tag(
            "body",
            tag("header", tag("h1", title), tag("p", _state(case))),
            tag("main", joined(part for part in parts if part)),
        ),
        lang="en",
    )
    return f"<!doctype html>\n{whole}\n"


def _state(case: CaseState) -> str:
    return f"{said(case.state)}{f' since {shown(case.since)}' if case.since else ''}. This folder holds what is internal to the case."


def _summary(case: CaseState, rows: Sequence[Row], head: tuple[int, str], at: str, who: Named) -> Safe:
    facts = {
        "Reference": case.reference, "Id": case.id, "State": said(case.state), "Applicant": who(case.applicant), "Officer": who(case.officer),
        "Submitted": shown(case.submitted), "Destinations": ", ".join(case.destinations), "Events": f"{len(rows):,}", "Exported at": at,
        "Ledger": f"event {head[0]:,}, sha256:{head[1]}",
    }  # fmt: skip
    return tag(
        "section",
        tag("dl", *(part for name, told in facts.items() if told for part in (tag("dt", name), tag("dd", told)))),
    )


def _items(case: CaseState) -> Iterable[list[object]]:
    for one in case.items:
        value = f"{one.currency} {one.value:,f}" if one.value is not None else "not stated"
        yield [one.id, one.name, f"{one.quantity:,f} {one.unit}", value, _data(one.stated)]


def _parties(case: CaseState) -> Iterable[list[object]]:
    for one in case.parties:
        yield [one.get("name", ""), said(str(one.get("role", ""))), one.get("nation", ""), _data(one)]


def _frozen(case: CaseState) -> Iterable[list[object]]:
    for one in case.determinations:
        yield [one.item, one.destination, one.day, tag("code", one.rulebook), tag("code", one.digest)]


def _decided(case: CaseState, who: Named) -> Safe:
    facts: dict[str, object] = {}
    if case.decision is not None:
        one = case.decision
        facts |= {"Outcome": said(one.outcome), "Grounds": ", ".join(one.grounds), "Shown to the applicant": one.shown}
        facts |= {"Reasons": one.reasons, "By": who(one.by), "At": one.at}
    if case.licence is not None:
        held = case.licence
        items = "; ".join(
            f"item {one.item}: {one.quantity:f}"
            + (f", {held.currency} {one.value:,f}" if one.value is not None else "")
            for one in held.items
        )
        facts |= {
            "Licence": held.number,
            "Valid from": held.valid_from,
            "Not valid from": held.valid_until,
            "For": items,
        }
    if case.closed:
        facts["Closed"] = case.closed
    told_of = [part for name, told in facts.items() if told for part in (tag("dt", name), tag("dd", shown(told)))]
    return tag("section", tag("h2", "Decision"), tag("dl", *told_of)) if told_of else Safe("")


def _attached(case: CaseState, files: Mapping[str, str], who: Named) -> Safe:
    rows = [
        [
            tag("a", one.name, href=files[one.digest], download=True),
            said(one.kind),
            "internal" if one.internal else "",
            who(one.by),
            one.at,
            tag("code", one.digest),
        ]
        for one in case.attachments
    ]
    return section("Attachments", ["Name", "Kind", "", "By", "At", "SHA-256"], rows)


def _files(title: str, names: Sequence[str], folder: str) -> Safe:
    links = [tag("li", tag("a", name, href=f"{folder}{name}")) for name in names]
    return tag("section", tag("h2", title), tag("ul", *links)) if links else Safe("")


def _events(rows: Sequence[Row], who: Named) -> Safe:
    told = [
        [
            row.position,
            row.at,
            said(row.kind),
            who(row.actor) or "the clock",
            said(row.role),
            who(row.organisation),
            _folded(row),
        ]
        for row in rows
    ]
    return section("Events", ["", "At", "What", "By", "Role", "Of", "Said"], told)


def _folded(row: Row) -> Safe:
    body = json.dumps(json.loads(row.body), ensure_ascii=False, indent=1, sort_keys=True)
    return tag(
        "details",
        tag("summary", "Show"),
        tag("pre", body),
        tag("p", tag("code", f"digest {row.digest}")),
        tag("p", tag("code", f"previous {row.previous}")),
    )


def _how() -> Safe:
    return tag(
        "section",
        tag("h2", "To check this folder"),
        tag("p", "With Python 3.11 or later, in this folder:"),
        tag("pre", "python3 -I verify.py --seal DIGEST"),
        tag(
            "p",
            "The seal was told when this folder was made. Without it the program still finds every file and event that was altered, "
            "and not a folder that was made anew as a whole. Take the program from somebody you trust.",
            class_="note",
        ),
    )


def _data(held: Mapping[str, Any]) -> Safe:
    return tag("code", json.dumps(held, ensure_ascii=False, sort_keys=True, default=str))
