"""Repetitions made up for tests of training: easy to tell apart."""

import numpy as np

from recognition.datasets.base import Clip, Clips


def made_up(subjects=5, each=6):
    """Return repetitions of two exercises, well and badly done."""
    generator = np.random.default_rng(0)
    clips = []
    for subject in range(subjects):
        for number in range(each):
            exercise, correct = number % 2, (number // 2) % 2
            way = np.sin(np.linspace(0, np.pi, 20))[:, None, None]
            direction = np.zeros((1, 20, 3))
            direction[0, 4 + 6 * exercise, 1] = 1.0 + correct
            noise = 0.05 * generator.standard_normal((20, 20, 3))
            clips.append(
                Clip(way * direction + noise, subject, exercise, correct, (), number)
            )
    return Clips(tuple(clips), ("up", "down"))
