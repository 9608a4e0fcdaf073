"""The proposals that were asked for by name, or by the path of a file of law that is read beside the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from licet.errors import Fault, InputError, LawError, near
from licet.rulebook.instruments import UNVERIFIED, Instrument
from licet.rulebook.instruments_reading import read_instrument
from licet.rulebook.library import Library
from licet.rulebook.names import reform_called
from licet.rulebook.reading import all_faults
from licet.rulebook.reforming import Reform
from licet.rulebook.windows import OPEN_START, NotAWindow, read_date


def read_reforms(
    library: Library, named: Iterable[str], files: dict[str, bytes], written: Mapping[str, bytes]
) -> tuple[Reform, ...]:
    """Return the proposals that were asked for; one in a file of its own is read into the library and its text put among the files.

    Args:
        library: the law.
        named: the proposals, by name or by the path of a file, each perhaps with ``@DATE``.
        files: the files of law: path → content.
        written: texts of reforms that lie in no file, by the name that stands for them; it is never taken for a path.

    Raises:
        InputError: for a proposal that does not exist.
        LawError: for a file that is no law.
    """
    proposals = {i.short: i for i in library.instruments.values() if i.proposal}
    reforms: list[Reform] = []
    faults: list[Fault] = []
    for name in named:
        called, text = reform_called(name)
        since = OPEN_START
        if text or called != name:
            try:
                since = read_date(text).toordinal()
            except NotAWindow as error:
                faults.append(Fault("--reform", str(error), "NAME@YYYY-MM-DD"))
        instrument = proposals.get(called) or library.instruments.get(called)
        path = Path(called)
        if instrument is None and (called in written or (path.suffix == ".md" and path.is_file())):
            files[path.name] = written[called] if called in written else path.read_bytes()
            instrument = read_instrument(library, path.name, files[path.name])
            if instrument is None:
                raise LawError(faults=all_faults(library.faults))
            if called in written:
                instrument = library.instruments[instrument.id] = _by_its_author(instrument)
        if instrument is None or not instrument.proposal:
            faults.append(
                Fault(
                    "--reform",
                    f"'{called}'" + ("" if instrument is None else ", which is law and no proposal"),
                    f"a file or one of {', '.join(sorted(proposals))}",
                    near(called, proposals),
                )
            )
            continue
        if any(reform.instrument == instrument.id for reform in reforms):
            faults.append(Fault("--reform", f"'{called}' a second time", "every reform once"))
        reforms.append(Reform(name, instrument.id, since))
    if faults:
        raise InputError(faults=faults)
    return tuple(reforms)


def _by_its_author(instrument: Instrument) -> Instrument:
    """Return a text that somebody wrote as what it is: its author's word, which nobody checked, whatever it says of itself."""
    rules = tuple(replace(rule, standing=UNVERIFIED) for rule in instrument.rules)
    return replace(instrument, standing=UNVERIFIED, rules=rules)
