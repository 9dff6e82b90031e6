"""Texts travel compressed; videos do not, for players ask for their parts."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from clinic.web.compression import TextGZipMiddleware

TEXT = b"Sit a little lower. " * 50


def answered(*, kind, status=200, accepts="gzip, deflate, br"):
    request = RequestFactory().get("/", headers={"accept-encoding": accepts})
    answer = HttpResponse(TEXT, content_type=kind, status=status)
    return TextGZipMiddleware(lambda _: answer)(request)


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/css"])
def test_text_is_compressed(kind):
    response = answered(kind=kind)
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == TEXT
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"kind": "video/mp4"}, id="a video"),
        pytest.param({"kind": "text/html", "status": 206}, id="a part"),
        pytest.param({"kind": "text/html", "accepts": "identity"}, id="not wanted"),
    ],
)
def test_other_answers_pass_unchanged(how):
    response = answered(**how)
    assert "Content-Encoding" not in response
    assert response.content == TEXT


def test_pages_are_compressed(client, db):
    response = client.get("/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
