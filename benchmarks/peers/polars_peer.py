"""The small policy as somebody writes it in Polars who knows both well.

Logic on columns with nulls is Kleene's, so a condition is null where it is not known. A CASE takes null for false, however; so each
question is asked twice, for the first answer that holds and for the first that may hold, and is open where the two differ. The streaming
engine is the faster one here, at every size.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import polars
from groups import GROUPS, NATIONS, NEVER
from peer import CATEGORIES, POSTURES, Pair, Peer, pairs_of
from polars import col, lit, when

MISSILES = ("ballistic_missile", "space_launch_vehicle", "cruise_missile", "uas")


def _from(day: str, until: str = "9999-01-01") -> Any:
    """Whether the date lies in a span."""
    start, end = datetime.date.fromisoformat(day), datetime.date.fromisoformat(until)
    return (col("date") >= lit(start)) & (col("date") < lit(end))


def _member(nation: str, group: str) -> Any:
    """Whether a nation is in a group on the date: its span is looked up by the nation's number. Null where the nation is not known."""
    spans = [GROUPS[group].get(code, (NEVER, NEVER)) for code in NATIONS]
    place = col(nation).to_physical()
    entered = col("date") >= lit(polars.Series([start for start, _ in spans])).gather(place)
    if all(end == NEVER for _, end in spans):
        return entered
    return entered & (col("date") < lit(polars.Series([end for _, end in spans])).gather(place))


def _is(name: str, *values: str) -> Any:
    """Whether a fact has one of some values; null where the fact is not known."""
    found = col(name) == lit(values[0])
    for value in values[1:]:
        found = found | (col(name) == lit(value))
    return found


def _groups() -> dict[str, Any]:
    return {
        "us": _is("exporter", "US"),
        "exporter_partner": _member("exporter", "mtcr_partner"),
        "partner": _member("recipient", "mtcr_partner"),
        "nato": _member("recipient", "nato"),
        "mnna": _member("recipient", "mnna"),
        "concern": _member("recipient", "concern"),
        "embargoed": _member("recipient", "embargoed"),
        "uas": _is("kind", "uas"),
        "missile": _is("kind", *MISSILES),
    }


def _category() -> dict[str, Any]:
    """The conditions of Category I, and of the rules that make Category II."""
    regime = _from("1987-04-16")
    large = (col("range") >= 300) & (col("payload") >= 500)
    part = _is("kind", "component")
    # The exception asks for a part once more, as the law has it: where the kind is not known, both rules are open, and so is the answer.
    civil_part = part & _is("purpose", "civil") & (col("range") < 600) & ~col("wmd_concern")
    return {
        "category_i": regime & (col("missile") | _is("kind", "facility")) & large,
        "second": regime
        & (
            (_from("1993-01-07") & col("missile") & (col("range") >= 300))
            | (_from("2002-09-01") & col("hypersonic") & _is("kind", "ballistic_missile", "cruise_missile", "uas"))
            | (part & col("specially_designed") & (col("range") >= 300) & ~civil_part)
        ),
    }


