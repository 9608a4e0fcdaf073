"""The answers to a table on a page: what was counted, the rows that fit, and the rows that cannot be used."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from licet.errors import Fault, InputError
from licet.programs.browsing import DECIDED, OPEN, Answers, Row, Wanted
from licet.reports.counts_picture import Bar, counts_svg
from licet.reports.sentences import capital, listed, words
from licet.reports.telling import term
from licet.rulebook.rulebook import Rulebook
from licet.web.asked import Asked, Choice, Field, Nation, Words, read_asked
from licet.web.jobs import folder
from licet.web.models import Job
from licet.web.refusals import refuse
from licet.web.stating_in_addresses import Said, texts_of
from licet.web.tables import Column, Table

_PAGE, _REJECTS, _STATED, _NAMED = 25, 200, 5, 3
_FIRST = ("posture", "category")
_MOST_PAGES = 100_000


class Number(Field):
    """The number of a page."""

    kind = "page"

    def read(self, text: str) -> int:
        """Return the number."""
        if not text.isdecimal() or not 0 < int(text[:9]) <= _MOST_PAGES:
            raise self.refused(f"'{text[:20]}'", f"a number from 1 to {_MOST_PAGES:,}")
        return int(text)


def results(
    request: HttpRequest, job: Job, book: Rulebook, summary: dict[str, Any], plain: bool = False
) -> HttpResponse | dict[str, Any]:
    """Return the page of the answers, or with ``plain`` what stands on it as plain data.

    Raises:
        InputError: for an address that cannot be read.
    """
    question = _question(request.GET.get("question", ""), summary)
    fields = _fields(summary, question, book)
    query = request.GET.copy()
    others = {code for name, given in summary["answers"].items() if name != question for code in given}
    if query.get("answer") in others - set(summary["answers"].get(question, ())):
        del query["answer"]  # Another question was chosen, which has other answers.
    asked, faults = read_asked(query, fields)
    if faults:
        return refuse(request, HTTPStatus.BAD_REQUEST, faults)
    page = asked.values.get("page", 1)
    kept = Answers(folder(job), book)
    wanted = Wanted(
        question, *(asked.values.get(name, "") for name in ("answer", "state", "nation", "missing", "text"))
    )
    total, rows = kept.rows(wanted, (page - 1) * _PAGE, _PAGE)
    pages = max(1, -(-total // _PAGE))
    if page > pages:
        raise InputError(faults=[Fault("page", str(page), f"a page from 1 to {pages:,}")])
    listed = [_plain(row, book) for row in rows]
    content = {
        "rows": summary["rows"],
        "open": summary["open"],
        "answers": summary["answers"],
        "missing": summary["missing"],
        "unstated": summary["unstated"],
        "id": summary["id"],
        "notes": summary["notes"],
        "asked": {name: value for name, value in kept.asked.items() if name != "mapping"},
        "stated": summary["stated"],
        "question": question,
        "fit": total,
        "page": page,
        "pages": pages,
        "found": listed,
        "rejects": kept.rejects(_REJECTS),
        "files": {
            **{form: reverse("portfolio-file", args=[job.pk, f"answers.{form}"]) for form in summary["files"]},
            "mapping": reverse("portfolio-file", args=[job.pk, "mapping.yaml"]),
            **(
                {"rejects": reverse("portfolio-file", args=[job.pk, "rejects.csv"])}
                if summary["rows"]["faults"]
                else {}
            ),
        },
    }
    if plain:
        return content
    return _page(request, job, book, content, asked)


def counts_table(summary: dict[str, Any], book: Rulebook, only: str = "") -> Table:
    """Return how often each answer was given, question by question, those that are open among them."""
    rows = []
    for question in [only] if only else summary["questions"]:
        given = [
            (code, number, term(question, code, book)) for code, number in summary["answers"].get(question, {}).items()
        ]
        given.sort(key=lambda one: (one[2].strictness is None, one[2].strictness or 0, -one[1]))
        told = [(code, capital(words(code, book)), number, one.grade) for code, number, one in given]
        left = summary["open"].get(question, 0)
        decided = summary["rows"]["out"] - left - sum(number for _, _, number, _ in told)
        told += [("", "Decided, by entries of the list", decided, None)] if decided else []
        told += [(OPEN, "Open", left, None)] if left else []
        rows += [
            {"question": question, "answer": code, "words": text, "rows": number, "grade": grade}
            for code, text, number, grade in told
        ]
    columns = (
        Column("question"),
        Column("answer"),
        Column("words", "Answer", "answer"),
        Column("rows", "Rows", "number"),
    )
    return Table("How often each answer was given", columns, rows, "counts")


def _page(request: HttpRequest, job: Job, book: Rulebook, content: dict[str, Any], asked: Asked) -> HttpResponse:
    question = content["question"]
    counts = counts_table({**content, "questions": [question]}, book, question)
    bars = [Bar(row["words"], row["rows"], row["grade"], row["answer"] == OPEN) for row in counts.rows]
    title = capital(words(question, book))
    query = {name: text for name, text in asked.texts.items() if text and name != "page"}
    table = _table(content, question, book)
    context = {
        "title": "The answers",
        "above": [(reverse("portfolio"), "Portfolio")],
        "job": job,
        "grows": True,
        "content": content,
        "asked": asked,
        "shown": [(field, text) for field, text in asked.shown if field.name not in ("page",)],
        "question_title": title,
        "counts": counts,
        "chart": mark_safe(counts_svg(f"{title}: rows by answer", bars)),  # noqa: S308 - every text in it is escaped by its maker
        "table": table,
        "before": _at(query, content["page"] - 1) if content["page"] > 1 else "",
        "after": _at(query, content["page"] + 1) if content["page"] < content["pages"] else "",
        "reform": ", ".join(content["asked"]["reforms"]),
        "twins": [
            ("JSON", reverse("portfolio-one.json", args=[job.pk])),
            ("CSV", reverse("portfolio-one.csv", args=[job.pk])),
        ],
    }
    return render(request, "portfolio_results.html", context)


def _at(query: dict[str, str], page: int) -> str:
    return "?" + urlencode({**query, "page": page})


def _question(text: str, summary: dict[str, Any]) -> str:
    known: list[str] = summary["questions"]
    if text.strip() in known:
        return text.strip()
    return next((name for name in _FIRST if name in known), known[0])


def _fields(summary: dict[str, Any], question: str, book: Rulebook) -> tuple[Field, ...]:
    given = summary["answers"].get(question, {})
    paths = {fact.path: capital(words(fact.key, book)) for fact in book.facts.values()}
    return (
        Choice(name="question", label="Question", values={q: capital(words(q, book)) for q in summary["questions"]}),
        Choice(name="answer", label="Answer", values={code: words(code, book) for code in sorted(given)}),
        Choice(name="state", label="Decided or open", values={DECIDED: "decided", OPEN: "open"}),
        Nation(name="nation", label="Nation", rulebook=book),
        Choice(
            name="missing",
            label="Missing fact",
            values={p: f"{paths.get(p, p)} ({n:,})" for p, n in summary["missing"].items()},
        ),
        Words(name="text", label="Text in a cell"),
        Number(name="page", label="Page"),
    )


def _plain(row: Row, book: Rulebook) -> dict[str, Any]:
    texts = texts_of(book, row.transfer) if row.transfer is not None else None
    review = f"{reverse('review')}?{Said(texts).query()}" if texts else ""
    return {"row": row.number, "cells": row.cells, "answers": row.answers, "missing": row.missing, "review": review}


def _table(content: dict[str, Any], question: str, book: Rulebook) -> Table:
    """Return the rows that fit, each with what it states and the answer to the question that is looked at."""
    stated = list(content["stated"])[:_STATED]
    own = [name for name in (content["found"][0]["cells"] if content["found"] else ()) if name not in content["stated"]]
    named = [content["id"]] if content["id"] in own else own[:1]
    rows = []
    for one in content["found"]:
        told = one["answers"][question]
        answer, grade = "Open", None
        if told["answer"] is not None:
            shown = term(question, told["answer"], book)
            answer, grade = capital(words(told["answer"], book)), shown.grade
        elif told["possible"]:
            answer = f"Open: {_some([words(code, book) for code in told['possible'].split(', ')], 'or')}"
        rows.append(
            {
                **{f"cell-{n}": one["cells"].get(name, "") for n, name in enumerate((*named, *stated))},
                "row": one["row"],
                "answer": answer,
                "grade": grade,
                "missing": _some([path.rpartition(".")[2].replace("_", " ") for path in one["missing"]], "and"),
                "review": one["review"],
            }
        )
    columns = [
        Column("row", "Row", to=lambda row: str(row["review"]), words=lambda row: f"Row {row['row']:,}"),
        Column("answer", capital(words(question, book)), "answer"),
        *(Column(f"cell-{n}", name) for n, name in enumerate(named)),
        Column("missing", "Missing", "long"),
        *(Column(f"cell-{n}", name) for n, name in enumerate(stated, len(named))),
    ]
    return Table("The rows that fit", columns, rows, "found", "No row fits.")


def _some(every: list[str], last: str) -> str:
    """Return the first of many, with how many more there are, so that nobody takes them for all."""
    more = [f"{len(every) - _NAMED} more"] if len(every) > _NAMED else []
    return listed([*every[:_NAMED], *more], last)
