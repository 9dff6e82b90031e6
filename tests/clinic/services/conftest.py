"""A recognizer that answers at once, behind the same door as the real one."""

import datetime as dt
import json

import pytest

from clinic import recognizer


def report(*, repetitions=2, findings=1):
    """A report with `findings` mistakes in each of `repetitions`."""
    return {
        "schema": 1,
        "video": {"duration_s": 12.5},
        "exercise": {"code": "squat"},
        "repetitions": [
            {
                "index": index,
                "start_s": 2.0 * index,
                "peak_s": 2.0 * index + 0.8,
                "end_s": 2.0 * index + 1.6,
                "side": "both",
                "score": 80.0,
                "measures": [
                    {"name": "depth", "value": 90.0, "unit": "deg", "uncertainty": 6.0}
                ],
                "findings": [
                    {
                        "mistake": "shallow",
                        "severity": "moderate",
                        "confidence": 0.9,
                        "joint": "knee",
                        "side": "left",
                        "phase": "peak",
                        "time_s": 2.0 * index + 0.8,
                        "value": 80.0,
                        "expected": "95 to 140",
                        "expected_low": 95.0,
                        "unit": "deg",
                        "message": "Sit a little lower.",
                    }
                ]
                * findings,
            }
            for index in range(1, repetitions + 1)
        ],
        "attempts": [{"start_s": 9.0, "end_s": 10.0, "reason": "too_small"}],
        "summary": {"repetitions": repetitions, "score": 80.0},
        "warnings": [],
    }


class FakeRecognizer:
    """Notes what it is asked; `while_working` is called in the middle."""

    def __init__(self):
        self.analyzed = []
        self.pointed_at = []
        self.ruled_by = []
        self.defined_by = []
        self.transcoded = []
        self.fails_with = None
        self.transcode_fails_with = None
        self.is_verified = True
        self.report = report()
        self.while_working = lambda: None

    def analyze(
        self,
        video,
        folder,
        *,
        exercise,
        patient=None,
        rules=None,
        definition="",
        on_progress=None,
    ):
        self.analyzed.append((video.read_bytes(), exercise))
        self.pointed_at.append(patient)
        self.ruled_by.append(rules)
        self.defined_by.append(definition)
        on_progress("pose", 0.5)
        self.while_working()
        on_progress("assessment", 1.0)
        if self.fails_with:
            raise self.fails_with
        (folder / "poses.npz").write_bytes(b"poses")
        (folder / "curves.json").write_text(json.dumps({"schema": 1}))
        return recognizer.Analyzed(
            self.report, folder / "poses.npz", folder / "curves.json"
        )

    def save_stills(self, video, stills, *, curves):
        for one in stills:
            said = f"still at {one.time_s} s {one.side} {one.joint}".rstrip()
            one.target.write_bytes(said.encode())

    def transcode(self, source, target, *, on_progress=None):
        self.transcoded.append(source.read_bytes())
        if self.transcode_fails_with:
            raise self.transcode_fails_with
        on_progress(0.5)
        target.write_bytes(b"browser copy of " + source.read_bytes())
        return self.is_verified


@pytest.fixture
def recognized(monkeypatch):
    fake = FakeRecognizer()
    monkeypatch.setattr(recognizer, "analyze", fake.analyze)
    monkeypatch.setattr(recognizer, "transcode", fake.transcode)
    monkeypatch.setattr(recognizer, "save_stills", fake.save_stills)
    return fake


class Clock:
    """Time that goes on only when a test says so."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def forward(self, **duration):
        self.now += dt.timedelta(**duration)


@pytest.fixture
def clock(now):
    return Clock(now)
