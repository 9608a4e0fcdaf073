"""Makes the pages and the schema that follow from the code and the law: run it by ``make docs``, check it by ``make docs-check``.

Only what can be derived stands here; ``docs/rulebook-format.md`` is written by hand.
"""

from __future__ import annotations

import argparse
import contextlib
import inspect
import json
import re
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from licet.cases.guards import markdown as guards_markdown
from licet.cases.moves import moves
from licet.cases.rights import rights
from licet.classification.verdicts import schema as classification_schema
from licet.cli.main import main as licet_command
from licet.comparing.answer import schema as comparison_schema
from licet.determination import schema
from licet.eligibility.answer import schema as eligibility_schema
from licet.language.conditions import write_condition
from licet.language.quantities import plain
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import PARTY, Fact, Question, Test
from licet.screening import alignment, evidence, likeness, matching, prepared, wording
from licet.screening.answer import schema as screening_schema
from licet.screening.known_lists import read_known_lists

ROOT = Path(__file__).resolve().parents[1]

PLACES = {
    "": ("the transfer", "Facts of the transfer", "Stated at the top of a transfer."),
    "item": ("the item", "Facts of the item", "Stated under `item:`."),
    "end_use": (
        "the end use",
        "Facts of the end use",
        "Stated under `end_use:`; a condition calls them `end_use.NAME`.",
    ),
    "party": (
        "each party",
        "Facts of a party",
        "Stated of each of the `parties:`, as in `--parties 'name=ACME, role=end_user, nation=IT'`; the rules of a question that is decided once for each party call them `party.NAME`.",
    ),
}
TYPES = {
    "truth": "yes, no or unknown",
    "one_of": "one of the values below",
    "quantity": "a number with its unit, or a pair of them for an interval",
    "number": "a number, or a pair of them for an interval",
    "money": "an amount of money with its unit",
    "nation": "a nation, by ISO code or by a name",
    "date": "a day, as YYYY-MM-DD",
    "codes": "codes of the Annex, one or a list",
    "text": "text",
    "points": "a list of points, each of payload and range",
    "parties": "a list of parties, each with its name and other [facts of a party](#facts-of-a-party)",
    "texts": "text, one or a list",
    "birth": "a day, a month or a year of birth, as an ISO date cut to what is known, or `17 Feb 1974`; a span as `1970/1975`",
    "identifiers": "numbers, one or a list, each as `KIND: NUMBER` or with kind, value and nation",
}
COMBINATIONS = {
    "single": "the rules that remain must agree",
    "strictest": "of the rules that remain, the strictest answer governs",
    "all": "the answers of all rules that remain are collected",
}

WARNINGS = {
    "before_the_rulebook": "no provision of the rulebook was in force on the date of the transfer",
    "claim_contradicted": "the exporter's claim and the facts disagree; the facts decide",
    "assumed_instead": "a fact is stated, and what was to be assumed stands in its place",
    "dates_unverified": "rules that would apply, were it verified that they were in force on that day",
    "as_if_law": "an answer rests on a proposal that was put in force on request, on its end of a rule that would apply, or on its change of a group",
    "claim_set_aside": "a classification rests on what the item is, and sets aside what the exporter claims",
    "estimate": "an answer rests on a figure that was only estimated from others",
    "system_not_stated": "range or payload are stated of a part, and not of what complete system they are",
    "no_entries": "no entry of the Annex was in force on that date",
    "document_contradicts": "a data sheet says something else than what was stated, which counts",
    "other_product": "figures of another product of the data sheet were left out",
    "claim_untested": "figures leave an entry open that the exporter does not claim; it stays open",
    "claim_on_trust": "the exporter's claim decides, since no figure tests it",
    "contradiction": "two facts that were stated do not go together; the message says which one counts",
    "membership_unknown": "whether a nation belonged to a group on that date is not known",
    "membership_unverified": "the dates of a membership that matters have not been checked",
    "much_open": "so little of a transfer is stated that its assumptions were not worked out for every nation",
    "day_to_come": "the transfer is judged by the law of a day after today, which is that known now",
    "no_export": "exporter and recipient are the same nation",
    "screening_claimed": "what is said to have been found of parties was not done or looked for here",
    "no_reference": "a code of another list was claimed that no entry of the Annex refers to",
    "not_covered": "the rulebook does not hold the law that would decide a question, so it stays open",
    "not_in_catalogue": "a named system is not in the catalogue, and no figure was taken from it",
    "partial": "rules that decided were read only in part, or through other texts",
    "recipient_left_aside": "a transfer asked for every nation states a recipient, which does not count",
    "stated_category": "somebody has stated a category of the named system; it decides nothing",
    "unknown_entry": "an entry was claimed that is not in the rulebook",
    "unverified": "an answer rests on a rule whose text has not been checked",
}


