"""What is counted, in the text format of Prometheus: requests by the pattern of their address, and what the register of cases looks like.

Each process of gunicorn counts for itself, in a file that all of them share (``PROMETHEUS_MULTIPROC_DIR``, which ``licet.web.gunicorn_conf`` makes);
whichever is asked tells the sum. What the register looks like is read from the database when it is asked.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from http import HTTPStatus

from django.conf import settings
from django.db import Error
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from licet.cases.models import Case, Event, Head
from licet.web.models import RUNNING, WAITING, Job
from licet.web.operating.events import log_event
from licet.web.operating.health import connected
from licet.web.operating.seen_from import is_near
from licet.web.operating.within import NoAnswer, Within

SHARED = "PROMETHEUS_MULTIPROC_DIR"
# The longest that a page may take is among them: see the load that is measured.
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_OF_THIS_PROCESS = CollectorRegistry()
_REQUESTS = Counter(
    "licet_requests", "Requests that were answered.", ("method", "route", "status"), registry=_OF_THIS_PROCESS
)
_SECONDS = Histogram(
    "licet_request_seconds", "How long an answer took.", ("route",), buckets=_BUCKETS, registry=_OF_THIS_PROCESS
)


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request.

    Args:
        method: one of the few there are.
        route: the pattern of its address.
        status: of the answer.
        seconds: how long it took.
    """
    _REQUESTS.labels(method, route, str(status)).inc()
    _SECONDS.labels(route).observe(seconds)


def metrics(request: HttpRequest) -> HttpResponse:
    """Return what is counted, to whoever may read it."""
    if not is_near(request.META, settings.NINJA_NUM_PROXIES or 0, settings.LICET_METRICS_FROM):
        log_event("metrics_refused")
        return HttpResponse("Not for this address.\n", content_type="text/plain", status=HTTPStatus.FORBIDDEN)
    shared = os.environ.get(SHARED)
    requests: Collector = MultiProcessCollector(None, shared) if shared else _OF_THIS_PROCESS
    told = generate_latest(_Of(requests)) + generate_latest(_Of(_Register()))
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)


class _Of(CollectorRegistry):
    """A registry of one thing, made for one answer."""

    def __init__(self, one: Collector) -> None:
        super().__init__()
        self.register(one)


class _Register(Collector):
    """Tells what the register looks like, or that the database does not answer."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Tell nothing beforehand, so that nobody asks the database for it."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Tell it."""
        try:
            found = _looked(settings.LICET_READY_SECONDS)
        except (NoAnswer, Error, OSError, ValueError):
            found = []
        yield GaugeMetricFamily("licet_database_up", "Whether the database answered in time.", value=float(bool(found)))
        yield from found


def _look() -> list[GaugeMetricFamily]:
    with connected():
        states = GaugeMetricFamily("licet_cases", "Cases by their state.", labels=("state",))
        for state, many in Case.objects.order_by().values_list("state").annotate(Count("pk")):
            states.add_metric((state,), many)
        jobs = GaugeMetricFamily("licet_jobs", "Background work that waits or is done.", labels=("kind", "state"))
        begun = Job.objects.filter(state__in=(WAITING, RUNNING)).order_by()
        for kind, state, many in begun.values_list("kind", "state").annotate(Count("pk")):
            jobs.add_metric((kind, state), many)
        head = Head.objects.get(pk=1)
        # Rows are never taken out and their positions have no gaps, so that the last one is how many there are; they are not counted one by one.
        last = Event.objects.aggregate(last=Max("position"))["last"] or 0
        found = [
            states,
            jobs,
            GaugeMetricFamily(
                "licet_jobs_waiting", "Background work that waits.", value=begun.filter(state=WAITING).count()
            ),
            GaugeMetricFamily("licet_events", "Events, by the position of the last one.", value=last),
            GaugeMetricFamily(
                "licet_head_position", "The position of the head; always that of the last event.", value=head.position
            ),
        ]
        if head.at:
            age = timezone.now() - datetime.datetime.fromisoformat(head.at)
            found.append(
                GaugeMetricFamily(
                    "licet_last_event_age_seconds", "How long ago the last event was.", value=age.total_seconds()
                )
            )
        return found


_looked = Within(_look)
