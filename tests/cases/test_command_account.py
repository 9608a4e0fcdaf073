"""``licet cases account`` makes the first administrator at the machine, and lets one in again who is locked out."""

from __future__ import annotations

import re

import msgspec
import pytest
from commands import refused, run
from django.contrib.auth.models import User

from licet.cases.models import Event, Membership, Organisation
from licet.cases.people import has_role
from licet.cases.verifying import verify_table
from licet.web.models import OneTimePassword

pytestmark = pytest.mark.usefixtures("database")


def kinds() -> list[tuple[str, str]]:
    return list(Event.objects.order_by("position").values_list("kind", "role"))


# What is refused.


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("k",), "name: 'k'; expected 2 to 64 letters"),
        (("kim lee",), "name: 'kim lee'"),
        (("kim", "--reset"), "account: none of that name"),
        (("kim", "--reset", "--administrator"), "--reset: with what is said of a new account"),
        (("kim", "--organisation", "authority"), "--organisation: authority; expected --administrator"),
    ],
)
def test_an_account_that_cannot_be_made_is_told_and_not_made(words: tuple[str, ...], told: str) -> None:
    (line,) = refused("cases", "account", *words)
    assert line.startswith(told)
    assert not User.objects.exists() and not Event.objects.exists()


def test_a_name_is_given_once_however_it_is_written() -> None:
    run("cases", "account", "kim")
    (line,) = refused("cases", "account", "KIM")
    assert "taken" in line and User.objects.count() == 1


def test_an_account_whose_role_cannot_be_given_is_not_made_either() -> None:
    run("cases", "enrol", "kim", "licensing_authority", "auditor", "--name", "The Authority", "--kind", "authority")
    run("cases", "enrol", "kim", "licensing_authority", "licensing_officer")
    (line,) = refused("cases", "account", "kim", "--administrator")
    assert "duties of different people" in line and not User.objects.exists()


# What is made.


def test_the_first_administrator_is_made_by_one_command() -> None:
    result = run("cases", "account", "kim", "--administrator")
    assert result.exit_code == 0
    secret = re.search(r"shown once: (\S{23})\n", result.stdout)
    assert secret
    kim = User.objects.get(username="kim")
    assert kim.check_password(secret[1]) and OneTimePassword.objects.filter(user=kim).exists()
    assert not kim.is_superuser and not kim.is_staff
    authority = Organisation.objects.get()
    assert (authority.kind, has_role("kim", authority.pk, "administrator")) == ("authority", True)
    assert kinds() == [(kind, "operator") for kind in ("account_made", "organisation_made", "person_enrolled")]
    assert verify_table() is None
    assert not any(secret[1] in body for body in Event.objects.values_list("body", flat=True))


def test_an_account_for_a_provider_has_no_password() -> None:
    result = run("cases", "account", "kim", "--administrator", "--elsewhere")
    assert "Password" not in result.stdout and not User.objects.get().has_usable_password()
    assert msgspec.json.decode(Event.objects.get(kind="account_made").body) == {
        "person": "kim",
        "signs_in": "elsewhere",
    }


def test_who_is_locked_out_gets_a_new_password_and_sets_up_a_second_factor_anew() -> None:
    from allauth.mfa.models import Authenticator

    run("cases", "account", "kim", "--administrator")
    kim = User.objects.get(username="kim")
    before = kim.password
    Authenticator.objects.create(user=kim, type="totp", data={"secret": "x"})
    result = run("cases", "account", "kim", "--reset")
    assert result.stdout.startswith("The account kim has a new password.\nPassword, shown once: ")
    kim.refresh_from_db()
    assert kim.password != before and not Authenticator.objects.exists()
    assert [kind for kind, _ in kinds()][-2:] == ["password_reset", "second_factor_reset"]


def test_a_second_administrator_belongs_to_the_same_authority() -> None:
    run("cases", "account", "kim", "--administrator")
    run("cases", "account", "lena", "--administrator")
    assert Organisation.objects.count() == 1 and Membership.objects.count() == 2
