"""The small movements of a living body: sway, breathing, a wandering gaze."""

from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.posture import Posture

Floats = npt.NDArray[np.float64]

_HERTZ: Final = np.array([0.13, 0.22, 0.37, 0.61, 0.97])
# Brings the middle of these to 5 Hz, the frequency of a resting tremor.
TREMOR_FASTER: Final = 13.5


def wander(
    time_s: Floats,
    channels: int,
    generator: np.random.Generator,
    *,
    faster: float = 1.0,
) -> Floats:
    """Return (T, channels) smooth noise of about unit size, defined at any time."""
    hertz = _HERTZ * faster
    amplitude = generator.normal(size=(len(hertz), channels)) / np.sqrt(len(hertz))
    phase = generator.uniform(0.0, 2.0 * np.pi, size=(len(hertz), channels))
    angle = 2.0 * np.pi * hertz[None, :, None] * time_s[:, None, None] + phase
    return np.asarray(np.sqrt(2.0) * (amplitude * np.sin(angle)).sum(axis=1))


def enliven(
    posture: Posture,
    time_s: Floats,
    generator: np.random.Generator,
    *,
    size: float = 1.0,
    tremor_deg: float = 0.0,
) -> Posture:
    """Return `posture` with small movements; `size` 1 = healthy quiet stance.

    The feet and held hands stay where they are. The tremor is one of the arms.
    """
    noise = size * wander(time_s, 16, generator)
    pelvis = posture.pelvis.copy()
    pelvis[:, 0] += 0.004 * noise[:, 0]
    pelvis[:, 1] += 0.003 * noise[:, 1]
    pelvis[:, 2] -= 0.001 * np.abs(noise[:, 2])
    breath = size * np.sin(2.0 * np.pi * 0.27 * time_s)
    spine = posture.spine + np.radians(0.7) * noise[:, 3:6]
    spine[:, 1] -= np.radians(0.5) * breath
    shoulder = posture.shoulder.copy()
    shoulder[:, :, 0] += np.radians(1.2) * noise[:, 9:11]
    shoulder[:, :, 1] += np.radians(2.0) * noise[:, 11:13]
    girdle = posture.girdle + 0.002 * breath[:, None]
    shaking = np.radians(tremor_deg) * wander(
        time_s, 2, generator, faster=TREMOR_FASTER
    )
    return posture.change(
        pelvis=pelvis,
        spine=spine,
        head=posture.head + np.radians(1.6) * noise[:, 6:9],
        girdle=girdle,
        shoulder=shoulder,
        elbow=posture.elbow + np.radians(1.5) * noise[:, 13:15] + shaking,
    )
