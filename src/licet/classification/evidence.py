"""What a document says of an item, laid under what a person states: it can bring an entry in, and rules none out until it is confirmed.

An item is classified twice, with what the document says and without it. An entry that is met with it is met, and marked; one that would be
ruled out by it alone stays open, and confirming what was read is what would settle it.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Sequence_
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from licet.classification.classifying import CATEGORY, Classifying, weight
from licet.classification.sheet import Finding, Sheet, read_sheet
from licet.classification.verdicts import VERDICTS, Classification, EntryVerdict, Evidence, LeftAside
from licet.determination import Answer, Caution, Missing
from licet.errors import Fault, InputError
from licet.language.nodes import Mapping, Node, Scalar, Sequence, Where
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer


@dataclass(frozen=True, slots=True)
class Laid:
    """A transfer with what a document says laid under it.

    Attributes:
        node: the transfer.
        used: the findings that say something that the transfer does not.
        unusable: what the law cannot use, each with its reason.
    """

    node: Mapping
    used: tuple[Finding, ...]
    unusable: tuple[Fault, ...] = field(default=())


def laid_under(rulebook: Rulebook, node: Mapping, findings: Iterable[Finding], stater: Stater) -> Laid:
    """Lay the findings of a document under a transfer; what the transfer states itself counts.

    Args:
        rulebook: declares the facts.
        node: the transfer, or the item alone.
        findings: what the document says.
        stater: reads transfers; a finding that it cannot use is left out and reported.
    """
    stated = set(stater.named(node))
    laid = node
    used: list[Finding] = []
    unusable: list[Fault] = []
    for finding in findings:
        name, value = _read(rulebook, finding)
        if name in stated:
            continue
        attempt = Mapping((*laid.entries, (finding.fact, value)), laid.where, (*laid.key_lines, value.where))
        try:
            stater.read(attempt)
        except InputError as error:
            unusable += [fault for fault in error.faults if finding.fact in fault.found] or error.faults[:1]
            continue
        laid = attempt
        used.append(finding)
    return Laid(laid, tuple(used), tuple(unusable))


def contradicted(transfer: Transfer, findings: Iterable[Finding], stater: Stater) -> list[Caution]:
    """Return a warning for each fact of which a document says something else than the transfer states."""
    found: list[Caution] = []
    for finding in findings:
        name, value = _read(stater.rulebook, finding)
        stated = transfer.stated.get(name)
        if stated is None:
            continue
        try:
            said = stater.read(Mapping(((finding.fact, value),), value.where, (value.where,))).stated.get(name)
        except InputError:
            continue
        apart = said != stated
        if isinstance(said, tuple) and isinstance(stated, tuple):
            apart = said[1] < stated[0] or stated[1] < said[0]
        if apart:
            where = ", ".join(finding.places)
            message = f"The document says {_said(finding)} for {finding.fact} ({where}); what is stated counts."
            found.append(Caution(code="document_contradicts", message=message))
    return found


def _read(rulebook: Rulebook, finding: Finding) -> tuple[str, Node]:
    """Return the name of the fact of a finding, and its value as it would be stated, from its place in the document."""
    name = next(fact.name for fact in rulebook.facts.values() if fact.path == finding.fact)
    where = Where(finding.places[0] if finding.places else "document")
    if isinstance(finding.value, str):
        return name, Scalar(finding.value, where)
    return name, Sequence(tuple(Scalar(end, where) for end in finding.value), where)


def _said(finding: Finding) -> str:
    return finding.value if isinstance(finding.value, str) else " to ".join(finding.value)


def with_document(found: Classification, name: str, sheet: Sheet, disputed: Sequence_[Caution] = ()) -> Classification:
    """Return a classification with the name of the document, what was left aside in it, and where it contradicts what was stated."""
    aside = [
        LeftAside(text=one.text, place=one.place, line=one.evidence, why=one.reason, perhaps=list(one.candidates))
        for one in sheet.unbound
    ]
    return replace(found, document=name, left_aside=aside, warnings=[*disputed, *found.warnings])


def classify_sheet(node: Mapping, name: str, stater: Stater, *, pages: str = "", product: str = "") -> Classification:
    """Classify an item with what a data sheet says of it, none of which anybody has confirmed.

    Args:
        node: what is stated beside the sheet.
        name: the file of the sheet.
        stater: reads transfers.
        pages: only these pages.
        product: of several products, this one.

    Raises:
        InputError: for a sheet that cannot be read, and for one of several products of which none was chosen.
    """
    book, transfer = stater.rulebook, stater.read(node)
    # What was stated is looked for as well, so that a sheet that says otherwise is heard.
    asked = (*Classifying(book, transfer).asked, *transfer.stated)
    sheet = read_sheet(Path(name), book, pages=pages, product=product, facts=asked)
    laid = laid_under(book, node, sheet.findings, stater)
    found = classify_unconfirmed(book, node, laid, stater)
    return with_document(found, name, sheet, contradicted(transfer, sheet.findings, stater))


def classify_unconfirmed(rulebook: Rulebook, node: Mapping, laid: Laid, stater: Stater) -> Classification:
    """Classify an item with what a document says of it, none of which anybody has confirmed.

    Args:
        rulebook: the law.
        node: the transfer without the document.
        laid: the same with what the document says laid under it.
        stater: reads transfers.
    """
    bare = Classifying(rulebook, stater.read(node)).classification
    full = Classifying(rulebook, stater.read(laid.node)).classification
    without = {entry.code: entry for entry in bare.entries}
    entries = sorted(
        (_merged(without[entry.code], entry, laid.used) for entry in full.entries),
        key=lambda entry: (VERDICTS.index(entry.verdict), weight(rulebook, entry.category)),
    )
    evidence = [
        Evidence(
            fact=finding.fact,
            value=finding.value if isinstance(finding.value, str) else list(finding.value),
            places=list(finding.places),
            text=" | ".join(finding.evidence),
        )
        for finding in laid.used
    ]
    return replace(
        full,
        category=_category(rulebook, bare.category, full.category),
        entries=entries,
        missing=[*full.missing, *_to_confirm(entries, laid.used)],
        unconfirmed=evidence,
    )


def _to_confirm(entries: Iterable[EntryVerdict], used: Iterable[Finding]) -> list[Missing]:
    """Return what is left to do where only the word of the document stands: to confirm it."""
    found = []
    for finding in used:
        codes = [e.code for e in entries if e.if_confirmed == "not_met" and finding.fact in e.must_settle]
        if codes:
            ask = f"Is it right, as the document says: {_said(finding)}?"
            found.append(Missing(fact=finding.fact, ask=ask, decides=codes))
    return found


def _merged(bare: EntryVerdict, full: EntryVerdict, used: tuple[Finding, ...]) -> EntryVerdict:
    if bare.verdict == full.verdict:
        return full
    if full.verdict == "met":
        return replace(full, verdict="met", if_confirmed="met")
    if full.verdict == "not_met":
        said = [finding.fact for finding in used]
        settling = [path for path in bare.must_settle if path in said] or said
        return replace(bare, verdict="open", if_confirmed="not_met", could_settle=settling, must_settle=settling)
    return replace(full, verdict="open", if_confirmed="open")


def _category(rulebook: Rulebook, bare: Answer, full: Answer) -> Answer:
    """The category as far as it holds whether or not the document is right: a document can make it stricter, never less strict."""
    order = list(rulebook.questions[CATEGORY].values)
    least = max(order.index(answer) for answer in full.possible)
    left = {*bare.possible, *full.possible}
    possible = [answer for answer in order if answer in left and order.index(answer) <= least]
    settled = len(possible) == 1
    return Answer(
        value=possible[0] if settled else None,
        possible=possible,
        by=full.by if settled else [],
        defeated=full.defeated,
        might=[] if settled else [*full.by, *bare.might],
        outweighed=full.outweighed,
        exact=bare.exact and full.exact,
    )
