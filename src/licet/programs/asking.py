"""From what a program states to the answer as plain data: the JSON of the command, with the program's own ``id`` on it.

What a program names is a name and never a file of this machine: proposals are those of the rulebook, and no folder or table is read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

import msgspec

from licet.classification.classifying import Classifying
from licet.determination import Determination
from licet.errors import Fault, InputError, near
from licet.programs.stating import BODY, Stated, read_plain, read_stated, too_many
from licet.reviewing import Review
from licet.rulebook.names import reform_called
from licet.rulebook.rulebook import Rulebook, today
from licet.screening.answer import Screening
from licet.screening.in_reviews import Lists
from licet.screening.places import without_places
from licet.screening.screening import screen as screen_parties
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

TEXT = "text"


class TooLong(InputError):
    """What takes longer than one question may."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one question may hold, and how long it may take.

    Attributes:
        transfers: how many transfers, items or parties.
        seconds: the time for all of them; one that has begun is ended.
    """

    transfers: int = 200
    seconds: float = 20.0
    _began: float = field(default_factory=time.monotonic)

    def go_on(self, done: int, of: int) -> None:
        """Refuse to begin another when the time is over.

        Raises:
            TooLong: then.
        """
        if time.monotonic() - self._began > self.seconds:
            found = f"{done:,} of {of:,} answered when the time was over"
            expected = f"what is answered within {self.seconds:g} s"
            raise TooLong(faults=[Fault(BODY, found, expected, "ask in parts")])


@dataclass(frozen=True, slots=True)
class Under:
    """The law and the assumptions under which something is asked.

    Attributes:
        law: the folder of law; the law that came with Licet by default.
        reforms: proposals to put in force, by name, each perhaps with ``@DATE``.
        as_of: a date that overrides those of the transfers.
        assume: ``FACT=VALUE`` texts.
        read: that law, where it has been read.
    """

    law: str | None = None
    reforms: tuple[str, ...] = ()
    as_of: str | None = None
    assume: tuple[str, ...] = ()
    read: Rulebook | None = None

    def rulebook(self) -> Rulebook:
        """Return the law.

        Raises:
            InputError: for a reform that is no proposal of the rulebook.
            LawError: for law that cannot be used.
        """
        book = self.read or Rulebook.load(self.law)
        check_reforms(book, self.reforms, "reform")
        return Rulebook.load(self.law, self.reforms) if self.reforms else book

    def stater(self) -> Stater:
        """Return what reads statements under that law.

        Raises:
            InputError: for a date or an assumption that cannot be read.
            LawError: for law that cannot be used.
        """
        return Stater(self.rulebook(), today(), self.as_of, self.assume)


def check_reforms(book: Rulebook, names: Iterable[str], where: str) -> None:
    """Refuse what is no proposal of the rulebook, since a name could otherwise be taken for a file.

    Raises:
        InputError: with a fault for each.
    """
    known = [i.short for i in book.instruments.values() if i.proposal]
    every = {*known, *(i.id for i in book.instruments.values() if i.proposal)}
    faults = [
        Fault(where, f"'{name[:80]}'", f"one of {', '.join(sorted(known))}", near(reform_called(name)[0], known))
        for name in names
        if reform_called(name)[0] not in every
    ]
    if faults:
        raise InputError(faults=faults)


Exact = Literal["quick", "default"]


def review(data: bytes, under: Under, limits: Limits, exact: Exact = "default") -> Any:
    """Review one transfer or a list of them.

    Args:
        data: the transfers, as JSON.
        under: the law and the assumptions.
        limits: how much there may be.
        exact: how far to go to find out exactly what is left open.

    Returns:
        A determination, or a list of them, as plain data.

    Raises:
        InputError: with a fault for everything that cannot be used.
        TooMuch: for more than the limits.
        TooLong: for what takes longer than they allow.
    """
    with _said_as_fields():
        stater, stated = under.stater(), read_stated(data, limits.transfers)
        lists = Lists(places=False)

        def answer(one: Transfer) -> dict[str, Any]:
            if one.parties or stater.rulebook.reforms:
                # Lists may change, and the law of a reform is kept alive by nothing here.
                return Review(stater.rulebook, one, exact=exact, screener=lists).determination.to_dict()
            return _remembered(stater.rulebook, _Asked(repr(one), one), exact).to_dict()

        return _each(stated, stater, limits, answer)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A transfer that is the same as another where all that was understood of it is."""

    understood: str
    transfer: Transfer = field(compare=False)


@lru_cache(maxsize=128)
def _remembered(book: Rulebook, asked: _Asked, exact: Exact) -> Determination:
    return Review(book, asked.transfer, exact=exact).determination


