"""Screening from Python: names or parties in, screenings out. The file of lists and the moment are found here, at the edge."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, overload

from licet.errors import Fault, InputError, LicetError
from licet.language.nodes import Mapping as MappingNode
from licet.language.nodes import Unreadable, Where, from_value
from licet.rulebook.rulebook import Rulebook, today
from licet.screening.answer import NOT_SCREENED, Party, Screening
from licet.screening.known_lists import read_known_lists
from licet.screening.listed import KINDS
from licet.screening.placing import lists_file
from licet.screening.reading import party_stated
from licet.screening.rescreening import changed_since
from licet.screening.screener import Screener
from licet.screening.second_opinion import must_have
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
    affected_by: str = "",
    since: date | None = None,
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
        affected_by: a list, to tell of each party which changes of it concern the party; see :func:`rescreen`.
        since: the vintage of that list from which on; the one before its last update by default.

    Raises:
        InputError: for a moment without a time zone, scores that cannot be, and changes that are not known.
    """
    faults: list[Fault] = []
    if now is not None and now.tzinfo is None:
        faults.append(Fault("now", f"{now} without a time zone", "a moment such as datetime.now(UTC)"))
    for name, score in (("least", least), ("matches", matches)):
        if score is not None and not 0 < score <= 1:
            faults.append(Fault(name, f"{score}", "a score above 0, to 1"))
    if faults:
        raise InputError(faults=faults)
    if second_opinion:
        # Without the extra that is said before anybody is screened, and not in the middle of a file.
        must_have()
    book = rulebook or Rulebook.load()
    scores = {"least": least, "matches": matches}
    store = Store.open(lists_file(None if lists is None else str(lists)))
    changed = changed_since(store, affected_by, since, book.nations, least) if affected_by else None
    return Screener(
        store,
        now or datetime.now(tz=UTC),
        known=read_known_lists(book.folder),
        nations=book.nations,
        exporter=exporter,
        second_opinion=second_opinion,
        changed=changed,
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


def rescreen(
    parties: Iterable[str | Mapping[str, Any] | Party], /, *, by: str, since: date | None = None, **options: Any
) -> list[Screening]:
    """Screen parties again after a list was updated, and return those whom the update concerns.

    A party is concerned where an entry that was added or changed is a hit, and where an entry was a hit before it was changed or removed;
    :attr:`~licet.screening.answer.Screening.changes` says which. A party that could not be screened in full is among them: of it nobody knows.

    Args:
        parties: whom.
        by: the name of the list.
        since: the vintage with which they were screened before; the one before the last update by default.
        **options: those of :func:`screen`.

    Raises:
        InputError: as :func:`screen` does, and where what changed is not known.
    """
    return [one for one in screen(parties, affected_by=by, since=since, **options) if concerned(one)]


def concerned(screening: Screening) -> bool:
    """Whether a change of a list concerns a party, or may, since it could not be screened in full."""
    return bool(screening.changes) or screening.status == NOT_SCREENED


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

    Raises:
        InputError: as :func:`screener` does, and for a second opinion without the extra.
        LicetError: where one of the processes was ended from without; no party is left out in silence.
    """
    wanted = jobs or os.cpu_count() or 1
    options["now"] = options.get("now") or datetime.now(tz=UTC)
    if wanted == 1 or len(parties) < _ALONE or (rulebook is not None and rulebook.reforms):
        yield from screener(rulebook=rulebook, **options).screen_all(parties)
        return
    # What is wrong with the options is found here and not in every process.
    screener(rulebook=rulebook, **options)
    folder = str(rulebook.folder) if rulebook is not None else None
    yield from _shared_out(parties, wanted, folder, options)


def _shared_out(
    parties: Sequence[Party], jobs: int, folder: str | None, options: dict[str, Any]
) -> Iterator[Screening]:
    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(folder, options))
    waiting: list[Future[list[Screening]]] = []
    try:
        chunks = (parties[first : first + _CHUNK] for first in range(0, len(parties), _CHUNK))
        waiting += [pool.submit(_screened, chunk) for chunk in chunks]
        for done in waiting:
            yield from done.result()
    except BrokenProcessPool:
        found, mend = "a process that screened was ended from without", "screen again, with fewer --jobs"
        raise LicetError(faults=[Fault("screening", found, "an answer for every party", mend)]) from None
    finally:
        if not all(done.done() for done in waiting):
            # Nobody waits for answers that nobody reads.
            for process in list((getattr(pool, "_processes", None) or {}).values()):
                process.terminate()
        pool.shutdown(cancel_futures=True)


_HERE: list[Screener] = []


def _begin(folder: str | None, options: dict[str, Any]) -> None:
    import gc

    # An interruption from the keyboard reaches every process; the one that shares out the work ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _HERE[:] = [screener(rulebook=Rulebook.load(folder), **options)]
    # What was read stays until the end; looking through it for waste takes longer than a thousand screenings.
    gc.freeze()
    # What a screening makes is let go without being looked for, and what it keeps for the next is no waste.
    gc.set_threshold(100_000)


def _screened(parties: Sequence[Party]) -> list[Screening]:
    return [_HERE[0].screen(party) for party in parties]


def _party(given: object, stater: Stater, where: str) -> Party:
    if isinstance(given, Party):
        return _checked(given, where)
    stated = {"name": given} if isinstance(given, str) else given
    if not isinstance(stated, Mapping):
        raise InputError(faults=[Fault(where, f"{given!r:.60}", "a name, or a mapping such as {'name': 'ACME'}")])
    try:
        node = from_value(dict(stated), Where(where))
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None
    assert isinstance(node, MappingNode)
    return party_stated(node, stater)


def _checked(party: Party, where: str) -> Party:
    """Return a party that was made in Python and not read, where it can be screened."""
    from licet.registers.screening_lists.dates import born

    faults = [] if party.name.strip() else [Fault(where, "a party without a name", "a name")]
    if party.kind not in KINDS:
        faults.append(Fault(where, f"the kind {party.kind!r}", " | ".join(KINDS)))
    faults += [
        Fault(where, f"born {day!r}", "a day, month or year as YYYY-MM-DD, YYYY-MM or YYYY")
        for day in party.born
        if born(day) != day
    ]
    if faults:
        raise InputError(faults=faults)
    return party
