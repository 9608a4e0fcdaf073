"""What a reviewer hands in: a file with one transfer, or the text of a data sheet. It is read, and not kept."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from licet.classification.sheet import read_text_sheet
from licet.errors import Fault, InputError
from licet.reports.sentences import capital
from licet.rulebook.rulebook import Rulebook
from licet.transfers.files import read_text
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

LONGEST_FILE = 256_000
LONGEST_SHEET = 20_000
_FILES = (".yaml", ".yml", ".json", ".toml")


@dataclass(frozen=True)
class Found:
    """A fact that a data sheet states: its name in an address, what it is called, its value, and the line that says so."""

    option: str
    name: str
    definition: str
    value: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What a data sheet states, to be confirmed by whoever handed it in, and what was bound to nothing."""

    found: tuple[Found, ...]
    unbound: tuple[str, ...]
    notes: tuple[str, ...]


def read_handed_in(request: HttpRequest, rulebook: Rulebook, day: datetime.date) -> Transfer | Sheet:
    """Read what was handed in.

    Raises:
        InputError: for what cannot be read, and where nothing was handed in.
    """
    try:
        file, sheet = request.FILES.get("file"), request.POST.get("sheet", "").strip()
        stated = request.POST.get("transfer", "").strip()
    except MultiPartParserError:
        raise InputError(faults=[Fault("the form", "a form that is cut short", "the form of this page")]) from None
    if sum(map(bool, (file, sheet, stated))) > 1:
        raise InputError(faults=[Fault("the form", "a file and a data sheet", "one of the two")])
    if stated:
        return _transfer(stated.encode("utf-8", "surrogatepass"), "the transfer", rulebook, day)
    if sheet:
        return _sheet(sheet, rulebook)
    if file is None:
        raise InputError(faults=[Fault("the form", "neither a file nor a data sheet", "one of the two")])
    name = PurePosixPath(str(file.name).replace("\\", "/")).name[:80]
    if PurePosixPath(name).suffix.casefold() not in _FILES:
        mend = "paste the text of a data sheet instead"
        raise InputError(faults=[Fault("the file", f"'{name}'", f"a file that ends in {', '.join(_FILES)}", mend)])
    if (file.size or 0) > LONGEST_FILE:
        found = f"{(file.size or 0) / 1000:,.0f} kB"
        raise InputError(faults=[Fault("the file", found, f"at most {LONGEST_FILE / 1000:,.0f} kB")])
    return _transfer(file.read(), name, rulebook, day)


def _transfer(data: bytes, name: str, rulebook: Rulebook, day: datetime.date) -> Transfer:
    if len(data) > LONGEST_FILE:
        found = f"{len(data) / 1000:,.0f} kB"
        raise InputError(faults=[Fault(name, found, f"at most {LONGEST_FILE / 1000:,.0f} kB")])
    nodes, _ = read_text(data, name)
    if len(nodes) != 1:
        raise InputError(
            faults=[Fault(name, f"{len(nodes)} transfers", "one transfer", "review them with the command")]
        )
    return Stater(rulebook, day).read(nodes[0])


def _sheet(text: str, rulebook: Rulebook) -> Sheet:
    if len(text) > LONGEST_SHEET:
        mend = "paste the pages that hold the figures"
        raise InputError(faults=[Fault("the data sheet", f"{len(text):,} letters", f"at most {LONGEST_SHEET:,}", mend)])
    read = read_text_sheet(text, rulebook, "the data sheet")
    by_path = {fact.path: fact for fact in rulebook.facts.values()}
    found = [
        Found(
            by_path[one.fact].option,
            capital(by_path[one.fact].key.replace("_", " ")),
            by_path[one.fact].definition,
            one.value if isinstance(one.value, str) else ", ".join(one.value),
            tuple(one.evidence),
        )
        for one in read.findings
        if one.fact in by_path
    ]
    unbound = tuple(f"{one.text} ({one.reason})" for one in read.unbound[:12])
    return Sheet(tuple(found), unbound, tuple(dict.fromkeys(note.message for note in read.notes)))
