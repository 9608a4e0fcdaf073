"""Category I transfers: what is open is counted as open, the dates come from the law, and no row is lost on the way."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable
from html.parser import HTMLParser

import pytest
from registers.published import SIPRI, deal, needs_sipri, register
from rich.console import Console

from licet.registers.proliferation import proliferation
from licet.registers.proliferation_account import PolicyDate, Proliferation, Source, WouldMeet
from licet.registers.published import PublishedFile
from licet.registers.sipri_transfers import import_sipri
from licet.reports.proliferation import page, render, table
from licet.rulebook.rulebook import Rulebook

AS_OF = datetime.date(2026, 9, 1)
SOURCE = Source("sipri", "Trade register", "Credit <to> its makers", "Not for sale", "register.csv", 5, 1)

SCUD = {"designation": "R-17 Elbrus", "description": "surface-to-surface missile"}
LAUNCHER = {"designation": "9P117 Uragan", "description": "surface-to-surface missile launcher"}


@pytest.fixture(scope="module")
def law() -> Rulebook:
    return Rulebook.load()


def found(law: Rulebook, *rows: str, as_of: datetime.date = AS_OF) -> Proliferation:
    lines = import_sipri(register(*rows), law, AS_OF).lines
    return proliferation(lines, law, as_of, [SOURCE])


def on(report: Proliferation, date: str) -> PolicyDate:
    return next(day for day in report.policy_dates if day.date == date)


def would(day: PolicyDate, ordered: str, category: str = "I") -> WouldMeet:
    return next(each for each in day.would_meet if (each.ordered, each.category) == (ordered, category))


# what is counted


def test_systems_of_category_i_are_told_from_others_open_ones_and_launchers(law: Rulebook) -> None:
    report = found(
        law,
        deal(),
        deal(designation="Hermes-450", description="UAV", supplier="Israel", year="2005"),
        deal(designation="Unheard-of", description="UAV", supplier="Israel", year="2005"),
        deal(supplier="Russia", year="2001", **LAUNCHER),
        deal(designation="Mi-17", description="transport helicopter"),
    )
    assert (report.transfers, report.category_i, report.category_open, report.other) == (3, 1, 1, 1)
    assert report.launchers == 1


def test_a_row_whose_law_changed_within_its_year_counts_once(law: Rulebook) -> None:
    assert found(law, deal(year="2020")).category_i == 1


def test_an_open_system_is_listed_with_what_is_not_known_of_it(law: Rulebook) -> None:
    report = found(
        law,
        deal(designation="Unheard-of", description="anti-ship missile", supplier="China", year="1999"),
        deal(designation="BGM-109 Tomahawk", description="surface-to-surface missile", year="1999"),
    )
    lacking = {system.designation: (system.possible, system.lacking) for system in report.open_systems}
    assert lacking["Unheard-of"] == (["I", "II", "unlisted"], ["kind", "range", "payload"])
    assert lacking["BGM-109 Tomahawk"] == (["I", "II"], [])


def test_who_supplied_what_to_whom_stands_year_by_year(law: Rulebook) -> None:
    report = found(law, deal(year="2014"), deal(year="2014", ordered="4", delivered="1"), deal(year="2008"))
    assert {tuple(flow.delivery_years) for flow in report.flows} == {(2015, 2016)}
    flows = [
        (f.year, f.supplier_code, f.recipient_code, f.system, f.deals, f.ordered, f.delivered) for f in report.flows
    ]
    assert flows == [(2008, "US", "IT", "mq-9a", 1, 2, 2), (2014, "US", "IT", "mq-9a", 2, 6, 3)]
    assert [(year.year, year.category_i) for year in report.years if year.category_i] == [(2008, 1), (2014, 2)]
    assert len(report.years) == 7, "years without a deal stand there too"


def test_before_the_regime_nothing_was_reviewed_and_the_system_is_of_category_i_all_the_same(law: Rulebook) -> None:
    report = found(law, deal(supplier="Soviet Union", recipient="Libya", year="1975", **SCUD))
    assert report.category_i == 1
    assert report.flows[0].posture == "not_reviewed"
    assert report.flows[0].supplier_stood == "before_the_regime"


def test_the_annex_is_that_of_the_day_asked_for(law: Rulebook) -> None:
    scud = deal(supplier="Soviet Union", recipient="Libya", year="1975", **SCUD)
    assert found(law, scud, as_of=datetime.date(1986, 1, 1)).category_i == 0
    assert found(law, scud, as_of=datetime.date(1988, 1, 1)).category_i == 1


def test_without_any_transfer_there_is_an_empty_account(law: Rulebook) -> None:
    report = found(law, deal(designation="Mi-17", description="transport helicopter"))
    assert (report.transfers, report.years, report.policy_dates) == (0, [], [])
    assert report.outside.outside_share == []
    assert "None." in page(report, law)


# policy dates


def test_the_dates_are_days_of_the_rulebook_on_which_a_posture_changed(law: Rulebook) -> None:
    report = found(law, deal(year="2014"), deal(year="2024"))
    assert [day.date for day in report.policy_dates] == ["1987-04-16", "2020-07-24", "2025-09-15"]
    boundaries = {datetime.date.fromordinal(day).isoformat() for day in law.boundaries}
    assert {day.date for day in report.policy_dates} <= boundaries
    assert "us.uas-2020/slow-uas" in {rule.rule for rule in on(report, "2020-07-24").begins}


def test_transfers_before_and_after_are_asked_what_they_would_have_met(law: Rulebook) -> None:
    day = on(found(law, deal(year="2014"), deal(year="2020"), deal(year="2024"), deal(year="2024")), "2020-07-24")
    assert {each.ordered: each.deals for each in day.would_meet} == {"before": 1, "in_that_year": 1, "after": 2}
    before = would(day, "before")
    assert before.on_the_eve == {"strong_presumption_of_denial": 1}
    assert before.on_the_day == {"case_by_case": 1}
    assert before.moved == 1


def test_the_decision_of_2020_moves_no_missile(law: Rulebook) -> None:
    report = found(law, deal(year="2014"), deal(supplier="North Korea", recipient="Iran", year="1990", **SCUD))
    before = would(on(report, "2020-07-24"), "before")
    assert (before.deals, before.moved) == (2, 1)
    assert before.on_the_day == {"strong_presumption_of_denial": 1, "case_by_case": 1}


def test_a_date_after_the_day_asked_for_is_left_aside(law: Rulebook) -> None:
    report = found(law, deal(year="2014"), as_of=datetime.date(2021, 1, 1))
    assert [day.date for day in report.policy_dates] == ["1987-04-16", "2020-07-24"]


def test_an_unknown_supplier_leaves_the_posture_open_where_it_matters(law: Rulebook) -> None:
    report = found(law, deal(year="2014"), deal(supplier="unknown supplier(s)", year="2021"))
    assert would(on(report, "2020-07-24"), "after").on_the_day == {"open": 1}


def test_of_a_state_that_is_no_more_every_nation_in_its_place_is_asked(law: Rulebook) -> None:
    report = found(law, deal(supplier="Soviet Union", recipient="Iraq", year="1988", **SCUD))
    assert report.flows[0].posture == "strong_presumption_of_denial"
    assert report.flows[0].supplier_stood == "outside"


def test_what_was_presumed_is_told(law: Rulebook) -> None:
    facts = {fact.fact: fact for fact in found(law, deal(year="2014")).presumed}
    assert facts["item.one_way_attack"].value == "no"
    assert "item.range" not in facts


# suppliers outside the regime


def shares(report: Proliferation) -> dict[str, int]:
    return {share.supplier_stood: share.deals for share in report.outside.shares}


def test_each_supplier_is_counted_as_it_stood_on_the_date_of_its_transfer(law: Rulebook) -> None:
    report = found(
        law,
        deal(year="2014"),
        deal(supplier="North Korea", recipient="Iran", year="1990", **SCUD),
        deal(supplier="Russia", recipient="Armenia", year="1994", **SCUD),
        deal(supplier="Russia", recipient="Armenia", year="1996", **SCUD),
        deal(supplier="Soviet Union", recipient="Libya", year="1975", **SCUD),
    )
    assert shares(report) == {"partner": 2, "outside": 2, "before_the_regime": 1}
    assert report.outside.outside_share == [0.5, 0.5]
    # Russia supplied before it joined and after.
    assert (report.outside.suppliers, report.outside.suppliers_outside_share) == (3, [0.6667, 0.6667])


def test_a_year_in_which_a_supplier_joined_and_an_unknown_supplier_are_open(law: Rulebook) -> None:
    report = found(
        law,
        deal(year="2014"),
        deal(supplier="Russia", recipient="Armenia", year="1995", **SCUD),
        deal(supplier="unknown supplier(s)", recipient="Iran", year="2001", **SCUD),
    )
    assert shares(report) == {"partner": 1, "open": 2}
    assert report.outside.outside_share == [0.0, 0.6667]


# the forms


@pytest.fixture(scope="module")
def report(law: Rulebook) -> Proliferation:
    return found(
        law,
        deal(recipient="Italy"),
        deal(year="2020"),
        deal(supplier="Soviet Union", recipient="Libya", year="1975", mark="?", **SCUD),
        deal(supplier="North Korea", recipient="Iran", year="1990", **SCUD),
        deal(designation="Unheard<b>-of", description="UAV", supplier="Israel", year="2005"),
    )


def text_of(report: Proliferation, law: Rulebook) -> str:
    console = Console(width=120, color_system=None, file=io.StringIO())
    render(report, console=console, rulebook=law)
    stream = console.file
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def test_the_text_tells_the_counts_the_dates_the_open_ones_and_the_source(report: Proliferation, law: Rulebook) -> None:
    text = text_of(report, law)
    for words in ("of Category I", "24 JULY 2020", "WHAT IS OPEN", "Unheard<b>-of", "Credit <to> its makers", "Not for sale"):  # fmt: skip
        assert words in text
    assert "It is not legal advice." in " ".join(text.split())


class _Page(HTMLParser):
    """What a page holds: its elements, and everything that it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [f"{tag} {name}" for name, _ in attrs if name in ("src", "srcset", "data", "poster", "action")]


