"""Where recordings are kept: a private folder, or S3 over the real protocol."""

import stat
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import boto3
import pytest
from django.core.files.base import ContentFile
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.test import RequestFactory
from django.utils.module_loading import import_string
from moto.server import ThreadedMotoServer

from clinic.config import env
from clinic.web import private_files

VIDEO = bytes(range(256)) * 4


def build(settings):
    return import_string(settings["BACKEND"])(**settings["OPTIONS"])


@pytest.fixture(scope="module")
def s3_url():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="se/cret",
    ).create_bucket(Bucket="recordings")
    query = "region=us-east-1&insecure=1"
    yield f"s3://key:se%2Fcret@{host}:{port}/recordings?{query}"
    server.stop()


class TestS3:
    @pytest.fixture
    def storage(self, s3_url, tmp_path):
        return build(env.media_storage(s3_url, tmp_path))

    def test_keeps_reads_and_erases_a_recording(self, storage):
        name = storage.save("clips/a.mp4", ContentFile(VIDEO))

        assert storage.size(name) == len(VIDEO)
        with storage.open(name) as kept:
            assert kept.read() == VIDEO
        storage.delete(name)
        assert not storage.exists(name)

    def test_never_overwrites_another_recording(self, storage):
        names = {storage.save("clips/same.mp4", ContentFile(b"x")) for _ in range(2)}

        assert len(names) == 2

    def test_the_player_is_sent_to_a_signed_address_and_can_seek(self, storage):
        field = FileField(storage=storage)
        field.name = "playback"
        name = storage.save("clips/b.mp4", ContentFile(VIDEO))
        file = FieldFile(None, field, name)

        answer = private_files.part_of(
            file, RequestFactory().get("/"), kind="video/mp4"
        )

        assert answer.status_code == 302
        assert answer["Cache-Control"] == "private, no-cache"
        signed = parse_qs(urlsplit(answer["Location"]).query)
        assert signed["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
        assert signed["X-Amz-Expires"] == ["120"]
        part = Request(answer["Location"], headers={"Range": "bytes=7-7"})
        with urlopen(part) as response:
            assert response.status == 206
            assert response.read() == VIDEO[7:8]


class TestFolder:
    @pytest.fixture
    def storage(self, tmp_path):
        return build(env.media_storage("", tmp_path / "media"))

    def test_only_the_owner_can_read_a_recording(self, storage, tmp_path):
        storage.save("clips/a.mp4", ContentFile(VIDEO))

        file = tmp_path / "media" / "clips" / "a.mp4"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700

    def test_a_file_address_names_another_folder(self, tmp_path):
        url = f"file://{tmp_path / 'elsewhere'}"

        build(env.media_storage(url, tmp_path)).save("a.mp4", ContentFile(VIDEO))

        assert (tmp_path / "elsewhere" / "a.mp4").read_bytes() == VIDEO


@pytest.mark.parametrize(
    "url", ["s3://key:secret@host", "ftp://host/bucket", "s3://host/", "bucket"]
)
def test_an_address_that_makes_no_sense_is_refused_by_name(url, tmp_path):
    with pytest.raises(env.Misconfigured, match="MEDIA_STORAGE_URL"):
        env.media_storage(url, tmp_path)


def test_amazons_own_host_takes_the_credentials_of_the_machine(tmp_path):
    options = env.media_storage("s3:///recordings?region=eu-central-1", tmp_path)[
        "OPTIONS"
    ]

    assert options["bucket_name"] == "recordings"
    assert options["region_name"] == "eu-central-1"
    assert not {"endpoint_url", "access_key", "secret_key"} & options.keys()
