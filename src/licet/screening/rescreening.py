"""Parties screened again after a list changed: which of them the change concerns, with what became of the entry.

A party is concerned by an entry that was added or changed and is a hit now, and by one that was a hit as it stood before it was changed or
removed. What the entry was before lies with the changes of the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from licet.errors import Fault, InputError, near
from licet.screening.answer import Affected, Hit, Party
from licet.screening.evidence import POSSIBLE
from licet.screening.held import ADDED, CHANGED, REMOVED, Change, Changes
from licet.screening.index import Index, build
from licet.screening.listed import Listed
from licet.screening.matching import find
from licet.screening.store import Store

_Key = tuple[str, str]


@dataclass(frozen=True)
class Changed:
    """What became of the entries of a list, ready to be asked whom it concerns.

    Attributes:
        name: the list.
        before: the vintage before the first of the updates.
        after: the vintage after the last.
        entries: source and identifier → what became of the entry.
        nations: ISO code → name, for the reasons.
        least: the score from which an entry is a hit.
    """

    name: str
    before: str
    after: str
    entries: Mapping[_Key, Change]
    nations: Mapping[str, str] = field(default_factory=dict)
    least: float = POSSIBLE

    @cached_property
    def _old(self) -> list[Listed]:
        """The entries as they were, of those that were there."""
        return [change.before for change in self.entries.values() if change.before is not None]

    @cached_property
    def _index(self) -> Index:
        """Their index, by the names they had."""
        return Index(
            build((number, name, entry.kind) for number, entry in enumerate(self._old) for name in entry.names)
        )

    def of(self, party: Party, hits: Iterable[Hit]) -> list[Affected]:
        """Return the changes that concern a party.

        Args:
            party: who was screened.
            hits: all that the screening found.
        """
        now = {(hit.on, hit.id) for hit in hits}
        before = self._were(party) if self._old else set()
        return [
            _affected(change, key in now)
            for key, change in self.entries.items()
            if key in before or (key in now and change.kind != REMOVED)
        ]

    def _were(self, party: Party) -> set[_Key]:
        found = find(party, self._index, self._entries, self.nations, self.least)
        return {(one.listed.source, one.listed.id) for one in found}

    def _entries(self, numbers: Sequence[int]) -> list[Listed]:
        return [self._old[number] for number in numbers]


def changed_since(
    store: Store, name: str, since: date | None, nations: Mapping[str, str], least: float | None = None
) -> Changed:
    """Return what the updates of a list changed.

    Args:
        store: the file of lists.
        name: the list.
        since: the vintage with which the parties were screened before; by default the one before the last update.
        nations: ISO code → name, for the reasons.
        least: the score from which an entry is a hit.

    Raises:
        InputError: for a list that is not there or was not updated, and where what changed is not kept or not known.
        StoreDamaged: for a file that cannot be used.
    """
    held = store.held(name)
    if held is None:
        names = [one.name for one in store.lists()]
        raise InputError(
            faults=[
                Fault(
                    "--affected-by", f"no list '{name}'", ", ".join(names) or "a list that was added", near(name, names)
                )
            ]
        )
    kept = store.changes(name)
    if since is None:
        told = kept[:1]
        if not told:
            found = f"'{name}', which was not updated since it was added"
            raise InputError(faults=[Fault("--affected-by", found, "a list that was updated", "screen without it")])
    else:
        told = _since(kept, since.isoformat(), held.vintage)
    if not all(one.known for one in told):
        found = f"an update of '{name}' in place of a list that was damaged, so that nobody knows what it changed"
        raise InputError(faults=[Fault("--affected-by", found, "changes that are known", "screen without it")])
    return Changed(
        name=name,
        before=told[-1].before if told else held.vintage,
        after=told[0].after if told else held.vintage,
        entries=_together(told),
        nations=nations,
        least=POSSIBLE if least is None else least,
    )


def _since(kept: Sequence[Changes], since: str, vintage: str) -> list[Changes]:
    """Return the changes after a vintage, the latest first; an update within one vintage is among them."""
    if since > vintage:
        raise InputError(faults=[Fault("--since", since, f"the vintage of the list, {vintage}, or an earlier one")])
    told = [one for one in kept if one.after > since or one.before == one.after == since]
    first = kept[-1].before if kept else vintage
    if since < first:
        expected = f"{first}, with which the changes that are kept begin, or a later day"
        raise InputError(faults=[Fault("--since", since, expected, "screen without --affected-by")])
    return told


def _together(told: Sequence[Changes]) -> dict[_Key, Change]:
    """Return what became of each entry over several updates, which come the latest first."""
    found: dict[_Key, Change] = {}
    for changes in reversed(told):
        for change in changes.changes:
            key = change.source, change.id
            first = found.get(key)
            before = change.before if first is None else first.before
            if change.kind == REMOVED and before is None:
                # It came and went in between.
                found.pop(key, None)
                continue
            fields = dict.fromkeys((*(first.fields if first is not None else ()), *change.fields))
            kind = REMOVED if change.kind == REMOVED else ADDED if before is None else CHANGED
            found[key] = Change(
                kind=kind, source=change.source, id=change.id, name=change.name, fields=tuple(fields), before=before
            )
    return found


def _affected(change: Change, now: bool) -> Affected:
    what = f"{change.name} [{change.source} {change.id}]"
    fields = f" ({', '.join(change.fields)})" if change.fields else ""
    said = {
        ADDED: f"Added to the list: {what}.",
        CHANGED: f"Changed on the list{fields}: {what}." + ("" if now else " It is no hit any more."),
        REMOVED: f"Removed from the list: {what}, which was a hit.",
    }[change.kind]
    return Affected(
        kind=change.kind, on=change.source, id=change.id, name=change.name, fields=list(change.fields), said=said
    )
