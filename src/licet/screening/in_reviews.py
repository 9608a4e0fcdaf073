"""The lists of a file as they are at a moment, for the parties of reviews, opened once for all of them.

This is where a review that names no moment takes the present one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from licet.rulebook.rulebook import Rulebook
from licet.screening.answer import ListState, Party, Screening
from licet.screening.evidence import POSSIBLE
from licet.screening.held import HeldList, StoreDamaged
from licet.screening.known_lists import read_known_lists
from licet.screening.places import state_without_place, without_places
from licet.screening.placing import lists_file
from licet.screening.screener import Screener
from licet.screening.store import Store


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists in a file.

    Attributes:
        file: the file, or ``off``; ``LICET_LISTS`` and then the user's data folder by default.
        now: the moment, with its time zone; the present by default.
        least: the score from which an entry is a hit.
        places: whether it is told where the file lies; not to those who ask a server.
    """

    file: str | None = None
    now: datetime | None = None
    least: float = POSSIBLE
    places: bool = True

    def screen(self, parties: Sequence[Party], rulebook: Rulebook, exporter: str) -> list[Screening]:
        """Screen parties, one answer for each, in their order.

        Args:
            parties: whom.
            rulebook: the law, which knows the lists and the nations.
            exporter: the nation whose law says which lists have to be there, as an ISO code; empty where it is not known.
        """
        screener = self._opened(rulebook, exporter)
        found = [screener.screen(party) for party in parties]
        return found if self.places else [without_places(one) for one in found]

    def states(self, rulebook: Rulebook) -> list[ListState]:
        """Return every source of every list with whether it may be relied on; never an empty list.

        Args:
            rulebook: the law, which knows the lists.
        """
        states = self._opened(rulebook, "").states
        return list(states) if self.places else [state_without_place(state) for state in states]

    def held(self) -> list[HeldList]:
        """Return what is kept of the lists beside their entries, as far as it can be read."""
        with Store.open(lists_file(self.file)) as store:
            try:
                return store.lists()
            except StoreDamaged:
                # Its state says so.
                return []

    def _opened(self, rulebook: Rulebook, exporter: str) -> Screener:
        path = lists_file(self.file)
        now = self.now or datetime.now(tz=UTC).replace(second=0, microsecond=0)
        return _screener(path, _stamp(path), now, rulebook, exporter, self.least)


def _stamp(path: Path | None) -> tuple[int, ...]:
    """Return what tells one state of the file from another; a file that is not there has none."""
    if path is None:
        return ()
    try:
        found = path.stat()
    except OSError:
        return ()
    return (found.st_ino, found.st_mtime_ns, found.st_size)


# Another state of the file is another screener, which is all that its stamp is for.
@lru_cache(maxsize=4)
def _screener(
    path: Path | None, stamp: tuple[int, ...], now: datetime, rulebook: Rulebook, exporter: str, least: float
) -> Screener:
    del stamp
    return Screener(
        Store.open(path),
        now,
        known=read_known_lists(rulebook.folder),
        nations=rulebook.nations,
        exporter=exporter,
        least=least,
    )
