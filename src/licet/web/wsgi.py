"""What a server of one's own runs: ``gunicorn licet.web.wsgi``."""

from __future__ import annotations

import os
import sys
from typing import Any

from licet.errors import InputError


def _application() -> Any:
    """Return the site, or end with a line for each setting that keeps it from starting."""
    from django.core.wsgi import get_wsgi_application

    try:
        return get_wsgi_application()
    except InputError as error:
        for fault in error.faults:
            sys.stderr.write(f"{fault}\n")
        # With this status a server is told not to try again.
        raise SystemExit(4) from None


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "licet.web.settings")
application = _application()
