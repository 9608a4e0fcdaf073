"""Checks the folder of an exported case: that its events give their digests and follow each other, and that every file is what it was.

It needs Python 3.11 or later and nothing else, reads this folder and writes nothing:

    python3 -I verify.py [FOLDER] [--seal DIGEST] [--head POSITION:DIGEST]

``--seal`` is the digest that was told when the folder was made; with it, a folder that somebody made anew as a whole is found too.
``--head`` is a head of the ledger that was printed on a paper or kept elsewhere; where this case holds that row, it must have that digest.

What it cannot tell: whether events of this case were left out whose neighbours in the ledger belong to other cases. The number of events stands in
the manifest, and the seal vouches for it. Take this program from somebody you trust, not from the folder that you doubt.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

FORM = "licet-event-1"
MANIFEST, SEAL, EVENTS = "manifest.json", "manifest.sha256", "events.jsonl"
GENESIS = "0" * 64
COLUMNS = ("position", "at", "case", "kind", "actor", "role", "organisation", "body", "previous")
DIGEST = re.compile(r"[0-9a-f]{64}")


def digest_of(row: dict[str, object]) -> str:
    """Return the digest of an event: SHA-256 over its columns as a JSON array without spaces, the form first."""
    columns = [FORM, *(row.get(name) for name in COLUMNS)]
    try:
        whole = json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        whole = repr(columns).encode("utf-8", "backslashreplace")
    return hashlib.sha256(whole).hexdigest()


def faults_of(folder: Path, seal: str = "", head: tuple[int, str] = (0, "")) -> list[str]:
    """Return everything that is wrong with a folder, each in a sentence; nothing where it is whole."""
    faults: list[str] = []
    text = _read(folder, MANIFEST, faults)
    sealed = hashlib.sha256(text).hexdigest()
    if _read(folder, SEAL, faults) != f"{sealed}  {MANIFEST}\n".encode():
        faults.append(f"{MANIFEST} is not what {SEAL} says")
    if seal and seal.removeprefix("sha256:") != sealed:
        faults.append(f"{MANIFEST} has the digest {sealed}, and the seal is {seal}")
    manifest = _json(text, MANIFEST, faults)
    files = manifest.get("files")
    files = files if isinstance(files, dict) else {}
    faults += _files(folder, files)
    rows = _rows(_read(folder, EVENTS, faults), faults)
    faults += _chain(rows, manifest, head)
    faults += _held(folder, rows)
    return list(dict.fromkeys(faults))


def _read(folder: Path, name: str, faults: list[str]) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        faults.append(f"{name} cannot be read: {error.strerror}")
        return b""


def _json(text: bytes, name: str, faults: list[str]) -> dict[str, object]:
    try:
        found = json.loads(text.decode())
    except (UnicodeDecodeError, ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    faults.append(f"{name} is not an object of JSON")
    return {}


def _files(folder: Path, files: dict[str, object]) -> list[str]:
    faults = []
    for name, digest in files.items():
        path = folder / name
        if Path(name).is_absolute() or ".." in Path(name).parts:
            faults.append(f"{name} lies outside the folder")
        elif not path.is_file() or path.is_symlink():
            faults.append(f"{name} is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            faults.append(f"{name} is altered")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_dir() and name not in files and name not in (MANIFEST, SEAL):
            faults.append(f"{name} was added")
    return faults


def _rows(text: bytes, faults: list[str]) -> list[dict[str, object]]:
    rows = []
    for number, line in enumerate(text.split(b"\n")[:-1], 1):
        row = _json(line, f"{EVENTS}, line {number},", faults)
        if set(row) != {*COLUMNS, "digest"} or not isinstance(row["position"], int):
            faults.append(f"{EVENTS}, line {number}, is not an event")
        else:
            rows.append(row)
    if text and not text.endswith(b"\n"):
        faults.append(f"{EVENTS} ends within a line")
    return rows


def _chain(rows: list[dict[str, object]], manifest: dict[str, object], head: tuple[int, str]) -> list[str]:
    faults = []
    last: dict[str, object] = {"position": 0, "digest": GENESIS}
    for row in rows:
        where = f"event {row['position']}"
        if digest_of(row) != row["digest"]:
            faults.append(f"{where} is altered: its content does not give its digest")
        if int(str(row["position"])) <= int(str(last["position"])):
            faults.append(f"{where} is reordered: it comes after event {last['position']}")
        elif int(str(row["position"])) == int(str(last["position"])) + 1 and row["previous"] != last["digest"]:
            faults.append(f"{where} was written after another event {last['position']} than stands here")
        if row["case"] != manifest.get("case"):
            faults.append(f"{where} is of another case")
        if head[0] == row["position"] and head[1].removeprefix("sha256:") != row["digest"]:
            faults.append(f"{where} has not the digest that was kept elsewhere")
        last = row
    if manifest.get("events") != len(rows):
        faults.append(f"{len(rows)} events stand here, and the manifest says {manifest.get('events')}")
    told = manifest.get("head")
    told = told if isinstance(told, dict) else {}
    place = told.get("position")
    if not isinstance(place, int) or place < int(str(last["position"])):
        faults.append("the head of the ledger lies before the last event")
    elif place == last["position"] and told.get("digest") != last["digest"]:
        faults.append("the head of the ledger is not the last event, and has its position")
    return faults


def _held(folder: Path, rows: list[dict[str, object]]) -> list[str]:
    """Return what the events name that the folder does not hold, or holds otherwise."""
    faults: list[str] = []
    named: set[str] = set()
    for row in rows:
        body = _json(str(row["body"]).encode("utf-8", "surrogatepass"), f"the body of event {row['position']}", faults)
        if row["kind"] == "attached":
            named.add(str(body.get("digest")))
        found = body.get("determinations")
        for one in found if isinstance(found, list) else ():
            text = one.get("findings") if isinstance(one, dict) else None
            if isinstance(text, str) and hashlib.sha256(text.encode()).hexdigest() != one.get("digest"):
                faults.append(f"a determination in event {row['position']} does not give its digest")
    place = folder / "attachments"
    held = {path.name.partition(".")[0]: path for path in sorted(place.iterdir())} if place.is_dir() else {}
    for digest in sorted(named):
        if digest not in held:
            faults.append(f"the attachment {digest} is missing")
        elif hashlib.sha256(held[digest].read_bytes()).hexdigest() != digest:
            faults.append(f"the attachment {digest} is altered")
    faults += [f"the attachment {digest} is named by no event" for digest in sorted(held.keys() - named)]
    return faults


def main(arguments: list[str]) -> int:
    """Check a folder and say what was found; 0 where it is whole, 1 where not, 2 where the command cannot be understood."""
    folder, seal, head = Path(__file__).resolve().parent, "", (0, "")
    left = list(arguments)
    while left:
        one = left.pop(0)
        if one == "--seal" and left and DIGEST.fullmatch(left[0].removeprefix("sha256:")):
            seal = left.pop(0)
        elif one == "--head" and left and re.fullmatch(r"[0-9]+:(sha256:)?[0-9a-f]{64}", left[0]):
            place, _, digest = left.pop(0).partition(":")
            head = int(place), digest
        elif not one.startswith("-") and Path(one).is_dir():
            folder = Path(one)
        else:
            print(f"not understood: {one}\n\n{__doc__}", file=sys.stderr)
            return 2
    faults = faults_of(folder, seal, head)
    for fault in faults:
        print(fault)
    if not faults:
        sealed = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
        print(f"whole; seal {sealed}{'' if seal else ', which was compared with nothing'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
