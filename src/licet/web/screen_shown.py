"""What the page *Screen* shows: the lists as they stand, and for each party what was found, in the words of the reports.

Where the lists lie on this machine is nobody's business, and is told nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from licet.reports.lists import asked_for, plain_lists
from licet.reports.parties import STATUS, hit_told, sentence
from licet.rulebook.names import presumed_exporter
from licet.rulebook.rulebook import Rulebook
from licet.screening.answer import CLEAR, MATCH, NOT_SCREENED, POSSIBLE, Hit, ListState, Screening
from licet.screening.in_reviews import Lists
from licet.screening.listed import UNKNOWN
from licet.screening.screener import of_common_words
from licet.screening.states import CURRENT, MISSING
from licet.web.stating_in_addresses import party_text
from licet.web.tables import Column, Table

# How grave each status is, as the colours of the answers have it.
_GRADES = {NOT_SCREENED: 0, MATCH: 0, POSSIBLE: 2, CLEAR: 3}
_NO_HIT = "no hit on the lists that were looked at"
_WORDS = {**STATUS, CLEAR: f"clear: {_NO_HIT}"}
_DECIDED = "clear: every entry that agrees was decided to be somebody else"
_COMMON = "no entry of just this name, and the name tells too little for more: say more of the party"


@dataclass(frozen=True)
class ShownHit:
    """An entry that may be the party: what names it, each thing that speaks for it or against, and what else there is to say of it."""

    title: str
    why: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Shown:
    """The screening of one party, as the page shows it.

    Attributes:
        name: the party.
        status: its status in words.
        grade: how grave that is.
        why: why it was not screened, where that is not so of all, or why little was found out.
        hits: the entries that may be the party.
        addresses: its addresses that a listed party has as well.
        review: the address of a review with the party.
    """

    name: str
    status: str
    grade: int
    why: tuple[str, ...]
    hits: tuple[ShownHit, ...]
    addresses: tuple[str, ...]
    review: str


def states_now(book: Rulebook) -> list[ListState]:
    """Return every source of every list with whether it may be relied on."""
    return Lists(places=False).states(book)


def lists_now(book: Rulebook) -> dict[str, Any]:
    """Return the lists as they stand, and those that the law asks for, as the page and its JSON have them."""
    lists = Lists()
    states = states_now(book)
    rows = plain_lists(states, lists.held())
    wrong = list(dict.fromkeys(state.why for state in states if state.status != CURRENT and state.why))
    return {
        "title": "Screen",
        "lists": rows,
        "none": all(state.status == MISSING and not state.source for state in states),
        "not_relied_on": wrong,
        "asked_for": asked_for(book, states),
    }


def lists_absent(book: Rulebook, asked: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return which lists are not here of those that the law asks of the exporter whom a review presumes; None where all are."""
    exporter = presumed_exporter(book)
    absent = [one["code"] for one in asked if one["exporter"] == exporter and not one["here"]]
    return {"exporter": book.nations.get(exporter, exporter), "lists": absent} if exporter and absent else None


def lists_tables(content: Mapping[str, Any]) -> tuple[Table, ...]:
    """Return them as tables."""
    held = (
        Column("title", "List"),
        Column("source", "Code", "code"),
        Column("list"),
        Column("vintage", "Its date", "date"),
        Column("added", "Loaded", "date"),
        Column("entries", "Entries", "number", words=lambda row: f"{row['entries']:,}"),
        Column("status", "State", words=lambda row: f"{row['status']}{': ' if row['why'] else ''}{row['why']}"),
        Column("relied_on_until", "Relied on until", "date"),
        Column("why"),
        Column("digest"),
    )
    asked = (
        Column("title", "List"),
        Column("code", "Code", "code"),
        Column("exporter_name", "Asked of exporters of"),
        Column("here", "Here", words=lambda row: "yes" if row["here"] else "no"),
        Column("effect", "What being on it means", "long", words=lambda row: f"{row['effect']} [{row['cite']}]"),
        Column("standing", "Standing", "standing"),
    )
    return (
        Table("The lists of this site", held, content["lists"], "lists", "No list has been added."),
        Table("Lists that the law asks exporters to know", asked, content["asked_for"], "asked_for", "None."),
    )


def shown_of(screening: Screening, exporter: str, elsewhere: Sequence[str] = ()) -> Shown:
    """Return the screening of one party as it is shown.

    Args:
        screening: the screening.
        exporter: the exporter that was stated, who goes with the party to its review.
        elsewhere: reasons why nobody is clear that are told elsewhere.
    """
    clear = screening.status == CLEAR
    decided = clear and bool(screening.hits)
    # Such a name was hardly sought, and a green card would say more than was found.
    common = of_common_words(screening.party) if clear and screening.party is not None else []
    stated = {"parties": _party(screening)}
    return Shown(
        name=screening.name,
        status=_DECIDED if decided else _COMMON if common else _WORDS[screening.status],
        grade=_GRADES[POSSIBLE] if common else _GRADES[screening.status],
        why=tuple(sentence(text) for text in (*common, *screening.why) if text not in elsewhere),
        hits=tuple(map(_hit, screening.hits)),
        addresses=tuple(screening.shared_addresses),
        review=f"{reverse('review')}?{urlencode({'exporter': exporter} | stated if exporter else stated)}",
    )


def _hit(hit: Hit) -> ShownHit:
    told = hit_told(hit)
    return ShownHit(told.title, tuple(map(sentence, hit.why)), told.rows[bool(hit.why) :])


def _party(screening: Screening) -> str:
    party = screening.party
    if party is None:
        return party_text({"name": screening.name})
    told: dict[str, Any] = {"name": party.name}
    told |= {"kind": party.kind} if party.kind != UNKNOWN else {}
    told |= {"nation": party.nations[0]} if party.nations else {}
    told |= {"born": party.born[0]} if party.born else {}
    told |= {"address": party.addresses[0]} if party.addresses else {}
    return party_text(told)
