"""Fifty uploads in a storm: broken connections, senders at once, a server killed.

Nothing is lost, nothing doubled, and every byte is what was sent.
"""

import base64
import hashlib
import json
import random
import socket
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.browser.site import Site
from tests.clinic.files import MP4
from tests.spine.installation import kill_group

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

UPLOADS = 50
DOUBLED = 10  # of them are sent by two devices at once
AT_ONCE = 4
RESTARTS = 3
PART = "application/offset+octet-stream"
GIVE_UP_S = 200


class Phone:
    """Sends one video as a phone on a train does; written without a tus library."""

    def __init__(self, site, cookie, person, content, seed):
        self.address = site.url.removeprefix("http://")
        self.cookie = f"{cookie}={person['session']}"
        self.person = person
        self.content = content
        self.chance = random.Random(seed)
        self.token = self.where = ""
        self.offset = None
        self.cuts = 0

    def send(self):
        """Return the address of the stored recording's page."""
        give_up = time.monotonic() + GIVE_UP_S
        while time.monotonic() < give_up:
            try:
                if outcome := self._go_on():
                    return outcome
            except (OSError, HTTPException):
                self.offset = None  # nobody knows how much has arrived
                time.sleep(0.05)
        raise AssertionError(f"not stored within {GIVE_UP_S} s")

    def _introduce(self):
        status, headers, body = self._ask("GET", "/my/uploads/")
        assert status == 200, (status, body)
        self.token = json.loads(body)["token"]
        csrf = headers["Set-Cookie"].partition(";")[0]
        self.cookie += f"; {csrf}"

    def _begin(self):
        name = base64.b64encode(self.person["prescription"].encode()).decode()
        status, headers, body = self._ask(
            "POST",
            "/my/uploads/",
            {
                "Upload-Length": str(len(self.content)),
                "Upload-Metadata": f"prescription {name}",
            },
        )
        assert status == 201, (status, body)
        self.where, self.offset = headers["Location"], 0

    def _go_on(self):
        """Do the next step; return where the recording is once it is stored."""
        if not self.token:
            self._introduce()
        elif not self.where:
            self._begin()
        elif self.offset is None:
            status, headers, _body = self._ask("HEAD", self.where)
            assert status == 200, status
            self.offset = int(headers["Upload-Offset"])
        elif self.offset == len(self.content):
            return json.loads(self._ask("GET", self.where)[2]).get("address")
        else:
            self._send_some()
        return None

    def _send_some(self):
        part = self.content[self.offset :][: self.chance.randint(1, 30_000)]
        kind = self.chance.random()
        if kind < 0.3:
            self._cut_off(part)
        else:
            self._send_part(part, damaged=kind < 0.4)

    def _send_part(self, part, *, damaged):
        digest = base64.b64encode(hashlib.sha256(part).digest()).decode()
        sent = bytes([part[0] ^ 1]) + part[1:] if damaged else part
        headers = self._part_headers(len(part))
        headers["Upload-Checksum"] = f"sha256 {digest}"
        status, answer, body = self._ask("PATCH", self.where, headers, sent)
        assert status in ({460, 409} if damaged else {204, 409}), (status, body)
        self.offset = int(answer["Upload-Offset"]) if status == 204 else None

    def _cut_off(self, part):
        """Announce a part and break off in the middle of it."""
        self.cuts += 1
        host, _colon, port = self.address.partition(":")
        head = [f"PATCH {self.where} HTTP/1.1", f"Host: {self.address}"]
        headers = self._common() | self._part_headers(len(part))
        head += [f"{name}: {value}" for name, value in headers.items()]
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall("\r\n".join([*head, "", ""]).encode())
            connection.sendall(part[: self.chance.randint(0, len(part))])
        self.offset = None

    def _part_headers(self, length):
        return {
            "Upload-Offset": str(self.offset),
            "Content-Type": PART,
            "Content-Length": str(length),
        }

    def _common(self):
        return {
            "Cookie": self.cookie,
            "Tus-Resumable": "1.0.0",
            "X-CSRFToken": self.token,
        }

    def _ask(self, method, where, headers=None, body=None):
        connection = HTTPConnection(self.address, timeout=20)
        try:
            connection.request(method, where, body, self._common() | (headers or {}))
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()


def video(number):
    """A small file that begins as a video does, of bytes of its own."""
    chance = random.Random(number)
    return MP4 + chance.randbytes(chance.randint(20_000, 80_000))


class Storm(threading.Thread):
    """Kills the web server now and then, and starts it again."""

    def __init__(self, site):
        super().__init__(daemon=True)
        self.site = site
        self.is_over = threading.Event()
        self.kills = 0

    def run(self):
        while self.kills < RESTARTS and not self.is_over.wait(1.5):
            kill_group(self.site.web)
            self.kills += 1
            self.site.start_web()


@pytest.fixture
def site(tmp_path):
    with tempfile.TemporaryDirectory(prefix="rwc") as folder:
        site = Site(Path(folder), tmp_path)
        site.media = Path(folder) / "media"
        site.start_broker()
        site.start_web()
        try:
            yield site
        finally:
            site.stop()


def test_fifty_uploads_in_a_storm_all_arrive_once_and_unchanged(site):
    seeded = site.seed("many_patients", UPLOADS)
    videos = [video(number) for number in range(UPLOADS)]
    phones = [
        Phone(site, seeded["cookie"], seeded["people"][number % UPLOADS], content, seed)
        for seed, (number, content) in enumerate(
            [*enumerate(videos), *enumerate(videos[:DOUBLED])]
        )
    ]
    random.Random(7).shuffle(phones)
    storm = Storm(site)
    storm.start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        addresses = list(pool.map(Phone.send, phones))
    storm.is_over.set()
    storm.join()

    rows = site.query(
        "SELECT patient_id, sha256, size_bytes, original FROM clinic_recording"
    )
    assert len(rows) == len(set(addresses)) == UPLOADS
    expected = {
        (person["patient"], hashlib.sha256(content).hexdigest(), len(content))
        for person, content in zip(seeded["people"], videos, strict=True)
    }
    assert {row[:3] for row in rows} == expected
    for _patient, digest, _size, name in rows:
        kept = (site.media / name).read_bytes()
        assert hashlib.sha256(kept).hexdigest() == digest
    assert site.query("SELECT count(*) FROM clinic_uploadpart") == [(0,)]
    assert storm.kills == RESTARTS
    assert sum(phone.cuts for phone in phones) > UPLOADS
