"""`recognize benchmark`: measure the library on videos of one's own."""

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from recognition.commands import base

if TYPE_CHECKING:
    from recognition.benchmarks.accuracy.trial import Trial
    from recognition.benchmarks.clips import Outcome
    from recognition.pose_estimation.comparison import Comparison

EXAMPLES = """\
  recognize benchmark pose FOLDER --seconds 5 --output pose.json
  recognize benchmark clips FOLDER --output clips.json --markdown clips.md
  recognize benchmark accuracy --exercise squat --markdown accuracy.md
  recognize benchmark recognizers NET.xml --clips FOLDER --poses POSES --every 40
  recognize benchmark assessing --markdown assessing.md
  recognize benchmark errors --clips POSES --output errors.toml
  recognize benchmark captured vicon.npz --markdown captured.md"""


def register(subparsers: base.Subparsers) -> None:
    """Add the command and what can be measured."""
    parser = base.add(
        subparsers,
        "benchmark",
        _run_pose,
        help_text="Measure the library on videos of one's own.",
        examples=EXAMPLES,
    )
    what = parser.add_subparsers(dest="what", required=True)
    pose = what.add_parser("pose", help="speed and agreement of the pose runtimes")
    pose.set_defaults(run=_run_pose)
    pose.add_argument(
        "videos", nargs="+", type=base.existing_path, metavar="VIDEO",
        help="or a folder of them",
    )  # fmt: skip
    pose.add_argument("--output", type=Path, metavar="pose.json")
    pose.add_argument("--markdown", type=Path, metavar="pose.md")
    pose.add_argument("--runtimes", metavar="NAME,NAME", help="instead of all")
    pose.add_argument("--seconds", type=float, help="of each clip, instead of all")
    clips = what.add_parser("clips", help="counts and verdicts, against a manifest.csv")
    clips.set_defaults(run=_run_clips)
    clips.add_argument("folder", type=Path, metavar="FOLDER")
    clips.add_argument("--split", choices=["tune", "report"], help="instead of both")
    clips.add_argument("--runtime", help="that computes the poses")
    clips.add_argument("--poses", type=Path, help="folder that keeps the poses")
    clips.add_argument("--output", type=Path, metavar="clips.json")
    clips.add_argument("--markdown", type=Path, metavar="clips.md")
    _register_accuracy(what.add_parser("accuracy", help="against simulated patients"))
    _register_recognizers(
        what.add_parser("recognizers", help="a trained net against the rules")
    )
    assessing = what.add_parser("assessing", help="processor time of judging poses")
    assessing.set_defaults(run=_run_assessing)
    assessing.add_argument("--exercise", action="append", default=[], metavar="CODE")
    assessing.add_argument("--runs", type=int, default=5, metavar="N")
    assessing.add_argument("--output", type=Path, metavar="assessing.json")
    assessing.add_argument("--markdown", type=Path, metavar="assessing.md")
    captured = what.add_parser("captured", help="squats of UI-PRMD, as films")
    captured.set_defaults(run=_run_captured)
    captured.add_argument("source", type=base.existing_file, metavar="vicon.npz")
    captured.add_argument("--subjects", default="1,2,3,4,5", metavar="N,N")
    captured.add_argument(
        "--runtime", default="openvino", help="that watches the films"
    )
    captured.add_argument("--output", type=Path, metavar="captured.json")
    captured.add_argument("--markdown", type=Path, metavar="captured.md")
    errors = what.add_parser("errors", help="of each measure, as reports state them")
    errors.set_defaults(run=_run_errors)
    errors.add_argument("--every", type=int, default=3, metavar="N")
    errors.add_argument("--clips", type=Path, help="folder with poses of real clips")
    errors.add_argument(
        "--resume", type=Path, metavar="FILE.jsonl", help="keep what is done, go on"
    )
    errors.add_argument("--output", type=Path, metavar="errors.toml")
    errors.add_argument(
        "--markdown", type=Path, help="the shipped errors as a page, after writing them"
    )


def _register_recognizers(parser: argparse.ArgumentParser) -> None:
    """Add the options of the comparison of recognizers."""
    parser.set_defaults(run=_run_recognizers)
    parser.add_argument("net", type=base.existing_file, metavar="NET.xml")
    parser.add_argument("--clips", type=Path, help="folder with clips and manifest")
    parser.add_argument("--poses", type=Path, help="folder with poses of the clips")
    parser.add_argument(
        "--every", type=int, default=0, metavar="N",
        help="also one simulated recording of N; 0 = none",
    )  # fmt: skip
    parser.add_argument(
        "--patients", type=int, default=0, metavar="N",
        help="also single windows of N simulated patients",
    )  # fmt: skip
    parser.add_argument("--output", type=Path, metavar="recognizers.json")


