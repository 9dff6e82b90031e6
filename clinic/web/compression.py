"""Send text compressed: most phones load the pages over a mobile network."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT: Final = frozenset(
    {
        "application/json",
        "application/manifest+json",
        "application/javascript",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
    }
)


class TextGZipMiddleware(GZipMiddleware):
    """Compress whole texts; videos, and parts of anything, pass as they are.

    Against guessing secrets by the length of answers (BREACH), Django pads them and
    masks its tokens.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress `response` where that is safe and of use."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.status_code != 200 or kind not in _TEXT:
            return response
        return super().process_response(request, response)