def test_the_page_loads_nothing_and_escapes_what_a_register_says(report: Proliferation, law: Rulebook) -> None:
    html = page(report, law)
    parsed = _Page(html)
    assert parsed.loads == []
    assert not {"script", "link", "img", "iframe"} & set(parsed.tags)
    assert "Unheard&lt;b&gt;-of" in html
    assert "<b>-of" not in html
    assert "Credit &lt;to&gt; its makers" in html
    assert "@import" not in html


def test_the_picture_says_in_words_what_it_shows_and_the_page_holds_its_data(
    report: Proliferation, law: Rulebook
) -> None:
    html = page(report, law)
    picture = re.search(r"<svg.*?</svg>", html, re.DOTALL)
    assert picture is not None
    told = re.search(r"<title>(.*?)</title>", picture[0])
    assert told is not None
    assert "Of Category I: 4" in told[1]
    assert "24 July 2020" in told[1]
    assert 'role="img"' in picture[0]
    assert "supplier_stood" in html


def test_the_table_has_a_row_for_each_supplier_recipient_system_and_year(report: Proliferation) -> None:
    rows = list(csv.DictReader(io.StringIO(table(report))))
    assert [(row["year"], row["supplier"], row["category"]) for row in rows] == [
        ("1975", "Soviet Union", "I"),
        ("1990", "North Korea", "I"),
        ("2005", "Israel", "open"),
        ("2014", "United States", "I"),
        ("2020", "United States", "I"),
    ]
    assert sum(int(row["deals"]) for row in rows) == report.category_i + report.category_open


