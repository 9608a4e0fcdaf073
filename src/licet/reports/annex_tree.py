"""The Annex as a tree: its items, the headings below them and the entries, as the law of a day has them."""

from __future__ import annotations

import datetime
from typing import Any

from licet.registers.annex import Annex, Entry
from licet.rulebook.instruments import Rule


def annex_tree(annex: Annex, day: datetime.date, search: str = "", category: str = "") -> list[dict[str, Any]]:
    """Return the items, each with what stands below it; what does not fit is left out with all headings that are then empty.

    Args:
        annex: the entries.
        day: the day whose law is shown.
        search: words that stand in the code, the subject, the rule, its other words or a place on another list; all where it is empty.
        category: only entries of this category.
    """
    found: dict[str, dict[str, Any]] = {}
    top: list[dict[str, Any]] = []
    for entry in annex.entries.values():
        rule, in_force = _shown(entry, day)
        if (search and not _speaks_of(entry, rule, search.casefold())) or (
            category and category not in entry.categories
        ):
            continue
        parts = entry.code.split(".")
        level = top
        for length in range(1, len(parts) + 1):
            code = ".".join(parts[:length])
            if code not in found:
                found[code] = {"code": code, "subject": "", "below": []}
                if length == 1:
                    found[code]["subject"] = annex.rulebook.instruments[rule.instrument].title
                level.append(found[code])
            level = found[code]["below"]
        found[entry.code] |= {
            "entry": True,
            "subject": rule.subject,
            "category": ", ".join(sorted(entry.categories)),
            "standing": rule.standing,
            "in_force": in_force,
        }
    return top


def _shown(entry: Entry, day: datetime.date) -> tuple[Rule, bool]:
    """Return the rule of the day, or the last of those that are not in force on it."""
    on_the_day = [rule for rule in entry.rules if rule.window.holds(day.toordinal())]
    return (on_the_day or sorted(entry.rules, key=lambda rule: rule.window.start)[-1:])[0], bool(on_the_day)


def _speaks_of(entry: Entry, rule: Rule, text: str) -> bool:
    words = [entry.code, rule.subject, rule.says, *rule.aka]
    words += [word for others in rule.words.values() for word in others]
    words += [reference.code for references in rule.xref.values() for reference in references]
    return any(text in word.casefold() for word in words)
