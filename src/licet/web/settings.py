"""The settings of the site, from the environment, with defaults that are safe where nothing is said.

======================= ==================================================================================================
``SECRET_KEY``          signs what the site sends out to get back; made once and kept in the user's data folder by default
``DATABASE_URL``        where the site keeps what it must, ``postgres://…`` with the extra ``site-postgres``; SQLite in the user's data folder by default
``ALLOWED_HOSTS``       the names under which the site is reached, with ``,`` between them; this machine alone by default
``LICET_LAW``           a folder of law; the law that came with Licet by default
``LICET_SITE_FOLDER``   the folder for the key and the database
``LICET_HTTPS``         ``on`` where the site is reached by HTTPS alone: browsers are told so for a year
``LICET_API_RATE``      how many requests a minute the API answers to one address; 120 by default
``LICET_API_BYTES``     how long a body may be; 1048576 by default
``LICET_API_TRANSFERS`` how many transfers, items or parties it may hold; 200 by default
``LICET_API_SECONDS``   how long one request may take; 20 by default
``LICET_COSTLY_RATE``   how many pages and files that take long, and pieces of work, one address may ask for in a minute; 60 by default
``LICET_JOBS_WAITING``  how much background work of one queue may wait; 20 pieces by default
``LICET_JOBS_KEPT``     how much there may be of it, with what is over and kept for its hour; 500 pieces by default
``LICET_JOBS_BYTES``    how much room on the disk all of it may take; 10000000000 by default
``LICET_JOB_SECONDS``   how long one piece may take; 600 by default
``LICET_JOB_MEMORY``    how much memory its process may take, in bytes; 4294967296 by default
``LICET_TABLE_BYTES``   how long a table may be that is handed in; 20000000 by default
``LICET_TABLE_ROWS``    how many rows it may have; 200000 by default
``LICET_TABLE_COLUMNS`` how many columns; 500 by default
``LICET_PROXIES``       how many proxies stand before the site, whose word on the address of a visitor is taken; none by default
``LICET_CASES``         ``off`` for a site without cases, accounts and sign-in
``LICET_PROCEDURE``     by which tables of ``law/procedure/`` cases are reviewed; ``plain`` by default, an example and no law of any nation
``LICET_SECOND_FACTOR`` ``off`` where a password alone may sign in; on by default
``LICET_IDLE_MINUTES``  after how long without a page somebody is signed out; 30 by default
``LICET_SESSION_HOURS`` after how long they are in any case; 12 by default
``LICET_FIRST_HOURS``   for how long a password that an administrator made lets somebody in for the first time; 72 by default
``LICET_ATTACHMENT_BYTES`` how long a document of a case may be; 20000000 by default
``LICET_OIDC_SERVER``   the address of an OpenID Connect provider at which accounts without a password sign in; none by default
``LICET_OIDC_CLIENT``   what the provider calls this site
``LICET_OIDC_SECRET``   what the provider and this site alone know
``LICET_OIDC_NAME``     what the provider is called on the page; "your organisation" by default
``LICET_OIDC_CLAIM``    the claim that names an account; ``preferred_username`` by default
``DEBUG``               ``on`` for whoever works on the site itself; never where others reach it
======================= ==================================================================================================

What operating it needs beside them stands in :mod:`licet.web.operating.settling`.

A server of one's own runs ``python -m django migrate`` once and then, beside ``gunicorn licet.web.wsgi``, ``python -m django db_worker`` and
``python -m django db_worker --queue-name comparisons``, which do the background work; all with ``DJANGO_SETTINGS_MODULE=licet.web.settings`` and the same folder and database.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import dj_database_url

from licet.errors import Fault, InputError
from licet.web.keeping import database, secret_key
from licet.web.operating.settling import settle

_faults: list[Fault] = []
_HERE = Path(__file__).resolve().parent
_LOOPBACK = "localhost,127.0.0.1,[::1]"


_OFF = ("off", "0", "no", "false")


def _on(name: str) -> bool:
    return os.environ.get(name, "").casefold() in ("on", "1", "yes", "true")


def _number(name: str, default: int) -> int:
    told = os.environ.get(name, "").strip()
    if told and not told.isdecimal():
        _faults.append(Fault(name, told, "a whole number", f"leave it out for {default}"))
        return default
    return int(told or default)


DEBUG = _on("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or secret_key()
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", _LOOPBACK).split(",") if host.strip()]
LICET_LAW = os.environ.get("LICET_LAW") or None
if LICET_LAW:
    # Work beside the site has a working directory of its own.
    LICET_LAW = str(Path(LICET_LAW).resolve())

ROOT_URLCONF = "licet.web.urls"
WSGI_APPLICATION = "licet.web.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "licet.cases",
    "licet.web",
]
MIDDLEWARE = [
    "licet.web.safety.SafetyMiddleware",
    "licet.web.api_pages.MethodMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # It lengthens each answer by chance, so that its size tells nothing of a secret in it.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Only under /cases/ is anybody signed in; no other page has a session or a cookie.
    "licet.web.casework.accounts.SignedInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "OPTIONS": {
            "builtins": ["licet.web.templatetags.words", "licet.web.templatetags.pieces"],
            "context_processors": [
                "licet.web.dress.dress",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{database()}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # The server and the worker write to one file; each waits for the other instead of failing. What was kept is on the disk when that is told
    # (FULL): with NORMAL a power cut takes the last commits with it, and a head of the chain that was printed before would tell of rows that
    # nobody has, as if somebody had taken them out. It costs one wait for the disk with each commit, some milliseconds.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
if DATABASES["default"]["ENGINE"].endswith("postgresql") and find_spec("psycopg") is None:
    _faults.append(Fault("DATABASE_URL", "PostgreSQL, and no driver for it", "", "pip install 'licet[site-postgres]'"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What the API counts, each process counts for itself; several of them together allow so much more. Attempts to sign in all count together.
CACHES = {
    "default": {"BACKEND": "licet.web.casework.attempts.Counts", "OPTIONS": {"MAX_ENTRIES": 20_000}},
    "attempts": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "licet_attempts",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
LICET_API_RATE = _number("LICET_API_RATE", 120)
LICET_API_BYTES = _number("LICET_API_BYTES", 2**20)
LICET_API_TRANSFERS = _number("LICET_API_TRANSFERS", 200)
LICET_API_SECONDS = _number("LICET_API_SECONDS", 20)
LICET_COSTLY_RATE = _number("LICET_COSTLY_RATE", 60)
LICET_JOBS_WAITING = _number("LICET_JOBS_WAITING", 20)
LICET_JOBS_KEPT = _number("LICET_JOBS_KEPT", 500)
LICET_JOBS_BYTES = _number("LICET_JOBS_BYTES", 10_000_000_000)
LICET_JOB_SECONDS = _number("LICET_JOB_SECONDS", 600)
LICET_JOB_MEMORY = _number("LICET_JOB_MEMORY", 4 * 2**30)
LICET_TABLE_BYTES = _number("LICET_TABLE_BYTES", 20_000_000)
LICET_ATTACHMENT_BYTES = _number("LICET_ATTACHMENT_BYTES", 20_000_000)
LICET_TABLE_ROWS = _number("LICET_TABLE_ROWS", 200_000)
LICET_TABLE_COLUMNS = _number("LICET_TABLE_COLUMNS", 500)
# Tables wait for tables, and comparisons, which take minutes, for comparisons.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "comparisons"]}}
NINJA_NUM_PROXIES = _number("LICET_PROXIES", 0)

# Files that never change under one address: each is asked for with what its text gives.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# What the site says, it says in one language, and of days, not of hours.
LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# Cases and accounts. Cookies reach no other page than those of cases; the forms of the other pages change nothing of anybody's and have no token.
LICET_CASES = os.environ.get("LICET_CASES", "on").casefold() not in _OFF
LICET_PROCEDURE = os.environ.get("LICET_PROCEDURE") or "plain"
LICET_SECOND_FACTOR = os.environ.get("LICET_SECOND_FACTOR", "on").casefold() not in _OFF
LICET_IDLE_MINUTES = _number("LICET_IDLE_MINUTES", 30)
LICET_SESSION_HOURS = _number("LICET_SESSION_HOURS", 12)
LICET_FIRST_HOURS = _number("LICET_FIRST_HOURS", 72)
if _faults:
    raise InputError(faults=_faults)
LICET_OIDC_CLAIM = os.environ.get("LICET_OIDC_CLAIM") or "preferred_username"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Secure-licet-session", "__Secure-licet-form") if _on("LICET_HTTPS") else ("licet-session", "licet-form")
)
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/cases/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _on("LICET_HTTPS")
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = LICET_SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# A name that is no worse than a long one: nobody has to mix kinds of signs, and nobody may take a word that everybody tries.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ["username", "first_name", "last_name"]}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
] + [{"NAME": "licet.web.casework.passwords.NothingGuessed"}]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "/cases/", "/cases/account/login/"
ACCOUNT_ADAPTER = "licet.web.casework.accounts.Accounts"
SOCIALACCOUNT_ADAPTER = "licet.web.casework.accounts.Elsewhere"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_USERNAME_MIN_LENGTH = 2
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Licet"
if _oidc := os.environ.get("LICET_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": os.environ.get("LICET_OIDC_NAME") or "your organisation",
                    "client_id": os.environ.get("LICET_OIDC_CLIENT", ""),
                    "secret": os.environ.get("LICET_OIDC_SECRET", ""),
                    "settings": {"server_url": _oidc},
                }
            ],
        }
    }
CSRF_FAILURE_VIEW = "licet.web.refusals.forged"
SECURE_HSTS_SECONDS = 31536000 if _on("LICET_HTTPS") else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = max(2**20, LICET_API_BYTES)
# The form that maps a table has two for each of its columns, and some for the whole.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2 * LICET_TABLE_COLUMNS + 200

# What operating the site needs beside that, told in licet.web.operating.settling; where others reach the site, it refuses to start unsafe.
settle(globals(), os.environ)
