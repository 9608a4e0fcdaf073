"""Work in a process of its own, with limits of memory, of processor and of time: whatever somebody else wrote is read there, and nowhere else.

The process is told what to do on its standard input, which stays open: when it closes, whoever asked is gone, and the process ends. What it
has to say are lines of JSON on its standard output. A limit that is reached is a fault in plain words, and never the end of who asked.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import msgspec

from licet.errors import Fault, InputError

Tell = Callable[[int, int, str], None]
"""Takes how much is done, of how much (0 where that is not known), and what is being done."""

# No line that is told is longer, so that whoever reads it does not grow without end.
_LONGEST = 2**26
# All that a process that reads what others wrote needs of its surroundings: where programs and its own files are, and how texts are written.
_NEEDED = frozenset(
    [
        "PATH",
        "PYTHONPATH",
        "PYTHONHOME",
        "VIRTUAL_ENV",
        "LD_LIBRARY_PATH",
        "HOME",
        "USERPROFILE",
        "LOCALAPPDATA",
        "SYSTEMROOT",
        "XDG_CACHE_HOME",
        "XDG_DATA_HOME",
        "LICET_CACHE",
        "LICET_LISTS",
        "LANG",
        "LANGUAGE",
        "LC_ALL",
        "LC_CTYPE",
        "TZ",
    ]
)
# So much longer than its limit of processor a process may take to end of itself.
_GRACE = 5
# Each thread reserves memory of its own, which counts.
_THREADS = {"POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "2", "NUMBA_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"}
_STEP = 0.25


class Reached(InputError):
    """A limit that was reached."""


class Broken(Exception):
    """Work that ended otherwise than it may: a defect of Licet, whose account is in the file that is named."""


class Stopped(Exception):
    """Work that nobody wants any more."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a process may take.

    Attributes:
        seconds: of time.
        memory: in bytes.
        file: the longest file that it may write, in bytes.
        lifts: whether it may lift its limit of memory itself, once it reads nothing of others any more; no other limit is ever lifted.
    """

    seconds: float
    memory: int = 4 * 2**30
    file: int = 2**30
    lifts: bool = False


def limited(
    work: str,
    folder: Path,
    asked: Mapping[str, Any],
    bounds: Bounds,
    tell: Tell | None = None,
    goes_on: Callable[[], bool] | None = None,
) -> Any:
    """Do work in a process of its own.

    Args:
        work: ``module:function`` of Licet; the function takes the folder, what is asked, and what it tells its progress.
        folder: where it reads and writes; it is the working folder of the process.
        asked: what is asked, as plain data.
        bounds: what it may take.
        tell: is told the progress.
        goes_on: is asked now and then whether the work is still wanted.

    Returns:
        What the function returned, as plain data.

    Raises:
        InputError: with the faults that it found.
        Reached: where it reached a limit.
        Stopped: where it was no longer wanted.
        Broken: where it ended otherwise.
    """
    order = msgspec.json.encode({"work": work, "folder": str(folder), "asked": asked, "bounds": asdict(bounds)})
    ends = time.monotonic() + bounds.seconds
    with _process(folder) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(order + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            pass  # It ended at once; what it told says why.
        told: queue.Queue[dict[str, Any] | None] = queue.Queue(1000)
        threading.Thread(target=_listen, args=(process.stdout, told), daemon=True).start()
        while True:
            try:
                line = told.get(timeout=_STEP)
            except queue.Empty:
                line = {}
            if line is None:
                raise _ended(process.wait(_STEP * 20), folder, bounds)
            if "answer" in line:
                return line["answer"]
            if "faults" in line:
                raise (Reached if line.get("reached") else InputError)(faults=[Fault(**one) for one in line["faults"]])
            if "done" in line and tell is not None:
                tell(line["done"], line["whole"], line["told"])
            if goes_on is not None and not goes_on():
                raise Stopped
            if time.monotonic() > ends:
                raise _too_long(bounds)


@contextmanager
def _process(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start the process, and end it when this ends; what it says of defects stays in its folder."""
    known = {name: value for name, value in os.environ.items() if name.upper() in _NEEDED}
    with (folder / "account.txt").open("wb") as account:
        process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=account,
            env={**known, **_THREADS, "TMPDIR": str(folder)},
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()
        process.wait()


