"""`recognize simulate`: a simulated patient's film or landmarks, with the truth."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from recognition.commands import base

if TYPE_CHECKING:
    from recognition.simulation.scenario import Made, Performance, Scenario

EXAMPLES = """\
  recognize simulate --exercise squat --repetitions 8 --mistake knees_inward:1.5@4-8 \\
      --view front --seed 7 --output squat.mp4 --truth squat.json
  recognize simulate --exercise lunge --side alternating --output poses.npz

An output that ends in .mp4 is a film, in .npz the 33 landmarks as a pose estimator
would report them. A mistake is CODE:GRADE, optionally @FIRST-LAST repetition and
/left or /right; grade 1 lies at the catalog's limit, 2 is gross."""

VIEWS: Final = {
    "front": 0.0,
    "left": 90.0,
    "back": 180.0,
    "right": -90.0,
    "oblique": 40.0,
}
_MISTAKE: Final = re.compile(
    r"(?P<code>[a-z_]+):(?P<grade>\d+(\.\d+)?)"
    r"(@(?P<first>\d+)(-(?P<last>\d+))?)?(/(?P<side>left|right))?"
)


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    parser = base.add(
        subparsers,
        "simulate",
        _run,
        help_text="Make a simulated patient's recording whose truth is known.",
        examples=EXAMPLES,
    )
    parser.add_argument("--exercise", required=True, metavar="CODE")
    parser.add_argument("--repetitions", type=_count, default=8, metavar="N")
    parser.add_argument(
        "--side", choices=("left", "right", "both", "alternating"), default=None
    )
    parser.add_argument(
        "--mistake", type=_mistake, action="append", default=[],
        metavar="CODE:GRADE[@FIRST[-LAST]][/SIDE]",
    )  # fmt: skip
    parser.add_argument("--view", type=_view, default=0.0, metavar="NAME|YAW_DEG")
    parser.add_argument("--attempts", type=int, default=0, metavar="N")
    parser.add_argument("--cut-start", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--cut-end", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--tempo", type=float, default=1.0, metavar="FACTOR")
    parser.add_argument("--fatigue", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--walk-in", action="store_true")
    parser.add_argument("--set-up", action="store_true")
    parser.add_argument("--walk-out", action="store_true")
    parser.add_argument("--rate", type=float, default=30.0, metavar="HZ")
    parser.add_argument("--landscape", action="store_true")
    parser.add_argument("--sway", type=float, default=0.0, metavar="DEG")
    parser.add_argument("--any-body", action="store_true", help="draw a body at random")
    parser.add_argument("--noise", type=float, default=0.0, metavar="0-255")
    parser.add_argument("--blur", type=float, default=0.0, metavar="PX")
    parser.add_argument("--light", type=float, default=1.0, metavar="FACTOR")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, required=True, metavar="FILE.mp4|npz")
    parser.add_argument("--truth", type=Path, metavar="FILE.json")


def _run(arguments: argparse.Namespace) -> int:
    from recognition.simulation.scenario import perform
    from recognition.simulation.timeline import UnknownMistake

    if arguments.output.suffix not in {".mp4", ".npz"}:
        raise base.Usage("--output must end in .mp4 or .npz")
    try:
        performance = perform(_scenario(arguments))
    except UnknownMistake as error:
        raise base.Usage(str(error)) from error
    _write(performance, arguments)
    truth = performance.truth()
    if arguments.truth is not None:
        truth.save(arguments.truth)
    base.answer(
        {
            "output": str(arguments.output),
            "frames": len(truth.time_s),
            "repetitions": len(truth.repetitions),
            "attempts": len(truth.attempts),
        }
    )
    return 0


def _scenario(arguments: argparse.Namespace) -> "Scenario":
    """Return the scenario that the arguments describe."""
    from dataclasses import replace

    import numpy as np

    from recognition.simulation import body, stage
    from recognition.simulation.scenario import Scenario, Timing, Variation

    variation = Variation(
        tempo=arguments.tempo,
        fatigue=arguments.fatigue,
        attempts=arguments.attempts,
        cut_start=arguments.cut_start,
        cut_end=arguments.cut_end,
        walk_in=arguments.walk_in,
        set_up=arguments.set_up,
        walk_out=arguments.walk_out,
    )
    camera = stage.camera(
        arguments.exercise, arguments.view, landscape=arguments.landscape
    )
    person = body.Body()
    if arguments.any_body:
        person = body.draw(np.random.default_rng([arguments.seed, 1]))
    return Scenario(
        exercise=arguments.exercise,
        repetitions=arguments.repetitions,
        side=arguments.side or stage.side(arguments.exercise),
        mistakes=tuple(arguments.mistake),
        variation=variation,
        body=person,
        camera=replace(camera, sway_deg=arguments.sway),
        timing=Timing(rate_hz=arguments.rate),
        seed=arguments.seed,
    )


def _write(performance: "Performance", arguments: argparse.Namespace) -> None:
    """Write the film or the landmarks."""
    from recognition.simulation import observation, video
    from recognition.simulation.optics import Optics

    if arguments.output.suffix == ".npz":
        observation.observe(performance).save(arguments.output)
        return
    optics = Optics(arguments.noise, arguments.blur, arguments.light)
    video.write(arguments.output, performance, seen_through=optics)


def _count(text: str) -> int:
    """Convert an argument to a number of repetitions."""
    number = int(text)
    if not 0 <= number <= 200:
        raise argparse.ArgumentTypeError("expected 0 to 200 repetitions")
    return number


def _view(text: str) -> float:
    """Convert a view's name or an angle to the camera's yaw."""
    if text in VIEWS:
        return VIEWS[text]
    try:
        yaw = float(text)
    except ValueError:
        known = ", ".join(VIEWS)
        raise argparse.ArgumentTypeError(f"expected {known} or degrees") from None
    if not -180.0 <= yaw <= 180.0:
        raise argparse.ArgumentTypeError("expected -180 to 180 degrees")
    return yaw


def _mistake(text: str) -> "Made":
    """Convert `knees_inward:1.5@4-8/left` to a mistake."""
    from recognition.simulation.scenario import Made

    match = _MISTAKE.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"expected CODE:GRADE@FIRST-LAST, got {text}")
    first = int(match["first"] or 1)
    last = match["last"] or match["first"]
    return Made(
        match["code"], float(match["grade"]), first,
        None if last is None else int(last), match["side"],  # type: ignore[arg-type]
    )  # fmt: skip
