"""Writes the page that goes with shipped weights."""

from typing import Any

INTENDED = """\
## Intended use

Research, and comparison with the rules of the exercise catalog. The net says how
likely a repetition is correct, if it is the given exercise. **Reports do not use
it**: no figure here is from patients or from a phone's camera.

## Data

UI-PRMD (Vakanski, Jun, Paul, Baker 2018, Data 3(1):2, doi:10.3390/data3010002; Open
Data Commons Public Domain Dedication and License 1.0): ten healthy adults, ten
movements, ten repetitions well and ten badly done each, seen by a Kinect. "Badly" was
acted, without a name for what was wrong. No recording of a patient was used.

## Limits

* Ten healthy adults: age, build, pain and walking aids are not represented.
* The joints came from a Kinect. Those of a phone have other errors, above all in
  depth. Measure on poses of the camera in question before relying on any figure.
* One repetition at a time, cut by the library. A wrong cut is judged all the same.
* A movement that the net does not know is taken for one that it knows.
* It names no mistake. The findings of a report come from measured angles.
"""


def markdown(figures: dict[str, Any], nets: int) -> str:
    """Return the model card of an ensemble with the figures of its folds."""
    training = figures["training"]
    return "\n".join(
        [
            f"# Form and exercise by {training['net']}",
            "",
            (
                f"An ensemble of {nets} nets of {figures['parameters']:,} parameters "
                "each: joints in, probabilities of the exercise and of correct form "
                "out."
            ),
            "",
            INTENDED,
            "## Figures",
            "",
            (
                f"Protocol `{training['protocol']}`: each of the "
                f"{figures['repetitions']} repetitions was judged by a net that never "
                "saw its subject, neither in training nor to decide when to stop; the "
                "shipped ensemble of all these nets was not measured on anybody "
                "unseen."
            ),
            "",
            "| task | accuracy | 95 % interval over subjects | balanced | F1 | ECE |",
            "| --- | --- | --- | --- | --- | --- |",
            *[
                _row(title, figures[task])
                for task, title in (("exercise", "exercise"), ("form", "form"))
                if figures[task]
            ],
            "",
            f"Form by exercise: {_groups(figures['form'])}.",
            "",
        ]
    )


def _row(title: str, figures: dict[str, Any]) -> str:
    """Return one row of the table."""
    low, high = figures["interval"]
    return (
        f"| {title} | {figures['accuracy']:.1%} | {low:.1%} to {high:.1%} | "
        f"{figures['balanced_accuracy']:.1%} | {figures['macro_f1']:.3f} | "
        f"{figures['ece']:.3f} |"
    )


def _groups(figures: dict[str, Any]) -> str:
    """Return the accuracy of each exercise."""
    parts = figures.get("by_exercise", {})
    return ", ".join(f"{name} {value:.1%}" for name, value in parts.items())
