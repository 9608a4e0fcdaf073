"""The last part of every page: what gives the same again, and the sources of the law where the page does not name them elsewhere.

The texts themselves are made by :mod:`licet.transfers.again`; here they are laid out, and answers that one command gives stand together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.determination import ON_REQUEST, Determination
from licet.errors import LicetError
from licet.reports.account import clean
from licet.reports.marked import code, escape, fenced
from licet.reports.markup import Safe, joined, linked, tag
from licet.reports.sentences import listed, standing
from licet.rulebook.rulebook import Rulebook
from licet.transfers.again import Again, again, arguments, file_name

TITLE = "The same again"
_ANOTHER_LAW = (
    "No law that is at hand here has this digest. To have the same again, name the folder of the law that has it: "
    "--law FOLDER in the command, law= in Python."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and under which law.

    Attributes:
        transfer: the transfer in the contract's own form.
        version: the version of Licet.
        digest: the digest of the law.
        reforms: the reforms in force, as they were named.
        assumed: what was assumed on request: fact or group, and its value.
        options: what else was asked for, by the names of Python.
        note: what else is to be said of it.
    """

    transfer: Mapping[str, Any]
    version: str
    digest: str
    reforms: tuple[str, ...] = ()
    assumed: tuple[tuple[str, Any], ...] = ()
    options: tuple[tuple[str, Any], ...] = ()
    note: str = ""