def _posture() -> dict[str, Any]:
    """The condition of each posture, exceptions taken off."""
    one, two, us, uas = col("category_i"), ~col("category_i") & col("second"), col("us"), col("uas")
    listed = col("category_i") | col("second")
    concern, drone = col("wmd_concern"), uas & one
    ally = col("nato") | col("mnna")

    suspected = us & _from("2020-07-24", "2025-09-15") & drone & col("concern") & ~_is("purpose", "civil")
    slow = (
        us & _from("2020-07-24", "2025-09-15") & drone & (col("max_airspeed") < 800) & ~col("hypersonic") & ~suspected
    )
    retained = (
        us
        & _from("2020-07-24", "2025-09-15")
        & one
        & (_is("kind", "cruise_missile") | (uas & ((col("max_airspeed") >= 800) | col("hypersonic"))))
    )
    launcher = _is("kind", "space_launch_vehicle") & one & _is("purpose", "space") & col("partner") & ~concern
    loosened = (
        (us & _from("1993-09-27") & launcher)
        | (us & _from("2015-02-17", "2018-04-19") & drone & _is("purpose", "military") & col("nato"))
        | (us & _from("2018-04-19", "2020-07-24") & drone & ally & (col("value") < 500e6))
        | slow
        | (us & _from("2025-09-15") & drone & ~col("hypersonic"))
    )
    favoured = (us & _from("2018-04-19", "2023-02-23") & two & col("nato") & (col("value") < 50e6) & ~concern) | (
        us & _from("2025-04-09") & two & ally & (col("value") >= 14e6) & ~concern
    )
    return {
        "prohibited": (_from("1987-04-16") & one & _is("kind", "facility"))
        | (us & _from("1993-01-01") & col("embargoed")),
        "strong_presumption_of_denial": (_from("1987-04-16", "1993-01-07") & one & concern)
        | (_from("1993-01-07") & one & ~loosened)
        | (_from("1993-01-07") & concern & (listed | col("missile")))
        | retained,
        "presumption_of_denial": (_from("2003-01-01") & ~listed & concern & col("exporter_partner"))
        | suspected
        | (us & _from("2023-02-23", "2025-03-14") & _is("purpose", "law_enforcement") & ~ally),
        "case_by_case": loosened | (_from("1987-04-16") & two & ~favoured),
        "presumption_of_approval": favoured,
    }


def _first(conditions: dict[str, Any], answers: tuple[str, ...], unknown: bool) -> Any:
    """The number of the first answer whose condition holds; an unknown condition counts as given."""
    cases: Any = polars
    for name in answers[:-1]:
        cases = cases.when(conditions[name].fill_null(unknown) if unknown else conditions[name]).then(
            lit(answers.index(name), dtype=polars.UInt8)
        )
    return cases.otherwise(lit(len(answers) - 1, dtype=polars.UInt8))


def _two_cases(conditions: dict[str, Any], answers: tuple[str, ...]) -> Any:
    holds, may_hold = _first(conditions, answers, False), _first(conditions, answers, True)
    return when(holds == may_hold).then(holds)


def _table(frame: Any) -> Any:
    """The table with every condition as a column of its own."""
    return frame.lazy().with_columns(**_groups()).with_columns(**_category()).with_columns(**_posture())


def _in_two_cases(frame: Any) -> Any:
    return _answers(frame, _two_cases)


def _in_one_case(frame: Any) -> Any:
    return _answers(frame, lambda conditions, answers: _first(conditions, answers, False))


def _answers(frame: Any, cases: Any) -> Any:
    category = {"I": col("category_i"), "II": col("second")}
    posture = {name: col(name) for name in POSTURES[:-1]}
    return (
        _table(frame)
        .select(
            category=cases(category, CATEGORIES).cat.to(polars.Enum(CATEGORIES)),
            posture=cases(posture, POSTURES).cat.to(polars.Enum(POSTURES)),
        )
        .collect(engine="streaming")
    )


def _pairs(answers: Any, places: Sequence[int]) -> list[Pair]:
    rows = answers[places]
    return pairs_of(rows["category"].to_physical().to_list(), rows["posture"].to_physical().to_list())


TWO_CASES = Peer(
    name="Polars by hand, two CASEs",
    packages=("polars",),
    note="an open row is open",
    open_rows=True,
    largest=10_000_000,
    prepare=lambda frame: frame,
    run=_in_two_cases,
    pairs=_pairs,
)
ONE_CASE = Peer(
    name="Polars by hand, one CASE",
    packages=("polars",),
    note="takes an unknown condition for false: given rows without unknowns",
    open_rows=False,
    largest=10_000_000,
    prepare=lambda frame: frame,
    run=_in_one_case,
    pairs=_pairs,
)