def _listen(stream: IO[bytes], told: queue.Queue[dict[str, Any] | None]) -> None:
    try:
        for line in iter(lambda: stream.readline(_LONGEST), b""):
            told.put(msgspec.json.decode(line))
    except (ValueError, OSError):  # Cut short, too long, or closed since nobody listens any more.
        pass
    told.put(None)


def _too_long(bounds: Bounds) -> Reached:
    found = f"work that had not ended after {bounds.seconds:g} s"
    return Reached(faults=[Fault("time", found, "work that ends sooner", "hand in less at a time")])


def _too_large(bounds: Bounds) -> Reached:
    found = f"work that takes more than {bounds.memory / 2**30:.2g} GiB of memory"
    return Reached(faults=[Fault("memory", found, "work that takes less", "hand in less at a time")])


def _ended(code: int, folder: Path, bounds: Bounds) -> Exception:
    """Return what a process that said nothing of its end ended of."""
    import signal

    if code == -getattr(signal, "SIGXCPU", 0):
        return _too_long(bounds)
    try:
        account = (folder / "account.txt").read_bytes()[-4000:]
    except OSError:
        account = b""
    # Libraries that are given no memory end the process; the system does so where there is none left.
    if code in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGKILL) or b"memory allocation" in account:
        return _too_large(bounds)
    # Where it happened; what was said of it may hold what somebody handed in.
    places = [line.strip() for line in account.decode("utf-8", "replace").splitlines() if line.startswith("  File ")]
    return Broken(
        f"a process ended with {code} at {places[-1] if places else 'its start'}; see {folder / 'account.txt'}"
    )


# In the process.


def _within(bounds: Mapping[str, Any]) -> None:
    """Take on the limits, where the system has such."""
    try:
        import resource
    except ImportError:
        return
    seconds = int(bounds["seconds"]) + 1
    for kind, most, grace in (
        (resource.RLIMIT_AS, bounds["memory"], None if bounds["lifts"] else 0),
        # Several threads use up the time of the processor faster than it passes.
        (resource.RLIMIT_CPU, 4 * seconds, _GRACE),
        (resource.RLIMIT_FSIZE, bounds["file"], 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, hard = resource.getrlimit(kind)
        within = (most, hard if grace is None else most + grace)
        resource.setrlimit(
            kind, within if hard == resource.RLIM_INFINITY else (min(within[0], hard), min(within[1], hard))
        )


def end_with_input() -> None:
    """End at once when whoever asked is gone."""
    while os.read(0, 1):
        pass
    os._exit(3)


def _work_here() -> None:
    voice = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What libraries print is no answer.
    order = msgspec.json.decode(sys.stdin.buffer.readline())
    # Files are then named as who handed them in knows them, and no fault tells a place of this machine.
    sys.path[:] = [str(Path(place).resolve()) for place in sys.path]
    os.chdir(order["folder"])
    _within(order["bounds"])
    threading.Thread(target=end_with_input, daemon=True).start()

    def say(line: Any) -> None:
        voice.write(msgspec.json.encode(line) + b"\n")
        voice.flush()

    def tell(done: int, whole: int, told: str) -> None:
        say({"done": done, "whole": whole, "told": told})

    module, _, function = order["work"].partition(":")
    try:
        say({"answer": getattr(import_module(module), function)(Path(order["folder"]), order["asked"], tell)})
    except InputError as error:
        say({"faults": [asdict(fault) for fault in error.faults]})
    except MemoryError:
        reached = _too_large(Bounds(**order["bounds"]))
        say({"reached": True, "faults": [asdict(fault) for fault in reached.faults]})
    os._exit(0)  # Without waiting for threads of libraries.


if __name__ == "__main__":
    _work_here()
