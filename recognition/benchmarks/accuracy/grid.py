"""The fixed grid of simulated recordings that the accuracy is measured on."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal

import numpy as np

from recognition.exercises.catalog import get
from recognition.simulation import body, stage
from recognition.simulation.motions.catalog import MOTIONS, motion
from recognition.simulation.scenario import Made, Scenario, SideMode, Variation

Part = Literal["tune", "report"]

# Bodies, cameras, habits and noise follow from the seed, so that the parts share none:
# nothing is tuned on the report part. The films that the noise was fitted to have
# seeds from 1000 on.
FIRST_SEED: Final = 500_000
FIRST_SEED_OF: Final[dict[Part, int]] = {"report": FIRST_SEED, "tune": 2_000_000}
# These keep their seeds when further exercises come.
_FIRST: Final = (
    "biceps_curl", "lunge", "push_up", "shoulder_abduction", "sit_to_stand", "squat",
)  # fmt: skip
YAWS: Final = (0.0, 40.0, 90.0, 180.0, -90.0, -40.0)
GRADES: Final = (0.5, 1.25, 1.75, 2.5)
REPETITIONS: Final = 6
HOLDS: Final = 3  # an exercise that is held is done so often
FIRST_WRONG: Final = 3
LAST_WRONG: Final = 5
BODIES: Final = 2


def scenarios(
    exercises: tuple[str, ...] = (),
    *,
    bodies: int = BODIES,
    part: Part = "report",
    any_view: bool = False,
) -> Iterator[Scenario]:
    """Yield the recordings of `exercises` (none = all that can be simulated).

    With `any_view` also from where the catalog does not let an exercise be filmed.
    """
    later = sorted(set(MOTIONS) - set(_FIRST))
    for number, exercise in enumerate((*_FIRST, *later)):
        if exercises and exercise not in exercises:
            continue
        yaws = list(YAWS) if any_view else _yaws(exercise)
        for place, yaw in enumerate(yaws):
            seed = FIRST_SEED_OF[part] + 10_000 * number + 1_000 * place
            yield from _recordings(exercise, yaw, seed, bodies)


def _yaws(exercise: str) -> list[float]:
    """Return the directions from which the catalog lets `exercise` be filmed."""
    allowed = get(exercise).views.allowed
    names = {0.0: "front", 90.0: "left", 180.0: "back", -90.0: "right"}
    return [yaw for yaw in YAWS if names.get(yaw, "oblique") in allowed]


def _recordings(
    exercise: str, yaw: float, seed: int, bodies: int
) -> Iterator[Scenario]:
    """Yield one recording without mistakes and one for each mistake and grade."""
    known = [m for m in get(exercise).mistakes if can_be_made(exercise, m.code)]
    for person in range(bodies):
        yield _scenario(exercise, yaw, seed + person, ())
        for kind, mistake in enumerate(known):
            for step, grade in enumerate(GRADES):
                made = Made(mistake.code, grade, FIRST_WRONG, LAST_WRONG)
                number = seed + 10 + 100 * person + 10 * kind + step
                yield _scenario(exercise, yaw, number, (made,))


def can_be_made(exercise: str, mistake: str) -> bool:
    """Return whether the simulation knows how to make `mistake`."""
    rule = get(exercise).mistake(mistake)
    return rule.measure == "duration" or mistake in motion(exercise).knobs


def _scenario(
    exercise: str, yaw: float, seed: int, mistakes: tuple[Made, ...]
) -> Scenario:
    """Return one recording; body, camera and habits follow from its seed."""
    generator = np.random.default_rng([seed, 2])
    camera = stage.camera(exercise, yaw)
    camera = replace(
        camera,
        yaw_deg=float((yaw + generator.normal(0.0, 5.0) + 180.0) % 360.0 - 180.0),
        distance_m=camera.distance_m * float(generator.uniform(0.95, 1.2)),
        height_m=camera.height_m * float(generator.uniform(0.8, 1.2)),
        roll_deg=float(generator.normal(0.0, 1.5)),
    )
    return Scenario(
        exercise,
        HOLDS if get(exercise).kind == "hold" else REPETITIONS,
        side=_side(exercise, generator),
        mistakes=mistakes,
        variation=Variation(
            tempo=float(generator.uniform(0.75, 1.1)),
            fatigue=float(generator.uniform(0.0, 0.12)),
            tremor_deg=float(generator.choice([0.0, 0.0, 0.8])),
        ),
        body=body.draw(generator),
        camera=camera,
        seed=seed,
    )


def _side(exercise: str, generator: np.random.Generator) -> SideMode:
    """Return the sides; a lunge alternates or stays on one side."""
    usual = stage.side(exercise)
    if usual != "alternating" or exercise not in _FIRST:
        return usual
    modes: tuple[SideMode, ...] = ("alternating", "left", "right")
    return modes[int(generator.integers(3))]
