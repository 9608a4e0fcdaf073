"""The parties of a transfer in its review: screened by whoever screens, and asked for red flags, each with its facts beside the transfer's.

What is found of them becomes facts of the transfer, so that rules can say what follows. No rule is here, and no list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from licet.deciding.compiling import FALSE, TRUE, UNKNOWN
from licet.determination import Answer, Assumption, Missing, PartyFinding
from licet.rulebook.names import (
    EXPORTER,
    PARTIES_NAMED,
    PARTY_ABROAD,
    PARTY_ADDRESS,
    PARTY_NATION,
    PARTY_SCREENING,
    PARTY_SHARES_ADDRESS,
    RECIPIENT,
    RED_FLAG,
    SCREENING,
    SCREENING_HITS,
    presumed_exporter,
)
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import PARTY
from licet.screening.answer import MATCH, NOT_SCREENED, OWNERSHIP, POSSIBLE, STATUSES, Party, Screener, Screening
from licet.screening.listed import Identifier
from licet.transfers.transfer import StatedParty, Transfer

if TYPE_CHECKING:
    from licet.reviewing import Review
    from licet.screening.in_reviews import Lists

UNANSWERED = "the screening gave no answer for it"


def gravest(screenings: Iterable[Screening]) -> str:
    """Return the gravest status of several screenings; of none, that nothing was screened."""
    found = {screening.status for screening in screenings}
    unheard = found - set(STATUSES)
    return NOT_SCREENED if unheard or not found else next(status for status in STATUSES if status in found)


def party_of(stated: StatedParty) -> Party:
    """Return a party as it is screened, from how it was stated."""
    shown = stated.shown
    return Party(
        name=shown["name"],
        aliases=tuple(shown.get("aliases", ())),
        kind=shown.get("kind", "unknown"),
        role=shown.get("role", ""),
        nations=tuple(filter(None, [shown.get("nation")])),
        born=tuple(filter(None, [shown.get("born")])),
        identifiers=tuple(Identifier(**{"kind": "", **number}) for number in shown.get("identifiers", ())),
        addresses=tuple(filter(None, [shown.get("address")])),
        id=shown.get("id", ""),
    )


class Parties:
    """The parties of one transfer under one rulebook.

    Args:
        rulebook: the law.
        transfer: the transfer.
        screener: screens the parties, or the lists to screen them against; by default those that were added.

    Attributes:
        screenings: the answers of the screener, one for each party.
    """

    def __init__(self, rulebook: Rulebook, transfer: Transfer, screener: Screener | Lists | None = None) -> None:
        self.rulebook = rulebook
        self.transfer = transfer
        self._screener = screener

    @cached_property
    def screenings(self) -> list[Screening]:
        """The screening of each party; one for which none came is not screened."""
        parties = [party_of(party) for party in self.transfer.parties]
        found = self._screen(parties)
        # Answers are told apart by their place, so one too few or too many is an answer to none.
        return found if len(found) == len(parties) else [_not_screened(party, UNANSWERED) for party in parties]

    def _screen(self, parties: Sequence[Party]) -> list[Screening]:
        if callable(self._screener):
            return list(self._screener(parties))
        from licet.screening.in_reviews import Lists

        exporter = self.transfer.stated.get(EXPORTER) or presumed_exporter(self.rulebook)
        return (self._screener or Lists()).screen(parties, self.rulebook, str(exporter or ""))

    @cached_property
    def screening(self) -> str:
        """The gravest status of all."""
        return gravest(self.screenings)

    @property
    def _hits(self) -> bool:
        """Whether a list gave a hit that is not resolved, be the screening complete or not."""
        return any(hit.status in (MATCH, POSSIBLE) for screening in self.screenings for hit in screening.hits)

    def reviews(self, stated: Mapping[str, Any]) -> list[Review]:
        """Return the review of each party for what is asked of each.

        Args:
            stated: what is stated of the transfer: fact → value as it stands in a state.
        """
        from licet.reviewing import Review

        book = self.rulebook.of_party
        if book is None:
            return []
        asked = [question.name for question in book.questions.values() if question.each == PARTY]
        return [
            Review(book, self._with(book, stated, party, screening), asked)
            for party, screening in zip(self.transfer.parties, self.screenings, strict=True)
        ]

    def facts(self, reviews: Iterable[Review]) -> dict[str, Any]:
        """Return the facts of the transfer that are found of its parties, from their reviews."""
        found = {
            PARTIES_NAMED: TRUE,
            SCREENING: self.screening,
            SCREENING_HITS: TRUE if self._hits or self.screening in (MATCH, POSSIBLE) else FALSE,
            RED_FLAG: max(map(_raised, reviews), default=UNKNOWN),
        }
        return {name: value for name, value in found.items() if name in self.rulebook.facts}

    def findings(self, reviews: Sequence[Review]) -> list[PartyFinding]:
        """Return what was found of each party, from its review."""
        return [
            PartyFinding(
                party=dict(party.shown),
                screening=screening,
                red_flags=next(iter(review.answers.values()), Answer(value=None, possible=[])),
                missing=self.missing(review, number),
            )
            for number, (party, screening, review) in enumerate(
                zip(self.transfer.parties, self.screenings, reviews, strict=True)
            )
        ]

    def missing(self, review: Review, number: int) -> list[Missing]:
        """Return what is not known of a party and could decide a red flag: what can be stated, not what is found from it."""
        facts = review.rulebook.facts
        by_path = {fact.path: fact for fact in facts.values()}
        found: dict[str, Missing] = {}
        for missing in review.missing:
            declared = by_path[missing.fact]
            wanted = [facts[other] for other in declared.found] if declared.found else [declared]
            for fact in wanted:
                value = review.stated.get(fact.name)
                if fact is not declared and (value is not None or (fact.at == PARTY and _shown(review, fact.key))):
                    continue
                path = f"parties[{number}].{fact.key}" if fact.at == PARTY else fact.path
                # Its number and not its name: what a user wrote is no part of a question.
                ask = f"{fact.ask} (party {number + 1})" if fact.at == PARTY else fact.ask
                found.setdefault(path, Missing(fact=path, ask=ask, decides=missing.decides))
        return list(found.values())

    def assumed(self, reviews: Iterable[Review]) -> list[Assumption]:
        """Return the presumptions on which a red flag, or that there is none, rests."""
        found = {one.fact: one for review in reviews for one in review.assumed if one.fact not in self.transfer.assumed}
        return list(found.values())

    def _with(self, book: Rulebook, stated: Mapping[str, Any], party: StatedParty, screening: Screening) -> Transfer:
        """Return the transfer with one party's facts beside its own."""
        nation, recipient = party.stated.get(PARTY_NATION), stated.get(RECIPIENT)
        known = isinstance(nation, str) and isinstance(recipient, str)
        found = {
            PARTY_SCREENING: screening.status,
            PARTY_SHARES_ADDRESS: _shares_address(party, screening),
            PARTY_ABROAD: (FALSE if nation == recipient else TRUE) if known else UNKNOWN,
        }
        claims = {question.claims for question in self.rulebook.questions.values()}
        return replace(
            self.transfer,
            stated={
                **{name: value for name, value in stated.items() if name not in claims},
                **party.stated,
                **{name: value for name, value in found.items() if name in book.facts},
            },
            shown={**self.transfer.shown, PARTY: dict(party.shown)},
            claims=None,
            parties=(),
        )


