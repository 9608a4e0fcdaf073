"""``licet law show``: an instrument or one rule, as written and as a sentence, with what it defeats and what defeats it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from licet.cli.options import format_option, items, law_option, rulebook_for_completion

if TYPE_CHECKING:
    from licet.reports.law import Bearing
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
    from licet.reports.law import Bearing, find, plain_instrument, plain_rule
    from licet.rulebook.instruments import Instrument

    rulebook = load(law)
    found, bearing = find(rulebook, name, "licet law show"), Bearing(rulebook)
    whole = isinstance(found, Instrument)
    instrument = found if isinstance(found, Instrument) else rulebook.instruments[found.instrument]
    rules = list(found.rules) if isinstance(found, Instrument) else [found]
    if format_ == "json":
        if isinstance(found, Instrument):
            print_json(plain_instrument(rulebook, found, bearing))
        else:
            print_json(plain_rule(rulebook, found, bearing))
        return
    text = _markdown(rulebook, instrument, rules, bearing, whole)
    if format_ == "markdown" or not sys.stdout.isatty():
        click.echo(text.rstrip("\n"))
    else:
        from rich.markdown import Markdown

        from licet.cli.output import console

        console(sys.stdout).print(Markdown(text))


def _markdown(rulebook: Rulebook, instrument: Instrument, rules: list[Rule], bearing: Bearing, whole: bool) -> str:
    """Return the instrument with all its parts, or one rule with a word on its instrument."""
    from licet.reports.law import dates_of

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
    lines += _amendments(rulebook, instrument, bearing)
    by_name = {rule.name: rule for rule in rules}
    for part in instrument.parts:
        if isinstance(part, str):
            if part in by_name:
                lines += ["", *_rule_lines(rulebook, by_name[part], bearing)]
        elif whole:
            lines += ["", part.text]
    text = "\n".join(lines) + "\n"
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")


def _amendments(rulebook: Rulebook, instrument: Instrument, bearing: Bearing) -> list[str]:
    """Return what a proposal ends and whom it puts into groups or takes out of them, and which proposals would end an instrument."""
    lines = [] if not instrument.ends else ["", "Ends: " + ", ".join(instrument.ends)]
    for name, change in instrument.groups.items():
        title = rulebook.groups[name].title
        for nations, verb in ((change.join, "join"), (change.leave, "leave")):
            if nations:
                told = ", ".join(rulebook.nations.get(nation, nation) for nation in nations)
                lines += ["", f"{told} {verb}{'s' if len(nations) == 1 else ''} {title} ({name})"]
    ending = bearing.ended_by(instrument.id)
    return [*lines, "", "Would be ended by: " + ", ".join(ending)] if ending else lines


def _rule_lines(rulebook: Rulebook, rule: Rule, bearing: Bearing) -> list[str]:
    from licet.language.conditions import write_condition
    from licet.reports.law import rule_in_force
    from licet.reports.sentences import sentence

    rule = bearing.whole(rule)
    decided = "; ".join(f"{question} ({', '.join(answers)})" for question, answers in rule.then.items())
    lines = [f"### {rule.name}", "", rule.says, "", f"> {sentence(rule, rulebook)}", ""]
    lines.append(f"- cite: {rule.cite} ({rule.standing})")
    lines.append(f"- in force: {rule_in_force(rulebook, rule)}")
    lines.append(f"- decides: {decided}")
    lines.append(f"- when: `{write_condition(rule.condition)}`" if rule.condition is not None else "- when: always")
    for label, names in (
        ("replaces", rule.replaces),
        ("defeats", rule.except_to),
        ("defeated by", bearing.defeated_by(rule)),
        ("would be replaced by", bearing.replaced_by(rule)),
        ("would be ended by", bearing.ended_by(rule.name, rule.instrument)),
    ):
        if names:
            lines.append(f"- {label}: " + ", ".join(names))
    if rule.note:
        lines.append(f"- note: {rule.note}")
    lines.append(f"- stands in: {rule.where}")
    return lines
