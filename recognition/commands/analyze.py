"""`recognize analyze`: judge the exercise in a video."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from recognition.commands import base, progress, rules
from recognition.options import ClickedPoint, Limits, Options

if TYPE_CHECKING:
    from recognition.report import Report

EXAMPLES = """\
  recognize analyze squat.mp4
  recognize analyze squat.mp4 --exercise squat --output report.json
  recognize analyze squat.mp4 --overlay overlay.mp4
  recognize analyze group.mp4 --patient 0.4,0.5,2
  recognize analyze squat.mp4 --exercise squat --target knee_flexion=60
  recognize analyze squat.mp4 --exercise squat --limit knee_flexion=75
  recognize analyze knee.mp4 --exercise my_knee_bend.toml

poses.npz and curves.json are written beside the report."""

RUNTIMES = ("openvino", "torch", "mediapipe")


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    limits = Limits()
    parser = base.add(
        subparsers,
        "analyze",
        _run,
        help_text="Say which exercise a video shows, and judge every repetition.",
        examples=EXAMPLES,
    )
    parser.add_argument("video", type=base.existing_file, metavar="VIDEO")
    parser.add_argument(
        "--exercise", metavar="CODE", help="what was prescribed, or an exercise file"
    )
    rules.add_arguments(parser)
    parser.add_argument("--output", type=Path, metavar="report.json")
    parser.add_argument("--overlay", type=Path, metavar="overlay.mp4")
    parser.add_argument(
        "--patient",
        type=_point,
        metavar="X,Y,T",
        help="a point on the patient: fractions of width and height, and seconds",
    )
    parser.add_argument(
        "--runtime", choices=RUNTIMES, default=Options().runtime, help="for the poses"
    )
    parser.add_argument(
        "--rate",
        type=float,
        default=Options().analysis_rate_hz,
        metavar="HZ",
        help="frames/s that are looked at",
    )
    parser.add_argument(
        "--longest-min", type=float, default=limits.duration_s / 60, metavar="MIN"
    )
    parser.add_argument(
        "--largest-mb", type=float, default=limits.size_bytes / 1024**2, metavar="MB"
    )
    parser.add_argument(
        "--largest-side", type=int, default=limits.side_px, metavar="PIXELS"
    )


def _point(text: str) -> ClickedPoint:
    """Convert `x,y,t`."""
    try:
        x, y, time_s = (float(part) for part in text.split(","))
    except ValueError as error:
        message = f"{text} is not x,y,t such as 0.4,0.5,2"
        raise argparse.ArgumentTypeError(message) from error
    return ClickedPoint(x, y, time_s)


def _run(arguments: argparse.Namespace) -> int:
    from recognition import overlay, pipeline, report

    for target in (arguments.output, arguments.overlay):
        if target is not None and not target.parent.is_dir():
            raise base.Usage(f"there is no folder {target.parent}")
    with progress.bar() as on_progress:
        analysis = pipeline.analyze(
            arguments.video,
            exercise=rules.exercise(arguments.exercise),
            options=_options(arguments),
            on_progress=on_progress,
        )
        if arguments.overlay:
            overlay.render(
                arguments.video, analysis.report, analysis.curves, arguments.overlay
            )
    if arguments.output:
        output: Path = arguments.output
        analysis.save(output.parent, report_name=output.name)
    base.answer(report.to_json(analysis.report))
    base.say(_in_words(analysis.report))
    return 0


def _in_words(found: "Report") -> str:
    """Return the answer as a few lines for people."""
    score = "not given" if found.summary.score is None else found.summary.score
    counts = (
        f"{_many(found.summary.repetitions, 'repetition')}, "
        f"{_many(found.summary.attempts, 'attempt')}"
    )
    lines = [
        f"{found.exercise.code} ({found.exercise.source}): {counts}, score {score}"
    ]
    lines += [f"  {code}: {n} x" for code, n in found.summary.mistakes.items()]
    lines += [found.summary.cue] if found.summary.cue else []
    lines += [f"warning: {warning.message}" for warning in found.warnings]
    return "\n".join(lines)


def _many(number: int, noun: str) -> str:
    """Return `1 attempt` or `2 attempts`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _options(arguments: argparse.Namespace) -> Options:
    """Return the settings that the arguments name."""
    limits = Limits(
        duration_s=arguments.longest_min * 60,
        size_bytes=int(arguments.largest_mb * 1024**2),
        side_px=arguments.largest_side,
    )
    return Options(
        limits=limits,
        analysis_rate_hz=arguments.rate,
        runtime=arguments.runtime,
        patient=arguments.patient,
        rules=rules.given(arguments),
    )
