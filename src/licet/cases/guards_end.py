"""What must hold before a case is decided, and before anything is done under its licence."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from licet.cases.approving import in_the_way
from licet.cases.case import CaseState
from licet.cases.clocks import day_of, last_by_any_counting
from licet.cases.given import Given, Guard, among, amount_of, empty, longer
from licet.cases.signing import outstanding
from licet.cases.terms import written
from licet.cases.words import AMENDED, APPROVED, APPROVED_WITH_PROVISOS, CHANGES, REFUSED, REVOKED
from licet.errors import Fault

# So long is the column for lists.
_NUMBER = 64


def _as_recommended(state: CaseState, given: Given) -> list[Fault]:
    """What is decided is what was recommended and signed."""
    recommended = state.recommendation
    return among("outcome", str(given.about.get("outcome")), (recommended.outcome,) if recommended else ())


def _may_be_decided(state: CaseState, given: Given) -> list[Fault]:
    """Nothing stands in the way."""
    return in_the_way(state, given.law, str(given.about.get("outcome")))


def _determined_by_the_law_of_the_day(state: CaseState, given: Given) -> list[Fault]:
    """The law of the day on which it is decided, and the lists of that day, answer every item and destination as its determination does."""
    mend, faults = "determine the case anew, and have it signed again where it is answered otherwise", list[Fault]()
    current = {(item.id, place) for item in state.items for place in state.destinations}
    for one in state.latest if "differing" not in given.about else ():
        if (one.item, one.destination) not in current:
            continue
        where = f"determination of item {one.item} for {one.destination}"
        if one.day != given.at.date():
            faults.append(Fault(where, f"one of {one.day}", f"one of {given.at.date()}, when it is decided", mend))
        elif given.law.rulebook and one.rulebook != given.law.rulebook:
            found = f"one by the law {one.rulebook[:19]}"
            faults.append(Fault(where, found, f"one by {given.law.rulebook[:19]}, the law of the day", mend))
    for other in given.about.get("differing", ()):
        where = f"determination of item {other.item} for {other.destination}"
        faults += [
            Fault(
                where, f"'{one.question}' is {' '.join(one.was)}", f"{' '.join(one.now)}, as it is answered today", mend
            )
            for one in other.differences
        ]
    return faults


def _outcome_is(state: CaseState, *outcomes: str) -> list[Fault]:
    return among("decision", state.decision.outcome if state.decision else "", outcomes)


def _approved(state: CaseState, _given: Given) -> list[Fault]:
    """The case was approved."""
    return _outcome_is(state, APPROVED, APPROVED_WITH_PROVISOS)


def _refused(state: CaseState, _given: Given) -> list[Fault]:
    """The case was refused."""
    return _outcome_is(state, REFUSED)


def _within_the_application(state: CaseState, given: Given) -> list[Fault]:
    """A licence has a number and a validity, and permits no more than was applied for."""
    about, faults = given.about, empty(given, "number")
    faults += longer(given, "number", _NUMBER)
    if about.get("taken"):
        faults.append(Fault("number", f"'{about.get('number')}', which another licence has", "a number of its own"))
    begins, ends = about.get("valid_from"), about.get("valid_until")
    if not (isinstance(begins, datetime.date) and isinstance(ends, datetime.date) and begins < ends):
        faults.append(Fault("valid_until", f"{begins} to {ends}", "a first day, and a later one on which it is over"))
    known = {one.id: one for one in state.items}
    items: list[Mapping[str, Any]] = list(about.get("items", ()))
    if not items or len({one.get("item") for one in items}) < len(items):
        faults.append(Fault("items", "none, or one twice", "how much of each item"))
    for one in items:
        item = known.get(str(one.get("item")))
        where = f"items.{one.get('item')}"
        if item is None:
            faults += among(where, str(one.get("item")), tuple(known))
            continue
        quantity, wrong = amount_of(f"{where}.quantity", one.get("quantity"))
        faults += wrong
        if quantity is not None and quantity > item.quantity:
            faults.append(Fault(f"{where}.quantity", f"{quantity}", f"{item.quantity} at most, as applied for"))
        if item.value is None and one.get("value") in (None, ""):
            continue
        value, wrong = amount_of(f"{where}.value", one.get("value"), zero=True)
        faults += wrong
        if value is not None and item.value is not None and value > item.value:
            faults.append(Fault(f"{where}.value", f"{value}", f"{item.value} at most, as applied for"))
    return faults


def drawn_of(state: CaseState, item: str) -> tuple[Decimal, Decimal]:
    """Return the quantity and the value of an item that were drawn."""
    found = [one for one in state.drawn if one.item == item]
    return sum((one.quantity for one in found), Decimal(0)), sum((one.value or Decimal(0) for one in found), Decimal(0))


def _not_below_what_was_drawn(state: CaseState, given: Given) -> list[Fault]:
    """A licence is not cut below what was shipped under it."""
    to = {str(one.get("item")): one for one in given.about.get("items", ())}
    faults = list[Fault]()
    for item in dict.fromkeys(one.item for one in state.drawn):
        for name, least in zip(("quantity", "value"), drawn_of(state, item), strict=True):
            told = to.get(item, {}).get(name)
            value = amount_of(name, told, zero=True)[0]
            # A value that the licence does not limit is none to fall below.
            if (value is None and (name == "quantity" or told not in (None, ""))) or (
                value is not None and value < least
            ):
                faults.append(Fault(f"items.{item}.{name}", f"{told}", f"{least} at least, which was drawn"))
    return faults


def _never_beyond(state: CaseState, given: Given) -> list[Fault]:
    """What is drawn is within the licence: its items, quantities, values and days."""
    about, licence, faults = given.about, state.licence, empty(given, "reference")
    if licence is None:
        return [Fault("licence", "none", "a licence")]
    day = about.get("on")
    if not isinstance(day, datetime.date) or not licence.valid_from <= day < licence.valid_until:
        faults.append(Fault("on", f"{day}", f"a day from {licence.valid_from} and before {licence.valid_until}"))
    elif day > given.at.date():
        faults.append(Fault("on", f"{day}", "a day that is not to come"))
    permitted = next((one for one in licence.items if one.item == about.get("item")), None)
    if permitted is None:
        return [*faults, *among("item", str(about.get("item")), tuple(one.item for one in licence.items))]
    quantity, wrong = amount_of("quantity", about.get("quantity"))
    faults += wrong
    drawn, worth = drawn_of(state, permitted.item)
    if quantity is not None and drawn + quantity > permitted.quantity:
        faults.append(Fault("quantity", f"{quantity}", f"{permitted.quantity - drawn} at most, which is left"))
    if permitted.value is not None:
        value, wrong = amount_of("value", about.get("value"), zero=True)
        faults += wrong
        if value is not None and worth + value > permitted.value:
            faults.append(Fault("value", f"{value}", f"{permitted.value - worth} at most, which is left"))
    elif about.get("value") not in (None, ""):
        faults += amount_of("value", about.get("value"), zero=True)[1]
    return faults


def _check_of_the_procedure(_state: CaseState, given: Given) -> list[Fault]:
    """The check is of a kind that the procedure names, and has a day."""
    faults = among("check", str(given.about.get("check")), given.law.checks)
    due = given.about.get("due")
    return faults if isinstance(due, datetime.date) else [*faults, Fault("due", f"{due}", "a day")]


def _check_open(state: CaseState, given: Given) -> list[Fault]:
    """The check was planned and is not done; it was done on a day that has come, and what was found is told."""
    known, day = tuple(one.id for one in state.monitoring if one.done is None), given.about.get("on")
    faults = [*among("check", str(given.about.get("check")), known), *empty(given, "outcome")]
    if not isinstance(day, datetime.date) or day > given.at.date():
        faults.append(Fault("on", f"{day}", "a day that is not to come"))
    return faults


def _validity_over(state: CaseState, given: Given) -> list[Fault]:
    """The licence is not valid any more."""
    if state.licence is not None and given.at.date() >= state.licence.valid_until:
        return []
    return [Fault("licence", f"{state.licence.valid_until if state.licence else 'none'}", "a last day that has passed")]


def _change_usable(state: CaseState, given: Given) -> list[Fault]:
    """What is proposed is an amendment within the application and not below what was drawn, or a revocation."""
    change = str(given.about.get("change"))
    if change != AMENDED:
        return among("change", change, CHANGES)
    return [*_within_the_application(state, given), *_not_below_what_was_drawn(state, given)]


def _signed(state: CaseState, given: Given, change: str, terms: Mapping[str, Any], shown: str = "") -> list[Fault]:
    if not any(change in step.outcomes for step in given.law.signing):
        return []
    proposed, why = state.proposed, given.about.get("why")
    told = (change, terms, why, shown)
    if proposed is None or (proposed.change, proposed.terms, proposed.why, proposed.shown) != told:
        found = "nothing that was proposed" if proposed is None else "not what was proposed"
        return [Fault("signatures", found, "a change as it was proposed and signed", "propose it, and have it signed")]
    return [
        Fault("signatures", f"none of {step.title or step.code}", "every signature under what is proposed")
        for step in outstanding(state, given.law, change)
    ]


def _amendment_signed(state: CaseState, given: Given) -> list[Fault]:
    """Where the procedure asks for signatures under an amendment, it is as it was proposed and signed."""
    # Terms that cannot be used are told by another guard.
    return [] if _within_the_application(state, given) else _signed(state, given, AMENDED, written(given.about))


def _revocation_signed(state: CaseState, given: Given) -> list[Fault]:
    """Where the procedure asks for signatures under a revocation, it is as it was proposed and signed."""
    return _signed(state, given, REVOKED, {}, given.about.get("shown", ""))


def _appeal_in_time(state: CaseState, given: Given) -> list[Fault]:
    """The days in which an appeal is possible are not over, however they are counted where that was not read."""
    faults, law = list[Fault](), given.law
    for one in law.appeals:
        # Here a refusal is final when it is decided; from what is not known nothing is counted against an applicant.
        if one.starts not in ("decided", "refusal_final") or state.decision is None:
            continue
        last = last_by_any_counting(state.decision.at, one.limit, one.days, (), law.calendar)
        if last is not None and day_of(given.at, law.calendar) > last:
            told = ", ".join(filter(None, (one.cite, one.standing)))
            faults.append(Fault("appeal", f"{day_of(given.at, law.calendar)}", f"a day up to {last} ({told})"))
    return faults


GUARDS: dict[str, Guard] = {
    "as_recommended": _as_recommended,
    "may_be_decided": _may_be_decided,
    "determined_by_the_law_of_the_day": _determined_by_the_law_of_the_day,
    "approved": _approved,
    "refused": _refused,
    "within_the_application": _within_the_application,
    "not_below_what_was_drawn": _not_below_what_was_drawn,
    "change_usable": _change_usable,
    "amendment_signed": _amendment_signed,
    "revocation_signed": _revocation_signed,
    "appeal_in_time": _appeal_in_time,
    "never_beyond": _never_beyond,
    "check_of_the_procedure": _check_of_the_procedure,
    "check_open": _check_open,
    "validity_over": _validity_over,
}
