"""What a report of Category I transfers tells, in words and tables, whatever the form: text and page are laid out from the same parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from licet.registers.judging import OPEN
from licet.registers.proliferation_account import Outside, PolicyDate, Proliferation
from licet.reports.account import clean
from licet.reports.sentences import capital, dated, listed, standing
from licet.reports.telling import term
from licet.rulebook.rulebook import Rulebook

QUESTION = "posture"

STOOD = {
    "partner": "partner of the regime",
    "outside": "outside the regime",
    OPEN: "open",
    "before_the_regime": "before the regime",
}
_WHEN = {"before": "before", "in_that_year": "in that year, the day not known", "after": "from then on"}
_FEW_RULES = 4
_WHAT_A_POSTURE_IS = (
    "A posture is that of the law of the day, as this rulebook holds it: what the Guidelines of the regime say, and for the United States "
    "its own policies. It says nothing of what was in fact asked or decided."
)
_WHAT_IS_OPEN = (
    "The registers give the year of an order and no day. A deal counts as open where the days of the year, or the nations that a name may "
    "stand for, give more than one answer. Nothing open is left out."
)
_CATEGORIES = {"I": "Category I", OPEN: "may be Category I"}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the names of its columns, its rows, and which columns hold numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report.

    Attributes:
        heading: its heading.
        says: paragraphs before the table.
        grid: the table.
        long: whether a reader may want it closed.
        shown: how many rows a screen shows.
    """

    heading: str
    says: tuple[str, ...] = ()
    grid: Grid | None = None
    long: bool = False
    shown: int = 100


def subject() -> str:
    """Return what the report is called."""
    return "Transfers of Category I unmanned aircraft and missiles"


def counts(found: Proliferation) -> list[tuple[str, str]]:
    """Return what was counted, each with its number."""
    listing = [
        ("Deals in unmanned aircraft and missiles", f"{found.transfers:,}"),
        ("of Category I", f"{found.category_i:,}"),
        ("that may be of Category I, which is open", f"{found.category_open:,}"),
        ("not of Category I", f"{found.other:,}"),
        ("Deals in launchers, counted nowhere else here", f"{found.launchers:,}"),
    ]
    if found.undated:
        listing.append(("Rows that are no transfers, left aside", f"{found.undated:,}"))
    return listing


def preface(found: Proliferation) -> list[str]:
    """Return what a reader should know before the figures."""
    said = [
        f"Which systems are of Category I is told by the Annex of {dated(found.as_of)} and by public figures of range and payload. "
        + _WHAT_A_POSTURE_IS,
        _WHAT_IS_OPEN,
    ]
    if found.uncertain_years:
        said.append(
            f"Of the {found.category_i:,} deals of Category I, the register marks the year of {found.uncertain_years:,} as uncertain; they "
            "are counted in the year that it prints."
        )
    return said


def sections(found: Proliferation, book: Rulebook) -> list[Section]:
    """Return the parts of the report after its figures, in their order."""
    return [
        _suppliers(found.outside),
        _flows(found, book),
        _years(found, book),
        *(_policy(day, book) for day in found.policy_dates),
        _open_systems(found),
        _presumed(found),
    ]


def _suppliers(outside: Outside) -> Section:
    rows = tuple(
        (
            capital(STOOD[share.supplier_stood]),
            f"{share.deals:,}",
            f"{share.delivered:,}",
            listed(map(clean, share.suppliers)),
        )
        for share in outside.shares
    )
    said = ["Each supplier is counted as it stood on the date of its transfer."]
    if outside.outside_share:
        least, most = (f"{100 * share:.1f} %" for share in outside.outside_share)
        share = least if least == most else f"{least} to {most}"
        beside = "" if least == most else "; what lies between is open"
        said.append(f"Since the regime began, {share} of the deals came from suppliers outside it{beside}.")
    grid = Grid(("The supplier", "Deals", "Systems delivered", "Suppliers"), rows, frozenset({1, 2}))
    return Section("Suppliers outside the regime", tuple(said), grid)


