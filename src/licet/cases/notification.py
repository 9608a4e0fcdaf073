"""What partners are told of a refusal: the content alone. How it is sent, and in which form, is agreed among them and stands nowhere here.

It is prepared from what the case holds, and says of nothing more than it holds: what was not stated is listed as missing and not filled in.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from licet.cases.denials import Denial, DeniedParty


@dataclass(frozen=True, slots=True)
class NotifiedGround:
    """A ground of the refusal, with where it stands.

    Attributes:
        ground: its code in the controlled list.
        says: in a sentence.
        cite, standing: of the rule of law from which it comes.
    """

    ground: str
    says: str
    cite: str
    standing: str


@dataclass(frozen=True, slots=True)
class NotifiedItem:
    """What was refused.

    Attributes:
        entries: those of the Annex that it meets, or may meet where that is open.
        settled: whether they are settled.
        category: of the Annex; empty where it is open.
    """

    item: str
    described: str
    entries: tuple[str, ...]
    settled: bool
    category: str


@dataclass(frozen=True, slots=True)
class DenialNotification:
    """The notification of a refusal, ready to be read by the officer who sends it.

    Attributes:
        reference: by which this authority calls the refusal.
        government: that notifies.
        refused: the day of the decision.
        items: what was refused.
        destination: the code of the nation.
        parties: who was to take part.
        end_use: as stated.
        grounds: of the refusal; those of the controlled list alone.
        rulebook: the digest of the law by which the items were judged.
        review: the day on which the refusal is looked at again; None where the procedure names none.
        missing: what a partner would want to know and the case does not hold.
    """

    reference: str
    government: str
    refused: datetime.date
    items: tuple[NotifiedItem, ...]
    destination: str
    parties: tuple[DeniedParty, ...]
    end_use: str
    grounds: tuple[NotifiedGround, ...]
    rulebook: str
    review: datetime.date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What a partner would want to know and the case does not hold, in words."""
        found = []
        if not self.parties:
            found.append("the parties")
        found += [f"the address of {party.name}" for party in self.parties if not party.address]
        found += [f"the country of {party.name}" for party in self.parties if not party.country]
        if not self.end_use:
            found.append("the end use")
        found += [f"the control entry of item {item.item}" for item in self.items if not item.entries]
        found += [
            f"a settled control entry of item {item.item}" for item in self.items if item.entries and not item.settled
        ]
        return tuple(found)

    def denials(self) -> tuple[Denial, ...]:
        """Return the refusal as a partner keeps it in a register: one entry of it for each item."""
        several = len(self.items) > 1
        return tuple(
            Denial(
                reference=f"{self.reference}/{item.item}" if several else self.reference,
                regime_reference="",
                government=self.government,
                parties=self.parties,
                entries=item.entries,
                item=item.described,
                end_use=self.end_use,
                reasons=" ".join(ground.says for ground in self.grounds),
                refused=self.refused,
                review=self.review,
            )
            for item in self.items
        )


def notification(
    *,
    reference: str,
    government: str,
    refused: datetime.date,
    items: Sequence[NotifiedItem],
    destination: str,
    parties: Sequence[DeniedParty],
    end_use: str,
    grounds: Sequence[NotifiedGround],
    rulebook: str,
    review: datetime.date | None = None,
) -> DenialNotification:
    """Prepare the notification of a refusal; its arguments are the attributes of :class:`DenialNotification`.

    Raises:
        ValueError: for a refusal without items, grounds, reference, government or destination, or that is looked at again before it was made.
    """
    needed = {
        "items": items,
        "grounds": grounds,
        "reference": reference,
        "government": government,
        "destination": destination,
    }
    lacking = [name for name, value in needed.items() if not value]
    if lacking:
        raise ValueError(f"a notification without {', '.join(lacking)}")
    if review is not None and review <= refused:
        raise ValueError(f"a refusal of {refused} that is looked at again on {review}")
    return DenialNotification(
        reference,
        government,
        refused,
        tuple(items),
        destination,
        tuple(parties),
        end_use,
        tuple(grounds),
        rulebook,
        review,
    )
