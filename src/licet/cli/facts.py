"""``licet facts``: the vocabulary, every fact that a transfer can state and every question that rules decide."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from licet.cli.options import format_option, items, law_option, rulebook_for_completion
from licet.errors import Fault, InputError
from licet.rulebook.vocabulary import PARTY

if TYPE_CHECKING:
    from licet.rulebook.rulebook import Rulebook
    from licet.rulebook.vocabulary import Fact, Question


def _names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    book = rulebook_for_completion(ctx)
    if book is None:
        return []
    words = [(fact.name, fact.definition) for fact in book.all_facts.values()]
    return items(
        [*words, *((question.name, question.definition) for question in book.all_questions.values())], incomplete
    )


@click.command("facts")
@click.argument("name", required=False, metavar="[NAME]", shell_complete=_names)
@format_option("text", "json", "jsonl", "markdown")
@law_option
def command(name: str | None, format_: str | None, law: str | None) -> None:
    """Show the facts that a transfer can state and the questions that rules decide, or one of them.

    Each fact has its definition and its source, its unit or its values, the question put to a person, and what is presumed when nobody
    states it. A name, an option or a key of a file will do.

    \b
    Examples:
      licet facts
      licet facts range
      licet facts posture --format json
    """  # noqa: D301
    from licet.cli.loading import load
    from licet.cli.output import print_json

    rulebook = load(law)
    found = _one(rulebook, name) if name else _all(rulebook)
    if format_ in ("json", "jsonl"):
        print_json(found[0] if name and format_ == "json" else found, lines=format_ == "jsonl")
    elif format_ == "markdown":
        click.echo("\n".join(line for entry in found for line in _markdown(entry)))
    elif name:
        _whole(found[0])
    else:
        _list(found)


def _all(rulebook: Rulebook) -> list[dict[str, Any]]:
    facts = sorted(rulebook.all_facts.values(), key=lambda fact: (fact.at != "", fact.at != "item", fact.at))
    return [*map(_fact, facts), *map(_question, rulebook.all_questions.values())]


def _one(rulebook: Rulebook, name: str) -> list[dict[str, Any]]:
    """Return the fact and the question of a name (``entries`` is both).

    Raises:
        InputError: for a name that neither bears.
    """
    from licet.cli.stated import fact_called, near_fact

    fact = fact_called(rulebook, name)
    if fact is None and rulebook.of_party is not None:
        fact = fact_called(rulebook.of_party, name)
    question = rulebook.all_questions.get(name.replace("-", "_"))
    found = ([_fact(fact)] if fact is not None else []) + ([_question(question)] if question is not None else [])
    if not found:
        fault = Fault(
            "licet facts", f"'{name}'", "a fact or a question ('licet facts' lists them)", near_fact(rulebook, name)
        )
        raise InputError(faults=[fault])
    return found


def _fact(fact: Fact) -> dict[str, Any]:
    from licet.language.conditions import write_condition
    from licet.language.quantities import plain

    return {
        "fact": fact.name,
        "path": fact.path,
        "option": f"--{fact.option}" if fact.at != PARTY else None,
        "type": fact.type,
        "unit": fact.unit.name if fact.unit else None,
        "values": fact.values or None,
        "bounds": [plain(bound) for bound in fact.bounds] if fact.bounds else None,
        "margin": fact.margin or None,
        "definition": fact.definition,
        "ask": fact.ask,
        "presume": fact.presume or None,
        "because": fact.because or None,
        "follows": [{"value": i.value, "when": write_condition(i.when), "why": i.why} for i in fact.implied],
        "found": list(fact.found) or None,
        "aliases": list(fact.aliases),
        "source": fact.source,
        "where": str(fact.where),
    }


def _question(question: Question) -> dict[str, Any]:
    from licet.language.conditions import write_condition

    return {
        "question": question.name,
        "type": question.type,
        "combine": question.combine,
        "values": question.values or None,
        "default": question.default or None,
        "covered": write_condition(question.covered) if question.covered is not None else None,
        "due": write_condition(question.due) if question.due is not None else None,
        "reported": question.shown,
        "each": question.each or None,
        "asked": question.asked or None,
        "definition": question.definition,
        "where": str(question.where),
    }


def _rows(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what there is to say of a fact or question beside its definition."""
    rows: list[tuple[str, str]] = []
    if "fact" in entry:
        rows += [("asked as", entry["ask"]), ("in a file", entry["path"])]
        rows += [("as an option", entry["option"])] if entry["option"] else []
        rows += [("found from", f"{', '.join(entry['found'])}; nobody states it")] if entry["found"] else []
    kind = entry["type"].replace("_", " ")
    rows.append(("type", f"{kind}, in {entry['unit']}" if entry.get("unit") else kind))
    if entry.get("bounds"):
        rows.append(("bounds", f"{' to '.join(entry['bounds'])} {entry['unit'] or ''}".strip()))
    if entry.get("margin"):
        rows.append(("margin", f"{entry['margin']:.0%} for published figures"))
    for key, label in (
        ("each", "decided once for each"),
        ("asked", "asked only of a"),
        ("combine", "answers combined"),
        ("default", "when no rule speaks"),
        ("covered", "law in the rulebook when"),
        ("due", "a rule must speak when"),
    ):
        if entry.get(key):
            rows.append((label, str(entry[key]).replace("_", " ") if key == "combine" else entry[key]))
    if entry.get("presume"):
        rows.append(("presumed", f"{entry['presume']}: {entry['because']}"))
    rows += [("follows", f"{f['value']} when {f['when']}: {f['why']}") for f in entry.get("follows", ())]
    if entry.get("aliases"):
        rows.append(("also", ", ".join(entry["aliases"])))
    if entry.get("source"):
        rows.append(("source", entry["source"]))
    return [*rows, ("stands in", entry["where"])]


