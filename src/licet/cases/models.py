"""What is kept of cases: the events, which nobody changes, and what is made from them for lists.

A person is the id of an account as text, so that this stands without any model of accounts.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from licet.cases.chain import GENESIS
from licet.cases.words import ROLES

_DIGEST = 64


class Event(models.Model):
    """One row of the chain; triggers of the database refuse every change of it.

    All columns that are hashed are text as it was hashed: a time or an id in a type of the database's own may be read back otherwise than it
    was written. The columns are told in :class:`licet.cases.chain.Row`.
    """

    position = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=27, db_index=True)
    case = models.CharField(max_length=36, blank=True)
    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=32, blank=True)
    organisation = models.CharField(max_length=64, blank=True)
    body = models.TextField()
    previous = models.CharField(max_length=_DIGEST)
    digest = models.CharField(max_length=_DIGEST, unique=True)

    class Meta:
        """A case is read by its events, statistics by a kind of them, an auditor by who did them."""

        indexes = (
            models.Index(fields=["case", "position"], name="events_of_a_case"),
            models.Index(fields=["kind", "position"], name="events_of_a_kind"),
            models.Index(fields=["actor", "position"], name="events_of_a_person"),
        )


class Head(models.Model):
    """The last row of the chain, of which there is one: whoever writes locks it, so that the chain never forks.

    Attributes:
        at: of the last row; empty for none.
    """

    position = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=_DIGEST, default=GENESIS)
    at = models.CharField(max_length=27, blank=True, default="")

    class Meta:
        """There is one."""

        constraints = (models.CheckConstraint(condition=Q(pk=1), name="one_head"),)


class Case(models.Model):
    """A case for lists; made from its events by :mod:`licet.cases.projection` and nothing else.

    Attributes:
        id: its UUID as text.
        position: of its last event.
        title: the names of its items.
        destinations: codes of nations between commas, with one at each end, so that ``,SA,`` finds one.
        outcome: of its decision; empty for none.
        due: the next day on which something falls due that the events name.
        reckoned: the position of the event after which it was last reckoned what is owed in the case, see :mod:`licet.cases.reckoning`; 0 for never.
        reckoned_by: the digest of the procedure by which that was done; :data:`BY_ANY` where no procedure would say otherwise.
        compared: the position of the event after which it was last asked whether the case would be answered differently, see
            :mod:`licet.cases.staleness`; 0 for never.
        compared_with: the law and the lists with which that was done, as a digest.
        unjudged: of how many denials that may be of the same transfer nobody has judged whether they are.
    """

    BY_ANY = "any"

    id = models.CharField(primary_key=True, max_length=36)
    reference = models.CharField(max_length=40, unique=True)
    position = models.BigIntegerField()
    state = models.CharField(max_length=24, db_index=True)
    since = models.DateTimeField()
    made = models.DateTimeField()
    submitted = models.DateTimeField(null=True, db_index=True)
    applicant = models.CharField(max_length=64, db_index=True)
    officer = models.CharField(max_length=64, blank=True, db_index=True)
    title = models.CharField(max_length=200, blank=True)
    destinations = models.CharField(max_length=400, blank=True)
    outcome = models.CharField(max_length=24, blank=True)
    licence = models.CharField(max_length=64, blank=True)
    due = models.DateTimeField(null=True, db_index=True)
    rulebook = models.CharField(max_length=80, blank=True, db_index=True)
    reckoned = models.BigIntegerField(default=0)
    reckoned_by = models.CharField(max_length=80, default="", db_index=True)
    compared = models.BigIntegerField(default=0)
    compared_with = models.CharField(max_length=80, default="", db_index=True)
    unjudged = models.IntegerField(default=0)

    class Meta:
        """Lists are of one state, one applicant or one officer, the oldest first; no two licences have one number."""

        indexes = (
            # Each list goes on from the last case of the page before, by its moment and then by its id.
            models.Index(fields=["state", "since", "id"], name="cases_of_a_state"),
            models.Index(fields=["officer", "state", "since", "id"], name="cases_of_an_officer"),
            models.Index(fields=["applicant", "made", "id"], name="cases_of_an_applicant"),
            models.Index(fields=["made", "id"], name="cases_as_made"),
            # What was acted on since; of a hundred thousand cases it is a few.
            models.Index(fields=["made", "id"], name="cases_to_reckon", condition=~Q(reckoned=models.F("position"))),
            models.Index(fields=["made", "id"], name="cases_to_compare", condition=~Q(compared=models.F("position"))),
            models.Index(fields=["since"], condition=Q(unjudged__gt=0), name="cases_with_denials_to_judge"),
        )
        constraints = (
            models.UniqueConstraint(fields=["licence"], condition=~Q(licence=""), name="one_licence_of_a_number"),
        )


class CaseOwed(models.Model):
    """What is owed in a case and when, as it was last reckoned from its events and the procedure; never read for a case that moved on since.

    Attributes:
        on: the last day; None where nobody can tell, or where the clock stands still.
        what, agency, silence, cite, days_not_read: as in :class:`licet.cases.owed.Owed`; silence is what it says once that day is over.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="owed")
    on = models.DateField(null=True)
    what = models.TextField()
    agency = models.CharField(max_length=64, blank=True)
    silence = models.CharField(max_length=40, blank=True)
    cite = models.TextField(blank=True)
    days_not_read = models.BooleanField(default=False)

    class Meta:
        """What is late is read by its day, the oldest first."""

        indexes = (models.Index(fields=["on", "id"], name="owed_by_day"),)


