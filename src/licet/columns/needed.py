"""The packages that only tables need, imported when a table is read, with a clear word where one is not installed."""

from __future__ import annotations

import importlib
from typing import Any

from licet.errors import Fault, InputError


def needed(module: str, extra: str = "tables", why: str = "tables") -> Any:
    """Import a package that an extra brings.

    Args:
        module: its name.
        extra: the extra of ``licet`` that brings it.
        why: what needs it, for the message.

    Raises:
        InputError: where it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        if (error.name or module).partition(".")[0] != module.partition(".")[0]:
            raise
        package = module.partition(".")[0].replace("_", "-")
        mend = f"install it with: pip install 'licet[{extra}]'"
        raise InputError(faults=[Fault(why, f"no package {package}", package, mend)]) from None
