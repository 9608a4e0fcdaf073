"""The addresses below ``/cases/``."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as elsewhere
from django.urls import path

from licet.web.casework import elsewhere_pages as oidc
from licet.web.casework.acting import ActPage
from licet.web.casework.application import ApplicationPage, NewApplication
from licet.web.casework.case_page import CasePage
from licet.web.casework.chain_page import Chain, Events, Heads
from licet.web.casework.denial_pages import Denials, OneDenial
from licet.web.casework.denial_upload import DenialUpload
from licet.web.casework.documents import Document
from licet.web.casework.due_pages import Due, Times
from licet.web.casework.papers_pages import Export, OnePaper, PaperAsTable
from licet.web.casework.people_pages import MakeAccount, MakeOrganisation, OnePerson, People
from licet.web.casework.place import ActAs
from licet.web.casework.report_pages import ReportFile, Reports
from licet.web.casework.stale_pages import Stale
from licet.web.casework.worklist import Worklist, WorklistFile

# Of the addresses of allauth only those that are used: nobody signs up, and nothing is sent by mail.
ACCOUNTS = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/second-factor/", mfa.index, name="mfa_index"),
    path("account/second-factor/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("account/second-factor/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-factor/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/elsewhere/cancelled/", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/elsewhere/error/", elsewhere.login_error, name="socialaccount_login_error"),
    path("account/elsewhere/<str:provider_id>/", oidc.login, name="openid_connect_login"),
    path("account/elsewhere/<str:provider_id>/callback/", oidc.callback, name="openid_connect_callback"),
]
PLACES = [
    path("", Worklist.as_view(), name=Worklist.name),
    path("cases.csv", WorklistFile.as_view(), name=WorklistFile.name),
    path("due/", Due.as_view(), name=Due.name),
    path("times/", Times.as_view(), name=Times.name),
    path("times/<str:job>/", Times.as_view(), name=Times.of),
    path("denials/", Denials.as_view(), name=Denials.name),
    path("denials/new/", DenialUpload.as_view(), name=DenialUpload.name),
    path("denials/<int:denial>/", OneDenial.as_view(), name=OneDenial.name),
    path("stale/", Stale.as_view(), name=Stale.name),
    path("stale/<str:job>/", Stale.as_view(), name=Stale.of),
    path("reports/", Reports.as_view(), name=Reports.name),
    path("reports/<str:job>/", Reports.as_view(), name=Reports.of),
    path("reports/<str:job>/<str:file>", ReportFile.as_view(), name=ReportFile.name),
    path("audit/", Chain.as_view(), name=Chain.name),
    path("audit/heads.txt", Heads.as_view(), name=Heads.name),
    path("audit/events/", Events.as_view(), name=Events.name),
    path("audit/<str:job>/", Chain.as_view(), name=Chain.of),
    path("role/", ActAs.as_view(), name=ActAs.name),
    path("new/", NewApplication.as_view(), name=NewApplication.name),
    path("people/", People.as_view(), name=People.name),
    path("people/new/", MakeAccount.as_view(), name=MakeAccount.name),
    path("people/organisation/", MakeOrganisation.as_view(), name=MakeOrganisation.name),
    path("people/of/<str:person>/", OnePerson.as_view(), name=OnePerson.name),
    path("<uuid:case>/", CasePage.as_view(), name=CasePage.name),
    path("<uuid:case>/documents/<slug:digest>/", Document.as_view(), name=Document.name),
    # These acts have a page of their own, at the address that every act has.
    path("<uuid:case>/change_draft/", ApplicationPage.as_view(), {"act": "change_draft"}, name="cases.change_draft"),
    path("<uuid:case>/restate/", ApplicationPage.as_view(), {"act": "restate"}, name="cases.restate"),
    path("<uuid:case>/papers/<slug:slug>.pdf", OnePaper.as_view(), name=OnePaper.name),
    path("<uuid:case>/papers/<slug:slug>.csv", PaperAsTable.as_view(), name=PaperAsTable.name),
    path("<uuid:case>/export.zip", Export.as_view(), name=Export.name),
    path("<uuid:case>/<slug:act>/", ActPage.as_view(), name=ActPage.name),
]
urlpatterns = [*ACCOUNTS, *PLACES]
