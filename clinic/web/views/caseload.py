"""A therapist's patients, and the saved ways of looking at them."""

import uuid
from collections.abc import Sequence

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinic import access, selectors
from clinic.models import SavedView, User
from clinic.selectors.alerts import open_alerts
from clinic.services import saved_views
from clinic.services.errors import Refused
from clinic.services.saved_views import Looks
from clinic.web.presentation import alerts, caseload
from clinic.web.presentation import saved_views as presented
from clinic.web.roles import for_therapists
from clinic.web.visitors import signed_in


@require_safe
@for_therapists
def patients_page(request: HttpRequest) -> HttpResponse:
    """List the therapist's patients: as asked, else by the default view."""
    user = signed_in(request)
    views = list(
        SavedView.objects.visible_to(user).kept().order_by("-is_default", "name")
    )
    looks = _looks(request.GET, views)
    found = selectors.caseload(user, now=timezone.now())
    context = {
        "place": "patients",
        "patients": caseload.patients(
            found, kind=looks.show, sort=looks.sort, query=looks.search
        ),
        "tiles": caseload.tiles(found, looks.show),
        "all": len(found),
        "shown": looks.show,
        "sort": looks.sort,
        "sorts": caseload.sorts(),
        "query": looks.search,
        "open_alerts": alerts.in_words(open_alerts(user)),
        "views": presented.links(views, looks),
        "is_usual": looks == _USUAL,
        "deleted_view": _deleted(request, user),
    }
    return render(request, "therapist/patients.html", context)


@require_POST
@for_therapists
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep what the page shows under a name."""
    looks = _asked(request.POST)
    try:
        view = saved_views.save(
            by=signed_in(request),
            name=request.POST.get("name", ""),
            looks=looks,
            now=timezone.now(),
        )
    except Refused as refused:
        notices.error(request, refused.message)
    else:
        notices.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return _back(presented.query(looks))


@require_POST
@for_therapists
def change_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Rename a view, begin with it, delete it, or bring it back."""
    user = signed_in(request)
    view = get_object_or_404(SavedView.objects.visible_to(user), public_id=public_id)
    access.require(access.can_change_view(user, view))
    try:
        _changed(request, user, view)
    except Refused as refused:
        notices.error(request, refused.message)
    query = presented.query(presented.looks_of(view))
    is_gone = request.POST.get("act") == "delete"
    return _back(f"show=all&deleted={view.public_id}" if is_gone else query)


def _changed(request: HttpRequest, user: User, view: SavedView) -> None:
    match request.POST.get("act"):
        case "rename":
            name = request.POST.get("name", "")
            saved_views.rename(by=user, view=view, name=name)
        case "default" | "no-default" as act:
            begins = act == "default"
            saved_views.set_default(by=user, view=view, is_default=begins)
        case "delete":
            saved_views.delete(by=user, view=view, now=timezone.now())
        case "restore":
            saved_views.restore(by=user, view=view)


def _looks(asked: QueryDict, views: Sequence[SavedView]) -> Looks:
    """Return what is asked for; without a question, the default view."""
    default = next((one for one in views if one.is_default), None)
    if default is not None and not asked:
        return presented.looks_of(default)
    return _asked(asked)


def _asked(said: QueryDict) -> Looks:
    return Looks(
        caseload.kind_of(said.get("show", "")),
        caseload.sort_of(said.get("sort", "")),
        said.get("q", "").strip()[:100],
    )


_USUAL = Looks(caseload.kind_of(""), caseload.sort_of(""))


def _back(query: str) -> HttpResponse:
    response = redirect("therapist:patients")
    response["Location"] += f"?{query}"
    return response


def _deleted(request: HttpRequest, user: User) -> SavedView | None:
    """Return the view that was just deleted, where it may still come back."""
    try:
        public_id = uuid.UUID(request.GET.get("deleted", ""))
    except ValueError:
        return None
    own = SavedView.objects.visible_to(user).filter(deleted_at__isnull=False)
    return own.filter(public_id=public_id).first()
