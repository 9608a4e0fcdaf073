"""What a proof finds of two sides: each change of an answer, with a transfer that shows it, for whom it is, and what causes it."""

from __future__ import annotations

from dataclasses import dataclass, field

from licet.proving.witness import Witness


@dataclass(frozen=True, slots=True)
class Cause:
    """A provision that causes a change.

    Attributes:
        provision: its name.
        nations: the recipients for which it does.
    """

    provision: str
    nations: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """One change of an answer that some transfer undergoes.

    Attributes:
        question: the question.
        before: the answer on the base: ``open`` where it is open even where everything is known; None for a code that is not given there.
        after: the answer on the other side, likewise.
        code: for a question that collects codes, the code of which this is told.
        witness: a transfer that shows it.
        nations: the recipients for which some transfer undergoes it, with nobody on a list that is not public.
        listed: the recipients for which one does only where somebody is on such a list.
        unsure: the recipients for which one does only where they belonged to a group, or did not, and that is not known.
        hidden: these memberships: group and nation.
        by: the provisions without any one of which some transfer would not undergo it.
        enough: for transfers for which none of these is needed, the provisions each of which is enough alone.
        together: for transfers that neither explains, provisions that together make one undergo it, none of which can be spared.
    """

    question: str
    before: str | None
    after: str | None
    code: str
    witness: Witness
    nations: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    by: tuple[Cause, ...] = ()
    enough: tuple[Cause, ...] = ()
    together: tuple[Cause, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it happens whatever is not known of memberships."""
        return bool(self.nations or self.listed or not self.unsure)


@dataclass
class Proven:
    """All that was proven of two sides.

    Attributes:
        transitions: what changes.
        unchanged: the questions of which it is proven that no transfer is answered otherwise.
        idle: the provisions of which it is proven that they make no difference to these questions, whichever of the others count.
        unsettled: the questions of which z3 did not settle everything in time, each with the reason.
    """

    transitions: list[Found] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    idle: set[str] = field(default_factory=set)
    unsettled: dict[str, str] = field(default_factory=dict)
