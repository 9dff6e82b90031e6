"""Ask patients about pain and effort, and why an exercise was not done."""

import uuid

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic.models import Recording, SelfReport
from clinic.services import self_reports
from clinic.services.errors import Refused
from clinic.web.prescribed import prescribed_today
from clinic.web.roles import for_patients
from clinic.web.self_report_forms import AfterForm, InsteadForm, PainForm
from clinic.web.visitors import signed_in


@require_POST
@for_patients
def before(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the pain before an exercise; too much of it leads to the stop advice."""
    user = signed_in(request)
    prescription = prescribed_today(user, public_id)
    form = PainForm(request.POST)
    if not form.is_valid():
        notices.warning(request, _("Choose a number."))
        return redirect("patient:upload", public_id)
    report = self_reports.before(
        by=user,
        prescription=prescription,
        pain=form.cleaned_data["pain"],
        now=timezone.now(),
    )
    if report.is_above_limit:
        context = {"place": "today", "prescription": prescription, "report": report}
        return render(request, "patient/stop.html", context)
    notices.success(request, _("Thank you. Stop if it gets worse."))
    return redirect("patient:upload", public_id)


@require_POST
@for_patients
def after(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take how a recorded exercise felt."""
    user = signed_in(request)
    own = Recording.objects.visible_to(user).select_related("prescription__plan")
    recording = get_object_or_404(own, public_id=public_id)
    form = AfterForm(request.POST)
    if not form.is_valid():
        notices.warning(request, _("This could not be kept. Please try again."))
        return redirect("patient:recording", public_id)
    try:
        self_reports.after(
            by=user, recording=recording, now=timezone.now(), **form.cleaned_data
        )
    except Refused as refused:
        notices.warning(request, refused.message)
    else:
        notices.success(request, _("Thank you. Your therapist can see it."))
    return redirect("patient:recording", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def instead(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask why an exercise was not done as prescribed."""
    user = signed_in(request)
    prescription = prescribed_today(user, public_id)
    form = InsteadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        self_reports.instead(
            by=user,
            prescription=prescription,
            reason=SelfReport.Reason(form.cleaned_data["reason"]),
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        )
        notices.success(request, _("Thank you for telling. Your therapist can see it."))
        return redirect("patient:today")
    context = {"place": "today", "prescription": prescription, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "patient/instead.html", context, status=status)
