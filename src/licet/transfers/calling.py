"""What a call from Python states: a dictionary and keyword arguments, read under the law that the call names."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.language.nodes import Mapping as MappingNode
from licet.language.nodes import Unreadable, Where, from_value
from licet.rulebook.rulebook import Rulebook, today
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer


def understand(
    name: str,
    given: Mapping[str, Any] | None,
    facts: Mapping[str, Any],
    *,
    expected: str,
    mend: str = "",
    rulebook: Rulebook | None,
    law: str | Path | None,
    reform: str | Iterable[str],
    as_of: str | datetime.date | None,
    assume: Mapping[str, Any] | Iterable[str],
) -> tuple[Rulebook, Transfer]:
    """Return the law and the transfer that a call from Python means.

    Its arguments and errors are those of :func:`stated`.
    """
    stater, node = stated(
        name,
        given,
        facts,
        expected=expected,
        mend=mend,
        rulebook=rulebook,
        law=law,
        reform=reform,
        as_of=as_of,
        assume=assume,
    )
    return stater.rulebook, stater.read(node)


def stated(
    name: str,
    given: Mapping[str, Any] | None,
    facts: Mapping[str, Any],
    *,
    expected: str,
    mend: str = "",
    rulebook: Rulebook | None,
    law: str | Path | None,
    reform: str | Iterable[str],
    as_of: str | datetime.date | None,
    assume: Mapping[str, Any] | Iterable[str],
) -> tuple[Stater, MappingNode]:
    """Return what a call from Python states, and what reads it.

    Args:
        name: what is stated, as faults name it.
        given: what is stated, as a dictionary.
        facts: what keyword arguments state; they count before the dictionary.
        expected: what a fault says should stand where there is no dictionary.
        mend: how it says to put that right.
        rulebook: the law; the one that came with Licet by default.
        law: a folder of law instead.
        reform: proposals to put in force.
        as_of: a date that overrides that of the transfer.
        assume: facts to assume, as a mapping or as ``FACT=VALUE`` texts.

    Raises:
        InputError: with a fault for everything that cannot be used.
        LawError: for law that cannot be used.
    """
    if given is not None and not isinstance(given, Mapping):
        raise InputError(faults=[Fault(name, f"{given!r:.60}", expected, mend)])
    reforms = (reform,) if isinstance(reform, str) else tuple(reform)
    book = rulebook or Rulebook.load(law, reforms)
    stater = Stater(
        book, today(), None if as_of is None else str(as_of), dict(assume) if isinstance(assume, Mapping) else assume
    )
    try:
        node = from_value({**(given or {}), **facts}, Where(name))
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None
    assert isinstance(node, MappingNode)  # what a dictionary gives
    return stater, node
