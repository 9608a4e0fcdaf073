"""Licences and letters: nothing internal leaves on them, they say what they rest on, and an authority can replace their templates."""

from __future__ import annotations

import datetime
import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from cases.filled import CANARY, canaries, filled

from licet.cases.case import CaseState
from licet.cases.papers import outgoing
from licet.cases.papers.making import (
    head_of,
    intent_paper,
    licence_paper,
    refusal_paper,
    request_paper,
    revocation_paper,
    standing,
)
from licet.cases.papers.outgoing import TEMPLATES, Addressee, Authority, Head, Paper
from licet.cases.papers.printing import TemplateError, check_templates, plain, print_as, print_paper, read_templates
from licet.cases.papers.specimens import specimens
from licet.errors import InputError

pytest.importorskip("typst")
pypdfium2 = pytest.importorskip("pypdfium2")

DAY = datetime.date(2026, 3, 2)
LEDGER = (4711, "0123456789abcdef" * 4)
NATIONS = {"IT": "Italy"}


def head(case: CaseState) -> Head:
    authority = Authority("The Authority", ("1 Street",), "mail@authority.example", "For the Director")
    return head_of(case, authority, Addressee("Applicant Works", ("2 Road",)), DAY, LEDGER)


def papers(case: CaseState) -> list[Paper]:
    own = head(case)
    revoked = replace(case, state="revoked")
    return [
        licence_paper(case, own, NATIONS, ("Keep the records.",)),
        refusal_paper(case, own, NATIONS, ("You may appeal.",)),
        request_paper(case, own, DAY, ("No period runs.",)),
        intent_paper(case, own, NATIONS, DAY, ("You may answer.",)),
        revocation_paper(revoked, own, DAY, "It was misused.", ("Return it.",), ("You may appeal.",)),
    ]


