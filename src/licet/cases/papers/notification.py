"""The package with which a legislature is notified: made when a determination's obligations ask for it, and open wherever the case is silent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.cases.case import CaseState
from licet.cases.papers.certified import ADDRESS, CERTIFICATION, FILLS, ON_REQUEST, Element
from licet.cases.papers.outgoing import Addressee, Head
from licet.cases.papers.printing import plain, print_as
from licet.reports.marked import escape
from licet.whole import made_whole

_QUESTION = "obligations"
OPEN = "OPEN"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that asks for a notice, as a determination of the case tells it.

    Attributes:
        certain: whether it applies; where not, the determination leaves that open.
        codes: the obligations that it gives.
    """

    rule: str
    says: str
    cite: str
    standing: str
    certain: bool
    codes: tuple[str, ...]
    item: str
    destination: str


@dataclass(frozen=True, slots=True)
class Told:
    """An element of the certification as far as the case tells it.

    Attributes:
        lines: what the case holds of it.
        open: what it does not hold; never empty where ``lines`` is.
    """

    title: str
    holds: str
    lines: tuple[str, ...]
    open: tuple[str, ...]
    cite: str
    standing: str
    note: str


@dataclass(frozen=True, slots=True)
class Package:
    """What the legislature is told, as a draft for the authority to complete.

    Attributes:
        certain: whether some rule that asks for it applies; where not, it is open whether any notice is due.
        unlisted: rules that ask for a notice of which no contents were read.
    """

    head: Head
    certain: bool
    reasons: tuple[Reason, ...]
    certification: tuple[Told, ...]
    on_request: tuple[Told, ...]
    unlisted: tuple[str, ...]

    @property
    def open(self) -> int:
        """How many elements of the certification itself are open in some part."""
        return sum(bool(one.open) for one in self.certification)


def reasons_for(case: CaseState, elements: Sequence[Element], notices: Collection[str] = ()) -> tuple[Reason, ...]:
    """Return the rules that ask for a notice in the last determination of each item and destination.

    Args:
        case: the case.
        elements: what certifications hold; their rules ask for one.
        notices: the codes of obligations that ask for a notice, so that one whose contents are not listed is not lost.
    """
    known = {rule for element in elements for rule in element.rules}
    found: dict[tuple[str, bool, str, str], Reason] = {}
    for one in case.latest:
        answer = one.findings.get("answers", {}).get(_QUESTION, {})
        for certain, which in ((True, "by"), (False, "might")):
            for rule in answer.get(which, ()):
                name, codes = rule.get("rule", ""), _codes(rule)
                if name in known or set(codes) & set(notices):
                    made = Reason(
                        name, rule.get("says", ""), rule.get("cite", ""), rule.get("standing", ""), certain, codes, one.item, one.destination
                    )  # fmt: skip
                    found.setdefault((name, certain, one.item, one.destination), made)
    return tuple(found.values())


def notification(
    case: CaseState,
    head: Head,
    elements: Sequence[Element],
    nations: Mapping[str, str],
    notices: Collection[str] = (),
) -> Package | None:
    """Return the package of a case, or None where no rule asks for a notice and none might.

    Args:
        case: the case.
        head: what stands on every paper; its addressee is replaced by those whom the law names.
        elements: of :func:`licet.cases.papers.certified.read_elements`.
        nations: what codes of nations are called.
        notices: as in :func:`reasons_for`.
    """
    reasons = reasons_for(case, elements, notices)
    if not reasons:
        return None
    asking = {one.rule for one in reasons}
    wanted = [one for one in elements if asking & set(one.rules)]
    listed = {rule for one in wanted for rule in one.rules}
    names = tuple(dict.fromkeys(one.title for one in wanted if one.part == ADDRESS))
    to = Addressee(names[0], names[1:]) if names else Addressee(f"{OPEN}: to whom it goes was not read")
    return Package(
        Head(head.authority, to, head.reference, head.day, head.rests),
        any(one.certain for one in reasons),
        reasons,
        _told(case, wanted, CERTIFICATION, nations),
        _told(case, wanted, ON_REQUEST, nations),
        tuple(sorted(asking - listed)),
    )