def main(arguments: list[str] | None = None) -> int:
    """Write the generated files, or with ``--check`` say which of them differ; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file differs")
    check = parser.parse_args(arguments).check
    stale = 0
    for path, make in FILES.items():
        made, file = make(), ROOT / path
        there = file.read_text(encoding="utf-8") if file.is_file() else ""
        if there == made or (check and settled(there) == settled(made)):
            continue
        stale += 1
        if check:
            print(f"{path}: differs from what the code and the law give; run 'make docs'", file=sys.stderr)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(made, encoding="utf-8")
            print(f"{path}: written")
    return 1 if check and stale else 0


# Words for Markdown


def _page(parts: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).strip() + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield ""
    yield "| " + " | ".join(header) + " |"
    yield "|" + " --- |" * len(header)
    for row in rows:
        yield "| " + " | ".join(map(_cell, row)) + " |"
    yield ""


def _generated(from_what: str) -> str:
    return f"*Generated from {from_what} by `make docs`; change it there.*"


# The vocabulary


def vocabulary() -> str:
    """Return the page on facts, questions, tests and units."""
    book = Rulebook.load()
    return _page(_vocabulary(book))


def _vocabulary(book: Rulebook) -> Iterator[str]:
    yield "# Vocabulary"
    yield ""
    yield _generated("`law/vocabulary/`")
    yield ""
    yield (
        "A *fact* is stated by whoever describes a transfer; a *question* is decided by the rules. "
        "`licet facts NAME` shows one of them at the terminal."
    )
    yield ""
    yield f"- [Questions](#questions) ({len(book.all_questions)})"
    for at, (_, title, _) in PLACES.items():
        number = sum(fact.at == at for fact in book.all_facts.values())
        yield f"- [{title}](#{title.lower().replace(' ', '-')}) ({number})"
    yield "- [Tests](#tests)"
    yield "- [Units](#units)"
    yield ""
    yield "## Questions"
    yield ""
    yield (
        "In the order in which they are decided. Where the strictest answer governs, the answers are listed strictest first. "
        "A question that is not reported is a step on the way to others."
    )
    for name in book.question_order:
        yield from _question(book.questions[name])
    for name, question in book.all_questions.items():
        if name not in book.questions:
            yield from _question(question)
    for at, (_, title, where) in PLACES.items():
        yield ""
        yield f"## {title}"
        yield ""
        yield where
        for fact in book.all_facts.values():
            if fact.at == at:
                yield from _fact(fact)
    yield ""
    yield "## Tests"
    yield ""
    yield "Named tests that a condition can use beside comparisons."
    for test in book.tests.values():
        yield from _test(test)
    yield "## Units"
    yield ""
    yield (
        "Every unit is an exact multiple of the first of its dimension in `law/vocabulary/units.csv`. "
        "A quantity of another dimension than its fact is refused."
    )
    dimensions = dict.fromkeys(book.units.by_name[name].dimension for name in book.units.names)
    yield from _table(
        ("Dimension", "Units"),
        ((dimension, ", ".join(f"`{u}`" for u in book.units.of_dimension(dimension))) for dimension in dimensions),
    )


def _question(question: Question) -> Iterator[str]:
    yield ""
    yield f"### {question.name}"
    yield ""
    yield question.definition
    yield ""
    yield f"- Answers: {'codes' if question.type == 'codes' else TYPES.get(question.type, question.type)}; {COMBINATIONS[question.combine]}"
    if question.default:
        yield f"- Where no rule speaks: `{question.default}`"
    if question.covered is not None:
        yield f"- Left open unless `{write_condition(question.covered)}`, since the rulebook holds no other law on it"
    if question.due is not None:
        yield f"- Some rule must speak where `{write_condition(question.due)}`"
    if question.claims:
        yield f"- An exporter's claim, the fact `{question.claims}`, decides where no figure does"
    if question.each:
        yield f"- Decided once for each {question.each}; reported with the parties"
    elif question.asked:
        yield "- Asked only by an authority, of an application that lies before it; no review asks it"
    elif not question.shown:
        yield "- Not reported"
    if question.values:
        yield from _table(("Answer", "Meaning"), ((f"`{v}`", meaning) for v, meaning in question.values.items()))


def _fact(fact: Fact) -> Iterator[str]:
    yield ""
    yield f"### {fact.name}"
    yield ""
    yield fact.definition
    yield ""
    yield f"- Asked as: {fact.ask}"
    yield f"- Value: {TYPES[fact.type]}" + (f"; compared in {fact.unit.name}" if fact.unit else "")
    if fact.bounds and fact.unit:
        low, high = (plain(bound) for bound in fact.bounds)
        yield f"- Bounds: {low} to {high} {fact.unit.name}"
    if fact.margin:
        yield f"- Margin: a published figure may understate by {plain(fact.margin * 100)} %"
    if fact.found:
        yield f"- Found from {', '.join(f'`{name}`' for name in fact.found)}; nobody states it"
    elif fact.at != PARTY:
        yield f"- Option: `--{fact.option}`" + (
            f"; also written {', '.join(f'`{alias}`' for alias in fact.aliases)}" if fact.aliases else ""
        )
    for implied in fact.implied:
        yield f"- Follows as `{implied.value}` when `{write_condition(implied.when)}`: {implied.why}"
    for other, value in fact.implies.items():
        yield f"- Stating it implies `{other}: {value}`"
    if fact.unlisted:
        follows = "".join(f", and implies `{other}: {value}`" for other, value in fact.unlisted_implies.items())
        yield f"- `{fact.unlisted}` claims that the item is unlisted{follows}"
    if fact.presume:
        yield f"- Presumed `{fact.presume}` where nobody has stated it: {fact.because}"
    yield f"- Source: {fact.source}"
    if fact.values:
        yield from _table(("Value", "Meaning"), ((f"`{v}`", meaning) for v, meaning in fact.values.items()))


def _test(test: Test) -> Iterator[str]:
    yield ""
    yield f"### {test.name}({', '.join(test.arguments)})"
    yield ""
    yield test.definition
    yield ""


# The commands


def commands() -> str:
    """Return the page on the commands."""
    facts = {fact.option for fact in Rulebook.load().facts.values()}
    return _page(_commands(facts))


def _commands(facts: set[str]) -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield _generated("the help of the commands")
    yield ""
    yield (
        "Every command ends with exit status 0 when it could answer, open answers included, and with 2 when its input cannot be used; then each "
        "fault stands on a line of its own on standard error. Every fact of the [vocabulary](vocabulary.md) is an option of `licet review`, "
        "`licet eligible`, `licet timeline` and the pictures of a transfer as well; those options are not repeated here."
    )
    for command, context in walk(licet_command, click.Context(licet_command, info_name="licet", max_content_width=100)):
        depth = "##" if context.parent is None or context.parent.parent is None else "###"
        yield ""
        yield f"{depth} `{context.command_path}`"
        yield ""
        yield "```"
        yield _usage(command, context)
        yield "```"
        yield ""
        yield from _prose(command.help or "")
        yield from _table(
            ("Option", "Meaning"),
            ((f"`{names}`", meaning) for names, meaning in options(command, context, facts)),
        )


def walk(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """Yield a command and those below it, each with its context."""
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                yield from walk(inner, click.Context(inner, parent=context, info_name=name, max_content_width=100))


def options(command: click.Command, context: click.Context, facts: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the options of a command with their help; those that state facts, where a command takes them, are left out."""
    given = [parameter for parameter in command.get_params(context) if isinstance(parameter, click.Option)]
    stating = [option for option in given if facts & {name.removeprefix("--") for name in option.opts}]
    for option in given:
        record = option.get_help_record(context)
        if record is not None and (option not in stating or 2 * len(stating) < len(facts)):
            yield record


