"""One still picture of each mistake: the gravest, then the first."""

from pathlib import Path

import pytest

from clinic.models import Finding
from clinic.services import analyses, moments
from tests.clinic.files import stored
from tests.clinic.services.conftest import report
from tests.factories import AnalysisFactory

FOLDER = Path("folder")


def finding(mistake, severity="minor", time_s=1.0):
    return {
        "mistake": mistake,
        "severity": severity,
        "time_s": time_s,
        "joint": "knee",
        "side": "left",
    }


def of(*repetitions):
    numbered = enumerate(repetitions, start=1)
    made = [{"index": index, "findings": list(found)} for index, found in numbered]
    return moments.of_mistakes({"repetitions": made}, FOLDER)


def test_the_gravest_finding_of_a_mistake_has_the_picture():
    chosen = of([finding("deep", "minor", 1)], [finding("deep", "major", 2)])
    assert list(chosen) == [(2, 0)]


def test_of_equally_grave_ones_the_first_has_it():
    chosen = of([], [finding("deep", time_s=4)], [finding("deep", time_s=6)])
    assert [(place, one.time_s) for place, one in chosen.items()] == [((2, 0), 4)]


def test_each_mistake_has_its_own_file():
    chosen = of([finding("deep"), finding("fast")])
    assert len({one.target for one in chosen.values()}) == 2
    assert {one.joint for one in chosen.values()} == {"knee"}


def test_only_the_gravest_mistakes_have_one():
    many = [finding(f"m{n}", time_s=n) for n in range(10)]
    chosen = of([*many, finding("grave", "major", 99)])
    assert len(chosen) == moments.MOST
    assert (1, 10) in chosen


@pytest.mark.django_db
def test_the_worker_keeps_it_with_the_finding_and_in_the_recordings_folder(
    recognized, clock
):
    analysis = AnalysisFactory(recording__with_file=b"video")
    recognized.report = report(repetitions=2)
    analyses.run(analysis_id=analysis.public_id, clock=clock)
    first, second = Finding.objects.order_by("time_s")
    assert stored(first.still) == b"still at 2.8 s left knee"
    assert not second.still
    assert str(first.still.name).startswith(
        f"recordings/{analysis.recording.public_id}/"
    )
