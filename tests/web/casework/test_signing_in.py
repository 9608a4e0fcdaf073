"""Signing in: nothing tells which names there are, attempts are counted, sessions end, and a password alone opens nothing."""

from __future__ import annotations

import datetime
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone
from web.casework.doors import (
    CHANGE,
    CODE,
    LOGIN,
    PASSWORD,
    clock,
    code,
    is_in,
    sign_in,
    visitor,
    with_factor,
    with_password,
    without_tokens,
)

from licet.web.casework import one_time

FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FACTOR = pytest.mark.usefixtures("second_factor")
# The pages of the tests tell an hour of the scene, and whoever signs in comes by the clock of the machine, on whatever day.
LATER = pytest.mark.usefixtures("first_passwords_that_last")


@pytest.fixture(autouse=True)
def olaf(accounts: None) -> Iterator[User]:
    """Return an officer with a password."""
    with override_settings(PASSWORD_HASHERS=FAST):
        yield with_password("olaf")


@pytest.fixture
def second_factor(olaf: User) -> Iterator[None]:
    """Ask everybody for a second factor, as the site does where nothing else is said."""
    del olaf
    with override_settings(LICET_SECOND_FACTOR=True):
        yield


@pytest.fixture
def first_passwords_that_last() -> Iterator[None]:
    """Let passwords that an administrator made last for long."""
    with override_settings(LICET_FIRST_HOURS=1_000_000):
        yield


# What is refused.


def test_a_wrong_password_is_told_in_the_words_of_an_unknown_name() -> None:
    pages = []
    for name in ("olaf", "nobody"):
        answer = visitor().post(LOGIN, {"login": name, "password": "wrong wrong wrong"})
        assert answer.status_code == 200
        pages.append(without_tokens(answer.content).replace(f'value="{name}"', ""))
    assert pages[0] == pages[1]


def test_a_closed_account_with_a_wrong_password_is_told_in_the_same_words() -> None:
    User.objects.filter(username="olaf").update(is_active=False)
    pages = [
        without_tokens(visitor().post(LOGIN, {"login": name, "password": "wrong wrong"}).content).replace(name, "")
        for name in ("olaf", "nobody")
    ]
    assert pages[0] == pages[1]


def test_nobody_signs_in_to_a_closed_account() -> None:
    User.objects.filter(username="olaf").update(is_active=False)
    client = visitor()
    assert sign_in(client, "olaf").endswith("/inactive/")
    assert client.get("/cases/").status_code == 302


def test_an_account_without_a_password_has_no_password_to_guess() -> None:
    client = visitor()
    assert not any(sign_in(client, "adam", word) for word in ("", "!", "None"))


def test_after_five_wrong_passwords_the_right_one_lets_nobody_in_until_minutes_have_passed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = clock(monkeypatch)
    client = visitor()
    for _ in range(5):
        assert not sign_in(client, "olaf", "wrong wrong wrong")
    answer = client.post(LOGIN, {"login": "olaf", "password": PASSWORD})
    assert answer.status_code == 200 and "Too many failed login attempts" in answer.content.decode()
    now.on(6)
    assert sign_in(client, "olaf") and is_in(client)


def test_attempts_at_many_names_from_one_address_are_counted_together() -> None:
    client = visitor()
    told = [
        client.post(LOGIN, {"login": f"name{number}", "password": "wrong"}).content.decode() for number in range(12)
    ]
    assert "Too many failed login attempts" not in told[9] and "Too many failed login attempts" in told[11]


def test_attempts_are_counted_by_all_processes_of_the_site_together() -> None:
    for _ in range(5):
        sign_in(visitor(), "olaf", "wrong wrong wrong")
    # Another process has nothing in its memory.
    cache.clear()
    assert not sign_in(visitor(), "olaf")


def test_what_is_counted_for_other_pages_stays_in_the_memory_of_the_process() -> None:
    cache.add("licet-costly:1:192.0.2.1", 0)
    assert cache.incr("licet-costly:1:192.0.2.1") == 1
    cache.clear()
    assert cache.get("licet-costly:1:192.0.2.1") is None


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "password/set/", "email/", "reset/", "confirm-email/", "3rdparty/"]
)
def test_what_nobody_does_for_themselves_has_no_address(path: str) -> None:
    assert visitor().get(f"/cases/account/{path}").status_code == 404