def _usage(command: click.Command, context: click.Context) -> str:
    return " ".join(command.get_usage(context).removeprefix("Usage: ").split())


def _prose(text: str) -> Iterator[str]:
    """Yield help as Markdown: paragraphs as they are, what click keeps together as a block."""
    for paragraph in inspect.cleandoc(text).split("\f")[0].split("\n\n"):
        if paragraph.startswith("\b"):
            yield "```"
            yield inspect.cleandoc(paragraph.removeprefix("\b\n"))
            yield "```"
        else:
            yield " ".join(paragraph.split())
        yield ""


# The determination


def determination() -> str:
    """Return the page on the JSON of a determination."""
    return _page(_determination(schema(), Rulebook.load()))


def _determination(described: dict[str, Any], book: Rulebook) -> Iterator[str]:
    yield "# The determination"
    yield ""
    yield _generated("`schema/determination.schema.json`")
    yield ""
    yield (
        "What `licet review --format json` prints and what `licet.review(…)` gives back: one object for one transfer, an array of them for a list, "
        "one object a line with `--format jsonl`. The same input under a rulebook of the same digest gives the same bytes. "
        "New fields may come; none is renamed."
    )
    yield ""
    shown = ", ".join(f"[`{name}`](vocabulary.md#{name})" for name in book.question_order if book.questions[name].shown)
    yield f"The questions under `answers` are {shown}."
    yield ""
    yield (
        "`transfer` holds the facts of the [vocabulary](vocabulary.md) that were stated, those of the item under `item` and those of the end use under "
        "`end_use`, each value in its normal form. Stated again, it gives the same answer on the same law."
    )
    for name, definition in described["$defs"].items():
        yield ""
        yield f"## {name.rstrip('_')}"
        yield ""
        yield from definition["description"].replace("``", "`").splitlines()
        required = definition.get("required", [])
        yield from _table(
            ("Field", "Type", "Meaning"),
            (
                (
                    f"`{field}`",
                    _type(value) + ("" if field in required else ", may be absent"),
                    value.get("description", "").replace("``", "`").rstrip("."),
                )
                for field, value in definition["properties"].items()
            ),
        )
    yield "## Codes of warnings"
    yield from _table(("Code", "Meaning"), ((f"`{code}`", meaning) for code, meaning in WARNINGS.items()))


