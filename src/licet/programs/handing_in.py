"""One transfer, or a data sheet, that somebody hands in. It is read where :mod:`licet.programs.limited` works, and handed on as plain data."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from licet.classification.sheet import Sheet, read_sheet, read_text_sheet
from licet.errors import Fault, InputError
from licet.programs.limited import Tell
from licet.rulebook.rulebook import Rulebook
from licet.transfers.files import read_text
from licet.transfers.stating import Stater

GIVEN = "given"
TRANSFERS = (".yaml", ".yml", ".json", ".toml")
SHEETS = (".pdf", ".docx", ".xlsx", ".html", ".htm", ".txt", ".md", ".csv")


def read(folder: Path, asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Read what stands in the folder ``given``.

    Args:
        folder: holds the file.
        asked: ``law``; ``day``, which counts where a transfer states none; ``product``, where a sheet speaks of several; with ``text``, the
            file is the text of a data sheet.
        tell: is told nothing.

    Returns:
        ``{"transfer": …}``, or ``{"sheet": …}``.

    Raises:
        InputError: for what cannot be read.
    """
    del tell
    book = Rulebook.load(asked["law"])
    os.chdir(folder / GIVEN)
    (path,) = (path.relative_to(folder / GIVEN) for path in (folder / GIVEN).iterdir())
    if asked["text"]:
        text = path.read_text(encoding="utf-8")
        return _told(read_text_sheet(text, book, "the data sheet", product=asked["product"]))
    if path.suffix.casefold() in SHEETS:
        return _told(read_sheet(path, book, product=asked["product"]))
    nodes, _ = read_text(path.read_bytes(), path.name)
    if len(nodes) != 1:
        mend = "review them with the command, or hand in a table under Portfolio"
        raise InputError(faults=[Fault(path.name, f"{len(nodes)} transfers", "one transfer", mend)])
    transfer = Stater(book, datetime.date.fromisoformat(asked["day"])).read(nodes[0])
    return {"transfer": msgspec.to_builtins(transfer.shown)}


def _told(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(sheet)
    del told["text"]
    return {"sheet": told}