@pytest.mark.parametrize("next_", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(next_: str) -> None:
    assert sign_in(visitor(), "olaf", next=next_) == "/cases/"


def test_who_came_for_a_page_comes_to_it() -> None:
    client = visitor()
    asked = client.get("/cases/?sort=late")
    assert asked["Location"] == "/cases/account/login/?next=/cases/%3Fsort%3Dlate"
    assert sign_in(client, "olaf", next="/cases/?sort=late") == "/cases/?sort=late"


@pytest.mark.parametrize("path", [LOGIN, "/cases/role/", CHANGE, "/cases/account/logout/", "/cases/people/new/"])
def test_a_form_from_elsewhere_is_refused(path: str) -> None:
    client = visitor(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="kim"))
    answer = client.post(
        path, {"login": "olaf", "password": PASSWORD, "role": "1"}, headers={"origin": "https://example.org"}
    )
    assert answer.status_code == 403
    assert client.get("/cases/people/").status_code == 200, "signed out by a form from elsewhere"


# Sessions.


def test_a_session_gets_a_new_key_when_somebody_signs_in() -> None:
    client = visitor()
    session = client.session
    session["known"] = "to an attacker"
    session.save()
    before = session.session_key
    client.cookies["licet-session"] = before
    sign_in(client, "olaf")
    assert client.cookies["licet-session"].value != before and is_in(client)
    assert not Session.objects.filter(pk=before).exists()


def test_whoever_sits_down_later_finds_nobody_signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock(monkeypatch)
    client = visitor()
    sign_in(client, "olaf")
    assert is_in(client)
    for _ in range(3):
        now.on(29)
        assert is_in(client)
    now.on(31)
    assert client.get("/cases/")["Location"].startswith(LOGIN)
    assert not is_in(client)