def _type(value: dict[str, Any]) -> str:
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2].rstrip("_")
        return f"[{name}](#{name.lower()})"
    if "anyOf" in value:
        return " or ".join(map(_type, value["anyOf"]))
    match value.get("type"):
        case "array":
            return f"list of {_type(value['items'])}"
        case "object":
            inner = value.get("additionalProperties")
            return f"object, each value {_type(inner)}" if isinstance(inner, dict) and inner else "object"
        case None:
            return "any"
        case named:
            return str(named)


def schema_text() -> str:
    """Return the JSON schema of a determination."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


# Pages with printed answers

_PRINTED = re.compile(r"(<!-- printed: licet ([^\n]+) -->\n).*?(<!-- /printed -->)", re.DOTALL)
_SECTION = re.compile(r"^(?=(?:[A-Z][A-Z ]+ )?─{10})", re.MULTILINE)
_LEFT_OUT = ("WHAT TO DO", "STATED", "WARNINGS")
# On the page on screening a review shows its parties and what to do about them.
_BESIDE_PARTIES = ("WHY ─", "WHAT IS MISSING", "TURNING POINTS", "ASSUMED", "STATED", "WARNINGS")


def readme() -> str:
    """Return the README with the answer that it prints as it is printed now."""
    return reprinted("README.md")


def eligible() -> str:
    """Return the page on who is eligible, and on what has not followed the policy, with their answers as they are printed now."""
    return reprinted("docs/eligible.md")


def comparisons() -> str:
    """Return the page on what changes, with three comparisons as they are printed now."""
    return reprinted("docs/compare.md")


def screening() -> str:
    """Return the page on screening: its commands are run in their order on lists of their own, its tables made from the code and the law."""
    with tempfile.TemporaryDirectory() as folder:
        page = reprinted("docs/screening.md", _BESIDE_PARTIES, {"LICET_LISTS": str(Path(folder) / "lists.sqlite")})
    return _MADE.sub(lambda found: f"{found[1]}{_page(TABLES[found[2]]())}{found[3]}", page)


def cases() -> str:
    """Return the page on cases: its drawing and its tables are made from the tables of moves and rights."""
    page = (ROOT / "docs/cases.md").read_text(encoding="utf-8")
    return _MADE.sub(lambda found: f"{found[1]}{_page(TABLES[found[2]]())}{found[3]}", page)


def deployment() -> str:
    """Return the page on deployment: the rights of the site are those that ``licet cases roles`` prints."""
    page = (ROOT / "docs/deployment.md").read_text(encoding="utf-8")
    return _MADE.sub(lambda found: f"{found[1]}{_page(TABLES[found[2]]())}{found[3]}", page)


def _roles() -> Iterator[str]:
    yield "```sql"
    yield (ROOT / "src/licet/cases/roles.sql").read_text(encoding="utf-8").rstrip()
    yield "```"


def reprinted(path: str, left_out: tuple[str, ...] = _LEFT_OUT, environment: Mapping[str, str] | None = None) -> str:
    """Return a page with each answer that it prints as it is printed now."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return _PRINTED.sub(lambda found: f"{found[1]}{printed(found[2], left_out, environment)}{found[3]}", text)


