"""The page on which a clinic admin changes what a person is in the clinic."""

import uuid

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from clinic import access
from clinic.models import CareRelationship, User
from clinic.services import roles
from clinic.services.errors import Refused
from clinic.web.presentation import role_change
from clinic.web.roles import for_clinic_admins
from clinic.web.visitors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@for_clinic_admins
def role_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say what each role means and what a change ends, and change it."""
    user = signed_in(request)
    person = get_object_or_404(User.objects.visible_to(user), public_id=public_id)
    access.require(access.can_change_role(user, person, person.role))
    choices = role_change.choices(person)
    form = _RoleForm(request.POST or None, choices=[one.key for one in choices])
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        try:
            roles.change(by=user, person=person, role=role, now=timezone.now())
        except Refused as refused:
            form.add_error("role", refused.message)
        else:
            said = _("%(name)s has another role now and has to sign in again.")
            notices.success(request, said % {"name": person.full_name})
            return redirect("clinic_admin:people")
    context = {
        "place": "people",
        "person": person,
        "choices": choices,
        "form": form,
        "has_record": person.is_patient and roles.has_record(person),
        "ends": role_change.what_ends(
            CareRelationship.objects.active().filter(therapist=person).count(),
            CareRelationship.objects.active().filter(patient=person).count(),
            alone=_left_alone(person),
        ),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "clinic/role.html", context, status=status)


class _RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(
        error_messages={"required": gettext_lazy("Choose a role first.")},
    )

    def __init__(self, *args: object, choices: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["role"]
        field.choices = [(key, key) for key in choices]  # type: ignore[attr-defined]


def _left_alone(therapist: User) -> int:
    """Return how many patients nobody else treats."""
    active = CareRelationship.objects.active()
    others = active.exclude(therapist=therapist).values("patient")
    return active.filter(therapist=therapist).exclude(patient__in=others).count()
