"""Holding the law against the published lists: every published code of the Annex is in the law, every reference of the law is on its list.

What is missing the other way - an ECCN controlled for missile technology that no entry refers to - is a note and no fault, since a list may
carry more than the Annex. A list that is not in the folder leaves its checks unmade, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable

from licet.errors import Fault
from licet.registers import (
    commerce_control_list,
    dual_use_list,
    munitions_list,
    uk_index,
)
from licet.registers.annex import FOLDED, Annex, Entry
from licet.registers.findings import Check, Verification
from licet.registers.folder import PublishedLists
from licet.registers.references import ReferenceChecks
from licet.registers.uk_index import IndexedReference
from licet.rulebook.checking import covers

_FOLD = f"a row of {FOLDED} that says which entry holds it"


def verify(annex: Annex, lists: PublishedLists) -> Verification:
    """Return what the checks find."""
    references = ReferenceChecks(annex, lists)
    return Verification(
        (
            _uk(annex, lists.uk),
            _folded(annex, lists.uk),
            references.eccn(),
            references.pointer(),
            references.usml(),
            references.dual_use(),
            _eccns_unnamed(annex, lists),
            _usml_unnamed(annex, lists),
            _dual_use_unnamed(annex, lists),
        )
    )


# The codes of the Annex


def _uk(annex: Annex, index: tuple[IndexedReference, ...] | None) -> Check:
    check = Check("annex_codes", "every code of the British index is an entry, in its category", uk_index.TITLE)
    if index is None:
        check.ran = False
        return check
    codes = {reference.code for reference in index}
    for reference in index:
        if reference.status == "INACTIVE":
            check.look("inactive in the index")
            continue
        divided = any(other != reference.code and covers(reference.code, other) for other in codes)
        outcome, entries = _held(annex, reference.code, divided)
        if not entries:
            check.fail(reference.code, "", _missing(annex, reference, outcome))
            continue
        wrong = [entry for entry in entries if entry.categories - {reference.category}]
        if not wrong:
            undecided = [entry.code for entry in entries if not entry.categories]
            if undecided:
                found = f"{', '.join(undecided)} without a category"
                check.note(reference.code, undecided[0], Fault(str(entries[0].rules[0].where), found))
            check.look(outcome)
        for entry in wrong[:1]:
            found = f"{entry.code} in Category {' and '.join(sorted(entry.categories))}"
            expected = f"Category {reference.category}, as {reference.printed} has it ({reference.where})"
            check.fail(reference.code, entry.code, Fault(str(entry.rules[0].where), found, expected))
    for entry in annex.entries.values():
        if not any(covers(entry.code, code) or covers(code, entry.code) for code in codes):
            found = f"{entry.code} ({entry.rules[0].subject or entry.rules[0].says}), which the index does not have"
            check.note(entry.code, entry.code, Fault(str(entry.rules[0].where), found))
    return check


def _held(annex: Annex, code: str, divided: bool) -> tuple[str, list[Entry]]:
    """Return how the law holds a code, and the entries that do.

    A heading counts by the entries below it only where the index itself does not divide it.
    """
    if code in annex.entries:
        return "an entry", [annex.entries[code]]
    if code in annex.folded:
        return "folded into an entry", annex.at_or_below(annex.folded[code].into)
    below = annex.at_or_below(code)
    if below and divided:
        return "divided otherwise", []
    return "a heading with entries below it", below


def _missing(annex: Annex, reference: IndexedReference, outcome: str) -> Fault:
    found = f"{reference.printed} ({reference.code}), which is no entry of the law"
    if outcome == "divided otherwise":
        found = f"{reference.printed} ({reference.code}), which the index divides otherwise than the law"
    if reference.code in annex.folded:
        found = f"{reference.printed} ({reference.code}), folded into {annex.folded[reference.code].into}, which has no entry"
        return Fault(str(annex.folded[reference.code].where), found, "an entry of the law")
    above = [code for code in annex.entries if covers(code, reference.code)]
    mend = f"{above[0]} is the entry above it" if above else ""
    return Fault(str(reference.where), found, f"an entry, or {_FOLD}", mend)


def _folded(annex: Annex, index: tuple[IndexedReference, ...] | None) -> Check:
    """Check that folded codes lead to entries, and that the law does not hold them twice."""
    check = Check("folded_codes", f"every code of {FOLDED} leads to an entry and is none itself")
    indexed = {reference.code for reference in index or ()}
    for folded in annex.folded.values():
        own = annex.at_or_below(folded.code)
        if not annex.at_or_below(folded.into):
            found = f"{folded.code} folded into {folded.into}, which has no entry"
            check.fail(folded.code, "", Fault(str(folded.where), found, "an entry of the law"))
        elif own:
            found = f"{folded.code} folded into {folded.into}, while {own[0].code} is an entry of its own"
            check.fail(folded.code, own[0].code, Fault(str(folded.where), found, "one of the two", "remove the row"))
        else:
            check.look("leads to an entry")
            if index is not None and folded.code not in indexed:
                check.note(
                    folded.code, folded.into, Fault(str(folded.where), f"{folded.code}, which the index does not have")
                )
    return check


# What the lists carry and no entry refers to


def _named(annex: Annex, name: str) -> list[str]:
    return [placed.reference.code for placed in annex.references if placed.list == name]


def _unnamed(check: Check, carried: Iterable[tuple[str, bool, str, str]]) -> Check:
    for code, named, where, what in carried:
        check.look("referred to" if named else "not referred to")
        if not named:
            check.note(code, "", Fault(where, f"{code} ({_short(what)}), to which no entry refers"))
    return check


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0].rstrip(",;") + " …"


def _eccns_unnamed(annex: Annex, lists: PublishedLists) -> Check:
    title = "ECCNs controlled for missile technology are referred to"
    check = Check("eccn_unnamed", title, commerce_control_list.TITLE)
    carried: dict[str, tuple[str, str]] = {}
    if lists.ccl is not None:
        for eccn in lists.ccl.entries.values():
            if eccn.missile_technology:
                carried[eccn.code] = ("", eccn.heading)
    for code, row in (lists.missile_technology or {}).items():
        if lists.ccl is not None and code not in carried:
            found = f"{code} controlled for missile technology here, and not in the {commerce_control_list.TITLE}"
            check.note(code, "", Fault(str(row.where), found))
        carried.setdefault(code, (str(row.where), row.heading))
    check.ran = lists.ccl is not None or lists.missile_technology is not None
    named = {commerce_control_list.split_eccn(code)[0] for code in _named(annex, "eccn")}
    return _unnamed(check, ((code, code in named, where, what) for code, (where, what) in carried.items()))


def _usml_unnamed(annex: Annex, lists: PublishedLists) -> Check:
    check = Check("usml_unnamed", "paragraphs marked (MT) are referred to", munitions_list.TITLE)
    if lists.usml is None:
        check.ran = False
        return check
    named = [munitions_list.place(code) for code in _named(annex, "usml")]

    def refers(place: munitions_list.Place) -> bool:
        """Whether a reference names the paragraph, one above it or one below it."""
        return any(place[: len(other)] == other or other[: len(place)] == place for other in named if other)

    marked = [(at, paragraph) for at, paragraph in lists.usml.paragraphs.items() if paragraph.missile_technology]
    return _unnamed(check, ((p.printed, refers(at), str(p.where), p.text) for at, p in marked))


def _dual_use_unnamed(annex: Annex, lists: PublishedLists) -> Check:
    check = Check("eu_unnamed", "entries of the MTCR series are referred to", dual_use_list.TITLE)
    if lists.dual_use is None:
        check.ran = False
        return check
    named = {commerce_control_list.split_eccn(code)[0] for code in _named(annex, "eu")}
    series = [entry for entry in lists.dual_use.entries.values() if entry.missile_technology]
    return _unnamed(check, ((entry.code, entry.code in named, "", entry.heading) for entry in series))
