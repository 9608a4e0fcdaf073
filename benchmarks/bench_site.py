"""The site under load: reviews a second with the time that 95 of 100 take, 200 users at once, what a page weighs, and the memory of the server.

The site runs as it is deployed (``gunicorn --config python:licet.web.gunicorn_conf licet.web.wsgi``), and is asked from this process over
connections that are kept. Every answer is held against that of the command for the same transfer. ``make bench`` writes the figures into
``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import itertools
import json
import os
import platform
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from varied import varied

from licet.language.nodes import Where, from_value
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater

HERE = Path(__file__).resolve().parent
START, END = "<!-- site -->", "<!-- /site -->"
RATE, SLOWEST, USERS, WEIGHT = 50, 0.2, 200, 150_000
SEED = 20261122
# So many other reviews a site has answered, for each that is measured: it is up for days, and keeps what it has found out.
BEFORE = 4


@dataclass(frozen=True)
class Ask:
    """One request, and what shows that its answer is that of its own transfer."""

    whole: bytes
    transfer: dict[str, Any]
    number: int


@dataclass(frozen=True)
class Answered:
    """An answer: which request it is for, its status and body, and the seconds from when it was due to when it was there."""

    ask: Ask
    status: int
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Load:
    """What one load came to."""

    answers: list[Answered]
    lost: int
    seconds: float
    server: float
    asking: float


# The site.


@contextmanager
def site(**settings: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Start the site on a free port, with a folder and a database of its own, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        own = {
            "LICET_SITE_FOLDER": folder,
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite",
            "SECRET_KEY": "of the benchmark",
            "LICET_LISTS": "off",
            "LICET_API_RATE": "10000000",
            "PYTHONPATH": _paths(HERE.parent / "src"),
            **settings,
        }
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
        command += ["--config", "python:licet.web.gunicorn_conf", "licet.web.wsgi"]
        process = subprocess.Popen(command, env={**os.environ, **own}, cwd=folder)
        try:
            _wait_for(port, process)
            yield port, process
        finally:
            process.terminate()
            process.wait(timeout=30)


def _paths(licet: Path) -> str:
    """Return where Python looks for packages: for Licet in one folder, for all others where this process does."""
    return os.pathsep.join([str(licet), *sys.path])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"The site did not start: {process.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=30):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The site did not answer within a minute")


def _family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += _family(int(child))
    return found


def spent(pid: int) -> float:
    """Return the seconds of a processor that the site has taken."""
    ticks = 0
    for one in _family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def peak(pid: int) -> tuple[float, float]:
    """Return the most memory that one process of the site held, and what all hold now with what they share counted once, in MB."""
    most, together = 0.0, 0.0
    for one in _family(pid):
        status = Path(f"/proc/{one}/status").read_text()
        most = max(most, float(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024)  # type: ignore[index]
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        together += float(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024  # type: ignore[index]
    return most, together


# The load.


class Connection:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, whole: bytes) -> tuple[int, bytes]:
        """Return the status and the body of an answer."""
        try:
            return await self._once(whole)
        except (ConnectionError, asyncio.IncompleteReadError):
            # A server may end a kept connection at any time; what it took and did not answer would be lost a second time.
            self._streams = None
            return await self._once(whole)

    async def _once(self, whole: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**22)
        reader, writer = self._streams
        writer.write(whole)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        body = await reader.readexactly(int(length[1])) if length else await reader.read()
        if not length or b"connection: close" in head.lower():
            writer.close()
            self._streams = None
        return int(head[9:12]), body


async def _answered(connection: Connection, ask: Ask, due: float) -> Answered:
    status, body = await connection.ask(ask.whole)
    return Answered(ask, status, body, time.monotonic() - due)


async def at_a_rate(port: int, asks: Sequence[Ask], rate: float) -> tuple[list[Answered], int]:
    """Ask at a fixed rate, however long the answers take, so that a slow one makes those behind it late and is seen."""
    free: list[Connection] = []
    begin = time.monotonic() + 0.1

    async def one(number: int, ask: Ask) -> Answered:
        due = begin + number / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        connection = free.pop() if free else Connection(port)
        found = await _answered(connection, ask, due)
        free.append(connection)
        return found

    found = await asyncio.gather(*(one(n, ask) for n, ask in enumerate(asks)), return_exceptions=True)
    return _told_apart(found)


async def by_users(port: int, asks: Sequence[Ask], users: int) -> tuple[list[Answered], int]:
    """Let so many users ask at once, each the next thing as soon as there is an answer."""
    waiting = iter(asks)

    async def user() -> list[Any]:
        connection = Connection(port)
        found: list[Any] = []
        for ask in waiting:
            try:
                found.append(await _answered(connection, ask, time.monotonic()))
            except (OSError, EOFError) as error:
                found.append(error)
        return found

    return _told_apart([one for found in await asyncio.gather(*(user() for _ in range(users))) for one in found])


def _told_apart(found: Sequence[Any]) -> tuple[list[Answered], int]:
    answers = [one for one in found if isinstance(one, Answered)]
    return answers, len(found) - len(answers)


def load(process: subprocess.Popen[bytes], work: Coroutine[Any, Any, tuple[list[Answered], int]]) -> Load:
    """Return what a load came to, with the time of a processor that the site and this process took."""
    server, own, begin = spent(process.pid), time.process_time(), time.monotonic()
    answers, lost = asyncio.run(work)
    took = time.monotonic() - begin
    return Load(answers, lost, took, spent(process.pid) - server, time.process_time() - own)


def pace() -> float:
    """Return the milliseconds of a processor that a fixed loop takes: how fast the machine is at the moment."""
    begin, total = time.process_time(), 0
    for number in range(2_000_000):
        total += number
    return 1000 * (time.process_time() - begin)


# What is asked, and what is right.


def asks(kind: str, transfers: Sequence[dict[str, Any]], port: int, first: int = 0) -> list[Ask]:
    """Return the requests for some transfers: of the review page, or of the API."""
    host = f"Host: 127.0.0.1:{port}\r\n".encode()
    found = []
    for number, stated in enumerate(transfers, first):
        if kind == "page":
            whole = b"GET /review/?" + address(stated).encode() + b" HTTP/1.1\r\n" + host + b"\r\n"
        else:
            body = json.dumps({"id": number, **stated}).encode()
            head = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            path = b"/api/v1/review" + (b"?exact=quick" if kind == "api, quick" else b"")
            whole = b"POST " + path + b" HTTP/1.1\r\n" + host + head + body
        found.append(Ask(whole, stated, number))
    return found


def address(stated: dict[str, Any]) -> str:
    """Return the query of the review page for a transfer."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "licet.web.settings")
    from licet.web.stating_in_addresses import Said, texts_of

    book = Rulebook.load()
    texts = texts_of(book, Stater(book, datetime.date(2026, 11, 1)).read(from_value(stated, Where("benchmark"))))
    assert texts is not None
    return Said(texts).query()


