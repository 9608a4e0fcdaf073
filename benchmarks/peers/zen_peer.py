"""The small policy as a ZEN decision graph: a table for the category, expressions for groups and for what others rest on, a table for the posture.

Tables stop at the first row that matches. Days are numbers that read like dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import zen
from groups import GROUPS, NEVER, Span, number
from peer import Pair, Peer, listed

MISSILES = "'ballistic_missile', 'space_launch_vehicle', 'cruise_missile', 'uas'"

# Of a row: the cells of the inputs, empty for any, and the answer.
CATEGORY_INPUTS = ("date", "kind", "range", "payload", "hypersonic", "specially_designed", "purpose", "wmd_concern")
CATEGORY_ROWS = [
    # mtcr.annex/rockets, drones, facilities
    (">= 19870416", f"{MISSILES}, 'facility'", ">= 300", ">= 500", "", "", "", "", "'I'"),
    # mtcr.annex/long-range
    (">= 19930107", MISSILES, ">= 300", "", "", "", "", "", "'II'"),
    # mtcr.annex/hypersonic
    (">= 20020901", "'ballistic_missile', 'cruise_missile', 'uas'", "", "", "true", "", "", "", "'II'"),
    # mtcr.annex/civil-parts, before the rule that it is an exception to
    (">= 19870416", "'component'", "< 600", "", "", "", "'civil'", "false", "'unlisted'"),
    # mtcr.annex/parts
    (">= 19870416", "'component'", ">= 300", "", "", "true", "", "", "'II'"),
    ("", "", "", "", "", "", "", "", "'unlisted'"),
]

CONDITIONS = {
    "us": "exporter == 'US'",
    "ally": "nato or mnna",
    "drone": "$.us and kind == 'uas' and category == 'I'",
    "missile": f"kind in [{MISSILES}]",
    # us.uas-2020/concern
    "suspected": "$.drone and date >= 20200724 and date < 20250915 and concern and purpose != 'civil'",
    # us.uas-2020/retained
    "retained": (
        "$.us and date >= 20200724 and date < 20250915 and category == 'I'"
        " and (kind == 'cruise_missile' or kind == 'uas' and (max_airspeed >= 800 or hypersonic))"
    ),
    # us.launchers/partners, us.uas-2015/allies, us.uas-2018/allies, us.uas-2020/slow, us.uas-2025/aircraft
    "loosened": (
        "$.us and date >= 19930927 and kind == 'space_launch_vehicle' and category == 'I' and purpose == 'space'"
        " and partner and not wmd_concern"
        " or $.drone and ("
        "date >= 20150217 and date < 20180419 and purpose == 'military' and nato"
        " or date >= 20180419 and date < 20200724 and $.ally and value < 500000000"
        " or date >= 20200724 and date < 20250915 and max_airspeed < 800 and not hypersonic and not $.suspected"
        " or date >= 20250915 and not hypersonic)"
    ),
    # us.cat-2018/allies, us.cat-2025/partners
    "favoured": (
        "$.us and category == 'II' and not wmd_concern and ("
        "date >= 20180419 and date < 20230223 and nato and value < 50000000"
        " or date >= 20250409 and $.ally and value >= 14000000)"
    ),
}

POSTURE_INPUTS = (
    "date",
    "category",
    "kind",
    "wmd_concern",
    "us",
    "embargoed",
    "exporter_partner",
    "purpose",
    "ally",
    "missile",
    "suspected",
    "retained",
    "loosened",
    "favoured",
)


def _row(answer: str, **cells: str) -> tuple[str, ...]:
    return (*(cells.pop(name, "") for name in POSTURE_INPUTS), f"'{answer}'", *cells)


POSTURE_ROWS = [
    # mtcr.guidelines/facilities, us.embargo/embargo
    _row("prohibited", category="'I'", kind="'facility'"),
    _row("prohibited", date=">= 19930101", us="true", embargoed="true"),
    # mtcr.guidelines/category-i-1987, category-i, intent; us.uas-2020/retained
    _row("strong_presumption_of_denial", date="[19870416..19930107)", category="'I'", wmd_concern="true"),
    _row("strong_presumption_of_denial", date=">= 19930107", category="'I'", loosened="false"),
    _row("strong_presumption_of_denial", date=">= 19930107", category="'I', 'II'", wmd_concern="true"),
    _row("strong_presumption_of_denial", date=">= 19930107", missile="true", wmd_concern="true"),
    _row("strong_presumption_of_denial", retained="true"),
    # mtcr.guidelines/catch-all, us.uas-2020/concern, us.cat-2023/rights
    _row(
        "presumption_of_denial",
        date=">= 20030101",
        category="'unlisted'",
        wmd_concern="true",
        exporter_partner="true",
    ),
    _row("presumption_of_denial", suspected="true"),
    _row(
        "presumption_of_denial",
        date="[20230223..20250314)",
        us="true",
        purpose="'law_enforcement'",
        ally="false",
    ),
    # mtcr.guidelines/category-ii
    _row("case_by_case", loosened="true"),
    _row("case_by_case", category="'II'", favoured="false"),
    _row("presumption_of_approval", favoured="true"),
    _row("none"),
]


def _table(name: str, inputs: tuple[str, ...], output: str, rows: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Return a decision table that stops at its first match and hands on what came in."""
    columns = (*inputs, output)
    return {
        "id": name,
        "name": name,
        "type": "decisionTableNode",
        "content": {
            "hitPolicy": "first",
            "passThrough": True,
            "inputs": [{"id": field, "name": field, "field": field} for field in inputs],
            "outputs": [{"id": output, "name": output, "field": output}],
            "rules": [{"_id": f"{name}-{n}", **dict(zip(columns, row, strict=True))} for n, row in enumerate(rows)],
        },
    }


