"""What a careful reader of a table of nations should know: what answers rest on, what was not checked, and where it all stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.eligibility.answer import Remark, Source

if TYPE_CHECKING:
    from licet.eligibility.table import Table

# What a review says of the memberships of its recipient is told of each nation by itself.
_LEFT_OUT = ("membership_unknown", "membership_unverified")
_SHOWN = {"False": "no", "True": "yes"}

# Code and message → the nations concerned.
_Of = dict[tuple[str, str], list[str]]


def remarks(table: Table) -> tuple[list[Remark], list[Remark]]:
    """Return what answers were assumed to rest on, and the warnings, each with the nations concerned."""
    # Of a transfer of which next to nothing is known it would take long to say what its open answers rest on.
    worked_out = table.shared.left > 0
    assumed: _Of = {}
    warnings: _Of = {}
    for nation in table.nations:
        review = table.reviewed[nation].review
        for one in review.assumed if worked_out else ():
            value = _SHOWN.get(str(one.value), str(one.value))
            if isinstance(one.value, list):
                value = ", ".join(one.value) or "nobody"
            assumed.setdefault((one.fact, f"{value}. {one.why[:1].upper()}{one.why[1:]}"), []).append(nation)
        for caution in review.warnings:
            if caution.code not in _LEFT_OUT:
                warnings.setdefault((caution.code, caution.message), []).append(nation)
    told = [*_general(table, worked_out), *_remarks(table, warnings), *_remarks(table, _unchecked(table))]
    return _remarks(table, assumed), told


def _general(table: Table, worked_out: bool) -> list[Remark]:
    found = []
    if table.replaced is not None:
        name = table.rulebook.nations.get(table.replaced, table.replaced)
        said = f"The transfer states the recipient {name}, which is left aside: every nation is asked."
        found.append(Remark(code="recipient_left_aside", message=said))
    if not worked_out:
        said = (
            "So much is open that what the answers rest on was not worked out; 'licet review' tells it of one nation."
        )
        found.append(Remark(code="much_open", message=said))
    return found


def _remarks(table: Table, found: _Of) -> list[Remark]:
    whole = len(table.nations)
    return [
        Remark(code=code, message=message, nations=[] if len(nations) == whole else nations)
        for (code, message), nations in found.items()
    ]


def _unchecked(table: Table) -> _Of:
    """Return the nations whose answers rest on a membership of which the dates have not been checked."""
    found: _Of = {}
    for nation in table.nations:
        for one in table.belonging(nation):
            if one.decides and (one.standing == "unverified" or one.from_.startswith("~")):
                said = f"Membership of {one.title} decides, and its dates have not been checked."
                found.setdefault(("membership_unverified", said), []).append(nation)
    return found


def sources(table: Table) -> list[Source]:
    """Return the rules that decide the posture of some nation."""
    found: dict[str, Source] = {}
    for nation in table.nations:
        for reason in table.reviewed[nation].by:
            found.setdefault(
                reason.rule,
                Source(rule=reason.rule, says=reason.says, cite=reason.cite, source=reason.source,
                       standing=reason.standing, in_force=reason.in_force),
            )  # fmt: skip
    return list(found.values())