def text(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    found = " ".join(page.get_textpage().get_text_range() for page in pages)
    return re.sub(r"[\s\ufffe]+", " ", found).replace("\N{ZERO WIDTH SPACE}", "")


# What is refused.


def test_a_case_without_a_licence_has_no_licence_to_print() -> None:
    case = replace(filled(), licence=None)
    with pytest.raises(InputError, match="no licence"):
        licence_paper(case, head(case), NATIONS)


def test_a_case_that_was_approved_has_no_refusal() -> None:
    case = filled(decision__outcome="approved", recommendation__outcome="approved")
    with pytest.raises(InputError, match="no refusal"):
        refusal_paper(case, head(case), NATIONS)
    with pytest.raises(InputError, match="no recommendation to refuse"):
        intent_paper(case, head(case), NATIONS)


def test_a_licence_of_an_item_that_the_case_does_not_have_is_not_printed() -> None:
    case = filled(licence__items__item="9")
    with pytest.raises(InputError, match="the item '9'"):
        licence_paper(case, head(case), NATIONS)


def test_nothing_is_asked_where_no_question_is_open() -> None:
    case = replace(filled(), asked=())
    with pytest.raises(InputError, match="no open question"):
        request_paper(case, head(case))


def test_a_licence_that_holds_is_not_told_to_be_revoked() -> None:
    case = filled()
    with pytest.raises(InputError, match="no licence that was revoked"):
        revocation_paper(case, head(case), DAY, "")


# What stays in.


def test_the_case_of_this_test_is_full_of_what_must_not_leave() -> None:
    held = canaries(filled())
    for path in (
        "advice.text", "advice.by", "advice.agency", "worksheet.evidence", "worksheet.factor", "decision.reasons", "decision.grounds",
        "matches.reasons", "matches.partner", "steps.why", "provisos.owner", "referrals.agency", "recommendation.reasons", "closed",
    ):  # fmt: skip
        assert f"{CANARY}-{path}" in held, path
    assert len(held) > 60


@pytest.mark.parametrize("number", range(5))
def test_no_internal_word_of_a_case_leaves_on_a_paper(number: int) -> None:
    paper = papers(filled())[number]
    assert canaries(paper) == set()
    data = print_paper(paper)
    assert CANARY not in text(data)
    document = pypdfium2.PdfDocument(data)
    assert CANARY not in str(document.get_metadata_dict())
    assert document.count_attachments() == 0
    assert CANARY.encode() not in data


def test_a_paper_has_no_field_for_what_is_internal() -> None:
    internal = re.compile(
        r"advice|ground|evidence|factor|worksheet|match|agency|owner|officer|signature|internal|escalat|referr|finding|actor"
    )
    seen: set[type] = set()

    def walk(kind: Any) -> None:
        for found in re.findall(r"[A-Z]\w+", str(kind)):
            part = getattr(outgoing, found, None)
            if isinstance(part, type) and is_dataclass(part) and part not in seen:
                seen.add(part)
                for one in fields(part):
                    assert not internal.search(one.name), f"{found}.{one.name}"
                    walk(get_type_hints(part)[one.name])

    for kind in TEMPLATES:
        walk(kind.__name__)
    assert len(seen) >= 12


# What is told.


def test_a_licence_tells_what_it_permits_to_whom_how_long_and_under_which_provisos() -> None:
    case = filled()
    assert case.licence is not None
    valid = replace(case.licence, valid_from=DAY, valid_until=datetime.date(2028, 3, 2))
    told = text(print_paper(licence_paper(replace(case, licence=valid), head(case), NATIONS, ("Keep the records.",))))
    for words in (
        "Licence L-77", "Applicant Works", "from 2 March 2026 to 1 March 2028, both days included", "Italy", "Long-range aircraft", "4 pieces",
        "USD 4", "Aeronautica Esempio", "end user", "For Long-range aircraft: Not beyond the lake.", "Keep the records.", "For the Director",
        "As amended",
    ):  # fmt: skip
        assert words in told, words


def test_a_proviso_that_was_dropped_or_only_proposed_binds_nobody() -> None:
    for state in ("dropped", "proposed"):
        case = filled(provisos__state=state)
        told = text(print_paper(licence_paper(case, head(case), NATIONS)))
        assert "Not beyond the lake." not in told
        assert "This licence has no provisos." in told


def test_a_refusal_gives_the_reasons_that_may_be_shown_and_says_where_there_are_none() -> None:
    case = filled()
    assert "The range was too great." in text(print_paper(refusal_paper(case, head(case), NATIONS)))
    silent = filled(decision__shown="")
    assert "may not be shown" in text(print_paper(refusal_paper(silent, head(silent), NATIONS)))


def test_a_request_asks_what_is_open_and_names_the_last_day_only_where_there_is_one() -> None:
    case = filled()
    told = text(print_paper(request_paper(case, head(case), datetime.date(2026, 4, 1))))
    assert "Who flies it?" in told
    assert "by 1 April 2026" in told
    assert "Please answer by" not in text(print_paper(request_paper(case, head(case))))


@pytest.mark.parametrize("number", range(5))
def test_every_paper_prints_the_head_of_the_ledger_the_law_and_its_standing(number: int) -> None:
    told = text(print_paper(papers(filled())[number]))
    assert "number 4711" in told
    assert "sha256:" + LEDGER[1] in told
    assert "sha256:" + "ab" * 32 in told
    assert "weakest standing of a rule that decided is partial" in told
    assert "C-2026-0042" in told


def test_the_weakest_standing_of_what_decided_counts() -> None:
    (one,) = filled().determinations
    rules = [{"standing": "verified"}, {"standing": "unverified"}]
    weak = replace(one, findings={"answers": {"posture": {"by": rules}}})
    assert standing([one, weak]) == "unverified"
    assert standing([]) == ""


@pytest.mark.parametrize("paper", specimens(), ids=lambda paper: type(paper).__name__)
def test_the_same_paper_gives_the_same_bytes(paper: Paper) -> None:
    first = print_paper(paper)
    assert first == print_paper(paper)
    document = pypdfium2.PdfDocument(first)
    assert document.is_tagged()
    assert document.get_metadata_dict()["Author"] == "Specimen Licensing Authority"


def test_a_text_of_a_case_is_never_read_as_a_command() -> None:
    nasty = '#panic("x") $x$ *b* _i_ \\ <a> @ref // /* ]{ #{1+1} \\u{41}'
    case = filled(provisos__text=nasty, items__name=nasty, decision__shown=nasty)
    assert nasty in text(print_paper(licence_paper(case, head(case), NATIONS)))
    assert nasty in text(print_paper(refusal_paper(case, head(case), NATIONS)))


def test_a_sign_without_a_letter_is_spelt_and_told() -> None:
    case = filled(provisos__text="只在白天")
    told = text(print_paper(licence_paper(case, head(case), NATIONS)))
    assert "‹ZhiZaiBaiTian›" in told
    assert "U+53EA" in told


# Templates of an authority.


def test_an_authority_replaces_one_template_and_keeps_the_others(tmp_path: Path) -> None:
    (tmp_path / "refusal.typ").write_text(
        '#import "letter.typ": *\n#show: body => paper("Nein", "", body)\nOwn words.\n', encoding="utf-8"
    )
    case = filled()
    assert "Own words." in text(print_paper(refusal_paper(case, head(case), NATIONS), tmp_path))
    assert "Licence L-77" in text(print_paper(licence_paper(case, head(case), NATIONS), tmp_path))


@pytest.mark.parametrize(
    ("source", "where", "found"),
    [
        ('#import "letter.typ": *\n\n#told.reason', "refusal.typ:3", "the name 'reason'"),
        ('#import "letter.typ": *\n#head.adress', "refusal.typ:2", "the name 'adress'"),
        ("#advice", "refusal.typ:1", "the name 'advice'"),
        ('#import "letterhead.typ": *', "refusal.typ:1", "not found"),
        ("#let x = (", "refusal.typ:1", "unclosed"),
        ('#read("../../outgoing.py")', "refusal.typ:1", "escape the project root"),
        ('text\n#import "@preview/cades:0.3.0": *', "refusal.typ:2", "a package from a network"),
    ],
)
def test_a_template_that_names_something_unknown_is_told_with_its_line(
    tmp_path: Path, source: str, where: str, found: str
) -> None:
    (tmp_path / "refusal.typ").write_text(source, encoding="utf-8")
    case = filled()
    with pytest.raises(TemplateError) as refused:
        print_paper(refusal_paper(case, head(case), NATIONS), tmp_path)
    fault = refused.value.faults[0]
    assert fault.where == where
    assert found in fault.found
    assert check_templates(specimens(), tmp_path)


def test_a_name_that_is_nearly_right_is_hinted_at(tmp_path: Path) -> None:
    (tmp_path / "refusal.typ").write_text('#import "letter.typ": *\n#told.reason', encoding="utf-8")
    (fault,) = check_templates(specimens(), tmp_path)
    assert "reasons" in fault.mend


def test_a_folder_or_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="no such folder"):
        read_templates(tmp_path / "none")
    with pytest.raises(TemplateError, match="no such template"):
        print_as("refusl.typ", plain(specimens()[0]))


def test_the_templates_that_come_with_licet_are_without_fault() -> None:
    assert check_templates(specimens()) == ()
    assert set(TEMPLATES.values()) <= set(read_templates())


def test_a_licence_without_parties_names_none_and_speaks_of_none() -> None:
    case = replace(filled(), parties=())
    told = text(print_paper(licence_paper(case, head(case), NATIONS)))
    assert "up to these quantities and values in all." in told
    assert "Parties" not in told
