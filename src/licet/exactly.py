"""What a review leaves open, narrowed to what is exactly possible, where the walk over cells would have grown too large.

The walk's wider answer stands where z3 is not installed, where the exporter claims entries, since a claim decides by what is stated and not by
what is so, and where the work that is allowed does not suffice.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from licet.deciding.bound import binder
from licet.deciding.walking import Remaining
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.left_open import Decided
    from licet.proving.open_transfer import OpenTransfer

# Questions to z3, and what it may count for one of them: about a second, unless more is asked for; then some minutes at most.
_QUICKLY, _ALWAYS = (600, 1_000_000), (100_000, 200_000_000)


def can_prove() -> bool:
    """Whether the package is there that proofs need."""
    return importlib.util.find_spec("z3") is not None


def must_prove() -> None:
    """Refuse to go on without the package that proofs need.

    Raises:
        InputError: where it is not installed.
    """
    if not can_prove():
        mend = "install it with: pip install 'licet[prove]'"
        raise InputError(faults=[Fault("exact answers", "no package z3-solver", "z3-solver", mend)])


def narrowed(decided: Decided, left: Mapping[str, Remaining], always: bool = False) -> dict[str, Remaining]:
    """Return what is left of the questions of a transfer that the walk could not settle exactly.

    Args:
        decided: the transfer as it was decided.
        left: what the walk found: question, or ``question:code`` → what is left.
        always: whether it may take longer than about a second.

    Returns:
        Those of which it is known better; what the work did not suffice for is left out.

    Raises:
        InputError: where it may take longer, and the package that proofs need is not installed.
    """
    if decided.transfer.claims is not None or not left:
        return {}
    if always:
        must_prove()
    if not can_prove():
        return {}
    from licet.proving.open_transfer import OpenTransfer, Spent

    bound = decided.bound
    known = {name: decided.state[bound.slots[name]] for name in decided.rulebook.facts}
    # On every day between two boundaries the law is the same, and so is what z3 is told of it.
    day = binder(decided.rulebook).first_day(decided.transfer.date.toordinal())
    work, effort = _ALWAYS if always else _QUICKLY
    filled = decided.transfer.filled
    transfer = OpenTransfer(decided.rulebook, day, known, decided.stated.keys(), filled, work, effort)
    found: dict[str, Remaining] = {}
    # What was found until then is right; the rest keeps what the walk found.
    with suppress(Spent):
        for key, remaining in left.items():
            question, _, code = key.partition(":")
            possible = transfer.membership(question, code) if code else transfer.possible(question, remaining.possible)
            if possible:
                # What contradicts itself has no completion; of it the walk's answer stands.
                found[key] = replace(remaining, possible=possible, reached=transfer.exact(question))
        for key, remaining in found.items():
            found[key] = replace(remaining, facts=_deciding(transfer, key, remaining))
    return found


def _deciding(transfer: OpenTransfer, key: str, remaining: Remaining) -> tuple[str, ...]:
    """Return the facts that can still change the answer; those of codes are left as they are, unless the code is settled."""
    if len(remaining.possible) == 1:
        return ()
    return remaining.facts if ":" in key else tuple(fact for fact in remaining.facts if transfer.decides(key, fact))
