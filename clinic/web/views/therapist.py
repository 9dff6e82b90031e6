"""Pages of therapists: patients, library, messages."""

import uuid
from typing import Final

from django.contrib import messages as notices
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from clinic import access, selectors
from clinic.models import Exercise, Message, Plan, Prescription, Recording, User
from clinic.services import messages, plans
from clinic.services.errors import Refused
from clinic.web.forms import MessageForm, PrescribeForm
from clinic.web.presentation import caseload, rows, told
from clinic.web.presentation import plans as plans_in_words
from clinic.web.roles import for_therapists
from clinic.web.visitors import signed_in
from clinic.wording import translated

_NEWEST: Final = 200


@require_safe
@for_therapists
def patients_page(request: HttpRequest) -> HttpResponse:
    """List the therapist's patients: what wants attention first."""
    user = signed_in(request)
    query = request.GET.get("q", "").strip()
    kind = caseload.kind_of(request.GET.get("show", ""))
    sort = caseload.sort_of(request.GET.get("sort", ""))
    found = selectors.caseload(user, now=timezone.now())
    context = {
        "place": "patients",
        "patients": caseload.patients(found, kind=kind, sort=sort, query=query),
        "tiles": caseload.tiles(found, kind),
        "all": len(found),
        "shown": kind,
        "sort": sort,
        "sorts": {
            "attention": _("What wants attention"),
            "name": _("Name"),
            "last": _("Last recording"),
            "waiting": _("To review"),
            "course": _("Course of the scores"),
        },
        "query": query,
    }
    return render(request, "therapist/patients.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_therapists
def patient_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one patient; a message to them is sent from here."""
    user = signed_in(request)
    patient = patient_of(user, public_id)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        messages.send(by=user, patient=patient, text=text, now=timezone.now())
        return redirect("therapist:patient", public_id)
    messages.mark_read(by=user, patient=patient, now=timezone.now())
    prescribing = PrescribeForm(therapist=user)
    status = 422 if request.method == "POST" else 200
    return _patient_page(request, patient, form, prescribing, status=status)


@require_POST
@for_therapists
def prescribe(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Prescribe one exercise, from today on."""
    user = signed_in(request)
    patient = patient_of(user, public_id)
    form = PrescribeForm(request.POST, therapist=user)
    if not form.is_valid():
        return _patient_page(request, patient, MessageForm(), form, status=422)
    wanted = plans.Prescribed(**form.cleaned_data)
    try:
        plans.prescribe(
            by=user,
            patient=patient,
            title=translated(wanted.exercise.name),
            starts_on=timezone.localdate(),
            prescriptions=[wanted],
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return _patient_page(request, patient, MessageForm(), form, status=422)
    notices.success(request, _("Prescribed. The patient sees it under Today."))
    return redirect("therapist:patient", public_id)


@require_safe
@for_therapists
def library_page(request: HttpRequest) -> HttpResponse:
    """Show the exercises that can be prescribed; found by name or mistake."""
    query = request.GET.get("q", "").strip()
    offered = Exercise.objects.visible_to(signed_in(request)).offered()
    wanted = query.casefold()
    exercises = [
        one
        for one in sorted(offered, key=lambda one: translated(one.name))
        if wanted in translated(one.name).casefold()
        or any(wanted in translated(entry["name"]).casefold() for entry in one.mistakes)
    ]
    context = {"place": "library", "exercises": exercises, "query": query}
    return render(request, "therapist/library.html", context)


@require_safe
@for_therapists
def messages_page(request: HttpRequest) -> HttpResponse:
    """List the threads with patients, the newest message first."""
    user = signed_in(request)
    visible = Message.objects.visible_to(user)
    newest = visible.select_related("patient").order_by("-sent_at", "-pk")
    unread = Count("pk", filter=Q(read_at__isnull=True, sender__role="patient"))
    waiting = dict(
        visible.values("patient")
        .annotate(unread=unread)
        .values_list("patient", "unread")
    )
    context = {"place": "messages", "threads": caseload.threads(newest, waiting)}
    return render(request, "therapist/messages.html", context)


def recordings_of(therapist: User) -> QuerySet[Recording]:
    """Return what `therapist` may watch, with what every page shows of it."""
    visible = Recording.objects.visible_to(therapist)
    return visible.select_related("exercise", "prescription__exercise", "patient")


def patient_of(therapist: User, public_id: uuid.UUID) -> User:
    """Return a patient of `therapist`, or answer 404."""
    patients: QuerySet[User] = User.objects.in_care_of(therapist)
    patient = get_object_or_404(patients, public_id=public_id)
    access.require(access.in_care(therapist, patient))
    return patient


def _running_plans(therapist: User) -> QuerySet[Plan]:
    running = Plan.objects.visible_to(therapist).running_on(timezone.localdate())
    items = Prescription.objects.select_related("exercise").order_by("position")
    return running.prefetch_related(Prefetch("prescriptions", queryset=items)).order_by(
        "starts_on", "pk"
    )


def _patient_page(
    request: HttpRequest,
    patient: User,
    form: MessageForm,
    prescribe_form: PrescribeForm,
    *,
    status: int = 200,
) -> HttpResponse:
    user = signed_in(request)
    recordings = recordings_of(user).filter(patient=patient)
    newest = recordings.order_by("-recorded_at", "-pk")[:_NEWEST]
    thread = Message.objects.visible_to(user).filter(patient=patient)
    running = _running_plans(user).filter(patient=patient)
    context = {
        "place": "patients",
        "patient": patient,
        "rows": [rows.listed_row(item) for item in selectors.listed(newest)],
        "told": told.newest(user, patient, number=5),
        "plans": plans_in_words.in_words(running),
        "thread": list(thread.select_related("sender").order_by("sent_at", "pk")),
        "form": form,
        "prescribe_form": prescribe_form,
    }
    return render(request, "therapist/patient.html", context, status=status)
