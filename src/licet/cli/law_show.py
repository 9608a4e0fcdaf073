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
    bearing, whole = _Bearing(rulebook), _is_instrument(found)
    if format_ == "json":
        print_json(_plain_instrument(rulebook, found, bearing) if whole else _plain_rule(rulebook, found, bearing))
        return
    text = _markdown(rulebook, instrument, rules, bearing, whole)
    if format_ == "markdown" or not sys.stdout.isatty():
        click.echo(text.rstrip("\n"))
    else:
        from rich.markdown import Markdown

        from licet.cli.output import console

        console(sys.stdout).print(Markdown(text))


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


class _Bearing:
    """What displaces, ends and replaces what, in the law and in each proposal as if it alone were in force."""

    def __init__(self, rulebook: Rulebook) -> None:
        from licet.rulebook.reforming import Reform, in_force

        self.proposals = [i for i in rulebook.instruments.values() if i.proposal]
        self.written = {rule.name: rule for i in rulebook.instruments.values() for rule in i.rules}
        self.with_proposal = {
            i.id: in_force(rulebook.instruments, rulebook.groups, [Reform(i.short, i.id)]).rules for i in self.proposals
        }

    def whole(self, rule: Rule) -> Rule:
        """Return a rule with all that it displaces, be it that what it replaces displaces it."""
        return self.with_proposal.get(rule.instrument, self.written)[rule.name]

    def defeated_by(self, rule: Rule) -> list[str]:
        """Return the rules that displace a rule, those of proposals among them."""
        if rule.instrument in self.with_proposal:
            others = list(self.with_proposal[rule.instrument].values())
        else:
            others = [self.whole(other) for other in self.written.values()]
        return [other.name for other in others if rule.name in other.except_to]

    def replaced_by(self, rule: Rule) -> list[str]:
        """Return the rules of proposals that take the place of a rule."""
        return [other.name for i in self.proposals for other in i.rules if rule.name in other.replaces]

    def ended_by(self, *names: str) -> list[str]:
        """Return the proposals that end what is named."""
        return [i.id for i in self.proposals if any(name in i.ends for name in names)]


def _plain_rule(rulebook: Rulebook, rule: Rule, bearing: _Bearing) -> dict[str, Any]:
    from licet.language.conditions import write_condition
    from licet.reports.sentences import sentence

    rule = bearing.whole(rule)
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
        "defeated_by": bearing.defeated_by(rule),
        "replaces": list(rule.replaces),
        "replaced_by": bearing.replaced_by(rule),
        "ended_by": bearing.ended_by(rule.name, rule.instrument),
        "note": rule.note,
        "where": str(rule.where),
    }


def _plain_instrument(rulebook: Rulebook, instrument: Instrument, bearing: _Bearing) -> dict[str, Any]:
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
        "ends": list(instrument.ends),
        "groups": {
            name: {"join": list(change.join), "leave": list(change.leave)} for name, change in instrument.groups.items()
        },
        "ended_by": bearing.ended_by(instrument.id),
        "file": instrument.file,
        "parts": parts,
        "rules": [_plain_rule(rulebook, rule, bearing) for rule in instrument.rules],
    }


def _in_force(rulebook: Rulebook, rule: Rule) -> str:
    from licet.reviewing import in_force

    return "where it is named" if rulebook.instruments[rule.instrument].proposal else in_force(rule)


def _markdown(rulebook: Rulebook, instrument: Instrument, rules: list[Rule], bearing: _Bearing, whole: bool) -> str:
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


def _amendments(rulebook: Rulebook, instrument: Instrument, bearing: _Bearing) -> list[str]:
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


def _rule_lines(rulebook: Rulebook, rule: Rule, bearing: _Bearing) -> list[str]:
    from licet.language.conditions import write_condition
    from licet.reports.sentences import sentence

    rule = bearing.whole(rule)
    decided = "; ".join(f"{question} ({', '.join(answers)})" for question, answers in rule.then.items())
    lines = [f"### {rule.name}", "", rule.says, "", f"> {sentence(rule, rulebook)}", ""]
    lines.append(f"- cite: {rule.cite} ({rule.standing})")
    lines.append(f"- in force: {_in_force(rulebook, rule)}")
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
