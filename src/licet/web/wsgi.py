"""What a server of one's own runs: ``gunicorn licet.web.wsgi``."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "licet.web.settings")
application = get_wsgi_application()
