"""Looking up the law: an instrument, a rule or an entry by its name, or a word in any of them, each with citation and standing."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

from licet.errors import Fault, InputError
from licet.registers.annex import Annex
from licet.registers.entries import Entries, plain
from licet.registers.places import Places
from licet.reports.law import bearing, find, plain_entry, plain_instrument, plain_rule, speaks_of
from licet.rulebook.instruments import Instrument
from licet.rulebook.rulebook import Rulebook

MOST = 20


@lru_cache(maxsize=4)
def _annex_of(rulebook: Rulebook) -> Annex:
    return Annex.of(rulebook)


def look_up(book: Rulebook, name: str, on: datetime.date) -> dict[str, Any]:
    """Return the instrument, the rule or the entry of a name.

    Args:
        book: the law.
        name: such as ``us.uas-2020``, ``us.uas-2020/slow-uas`` or ``9.A.6``.
        on: the day whose edition of an entry is shown.

    Raises:
        InputError: for a name that nothing bears.
    """
    if name[:1].isdigit():
        return {"entry": plain(Entries(_annex_of(book), on, Places(None)).tell(name))}
    found = find(book, name, "name")
    if isinstance(found, Instrument):
        return plain_instrument(book, found, bearing(book))
    return plain_rule(book, found, bearing(book))


def search_law(book: Rulebook, text: str) -> dict[str, Any]:
    """Return the instruments and the rules in which a text stands, at most twenty of each, and how many there are.

    Raises:
        InputError: for a text without a letter.
    """
    wanted = text.strip().casefold()
    if not any(sign.isalnum() for sign in wanted):
        raise InputError(faults=[Fault("search", f"'{text[:80]}'", "a word of the law")])
    instruments = [plain_entry(one) for one in book.instruments.values() if speaks_of(one, wanted)]
    rules = [
        {"rule": rule.name, "says": rule.says, "cite": rule.cite, "source": rule.source, "standing": rule.standing}
        for one in book.instruments.values()
        for rule in one.rules
        if any(wanted in word.casefold() for word in (rule.name, rule.says, rule.cite, rule.subject, *rule.aka))
    ]
    of = {"instruments": len(instruments), "rules": len(rules)}
    return {"instruments": [{**one, "rules": len(one["rules"])} for one in instruments[:MOST]], "rules": rules[:MOST], "of": of}  # fmt: skip