def classify(data: bytes, under: Under, limits: Limits) -> Any:
    """Classify one item or a list of them, or search the Annex for a ``text``.

    Its arguments and errors are those of :func:`review`.

    Returns:
        A classification, or a list of them; for a text, the entries that it may speak of.
    """
    plain, _ = read_plain(data)
    with _said_as_fields():
        if isinstance(plain, dict) and set(plain) - {"id"} == {TEXT}:
            return _search(plain, under.rulebook())
        stater, stated = under.stater(), read_stated(data, limits.transfers)
        return _each(stated, stater, limits, lambda one: Classifying(stater.rulebook, one).classification.to_dict())


def _search(plain: dict[str, Any], book: Rulebook) -> dict[str, Any]:
    from licet.classification.search import search

    text = plain[TEXT]
    if not isinstance(text, str) or not text.strip():
        raise InputError(faults=[Fault(f"{BODY}: {TEXT}", "no text", "what describes an item, as a text")])
    named = {"id": plain["id"]} if isinstance(plain.get("id"), str | int) else {}
    return {**named, "candidates": msgspec.to_builtins(search(text, book))}


def screen(data: bytes, under: Under, limits: Limits, exporter: str = "") -> Any:
    """Screen a party or a list of them: names, or parties as in a transfer.

    Args:
        data: the parties, as JSON.
        under: the law.
        limits: how much there may be.
        exporter: the nation whose law says which lists have to be there, as an ISO code.

    Returns:
        A screening, or a list of them, as plain data.

    Raises:
        InputError: with a fault for everything that cannot be used.
        TooMuch: for more than the limits.
        TooLong: for what takes longer than they allow.
    """
    plain, _ = read_plain(data)
    parties = plain if isinstance(plain, list) else [plain]
    too_many(len(parties), limits.transfers, "party", "parties")
    expected = 'a name, or a party such as {"name": "…", "nation": "…"}'
    faults = [
        Fault(f"{BODY}[{number}]" if isinstance(plain, list) else BODY, "no party", expected)
        for number, one in enumerate(parties)
        if not isinstance(one, str | dict)
    ]
    if not parties:
        faults.append(Fault(BODY, "an empty list", f"at least one: {expected}"))
    if faults:
        raise InputError(faults=faults)
    book = under.rulebook()
    found: list[Screening] = []
    for done, one in enumerate(parties):
        limits.go_on(done, len(parties))
        try:
            found.append(without_places(screen_parties(one, rulebook=book, exporter=exporter)))
        except InputError as error:
            at = f"{BODY}[{done}]" if isinstance(plain, list) else BODY
            faults += [replace(fault, where=f"{at}: {fault.where}") for fault in error.faults]
    if faults:
        raise InputError(faults=faults)
    answers = [{**_own_id(one), **screening.to_dict()} for one, screening in zip(parties, found, strict=True)]
    return answers if isinstance(plain, list) else answers[0]


def _own_id(party: Any) -> dict[str, Any]:
    return {"id": party["id"]} if isinstance(party, dict) and isinstance(party.get("id"), str | int) else {}


def _each(
    stated: Stated, stater: Stater, limits: Limits, answer: Callable[[Transfer], dict[str, Any]]
) -> list[dict[str, Any]] | dict[str, Any]:
    """Answer what was stated, after all of it could be read."""
    faults: list[Fault] = []
    read: list[Transfer] = []
    for one in stated.ones:
        try:
            read.append(stater.read(one.node))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults=faults)
    answers = []
    for done, (one, transfer) in enumerate(zip(stated.ones, read, strict=True)):
        limits.go_on(done, len(read))
        answers.append({**one.named, **answer(transfer)})
    return answers if stated.listed else answers[0]


@contextmanager
def _said_as_fields() -> Iterator[None]:
    """Say of what stands in an option of the command that it stands in the field of that name."""
    try:
        yield
    except InputError as error:
        error.faults = tuple(
            replace(f, where=f.where.removeprefix("--").replace("-", "_")) if f.where.startswith("--") else f
            for f in error.faults
        )
        raise


def names_of(given: Any, where: str) -> tuple[str, ...]:
    """Return the texts of a list of texts, or of one text.

    Raises:
        InputError: for anything else.
    """
    texts: Sequence[Any] = [given] if isinstance(given, str) else given if isinstance(given, list) else [None]
    if not all(isinstance(one, str) and one.isprintable() and len(one) <= 200 for one in texts):
        found = "nothing" if given is None else "what is no text"
        raise InputError(faults=[Fault(where, found, "a text on one line, or a list of them")])
    return tuple(texts)
