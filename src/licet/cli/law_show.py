"""``licet law show``: an instrument or one rule, as written and as a sentence, with what it defeats and what defeats it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from licet.cli.law_list import dates_of
from licet.cli.options import format_option, items, law_option, rulebook_for_completion
from licet.errors import Fault, InputError, near

if TYPE_CHECKING:
    from licet.rulebook.instruments import Instrument, Rule
    from licet.rulebook.rulebook import Rulebook


def _names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    book = rulebook_for_completion(ctx)
    if book is None:
        return []
    words = [(instrument.id, instrument.title) for instrument in book.instruments.values()]
    if "/" in incomplete:
        words = [(rule.name, rule.says) for i in book.instruments.values() for rule in i.rules]
    return items(words, incomplete)


@click.command("show")
@click.argument("name", metavar="INSTRUMENT|RULE", shell_complete=_names)
@format_option("text", "json", "markdown")
@law_option
def command(name: str, format_: str | None, law: str | None) -> None:
    """Show an instrument, its prose and its rules in their order, or one rule.

    Each rule is shown as a sentence, with its condition as written, its citation, how well it was checked, when it is in force, what it
    defeats and what defeats it. The last part of a name will do where it is the only one.

    \b
    Examples:
      licet law show us.uas-2020
      licet law show us.uas-2020/slow-uas
      licet law show slow-uas --format json
    """  # noqa: D301
    from licet.cli.loading import load
    from licet.cli.output import print_json

    rulebook = load(law)
    found = _find(rulebook, name)
    rules = list(found.rules) if _is_instrument(found) else [found]
    instrument = found if _is_instrument(found) else rulebook.instruments[found.instrument]
    if format_ == "json":
        print_json(_plain_instrument(rulebook, found) if _is_instrument(found) else _plain_rule(rulebook, found))
    elif format_ == "markdown" or not sys.stdout.isatty():
        click.echo(_markdown(rulebook, instrument, rules, whole=_is_instrument(found)).rstrip("\n"))
    else:
        from rich.markdown import Markdown

        from licet.cli.output import console

        console(sys.stdout).print(Markdown(_markdown(rulebook, instrument, rules, whole=_is_instrument(found))))


def _is_instrument(found: Any) -> bool:
    return hasattr(found, "parts")


def _find(rulebook: Rulebook, name: str) -> Any:
    """Return the instrument or rule of a name, or of the last part of one.

    Raises:
        InputError: for a name that none or several bear.
    """
    instruments = rulebook.instruments
    rules = {rule.name: rule for instrument in instruments.values() for rule in instrument.rules}
    exact: Instrument | Rule | None = instruments.get(name) or rules.get(name)
    if exact is not None:
        return exact
    wanted = name.casefold()
    fits: list[Instrument | Rule] = [i for i in instruments.values() if i.id.casefold().endswith(f".{wanted}")]
    fits += [
        rule for rule in rules.values() if rule.id.casefold() == wanted or rule.name.casefold().endswith(f".{wanted}")
    ]
    if len(fits) == 1:
        return fits[0]
    names = [item.id if _is_instrument(item) else item.name for item in fits]  # type: ignore[union-attr]
    if names:
        fault = Fault("licet law show", f"'{name}', which {len(names)} bear", "one of " + ", ".join(sorted(names)[:12]))
    else:
        known = [
            *instruments,
            *rules,
            *(i.id.rpartition(".")[2] for i in instruments.values()),
            *(r.id for r in rules.values()),
        ]
        fault = Fault(
            "licet law show", f"'{name}'", "an instrument or a rule ('licet law list' lists them)", near(name, known)
        )
    raise InputError(faults=[fault])


def _defeated_by(rulebook: Rulebook, rule: Rule) -> list[str]:
    return [r.name for i in rulebook.instruments.values() for r in i.rules if rule.name in r.except_to]


def _plain_rule(rulebook: Rulebook, rule: Rule) -> dict[str, Any]:
    from licet.language.conditions import write_condition
    from licet.reports.sentences import sentence

    return {
        "rule": rule.name,
        "says": rule.says,
        "sentence": sentence(rule, rulebook),
        "cite": rule.cite,
        "source": rule.source,
        "standing": rule.standing,
        "in_force": _in_force(rulebook, rule),
        "then": {question: list(answers) for question, answers in rule.then.items()},
        "when": write_condition(rule.condition) if rule.condition is not None else None,
        "defeats": list(rule.except_to),
        "defeated_by": _defeated_by(rulebook, rule),
        "note": rule.note,
        "where": str(rule.where),
    }


def _plain_instrument(rulebook: Rulebook, instrument: Instrument) -> dict[str, Any]:
    parts = [{"rule": part} if isinstance(part, str) else {"prose": part.text} for part in instrument.parts]
    return {
        "instrument": instrument.id,
        "title": instrument.title,
        "issuer": instrument.issuer,
        "kind": instrument.kind,
        "in_force": dates_of(instrument),
        "standing": instrument.standing,
        "source": instrument.source,
        "note": instrument.note,
        "introduced": instrument.introduced,
        "status": instrument.status,
        "file": instrument.file,
        "parts": parts,
        "rules": [_plain_rule(rulebook, rule) for rule in instrument.rules],
    }


def _in_force(rulebook: Rulebook, rule: Rule) -> str:
    from licet.reviewing import in_force

    return "where it is named" if rulebook.instruments[rule.instrument].proposal else in_force(rule)


def _markdown(rulebook: Rulebook, instrument: Instrument, rules: list[Rule], whole: bool) -> str:
    """Return the instrument with all its parts, or one rule with a word on its instrument."""
    lines = [f"# {instrument.title}", ""]
    lines.append(
        f"`{instrument.id}` · {instrument.issuer} · {instrument.kind} · in force {dates_of(instrument)} · {instrument.standing}"
    )
    lines += ["", f"Source: {instrument.source}"]
    for label, text in (
        ("Introduced", instrument.introduced),
        ("Status", instrument.status),
        ("Note", instrument.note),
    ):
        if text:
            lines += ["", f"{label}: {text}"]
    by_name = {rule.name: rule for rule in rules}
    for part in instrument.parts:
        if isinstance(part, str):
            if part in by_name:
                lines += ["", *_rule_lines(rulebook, by_name[part])]
        elif whole:
            lines += ["", part.text]
    text = "\n".join(lines) + "\n"
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")


def _rule_lines(rulebook: Rulebook, rule: Rule) -> list[str]:
    from licet.language.conditions import write_condition
    from licet.reports.sentences import sentence

    decided = "; ".join(f"{question} ({', '.join(answers)})" for question, answers in rule.then.items())
    lines = [f"### {rule.name}", "", rule.says, "", f"> {sentence(rule, rulebook)}", ""]
    lines.append(f"- cite: {rule.cite} ({rule.standing})")
    lines.append(f"- in force: {_in_force(rulebook, rule)}")
    lines.append(f"- decides: {decided}")
    lines.append(f"- when: `{write_condition(rule.condition)}`" if rule.condition is not None else "- when: always")
    if rule.except_to:
        lines.append("- defeats: " + ", ".join(rule.except_to))
    defeaters = _defeated_by(rulebook, rule)
    if defeaters:
        lines.append("- defeated by: " + ", ".join(defeaters))
    if rule.note:
        lines.append(f"- note: {rule.note}")
    lines.append(f"- stands in: {rule.where}")
    return lines
