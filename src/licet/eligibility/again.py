"""What gives a table of nations again: the transfer as a file, the command, and the lines of Python."""

from __future__ import annotations

import pprint
import shlex

from licet.eligibility.answer import Again
from licet.rulebook.rulebook import Rulebook, law_folder
from licet.transfers.transfer import Transfer, as_yaml

_FILE = "transfer.yaml"
_WIDE = 100


def again(rulebook: Rulebook, transfer: Transfer) -> Again:
    """Return what gives the same answer on the same law.

    Args:
        rulebook: the law, with the reforms in force.
        transfer: the transfer, its date stated even where it was left to the clock.
    """
    reforms, assumed = rulebook.named_reforms(), dict(transfer.assumed)
    words = ["licet", "eligible", _FILE]
    arguments = [pprint.pformat(dict(transfer.shown), sort_dicts=False, width=_WIDE)]
    if rulebook.folder != law_folder().resolve():
        words += ["--law", str(rulebook.folder)]
        arguments.append(f"law={str(rulebook.folder)!r}")
    for name in reforms:
        words += ["--reform", name]
    if reforms:
        arguments.append(f"reform={reforms!r}")
    for fact, value in assumed.items():
        words += ["--assume", f"{fact}={value}"]
    if assumed:
        arguments.append(f"assume={assumed!r}")
    call = ",\n".join(arguments)
    python = f"import licet\n\ntable = licet.eligible(\n{_indented(call)},\n)\nprint(table.explain())\n"
    return Again(file=as_yaml(transfer.shown), command=shlex.join(words), python=python)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
