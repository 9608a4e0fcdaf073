"""The forms of lists that can be read: what each is called, how it is recognised, who reads it, and where such a list is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from licet.errors import Fault, InputError, near
from licet.registers.published import PublishedFile
from licet.registers.screening_lists import (
    consolidated,
    consolidated_csv,
    denied_persons,
    followthemoney,
    plain_table,
    sdn_csv,
    sdn_xml,
    united_nations,
)
from licet.registers.screening_lists.read_list import Given, ReadList


@dataclass(frozen=True, slots=True)
class Format:
    """A form of list.

    Attributes:
        name: what it is called.
        title: what it is.
        published: where such a list is published; a page, from which nothing is fetched.
        recognises: whether a file is of the form.
        read: reads it.
    """

    name: str
    title: str
    published: str
    recognises: Callable[[PublishedFile], bool]
    read: Callable[[Given], ReadList]


_CSL_PAGE = "trade.gov/consolidated-screening-list"
_OFAC_PAGE = "sanctionslist.ofac.treas.gov, SDN List"

# The special before the general: a plain table is whatever else has a column of names.
FORMATS = {
    form.name: form
    for form in (
        Format("csl-json", "Consolidated Screening List, JSON", _CSL_PAGE, consolidated.recognises, consolidated.read),
        Format("csl-csv", "Consolidated Screening List, CSV", _CSL_PAGE, consolidated_csv.recognises, consolidated_csv.read),
        Format("ofac-xml", "OFAC SDN list, XML", _OFAC_PAGE, sdn_xml.recognises, sdn_xml.read),
        Format("ofac-csv", "OFAC SDN list, CSV with add and alt files", _OFAC_PAGE, sdn_csv.recognises, sdn_csv.read),
        Format(
            "dpl-text",
            "Denied Persons List, text with tabs",
            "bis.gov, Denied Persons List",
            denied_persons.recognises,
            denied_persons.read,
        ),
        Format(
            "un-xml",
            "UN Security Council Consolidated List, XML",
            "main.un.org/securitycouncil, Consolidated List",
            united_nations.recognises,
            united_nations.read,
        ),
        Format("ftm", "followthemoney entities, JSON lines or array", "opensanctions.org", followthemoney.recognises, followthemoney.read),
        Format("table", "any table with a column of names", "anywhere", plain_table.recognises, plain_table.read),
    )
}  # fmt: skip


_MEND = (
    f"of a table, say which column holds the names: --map name=HEADER; else name the form: --format {'|'.join(FORMATS)}"
)


def format_of(file: PublishedFile, wanted: str | None = None) -> Format:
    """Return the form of a file: the one that was named, or the one that its beginning shows.

    Raises:
        InputError: for a name that no form has, and for a file that shows none.
    """
    if wanted is not None:
        if wanted in FORMATS:
            return FORMATS[wanted]
        raise InputError(faults=[Fault("--format", f"'{wanted}'", " | ".join(FORMATS), near(wanted, FORMATS))])
    for form in FORMATS.values():
        if form.recognises(file):
            return form
    found = "an empty file" if not file.data.strip() else "a file of a form that is not recognised"
    raise InputError(faults=[Fault(file.name, found, "; ".join(form.title for form in FORMATS.values()), _MEND)])
