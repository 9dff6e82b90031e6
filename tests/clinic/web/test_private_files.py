"""Range requests on stored files, byte for byte."""

import gzip
import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.test import RequestFactory

from clinic.web import private_files

VIDEO = bytes(range(256)) * 4
GET = RequestFactory().get
HEAD = RequestFactory().head


@pytest.fixture
def stored(tmp_path):
    def store(content):
        field = FileField(storage=FileSystemStorage(tmp_path))
        field.name = "file"
        name = field.storage.save("a.bin", ContentFile(content))
        return FieldFile(None, field, name)

    return store


@pytest.fixture
def ask(stored):
    file = stored(VIDEO)
    answers = []

    def ask(request=GET, **headers):
        request = request("/", headers=headers)
        answers.append(private_files.part_of(file, request, kind="video/mp4"))
        return answers[-1]

    yield ask
    for answer in answers:
        for close in answer._resource_closers:
            close()


def body(response):
    return b"".join(response)


def test_the_whole_file_when_no_part_is_asked_for(ask):
    response = ask()

    assert response.status_code == 200
    assert body(response) == VIDEO
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Length"] == "1024"
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        pytest.param("bytes=0-99", 0, 99, id="the start"),
        pytest.param("bytes=500-", 500, 1023, id="from a moment on"),
        pytest.param("bytes=-10", 1014, 1023, id="the end"),
        pytest.param("bytes=0-0", 0, 0, id="the first byte alone"),
        pytest.param("bytes=7-7", 7, 7, id="one byte"),
        pytest.param("bytes=-1", 1023, 1023, id="the last byte alone"),
        pytest.param("bytes=1000-9999", 1000, 1023, id="beyond the end"),
        pytest.param("bytes=-9999", 0, 1023, id="longer than the file"),
        pytest.param("bytes=0-", 0, 1023, id="all, as Safari and Chromium ask"),
    ],
)
def test_a_part(ask, asked, first, last):
    response = ask(Range=asked)

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/1024"
    assert response["Content-Length"] == str(last - first + 1)
    assert body(response) == VIDEO[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=2000-3000", "bytes=-0"])
def test_a_part_that_does_not_exist_is_refused_with_the_size(ask, asked):
    response = ask(Range=asked)

    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */1024"


@pytest.mark.parametrize(
    "asked", ["bytes=9-3", "seconds=1-2", "bytes=a-b", "bytes=0-1,5-6", "bytes", ""]
)
def test_a_header_that_makes_no_sense_is_ignored(ask, asked):
    response = ask(Range=asked)

    assert response.status_code == 200
    assert body(response) == VIDEO


def test_head_tells_the_size_and_sends_nothing(ask):
    response = ask(HEAD, Range="bytes=10-19")

    assert response.status_code == 206
    assert response["Content-Length"] == "10"
    assert body(response) == b""


def test_an_unchanged_copy_is_not_sent_again(ask):
    response = ask(**{"If-None-Match": ask()["ETag"]})

    assert response.status_code == 304
    assert body(response) == b""


@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
def test_a_part_of_the_version_the_browser_knows(ask, validator):
    response = ask(Range="bytes=0-9", **{"If-Range": ask()[validator]})

    assert response.status_code == 206


@pytest.mark.parametrize(
    "version", ['"another"', "Mon, 01 Jan 2024 00:00:00 GMT", 'W/"weak"']
)
def test_the_whole_file_when_the_browser_knows_another_version(ask, version):
    response = ask(Range="bytes=0-9", **{"If-Range": version})

    assert response.status_code == 200
    assert body(response) == VIDEO


def test_no_shared_cache_may_keep_it_and_the_browser_asks_again(ask):
    for response in (ask(), ask(Range="bytes=0-9")):
        assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("accepted", ["gzip, deflate, br", "identity"])
def test_gzipped_curves_reach_every_client(stored, accepted):
    curves = {"time_s": [0.0, 0.1]}
    file = stored(gzip.compress(json.dumps(curves).encode()))
    request = GET("/", headers={"Accept-Encoding": accepted})

    response = private_files.gzipped(file, request, kind="application/json")

    packed = response.get("Content-Encoding") == "gzip"
    content = gzip.decompress(response.content) if packed else response.content
    assert packed is ("gzip" in accepted)
    assert json.loads(content) == curves
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Vary"] == "Accept-Encoding"
