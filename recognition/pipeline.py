"""From a video file to a report: the steps in order, each in its own module."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from recognition import framing, judgment, report, video
from recognition.curves import Curves, curves_of
from recognition.errors import NoPerson, TooDark, Unanalyzable, UnsuitableRules
from recognition.exercises import catalog
from recognition.exercises.personal import personal
from recognition.exercises.spec import Exercise
from recognition.heads import Head
from recognition.judgment import Judgment
from recognition.options import Options
from recognition.patient_rules import PatientRules
from recognition.pose_estimation import proportions, runtimes
from recognition.pose_estimation.base import PoseEstimate
from recognition.poses import PoseSequence
from recognition.repetitions import sets
from recognition.report import Report
from recognition.version import VERSION
from recognition.video import Frame, VideoHeader

Progress = Callable[[str, float], None]

# The light changes slowly: one frame in so many tells it.
LIGHT_EVERY: Final = 10
# Below this share of frames with the patient the report carries a warning.
OFTEN_LOST: Final = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """Everything that one analysis gives.

    Attributes:
        report: the published answer.
        poses: what the pose runtime saw, neither smoothed nor filled.
        curves: what a player draws; from the cleaned poses.
        heads: of everybody in the video; none where no video was looked at.
    """

    report: Report
    poses: PoseSequence
    curves: Curves
    heads: tuple[Head, ...] = ()

    def save(self, folder: Path, *, report_name: str = "report.json") -> None:
        """Write the report, `poses.npz` and `curves.json` into `folder`."""
        mapping = report.to_json(self.report)
        (folder / report_name).write_text(json.dumps(mapping, indent=2) + "\n")
        (folder / "curves.json").write_text(json.dumps(self.curves, allow_nan=False))
        self.poses.save(folder / "poses.npz")


def analyze(
    source: Path,
    *,
    exercise: str | Exercise | None = None,
    options: Options = Options(),
    on_progress: Progress | None = None,
) -> Analysis:
    """Judge the exercise in a video.

    Args:
        source: a video file.
        exercise: the prescribed exercise or its code; None to recognize it.
        options: limits and settings.
        on_progress: called with a stage ("checking", "pose", "repetitions",
            "assessment") and the share of it that is done, 0 to 1.

    Raises:
        Unanalyzable: the video cannot be judged, and what its owner can do.
        PoseModelUnavailable: the pose networks are neither at hand nor to be had.
    """
    started = time.perf_counter()
    say = on_progress or _say_nothing
    prescribed = _prescribed(exercise, options.rules)
    say("checking", 0.0)
    header = video.probe(source, options.limits)
    say("checking", 1.0)
    watch = Watch(source, header, options, say)
    estimate = _estimate(watch, options)
    posed = time.perf_counter()
    judged = judgment.judge(estimate.poses, prescribed, say)
    ended = time.perf_counter()
    timings = report.Timings(
        decode=watch.decode_s,
        pose=posed - started - watch.decode_s,
        assessment=ended - posed,
        total=ended - started,
    )
    return Analysis(
        report=_report(watch, estimate, judged, timings),
        poses=estimate.poses,
        curves=curves_of(judged.poses, judged.exercise, shown=judged.shown),
        heads=estimate.heads,
    )


def estimate_poses(
    source: Path,
    *,
    options: Options = Options(),
    on_progress: Progress | None = None,
) -> PoseSequence:
    """Return what the pose runtime sees in a video, neither smoothed nor judged.

    Raises:
        Unanalyzable: the video cannot be read, or nobody is seen in it.
        PoseModelUnavailable: the pose networks are neither at hand nor to be had.
    """
    say = on_progress or _say_nothing
    say("checking", 0.0)
    header = video.probe(source, options.limits)
    return _estimate(Watch(source, header, options, say), options).poses


def assess_poses(
    poses: PoseSequence,
    *,
    exercise: str | Exercise | None = None,
    rules: PatientRules | None = None,
    on_progress: Progress | None = None,
) -> Judgment:
    """Judge poses that are already there: everything after pose estimation.

    Raises:
        Unanalyzable: too little of the body was seen.
        UnsuitableRules: the patient's rules do not fit the exercise.
    """
    prescribed = _prescribed(exercise, rules or PatientRules())
    return judgment.judge(poses, prescribed, on_progress or _say_nothing)


def _prescribed(
    exercise: str | Exercise | None, rules: PatientRules
) -> Exercise | None:
    """Return the exercise as this patient is to do it, or None to recognize one."""
    if exercise is None:
        if rules:
            raise UnsuitableRules("Rules of a patient need a prescribed exercise.")
        return None
    known = catalog.get(exercise) if isinstance(exercise, str) else exercise
    return personal(known, rules)


def analyze_poses(
    poses: PoseSequence,
    *,
    exercise: str | Exercise,
    rules: PatientRules | None = None,
) -> Analysis:
    """Return the whole analysis of poses that no video belongs to.

    Raises:
        Unanalyzable: too little of the body was seen.
        UnsuitableRules: the patient's rules do not fit the exercise.
    """
    started = time.perf_counter()
    judged = assess_poses(poses, exercise=exercise, rules=rules)
    spent = time.perf_counter() - started
    frames = len(poses)
    answer = _put_together(
        judged,
        video=report.Video(
            duration_s=float(poses.time_s[-1]),
            frames=frames,
            width=poses.width,
            height=poses.height,
            rotation_deg=0,
            analyzed_frames=frames,
        ),
        person=report.Person(found_ratio=float(poses.found.mean()), people=1),
        warnings=(),
        timings=report.Timings(decode=0.0, pose=0.0, assessment=spent, total=spent),
    )
    curves = curves_of(judged.poses, judged.exercise, shown=judged.shown)
    return Analysis(answer, poses, curves)


class Watch:
    """Hands the frames of a video on, and notes what they cost and how light they are.

    Attributes:
        decode_s: time spent on decoding.
        light: `framing.brightness` of some frames.
        decoded: number of frames read from the video.
        analyzed: number of frames handed on.
        last_s: time of the last frame.
    """

    def __init__(
        self, source: Path, header: VideoHeader, options: Options, say: Progress
    ) -> None:
        self.source = source
        self.header = header
        self.options = options
        self.say = say
        self.decode_s = 0.0
        self.light: list[float] = []
        self.decoded = 0
        self.analyzed = 0
        self.last_s = 0.0

    def __iter__(self) -> Iterator[Frame]:
        pace = video.Pace(self.options.analysis_rate_hz)
        started = time.perf_counter()
        for decoded in video.stamped_frames(self.source, self.options.limits):
            self.decoded += 1
            self.last_s = decoded.time_s
            if pace.is_due(decoded.time_s):
                frame = video.upright(decoded)
                self.decode_s += time.perf_counter() - started
                self._note(frame)
                yield frame
                started = time.perf_counter()
        self.decode_s += time.perf_counter() - started

    def _note(self, frame: Frame) -> None:
        if self.analyzed % LIGHT_EVERY == 0:
            self.light.append(framing.brightness(frame.picture))
            duration_s = self.header.duration_s or self.options.limits.duration_s
            self.say("pose", min(frame.time_s / duration_s, 1.0))
        self.analyzed += 1


def _estimate(watch: Watch, options: Options) -> PoseEstimate:
    """Run the pose runtime; where nobody is found, say whether it is for the light."""
    try:
        estimate = runtimes.create(options).estimate(watch, patient=options.patient)
    except NoPerson as error:
        if framing.is_dark(watch.light):
            raise TooDark("The video is too dark to see anybody.") from error
        raise
    if proportions.is_suspect(estimate):
        estimate = _estimate_swapped(watch, options, estimate)
    watch.say("pose", 1.0)
    return estimate


def _estimate_swapped(
    watch: Watch, options: Options, first: PoseEstimate
) -> PoseEstimate:
    """Try a squeezed picture's other proportions; keep what finds the patient."""
    again = Watch(watch.source, watch.header, options, watch.say)
    try:
        second = runtimes.create(options).estimate(
            proportions.swapped(again), patient=options.patient
        )
    except Unanalyzable:
        return first
    return second if proportions.is_better(second, than=first) else first


