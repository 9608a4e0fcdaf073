"""The portfolio: tables that cannot be used first, then that one is mapped, answered, looked through, downloaded and deleted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from web.bad_files import bomb

from licet.web import jobs as background
from licet.web import portfolio_pages, portfolios
from licet.web.jobs import find
from licet.web.keeping import site_folder
from licet.web.refusals import NotThere

HEADER = "order,recipient,kind,range_km,payload_kg,date,note"
ORDERS = f"""{HEADER}
1,Saudi Arabia,uas,2000,600,2025-09-15,=1+1
2,IT,cruise_missile,,500,2025-09-15,-5
3,FR,uas,300,100,2025-09-15,@home
4,Atlantis,uas,2000,600,2025-09-15,nobody
5,IT,uas,far,600,2025-09-15,nowhere
6,IT,uas,2000,600,2025-02-30,never
"""


def parquet(cut: int = 0) -> bytes:
    held = io.BytesIO()
    pl.DataFrame({"recipient": ["IT"] * 500, "range_km": list(range(500))}).write_parquet(held)
    return held.getvalue()[: len(held.getvalue()) - cut]


def handed_in(site: Client, data: bytes | str, name: str = "orders.csv") -> Any:
    file = io.BytesIO(data.encode() if isinstance(data, str) else data)
    file.name = name
    return site.post("/portfolio/", {"table": file})


def looked_at(site: Client, jobs: Callable[[], None], data: bytes | str, name: str = "orders.csv") -> str:
    """Hand in a table, have its columns read, and return its address."""
    answer = handed_in(site, data, name)
    assert answer.status_code == 303
    jobs()
    return str(answer.headers["Location"])


def proposed(site: Client, address: str, **more: Any) -> dict[str, Any]:
    """Return the form with what is proposed."""
    columns = site.get(f"{address[:-1]}.json").json()["columns"]
    form: dict[str, Any] = {"question": ["category", "posture"], "exact": "quick", **more}
    for number, column in enumerate(columns):
        form.setdefault(f"fact-{number}", column["states"])
        form.setdefault(f"unit-{number}", column["unit"])
    return form


@pytest.fixture(scope="module")
def answered(site: Client, jobs: Callable[[], None]) -> str:
    """Return the address of a table with three bad rows that was answered."""
    address = looked_at(site, jobs, ORDERS)
    assert site.post(address, proposed(site, address)).status_code == 303
    jobs()
    return address


REFUSED = [
    ("orders.csv", b"", 400, "an empty file"),
    ("orders.pdf", b"%PDF-", 400, "the ending '.pdf'"),
    ("orders", b"a,b", 400, "the ending ''"),
    ("orders.xls", b"x", 400, "did you mean .xlsx"),
    ("orders.csv", b"x" * 3_000_000, 413, "at most 2 MB"),
]


@pytest.mark.parametrize(("name", "data", "status", "word"), REFUSED)
def test_what_is_no_table_is_refused_at_once(
    site: Client, settings_of_the_site: Any, name: str, data: bytes, status: int, word: str
) -> None:
    settings_of_the_site(LICET_TABLE_BYTES=2_000_000)
    answer = handed_in(site, data, name)
    assert answer.status_code == status
    assert word in plain(answer)


BAD: list[tuple[str, bytes | str, str]] = [
    ("orders.csv", b"\x00\x01\x02\xff" * 50, "a binary file"),
    ("orders.csv", "recipient\n", "a header and no row"),
    ("orders.csv", "a,a\n1,2\n", "the header 'a' on the columns 1, 2"),
    ("orders.csv", "recipient\n" + "IT\n" * 1001, "more than 1,000 rows"),
    ("orders.csv", ",".join(f"c{n}" for n in range(101)) + "\n", "101 columns"),
    ("orders.xlsx", b"PK\x03\x04 no workbook", "damaged"),
    ("orders.xlsx", b"no workbook at all", "orders.xlsx"),
    ("bomb.xlsx", bomb(), "once unpacked"),
    ("orders.parquet", parquet(cut=200), "damaged or no Parquet"),
    ("orders.parquet", b"PAR1", "damaged or no Parquet"),
    ("orders.arrow", b"ARROW1\0\0", "damaged or no Arrow"),
    ("orders.jsonl", "{\n", "orders.jsonl"),
]


def test_a_table_that_cannot_be_read_is_told_in_one_line(
    site: Client, jobs: Callable[[], None], settings_of_the_site: Any
) -> None:
    settings_of_the_site(LICET_TABLE_ROWS=1_000, LICET_TABLE_COLUMNS=100)
    addresses = [handed_in(site, data, name).headers["Location"] for name, data, _ in BAD]
    jobs()
    for (name, _, word), address in zip(BAD, addresses, strict=True):
        answer = site.get(address)
        told = site.get(f"{address[:-1]}.json").json()
        assert (answer.status_code, told["state"]) == (400, "failed"), name
        assert word in plain(answer), (name, told["faults"])
        assert str(site_folder()) not in answer.content.decode(), "no place of the machine is told"


def test_a_form_of_another_site_is_refused(site: Client) -> None:
    assert site.post("/portfolio/", {}, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert "no file" in plain(site.post("/portfolio/", {}))
    assert site.post("/portfolio.json").status_code == 405


@pytest.mark.parametrize("end", ["/", ".json", ".csv", "/mapping/", "/answers.csv", "/rejects.csv"])
def test_a_table_that_is_not_there_is_not_found(site: Client, jobs: Callable[[], None], end: str) -> None:
    for job in ("x" * 32, "..", "a%00b"):
        answer = site.get(f"/portfolio/{job}{end}")
        assert answer.status_code == 404


def test_what_cannot_be_mapped_is_told_at_its_column(site: Client, jobs: Callable[[], None]) -> None:
    address = looked_at(site, jobs, ORDERS)
    for change, word in (
        ({"fact-3": "reichweite"}, "the unknown fact 'reichweite"),
        ({"unit-3": "kg"}, "a unit of"),
        ({"fact-3": "payload", "unit-3": "kg"}, "2 columns that state item.payload"),
        ({f"fact-{n}": "" for n in range(7)}, "none that states a fact"),
        ({"question": []}, "at least one"),
        ({"question": ["postur"]}, "a question of this page"),
        ({"as_of": "2025-02-30"}, "which is no date"),
        ({"reform": "hr-306"}, "did you mean hr-3068-119"),
        ({"exact": "always"}, "one of quick, default"),
    ):
        answer = site.post(address, proposed(site, address, **change))
        assert answer.status_code == 400, change
        assert word in plain(answer), change
    assert site.get(f"{address[:-1]}.csv").status_code == 404
    # What only the answering finds is told with the form, which keeps what was said.
    site.post(address, proposed(site, address, assume="nobody=perhaps"))
    jobs()
    answer = site.get(address)
    assert answer.status_code == 400
    assert "nobody" in plain(answer) and "Answer the rows" in plain(answer)


def test_a_table_of_which_no_header_is_known_can_still_be_mapped(site: Client, jobs: Callable[[], None]) -> None:
    address = looked_at(site, jobs, "to,reach\nIT,300\nFR,400\n")
    site.post(address, proposed(site, address, **{"fact-0": "recipient", "fact-1": "range", "unit-1": "km"}))
    jobs()
    assert "2 rows in = 2 answered + 0 rejected" in plain(site.get(address))
    assert body(site.get(f"{address}mapping.yaml")).decode() == 'to: "recipient"\nreach: "range [km]"\n'


def test_a_fact_for_the_second_time_is_set_aside_and_not_refused(site: Client, jobs: Callable[[], None]) -> None:
    address = looked_at(site, jobs, "range_km,range_nmi\n1,2\n")
    columns = site.get(f"{address[:-1]}.json").json()["columns"]
    assert [(c["states"], c["unit"]) for c in columns] == [("range", "km"), ("", "")]


def test_three_bad_rows_are_three_clear_rejects_and_no_row_is_lost(site: Client, answered: str) -> None:
    text = plain(site.get(answered))
    assert "6 rows in = 3 answered + 3 rejected" in text
    assert "Row 4, recipient: no nation is called 'Atlantis'" in text
    assert "Row 5, range_km: 'far'" in text
    assert "Row 6, date: " in text and "2025-02-30" in text
    rejects = list(csv.DictReader(io.StringIO(body(site.get(f"{answered}rejects.csv")).decode())))
    assert [(row["row"], row["note"]) for row in rejects] == [("4", "nobody"), ("5", "nowhere"), ("6", "never")]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", [1, 2, 3]),
        ("nation=IT", [2]),
        ("nation=France", [3]),
        ("text=SAUDI", [1]),
        ("text=%3D1%2B1", [1]),
        ("state=open", [2]),
        ("state=decided", [1, 3]),
        ("question=category&answer=I", [1]),
        ("question=category&answer=case_by_case_as_manned_aircraft", [1, 2, 3]),
        ("missing=item.range", [2]),
        ("nation=IT&state=decided", []),
    ],
)
def test_rows_are_looked_for(site: Client, answered: str, query: str, rows: list[int]) -> None:
    told = site.get(f"{answered[:-1]}.json?{query}").json()["results"]
    assert [row["row"] for row in told["found"]] == rows
    assert told["fit"] == len(rows)
    assert site.get(f"{answered}?{query}").status_code == 200


@pytest.mark.parametrize(
    "query", ["page=2", "page=0", "page=x", "nation=Atlantis", "answer=perhaps", "missing=a", "q=1"]
)
def test_a_bad_query_is_refused(site: Client, answered: str, query: str) -> None:
    assert site.get(f"{answered}?{query}").status_code == 400
    assert site.get(f"{answered[:-1]}.json?{query}").status_code == 400


def test_a_row_opens_as_a_review_that_answers_the_same(site: Client, answered: str) -> None:
    told = site.get(f"{answered[:-1]}.json").json()["results"]["found"][0]
    assert told["review"] in plain(site.get(answered))
    review = site.get(told["review"].replace("/review/", "/review.json")).json()
    assert review["answers"]["posture"]["value"] == told["answers"]["posture"]["answer"]


def test_no_spreadsheet_runs_what_somebody_wrote(site: Client, answered: str) -> None:
    from openpyxl import load_workbook

    rows = list(csv.DictReader(io.StringIO(body(site.get(f"{answered}answers.csv")).decode())))
    assert [row["note"] for row in rows] == ["'=1+1", "'-5", "'@home"]
    book = load_workbook(io.BytesIO(body(site.get(f"{answered}answers.xlsx"))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=1+1" in [cell.value for cell in cells]


def test_a_file_that_is_gone_at_this_moment_is_not_there(
    site: Client, answered: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    summary = portfolios.summary(find(answered.strip("/").rpartition("/")[2]))
    monkeypatch.setattr(portfolios, "summary", lambda job: summary)
    monkeypatch.setattr(background, "folder", lambda job: tmp_path)
    assert site.get(f"{answered}answers.csv").status_code == 404


def test_the_answers_are_the_same_in_every_form(site: Client, answered: str) -> None:
    lines = [json.loads(line) for line in body(site.get(f"{answered}answers.jsonl")).splitlines()]
    frame = pl.read_parquet(io.BytesIO(body(site.get(f"{answered}answers.parquet"))))
    assert [line["posture"] for line in lines] == frame.get_column("posture").cast(pl.String).to_list()
    counts = list(csv.DictReader(io.StringIO(site.get(f"{answered[:-1]}.csv").content.decode())))
    assert sum(int(row["rows"]) for row in counts if row["question"] == "posture") == 3
    assert site.get(f"{answered}answers.doc").status_code == 404


def test_nothing_of_it_is_found_or_kept_by_others(site: Client, answered: str) -> None:
    for address in (answered, f"{answered[:-1]}.json", f"{answered}answers.csv"):
        answer = site.get(address)
        assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex")
        assert not answer.cookies
        answer.close()
    assert "is deleted at" in plain(site.get(answered))


def test_of_a_row_that_leaves_much_open_is_told_how_much_more(site: Client, jobs: Callable[[], None]) -> None:
    address = looked_at(site, jobs, "order,range km,payload kg\n1,11100,2155\n")
    site.post(address, proposed(site, address))
    jobs()
    text = plain(site.get(address))
    (row,) = site.get(f"{address[:-1]}.json").json()["results"]["found"]
    posture = row["answers"]["posture"]["possible"].split(", ")
    assert f"Open: prohibited, policy of denial, strong presumption of denial or {len(posture) - 3} more" in text
    assert f"and {len(row['missing']) - 3} more" in text


def test_a_table_is_mapped_once_more_and_deleted(site: Client, jobs: Callable[[], None]) -> None:
    address = looked_at(site, jobs, ORDERS)
    site.post(address, proposed(site, address, reform="hr-3068-119", as_of="2026-06-01", exact="default"))
    jobs()
    text = plain(site.get(address))
    assert "as if the proposal hr-3068-119 were law" in text and "1 June 2026" in text
    again = site.get(f"{address}mapping/").content.decode()
    assert 'value="2026-06-01"' in again and '<option value="hr-3068-119" selected>' in again
    form = proposed_again(again)
    site.post(address, form)
    jobs()
    assert "6 rows in" in plain(site.get(address))
    job = background.find(address.split("/")[2])
    assert site.post(f"/jobs/{job.pk}/end/").status_code == 200
    assert site.get(address).status_code == 404
    assert not background.folder(job).exists()


def proposed_again(page: str) -> dict[str, Any]:
    """Return the form of a page as a browser would send it."""
    from lxml import html

    (form,) = html.fromstring(page).xpath("//form[@class='mapping']")
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found


def plain(answer: Any) -> str:
    """Return the text of a page."""
    from lxml import html

    text: str = answer.content.decode()
    return " ".join(html.fromstring(text).text_content().split()) + " " + text.replace("&amp;", "&")


def body(answer: Any) -> bytes:
    """Return a file that is handed out bit by bit."""
    assert answer.streaming
    return b"".join(answer.streaming_content)


def test_of_two_mappings_sent_at_once_the_one_that_is_answered_is_told(
    site: Client, jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = looked_at(site, jobs, ORDERS)
    form = proposed(site, address)
    job = background.find(address.split("/")[2])
    monkeypatch.setattr(portfolio_pages, "find", lambda _: job)  # Both see a table that waits for its mapping.
    for day in ("2026-06-01", "2019-06-01"):
        assert site.post(address, {**form, "as_of": day}).status_code == 303
    monkeypatch.undo()
    jobs()
    assert "1 June 2026" in plain(site.get(address))
    assert 'value="2026-06-01"' in site.get(f"{address}mapping/").content.decode()


def test_answers_that_are_written_anew_are_waited_for(site: Client, jobs: Callable[[], None]) -> None:
    address = looked_at(site, jobs, ORDERS)
    form = proposed(site, address)
    site.post(address, form)
    jobs()
    before = background.find(address.split("/")[2])
    site.post(address, form)
    # Work has begun: what was there a moment ago is gone.
    place = background.folder(before) / "answers.csv"
    place.unlink()
    with pytest.raises(NotThere, match="written anew"):
        portfolios.opened(before, place)
    assert site.get(f"{address}answers.csv").status_code == 404
    jobs()
    assert len(body(site.get(f"{address}answers.csv")).splitlines()) == 4


def test_answers_that_vanish_while_their_page_is_made_lead_to_the_work(
    site: Client, jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = looked_at(site, jobs, ORDERS)
    form = proposed(site, address)
    site.post(address, form)
    jobs()

    def vanishing(*_: Any) -> None:
        assert site.post(address, form).status_code == 303
        raise FileNotFoundError

    monkeypatch.setattr(portfolio_pages, "results", vanishing)
    answer = site.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    jobs()


# A table as a host keeps it: no header is the name of a fact, and no cell is written as the law writes it.
HOUSE = """Order no,Type,Ship date,Destination,range_km
A-1,drone,15/09/2025,Italy,300
A-2,uas,03/04/2025,FR,400
A-3,flyer,2025-09-15,IT,500
"""


def test_the_columns_of_a_house_are_proposed_from_headers_and_cells(site: Client, jobs: Callable[[], None]) -> None:
    address = looked_at(site, jobs, HOUSE)
    columns = site.get(f"{address[:-1]}.json").json()["columns"]
    assert {c["name"]: (c["how"], c["states"]) for c in columns if c["states"]} == {
        "Type": ("proposed", "kind"),
        "Ship date": ("proposed", "date"),
        "Destination": ("proposed", "recipient"),
        "range_km": ("understood", "range"),
    }
    page = plain(site.get(address))
    # Nothing is chosen beforehand.
    assert "Days such as “15/09/2025” are written" in page and "“drone” means" in page and "Many mean uas by it" in page
    form = proposed(site, address)
    site.post(address, form)
    jobs()
    # What nobody said is set aside, and not guessed at.
    assert "3 rows in = 0 answered + 3 rejected" in plain(site.get(address))


def test_what_cells_mean_is_said_kept_and_echoed_with_the_rows_own_name(site: Client, jobs: Callable[[], None]) -> None:
    address = looked_at(site, jobs, HOUSE)
    columns = site.get(f"{address[:-1]}.json").json()["columns"]
    place = {c["name"]: n for n, c in enumerate(columns)}
    drone = columns[place["Type"]]["cells"].index("drone")
    said = {
        f"fact-{place['Order no']}": "id",
        f"order-{place['Ship date']}": "DD/MM/YYYY",
        f"word-{place['Type']}-{drone}": "uas",
    }
    assert site.post(address, proposed(site, address, **said)).status_code == 303
    jobs()
    told = site.get(f"{address[:-1]}.json").json()["results"]
    assert told["rows"]["out"] == 2 and [(one["row"], one["id"]) for one in told["rejects"]] == [(3, "A-3")]
    assert "Row 3 (A-3)" in plain(site.get(address))
    assert body(site.get(f"{address}mapping.yaml")).decode().splitlines()[:3] == [
        '"Order no": "id"',
        'Type: "kind [drone = uas]"',
        '"Ship date": "date [DD/MM/YYYY]"',
    ]
    assert "2025-09-15" in told["found"][0]["review"] and "kind=uas" in told["found"][0]["review"]
    # What was said stands in the form, and what is still unsaid is offered.
    again = site.get(f"{address}mapping/").content.decode()
    assert 'value="drone = uas"' in again and "“flyer” means" in again and "Days such as" not in again


def test_what_no_column_states_is_warned_of_before_and_after(site: Client, jobs: Callable[[], None]) -> None:
    address = looked_at(site, jobs, "range_km,recipient\n300,IT\n")
    page = plain(site.get(address))
    assert "No column states item.kind or date." in page and "Every row is judged by the law of today." in page
    form = proposed(site, address, assume="kind=uas")
    site.post(address, form)
    jobs()
    assert "No column states date. Every row is judged by the law of today." in plain(site.get(address))
    site.post(address, {**form, "as_of": "2020-01-01"})
    jobs()
    assert "No column states" not in plain(site.get(address))
