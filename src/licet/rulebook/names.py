"""The facts of the contract that say who sends to whom, and what was found of the parties; everything else that is asked is known only from the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licet.rulebook.rulebook import Rulebook

EXPORTER = "exporter"
RECIPIENT = "recipient"

# What is known of all parties of a transfer together.
PARTIES_NAMED = "parties_named"
SCREENING = "screening"
SCREENING_HITS = "screening_hits"
RED_FLAG = "red_flag"
# What Licet finds of one party.
PARTY_NATION = "party.nation"
PARTY_ADDRESS = "party.address"
PARTY_SCREENING = "party.screening"
PARTY_SHARES_ADDRESS = "party.shares_address"
PARTY_ABROAD = "party.abroad"


def presumed_exporter(rulebook: Rulebook) -> str | None:
    """Return the nation that is presumed to export where nobody says which; None where none is, or the law does not ask."""
    fact = rulebook.facts.get(EXPORTER)
    return (fact.presume or None) if fact is not None else None


def reform_called(text: str) -> tuple[str, str]:
    """Return what a reform is called and the day from which it is to count, as they are written; without a day, the second is empty.

    The day stands behind the last @, so that whoever checks a name checks that which is then read.

    >>> reform_called("hr-3068-119@2026-01-01"), reform_called("hr-3068-119")
    (('hr-3068-119', '2026-01-01'), ('hr-3068-119', ''))
    """
    name, at, day = text.rpartition("@")
    return (name, day) if at else (text, "")
