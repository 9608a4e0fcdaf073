"""A case full of what is internal, each part with a mark of its own; no mark is in anything that an applicant can ask for."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from cases import scene
from cases.scene import ARMS, ATOMS, CHIEF, CLOCK, DENIALS, MAKER, OFFICER
from django.test import Client

from licet.cases import acts
from licet.cases.signing import to_sign
from licet.web.casework.act_forms import FORMS

As = Callable[..., Client]


def mark(name: str) -> str:
    """Return a text that stands nowhere else."""
    return f"INTERNAL-{name}-7391"


class Marked(scene.Road):
    """A case on its road, filled with marks at every step."""

    def filled(self) -> Marked:
        """Bring the case to an advised, weighed and matched one."""
        self.submitted().do(acts.take_on, OFFICER)
        self.do(acts.match, CLOCK, matches=[{"id": mark("match"), "denial": mark("denial"), "partner": mark("partner"), "told": {"item": mark("same")}}])  # fmt: skip
        self.do(acts.attach, OFFICER, name=f"{mark('file')}.pdf", kind=mark("kind"), content=mark("content").encode())
        for one in scene.PROCEDURE.referrals:
            self.do(acts.refer, OFFICER, referral=one)
        self.do(acts.attach, ARMS, name=f"{mark('memo')}.txt", kind="letter", content=mark("paper").encode())
        self.do(acts.advise, ARMS, item="1", destination="XB", verdict="approve", text=mark("advice"))
        self.do(acts.add_proviso, ARMS, text=mark("proviso"))
        self.do(acts.advise, ATOMS, item="1", destination="XB", verdict="approve", text=mark("advice-2"))
        self.do(acts.judge_match, DENIALS, match=mark("match"), verdict="not_identical", reasons=mark("verdict"))
        self.do(acts.weigh, OFFICER, factor="stability", weight="neutral", evidence=mark("evidence"))
        self.do(acts.weigh, OFFICER, factor="rights", weight="neutral", evidence=mark("rights"), standard="likely")
        self.do(acts.ask_applicant, OFFICER, question="How far does it fly?")
        return self

    def answered(self) -> Marked:
        """Have the applicant answer."""
        self.do(acts.answer, MAKER, question=self.state.asked[0].id, text="150 km")
        return self


def stages(road: Marked, to: str) -> Marked:
    """Bring a marked case to a state."""
    road.filled()
    if to == "asked":
        return road
    road.answered()
    refused = to == "refused"
    told = {"grounds": ["diversion"], "shown": "It may be diverted."} if refused else {"shown": ""}
    outcome = "refused" if refused else "approved_with_provisos"
    road.do(acts.recommend, OFFICER, outcome=outcome, reasons=mark("reasons"), **told)
    if to == "recommended":
        return road
    if to == "sent_back":
        road.do(acts.send_back, CHIEF, why=mark("sent-back"))
        road.do(acts.escalate, OFFICER, why=mark("escalated"))
        return road
    road.signed()
    assert to_sign(road.state)
    road.do(acts.decide, OFFICER, outcome=outcome)
    if to == "issued":
        road.do(acts.issue, OFFICER, **scene.licence(since=road.at - scene.DAY, number=f"L-{road.case}"))
        road.do(acts.plan_check, OFFICER, check="post_shipment", due=(road.at + scene.DAY).date())
    return road


def everything(client: Client, road: Marked) -> list[bytes]:
    """Return whatever an applicant is answered at the addresses of a case, with all links of its page."""
    page = f"/cases/{road.case}/"
    first = client.get(page)
    assert first.status_code == 200
    whole = acts.read(road.case)
    links = set(re.findall(r'href="(/cases/[^"#]*)"', first.content.decode()))
    links |= {f"{page}{act}/" for act in FORMS}
    links |= {f"{page}documents/{one.digest}/" for one in whole.attachments}
    links |= {
        f"{page}papers/{name}.pdf" for name in ("licence", "refusal", "request", "intent", "revocation", "notification")
    }
    links |= {f"{page}export.zip", "/cases/", "/cases/new/", "/cases/due/", "/cases/denials/", "/cases/stale/", "/cases/reports/", "/cases/people/", "/cases/chain/"}  # fmt: skip
    links -= {one for one in links if "/account/" in one}
    answers = [client.get(link) for link in sorted(links)]
    # What a form says of itself when it is refused, too.
    answers += [client.post(f"{page}{act}/", {"seen": 1}) for act in FORMS]
    found = []
    for one in answers:
        headers = "\n".join(f"{name}: {value}" for name, value in one.items())
        found.append(headers.encode() + (b"".join(one) if one.streaming else one.content))
    return [first.content, *found]


@pytest.mark.parametrize("to", ["asked", "recommended", "sent_back", "issued", "refused"])
def test_no_mark_is_in_anything_that_an_applicant_can_ask_for(as_: As, law_of_the_scene: None, to: str) -> None:
    road = stages(Marked(), to)
    if to == "issued":
        # Once decided, the conditions are the applicant's to read, but not who set them.
        assert mark("proviso").encode() in everything(as_(MAKER), road)[0]
    for answer in everything(as_(MAKER), road):
        text = answer.decode("utf-8", "replace")
        found = set(re.findall(r"INTERNAL-[\w-]+-7391", text)) - ({mark("proviso")} if to == "issued" else set())
        assert not found
        page = text.partition("<main")[2]
        for who in (OFFICER, ARMS, ATOMS, CHIEF, DENIALS):
            assert f">{who.person}<" not in page
        assert not {"Arms", "Atoms"} & set(re.findall(r"[A-Za-z]+", page))


def test_the_marks_are_there_to_be_seen_by_who_may(as_: As, law_of_the_scene: None) -> None:
    road = stages(Marked(), "recommended")
    (hidden, memo) = acts.read(road.case).attachments
    assert mark("content").encode() in as_(OFFICER).get(f"/cases/{road.case}/documents/{hidden.digest}/").content
    assert mark("paper").encode() in as_(ARMS).get(f"/cases/{road.case}/documents/{memo.digest}/").content
    whole = repr(acts.read(road.case))
    names = (
        "match",
        "denial",
        "partner",
        "same",
        "file",
        "kind",
        "memo",
        "advice",
        "proviso",
        "verdict",
        "evidence",
        "rights",
        "reasons",
    )
    assert [name for name in names if mark(name) not in whole] == []


def test_a_state_that_only_the_review_knows_is_not_told(as_: As, law_of_the_scene: None) -> None:
    road = stages(Marked(), "sent_back")
    html = as_(MAKER).get(f"/cases/{road.case}/").content.decode()
    assert "being reviewed" in html
    assert "escalat" not in html.casefold()
    assert "recommend" not in html.casefold()
