"""What a report of Category I transfers tells, in words and tables, whatever the form: text and page are laid out from the same parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from licet.errors import number_of
from licet.registers.judging import OPEN
from licet.registers.proliferation_account import Flow, Items, OpenSystem, Outside, PolicyDate, Proliferation
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
WHEN = {
    "before": "before",
    "in_that_year": "in that year, the day not known",
    "after": "from then on",
    "undated": "without a day",
}
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
    if found.items:
        rows = sum(each.rows for each in found.items)
        listing.append(("Tests and vehicles, which are no transfers", f"{rows:,}"))
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
    transfers = (
        _suppliers(found.outside),
        _flows(found, book),
        _years(found, book),
        *(_policy(day, book) for day in found.policy_dates),
        _open_systems(found.open_systems, found.category_open),
        _presumed(found),
    )
    items = (section for each in found.items for section in (_items(each), _items_policy(each, book)))
    # A register of tests alone says nothing of suppliers.
    return [*(transfers if found.transfers or not found.items else ()), *items]


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
        few, many = (f"{100 * share:.1f} %" for share in outside.suppliers_outside_share)
        share = few if few == many else f"{few} to {many}"
        said.append(f"Of the {outside.suppliers} suppliers since then, {share} supplied while they stood outside it.")
    grid = Grid(("The supplier", "Deals", "Systems delivered", "Suppliers"), rows, frozenset({1, 2}))
    return Section("Suppliers outside the regime", tuple(said), grid)


def _policy(day: PolicyDate, book: Rulebook) -> Section:
    said = [f"{clean(rule.says)} [{clean(rule.cite)}{_doubt(rule.standing)}]" for rule in day.begins if rule.says]
    if len(said) > _FEW_RULES:
        left = len(said) - _FEW_RULES
        said = [*said[:_FEW_RULES], f"And {left} more rules that may apply where a nation is not known."]
    rows = tuple(
        (
            capital(f"{_CATEGORIES[would.category]}, ordered {WHEN[would.ordered]}"),
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
            f"{flow.delivered:,}" + (" ?" if flow.delivered_uncertain else ""),
            _span(flow.delivery_years),
            STOOD[flow.supplier_stood],
            posture(flow.posture, book),
        )
        for flow in found.flows
        if flow.category != OPEN
    )
    head = (
        "Ordered",
        "Supplier",
        "Recipient",
        "System",
        "Deals",
        "Delivered",
        "In",
        "The supplier",
        "Posture of that year",
    )
    said = (
        "Names are those of the register; ? marks a year or a number that it calls uncertain. In: the years of delivery.",
    )
    return Section("Who supplied Category I systems to whom", said, Grid(head, rows, frozenset({4, 5})), long=True)


def _items(found: Items) -> Section:
    """Return what a register of tests or of vehicles has of Category I, system by system."""
    unit = "tests" if found.dated else "systems"
    counts = (
        f"{found.rows:,} {unit}, which are no transfers: {found.category_i:,} of Category I, {found.category_open:,} that may be, which is "
        f"open, and {found.other:,} that are not."
    )
    said = [counts]
    if found.open_systems:
        reasons = Counter(system.lacking[-1] if system.lacking else "" for system in found.open_systems)
        why, number = reasons.most_common(1)[0]
        said.append(
            f"Of the {len(found.open_systems):,} systems that may be, {number:,} "
            + (f"have no known {why}." if why else "have figures too near a limit.")
        )
    systems: dict[tuple[str, str, str], list[Flow]] = {}
    for flow in found.flows:
        systems.setdefault((flow.designation, flow.description, flow.category), []).append(flow)
    rows: list[tuple[str, ...]] = []
    for (designation, description, category), flows in sorted(
        systems.items(), key=lambda pair: (pair[0][2] == OPEN, pair[0])
    ):
        span = _span(sorted({flow.year for flow in flows if flow.year is not None}))
        count = f"{sum(flow.deals for flow in flows):,}"
        rows.append((clean(designation), clean(description), capital(_CATEGORIES[category]), count, span))
    head = ("System", "Type", "Category", "Tests" if found.dated else "Rows", "Years")
    wanted = [n for n in range(len(head)) if any(row[n] for row in rows)]
    grid = Grid(
        tuple(head[n] for n in wanted),
        tuple(tuple(row[n] for n in wanted) for row in rows),
        frozenset(place for place, n in enumerate(wanted) if n == 3),
    )
    return Section(found.title, tuple(said), grid, long=True, shown=40)


def _span(years: list[int]) -> str:
    """Return the first and the last of some years; whatever lies between is in the table."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}" if years else ""


def _items_policy(found: Items, book: Rulebook) -> Section:
    """Return what the systems of a register of tests or vehicles would have met, had they been transferred."""
    said = (
        "Had such a system been transferred, to a recipient that is not known, it would have met this.",
        "Open is what turns on the nations, or on figures that are not known.",
    )
    rows = tuple(
        (
            dated(day.date) + ("" if day.verified else " (not verified)"),
            capital(_CATEGORIES[would.category]) + (f", {WHEN[would.ordered]}" if found.dated else ""),
            f"{would.deals:,}",
            postures(would.on_the_eve, book),
            postures(would.on_the_day, book),
        )
        for day in found.policy_dates
        for would in day.would_meet
    )
    unit = "Tests" if found.dated else "Rows"
    head = ("Policy date", unit, "Number", "Would have met on the eve", "Would have met on the day")
    return Section(f"{found.title}: what each date changed", said, Grid(head, rows, frozenset({2})))


def _open_systems(systems: list[OpenSystem], deals: int) -> Section:
    rows = tuple(
        (
            clean(system.designation),
            clean(system.description),
            f"{system.deals:,}",
            listed((f"Category {code}" if code != "unlisted" else code for code in system.possible), "or"),
            listed(system.lacking) or "none; its figures lie too near a limit",
        )
        for system in systems
    )
    head = ("System", "Description", "Deals", "It may be", "Not known of it")
    said = (f"{deals:,} deals in {len(systems):,} systems, most frequent first.",)
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
        rows = f", {number_of(source.rows, 'row')}" if source.rows else ""
        rejected = f", of which {source.rejected:,} were rejected" if source.rejected else ""
        yield f"{source.title} ({clean(source.file)}{rows}{rejected}). {source.credit}. {source.terms}"
