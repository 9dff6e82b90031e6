"""Pages of clinic admins: accounts, invitations, care, settings."""

import uuid
from collections import defaultdict
from typing import Final

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from clinic import access
from clinic.models import CareRelationship, Clinic, Invitation, User
from clinic.services import accounts, care, clinics
from clinic.services.errors import Refused
from clinic.web.forms import (
    CareForm,
    ClinicForm,
    InviteForm,
    LogoForm,
    ServiceAccountForm,
    TransferForm,
)
from clinic.web.presentation import people
from clinic.web.roles import for_clinic_admins
from clinic.web.visitors import signed_in

_PEOPLE_FIRST: Final = ["role", "full_name", "pk"]


@require_safe
@for_clinic_admins
def people_page(request: HttpRequest) -> HttpResponse:
    """Show the clinic's accounts and open invitations."""
    return _people(request)


@require_POST
@for_clinic_admins
def invite(request: HttpRequest) -> HttpResponse:
    """Invite someone by mail."""
    form = InviteForm(request.POST, clinic=_clinic(request))
    if form.is_valid():
        try:
            accounts.invite(
                by=signed_in(request), now=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("email", refused.message)
        else:
            sent = _("The invitation is on its way to %(email)s.")
            notices.success(request, sent % {"email": form.cleaned_data["email"]})
            return redirect("clinic_admin:people")
    return _people(request, invite_form=form)


@require_POST
@for_clinic_admins
def assign_care(request: HttpRequest) -> HttpResponse:
    """Put a therapist in charge of a patient."""
    form = CareForm(request.POST, clinic=_clinic(request))
    if not form.is_valid():
        return _people(request, care_form=form)
    care.assign(by=signed_in(request), now=timezone.now(), **form.cleaned_data)
    notices.success(
        request, _("%(therapist)s now treats %(patient)s.") % form.cleaned_data
    )
    return redirect("clinic_admin:people")


@require_POST
@for_clinic_admins
def transfer(request: HttpRequest) -> HttpResponse:
    """Hand a patient from one therapist to another."""
    form = TransferForm(request.POST, clinic=_clinic(request))
    if not form.is_valid():
        return _people(request, transfer_form=form)
    try:
        care.transfer(by=signed_in(request), now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error("therapist", refused.message)
        return _people(request, transfer_form=form)
    notices.success(
        request, _("%(successor)s now treats %(patient)s.") % form.cleaned_data
    )
    return redirect("clinic_admin:people")


@require_POST
@for_clinic_admins
def change_account(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Close a person's account, or open it again."""
    people = User.objects.filter(clinic=_clinic(request))
    person = get_object_or_404(people, public_id=public_id)
    is_active = request.POST.get("act") == "open"
    accounts.change_access(
        by=signed_in(request), person=person, is_active=is_active, now=timezone.now()
    )
    said = _("The account is open again.") if is_active else _("The account is closed.")
    notices.success(request, said)
    return redirect("clinic_admin:people")


@require_POST
@for_clinic_admins
def withdraw_invitation(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    invitations = Invitation.objects.filter(clinic=_clinic(request))
    invitation = get_object_or_404(
        invitations.select_related("clinic"), public_id=public_id
    )
    accounts.withdraw_invitation(
        by=signed_in(request), invitation=invitation, now=timezone.now()
    )
    notices.success(request, _("The invitation is taken back."))
    return redirect("clinic_admin:people")


@require_POST
@for_clinic_admins
def end_care(request: HttpRequest, pk: int) -> HttpResponse:
    """End one care relationship."""
    active = CareRelationship.objects.active().filter(
        therapist__clinic=_clinic(request)
    )
    relationship = get_object_or_404(
        active.select_related("therapist", "patient"), pk=pk
    )
    care.end(
        by=signed_in(request),
        therapist=relationship.therapist,
        patient=relationship.patient,
        now=timezone.now(),
    )
    notices.success(request, _("The care relationship has ended."))
    return redirect("clinic_admin:people")


@require_POST
@for_clinic_admins
def open_account(request: HttpRequest) -> HttpResponse:
    """Open a service account; its token is on the answer and nowhere else."""
    form = ServiceAccountForm(request.POST)
    if not form.is_valid():
        return _people(request, account_form=form)
    _account, token = accounts.open_service_account(
        by=signed_in(request), name=form.cleaned_data["name"], now=timezone.now()
    )
    response = _people(request, token=token)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@for_clinic_admins
def close_account(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Close a service account."""
    programs = User.objects.filter(clinic=_clinic(request), role=User.Role.SERVICE)
    account = get_object_or_404(programs, public_id=public_id)
    accounts.close_service_account(
        by=signed_in(request), account=account, now=timezone.now()
    )
    notices.success(request, _("The service account is closed."))
    return redirect("clinic_admin:people")


@require_http_methods(["GET", "HEAD", "POST"])
@for_clinic_admins
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show and change how the clinic works."""
    clinic = _clinic(request)
    before = {name: getattr(clinic, name) for name in ClinicForm.base_fields}
    form = ClinicForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            clinics.change_settings(
                by=signed_in(request),
                clinic=clinic,
                settings=clinics.ClinicSettings(**form.cleaned_data),
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error("time_zone", refused.message)
        else:
            notices.success(request, _("Saved."))
            return redirect("clinic_admin:settings")
    status = 422 if request.method == "POST" else 200
    context = {
        "place": "settings",
        "form": form,
        "clinic": clinic,
        "logo_form": LogoForm(),
    }
    return render(request, "clinic/settings.html", context, status=status)


@require_POST
@for_clinic_admins
def change_logo(request: HttpRequest) -> HttpResponse:
    """Show another logo, or none."""
    chosen = LogoForm(request.POST, request.FILES)
    is_removed = request.POST.get("act") == "remove"
    if not is_removed and not chosen.is_valid():
        notices.error(request, _("Choose a picture first."))
        return redirect("clinic_admin:settings")
    try:
        clinics.change_logo(
            by=signed_in(request),
            clinic=_clinic(request),
            file=None if is_removed else chosen.cleaned_data["logo"],
            now=timezone.now(),
        )
    except Refused as refused:
        notices.error(request, refused.message)
    else:
        notices.success(request, _("Saved."))
    return redirect("clinic_admin:settings")


def _clinic(request: HttpRequest) -> Clinic:
    user = signed_in(request)
    clinic = user.clinic
    access.require(clinic is not None and access.can_manage_clinic(user, clinic))
    assert clinic is not None  # noqa: S101  for mypy; required above
    return clinic


def _people(
    request: HttpRequest,
    *,
    invite_form: InviteForm | None = None,
    care_form: CareForm | None = None,
    transfer_form: TransferForm | None = None,
    account_form: ServiceAccountForm | None = None,
    token: str = "",
) -> HttpResponse:
    clinic = _clinic(request)
    open_invitations = Invitation.objects.filter(
        clinic=clinic, accepted_at__isnull=True, expires_at__gt=timezone.now()
    )
    accounts_of = User.objects.filter(clinic=clinic, is_active=True)
    context = {
        "place": "people",
        "people": _members(clinic, signed_in(request)),
        "invitations": list(open_invitations.order_by("-invited_at")),
        "accounts": list(accounts_of.filter(role=User.Role.SERVICE)),
        "invite_form": invite_form or InviteForm(clinic=clinic),
        "care_form": care_form or CareForm(clinic=clinic),
        "transfer_form": transfer_form or TransferForm(clinic=clinic),
        "closed": list(
            User.objects.filter(clinic=clinic, is_active=False)
            .exclude(role=User.Role.SERVICE)
            .order_by("full_name", "pk")
        ),
        "account_form": account_form or ServiceAccountForm(),
        "token": token,
    }
    failed = invite_form or care_form or transfer_form or account_form
    return render(request, "clinic/people.html", context, status=422 if failed else 200)


def _members(clinic: Clinic, viewer: User) -> list[people.Member]:
    """Return the people; of hundreds, no more columns than their rows show."""
    by_patient: dict[int, list[tuple[int, str]]] = defaultdict(list)
    active = CareRelationship.objects.active().filter(patient__clinic=clinic)
    columns = ("patient_id", "pk", "therapist__full_name")
    for patient, pk, name in active.order_by("started_at").values_list(*columns):
        by_patient[patient].append((pk, name))
    found = User.objects.filter(clinic=clinic, is_active=True).exclude(
        role=User.Role.SERVICE
    )
    shown = found.order_by(*_PEOPLE_FIRST).only(*people.COLUMNS)
    return people.members(shown, by_patient, viewer=viewer)
