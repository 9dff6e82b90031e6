"""One's own account: settings, and joining by invitation."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from clinic.models import Invitation
from clinic.services import accounts, profiles, pushes
from clinic.services.errors import Refused
from clinic.web.account_forms import JoinForm, PatientProfileForm, ProfileForm
from clinic.web.visitors import signed_in

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_SETTINGS = ("full_name", "language", "time_zone", "large_text", "result_mails")


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own settings."""
    user = signed_in(request)
    now_set = {name: getattr(user, name) for name in _SETTINGS}
    kind = PatientProfileForm if user.is_patient else ProfileForm
    form = kind(request.POST or None, initial=now_set)
    if request.method == "POST" and form.is_valid():
        profiles.change(by=user, profile=form.profile(), now=timezone.now())
        translation.activate(user.language)
        messages.success(request, _("Saved."))
        return redirect("account_profile")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "push_key": pushes.public_key() if user.is_patient else ""}
    return render(request, "account/profile.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Create an account from the link of an invitation, and sign its owner in."""
    try:
        found = accounts.open_invitation(token=token, now=timezone.now())
    except Refused as refused:
        return _refuse(request, refused)
    chosen = request.session.get(profiles.CHOSEN_LANGUAGE)
    with translation.override(chosen or found.clinic.language):
        form = _join_form(request, found)
        if request.method == "POST" and form.is_valid():
            try:
                return _join(request, token, form)
            except Refused as refused:
                return _refuse(request, refused)
            except ValidationError as error:
                form.add_error("password", error)
        return _ask(request, found, form)


def _join_form(request: HttpRequest, invitation: Invitation) -> JoinForm:
    known = accounts.suggested_profile(invitation)
    initial = {name: getattr(known, name) for name in _SETTINGS}
    initial["language"] = translation.get_language()
    return JoinForm(request.POST or None, initial=initial)


def _join(request: HttpRequest, token: str, form: JoinForm) -> HttpResponse:
    user = accounts.accept_invitation(
        token=token,
        password=form.cleaned_data["password"],
        profile=form.profile(),
        now=timezone.now(),
    )
    login(request, user, backend=_BACKEND)
    return redirect("home")


def _ask(request: HttpRequest, found: Invitation, form: JoinForm) -> HttpResponse:
    context = {"invitation": found, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "account/invitation.html", context, status=status)


def _refuse(request: HttpRequest, refused: Refused) -> HttpResponse:
    context = {"message": refused.message}
    return render(request, "account/invitation_refused.html", context, status=410)
