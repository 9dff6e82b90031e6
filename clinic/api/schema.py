"""What the description of the interface needs beyond the views."""

import json
from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from clinic import recognizer
from clinic.api.authentication import BearerToken

REPORT: Final = "Report"
REPORT_REF: Final = {"$ref": f"#/components/schemas/{REPORT}"}


def publish_report(
    result: dict[str, Any], **_from_the_generator: Any
) -> dict[str, Any]:
    """Add the report's published JSON Schema to the components of `result`."""
    parts = recognizer.report_schema()["$defs"]
    text = json.dumps({_component(name): part for name, part in parts.items()})
    for name in parts:
        text = text.replace(
            f'"#/$defs/{name}"', f'"#/components/schemas/{_component(name)}"'
        )
    result["components"]["schemas"].update(json.loads(text))
    return result


def _component(part: str) -> str:
    """Name a part of the report so that it differs from a component of ours."""
    return part if part == REPORT else f"{REPORT}{part}"


class BearerTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes `BearerToken` in the schema; registered by being defined."""

    target_class = BearerToken
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:  # noqa: ARG002
        """Return what OpenAPI calls this kind of authentication."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "opaque"}
