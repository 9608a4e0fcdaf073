"""The findings of pictures as sentences, made of the data: how many nations have which answer, and which answers change."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from licet.errors import number_of
from licet.pictures.looks import Look, Looks
from licet.reports.account import clean
from licet.reports.limits import grouped
from licet.reports.sentences import capital, dated, listed, words
from licet.rulebook.names import reform_called
from licet.rulebook.rulebook import Rulebook

# So many kinds of answers, or of changes, are named in a title.
_ANSWERS, _NAMED = 4, 3
# Nations of a change are named up to so many.
_FEW = 2


def brief(look: Look) -> str:
    """Return an answer for a title: what is open is only called so."""
    return "open" if look.open else look.words


def shares(looks: Looks, answers: Mapping[str, Look], noun: str = "nation") -> str:
    """Say how many nations have which answer: ``Posture is case by case for 34 nations and prohibited for 3``."""
    counted = sorted(looks.counted(answers.values()), key=lambda entry: -entry[1])
    if not counted:
        return f"{looks.title} of no {noun}"
    parts = [f"{brief(look)} for {count:,}" for look, count in counted[:_ANSWERS]]
    parts[0] = f"{brief(counted[0][0])} for {number_of(counted[0][1], noun)}"
    rest = sum(count for _, count in counted[_ANSWERS:])
    return f"{looks.title} is {listed([*parts, *([f'otherwise for {rest:,}'] if rest else [])])}"


def tallied(looks: Looks, answers: Iterable[Look]) -> str:
    """Say the same in short: ``case by case 34 · prohibited 3``."""
    return " · ".join(f"{brief(look)} {count:,}" for look, count in looks.counted(answers))


def changes(
    looks: Looks,
    changed: Iterable[tuple[Look, Look, int]],
    nouns: tuple[str, str] = ("nation", "nations"),
    names: Sequence[str] = (),
    among: tuple[str, str, str] = ("", "", ""),
) -> str:
    """Say which answers change: ``Posture for 33 nations changes from strong presumption of denial to case by case``.

    Args:
        looks: how answers look.
        changed: the answer before, the answer after, and for how many.
        nouns: what it is that changes, one of it and many.
        names: what changes by name, told where it is little.
        among: where each can change in several ways: who changes where, in place of their number, and what is counted
            of each way, one of it and many.
    """
    kinds: dict[tuple[str, str], int] = {}
    inside = 0
    for before, after, count in changed:
        if before.open and after.open:
            inside += count
        else:
            ends = brief(before), brief(after)
            kinds[ends] = kinds.get(ends, 0) + count
    ordered = sorted(kinds.items(), key=lambda entry: -entry[1])
    every = sum(kinds.values()) + inside
    if not every:
        return f"{looks.title} changes for no {nouns[0]}"
    who = among[0] or few(names, every, nouns)
    if not ordered:
        return f"What is left open of the {looks.title.lower()} changes for {who}"
    if len(ordered) == 1 and not inside:
        (before_words, after_words), _ = ordered[0]
        return f"{looks.title} for {who} changes from {before_words} to {after_words}"
    of = "in" if among[1] else "for"
    parts = [f"from {one} to {other} {of} {count:,}" for (one, other), count in ordered[:_NAMED]]
    rest = sum(count for _, count in ordered[_NAMED:])
    if rest:
        parts.append(f"otherwise {of} {rest:,}")
    if inside:
        parts.append(f"in what is left open {of} {inside:,}")
    if among[1]:
        parts[0] += f" {among[1 if ordered[0][1] == 1 else 2]}"
    return f"{looks.title} changes for {who}: {listed(parts)}"


def few(names: Sequence[str], count: int, nouns: tuple[str, str] = ("nation", "nations")) -> str:
    """Say who: by name where they are one or two, else by number."""
    return listed(names) if 0 < len(names) <= _FEW else f"{count:,} {nouns[count != 1]}"


def law_of(book: Rulebook, day: datetime.date | str, reforms: Sequence[str] | None = None) -> str:
    """Say which law is asked: ``Law of 15 September 2025, with the proposals …``.

    Args:
        book: the law.
        day: the day whose law it is.
        reforms: the proposals in force, as they were named; those of the law by default.
    """
    named = book.named_reforms() if reforms is None else list(reforms)
    when = dated(day if isinstance(day, str) else day.isoformat())
    return f"Law of {when}{with_reforms(book, named)}"


def with_reforms(book: Rulebook, named: Sequence[str]) -> str:
    """Say which proposals are in force, or nothing."""
    if not named:
        return ""
    titles = {instrument.short: instrument.title for instrument in book.instruments.values()}
    shown = []
    for name in named:
        called, day = reform_called(name)
        short = clean(called)
        shown.append(f"{titles.get(short, short)}{f' from {dated(day)}' if day else ''}")
    noun = "proposal" if len(shown) == 1 else "proposals"
    return f", with the {noun} {listed(shown)} in force"


def subject(shown: Mapping[str, Any], book: Rulebook) -> str:
    """Say what is transferred and by whom: ``MQ-9A (uas), range 1850 km, payload 1701 kg, exporter United States``."""
    item = shown.get("item")
    item = item if isinstance(item, Mapping) else {}
    kind = words(str(item["kind"]), book) if "kind" in item else ""
    name = clean(str(item.get("name", "")))
    parts = [f"{name} ({kind})" if name and kind else name or capital(kind) or "An item"]
    measured = {fact.key: fact for fact in book.facts.values() if fact.at == "item" and fact.type == "quantity"}
    parts += [
        f"{words(measured[key].name, book)} {_amount(value)}"
        for key, value in item.items()
        if key in measured and _amount(value)
    ]
    exporter = shown.get("exporter")
    if exporter:
        parts.append(f"exporter {book.nations.get(str(exporter), clean(str(exporter)))}")
    return ", ".join(parts)


def _amount(value: Any) -> str:
    if isinstance(value, Mapping):
        value = value.get("value")
    ends = value if isinstance(value, list) else [] if value is None else [value]
    return grouped(" to ".join(clean(str(end)) for end in ends))
