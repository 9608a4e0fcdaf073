"""A transfer in the query of an address: every fact by the name of its option on the command line, and back again.

An address holds the whole transfer, so that whoever opens it reviews the same. What is said to be unknown stands in it as ``unknown``.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from licet.errors import Fault, InputError, near
from licet.language.nodes import Node, Where, read_json
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.transfers.laying_over import laid_over
from licet.transfers.stating import UNKNOWN, Stater
from licet.transfers.transfer import Transfer
from licet.transfers.written import node_of
from licet.web.asked import LAW, Digest
from licet.web.reforms_in_addresses import NONE, UNDER, Reforms, read_reforms

# What one address may hold: browsers and servers between them carry so much, and nobody reads more.
LONGEST_QUERY = 6000
LONGEST_TEXT = 600
MOST_FACTS = 100
MOST_PARTIES = 20

YEARS = "years"
# A party that is added in the form stands in fields of its own until it is sent.
PARTY_FIELDS = ("name", "role", "nation", "address")
_PARTY = "party-"
_PARTIES = "parties"
_REPEATED = ("points", "parties")
_NUMBER = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d{1,2})?")


@dataclass(frozen=True)
class Said:
    """What an address states.

    Attributes:
        texts: option → what was written for it, in the order of the address.
        faults: a fault for everything that cannot be read.
        transfer: the transfer; None where there is a fault.
        law: the law under which the address was cited, by the first signs of its digest.
        years: whether the answers through the years are asked for.
        reforms: the proposals under which it is asked, and the lists that are filled.
    """

    texts: Mapping[str, tuple[str, ...]]
    faults: tuple[Fault, ...] = ()
    transfer: Transfer | None = None
    law: str = ""
    years: bool = False
    reforms: Reforms = NONE

    def unknown(self, option: str) -> bool:
        """Whether a fact is said to be unknown."""
        return self.texts.get(option) == (UNKNOWN,)

    def query(self, **more: str) -> str:
        """Return what is stated as the query of an address."""
        pairs = [(option, text) for option, texts in self.texts.items() for text in texts]
        return urlencode([*pairs, *self.reforms.pairs, *more.items()], safe=":,")

    def on(self, day: datetime.date) -> str:
        """Return the query with the day said, so that it stays the same tomorrow."""
        return self.query() if "date" in self.texts else "&".join(filter(None, [self.query(), f"date={day}"]))


@lru_cache(maxsize=8)
def options(rulebook: Rulebook) -> Mapping[str, Fact]:
    """Return what an address may state: option → fact."""
    return MappingProxyType({fact.option: fact for fact in rulebook.facts.values() if not fact.found})


def read_said(query: QueryDict, rulebook: Rulebook, day: datetime.date) -> Said:
    """Read the query of an address.

    Args:
        query: the query.
        rulebook: declares the facts.
        day: the day that counts where none is stated.
    """
    known = options(rulebook)
    faults: list[Fault] = []
    texts: dict[str, tuple[str, ...]] = {}
    letters = sum(len(name) + sum(map(len, given)) for name, given in query.lists())
    if letters > 2 * LONGEST_QUERY:
        expected = f"at most {2 * LONGEST_QUERY:,}"
        return Said(texts, (Fault("the address", f"{letters:,} letters", expected, "hand in the transfer as a file"),))
    law, years, party = "", False, dict[str, str]()
    reforms = read_reforms(query)
    faults += reforms.faults
    for name, given in query.lists():
        found = [text.strip() for text in given if text.strip()]
        if name in UNDER:
            continue
        if name in known:
            written = _one(name, known[name], found, faults)
            if written:
                texts[name] = written
        elif name.removeprefix(_PARTY) in PARTY_FIELDS and name.startswith(_PARTY):
            party |= {name.removeprefix(_PARTY): text for text in _one(name, None, found, faults)}
        elif name == LAW:
            try:
                law = Digest(name=LAW, label="Law").read(found[-1]) if found else ""
            except InputError as error:
                faults += error.faults
        elif name == YEARS:
            if found not in ([], ["shown"]):
                faults.append(Fault(YEARS, f"'{_short(found[-1])}'", "shown"))
            years = bool(found)
        else:
            mend = near(name, [*known, *UNDER, LAW, YEARS]) if len(faults) < 20 else ""
            faults.append(
                Fault(
                    _short(name),
                    "no such fact of a transfer",
                    "a fact of a transfer by its name, such as range or recipient",
                    mend,
                )
            )
    if "name" in party:
        texts[_PARTIES] = (*texts.get(_PARTIES, ()), party_text(party))
    elif party:
        faults.append(Fault("party-name", "a party without a name", "its name"))
    if len(texts.get(_PARTIES, ())) > MOST_PARTIES:
        faults.append(Fault(_PARTIES, f"{len(texts[_PARTIES])} parties", f"at most {MOST_PARTIES}"))
    if len(texts) > MOST_FACTS:
        faults.append(
            Fault("the address", f"{len(texts)} facts", f"at most {MOST_FACTS}", "review it with the command")
        )
    if faults:
        return Said(texts, tuple(faults), None, law, years, reforms)
    try:
        under = reforms.rulebook() if reforms.named else rulebook
        transfer = read_texts(texts, under, day, reforms.assume)
    except InputError as error:
        told = tuple(replace(one, where=one.where.removeprefix("--")) for one in error.faults)
        return Said(texts, told, None, law, years, reforms)
    return Said(texts, (), transfer, law, years, reforms)


def read_texts(
    texts: Mapping[str, Sequence[str]], rulebook: Rulebook, day: datetime.date, assume: Sequence[str] = ()
) -> Transfer:
    """Return the transfer that an address states.

    Raises:
        InputError: with a fault for everything that cannot be read, each with the option that it stands in.
    """
    known = options(rulebook)
    faults: list[Fault] = []
    nodes = {known[name].name: _node(rulebook, known[name], given, faults) for name, given in texts.items()}
    if faults:
        raise InputError(faults=faults)
    return Stater(rulebook, day, None, assume).read(laid_over(rulebook, None, nodes))


def texts_of(rulebook: Rulebook, transfer: Transfer) -> dict[str, tuple[str, ...]] | None:
    """Return a transfer as an address states it, or None where an address cannot hold it.

    Args:
        rulebook: declares the facts.
        transfer: the transfer.
    """
    texts = texts_shown(rulebook, transfer.shown)
    too_much = len(texts) > MOST_FACTS or any(len(text) > LONGEST_TEXT for found in texts.values() for text in found)
    if too_much or len(texts.get(_PARTIES, ())) > MOST_PARTIES or len(Said(texts).query()) > LONGEST_QUERY:
        return None
    try:
        same = read_texts(texts, rulebook, transfer.date).shown == transfer.shown
    except InputError:
        return None
    return texts if same else None


def texts_shown(rulebook: Rulebook, shown: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what a transfer states by the names of the facts, as a form or an address writes each."""
    texts: dict[str, tuple[str, ...]] = {}
    for option, fact in options(rulebook).items():
        value = (shown.get(fact.at) or {} if fact.at else shown).get(fact.key)
        if value is not None:
            texts[option] = _texts(fact, value)
    return texts


