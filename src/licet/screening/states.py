"""Whether a list may be relied on at a moment: it is whole, no update of it was refused, it is not too old, and the clock can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from licet.errors import number_of
from licet.screening.answer import ListState
from licet.screening.held import HeldList, Refusal

CURRENT, STALE, MISSING, REFUSED, DAMAGED, CLOCK = "current", "stale", "missing", "refused", "damaged", "clock"

NO_LIST = "no list has been added; 'licet lists add' adds one"
# Two machines, or one before and after it asked for the time, may differ by so much.
_CLOCKS_DIFFER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A list as it was found in the file.

    Attributes:
        name: its name.
        held: what is kept of it, where that can be read.
        refusal: the refused update that stands against it.
        gone: why it is not there, where it should be.
        damage: what is not as it was written.
    """

    name: str
    held: HeldList | None
    refusal: Refusal | None = None
    gone: str = ""
    damage: str = ""


def missing(name: str, why: str) -> ListState:
    """Return the state of lists that are not there."""
    return ListState(source="", title="no list", vintage="", count=0, status=MISSING, why=_sentence(why), list=name)


def unusable(name: str, why: str) -> ListState:
    """Return the state of lists that cannot be read."""
    title = f"the list '{name}'" if name else "the file of lists"
    return ListState(source="", title=title, vintage="", count=0, status=DAMAGED, why=_sentence(why), list=name)


def of_list(kept: Kept, now: datetime, latest: datetime | None) -> list[ListState]:
    """Return the state of every source of a list.

    Args:
        kept: the list.
        now: the moment of the screening.
        latest: the latest moment that was seen before.
    """
    if kept.held is None:
        return [missing(kept.name, kept.gone) if kept.gone else unusable(kept.name, kept.damage)]
    held = kept.held
    if not held.sources or not held.count:
        return [missing(kept.name, "it has no entries")]
    told = list(_wrong(kept, held, now, latest))
    return [
        ListState(
            source=source.code,
            title=source.title,
            vintage=held.vintage,
            count=source.count,
            # The gravest comes first; all are told.
            status=told[0][0] if told else CURRENT,
            why=" ".join(_sentence(why) for _, why in told),
            digest=held.digest,
            list=held.name,
        )
        for source in held.sources
    ]


def _wrong(kept: Kept, held: HeldList, now: datetime, latest: datetime | None) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if kept.damage:
        found.append((DAMAGED, kept.damage))
    vintage, today = date.fromisoformat(held.vintage), now.astimezone(UTC).date()
    if today < vintage:
        found.append((CLOCK, f"the clock says {today}, which is before the list was published on {vintage}"))
    if latest is not None and now < latest - _CLOCKS_DIFFER:
        moment = latest.strftime("%Y-%m-%d %H:%M")
        found.append((CLOCK, f"the clock says {now.strftime('%Y-%m-%d %H:%M')}, and it has been {moment} UTC before"))
    if kept.refusal is not None:
        why = "; ".join(kept.refusal.why[:2])
        found.append((REFUSED, f"an update was refused on {kept.refusal.at[:10]}: {why}"))
    age = (today - vintage).days
    if age > held.max_age:
        found.append((STALE, f"it is {number_of(age, 'day')} old, and its limit is {number_of(held.max_age, 'day')}"))
    return found


def _sentence(text: str) -> str:
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}" if text else ""
