"""A case as it is exported, read from the database at one moment."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from licet.cases.all_or_nothing import told
from licet.cases.case import fold
from licet.cases.chain import Row, stamp
from licet.cases.exporting.folder import Export
from licet.cases.ledger import COLUMNS, happened, head
from licet.cases.models import Attachment, Event
from licet.errors import Fault, InputError


def read_export(
    case: str, at: datetime.datetime, papers: Mapping[str, bytes] | None = None, people: Mapping[str, str] | None = None
) -> Export:
    """Return what is exported of a case.

    Args:
        case: its id.
        at: the moment.
        papers: file name → content.
        people: what ids of persons and organisations are called.

    Raises:
        InputError: for a case without an event.
        NotStored: where the database went away.
    """
    with told():
        # Rows up to a head are never changed, so that they are of one moment without holding up whoever acts meanwhile.
        last = head()
        until = Event.objects.filter(case=case, position__lte=last[0]).order_by("position")
        rows = [Row(*values) for values in until.values_list(*COLUMNS)]
        if not rows:
            raise InputError(faults=[Fault("the export", f"no event of the case '{case}'", "the id of a case")])
        state = fold(map(happened, rows))
        digests = {one.digest for one in state.attachments}
        contents = {
            one.digest: bytes(one.content) for one in Attachment.objects.filter(pk__in=digests).iterator(chunk_size=1)
        }
    return Export(state, rows, contents, papers or {}, last, stamp(at), people or {})
