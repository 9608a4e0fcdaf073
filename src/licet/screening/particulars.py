"""What a list knows of its entries beside their names, for asking who has a number or an address: read once, when a party states one."""

from __future__ import annotations

from collections.abc import Iterable

from licet.screening.addresses import Addresses
from licet.screening.answer import Party
from licet.screening.evidence import numbers_of, signs
from licet.screening.listed import Listed


class Particulars:
    """The numbers and addresses of a list.

    Args:
        entries: every entry with its number within the list.
    """

    def __init__(self, entries: Iterable[tuple[int, Listed]]) -> None:
        self._numbered: dict[str, list[int]] = {}
        addresses: list[tuple[int, str]] = []
        for number, entry in entries:
            addresses += ((number, address) for address in entry.addresses)
            for one in entry.identifiers:
                for sign in signs(one.value):
                    self._numbered.setdefault(sign, []).append(number)
        self.addresses = Addresses(addresses)

    def numbered(self, party: Party) -> list[int]:
        """Return the entries that have a number of a party, whatever they are called."""
        wanted = {sign for one in numbers_of(party) for sign in signs(one.value)}
        return sorted({number for sign in wanted for number in self._numbered.get(sign, ())})
