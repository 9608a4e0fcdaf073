"""Whom a transfer is asked for: everybody. A recipient that was stated is left aside, and the transfer is read again without it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from licet.eligibility.answer import Eligibility
from licet.eligibility.table import Table
from licet.errors import Fault, InputError
from licet.language.nodes import Mapping as MappingNode
from licet.language.nodes import Node
from licet.rulebook.names import RECIPIENT
from licet.rulebook.rulebook import Rulebook
from licet.transfers.calling import understand
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer


def eligible(
    transfer: Mapping[str, Any] | None = None,
    /,
    *,
    rulebook: Rulebook | None = None,
    law: str | Path | None = None,
    reform: str | Iterable[str] = (),
    as_of: str | datetime.date | None = None,
    assume: Mapping[str, Any] | Iterable[str] = (),
    **facts: Any,
) -> Eligibility:
    """Tell for every nation what the answer to a transfer would be, what tells the answers apart, and what would change them.

    >>> import licet
    >>> table = licet.eligible(date="2025-09-16", exporter="US", jurisdiction="usml", channel="direct_commercial",
    ...     item=dict(kind="cruise_missile", range="2500 km", payload="600 kg"))
    >>> row = table.nation("SA")
    >>> row.posture.value, row.ground.lacks
    ('policy_of_denial', ['mtcr_partner'])
    >>> [(change.join, change.answers["posture"].value) for change in row.would_change if "posture" in change.answers][0]
    (['mtcr_partner'], 'strong_presumption_of_denial')

    Args:
        transfer: the transfer in the form of a YAML file, as a dictionary; a recipient in it is left aside.
        rulebook: the law; the one that came with Licet by default.
        law: a folder of law instead.
        reform: proposals to put in force.
        as_of: a date that overrides that of the transfer.
        assume: facts to assume and lists of nations to fill, as a mapping or as ``FACT=VALUE`` texts.
        **facts: the transfer as keyword arguments.

    Raises:
        InputError: with a fault for everything that cannot be used.
        LawError: for law that cannot be used.
    """
    expected = "a mapping such as {'item': {'kind': 'uas'}}"
    reforms = (reform,) if isinstance(reform, str) else tuple(reform)
    given: dict[str, Any] = {"rulebook": rulebook, "law": law, "reform": reforms, "as_of": as_of, "assume": assume}
    book, understood = understand("transfer", transfer, facts, expected=expected, **given)
    check(book, understood)
    keys = recipient_keys(book)
    bare = {key: value for key, value in {**(transfer or {}), **facts}.items() if key not in keys}
    book, nobody = understand("transfer", bare, {}, expected=expected, **{**given, "rulebook": book})
    return Table(book, nobody, replaced=understood.shown.get(RECIPIENT)).eligibility


def eligible_node(node: Node, stater: Stater) -> Eligibility:
    """Tell the same for a transfer that was read from a file.

    Args:
        node: what was stated.
        stater: reads it.

    Raises:
        InputError: with a fault for everything that cannot be used.
    """
    book = stater.rulebook
    understood = stater.read(node)
    check(book, understood)
    nobody = stater.read(without_recipient(node, book))
    return Table(book, nobody, replaced=understood.shown.get(RECIPIENT)).eligibility


def without_recipient(node: Node, book: Rulebook) -> Node:
    """Return what was stated of a transfer, save its recipient."""
    if not isinstance(node, MappingNode):
        return node
    keys = recipient_keys(book)
    kept = [(key, value) for key, value in node.entries if key not in keys]
    return MappingNode(tuple(kept), node.where, tuple(node.where_of(key) for key, _ in kept))


def recipient_keys(book: Rulebook) -> frozenset[str]:
    """Return the keys that state the recipient of a transfer."""
    fact = book.facts.get(RECIPIENT)
    return frozenset((fact.key, *fact.aliases)) if fact is not None else frozenset()


def check(book: Rulebook, transfer: Transfer) -> None:
    """Refuse a law that knows no recipient, and an assumption of one.

    Raises:
        InputError: for either.
    """
    faults = []
    if RECIPIENT not in book.facts or book.facts[RECIPIENT].type != "nation":
        faults.append(Fault(str(book.folder), f"no fact '{RECIPIENT}' in this law", f"a nation called '{RECIPIENT}'"))
    if RECIPIENT in transfer.assumed:
        found = f"the recipient {transfer.assumed[RECIPIENT]}"
        faults.append(
            Fault(f"--assume {RECIPIENT}", found, "no recipient: every nation is asked", "'licet review' asks one")
        )
    if faults:
        raise InputError(faults=faults)
