"""How a line of the log is made: of what the program says, and never of what somebody stated.

Whatever library writes, only these reach the log: its name, the place in its code, the text before values were put into it where that text
stands in the code as it is, and of an exception its kind and the lines of code that it went through. Values are left out altogether: paths,
queries, headers, and the message of an exception, which quotes them.
"""

from __future__ import annotations

import datetime
import json
import linecache
import logging
import re
import sys
import sysconfig
from pathlib import Path
from types import TracebackType
from typing import Any

from licet.web.operating.events import REQUEST

FORMS = ("json", "text")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,79}")
# What other loggers tell that has a name here.
_EVENTS = {"django.security.DisallowedHost": "wrong_host", "django.request": "broken"}
_SUSPICIOUS = "django.security."
_FRAMES, _CHAIN, _CODE = 25, 5, 160
_ROOTS = tuple(
    sorted(
        {str(Path(one).resolve()) for one in (*sys.path, sysconfig.get_path("stdlib")) if one}, key=len, reverse=True
    )
)


_LINES = {"()": "licet.web.operating.logs.Lines"}
_CONSOLE = {"class": "logging.StreamHandler", "formatter": "lines"}


def logging_of_server(form: str) -> dict[str, Any]:
    """Return how gunicorn writes down what is its own.

    Args:
        form: one of :data:`FORMS`.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {**_LINES, "form": form}},
        "handlers": {"console": _CONSOLE},
        "root": {"handlers": [], "level": "WARNING"},
        "loggers": {"gunicorn.error": {"handlers": ["console"], "propagate": False}},
    }


def logging_of(form: str, *, every_request: bool) -> dict[str, Any]:
    """Return the settings of logging.

    Args:
        form: one of :data:`FORMS`.
        every_request: whether each request has its line.
    """
    requests = "INFO" if every_request else "CRITICAL"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {**_LINES, "form": form}},
        "handlers": {"console": _CONSOLE},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "licet": {"level": "INFO"},
            "licet.request": {"level": requests},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # A wrong address is told to whoever asked for it, and is nothing to tell the operator.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            # It is written down as an event, see licet.web.operating.watching.
            "django.security.csrf": {"handlers": [], "level": "CRITICAL", "propagate": True},
        },
    }


class Lines(logging.Formatter):
    """Makes one line of each record.

    Attributes:
        form: ``json`` for an object, ``text`` for a line that is read by people.
    """

    def __init__(self, form: str = "json") -> None:
        super().__init__()
        self.form = form

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; whatever is wrong with the record, there is one."""
        told = plain(record)
        if self.form == "json":
            return json.dumps(told, ensure_ascii=True)
        frames = told.pop("error", [])
        head = f"{told.pop('time')} {told.pop('level')} {told.pop('logger')} {told.pop('event')}"
        rest = [f"{name}={value}" for name, value in told.items()]
        below = [f"\n  {one['type']}" + "".join(f"\n    {line}" for line in one["at"]) for one in frames]
        return " ".join([head, *rest]) + "".join(below)


def plain(record: logging.LogRecord) -> dict[str, Any]:
    """Return what of a record may be told."""
    at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
    name = record.name if _NAME.fullmatch(record.name) else "other"
    told: dict[str, Any] = {
        "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname if record.levelname.isalpha() else "OTHER",
        "logger": name,
        "event": _event(record, name),
    }
    if request := REQUEST.get():
        told["request"] = request
    fields = getattr(record, "licet_fields", None)
    if fields is not None:
        told |= fields
    else:
        told["at"] = f"{_place(record.pathname)}:{record.lineno} {record.funcName}"
        if said := _said(record):
            told["said"] = said
    if record.exc_info and record.exc_info[1] is not None:
        told["error"] = errors(record.exc_info[1])
    return told


def _event(record: logging.LogRecord, name: str) -> str:
    own = getattr(record, "licet_event", "")
    return own or _EVENTS.get(name) or ("suspicious_request" if name.startswith(_SUSPICIOUS) else "said")


def _said(record: logging.LogRecord) -> str:
    """Return the text that a program says before values are put into it, where it stands so in its code; else nothing."""
    text = record.msg
    if not isinstance(text, str) or not text or "\n" in text:
        return ""
    source = "".join(linecache.getlines(record.pathname))
    return text if f'"{text}"' in source or f"'{text}'" in source else ""


def errors(error: BaseException) -> list[dict[str, Any]]:
    """Return the kinds of an exception and of those it came from, the last first, each with the lines of code it went through."""
    found: list[dict[str, Any]] = []
    here: BaseException | None = error
    while here is not None and len(found) < _CHAIN:
        found.append({"type": f"{type(here).__module__}.{type(here).__qualname__}", "at": _frames(here.__traceback__)})
        here = here.__cause__ or (None if here.__suppress_context__ else here.__context__)
    return found


def _frames(trace: TracebackType | None) -> list[str]:
    found: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        line = linecache.getline(code.co_filename, trace.tb_lineno).strip()[:_CODE]
        found.append(f"{_place(code.co_filename)}:{trace.tb_lineno} {code.co_name}: {line}".rstrip(": "))
        trace = trace.tb_next
    return found[-_FRAMES:]


def _place(path: str) -> str:
    """Return a file of code by its name below the folder it is imported from; what is no file of code has no name."""
    if not path.endswith(".py"):
        return "made"
    whole = str(Path(path).resolve())
    root = next((one for one in _ROOTS if whole.startswith((one + "/", one + "\\"))), "")
    return whole[len(root) + 1 :].replace("\\", "/") if root else Path(path).name
