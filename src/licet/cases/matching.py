"""A case held against a register of refusals: which of them may be of the same transfer, on what grounds, and how strongly.

A match is never a verdict: whether two transfers are essentially identical is judged by a person. Nor is the lack of one a clearance: where
there is no register, or nothing of the case to hold against it, the case was not matched, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, utils

from licet.cases.denials import Denial, Register
from licet.registers.uk_index import annex_code
from licet.screening.answer import Party
from licet.screening.evidence import MATCH, POSSIBLE
from licet.screening.index import Index, build
from licet.screening.listed import Listed
from licet.screening.matching import find

# How a matching ended. There is no word for clear.
MATCHED, NOTHING_FOUND, NOT_MATCHED = STATUSES = ("matched", "nothing_found", "not_matched")
# What can agree.
PARTY, ENTRY, ITEM, DESTINATION = KINDS = ("party", "entry", "item", "destination")
# What each is worth in the order in which matches are shown; none of it is law, and no match is left out for it alone.
_WORTH = {PARTY: 0.5, ENTRY: 0.3, ITEM: 0.2, DESTINATION: 0.2}
# A heading of a list, and what stands below it, are nearly the same entry.
_BELOW = 0.8
# Descriptions that agree in fewer of their words than this share are of different things.
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Sought:
    """What of a case is held against a register, for one item and destination.

    Attributes:
        item, destination: which; the destination is the code of a nation.
        described: the item in words.
        entries: the entries of control lists that it meets or is stated to meet, in whatever writing.
        parties: who takes part.
    """

    item: str
    destination: str
    described: str = ""
    entries: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Something that a case and a refusal have in common.

    Attributes:
        kind: one of :data:`KINDS`.
        says: in a sentence.
        score: how far it agrees, from 0 to 1.
    """

    kind: str
    says: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A refusal that may be of the same transfer; a person judges whether it is.

    Attributes:
        denial: its key in the register.
        digest: of the refusal; a verdict is tied to it.
        partner: who refused.
        item, destination: of the case.
        agreements: the grounds, those of parties first.
        score: from 0 to 1, for the order.
        notes: that it was revoked, or is overdue for review.
    """

    denial: str
    digest: str
    partner: str
    item: str
    destination: str
    agreements: tuple[Agreement, ...]
    score: float
    notes: tuple[str, ...] = ()

    def told(self) -> dict[str, object]:
        """Return it as plain data, for an event."""
        grounds = [{"kind": one.kind, "says": one.says, "score": one.score} for one in self.agreements]
        return {"digest": self.digest, "score": self.score, "grounds": grounds, "notes": list(self.notes)}


@dataclass(frozen=True, slots=True)
class Matching:
    """What a matching found.

    Attributes:
        status: one of :data:`STATUSES`.
        found: the refusals that may be of the same transfer, the strongest first.
        register: the digest of the register; empty where there was none.
        denials: how many refusals were asked.
        says: what the status means here, and what was not asked, in sentences.
    """

    status: str
    found: tuple[Found, ...]
    register: str
    denials: int
    says: tuple[str, ...]


def match(sought: Sequence[Sought], register: Register | None, nations: Mapping[str, str]) -> Matching:
    """Hold a case against a register.

    A refusal is a match where a party agrees, or where the item or its entry agrees and the destination does.

    Args:
        sought: each item and destination of the case.
        register: of refusals; None where none was read.
        nations: ISO code → name, for the reasons.
    """
    if register is None:
        return Matching(NOT_MATCHED, (), "", 0, ("No register of refusals was read; nothing was matched.",))
    digest, number = register.digest, len(register.denials)
    unread = _unread(register)
    if not register.denials:
        return Matching(NOT_MATCHED, (), digest, 0, ("The register holds no refusal; nothing was matched.", *unread))
    unasked = _unasked(sought)
    if not sought or all(not (one.parties or ((one.entries or one.described) and one.destination)) for one in sought):
        says = "The case names no party, and no item with its destination; nothing was matched."
        return Matching(NOT_MATCHED, (), digest, number, (says, *unread))
    names = _named(register, nations)
    found = [hit for one in sought for hit in _found(one, register, names, nations)]
    ordered = tuple(sorted(found, key=lambda hit: (-hit.score, hit.denial, hit.item, hit.destination)))
    if ordered:
        says = "A person judges whether a match is of essentially the same transfer."
        return Matching(MATCHED, ordered, digest, number, (says, *unasked, *unread))
    says = "No refusal of the register agrees; that is no clearance."
    return Matching(NOTHING_FOUND, (), digest, number, (says, *unasked, *unread))


def _unread(register: Register) -> tuple[str, ...]:
    if not register.set_aside:
        return ()
    return (f"Rows of the register that could not be read, and were not asked: {len(register.set_aside)}.",)


def _unasked(sought: Sequence[Sought]) -> tuple[str, ...]:
    lacks = {
        "no party": [one.item for one in sought if not one.parties],
        "no control entry": [one.item for one in sought if not one.entries],
        "no destination": [one.item for one in sought if not one.destination],
    }
    return tuple(f"Item {', '.join(dict.fromkeys(items))} names {what}." for what, items in lacks.items() if items)


class _Names:
    """The parties of a register, indexed as those of a list are, so that names are compared as in screening."""

    def __init__(self, register: Register, nations: Mapping[str, str]) -> None:
        self._nations = nations
        owners = [(denial, party) for denial in register.denials for party in denial.parties]
        self._of = [denial.key for denial, _ in owners]
        self._listed = [
            Listed(
                id=f"{denial.key}#{number}",
                source="denials",
                kind="unknown",
                name=party.name,
                nations=(party.nation,) if party.nation else (),
                addresses=(party.address,) if party.address else (),
            )
            for number, (denial, party) in enumerate(owners)
        ]
        self._index = Index(build((number, one.name, one.kind) for number, one in enumerate(self._listed)))

    def agreeing(self, party: Party) -> dict[str, Agreement]:
        """Return the refusals with a party that may be this one: key → why."""
        found: dict[str, Agreement] = {}
        hits = find(party, self._index, lambda numbers: [self._listed[n] for n in numbers], self._nations, POSSIBLE)
        for hit in hits:
            key = self._of[int(hit.listed.id.rpartition("#")[2])]
            same = "the same" if hit.score >= MATCH else "a similar"
            says = f"{same.capitalize()} party: {party.name} and {hit.matched}. {' '.join(hit.why)}"
            if key not in found or hit.score > found[key].score:
                found[key] = Agreement(PARTY, says.strip(), hit.score)
        return found


# The names of the register that was asked last: many cases are held against one.
_LAST: list[tuple[Register, _Names]] = []


def _named(register: Register, nations: Mapping[str, str]) -> _Names:
    if not _LAST or _LAST[0][0] is not register:
        _LAST[:] = [(register, _Names(register, nations))]
    return _LAST[0][1]


def _found(one: Sought, register: Register, names: _Names, nations: Mapping[str, str]) -> list[Found]:
    parties: dict[str, list[Agreement]] = {}
    for party in one.parties:
        for key, agreement in names.agreeing(party).items():
            parties.setdefault(key, []).append(agreement)
    found = []
    for denial in register.denials:
        same = [
            *parties.get(denial.key, ()),
            *_entries(one, denial),
            *_item(one, denial),
            *_destination(one, denial, nations),
        ]
        kinds = {agreement.kind for agreement in same}
        if PARTY in kinds or (kinds & {ENTRY, ITEM} and DESTINATION in kinds):
            found.append(
                Found(
                    denial.key,
                    denial.digest,
                    denial.government,
                    one.item,
                    one.destination,
                    tuple(same),
                    _score(same),
                    _notes(denial),
                )
            )
    return found


def _score(agreements: Sequence[Agreement]) -> float:
    best: dict[str, float] = {}
    for agreement in agreements:
        best[agreement.kind] = max(best.get(agreement.kind, 0.0), agreement.score * _WORTH[agreement.kind])
    thing = max(best.pop(ENTRY, 0.0), best.pop(ITEM, 0.0))
    return round(min(thing + sum(best.values()), 1.0), 3)


@lru_cache(maxsize=4_096)
def entry_parts(entry: str) -> tuple[str, ...]:
    """Return the steps of an entry, in which two writings of it agree.

    >>> entry_parts("M9A6") == entry_parts("9.A.6"), entry_parts("9A012.a"), entry_parts("XIX(c)")
    (True, ('9a012', 'a'), ('xix', 'c'))
    """
    return tuple(re.findall(r"[0-9a-z]+", (annex_code(entry) or entry).casefold()))


def _entries(one: Sought, denial: Denial) -> list[Agreement]:
    found = []
    for mine in one.entries:
        for theirs in denial.entries:
            first, second = entry_parts(mine), entry_parts(theirs)
            shorter = min(len(first), len(second))
            if not shorter or first[:shorter] != second[:shorter]:
                continue
            if first == second:
                found.append(Agreement(ENTRY, f"The same control entry: {theirs}.", 1.0))
            elif shorter > 1 or not (annex_code(mine) or annex_code(theirs)):
                found.append(Agreement(ENTRY, f"One control entry below the other: {mine} and {theirs}.", _BELOW))
    return sorted(found, key=lambda agreement: -agreement.score)[:1]


def _item(one: Sought, denial: Denial) -> list[Agreement]:
    mine, theirs = utils.default_process(one.described), utils.default_process(denial.item)
    if not mine or not theirs:
        return []
    alike = fuzz.token_sort_ratio(mine, theirs) / 100
    return (
        [Agreement(ITEM, f"A similar item: «{one.described}» and «{denial.item}».", round(alike, 3))]
        if alike >= _ALIKE
        else []
    )


def _destination(one: Sought, denial: Denial, nations: Mapping[str, str]) -> list[Agreement]:
    if not one.destination:
        return []
    name = nations.get(one.destination, one.destination)
    for party in denial.parties:
        written = utils.default_process(party.country)
        if party.nation == one.destination or (not party.nation and written and written == utils.default_process(name)):
            return [Agreement(DESTINATION, f"The same destination: {name}, where {party.name} is.", 1.0)]
    return []


def _notes(denial: Denial) -> tuple[str, ...]:
    found = [f"It was revoked on {denial.revoked}."] if denial.revoked else []
    return (*found, *([f"It is looked at again on {denial.review}."] if denial.review else []))
