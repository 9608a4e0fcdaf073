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
        unsure: the recipients for which one does only where a membership began or ended between both days, which is not known.
        by: the provisions without any one of which some transfer would not undergo it.
        enough: where no provision is needed by itself, those each of which is enough alone.
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

    @property
    def sure(self) -> bool:
        """Whether it takes no membership to have begun or ended on a day of which that is not known."""
        return bool(self.nations or self.listed or not self.unsure)


@dataclass
class Proven:
    """All that was proven of two sides.

    Attributes:
        transitions: what changes.
        unchanged: the questions of which it is proven that no transfer is answered otherwise.
        unsettled: the questions of which z3 did not settle everything in time, each with the reason.
    """

    transitions: list[Found] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    unsettled: dict[str, str] = field(default_factory=dict)
