"""Which recording a message is about."""

import uuid

from django.http import HttpRequest

from clinic.models import Recording, User


def recording_asked(
    request: HttpRequest, viewer: User, patient: User
) -> Recording | None:
    """Return the recording of `patient` that `about` names, if `viewer` may see it."""
    wanted = request.POST.get("about") or request.GET.get("about", "")
    try:
        public_id = uuid.UUID(wanted)
    except ValueError:
        return None
    visible = Recording.objects.visible_to(viewer).filter(patient=patient)
    return (
        visible.select_related("exercise", "patient")
        .filter(public_id=public_id)
        .first()
    )
