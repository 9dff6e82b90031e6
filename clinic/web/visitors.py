"""Who looks at a page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from clinic.models import User


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in; pages let nobody else in anyway."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def safe_next(request: HttpRequest, *, otherwise: str) -> str:
    """Return where the visitor wanted to go; never an address of another host."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse(otherwise)
