"""Comparisons that programs ask for: each in a process of its own, which is ended when its time is over or it takes too much memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import msgspec

from licet.errors import Fault, InputError, LicetError, near
from licet.programs.asking import TooLong, check_reforms, names_of
from licet.programs.drafting import NAME, check
from licet.programs.drafting import plain as plain_text
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
    """
    mend = f"ask for fewer questions or nearer days, or run 'licet compare {asked[BASE]} {asked[OTHER]}' yourself"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "licet.programs.comparing"],
            input=msgspec.json.encode(asked),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        told = msgspec.json.decode(done.stdout) if done.stdout else {}
    except subprocess.TimeoutExpired:
        raise TooLong(faults=[Fault(BODY, f"no end after {seconds:g} s", "a shorter comparison", mend)]) from None
    if "faults" in told:
        raise InputError(faults=[Fault(**fault) for fault in told["faults"]])
    if "answer" not in told:
        raise TooLong(faults=[Fault(BODY, "more work than one comparison may be", "a shorter one", mend)])
    answer: dict[str, Any] = told["answer"]
    return answer


def _compare_here() -> None:
    """Answer what stands on standard input, in a process that may not grow without end."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard), hard))
    from licet.comparing.comparison import compare as whole

    asked = msgspec.json.decode(sys.stdin.buffer.read())
    if text := asked.pop("text", ""):
        asked["written"] = {NAME: text}
    try:
        found = whole(asked.pop(BASE), asked.pop(OTHER), **asked)
        told = b'{"answer":' + found.to_json(indent=0).encode() + b"}"
    except LicetError as error:
        names = {"BASE": BASE, "OTHER": OTHER, "--question": "questions", "--assume": "assume"}
        told = msgspec.json.encode(
            {"faults": [{**asdict(fault), "where": names.get(fault.where, fault.where)} for fault in error.faults]}
        )
    sys.stdout.buffer.write(told)


if __name__ == "__main__":
    _compare_here()
