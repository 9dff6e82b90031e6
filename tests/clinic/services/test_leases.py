"""Progress renews the lease; whoever lost it writes nothing."""

import datetime as dt
import uuid

import pytest

from clinic.models import Analysis
from clinic.services.leases import LEASE, Lease, LostLease
from tests.factories import AnalysisFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def analysis():
    return AnalysisFactory(running=True)


@pytest.fixture
def lease(analysis, clock):
    return Lease(claim=analysis.claim, clock=clock)


def written(analysis):
    analysis.refresh_from_db()
    return analysis.stage, analysis.percent, analysis.lease_until


def test_progress_renews_the_lease(analysis, lease, clock):
    clock.forward(seconds=50)
    lease.progress("pose", 0.5)
    stage, percent, until = written(analysis)
    assert (stage, until) == ("pose", clock.now + LEASE)
    assert 33 < percent < 92


def test_progress_is_written_once_a_second_and_at_each_new_stage(
    analysis, lease, clock
):
    lease.progress("checking", 0.0)
    first = written(analysis)
    clock.forward(milliseconds=900)
    lease.progress("checking", 0.9)
    assert written(analysis) == first
    lease.progress("pose", 0.0)
    assert written(analysis)[0] == "pose"
    clock.forward(seconds=1)
    lease.progress("pose", 0.7)
    assert written(analysis)[1] > 33


@pytest.mark.parametrize(
    "act",
    [
        lambda lease: lease.progress("pose", 0.5),
        lambda lease: lease.settle(status="done", report={}),
        lambda lease: lease.release(),
    ],
    ids=["progress", "settle", "release"],
)
@pytest.mark.parametrize(
    "change", [{"claim": uuid.uuid4()}, {"status": "queued"}], ids=["taken", "requeued"]
)
def test_whoever_lost_it_writes_nothing(analysis, lease, act, change):
    Analysis.objects.update(**change)
    before = Analysis.objects.values().get()
    with pytest.raises(LostLease):
        act(lease)
    assert Analysis.objects.values().get() == before


def test_settling_lets_go(analysis, lease, clock):
    clock.forward(seconds=9)
    lease.settle(status="done", report={"schema": 1})
    analysis.refresh_from_db()
    assert (analysis.claim, analysis.lease_until, analysis.worker) == (None, None, "")
    assert analysis.finished_at == clock.now


def test_releasing_puts_the_work_back(analysis, lease, clock):
    clock.forward(seconds=9)
    lease.release()
    analysis.refresh_from_db()
    assert (analysis.status, analysis.claim) == ("queued", None)
    assert analysis.queued_at == clock.now


def test_a_lease_is_longer_than_the_time_between_two_writes():
    from clinic.services.leases import WRITE_EVERY

    assert dt.timedelta(seconds=60) == LEASE > 10 * WRITE_EVERY
