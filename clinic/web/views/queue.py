"""The review queue, and the claims that show who is looking at what."""

import uuid
from typing import Any, Final

from django.db.models import Count, FilteredRelation, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from clinic import access, selectors
from clinic.models import Alert, Message, Recording, User
from clinic.selectors import Listed, Waiting
from clinic.selectors.sparks import recent_scores
from clinic.services import review_claims
from clinic.web.presentation import queue
from clinic.web.roles import for_therapists
from clinic.web.visitors import signed_in

_LONGEST: Final = 100
_UNDER_WAY: Final = ("queued", "running")
_RUNNING: Final = Q(analyses__is_current=True, analyses__status__in=_UNDER_WAY)
_REVIEWED: Final = Q(review__reviewed_at__isnull=False)


@require_safe
@for_therapists
def queue_page(request: HttpRequest) -> HttpResponse:
    """Show what waits for a review, the most urgent first; other kinds by choice."""
    user = signed_in(request)
    query = request.GET.get("q", "").strip()
    kind = queue.kind_of(request.GET.get("show", ""))
    found = _search(Recording.objects.visible_to(user), query)
    waiting = selectors.waiting(user, now=timezone.now(), recordings=found)
    counts = _counts(found, waiting)
    context = {
        "place": "queue",
        "rows": _rows(user, kind, found, waiting),
        "tiles": queue.tiles(counts),
        "filters": queue.filters(counts, kind),
        "shown": kind,
        "hidden": max(0, counts[kind] - _LONGEST),
        "shows_state": kind not in {"to_review", "flagged"},
        "first": next((one for one in waiting if not one.is_taken(user)), None),
        "query": query,
        "unread": _unread(user),
        "alerts": Alert.objects.visible_to(user).open().count(),
    }
    return render(request, "therapist/caseload.html", context)


@require_POST
@for_therapists
def claim(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Claim a recording for the open page, renew that, take it over or let go."""
    user = signed_in(request)
    recording = get_object_or_404(
        Recording.objects.visible_to(user), public_id=public_id
    )
    access.require(access.can_review_recording(user, recording))
    now = timezone.now()
    match request.POST.get("act", "hold"):
        case "release":
            review_claims.release(by=user, recording=recording)
            return HttpResponse(status=204)
        case "take":
            held = review_claims.take_over(by=user, recording=recording, now=now)
        case _:
            held = review_claims.hold(by=user, recording=recording, now=now)
    context = {"claim": held, "recording": recording, "user": user}
    return render(request, "therapist/_claim.html", context)


def _search(recordings: QuerySet[Recording], query: str) -> QuerySet[Recording]:
    if not query:
        return recordings
    return recordings.filter(
        Q(patient__full_name__icontains=query) | Q(exercise__name__icontains=query)
    )


def _counts(found: QuerySet[Recording], waiting: list[Waiting]) -> dict[str, int]:
    # No more than one row a recording: nothing is to be told apart again.
    current = FilteredRelation("analyses", condition=Q(analyses__is_current=True))
    totals: dict[str, Any] = found.annotate(current=current).aggregate(
        all=Count("pk"),
        running=Count("pk", filter=Q(current__status__in=_UNDER_WAY)),
        reviewed=Count("pk", filter=_REVIEWED),
    )
    return {
        **totals,
        "to_review": len(waiting),
        "flagged": sum(bool(one.reasons) for one in waiting),
        "failed": sum(one.has_failed for one in waiting),
        "patients": len({one.patient_id for one in waiting}),
    }


def _rows(
    user: User, kind: str, found: QuerySet[Recording], waiting: list[Waiting]
) -> list[queue.QueueRow]:
    if kind in {"to_review", "flagged"}:
        shown = [one for one in waiting if one.reasons or kind == "to_review"]
        items = selectors.in_full(shown[:_LONGEST])
        scores = recent_scores([row for _, row in items])
        return queue.of_waiting(items, scores, viewer=user)
    return queue.of_listed(_others(kind, found))


def _others(kind: str, found: QuerySet[Recording]) -> list[Listed]:
    of_kind = {"running": _RUNNING, "reviewed": _REVIEWED}.get(kind, Q())
    newest = found.filter(of_kind).order_by("-recorded_at", "-pk")
    return selectors.listed(newest[:_LONGEST])


def _unread(therapist: User) -> int:
    """Return how many messages of patients wait to be read."""
    waiting = Message.objects.visible_to(therapist).unread_by(therapist)
    return waiting.filter(sender__role=User.Role.PATIENT).count()
