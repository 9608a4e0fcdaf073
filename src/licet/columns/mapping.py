"""Mappings: files that say which header states which fact, and the proposal of one for a table.

A mapping is ``header: fact unit`` in YAML or JSON, or CSV with the columns ``header``, ``fact`` and, where wanted, ``unit``; ``-`` in place
of a fact says that a column states nothing. A proposal is for a person to read and correct: what is not sure stands in a comment.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

import polars as pl

from licet.columns.headings import CARRY, Headings, mapped_name
from licet.columns.proposing import guesses, samples
from licet.errors import Fault, InputError
from licet.language.nodes import Mapping as Stated
from licet.language.nodes import Scalar, Unreadable, decode, read_json, read_yaml
from licet.rulebook.rulebook import Rulebook


def read_mapping(path: Path) -> dict[str, str]:
    """Read a mapping: header → fact with its unit.

    Raises:
        InputError: for a file that cannot be read, or is none.
    """
    name = str(path)
    try:
        text = decode(path.read_bytes(), name)
        if path.suffix.casefold() in (".csv", ".tsv"):
            return _from_csv(text, name)
        faults: list[Fault] = []
        nodes = (
            read_json(text, name, faults) if path.suffix.casefold() == ".json" else read_yaml(text, name, faults=faults)
        )
    except OSError as error:
        raise InputError(faults=[Fault(name, error.strerror or "cannot be read", "a mapping")]) from None
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None
    found: dict[str, str] = {}
    if len(nodes) > 1 or (nodes and not isinstance(nodes[0], Stated | Scalar)):
        faults.append(Fault(name, "no mapping", "lines such as 'header: range km'"))
    for node in nodes[:1]:
        if isinstance(node, Scalar) and not node.empty and node.text.strip():
            faults.append(Fault(str(node.where), "no mapping", "lines such as 'header: range km'"))
        for header, value in node.entries if isinstance(node, Stated) else ():
            if isinstance(value, Scalar):
                found[header] = value.text.strip() or CARRY
            else:
                faults.append(Fault(str(value.where), f"a list or mapping for '{header}'", "a fact, with its unit"))
    if faults:
        raise InputError(faults=faults)
    return found


def _from_csv(text: str, name: str) -> dict[str, str]:
    rows = [
        row for row in csv.reader(StringIO(text), delimiter="\t" if name.casefold().endswith(".tsv") else ",") if row
    ]
    if not rows or [cell.strip().casefold() for cell in rows[0]] not in (
        ["header", "fact"],
        ["header", "fact", "unit"],
    ):
        found = ", ".join(rows[0]) if rows else "an empty file"
        raise InputError(faults=[Fault(f"{name}:1", f"the columns {found}", "header, fact, unit")])
    mapping: dict[str, str] = {}
    for row in rows[1:]:
        header, *rest = row
        mapping[header] = " ".join(cell.strip() for cell in rest if cell.strip()) or CARRY
    return mapping


def proposed_mapping(
    rulebook: Rulebook, headings: Headings, frame: pl.DataFrame, mapping: Mapping[str, str], name: str
) -> str:
    """Return a mapping for a table as YAML, with some cells of each column as comments.

    Args:
        rulebook: declares the facts.
        headings: what the headers were understood to state.
        frame: some rows of the table.
        mapping: what was mapped already; it stands as it is.
        name: what the table is called.
    """
    return "\n".join(_lines(rulebook, headings, frame, mapping, name)) + "\n"


def mapping_yaml(mapping: Mapping[str, str]) -> str:
    """Return a mapping as YAML, as :func:`read_mapping` reads it."""
    lines = [
        f"{_quoted(header)}: {json.dumps(wanted or CARRY, ensure_ascii=False)}" for header, wanted in mapping.items()
    ]
    return "".join(f"{line}\n" for line in lines) or "{}\n"


def _lines(
    rulebook: Rulebook, headings: Headings, frame: pl.DataFrame, mapping: Mapping[str, str], name: str
) -> Iterator[str]:
    yield f"# Which column of {' '.join(name.split())} states which fact, for: licet run INPUT -o OUTPUT --mapping THIS_FILE"
    yield "# A line is 'header: fact unit'; '-' says that a column states nothing and is only carried over. Check each line:"
    yield "# those under 'Proposed' are taken from the names and the cells. 'licet facts' lists the facts."
    if headings.columns:
        yield ""
        yield "# Understood already; nothing has to be said of these."
        for column in headings.columns:
            wanted = mapping.get(column.name, mapped_name(column))
            mark = "" if column.name in mapping else "# "
            yield f"{mark}{_quoted(column.name)}: {wanted}{_samples(frame, column.name)}"
    guessed = guesses(rulebook, headings, mapping, frame)
    if any(guess.column for guess in guessed):
        yield ""
        yield "# Proposed, for documents call these facts so; check the fact and the unit. What is less sure, or states a fact that"
        yield "# another column states already, is a comment."
        for guess in guessed:
            if guess.column is not None:
                why = f"; {guess.why}" if guess.why else ""
                mark = "" if guess.sure else "# "
                yield f"{mark}{_quoted(guess.header)}: {mapped_name(guess.column)}{_samples(frame, guess.header)}{why}"
    near = {guess.header for guess in guessed if guess.column is not None}
    alike = {guess.header: guess.why for guess in guessed if guess.column is None}
    rest = [header for header in headings.carried if header not in near]
    if rest:
        yield ""
        yield "# Nothing comes near these; they are carried over."
        for header in rest:
            told = headings.hints.get(header) or alike.get(header, "")
            hint = f"; {told}" if told else ""
            yield f"{_quoted(header)}: '{CARRY}'{_samples(frame, header)}{hint}"


def _samples(frame: pl.DataFrame, header: str) -> str:
    shown = ", ".join(samples(frame, header))
    return f"  # {shown}" if shown else "  # no cell"


def _quoted(header: str) -> str:
    """Return a header as a key of YAML."""
    return json.dumps(header, ensure_ascii=False) if not header.replace("_", "").isalnum() else header
