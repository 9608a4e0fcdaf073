"""Comparisons that programs ask for: each in a process of its own, which is ended when its time is over or it takes too much memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from licet.errors import Fault, InputError, LicetError, near
from licet.programs.asking import TooLong, check_reforms, names_of
from licet.programs.drafting import NAME, check
from licet.programs.drafting import plain as plain_text
from licet.programs.limited import Bounds, Reached, Tell, limited
from licet.programs.stating import BODY
from licet.rulebook.names import reform_called
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.windows import NotAWindow, read_date

BASE, OTHER = "base", "other"
# What a comparison may be asked: key → what it means.
KEYS = {
    BASE: "the one side: a date, 'now', the name of a proposal, or several joined by '+'",
    OTHER: "the other side",
    "questions": "the questions to look at; all by default",
    "proof": "whether to prove what changes over all transfers; true by default",
    "matrix": "whether to answer every nation and every class of items on both sides; false by default",
    "reform": f"the text of a reform, in the form of a file of law, which a side calls '{NAME}'",
    "assume": "lists of nations that are not public, filled: 'nsm28_partner=IT,JP'; for the matrix",
}
_SWITCHES = {"proof": True, "matrix": False}
_MEMORY = 4 * 2**30


def read_comparison(plain: Any, law: str | None) -> dict[str, Any]:
    """Return what a comparison is asked, checked so far that no part of it can be taken for a file.

    Args:
        plain: what was stated.
        law: the folder of law.

    Raises:
        InputError: with a fault for everything that cannot be used.
    """
    if not isinstance(plain, dict):
        raise InputError(faults=[Fault(BODY, "no comparison", '{"base": "now", "other": "…"}')])
    faults = [Fault(str(key)[:80], "no such key", f"one of {', '.join(KEYS)}", near(str(key), KEYS)) for key in plain if key not in KEYS]  # fmt: skip
    asked: dict[str, Any] = {"law": law}
    if "reform" in plain:
        try:
            asked["text"] = _text_of(plain["reform"], law)
        except InputError as error:
            faults += [replace(one, where=one.where.replace(NAME, "reform", 1)) for one in error.faults]
    for name in (BASE, OTHER):
        try:
            (asked[name],) = names_of(plain.get(name), name)
            check_side(asked[name], name, law, written=bool(asked.get("text")))
        except InputError as error:
            faults += error.faults
        except ValueError:
            faults.append(Fault(name, "several sides", "one"))
    for name in ("questions", "assume"):
        try:
            asked[name] = names_of(plain.get(name, []), name)
        except InputError as error:
            faults += error.faults
    for name, default in _SWITCHES.items():
        asked[name] = plain.get(name, default)
        if not isinstance(asked[name], bool):
            faults.append(Fault(name, "neither", "true or false"))
    if not faults and not (asked["proof"] or asked["matrix"]):
        faults.append(Fault("proof", "false, and no matrix", "something to do", "matrix: true"))
    if faults:
        raise InputError(faults=faults)
    return asked


def _text_of(given: Any, law: str | None) -> str:
    """Return the text of a reform, checked as law is checked."""
    if not isinstance(given, str) or not given.strip():
        raise InputError(faults=[Fault(NAME, "no text", "a reform in the form of a file of law")])
    text = plain_text(given)
    check(text, law)
    return text


def check_side(text: str, where: str, law: str | None, written: bool = False) -> None:
    """Refuse a side that names anything but days and proposals.

    Args:
        text: the side.
        where: what it is called, for messages.
        law: the folder of law.
        written: whether it may name a reform that is written beside it.

    Raises:
        InputError: with what cannot be used.
    """
    book = Rulebook.load(law)
    for part in (part.strip() for part in text.split("+")):
        if part == "now":
            continue
        if part[:1].isdigit():
            try:
                read_date(part)
            except NotAWindow as error:
                raise InputError(faults=[Fault(where, str(error), "a date as YYYY-MM-DD")]) from None
        elif not part:
            raise InputError(faults=[Fault(where, f"'{text}'", "a date, 'now' or a proposal on each side of '+'")])
        elif not (written and reform_called(part)[0] == NAME):
            check_reforms(book, [part], where)


def compare(asked: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    """Compare in another process.

    Args:
        asked: what :func:`read_comparison` returned.
        seconds: the time that it may take.

    Returns:
        The comparison as plain data.

    Raises:
        InputError: with a fault for everything that cannot be used.
        TooLong: for what takes longer, or more memory, than it may.
        Broken: for a defect of Licet.
    """
    mend = f"ask for fewer questions or nearer days, or run 'licet compare {asked[BASE]} {asked[OTHER]}' yourself"
    law = asked.get("law")
    # The process works in a folder of its own, from which no other path leads to the law.
    whole = {**asked, "law": None if law is None else str(Path(law).resolve())}
    try:
        with TemporaryDirectory(prefix="licet-") as place:
            answer: dict[str, Any] = limited(f"{__name__}:compare_here", Path(place), whole, Bounds(seconds, _MEMORY))
    except Reached as error:
        raise TooLong(faults=[Fault(BODY, f.found, "a shorter comparison", mend) for f in error.faults]) from None
    return answer


def compare_here(folder: Path, asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Compare in this process, which is one with limits.

    Raises:
        InputError: with a fault for everything that cannot be used, called as a program calls it.
    """
    from licet.comparing.comparison import compare as whole

    del folder, tell
    wanted = dict(asked)
    if text := wanted.pop("text", ""):
        wanted["written"] = {NAME: text}
    try:
        return whole(wanted.pop(BASE), wanted.pop(OTHER), **wanted).to_dict()
    except LicetError as error:
        names = {"BASE": BASE, "OTHER": OTHER, "--question": "questions", "--assume": "assume"}
        faults = [replace(fault, where=names.get(fault.where, fault.where)) for fault in error.faults]
        raise InputError(faults=faults) from None
