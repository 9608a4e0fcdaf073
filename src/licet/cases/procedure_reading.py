"""A folder of ``law/procedure/`` read into a :class:`~licet.cases.procedure.Configuration`, with one clear fault for everything that cannot be used."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from licet.cases import procedure_rows as rows
from licet.cases.calendar import WEEKDAYS, Calendar, Holiday
from licet.cases.procedure import Configuration
from licet.cases.procedure_tables import Tables
from licet.errors import Fault, LawError, near

_CITED = ",cite,source,standing,note"
_KEYS = ("title", "example", "nation", "time_zone", "weekend")


def procedures(law: Path) -> tuple[str, ...]:
    """Return the names of the procedures of a folder of law."""
    return tuple(sorted(path.parent.name for path in (law / "procedure").glob("*/procedure.csv")))


def read_procedure(law: Path, name: str) -> Configuration:
    """Read one procedure.

    Args:
        law: the folder of law.
        name: the procedure, which is the name of its folder below ``procedure/``.

    Raises:
        LawError: with a fault for everything that cannot be used, or for a procedure that is not there.
    """
    known = procedures(law)
    if name not in known:
        fault = Fault(
            str(law / "procedure"), f"no procedure '{name}'", " | ".join(known) or "a folder", near(name, known)
        )
        raise LawError(faults=[fault])
    folder = law / "procedure" / name
    return read_tables({path.name: path.read_bytes() for path in sorted(folder.iterdir()) if _counts(path)}, name)


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix in (".csv", ".md") and path.name != "README.md"


def read_tables(files: dict[str, bytes], name: str) -> Configuration:
    """Read the files of one procedure: the name of each → its content.

    Raises:
        LawError: with a fault for everything that cannot be used.
    """
    faults: list[Fault] = []
    tables = Tables(files, f"procedure/{name}", faults)
    head = _head(tables)
    agencies = tables.once("agencies", "agency,title,referral,part" + _CITED, lambda one: one.agency, rows.agency)
    # What names a row that could not be read is no fault of its own.
    deciding = None if faults else [agency.agency for agency in agencies]
    tracks = tables.once(
        "tracks", "track,title,authority,agency" + _CITED, lambda one: one.track, partial(rows.track, agencies=deciding)
    )
    named = None if faults else [track.track for track in tracks]
    pauses = tables.once(
        "pauses",
        "track,pause,title,waits_for,from,until" + _CITED,
        lambda one: (one.track, one.pause),
        partial(rows.pause, tracks=named),
    )
    paused = None if faults else [pause.pause for pause in pauses]
    made = Configuration(
        name=name,
        digest=_digest(files),
        title=head.get("title", ""),
        example=head.get("example") == "yes",
        nation=head.get("nation", ""),
        calendar=Calendar(_weekend(head), _holidays(tables), head.get("time_zone", "")),
        tracks=tracks,
        agencies=agencies,
        steps=tables.once(
            "steps",
            "track,step,title,kind,starts,limit,days,silence" + _CITED,
            lambda one: (one.track, one.step),
            partial(rows.step, tracks=named),
        ),
        escalation=tables.once(
            "escalation",
            "track,order,step,title,chair,decides_by,starts,limit,days,appeal_limit" + _CITED,
            lambda one: (one.track, one.order),
            partial(rows.escalation, tracks=named, agencies=deciding),
        ),
        signatures=tables.once(
            "signatures",
            "track,order,step,title,agency,outcomes" + _CITED,
            lambda one: (one.track, one.order),
            partial(rows.signing, tracks=named, agencies=deciding),
        ),
        pauses=pauses,
        grounds=tables.once("grounds", "ground,says,factor,rule,note", lambda one: one.ground, rows.ground),
        standards=tables.once(
            "standards", "factor,standard,title,note", lambda one: (one.factor, one.standard), rows.standard
        ),
        licence_types=tables.once(
            "licence_types",
            "track,type,title,months" + _CITED,
            lambda one: (one.track, one.type),
            partial(rows.licence, tracks=named),
        ),
        notices=tables.once(
            "notifications",
            "notice,title,obligation,tier,limit,days,pause" + _CITED,
            lambda one: one.notice,
            partial(rows.notice, pauses=paused),
        ),
        checks=tables.once(
            "monitoring",
            "track,check,title,moment,obligation,every_months" + _CITED,
            lambda one: (one.track, one.check),
            partial(rows.check, tracks=named),
        ),
        consultations=tables.once(
            "consultations", "outcome,says,frees" + _CITED, lambda one: one.outcome, rows.consultation
        ),
        figures=tables.once(
            "figures",
            "figure,track,agency,measure,days,from,until,says,source,standing,note",
            lambda one: one.figure,
            partial(rows.figure, tracks=named, agencies=deciding),
        ),
    )
    if not tracks and not faults:
        faults.append(Fault(f"procedure/{name}/tracks.csv", "no track", "a row for each kind of application"))
    if faults:
        raise LawError(faults=faults)
    return made


def _digest(files: dict[str, bytes]) -> str:
    whole = hashlib.sha256()
    for path, data in sorted(files.items()):
        whole.update(f"{path}\0{len(data)}\0".encode() + data)
    return "sha256:" + whole.hexdigest()


def _head(tables: Tables) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in tables.rows("procedure", "key,value" + _CITED):
        key = row.known("key", _KEYS, " | ".join(_KEYS))
        if key in found:
            row.fault(f"'{key}' a second time", "one row for each")
        if key == "example":
            row.truth("value")
        found[key] = row.text("value", needed=key != "nation")
        if any(row.cells[column] for column in ("cite", "source", "standing")):
            row.cited()
        if key == "time_zone" and found[key] and not _zone(found[key]):
            row.fault(f"the time zone '{found[key]}'", "one of the IANA database, such as Europe/Rome or UTC")
        if key == "weekend" and len(set(row.several("value", WEEKDAYS))) == len(WEEKDAYS):
            row.fault("a weekend of all days", "a weekend that leaves a day on which somebody works")
    path = f"{tables.folder}/procedure.csv"
    if path in tables.files:
        tables.faults += [
            Fault(path, f"no row '{key}'", "a row for each of " + ", ".join(_KEYS)) for key in _KEYS if key not in found
        ]
    return found


def _zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _weekend(head: dict[str, str]) -> frozenset[int]:
    words = [word.strip() for word in head.get("weekend", "").split("|")]
    return frozenset(WEEKDAYS.index(word) for word in words if word in WEEKDAYS)


def _holidays(tables: Tables) -> tuple[Holiday, ...]:
    columns = "holiday,title,month,rule,day,weekday,week,from,until,every,saturday,sunday" + _CITED
    return tables.once("holidays", columns, lambda one: one.code, rows.holiday)
