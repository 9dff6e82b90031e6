"""In how many frames each pose runtime finds the body, on short films of everything.

Cheaper than judging whole recordings: of each film only some seconds are rendered.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from recognition.benchmarks.accuracy import run, trial
from recognition.benchmarks.accuracy.run import OnTrial, Outcome
from recognition.errors import Unanalyzable
from recognition.simulation import video
from recognition.simulation.scenario import Performance, Scenario, perform

_LEAD_S: Final = 0.3  # before the first repetition


def outcomes(
    exercises: tuple[str, ...] = (),
    *,
    most: int,
    seconds: float,
    sources: tuple[str, ...],
    kept: Path | None = None,
    on_trial: OnTrial | None = None,
) -> Iterator[Outcome]:
    """Yield what share of the frames of at most `most` films shows a body to `sources`.

    The films are those of `run.on_films`, from the start of the first repetition on.
    Nothing is judged: the trials are blank.

    Args:
        exercises: codes; none = all that can be simulated.
        most: number of films, spread evenly over exercises, views and mistakes.
        seconds: length of a film.
        sources: pose runtimes that watch it.
        kept: file of what is done already; it grows.
        on_trial: told how many of how many are done, and the latest.
    """
    plan = run.stratified(exercises, most)
    known = {(o.seed, o.source): o for o in run.read(kept)} if kept else {}
    for number, scenario in enumerate(plan, 1):
        lacking = tuple(s for s in sources if (scenario.seed, s) not in known)
        for outcome in _watched(scenario, seconds, lacking):
            known[outcome.seed, outcome.source] = outcome
            if kept is not None:
                run.keep(outcome, kept)
        yield from (known[scenario.seed, source] for source in sources)
        if on_trial is not None:
            on_trial(number, len(plan), known[scenario.seed, sources[0]].trial)


def _watched(
    scenario: Scenario, seconds: float, sources: tuple[str, ...]
) -> Iterator[Outcome]:
    """Yield what each source finds in one film."""
    if not sources:
        return
    whole = perform(scenario)
    shown = _part(whole, whole.cycles[0].start_s - _LEAD_S, seconds)
    with TemporaryDirectory() as folder:
        film = Path(folder) / "film.mp4"
        video.write(film, shown)
        for source in sources:
            found = _found(shown, source, film)
            yield Outcome(scenario.seed, source, found, trial.blank(whole))


def _part(whole: Performance, start_s: float, seconds: float) -> Performance:
    """Return `seconds` of a performance."""
    inside = (whole.time_s >= start_s) & (whole.time_s < start_s + seconds)
    frames = slice(int(inside.argmax()), int(inside.argmax() + inside.sum()))
    time_s = whole.time_s[frames] - whole.time_s[frames][0]
    return replace(whole, time_s=time_s, skeleton=whole.skeleton.at(frames))


def _found(shown: Performance, source: str, film: Path) -> float:
    try:
        return float(run.poses_of(shown, source, film).found.mean())
    except Unanalyzable:  # nobody in any frame
        return 0.0
