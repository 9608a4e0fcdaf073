"""The settings of the site as all tests of one process share them; whoever needs Django imports this first."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import django
from django.conf import settings

# Whoever looks for examples in all modules imports this once more, under another name; there is one place all the same.
if not settings.configured:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "licet.web.settings")
    # A worker is a process of its own, so that the database is a file; each process of the tests has its own folder.
    _FOLDER = tempfile.mkdtemp(prefix="licet-site-")
    atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
    os.environ["LICET_SITE_FOLDER"] = _FOLDER
    os.environ["DATABASE_URL"] = f"sqlite:///{_FOLDER}/site.sqlite"
    # All tests ask from one address.
    os.environ["LICET_COSTLY_RATE"] = "100000"
    django.setup()
