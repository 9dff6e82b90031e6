"""Pictures are well-formed and say what they should."""

from xml.etree import ElementTree as ET

import numpy as np

from recognition.training import pictures


def test_a_learning_curve_marks_the_best_epoch():
    history = [{"train": 2.0, "validation": 2.5}, {"train": 1.0, "validation": 1.5}]

    root = ET.fromstring(pictures.curves(history, 2))

    assert len(root.findall("{http://www.w3.org/2000/svg}polyline")) == 2
    assert len(root.findall("{http://www.w3.org/2000/svg}line")) == 1


def test_a_confusion_matrix_names_its_classes_safely():
    text = pictures.confusion(np.array([[3, 0], [1, 2]]), ("<squat>", "lunge"))

    texts = [node.text for node in ET.fromstring(text).iter() if node.text]
    assert "<squat>" in texts
    assert "3" in texts


def test_empty_bins_leave_no_dot():
    picture = pictures.reliability(
        np.array([0.5, np.nan]), np.array([0.4, np.nan]), np.array([1.0, 0.0])
    )

    assert picture.count("<circle") == 1


def test_curves_in_the_unit_square_are_named():
    corner = np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0])

    root = ET.fromstring(pictures.trade_off([("<good>", *corner)], "across", "up"))

    line = root.find("{http://www.w3.org/2000/svg}polyline")
    assert line.get("points") == "48.0,272.0 48.0,48.0 472.0,48.0"
    assert "<good>" in [node.text for node in root.iter()]


def test_each_level_is_a_dot_on_each_line():
    picture = pictures.by_level([0, 45, 90], {"form": [0.9, 0.8, 0.6]}, "degrees")

    assert picture.count("<circle") == 3
    assert 'cx="472.0"' in picture
    assert "90" in [node.text for node in ET.fromstring(picture).iter()]
