"""What a reader is told of the parties of a transfer: how each was screened, what it may be on, what red flags it raises, what is not known of it.

Nothing here screens or decides. Text, Markdown and HTML lay out the same lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from licet.determination import Determination, PartyFinding
from licet.reports.account import Ask, Verdict, clean
from licet.reports.sentences import capital, dated, listed, words
from licet.rulebook.rulebook import Rulebook
from licet.screening.answer import OWNERSHIP, Hit, ListState

NONE_NAMED = "none named"
RED_FLAGS = "red_flags"

# The statuses of a screening in words.
STATUS = {
    "clear": "clear: on none of the lists asked",
    "possible": "possible: may be on a list",
    "match": "match: on a list, as far as can be told",
    "not_screened": "not screened",
}
# Why a list cannot be relied on, in a word or two.
_WRONG = {"stale": "too old", "refused": "an update was refused", "clock": "the clock is in doubt"}


@dataclass(frozen=True, slots=True)
class HitTold:
    """An entry of a list that may be the party: one line that names it, and what there is to say of it, each with its heading."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartyTold:
    """One party.

    Attributes:
        name: its name.
        about: its role, its nation and what else was stated.
        code: the status of its screening.
        status: the same in words.
        why: why it was not screened.
        hits: what it may be on.
        lists: the lists that were asked, each with its vintage.
        addresses: the addresses that a listed party has as well.
        flags: its red flags.
        asks: what is not known of it.
    """

    name: str
    about: str
    code: str
    status: str
    why: tuple[str, ...]
    hits: tuple[HitTold, ...]
    lists: tuple[str, ...]
    addresses: tuple[str, ...]
    flags: Verdict
    asks: tuple[Ask, ...]

    @property
    def flagged(self) -> str:
        """The red flags in one line."""
        if not self.flags.terms and not self.flags.left:
            return "No red flag is raised by what is known."
        sure = listed(term.words for term in self.flags.terms)
        may = listed(term.words for term in self.flags.left)
        if not may:
            return f"Red flag: {sure}."
        return (
            f"Red flag: {sure}; perhaps {may}." if sure else f"Not known whether it raises a red flag: perhaps {may}."
        )


@dataclass(frozen=True, slots=True)
class PartiesTold:
    """All parties of a transfer: the line of the summary, each of them, and what no screening here checks."""

    line: str
    each: tuple[PartyTold, ...]
    not_checked: tuple[str, ...]


Teller = Callable[[Determination, Rulebook], Callable[[str], Verdict]]


def parties_told(determination: Determination, book: Rulebook, teller: Teller) -> PartiesTold:
    """Put what was found of the parties in order.

    Args:
        determination: the determination.
        book: the law.
        teller: makes what tells of an answer, from a determination that holds it and the law that it was decided by.
    """
    found = determination.parties
    if not found:
        return PartiesTold(NONE_NAMED, (), ())
    counts = Counter(finding.screening.status for finding in found)
    flagged = sum(bool(finding.red_flags.certain) for finding in found)
    open_ = sum(not finding.red_flags.certain and finding.red_flags.open for finding in found)
    parts = [
        f"{counts[code]} {code.replace('_', ' ')}"
        for code in ("not_screened", "match", "possible", "clear")
        if counts[code]
    ]
    parts += [f"{flagged} with a red flag"] if flagged else []
    parts += [f"{open_} with a red flag perhaps"] if open_ else []
    not_checked = [clean(text) for finding in found for text in finding.screening.not_checked]
    return PartiesTold(
        f"{len(found)}: {', '.join(parts)}",
        tuple(_party(determination, finding, book, teller) for finding in found),
        tuple(dict.fromkeys(not_checked or [OWNERSHIP])),
    )


def _party(determination: Determination, finding: PartyFinding, book: Rulebook, teller: Teller) -> PartyTold:
    law = book.of_party or book
    alone = msgspec.structs.replace(determination, answers={RED_FLAGS: finding.red_flags}, missing=finding.missing)
    flags = teller(alone, law)(RED_FLAGS)
    screening = finding.screening
    return PartyTold(
        name=clean(str(finding.party.get("name", screening.name))),
        about=_about(finding, law),
        code=screening.status,
        status=STATUS.get(screening.status, "not screened"),
        why=tuple(sentence(text) for text in screening.why),
        hits=tuple(hit_told(hit) for hit in screening.hits),
        lists=lists_told(screening.lists),
        addresses=tuple(clean(text) for text in screening.shared_addresses),
        flags=flags,
        asks=tuple(
            Ask(missing.fact, missing.fact, clean(missing.ask), tuple(words(name, law) for name in missing.decides))
            for missing in finding.missing
        ),
    )


def _about(finding: PartyFinding, law: Rulebook) -> str:
    role, nation = finding.party.get("role"), finding.party.get("nation")
    kind = finding.party.get("kind")
    parts = [
        words(str(role), law) if role else "role not stated",
        law.nations.get(str(nation), str(nation)) if nation else "nation not stated",
        words(str(kind), law) if kind else "",
        clean(str(finding.party.get("address", ""))),
    ]
    return ", ".join(filter(None, parts))


def hit_told(hit: Hit) -> HitTold:
    """Put what there is to say of a hit in order."""
    matched = f" (as {clean(hit.matched)})" if hit.matched and hit.matched != hit.name else ""
    status = hit.status.replace("_", " ")
    rows = [
        ("Why", " ".join(sentence(text) for text in hit.why)),
        ("Effect", clean(hit.effect)),
        ("Licence requirement", clean(hit.licence_requirement)),
        ("Licence policy", clean(hit.licence_policy)),
        ("Programmes", clean(", ".join(hit.programmes))),
        (
            "Listed",
            clean(
                "; ".join(
                    filter(
                        None,
                        [
                            hit.notice,
                            f"since {dated(hit.since)}" if hit.since else "",
                            f"until {dated(hit.until)}" if hit.until else "",
                        ],
                    )
                )
            ),
        ),
        ("Decided", clean(hit.decided)),
        ("Source", clean(hit.url)),
    ]
    title = f"{clean(hit.name)}{matched} on {clean(hit.on)}: {status}, score {hit.score:.2f} [{clean(hit.id)}]"
    return HitTold(title, tuple((heading, text) for heading, text in rows if text))


def lists_told(states: Iterable[ListState]) -> tuple[str, ...]:
    """Return the lists that were asked, a line for the sources that came together; why one cannot be relied on is told with the party."""
    together: dict[tuple[str, str, str], list[ListState]] = {}
    missing: list[str] = []
    for state in states:
        if not state.source and not state.list:
            # Why there is none has been told.
            continue
        if state.status == "missing":
            missing.append(clean(state.source or state.list))
        else:
            together.setdefault((state.list, state.vintage, state.status), []).append(state)
    said = [_list(found) for found in together.values()]
    return (*said, *([f"missing: {', '.join(missing)}"] if missing else []))


def _list(states: Sequence[ListState]) -> str:
    first = states[0]
    wrong = "" if first.status == "current" else f": {_WRONG.get(first.status, clean(first.status))}"
    if not first.vintage:
        return f"{clean(first.title or first.source)}{wrong}"
    if len(states) == 1:
        return f"{clean(first.title or first.source)}, of {dated(first.vintage)}, {first.count:,} entries{wrong}"
    each = ", ".join(f"{clean(state.source)} {state.count:,}" for state in states)
    return f"{clean(first.list)} of {dated(first.vintage)} ({each}){wrong}"


def sentence(text: str) -> str:
    """Return a text as a sentence."""
    text = capital(clean(text))
    return text if text.endswith((".", "!", "?")) else f"{text}."