def _register_accuracy(parser: argparse.ArgumentParser) -> None:
    """Add the options of the accuracy benchmark."""
    parser.set_defaults(run=_run_accuracy)
    parser.add_argument("--exercise", action="append", default=[], metavar="CODE")
    parser.add_argument("--bodies", type=int, default=2, metavar="N")
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="take one recording of N"
    )
    parser.add_argument(
        "--films", type=int, default=0, metavar="N",
        help="render at most N of them and analyze the films instead",
    )  # fmt: skip
    parser.add_argument(
        "--repetitions", type=int, default=3, metavar="N", help="in each film"
    )
    parser.add_argument(
        "--seconds", type=float, metavar="S",
        help="of each film only so long, and only whether the body is found",
    )  # fmt: skip
    parser.add_argument(
        "--runtimes", default="openvino,mediapipe", metavar="NAME,NAME",
        help="that watch the films; the first one's poses are judged",
    )  # fmt: skip
    parser.add_argument(
        "--resume", type=Path, metavar="FILE.jsonl", help="keep what is done, go on"
    )
    parser.add_argument("--output", type=Path, metavar="accuracy.json")
    parser.add_argument("--markdown", type=Path, metavar="accuracy.md")


def _run_pose(arguments: argparse.Namespace) -> int:
    from recognition.pose_estimation import benchmark, comparison, comparison_page

    clips, left_out = comparison.clips_among(arguments.videos)
    for path, reason in left_out.items():
        base.say(f"left out: {path.name}: {reason}")
    if not clips:
        raise base.Usage("there is no video among the files")
    chosen = arguments.runtimes
    names = chosen.split(",") if chosen else benchmark.at_hand()
    base.say(f"{'clip':<28}{'runtime':<16}{'frames/s':>9}{'ratio':>7}  distance  found")
    rows = comparison.compare(clips, names, on_clip=_print, seconds=arguments.seconds)
    summary = comparison.summarize(rows, seconds=arguments.seconds)
    if arguments.output:
        arguments.output.write_text(json.dumps(summary, indent=2) + "\n")
    if arguments.markdown:
        arguments.markdown.write_text(comparison_page.markdown(summary), "utf-8")
    base.answer({name: summary[name] for name in ("clips", "runtimes")})
    return 0


def _run_clips(arguments: argparse.Namespace) -> int:
    from recognition.benchmarks import clip_report, clips
    from recognition.options import Options

    if not (arguments.folder / clips.MANIFEST).is_file():
        raise base.Usage(f"there is no {clips.MANIFEST} in {arguments.folder}")
    options = Options()
    if arguments.runtime:
        options = replace(options, runtime=arguments.runtime)
    outcomes = clips.run(
        arguments.folder,
        split=arguments.split,
        options=options,
        poses=arguments.poses,
        on_clip=_print_clip,
    )
    if arguments.output:
        text = json.dumps(clip_report.to_json(outcomes), indent=2)
        arguments.output.write_text(text + "\n")
    if arguments.markdown:
        arguments.markdown.write_text(clip_report.to_markdown(outcomes))
    base.answer(clip_report.summarize(outcomes))
    return 0


def _run_recognizers(arguments: argparse.Namespace) -> int:
    from recognition.benchmarks import recognizers
    from recognition.nets.compiled import CompiledNet

    if (arguments.clips is None) != (arguments.poses is None):
        raise base.Usage("--clips and --poses belong together")
    net = CompiledNet(arguments.net)
    trials: list[recognizers.Trial] = []
    if arguments.clips:
        trials += recognizers.on_clips(net, arguments.clips, arguments.poses)
    if arguments.every:
        for part in recognizers.PARTS:
            trials += recognizers.on_simulated(net, part, every=arguments.every)
    answer = recognizers.compared(trials)
    answer["windows"] = None
    if arguments.patients:
        answer["windows"] = recognizers.on_windows(net, arguments.patients)
    if arguments.output:
        arguments.output.write_text(json.dumps(answer, indent=2) + "\n")
    base.answer({name: answer[name] for name in ("chosen", "figures", "windows")})
    return 0


def _print_clip(outcome: "Outcome") -> None:
    """Print one line of the table."""
    clip = outcome.clip
    base.say(
        f"{clip.file:<26} {clip.code:<20} true {clip.repetitions} counted "
        f"{outcome.counted} without {outcome.counted_without} as {outcome.recognized} "
        f"({outcome.seconds:.1f} s) {outcome.refused or ''}"
    )


def _print(row: "Comparison") -> None:
    """Print one line of the table."""
    median = row.median_distance
    distance = f"{median:8.2%}" if median is not None else "       -"
    base.say(
        f"{row.clip:<28}{row.runtime:<16}{row.fps:9.1f}{row.ratio_to_mediapipe:7.2f}"
        f"  {distance}  {row.found_ratio:5.3f}  decode {row.decode_fps:.0f}/s, "
        f"{row.cpu_ms_a_frame:.1f} ms CPU a frame, {row.peak_rss_mb:.0f} MB"
    )


