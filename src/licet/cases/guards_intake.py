"""What must hold before something is stated, handed in, submitted, asked and answered."""

from __future__ import annotations

from collections.abc import Mapping

from licet.cases.case import CaseState
from licet.cases.given import Given, Guard, among, amount_of, empty, longer
from licet.cases.words import IDENTICAL, MATCH_VERDICTS, REFUSED
from licet.errors import Fault

# So long is the column for lists.
_REFERENCE = 40


def _stated_whole(state: CaseState, given: Given) -> list[Fault]:
    """What is applied for is stated: items with their quantities, and destinations."""
    about, faults = given.about, list[Fault]()
    items = (
        about["items"]
        if "items" in about
        else [{"id": one.id, "name": one.name, "quantity": one.quantity} for one in state.items]
    )
    destinations = about.get("destinations", state.destinations)
    if not isinstance(about.get("transfer", state.transfer), Mapping):
        faults.append(Fault("transfer", "no mapping", "what is stated for all items"))
    elif {"item", "recipient"} & set(about.get("transfer", state.transfer)):
        faults.append(
            Fault(
                "transfer",
                "an item or a recipient",
                "what is stated for all items",
                "put them under items and destinations",
            )
        )
    faults += longer(given, "reference", _REFERENCE)
    if about.get("taken"):
        faults.append(Fault("reference", f"'{about.get('reference')}', which another case has", "one of its own"))
    if not items:
        faults.append(Fault("items", "none", "one or more"))
    ids = [one.get("id") for one in items]
    if len(set(ids)) < len(ids) or not all(ids):
        faults.append(Fault("items", "ids that are empty or there twice", "an id for each"))
    for one in items:
        where = f"items.{one.get('id')}"
        if not str(one.get("name") or "").strip():
            faults.append(Fault(f"{where}.name", "nothing", "what it is called"))
        faults += amount_of(f"{where}.quantity", one.get("quantity"))[1]
        if one.get("value") not in (None, ""):
            faults += amount_of(f"{where}.value", one.get("value"), zero=True)[1]
            if len(str(one.get("currency") or "")) != 3:
                faults.append(
                    Fault(
                        f"{where}.currency",
                        f"'{one.get('currency') or ''}'",
                        "the code of a currency, of three letters",
                    )
                )
    if not destinations or len(set(destinations)) < len(destinations) or not all(destinations):
        faults.append(
            Fault("destinations", ", ".join(map(str, destinations)) or "none", "one or more nations, each once")
        )
    return faults


def _determined_whole(state: CaseState, given: Given) -> list[Fault]:
    """The engine was asked of every item and destination."""
    items = [one["id"] for one in given.about["items"]] if "items" in given.about else [one.id for one in state.items]
    found = {(one["item"], one["destination"]) for one in given.about.get("determinations", ())}
    return [
        Fault("determinations", f"none of item {item} for {place}", "one of each item and destination")
        for item in items
        for place in given.about.get("destinations", state.destinations)
        if (item, place) not in found
    ]


def _named_and_there(_state: CaseState, given: Given) -> list[Fault]:
    """A document has a name, a kind and a content."""
    faults = empty(given, "name", "kind")
    return faults if given.about.get("content") else [*faults, Fault("content", "nothing", "a document")]


def _internal_document(state: CaseState, given: Given) -> list[Fault]:
    """The document is one that the applicant does not see, and why they may is told."""
    known = tuple(one.digest for one in state.attachments if one.internal)
    return [*among("document", str(given.about.get("document")), known), *empty(given, "why")]


def _refusal_intended(state: CaseState, given: Given) -> list[Fault]:
    """A refusal is recommended, the applicant was not told yet, and what they are told has words."""
    outcome = state.recommendation.outcome if state.recommendation is not None else ""
    faults = [*among("recommendation", outcome, (REFUSED,)), *empty(given, "text")]
    return faults if state.intent is None else [Fault("intent", "told already", "once"), *faults]


def _response_to_an_intent(state: CaseState, given: Given) -> list[Fault]:
    """The applicant was told of the intent to refuse, and says something to it."""
    faults = empty(given, "text")
    return faults if state.intent is not None else [Fault("intent", "none that was told", "one"), *faults]


def _to_a_licensing_officer(_state: CaseState, given: Given) -> list[Fault]:
    """Who takes over is a licensing officer of the same organisation."""
    found = f"'{given.about.get('officer')}', who is none"
    return [] if given.about.get("is_officer") else [Fault("officer", found, "a licensing officer of the organisation")]


def _question_put(_state: CaseState, given: Given) -> list[Fault]:
    """There is a question."""
    return empty(given, "question")


def _question_open(state: CaseState, given: Given) -> list[Fault]:
    """The question was asked, and has no answer yet."""
    return among(
        "question", str(given.about.get("question")), tuple(one.id for one in state.asked if one.answered is None)
    )


def _answer_to_a_question(state: CaseState, given: Given) -> list[Fault]:
    """There is an answer, to a question that was asked and has none yet."""
    return [*empty(given, "answer"), *_question_open(state, given)]


def _match_judged_with_reasons(state: CaseState, given: Given) -> list[Fault]:
    """The match is there, and a verdict has its reasons."""
    return [
        *among("match", str(given.about.get("match")), tuple(one.id for one in state.matches)),
        *among("verdict", str(given.about.get("verdict")), MATCH_VERDICTS),
        *empty(given, "reasons"),
    ]


def _something_to_consult_on(state: CaseState, _given: Given) -> list[Fault]:
    """A denial was judged essentially identical, and the partner's answer is not known."""
    if any(one.verdict == IDENTICAL and not one.consultation for one in state.matches):
        return []
    return [
        Fault(
            "matches",
            "no denial to consult on",
            "one judged essentially identical, without an outcome",
            "judge the match first",
        )
    ]


def _outcome_of_the_procedure(state: CaseState, given: Given) -> list[Fault]:
    """The match is one to consult on, and the outcome one that the procedure names."""
    return [
        *among(
            "match", str(given.about.get("match")), tuple(one.id for one in state.matches if one.verdict == IDENTICAL)
        ),
        *among("outcome", str(given.about.get("outcome")), tuple(one.code for one in given.law.consultation)),
    ]


def _pause_of_the_procedure(state: CaseState, given: Given) -> list[Fault]:
    """The ground is one on which clocks stand still, and no such pause lasts."""
    ground = str(given.about.get("ground"))
    faults = [*among("ground", ground, given.law.pauses), *empty(given, "why")]
    if any(one.ground == ground and one.until is None for one in state.pauses):
        faults.append(Fault("ground", f"a pause for {ground} that lasts", "one that does not"))
    return faults


def _pause_lasts(state: CaseState, given: Given) -> list[Fault]:
    """The pause lasts."""
    return among(
        "ground", str(given.about.get("ground")), tuple(one.ground for one in state.pauses if one.until is None)
    )


GUARDS: dict[str, Guard] = {
    "refusal_intended": _refusal_intended,
    "response_to_an_intent": _response_to_an_intent,
    "internal_document": _internal_document,
    "stated_whole": _stated_whole,
    "determined_whole": _determined_whole,
    "named_and_there": _named_and_there,
    "to_a_licensing_officer": _to_a_licensing_officer,
    "question_put": _question_put,
    "question_open": _question_open,
    "answer_to_a_question": _answer_to_a_question,
    "match_judged_with_reasons": _match_judged_with_reasons,
    "something_to_consult_on": _something_to_consult_on,
    "outcome_of_the_procedure": _outcome_of_the_procedure,
    "pause_of_the_procedure": _pause_of_the_procedure,
    "pause_lasts": _pause_lasts,
}
