"""Browsers are woken through their vendor: without content, and off at first."""

import base64
import datetime as dt
import http.server
import json
import threading

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from clinic.access import Denied
from clinic.models import AuditEvent, Notice, PushSubscription
from clinic.services import notices, pushes
from tests.factories import PatientFactory, RecordingFactory, TherapistFactory

pytestmark = pytest.mark.django_db
KEY = base64.urlsafe_b64encode(bytes(range(1, 33))).decode().rstrip("=")
LATER = pushes.PUSH_AFTER + dt.timedelta(seconds=1)


class Vendor(http.server.BaseHTTPRequestHandler):
    """A vendor's server on this machine: notes what it gets, answers as told."""

    answer = 201

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        self.server.got.append((self.path, self.headers, body))
        self.send_response(self.server.answer)
        self.send_header("Location", f"{self.server.origin}/elsewhere")
        self.end_headers()

    def log_message(self, *_):
        """Keep the test's output clean."""


@pytest.fixture
def vendor(settings):
    server = http.server.HTTPServer(("127.0.0.1", 0), Vendor)
    server.got, server.answer = [], 201
    server.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    settings.WEB_PUSH_KEY = KEY
    settings.WEB_PUSH_VENDORS = [server.origin]
    settings.DEFAULT_FROM_EMAIL = "Riverside <clinic@example.org>"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def patient():
    return PatientFactory()


@pytest.fixture
def subscribed(vendor, patient, now):
    return pushes.subscribe(by=patient, endpoint=f"{vendor.origin}/send/abc", now=now)


@pytest.fixture
def notice(patient, now):
    recording = RecordingFactory(patient=patient)
    notices.of_result(recording, now=now)
    return Notice.objects.get(recording=recording)


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_browser_is_woken_once_and_told_nothing(vendor, subscribed, notice, now):
    assert pushes.send(now=now) == 0  # whoever waits on the page sees it there
    assert pushes.send(now=now + LATER) == 1
    assert pushes.send(now=now + LATER) == 0
    [(path, headers, body)] = vendor.got
    assert (path, body) == ("/send/abc", b"")
    assert int(headers["TTL"]) > 0


def test_the_vendor_can_check_who_asks(vendor, subscribed, notice, now):
    pushes.send(now=now + LATER)
    scheme, _, rest = vendor.got[0][1]["Authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = parts["t"].split(".")
    said = json.loads(decoded(claims))
    assert scheme == "vapid"
    assert said["aud"] == vendor.origin
    assert said["sub"] == "mailto:clinic@example.org"
    assert parts["k"] == pushes.public_key()
    raw = decoded(signature)
    numbers = [int.from_bytes(raw[at : at + 32], "big") for at in (0, 32)]
    key = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), decoded(parts["k"])
    )
    key.verify(  # raises where the signature is not of this key
        encode_dss_signature(*numbers),
        f"{head}.{claims}".encode(),
        ec.ECDSA(hashes.SHA256()),
    )


def test_what_was_looked_at_in_time_wakes_nobody(
    vendor, subscribed, notice, patient, now
):
    notices.seen(by=patient, recording=notice.recording)
    assert pushes.send(now=now + LATER) == 0
    assert vendor.got == []


def test_newer_news_wake_again(vendor, subscribed, notice, now):
    pushes.send(now=now + LATER)
    notices.of_result(notice.recording, now=now + LATER)
    assert pushes.send(now=now + 2 * LATER) == 1


@pytest.mark.parametrize("gone", [403, 404, 410])
def test_a_browser_that_is_gone_is_forgotten(vendor, subscribed, notice, now, gone):
    vendor.answer = gone
    assert pushes.send(now=now + LATER) == 0
    assert not PushSubscription.objects.exists()


def test_a_vendor_that_is_down_is_asked_again(vendor, subscribed, notice, now):
    vendor.answer = 503
    assert pushes.send(now=now + LATER) == 0
    vendor.answer = 201
    assert pushes.send(now=now + LATER) == 1


def test_no_answer_leads_to_another_address(vendor, subscribed, notice, now):
    vendor.answer = 307
    assert pushes.send(now=now + LATER) == 0
    assert [path for path, _, _ in vendor.got] == ["/send/abc"]


def test_without_a_key_it_is_off(vendor, subscribed, notice, settings, now):
    settings.WEB_PUSH_KEY = ""
    assert pushes.public_key() == ""
    assert pushes.send(now=now + LATER) == 0
    with pytest.raises(pushes.PushNotPossible):
        pushes.subscribe(by=subscribed.user, endpoint=subscribed.endpoint, now=now)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/x",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/x",
        "https://db5p.notify.windows.com/w/?token=x",
    ],
)
def test_the_vendors_of_browsers_are_known(patient, settings, endpoint, now):
    settings.WEB_PUSH_KEY = KEY
    pushes.subscribe(by=patient, endpoint=endpoint, now=now)
    assert PushSubscription.objects.get().user == patient


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://169.254.169.254/latest/meta-data",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/?.push.apple.com",
        "https://evil.example#.push.apple.com",
        "file:///etc/passwd",
        "https://[",
        "https://a.push.apple.com/" + "x" * PushSubscription.LONGEST,
        "",
    ],
)
def test_a_server_is_sent_nowhere_else(patient, settings, endpoint, now):
    settings.WEB_PUSH_KEY = KEY
    with pytest.raises(pushes.PushNotPossible):
        pushes.subscribe(by=patient, endpoint=endpoint, now=now)


def test_a_browser_belongs_to_whoever_signed_in_last(subscribed, now):
    other = PatientFactory()
    pushes.subscribe(by=other, endpoint=subscribed.endpoint, now=now)
    assert PushSubscription.objects.get().user == other
    pushes.unsubscribe(by=subscribed.user, endpoint=subscribed.endpoint, now=now)
    assert PushSubscription.objects.exists()
    pushes.unsubscribe(by=other, endpoint=subscribed.endpoint, now=now)
    assert not PushSubscription.objects.exists()


def test_it_is_for_patients_and_audited_without_the_address(subscribed, now):
    with pytest.raises(Denied):
        pushes.subscribe(by=TherapistFactory(), endpoint=subscribed.endpoint, now=now)
    pushes.unsubscribe(by=subscribed.user, endpoint=subscribed.endpoint, now=now)
    events = AuditEvent.objects.order_by("pk")
    assert [one.action for one in events] == ["push.subscribed", "push.unsubscribed"]
    assert all(one.detail == {} for one in events)
