"""The description of the interface: complete, public, and true of the real answers."""

import json
from io import StringIO

import pytest
import schemathesis
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given, settings
from hypothesis.strategies import sampled_from
from knox.models import AuthToken
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from clinic import recognizer
from clinic.api.throttles import ClinicRate, VisitorRate
from clinic.config.wsgi import application
from tests.factories import (
    AnalysisFactory,
    FindingFactory,
    RecordingFactory,
    ServiceAccountFactory,
)

REPORT = "/api/v1/recordings/{public_id}/report/"
PROMISED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
RATES = ("clinic", "visitor")
# The smallest report that the published schema allows, said by hand.
REPORT_AS_PUBLISHED = {
    "schema": 1,
    "pipeline": "0.1.0",
    "video": {
        "duration_s": 4.0,
        "frames": 120,
        "width": 720,
        "height": 1280,
        "rotation_deg": 0,
        "analyzed_frames": 120,
    },
    "person": {"found_ratio": 1.0},
    "view": {"name": "front", "yaw_deg": 0.0, "confidence": 0.9},
    "exercise": {
        "code": "squat",
        "source": "prescribed",
        "confidence": 0.9,
        "candidates": [{"code": "squat", "probability": 0.9}],
    },
    "repetitions": [],
    "attempts": [],
    "summary": {"repetitions": 0, "attempts": 0, "score": None, "mistakes": {}},
    "warnings": [],
    "timings_s": {"decode": 0.1, "pose": 1.0, "assessment": 0.1, "total": 1.2},
}


def described():
    out = StringIO()
    call_command("spectacular", "--format", "openapi-json", stdout=out)
    return json.loads(out.getvalue())


def test_it_is_valid_and_nothing_in_it_is_guessed():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_every_endpoint_asks_for_a_token():
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            assert operation["security"] == [{"token": []}], (method, path)


def test_the_report_is_described_by_its_own_published_schema():
    components = described()["components"]["schemas"]

    published = recognizer.report_schema()["$defs"]
    for name, part in published.items():
        component = components["Report" if name == "Report" else f"Report{name}"]
        assert component["required"] == part["required"]
        assert component["properties"].keys() == part["properties"].keys()
    assert "#/$defs/" not in json.dumps(components)


def test_programmers_read_it_before_they_have_a_token(client):
    response = client.get(reverse("api:schema"), {"format": "json"})

    assert response.status_code == 200
    assert REPORT in response.json()["paths"]


def test_the_pages_for_programmers_load_nothing_from_elsewhere(client):
    page = client.get(reverse("api:docs"))
    text = page.content.decode()
    script = client.get(reverse("api:docs"), {"script": ""})

    assert page.status_code == script.status_code == 200
    assert "https://" not in text
    assert "//cdn" not in text
    assert "<script>" not in text  # the policy refuses what stands in the page
    assert "<style" not in text
    assert "swagger-ui-bundle.js" in text
    assert script["Content-Type"].startswith("application/javascript")


PATHS = [
    "/api/v1/recordings/",
    "/api/v1/recordings/{public_id}/",
    REPORT,
    "/api/v1/analyses/",
    "/api/v1/analyses/{public_id}/",
    "/api/v1/patients/",
    "/api/v1/patients/{public_id}/",
]


@pytest.fixture
def known_ids(db):
    """Ids by the part of the address that they belong to, of rows in every state."""
    done = FindingFactory(repetition__analysis__report=REPORT_AS_PUBLISHED)
    analysis = done.repetition.analysis
    waiting = RecordingFactory(patient=analysis.recording.patient)
    failed = AnalysisFactory(failed=True)
    rows = {
        "analyses": [analysis, failed],
        "recordings": [analysis.recording, waiting, failed.recording],
        "patients": [waiting.patient, failed.recording.patient],
    }
    return {part: [str(row.public_id) for row in of] for part, of in rows.items()}


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", PATHS)
def test_answers_are_as_described_whatever_is_asked(known_ids, monkeypatch, path, mode):
    for throttle in (ClinicRate, VisitorRate):
        monkeypatch.setattr(throttle, "THROTTLE_RATES", dict.fromkeys(RATES))
    _row, token = AuthToken.objects.create(ServiceAccountFactory())
    schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", application)
    seen = set()
    # The client here does not unpack what was compressed on the way.
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}

    @settings(max_examples=20, deadline=None, derandomize=True, database=None)
    @given(
        case=schema[path]["GET"].as_strategy(generation_mode=mode),
        public_id=sampled_from(known_ids[path.split("/")[3]]),
    )
    def ask(case, public_id):
        if "{public_id}" in path and mode is GenerationMode.POSITIVE:
            case.path_parameters["public_id"] = public_id
        response = case.call(headers=headers)
        case.validate_response(response, checks=PROMISED)
        seen.add(response.status_code)

    ask()

    assert seen & ({200} if mode is GenerationMode.POSITIVE else {400, 404})