def _told(case: CaseState, wanted: Sequence[Element], part: str, nations: Mapping[str, str]) -> tuple[Told, ...]:
    found: dict[str, Told] = {}
    for one in wanted:
        if one.part != part or one.element in found:
            continue
        parts = [FILLS[name](case, nations) for name in one.from_case]
        lines = tuple(line for told, _ in parts for line in told)
        missing = tuple(line for _, silent in parts for line in silent)
        if not one.from_case:
            missing = ("the case holds nothing of this; the authority supplies it",)
        found[one.element] = Told(one.title, one.holds, lines, missing, one.cite, one.standing, one.note)
    return tuple(found.values())


def _codes(rule: Mapping[str, Any]) -> tuple[str, ...]:
    answer = rule.get("answer", ())
    return (answer,) if isinstance(answer, str) else tuple(map(str, answer))


def as_markdown(package: Package) -> str:
    """Return a package as Markdown."""
    head = package.head
    lines = [f"# Notification of the legislature: {escape(head.reference)}", ""]
    lines += [f"To: {escape(one)}  " for one in (head.addressee.name, *head.addressee.address)]
    lines += [f"From: {escape(head.authority.name)}  ", f"Day: {head.day.isoformat()}", ""]
    lines += [f"*{escape(_state(package))}*", "", "## Why a notice is asked for", ""]
    for one in package.reasons:
        sure = "applies" if one.certain else f"**{OPEN}**: may apply"
        where = f"item {one.item}, {one.destination}"
        lines.append(
            f"- `{one.rule}` ({escape(where)}) {sure}: {escape(one.says)} {escape(one.cite)}; standing: {escape(one.standing)}."
        )
    lines += [f"- **{OPEN}**: what a notice under `{rule}` must hold was not read." for rule in package.unlisted]
    for title, parts in (
        ("The certification", package.certification),
        ("On request of a committee", package.on_request),
    ):
        if parts:
            lines += ["", f"## {title}", ""]
        for number, told in enumerate(parts, 1):
            lines += [
                f"### {number}. {escape(told.title)}",
                "",
                f"{escape(told.holds)} ({escape(told.cite)}; {escape(told.standing)})",
                "",
            ]
            lines += [f"- {escape(line)}" for line in told.lines]
            lines += [f"- **{OPEN}**: {escape(line)}" for line in told.open]
            if told.note:
                lines += ["", f"Note: {escape(told.note)}"]
            lines.append("")
    rests = head.rests
    lines += ["", "## What this rests on", "", f"- Ledger: event {rests.position}, `{rests.digest}`"]
    lines += [f"- Law: `{one}`" for one in rests.rulebooks]
    return "\n".join([*lines, f"- Weakest standing of a rule that decided: {rests.standing or 'no rule is named'}", ""])


def as_pdf(package: Package, folder: Path | None = None) -> bytes:
    """Return a package as PDF; ``folder`` as in :func:`licet.cases.papers.printing.print_paper`."""
    told = {**plain(package), "state": _state(package)}
    return print_as("notification.typ", told, folder)


def write_package(package: Package, folder: Path, templates: Path | None = None) -> tuple[Path, Path]:
    """Write a package into a folder that is there, as ``certification.md`` and ``certification.pdf``, each whole or not at all.

    Args:
        package: what is written.
        folder: where.
        templates: those of the authority.
    """
    files = folder / "certification.md", folder / "certification.pdf"
    contents = as_markdown(package).encode(), as_pdf(package, templates)
    for path, content in zip(files, contents, strict=True):
        with made_whole(path) as part:
            part.write_bytes(content)
    return files


def _state(package: Package) -> str:
    whole = len(package.certification)
    due = "A notice is due." if package.certain else "It is open whether a notice is due."
    return f"Draft. {due} {package.open} of {whole} elements are open, and are marked {OPEN} where they would stand."
