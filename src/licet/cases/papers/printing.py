"""Papers as PDF: a template and a dataclass, the same bytes for the same two.

What a paper says reaches the template as data, so that no text of a case is ever read as a command. Templates come from memory and may read
files of their own folder, a crest for instance, and nothing else; packages from a network are refused.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from licet.cases.papers.outgoing import TEMPLATES, Paper
from licet.errors import Fault, LicetError, near
from licet.reports.typesetting import STANDARDS, must_set, with_letters
from licet.version import __version__

_OWN = Path(__file__).with_name("templates")
_MAIN = "main"
_PACKAGE = re.compile(r'"\s*@')
_MISSING = re.compile(r'(?:dictionary does not contain key|unknown variable:?)\s*"?([\w-]+)"?')
_PLACE = re.compile(r"┌─ ([^\n]*?):(\d+):(\d+)")
_LETTERS = 200


class TemplateError(LicetError):
    """A template of an authority cannot be used."""


def print_paper(paper: Paper, folder: Path | None = None) -> bytes:
    """Return a paper as PDF.

    Args:
        paper: what it says.
        folder: templates of the authority; what is not in it is taken from those that come with Licet.

    Raises:
        InputError: where the package for PDFs is not installed.
        TemplateError: for a template that names something unknown or cannot be set, with its file and line.
    """
    return print_as(TEMPLATES[type(paper)], plain(paper), folder)


def print_as(template: str, told: Mapping[str, Any], folder: Path | None = None) -> bytes:
    """Return a document that is told as plain data by a template; as :func:`print_paper`."""
    must_set()
    import typst

    files = read_templates(folder)
    if template not in files:
        raise TemplateError(
            faults=[Fault(template, "no such template", ", ".join(sorted(files)), near(template, files))]
        )
    # Its own types do not know of sources by name.
    sources: Any = {_MAIN: files[template], **files}
    root = folder or _OWN

    def made(data: str) -> bytes:
        set_as: bytes = typst.compile(
            sources,
            format="pdf",
            root=root,
            ignore_system_fonts=True,
            sys_inputs={"paper": data},
            pdf_standards=STANDARDS,
        )
        return set_as

    document = {**told, "version": __version__}
    try:
        return with_letters(document, made)
    except typst.TypstError as error:
        raise TemplateError(faults=[_fault(template, error.message, error.diagnostic, document)]) from None


def read_templates(folder: Path | None = None) -> dict[str, bytes]:
    """Return the templates that are used: an authority's own before those that come with Licet.

    Raises:
        TemplateError: for a folder that is not there, and for a template that asks for a package.
    """
    faults: list[Fault] = []
    if folder is not None and not folder.is_dir():
        raise TemplateError(faults=[Fault(str(folder), "no such folder", "a folder of templates")])
    found: dict[str, bytes] = {}
    for place in (_OWN, *([folder] if folder else [])):
        for path in sorted(place.glob("*.typ")):
            found[path.name] = path.read_bytes()
            text = found[path.name].decode("utf-8", "replace")
            for number, line in enumerate(text.splitlines(), 1):
                if _PACKAGE.search(line):
                    said = "a package from a network"
                    faults.append(
                        Fault(f"{path.name}:{number}", said, "files of the folder", "copy what it needs into it")
                    )
    if faults:
        raise TemplateError(faults=faults)
    return found


def check_templates(specimens: Iterable[Paper], folder: Path | None = None) -> tuple[Fault, ...]:
    """Return what is wrong with templates, all of it: each is set once with a specimen, so that none fails on the day of a decision."""
    faults: list[Fault] = []
    for paper in specimens:
        try:
            print_paper(paper, folder)
        except TemplateError as error:
            faults += error.faults
    return tuple(dict.fromkeys(faults))


def plain(value: Any) -> Any:
    """Return a paper as plain data: days are told in words as well as in figures.

    >>> plain(datetime.date(2026, 3, 1))
    {'iso': '2026-03-01', 'words': '1 March 2026', 'parts': [2026, 3, 1]}
    """
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, datetime.date):
        words = f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
        return {"iso": value.isoformat(), "words": words, "parts": [value.year, value.month, value.day]}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


# The language of the machine has no say in a letter.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _fault(template: str, message: str, diagnostic: str, told: Mapping[str, Any]) -> Fault:
    found = _PLACE.search(diagnostic)
    where = template
    if found:
        # Typst tells them by their way from the working directory.
        name = found[1].replace("\\", "/").rpartition("/")[2]
        where = f"{template if name == _MAIN else name}:{found[2]}"
    missing = _MISSING.search(message)
    if missing:
        known = sorted(_names(told))
        hint = near(missing[1], known)
        return Fault(where, f"the name '{missing[1]}', which no such paper has", "a name that it has", hint)
    return Fault(where, message[:_LETTERS], "a template that can be set")


def _names(told: Any) -> set[str]:
    if isinstance(told, Mapping):
        return set(told) | {name for one in told.values() for name in _names(one)}
    if isinstance(told, list):
        return {name for one in told for name in _names(one)}
    return set()


def as_json(paper: Paper) -> str:
    """Return what a template sees, as JSON, for whoever writes one."""
    return json.dumps(plain(paper), ensure_ascii=False, indent=2)
