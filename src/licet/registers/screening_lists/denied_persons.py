"""The Denied Persons List as its text file: one row for each address of a person, with a tab between values, all of them in quotation marks."""

from __future__ import annotations

from licet.registers.published import PublishedFile
from licet.registers.screening_lists.dates import iso_date
from licet.registers.screening_lists.read_list import Faults, Given, ReadList, finished, unique
from licet.registers.screening_lists.rows import ends_its_last_row, headed_rows
from licet.screening.listed import UNKNOWN, Listed

SOURCE = "DPL"
WHAT = "the Denied Persons List with the columns Name, Street_Address, City, State, Country, Effective_Date and so on"

_NEEDED = ("Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date", "FR_Citation")  # fmt: skip


def recognises(file: PublishedFile) -> bool:
    """Whether a file has the first line of the list."""
    first = file.head.splitlines()[:1]
    headers = {header.strip().strip('"') for header in first[0].split("\t")} if first else set()
    return headers.issuperset(_NEEDED)


def read(given: Given) -> ReadList:
    """Read the list; nothing in this form shows that it is whole.

    Raises:
        InputError: with a fault for every bad place.
    """
    _, rows = headed_rows(given.file, _NEEDED, WHAT, "\t")
    faults = Faults(given.file)
    parties: list[Listed] = []
    for line, row in rows:
        if not row["Name"].strip():
            faults.add(line, "an entry without a name", "a name")
        days = {}
        for column in ("Effective_Date", "Expiration_Date"):
            days[column] = iso_date(row[column])
            if row[column].strip() and not days[column]:
                faults.add(line, f"the {column} '{row[column]}'", "a day, as 08/24/2022")
        parts = ("Street_Address", "City", "State", "Postal_Code", "Country")
        remarks = [row.get("Action", "")]
        if row.get("Standard_Order", "").strip():
            remarks.append(f"Standard order: {row['Standard_Order'].strip()}")
        parties.append(
            Listed(
                id="",
                source=SOURCE,
                kind=UNKNOWN,
                name=" ".join(row["Name"].split()),
                # An address in the United States often comes without its nation.
                nations=given.nations.codes([row["Country"]]),
                addresses=unique([", ".join(unique(row[part] for part in parts))]),
                notice=" ".join(row["FR_Citation"].split()),
                since=days["Effective_Date"],
                until=days["Expiration_Date"],
                remarks="; ".join(unique(remarks)),
            )
        )
    faults.raise_any()
    return finished(
        given,
        parties,
        vintage="",
        sources={SOURCE: given.known.title(SOURCE)},
        entries=len(parties),
        whole=False,
        checks=("Every row has every column; a table like this does not show how many rows it should have.",),
        lacks=() if ends_its_last_row(given.file) else ("the end of its last row",),
    )