class CaseStale(models.Model):
    """What would be answered differently in a case, as it was last compared.

    Attributes:
        item, destination: of what.
        told: the difference as plain data, see :mod:`licet.cases.staleness`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stale")
    item = models.CharField(max_length=64)
    destination = models.CharField(max_length=16)
    told = models.TextField()


class CaseReferral(models.Model):
    """Before which agencies a case stands; made from its events as well."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    agency = models.CharField(max_length=64)
    asked = models.DateTimeField()
    due = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)

    class Meta:
        """An agency sees its cases, those without an answer first."""

        indexes = (
            models.Index(fields=["agency", "answered", "due"], name="cases_of_an_agency"),
            models.Index(fields=["agency", "case"], name="agencies_of_a_case"),
        )


class Attachment(models.Model):
    """The content of a document under its digest; triggers of the database refuse every change of it.

    Attributes:
        digest: SHA-256 of the content, in hex. Its name and kind stand in the events, which may name one content twice.
    """

    digest = models.CharField(primary_key=True, max_length=_DIGEST)
    size = models.BigIntegerField()
    content = models.BinaryField()


class KeptDenial(models.Model):
    """A refusal of a partner as it stands in the register; made from events of no case by :mod:`licet.cases.denials_kept`.

    Attributes:
        id: the position of the event by which it was registered first.
        key: by which it is named in the register.
        position: of the last event on it.
        told: what it says, as canonical JSON; the columns beside it are for lists.
        digest: of what it says; a verdict on a match is tied to it.
    """

    id = models.BigIntegerField(primary_key=True)
    key = models.CharField(max_length=200, unique=True)
    position = models.BigIntegerField(db_index=True)
    told = models.TextField()
    digest = models.CharField(max_length=_DIGEST)
    regime_reference = models.TextField(blank=True)
    government = models.TextField(blank=True)
    item = models.TextField(blank=True)
    entries = models.TextField(blank=True)
    revoked = models.DateField(null=True)
    review = models.DateField(null=True, db_index=True)


class KeptDenialParty(models.Model):
    """A party of a refusal of the register, for its list."""

    denial = models.ForeignKey(KeptDenial, on_delete=models.CASCADE, related_name="parties")
    name = models.TextField()
    country = models.TextField(blank=True)


class Organisation(models.Model):
    """Who applies, decides or advises.

    Attributes:
        id: a short name, such as ``state``.
        kind: ``exporter``, ``authority`` or ``agency``.
    """

    KINDS = ("exporter", "authority", "agency")

    id = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16)

    class Meta:
        """Of no other kind."""

        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=("exporter", "authority", "agency")), name="kind_of_organisation"
            ),
        )


class Membership(models.Model):
    """That a person has a role in an organisation.

    Attributes:
        person: the id of the account, as text.
        active: whether it holds; one that ended is kept, since events name it.
    """

    person = models.CharField(max_length=64, db_index=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    role = models.CharField(max_length=32)
    active = models.BooleanField(default=True)

    class Meta:
        """Each once, and of no role that is not one."""

        constraints = (
            models.UniqueConstraint(fields=["person", "organisation", "role"], name="one_membership"),
            models.CheckConstraint(condition=Q(role__in=ROLES), name="role_of_member"),
        )
