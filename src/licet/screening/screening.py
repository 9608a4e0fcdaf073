"""Screening from Python: names or parties in, screenings out. The file of lists and the moment are found here, at the edge."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, overload

from licet.errors import Fault, InputError
from licet.language.nodes import Mapping as MappingNode
from licet.language.nodes import Unreadable, Where, from_value
from licet.rulebook.rulebook import Rulebook, today
from licet.screening.answer import Party, Screening
from licet.screening.known_lists import read_known_lists
from licet.screening.placing import lists_file
from licet.screening.reading import party_stated
from licet.screening.screener import Screener
from licet.screening.store import Store
from licet.transfers.stating import Stater

# Fewer parties than this are screened by one process, since another has to read the lists as well.
_ALONE = 1500
_CHUNK = 250


def screener(
    *,
    lists: str | Path | None = None,
    now: datetime | None = None,
    rulebook: Rulebook | None = None,
    exporter: str = "",
    least: float | None = None,
    matches: float | None = None,
    second_opinion: bool = False,
) -> Screener:
    """Return what screens parties against the lists of a file at one moment.

    Args:
        lists: the file of lists, or ``off``; ``LICET_LISTS`` and then the user's data folder by default.
        now: the moment, with its time zone; the present by default.
        rulebook: the law, which knows nations and lists; the one that came with Licet by default.
        exporter: the nation whose law says which lists have to be there, as an ISO code.
        least: the score from which an entry is a hit.
        matches: the score from which it is taken for the party.
        second_opinion: whether to ask logic-v2 about every hit (extra ``licet[ftm]``).

    Raises:
        InputError: for a moment without a time zone, or scores that cannot be.
    """
    faults: list[Fault] = []
    if now is not None and now.tzinfo is None:
        faults.append(Fault("now", f"{now} without a time zone", "a moment such as datetime.now(UTC)"))
    for name, score in (("least", least), ("matches", matches)):
        if score is not None and not 0 < score <= 1:
            faults.append(Fault(name, f"{score}", "a score above 0, to 1"))
    if faults:
        raise InputError(faults=faults)
    book = rulebook or Rulebook.load()
    scores = {"least": least, "matches": matches}
    return Screener(
        Store.open(lists_file(None if lists is None else str(lists))),
        now or datetime.now(tz=UTC),
        known=read_known_lists(book.folder),
        nations=book.nations,
        exporter=exporter,
        second_opinion=second_opinion,
        **{name: score for name, score in scores.items() if score is not None},
    )


@overload
def screen(parties: str | Mapping[str, Any] | Party, /, **options: Any) -> Screening: ...


@overload
def screen(parties: Iterable[str | Mapping[str, Any] | Party], /, **options: Any) -> list[Screening]: ...


def screen(
    parties: str | Mapping[str, Any] | Party | Iterable[str | Mapping[str, Any] | Party],
    /,
    *,
    jobs: int | None = None,
    rulebook: Rulebook | None = None,
    **options: Any,
) -> Screening | list[Screening]:
    """Screen a party, or several, against the lists that were added.

    Args:
        parties: a name, a party as in a transfer (``{"name": …, "nation": …, "kind": …, "born": …}``), or several of them.
        jobs: how many processes screen many parties; as many as there are processors by default.
        rulebook: the law; the one that came with Licet by default.
        **options: those of :func:`screener`.

    Returns:
        One screening for one party, a list for several, in their order.

    Raises:
        InputError: with a fault for every party that cannot be read.
    """
    book = rulebook or Rulebook.load()
    stater = Stater(book, today())
    if isinstance(parties, str | Mapping | Party):
        return screener(rulebook=book, **options).screen(_party(parties, stater, "party"))
    faults: list[Fault] = []
    read: list[Party] = []
    for number, one in enumerate(parties):
        try:
            read.append(_party(one, stater, f"parties[{number}]"))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults=faults)
    return list(screen_many(read, jobs=jobs, rulebook=book, **options))


def screen_many(
    parties: Sequence[Party], *, jobs: int | None = None, rulebook: Rulebook | None = None, **options: Any
) -> Iterator[Screening]:
    """Yield the screening of each of many parties, in their order; the work is shared by several processes.

    All are screened as of one moment.

    Args:
        parties: whom.
        jobs: how many processes; as many as there are processors by default.
        rulebook: the law.
        **options: those of :func:`screener`.
    """
    wanted = (
        jobs
        if jobs is not None
        else len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count()
    )
    options["now"] = options.get("now") or datetime.now(tz=UTC)
    if wanted == 1 or len(parties) < _ALONE or (rulebook is not None and rulebook.reforms):
        yield from screener(rulebook=rulebook, **options).screen_all(parties)
        return
    folder = str(rulebook.folder) if rulebook is not None else None
    with ProcessPoolExecutor(wanted, initializer=_begin, initargs=(folder, options)) as pool:
        chunks = (parties[first : first + _CHUNK] for first in range(0, len(parties), _CHUNK))
        waiting = [pool.submit(_screened, chunk) for chunk in chunks]
        for done in waiting:
            yield from done.result()


_HERE: list[Screener] = []


def _begin(folder: str | None, options: dict[str, Any]) -> None:
    import gc

    _HERE[:] = [screener(rulebook=Rulebook.load(folder), **options)]
    # What was read stays until the end; looking through it for waste takes longer than a thousand screenings.
    gc.freeze()
    # What a screening makes is let go without being looked for, and what it keeps for the next is no waste.
    gc.set_threshold(100_000)


def _screened(parties: Sequence[Party]) -> list[Screening]:
    return [_HERE[0].screen(party) for party in parties]


def _party(given: object, stater: Stater, where: str) -> Party:
    if isinstance(given, Party):
        return given
    stated = {"name": given} if isinstance(given, str) else given
    if not isinstance(stated, Mapping):
        raise InputError(faults=[Fault(where, f"{given!r:.60}", "a name, or a mapping such as {'name': 'ACME'}")])
    try:
        node = from_value(dict(stated), Where(where))
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None
    assert isinstance(node, MappingNode)
    return party_stated(node, stater)