def asked_of(determination: Determination, **options: Any) -> Asked:
    """Return what a determination was asked.

    Args:
        determination: the determination.
        **options: what else was asked for, which it does not hold.
    """
    return Asked(
        transfer=determination.transfer,
        version=determination.licet,
        digest=determination.rulebook.digest,
        reforms=tuple(determination.rulebook.reforms),
        assumed=tuple((one.fact, one.value) for one in determination.assumed if one.why == ON_REQUEST),
        options=tuple(options.items()),
    )


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command, and the answers of the page that it gives.

    Attributes:
        of: which answers of the page, where it is not all.
        file_name: what the command calls the file of the transfers.
        texts: the file, the command and the lines of Python.
        version: the version of Licet.
        digest: the digest of the law.
        note: what else is to be said of it.
    """

    of: str
    file_name: str
    texts: Again
    version: str
    digest: str
    note: str


def again_html(function: str, asked: Sequence[Asked], rulebook: Rulebook, sources: Safe | None = None) -> Safe:
    """Return the last part of a page, closed; nothing where nothing was asked.

    Args:
        function: the name of the command, and of the function in Python.
        asked: what was asked, in the order of the page.
        rulebook: the law, for its folder.
        sources: what is said of the sources, where the page does not say it.
    """
    return _closed((_run_html(run) for run in runs(function, asked, rulebook)), sources)


def run_html(texts: Again, version: str, digest: str, sources: Safe | None = None) -> Safe:
    """Return the last part of a page that one run gives, closed.

    Args:
        texts: what gives it again.
        version: the version of Licet.
        digest: the digest of the law.
        sources: what is said of the sources, where the page does not say it.
    """
    return _closed([_run_html(Run("", "", texts, version, digest, ""))], sources)


def _run_html(run: Run) -> Safe:
    law = tag("p", f"Licet {run.version}, with the law of the digest ", tag("code", run.digest), ".")
    said = [tag("p", words) if words else Safe("") for words in (run.of, run.note)]
    return joined(part for part in (said[0], texts_html(run.texts, run.file_name), said[1], law) if part)


def _closed(runs: Iterable[Safe], sources: Safe | None) -> Safe:
    held = list(runs)
    if not held:
        return Safe("")
    body = tag("div", joined([*held, sources or Safe("")]), class_="body")
    return tag("section", tag("details", tag("summary", TITLE), body))


def texts_html(texts: Again, name: str = "transfer.yaml") -> Safe:
    """Return what gives an answer again as HTML.

    Args:
        texts: the texts; a file among them stands first.
        name: what the command calls the file.
    """
    before = [tag("p", with_file(name), tag("code", name), ":"), _block(texts.file)] if texts.file else []
    return joined([*before, tag("p", "The command:"), _block(texts.command), tag("p", "Or in Python:"), _block(texts.python)])  # fmt: skip


def _block(held: str) -> Safe:
    return tag("pre", tag("code", held))


def again_markdown(
    function: str, asked: Asked, rulebook: Rulebook, sources: Iterable[str] = (), level: int = 2
) -> list[str]:
    """Return the last section of a Markdown page as lines, a blank one first; the digest stands below it.

    Args:
        function: the name of the command, and of the function in Python.
        asked: what was asked.
        rulebook: the law, for its folder.
        sources: lines on the sources, where the page does not name them.
        level: the level of its heading.
    """
    (run,) = runs(function, [asked], rulebook)
    note = ["", escape(run.note)] if run.note else []
    return ["", f"{'#' * min(level, 6)} {TITLE}", "", *texts_markdown(run.texts, run.file_name), *note, *sources]


def texts_markdown(texts: Again, name: str = "transfer.yaml") -> list[str]:
    """Return what gives an answer again as lines of Markdown.

    Args:
        texts: the texts; a file among them stands first.
        name: what the command calls the file.
    """
    before = [f"{with_file(name)}{code(name)}:", "", *fenced(texts.file, "yaml"), ""] if texts.file else []
    return [*before, "The command:", "", *fenced(texts.command, "sh"), "", "Or in Python:", "", *fenced(texts.python, "python")]  # fmt: skip


def with_file(name: str) -> str:
    """Return how a page leads over to the file of the transfers."""
    return f"With {'these transfers' if name == file_name(2) else 'this transfer'} as "


# The sources of the law.


def cited_html(rules: Iterable[str], book: Rulebook) -> Safe:
    """Return the instruments of some rules as HTML, each with its standing and its source."""
    rows = [tag("li", f"{title}: {held}. ", tag("span", linked(source), class_="note")) for title, held, source in _instruments(rules, book)]  # fmt: skip
    return joined([tag("p", "The law that it rests on:"), tag("ul", joined(rows))]) if rows else Safe("")


def cited_markdown(rules: Iterable[str], book: Rulebook) -> list[str]:
    """Return the same as lines of Markdown, a blank one first."""
    rows = [f"- {escape(title)}: {escape(held)}. {escape(source)}" for title, held, source in _instruments(rules, book)]
    return ["", "The law that it rests on:", "", *rows] if rows else []


def _instruments(rules: Iterable[str], book: Rulebook) -> list[tuple[str, str, str]]:
    """The instruments of rules by their titles, with the standings of those rules and the source."""
    found: dict[str, dict[str, None]] = {}
    for name in rules:
        rule = book.rule(name)
        if rule is not None:
            found.setdefault(rule.instrument, {})[standing(rule.standing)] = None
    known = ((book.instruments[name], standings) for name, standings in sorted(found.items()))
    return [(clean(one.title), listed(sorted(standings)), clean(one.source)) for one, standings in known]


# What one command gives.


def runs(function: str, asked: Sequence[Asked], rulebook: Rulebook) -> list[Run]:
    """Return the commands that give some answers, those that were asked alike by one command.

    Args:
        function: the name of the command, and of the function in Python.
        asked: what was asked, in the order of the page.
        rulebook: the law, for its folder.
    """
    groups: dict[Any, list[int]] = {}
    for number, one in enumerate(asked):
        day = one.transfer.get("date") if "date" in dict(one.assumed) else None
        key = (one.version, one.digest, one.reforms, repr(one.assumed), repr(one.options), one.note, day)
        groups.setdefault(key, []).append(number)
    found = []
    for numbers in groups.values():
        one = asked[numbers[0]]
        at_hand = _has_digest(rulebook.folder, one)
        given = arguments(rulebook.folder if at_hand else None, one.reforms, dict(one.assumed), **dict(one.options))
        some = "" if len(groups) == 1 else f"For {listed(str(number + 1) for number in numbers)} of this page:"
        texts = again(function, [asked[number].transfer for number in numbers], given)
        note = " ".join(filter(None, (one.note, "" if at_hand else _ANOTHER_LAW)))
        found.append(Run(some, file_name(len(numbers)), texts, one.version, one.digest, note))
    return found


def _has_digest(folder: Path, asked: Asked) -> bool:
    """Whether the law of a folder, with the reforms that were asked for, is the one that was asked."""
    try:
        return Rulebook.load(folder, asked.reforms).digest == asked.digest
    except LicetError:
        return False
