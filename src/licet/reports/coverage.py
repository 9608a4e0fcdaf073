"""How far the rulebook reaches: whose law it holds and how well it was checked, which questions it leaves open where, and what is not public."""

from __future__ import annotations

from collections import Counter
from typing import Any

from licet.reports.sentences import phrase, title
from licet.rulebook.instruments import STANDINGS
from licet.rulebook.rulebook import Rulebook
from licet.transfers.catalogue import read_catalogue


def size(rulebook: Rulebook) -> dict[str, int]:
    """Return how much the rulebook holds, each thing counted once."""
    law = [instrument for instrument in rulebook.instruments.values() if not instrument.proposal]
    return {
        "instruments": len(law),
        "proposals": len(rulebook.instruments) - len(law),
        "rules": sum(len(instrument.rules) for instrument in law),
        "nations": len(rulebook.nations),
        "groups": len(rulebook.groups),
        "memberships": sum(len(group.memberships) for group in rulebook.groups.values()),
        "systems": len(read_catalogue(rulebook.folder).systems),
    }


def coverage(rulebook: Rulebook) -> dict[str, Any]:
    """Return what the rulebook covers, covers in part, and does not cover.

    Args:
        rulebook: the law.

    Returns:
        ``issuers``: whose law it holds, each with its instruments and the standing of its rules; ``questions``: those that silence of the
        rules leaves open, each with where the rulebook does hold the law; ``unpublished``: groups whose list is not public; ``incomplete``:
        groups whose whole list was not read in one edition.
    """
    law = [instrument for instrument in rulebook.instruments.values() if not instrument.proposal]
    issuers: dict[str, dict[str, Any]] = {}
    for instrument in law:
        row = issuers.setdefault(
            instrument.issuer,
            {"issuer": instrument.issuer, "instruments": 0, "rules": 0, **dict.fromkeys(STANDINGS, 0)},
        )
        checked = Counter(rule.standing for rule in instrument.rules)
        row["instruments"] += 1
        row["rules"] += len(instrument.rules)
        for standing in STANDINGS:
            row[standing] += checked[standing]
    return {
        "size": size(rulebook),
        "standings": {standing: sum(row[standing] for row in issuers.values()) for standing in STANDINGS},
        "issuers": sorted(issuers.values(), key=lambda row: -int(row["rules"])),
        "questions": [
            {
                "question": question.name,
                "title": title(question.name, rulebook),
                "where": phrase(question.covered, rulebook),
            }
            for question in rulebook.all_questions.values()
            if question.covered is not None and question.shown
        ],
        "unpublished": [
            {"group": group.name, "title": group.title, "why": group.note}
            for group in rulebook.groups.values()
            if group.assumed
        ],
        "incomplete": [
            {"group": group.name, "title": group.title, "note": group.note}
            for group in rulebook.groups.values()
            if not group.assumed and not group.complete_as_of
        ],
        "proposals": [
            {"instrument": one.id, "title": one.title, "introduced": one.introduced, "status": one.status}
            for one in rulebook.instruments.values()
            if one.proposal
        ],
    }
