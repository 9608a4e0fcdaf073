"""The addresses of the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic.base import RedirectView

from licet.web.annex_pages import AnnexTree, OneEntry
from licet.web.api import api
from licet.web.api_pages import ROOT, Api
from licet.web.compare_pages import ComparePage
from licet.web.home_pages import About, Home
from licet.web.job_pages import ADDRESSES as JOBS
from licet.web.nations_pages import EveryNation, OneNation
from licet.web.portfolio_pages import ADDRESSES as PORTFOLIOS
from licet.web.portfolio_pages import Portfolio
from licet.web.review_pages import ReviewPage
from licet.web.rulebook_pages import Changes, Law, OneInstrument
from licet.web.screen_pages import Screen
from licet.web.systems_pages import EverySystem, OneSystem

# A page whose path names something stands after those whose path could be taken for its name.
PAGES = (
    Home,
    ReviewPage,
    ComparePage,
    Law,
    Changes,
    OneInstrument,
    AnnexTree,
    OneEntry,
    EveryNation,
    OneNation,
    EverySystem,
    OneSystem,
    Portfolio,
    Screen,
    Api,
    About,
)
INDEXES = tuple(f"/{page.route}/" for page in PAGES if page.route and "<" not in page.route)


def robots(request: HttpRequest) -> HttpResponse:
    """Tell programs that walk the web which addresses to leave alone: those with a query, which are without end."""
    del request
    return HttpResponse("User-agent: *\nDisallow: /*?\nDisallow: /cases/\n", content_type="text/plain")


urlpatterns = [
    *(address for page in PAGES for address in page.paths()),
    *PORTFOLIOS,
    *JOBS,
    *([path("cases/", include("licet.web.casework.urls"))] if settings.LICET_CASES else []),
    path(ROOT.lstrip("/"), api.urls),
    path(f"{ROOT.lstrip('/')}docs", RedirectView.as_view(pattern_name="api", permanent=False)),
    path("robots.txt", robots),
    path("favicon.ico", RedirectView.as_view(url="/static/licet/mark.svg", permanent=True)),
]
handler400 = "licet.web.refusals.bad_request"
handler403 = "licet.web.refusals.forged"
handler404 = "licet.web.refusals.not_found"
handler500 = "licet.web.refusals.broken"
