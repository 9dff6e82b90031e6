"""Two at once on PostgreSQL: one of them does it, the other finds it done."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.utils import timezone

from clinic import recognizer
from clinic.models import Analysis, AuditEvent, Recording, User, Verdict
from clinic.services import accounts, analyses, recordings, reviews
from clinic.services.errors import Refused
from clinic.services.leases import Lease
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    ClinicAdminFactory,
    ConsentFactory,
    FindingFactory,
    PrescriptionFactory,
)
from tests.servers import wait_until

pytestmark = pytest.mark.services
MP4 = b"\x00\x00\x00\x18ftypisom" + b"\x00" * 64


def at_once(*jobs):
    """Run `jobs` in threads that start together; returns results or exceptions."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(timeout=10)
            return job()
        except Exception as error:  # noqa: BLE001  the test looks at it
            return error
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_they_are_on_postgresql(on_postgresql):
    assert on_postgresql.vendor == "postgresql"


def test_workers_claim_an_analysis_once(on_postgresql, monkeypatch):
    row = AnalysisFactory(recording__with_file=MP4)
    working = []

    def transcode(source, target, *, on_progress=None):
        return False

    def analyze(video, folder, *, on_progress=None, **_prescribed):
        working.append(uuid.uuid4())
        on_progress("pose", 0.5)
        raise recognizer.Unanalyzable("No person was found.")

    monkeypatch.setattr(recognizer, "transcode", transcode)
    monkeypatch.setattr(recognizer, "analyze", analyze)

    def work():
        analyses.run(analysis_id=row.public_id, clock=timezone.now)

    assert at_once(*[work] * 8) == [None] * 8
    row.refresh_from_db()
    assert len(working) == 1
    assert (row.status, row.attempts) == (Analysis.Status.FAILED, 1)


def test_who_waited_for_the_claim_of_another_claims_nothing(on_postgresql):
    row = AnalysisFactory()

    def claim():
        try:
            return analyses._claim(row.public_id, Lease(uuid.uuid4(), timezone.now))
        finally:
            connections["default"].close()

    def someone_waits():
        with on_postgresql.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return cursor.fetchone()[0] > 0

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert analyses._claim(row.public_id, Lease(uuid.uuid4(), timezone.now))
            other = pool.submit(claim)
            wait_until(someone_waits, what="second claim")
        assert other.result() is False


def test_the_same_video_sent_twice_is_one_recording(on_postgresql, enqueued):
    prescription = PrescriptionFactory()
    patient = prescription.plan.patient
    ConsentFactory(patient=patient)

    def send():
        return recordings.upload(
            by=patient,
            prescription=prescription,
            file=SimpleUploadedFile("clip.mp4", MP4),
            now=timezone.now(),
        )

    found = at_once(*[send] * 4)

    assert {recording.pk for recording in found} == {Recording.objects.get().pk}
    assert Analysis.objects.count() == len(enqueued) == 1


def test_an_invitation_opens_one_account(on_postgresql):
    invited = accounts.invite(
        by=ClinicAdminFactory(),
        email="jane@example.org",
        full_name="Jane Doe",
        role="therapist",
        now=timezone.now(),
    )

    def join():
        return accounts.accept_invitation(
            token=invited.token,
            password="a long and private phrase",
            now=timezone.now(),
        )

    found = at_once(*[join] * 4)

    assert sum(isinstance(one, User) for one in found) == 1
    assert sum(isinstance(one, Refused) for one in found) == 3


def test_of_two_verdicts_the_last_stands_and_both_are_on_record(on_postgresql):
    finding = FindingFactory()
    patient = finding.repetition.analysis.recording.patient
    first, second = CareFactory.create_batch(2, patient=patient)

    def judge(judgment, therapist):
        return lambda: judgment(by=therapist, finding=finding, now=timezone.now())

    found = at_once(
        judge(reviews.confirm, first.therapist),
        judge(reviews.dismiss, second.therapist),
    )

    assert [type(one) for one in found] == [Verdict, Verdict], found
    assert finding.verdicts.standing().count() == 1
    assert finding.verdicts.count() == 2
    assert AuditEvent.objects.filter(action__startswith="finding.").count() == 2