def _membership(role: str, group: str) -> str:
    """Return the expression of a group: whether a nation is among those of a span that holds the date."""
    spans: dict[Span, list[str]] = defaultdict(list)
    for nation, span in GROUPS[group].items():
        spans[span].append(f"'{nation}'")
    return " or ".join(
        f"date >= {number(start)} and {role} in [{', '.join(nations)}]"
        + ("" if end == NEVER else f" and date < {number(end)}")
        for (start, end), nations in spans.items()
    )


def _expressions(name: str, expressions: dict[str, str]) -> dict[str, Any]:
    """Return a node of expressions, which hands on what came in."""
    listed = [{"id": key, "key": key, "value": value} for key, value in expressions.items()]
    return {
        "id": name,
        "name": name,
        "type": "expressionNode",
        "content": {"passThrough": True, "expressions": listed},
    }


def graph() -> dict[str, Any]:
    """Return the decision graph, as the editor of ZEN would save it."""
    groups = {
        "exporter_partner": _membership("exporter", "mtcr_partner"),
        "partner": _membership("recipient", "mtcr_partner"),
        **{group: _membership("recipient", group) for group in ("nato", "mnna", "concern", "embargoed")},
    }
    nodes = [
        {"id": "request", "name": "request", "type": "inputNode"},
        _table("category", CATEGORY_INPUTS, "category", CATEGORY_ROWS),
        _expressions("groups", groups),
        _expressions("conditions", CONDITIONS),
        _table("posture", POSTURE_INPUTS, "posture", POSTURE_ROWS),
        {"id": "response", "name": "response", "type": "outputNode"},
    ]
    edges = [
        {"id": f"edge-{n}", "type": "edge", "sourceId": one["id"], "targetId": other["id"]}
        for n, (one, other) in enumerate(pairwise(nodes))
    ]
    return {"nodes": nodes, "edges": edges}


class Loaded:
    """The graph in an engine, and the transfers as requests to it."""

    def __init__(self, frame: Any) -> None:
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": {"policy": graph()}}})
        self.requests: Any = [
            {"key": "policy", "context": {**row, "date": number(row["date"])}} for row in frame.iter_rows(named=True)
        ]

    def answers(self) -> list[Pair]:
        """Decide every transfer, in one call."""
        found = self.engine.evaluate_batch(self.requests)
        results = (one["data"]["result"] for one in found)
        return [(result["category"], result["posture"]) for result in results]


ZEN = Peer(
    name="ZEN",
    packages=("zen-engine",),
    note="all rows in one call; a limit on an unknown fact stops the run, an equality takes it for false: given rows without unknowns",
    open_rows=False,
    largest=10_000,
    prepare=Loaded,
    run=Loaded.answers,
    pairs=listed,
)
