"""The facts of the contract that say who sends to whom; everything else that is asked is known only from the vocabulary."""

from __future__ import annotations

from licet.rulebook.rulebook import Rulebook

EXPORTER = "exporter"
RECIPIENT = "recipient"


def presumed_exporter(rulebook: Rulebook) -> str | None:
    """Return the nation that is presumed to export where nobody says which; None where none is, or the law does not ask."""
    fact = rulebook.facts.get(EXPORTER)
    return (fact.presume or None) if fact is not None else None
