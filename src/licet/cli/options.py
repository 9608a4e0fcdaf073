"""The options that commands share, and the facts of the vocabulary as options of their own.

No fact is named here: a fact added to ``law/vocabulary`` is an option at once, with its question as the help and its values completed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from licet.cli.loading import load
from licet.errors import LicetError

if TYPE_CHECKING:
    from licet.rulebook.rulebook import Rulebook
    from licet.rulebook.vocabulary import Fact

# More values than this are listed by a command of their own.
_FEW = 20
_RULEBOOK = "licet.cli.rulebook"
_TRUTHS = ("yes", "no", "unknown")


def law_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--law``."""
    return click.option("--law", metavar="FOLDER", type=click.Path(), help="A folder of law in place of Licet's own.")(
        function
    )


def format_option(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add ``--format`` with these formats, of which the first is the default."""
    help_text = (
        f"How to print it: {', '.join(formats)}. The default is {formats[0]}, or what the name after --output ends in."
    )
    if not any(name == "html" for name in formats):
        help_text = f"How to print it: {', '.join(formats)}; {formats[0]} by default."
    return click.option("--format", "format_", type=click.Choice(formats), metavar="|".join(formats), help=help_text)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--json``, which is short for ``--format json``."""
    return click.option("--json", "format_", flag_value="json", help="The same as --format json.")(function)


def output_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--output``."""
    return click.option(
        "--output", "-o", metavar="FILE", type=click.Path(), help="Write to a file in place of standard output."
    )(function)


def reform_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--reform``."""
    return click.option(
        "--reform",
        "reforms",
        multiple=True,
        metavar="NAME|FILE[@DATE]",
        shell_complete=_proposals,
        help="Put a proposal in force, on every date or from a date; it may be given several times.",
    )(function)


def assume_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--assume``."""
    return click.option(
        "--assume",
        multiple=True,
        metavar="FACT=VALUE",
        shell_complete=_assumables,
        help="Assume a fact, or fill a group of nations (GROUP=NATION,NATION); the answer says so.",
    )(function)


class FactCommand(click.Command):
    """A command that takes every fact of the vocabulary as an option.

    Its function is given ``stated``: fact → the texts of its option, for the options that were used.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Load the law that the options come from, then read the options."""
        law = _values_of("--law", args)
        try:
            ctx.meta[_RULEBOOK] = load(law[-1] if law else None, _values_of("--reform", args), [])
        except LicetError:
            if not ctx.resilient_parsing:
                raise
        rest = super().parse_args(ctx, args)
        stated: dict[str, tuple[str, ...]] = {}
        for param in self.get_params(ctx):
            if isinstance(param, _FactOption):
                values = ctx.params.pop(param.name or "", ())
                if values:
                    stated[param.fact.name] = tuple(values)
        ctx.params["stated"] = stated
        return rest

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters of the command, and an option for every fact whose name is not taken."""
        own = super().get_params(ctx)
        if "licet.cli.fact_options" not in ctx.meta:
            book = ctx.meta.get(_RULEBOOK)
            if book is None and not ctx.resilient_parsing:
                book = load(None)
            taken = {name for param in own for name in param.opts}
            facts = book.facts.values() if book is not None else ()
            ctx.meta["licet.cli.fact_options"] = [
                _FactOption(fact) for fact in facts if f"--{fact.option}" not in taken
            ]
        return [*own, *ctx.meta["licet.cli.fact_options"]]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options, then the facts by where they are stated, those that most rules read first."""
        params = self.get_params(ctx)
        options = [p for p in params if isinstance(p, click.Option) and not isinstance(p, _FactOption)]
        own = [record for p in options if (record := p.get_help_record(ctx)) is not None]
        with formatter.section("Options"):
            formatter.write_dl(own)
        facts = [param for param in params if isinstance(param, _FactOption)]
        reads = _reads(ctx.meta.get(_RULEBOOK) or load(None))
        facts.sort(key=lambda param: -reads.get(param.fact.name, 0))
        for section in dict.fromkeys(["", "item", *(param.fact.at for param in facts)]):
            with formatter.section(f"Facts of the {section.replace('_', ' ') or 'transfer'}"):
                formatter.write_dl(
                    [record for p in facts if p.fact.at == section and (record := p.get_help_record(ctx)) is not None]
                )


class _FactOption(click.Option):
    """The option of one fact."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        taken = (fact.option, *(alias.replace("_", "-") for alias in fact.aliases))
        super().__init__(
            [*(f"--{name}" for name in taken), "fact_" + fact.name.replace(".", "_")],
            multiple=True,
            metavar=_metavar(fact),
            help=_help(fact),
            shell_complete=lambda ctx, _param, incomplete: _values(ctx, fact, incomplete),
        )

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help; other names that it goes by are left out."""
        return f"--{self.fact.option} {self.make_metavar(ctx)}", self.help or ""


def _help(fact: Fact) -> str:
    if len(fact.values) > _FEW:
        return f"{fact.ask} 'licet facts {fact.name}' lists its {len(fact.values)} values."
    if fact.values:
        return f"{fact.ask} One of: {', '.join(fact.values)}."
    return fact.ask


def _metavar(fact: Fact) -> str:
    match fact.type:
        case "quantity" | "money":
            return f"'N {fact.unit.name}'" if fact.unit else "N"
        case "truth":
            return "|".join(_TRUTHS)
        case "date":
            return "YYYY-MM-DD"
        case "codes":
            return "CODE,CODE|none"
        case "points":
            return "PAIR"
        case "parties":
            return "'name=…, role=…, nation=…'"
        case "one_of":
            return fact.key.upper()
    return fact.type.upper()


def _reads(book: Rulebook) -> dict[str, int]:
    """Return how many rules read each fact."""
    from licet.language.conditions import Applied, atoms, names

    found: dict[str, int] = {}
    for rule in book.rules.values():
        read: set[str] = set()
        for atom in atoms(rule.condition) if rule.condition is not None else ():
            read.update(book.tests[atom.test].maxima if isinstance(atom, Applied) else names(atom))
        for name in read:
            found[name] = found.get(name, 0) + 1
    return found


def _values_of(option: str, args: list[str]) -> list[str]:
    """Return the values of an option in words that have not been parsed yet."""
    found = [arg.partition("=")[2] for arg in args if arg.startswith(f"{option}=")]
    return found + [value for arg, value in pairwise(args) if arg == option]


# What a shell completes.


def rulebook_for_completion(ctx: click.Context) -> Rulebook | None:
    """Return the rulebook whose words are completed, or None when it cannot be read."""
    book: Rulebook | None = ctx.meta.get(_RULEBOOK)
    if book is None:
        try:
            book = load(ctx.params.get("law"))
        except LicetError:
            return None
    return book


def items(words: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    """Return the words, each with a line of help, that begin as the incomplete one does."""
    begun = incomplete.casefold()
    return [CompletionItem(word, help=meaning) for word, meaning in words if word.casefold().startswith(begun)]


def nation_items(book: Rulebook, incomplete: str) -> list[CompletionItem]:
    """Return the codes and one-word names of nations that begin so."""
    words = [(code, name) for code, name in book.nations.items()]
    words += [(name, code) for code, name in book.nations.items() if " " not in name] if len(incomplete) > 1 else []
    return items(words, incomplete)


def _values(ctx: click.Context, fact: Fact, incomplete: str) -> list[CompletionItem]:
    book = rulebook_for_completion(ctx)
    if fact.type == "nation":
        return nation_items(book, incomplete) if book else []
    if fact.type == "truth":
        return items([(word, "") for word in _TRUTHS], incomplete)
    return items(fact.values.items(), incomplete)


def _proposals(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    book = rulebook_for_completion(ctx)
    if book is None:
        return []
    found = items([(i.short, i.title) for i in book.instruments.values() if i.proposal], incomplete)
    return found or [CompletionItem(incomplete, type="file")]


def _assumables(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    book = rulebook_for_completion(ctx)
    if book is None:
        return []
    words = [(f"{name}=", group.title) for name, group in book.groups.items()]
    words += [(f"{fact.name}=", fact.definition) for fact in book.facts.values()]
    return items(words, incomplete)
