"""The files of an exported case: the same bytes for the same case, and a folder that is there whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from licet.cases.case import CaseState
from licet.cases.chain import Row
from licet.cases.exporting.page import page
from licet.cases.exporting.verify import EVENTS, MANIFEST, SEAL
from licet.errors import Fault, InputError, LicetError

_VERIFY = Path(__file__).with_name("verify.py")
FORM = "licet-case-1"
# What opens in a program of its own and runs nothing in a browser; all else is kept as bytes.
_SUFFIXES = (".csv", ".docx", ".jpg", ".json", ".odt", ".pdf", ".png", ".txt", ".xlsx")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,80}\.(?:pdf|md|json)")


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported of a case.

    Attributes:
        case: as its events leave it.
        rows: its rows of the ledger, in order.
        contents: the content of each attachment under its digest.
        papers: the papers of the case under their file names, ``licence.pdf`` for example.
        head: the position and digest of the last row of the whole ledger.
        at: the moment of the export, as :func:`licet.cases.chain.stamp` writes it.
        people: what ids of persons and organisations are called; an id that is not there stands as it is.
    """

    case: CaseState
    rows: Sequence[Row]
    contents: Mapping[str, bytes]
    papers: Mapping[str, bytes]
    head: tuple[int, str]
    at: str
    people: Mapping[str, str]


def files_of(export: Export) -> dict[str, bytes]:
    """Return the files of a folder: path → content.

    Raises:
        LicetError: for an attachment that is named and not there, or whose content is another; for a paper whose name is no file's, and for a row
            of another case.
    """
    faults = [
        Fault(f"row {row.position}", f"of the case {row.case}", export.case.id)
        for row in export.rows
        if row.case != export.case.id
    ]
    faults += [
        Fault(name, "a name that is no paper's", "letters, digits, - and _, and .pdf, .md or .json")
        for name in export.papers
        if not _NAME.fullmatch(name)
    ]
    files: dict[str, bytes] = {EVENTS: "".join(map(_line, export.rows)).encode("utf-8", "surrogatepass")}
    names: dict[str, str] = {}
    for one in export.case.attachments:
        content = export.contents.get(one.digest)
        if content is None or hashlib.sha256(content).hexdigest() != one.digest:
            said = "no content" if content is None else "a content of another digest"
            faults.append(Fault(f"the attachment {one.digest}", said, "what was handed in"))
            continue
        names.setdefault(one.digest, f"attachments/{one.digest}{_suffix(one.name)}")
        files[names[one.digest]] = content
    if faults:
        raise LicetError(faults=faults)
    determinations = _determinations(export.rows)
    files |= determinations
    files |= {f"papers/{name}": content for name, content in sorted(export.papers.items())}
    files["verify.py"] = _VERIFY.read_bytes()
    shown = page(
        export.case,
        export.rows,
        names,
        list(determinations),
        sorted(export.papers),
        export.head,
        export.at,
        export.people,
    )
    files["index.html"] = shown.encode("utf-8", "replace")
    manifest = {
        "form": FORM,
        "case": export.case.id,
        "reference": export.case.reference,
        "exported_at": export.at,
        "events": len(export.rows),
        "head": {"position": export.head[0], "digest": export.head[1]},
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    files[SEAL] = f"{hashlib.sha256(files[MANIFEST]).hexdigest()}  {MANIFEST}\n".encode()
    return files


def seal_of(files: Mapping[str, bytes]) -> str:
    """Return the digest that vouches for all files of a folder, to be kept elsewhere: in the ledger, or on the receipt."""
    return hashlib.sha256(files[MANIFEST]).hexdigest()


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a folder that is not there yet; it bears its name only once it is whole.

    Raises:
        InputError: for a folder that is there, and a place that cannot be written.
    """
    if folder.exists():
        raise InputError(faults=[Fault(str(folder), "something of that name", "a folder that is not there yet")])
    part = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        for name, content in files.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        part.rename(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise InputError(faults=[Fault(str(folder), str(error.strerror), "a place that can be written")]) from None


def _line(row: Row) -> str:
    return json.dumps(asdict(row), ensure_ascii=False, separators=(",", ":")) + "\n"


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.casefold()
    return suffix if suffix in _SUFFIXES else ".bin"


def _determinations(rows: Sequence[Row]) -> dict[str, bytes]:
    """Return every determination that was frozen, in the text over which its digest was taken."""
    found: dict[str, bytes] = {}
    for row in rows:
        body: dict[str, Any] = json.loads(row.body)
        for number, one in enumerate(body.get("determinations", ()), 1):
            held = one["findings"]
            text = held if isinstance(held, str) else json.dumps(held, ensure_ascii=False, sort_keys=True, indent=1)
            found[f"determinations/{row.position:08d}-{number}.json"] = text.encode("utf-8", "surrogatepass")
    return found
