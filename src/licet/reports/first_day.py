"""The day from which reports tell the answers through the years."""

from __future__ import annotations

import datetime

# A choice of the reports and no rule of law: not long before NSDD-70, the first policy of the law that speaks of missiles.
FIRST_DAY = datetime.date(1982, 1, 1)
