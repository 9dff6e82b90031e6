"""Addresses under which there is nothing."""

from typing import Any, NoReturn

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from clinic.api.throttles import VisitorRate


@extend_schema(exclude=True)
class Unknown(APIView):
    """Say so in the form of every other error, not as a page for people."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (VisitorRate,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        """Answer every method alike."""
        super().initial(request, *args, **kwargs)
        raise NotFound
