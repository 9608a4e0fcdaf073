"""One address of every page, with what makes it show most."""

from __future__ import annotations

PAGES = (
    "/",
    "/law/",
    "/law/?search=unmanned&standing=verified&on=2021-06-01",
    "/law/us.uas-2020/",
    "/law/us.nsm-28/",
    "/law/proposals.hr-3068-119/",
    "/law/changes/?from=2025-01-01&to=2026-01-01",
    "/annex/",
    "/annex/?search=gyro&category=II",
    "/annex/3.A/",
    "/annex/9.A.6/",
    "/annex/2.A.1.c.2/",
    "/nations/",
    "/nations/?group=nato&on=2021-01-01",
    "/nations/IT/",
    "/nations/US/",
    "/nations/tr/?on=2019-01-01",
    "/systems/?kind=uas",
    "/systems/mq-9a/",
    "/portfolio/",
    "/screen/",
    "/api/",
    "/about/",
)
# The review, whose JSON is a determination and not that of a page.
REVIEWS = (
    "/review/",
    "/review/?name=MQ-9B&kind=uas&recipient=SA&range=11100+km&payload=2155+kg&max-airspeed=unknown&date=2026-09-01",
    "/review/?kind=component&part=jet_engine&recipient=IN&date=2026-09-01&parties=ACME",
)
# Where a page has most to say.
LONG = (
    "/systems/",
    "/law/mtcr.annex.item-04/",
    "/law/changes/?from=1980-01-01&to=2026-01-01",
    "/review/?recipient=SA",
)
# What stands for pages that are no page of their own.
REFUSED = ("/nowhere/", "/law/us.uas-202/", "/law/?on=tomorrow")

# Every template once, on a page that is short.
TEMPLATES = (
    "/",
    "/law/?search=slow",
    "/law/us.uas-2020/",
    "/law/changes/?from=2020-07-23&to=2020-07-25",
    "/annex/?search=gyro&category=II",
    "/annex/9.A.6/",
    "/nations/?group=aukus",
    "/nations/IT/",
    "/systems/?search=mq-9",
    "/systems/mq-9a/",
    "/portfolio/",
    "/screen/",
    "/api/",
    "/about/",
    *REVIEWS,
    "/review/?recipient=Atlantis",
    *REFUSED,
)
