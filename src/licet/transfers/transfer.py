"""A transfer as understood: what was stated, what was taken from the catalogue, and what looked odd on the way."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Taken:
    """A figure that was not stated and was taken from a named source.

    Attributes:
        fact: the fact that it fills.
        value: the figure, as text.
        source: where it is from.
    """

    fact: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Note:
    """A warning: a code that programs can rely on, and a sentence for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class StatedParty:
    """One party of a transfer, as it was stated.

    Attributes:
        stated: fact → value as it stands in a state, for the facts that conditions can test.
        shown: what was stated, every value normalised; it reads back to the same party.
    """

    stated: Mapping[str, Any]
    shown: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Transfer:
    """A proposed transfer, as Licet understood it.

    Attributes:
        date: the day whose law applies.
        stated: fact → value as it stands in a state of :mod:`licet.deciding`.
        shown: the transfer in the contract's own form, every value normalised; it reads back to the same transfer.
        assumed: facts that the user asked to assume, as text.
        taken: figures from the catalogue.
        notes: warnings.
        claims: entry → 2 claimed, 1 possible under the claim, for a stated claim; None where nothing is claimed.
        filled: groups of nations that the user filled.
        parties: who takes part, in the order in which they are stated.
        claimed: what is claimed to have been found of the parties, as people write it.
    """

    date: datetime.date
    stated: Mapping[str, Any]
    shown: Mapping[str, Any]
    assumed: Mapping[str, str] = field(default_factory=dict)
    taken: tuple[Taken, ...] = ()
    notes: tuple[Note, ...] = ()
    claims: Mapping[str, int] | None = None
    filled: tuple[tuple[str, frozenset[str]], ...] = ()
    parties: tuple[StatedParty, ...] = ()
    claimed: Mapping[str, Any] = field(default_factory=dict)


def as_yaml(shown: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """Return a transfer as YAML that reads back to it; what was taken from the catalogue or assumed is left out.

    Signs that do not show, or turn the direction of writing, are written as their numbers.

    Args:
        shown: the transfer in the contract's own form, or several.
    """
    import yaml

    def written(readable: bool) -> str:
        # What stands in two transfers is written twice, and not as a reference to the first.
        dumper = type("_Whole", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: True})
        held = dict(shown) if isinstance(shown, Mapping) else [dict(one) for one in shown]
        text: str = yaml.dump(held, Dumper=dumper, sort_keys=False, allow_unicode=readable, width=120)
        return text

    text = written(readable=True)
    return text if all(line.isprintable() for line in text.split("\n")) else written(readable=False)
