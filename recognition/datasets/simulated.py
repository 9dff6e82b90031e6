"""Repetitions of simulated patients, as a pose estimator would see them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from recognition.datasets import joints
from recognition.datasets.base import UNKNOWN, Clip, Clips, clip_of
from recognition.exercises.catalog import get
from recognition.poses import Floats
from recognition.simulation import body, observation, stage
from recognition.simulation.motions.catalog import MOTIONS, motion
from recognition.simulation.phases import Cycle
from recognition.simulation.scenario import (
    Made,
    Performance,
    Scenario,
    Variation,
    perform,
)

# Apart from the seeds that the noise was fitted to (from 1,000) and those that the
# accuracy is reported on (from 500,000).
FIRST_SEED: Final = 2_000_000
FIRST_SUBJECT: Final = 1_000  # apart from those of recorded people
REPETITIONS: Final = 4
# Between these grades nobody could say whether the mistake was made.
CLEARLY_NOT: Final = 0.75
CLEARLY: Final = 1.25

Progress = Callable[[int, int], None]


def exercises() -> tuple[str, ...]:
    """Return the exercises that can be simulated."""
    return tuple(sorted(MOTIONS))


def simulated(
    patients: int,
    *,
    first: int = 0,
    only: tuple[str, ...] = (),
    on_progress: Progress | None = None,
) -> Clips:
    """Return repetitions of `patients` bodies in every exercise (or `only` some).

    Each patient does a set well and one with each mistake that can be made. Patients
    are numbered from `first`; those of other numbers are other people.
    """
    names = tuple(name for name in exercises() if not only or name in only)
    mistakes = tuple(f"{name}.{code}" for name in names for code in makeable(name))
    scenarios = [
        s for n in range(first, first + patients) for s in _scenarios(n, names)
    ]
    found: list[Clip] = []
    for number, (patient, scenario) in enumerate(scenarios, 1):
        subject = FIRST_SUBJECT + patient
        found += _clips(perform(scenario), subject, names, mistakes)
        if on_progress is not None:
            on_progress(number, len(scenarios))
    return Clips(tuple(found), names, mistakes)


def makeable(exercise: str) -> list[str]:
    """Return the catalog's mistakes that the motion can make."""
    known = {mistake.code for mistake in get(exercise).mistakes}
    return sorted(known & set(motion(exercise).knobs))


def _scenarios(patient: int, names: tuple[str, ...]) -> list[tuple[int, Scenario]]:
    """Return the recordings of one patient."""
    generator = np.random.default_rng([FIRST_SEED, patient])
    build = body.draw(generator)
    return [
        (patient, _scenario(name, made, build, generator))
        for name in names
        for made in (None, *makeable(name))
    ]


def _scenario(
    exercise: str, mistake: str | None, build: body.Body, generator: np.random.Generator
) -> Scenario:
    """Return one recording, from anywhere around the patient."""
    camera = stage.camera(exercise, float(generator.uniform(-180.0, 180.0)))
    camera = replace(camera, height_m=camera.height_m * generator.uniform(0.8, 1.2))
    grade = float(generator.uniform(CLEARLY, 3.0))
    return Scenario(
        exercise,
        REPETITIONS,
        side=stage.side(exercise),
        mistakes=() if mistake is None else (Made(mistake, grade),),
        variation=Variation(tempo=float(generator.uniform(0.6, 1.4))),
        body=build,
        camera=camera,
        seed=FIRST_SEED + int(generator.integers(1_000_000)),
    )


def _clips(
    performance: Performance,
    subject: int,
    names: tuple[str, ...],
    mistakes: tuple[str, ...],
) -> Iterator[Clip]:
    """Yield the complete repetitions of a performance."""
    exercise = performance.scenario.exercise
    points = joints.from_poses(observation.observe(performance))
    for number, cycle in enumerate(c for c in performance.cycles if c.complete):
        made = tuple(_made(cycle, name, exercise) for name in mistakes)
        yield clip_of(
            _inside(points, performance.time_s, cycle),
            subject=subject,
            exercise=names.index(exercise),
            correct=_correct(made),
            mistakes=made,
            episode=number,
            duration_s=cycle.end_s - cycle.start_s,
        )


def _made(cycle: Cycle, name: str, exercise: str) -> int:
    """Return whether a mistake was made; UNKNOWN for those of other exercises."""
    owner, _, code = name.partition(".")
    if owner != exercise:
        return UNKNOWN
    grade = cycle.grades.get(code, 0.0)
    if CLEARLY_NOT < grade < CLEARLY:
        return UNKNOWN
    return int(grade >= CLEARLY)


def _correct(made: tuple[int, ...]) -> int:
    """Return whether a repetition is free of mistakes, as far as can be said."""
    own = [claim for claim in made if claim != UNKNOWN]
    return int(not any(own)) if len(own) else UNKNOWN


def _inside(points: Floats, time_s: Floats, cycle: Cycle) -> Floats:
    """Return the frames of one repetition."""
    return points[(time_s >= cycle.start_s) & (time_s <= cycle.end_s)]
