"""Who is to be screened: names on a line each, a table, or files of parties and of transfers with their parties.

A party of a file is stated as in a transfer: name, nation, kind, born, identifiers, address, aliases, role, id. All faults of a file are told.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingType
from dataclasses import replace
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError, near, number_of
from licet.language.nodes import Mapping, Node, Scalar, Sequence, Where, decode, from_value
from licet.language.nodes import Unreadable as UnreadableText
from licet.rulebook.vocabulary import PARTY
from licet.screening.answer import Party
from licet.transfers.files import read_text
from licet.transfers.stating import Stater

# Files by the endings of their names.
TABLES, LINES, STATED = (".csv", ".tsv"), (".txt",), (".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".toml")
ENDINGS = (*TABLES, *LINES, *STATED)
# Endings of files that hold parties as people keep them, and that are not read here; no party is called so.
_OTHERS = (
    ".xlsx",
    ".xls",
    ".xlsm",
    ".ods",
    ".pdf",
    ".doc",
    ".docx",
    ".odt",
    ".gz",
    ".zip",
    ".parquet",
    ".xml",
    ".html",
    ".htm",
    ".md",
)
# Words at the head of a column for what a party states.
_HEADS = {
    "company": "name", "company_name": "name", "party": "name", "customer": "name", "full_name": "name", "country": "nation", "country_code": "nation",
    "type": "kind", "dob": "born", "date_of_birth": "born", "birth_date": "born", "identifier": "identifiers", "number": "identifiers",
    "customer_name": "name", "party_name": "name", "entity": "name", "firma": "name", "kunde": "name", "nom": "name", "nombre": "name", "land": "nation", "pays": "nation",
    "país": "nation", "pais": "nation", "nationality": "nation", "passport": "identifiers", "imo": "identifiers", "aka": "aliases", "alias": "aliases", "reference": "id", "ref": "id",
}  # fmt: skip
# What a party may have several of, so that several columns may hold them.
_SEVERAL = frozenset({"aliases", "identifiers"})
_SEPARATORS = ",;\t|"
_FACT = "parties"
# What an option or a field is called where a party in a file has another word for it.
_KEYS_OF = {"number": "identifiers", "alias": "aliases"}


def is_file(word: str) -> bool:
    """Whether a word of a command line names a file: by its ending, or since there is one of the name."""
    path = Path(word)
    try:
        return path.suffix.casefold() in (*ENDINGS, *_OTHERS) or path.is_file()
    except OSError:
        # Too long for the name of a file.
        return False


def parties_in(data: bytes, name: str, stater: Stater) -> list[Party]:
    """Return the parties of a file, in their order.

    Args:
        data: the content of the file.
        name: its name, whose ending tells its form; lines of names, or of JSON, for standard input.
        stater: reads what is stated.

    Raises:
        InputError: with a fault for each party that cannot be read.
    """
    suffix = Path(name).suffix.casefold()
    if suffix in _OTHERS:
        expected = f"a file that ends in {', '.join(ENDINGS)}"
        raise InputError(faults=[Fault(name, f"a file of the form {suffix}", expected, "save it as CSV")])
    try:
        text = decode(data, name)
    except UnreadableText as error:
        raise InputError(faults=[error.fault]) from None
    faults: list[Fault] = []
    if suffix in TABLES:
        nodes = _table(text, name, stater, faults)
    elif suffix in STATED or text.lstrip().startswith(("{", "[")):
        nodes = [party for node in read_text(data, name, faults)[0] for party in _parties(node, faults)]
    else:
        nodes = [_named(line.strip(), Where(name, number)) for number, line in _lines(text)]
    found = _read(nodes, stater, faults)
    if not nodes and not faults:
        faults.append(Fault(name, "nobody", "a party, or a list of them", "a name on a line, or {name: …}"))
    if faults:
        raise InputError(faults=faults)
    return found


def party_stated(stated: Mapping, stater: Stater) -> Party:
    """Return one party.

    Raises:
        InputError: with a fault for everything that cannot be used.
    """
    faults: list[Fault] = []
    found = _read([stated], stater, faults)
    if faults:
        raise InputError(faults=faults)
    return found[0]


def party_node(name: str, stated: MappingType[str, Any], where: str = "command line") -> Mapping:
    """Return a party as if it stood in a file.

    Args:
        name: its name.
        stated: what options or fields state of it; what is empty is left out.
        where: what its faults are told of.

    Raises:
        InputError: for a text that cannot be used.
    """
    told = {
        _KEYS_OF.get(key, key): list(value) if isinstance(value, tuple) else value
        for key, value in stated.items()
        if value
    }
    try:
        node = from_value({"name": name} | told, Where(where))
    except UnreadableText as error:
        raise InputError(faults=[error.fault]) from None
    assert isinstance(node, Mapping)
    return node


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def _named(name: str, where: Where) -> Mapping:
    return Mapping((("name", Scalar(name, where)),), where, (where,))


def _parties(node: Node, faults: list[Fault]) -> Iterator[Mapping]:
    """Yield the parties of a statement: of a transfer, those that it names; else the statement itself."""
    if not isinstance(node, Mapping):
        return
    named = node.get(_FACT)
    if named is None and node.get("name") is None:
        known = ", ".join(key for key, _ in node.entries[:5])
        faults.append(
            Fault(str(node.where), f"no name and no parties ({known or 'nothing'})", "name: …, or parties: […]")
        )
        return
    if named is None:
        yield node
        return
    for item in named.items if isinstance(named, Sequence) else (named,):
        if isinstance(item, Mapping):
            yield item
        else:
            faults.append(Fault(str(item.where), "no party", "{name: …, role: …, nation: …}"))


def _table(text: str, name: str, stater: Stater, faults: list[Fault]) -> list[Mapping]:
    head = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=head.count)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    found: list[Mapping] = []
    try:
        heads = [_head(word) for word in next(rows, [])]
        keys = _keys(stater)
        if "name" not in heads:
            expected = "a column 'name'" + (f" beside {', '.join(sorted(keys - {'name'}))}" if keys else "")
            mend = near("name", heads) or "call the column that holds the names 'name'"
            faults.append(
                Fault(f"{name}:1", f"the columns {', '.join(heads)}" if any(heads) else "no columns", expected, mend)
            )
            return []
        twice = [key for key in dict.fromkeys(heads) if key in keys - _SEVERAL and heads.count(key) > 1]
        if twice:
            several = f"{heads.count(twice[0])} columns that hold the {twice[0]}"
            faults.append(Fault(f"{name}:1", several, "one", "give the others a heading of their own"))
            return []
        unread = [word for word in heads if word and word not in keys]
        if unread and len(unread) == len([word for word in heads if word]) - 1 and len(heads) > 1 and "" in heads:
            faults.append(
                Fault(f"{name}:1", f"a heading that is empty beside {unread[0]}", "a heading for every column")
            )
        for row in rows:
            where = Where(name, rows.line_num)
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(heads):
                faults.append(Fault(str(where), number_of(len(row), "cell"), f"{len(heads)}, as many as headings"))
                continue
            cells = [(key, cell.strip()) for key, cell in zip(heads, row, strict=True) if key in keys and cell.strip()]
            together: dict[str, list[str]] = {}
            for key, cell in cells:
                together.setdefault(key, []).append(cell)
            entries = tuple((key, Scalar("; ".join(texts), where)) for key, texts in together.items())
            found.append(Mapping(entries, where, tuple(where for _ in entries)))
    except csv.Error as error:
        faults.append(
            Fault(f"{name}:{rows.line_num}", f"no table: {error}", "cells between separators, quotes that close")
        )
    return found


def _head(word: str) -> str:
    folded = "_".join(word.strip().lstrip("\ufeff").casefold().split())
    return _HEADS.get(folded, folded)


def _keys(stater: Stater) -> set[str]:
    book = stater.rulebook.of_party
    return (
        {fact.key for fact in book.facts.values() if fact.at == PARTY and not fact.found} if book is not None else set()
    )


def _read(nodes: Iterable[Mapping], stater: Stater, faults: list[Fault]) -> list[Party]:
    from licet.parties import party_of

    found: list[Party] = []
    for node in nodes:
        item = Sequence((node,), node.where)
        try:
            transfer = stater.read(Mapping(((_FACT, item),), node.where, (node.where,)))
        except InputError as error:
            # Each is read as if it were alone, so that its place among the others is that of the file and not this one.
            faults += [replace(fault, found=fault.found.removeprefix(f"{_FACT}[0].")) for fault in error.faults]
            continue
        found += map(party_of, transfer.parties)
    return found
