"""Accounts of determinations as the blocks of a PDF: headings, paragraphs, facts, rules, tables, pictures.

What is told, and its order, is that of the Markdown and HTML reports; a block holds texts alone, and how it looks stands in ``pdf.typ``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from licet.reports.account import NO_ADVICE, Account, Given, Ground, Verdict
from licet.reports.again import TITLE, Run, with_file
from licet.reports.parties import PartyTold
from licet.reports.sentences import capital, listed
from licet.reports.typesetting import Block

_LINK = re.compile(r"https?://[^\s<>\"'`;|]+")
_SCREENED: dict[str, int] = {"possible": 2, "clear": 3}
_STANDING: dict[str, str | int] = {"verified": 3, "partial": "doubt", "unverified": "wrong"}
_LONGEST = 120

Runs = list[dict[str, Any]]


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


def contents_blocks(title: str, told: Sequence[Account], names: Sequence[str]) -> list[Block]:
    """Return the first page of several transfers: a table of them, each with its answer, that leads to them."""
    rows = []
    for number, (one, name) in enumerate(zip(told, names, strict=True), 1):
        item = [_run(one.name, at=f"transfer-{number}"), *([_run(f" ({name})", "quiet")] if name else [])]
        answer = _run(_short(one), _grade(one.headline))
        rows.append([item, [_run(f"{one.exporter} → {one.recipient}")], [_run(one.date)], [answer]])
    return [_heading(title, 1), _table(("Item", "Transfer", "Date", "Answer"), rows, (6, 6, 5, 6))]


def again_blocks(commands: Iterable[Run]) -> list[Block]:
    """Return what gives the same again."""
    blocks = [_heading(TITLE)]
    for one in commands:
        if one.of:
            blocks.append(_paragraph(_run(one.of)))
        if one.texts.file:
            blocks += [_paragraph(_run(with_file(one.file_name)), _run(one.file_name, "code"), _run(":")), _lines(one.texts.file)]  # fmt: skip
        blocks += [_paragraph(_run("The command:")), _lines(one.texts.command)]
        if one.note:
            blocks.append(_paragraph(_run(one.note)))
    return blocks


def cited_blocks(told: Sequence[Account], address: str = "") -> list[Block]:
    """Return how the answer is cited, and what it is not."""
    versions = list(dict.fromkeys((one.version, one.digest) for one in told))
    rows: list[tuple[str, Runs]] = [("Address", _linked(address))] if address else []
    for version, digest in versions:
        rows += [("Made by", [_run(f"Licet {version}")]), ("Law", [_run(digest, "code")])]
    rows.append(("Attached", [_run("answer.json", "code"), _run(": the whole answer as data")]))
    return [_heading("To cite it"), _facts(rows), _paragraph(_run(NO_ADVICE, "quiet"))]


# The answer.


def _answer(told: Account, name: str, number: int) -> Iterable[Block]:
    # A name that is no headline stands in full among the facts.
    called = told.name if len(told.name) <= _LONGEST else f"{told.name[: _LONGEST - 1]}…"
    title = f"{number}. {called}" if number else f"Review of {called}"
    named = {"name": f"transfer-{number}", "page": True} if number else {}
    yield {**_heading(title, 1), **named}
    about = f"{name} – {told.route}, {told.date}" if name else f"{told.route}, {told.date}"
    yield _paragraph(_run(capital(about), "quiet"))
    yield from _headline(told.headline)
    rows: list[tuple[str, Runs]] = [("Item", [_run(f"{told.name}: {told.item}" if told.item else told.name)])]
    rows += [("From", [_run(told.exporter)]), ("To", [_run(told.recipient)]), ("Date", [_run(told.date)])]
    for verdict in told.main:
        unruled = [_run(" (no rule decides it)", "quiet")] if verdict.unruled else []
        rows.append((verdict.title, [_run(capital(verdict.answer), _grade(verdict)), *unruled]))
    if told.parties is not None:
        rows.append(("Parties", [_run(capital(told.parties.line))]))
    if told.reforms:
        rows.append(("Reforms", [_run(f"Put in force: {', '.join(told.reforms)}")]))
    if told.counts:
        rows.append(("Rests on", [_run(told.counts)]))
    yield _facts(rows)


def _headline(headline: Verdict | None) -> Iterable[Block]:
    if headline is None:
        return
    if headline.open:
        items = [[_run(capital(one.words), "strong"), _run(f": {one.meaning} "), _run(one.code, "code")] for one in headline.left]  # fmt: skip
        yield _verdict(f"{headline.title} is open", "open", [[_run(headline.unsettled)]], items)
        return
    term = headline.terms[0]
    below = [[_run(f"{capital(term.meaning)} " if term.meaning else ""), _run(term.code, "code")]]
    if headline.unruled:
        below.append([_run(f"No rule decides the {headline.title.lower()}; this is the answer where none does.")])
    yield _verdict(capital(term.words), term.grade, below)


# Why.


def _why(told: Account) -> Iterable[Block]:
    shown = [one for one in (told.headline, *told.main) if one is not None and not one.codes]
    if not shown:
        return
    yield _heading("Why")
    yield _small(_run("✓ holds, ✗ does not hold, ? not known.", "quiet"))
    for verdict in shown:
        yield from _reasons(verdict)


def _reasons(verdict: Verdict) -> Iterable[Block]:
    answer = "open" if verdict.open else verdict.terms[0].words if verdict.terms else "none"
    yield _heading(f"{verdict.title}: ", 3, _run(answer, _grade(verdict)))
    if verdict.unruled:
        yield _paragraph(_run(f"No rule in force decides it, so it is {verdict.terms[0].label}."))
    elif not verdict.by and not verdict.open:
        yield _paragraph(_run("Whatever is still unknown, this answer stays."))
    yield from map(_rule, verdict.by)
    if verdict.open:
        yield _paragraph(_run(verdict.unsettled))
        for ground in verdict.might:
            yield _rule(ground, "May apply")
    others = [
        _other(ground, how)
        for how, grounds in (("Displaced", verdict.defeated), ("Outweighed by the stricter answer", verdict.outweighed))
        for ground in grounds
    ]
    if others:
        yield _paragraph(_run("Other rules that bear on it:"))
        yield {"is": "list", "items": others}


def _rule(ground: Ground, how: str = "") -> Block:
    answers = listed(term.words for term in ground.answer)
    says = [*([_run(f"{how} ({answers}): ", "quiet")] if how else []), _run(ground.says)]
    below = [_cited(ground), [_run("Source: ", "quiet"), *_linked(ground.source, "quiet")]]
    if ground.defeated_by:
        below.insert(0, [_run("Displaced by ", "quiet"), *_codes(ground.defeated_by)])
    parts = [
        {"truth": part.truth, "text": [_run(part.text), *([_run(f" ({'; '.join(part.values)})", "quiet")] if part.values else [])]}
        for part in ground.parts
    ]  # fmt: skip
    return {"is": "rule", "says": says, "parts": parts, "below": below}


def _other(ground: Ground, how: str) -> Runs:
    answers = listed(term.words for term in ground.answer)
    by = [_run(" by "), *_codes(ground.defeated_by)] if ground.defeated_by else []
    return [_run(how, "quiet"), *by, _run(f" ({answers}): {ground.says} "), *_cited(ground)]


def _cited(ground: Ground) -> Runs:
    """Return where a rule stands: its citation, when it is in force, how well its text was read, its name."""
    standing = _STANDING.get(ground.standing, "quiet")
    cite = _run(ground.cite, to=ground.link) if _LINK.fullmatch(ground.link) else _run(ground.cite)
    return [cite, _run(f"; {ground.window}; ", "quiet"), _run(ground.standing_words, standing), _run("; ", "quiet"), _run(ground.rule, "code")]  # fmt: skip


def _codes(codes: Iterable[str]) -> Runs:
    found: Runs = []
    for code in codes:
        found += [*([_run(", ", "quiet")] if found else []), _run(code, "code")]
    return found


# Parties, pictures, and the rest.


def _parties(told: Account) -> Iterable[Block]:
    if told.parties is None or not told.parties.each:
        return
    yield _heading("Parties")
    for party in told.parties.each:
        yield from _party(party)
    for text in told.parties.not_checked:
        yield _small(_run(text, "quiet"))


def _party(party: PartyTold) -> Iterable[Block]:
    yield _heading(f"{party.name}: ", 3, _run(party.status, _SCREENED.get(party.code, 0)))
    yield _paragraph(_run(f"{capital(party.about)}."))
    if party.why:
        yield {"is": "list", "items": [[_run(text)] for text in party.why]}
    for hit in party.hits:
        below = [[_run(f"{name}: ", "quiet"), *_linked(text)] for name, text in hit.rows]
        yield {"is": "rule", "says": [_run(hit.title, "strong")], "parts": [], "below": below}
    yield from (_paragraph(_run(f"Shared address: {text}")) for text in party.addresses)
    if party.lists:
        yield _small(_run(f"Lists: {'; '.join(party.lists)}.", "quiet"))
    yield _paragraph(_run(party.flagged, "strong"))
    yield from _tasks(party.flags.by)
    if party.asks:
        yield {"is": "list", "items": [[_run(f"Missing: {ask.ask} "), _run(ask.fact, "code")] for ask in party.asks]}


def _pictures(pictures: Pictured) -> Iterable[Block]:
    if pictures.limits:
        yield _heading("Range and payload")
        dashed = (
            " A dashed line is estimated, assumed or not confirmed." if 'class="known doubt"' in pictures.limits else ""
        )
        yield _picture(pictures.limits, f"The complete system against the limits that the law reads.{dashed}")
    if pictures.years:
        yield _heading("Through the years")
        yield _picture(pictures.years, pictures.through)


def _picture(svg: str, caption: str) -> Block:
    said = re.search(r"<title>(.*?)</title>", svg, re.DOTALL)
    styled = re.sub(r"(<svg\b[^>]*>)", lambda found: f"{found[1]}<style>{_style()}</style>", svg, count=1)
    return {"is": "picture", "svg": styled, "alt": unescape(said[1]) if said else caption, "caption": caption}


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).resolve().parent / "pdf.css").read_text(encoding="utf-8")


def _missing(told: Account) -> Iterable[Block]:
    if told.asks:
        yield _heading("What is missing")
        items = [[_run(f"{ask.ask} "), _run(ask.fact, "code"), _run(f" decides {listed(ask.decides)}.", "quiet")] for ask in told.asks]  # fmt: skip
        yield {"is": "steps", "items": items}


def _to_do(told: Account) -> Iterable[Block]:
    shown = [verdict for verdict in told.tasks if verdict.terms or verdict.left]
    if shown:
        yield _heading("What to do")
    for verdict in shown:
        yield _heading(verdict.title, 3)
        yield _paragraph(_run(verdict.definition, "quiet"))
        yield from _tasks(verdict.by)
        if verdict.left:
            yield _paragraph(_run("Perhaps also, since it is open. ", "doubt"), _run(verdict.unsettled))
            yield from _tasks(verdict.might)


def _tasks(grounds: Sequence[Ground]) -> Iterable[Block]:
    if grounds:
        items = [[_run(f"{one.says} "), *_codes(term.code for term in one.answer), _run(" "), *_cited(one)] for one in grounds]  # fmt: skip
        yield {"is": "list", "items": items}


def _turnings(told: Account) -> Iterable[Block]:
    if not told.turnings:
        return
    yield _heading("Turning points")
    yield _paragraph(_run("Where one fact, changed alone, would change an answer.", "quiet"))
    rows = [
        [[_run(capital(one.name))], [_run(one.at)], [_run("; ".join(f"{name} {to}" for name, to in one.changes))]]
        for one in told.turnings
    ]
    yield _table(("Fact", "At", "Then"), rows, (3, 3, 5))


def _given(title: str, given: tuple[Given, ...]) -> Iterable[Block]:
    if given:
        yield _heading(title)
        rows = [(capital(one.name), [_run(one.value), *([_run(". ", "quiet"), *_linked(one.note, "quiet")] if one.note else [])]) for one in given]  # fmt: skip
        yield _facts(rows)


def _warnings(told: Account) -> Iterable[Block]:
    if told.warnings:
        yield _heading("Warnings")
        yield {"is": "list", "items": [[_run(f"{text} "), _run(code, "code")] for code, text in told.warnings]}


# The blocks.


def _run(text: str, style: str | int = "", *, to: str = "", at: str = "") -> dict[str, Any]:
    """Return a text with how it looks: ``strong``, ``code``, ``quiet``, ``doubt``, ``wrong``, ``open`` or the grade of an answer."""
    return {"text": text, "style": style, **({"to": to} if to else {}), **({"at": at} if at else {})}


def _linked(text: str, style: str = "") -> Runs:
    """Return a text with the addresses in it as links."""
    found: Runs = []
    end = 0
    for link in _LINK.finditer(text):
        address = link.group().rstrip(".,:")
        if address.endswith(")") and "(" not in address:
            address = address.rstrip(")")
        found += [_run(text[end : link.start()], style), _run(address, to=address)]
        end = link.start() + len(address)
    return [one for one in (*found, _run(text[end:], style)) if one["text"]]


def _heading(words: str, level: int = 2, *more: dict[str, Any]) -> Block:
    return {"is": "heading", "level": level, "text": [_run(words), *more]}


def _paragraph(*of: dict[str, Any]) -> Block:
    return {"is": "paragraph", "text": list(of)}


def _small(*of: dict[str, Any]) -> Block:
    return {"is": "small", "text": list(of)}


def _lines(text: str) -> Block:
    return {"is": "lines", "code": text}


def _facts(rows: Iterable[tuple[str, Runs]]) -> Block:
    return {"is": "facts", "rows": [{"name": name, "text": text} for name, text in rows]}


def _verdict(title: str, grade: str | int | None, below: Sequence[Runs], items: Sequence[Runs] = ()) -> Block:
    return {"is": "verdict", "title": title, "grade": grade, "below": list(below), "items": list(items)}


def _table(head: tuple[str, ...], rows: Iterable[Sequence[Runs]], widths: tuple[int, ...]) -> Block:
    cells = [[{"runs": cell} for cell in row] for row in rows]
    return {"is": "table", "head": list(head), "widths": list(widths), "rows": cells}


def _grade(verdict: Verdict | None) -> str | int:
    if verdict is None or (verdict.codes and not verdict.open):
        return ""
    grade = None if verdict.open or not verdict.terms else verdict.terms[0].grade
    return "open" if verdict.open else "strong" if grade is None else grade


def _short(told: Account) -> str:
    if told.headline is None:
        return "Reviewed"
    return "Open" if told.headline.open else capital(told.headline.terms[0].words)
