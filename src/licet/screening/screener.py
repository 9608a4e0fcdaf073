"""A screening: parties against every list of a file, at one moment. It is ``clear`` only where every list could be relied on.

Nothing here reads a clock or looks for a file; both are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial

import msgspec

from licet.screening.addresses import Addresses
from licet.screening.answer import (
    CLEAR,
    MATCH,
    NOT_SCREENED,
    POSSIBLE,
    Hit,
    ListState,
    Party,
    Screening,
)
from licet.screening.decisions import FALSE_POSITIVE, TRUE_MATCH, Decisions
from licet.screening.evidence import MATCH as MATCHES
from licet.screening.evidence import POSSIBLE as LEAST
from licet.screening.held import StoreDamaged
from licet.screening.index import Damaged, Index
from licet.screening.known_lists import KnownLists
from licet.screening.listed import Listed
from licet.screening.matching import Found, find
from licet.screening.prepared import prepare
from licet.screening.states import CURRENT, DAMAGED, MISSING, unusable
from licet.screening.store import Store

OWNERSHIP = "Ownership is not screened: who owns or controls a party has to be found out otherwise."
# Hits told of one party; the likeliest come first, and how many more there are is said.
_MOST = 50


class Screener:
    """Screens parties against the lists of a file at one moment.

    Args:
        store: the file of lists.
        now: the moment, with its time zone.
        known: the lists that the law knows.
        nations: ISO code → name, for the reasons.
        exporter: the nation whose law says which lists have to be there; none by default.
        least: the score from which an entry is a hit.
        matches: the score from which it is taken for the party.
        second_opinion: whether to ask logic-v2 about every hit.
    """

    def __init__(
        self,
        store: Store,
        now: datetime,
        *,
        known: KnownLists | None = None,
        nations: Mapping[str, str] | None = None,
        exporter: str = "",
        least: float = LEAST,
        matches: float = MATCHES,
        second_opinion: bool = False,
    ) -> None:
        self._store = store
        self._known = known or KnownLists()
        self._nations = nations or {}
        self._least, self._matches = least, matches
        self._second = second_opinion
        self._addresses: dict[str, Addresses] = {}
        self._digests: dict[str, str] = {}
        self.states = store.state(now)
        self.states += self._absent(exporter)
        store.remember(now)

    def _absent(self, exporter: str) -> list[ListState]:
        """Return the lists that the law of the exporter asks for and that were never added."""
        here = {state.source for state in self.states}
        return [
            ListState(
                source=known.code,
                title=known.title,
                vintage="",
                count=0,
                status=MISSING,
                why=f"It was never added, and an exporter of {self._nations.get(exporter, exporter)} has to know it ({known.required_by}).",
            )
            for known in self._known.required
            if exporter and known.exporter == exporter and known.code not in here
        ]

    @cached_property
    def _decisions(self) -> Decisions:
        return Decisions(self._store)

    @cached_property
    def _indexes(self) -> dict[str, Index]:
        """The lists that can be asked, by name; one that cannot is told among the states."""
        found: dict[str, Index] = {}
        for name in dict.fromkeys(state.list for state in self.states if state.list and state.status != DAMAGED):
            try:
                held = self._store.held(name)
                found[name] = self._store.index(name)
                self._digests[name] = held.index_digest if held else ""
            except (StoreDamaged, Damaged) as error:
                self._damaged(name, error)
        return found

    def _damaged(self, name: str, error: Exception) -> None:
        self.states = [state for state in self.states if state.list != name] + [unusable(name, str(error))]

    def screen(self, party: Party) -> Screening:
        """Screen one party.

        Args:
            party: whom.
        """
        hits: list[Hit] = []
        shared: list[str] = []
        for name, index in list(self._indexes.items()):
            try:
                found = find(party, index, partial(self._listed, name), self._nations, self._least)
                hits += [self._hit(party, one) for one in found]
                shared += self._shared(party, name)
            except (StoreDamaged, Damaged) as error:
                self._indexes.pop(name, None)
                self._damaged(name, error)
        unread = _unread(party)
        hits.sort(key=lambda hit: (hit.status == FALSE_POSITIVE, -hit.score, hit.on, hit.id))
        return Screening(
            name=party.name,
            status=NOT_SCREENED if unread else self._status(hits),
            hits=hits[:_MOST],
            lists=list(self.states),
            why=[*self._why(), *unread],
            party=party,
            not_checked=self._not_checked(len(hits)),
            shared_addresses=shared,
        )

    def _listed(self, name: str, numbers: Sequence[int]) -> list[Listed]:
        return self._store.parties(name, numbers, self._digests[name])

    def screen_all(self, parties: Iterable[Party]) -> Iterator[Screening]:
        """Screen parties, one after the other."""
        return map(self.screen, parties)

    def _why(self) -> list[str]:
        """Return why a list cannot be relied on, once for the sources that came together."""
        together: dict[tuple[str, str], list[ListState]] = {}
        for state in self.states:
            if state.status != CURRENT:
                together.setdefault((state.list, state.why), []).append(state)
        return [
            f"{states[0].title or states[0].source if len(states) == 1 else name}: {why}"
            for (name, why), states in together.items()
        ]

    def _status(self, hits: Iterable[Hit]) -> str:
        if any(state.status != CURRENT for state in self.states) or not self.states:
            return NOT_SCREENED
        found = {hit.status for hit in hits}
        return next((status for status in (MATCH, POSSIBLE) if status in found), CLEAR)

    def _not_checked(self, hits: int) -> list[str]:
        said = [OWNERSHIP]
        here = {state.source for state in self.states}
        absent = [known.code for known in self._known.required if known.code not in here]
        if absent:
            said.append(f"Not asked, since no such list was added: {', '.join(absent)}.")
        if hits > _MOST:
            said.append(f"{hits - _MOST} less likely hits are left out; say more of the party than its name.")
        return said

    def _hit(self, party: Party, found: Found) -> Hit:
        entry = found.listed
        known = self._known.by_code.get(entry.source)
        why = list(found.why)
        if self._second:
            from licet.screening.second_opinion import second_opinion

            why.append(f"Second opinion, logic-v2: {second_opinion(party, entry):.2f}.")
        hit = Hit(
            on=entry.source,
            id=entry.id,
            name=entry.name,
            matched=found.matched,
            score=found.score,
            status=MATCH if found.score >= self._matches else POSSIBLE,
            why=why,
            nations=list(entry.nations),
            programmes=list(entry.programmes),
            licence_requirement=entry.licence_requirement,
            licence_policy=entry.licence_policy,
            effect=f"{known.effect} [{known.cite}]" if known else "",
            notice=entry.notice,
            url=entry.url,
            since=entry.since,
            until=entry.until,
            digest=entry.digest,
        )
        return self._decided(party, hit)

    def _decided(self, party: Party, hit: Hit) -> Hit:
        decision, again = self._decisions.of(party, hit)
        if decision is not None:
            status = {FALSE_POSITIVE: FALSE_POSITIVE, TRUE_MATCH: MATCH}[decision.verdict]
            return msgspec.structs.replace(hit, status=status, decided=decision.told())
        return msgspec.structs.replace(hit, why=[*hit.why, again]) if again else hit

    def _shared(self, party: Party, name: str) -> list[str]:
        """Return the addresses of a party that a listed party has as well, each with whose it is."""
        if not party.addresses:
            return []
        if name not in self._addresses:
            listed = enumerate(self._store.all_parties(name))
            self._addresses[name] = Addresses((number, one) for number, entry in listed for one in entry.addresses)
        said = []
        for address in party.addresses:
            for number, theirs in self._addresses[name].having(address)[:5]:
                entry = self._store.party(name, number)
                said.append(f"{address}: also that of {entry.name} [{entry.source} {entry.id}], «{theirs}».")
        return said


def _unread(party: Party) -> list[str]:
    """Return which names of a party have no word by which an entry could be found; of these nothing can be said."""
    names = dict.fromkeys((party.name, *party.aliases))
    return [f"«{name}» has no letter or figure to screen by." for name in names if not prepare(name).words]
