"""What the site keeps in its database beside cases: background work, for an hour, and which passwords are to be changed."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


def unguessable() -> str:
    """Return an id that nobody finds by trying."""
    return secrets.token_urlsafe(24)


class Job(models.Model):
    """Work that takes longer than a request may.

    Attributes:
        id: unguessable; whoever knows it may see and delete the work.
        kind: what is done, one of ``licet.web.jobs.KINDS``.
        asked: what is asked, as plain data.
        key: what names work whose result is the same for all; empty for what somebody handed in.
        state: waiting, running, done or failed.
        done, whole, told: how far it has come: of how much (0 where that is not known), and in words.
        faults: what was found wrong.
        answer: what the work returned.
        tries: how often it was begun.
        made, beat, seen: when it was asked, when its process was last seen, and when somebody last asked for its state.
        ends: when it is deleted, once it is over.
    """

    id = models.CharField(primary_key=True, max_length=64, default=unguessable, editable=False)
    kind = models.CharField(max_length=40)
    asked = models.JSONField()
    key = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=10, default=WAITING, db_index=True)
    done = models.BigIntegerField(default=0)
    whole = models.BigIntegerField(default=0)
    told = models.CharField(max_length=200, blank=True, default="")
    faults = models.JSONField(default=list)
    answer = models.JSONField(null=True)
    tries = models.IntegerField(default=0)
    made = models.DateTimeField(default=timezone.now)
    beat = models.DateTimeField(default=timezone.now)
    seen = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(db_index=True)

    class Meta:
        """Each key is there once, so that two who ask the same get the same."""

        constraints = (models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_of_a_key"),)

    @property
    def over(self) -> bool:
        """Whether it has come to its end, well or not."""
        return self.state in (DONE, FAILED)

    @property
    def share(self) -> int | None:
        """How much is done, in hundredths; None where that is not known."""
        return min(100, 100 * self.done // self.whole) if self.whole else None

    def plain(self) -> dict[str, Any]:
        """Return its state as plain data."""
        return {
            "state": self.state,
            "progress": None if self.over else {"done": self.done, "of": self.whole or None, "doing": self.told},
            "faults": self.faults,
            "made": self.made.isoformat(timespec="seconds"),
            "deleted_at": self.ends.isoformat(timespec="seconds"),
        }


class OneTimePassword(models.Model):
    """That the password of an account was made for somebody, and is to be changed by them before anything else.

    Attributes:
        user: whose account.
        made: when; after some hours it lets nobody in.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="one_time_password")
    made = models.DateTimeField()
