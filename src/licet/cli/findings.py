"""What can be found wrong with a law: text that cannot be read, unknown codes, dates that never meet, and whatever a proof over all transfers finds.

The proofs need z3 and take seconds; the rest is found at once. Proposals are proven as well, each as if it alone were in force.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from licet.errors import Fault, LawError
from licet.rulebook.finding import Finding

if TYPE_CHECKING:
    from licet.rulebook.instruments import Instrument, Rule
    from licet.rulebook.rulebook import Rulebook


def findings(law: str | None) -> tuple[list[Finding], Rulebook | None]:
    """Return what is wrong with a folder of law, and the rulebook where it can be used at all."""
    from licet.cli.loading import load

    try:
        rulebook = load(law)
    except LawError as error:
        return [Finding("fault", (), str(fault)) for fault in error.faults], None
    found = [*_windows(rulebook.for_cases), *_nations(rulebook.folder), *_tiles(rulebook), *_catalogue(rulebook)]
    return [*found, *_lists(rulebook.folder), *_procedures(rulebook)], rulebook


def _procedures(rulebook: Rulebook) -> Iterator[Finding]:
    """Yield what is wrong with the tables of each procedure, and what they name that the law does not have."""
    from licet.cases.procedure import unfit
    from licet.cases.procedure_reading import procedures, read_procedure

    for name in procedures(rulebook.folder):
        try:
            faults = unfit(read_procedure(rulebook.folder, name), rulebook)
        except LawError as error:
            faults = list(error.faults)
        yield from (Finding("fault", (), str(fault)) for fault in faults)


def proven(
    rulebook: Rulebook, day: datetime.date, progress: Callable[[int, int, str], None] | None = None
) -> list[Finding]:
    """Return what proofs over all transfers find wrong with a law, and with each of its proposals as if it were in force.

    Args:
        rulebook: the law, with no reform in force.
        day: the day that a witness has where that can be.
        progress: told how many steps are done, of how many, and what comes next.
    """
    from licet.proving.checking import check
    from licet.rulebook.rulebook import Rulebook

    proposals = [instrument for instrument in rulebook.instruments.values() if instrument.proposal]
    found: list[Finding] = []

    def stage(number: int) -> Callable[[int, int, str], None] | None:
        if progress is None:
            return None
        tell = progress
        # Of a proposal only its own rules are looked at, so the law itself is most of the work.
        share = 10 if number == 0 else 1
        before = 10 + number - 1 if number else 0
        every = 10 + len(proposals)
        return lambda done, of, what: tell(before * of + done * share, every * of, what)

    found += check(rulebook, day=day.toordinal(), progress=stage(0))
    known = {(finding.kind, finding.rules) for finding in found}
    for number, proposal in enumerate(proposals, 1):
        reformed = Rulebook.load(rulebook.folder, (proposal.short,))
        rules = {rule.name for rule in proposal.rules}
        told = check(reformed, only=rules, reform=proposal.short, day=day.toordinal(), progress=stage(number))
        if questions := _concerned(reformed, proposal):
            # What is law is told of itself; only what the proposal makes of it is told here.
            further = check(reformed, questions=questions, reform=proposal.short, day=day.toordinal())
            told += [
                finding for finding in further if (finding.kind, finding.rules) not in known and finding not in told
            ]
        found += told
    return found


def _concerned(rulebook: Rulebook, proposal: Instrument) -> set[str]:
    """Return the questions on which a proposal changes what is law already, and those that rest on them."""
    from licet.language.conditions import InGroup, atoms
    from licet.rulebook.checking import used_questions

    ended = (rulebook.enacted_rule(name) for name in rulebook.ended)
    found = {question for rule in ended if rule is not None for question in rule.then}
    for rule in rulebook.rules.values():
        asked = [atom.group for atom in atoms(rule.condition) if isinstance(atom, InGroup)] if rule.condition else []
        if not proposal.groups.keys().isdisjoint(asked):
            found.update(rule.then)
    # Each question comes after those that it uses.
    for question in rulebook.question_order:
        used = (used_questions(rulebook, rule.condition) for rule in rulebook.rules.values() if question in rule.then)
        if any(not found.isdisjoint(names) for names in used):
            found.add(question)
    return found


def joined(found: list[Finding], proven: list[Finding]) -> list[Finding]:
    """Return what was found at once and what was proven; where both found the same, what has a witness."""
    dates = {finding.rules[:2] for finding in proven if finding.kind == "window"}
    return [*(finding for finding in found if finding.kind != "window" or finding.rules not in dates), *proven]


def _windows(rulebook: Rulebook) -> Iterator[Finding]:
    rules = {rule.name: rule for instrument in rulebook.instruments.values() for rule in instrument.rules}
    for rule in rules.values():
        if rule.window.start >= rule.window.end:
            yield Finding("window", (rule.name,), f"{rule.where}: '{rule.name}' is in force on no day ({rule.window})")
        for name in rule.except_to:
            other = rules[name]
            if not _named_only(rulebook, rule) and not _named_only(rulebook, other) and not _meet(rule, other):
                yield Finding(
                    "window",
                    (rule.name, other.name),
                    f"{rule.where}: '{rule.name}' ({rule.window}) is an exception to '{other.name}' ({other.window}), "
                    "and they are in force together on no day",
                )


def _named_only(rulebook: Rulebook, rule: Rule) -> bool:
    return rulebook.instruments[rule.instrument].proposal


def _meet(rule: Rule, other: Rule) -> bool:
    return max(rule.window.start, other.window.start) < min(rule.window.end, other.window.end)


def _nations(folder: Path) -> Iterator[Finding]:
    from licet.transfers.nations import Nations

    faults: list[Fault] = []
    try:
        Nations.from_folder(folder / "nations", faults.append)
    except OSError as error:
        yield Finding("nation", (), f"nations/{Path(error.filename or '').name}: {error.strerror}")
    for fault in faults:
        yield Finding("nation", (), f"nations/{fault}")


def _tiles(rulebook: Rulebook) -> Iterator[Finding]:
    from licet.pictures.tiles import FILE, read_tiles

    # A law of one's own may do without a map.
    if (rulebook.folder / FILE).is_file():
        try:
            read_tiles(rulebook)
        except LawError as error:
            yield from (Finding("nation", (), str(fault)) for fault in error.faults)


def _lists(folder: Path) -> Iterator[Finding]:
    from licet.screening.known_lists import read_known_lists

    try:
        read_known_lists(folder)
    except LawError as error:
        yield from (Finding("fault", (), str(fault)) for fault in error.faults)


def _catalogue(rulebook: Rulebook) -> Iterator[Finding]:
    from licet.transfers.catalogue import folded, read_catalogue

    file = "catalogue/systems.csv"
    try:
        systems = read_catalogue(rulebook.folder).systems
    except LawError as error:
        yield from (Finding("catalogue", (), str(fault)) for fault in error.faults)
        return
    kinds = rulebook.facts["kind"].values if "kind" in rulebook.facts else {}
    bearers: dict[str, str] = {}
    for system in systems:
        kind = system.figures.get("kind", "")
        if kinds and kind not in kinds:
            yield Finding("catalogue", (), f"{file}: '{system.id}' is of the unknown kind '{kind}'")
        for code in system.origin:
            if code not in rulebook.nations:
                yield Finding("catalogue", (), f"{file}: '{system.id}' comes from the unknown nation '{code}'")
        for column, text in system.figures.items():
            if column != "kind" and not _is_number(text):
                yield Finding("catalogue", (), f"{file}: '{system.id}' has '{text}' for {column}, which is no number")
        for name in {folded(name) for name in (system.id, system.name, *system.aliases)}:
            if bearers.setdefault(name, system.id) != system.id:
                yield Finding("catalogue", (), f"{file}: '{bearers[name]}' and '{system.id}' share the name '{name}'")


def _is_number(text: str) -> bool:
    try:
        return float(text) >= 0
    except ValueError:
        return False
