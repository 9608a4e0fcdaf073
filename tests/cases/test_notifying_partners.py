"""What partners are told of a refusal: what the case holds, and what it lacks is said and not filled in."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from licet.cases.denials import DeniedParty, Register
from licet.cases.denials_reading import read_denials, written
from licet.cases.matching import Sought, match
from licet.cases.notification import DenialNotification, NotifiedGround, NotifiedItem, notification
from licet.rulebook.rulebook import Rulebook
from licet.screening.answer import Party
from licet.transfers.stating import nations_of

GROUND = NotifiedGround(
    "delivery_significance",
    "The transfer could matter for the development of delivery systems.",
    "Guidelines, paragraph 3.C",
    "partial",
)
GYRO = NotifiedItem("1", "Fibre optic gyroscope", ("9.A.6",), settled=True, category="II")
USER = DeniedParty("Zarand Precision Works", "end_user", "1 Mill Road", "Pakistan", "PK")


def told(**changed: Any) -> DenialNotification:
    stated: dict[str, Any] = {
        "reference": "L-2026-7", "government": "Italy", "refused": datetime.date(2026, 11, 2), "items": [GYRO], "destination": "PK",
        "parties": [USER], "end_use": "survey", "grounds": [GROUND], "rulebook": "sha256:00", **changed,
    }  # fmt: skip
    return notification(**stated)


@pytest.mark.parametrize("lack", ["items", "grounds", "reference", "government", "destination"])
def test_a_notification_needs_what_was_refused_by_whom_and_on_what_ground(lack: str) -> None:
    with pytest.raises(ValueError, match=f"without {lack}"):
        told(**{lack: ""})


def test_a_refusal_is_not_looked_at_again_before_it_was_made() -> None:
    with pytest.raises(ValueError, match="looked at again on 2026-11-02"):
        told(review=datetime.date(2026, 11, 2))


def test_what_the_case_does_not_hold_is_said_and_not_filled_in() -> None:
    assert told().missing == ()
    open_ = NotifiedItem("2", "Engine", ("3.A.1",), settled=False, category="")
    lacking = told(items=[GYRO, open_, NotifiedItem("3", "Grease", (), settled=True, category="unlisted")], end_use="",
                   parties=[DeniedParty("Kestrel Air Motors")])  # fmt: skip
    assert lacking.missing == (
        "the address of Kestrel Air Motors",
        "the country of Kestrel Air Motors",
        "the end use",
        "the control entry of item 3",
        "a settled control entry of item 2",
    )
    assert told(parties=()).missing == ("the parties",)


def test_a_partner_reads_the_refusal_into_its_register_and_matches_the_same_application() -> None:
    sent = told(review=datetime.date(2029, 11, 2))
    text = written(Register(sent.denials()))
    book = Rulebook.load()
    kept = read_denials(text.encode(), "partner.csv", nations_of(book))
    assert [denial.digest for denial in kept.denials] == [denial.digest for denial in sent.denials()]
    again = Sought("1", "PK", "Gyroscope, fibre optic", ("M9A6",), (Party(name="Zarand Precision Works"),))
    (found,) = match([again], kept, book.nations).found
    assert (found.partner, found.denial) == ("Italy", "L-2026-7")
    assert [one.kind for one in found.agreements] == ["party", "entry", "item", "destination"]


def test_each_item_of_a_refusal_is_an_entry_of_its_own() -> None:
    engine = NotifiedItem("2", "Turbojet engine", ("3.A.1.a",), settled=True, category="II")
    found = told(items=[GYRO, engine]).denials()
    assert [(denial.reference, denial.entries) for denial in found] == [
        ("L-2026-7/1", ("9.A.6",)),
        ("L-2026-7/2", ("3.A.1.a",)),
    ]
    assert {denial.reasons for denial in found} == {GROUND.says}
