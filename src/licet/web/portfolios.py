"""Tables that are handed in, by a page or by a program: what may be, what is asked of them, and the work that follows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import msgspec
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from licet.columns.inputs import ENDINGS
from licet.errors import Fault, InputError, near, number_of
from licet.programs.stating import TooMuch
from licet.programs.tabling import ASKED, COLUMNS, FILES, GIVEN, MAPPING, REJECTS_TEXT, SUMMARY
from licet.web import jobs
from licet.web.models import DONE, Job
from licet.web.refusals import NotThere
from licet.web.sent import file_name

LOOK, ANSWER, RUN = "look", "answer", "run"
_WHERE = "the table"
_ENDINGS = [end for ends in ENDINGS.values() for end in ends]
# What a form adds to the file that it sends.
_FORM = 20_000
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/x-ndjson",
    "yaml": "application/yaml; charset=utf-8",
}


def check_length(sent: str | None) -> None:
    """Refuse what is too long before it is read.

    Args:
        sent: the header ``Content-Length``.

    Raises:
        TooMuch: for what is longer than a table may be.
    """
    most = settings.LICET_TABLE_BYTES
    length = int(sent) if sent and sent.isdecimal() and len(sent) < 16 else 0
    if length > most + _FORM:
        expected = f"at most {most / 1e6:,.0f} MB"
        mend = "split the table, or use the command 'licet run'"
        raise TooMuch(faults=[Fault(_WHERE, f"{length / 1e6:,.0f} MB", expected, mend)])


def table_of(file: UploadedFile | None) -> dict[str, Iterable[bytes]]:
    """Return a file that was handed in, under a name that can do no harm.

    Raises:
        InputError: for what is no table by its name, or empty.
        TooMuch: for what is too long.
    """
    if file is None:
        raise InputError(faults=[Fault(_WHERE, "no file", f"a file that ends in {', '.join(_ENDINGS)}")])
    name = file_name(file.name)
    ending = PurePosixPath(name).suffix.casefold()
    if ending not in _ENDINGS:
        mend = near(ending, _ENDINGS) or "save it as CSV or XLSX"
        raise InputError(faults=[Fault(name or _WHERE, f"the ending '{ending}'", ", ".join(_ENDINGS), mend)])
    if not file.size:
        raise InputError(faults=[Fault(name, "an empty file", "a header and rows")])
    check_length(str(file.size))
    return {f"{GIVEN}/{name}": file.chunks()}


def begin(file: UploadedFile | None) -> Job:
    """Have the columns of a table read.

    Raises:
        InputError: for what is no table.
        Busy: where too much waits already.
    """
    return jobs.start(LOOK, _limits(), table_of(file))


def begin_run(table: Mapping[str, Iterable[bytes]], wanted: Mapping[str, Any]) -> Job:
    """Have a table answered without asking back.

    Raises:
        Busy: where too much waits already.
    """
    return jobs.start(RUN, _limits(), {**table, ASKED: [msgspec.json.encode(wanted)]})


def rows_of(plain: Any) -> dict[str, Iterable[bytes]]:
    """Return rows that a program states as a table.

    Raises:
        InputError: for what is no list of objects.
    """
    where = "body: rows"
    if not isinstance(plain, list) or not plain:
        raise InputError(faults=[Fault(where, "no rows", 'a list of objects: [{"recipient": "IT"}, …]')])
    faults = [Fault(f"body: rows[{n}]", "no object", "header → cell") for n, row in enumerate(plain) if not isinstance(row, dict) or not row]  # fmt: skip
    most = settings.LICET_TABLE_ROWS
    if len(plain) > most:
        raise TooMuch(faults=[Fault(where, number_of(len(plain), "row"), f"at most {most:,}")])
    if faults:
        raise InputError(faults=faults)
    return {f"{GIVEN}/rows.jsonl": (msgspec.json.encode(row) + b"\n" for row in plain)}


def answer(job: Job, wanted: Mapping[str, Any]) -> Job:
    """Have a table answered whose columns were read.

    Args:
        job: the job that read them.
        wanted: ``mapping``, ``questions``, ``as_of``, ``reforms``, ``assume``, ``exact``.
    """
    told = msgspec.json.encode({**wanted, "rows": columns(job)["rows"]})
    return jobs.go_on(job, ANSWER, {**_limits(), "wanted": ASKED}, {ASKED: told})


def columns(job: Job) -> dict[str, Any]:
    """Return what the columns of a table seem to state.

    Raises:
        NotThere: where they were not read.
    """
    found = _read(job, COLUMNS)
    if found is None:
        raise NotThere(faults=[Fault("the address", "a table whose columns are not read", "one that was read")])
    return found


def asked(job: Job) -> dict[str, Any]:
    """Return what was asked of a table, or nothing."""
    return _read(job, job.asked.get("wanted", ASKED)) or _read(job, ASKED) or {}


def summary(job: Job) -> dict[str, Any] | None:
    """Return what is counted of the answers, or None where there are none."""
    return _read(job, SUMMARY) if job.kind in (ANSWER, RUN) and job.state == DONE else None


def file_of(job: Job, name: str) -> tuple[Path, str]:
    """Return where a file of the answers stands, with its media type.

    Raises:
        NotThere: where there is none of this name.
    """
    told = summary(job)
    names = [] if told is None else [FILES[form] for form in told["files"]] + [MAPPING]
    names += [REJECTS_TEXT] if told is not None and told["rows"]["faults"] else []
    if name not in names:
        mend = near(name, names) or "wait until the work is done"
        raise NotThere(faults=[Fault("the address", f"no file '{name[:40]}'", ", ".join(names), mend if not names else near(name, names))])  # fmt: skip
    return jobs.folder(job) / name, _KINDS[name.rpartition(".")[2]]


def opened(job: Job, place: Path) -> BinaryIO:
    """Open a file of the answers, to be handed out bit by bit.

    Raises:
        NotThere: where it is written anew at this moment, or deleted.
    """
    try:
        return place.open("rb")
    except FileNotFoundError:
        jobs.find(job.pk)
        mend = "wait until the work is done"
        raise NotThere(faults=[Fault("the address", "answers that are being written anew", "answers", mend)]) from None


def _read(job: Job, name: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((jobs.folder(job) / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _limits() -> dict[str, Any]:
    law = settings.LICET_LAW
    return {
        "law": law and str(Path(law).resolve()),
        "rows": settings.LICET_TABLE_ROWS,
        "columns": settings.LICET_TABLE_COLUMNS,
    }
