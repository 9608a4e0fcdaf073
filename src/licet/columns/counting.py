"""What is counted while a table is answered: rows in, out and rejected, answers, open questions, and the rules that decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from licet.columns.answers import JOIN, Answered
from licet.columns.noticing import Noticed
from licet.rulebook.rulebook import Rulebook


@dataclass
class Counts:
    """The counts of a run.

    Attributes:
        rows_in: rows of the input.
        rows_out: rows with an answer, open or not.
        rejected: rows that cannot be used; ``rows_in`` is always ``rows_out`` and ``rejected`` together.
        faults: lines of the rejects, of which a row may have several.
        open: question → rows on which it is open.
        answers: question with one answer → answer → rows.
        rules: question → the rules that decided it together → rows.
        noticed: what was noticed of rows beside their answers.
    """

    rows_in: int = 0
    rows_out: int = 0
    rejected: int = 0
    faults: int = 0
    open: dict[str, int] = field(default_factory=dict)
    answers: dict[str, dict[str, int]] = field(default_factory=dict)
    rules: dict[str, dict[str, int]] = field(default_factory=dict)
    noticed: Noticed = field(default_factory=Noticed)

    def add(self, more: Mapping[str, Any]) -> None:
        """Add what was counted of a part, in the form of :func:`counted`."""
        for name in ("rows_in", "rows_out", "rejected", "faults"):
            setattr(self, name, getattr(self, name) + more[name])
        self.noticed.add(more.get("noticed", {}))
        for question, number in more["open"].items():
            self.open[question] = self.open.get(question, 0) + number
        for kind, mine in (("answers", self.answers), ("rules", self.rules)):
            for question, found in more[kind].items():
                known = mine.setdefault(question, {})
                for text, number in found.items():
                    known[text] = known.get(text, 0) + number

    def by_rule(self, question: str) -> dict[str, int]:
        """Return the rules that decided a question, each with its rows, the most frequent first."""
        found: dict[str, int] = {}
        for rules, number in self.rules.get(question, {}).items():
            for rule in rules.split(JOIN):
                found[rule] = found.get(rule, 0) + number
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def counted(rulebook: Rulebook, questions: Sequence[str], answered: Answered, rows_in: int) -> dict[str, Any]:
    """Count one part of a run, in a form that JSON can keep."""
    results, rejects = answered.results, answered.rejects
    found: dict[str, Any] = {
        "rows_in": rows_in,
        "rows_out": results.height,
        "rejected": rejects.get_column("row").n_unique() if rejects.height else 0,
        "faults": rejects.height,
        "open": {},
        "answers": {},
        "rules": {},
    }
    for question in questions:
        found["open"][question] = results.get_column(question).null_count()
        if rulebook.questions[question].type != "codes":
            found["answers"][question] = _values(results.get_column(question))
        found["rules"][question] = _values(results.get_column(f"{question}_by"))
    return found


def _values(series: pl.Series) -> dict[str, int]:
    table = series.drop_nulls().value_counts(name="rows")
    return dict(
        zip(table.get_column(series.name).cast(pl.String).to_list(), table.get_column("rows").to_list(), strict=True)
    )


def reasons(rulebook: Rulebook, counts: Counts, questions: Sequence[str]) -> pl.DataFrame:
    """Return every rule that decided something: the question, the rule, its rows, what it says and where it stands."""
    lines: dict[str, list[Any]] = {
        name: [] for name in ("question", "rule", "rows", "says", "citation", "source", "standing")
    }
    for question in questions:
        for name, number in counts.by_rule(question).items():
            rule = rulebook.rule(name)
            told = (rule.says, rule.cite, rule.source, rule.standing) if rule is not None else ("", "", "", "")
            for column, value in zip(lines.values(), (question, name, number, *told), strict=True):
                column.append(value)
    kinds = {name: pl.Int64() if name == "rows" else pl.String() for name in lines}
    return pl.DataFrame(lines, schema=kinds)
