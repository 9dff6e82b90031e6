"""Which role a page is for."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from clinic.models import User
from clinic.web.visitors import signed_in

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], R]


def only(role: User.Role) -> Callable[[View[P, R]], View[P, R]]:
    """Let nobody but users of `role` see the view; objects are checked on their own."""

    def decorate(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            user = signed_in(request)
            if user.role != role or user.clinic_id is None:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


for_patients = only(User.Role.PATIENT)
for_therapists = only(User.Role.THERAPIST)
for_clinic_admins = only(User.Role.CLINIC_ADMIN)
