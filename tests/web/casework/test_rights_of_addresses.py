"""Every address of cases is asked as every role, as nobody and as somebody without a role; what is expected follows from the table of rights alone.

An address that says by which act of the table it is seen is asked here without a line being added; one that does not say so fails.
"""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cases.conftest import empty, use
from cases.scene import AT
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from licet.cases import acts
from licet.cases.case import CaseState
from licet.cases.demonstration import demonstrate
from licet.cases.models import Case, Event, Membership
from licet.cases.moves import moves
from licet.cases.rights import CONDITIONS, rights
from licet.cases.who import Who
from licet.cases.words import ROLES
from licet.rulebook.rulebook import law_folder
from licet.web.casework.act_forms import FORMS
from licet.web.casework.place import DOORS, Place

__all__ = ["empty"]

ROOT, LOGIN = "cases/", "/cases/account/login/"
# Addresses of accounts, and to whom they are open.
ANYBODY = {
    "account_login", "account_logout", "account_inactive", "socialaccount_login_cancelled", "socialaccount_login_error",
    "openid_connect_login", "openid_connect_callback", "mfa_authenticate",
}  # fmt: skip
SIGNED_IN = {
    "account_reauthenticate", "account_change_password", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
}  # fmt: skip
# Whoever has a role changes to another one of theirs; no right is asked for.
OF_EVERY_ROLE = {"cases.role"}
# What a page asks beyond its act of the table: events tell of cases, which whoever only keeps the chain does not see.
STRICTER = {("cases.events", "administrator")}
NOBODY, WITHOUT = "nobody", "somebody_without_a_role"
# What stands in an address beside a case, by its name or by its kind; what is not there is not there for whoever may ask.
PARTS: Mapping[str, str] = {"person": "auditor", "digest": "0" * 64, "document": "0" * 64}
KINDS: Mapping[str, str] = {"str": "x", "slug": "x", "int": "1", "path": "x", "uuid": str(uuid.UUID(int=1))}
ANSWERED = {200, 302, 303, 400, 405, 409, 422}
_PART = re.compile(r"<(?:(\w+):)?(\w+)>")
# With these, an act is told whose it is; before that, it may be anybody's of the role.
_TOLD = ("signs_for", "owns_it")


