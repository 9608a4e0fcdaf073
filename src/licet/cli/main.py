"""The entry point of ``licet``: the table of its commands, and the edge at which errors become lines and exit statuses.

Status 0: an answer, open or not. 1: findings in the law, or output that cannot be written. 2: input that cannot be used. 130: interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any, TextIO

import click

from licet.cli.lazy import LazyGroup
from licet.version import __version__

COMMANDS = {
    "review": ("licet.cli.review", "Review transfers: category, posture, licence, duties, and why."),
    "classify": (
        "licet.cli.classify",
        "Which entries of the Annex an item meets, from figures, a text or a data sheet.",
    ),
    "run": ("licet.cli.run", "Answer a table of transfers: CSV, XLSX, Parquet, JSON lines, Arrow, a query."),
    "timeline": ("licet.cli.timeline", "The answers to one transfer on every date on which they change."),
    "compare": (
        "licet.cli.compare",
        "What changes from one day or proposal to another: proven, for every nation, on data.",
    ),
    "eligible": ("licet.cli.eligible", "Every nation with its answer to one transfer, and what would change it."),
    "picture": ("licet.cli.picture", "Pictures of answers as SVG or PNG: map, timeline, catalogue."),
    "lists": ("licet.cli.lists", "The lists of parties to screen against: add, update, show, remove."),
    "screen": ("licet.cli.screen", "Parties against the lists that were added: what matched, and why."),
    "law": ("licet.cli.law", "Read and check the law: list, show, check, verify."),
    "entry": ("licet.cli.entry", "An entry of the Annex, with its places on other lists."),
    "nation": ("licet.cli.nation", "A nation's code, names and memberships, on a day and over time."),
    "site": ("licet.cli.site", "The site in a browser, on this machine: rulebook, Annex, nations, systems."),
    "cases": (
        "licet.cli.cases",
        "The register of cases: verify, export, what is late, statistics, who has which role.",
    ),
    "mcp": ("licet.cli.mcp", "The server for assistants: review, classify, screen, compare, law as tools."),
    "import": ("licet.cli.importing", "Make transfers of a published register: sipri, slv, missile-tests."),
    "report": ("licet.cli.reporting", "Reports over many transfers: proliferation."),
    "facts": ("licet.cli.facts", "What a transfer can state, and what is decided."),
    "schema": ("licet.cli.schema", "The JSON schema of an answer."),
    "completion": ("licet.cli.completion", "Completion for bash, zsh or fish."),
}


class _Licet(LazyGroup):
    """The command itself, which ends with an exit status and never with a traceback for what a user has done."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command and leave with its exit status; without ``standalone_mode``, raise what goes wrong."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        _forgive(sys.stdout, sys.stderr)
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            sys.stdout.flush()
        except Exception as error:  # noqa: BLE001 - what is not understood is raised again
            status = _status(error)
        sys.exit(status if isinstance(status, int) else 0)


def _status(error: Exception) -> int:
    """Print what went wrong and return the exit status; what is no fault of the user's is raised again."""
    from licet.errors import Fault, LicetError

    if isinstance(error, click.Abort):
        return 130
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return 2
    from licet.cli.faults import print_faults, usage_fault

    if isinstance(error, click.UsageError):
        print_faults([usage_fault(error)])
        return 2
    if isinstance(error, click.ClickException):
        print_faults([Fault("", error.format_message())])
        return 2
    if isinstance(error, LicetError):
        print_faults(error.faults)
        return 2
    if isinstance(error, OSError) and error.filename is None:
        # Nothing but the streams is written here, and what could not be flushed must not be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno != errno.EPIPE:
            print_faults([Fault("standard output", error.strerror or "cannot be written")])
        return 1
    raise error


def _forgive(*streams: TextIO) -> None:
    """Let a terminal that knows few letters show the rest as escapes instead of failing."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


@click.group(
    "licet",
    cls=_Licet,
    table=COMMANDS,
    context_settings={"max_content_width": 100},
    epilog="Licet is not legal advice. 'licet COMMAND --help' teaches each command with an example.",
)
@click.version_option(__version__, prog_name="licet")
def main() -> None:
    """Review a transfer of missile, drone or space-launch technology.

    State what is known of it, in a file or as options; Licet tells which entries of the control list it meets, what the policy of
    that day says and why, what is still unknown, and what would change the answer. What is not stated stays unknown; it is never
    taken for no.

    \b
    Examples:
      licet review --kind uas --range '1850 km' --payload '1701 kg' --recipient IT
      licet review transfer.yaml --why
      licet review --ask
      licet run orders.xlsx -o answers.xlsx
      licet timeline transfer.yaml
      licet law show us.uas-2025
    """  # noqa: D301


if __name__ == "__main__":
    main()
