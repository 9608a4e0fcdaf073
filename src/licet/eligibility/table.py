"""The table of all nations for one transfer: each with its answers, what they rest on, what would change them, and the groups of like answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import msgspec

from licet.deciding.compiling import FALSE, TRUE
from licet.deciding.walking import Purse
from licet.determination import Answer, Missing, RulebookReference, RuleReason
from licet.eligibility.answer import (
    Belonging,
    Change,
    Eligibility,
    Ends,
    Ground,
    NationGroup,
    NationRow,
    Settled,
)
from licet.eligibility.difference import Turn, ground, turns
from licet.eligibility.remarks import remarks, sources
from licet.eligibility.trying import Answers, Place, Trying, differing
from licet.eligibility.unpublished import at_end, end, lists
from licet.reviewing import Review
from licet.rulebook.names import RECIPIENT
from licet.rulebook.rulebook import Rulebook
from licet.transfers.again import again, arguments
from licet.transfers.transfer import Transfer
from licet.version import __version__

POSTURE = "posture"
# How many states all nations together may cost where answers are open.
_STATES = 10_000

Key = tuple[tuple[str, tuple[str, ...], bool], ...]


class _Reviewed:
    """One nation of those that no rule behind the questions tells apart, reviewed."""

    def __init__(
        self, rulebook: Rulebook, transfer: Transfer, nation: str, asked: tuple[str, ...], shared: Purse
    ) -> None:
        stated = {**transfer.stated, RECIPIENT: nation}
        shown = {**transfer.shown, RECIPIENT: nation}
        self.review = Review(rulebook, replace(transfer, stated=stated, shown=shown), asked, shared=shared)
        self.answers = self.review.answers

    def settled(self, nation: str) -> dict[str, Settled]:
        """Return the answers to all questions that reviews report for one of these nations, without their rules."""
        bound, review = self.review.bound, self.review
        stated = {**review.stated, RECIPIENT: nation}
        if review.named is not None:
            # What a party raises may rest on where the item goes.
            stated |= review.named.facts(review.named.reviews(stated))
        outcomes = bound.decide(bound.state(stated))
        found: dict[str, Settled] = {}
        for name in (asked.question.name for asked in bound.questions if asked.question.shown):
            if name in self.answers:
                answer = self.answers[name]
                found[name] = Settled(value=answer.value, possible=answer.possible, exact=answer.exact)
            else:
                outcome = outcomes[name]
                sure = list(outcome.value)
                value = None if outcome.open else sure
                found[name] = Settled(value=value, possible=[*sure, *outcome.possible], exact=not outcome.open)
        return found

    @property
    def by(self) -> list[RuleReason]:
        """The rules that decide the posture."""
        return self.answers[POSTURE].by

    def posture(self, nation: str) -> Answer:
        """Return the answer on the posture, as it reads for another of these nations."""
        answer = self.answers[POSTURE]
        if self.review.stated[RECIPIENT] == nation:
            return answer
        return msgspec.structs.replace(
            answer,
            **{
                name: [
                    msgspec.structs.replace(
                        reason,
                        because=[
                            msgspec.structs.replace(part, facts={**part.facts, RECIPIENT: nation})
                            if RECIPIENT in part.facts
                            else part
                            for part in reason.because
                        ],
                    )
                    for reason in getattr(answer, name)
                ]
                for name in ("by", "defeated", "might", "outweighed")
            },
        )


class Table:
    """Every nation as the recipient of one transfer.

    Args:
        rulebook: the law.
        transfer: the transfer, without a recipient.
        replaced: the recipient that was stated and is left aside.
    """

    def __init__(self, rulebook: Rulebook, transfer: Transfer, replaced: str | None = None) -> None:
        self.rulebook = rulebook
        self.transfer = transfer
        self.replaced = replaced
        self.day = transfer.date.toordinal()
        exporter = transfer.stated.get("exporter")
        self.nations = [code for code in rulebook.nations if code != exporter]
        self.asked = tuple(q.name for q in rulebook.questions.values() if q.shown and q.type != "codes")
        self.trying = Trying(rulebook, transfer, self.asked)
        self.places = {nation: self.trying.place(nation) for nation in self.nations}
        self._grounds: dict[Place, Ground] = {}
        self._changes: dict[Place, list[Change]] = {}
        self.shared = Purse(_STATES)
        self._missing: dict[bytes, list[Missing]] = {}

    @cached_property
    def reviewed(self) -> Mapping[str, _Reviewed]:
        """Nation → the review of a nation in the same place."""
        of: dict[Place, _Reviewed] = {}
        for nation, place in self.places.items():
            if place not in of:
                of[place] = _Reviewed(self.rulebook, self.transfer, nation, self.asked, self.shared)
        return {nation: of[place] for nation, place in self.places.items()}

    # The answers.

    def key(self, nation: str) -> Key:
        """Return the answers by which a nation is grouped."""
        answers = self.reviewed[nation].answers
        return tuple((question, tuple(answers[question].possible), answers[question].exact) for question in self.asked)

    def settled(self, answers: Answers) -> dict[str, Settled]:
        """Return answers without their rules."""
        return {
            question: Settled(value=possible[0] if len(possible) == 1 else None, possible=list(possible), exact=exact)
            for question, (possible, exact) in answers.items()
        }

    def strictness(self, answers: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[Any, ...]:
        """Return what orders answers, those that are decided first, of them the least strict posture first."""
        left = dict(answers)
        ranks = {q: list(self.rulebook.questions[q].values) for q in left}
        order = sorted(left, key=lambda question: question != POSTURE)
        return (
            len(left[POSTURE]) > 1,
            *(tuple(-ranks[question].index(answer) for answer in left[question]) for question in order),
        )

    def missing(self, nation: str) -> list[Missing]:
        """Return what is not known and could still decide for a nation; what is the same for another is ranked once."""
        review = self.reviewed[nation].review
        key = msgspec.json.encode(review.undecided)
        found = self._missing.get(key)
        if found is None:
            found = self._missing[key] = review.missing
        return found

    # What answers rest on, and what would change them.

    def ground(self, nation: str) -> Ground:
        """Return what is enough for the answers of a nation."""
        place = self.places[nation]
        found = self._grounds.get(place)
        if found is None:
            enough = ground(self.trying, place)
            named = list(self.trying.named[place.nation]) if enough.named else []
            found = self._grounds[place] = Ground(belongs=list(enough.belongs), lacks=list(enough.lacks), named=named)
        return found

    def changes(self, nation: str) -> list[Change]:
        """Return what would change the answers of a nation."""
        place = self.places[nation]
        found = self._changes.get(place)
        if found is None:
            found = self._changes[place] = [self._change(turn) for turn in turns(self.trying, place)]
        return found

    def _change(self, turn: Turn) -> Change:
        answers = self.settled({question: (possible, True) for question, possible in turn.answers})
        return Change(join=list(turn.join), leave=list(turn.leave), answers=answers)

    def unsure(self, place: Place, index: int) -> bool:
        """Whether it is not known of a nation that it belonged to a group, and that would matter."""
        if place.held[index] in (FALSE, TRUE):
            return False
        inside, outside = (self.trying.answers(place.with_(index, truth)) for truth in (TRUE, FALSE))
        return bool(differing(outside, inside))

    def belonging(self, nation: str) -> list[Belonging]:
        """Return the groups that a nation belongs to on the day, or may."""
        decides = self.ground(nation).belongs
        filled = dict(self.transfer.filled)
        found: list[Belonging] = []
        for name, group in self.rulebook.groups.items():
            if nation in filled.get(name, ()):
                said: dict[str, Any] = {"source": "put on the list on request", "standing": "assumed"}
                found.append(Belonging(group=name, title=group.title, held="yes", decides=name in decides, **said))
                continue
            if name in filled:
                group = group.by_reform()
            truth = group.holds(nation, self.day)
            if truth == FALSE:
                continue
            member = next(m for m in group.memberships if m.nation == nation and m.holds(self.day) == truth)
            found.append(
                Belonging(
                    group=name,
                    title=group.title,
                    held="yes" if truth == TRUE else "not known",
                    decides=name in decides,
                    from_=member.first,
                    until=member.last,
                    source=member.source,
                    standing=member.standing,
                    note=member.note,
                )
            )
        return found

    # The table.

    @cached_property
    def grouped(self) -> Mapping[Key, list[str]]:
        """The nations by their answers, in the order in which they are told."""
        found: dict[Key, list[str]] = {}
        for nation in self.nations:
            found.setdefault(self.key(nation), []).append(nation)
        order = sorted(found, key=lambda key: self.strictness((q, possible) for q, possible, _ in key))
        return {key: found[key] for key in order}

    def row(self, nation: str, group: int) -> NationRow:
        """Return the row of one nation."""
        reviewed = self.reviewed[nation]
        ends = Ends(nobody=self.settled(at_end(self, nation, FALSE)), everyone=self.settled(at_end(self, nation, TRUE)))
        return NationRow(
            nation=nation,
            name=self.rulebook.nations[nation],
            group=group,
            posture=reviewed.posture(nation),
            answers=reviewed.settled(nation),
            memberships=self.belonging(nation),
            ground=self.ground(nation),
            would_change=self.changes(nation),
            ends=ends,
            missing=self.missing(nation),
        )

    def group(self, key: Key, nations: list[str]) -> NationGroup:
        """Return one group of nations with the same answers."""
        rules: dict[str, None] = {}
        missing: dict[str, Missing] = {}
        for nation in nations:
            reviewed = self.reviewed[nation]
            rules.update(dict.fromkeys(reason.rule for reason in reviewed.by))
            for one in self.missing(nation):
                if set(one.decides) & set(self.asked):
                    missing.setdefault(one.fact, one)
        unsure = [
            name
            for n, name in enumerate(self.trying.groups)
            if any(self.unsure(self.places[nation], n) for nation in nations)
        ]
        return NationGroup(
            answers=self.settled({question: (possible, exact) for question, possible, exact in key}),
            nations=nations,
            grounds=gathered([(self.ground(nation), nation) for nation in nations]),
            would_change=gathered([(change, nation) for nation in nations for change in self.changes(nation)]),
            rules=list(rules),
            missing=list(missing.values()),
            not_known=unsure,
        )

    @cached_property
    def eligibility(self) -> Eligibility:
        """The whole table."""
        numbers = {nation: n for n, nations in enumerate(self.grouped.values()) for nation in nations}
        assumed, warnings = remarks(self)
        first = next(iter(self.reviewed.values())).review
        return Eligibility(
            licet=__version__,
            rulebook=RulebookReference(digest=self.rulebook.digest, reforms=self.rulebook.named_reforms()),
            transfer=dict(self.transfer.shown),
            date=self.transfer.date.isoformat(),
            questions=list(self.asked),
            nations=[self.row(nation, numbers[nation]) for nation in self.nations],
            groups=[self.group(key, nations) for key, nations in self.grouped.items()],
            lists=lists(self),
            nobody=end(self, FALSE),
            everyone=end(self, TRUE),
            sources=sources(self),
            assumed=assumed,
            taken=first.taken,
            warnings=warnings,
            again=again(
                "eligible",
                [self.transfer.shown],
                arguments(self.rulebook.folder, self.rulebook.named_reforms(), self.transfer.assumed),
                called="table",
            ),
        )


def gathered(of: list[tuple[Any, str]]) -> list[Any]:
    """Return each different ground or change once, with the nations to which it belongs, those of most nations first."""
    found: dict[bytes, tuple[Any, list[str]]] = {}
    for one, nation in of:
        found.setdefault(msgspec.json.encode(one), (one, []))[1].append(nation)
    ordered = sorted(found.values(), key=lambda entry: -len(entry[1]))
    return [msgspec.structs.replace(one, nations=nations) for one, nations in ordered]
