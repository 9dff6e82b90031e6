"""Pages on alerts: take note of one, and the rules by which they are raised."""

import uuid

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic import access
from clinic.models import Alert
from clinic.selectors import alerts as selected
from clinic.services import alerts
from clinic.services.errors import Refused
from clinic.web.alert_forms import AlertRulesForm, ClinicAlertsForm, initial
from clinic.web.presentation.alerts import in_words
from clinic.web.roles import for_clinic_admins, for_therapists
from clinic.web.views.therapist import patient_of
from clinic.web.visitors import safe_next, signed_in

_LATEST = 30


@require_POST
@for_therapists
def acknowledge(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take note of an alert: it is no longer open for anybody."""
    user = signed_in(request)
    visible = Alert.objects.visible_to(user).select_related("patient")
    alert = get_object_or_404(visible, public_id=public_id)
    if alerts.acknowledge(by=user, alert=alert, now=timezone.now()):
        notices.success(request, _("Noted. Your name and the time are kept with it."))
    else:
        notices.info(request, _("Somebody else has acknowledged it before."))
    return redirect(safe_next(request, otherwise="therapist:patients"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_therapists
def patients_alerts(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a patient's alerts, who took note of them, and the rules."""
    user = signed_in(request)
    patient = patient_of(user, public_id)
    begun = initial(selected.rules_of(patient))
    form = AlertRulesForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            alerts.set_rules(
                by=user, patient=patient, wanted=form.rules(), now=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            notices.success(request, _("The rules are kept for this patient."))
            return redirect("therapist:alerts", public_id)
    shown = Alert.objects.visible_to(user).filter(patient=patient)
    latest = shown.select_related(
        "self_report", "message", "acknowledged_by", "patient"
    )
    context = {
        "place": "patients",
        "patient": patient,
        "form": form,
        "alerts": in_words(latest.order_by("-raised_at", "-pk")[:_LATEST]),
    }
    status = 422 if form.errors else 200
    return render(request, "therapist/alerts.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_clinic_admins
def clinics_rules(request: HttpRequest) -> HttpResponse:
    """Let the admin decide on the clinic's rules and its time to escalate."""
    user = signed_in(request)
    clinic = user.clinic
    access.require(clinic is not None and access.can_manage_clinic(user, clinic))
    assert clinic is not None  # noqa: S101  for mypy; required above
    begun = initial(selected.defaults_of(clinic))
    begun["escalate_after_h"] = clinic.escalate_after_h
    form = ClinicAlertsForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            alerts.set_defaults(
                by=user,
                clinic=clinic,
                wanted=form.rules(),
                escalate_after_h=form.cleaned_data["escalate_after_h"],
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            notices.success(request, _("The clinic's rules are kept."))
            return redirect("clinic_admin:alert_rules")
    context = {"place": "settings", "form": form}
    status = 422 if form.errors else 200
    return render(request, "clinic/alert_rules.html", context, status=status)
