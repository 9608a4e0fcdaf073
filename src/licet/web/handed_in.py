"""What a reviewer hands in: a file with one transfer, or a data sheet. It is read in a process with limits, and not kept."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import BoundedSemaphore
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from licet.errors import Fault, InputError
from licet.programs.handing_in import GIVEN, SHEETS, TRANSFERS
from licet.programs.limited import Bounds, Broken, limited
from licet.reports.sentences import capital
from licet.rulebook.rulebook import Rulebook
from licet.transfers.files import read_text
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer
from licet.web.refusals import Busy
from licet.web.sent import file_name

LONGEST_FILE = 256_000
LONGEST_SHEET_FILE = 5_000_000
LONGEST_SHEET = 20_000
ENDINGS = (*TRANSFERS, *SHEETS)
_BOUNDS = Bounds(seconds=10, memory=2 * 2**30, file=2**26)
# So many are read at once; whoever comes then waits a little, and is told to come again.
_READING = BoundedSemaphore(3)
_WAIT = 10


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
        Busy: where too much is being read.
    """
    try:
        file, sheet = request.FILES.get("file"), request.POST.get("sheet", "").strip()
        product = request.POST.get("product", "").strip()[:200]
        stated = request.POST.get("transfer", "").strip()
    except MultiPartParserError:
        raise InputError(faults=[Fault("the form", "a form that is cut short", "the form of this page")]) from None
    if sum(map(bool, (file, sheet, stated))) > 1:
        raise InputError(faults=[Fault("the form", "a file and a data sheet", "one of the two")])
    if stated:
        return _transfer(stated.encode("utf-8", "surrogatepass"), "the transfer", rulebook, day, product)
    if sheet:
        if len(sheet) > LONGEST_SHEET:
            found, mend = f"{len(sheet):,} letters", "paste the pages that hold the figures"
            raise InputError(faults=[Fault("the data sheet", found, f"at most {LONGEST_SHEET:,}", mend)])
        told = _read(
            "sheet.txt", sheet.encode("utf-8", "replace"), {"text": True, "day": day.isoformat(), "product": product}
        )
        return _sheet(told["sheet"], rulebook)
    if file is None:
        raise InputError(faults=[Fault("the form", "neither a file nor a data sheet", "one of the two")])
    name = PurePosixPath(str(file.name).replace("\\", "/")).name[-80:]
    ending = PurePosixPath(name).suffix.casefold()
    if ending not in ENDINGS:
        mend = "paste the text of a data sheet instead"
        raise InputError(faults=[Fault("the file", f"'{name}'", f"a file that ends in {', '.join(ENDINGS)}", mend)])
    most = LONGEST_SHEET_FILE if ending in SHEETS else LONGEST_FILE
    if (file.size or 0) > most:
        raise InputError(
            faults=[Fault("the file", f"{(file.size or 0) / 1000:,.0f} kB", f"at most {most / 1000:,.0f} kB")]
        )
    return _transfer(file.read(), name, rulebook, day, product)


def _transfer(data: bytes, name: str, rulebook: Rulebook, day: datetime.date, product: str) -> Transfer | Sheet:
    """Read a file in a process with limits; what it tells is plain, and a transfer is stated once more here."""
    if PurePosixPath(name).suffix.casefold() not in SHEETS and len(data) > LONGEST_FILE:
        found = f"{len(data) / 1000:,.0f} kB"
        raise InputError(faults=[Fault(name, found, f"at most {LONGEST_FILE / 1000:,.0f} kB")])
    told = _read(name, data, {"text": False, "day": day.isoformat(), "product": product})
    if "sheet" in told:
        return _sheet(told["sheet"], rulebook)
    nodes, _ = read_text(msgspec.json.encode(told["transfer"]), f"{name}.json")
    return Stater(rulebook, day).read(nodes[0])


def _read(name: str, data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    """Have a file read in a process with limits, and delete it."""
    if not _READING.acquire(timeout=_WAIT):
        raise Busy(faults=[Fault("the site", "it reads too many files just now", "", "come again in a minute")])
    folder = Path(tempfile.mkdtemp(prefix="licet-"))
    try:
        (folder / GIVEN).mkdir()
        (folder / GIVEN / (file_name(name) or "file")).write_bytes(data)
        law = settings.LICET_LAW
        told: dict[str, Any] = limited(
            "licet.programs.handing_in:read", folder, {**asked, "law": law and str(Path(law).resolve())}, _BOUNDS
        )
        return told
    except Broken:
        found, mend = "a file on which its reader fails", "paste its text as a data sheet instead"
        raise InputError(faults=[Fault(name, found, "a file that can be read", mend)]) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _READING.release()


def _sheet(told: dict[str, Any], rulebook: Rulebook) -> Sheet:
    by_path = {fact.path: fact for fact in rulebook.facts.values()}
    found = [
        Found(
            by_path[one["fact"]].option,
            capital(by_path[one["fact"]].key.replace("_", " ")),
            by_path[one["fact"]].definition,
            one["value"] if isinstance(one["value"], str) else ", ".join(one["value"]),
            tuple(one["evidence"]),
        )
        for one in told["findings"]
        if one["fact"] in by_path
    ]
    unbound = tuple(f"{one['text']} ({one['reason']})" for one in told["unbound"][:12])
    return Sheet(tuple(found), unbound, tuple(dict.fromkeys(note["message"] for note in told["notes"])))
