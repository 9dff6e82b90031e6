"""Pages on which therapists write, change and end plans."""

import uuid
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
from clinic.models import Exercise, Plan, PlanTemplate, User
from clinic.selectors.plans import favorites_of, versions_of
from clinic.services import plan_drafts, plan_templates, plan_versions, plans
from clinic.services.errors import Refused
from clinic.services.plan_drafts import PAIN_LIMIT, Draft
from clinic.web import plan_editor
from clinic.web.plan_editor import Sheet
from clinic.web.presentation import library, plan_history
from clinic.web.roles import for_therapists
from clinic.web.views.therapist import patient_of
from clinic.web.visitors import signed_in

_FINDER: Final = "find-"


@require_http_methods(["GET", "HEAD", "POST"])
@for_therapists
def new_plan(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write a plan for a patient, from nothing or from a template."""
    user = signed_in(request)
    patient = patient_of(user, public_id)
    access.require(access.can_prescribe(user, patient))
    exercises = _offered(user)
    if request.method != "POST":
        draft = _beginning(request, user)
        today = timezone.localdate()
        sheet = plan_editor.of_draft(draft, exercises, starts_on=today, is_new=True)
        return _editor(request, patient, sheet, exercises)
    sheet, is_done = _worked_on(request, exercises, is_new=True)
    if not is_done:
        return _editor(request, patient, sheet, exercises)
    draft = sheet.draft()
    try:
        plans.prescribe(
            by=user,
            patient=patient,
            title=draft.title,
            starts_on=sheet.plan.cleaned_data["starts_on"],
            ends_on=draft.ends_on,
            pain_limit=draft.pain_limit,
            prescriptions=draft.items,
            phases=draft.phases,
            now=timezone.now(),
        )
    except Refused as refused:
        return _editor(request, patient, sheet, exercises, refused=refused)
    notices.success(request, _("Prescribed. The patient sees it under Today."))
    return redirect("therapist:patient", patient.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_therapists
def edit_plan(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a plan: what is saved is its next version."""
    user = signed_in(request)
    plan = _plan_of(user, public_id)
    exercises = _offered(user)
    if request.method != "POST":
        draft = plan_drafts.of_plan(plan)
        sheet = plan_editor.of_draft(
            draft, exercises, starts_on=plan.starts_on, is_new=False
        )
        return _editor(request, plan.patient, sheet, exercises, plan=plan)
    sheet, is_done = _worked_on(request, exercises, is_new=False)
    if not is_done:
        return _editor(request, plan.patient, sheet, exercises, plan=plan)
    try:
        new = plan_versions.change(
            by=user, plan=plan, draft=sheet.draft(), now=timezone.now()
        )
    except Refused as refused:
        return _editor(
            request, plan.patient, sheet, exercises, plan=plan, refused=refused
        )
    notices.success(request, plan_history.saved(plan, new, timezone.localdate()))
    return redirect("therapist:patient", plan.patient.public_id)


@require_POST
@for_therapists
def undo_change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Bring back what the plan said before its last change."""
    user = signed_in(request)
    plan = _plan_of(user, public_id)
    try:
        plan_versions.undo(by=user, plan=plan, now=timezone.now())
    except Refused as refused:
        notices.error(request, refused.message)
    else:
        notices.success(request, _("The last change is undone."))
    return redirect("therapist:patient", plan.patient.public_id)


@require_POST
@for_therapists
def end_plan(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End a plan now."""
    user = signed_in(request)
    plan = _plan_of(user, public_id)
    plans.end(by=user, plan=plan, now=timezone.now())
    notices.success(request, _("The plan is ended."))
    return redirect("therapist:patient", plan.patient.public_id)


@require_POST
@for_therapists
def decide_phase(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Begin the next phase, or say that it is too early."""
    user = signed_in(request)
    plan = _plan_of(user, public_id)
    try:
        if request.POST.get("decision") == "begin":
            new = plan_versions.begin_phase(by=user, plan=plan, now=timezone.now())
            said = plan_history.saved(plan, new, timezone.localdate())
            notices.success(request, said)
        else:
            plan_versions.put_off_phase(by=user, plan=plan, now=timezone.now())
            notices.success(request, _("Put off until a later session."))
    except Refused as refused:
        notices.error(request, refused.message)
    return redirect("therapist:patient", plan.patient.public_id)


@require_safe
@for_therapists
def history_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the versions of a plan: who changed what, when, and from which day."""
    plan = _plan_of(signed_in(request), public_id)
    versions = versions_of(plan)
    context = {
        "place": "patients",
        "patient": plan.patient,
        "plan": versions[-1],
        "entries": plan_history.entries(versions),
    }
    return render(request, "therapist/plan_history.html", context)


@require_POST
@for_therapists
def drop_template(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Remove a template of the clinic."""
    user = signed_in(request)
    visible = PlanTemplate.objects.visible_to(user)
    template = get_object_or_404(visible, public_id=public_id)
    plan_templates.drop(by=user, template=template, now=timezone.now())
    notices.success(request, _("The template is removed. Plans made of it stay."))
    return redirect("therapist:library")


@require_POST
@for_therapists
def favorite(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark an exercise as a favorite, or no longer."""
    user = signed_in(request)
    exercise = get_object_or_404(Exercise.objects.visible_to(user), pk=pk)
    wanted = request.POST.get("favorite") == "on"
    plan_templates.set_favorite(by=user, exercise=exercise, is_favorite=wanted)
    query = request.GET.urlencode()
    response = redirect("therapist:library")
    if query:
        response["Location"] += f"?{query}"
    return response


def _plan_of(user: User, public_id: uuid.UUID) -> Plan:
    """Return a plan of the therapist's patient, or answer 404."""
    visible = Plan.objects.visible_to(user)
    plan = get_object_or_404(
        visible.select_related("patient__clinic", "replaces"), public_id=public_id
    )
    access.require(access.can_prescribe(user, plan.patient))
    return plan


def _offered(user: User) -> dict[int, Exercise]:
    offered = Exercise.objects.visible_to(user).offered()
    return {one.pk: one for one in offered}


def _beginning(request: HttpRequest, user: User) -> Draft:
    """Return the template that is asked for, or an empty plan."""
    try:
        wanted = uuid.UUID(request.GET.get("template", ""))
    except ValueError:
        return Draft(title="", items=(), pain_limit=PAIN_LIMIT)
    visible = PlanTemplate.objects.visible_to(user)
    return plan_drafts.of_template(get_object_or_404(visible, public_id=wanted))


def _worked_on(
    request: HttpRequest, exercises: dict[int, Exercise], *, is_new: bool
) -> tuple[Sheet, bool]:
    """Return the sheet after what was asked for, and whether it is to be stored."""
    action = request.POST.get("action", "")
    if action not in {"save", "keep"}:
        return plan_editor.stepped(
            request.POST, action, exercises, is_new=is_new
        ), False
    sheet = plan_editor.typed(request.POST, exercises, is_new=is_new)
    if not sheet.is_valid():
        return sheet, False
    if action == "keep":
        _keep(request, sheet)
    return sheet, action == "save"


def _keep(request: HttpRequest, sheet: Sheet) -> None:
    """Keep the sheet as a template."""
    try:
        template = plan_templates.save(
            by=signed_in(request), draft=sheet.draft(), now=timezone.now()
        )
    except Refused as refused:
        sheet.plan.add_error(None, refused.message)
        return
    said = _("Kept as the template “%(title)s”, without advice and ranges.")
    notices.success(request, said % {"title": template.title})


def _editor(
    request: HttpRequest,
    patient: User,
    sheet: Sheet,
    exercises: dict[int, Exercise],
    *,
    plan: Plan | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    user = signed_in(request)
    if refused is not None:
        sheet.plan.add_error(None, refused.message)
    what = library.wanted(request.POST, _FINDER)
    offered = list(exercises.values())
    templates = PlanTemplate.objects.visible_to(user).order_by("title")
    context = {
        "place": "patients",
        "patient": patient,
        "plan": plan,
        "sheet": sheet,
        "first_day": plan_versions.first_day(plan, timezone.now()) if plan else None,
        "templates": [] if plan else templates,
        "found": library.search(offered, favorites_of(user), what),
        "facets": library.facets(offered, what),
        "what": what,
        "target": request.POST.get("find-phase", "0"),
    }
    status = 422 if sheet.has_errors else 200
    return render(request, "therapist/plan_editor.html", context, status=status)
