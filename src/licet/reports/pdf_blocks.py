"""Accounts of determinations as the blocks of a PDF: headings, paragraphs, facts, rules, tables, pictures.

What is told, and its order, is that of the Markdown and HTML reports; a block holds texts alone, and how it looks stands in ``pdf.typ``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from licet.reports.account import NO_ADVICE, Account, Given, Ground, Verdict
from licet.reports.again import TITLE, Run, with_file
from licet.reports.blocks import (
    LINK,
    Block,
    Runs,
    answer_box,
    facts,
    heading,
    lines,
    linked,
    paragraph,
    picture,
    run,
    small,
    table,
)
from licet.reports.parties import PartyTold
from licet.reports.sentences import capital, listed

_SCREENED: dict[str, int] = {"possible": 2, "clear": 3}
_STANDING: dict[str, str | int] = {"verified": 3, "partial": "doubt", "unverified": "wrong"}
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Pictured:
    """The pictures of a transfer, as SVG without a style of their own: range and payload, the answers through the years, what these are of."""

    limits: str
    years: str
    through: str


def transfer_blocks(told: Account, name: str, pictures: Pictured, number: int = 0) -> list[Block]:
    """Return the blocks of one transfer.

    Args:
        told: what is told of it.
        name: what it is called, a file's name for example; nothing by default.
        pictures: its pictures.
        number: its place among several, from 1; 0 where it is alone.
    """
    return [
        *_answer(told, name, number),
        *_why(told),
        *_parties(told),
        *_pictures(pictures),
        *_missing(told),
        *_to_do(told),
        *_turnings(told),
        *_given("Stated", told.stated),
        *_given("Assumed", told.assumed),
        *_given("Taken from elsewhere", told.taken),
        *_warnings(told),
    ]


def contents_blocks(title: str, told: Sequence[Account], names: Sequence[str], note: str) -> list[Block]:
    """Return the first page of several transfers: a table of them, each with its answer, that leads to them; and a note, where there is one."""
    rows = []
    for number, (one, name) in enumerate(zip(told, names, strict=True), 1):
        item = [run(one.name, at=f"transfer-{number}"), *([run(f" ({name})", "quiet")] if name else [])]
        answer = run(_short(one), _grade(one.headline))
        rows.append([item, [run(f"{one.exporter} → {one.recipient}")], [run(one.date)], [answer]])
    said = [small(run(note, "quiet"))] if note else []
    return [heading(title, 1), table(("Item", "Transfer", "Date", "Answer"), rows, (6, 6, 5, 6)), *said]


def again_blocks(commands: Iterable[Run]) -> list[Block]:
    """Return what gives the same again."""
    blocks = [heading(TITLE)]
    for one in commands:
        if one.of:
            blocks.append(paragraph(run(one.of)))
        if one.texts.file:
            blocks += [paragraph(run(with_file(one.file_name)), run(one.file_name, "code"), run(":")), lines(one.texts.file)]  # fmt: skip
        blocks += [paragraph(run("The command:")), lines(one.texts.command)]
        if one.note:
            blocks.append(paragraph(run(one.note)))
    return blocks


def cited_blocks(told: Sequence[Account], address: str = "") -> list[Block]:
    """Return how the answer is cited, and what it is not."""
    versions = list(dict.fromkeys((one.version, one.digest) for one in told))
    rows: list[tuple[str, Runs]] = [("Address", linked(address))] if address else []
    for version, digest in versions:
        rows += [("Made by", [run(f"Licet {version}")]), ("Law", [run(digest, "code")])]
    rows.append(("Attached", [run("answer.json", "code"), run(": the whole answer as data")]))
    return [heading("To cite it"), facts(rows), paragraph(run(NO_ADVICE, "quiet"))]


# The answer.


def _answer(told: Account, name: str, number: int) -> Iterable[Block]:
    # A name that is no headline stands in full among the facts.
    called = told.name if len(told.name) <= _LONGEST else f"{told.name[: _LONGEST - 1]}…"
    title = f"{number}. {called}" if number else f"Review of {called}"
    named = {"name": f"transfer-{number}", "page": True} if number else {}
    yield {**heading(title, 1), **named}
    about = f"{name} – {told.route}, {told.date}" if name else f"{told.route}, {told.date}"
    yield paragraph(run(capital(about), "quiet"))
    yield from _headline(told.headline)
    rows: list[tuple[str, Runs]] = [("Item", [run(f"{told.name}: {told.item}" if told.item else told.name)])]
    rows += [("From", [run(told.exporter)]), ("To", [run(told.recipient)]), ("Date", [run(told.date)])]
    for verdict in told.main:
        unruled = [run(" (no rule decides it)", "quiet")] if verdict.unruled else []
        rows.append((verdict.title, [run(capital(verdict.answer), _grade(verdict)), *unruled]))
    if told.parties is not None:
        rows.append(("Parties", [run(capital(told.parties.line))]))
    if told.reforms:
        rows.append(("Reforms", [run(f"Put in force: {', '.join(told.reforms)}")]))
    if told.counts:
        rows.append(("Rests on", [run(told.counts)]))
    yield facts(rows)


def _headline(headline: Verdict | None) -> Iterable[Block]:
    if headline is None:
        return
    if headline.open:
        items = [[run(capital(one.words), "strong"), run(f": {one.meaning} "), run(one.code, "code")] for one in headline.left]  # fmt: skip
        yield answer_box(f"{headline.title} is open", "open", [[run(headline.unsettled)]], items)
        return
    term = headline.terms[0]
    below = [[run(f"{capital(term.meaning)} " if term.meaning else ""), run(term.code, "code")]]
    if headline.unruled:
        below.append([run(f"No rule decides the {headline.title.lower()}; this is the answer where none does.")])
    yield answer_box(capital(term.words), term.grade, below)


# Why.


def _why(told: Account) -> Iterable[Block]:
    shown = [one for one in (told.headline, *told.main) if one is not None and not one.codes]
    if not shown:
        return
    yield heading("Why")
    yield small(run("✓ holds, ✗ does not hold, ? not known.", "quiet"))
    for verdict in shown:
        yield from _reasons(verdict)


def _reasons(verdict: Verdict) -> Iterable[Block]:
    answer = "open" if verdict.open else verdict.terms[0].words if verdict.terms else "none"
    yield heading(f"{verdict.title}: ", 3, run(answer, _grade(verdict)))
    if verdict.unruled:
        yield paragraph(run(f"No rule in force decides it, so it is {verdict.terms[0].label}."))
    elif not verdict.by and not verdict.open:
        yield paragraph(run("Whatever is still unknown, this answer stays."))
    yield from map(_rule, verdict.by)
    if verdict.open:
        yield paragraph(run(verdict.unsettled))
        for ground in verdict.might:
            yield _rule(ground, "May apply")
    others = [
        _other(ground, how)
        for how, grounds in (("Displaced", verdict.defeated), ("Outweighed by the stricter answer", verdict.outweighed))
        for ground in grounds
    ]
    if others:
        yield paragraph(run("Other rules that bear on it:"))
        yield {"is": "list", "items": others}


def _rule(ground: Ground, how: str = "") -> Block:
    answers = listed(term.words for term in ground.answer)
    says = [*([run(f"{how} ({answers}): ", "quiet")] if how else []), run(ground.says)]
    below = [_cited(ground), [run("Source: ", "quiet"), *linked(ground.source, "quiet")]]
    if ground.defeated_by:
        below.insert(0, [run("Displaced by ", "quiet"), *_codes(ground.defeated_by)])
    parts = [
        {"truth": part.truth, "text": [run(part.text), *([run(f" ({'; '.join(part.values)})", "quiet")] if part.values else [])]}
        for part in ground.parts
    ]  # fmt: skip
    return {"is": "rule", "says": says, "parts": parts, "below": below}


def _other(ground: Ground, how: str) -> Runs:
    answers = listed(term.words for term in ground.answer)
    by = [run(" by "), *_codes(ground.defeated_by)] if ground.defeated_by else []
    return [run(how, "quiet"), *by, run(f" ({answers}): {ground.says} "), *_cited(ground)]


def _cited(ground: Ground) -> Runs:
    """Return where a rule stands: its citation, when it is in force, how well its text was read, its name."""
    standing = _STANDING.get(ground.standing, "quiet")
    cite = run(ground.cite, to=ground.link if LINK.fullmatch(ground.link) else "")
    return [cite, run(f"; {ground.window}; ", "quiet"), run(ground.standing_words, standing), run("; ", "quiet"), run(ground.rule, "code")]  # fmt: skip


def _codes(codes: Iterable[str]) -> Runs:
    found: Runs = []
    for code in codes:
        found += [*([run(", ", "quiet")] if found else []), run(code, "code")]
    return found


# Parties, pictures, and the rest.


def _parties(told: Account) -> Iterable[Block]:
    if told.parties is None or not told.parties.each:
        return
    yield heading("Parties")
    for party in told.parties.each:
        yield from _party(party)
    for text in told.parties.not_checked:
        yield small(run(text, "quiet"))


def _party(party: PartyTold) -> Iterable[Block]:
    yield heading(f"{party.name}: ", 3, run(party.status, _SCREENED.get(party.code, 0)))
    yield paragraph(run(f"{capital(party.about)}."))
    if party.why:
        yield {"is": "list", "items": [[run(text)] for text in party.why]}
    for hit in party.hits:
        below = [[run(f"{name}: ", "quiet"), *linked(text)] for name, text in hit.rows]
        yield {"is": "rule", "says": [run(hit.title, "strong")], "parts": [], "below": below}
    yield from (paragraph(run(f"Shared address: {text}")) for text in party.addresses)
    if party.lists:
        yield small(run(f"Lists: {'; '.join(party.lists)}.", "quiet"))
    yield paragraph(run(party.flagged, "strong"))
    yield from _tasks(party.flags.by)
    if party.asks:
        yield {"is": "list", "items": [[run(f"Missing: {ask.ask} "), run(ask.fact, "code")] for ask in party.asks]}


def _pictures(pictures: Pictured) -> Iterable[Block]:
    if pictures.limits:
        yield heading("Range and payload")
        dashed = (
            " A dashed line is estimated, assumed or not confirmed." if 'class="known doubt"' in pictures.limits else ""
        )
        yield picture(pictures.limits, f"The complete system against the limits that the law reads.{dashed}")
    if pictures.years:
        yield heading("Through the years")
        yield picture(pictures.years, pictures.through)


def _missing(told: Account) -> Iterable[Block]:
    if told.asks:
        yield heading("What is missing")
        items = [[run(f"{ask.ask} "), run(ask.fact, "code"), run(f" decides {listed(ask.decides)}.", "quiet")] for ask in told.asks]  # fmt: skip
        yield {"is": "steps", "items": items}


def _to_do(told: Account) -> Iterable[Block]:
    shown = [verdict for verdict in told.tasks if verdict.terms or verdict.left]
    if shown:
        yield heading("What to do")
    for verdict in shown:
        yield heading(verdict.title, 3)
        yield paragraph(run(verdict.definition, "quiet"))
        yield from _tasks(verdict.by)
        if verdict.left:
            yield paragraph(run("Perhaps also, since it is open. ", "doubt"), run(verdict.unsettled))
            yield from _tasks(verdict.might)


def _tasks(grounds: Sequence[Ground]) -> Iterable[Block]:
    if grounds:
        items = [[run(f"{one.says} "), *_codes(term.code for term in one.answer), run(" "), *_cited(one)] for one in grounds]  # fmt: skip
        yield {"is": "list", "items": items}


def _turnings(told: Account) -> Iterable[Block]:
    if not told.turnings:
        return
    yield heading("Turning points")
    yield paragraph(run("Where one fact, changed alone, would change an answer.", "quiet"))
    rows = [
        [[run(capital(one.name))], [run(one.at)], [run("; ".join(f"{name} {to}" for name, to in one.changes))]]
        for one in told.turnings
    ]
    yield table(("Fact", "At", "Then"), rows, (3, 3, 5))


def _given(title: str, given: tuple[Given, ...]) -> Iterable[Block]:
    if given:
        yield heading(title)
        rows = [(capital(one.name), [run(one.value), *([run(". ", "quiet"), *linked(one.note, "quiet")] if one.note else [])]) for one in given]  # fmt: skip
        yield facts(rows)


def _warnings(told: Account) -> Iterable[Block]:
    if told.warnings:
        yield heading("Warnings")
        yield {"is": "list", "items": [[run(f"{text} "), run(code, "code")] for code, text in told.warnings]}


def _grade(verdict: Verdict | None) -> str | int:
    if verdict is None or (verdict.codes and not verdict.open):
        return ""
    grade = None if verdict.open or not verdict.terms else verdict.terms[0].grade
    return "open" if verdict.open else "strong" if grade is None else grade


def _short(told: Account) -> str:
    if told.headline is None:
        return "Reviewed"
    return "Open" if told.headline.open else capital(told.headline.terms[0].words)