def _raised(review: Review) -> int:
    """Whether a party raises a red flag; where no rule on them was in force on the day, none has been looked for."""
    asked = [(bound, review.outcomes[bound.question.name]) for bound in review.bound.questions]
    asked = [(bound, outcome) for bound, outcome in asked if bound.question.each == PARTY]
    if not any(ranked.rule.window.holds(review.bound.day) for bound, _ in asked for ranked in bound.rules):
        return UNKNOWN
    answers = [review.answers[bound.question.name] for bound, _ in asked]
    if any(answer.certain for answer in answers):
        return TRUE
    return UNKNOWN if any(answer.open for answer in answers) else FALSE


def _shares_address(party: StatedParty, screening: Screening) -> int:
    """Whether a listed party has the address; no address and no screening are no answer."""
    if screening.shared_addresses:
        return TRUE
    screened = screening.status in STATUSES and screening.status != NOT_SCREENED
    return FALSE if screened and party.shown.get(PARTY_ADDRESS.partition(".")[2]) else UNKNOWN


def _shown(review: Review, key: str) -> bool:
    return key in review.transfer.shown[PARTY]


def _not_screened(party: Party, why: str) -> Screening:
    return Screening(
        name=party.name, status=NOT_SCREENED, hits=[], lists=[], why=[why], party=party, not_checked=[OWNERSHIP]
    )
