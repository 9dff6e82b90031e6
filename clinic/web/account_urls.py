"""Addresses of accounts: ours first, then allauth's."""

from django.urls import include, path
from django.views.generic import RedirectView

from clinic.web.views import account, language

urlpatterns = [
    path("language/", language.choose, name="choose_language"),
    path("invitation/<str:token>/", account.invitation, name="account_invitation"),
    path("accounts/profile/", account.profile, name="account_profile"),
    # The address that a clinic invited is the one that signs in: it is not changed
    # here, where allauth would offer a list of addresses.
    path("accounts/email/", RedirectView.as_view(pattern_name="account_profile")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
