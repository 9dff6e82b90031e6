"""Runs the accuracy benchmark: `recognize benchmark accuracy`.

What is done is kept in a file as it comes, so that an interrupted run goes on.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

from recognition import video as reading
from recognition.benchmarks.accuracy import grid, summary, trial
from recognition.benchmarks.accuracy.trial import Trial, Verdict
from recognition.errors import Unanalyzable
from recognition.exercises.catalog import get
from recognition.options import Options, Runtime
from recognition.pose_estimation import runtimes
from recognition.poses import PoseSequence
from recognition.simulation import noise, observation, video
from recognition.simulation.scenario import Performance, Scenario, perform

OnTrial = Callable[[int, int, Trial], None]

LANDMARKS: Final = "landmarks"
FILM_REPETITIONS: Final = 3  # a film costs a thousand times what landmarks do


@dataclass(frozen=True, slots=True)
class Outcome:
    """One recording seen by one source of poses.

    Attributes:
        source: `landmarks`, or the pose runtime that watched the film.
        found: share of the frames with a body.
    """

    seed: int
    source: str
    found: float
    trial: Trial


def on_landmarks(
    exercises: tuple[str, ...] = (),
    *,
    bodies: int = grid.BODIES,
    every: int = 1,
    kept: Path | None = None,
    on_trial: OnTrial | None = None,
) -> dict[str, Any]:
    """Judge simulated landmarks over the grid and return the summed-up results.

    Args:
        exercises: codes; none = all that can be simulated.
        bodies: how many people do everything.
        every: take one recording of so many.
        kept: file of what is done already; it grows.
        on_trial: told how many of how many are done, and the latest.
    """
    plan = list(grid.scenarios(exercises, bodies=bodies))[::every]
    outcomes = list(_all(plan, (LANDMARKS,), kept, on_trial))
    results = summary.summarize(outcome.trial for outcome in outcomes)
    return {"source": "simulated landmarks", **results}


def on_films(
    exercises: tuple[str, ...] = (),
    *,
    most: int,
    repetitions: int = FILM_REPETITIONS,
    sources: tuple[str, ...] = (Options().runtime,),
    kept: Path | None = None,
    on_trial: OnTrial | None = None,
) -> dict[str, Any]:
    """Render a stratified part of the grid, estimate the poses, judge them.

    At most `most` films, spread evenly over exercises, views and mistakes; each is
    watched by every pose runtime in `sources`, and the first one's poses make the
    summary. `found` holds the share of frames with a body by runtime and posture.
    """
    plan = [_shortened(each, repetitions) for each in stratified(exercises, most)]
    outcomes = list(_all(plan, sources, kept, on_trial))
    first = [outcome for outcome in outcomes if outcome.source == sources[0]]
    return {
        "source": f"rendered films, watched by {sources[0]}",
        "found": found_by_posture(outcomes),
        **summary.summarize(outcome.trial for outcome in first),
    }


def stratified(exercises: tuple[str, ...], most: int) -> list[Scenario]:
    """Return at most `most` recordings, as many of each exercise, spread over its grid.

    Where there are more exercises than that, one of every so-manieth exercise.
    """
    groups: dict[str, list[Scenario]] = {}
    for scenario in grid.scenarios(exercises, bodies=1):
        groups.setdefault(scenario.exercise, []).append(scenario)
    chosen = list(groups.values())[:: -(-len(groups) // most)]
    each = max(1, most // len(chosen))
    return [scenario for group in chosen for scenario in _spread(group, each)]


def _spread(group: list[Scenario], count: int) -> list[Scenario]:
    """Return `count` of `group`, evenly spaced, those with mistakes among them."""
    step = max(1.0, len(group) / count)
    return [group[int(step * (n + 0.5))] for n in range(min(count, len(group)))]


def found_by_posture(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Return the share of frames with a body, by source of poses and posture."""
    groups: dict[tuple[str, str], list[float]] = {}
    for outcome in outcomes:
        upright = noise.family(get(outcome.trial.exercise).posture) == "upright"
        key = outcome.source, "standing" if upright else "lying"
        groups.setdefault(key, []).append(outcome.found)
    return [
        {
            "source": source,
            "posture": posture,
            "films": len(shares),
            "found": round(sum(shares) / len(shares), 4),
            "worst": round(min(shares), 4),
        }
        for (source, posture), shares in sorted(groups.items())
    ]


def _shortened(scenario: Scenario, repetitions: int) -> Scenario:
    """Return `scenario` with fewer repetitions; mistakes are made in the later ones."""
    mistakes = tuple(
        replace(made, first=min(2, repetitions), last=repetitions)
        for made in scenario.mistakes
    )
    return replace(scenario, repetitions=repetitions, mistakes=mistakes)


def _all(
    plan: list[Scenario],
    sources: tuple[str, ...],
    kept: Path | None,
    on_trial: OnTrial | None,
) -> Iterator[Outcome]:
    """Yield the outcomes of `plan`, those that are kept and those that are new."""
    known = {(o.seed, o.source): o for o in read(kept)} if kept else {}
    for number, scenario in enumerate(plan, 1):
        lacking = tuple(s for s in sources if (scenario.seed, s) not in known)
        for outcome in _of_scenario(scenario, lacking):
            known[outcome.seed, outcome.source] = outcome
            if kept is not None:
                keep(outcome, kept)
        done = [known[scenario.seed, source] for source in sources]
        yield from done
        if on_trial is not None:
            on_trial(number, len(plan), done[0].trial)


def _of_scenario(scenario: Scenario, sources: tuple[str, ...]) -> Iterator[Outcome]:
    """Yield what each source of poses makes of one recording."""
    if not sources:
        return
    performance = perform(scenario)
    with TemporaryDirectory() as folder:
        film = Path(folder) / "film.mp4"
        if sources != (LANDMARKS,):
            video.write(film, performance)
        for source in sources:
            yield _outcome(performance, source, film)


def _outcome(performance: Performance, source: str, film: Path) -> Outcome:
    seed = performance.scenario.seed
    try:
        poses = poses_of(performance, source, film)
    except Unanalyzable as error:  # the runtime found nobody
        missed = trial.blank(performance)
        missed.refused = error.code
        return Outcome(seed, source, 0.0, missed)
    found = float(poses.found.mean())
    return Outcome(seed, source, found, trial.run(performance, poses))


def poses_of(performance: Performance, source: str, film: Path) -> PoseSequence:
    """Return what a source of poses sees of a performance, or of its film."""
    if source == LANDMARKS:
        return observation.observe(performance)
    runtime = runtimes.create(Options(runtime=cast("Runtime", source)))
    return runtime.estimate(reading.frames(film)).poses


def keep(outcome: Outcome, path: Path) -> None:
    """Write `outcome` at the end of the file of what is done."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(outcome)) + "\n")


def read(path: Path) -> Iterator[Outcome]:
    """Yield the outcomes kept in `path`; a line torn off at its end is left out."""
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        try:
            stored = json.loads(line)
        except json.JSONDecodeError:
            continue
        fields = stored["trial"]
        fields["verdicts"] = [Verdict(**verdict) for verdict in fields["verdicts"]]
        yield Outcome(**{**stored, "trial": Trial(**fields)})