@dataclass(frozen=True)
class Address:
    """One address: its pattern, its name, the page behind it (None for one of accounts), and the one act that it is of; empty for any."""

    route: str
    name: str
    page: type[Place] | None
    act: str = ""

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What stands in it, as kind and name."""
        return [(kind or "str", name) for kind, name in _PART.findall(self.route)]

    @property
    def of_case(self) -> bool:
        """Whether it is of one case."""
        return any(name == "case" for _, name in self.parts)

    def at(self, **told: str) -> str:
        """Return it with its parts filled in."""
        return "/" + _PART.sub(lambda one: told.get(one[2]) or PARTS.get(one[2]) or KINDS[one[1] or "str"], self.route)


def below(patterns: list[Any], before: str = "") -> Iterator[Address]:
    """Return every address below ``/cases/``."""
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            if route.startswith(ROOT) or ROOT.startswith(route):
                yield from below(one.url_patterns, route)
        elif isinstance(one, URLPattern) and route.startswith(ROOT):
            page = getattr(one.callback, "view_class", None)
            place = page if page is not None and issubclass(page, Place) else None
            yield Address(route, one.name or "", place, str(one.default_args.get("act", "")))


ALL = list(below(get_resolver().url_patterns))
PLACES = [one for one in ALL if one.page is not None and one.name not in OF_EVERY_ROLE]
named = pytest.mark.parametrize("address", PLACES, ids=lambda one: one.route)


@dataclass(frozen=True)
class Visitor:
    """Somebody who asks, and as whom they act: None for nobody and for somebody without a role."""

    name: str
    who: Who | None
    client: Client

    def ask(self, method: str, path: str) -> HttpResponse:
        """Ask, and leave all as it was."""
        with transaction.atomic():
            answer: HttpResponse = getattr(self.client, method)(path)
            transaction.set_rollback(True)
        return answer


@dataclass(frozen=True)
class Register:
    """The demonstration, with who asks and one case of each state first."""

    visitors: tuple[Visitor, ...]
    cases: tuple[CaseState, ...]

    def samples(self) -> list[CaseState]:
        """Return a case of each state, and where there is one, another of an applicant who is somebody else."""
        first: dict[tuple[str, bool], CaseState] = {}
        own = next(one.who.organisation for one in self.visitors if one.name == "applicant" and one.who)
        for case in self.cases:
            first.setdefault((case.state, case.applicant == own), case)
        return list(first.values())


@pytest.fixture(scope="module")
def register(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    before, path = Path(connection.settings_dict["NAME"]), tmp_path_factory.mktemp("rights") / "cases.sqlite"
    shutil.copy(empty, path)
    use(path)
    demonstrate(law_folder(), AT)
    visitors = [Visitor(NOBODY, None, Client(SERVER_NAME="localhost", raise_request_exception=True))]
    for name in (*ROLES, WITHOUT):
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.create_user(name))
        one = (
            Membership.objects.filter(person=name, active=True)
            .select_related("organisation")
            .order_by("organisation")
            .first()
        )
        who = Who(name, one.role, one.organisation_id, one.organisation.kind) if one else None
        visitors.append(Visitor(name, who, client))
    with override_settings(LICET_SECOND_FACTOR=False):
        yield Register(tuple(visitors), tuple(acts.read(case) for case in Case.objects.values_list("pk", flat=True)))
    use(before)


def may(act: str, who: Who, case: CaseState | None) -> bool:
    """Whether the table of rights has an act for somebody: in any case at all, or in this one, whatever they tell with it."""
    return any(
        case is None or all(word in _TOLD or CONDITIONS[word](who, case, {}) for word in row.conditions)
        for row in rights().rows
        if (row.act, row.role) == (act, who.role)
    )


def expected(address: Address, who: Who, case: CaseState | None, act: str, method: str) -> set[int]:
    """Return how an address answers, by the table alone."""
    assert address.page is not None
    if not may(address.page.act, who, None):
        return {403}
    if not hasattr(address.page, method):
        # Told to whoever may be there, before any case is looked for.
        return {405}
    if (address.name, who.role) in STRICTER:
        return {403}
    if case is not None:
        if not may("see", who, case):
            return {404}
        if not may(address.page.act, who, case):
            return {403, 404}
        if address.act or any(name == "act" for _, name in address.parts):
            if act not in FORMS:
                return {404}
            if not may(act, who, case):
                return {403}
    # What is named beside the case need not be there.
    return ANSWERED | ({404} if any(name not in ("case", "act") for _, name in address.parts) else set())


def check(visitor: Visitor, method: str, path: str, wanted: set[int], address: Address) -> None:
    """Ask, and hold the answer against what is expected."""
    answer = visitor.ask(method, path)
    where = f"{method} {path} as {visitor.name}: {answer.status_code}, expected {sorted(wanted)}"
    if visitor.name == NOBODY:
        assert answer.status_code == 302 and answer["Location"].startswith(LOGIN), where
    elif visitor.who is None:
        assert answer.status_code == 403 and "no role yet" in answer.content.decode(), where
    elif wanted == {403} and answer.status_code == 302:
        # All who sign in come to the list of cases; who has none is led on to a door of their own, and is shown nothing.
        own = {reverse(name) for name, _, act in DOORS if may(act, visitor.who, None)}
        assert answer["Location"] in own and not answer.content, where
    else:
        assert answer.status_code in wanted, where
        if answer.status_code in (302, 303):
            assert not answer["Location"].startswith(LOGIN), where


# What every address says of itself.


def test_every_address_says_by_which_act_of_the_table_it_is_seen() -> None:
    silent = [
        one.route
        for one in ALL
        if one.name not in ANYBODY | SIGNED_IN
        and (one.page is None or getattr(one.page, "act", "") not in rights().acts)
    ]
    assert not silent, f"without an act of the table of rights: {silent}"
    assert len(PLACES) > 5 and {one.name for one in ALL} >= ANYBODY | SIGNED_IN


def test_every_door_is_an_address_that_is_seen_by_the_act_of_the_door() -> None:
    pages = {one.name: one.page for one in PLACES}
    for name, _, act in DOORS:
        page = pages[name]
        assert page is not None and page.act == act, name


def test_every_form_is_of_an_act_of_both_tables() -> None:
    assert set(FORMS) <= set(rights().acts) & {row.act for row in moves().rows}


# Every address as everybody.


@named
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_answers_each_role_as_the_table_of_rights_says(
    register: Register, address: Address, method: str
) -> None:
    before = Event.objects.count()
    for visitor in register.visitors:
        for case in register.samples() if address.of_case else [None]:
            act = address.act or _sample_act(case) if case else ""
            path = address.at(case=case.id if case else "", act=act)
            wanted = expected(address, visitor.who, case, act, method) if visitor.who else set()
            check(visitor, method, path, wanted, address)
    assert Event.objects.count() == before


def _sample_act(case: CaseState) -> str:
    return next((row.act for row in moves().rows if case.state in row.start and row.act in FORMS), "no-such-act")


@pytest.mark.parametrize("act", [*sorted({row.act for row in moves().rows}), "no-such-act"])
def test_each_act_is_for_the_roles_of_the_table_alone(register: Register, act: str) -> None:
    (address,) = [one for one in PLACES if {"case", "act"} <= {name for _, name in one.parts}]
    starts = {state for row in moves().rows if row.act == act for state in row.start}
    fitting = [case for case in register.samples() if case.state in starts][:2] or register.samples()[:1]
    for case in fitting:
        for visitor in register.visitors:
            for method in ("get", "post"):
                wanted = expected(address, visitor.who, case, act, method) if visitor.who else set()
                check(visitor, method, address.at(case=case.id, act=act), wanted, address)


@pytest.mark.parametrize("address", [one for one in ALL if one.name in SIGNED_IN], ids=lambda one: one.route)
def test_the_pages_of_an_account_are_for_whoever_is_signed_in(register: Register, address: Address) -> None:
    for method in ("get", "post"):
        answer = register.visitors[0].ask(method, address.at())
        assert answer.status_code == 302 and answer["Location"].startswith(LOGIN), (method, address)


def test_nobody_acts_in_a_role_of_somebody_else(register: Register) -> None:
    other = Membership.objects.get(person="licensing_officer")
    for visitor in register.visitors:
        with transaction.atomic():
            visitor.client.post("/cases/role/", {"role": str(other.pk)})
            answer = visitor.client.get("/cases/")
            body = answer.content.decode()
            transaction.set_rollback(True)
        if visitor.name != "licensing_officer":
            assert "licensing_officer," not in body


# A case that one may not see is as one that is not there.


def _plain(answer: HttpResponse, case: str) -> tuple[int, str, dict[str, str]]:
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    # Each answer has a name of its own by chance, where the site writes down its requests.
    headers = {name: value for name, value in answer.headers.items() if name.casefold() != "x-request-id"}
    return answer.status_code, body.replace(case, "CASE"), headers


@pytest.mark.parametrize("address", [one for one in PLACES if one.of_case], ids=lambda one: one.route)
def test_a_case_that_somebody_may_not_see_is_as_one_that_is_not_there(register: Register, address: Address) -> None:
    looked = 0
    for visitor in register.visitors:
        if visitor.who is None or address.page is None or not may(address.page.act, visitor.who, None):
            continue
        for case in (one for one in register.cases if not may("see", visitor.who, one)):
            looked += 1
            act, none = _sample_act(case), str(uuid.uuid4())
            for method in ("get", "post"):
                there = visitor.ask(method, address.at(case=case.id, act=act))
                nowhere = visitor.ask(method, address.at(case=none, act=act))
                assert there.status_code == (404 if hasattr(address.page, method) else 405), (
                    visitor.name,
                    address.route,
                )
                assert _plain(there, case.id) == _plain(nowhere, none), (visitor.name, address.route)
                assert case.reference not in there.content.decode()
    assert looked or not any(
        one.who and address.page and may(address.page.act, one.who, None) for one in register.visitors[1:]
    )


def test_the_demonstration_has_cases_that_each_of_these_roles_may_not_see(register: Register) -> None:
    blind = {
        one.name
        for one in register.visitors
        if one.who and any(not may("see", one.who, case) for case in register.cases)
    }
    assert blind >= {"applicant", "agency_adviser", "administrator", "licensing_officer"}


def test_the_list_shows_the_cases_that_the_table_lets_one_see_and_no_other(register: Register) -> None:
    for visitor in register.visitors:
        if visitor.who is None or not may("see", visitor.who, None):
            continue
        shown = set(re.findall(r"/cases/([0-9a-f-]{36})/", visitor.client.get("/cases/").content.decode()))
        assert shown <= {case.id for case in register.cases if may("see", visitor.who, case)}, visitor.name
