"""What all endpoints share."""

from typing import Any, ClassVar, TypeVar

from django.db import models
from django.utils import timezone
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ParseError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.api.authentication import BearerToken
from clinic.api.pagination import NewestFirst
from clinic.api.permissions import OfServiceAccount, signed_in
from clinic.api.throttles import ClinicRate, VisitorRate
from clinic.models import User
from clinic.services import audit

Row = TypeVar("Row", bound=models.Model)


class ClinicViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Row]
):
    """Rows of the caller's own clinic, in pages, read only.

    A parameter that an endpoint does not know is refused: were `patients=` for
    `patient=` ignored, the rows of all patients would end up in one's record.
    """

    lookup_field = "public_id"
    lookup_value_converter = "uuid"
    authentication_classes = [BearerToken]
    permission_classes = [IsAuthenticated, OfServiceAccount]
    throttle_classes = [ClinicRate, VisitorRate]
    pagination_class = NewestFirst
    pages_by: ClassVar[str]  # the field that orders the pages
    parameters_of_one: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let the caller in, then read the parameters."""
        super().initial(request, *args, **kwargs)
        unknown = sorted(set(request.query_params) - self._known_parameters())
        if unknown:
            raise ParseError(f"There is no parameter {', '.join(unknown)} here.")

    def filter_queryset(
        self, queryset: models.QuerySet[Row, Any]
    ) -> models.QuerySet[Row, Any]:
        """Narrow lists only: one row is named by its id."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send one page, and write down that it was read."""
        response = super().list(request, *args, **kwargs)
        self._record_page(signed_in(request), rows=len(response.data["results"]))
        return response

    def _record_page(self, by: User, *, rows: int) -> None:
        # An empty page, which is what most polls get, disclosed nothing.
        if rows and by.clinic is not None:
            audit.record(
                action=f"{self.basename}.listed",
                about=by.clinic,
                by=by,
                now=timezone.now(),
                rows=rows,
                **self.audit_detail(),
            )

    def audit_detail(self) -> dict[str, Any]:
        """Return what else the audit should say of this request."""
        return {}

    def _known_parameters(self) -> set[str]:
        if self.action != "list":
            return set(self.parameters_of_one)
        filters = getattr(self, "filterset_class", None)
        named = set(filters.base_filters) if filters else set()
        return named | {"cursor", "page_size"}
