"""The page that goes with weights."""

from recognition.training import model_card

TASK = {
    "accuracy": 0.9,
    "interval": [0.85, 0.95],
    "balanced_accuracy": 0.89,
    "macro_f1": 0.88,
    "ece": 0.04,
    "by_exercise": {"squat": 0.97},
}
FIGURES = {
    "training": {"net": "lite", "protocol": "folds"},
    "parameters": 1234,
    "repetitions": 2000,
    "exercise": TASK,
    "form": TASK,
}


def test_a_card_says_for_whom_on_what_how_well_and_how_not():
    card = model_card.markdown(FIGURES, 5)

    for heading in ("Intended use", "Data", "Limits", "Figures"):
        assert f"## {heading}" in card
    assert "| form | 90.0% | 85.0% to 95.0% |" in card
    assert "squat 97.0%" in card
    assert "never saw its subject" in card.replace("\n", " ")
