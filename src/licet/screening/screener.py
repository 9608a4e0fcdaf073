"""A screening: parties against every list of a file, at one moment. It is ``clear`` only where every list could be relied on.

Nothing here reads a clock or looks for a file; both are given. The file is looked at again for every party, since others may change it, so
that an answer never rests on a list that is gone or is another by now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

import msgspec

from licet.screening.answer import (
    CLEAR,
    MATCH,
    NOT_SCREENED,
    OWNERSHIP,
    POSSIBLE,
    Hit,
    ListState,
    Party,
    Screening,
)
from licet.screening.decisions import FALSE_POSITIVE, TRUE_MATCH, Decisions
from licet.screening.evidence import MATCH as MATCHES
from licet.screening.evidence import POSSIBLE as LEAST
from licet.screening.evidence import numbers_of
from licet.screening.held import StoreDamaged
from licet.screening.index import Damaged, Index
from licet.screening.known_lists import KnownLists
from licet.screening.listed import PERSON, Listed
from licet.screening.matching import Found, find
from licet.screening.particulars import Particulars
from licet.screening.prepared import prepare
from licet.screening.rescreening import Changed
from licet.screening.states import CURRENT, DAMAGED, MISSING, unusable
from licet.screening.store import Store

# Hits told of one party; the likeliest come first, and how many more there are is said.
_MOST = 50
# Listed parties told of one address.
_FEW = 5
# So often the file is looked at until nobody changes it meanwhile.
_LOOKS = 5


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
        changed: changes of a list, to tell of each party which of them concern it.
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
        changed: Changed | None = None,
    ) -> None:
        self._changed = changed
        self._store = store
        self._known = known or KnownLists()
        self._nations = nations or {}
        self._least, self._matches = least, matches
        self._second = second_opinion
        self._now = now
        self._read: dict[str, Particulars] = {}
        self._indexes: dict[str, Index] = {}
        self._digests: dict[str, str] = {}
        self._decisions = Decisions()
        self.states: list[ListState] = []
        self._begin(exporter)
        store.remember(now)
        self._mark = store.mark()

    def _begin(self, exporter: str) -> None:
        """Find out which lists there are and which can be asked, all of one state of the file."""
        for _ in range(_LOOKS):
            mark = self._store.mark()
            self.states = self._store.state(self._now)
            self._digests = self._held()
            if self._store.mark() == mark:
                break
        if any(state.source for state in self.states):
            self.states += self._absent(exporter)
        for name, digest in self._digests.items():
            try:
                self._indexes[name] = self._store.index(name, digest)
            except (StoreDamaged, Damaged) as error:
                self._damaged(name, error)
        try:
            self._decisions = Decisions(self._store)
        except StoreDamaged as error:
            self._damaged("", error)

    def _held(self) -> dict[str, str]:
        """Return the digest of the index of every list; of a file that cannot be asked its state tells."""
        try:
            return {held.name: held.index_digest for held in self._store.lists()}
        except StoreDamaged as error:
            if all(state.status == CURRENT for state in self.states):
                self._damaged("", error)
            return {}

    def _look_again(self) -> None:
        """See what became of the lists that are asked, since the file is another than it was."""
        mark = self._store.mark()
        if mark is not None and mark == self._mark:
            return
        if self._digests:
            found = self._store.state(self._now, begun=True)
            worse = {state.list for state in found if state.status != CURRENT} & {"", *self._digests}
            for name in worse:
                self._replace(name, [state for state in found if state.list == name])
            held = self._held() if "" not in worse else self._digests
            for name, digest in self._digests.items():
                if name not in worse and held.get(name) != digest:
                    self._damaged(name, "it was updated in the middle of the screening; screen again")
                    self._indexes.pop(name, None)
        self._mark = mark

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

    def _damaged(self, name: str, why: object) -> None:
        # What was told first says what happened; what follows from it would hide that.
        if not any(state.list == name and state.status == DAMAGED for state in self.states):
            self._replace(name, [unusable(name, str(why))])

    def _replace(self, name: str, states: list[ListState]) -> None:
        """Tell a list as it is found now; of the whole file, which has no name, beside what was told of its lists."""
        kept = [one for one in self.states if not name or one.list != name]
        self.states = kept + [state for state in states if state not in kept]

    def screen(self, party: Party) -> Screening:
        """Screen one party.

        Args:
            party: whom.
        """
        self._look_again()
        hits: list[Hit] = []
        shared: list[str] = []
        crowded: list[str] = []
        for name, index in self._indexes.items():
            try:
                numbered = self._particulars(name).numbered(party) if numbers_of(party) else ()
                listed = partial(self._listed, name)
                found = find(party, index, listed, self._nations, self._least, crowded, numbered)
                hits += [self._hit(party, one) for one in found]
                shared += self._shared(party, name)
            except (StoreDamaged, Damaged) as error:
                # Its other entries may still be as they were written, and are asked for the next party.
                self._damaged(name, error)
        unread = _unread(party)
        said = [
            f"So many names of a list agree with «{name}» that not all were looked at; say more of the party than its name."
            for name in dict.fromkeys(crowded)
        ]
        status = NOT_SCREENED if unread else self._status(hits)
        # Where every hit was decided to be somebody else, an entry that was not looked at may be the party.
        cut = bool(crowded) and status == CLEAR
        status = NOT_SCREENED if cut else status
        hits.sort(key=lambda hit: (hit.status == FALSE_POSITIVE, -hit.score, hit.on, hit.id))
        return Screening(
            name=party.name,
            status=status,
            hits=hits[:_MOST],
            lists=list(self.states),
            why=[*unread, *self._why(), *(said if cut else [])],
            party=party,
            not_checked=[*self._not_checked(party, len(hits)), *(said if not cut else [])],
            shared_addresses=shared,
            changes=self._changed.of(party, hits) if self._changed is not None else [],
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
        return [_told(name, why, states) for (name, why), states in together.items()]

    def _status(self, hits: Iterable[Hit]) -> str:
        if any(state.status != CURRENT for state in self.states) or not self.states:
            return NOT_SCREENED
        found = {hit.status for hit in hits}
        return next((status for status in (MATCH, POSSIBLE) if status in found), CLEAR)

    def _not_checked(self, party: Party, hits: int) -> list[str]:
        said = [OWNERSHIP]
        here = {state.source for state in self.states}
        absent = [known.code for known in self._known.required if known.code not in here]
        if absent:
            said.append(f"Not asked, since no such list was added: {', '.join(absent)}.")
        said += of_common_words(party)
        if self._least > LEAST:
            said.append(f"Entries with a score below {self._least:g} are left out, as was asked.")
        if hits > _MOST:
            said.append(f"{hits - _MOST} less likely hits are left out; say more of the party than its name.")
        return said

    def _hit(self, party: Party, found: Found) -> Hit:
        entry = found.listed
        known = self._known.by_code.get(entry.source)
        why = [*found.why, *self._ended(entry)]
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

    def _ended(self, entry: Listed) -> list[str]:
        """Return that an order has ended, where its last day is over wherever it was."""
        over = entry.until and entry.until < self._now.astimezone(UTC).date().isoformat()[: len(entry.until)]
        return [f"The order ended on {entry.until}; the list still has the entry."] if over else []

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
        said = []
        for address in party.addresses:
            for number, theirs in self._particulars(name).addresses.having(address)[:_FEW]:
                entry = self._store.party(name, number, self._digests[name])
                said.append(f"{address}: also that of {entry.name} [{entry.source} {entry.id}], «{theirs}».")
        return said

    def _particulars(self, name: str) -> Particulars:
        if name not in self._read:
            self._read[name] = Particulars(enumerate(self._store.all_parties(name)))
        return self._read[name]


def _told(name: str, why: str, states: Sequence[ListState]) -> str:
    if not states[0].source and not name:
        return why
    return f"{states[0].title or states[0].source if len(states) == 1 else name or 'Several lists'}: {why}"


def of_common_words(party: Party) -> list[str]:
    """Return the names of a party that name nobody, in a sentence each: without a hit, little is said of whoever is called so."""
    return [
        f"«{name}» is made of common words alone; an entry is a hit only where that is its whole name."
        for name in (party.name, *party.aliases)
        if (words := prepare(name, party.kind == PERSON)).words and not words.naming
    ]


def _unread(party: Party) -> list[str]:
    """Return the names of a party that cannot be held against any other, in a sentence each."""
    return [
        f"«{name}» has no letters or figures that can be compared."
        for name in (party.name, *party.aliases)
        if not prepare(name, party.kind == PERSON).words
    ]
