"""The report is a published contract: its fields are frozen here."""

import json
from dataclasses import MISSING, fields, replace
from importlib import resources

import pytest

from recognition import report as r

FROZEN = {
    r.Report: "schema pipeline video person view exercise repetitions attempts "
    "summary warnings timings_s",
    r.Video: "duration_s frames width height rotation_deg analyzed_frames",
    r.Person: "found_ratio",
    r.View: "name yaw_deg confidence",
    r.ExerciseVerdict: "code source confidence candidates",
    r.Candidate: "code probability",
    r.Repetition: "index start_s peak_s end_s side score measures findings",
    r.Measure: "name value unit uncertainty",
    r.Finding: "mistake severity confidence joint side phase time_s value expected "
    "unit message",
    r.Attempt: "start_s end_s reason",
    r.Summary: "repetitions attempts score mistakes",
    r.Warning: "code message",
    r.Timings: "decode pose assessment total",
}


@pytest.fixture
def report():
    finding = r.Finding(
        mistake="shallow_depth",
        severity="moderate",
        confidence=0.9,
        joint="knee",
        side="left",
        phase="bottom",
        time_s=1.5,
        value=48.0,
        expected="at least 60°",
        unit="deg",
        message="Go a little lower.",
    )
    repetition = r.Repetition(
        index=1,
        start_s=0.5,
        peak_s=1.5,
        end_s=2.5,
        side="both",
        score=71.0,
        measures=(
            r.Measure("knee_flexion", 48.0, "deg", 7.0),
            r.Measure("heel_lift", None, "deg", None, reason="left heel hidden"),
        ),
        findings=(finding,),
        parts=r.ScoreParts(range=60.0, control=90.0, form=75.0, symmetry=None),
    )
    return r.Report(
        schema=1,
        pipeline="0.1.0",
        video=r.Video(3.0, 90, 720, 1280, 90, 90),
        person=r.Person(1.0),
        view=r.View("left", 85.0, 0.9),
        exercise=r.ExerciseVerdict(
            "squat", "recognized", 0.8, (r.Candidate("squat", 0.8),)
        ),
        repetitions=(repetition,),
        attempts=(r.Attempt(2.6, 3.0, "too small"),),
        summary=r.Summary(1, 1, 71.0, {"shallow_depth": 1}),
        warnings=(r.Warning("other_person", "A second person was seen."),),
        timings_s=r.Timings(0.1, 1.0, 0.1, 1.2),
    )


@pytest.mark.parametrize("kind", FROZEN)
def test_the_fields_of_schema_1_never_change(kind):
    required = [f.name for f in fields(kind) if f.default is MISSING]
    assert required == FROZEN[kind].split()


def test_the_shipped_schema_is_the_generated_one():
    shipped = resources.files("recognition").joinpath("report.schema.json")
    assert json.loads(shipped.read_text(encoding="utf-8")) == r.json_schema()


def test_survives_the_way_to_json_and_back(report):
    assert r.from_json(json.loads(json.dumps(r.to_json(report)))) == report


def test_optional_fields_without_content_are_left_out(report):
    published = r.to_json(report)
    assert "holds" not in published
    assert "people" not in published["person"]
    assert "reason" not in published["repetitions"][0]["measures"][0]


def test_a_value_that_was_not_measured_is_null_with_a_reason(report):
    hidden = r.to_json(report)["repetitions"][0]["measures"][1]
    assert hidden["value"] is None
    assert hidden["reason"] == "left heel hidden"


def test_a_number_that_is_not_finite_never_reaches_the_json(report):
    broken = replace(report, view=r.View("front", float("nan"), 0.1))
    assert r.to_json(broken)["view"]["yaw_deg"] is None


def test_fields_of_a_later_version_are_ignored(report):
    assert r.from_json({**r.to_json(report), "mood": "good"}) == report


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 2}, "report.schema: 2 is not 1"),
        ({"video": None}, "report.video: expected a table"),
        ({"pipeline": 1}, "report.pipeline: expected str, found int"),
        ({"warnings": {}}, "report.warnings: expected a list"),
        (
            {"view": {"name": "above", "yaw_deg": 0.0, "confidence": 1.0}},
            "report.view.name: `above` is none of front",
        ),
    ],
)
def test_what_is_malformed_is_refused_by_place(report, change, message):
    with pytest.raises(r.Malformed, match=message):
        r.from_json({**r.to_json(report), **change})


def test_a_missing_field_is_named(report):
    published = r.to_json(report)
    del published["summary"]["score"]
    with pytest.raises(r.Malformed, match=r"report\.summary: the field `score`"):
        r.from_json(published)


def test_the_schema_accepts_what_is_published_and_refuses_what_is_not(report):
    jsonschema = pytest.importorskip("jsonschema")
    published = r.to_json(report)
    jsonschema.validate(published, r.json_schema())
    published["repetitions"][0]["findings"][0]["severity"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(published, r.json_schema())
