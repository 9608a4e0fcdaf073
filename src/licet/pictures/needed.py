"""Whether pictures can be drawn: they need packages that the rest of Licet does without."""

from __future__ import annotations

import importlib.util

from licet.errors import Fault, InputError

_NEEDED = {"altair": "altair", "vl_convert": "vl-convert-python"}


def can_draw() -> bool:
    """Whether the packages are there that pictures need."""
    return not _missing()


def must_draw() -> None:
    """Refuse to go on without the packages that pictures need.

    Raises:
        InputError: where one is not installed.
    """
    missing = _missing()
    if missing:
        mend = "install them with: pip install 'licet[pictures]'"
        expected = " and ".join(_NEEDED.values())
        raise InputError(faults=[Fault("pictures", f"no package {' and none '.join(missing)}", expected, mend)])


def _missing() -> list[str]:
    return [package for module, package in _NEEDED.items() if importlib.util.find_spec(module) is None]
