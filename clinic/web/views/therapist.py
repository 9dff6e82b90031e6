"""Pages of therapists: one patient, library, messages."""

import uuid
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from clinic import access, selectors
from clinic.models import Exercise, Message, PlanTemplate, Recording, User
from clinic.selectors.alerts import open_alerts
from clinic.selectors.goals import goal_of
from clinic.selectors.own_exercises import own_versions
from clinic.selectors.phases import phases_ahead
from clinic.selectors.plans import current_plans, favorites_of
from clinic.services import audit, messages
from clinic.web.about import recording_asked
from clinic.web.forms import MessageForm
from clinic.web.presentation import alerts, caseload, library, rows, told
from clinic.web.presentation import plans as plans_in_words
from clinic.web.roles import for_therapists
from clinic.web.visitors import signed_in

_NEWEST: Final = 200


@require_http_methods(["GET", "HEAD", "POST"])
@for_therapists
def patient_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one patient; a message to them is sent from here."""
    user = signed_in(request)
    patient = patient_of(user, public_id)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.send(
            by=user,
            patient=patient,
            text=form.cleaned_data["text"],
            recording=recording_asked(request, user, patient),
            now=timezone.now(),
        )
        return redirect("therapist:patient", public_id)
    messages.mark_read(by=user, patient=patient, now=timezone.now())
    audit.patient_viewed(by=user, patient=patient, now=timezone.now())
    status = 422 if request.method == "POST" else 200
    return _patient_page(request, patient, form, status=status)


@require_safe
@for_therapists
def library_page(request: HttpRequest) -> HttpResponse:
    """Show the exercises that can be prescribed, and the clinic's templates."""
    user = signed_in(request)
    what = library.wanted(request.GET)
    offered = list(Exercise.objects.visible_to(user).offered())
    templates = PlanTemplate.objects.visible_to(user).select_related("added_by")
    own = own_versions(user)
    context = {
        "place": "library",
        "found": library.search(offered, favorites_of(user), what, own.newest),
        "facets": library.facets(offered, what),
        "what": what,
        "all": len(offered),
        "templates": plans_in_words.templates(templates.order_by("title")),
        "own": own,
    }
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


def _patient_page(
    request: HttpRequest,
    patient: User,
    form: MessageForm,
    *,
    status: int,
) -> HttpResponse:
    user = signed_in(request)
    recordings = recordings_of(user).filter(patient=patient)
    newest = recordings.order_by("-recorded_at", "-pk")[:_NEWEST]
    thread = Message.objects.visible_to(user).filter(patient=patient)
    today = timezone.localdate()
    plans = current_plans(user, patient, on=today)
    context = {
        "place": "patients",
        "patient": patient,
        "goal": goal_of(patient, viewer=user),
        "rows": [rows.listed_row(item) for item in selectors.listed(newest)],
        "told": told.newest(user, patient, number=5),
        "plans": plans_in_words.in_words(plans, phases_ahead(plans), on=today),
        "thread": list(
            thread.select_related("sender", "recording__exercise").order_by(
                "sent_at", "pk"
            )
        ),
        "form": form,
        "about": recording_asked(request, user, patient),
        "open_alerts": alerts.in_words(
            one for one in open_alerts(user) if one.patient_id == patient.pk
        ),
    }
    return render(request, "therapist/patient.html", context, status=status)