def test_no_cell_is_run_as_a_formula(law: Rulebook) -> None:
    report = found(law, deal(designation="=cmd()", description="UAV", supplier="Israel", year="2005"))
    assert "'=cmd()" in table(report)


# the register itself


@needs_sipri
def test_the_published_register_is_counted_to_the_last_deal(law: Rulebook) -> None:
    lines = import_sipri(PublishedFile("register.csv", SIPRI.read_bytes()), law, AS_OF).lines
    report = proliferation(lines, law, AS_OF)
    assert report.transfers == 4720
    assert report.category_i + report.category_open + report.other == report.transfers
    assert report.launchers == 1211
    assert sum(share.deals for share in report.outside.shares) == report.category_i
    assert sum(flow.deals for flow in report.flows) == report.category_i + report.category_open
    for day in report.policy_dates:
        for category, count in (("I", report.category_i), ("open", report.category_open)):
            assert sum(each.deals for each in day.would_meet if each.category == category) == count
    dates = [day.date for day in report.policy_dates if day.verified]
    assert {"1987-04-16", "2020-07-24", "2025-09-15"} <= set(dates)
    assert {"R-17 Elbrus", "MQ-9 Reaper", "Hwasong-6", "DF-3"} <= {
        f.designation for f in report.flows if f.category == "I"
    }
