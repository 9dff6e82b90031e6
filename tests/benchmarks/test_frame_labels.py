"""Rules agree with labelled frames that they were not fitted to."""

import pytest

from tests.benchmarks import frame_labels


@pytest.mark.clips
@pytest.mark.benchmark
def test_balanced_accuracy_of_each_rule_is_at_least_85_percent(shared_dir):
    scores = frame_labels.scores(shared_dir / "data" / "exercise-correction")
    for score in scores:
        print(
            f"{score.task:26} {score.frames:5} frames  "
            f"sensitivity {score.sensitivity:.3f}  "
            f"specificity {score.specificity:.3f}  "
            f"balanced {score.balanced_accuracy:.3f}"
        )
    assert len(scores) == 4
    assert min(score.balanced_accuracy for score in scores) >= 0.85
