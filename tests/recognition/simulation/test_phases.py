"""The time course of a set."""

import numpy as np

from recognition.simulation.phases import Cycle, rest_course


def cycle(start_s, amount):
    amounts = {"arms_not_straight": (amount, amount)} if amount else {}
    return Cycle(start_s, 1.0, 0.0, 1.0, 1.0, amounts=amounts)


def acting(*amounts):
    cycles = tuple(cycle(3.0 * n, amount) for n, amount in enumerate(amounts))
    time_s = np.arange(0.0, 3.0 * len(amounts), 0.05)
    return time_s, rest_course(cycles, "arms_not_straight", time_s)[:, 0]


def test_a_wrong_rest_stays_from_one_repetition_to_the_next_that_has_it():
    time_s, amount = acting(0.5, 0.3)
    pause = (time_s > 2.0) & (time_s < 3.0)
    assert amount[pause].min() >= 0.3


def test_a_wrong_rest_is_gone_before_a_good_repetition():
    time_s, amount = acting(0.5, 0.0)
    assert amount[time_s > 2.9].max() < 0.01
