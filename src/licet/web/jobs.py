"""Background work: started here, done by the worker of the site in a process with limits, and deleted an hour after it ended.

A worker is ``python -m django db_worker``; ``licet site`` starts one. A job whose worker was killed is begun once more, and then told as
failed. What is done by a job stands in its folder, which nobody but the owner of the site may read.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
import re
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from licet.errors import Fault, InputError, number_of
from licet.programs.limited import Bounds, Broken, Reached, Stopped, limited
from licet.version import __version__
from licet.web.beating import here
from licet.web.dress import rulebook
from licet.web.keeping import site_folder
from licet.web.models import DONE, FAILED, RUNNING, WAITING, Job
from licet.web.refusals import Busy, NotThere

# What is done → the function that does it: it takes a folder, what is asked, and what is told its progress. A worker knows these alone.
KINDS: dict[str, str] = {
    "look": "licet.programs.tabling:look",
    "answer": "licet.programs.tabling:answer",
    "comparison": "licet.programs.making_comparisons:make",
    "run": "licet.programs.tabling:run",
}
# What asks the database of cases is done by the worker itself, under the same names: it reads nothing that a visitor of the open pages hands in.
HERE: dict[str, str] = {
    "cases_verified": "licet.web.casework.works:verified",
    "cases_stale": "licet.web.casework.works:stale_cases",
    "cases_times": "licet.web.casework.works:times",
    "cases_report": "licet.web.casework.works:report",
}
# What takes minutes waits in a queue of its own, so that no table waits behind it; all else is in the queue called default.
_QUEUES = {"comparison": "comparisons", **dict.fromkeys(HERE, "comparisons")}
# What nobody looked at for so long is not wanted any more, where whoever hands it in is not bound to come back.
_UNSEEN = {"comparison": datetime.timedelta(minutes=5)}
# How to mend what reached a limit, where it is not a table that can be split.
_MENDS = {"comparison": "compare days that lie nearer, or use the command 'licet compare'"}
# What draws pictures reserves far more memory than it uses.
_DRAWS = frozenset({"comparison"})
KEPT = datetime.timedelta(hours=1)
# A process that was not seen for so long is gone.
_GONE = datetime.timedelta(seconds=20)
_BEGUN = 2
# What failed is told so long to whoever asks the same, and is then begun anew.
_FAILED_TOLD = datetime.timedelta(minutes=1)
# What waits longer has no worker.
_WAITED = datetime.timedelta(hours=6)
# So often at most is progress written down.
_WRITTEN = 0.3
_ID = re.compile(r"[A-Za-z0-9_-]{32}")
_LOG = logging.getLogger("licet.jobs")


def key_of(kind: str, asked: Mapping[str, Any]) -> str:
    """Return what names work whose result is the same for all: what is asked, the law and the program."""
    whole = msgspec.json.encode([kind, asked, rulebook().digest, __version__], order="deterministic")
    return hashlib.sha256(whole).hexdigest()


def start(
    kind: str, asked: Mapping[str, Any], files: Mapping[str, Iterable[bytes]] | None = None, key: str | None = None
) -> Job:
    """Start work, or return that of the same key.

    Args:
        kind: one of ``KINDS``.
        asked: what is asked, as plain data.
        files: name → its bytes in parts; they are put into the folder of the job.
        key: of :func:`key_of`, for work whose result is the same for all; None for what somebody handed in.

    Raises:
        Busy: where too many wait already.
    """
    sweep()
    known = _known(key) if key else None
    if known is not None:
        return known
    _check_room(kind)
    job = Job(kind=kind, asked=dict(asked), key=key or "", ends=timezone.now() + KEPT)
    place = folder(job)
    place.mkdir(mode=0o700, parents=True)
    try:
        for name, parts in (files or {}).items():
            (place / name).parent.mkdir(mode=0o700, exist_ok=True)
            with (place / name).open("wb") as file:
                file.writelines(parts)
        with transaction.atomic():
            job.save(force_insert=True)
            _enqueue(job.pk, kind)
    except IntegrityError:  # Somebody else asked the same at the same time.
        shutil.rmtree(place, ignore_errors=True)
        return _seen(Job.objects.get(key=key))
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return job


def _enqueue(pk: str, kind: str) -> None:
    work.using(queue_name=_QUEUES.get(kind, "default")).enqueue(pk)


def _beside(kind: str) -> QuerySet[Job]:
    """Return all work of the queue of a kind."""
    apart = [one for one, queue in _QUEUES.items() if queue == _QUEUES.get(kind)]
    return Job.objects.filter(kind__in=apart) if apart else Job.objects.exclude(kind__in=_QUEUES)


def _check_room(kind: str) -> None:
    """Refuse work for which there is no room.

    Raises:
        Busy: where too much waits in its queue, or too much is kept.
    """
    where, expected, mend = "the site", "fewer", "come again in a minute"
    waiting = _beside(kind).filter(state=WAITING).count()
    if waiting >= settings.LICET_JOBS_WAITING:
        raise Busy(faults=[Fault(where, f"{number_of(waiting, 'piece')} of work wait already", expected, mend)])
    kept = Job.objects.count()
    if kept >= settings.LICET_JOBS_KEPT:
        mend = "come again later; what is handed in is deleted after an hour"
        raise Busy(faults=[Fault(where, f"{number_of(kept, 'piece')} of work kept already", expected, mend)])
    places = site_folder() / "jobs"
    if sum(map(_size, places.rglob("*"))) >= settings.LICET_JOBS_BYTES:
        mend = "come again later; what is handed in is deleted after an hour"
        raise Busy(faults=[Fault(where, "no room for more files", "some", mend)])


def _size(path: Path) -> int:
    """Return the length of a file in bytes, and nothing of one that is gone by now."""
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def ahead(job: Job) -> int:
    """Return how many pieces of work come before one that waits, with that which is being done."""
    before = Q(state=RUNNING) | Q(state=WAITING, beat__lt=job.beat)
    return _beside(job.kind).filter(before).count() if job.state == WAITING else 0


def looked_at(job: Job) -> None:
    """Note that somebody looks at a job that is not over."""
    if not job.over:
        Job.objects.filter(pk=job.pk).update(seen=timezone.now())


def _unseen(job: Job) -> bool:
    """Whether nobody looks at a job any more that nobody is bound to come back to."""
    long = _UNSEEN.get(job.kind)
    return long is not None and Job.objects.filter(pk=job.pk, seen__lte=timezone.now() - long).exists()


def _known(key: str) -> Job | None:
    """Return the work of a key, unless it failed some time ago: what was wrong may be so no longer."""
    known = Job.objects.filter(key=key).first()
    if known is None:
        return None
    if known.state == FAILED and known.ends - KEPT <= timezone.now() - _FAILED_TOLD:
        delete(known)
        return None
    return _seen(known)


def go_on(job: Job, kind: str, asked: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> Job:
    """Have more done in the folder of a job that has ended, such as what its first part prepared; of two who ask at once, the first is heard.

    Args:
        job: the job.
        kind: what is done now.
        asked: what is asked, as plain data.
        files: name → its bytes; they are put into the folder of the job.
    """
    begun = Job.objects.filter(pk=job.pk, state__in=(DONE, FAILED)).update(
        kind=kind, asked=dict(asked), state=WAITING, done=0, whole=0, told="", faults=[], answer=None, tries=0,
        beat=timezone.now(), ends=timezone.now() + KEPT,
    )  # fmt: skip
    if begun:
        for name, data in (files or {}).items():
            (folder(job) / name).write_bytes(data)
        _enqueue(job.pk, kind)
    return find(job.pk)


def find(id: str) -> Job:  # noqa: A002 - it is one
    """Return a job.

    Raises:
        NotThere: where there is none of this id, or no longer.
    """
    job = Job.objects.filter(pk=id).exclude(_had_its_time()).first() if _ID.fullmatch(id) else None
    if job is None:
        found = "nothing of this name, or nothing any more"
        mend = "what is handed in is deleted after an hour, or when somebody asks for it; hand it in again"
        raise NotThere(faults=[Fault("the address", found, "work that was started within the hour", mend)])
    return _seen(job)


def folder(job: Job) -> Path:
    """Return where the work of a job is done."""
    return site_folder() / "jobs" / str(job.pk)


def delete(job: Job) -> None:
    """Delete a job and all that belongs to it; work that is being done is ended."""
    Job.objects.filter(pk=job.pk).delete()
    shutil.rmtree(folder(job), ignore_errors=True)


def _seen(job: Job) -> Job:
    """Return a job as it is, after beginning it once more where whoever worked at it is gone."""
    if job.state != RUNNING or job.beat > timezone.now() - _GONE:
        return job
    gone = Job.objects.filter(pk=job.pk, state=RUNNING, beat=job.beat)
    if job.tries < _BEGUN:
        if gone.update(state=WAITING, beat=timezone.now(), done=0, told=""):
            _enqueue(job.pk, job.kind)
    else:
        fault = Fault("the work", "it was ended from outside more than once", "", "hand it in again")
        gone.update(state=FAILED, faults=[asdict(fault)], ends=timezone.now() + KEPT)
    job.refresh_from_db()
    return job


def _had_its_time() -> Q:
    """What is over has its hour from then on; what waits has its turn first, and what is being done has its own limit of time."""
    now = timezone.now()
    return Q(state__in=(DONE, FAILED), ends__lte=now) | Q(state=WAITING, beat__lte=now - _WAITED)


def sweep() -> None:
    """Delete what has had its time, and folders that belong to nothing."""
    now = timezone.now()
    for job in Job.objects.filter(_had_its_time()):
        delete(job)
    for job in Job.objects.filter(state=RUNNING, beat__lte=now - _GONE):
        _seen(job)
    DBTaskResult.objects.finished().filter(finished_at__lte=now - KEPT).delete()
    DBTaskResult.objects.running().filter(started_at__lte=now - KEPT).delete()
    oldest = time.time() - 2 * KEPT.total_seconds()
    places = site_folder() / "jobs"
    for place in places.iterdir() if places.is_dir() else ():
        if place.stat().st_mtime < oldest and not Job.objects.filter(pk=place.name).exists():
            shutil.rmtree(place, ignore_errors=True)


@task()
def sweep_later() -> None:
    """Delete what has had its time, when its time has come."""
    sweep()


@task()
def work(id: str) -> None:  # noqa: A002 - it is one
    """Do the work of a job that waits."""
    now = timezone.now()
    if not Job.objects.filter(pk=id, state=WAITING).update(
        state=RUNNING, beat=now, ends=now + KEPT, tries=F("tries") + 1
    ):
        return
    job = Job.objects.get(pk=id)
    if _unseen(job):
        delete(job)
        return
    ends: dict[str, Any] = {"state": FAILED}
    try:
        ends = {"answer": _done(job), "state": DONE}
    except InputError as error:
        ends["faults"] = [asdict(fault) for fault in error.faults]
    except Stopped:
        pass
    except Exception as error:  # noqa: BLE001 - whatever it was, whoever asked is told, and the worker goes on
        _LOG.error(
            "Work of the kind %s failed: %s", job.kind, error if isinstance(error, Broken) else repr(error)[:200]
        )
        ends["faults"] = [asdict(Fault("the work", "it failed on our side", "", "try again later"))]
    over = timezone.now() + KEPT
    if not _mine(job).update(**ends, ends=over) and not Job.objects.filter(pk=id).exists():
        delete(job)  # It was deleted while its process still wrote.
    sweep_later.using(run_after=over + datetime.timedelta(seconds=1)).enqueue()


def _mine(job: Job) -> QuerySet[Job]:
    """Return the job, unless it was deleted or is begun anew by somebody else."""
    return Job.objects.filter(pk=job.pk, state=RUNNING, tries=job.tries)


def _done(job: Job) -> Any:
    """Do the work and return its answer, while its progress is written down."""
    if job.kind in HERE:
        return here(HERE[job.kind], folder(job), job.asked, _mine(job))
    mine = _mine(job)
    written = [0.0]
    looked = [time.monotonic()]
    wanted = [True]

    def write(**now: Any) -> None:
        written[0] = time.monotonic()
        wanted[0] = bool(mine.update(**now, beat=timezone.now()))

    def tell(done: int, whole: int, told: str) -> None:
        if time.monotonic() - written[0] >= _WRITTEN:
            write(done=done, whole=whole, told=told[:200])

    def goes_on() -> bool:
        # Work that tells much is looked after as well, so that this goes by a clock of its own.
        if time.monotonic() - looked[0] >= 4 * _WRITTEN:
            looked[0] = time.monotonic()
            write()
            if _unseen(job):
                delete(job)
                wanted[0] = False
        return wanted[0]

    bounds = Bounds(settings.LICET_JOB_SECONDS, settings.LICET_JOB_MEMORY, lifts=job.kind in _DRAWS)
    try:
        return limited(KINDS[job.kind], folder(job), job.asked, bounds, tell, goes_on)
    except Reached as error:
        mend = _MENDS.get(job.kind)
        raise InputError(faults=[replace(fault, mend=mend or fault.mend) for fault in error.faults]) from None
