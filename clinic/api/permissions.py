"""What a caller may do, once it is known who calls."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from clinic import access
from clinic.models import Recording, User


class OfServiceAccount(BasePermission):
    """Only a clinic's service account: people use the pages."""

    message = "This interface takes the token of a clinic's service account."

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002
        """Look at the role of the caller."""
        user = request.user
        return (
            isinstance(user, User)
            and user.role == User.Role.SERVICE
            and user.clinic_id is not None
        )


class RecordingAccess(BasePermission):
    """The second gate, behind the view's queryset."""

    def has_object_permission(
        self,
        request: Request,
        view: APIView,  # noqa: ARG002
        obj: Recording,
    ) -> bool:
        """Ask `clinic.access`."""
        return access.can_view_recording(signed_in(request), obj)


class PersonAccess(BasePermission):
    """The second gate, behind the view's queryset."""

    def has_object_permission(
        self,
        request: Request,
        view: APIView,  # noqa: ARG002
        obj: User,
    ) -> bool:
        """Ask `clinic.access`."""
        return access.can_view_person(signed_in(request), obj)


def signed_in(request: Request) -> User:
    """Return the caller, whom the permissions have let in."""
    if not isinstance(request.user, User):
        raise TypeError("no user: the view lets visitors in")
    return request.user
