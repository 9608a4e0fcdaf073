"""What a screening answers: a status, every hit with its reasons, and the lists that were asked, with their vintages.

The names of the fields are the contract of the command's JSON and of ``schema/screening.schema.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from licet.answering import Answering, schema_of
from licet.screening.listed import Identifier

CLEAR, POSSIBLE, MATCH, NOT_SCREENED = "clear", "possible", "match", "not_screened"
# The gravest first, so that the first of several that occurs is the status of them all.
STATUSES = (NOT_SCREENED, MATCH, POSSIBLE, CLEAR)
# Said of every screening, whatever else it says of itself.
OWNERSHIP = "Ownership is not screened: who owns or controls a party has to be found out otherwise."


class Party(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whom to screen.

    Attributes:
        name: the name, in any script.
        aliases: other names.
        kind: ``person``, ``organisation``, ``vessel``, ``aircraft`` or ``unknown``.
        role: the role in the transfer.
        nations: ISO codes of the nations it belongs to.
        born: days, months or years of birth, as ISO dates cut to what is known.
        identifiers: its numbers.
        addresses: its addresses.
        id: the host's own identifier, which comes back.
    """

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "unknown"
    role: str = ""
    nations: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    addresses: tuple[str, ...] = ()
    id: str = ""


class Hit(msgspec.Struct, frozen=True, kw_only=True, rename={"on": "list"}):
    """An entry of a list that may be the party.

    Attributes:
        on: the source, by its short code; ``list`` in the JSON.
        id: the entry's identifier on it.
        name: the entry's first name.
        matched: the name of the entry that matched.
        score: from 0 to 1.
        status: ``match`` or ``possible``; ``false_positive`` where a person decided so and the entry is unchanged.
        why: what matched what, and what raised or lowered the score, in sentences.
        nations: ISO codes of the entry.
        programmes: the sanctions programmes.
        licence_requirement: what needs a licence, in the words of the list.
        licence_policy: how licences are reviewed, in the words of the list.
        effect: what being on this list means, with its citation, where the law folder says so.
        notice: where the listing was published.
        url: where the list describes the entry.
        since: the first day of the listing.
        until: the last day of an order that ends.
        digest: of the content of the entry; a decision about the hit is tied to it.
        decided: who decided that it is a false positive, when and why.
    """

    on: str
    id: str
    name: str
    matched: str
    score: float
    status: str
    why: list[str]
    nations: list[str] = []
    programmes: list[str] = []
    licence_requirement: str = ""
    licence_policy: str = ""
    effect: str = ""
    notice: str = ""
    url: str = ""
    since: str = ""
    until: str = ""
    digest: str = ""
    decided: str = ""


class Affected(msgspec.Struct, frozen=True, kw_only=True, rename={"on": "list"}):
    """An entry that an update of a list added, changed or removed, and that concerns a party.

    Attributes:
        kind: ``added``, ``changed`` or ``removed``.
        on: the source, by its short code; ``list`` in the JSON.
        id: the entry's identifier on it.
        name: the entry's first name.
        fields: what of a changed entry changed.
        said: the same in a sentence.
    """

    kind: str
    on: str
    id: str
    name: str
    fields: list[str]
    said: str


class ListState(msgspec.Struct, frozen=True, kw_only=True):
    """A list, or one source of a consolidated list, as it stood when the screening was made.

    Attributes:
        source: its short code.
        title: its name as published.
        vintage: the day of its publication, as an ISO date.
        count: its entries.
        status: ``current``; else why it cannot be relied on: ``stale``, ``missing``, ``refused``, ``damaged`` or ``clock``.
        why: the status in a sentence; empty for a current list.
        digest: of the file that was read.
        list: the name under which it was added.
    """

    source: str
    title: str
    vintage: str
    count: int
    status: str
    why: str = ""
    digest: str = ""
    list: str = ""


class Screening(Answering, frozen=True, kw_only=True):
    """The answer to the screening of one party.

    Attributes:
        name: the name as given.
        status: ``clear``, ``possible``, ``match`` or ``not_screened``. Where a list could not be relied on it is ``not_screened``, whatever the hits on others.
        hits: the entries that may be the party, the likeliest first.
        lists: the lists asked, and those that should have been.
        why: why it is ``not_screened``; else empty.
        party: the party as it was read.
        not_checked: what no screening here checks.
        shared_addresses: the addresses of the party that a listed party has as well, each with whose it is, in a sentence.
        changes: the changes of a list that concern the party, where it was asked for them.
    """

    name: str
    status: str
    hits: list[Hit]
    lists: list[ListState]
    why: list[str] = msgspec.field(default_factory=list)
    party: Party | None = None
    not_checked: list[str] = msgspec.field(default_factory=list)
    shared_addresses: list[str] = msgspec.field(default_factory=list)
    changes: list[Affected] = msgspec.field(default_factory=list)


# Screens parties, one answer for each, in their order; it never leaves one out, and says of what it could not screen that it did not.
Screener = Callable[[Sequence[Party]], list[Screening]]


def schema() -> dict[str, Any]:
    """Return the JSON schema of a screening; its descriptions are those of the classes above."""
    return schema_of(Screening, "Screening of a party, by Licet")
