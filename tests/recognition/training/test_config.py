"""What makes two runs the same run."""

from dataclasses import replace

from recognition.training.config import Training

SETTINGS = Training("lite", frames=32, epochs=24)


def test_a_run_from_before_half_precision_is_still_known():
    assert SETTINGS.fingerprint() == "509bb225a2b0"


def test_half_precision_is_another_run():
    assert replace(SETTINGS, half=True).fingerprint() != SETTINGS.fingerprint()
