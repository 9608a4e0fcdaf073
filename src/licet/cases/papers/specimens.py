"""A specimen of each paper, with every part filled: for who writes templates, and to check them before they are needed. All of it is invented."""

from __future__ import annotations

import datetime

from licet.cases.papers.outgoing import (
    Addressee,
    Authority,
    Condition,
    Head,
    IntentPaper,
    ItemTold,
    LicencePaper,
    Paper,
    PartyTold,
    RefusalPaper,
    RequestPaper,
    Rests,
    RevocationPaper,
)


def specimens() -> tuple[Paper, ...]:
    """Return one of each kind."""
    day = datetime.date(2026, 3, 2)
    head = Head(
        Authority("Specimen Licensing Authority", ("1 Example Street", "Exampletown"), "licences@authority.example", "For the Director"),
        Addressee("Example Aerospace", ("2 Sample Road", "Sampleville")),
        "SPECIMEN-0001",
        day,
        Rests(4711, "sha256:" + "0123456789abcdef" * 4, ("sha256:" + "fedcba9876543210" * 4,), "partial"),
    )  # fmt: skip
    items = (
        ItemTold("Specimen unmanned aircraft", "4", "pieces", "12,500,000", "USD"),
        ItemTold("Specimen ground control station", "2", "pieces"),
    )
    parties = (
        PartyTold("Example Air Force", "end user", "Freedonia"),
        PartyTold("Example Forwarding", "freight forwarder", "Sylvania"),
    )
    conditions = (
        Condition(1, "Each piece is shown to the authority on request, at most once in a calendar year."),
        Condition(2, "No payload other than the one described is fitted.", "Specimen unmanned aircraft"),
    )
    reasons = (
        "The use that is stated cannot be reconciled with the quantities.",
        "No assurance of the recipient's government was received.",
    )
    until = datetime.date(2028, 3, 1)
    words = ("A sentence of the authority about what follows from this paper.",)
    where = ("Freedonia",)
    return (
        LicencePaper(head, "L-0001", day, until, items, parties, where, conditions, words, amended=True),
        RefusalPaper(head, items, where, day, reasons, words),
        RequestPaper(
            head, items, ("What is the greatest range with the payload stated?", "Who operates it?"), until, words
        ),
        IntentPaper(head, items, where, reasons, until, words),
        RevocationPaper(head, "L-0001", day, reasons, words, words),
    )