def with_unknown(rulebook: Rulebook, said: Said, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return a transfer as it is shown, with what is said to be unknown, so that whoever reads it need not ask again."""
    whole = {key: dict(value) if isinstance(value, Mapping) else value for key, value in shown.items()}
    for option, fact in options(rulebook).items():
        if said.unknown(option):
            (whole.setdefault(fact.at, {}) if fact.at else whole).setdefault(fact.key, UNKNOWN)
    return whole


def party_text(party: Mapping[str, Any]) -> str:
    """Return a party on one line, as an option of the command line takes it where that is clear.

    >>> party_text({"name": "ACME", "role": "end_user"})
    'name=ACME, role=end_user'
    >>> party_text({"name": "a, b=c"})
    '{"name": "a, b=c"}'
    """
    plain = all(isinstance(value, str) and "=" not in value for value in party.values())
    return (
        ", ".join(f"{key}={value}" for key, value in party.items()) if plain else json.dumps(party, ensure_ascii=False)
    )


def _one(name: str, fact: Fact | None, found: list[str], faults: list[Fault]) -> tuple[str, ...]:
    """Return what was written for one fact; of a value and that it is unknown, what was said last counts."""
    if UNKNOWN in found:
        found = found[-1:] if found[-1] == UNKNOWN else [text for text in found if text != UNKNOWN]
    most = MOST_PARTIES + 1 if fact and fact.type in _REPEATED else 2 if fact and fact.measured else 1
    if len(found) > most:
        faults.append(Fault(name, f"{len(found)} values", "one value" if most == 1 else f"at most {most}"))
    for text in found:
        if len(text) > LONGEST_TEXT:
            faults.append(Fault(name, f"{len(text):,} letters", f"at most {LONGEST_TEXT}"))
        elif not text.isprintable():
            faults.append(Fault(name, "signs that cannot be shown", "letters, digits and signs on one line"))
    if fact is not None and fact.unit is not None:
        found = [f"{text} {fact.unit.name}" if len(found) == 1 and _NUMBER.fullmatch(text) else text for text in found]
    return tuple(text[: LONGEST_TEXT + 1] for text in found[: most + 1])


def _node(rulebook: Rulebook, fact: Fact, texts: Sequence[str], faults: list[Fault]) -> Node:
    where = Where(fact.option)
    if not texts[0].startswith("{"):
        return node_of(rulebook, fact, texts, where, faults)
    from licet.language.nodes import Sequence as Nodes
    from licet.language.nodes import Unreadable

    nodes: list[Node] = []
    for text in texts:
        try:
            nodes += (
                read_json(text, fact.option, faults)
                if text.startswith("{")
                else [node_of(rulebook, fact, [text], where, faults)]
            )
        except Unreadable as error:
            faults.append(error.fault)
    flat = [inner for node in nodes for inner in (node.items if isinstance(node, Nodes) else (node,))]
    return flat[0] if len(flat) == 1 and fact.type not in _REPEATED else Nodes(tuple(flat), where)


def _texts(fact: Fact, value: Any) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if fact.type == _PARTIES:
        return tuple(party_text(party) for party in value)
    if isinstance(value, Mapping):
        return (json.dumps(value, ensure_ascii=False),)
    if isinstance(value, list | tuple):
        if any(isinstance(one, Mapping) for one in value):
            return tuple(json.dumps(one, ensure_ascii=False) for one in value)
        return tuple(map(str, value)) if fact.measured else (", ".join(map(str, value)) or "none",)
    return (str(value),)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
