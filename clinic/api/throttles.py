"""How fast a program may ask."""

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle
from rest_framework.views import APIView


class ClinicRate(UserRateThrottle):
    """One budget a clinic, however many tokens it has: none starves the others."""

    scope = "clinic"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        """Count by clinic; a caller without one is counted by itself."""
        clinic = getattr(request.user, "clinic_id", None)
        if clinic is None:
            return super().get_cache_key(request, view)
        return self.cache_format % {"scope": self.scope, "ident": f"clinic-{clinic}"}


class VisitorRate(AnonRateThrottle):
    """A budget an address for those who do not say who they are."""

    scope = "visitor"