def _report(
    watch: Watch,
    estimate: PoseEstimate,
    judged: Judgment,
    timings: report.Timings,
) -> Report:
    """Put the report of a video together."""
    header = watch.header
    return _put_together(
        judged,
        video=report.Video(
            duration_s=header.duration_s or watch.last_s,
            frames=watch.decoded,
            width=header.width,
            height=header.height,
            rotation_deg=header.rotation_deg,
            analyzed_frames=watch.analyzed,
        ),
        person=report.Person(
            found_ratio=float(estimate.poses.found.mean()),
            people=estimate.people_seen,
        ),
        warnings=tuple(_warnings(watch, estimate)),
        timings=timings,
    )


def _put_together(
    judged: Judgment,
    *,
    video: report.Video,
    person: report.Person,
    warnings: tuple[report.Warning, ...],
    timings: report.Timings,
) -> Report:
    """Put a report together."""
    return Report(
        schema=report.SCHEMA,
        pipeline=VERSION,
        video=video,
        person=person,
        view=judged.view,
        exercise=judged.verdict,
        repetitions=judged.assessment.repetitions,
        attempts=judged.assessment.attempts,
        summary=judged.assessment.summary,
        warnings=(*warnings, *judged.warnings),
        timings_s=timings,
        sets=sets.find(judged.assessment.repetitions),
        holds=judged.assessment.holds,
    )


def _warnings(watch: Watch, estimate: PoseEstimate) -> Iterator[report.Warning]:
    """Say what about the recording limits the answer."""
    if estimate.people_seen > 1:
        yield report.Warning(
            "other_people",
            f"{estimate.people_seen} people are in the picture; the one who exercises "
            "was judged.",
        )
    found = float(estimate.poses.found.mean())
    if found < OFTEN_LOST:
        yield report.Warning(
            "person_often_lost",
            f"The patient was found in {found:.0%} of the video; the rest is not "
            "judged.",
        )
    size, header = estimate.poses, watch.header
    if (size.width < size.height) != (header.width < header.height):
        yield report.Warning(
            "proportions_corrected",
            "The picture is squeezed; it was judged in the proportions of a body.",
        )
    if framing.is_dark(watch.light):
        yield report.Warning("dark", "The picture is dark; more light gives more.")


def _say_nothing(stage: str, done: float) -> None:
    """Take the place of a progress display."""
