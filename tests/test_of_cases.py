"""Questions that only an authority asks, of an application that lies before it: what no review asks costs a review nothing and changes nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import small_law

import licet
from licet.errors import LawError
from licet.rulebook.rulebook import Rulebook

OF_CASE = """\
```question
question: referrals
type: codes
combine: all
asked: case
definition: Who must see it.
```
"""
RULE = """\
---
instrument: us.procedure
title: A procedure
issuer: A state
kind: procedure
in_force: 1993-01-07 ..
source: the procedure
standing: unverified
---

```rule
id: seen
cite: paragraph 1
decides: referrals
when: posture is denial
then: ministry
says: What is refused is seen by the ministry.
```
"""


def law(folder: Path, rule: str = RULE, question: str = OF_CASE, more: str = "") -> Rulebook:
    small_law.write_law(folder)
    (folder / "vocabulary" / "procedure.md").write_text(question, encoding="utf-8")
    (folder / "procedure.md").write_text(rule + more, encoding="utf-8")
    return Rulebook.load(folder)


def refused(folder: Path, **changed: str) -> str:
    with pytest.raises(LawError) as found:
        law(folder, **changed)
    return str(found.value)


# What is refused.


def test_a_rule_that_decides_a_review_and_a_case_is_two_rules(tmp_path: Path) -> None:
    both = RULE.replace("decides: referrals", "decides: [referrals, posture]").replace(
        "then: ministry", "then: {referrals: ministry, posture: denial}"
    )
    assert "write two rules" in refused(tmp_path, rule=both.replace("when: posture is denial\n", ""))


def test_a_review_cannot_rest_on_what_only_an_authority_asks(tmp_path: Path) -> None:
    reading = "\n```rule\nid: x\ncite: x\ndecides: posture\nwhen: referrals is ministry\nthen: denial\nsays: X.\n```\n"
    assert "'referrals', which only an authority asks" in refused(tmp_path, more=reading)


def test_a_test_cannot_look_into_what_only_an_authority_asks(tmp_path: Path) -> None:
    test = "\n```test\ntest: goes_to\narguments: [entry]\nquestion: referrals\ndefinition: X.\n```\n"
    assert "entries in 'referrals', which only an authority asks" in refused(tmp_path, question=OF_CASE + test)


def test_a_question_cannot_be_asked_of_nobody_known(tmp_path: Path) -> None:
    found = refused(tmp_path, question=OF_CASE.replace("asked: case", "asked: cases"))
    assert "'cases'" in found
    assert "did you mean case?" in found


def test_a_question_is_asked_of_each_party_or_of_a_case(tmp_path: Path) -> None:
    found = refused(tmp_path, question=OF_CASE.replace("asked: case", "asked: case\neach: party"))
    assert "both under each and asked" in found


# What a review and a case are answered.


def test_a_review_never_asks_what_only_an_authority_asks(tmp_path: Path) -> None:
    book = law(tmp_path)
    assert "referrals" not in book.questions
    assert not [name for name in book.rules if name.startswith("us.procedure/")]
    assert "referrals" in book.all_questions
    assert book.rule("us.procedure/seen") is not None, "the text of the law is there to be read"


def test_an_authority_is_told_the_rule_and_the_digest_by_which_it_must_ask(tmp_path: Path) -> None:
    book = law(tmp_path)
    transfer = {
        "recipient": "XK",
        "date": "2020-01-01",
        "item": {"kind": "uas", "range": "2000 km", "payload": "800 kg"},
    }
    found = licet.review(transfer, rulebook=book.for_cases)
    assert found.answers["referrals"].value == ["ministry"]
    assert [one.rule for one in found.answers["referrals"].by] == ["us.procedure/seen"]
    assert found.rulebook.digest == book.digest
    assert "referrals" not in licet.review(transfer, rulebook=book).answers


def test_what_a_review_answers_is_the_same_before_an_authority(tmp_path: Path) -> None:
    book = law(tmp_path)
    transfer = {"recipient": "XK", "date": "2020-01-01", "item": {"kind": "uas", "range": "2000 km"}}
    reviewed = licet.review(transfer, rulebook=book).answers
    asked = licet.review(transfer, rulebook=book.for_cases).answers
    assert {name: asked[name] for name in reviewed} == reviewed
    assert asked["referrals"].value is None, "where the posture is open, so is who must see it"


def test_law_without_such_a_question_is_the_same_for_cases(tmp_path: Path) -> None:
    small_law.write_law(tmp_path)
    book = Rulebook.load(tmp_path)
    assert book.of_case is None
    assert book.for_cases is book