def printed(arguments: str, left_out: tuple[str, ...] = _LEFT_OUT, environment: Mapping[str, str] | None = None) -> str:
    """Return what a command prints, as a block, without the sections that are left out."""
    with contextlib.chdir(ROOT):
        runner = CliRunner(env={"COLUMNS": "100", **(environment or {})})
        result = runner.invoke(licet_command, shlex.split(arguments), catch_exceptions=False)
    if result.exit_code:
        raise SystemExit(f"licet {arguments}: {result.output}")
    kept: list[str] = []
    for section in _SECTION.split(result.stdout):
        if not section.startswith(left_out):
            kept.append(section)
        elif kept[-1] != "[…]\n\n":
            kept.append("[…]\n\n")
    return f"```console\n$ licet {arguments}\n{''.join(kept).rstrip()}\n```\n"


# The tables of the page on screening

_MADE = re.compile(r"(<!-- made: ([^\n]+) -->\n).*?(<!-- /made -->)", re.DOTALL)


def _required_lists() -> Iterator[str]:
    book = Rulebook.load()
    yield from _table(
        ("Code", "List", "Exporter", "Why"),
        (
            (f"`{known.code}`", known.title, book.nations[known.exporter], known.required_by)
            for known in read_known_lists(book.folder).required
        ),
    )


def _what_counts() -> Iterator[str]:
    yield from _table(("What", "Counts"), ((what, counts) for what, counts in _counting()))


