"""What can be told of Category I transfers, as it stands in JSON. Only the shapes stand here; ``licet.registers.proliferation`` fills them."""

from __future__ import annotations

import msgspec


class Source(msgspec.Struct, frozen=True):
    """A register that was read: whose it is and on what terms, the file, and how many rows it has."""

    name: str
    title: str
    credit: str
    terms: str
    file: str
    rows: int | None = None
    rejected: int | None = None


class YearCount(msgspec.Struct, frozen=True):
    """The transfers ordered in one year, or the tests of it.

    Attributes:
        year: the year of the order, or of the test.
        category_i: deals in systems of Category I.
        category_open: deals in systems that may be of Category I; what is known of them leaves it open.
        ordered: how many systems of Category I were ordered; deals without a number count as none.
        delivered: how many were delivered by the end of the register.
        suppliers: where the supplier stood to the regime in that year → deals of Category I.
        postures: the posture of the law of that year, or ``open`` → deals of Category I.
    """

    year: int
    category_i: int
    category_open: int
    ordered: float
    delivered: float
    suppliers: dict[str, int]
    postures: dict[str, int]


class Flow(msgspec.Struct, frozen=True):
    """What a supplier supplied to a recipient by the orders of one year; of a test, what a nation flew in one.

    Attributes:
        year: the year; null for what has no day.
        supplier: as the register writes it; likewise ``recipient``.
        supplier_code: the nation; empty where it is not known.
        designation: the weapon, as the register writes it.
        system: the system of the catalogue.
        category: ``I`` or ``open``.
        deals: how many rows.
        year_uncertain: how many of them have a year that the register marks as uncertain.
        supplier_stood: ``partner``, ``outside``, ``open`` or ``before_the_regime``.
        posture: the posture of the law of that year, or ``open``.
        register: the register that tells of it.
        delivered_uncertain: how many of the rows have a number delivered that the register marks as uncertain.
        delivery_years: the years of delivery.
    """

    year: int | None
    supplier: str
    supplier_code: str
    recipient: str
    recipient_code: str
    designation: str
    description: str
    system: str
    category: str
    deals: int
    ordered: float
    delivered: float
    year_uncertain: int
    supplier_stood: str
    posture: str
    register: str = ""
    delivered_uncertain: int = 0
    delivery_years: list[int] = []


class PolicyRule(msgspec.Struct, frozen=True):
    """A rule that begins or ends to decide the posture for some of the transfers."""

    rule: str
    says: str
    cite: str
    standing: str


class WouldMeet(msgspec.Struct, frozen=True):
    """What transfers would have met on the eve of a policy date and on the day itself, whenever they were ordered.

    Attributes:
        category: ``I`` or ``open``.
        ordered: ``before`` the day, ``in_that_year`` (the day of the order is not known), ``after``: on the day or later, or ``undated``.
        deals: how many.
        moved: how many of them meet another posture on the day than on its eve.
        on_the_eve: posture, or ``open`` → deals.
        on_the_day: likewise.
    """

    category: str
    ordered: str
    deals: int
    moved: int
    on_the_eve: dict[str, int]
    on_the_day: dict[str, int]


class PolicyDate(msgspec.Struct, frozen=True):
    """A day on which the posture for some transfer of Category I changed.

    Attributes:
        verified: whether the day is known; a placeholder must not be cited.
        begins: the rules that begin to decide.
        ends: the rules that no longer do.
        would_meet: what the transfers would have met.
    """

    date: str
    verified: bool
    begins: list[PolicyRule]
    ends: list[PolicyRule]
    would_meet: list[WouldMeet]


class Share(msgspec.Struct, frozen=True):
    """The transfers of Category I whose supplier stood so to the regime: deals, systems delivered, and the suppliers by name."""

    supplier_stood: str
    deals: int
    delivered: int
    suppliers: list[str]


class Outside(msgspec.Struct, frozen=True):
    """The share of suppliers outside the regime, each on the date of its transfer.

    Attributes:
        group: the group of nations.
        shares: where the supplier stood → deals.
        outside_share: the least and the greatest share of deals since the regime began, the open ones counted as inside and as outside.
        suppliers: how many suppliers there were since the regime began, by their names.
        suppliers_outside_share: the least and the greatest share of those suppliers that supplied while they stood outside.
    """

    group: str
    title: str
    shares: list[Share]
    outside_share: list[float]
    suppliers: int
    suppliers_outside_share: list[float]


class OpenSystem(msgspec.Struct, frozen=True):
    """A system that may be of Category I.

    Attributes:
        possible: the categories that are left.
        lacking: what is not known of it; nothing where its figures only lie too near a limit.
        deals: how many rows.
    """

    designation: str
    description: str
    system: str
    possible: list[str]
    lacking: list[str]
    deals: int


class Presumed(msgspec.Struct, frozen=True):
    """A fact that no register states and that was presumed for so many transfers of Category I."""

    fact: str
    value: str
    because: str
    deals: int


class Items(msgspec.Struct, frozen=True, kw_only=True):
    """A register that tells of no transfers, such as one of flight tests or of launch vehicles: its systems, were they transferred.

    Attributes:
        register: its name.
        title: what it is called.
        dated: whether its rows have days, as tests do.
        rows: how many it has.
        category_i: those of a system of Category I.
        category_open: those of a system that may be.
        other: those of a system that is not.
        years: year by year; empty where no row has a day.
        flows: which nation had what; ``deals`` counts rows.
        policy_dates: the days on which the posture for such systems changed; ``deals`` counts rows.
        open_systems: the systems that may be of Category I, most frequent first.
    """

    register: str
    title: str
    dated: bool
    rows: int
    category_i: int
    category_open: int
    other: int
    years: list[YearCount]
    flows: list[Flow]
    policy_dates: list[PolicyDate]
    open_systems: list[OpenSystem]


class Proliferation(msgspec.Struct, frozen=True, kw_only=True):
    """Transfers of Category I unmanned aircraft and missiles.

    Attributes:
        licet: the version of Licet.
        digest: names the law.
        as_of: the day whose Annex tells which systems are of Category I.
        sources: the registers.
        transfers: deals in unmanned aircraft and missiles of every kind, those that follow together.
        category_i: deals in systems of Category I.
        category_open: deals in systems that may be.
        other: deals in systems that are not.
        launchers: deals in launchers, which are counted nowhere else here.
        uncertain_years: deals of Category I whose year the register marks as uncertain.
        years: year by year, those without any included.
        flows: who supplied what to whom.
        policy_dates: the days on which the posture for such transfers changed.
        outside: the share of suppliers outside the regime.
        open_systems: the systems that may be of Category I, most frequent first.
        presumed: what was presumed where the postures of Category I transfers read it.
        items: the registers that tell of no transfers.
    """

    licet: str
    digest: str
    as_of: str
    sources: list[Source]
    transfers: int
    category_i: int
    category_open: int
    other: int
    launchers: int
    uncertain_years: int
    years: list[YearCount]
    flows: list[Flow]
    policy_dates: list[PolicyDate]
    outside: Outside
    open_systems: list[OpenSystem]
    presumed: list[Presumed]
    items: list[Items] = []
