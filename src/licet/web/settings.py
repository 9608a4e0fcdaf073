"""The settings of the site, from the environment, with defaults that are safe where nothing is said.

===================== ====================================================================================================
``SECRET_KEY``        signs what the site sends out to get back; made once and kept in the user's data folder by default
``DATABASE_URL``      where the site keeps what it must, ``postgres://…``; SQLite in the user's data folder by default
``ALLOWED_HOSTS``     the names under which the site is reached, with ``,`` between them; this machine alone by default
``LICET_LAW``         a folder of law; the law that came with Licet by default
``LICET_SITE_FOLDER`` the folder for the key and the database
``LICET_HTTPS``       ``on`` where the site is reached by HTTPS alone: browsers are told so, and a cookie goes no other way
``DEBUG``             ``on`` for whoever works on the site itself; never where others reach it
===================== ====================================================================================================
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url

from licet.web.keeping import secret_key, site_folder

_HERE = Path(__file__).resolve().parent
_LOOPBACK = "localhost,127.0.0.1,[::1]"


def _on(name: str) -> bool:
    return os.environ.get(name, "").casefold() in ("on", "1", "yes", "true")


DEBUG = _on("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or secret_key()
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", _LOOPBACK).split(",") if host.strip()]
LICET_LAW = os.environ.get("LICET_LAW") or None

ROOT_URLCONF = "licet.web.urls"
WSGI_APPLICATION = "licet.web.wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx", "licet.web"]
MIDDLEWARE = [
    "licet.web.safety.SafetyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # It lengthens each answer by chance, so that its size tells nothing of a secret in it.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "OPTIONS": {"builtins": ["licet.web.templatetags.words"], "context_processors": ["licet.web.dress.dress"]},
    }
]
DATABASES = {
    "default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{site_folder() / 'site.sqlite'}")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Files that never change under one address: each is asked for with what its text gives.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# What the site says, it says in one language, and of days, not of hours.
LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# Only forms that send something have a cookie, and it is the one below.
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = _on("LICET_HTTPS")
CSRF_FAILURE_VIEW = "licet.web.refusals.forged"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if _on("LICET_HTTPS") else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    # A wrong address is told to whoever asked for it, and is nothing to tell the operator.
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
