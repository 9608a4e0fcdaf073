"""What a case is worth, as the engine is told: the sum of its items where the transfer does not state it, and never something else than that.

The fact ``value`` is the price of the whole transfer, or of the licence, and limits of law are of it: a licence divided into items is none the
cheaper. So each item is asked about with the value of all of them. The currency in which the law counts stands in the vocabulary; what is stated
in another one is left unknown, since no rate of exchange is a fact of the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from licet.errors import Fault, InputError
from licet.language.nodes import Where, from_value
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.transfers.stating import nations_of
from licet.transfers.values import ValueReader

_VALUE = "value"


def with_worth(
    transfer: Mapping[str, Any], values: Iterable[tuple[Decimal | None, str]], rulebook: Rulebook
) -> dict[str, Any]:
    """Return what is stated for all items, with the value that the items have together where it states none.

    Where only some items have a value, the whole is worth at least their sum.

    Args:
        transfer: what is stated for all items, in the contract's form.
        values: of each item its value and the currency.
        rulebook: declares the fact and its currency.

    Raises:
        InputError: where the transfer states a value that its items cannot have together.
    """
    told, fact = list(values), rulebook.facts.get(_VALUE)
    if fact is None or fact.unit is None:
        return dict(transfer)
    counted = [value for value, currency in told if value is not None and currency == fact.unit.name]
    whole, total = len(counted) == len(told), sum(counted, Decimal(0))
    stated = _stated(transfer, fact, rulebook)
    if stated is not None:
        _contradicted(stated, total, whole, f"{total:f} {fact.unit.name}")
        return dict(transfer)
    if not counted:
        return dict(transfer)
    least = f"{total:f} {fact.unit.name}"
    if whole:
        return {**transfer, fact.key: least}
    if fact.bounds is None or total > Decimal(fact.bounds[1]):
        return dict(transfer)
    return {**transfer, fact.key: [least, f"{Decimal(fact.bounds[1]):f} {fact.unit.name}"]}


def _stated(transfer: Mapping[str, Any], fact: Fact, rulebook: Rulebook) -> tuple[float, float] | None:
    """Return between which amounts a transfer states its value; None where it states none, or nothing that can be read, which the engine tells."""
    named = next((key for key in (fact.key, *fact.aliases) if key in transfer), None)
    if named is None:
        return None
    read = ValueReader(rulebook, nations_of(rulebook), []).read(fact, from_value(transfer[named], Where("transfer")))
    return None if read is None else (float(read.state[0]), float(read.state[1]))


def _contradicted(stated: tuple[float, float], total: Decimal, whole: bool, told: str) -> None:
    least, most = (Decimal(repr(end)) for end in stated)
    if (whole and total < least) or total > most:
        found = f"{least:f}" if least == most else f"{least:f} to {most:f}"
        together = f"{told}, which the items are worth together" + ("" if whole else ", or more")
        raise InputError(
            faults=[
                Fault("transfer.value", found, together, "state the value of the whole, or those of the items, anew")
            ]
        )
