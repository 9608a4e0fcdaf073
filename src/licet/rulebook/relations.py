"""How the texts of a rulebook stand to each other: what carries out what, what departs from what, which list is to follow which.

Read from the front matter and the rules, and checked: a relation names an instrument, a rule or a group that there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.errors import Fault
from licet.language.nodes import Mapping, Scalar, Where
from licet.rulebook.declarations import unknown
from licet.rulebook.fields import Fields
from licet.rulebook.windows import NotAWindow, read_date

if TYPE_CHECKING:
    from licet.rulebook.instruments import Rule
    from licet.rulebook.library import Library

RELATED = ("implements", "departs_from", "prints")


def related(fields: Fields, key: str) -> dict[str, str]:
    """Return names, alone or each with the place where it is said: name → place."""
    if isinstance(fields.node.get(key), Mapping):
        return related_how(fields, key)
    return dict.fromkeys(fields.texts(key), "")


def related_how(fields: Fields, key: str) -> dict[str, str]:
    """Return a mapping of names to words, none of which may be left out."""
    node = fields.node.get(key)
    for name, item in node.entries if isinstance(node, Mapping) else ():
        if not isinstance(item, Scalar) or not item.text.strip():
            fields.fault(key, f"'{name}' without a text under '{key}'", f"{name}: and a text")
    return fields.pairs(key)


def edition(fields: Fields, key: str) -> str:
    """Return a day as it is written, or nothing."""
    text = fields.text(key)
    try:
        return read_date(text).isoformat() if text else ""
    except NotAWindow as error:
        fields.fault(key, str(error), "a day, as YYYY-MM-DD")
        return ""


def check_relations(library: Library, rules: dict[str, Rule]) -> None:
    """Add a fault for every relation to something that is not there, or of something to itself."""
    for instrument in library.instruments.values():
        where = Where(instrument.file, 1)
        for name in (*instrument.implements, *instrument.departs_from):
            _check(library, rules, where, instrument.id, name)
        for rule in instrument.rules:
            for name in rule.implements:
                _check(library, rules, rule.where, instrument.id, name)
        for pair in instrument.prints.items():
            for group in pair:
                if group not in library.groups:
                    library.faults.append(unknown(where, "group", group, library.groups))
            if pair[0] == pair[1]:
                library.faults.append(Fault(str(where), f"the group '{pair[0]}' that follows itself", "another group"))


def _check(library: Library, rules: dict[str, Rule], where: Where, own: str, name: str) -> None:
    if "/" in name:
        if name not in rules:
            library.faults.append(unknown(where, "rule", name, rules))
    elif name not in library.instruments:
        library.faults.append(unknown(where, "instrument", name, library.instruments))
    if name.partition("/")[0] == own:
        library.faults.append(Fault(str(where), f"a relation of '{own}' to itself", "another instrument"))
