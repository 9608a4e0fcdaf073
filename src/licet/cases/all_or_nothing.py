"""All of an act or nothing of it: the transaction, and what whoever acts is told where the database goes away in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DataError, Error, InterfaceError, OperationalError, connection, transaction

from licet.cases.faults import NotPossible, NotStored
from licet.errors import Fault


@contextmanager
def told() -> Iterator[None]:
    """Read from the database, or be told that it went away.

    Raises:
        NotStored: where the database went away, is full, or could not do it for another reason of its own.
        NotPossible: for a text that cannot be kept: one with a zero byte in PostgreSQL, or with half of a sign anywhere.
    """
    _usable()
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise NotStored(faults=[_fault(error)]) from error
    except (DataError, UnicodeEncodeError) as error:
        raise NotPossible(faults=[Fault("the case", _line(error), "text of ordinary signs")]) from error


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Keep all that is written meanwhile, or nothing of it.

    Raises:
        NotStored, NotPossible: as of :func:`told`. Where the database went away while it was keeping all of it, nobody can know here whether
            it did; the case itself says so when it is read again.
    """
    with told(), transaction.atomic():
        yield


def _usable() -> None:
    """Have a new connection where the last one broke: a process that goes on has no request at whose end Django looks after that."""
    if connection.in_atomic_block or connection.connection is None:
        return
    if connection.errors_occurred:
        if connection.is_usable():
            connection.errors_occurred = False
        else:
            connection.close()


def _fault(error: Error) -> Fault:
    return Fault(
        "the database",
        _line(error),
        "one that answers and has room",
        "nothing is half done; read the case again and see whether this was done before you do it again",
    )


def _line(error: Exception) -> str:
    """Return what the database said in its first line; the others are advice to its operator."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__).strip()