def _counting() -> Iterator[tuple[str, str]]:
    words = ", ".join(f"{role} {_figure(worth)}" for role, worth in prepared.WEIGHTS.items())
    short = ", ".join(f"{_figure(share)} of {length}" for length, share in prepared._SHORT.items())
    yield "A word is worth", words
    yield "A short word that names, by its letters", short
    agree = {
        "the same": likeness.SAME,
        "spellings of one name": likeness.SPELLING,
        "spelt as it sounds": likeness.SOUND,
        "the same consonants where a script writes no vowels": likeness.CONSONANTS,
        "forms of one name in several languages": likeness.COGNATE,
        "an initial": likeness.FIRST_LETTER,
    }
    yield "Two words agree", ", ".join(f"{how} {_figure(worth)}" for how, worth in agree.items())
    yield "Letters differ", f"the share of letters that agree; below {_figure(likeness.LEAST)} they are different words"
    yield "Different words against each other", f"their worth, times {_figure(alignment._AGAINST)}, counts against"
    alone = alignment._ALONE
    yield (
        "A word on one side only",
        ", ".join(f"{role} {_figure(share)}" for role, share in alone.items()) + " of its worth counts against",
    )
    yield "A name on one side only, of a person", f"{_figure(alignment._ALONE_IN_A_PERSON[wording.NAME])} of its worth"
    yield "Father and son have changed places", f"times {_figure(alignment._OTHER_GENERATION)}"
    yield "A name that the initials of the other spell", _figure(matching._SPELT_BY_INITIALS)
    yield "The same number", f"at least {_figure(evidence._IDENTIFIED)}"
    yield "Another number of the same kind", _change(evidence._OTHER_NUMBER)
    yield "The same nation; another one", f"{_change(evidence._SAME_NATION)}; {_change(evidence._OTHER_NATION)}"
    yield (
        "Born on the same day; in the same year; a year apart; farther apart",
        "; ".join(
            _change(change)
            for change in (evidence._SAME_DAY, evidence._SAME_YEAR, evidence._NEAR_YEAR, evidence._OTHER_YEAR)
        ),
    )
    yield "A person here, a company there", _change(evidence._OTHER_KIND)
    yield "A weak name, or one of common words only", f"at most {_figure(evidence._MOST_IF_WEAK)}"
    yield "`possible`; `match`", f"from {_figure(evidence.POSSIBLE)}; from {_figure(evidence.MATCH)}"


def _figure(value: float) -> str:
    return f"{value:.2f}"


def _change(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−") if value else "no change"


# The drawing and the tables of the page on cases


def _drawn_moves() -> Iterator[str]:
    yield f"```mermaid\n{moves().mermaid().rstrip()}\n```"


def _moves() -> Iterator[str]:
    yield from ("", moves().markdown(), "")


def _guards() -> Iterator[str]:
    yield from ("", guards_markdown(), "")


def _rights() -> Iterator[str]:
    yield from ("", rights().markdown(), "")


TABLES: dict[str, Callable[[], Iterator[str]]] = {
    "roles": _roles,
    "drawing of the moves": _drawn_moves,
    "moves": _moves,
    "guards": _guards,
    "rights": _rights,
    "lists that the law asks for": _required_lists,
    "what counts": _what_counts,
}


def settled(text: str) -> str:
    """Return a text with the digest of the law masked: a change of law alone makes no page stale."""
    return re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", text)


def classification_schema_text() -> str:
    """Return the JSON schema of a classification."""
    return json.dumps(classification_schema(), indent=2, ensure_ascii=False) + "\n"


def eligibility_schema_text() -> str:
    """Return the JSON schema of a table of nations."""
    return json.dumps(eligibility_schema(), indent=2, ensure_ascii=False) + "\n"


def comparison_schema_text() -> str:
    """Return the JSON schema of a comparison of two sides of the law."""
    return json.dumps(comparison_schema(), indent=2, ensure_ascii=False) + "\n"


def screening_schema_text() -> str:
    """Return the JSON schema of a screening."""
    return json.dumps(screening_schema(), indent=2, ensure_ascii=False) + "\n"


FILES: dict[str, Callable[[], str]] = {
    "docs/vocabulary.md": vocabulary,
    "docs/determination.md": determination,
    "schema/determination.schema.json": schema_text,
    "schema/classification.schema.json": classification_schema_text,
    "schema/eligibility.schema.json": eligibility_schema_text,
    "schema/comparison.schema.json": comparison_schema_text,
    "schema/screening.schema.json": screening_schema_text,
    "docs/commands.md": commands,
    "docs/eligible.md": eligible,
    "docs/compare.md": comparisons,
    "docs/screening.md": screening,
    "docs/cases.md": cases,
    "docs/deployment.md": deployment,
    "README.md": readme,
}

if __name__ == "__main__":
    sys.exit(main())
