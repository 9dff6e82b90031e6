"""One cue for the patient, three for the therapist, none surer than the measurement."""

import re

from recognition.skeleton import INDEX


def test_the_main_cue_is_that_of_the_gravest_mistake(perform):
    summary = perform["squat"](depth=40.0, heel=0.06).judged(yaw=90).summary
    assert summary.cue == "Sit a little lower, as if reaching for a low chair."
    assert summary.cues[0].mistake == "shallow_depth"


def test_the_therapist_reads_value_error_and_expectation(perform):
    cue = perform["squat"](depth=40.0).judged(yaw=90).summary.cues[0]
    assert "3 of 3 repetitions" in cue.clinical
    assert re.search(r"worst 40 ± 1\d deg \(left knee\)", cue.clinical)
    assert "expected at least 70°" in cue.clinical


def test_never_more_than_three_cues(perform):
    performance = perform["squat"](depth=40.0, lean=1.6, heel=0.14, frames_each=20)
    summary = performance.judged(yaw=90).summary
    assert len(summary.mistakes) > 3
    assert len(summary.cues) == 3


def test_an_unsure_finding_is_worded_as_unsure(perform):
    performance = perform["squat"](depth=40.0)
    performance.sure = 0.6
    cue = performance.judged(yaw=90).summary.cue
    assert cue == "This may help: sit a little lower, as if reaching for a low chair."


def test_mistakes_are_counted_by_repetition(perform):
    summary = perform["squat"](depth=40.0).judged(yaw=90).summary
    assert summary.mistakes == {"shallow_depth": 3}
    assert (summary.repetitions, summary.attempts) == (3, 0)


def test_praise_is_limited_to_what_was_seen(perform):
    summary = perform["squat"]().judged(yaw=90).summary
    assert summary.cue.startswith("Well done: what the camera could see")
    assert {n.mistake for n in summary.not_assessed} == {"knees_inward", "weight_shift"}


def test_no_praise_where_nothing_could_be_judged(perform, hide):
    performance = perform["squat"]()
    poses = performance.poses(yaw=90)
    for joint in ("left_knee", "left_hip", "left_shoulder"):
        hide(poses, INDEX[joint])
    summary = performance.judged(poses).summary
    assert summary.score is None
    assert summary.reason
    assert summary.cue.startswith("The repetitions were counted")


def test_without_repetitions_the_patient_is_asked_to_try_again(perform):
    performance = perform["squat"]()
    performance.spans = []
    summary = performance.judged(yaw=90).summary
    assert summary.score is None
    assert "try again" in summary.cue