def _policy(day: PolicyDate, book: Rulebook) -> Section:
    said = [f"{clean(rule.says)} [{clean(rule.cite)}{_doubt(rule.standing)}]" for rule in day.begins if rule.says]
    if len(said) > _FEW_RULES:
        left = len(said) - _FEW_RULES
        said = [*said[:_FEW_RULES], f"And {left} more rules that may apply where a nation is not known."]
    rows = tuple(
        (
            capital(f"{_CATEGORIES[would.category]}, ordered {_WHEN[would.ordered]}"),
            f"{would.deals:,}",
            f"{would.moved:,}",
            postures(would.on_the_eve, book),
            postures(would.on_the_day, book),
        )
        for would in day.would_meet
    )
    name = dated(day.date) + ("" if day.verified else " (day not verified)")
    head = ("Deals", "Number", "Posture changes for", "Would have met on the eve", "Would have met on the day")
    return Section(f"What {name} changed", tuple(said), Grid(head, rows, frozenset({1, 2})))


def _doubt(code: str) -> str:
    return "" if code in ("verified", "") else f"; {standing(code)}"


def _years(found: Proliferation, book: Rulebook) -> Section:
    rows = tuple(
        (
            str(year.year),
            f"{year.category_i:,}",
            f"{year.category_open:,}",
            f"{year.delivered:,}",
            postures(year.postures, book),
        )
        for year in found.years
        if year.category_i or year.category_open
    )
    head = ("Ordered in", "Category I", "May be", "Delivered", "Posture of that year for Category I")
    return Section("Year by year", (), Grid(head, rows, frozenset({1, 2, 3})), long=True)


def _flows(found: Proliferation, book: Rulebook) -> Section:
    rows = tuple(
        (
            str(flow.year) + (" ?" if flow.year_uncertain else ""),
            clean(flow.supplier),
            clean(flow.recipient),
            clean(flow.designation),
            f"{flow.deals:,}",
            f"{flow.delivered:,}",
            STOOD[flow.supplier_stood],
            posture(flow.posture, book),
        )
        for flow in found.flows
        if flow.category != OPEN
    )
    head = ("Ordered", "Supplier", "Recipient", "System", "Deals", "Delivered", "The supplier", "Posture of that year")
    said = ("Names are those of the register; ? marks a year that it calls uncertain.",)
    return Section("Who supplied Category I systems to whom", said, Grid(head, rows, frozenset({4, 5})), long=True)


def _open_systems(found: Proliferation) -> Section:
    rows = tuple(
        (
            clean(system.designation),
            clean(system.description),
            f"{system.deals:,}",
            listed((f"Category {code}" if code != "unlisted" else code for code in system.possible), "or"),
            listed(system.lacking) or "none; its figures lie too near a limit",
        )
        for system in found.open_systems
    )
    head = ("System", "Description", "Deals", "It may be", "Not known of it")
    said = (f"{found.category_open:,} deals in {len(found.open_systems):,} systems, most frequent first.",)
    return Section("What is open", said, Grid(head, rows, frozenset({2})), long=True, shown=25)


def _presumed(found: Proliferation) -> Section:
    said = ["No register states them, and a posture above rests on each of them."] if found.presumed else []
    rows = tuple(
        (fact.fact, fact.value.replace("_", " "), f"{fact.deals:,}", clean(fact.because)) for fact in found.presumed
    )
    head = ("Fact", "Presumed", "Deals", "Why")
    return Section("What was presumed", tuple(said), Grid(head, rows, frozenset({2})) if rows else None)


def posture(code: str, book: Rulebook) -> str:
    """Return a posture in words."""
    return code if code == OPEN else term(QUESTION, code, book).words


def postures(found: Mapping[str, int], book: Rulebook) -> str:
    """Return postures with their numbers in words, the strictest first and what is open last."""
    order = list(book.questions[QUESTION].values)
    codes = sorted(found, key=lambda code: order.index(code) if code in order else len(order))
    return ", ".join(f"{posture(code, book)} {found[code]:,}" for code in codes) or "none"


def sources(found: Proliferation) -> list[str]:
    """Return whose the registers are, on what terms they were read, and from which file."""
    return list(_sources(found))


def _sources(found: Proliferation) -> Iterable[str]:
    for source in found.sources:
        rows = f", {source.rows:,} rows" if source.rows else ""
        rejected = f", of which {source.rejected:,} were rejected" if source.rejected else ""
        yield f"{source.title} ({clean(source.file)}{rows}{rejected}). {source.credit}. {source.terms}"