def _run_accuracy(arguments: argparse.Namespace) -> int:
    from recognition.benchmarks.accuracy import page, plots, run

    exercises = tuple(arguments.exercise)
    if arguments.seconds is not None:
        return _run_found(arguments)
    with _Bar() as bar:
        if arguments.films:
            results = run.on_films(
                exercises,
                most=arguments.films,
                repetitions=arguments.repetitions,
                sources=tuple(arguments.runtimes.split(",")),
                kept=arguments.resume,
                on_trial=bar.trial,
            )
        else:
            results = run.on_landmarks(
                exercises,
                bodies=arguments.bodies,
                every=arguments.every,
                kept=arguments.resume,
                on_trial=bar.trial,
            )
    if arguments.output:
        arguments.output.write_text(json.dumps(results, indent=2) + "\n")
    if arguments.markdown:
        arguments.markdown.write_text(page.markdown(results), "utf-8")
        plots.draw(results, arguments.markdown.with_suffix(".jpg"))
    base.answer(results["overall"])
    return 0


def _run_found(arguments: argparse.Namespace) -> int:
    from recognition.benchmarks.accuracy import found, page, run

    if not arguments.films:
        raise base.Usage("--seconds belongs to --films")
    with _Bar() as bar:
        rows = run.found_by_posture(
            found.outcomes(
                tuple(arguments.exercise),
                most=arguments.films,
                seconds=arguments.seconds,
                sources=tuple(arguments.runtimes.split(",")),
                kept=arguments.resume,
                on_trial=bar.trial,
            )
        )
    if arguments.output:
        arguments.output.write_text(json.dumps(rows, indent=2) + "\n")
    if arguments.markdown:
        arguments.markdown.write_text("\n".join(page.found(rows)) + "\n", "utf-8")
    base.answer({"found": rows})
    return 0


def _run_assessing(arguments: argparse.Namespace) -> int:
    from recognition.benchmarks import assessing
    from recognition.simulation.motions.catalog import MOTIONS

    timings = assessing.run(
        arguments.exercise or sorted(MOTIONS),
        runs=arguments.runs,
        on_timing=lambda t: base.say(f"{t.exercise:<24}{t.cpu_s:6.2f} s"),
    )
    rows = [asdict(timing) for timing in timings]
    if arguments.output:
        arguments.output.write_text(json.dumps(rows, indent=2) + "\n")
    if arguments.markdown:
        arguments.markdown.write_text(assessing.markdown(timings), "utf-8")
    base.answer({"slowest_s": max(timing.cpu_s for timing in timings)})
    return 0


def _run_captured(arguments: argparse.Namespace) -> int:
    from recognition.benchmarks.accuracy import captured

    rows = captured.run(
        arguments.source,
        subjects=tuple(int(number) for number in arguments.subjects.split(",")),
        runtime=arguments.runtime,
        on_row=lambda row: base.say(json.dumps(row)),
    )
    if arguments.output:
        arguments.output.write_text(json.dumps(rows, indent=2) + "\n")
    if arguments.markdown:
        arguments.markdown.write_text(captured.markdown(rows), "utf-8")
    base.answer({"recordings": len(rows)})
    return 0


def _run_errors(arguments: argparse.Namespace) -> int:
    from recognition.benchmarks.accuracy import error_file

    with _Bar() as bar:
        text = error_file.measure(
            every=arguments.every,
            clips=arguments.clips,
            kept=arguments.resume,
            on_recording=bar.step,
        )
    target = arguments.output or error_file.FILE
    target.write_text(text, "utf-8")
    if arguments.markdown:
        arguments.markdown.write_text(error_file.page(), "utf-8")
    base.answer({"written": str(target)})
    return 0


class _Bar:
    """A progress bar for people; where nobody looks, a line now and then."""

    def __enter__(self) -> "_Bar":
        from rich.console import Console
        from rich.progress import Progress

        console = Console(stderr=True)
        self._bar = Progress(console=console, disable=not console.is_terminal)
        self._task = self._bar.add_task("starting", total=None)
        self._bar.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._bar.stop()

    def trial(self, number: int, total: int, trial: "Trial") -> None:
        """Say which recording was last."""
        self.step(number, total, f"{trial.exercise} from the {trial.view}")

    def step(self, number: int, total: int, what: str = "") -> None:
        """Say how far it is."""
        self._bar.update(self._task, completed=number, total=total, description=what)
        if self._bar.disable and (number % 50 == 0 or number == total):
            base.say(f"{number} of {total} {what}")