def test_a_session_ends_in_any_case_however_busy_somebody_is(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock(monkeypatch)
    client = visitor()
    sign_in(client, "olaf")
    for _ in range(36):
        assert is_in(client)
        now.on(20)
    now.on(1)
    assert not is_in(client)


@pytest.mark.parametrize("path", [CHANGE, "/cases/account/second-factor/"])
def test_the_hours_of_a_session_hold_for_the_pages_of_accounts_as_well(
    monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    now = clock(monkeypatch)
    client = visitor()
    sign_in(client, "olaf")
    assert is_in(client) and client.get(path).status_code == 200
    now.on(31)
    assert client.get(path)["Location"].startswith(LOGIN)


def test_a_clock_that_was_ahead_gives_nobody_a_longer_session(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock(monkeypatch)
    client = visitor()
    now.on(60)
    sign_in(client, "olaf")
    assert is_in(client)
    now.on(-60)
    assert not is_in(client)


def test_who_signs_out_leaves_no_session_behind() -> None:
    client = visitor()
    sign_in(client, "olaf")
    key = client.cookies["licet-session"].value
    assert client.get("/cases/account/logout/").status_code == 200 and is_in(client)
    client.post("/cases/account/logout/")
    client.cookies["licet-session"] = key
    assert not is_in(client) and not Session.objects.filter(pk=key).exists()


def test_a_password_that_is_changed_ends_every_other_session() -> None:
    one, other = visitor(), visitor()
    assert sign_in(one, "olaf") and sign_in(other, "olaf")
    one.post(CHANGE, {"oldpassword": PASSWORD, "password1": "a stork on the roof", "password2": "a stork on the roof"})
    assert not is_in(other) and not is_in(one)
    assert not sign_in(visitor(), "olaf") and sign_in(visitor(), "olaf", "a stork on the roof")


# Cookies.


def test_cookies_are_for_cases_alone_and_no_script_reads_them() -> None:
    client = visitor()
    client.get(LOGIN)
    sign_in(client, "olaf")
    session, form = client.cookies["licet-session"], client.cookies["licet-form"]
    assert (session["path"], session["httponly"], session["samesite"], session["max-age"]) == (
        "/cases/",
        True,
        "Lax",
        "",
    )
    assert (form["path"], form["httponly"], form["samesite"]) == ("/cases/", True, "Strict")
    assert len(session.value) >= 32


@pytest.mark.parametrize("path", ["/", "/review/", "/about/", "/api/v1/openapi.json", "/no-such-page"])
def test_no_page_beside_cases_sets_or_reads_a_cookie(path: str) -> None:
    client = visitor()
    sign_in(client, "olaf")
    client.cookies["licet-session"]["path"] = "/"
    answer = client.get(path)
    assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")


def test_behind_https_cookies_go_by_nothing_else(tmp_path: object) -> None:
    told = "import django; django.setup(); from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    environment = {
        **os.environ,
        "LICET_HTTPS": "on",
        "LICET_SITE_FOLDER": str(tmp_path),
        "ALLOWED_HOSTS": "cases.example.org",
    }
    environment["DJANGO_SETTINGS_MODULE"] = "licet.web.settings"
    environment.pop("SECRET_KEY", None)
    ran = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, env=environment, check=True, timeout=120
    )
    assert ran.stdout.split() == ["__Secure-licet-session", "__Secure-licet-form", "True", "True"]


def test_nothing_of_cases_is_kept_by_a_browser_or_a_proxy() -> None:
    client = visitor()
    sign_in(client, "olaf")
    assert {client.get(path)["Cache-Control"] for path in ("/cases/", CHANGE)} <= {
        "no-store",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    }


# The second factor.


@FACTOR
def test_a_password_alone_shows_no_case() -> None:
    client = visitor()
    sign_in(client, "olaf")
    for path in ("/cases/", "/cases/people/", "/cases/00000000-0000-4000-8000-000000000000/"):
        assert client.get(path)["Location"] == "/cases/account/second-factor/app/"
    page = client.get("/cases/account/second-factor/app/")
    assert page.status_code == 200 and "<svg" in page.content.decode()


@FACTOR
def test_whoever_has_a_second_factor_is_not_in_before_it_is_shown() -> None:
    with_factor("olaf")
    client = visitor()
    assert sign_in(client, "olaf") == CODE
    assert client.get("/cases/")["Location"].startswith(LOGIN)
    for wrong in ("", "000000", "abcdef", code(5), code(-3)):
        assert client.post(CODE, {"code": wrong}).status_code == 200
        assert client.get("/cases/").status_code == 302
    assert client.get("/cases/account/second-factor/codes/").status_code == 302


@FACTOR
def test_the_code_of_the_app_lets_in_once() -> None:
    with_factor("olaf")
    shown = code()
    first, second = visitor(), visitor()
    sign_in(first, "olaf")
    sign_in(second, "olaf")
    assert first.post(CODE, {"code": shown})["Location"] == "/cases/" and is_in(first)
    cache.clear()
    assert second.post(CODE, {"code": shown}).status_code == 200 and not is_in(second)


@FACTOR
def test_a_recovery_code_lets_in_once() -> None:
    spare, *_ = with_factor("olaf")
    first, second = visitor(), visitor()
    sign_in(first, "olaf")
    assert first.post(CODE, {"code": spare})["Location"] == "/cases/" and is_in(first)
    sign_in(second, "olaf")
    assert second.post(CODE, {"code": spare}).status_code == 200 and not is_in(second)


@FACTOR
def test_wrong_codes_are_counted() -> None:
    with_factor("olaf")
    client = visitor()
    sign_in(client, "olaf")
    for _ in range(5):
        client.post(CODE, {"code": "000000"})
    assert client.post(CODE, {"code": code()}).status_code == 200 and not is_in(client)


@FACTOR
def test_an_app_is_set_up_with_a_code_of_it_and_lets_in_from_then_on() -> None:
    client = visitor()
    sign_in(client, "olaf")
    client.get("/cases/account/second-factor/app/")
    secret = client.session["mfa.totp.secret"]
    assert client.post("/cases/account/second-factor/app/", {"code": "000000"}).status_code == 200
    assert not is_in(client)
    assert client.post("/cases/account/second-factor/app/", {"code": code(secret=secret)}).status_code == 302
    assert is_in(client)


@FACTOR
@pytest.mark.parametrize("path", ["app/remove/", "codes/new/", "codes/", "codes/file/"])
def test_what_protects_an_account_is_changed_and_shown_only_after_the_password_once_more(
    monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    now = clock(monkeypatch)
    with_factor("olaf")
    client = visitor()
    sign_in(client, "olaf")
    client.post(CODE, {"code": code()})
    now.on(6)
    assert is_in(client)
    asked = client.get(f"/cases/account/second-factor/{path}")
    assert asked.status_code == 302 and "reauthenticate" in asked["Location"]
    assert client.post("/cases/account/reauthenticate/", {"password": "wrong wrong"}).status_code == 200
    assert "reauthenticate" in client.get(f"/cases/account/second-factor/{path}")["Location"]
    client.post("/cases/account/reauthenticate/", {"password": PASSWORD})
    assert client.get(f"/cases/account/second-factor/{path}").status_code == 200


@FACTOR
def test_who_removes_the_second_factor_sees_no_case_before_there_is_another() -> None:
    with_factor("olaf")
    client = visitor()
    sign_in(client, "olaf")
    client.post(CODE, {"code": code()})
    client.post("/cases/account/reauthenticate/", {"password": PASSWORD})
    client.post("/cases/account/second-factor/app/remove/")
    assert client.get("/cases/")["Location"] == "/cases/account/second-factor/app/"


@FACTOR
def test_a_second_factor_that_an_administrator_took_away_is_set_up_anew() -> None:
    with_factor("olaf")
    client, kim = visitor(), visitor()
    kim.force_login(User.objects.get(username="kim"))
    sign_in(client, "olaf")
    client.post(CODE, {"code": code()})
    assert kim.post("/cases/people/of/olaf/", {"do": "second_factor"}).status_code == 302
    assert not is_in(client)
    assert sign_in(client, "olaf") == "/cases/"
    assert client.get("/cases/")["Location"] == "/cases/account/second-factor/app/"


# Passwords that were made for somebody.


def test_a_password_that_was_made_for_somebody_opens_nothing_but_its_change(olaf: User) -> None:
    secret = one_time.give(olaf, timezone.now())
    client = visitor()
    sign_in(client, "olaf", secret)
    for path in ("/cases/", "/cases/people/", "/cases/00000000-0000-4000-8000-000000000000/"):
        assert client.get(path)["Location"] == CHANGE
    same = client.post(CHANGE, {"oldpassword": secret, "password1": secret, "password2": secret})
    assert same.status_code == 200 and "choose another one" in same.content.decode()
    assert not is_in(client)
    own = "a crane over the marsh"
    client.post(CHANGE, {"oldpassword": secret, "password1": own, "password2": own})
    assert sign_in(client, "olaf", own) == "/cases/" and is_in(client)
    assert not sign_in(visitor(), "olaf", secret)


def test_a_password_that_was_made_for_somebody_lets_nobody_in_after_its_hours(olaf: User) -> None:
    secret = one_time.give(olaf, timezone.now() - datetime.timedelta(hours=73))
    pages = [
        without_tokens(visitor().post(LOGIN, {"login": "olaf", "password": word}).content)
        for word in (secret, "wrong wrong")
    ]
    assert pages[0] == pages[1]
    assert one_time.too_late(olaf)


@pytest.mark.parametrize(
    "word",
    [
        "short",
        "passwordpassword",
        "123456789012",
        "210987654321",
        "qwertyuiopasdf",
        "olaf.olaf.olaf",
        "licet-export-licence",
        "olafpassword1",
        "aaaaaaaaaaaa1",
        "q1w2e3r4t5y6",
        " " * 14,
    ],
)
def test_a_password_that_is_short_or_that_everybody_tries_is_refused(word: str) -> None:
    client = visitor()
    sign_in(client, "olaf")
    assert client.post(CHANGE, {"oldpassword": PASSWORD, "password1": word, "password2": word}).status_code == 200
    assert not sign_in(visitor(), "olaf", word)


@pytest.mark.parametrize(
    "word",
    [
        "twelve signs",
        "Ein Reiher, der im Schilf steht",
        "ñandú 🦩 pampa abc",
        "the heron, the crane and the stork " * 2 + "fly south",
    ],
)
def test_any_other_password_may_be_chosen_however_long_and_in_any_script(word: str) -> None:
    client = visitor()
    sign_in(client, "olaf")
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": word, "password2": word})
    assert sign_in(visitor(), "olaf", word)


def test_a_password_is_not_changed_without_the_one_before() -> None:
    client = visitor()
    sign_in(client, "olaf")
    own = "a crane over the marsh"
    assert client.post(CHANGE, {"oldpassword": "wrong wrong", "password1": own, "password2": own}).status_code == 200
    assert not sign_in(visitor(), "olaf", own)


def test_passwords_are_kept_as_slow_hashes() -> None:
    with override_settings(PASSWORD_HASHERS=None):
        from django.conf import global_settings

        assert global_settings.PASSWORD_HASHERS[0].endswith("PBKDF2PasswordHasher")
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    assert PBKDF2PasswordHasher().iterations >= 600_000


@LATER
def test_a_newcomer_comes_from_the_administrator_to_their_first_page(olaf: User) -> None:
    del olaf
    kim, nora = visitor(), visitor()
    kim.force_login(User.objects.get(username="kim"))
    asked = {"name": "nora", "role": "auditor", "organisation": "authority", "signs_in": "password"}
    found = re.search(
        r'<code class="copied">([a-z2-9-]{23})</code>', kim.post("/cases/people/new/", asked).content.decode()
    )
    assert found
    own, app = "a crane over the marsh", "/cases/account/second-factor/app/"
    with override_settings(LICET_SECOND_FACTOR=True):
        sign_in(nora, "nora", found[1])
        assert nora.get("/cases/")["Location"] == CHANGE
        nora.post(CHANGE, {"oldpassword": found[1], "password1": own, "password2": own})
        sign_in(nora, "nora", own)
        assert nora.get("/cases/")["Location"] == app
        nora.get(app)
        assert nora.post(app, {"code": code(secret=nora.session["mfa.totp.secret"])}).status_code == 302
        assert is_in(nora) and "nora, Auditor" in nora.get("/cases/").content.decode()
    assert "set up" in kim.get("/cases/people/of/nora/").content.decode()


# What is written down.


def test_what_happens_at_the_door_is_written_down_without_a_name(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="licet.security"):
        client = visitor()
        sign_in(client, "olaf", "wrong wrong wrong")
        sign_in(client, "olaf")
        own = "a crane over the marsh"
        client.post(CHANGE, {"oldpassword": PASSWORD, "password1": own, "password2": own})
    lines = [record for record in caplog.records if record.name == "licet.security"]
    assert [line.getMessage() for line in lines] == ["sign_in_failed", "signed_in", "signed_out", "password_changed"]
    assert not any(secret in repr(vars(line)) for line in lines for secret in ("olaf", PASSWORD, own, "127.0.0.1"))


# What the page on security says beside that.


def test_fields_of_passwords_hide_them_and_let_a_manager_fill_them() -> None:
    client = visitor()
    signing_in = client.get(LOGIN).content.decode()
    sign_in(client, "olaf")
    changing = client.get(CHANGE).content.decode()
    for page, kind in ((signing_in, "current-password"), (changing, "current-password"), (changing, "new-password")):
        fields = [one for one in re.findall(r"<input[^>]*>", page) if f'autocomplete="{kind}"' in one]
        assert fields and all('type="password"' in one and "onpaste" not in one for one in fields)


@FACTOR
@LATER
def test_a_new_password_does_not_go_around_the_second_factor() -> None:
    with_factor("olaf")
    kim = visitor()
    kim.force_login(User.objects.get(username="kim"))
    page = kim.post("/cases/people/of/olaf/", {"do": "password"}).content.decode()
    found = re.search(r'<code class="copied">([a-z2-9-]{23})</code>', page)
    assert found
    client = visitor()
    assert sign_in(client, "olaf", found[1]) == CODE
    assert client.get(CHANGE).status_code == 302 and not is_in(client)


def test_seeds_and_passwords_come_from_the_system_s_source_of_chance() -> None:
    import secrets

    from allauth.mfa.totp.internal import auth

    assert auth.secrets is secrets and vars(one_time)["secrets"] is secrets
    assert len({auth.generate_totp_secret() for _ in range(20)}) == 20


def test_a_recovery_code_is_long_enough() -> None:
    codes = with_factor("olaf")
    assert len(set(codes)) == len(codes) >= 8 and all(one.isdecimal() and len(one) >= 8 for one in codes)


def test_every_page_of_somebody_who_is_signed_in_has_a_way_out() -> None:
    client = visitor()
    sign_in(client, "olaf")
    for path in ("/cases/", CHANGE, "/cases/account/second-factor/", "/cases/people/"):
        assert 'action="/cases/account/logout/"' in client.get(path).content.decode(), path
