"""Where analyses stand: what a program polls."""

import pytest

from tests.factories import AnalysisFactory

LIST = "/api/v1/analyses/"


def test_a_running_one_tells_its_stage_and_percent(api):
    analysis = AnalysisFactory(running=True, stage="pose", percent=40)

    row = api.get(f"{LIST}{analysis.public_id}/").json()

    assert (row["status"], row["stage"], row["percent"]) == ("running", "pose", 40)
    assert row["failure"] is None


def test_earlier_ones_are_there_too(api):
    old = AnalysisFactory(done=True, is_current=False, pipeline_version="0.0.9")
    AnalysisFactory(recording=old.recording)

    rows = api.get(LIST, {"recording": old.recording.public_id}).json()["results"]

    assert [row["is_current"] for row in rows] == [True, False]


@pytest.mark.parametrize("status", ["done", "failed"])
def test_by_status(api, status):
    AnalysisFactory(done=True)
    AnalysisFactory(failed=True)

    rows = api.get(LIST, {"status": status}).json()["results"]

    assert [row["status"] for row in rows] == [status]


def test_no_report_travels_with_it(api):
    AnalysisFactory(done=True, report={"schema": 1, "mark": "secret finding"})

    assert "secret finding" not in api.get(LIST).content.decode()