def commanded(transfers: Sequence[dict[str, Any]], exact: str) -> list[dict[str, Any]]:
    """Return the answers of the command, which does for each what is done here for all of them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "transfers.jsonl"
        file.write_text("".join(f"{json.dumps(stated)}\n" for stated in transfers), encoding="utf-8")
        command = [sys.executable, "-m", "licet", "review", str(file), "--format", "json"]
        command += ["--no-exact"] if exact == "quick" else []
        environment = {**os.environ, "LICET_LISTS": "off", "PYTHONPATH": _paths(HERE.parent / "src")}
        ran = subprocess.run(command, capture_output=True, check=True, env=environment)
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


def wrong(kind: str, answers: Sequence[Answered], right: Sequence[dict[str, Any]]) -> int:
    """Return how many answers are not those of the command for their own transfer."""
    return sum(not _is_right(kind, one, right[one.ask.number]) for one in answers)


def _is_right(kind: str, one: Answered, right: dict[str, Any]) -> bool:
    if one.status != 200:
        return False
    if kind != "page":
        told = json.loads(one.body)
        return bool(told.pop("id") == one.ask.number and told == right)
    return _page_is_right(one.body.decode(), one.ask.transfer, right)


def _page_is_right(text: str, stated: dict[str, Any], right: dict[str, Any]) -> bool:
    """Whether a page is that of its transfer, names all rules that decide, and asks for all that is missing first."""
    rules = {rule["rule"] for answer in right["answers"].values() for rule in answer["by"]}
    shown = set(re.findall(r"<code>([\w.-]+/[\w.-]+)</code>", text))
    named = f'name="date" type="date" value="{stated["date"]}"' in text
    missing = right["missing"][:3]
    return named and rules <= shown and len(missing) <= text.count('class="quiet">decides ')


# What is told.


def figures(kind: str, found: Load, wrongs: int, target: bool = True) -> tuple[str, ...]:
    """Return the row of one load."""
    seconds = sorted(one.seconds for one in found.answers)
    p95 = seconds[int(0.95 * (len(seconds) - 1))]
    done = len(found.answers) / found.seconds
    bad = found.lost + wrongs
    met = done >= 0.95 * RATE and p95 <= SLOWEST and not bad
    return (
        kind,
        f"{done:.0f}",
        f"{1000 * statistics.median(seconds):.0f} ms",
        f"{1000 * p95:.0f} ms",
        f"{1000 * found.server / len(found.answers):.0f} ms",
        f"{1000 * found.asking / len(found.answers):.1f} ms",
        f"{bad} of {len(found.answers) + found.lost}",
        ("met" if met else "missed") if target else "",
    )


HEADER = (
    "",
    "answers a second",
    "median",
    "p95",
    "processor, the site",
    "processor, asking",
    "lost or wrong",
    "target",
)


def measure(count: int, rate: float, compiled: Path | None) -> tuple[list[tuple[str, ...]], list[str]]:
    """Run all loads; return their rows, and what is to be said below them.

    The answers of the command, against which those of the site are held, are always those of the sources.

    Args:
        count: how many transfers.
        rate: how many a second.
        compiled: where Licet lies with its engine compiled, if that is measured as well.
    """
    book, before = Rulebook.load(), os.getloadavg()[0]
    transfers = list(itertools.islice(varied(book, SEED), count))
    others = list(itertools.islice(varied(book, SEED + 1), BEFORE * count))
    right = {exact: commanded(transfers, exact) for exact in ("quick", "default")}
    rows: list[tuple[str, ...]] = []
    notes: list[str] = []
    paces: list[float] = []
    served: list[tuple[str, str, str, dict[str, str]]] = [
        ("page", "page", "quick", {}),
        ("api, quick", "api, quick", "quick", {}),
        ("api", "api", "default", {}),
    ]
    if compiled:
        paths = {"PYTHONPATH": _paths(compiled.resolve())}
        served[1:1] = [("page, compiled", "page", "quick", paths)]
        served[3:3] = [("api, quick, compiled", "api, quick", "quick", paths)]
    for title, kind, exact, settings in served:
        with site(**settings) as (port, process):
            # What others ask first brings whatever a process keeps once it has been asked for it.
            load(process, by_users(port, asks(kind, others, port), 4))
            asked = asks(kind, transfers, port)
            again = asked[:20] * (count // 20)
            loads = {
                f"{title}: {rate:g} a second, no two the same": (at_a_rate(port, asked, rate), True),
                f"{title}: {rate:g} a second, twenty again and again": (at_a_rate(port, again, rate), True),
                f"{title}: {USERS} users at once": (by_users(port, asked, USERS), False),
            }
            for name, (work, target) in loads.items():
                paces.append(pace())
                found = load(process, work)
                rows.append(figures(name, found, wrong(kind, found.answers, right[exact]), target))
                print(*rows[-1], sep=" | ", flush=True)
            most, together = peak(process.pid)
            notes.append(f"{title}: {most:.0f} MB, {together:.0f} MB")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return rows, [
        (
            "The most memory of one process of the site, and of all together with what they share counted once: "
            f"{'; '.join(notes)}. What asked held {own:.0f} MB."
        ),
        f"How fast the machine was: before each of these, the same loop took between {min(paces):.0f} and {max(paces):.0f} ms.",
        f"{count} transfers; load {before:.1f} before and {os.getloadavg()[0]:.1f} after, of which what asks is a part.",
    ]


def record(rows: Sequence[tuple[str, ...]], notes: Sequence[str]) -> None:
    """Write the figures into RESULTS.md, between their two marks."""
    page = HERE / "RESULTS.md"
    whole = page.read_text(encoding="utf-8")
    begin, _, rest = whole.partition(START)
    after = rest.partition(END)[2]
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, {platform.python_implementation()} {platform.python_version()}"
    machine += f" {'of the system' if sys.base_prefix == '/usr' else 'built by a user'}"
    lines = [f"| {' | '.join(HEADER)} |", f"|{' --- |' + ' ---: |' * (len(HEADER) - 1)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    head = "## The site, under load"
    about = (
        f"Reviews of transfers of which no two are the same (see `varied.py`), as they come from many users. The target is {RATE} a second with 95 of 100\n"
        f"answered within {1000 * SLOWEST:.0f} ms, counted from when each was due; every answer is held against that of the command. Before, the site has\n"
        f"answered {BEFORE} times as many others."
    )
    text = "\n\n".join([head, about, f"{machine}.", "\n".join(lines), "\n".join(notes)])
    page.write_text(f"{begin.rstrip()}\n\n{START}\n\n{text}\n\n{END}{after}".rstrip() + "\n", encoding="utf-8")


def main() -> int:
    """Measure, print, and record when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the figures into benchmarks/RESULTS.md")
    parser.add_argument("--count", type=int, default=600, help="how many transfers, a multiple of twenty")
    parser.add_argument("--rate", type=float, default=RATE, help="how many a second")
    parser.add_argument("--compiled", type=Path, help="the folder of `make compiled`, to measure that as well")
    chosen = parser.parse_args()
    rows, notes = measure(chosen.count, chosen.rate, chosen.compiled)
    print(*notes, sep="\n")
    if chosen.record:
        record(rows, notes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
