"""What a reader is given and what it returns: the parties of a file, and what in the file shows that nothing of it is missing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from licet.errors import Fault, InputError
from licet.language.nodes import Where
from licet.registers.published import PublishedFile
from licet.registers.screening_lists.nations_named import NationsNamed
from licet.screening.known_lists import KnownLists
from licet.screening.listed import Alias, Listed

MEND = "fetch the file again whole"

# The published lists are of some ten to sixty megabytes; a file beyond this is something else.
_MOST_BYTES = 512_000_000
# After so many bad places the rest is not told.
_MOST_FAULTS = 20


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a reader is given.

    Attributes:
        file: the file.
        add: the addresses of an SDN file, where they lie apart.
        alt: the other names of an SDN file, where they lie apart.
        mapping: for a plain table, what a column holds → its header.
        source: the code under which the entries of a list without sources stand.
        title: its title.
        nations: the names of nations, and a count of those that were not understood.
        known: the lists that the law knows.
    """

    file: PublishedFile
    nations: NationsNamed
    add: PublishedFile | None = None
    alt: PublishedFile | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    title: str = ""
    known: KnownLists = field(default_factory=KnownLists)


@dataclass(frozen=True, kw_only=True)
class ReadList:
    """A list as it was read.

    Attributes:
        parties: its entries, in the order of the file, each with an identifier of its own within its source.
        vintage: the day of its publication, as an ISO date; empty where the file does not say.
        sources: code → title of every source that has an entry.
        entries: what is counted where the publisher states a count: rows, records, entities.
        stated_count: how many the file says that there are, where it does.
        whole: whether the form itself shows that the file is whole.
        checks: what shows it, or why nothing does, in sentences.
        lacks: what is known to be missing, which no count makes good.
        notes: what was understood, and what was left out, in sentences.
    """

    parties: tuple[Listed, ...]
    vintage: str
    sources: Mapping[str, str]
    entries: int
    whole: bool
    stated_count: int | None = None
    checks: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Faults:
    """The bad places of one file, raised together."""

    def __init__(self, file: PublishedFile) -> None:
        self._file = file
        self._found: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, line: int, found: str, expected: str, mend: str = MEND, place: str = "") -> None:
        """Take one bad place.

        Args:
            line: its line; 0 where there is none.
            found: what stands there.
            expected: what should stand there.
            mend: how to put it right.
            place: the place where lines say little, such as ``results[7]``.
        """
        where = str(Where(self._file.name, line)) + (f" {place}" if place else "")
        self._found.append(Fault(where, found, expected, mend))
        if len(self._found) >= _MOST_FAULTS:
            self._found.append(Fault(self._file.name, "more faults beyond these", "a list in its published form", mend))
            self.raise_any()

    def raise_any(self) -> None:
        """Raise what was found, if anything was.

        Raises:
            InputError: with every bad place.
        """
        if self._found:
            raise InputError(faults=self._found)


def text_of(file: PublishedFile) -> str:
    """Return the text of a list without a byte order mark.

    Raises:
        InputError: for a file that is empty, far too large, or not UTF-8.
    """
    if len(file.data) > _MOST_BYTES:
        raise refused(file, 0, f"{len(file.data) / 1e6:,.0f} MB", f"at most {_MOST_BYTES / 1e6:.0f} MB")
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data[: error.start].count(b"\n") + 1
        found = f"the byte 0x{file.data[error.start]:02x}, which is not UTF-8"
        raise refused(file, line, found, "text in UTF-8", f"{MEND}, or save it as UTF-8") from None
    if not text.strip():
        raise refused(file, 0, "an empty file", "a list of parties")
    return text


def refused(file: PublishedFile, line: int, found: str, expected: str, mend: str = MEND) -> InputError:
    """Return the error of one thing wrong with a file; line 0 where there is none."""
    return InputError(faults=[Fault(str(Where(file.name, line)), found, expected, mend)])


def finished(given: Given, parties: Sequence[Listed], **more: object) -> ReadList:
    """Return a read list with an identifier for every entry and its nations accounted for.

    An entry that the list gives no identifier is called after its content, so that it keeps it from one vintage to the next as long as it
    is the same; so is the second of two entries that bear one.

    Args:
        given: what the reader was given.
        parties: the entries; an empty ``id`` is filled.
        more: the other fields of :class:`ReadList`; ``sources`` may name more than have entries.
    """
    if not parties:
        raise refused(given.file, 0, "a list without a single entry", "entries")
    named = [_called(party) for party in parties]
    often = Counter((party.source, party.id) for party in named)
    taken: Counter[tuple[str, str]] = Counter()
    own: list[Listed] = []
    for party in named:
        if often[party.source, party.id] > 1:
            party = msgspec.structs.replace(party, id=f"{party.id}+{party.digest[:8]}")
            taken[party.source, party.id] += 1
            if (number := taken[party.source, party.id]) > 1:
                party = msgspec.structs.replace(party, id=f"{party.id}+{number}")
        own.append(party)
    titles: Mapping[str, str] = more.pop("sources", {})  # type: ignore[assignment]
    present = dict.fromkeys(party.source for party in own)
    notes = [*more.pop("notes", ()), *given.nations.notes()]  # type: ignore[misc]
    empty = [title for code, title in titles.items() if code not in present]
    if empty:
        notes.append(f"Named by the file, and without an entry: {', '.join(empty)}.")
    return ReadList(
        parties=tuple(own),
        sources={code: titles.get(code) or given.known.title(code) for code in present},
        notes=tuple(notes),
        **more,  # type: ignore[arg-type]
    )


def _called(party: Listed) -> Listed:
    if party.id:
        return party
    # What tells one entry from another of the same name: where and since when, and under which order.
    parts = (party.name, party.since, party.notice, *party.addresses[:1])
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return msgspec.structs.replace(party, id=f"{party.source}-{digest[:12]}")


def once(aliases: Iterable[Alias], name: str) -> tuple[Alias, ...]:
    """Return other names once each, without the first name; of one that is listed as weak and as good, the good one."""
    best: dict[str, Alias] = {}
    for alias in aliases:
        if alias.name and alias.name != name and (alias.name not in best or best[alias.name].weak):
            best[alias.name] = alias
    return tuple(best.values())


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts trimmed, once each, in their order, without empty ones.

    >>> unique([" IR ", "", "IR", "SY"])
    ('IR', 'SY')
    """
    return tuple(dict.fromkeys(text for one in texts if (text := " ".join(one.split()))))
