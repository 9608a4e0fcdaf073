"""What a careful reader of a determination should know: claims taken on trust, contradictions, provisions and memberships not checked.

Each caution is found from a review that has been decided; none of them changes an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from licet.deciding.bound import binder
from licet.deciding.changing import decide_again, on_day
from licet.deciding.compiling import FALSE, TRUE, UNKNOWN
from licet.determination import Caution
from licet.language.conditions import InGroup, atoms
from licet.rulebook.instruments import Rule
from licet.rulebook.names import RED_FLAG, SCREENING, SCREENING_HITS
from licet.rulebook.vocabulary import Derived
from licet.rulebook.windows import OPEN_START, read_date
from licet.transfers.claims import REST

if TYPE_CHECKING:
    from licet.reviewing import Review


def cautions(review: Review) -> Iterator[Caution]:
    """Yield the warnings of a review, those that may change how an answer is read first."""
    for note in review.transfer.notes:
        yield Caution(code=note.code, message=note.message)
    yield from _claims(review)
    yield from _parties(review)
    yield from _contradictions(review)
    yield from _figures(review)
    yield from _estimates(review)
    yield from _standing(review)
    yield from _memberships(review)
    yield from _rough_dates(review)
    yield from _proposals(review)
    for bound in review.bound.questions:
        uncovered = bound.covered is not None and bound.covered(review.state) != TRUE
        if uncovered and bound.question.name in review.answers and review.answers[bound.question.name].open:
            yield Caution(
                code="not_covered",
                message=f"{bound.question.name}: the law that decides it is not in the rulebook, so it stays open.",
            )
    first = min(
        (rule.window.start for rule in review.rulebook.rules.values() if rule.window.start > OPEN_START), default=0
    )
    if review.transfer.date.toordinal() < first:
        yield Caution(code="before_the_rulebook", message="No provision of the rulebook was in force on that date.")


def _claims(review: Review) -> Iterator[Caution]:
    claims = review.transfer.claims
    if claims is None:
        return
    for bound in review.bound.questions:
        if not bound.question.claims:
            continue
        upheld = False
        for rule in bound.rules:
            if not rule.rule.window.holds(review.bound.day):
                continue
            figures = TRUE if rule.rule.condition is None else review.bound.function(rule.rule.condition)(review.state)
            claim = claims.get(rule.claim, FALSE)
            upheld = upheld or min(claim, figures) > FALSE
            if claim == TRUE and figures == FALSE:
                yield Caution(
                    code="claim_contradicted",
                    message=f"The exporter claims {rule.claim}; the facts stated do not meet it, and they decide.",
                )
            elif claim == TRUE and figures == UNKNOWN:
                yield Caution(
                    code="claim_on_trust",
                    message=f"{rule.claim} is taken on the exporter's word; no figure tests it.",
                )
            elif claim == FALSE and figures == UNKNOWN and review.bound.tested(rule.rule, review.state):
                yield Caution(
                    code="claim_untested",
                    message=f"The figures stated leave {rule.claim} open, and the exporter does not claim it; it stays open.",
                )
            elif claim == FALSE and figures == TRUE:
                yield Caution(
                    code="claim_contradicted",
                    message=f"The facts stated meet {rule.claim}, which the exporter does not claim; they decide.",
                )
        if claims.keys() - {REST} and not upheld and TRUE not in claims.values():
            yield Caution(
                code="claim_contradicted",
                message="The facts stated meet no entry that the claimed list code stands for; they decide.",
            )
        if not claims and all(review.state[rule.slot] == FALSE for rule in bound.rules):
            yield Caution(code="claim_on_trust", message="That the item is unlisted is taken on the exporter's word.")


def _proposals(review: Review) -> Iterator[Caution]:
    """Proposals that bear on an answer: they are no law, and were put in force on request."""
    found = {
        reason.rule.partition("/")[0]
        for answer in review.answers.values()
        for reason in (*answer.by, *answer.might)
        if review.rulebook.instruments[reason.rule.partition("/")[0]].proposal
    }
    for name in sorted(found):
        title = review.rulebook.instruments[name].title
        yield Caution(code="as_if_law", message=f"An answer rests on a proposal as if it were law: {title} ({name}).")
    yield from _ended(review)
    yield from _regrouped(review)


def _ended(review: Review) -> Iterator[Caution]:
    """Rules that would apply, or may, did a proposal not end them."""
    day = review.bound.day
    found: dict[str, list[str]] = {}
    for name, ending in review.rulebook.ended.items():
        rule = review.rulebook.enacted_rule(name)
        if rule is None or rule.of or ending.day > day or not rule.window.holds(day):
            continue
        applies = TRUE if rule.condition is None else review.bound.function(rule.condition)(review.state)
        if applies != FALSE and any(not _displaced(review, name, question) for question in rule.then):
            found.setdefault(ending.by, []).append(name)
    for by, names in found.items():
        yield Caution(
            code="as_if_law",
            message=f"Taken to be law no longer, as a proposal would have it: {', '.join(names)}. "
            f"The proposal is {review.rulebook.instruments[by].title} ({by}).",
        )


def _displaced(review: Review, name: str, question: str) -> bool:
    """Whether a rule that is not there would say nothing to a question: nobody asks it, or a rule that applies displaces that rule."""
    if question not in review.answers:
        return True
    rules = review.bound.question(question).rules
    acts = review.outcomes[question].acts
    return any(name in rules[index].rule.except_to for index, act in acts.items() if act == TRUE)


def _regrouped(review: Review) -> Iterator[Caution]:
    """Nations that a proposal puts into a group that the law asks for, or takes out of it."""
    if not review.rulebook.enacted_groups:
        return
    found: dict[tuple[str, str], int] = {}
    filled = dict(review.transfer.filled)
    for rule in review.bound.rules:
        if rule.condition is None or review.answers.keys().isdisjoint(rule.then):
            continue
        for atom in atoms(rule.condition):
            if not isinstance(atom, InGroup) or atom.group not in review.rulebook.enacted_groups:
                continue
            nation = review.state[review.bound.slots[atom.name.name]]
            on = read_date(atom.on).toordinal() if atom.on else review.bound.day
            if not isinstance(nation, str) or nation in filled.get(atom.group, ()):
                continue
            held = review.rulebook.groups[atom.group].holds(nation, on)
            if held != review.rulebook.enacted_groups[atom.group].holds(nation, on):
                found[nation, atom.group] = held
    for (nation, group), held in found.items():
        named = {
            reform.instrument: change.join + change.leave
            for reform in review.rulebook.reforms
            if (change := review.rulebook.instruments[reform.instrument].groups.get(group)) is not None
        }
        by = [proposal for proposal, nations in named.items() if nation in nations]
        belongs = "" if held == TRUE else "not "
        name, title = review.rulebook.nations.get(nation, nation), review.rulebook.groups[group].title
        yield Caution(
            code="as_if_law",
            message=f"{name} is taken {belongs}to belong to {title}, as a proposal would have it ({', '.join(by)}).",
        )


def _rough_dates(review: Review) -> Iterator[Caution]:
    """Rules that would apply, were it certain that they were in force already, or still."""
    found: list[str] = []
    changing = review.bound.engine.changing
    # Most fail by the facts alone, whatever else is decided; what they leave open can only be so by a claim.
    least = UNKNOWN if changing.claimed(review.state) else TRUE
    for on, rules in _doubtful(review).items():
        bound = binder(review.rulebook).on(on, review.transfer.filled)
        day = (float(on), float(on))
        other = on_day(bound, review.state, "date", day, {**review.stated, "date": day})
        might = [
            rule for rule in rules if not rule.of and all(test(other.state) >= least for test in changing.alone(rule))
        ]
        if might:
            decide_again(bound, other, review.as_decided)
            found += [rule.name for rule in might if other.state[bound.engine.rule_slots[rule.name]] == TRUE]
    if found:
        yield Caution(
            code="dates_unverified",
            message=f"Not counted, since the day from or to which they are in force has not been verified: {', '.join(found)}.",
        )


def _doubtful(review: Review) -> dict[int, list[Rule]]:
    """The rules that may have been in force on the day, by the nearest day on which they surely were."""
    day = review.bound.day
    found: dict[int, list[Rule]] = {}
    for rule in review.rulebook.rules.values():
        if rule.window.rough_start and day < rule.window.start:
            found.setdefault(rule.window.start, []).append(rule)
        elif rule.window.rough_end and day >= rule.window.end:
            found.setdefault(rule.window.end - 1, []).append(rule)
    return found


def _parties(review: Review) -> Iterator[Caution]:
    """What is claimed of the parties: on trust where none is named; where some are, what was found of them governs."""
    for name in (SCREENING, SCREENING_HITS, RED_FLAG):
        claimed = review.transfer.claimed.get(name)
        if claimed is None:
            continue
        said = _word(claimed)
        if review.named is None:
            yield Caution(
                code="screening_claimed",
                message=f"{name} is claimed to be {said}; that was not done or looked for here.",
            )
        elif (found := _word(review.text(name, review.state[review.bound.slots[name]]))) != said:
            found = "not known" if found == "None" else found
            yield Caution(
                code="contradiction",
                message=f"{name} is claimed to be {said}, and of the parties that are named it is {found}; what was found counts.",
            )


def _contradictions(review: Review) -> Iterator[Caution]:
    for derivation in review.bound.engine.deriving.derivations:
        fact = derivation.fact
        if fact.name not in review.transfer.stated:
            continue
        for value, test, source in derivation.implied:
            if test(review.state) == TRUE and review.state[derivation.slot] != value:
                yield Caution(
                    code="contradiction",
                    message=f"{fact.path} is stated as {_word(review.show(fact.name))}, and {_word(review.text(fact.name, value))} "
                    f"follows, since {source.why}; what is stated counts.",
                )
                break


def _figures(review: Review) -> Iterator[Caution]:
    """Stated figures that others, worked out or estimated, contradict."""
    for derivation in review.bound.engine.deriving.derivations:
        name = derivation.fact.name
        stated = review.state[derivation.slot] if name in review.stated else None
        if stated is None or not derivation.worked_out:
            continue
        for work_out, source in derivation.worked_out:
            found = work_out(review.state)
            if found is not None and (found[1] < stated[0] or stated[1] < found[0]):
                how = "is estimated" if source.estimate else "follows"
                yield Caution(
                    code="contradiction",
                    message=f"{derivation.fact.path} is stated as {_word(review.show(name))}, and {review.text(name, found)} {how} "
                    f"from {source.expression.text}; what is stated counts.",
                )
                break


def _estimates(review: Review) -> Iterator[Caution]:
    """Estimates on which an answer rests: without them it would be another, or open."""
    for name, source in review.sources.items():
        if isinstance(source, Derived) and source.estimate and review.rests_on(name):
            yield review.estimate(name)


def _standing(review: Review) -> Iterator[Caution]:
    partial: dict[str, None] = {}
    asked = [*review.answers.items(), *(one for party in review.party_reviews for one in party.answers.items())]
    for question, answer in asked:
        for reason in answer.by:
            if reason.standing == "unverified":
                yield Caution(
                    code="unverified",
                    message=f"{question} rests on {reason.rule} ({reason.cite}), whose text has not been checked.",
                )
            elif reason.standing == "partial":
                partial[reason.rule] = None
    if partial:
        yield Caution(
            code="partial",
            message="Read only in part or through other texts: " + ", ".join(partial) + ".",
        )


def _memberships(review: Review) -> Iterator[Caution]:
    day = review.transfer.date.toordinal()
    seen: set[tuple[str, str]] = set()
    for answer in review.answers.values():
        for reason in (*answer.by, *answer.might, *answer.defeated):
            rule = review.rulebook.rules[reason.rule]
            for atom in atoms(rule.condition) if rule.condition else ():
                if not isinstance(atom, InGroup):
                    continue
                nation = review.state[review.bound.slots[atom.name.name]]
                if not isinstance(nation, str) or (nation, atom.group) in seen:
                    continue
                seen.add((nation, atom.group))
                yield from _membership(review, nation, atom.group, day)


def _membership(review: Review, nation: str, group_name: str, day: int) -> Iterator[Caution]:
    group = review.rulebook.groups[group_name]
    name = review.rulebook.nations.get(nation, nation)
    for membership in group.memberships:
        if membership.nation != nation:
            continue
        held = membership.holds(day)
        if held == UNKNOWN:
            yield Caution(
                code="membership_unknown",
                message=f"Whether {name} belonged to {group.title} on {review.transfer.date} is not known ({membership.source}).",
            )
        elif held == TRUE and (membership.standing == "unverified" or membership.rough):
            yield Caution(
                code="membership_unverified",
                message=f"{name} in {group.title}: the dates have not been checked ({membership.source}).",
            )


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
