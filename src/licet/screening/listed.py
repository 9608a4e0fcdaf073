"""A party as a list publishes it, whatever the format of the list: one form for all readers."""

from __future__ import annotations

import hashlib

import msgspec

# What a listed party can be.
PERSON, ORGANISATION, VESSEL, AIRCRAFT, UNKNOWN = "person", "organisation", "vessel", "aircraft", "unknown"
KINDS = (PERSON, ORGANISATION, VESSEL, AIRCRAFT, UNKNOWN)


class Alias(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another name of a listed party.

    Attributes:
        name: as published.
        weak: whether the list calls it weak or of low quality.
    """

    name: str
    weak: bool = False


class Identifier(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number by which a party is known: a passport, a registration, a vessel's IMO number.

    Attributes:
        kind: as the list calls it.
        value: the number.
        nation: who issued it, as an ISO code, where that is known.
    """

    kind: str
    value: str
    nation: str = ""


class Listed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of a list.

    Attributes:
        id: its identifier on the list; where the list gives none, one made of its content.
        source: the list it stands on, by its short code (``EL``, ``SDN``, ``UN``); a consolidated list holds several.
        kind: one of :data:`KINDS`.
        name: its first name, as published.
        aliases: its other names.
        nations: nations of its addresses, nationality, citizenship or registration, as ISO codes.
        addresses: its addresses, each on one line.
        born: days, months or years of birth, as ISO dates cut to what is known (``1971``, ``1971-03``); a span as ``1970/1975``.
        identifiers: its numbers.
        programmes: the sanctions programmes.
        licence_requirement: what needs a licence, in the words of the list.
        licence_policy: how licences for it are reviewed, in the words of the list.
        notice: where its listing was published.
        url: where the list describes it.
        since: the first day of its listing, as an ISO date.
        until: the last day, for an order that ends.
        remarks: what the list says of it besides.
    """

    id: str
    source: str
    kind: str
    name: str
    aliases: tuple[Alias, ...] = ()
    nations: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    programmes: tuple[str, ...] = ()
    licence_requirement: str = ""
    licence_policy: str = ""
    notice: str = ""
    url: str = ""
    since: str = ""
    until: str = ""
    remarks: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, the first name first."""
        return (self.name, *(alias.name for alias in self.aliases))

    @property
    def digest(self) -> str:
        """A digest of its content: whatever the list changes of the entry changes it."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()
