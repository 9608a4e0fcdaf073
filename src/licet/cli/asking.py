"""``licet review --ask``: a dialogue that asks only for what can still decide, the most decisive first, and shows the answer as it forms.

Questions go to standard error, so that standard output holds the answer alone. The words of the questions are those of the vocabulary.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.cli.faults import tame
from licet.errors import Fault, InputError
from licet.language.nodes import Mapping, Node, Scalar, Where
from licet.reviewing import Review
from licet.transfers.laying_over import laid_over
from licet.transfers.transfer import as_yaml
from licet.transfers.written import node_of

if TYPE_CHECKING:
    from licet.cli.gathering import Gathered, Given
    from licet.determination import Missing
    from licet.rulebook.rulebook import Rulebook
    from licet.rulebook.vocabulary import Fact
    from licet.transfers.transfer import Transfer

# So many of what a fact decides are named.
_NAMED = 6
# Of more values than this a person types a word instead of reading all.
_FEW = 20
_FORMING = ("category", "posture")
_NOT_KNOWN = frozenset({"", "?", "unknown", "don't know", "dont know"})
_STOP = frozenset({"q", "quit", "stop"})
_NUMBER = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d{1,2})?")


def ask(rulebook: Rulebook, gathered: Gathered) -> Gathered:
    """Ask until everything is decided or the person stops; return the transfer with what was answered."""
    dialogue = _Dialogue(rulebook, gathered)
    return dataclasses.replace(gathered, given=(dialogue.run(),))


def ask_entries(rulebook: Rulebook, gathered: Gathered) -> Gathered:
    """Ask until every entry of the Annex is settled or the person stops; return the item with what was answered."""
    dialogue = _EntryDialogue(rulebook, gathered)
    return dataclasses.replace(gathered, given=(dialogue.run(),))


def keep(transfer: Transfer, save: str | None, form: str, to_screen: bool) -> None:
    """Write the transfer as YAML to a file, or offer it below a text for a person.

    Raises:
        InputError: for a file that cannot be written.
    """
    text = as_yaml(transfer.shown)
    if save:
        try:
            Path(save).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise InputError(
                faults=[Fault("--save", f"{save}: {error.strerror}", "a file that can be written")]
            ) from None
        click.echo(f"The transfer is in {click.format_filename(save)}.", err=True)
    elif form == "text" and to_screen:
        click.echo("\nThe transfer, to keep as a file (--save FILE writes it):\n")
        click.echo("\n".join(f"  {line}" for line in text.splitlines()))


class _Dialogue:
    def __init__(self, rulebook: Rulebook, gathered: Gathered) -> None:
        self.rulebook = rulebook
        self.stater = gathered.stater
        self.given = gathered.given[0]
        self.unknown: set[str] = set()
        # What is missing of a party is not asked here; the answer says it.
        self.asked = {fact.path for fact in self.rulebook.facts.values()}
        self.said: dict[str, str] = {}

    def run(self) -> Given:
        click.echo(
            "Numbers may have any unit. Empty or ? if you don't know; q to stop and see the answer so far.", err=True
        )
        while True:
            every = [missing for missing in self.progress() if missing.fact not in self.unknown]
            missing = [missing for missing in every if missing.fact in self.asked]
            if not missing:
                left = "Nothing else that you know could decide more." if self.unknown else "Everything is decided."
                left = "What is missing still is of the parties; the answer says what." if every else left
                click.echo(f"\n{left}\n", err=True)
                return self.given
            if not self.one(missing[0], len(missing)):
                click.echo(f"\nStopped; {len(missing)} facts could still decide something.\n", err=True)
                return self.given

    def progress(self) -> list[Missing]:
        """Show what has changed in the answer, and return what is missing."""
        review = Review(self.rulebook, self.given.transfer)
        for name in _FORMING:
            answer = review.answers.get(name)
            if answer is None:
                continue
            possible = answer.possible
            words = " or ".join(possible) if len(possible) < 5 else f"{len(possible)} answers possible"
            if self.said.get(name) != words:
                self.said[name] = words
                click.echo(f"  {name.replace('_', ' ')}: {words}", err=True)
        return review.missing

    def one(self, missing: Missing, count: int) -> bool:
        """Ask for one fact until the answer can be used; return whether to go on."""
        fact = next(fact for fact in self.rulebook.facts.values() if fact.path == missing.fact)
        named = [question.replace("_", " ") for question in missing.decides]
        more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        decides = ", ".join(named[:_NAMED]) + more
        click.echo(f"\n{missing.ask}", err=True)
        click.echo(f"  ({fact.path}; decides {decides}; {count} left)", err=True)
        choices = _choices(fact)
        while True:
            answer = _line(f"{_form(fact)}> ")
            word = answer.casefold()
            if word in _STOP:
                return False
            if word in _NOT_KNOWN:
                self.unknown.add(missing.fact)
                return True
            if choices and word.isdecimal() and 0 < int(word) <= len(choices):
                answer = choices[int(word) - 1]
            elif len(fact.values) > _FEW and answer not in fact.values:
                choices = _choices(fact, answer, self.rulebook)
                continue
            if self.taken(fact, answer):
                return True

    def taken(self, fact: Fact, answer: str) -> bool:
        """Take an answer into the transfer, or say what is wrong with it."""
        if fact.unit is not None and _NUMBER.fullmatch(answer):
            answer = f"{answer} {fact.unit.name}"
        faults: list[Fault] = []
        node = node_of(self.rulebook, fact, [answer], Where("your answer"), faults)
        if fact.margin and self.given.transfer.stated.get(fact.name) is not None:
            # What was published leaves a limit inside its margin, so the question was for the figure by its definition.
            node = _by_definition(node)
        try:
            if faults:
                raise InputError(faults=faults)
            laid = laid_over(self.rulebook, self.given.node, {fact.name: node})
            self.given = dataclasses.replace(self.given, node=laid, transfer=self.stater.read(laid))
        except InputError as error:
            for fault in error.faults:
                said = [tame(fault.found), fault.expected and f"expected {tame(fault.expected)}", tame(fault.mend)]
                click.echo("  " + "; ".join(filter(None, said)), err=True)
            return False
        value = self.given.transfer.stated.get(fact.name)
        if fact.type == "nation" and isinstance(value, str):
            click.echo(f"  {self.rulebook.nations.get(value, value)}", err=True)
        return True


class _EntryDialogue(_Dialogue):
    """The dialogue that settles the entries of an item instead of the answers of a review."""

    def progress(self) -> list[Missing]:
        """Show the entries met and open, and return what could settle those that are open, Category I first."""
        from licet.classification.classifying import Classifying

        found = Classifying(self.rulebook, self.given.transfer)
        met = [entry.code for entry in found.entries if entry.verdict == "met"]
        left = [entry.code for entry in found.entries if entry.verdict == "open"]
        words = f"met {', '.join(met) or 'none'}; open {', '.join(left) if len(left) < _FEW else len(left)}"
        if self.said.get("entries") != words:
            self.said["entries"] = words
            click.echo(f"  entries: {words}", err=True)
        return found.missing


def _choices(fact: Fact, word: str = "", rulebook: Rulebook | None = None) -> list[str]:
    """Show the values of a one-of fact, of many only those that a word is found in, and return them."""
    if len(fact.values) > _FEW and not word:
        click.echo(f"  one of {len(fact.values)}; type a word of it, such as a part of its name", err=True)
        return []
    wanted = word.casefold().split()
    found = [
        value
        for value, meaning in fact.values.items()
        if all(part in f"{value.replace('_', ' ')} {meaning}".casefold() for part in wanted)
    ]
    if word and rulebook is not None:
        # The trade calls things by other names, which the search knows.
        found += [value for value in _called(fact, word, rulebook) if value not in found]
    if word and not found:
        click.echo(f"  nothing with '{word}' in it; another word?", err=True)
    for number, value in enumerate(found, 1):
        click.echo(f"  {number:>2}  {value}: {fact.values[value]}", err=True)
    return found


def _called(fact: Fact, word: str, rulebook: Rulebook) -> list[str]:
    """Return the values of a fact that the entries proposed for a word ask for."""
    from licet.classification.search import search
    from licet.language.conditions import InValues, Is, atoms

    found: dict[str, None] = {}
    try:
        candidates = search(word, rulebook, 4)
    except InputError:
        return []
    for candidate in candidates:
        for rule in rulebook.rules.values():
            if candidate.code not in rule.then.get("entries", ()) or rule.condition is None:
                continue
            for atom in atoms(rule.condition):
                if isinstance(atom, Is | InValues) and atom.name.name == fact.name and not atom.negated:
                    found.update(dict.fromkeys((atom.value,) if isinstance(atom, Is) else atom.values))
    return list(found)


def _by_definition(node: Node) -> Node:
    entries = (("value", node), ("basis", Scalar("annex", node.where)))
    return Mapping(entries, node.where, (node.where, node.where))


def _form(fact: Fact) -> str:
    match fact.type:
        case "truth":
            return "yes, no"
        case "one_of":
            return f"1 to {len(fact.values)}" if len(fact.values) <= _FEW else "a word"
        case "quantity" | "money":
            return fact.unit.name if fact.unit else "number"
        case "date":
            return "YYYY-MM-DD"
    return fact.type


def _line(prompt: str) -> str:
    """Return one line of what the person types; the end of the input, and Ctrl-C, are read as the wish to stop.

    What was answered so far is then shown and saved, and not lost.
    """
    try:
        return str(click.prompt(prompt, default="", show_default=False, prompt_suffix="", err=True)).strip()
    except click.Abort:
        return "q"
