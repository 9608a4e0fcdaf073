"""The transfers that a command was given, in files and as options, read and understood; every fault of all of them at once."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from licet.cli.stated import option_nodes
from licet.errors import Fault, InputError
from licet.language.nodes import Mapping
from licet.rulebook.rulebook import Rulebook, today
from licet.transfers.laying_over import laid_over
from licet.transfers.stating import Stater

if TYPE_CHECKING:
    from licet.transfers.transfer import Transfer


@dataclass(frozen=True, slots=True)
class Given:
    """One transfer as it was given.

    Attributes:
        title: the file that it stands in, with its place where the file holds several; empty for options alone.
        node: what was stated.
        transfer: the transfer as understood.
    """

    title: str
    node: Mapping
    transfer: Transfer


@dataclass(frozen=True, slots=True)
class Gathered:
    """The transfers of one command.

    Attributes:
        given: the transfers, in the order of the command line.
        listed: whether the answer is a list: several files, or a file that holds a list.
        stater: reads more of the same.
    """

    given: tuple[Given, ...]
    listed: bool
    stater: Stater


def gather(
    rulebook: Rulebook,
    files: Sequence[str],
    stated: MappingType[str, Sequence[str]],
    faults: Sequence[Fault] = (),
    as_of: str | None = None,
    assume: Sequence[str] = (),
    empty: bool = False,
) -> Gathered:
    """Read the transfers of a command.

    Args:
        rulebook: the law.
        files: names of files, ``-`` for standard input.
        stated: what options state; it is laid over every transfer of the files.
        faults: what is wrong already.
        as_of: a date that overrides those of the transfers.
        assume: ``FACT=VALUE`` texts.
        empty: whether a transfer of which nothing is known will do.

    Raises:
        InputError: with every fault of every file.
    """
    from licet.transfers.files import read_file

    found = list(faults)
    stater = Stater(rulebook, today(), as_of, assume)
    nodes = option_nodes(rulebook, stated, found)
    stated_nodes: list[tuple[str, Mapping]] = []
    listed = len(files) > 1
    for name in files:
        try:
            if name == "-" and list(files).count("-") > 1:
                raise InputError(faults=[Fault("-", "standard input more than once", "once")])
            read, many = read_file(name, found)
        except InputError as error:
            found += error.faults
            continue
        listed |= many
        title = "standard input" if name == "-" else click.format_filename(name)
        for number, node in enumerate(read, 1):
            if isinstance(node, Mapping):
                over = laid_over(rulebook, node, nodes) if nodes else node
                stated_nodes.append((f"{title}, transfer {number}" if many else title, over))
    if not files and (stated or empty):
        stated_nodes.append(("", laid_over(rulebook, None, nodes)))
    elif not files:
        found.append(
            Fault(
                "licet",
                "no transfer",
                "a file, - for standard input, or facts as options such as --recipient",
                "or --ask",
            )
        )
    given: list[Given] = []
    for title, node in stated_nodes:
        try:
            given.append(Given(title, node, stater.read(node)))
        except InputError as error:
            found += error.faults
    if found:
        raise InputError(faults=found)
    return Gathered(tuple(given), listed, stater)
