"""An entry of the Annex, or a heading, in words: what it lists and asks for, where it stands on other lists, and its editions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licet.registers.accounts import EntryAccount, Heading

LISTS = {"eu": "European Union", "eccn": "United States, ECCN", "usml": "United States, Munitions List"}
RELATIONS = {
    "equal": "lists the same",
    "wider": "lists the same and more",
    "narrower": "lists a part of it",
    "overlapping": "lists some of it and other things, or the relation is not settled",
    "pointer": "lists nothing itself and only sends the reader to another list",
}

# A section is a title and its rows; a row is a label and a text, either of which may be empty.
Section = tuple[str, list[tuple[str, str]]]


def entry_title(told: EntryAccount | Heading) -> str:
    """Return what an entry or a heading is called: its code, its subject and its category."""
    if isinstance(told, Heading):
        return f"{told.code} · {told.title}" if told.title else told.code
    category = f" · Category {told.category}" if told.category else ""
    return f"{told.code} · {told.subject}{category}" if told.subject else f"{told.code}{category}"


def entry_sections(told: EntryAccount | Heading) -> Iterator[Section]:
    """Yield what is told of an entry or a heading, section by section."""
    folded = [("", f"{told.asked} is held as part of {told.code}: {told.folded}")] if told.asked else []
    if isinstance(told, Heading):
        yield "", [*folded, *((e["code"], f"{e['subject']} ({e['category'] or 'no category'})") for e in told.below)]
        return
    yield "", [*folded, *_standing(told)]
    yield (
        "Asks for",
        [(f.fact, f"{first_sentence(f.definition)}{f' In {f.unit}.' if f.unit else ''}") for f in told.facts]
        + [(q.name, first_sentence(q.definition)) for q in told.questions],
    )
    yield "Other words", [(language, ", ".join(words)) for language, words in told.other_words.items()]
    yield from _elsewhere(told)
    yield "Rules that speak of it", [(n.rule, f"{n.says} ({n.standing}, {n.where})") for n in told.named_by]
    if told.below:
        yield (
            "Entries below it",
            [(e["code"], f"{e['subject']} ({e['category'] or 'no category'})") for e in told.below],
        )
    if told.entries:
        yield "Entries that ask for it", [("", ", ".join(told.entries))]
    rows = [
        (e.rule, f"{e.in_force}{', in force on ' + told.date if e.on_the_day else ''} · {e.standing} · {e.where}")
        for e in told.editions
    ]
    if any(not e.dates_verified for e in told.editions):
        rows.append(("", "~ marks a day that has not been verified and is not fit to be cited."))
    yield "Editions", rows


def _standing(told: EntryAccount) -> Iterator[tuple[str, str]]:
    if not told.in_force:
        yield "", f"Not in force on {told.date}; this is how {told.rule} has it."
    yield "", told.says
    yield "condition", told.condition or "always"
    yield "cited as", told.cite
    yield "standing", told.standing
    yield "source", told.source
    if told.note:
        yield "note", told.note
    yield "stands in", told.where


def _elsewhere(told: EntryAccount) -> Iterator[Section]:
    used: dict[str, None] = {}
    for name, places in told.places.items():
        rows: list[tuple[str, str]] = []
        for place in places:
            used[place.relation] = None
            rows.append((place.code, f"{place.relation}; {place.note}" if place.note else place.relation))
            rows += [("", line) for line in _printed(place.printed, told)]
        yield f"Other lists: {LISTS.get(name, name)}", rows
    if used:
        yield "How a place relates to the entry", [(word, RELATIONS.get(word, "")) for word in used]
    row = told.destination
    if row is not None:
        if row.row is None:
            about = [("", f"The chart has no row for {row.name}; what it asks for there is not known from it.")]
        elif row.elsewhere:
            about = [("", f"The chart has no marks for {row.name} and sends the reader elsewhere: {row.elsewhere}")]
        else:
            about = [("", f"The row of {row.row} counts{': ' + row.basis if row.basis else '.'}")]
        about += [("footnote", note) for note in row.footnotes]
        about.append(("no X", row.caveat or "A column without an X does not say that no licence is needed."))
        of = f" of {row.edition}" if row.edition else ""
        yield f"Commerce Country Chart{of}: {row.name}", about


def _printed(printed: Any, told: EntryAccount) -> Iterator[str]:
    """Yield what a published list prints at a place, a line for each thing."""
    if printed is None:
        return
    of = f" of {printed.edition}" if printed.edition else ""
    if not printed.there:
        yield f"not in the file of the {printed.register}{of}"
    if printed.heading:
        yield _short(printed.heading)
    if printed.paragraph:
        yield _short(printed.paragraph)
    if printed.only_see_itar:
        yield "This heading controls nothing itself: it only says that the item is under the ITAR."
    if printed.controls:
        of = f" (list of {printed.edition})" if printed.edition else ""
        yield f"Reasons for control{of}: {printed.reasons or ', '.join(dict.fromkeys(c.reason for c in printed.controls))}"
    elif printed.mark:
        yield printed.mark
    for control in printed.controls:
        yield f"{_short(control.applies_to)}: {_short(control.chart)}{_marks(control, told)}"
    exceptions = {name: text for name, text in printed.exceptions.items() if text != "N/A"}
    if exceptions:
        yield "Licence exceptions, as printed there: " + "; ".join(
            f"{name}: {_short(text)}" for name, text in exceptions.items()
        )


def _marks(control: Any, told: EntryAccount) -> str:
    if told.destination is None or control.marks is None:
        return ""
    name = told.destination.name
    return "".join(f" · {name}: {'X' if marked else 'no X'} in {column}" for column, marked in control.marks.items())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 300 else text[:290].rsplit(" ", 1)[0] + " …"


def first_sentence(text: str) -> str:
    """Return the first sentence of a definition."""
    text = " ".join(text.split())
    head, dot, rest = text.partition(". ")
    return f"{head}." if dot and rest[:1].isupper() else text
