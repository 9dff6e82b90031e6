"""Figures of predictions."""

import numpy as np
import pytest

from recognition.training import metrics

MATRIX = np.array([[8, 2, 0], [1, 4, 0], [0, 0, 0]])
NAMES = ("squat", "lunge", "never")


def test_rows_are_true_and_columns_are_said():
    found = metrics.confusion(np.array([0, 0, 1]), np.array([0, 1, 1]), 2)

    assert found.tolist() == [[1, 1], [0, 1]]


def test_balanced_accuracy_ignores_classes_that_do_not_occur():
    assert metrics.accuracy(MATRIX) == pytest.approx(12 / 15)
    assert metrics.balanced_accuracy(MATRIX) == pytest.approx((0.8 + 0.8) / 2)


def test_precision_recall_and_f1_are_by_class():
    squat, lunge, never = metrics.by_class(MATRIX, NAMES)

    assert (squat.precision, squat.recall) == pytest.approx((8 / 9, 0.8))
    assert lunge.f1 == pytest.approx(2 * (4 / 6) * 0.8 / (4 / 6 + 0.8))
    assert (never.f1, never.number) == (0.0, 0)
    assert metrics.macro_f1([squat, lunge, never]) == pytest.approx(
        (squat.f1 + lunge.f1) / 2
    )


def test_the_area_under_the_curve_counts_ties_half():
    probability = np.array([0.9, 0.5, 0.5, 0.1])
    is_positive = np.array([True, True, False, False])

    assert metrics.area_under_roc(probability, is_positive) == pytest.approx(3.5 / 4)
    assert np.isnan(metrics.area_under_roc(probability, np.ones(4, dtype=bool)))


def test_honest_claims_are_calibrated():
    confidence = np.array([0.75] * 4)

    honest = metrics.calibration(confidence, np.array([True, True, True, False]))
    boastful = metrics.calibration(confidence, np.zeros(4, dtype=bool))

    assert honest.error == pytest.approx(0.0)
    assert boastful.error == pytest.approx(0.75)


def test_the_interval_comes_from_whole_subjects():
    subjects = np.repeat(np.arange(10), 20)
    is_right = subjects < 8  # two subjects are always wrong

    low, high = metrics.bootstrap(subjects, lambda p: float(is_right[p].mean()))

    assert low < 0.65
    assert high > 0.95
    assert (low, high) == metrics.bootstrap(
        subjects, lambda p: float(is_right[p].mean())
    )


def test_the_roc_goes_from_nothing_to_all_and_encloses_its_area():
    generator = np.random.default_rng(0)
    is_positive = generator.random(200) < 0.4
    probability = np.round(generator.random(200) * 0.6 + 0.4 * is_positive, 1)

    false, true = metrics.roc(probability, is_positive)

    assert (false[0], true[0], false[-1], true[-1]) == (0.0, 0.0, 1.0, 1.0)
    area = float((np.diff(false) * (true[1:] + true[:-1]) / 2).sum())
    assert area == pytest.approx(metrics.area_under_roc(probability, is_positive))


def test_precision_is_of_what_is_said_and_recall_of_what_is_there():
    probability = np.array([0.9, 0.8, 0.7, 0.2])
    is_positive = np.array([True, False, True, False])

    recall, precision = metrics.precision_recall(probability, is_positive)

    np.testing.assert_allclose(recall, [0.5, 0.5, 1.0, 1.0])
    np.testing.assert_allclose(precision, [1.0, 1 / 2, 2 / 3, 1 / 2])
    found = metrics.average_precision(probability, is_positive)
    assert found == pytest.approx(0.5 * 1.0 + 0.5 * 2 / 3)


def test_one_class_alone_has_no_curve():
    probability = np.array([0.9, 0.8])

    assert not len(metrics.roc(probability, np.ones(2, dtype=bool))[0])
    assert np.isnan(metrics.average_precision(probability, np.zeros(2, dtype=bool)))
