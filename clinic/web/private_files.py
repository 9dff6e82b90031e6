"""Stored files as private HTTP responses: parts, validators, no shared caches."""

import gzip
from collections.abc import Mapping
from http import HTTPStatus
from typing import BinaryIO, Final

from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseFileResponse
from whitenoise.responders import Response as FilePart
from whitenoise.responders import SlicedFile, StaticFile

# A browser may keep a copy but must ask before it shows it again, so a recording
# that is deleted or withdrawn is gone at the next request.
_PRIVATE: Final = {
    "Cache-Control": "private, no-cache",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def part_of(file: FieldFile, request: HttpRequest, *, kind: str) -> HttpResponseBase:
    """Answer with `file` or the part of it that the Range header asks for.

    A file in remote storage is answered by a redirect to a signed address that
    is valid for two minutes: bytes then never pass through a web worker.
    """
    path = _local_path(file)
    if path is None:
        return _private(HttpResponseRedirect(file.url))
    part = _PrivateFile(path, [("Content-Type", kind), *_PRIVATE.items()])
    answer = part.get_response(request.method or "", request.META)
    response: HttpResponseBase = WhiteNoiseFileResponse(
        answer.file or (), status=answer.status, headers=dict(answer.headers)
    )
    return response


def gzipped(file: FieldFile, request: HttpRequest, *, kind: str) -> HttpResponse:
    """Answer with a file stored gzipped, unpacked for a client that cannot.

    Read through the storage, never redirected: the page's scripts may then stay
    restricted to this origin.
    """
    with file.open("rb") as stored:
        content = stored.read()
    accepts_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        content if accepts_gzip else gzip.decompress(content), content_type=kind
    )
    if accepts_gzip:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    _private(response)
    return response


class _PrivateFile(StaticFile):  # type: ignore[misc]
    """WhiteNoise's file responder, with the two rules of RFC 9110 it leaves out."""

    def __init__(self, path: str, headers: list[tuple[str, str]]) -> None:
        super().__init__(path, [*headers, ("Accept-Ranges", "bytes")])

    def get_response(self, method: str, request_headers: Mapping[str, str]) -> FilePart:
        """Send the whole file when If-Range names another version (13.1.5)."""
        version = request_headers.get("HTTP_IF_RANGE")
        if version is not None and version not in self._versions():
            request_headers = {
                name: value
                for name, value in request_headers.items()
                if name != "HTTP_RANGE"
            }
        return super().get_response(method, request_headers)

    def get_range_response(
        self,
        range_header: str,
        base_headers: list[tuple[str, str]],
        file_handle: BinaryIO | None,
    ) -> FilePart:
        """Allow a range of one byte, which the base class refuses (14.1.2)."""
        headers = dict(base_headers)
        size = int(headers.pop("Content-Length"))
        start, end = self.get_byte_range(range_header, size)
        if not start <= end < size:
            return self.get_range_not_satisfiable_response(file_handle, size)
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
        headers["Content-Length"] = str(end - start + 1)
        part = SlicedFile(file_handle, start, end) if file_handle else None
        return FilePart(HTTPStatus.PARTIAL_CONTENT, list(headers.items()), part)

    def get_byte_range(self, range_header: str, size: int) -> tuple[int, int]:
        """Return the first and last byte asked for, both inclusive.

        A last byte before the first makes the header invalid, hence ignored.
        """
        first, last = self.parse_byte_range(range_header)
        if last is not None and last < first:
            raise ValueError
        if range_header.strip().endswith("=-0"):
            return size, size  # the last zero bytes: cannot be satisfied
        start, end = super().get_byte_range(range_header, size)
        return int(start), int(end)

    def _versions(self) -> set[str]:
        _, _, headers = self.alternatives[0]
        return {self.etag, dict(headers)["Last-Modified"]}


def _local_path(file: FieldFile) -> str | None:
    """Return the path of `file`, or None where the storage has no paths."""
    try:
        return file.path
    except NotImplementedError:
        return None


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in _PRIVATE.items():
        response[name] = value
    return response
