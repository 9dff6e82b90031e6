"""An analysis that failed for a passing reason can be asked for again."""

import pytest

from clinic.access import Denied
from clinic.models import Analysis
from clinic.services import analyses, failures
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    PatientFactory,
    ServiceAccountFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db
Status = Analysis.Status


class TestRetry:
    @pytest.mark.parametrize("failure", failures.PASSING, ids=lambda f: f.code)
    def test_queues_what_failed_for_a_passing_reason(self, enqueued, now, failure):
        failed = AnalysisFactory(failed=True, failure_code=failure.code, attempts=3)
        patient = failed.recording.patient
        assert analyses.retry(by=patient, analysis=failed, now=now)
        failed.refresh_from_db()
        assert (failed.status, failed.attempts) == (Status.QUEUED, 0)
        assert failed.failure_message == ""

    def test_leaves_what_lies_in_the_video(self, enqueued, now):
        failed = AnalysisFactory(failed=True)
        assert not analyses.retry(by=failed.recording.patient, analysis=failed, now=now)

    def test_is_for_those_who_may_watch_and_are_people(self, enqueued, now):
        failed = AnalysisFactory(failed=True, failure_code="gave_up")
        care = CareFactory(patient=failed.recording.patient)
        for stranger in (PatientFactory(), TherapistFactory(), ServiceAccountFactory()):
            with pytest.raises(Denied):
                analyses.retry(by=stranger, analysis=failed, now=now)
        assert analyses.retry(by=care.therapist, analysis=failed, now=now)