def _name(entry: dict[str, Any]) -> str:
    return str(entry.get("fact") or entry["question"])


def _markdown(entry: dict[str, Any]) -> list[str]:
    what = "fact" if "fact" in entry else "question"
    lines = [f"## {_name(entry)} ({what})", "", entry["definition"], ""]
    lines += [f"- {label}: {text}" for label, text in _rows(entry)]
    for value, meaning in (entry["values"] or {}).items():
        lines.append(f"- `{value}`: {meaning}")
    return [*lines, ""]


def _whole(entry: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    from licet.cli.output import console

    screen = console(sys.stdout)
    screen.print(Text.assemble((_name(entry), "bold"), " · fact" if "fact" in entry else " · question"))
    screen.print(Text(entry["definition"]))
    screen.print()
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for label, text in _rows(entry):
        table.add_row(label, Text(text))
    for value, meaning in (entry["values"] or {}).items():
        table.add_row(Text(value, style="bold"), Text(meaning))
    screen.print(table)


def _list(found: list[dict[str, Any]]) -> None:
    from rich.table import Table
    from rich.text import Text

    from licet.cli.output import console

    screen = console(sys.stdout)
    section = None
    table: Table | None = None
    for entry in found:
        at = str(entry["path"]).rpartition(".")[0].replace("_", " ") if "fact" in entry else "?"
        if at != section:
            if table is not None:
                screen.print(table)
            title = "Questions that rules decide" if at == "?" else f"Facts of the {at or 'transfer'}"
            screen.print(Text(f"{'' if section is None else chr(10)}{title}", style="bold"))
            section, table = at, Table.grid(padding=(0, 2))
            table.add_column(no_wrap=True)
            table.add_column(style="dim", no_wrap=True)
            table.add_column(ratio=1)
        assert table is not None
        kind = str(entry.get("unit") or entry["type"]).replace("_", " ")
        table.add_row(Text(f"  {_name(entry)}"), kind, Text(entry.get("ask") or entry["definition"]))
    if table is not None:
        screen.print(table)
    screen.print(Text("\n'licet facts NAME' shows one of them whole.", style="dim"))
