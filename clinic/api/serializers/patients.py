"""Patients as other programs see them: an id, and a name only when asked for."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from clinic.models import User

WITH_NAME = "name"


class PatientOut(serializers.ModelSerializer[User]):
    """A patient by pseudonymous id."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    name = serializers.CharField(
        source="full_name",
        required=False,
        help_text="Present only with `include=name`, and written to the audit.",
    )

    class Meta:
        model = User
        fields = ["id", "name", "is_active", "joined_at"]
        read_only_fields = fields

    def to_representation(self, instance: User) -> dict[str, Any]:
        """Leave the name out unless the request includes it."""
        shown: dict[str, Any] = super().to_representation(instance)
        if not includes_name(self.context["request"]):
            del shown["name"]
        return shown


def includes_name(request: Request) -> bool:
    """Say whether `request` asks for names; refuse what else it may ask for."""
    asked = request.query_params.get("include")
    if asked not in {None, WITH_NAME}:
        raise ParseError(f"Only `{WITH_NAME}` can be included.")
    return asked is not None
